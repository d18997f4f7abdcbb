package sample

import (
	"os"
	"path/filepath"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// Write writes n dilemmas into the repository at root, numbered from 1.
func Write(root string, def *canvas.Definition, n int) error {
	if err := os.MkdirAll(filepath.Join(root, filepath.FromSlash(casebook.Dir)), 0o755); err != nil {
		return err
	}
	for i := 1; i <= n; i++ {
		name := filepath.Join(root, filepath.FromSlash(casebook.Path(Slug(i))))
		if err := os.WriteFile(name, []byte(Dilemma(def, i)), 0o644); err != nil {
			return err
		}
	}
	return nil
}
