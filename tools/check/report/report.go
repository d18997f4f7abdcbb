// Package report writes findings for people and for programs: as text, as JSON, and in the formats with which forges show
// findings beside the lines of a merge request. It knows the form of a finding and nothing of the rules behind it.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
)

// Report is what there is to tell.
type Report struct {
	Findings []finding.Finding // sorted
	Files    int               // how many files were looked at
	Source   Source
	// ShowValues says that the lines of files are shown as they are. Else personal data in them is masked, also in the line of another finding.
	ShowValues bool
	// Clean is the id of the sentence that says that there is nothing to tell; empty for that of a check.
	Clean   string
	Version string // of dilemma; empty when it is not known
}

// Source returns the text of a line of a file, counting from 1, or nil when it can't be shown.
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
	return write(w, r)
}

func asJSON(w io.Writer, r Report) error {
	return JSON(w, List(r.Findings))
}

// List is a list that is never null in JSON.
func List[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// JSON writes a value as indented JSON with its signs as they are.
func JSON(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}
