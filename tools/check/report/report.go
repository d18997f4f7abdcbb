// Package report writes findings for people and for programs: as text, as JSON, and in the formats with which forges show findings next to the lines of
// a merge request. It knows the type Finding, but no rules.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
)

// Report holds what a report shows.
type Report struct {
	Findings []finding.Finding // sorted
	Files    int               // the number of files that were checked
	Source   Source
	// ShowValues shows the lines of files unmasked. Otherwise personal data in them is masked, also in the line of another finding.
	ShowValues bool
	// Explain shows with each finding on personal data why it was found.
	Explain bool
	// Clean is the ID of the message that there are no findings; empty for the message of a check.
	Clean string
	// Unit is the part of the ID of the message that counts what was checked; empty for files.
	Unit    string
	Version string // of dilemma; empty when it is not known
	// Palette is for the format text alone.
	Palette terminal.Palette
}

// Source returns a line of a file, counting from 1, without its line end. It returns nil when the line can't be shown.
type Source func(file string, line int) []byte

var writers = map[string]func(io.Writer, Report) error{
	"text":   text,
	"json":   asJSON,
	"sarif":  sarif,
	"github": github,
	"gitlab": gitlab,
	"junit":  junit,
}

// Formats lists the names of the formats.
var Formats = slices.Sorted(maps.Keys(writers))

// Write writes a report in the named format.
func Write(w io.Writer, format string, r Report) error {
	write, ok := writers[format]
	if !ok {
		return fmt.Errorf("report: no format %q", format)
	}
	if !r.Explain {
		r.Findings = slices.Clone(r.Findings)
		for i := range r.Findings {
			r.Findings[i].Detector, r.Findings[i].Why = "", ""
		}
	}
	return write(w, r)
}

func asJSON(w io.Writer, r Report) error {
	return JSON(w, List(r.Findings))
}

// List returns the list, or an empty one for nil, so that it is never null in JSON.
func List[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// JSON writes a value as indented JSON, without escaping <, > and &.
func JSON(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}
