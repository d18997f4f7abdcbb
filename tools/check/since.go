package check

import (
	"io/fs"

	"github.com/openbaarheid-schuurt/dilemma/tools/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/finding"
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
	var (
		kept  []finding.Finding
		same  = map[string]bool{}
		known map[finding.Finding]int
	)
	for _, f := range result.Findings {
		unchanged, asked := same[f.File]
		if !asked {
			content, err := fs.ReadFile(c.book.Root(), f.File)
			unchanged = err == nil && before.Same(f.File, content)
			same[f.File] = unchanged
		}
		if unchanged {
			if known == nil {
				known = count(New(casebook.Open(before), c.today).All().Findings)
			}
			if known[anonymous(f)] > 0 {
				known[anonymous(f)]--
				continue
			}
		}
		kept = append(kept, f)
	}
	result.Findings = kept
	return result
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
