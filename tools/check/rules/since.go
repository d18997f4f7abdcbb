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
// those that were not there before, such as a link to a dilemma that the changes took away. Where the changes touch the standard itself, it adds
// what the new standard would find that the old one did not.
func (c *Checker) Since(result Result, before Before) Result {
	then := casebook.Open(before)
	result.Findings = c.since(result.Findings, before, New(then, c.standard, c.today))
	if len(c.changed) == 0 || c.own.Definition == nil {
		return result
	}
	own := New(c.book, c.own, c.today)
	own.ShowValues = c.ShowValues
	known := count(result.Findings)
	for _, f := range own.since(own.All().Findings, before, New(then, ReadStandard(then), c.today)) {
		if known[anonymous(f)] == 0 {
			result.Findings = append(result.Findings, f)
		}
	}
	finding.Sort(result.Findings)
	return result
}

// ChangedSince reports whether a file is not the same as before.
func (c *Checker) ChangedSince(before Before, name string) bool {
	content, err := fs.ReadFile(c.book.Root(), name)
	if err != nil {
		_, err = fs.Stat(before, name)
		return err == nil
	}
	return !before.Same(name, content)
}

// since leaves out the findings in unchanged files that the book had before, as another checker sees it.
func (c *Checker) since(findings []finding.Finding, before Before, then *Checker) []finding.Finding {
	same, asked := map[string]bool{}, map[string]bool{}
	var names []string // that were not changed, to be checked as they were
	for _, f := range findings {
		if asked[f.File] {
			continue
		}
		asked[f.File] = true
		if !c.ChangedSince(before, f.File) {
			same[f.File] = true
			names = append(names, checkedWith(f.File)...)
		}
	}
	if len(same) == 0 {
		return findings
	}
	then.ShowValues = c.ShowValues
	known := count(then.Paths(names).Findings)
	return slices.DeleteFunc(findings, func(f finding.Finding) bool {
		if !same[f.File] || known[anonymous(f)] == 0 {
			return false
		}
		known[anonymous(f)]--
		return true
	})
}

// checkedWith returns what to check for the findings in a file: itself, or the folder of the dilemma to which it belongs. A file of the standard comes
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

// anonymous is a finding by what it says, not by its severity or where its page is.
func anonymous(f finding.Finding) finding.Finding {
	f.Severity, f.Help, f.Hint = "", "", ""
	return f
}
