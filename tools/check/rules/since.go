package rules

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Baseline is the file system of the book before the changes that are checked.
type Baseline interface {
	fs.FS
	// Same reports whether a file has this content in the baseline.
	Same(name string, content []byte) bool
}

// Since reduces a result to the findings that the changes since the baseline cause. Those are all findings in files that changed, and in other
// files the findings that are new, such as a link to a dilemma that was removed. When the changes touch the standard itself, it adds the findings
// by the new standard that the old one does not have.
func (c *Checker) Since(result Result, before Baseline) Result {
	then := c.book.With(before)
	result.Findings = c.since(result.Findings, before, New(then, c.standard, c.today.day))
	if len(c.changed) == 0 || c.own.Definition == nil {
		return result
	}
	own := New(c.book, c.own, c.today.day)
	own.ShowValues = c.ShowValues
	known := countFindings(result.Findings)
	for _, f := range own.since(own.All().Findings, before, New(then, ReadStandard(then), c.today.day)) {
		if known[comparisonKey(f)] == 0 {
			result.Findings = append(result.Findings, f)
		}
	}
	finding.Sort(result.Findings)
	return result
}

// ChangedSince reports whether a file was added, changed or removed since the baseline.
func (c *Checker) ChangedSince(before Baseline, name string) bool {
	content, err := fs.ReadFile(c.book.Root(), name)
	if err != nil {
		_, err = fs.Stat(before, name)
		return err == nil
	}
	return !before.Same(name, content)
}

// since removes the findings in unchanged files that the baseline has too, according to the checker of the baseline.
func (c *Checker) since(findings []finding.Finding, before Baseline, then *Checker) []finding.Finding {
	same, asked := map[string]bool{}, map[string]bool{}
	var names []string // what to check in the baseline for the files that did not change
	for _, f := range findings {
		if asked[f.File] {
			continue
		}
		asked[f.File] = true
		if !c.ChangedSince(before, f.File) {
			same[f.File] = true
			names = append(names, pathsToCheck(f.File)...)
		}
	}
	if len(same) == 0 {
		return findings
	}
	then.ShowValues = c.ShowValues
	known := countFindings(then.Paths(names).Findings)
	return slices.DeleteFunc(findings, func(f finding.Finding) bool {
		if !same[f.File] || known[comparisonKey(f)] == 0 {
			return false
		}
		known[comparisonKey(f)]--
		return true
	})
}

// pathsToCheck returns the paths to check to get the findings in a file: the file itself, or the folder of the dilemma to which it belongs. It
// returns none for a file of which no site is made: of those only files of the standard have findings, and every check includes these.
func pathsToCheck(name string) []string {
	rest, beside := strings.CutPrefix(name, casebook.Dir+"/")
	dir, _, inFolder := strings.Cut(rest, "/")
	top, _, below := strings.Cut(name, "/")
	switch {
	case beside && inFolder:
		return []string{casebook.Dir + "/" + dir}
	case name == settings.File || below && slices.Contains(casebook.Folders, top):
		return []string{name}
	}
	return nil
}

// countFindings counts the findings with the same comparisonKey.
func countFindings(findings []finding.Finding) map[finding.Finding]int {
	n := map[finding.Finding]int{}
	for _, f := range findings {
		n[comparisonKey(f)]++
	}
	return n
}

// comparisonKey returns a finding without what may differ between two standards: its severity, hint and help page.
func comparisonKey(f finding.Finding) finding.Finding {
	f.Severity, f.Help, f.Hint = "", "", ""
	return f
}
