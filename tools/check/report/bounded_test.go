package report_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
)

// TestBounded reports three thousand findings in one line of a megabyte, in every format.
func TestBounded(t *testing.T) {
	bound.Check(t, bytes.Repeat([]byte("0123456789"), 100_000), func(line []byte) {
		r := report.Report{Files: 1, Source: func(string, int) []byte { return line }}
		for i := range 3000 {
			at := 300 * i
			r.Findings = append(r.Findings, finding.Finding{
				Rule: "personal/telefoon", Severity: finding.Error, File: "a.txt", Line: 1, Column: at + 1, EndLine: 1, EndColumn: at + 11, Start: at, End: at + 10, Kind: "telefoon",
			})
		}
		for _, format := range report.Formats {
			if err := report.Write(io.Discard, format, r); err != nil {
				t.Error(format, err)
			}
		}
	})
}
