// Package finding defines the one form in which dilemma reports what it found in a file: a rule, a place and a message. It knows no rules and reads no
// files. Packages rules and scan make findings, package report writes them.
package finding

import (
	"slices"
	"sort"
)

// Severity says what a finding means for a merge request.
type Severity string

const (
	Error   Severity = "error"   // stops the merge
	Warning Severity = "warning" // a person must decide
	Hint    Severity = "hint"    // advice for the writer
)

// Severities lists the severities, the most severe first.
var Severities = []Severity{Error, Warning, Hint}

// AtLeast reports whether s is as severe as limit, or more severe.
func (s Severity) AtLeast(limit Severity) bool {
	return slices.Index(Severities, s) <= slices.Index(Severities, limit)
}

// Finding is one remark about one place in one file. The names of its fields in JSON are a contract with other programs: add, never rename.
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
	// Kind is the kind of personal data, such as naam or bsn; empty for every other rule.
	Kind    string `json:"kind"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
	// Detector is the name of the rule of package detect that took a value for personal data, and Why says that in a line; empty when no such rule did.
	Detector string `json:"detector,omitempty"`
	Why      string `json:"why,omitempty"`
	// Help is the address of the page that explains the rule.
	Help string `json:"help"`
}

// Sort sorts findings by file and place, the order of reports. Findings at the same place keep their order.
func Sort(findings []Finding) {
	// A generic sort would be compiled anew for each type, into what a page downloads.
	sort.SliceStable(findings, func(i, j int) bool {
		a, b := &findings[i], &findings[j]
		return a.File < b.File || a.File == b.File && a.Start < b.Start
	})
}

// Count returns the number of findings with the given severity.
func Count(findings []Finding, severity Severity) int {
	n := 0
	for _, f := range findings {
		if f.Severity == severity {
			n++
		}
	}
	return n
}
