package detect

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// headed reads a file with lines in groups, each below a line that begins with "# ".
func headed(tb testing.TB, name string) (all []group) {
	tb.Helper()
	for _, line := range strings.Split(readFile(tb, name), "\n") {
		switch head, ok := strings.CutPrefix(line, "# "); {
		case ok:
			all = append(all, group{name: head})
		case line != "" && len(all) > 0:
			g := &all[len(all)-1]
			g.names = append(g.names, strings.ReplaceAll(line, "⏎", "\n"))
		}
	}
	return all
}

// TestClean tries, for each kind of false alarm, sentences that look like personal data and hold none.
func TestClean(t *testing.T) {
	total, errors, warnings := 0, 0, 0
	for _, g := range headed(t, "testdata/clean.txt") {
		e, w := 0, 0
		var alarms []string
		for _, text := range g.names {
			hits := slices.DeleteFunc(Scan(text), func(h Hit) bool { return !h.Kind.Identifies() })
			if len(hits) == 0 {
				continue
			}
			if sure := slices.IndexFunc(hits, func(h Hit) bool { return h.Sure }); sure >= 0 {
				e++
				alarms = append(alarms, fmt.Sprintf("error %s %q in %q", hits[sure].Rule, hits[sure].Value, text))
			} else {
				w++
				alarms = append(alarms, fmt.Sprintf("warning %s %q in %q", hits[0].Rule, hits[0].Value, text))
			}
		}
		total, errors, warnings = total+len(g.names), errors+e, warnings+w
		t.Logf("%s: %d sentences, %d with an error, %d with a warning\n%s", g.name, len(g.names), e, w, strings.Join(alarms, "\n"))
		if share(e, len(g.names)) > 0.1 {
			t.Errorf("%s: %d of %d sentences have an error", g.name, e, len(g.names))
		}
	}
	t.Logf("%d sentences: %d with an error, %d with a warning", total, errors, warnings)
}

// TestMissed tries, for each kind of name that is easily missed, sentences that have one.
func TestMissed(t *testing.T) {
	all, total := 0, 0
	for _, g := range headed(t, "testdata/missed.txt") {
		labels, found := 0, 0
		var missed []string
		for i, body := range g.names {
			p := readPassage(t, passage{id: fmt.Sprint(g.name, i)}, body)
			hits := Scan(p.text)
			for _, l := range p.labels {
				labels++
				if slices.ContainsFunc(hits, func(h Hit) bool { return h.Kind.Identifies() && overlap(h, l) }) {
					found++
				} else {
					missed = append(missed, fmt.Sprintf("%q in %q", p.text[l.Start:l.End], p.text))
				}
			}
		}
		t.Logf("%s: %d of %d\n%s", g.name, found, labels, strings.Join(missed, "\n"))
		if share(found, labels) < 0.75 {
			t.Errorf("%s: %d of %d found", g.name, found, labels)
		}
		all, total = all+found, total+labels
	}
	if share(all, total) < 0.93 {
		t.Errorf("%d of %d found", all, total)
	}
}
