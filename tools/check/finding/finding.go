// Package finding is the one form in which dilemma says what it noticed in a file: a rule, a place and a sentence.
// It knows no rules and reads no files; check and scan make findings, report prints them.
package finding

import (
	"cmp"
	"slices"
	"strings"
)

// Severity says what a finding does to a merge request.
type Severity string

const (
	Error   Severity = "error"   // stops a merge
	Warning Severity = "warning" // asks a person
	Hint    Severity = "hint"    // helps the writer
)

// Severities lists the severities from heavy to light.
var Severities = []Severity{Error, Warning, Hint}

// AtLeast reports whether s is as heavy as limit, or heavier.
func (s Severity) AtLeast(limit Severity) bool {
	return slices.Index(Severities, s) <= slices.Index(Severities, limit)
}

// Finding is one remark on one place in one file. The fields and their names in JSON are a contract with other
// programs: add, never rename.
type Finding struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	// File is relative to the root of the repository, with forward slashes; absolute for a file outside it.
	File string `json:"file"`
	// Lines and columns count from 1, columns in Unicode code points; the end is just past the last code point.
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndLine   int `json:"end_line"`
	EndColumn int `json:"end_column"`
	// Start and End are byte offsets in the file, End exclusive.
	Start int `json:"start"`
	End   int `json:"end"`
	// Field is the path in the front matter, such as canvas.verkennen.spelers.0.speler; empty outside it.
	Field string `json:"field"`
	// Kind says which personal data it is; empty for every other rule.
	Kind    string `json:"kind"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
	// Help is the address of the page that explains the rule.
	Help string `json:"help"`
}

// Sort puts findings in the order of reports: by file and place. Findings on one place keep their order.
func Sort(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Start, b.Start))
	})
}

// Count returns how many of the findings have the given severity.
func Count(findings []Finding, severity Severity) int {
	n := 0
	for _, f := range findings {
		if f.Severity == severity {
			n++
		}
	}
	return n
}
