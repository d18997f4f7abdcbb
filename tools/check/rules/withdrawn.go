package rules

import (
	"bytes"
	"io/fs"
	"path"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// isWithheld reports whether a path is that of a dilemma, or of an attachment of one, whose text is withdrawn: also of an earlier version, or below an
// address that the dilemma had. It matters for values that would be shown.
func (c *Checker) isWithheld(name string) bool {
	rest, beside := strings.CutPrefix(name, casebook.Dir+"/")
	slug, _, _ := strings.Cut(rest, "/")
	return c.withheld[name] || beside && c.ShowValues && c.FindWithdrawn()[strings.TrimSuffix(slug, ".md")]
}

// FindWithdrawn returns the slugs, and those in old addresses, of all dilemmas whose text is withdrawn. It reads them at the first call; a caller that
// scans while it reads the same repository makes that call before.
func (c *Checker) FindWithdrawn() map[string]bool { return c.withdrawn() }

func readWithdrawn(book *casebook.Book) map[string]bool {
	slugs := map[string]bool{}
	for _, e := range book.Walk(casebook.Dir) {
		slug, ok := casebook.SlugOf(e.Path)
		src, err := fs.ReadFile(book.Root(), e.Path)
		if !ok || err != nil || !bytes.Contains(bytes.ToLower(src), []byte(lifecycle.Withdrawal)) {
			continue
		}
		if f := casebook.Parse(e.Path, src); lifecycle.Withheld(f) {
			slugs[slug] = true
			for _, old := range lifecycle.Texts(f.Front, lifecycle.Aliases) {
				slugs[path.Base(old)] = true
			}
		}
	}
	return slugs
}
