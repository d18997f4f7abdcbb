package rules

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
)

// Before is the book as it was before somebody's changes.
type Before interface {
	fs.FS
	// Same reports whether a file had this content already.
	Same(name string, content []byte) bool
}

// Since leaves of a result what the changes since then have to do with: the findings in files that changed, and in other files
// those that were not there before, such as a link to a dilemma that the changes took away.
func (c *Checker) Since(result Result, before Before) Result {
	same, asked := map[string]bool{}, map[string]bool{}
	var names []string // that were not changed, to be checked as they were
	for _, f := range result.Findings {
		if asked[f.File] {
			continue
		}
		asked[f.File] = true
		content, err := fs.ReadFile(c.book.Root(), f.File)
		if err == nil && before.Same(f.File, content) {
			same[f.File] = true
			names = append(names, checkedWith(f.File)...)
		}
	}
	if len(same) == 0 {
		return result
	}
	known := count(New(casebook.Open(before), c.today).Paths(names).Findings)
	result.Findings = slices.DeleteFunc(result.Findings, func(f finding.Finding) bool {
		if !same[f.File] || known[anonymous(f)] == 0 {
			return false
		}
		known[anonymous(f)]--
		return true
	})
	return result
}

// checkedWith returns what to check for the findings in a file: itself, or the folder of the dilemma to which it belongs. A file of the host comes
// with any check.
func checkedWith(name string) []string {
	rest, beside := strings.CutPrefix(name, casebook.Dir+"/")
	dir, _, below := strings.Cut(rest, "/")
	switch {
	case beside && below:
		return []string{casebook.Dir + "/" + dir}
	case strings.HasPrefix(name, casebook.ContentDir+"/"):
		return []string{name}
	}
	return nil
}

// count counts findings that say the same of the same file.
func count(findings []finding.Finding) map[finding.Finding]int {
	n := map[finding.Finding]int{}
	for _, f := range findings {
		n[anonymous(f)]++
	}
	return n
}

// anonymous is a finding by what it says, not by how heavy the host takes it or where its page is.
func anonymous(f finding.Finding) finding.Finding {
	f.Severity, f.Help, f.Hint = "", "", ""
	return f
}
