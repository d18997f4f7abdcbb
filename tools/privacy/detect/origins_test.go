package detect

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// group is the names of people with one origin.
type group struct {
	name  string
	names []string
}

// readGroups reads a file with lines in groups, each below a line "== group". ⏎ is the end of a line in them.
func readGroups(tb testing.TB, name string) (all []group) {
	tb.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		switch head, ok := strings.CutPrefix(line, "== "); {
		case ok:
			all = append(all, group{name: head})
		case line == "" || strings.HasPrefix(line, "#"):
		default:
			g := &all[len(all)-1]
			g.names = append(g.names, strings.ReplaceAll(line, "⏎", "\n"))
		}
	}
	return all
}

// treatment is how often a name of a group is found in the sentences, of how many, and is an error.
type treatment struct {
	of, touched, covered, sure int
	missed                     []string
}

// treat tries each name of a group in each sentence, in which the place of a name is X, or x when the sentence is in small letters.
func treat(names, sentences []string, form func(string) string, place string) (t treatment) {
	for _, name := range names {
		name = form(name)
		for _, sentence := range sentences {
			before, after, _ := strings.Cut(sentence, place)
			text := before + name + after
			l := Hit{Start: len(before), End: len(before) + len(name)}
			found := slices.DeleteFunc(Scan(text), func(h Hit) bool { return h.Kind != Name || !overlap(h, l) })
			t.of++
			if len(found) > 0 {
				t.touched++
			}
			if covers(found, text, l) {
				t.covered++
			}
			if slices.ContainsFunc(found, func(h Hit) bool { return h.Sure }) {
				t.sure++
			} else {
				t.missed = append(t.missed, fmt.Sprintf("%q %d", text, len(found)))
			}
		}
	}
	return t
}

// forms are the ways in which the sentences of frames.txt write names, by the head of their group.
var forms = map[string]struct {
	form  func(string) string
	place string
}{
	"gewoon": {func(s string) string { return s }, "X"},
	"klein":  {strings.ToLower, "x"},
	"groot":  {strings.ToUpper, "X"},
}

// TestEqualTreatment holds the search to finding the full name of a person as an error in a plain sentence, wherever the name comes from: in every group of
// origins.txt nearly always, and in none more than four in a hundred less often than in another.
func TestEqualTreatment(t *testing.T) {
	for _, frames := range readGroups(t, "testdata/frames.txt") {
		if frames.name != "gewoon" {
			continue
		}
		least, most := 1.0, 0.0
		for _, g := range readGroups(t, "testdata/origins.txt") {
			f := forms[frames.name]
			r := treat(g.names, frames.names, f.form, f.place)
			rate := share(r.sure, r.of)
			least, most = min(least, rate), max(most, rate)
			if rate < 0.95 {
				t.Errorf("%s: %.3f is an error, want 0.95", g.name, rate)
				t.Logf("%s", strings.Join(r.missed[:min(len(r.missed), 40)], "\n"))
			}
		}
		if most-least > 0.04 {
			t.Errorf("from %.3f to %.3f, want at most 0.04 between two groups", least, most)
		}
	}
}

// go test ./tools/privacy/detect -run '^$' -bench Origins prints how often a full name is found, for each group of names and form of the sentences.
func BenchmarkOrigins(b *testing.B) {
	for b.Loop() {
		for _, frames := range readGroups(b, "testdata/frames.txt") {
			fmt.Printf("\n%-28s %8s %8s %8s\n", frames.name, "touched", "covered", "error")
			for _, g := range readGroups(b, "testdata/origins.txt") {
				f := forms[frames.name]
				r := treat(g.names, frames.names, f.form, f.place)
				fmt.Printf("%-28s %8.3f %8.3f %8.3f\n", g.name, share(r.touched, r.of), share(r.covered, r.of), share(r.sure, r.of))
			}
		}
	}
}
