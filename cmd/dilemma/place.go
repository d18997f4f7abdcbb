package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// workplace is where a command runs that needs no casebook: in one, or elsewhere by the settings that the command carries with it.
type workplace struct {
	// root is the root of the casebook. Elsewhere it is that of the Git repository, or else the working directory: paths in reports begin there.
	root string
	// builtIn says that there is no casebook.
	builtIn bool
}

// findWorkplace returns where the command runs. A hugo.toml that says nothing of dilemmas, beside no definition of the canvas, belongs to another site.
func findWorkplace() (workplace, error) {
	root, err := findSettings()
	if err == nil {
		return workplace{root, isOtherSite(root)}, nil
	}
	var none *failure
	if !errors.As(err, &none) {
		return workplace{}, err
	}
	dir, err := os.Getwd()
	if err != nil {
		return workplace{}, err
	}
	dir = filepath.Clean(dir)
	if top := repo.Top(dir); top != "" {
		dir = top
	}
	return workplace{dir, true}, nil
}

// isOtherSite reports whether the hugo.toml in a folder is that of a site without dilemmas.
func isOtherSite(root string) bool {
	_, err := os.Stat(filepath.Join(root, filepath.FromSlash(canvas.File)))
	if !errors.Is(err, fs.ErrNotExist) {
		return false
	}
	cfg, err := settings.Load(casebook.DirFS(root))
	return err == nil && len(cfg.List) == 0
}

// files returns the files that judge: those of the casebook, or those that the command carries with it.
func (w workplace) files() fs.FS {
	if w.builtIn {
		return product.Files
	}
	return bookFiles(w.root)
}

// bookFiles returns the files of the book with this root: its own first, and those of the product.
func bookFiles(root string) casebook.Layers { return product.Over(casebook.DirFS(root)) }

// openBook opens the book with this root.
func openBook(root string) *casebook.Book { return casebook.Open(bookFiles(root)) }

// newChecker opens the book with this root, with what checks it by its own settings.
func newChecker(root string) (*casebook.Book, *rules.Checker) {
	book := openBook(root)
	return book, rules.New(book, rules.ReadStandard(book), time.Now())
}

// definition returns the definition of the canvas.
func (w workplace) definition() (*canvas.Definition, error) {
	def, err := canvas.Load(w.files())
	if err != nil {
		return nil, fail("fail/definition", "reason", err.Error())
	}
	return def, nil
}

// tell says that the built-in settings count, where they do: what a report does not find must never be a surprise.
func (w workplace) tell(stderr io.Writer) {
	if w.builtIn {
		notify(stderr, finding.Warning, message.Text("built-in"))
	}
}

// casebookRoot returns the root of the casebook, or the failure that there is none.
func (w workplace) casebookRoot() (string, error) {
	if w.builtIn {
		return findRoot() // it tells which of the two is the case
	}
	return w.root, nil
}
