// Generate writes what is made from data/canvas.yaml. `go generate ./...` runs it in tools/book/canvas.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
)

func main() {
	log.SetFlags(0)
	root := filepath.Join("..", "..", "..")
	def, err := canvas.Load(os.DirFS(root))
	if err != nil {
		log.Fatal(err)
	}
	for name, text := range map[string][]byte{
		canvas.ArchetypeFile: []byte(def.Archetype()),
		canvas.SchemaFile:    def.Schema(),
		canvas.SnippetsFile:  def.Snippets(),
	} {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
