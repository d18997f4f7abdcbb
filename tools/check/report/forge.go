package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// github writes the workflow commands that GitHub and Forgejo turn into annotations, followed by the report as text, because a forge shows only the
// first few annotations of a step.
func github(w io.Writer, r Report) error {
	var b bytes.Buffer
	for _, f := range r.Findings {
		level := map[finding.Severity]string{finding.Error: "error", finding.Warning: "warning", finding.Hint: "notice"}[f.Severity]
		fmt.Fprintf(&b, "::%s file=%s,line=%d,endLine=%d,col=%d,endColumn=%d,title=%s::%s\n", level, property(Safe(f.File)),
			f.Line, f.EndLine, f.Column, f.EndColumn, property(f.Rule), data(sentence(f)))
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return err
	}
	r.Palette = false // a forge reads this
	return text(w, r)
}

// sentence returns the message of a finding, followed by why it was found, when that is asked, and its hint.
func sentence(f finding.Finding) string {
	text := f.Message
	if f.Why != "" {
		text += " " + message.Text("report/why", "why", f.Why)
	}
	return strings.TrimSpace(Safe(text) + " " + Safe(f.Hint))
}

var (
	escapeData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	escapeProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func data(s string) string     { return escapeData.Replace(s) }
func property(s string) string { return escapeProperty.Replace(s) }

// codeQuality is one entry of GitLab's Code Quality report.
type codeQuality struct {
	Description string   `json:"description"`
	CheckName   string   `json:"check_name"`
	Fingerprint string   `json:"fingerprint"`
	Severity    string   `json:"severity"`
	Location    location `json:"location"`
}

type location struct {
	Path  string `json:"path"`
	Lines lines  `json:"lines"`
}

type lines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

// gitlab writes a Code Quality report, a JSON array that GitLab shows in merge requests.
func gitlab(w io.Writer, r Report) error {
	entries := []codeQuality{}
	prints := fingerprints(r.Findings)
	for i, f := range r.Findings {
		severity := map[finding.Severity]string{finding.Error: "major", finding.Warning: "minor", finding.Hint: "info"}[f.Severity]
		entries = append(entries, codeQuality{sentence(f), f.Rule, prints[i], severity, location{f.File, lines{f.Line, f.EndLine}}})
	}
	return JSON(w, entries)
}

// fingerprints returns a fingerprint for each finding. It does not depend on the line, so that a finding keeps it when text above it changes: it is a
// hash of the file, rule, field and kind, and of the number of earlier findings with the same ones.
func fingerprints(findings []finding.Finding) []string {
	prints := make([]string, len(findings))
	seen := map[string]int{}
	for i, f := range findings {
		key := strings.Join([]string{f.File, f.Rule, f.Field, f.Kind}, "\x00")
		sum := sha256.Sum256([]byte(key + "\x00" + strconv.Itoa(seen[key])))
		seen[key]++
		prints[i] = hex.EncodeToString(sum[:16])
	}
	return prints
}
