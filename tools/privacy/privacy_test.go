package privacy

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestStandsAlone reads the imports of every file below this folder, for all systems: none may come from elsewhere in the module, but for the limits
// that tests share.
func TestStandsAlone(t *testing.T) {
	const limits = "github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
	const module, library = "github.com/openbaarheid-schuurt/dilemma/", "github.com/openbaarheid-schuurt/dilemma/tools/privacy/"
	files, own := 0, 0
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") {
			return err
		}
		files++
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			switch {
			case strings.HasPrefix(path, library):
				own++
			case path == limits && strings.HasSuffix(name, "_test.go"):
			case strings.HasPrefix(path, module):
				t.Errorf("%s imports %s", name, path)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 40 || own < 20 {
		t.Errorf("only %d files with %d imports of each other were read", files, own)
	}
}
