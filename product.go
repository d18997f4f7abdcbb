// Package dilemma holds the product: all that every book has in common, from layouts and the pages of the handbook to the settings of the machine. They are
// the very files of this repository, which the command carries with it; there is no second copy. What is this book's own is not among them: its dilemmas,
// its months, its hugo.toml.
package dilemma

import (
	"embed"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// Settings is the path in Files of the settings that every book has in common.
const Settings = "product/hugo.toml"

// Editor are the settings for an editor that every book has, besides those that are made from the definition of the canvas.
//
//go:embed .vscode/settings.json .vscode/tasks.json
var Editor embed.FS

// Mod and Sum are the go.mod and go.sum of the command. They pin the version of Hugo.
var (
	//go:embed go.mod
	Mod []byte
	//go:embed go.sum
	Sum []byte
)

// Over returns the file system of a book with these files of its own.
func Over(own fs.FS) casebook.Layers { return casebook.Layers{Own: own, Product: Files} }

// Source returns the folder that the command was compiled in, or "" when that is not on this machine. Programs for pages can be compiled there.
func Source() string {
	_, file, _, ok := runtime.Caller(0)
	if !ok || !filepath.IsAbs(file) { // compiled with -trimpath
		return ""
	}
	dir := filepath.Dir(file)
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
		return ""
	}
	return dir
}
