package detect

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// passage is one labelled text of the corpus.
type passage struct {
	id     string
	clean  bool
	text   string
	labels []Hit // Kind, Start, End
}

var labelled = regexp.MustCompile(`⟦([a-z-]+)\|([^⟧]*)⟧`)

// readFile returns the content of a file.
func readFile(tb testing.TB, name string) string {
	tb.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

func corpus(tb testing.TB, file string) []passage {
	tb.Helper()
	var all []passage
	for _, part := range strings.Split("\n"+readFile(tb, filepath.Join("testdata", "corpus", file)), "\n== ")[1:] {
		head, body, _ := strings.Cut(part, "\n")
		id, clean, _ := strings.Cut(head, " ")
		all = append(all, readPassage(tb, passage{id: id, clean: clean == "clean"}, strings.TrimSpace(body)))
	}
	return all
}

// readPassage fills a passage with a text that has labels.
func readPassage(tb testing.TB, p passage, body string) passage {
	tb.Helper()
	last := 0
	for _, m := range labelled.FindAllStringSubmatchIndex(body, -1) {
		p.text += body[last:m[0]]
		kind := Kind(body[m[2]:m[3]])
		if !slices.Contains(Kinds, kind) || p.clean && kind.Identifies() {
			tb.Fatalf("%s: label %q", p.id, kind)
		}
		start := len(p.text)
		p.text += body[m[4]:m[5]]
		p.labels = append(p.labels, Hit{Kind: kind, Start: start, End: len(p.text)})
		last = m[1]
	}
	p.text += body[last:]
	if strings.ContainsAny(p.text, "⟦⟧") {
		tb.Fatalf("%s: a bracket that belongs to no label", p.id)
	}
	return p
}

// score is how often the scan was right.
type score struct {
	labels, touched, covered int // of the values that there are
	hits, right              int // of the values that were found
}

type result struct {
	kinds                           map[Kind]*score
	all                             score // of the kinds that identify
	passages, caught                int   // passages with identifying values, and those of which every one was covered
	clean, cleanError, cleanWarning int
	missed, short, alarms           []string
}

func overlap(a, b Hit) bool { return a.Start < b.End && b.Start < a.End }

// covers reports whether the hits together hold every byte of a label that is not white space.
func covers(hits []Hit, text string, l Hit) bool {
	for i := l.Start; i < l.End; i++ {
		if text[i] > ' ' && !slices.ContainsFunc(hits, func(h Hit) bool { return h.Start <= i && i < h.End }) {
			return false
		}
	}
	return true
}

func measure(passages []passage) *result {
	r := &result{kinds: map[Kind]*score{}}
	for _, k := range Kinds {
		r.kinds[k] = &score{}
	}
	for _, p := range passages {
		hits := Scan(p.text)
		identifying := slices.DeleteFunc(slices.Clone(hits), func(h Hit) bool { return !h.Kind.Identifies() })
		if p.clean {
			r.clean++
			if len(identifying) > 0 {
				r.cleanWarning++
				if slices.ContainsFunc(identifying, func(h Hit) bool { return h.Sure }) {
					r.cleanError++
				}
			}
			for _, h := range identifying {
				r.alarms = append(r.alarms, fmt.Sprintf("%s %s %v %s: %q", p.id, h.Kind, h.Sure, h.Rule, p.text[h.Start:h.End]))
			}
		}
		whole, some := true, false
		for _, l := range p.labels {
			found := identifying
			if !l.Kind.Identifies() {
				found = hits
			}
			scores := []*score{r.kinds[l.Kind]}
			if l.Kind.Identifies() {
				scores = append(scores, &r.all)
				some = true
			}
			touched := slices.ContainsFunc(found, func(h Hit) bool { return overlap(h, l) })
			covered := covers(found, p.text, l)
			whole = whole && (covered || !l.Kind.Identifies())
			for _, s := range scores {
				s.labels++
				if touched {
					s.touched++
				}
				if covered {
					s.covered++
				}
			}
			if l.Kind.Identifies() && !touched {
				r.missed = append(r.missed, fmt.Sprintf("%s %s: %q in %q", p.id, l.Kind, p.text[l.Start:l.End], p.text[max(0, l.Start-30):min(len(p.text), l.End+20)]))
			} else if l.Kind.Identifies() && !covered {
				r.short = append(r.short, fmt.Sprintf("%s %s: %q", p.id, l.Kind, p.text[l.Start:l.End]))
			}
		}
		if some {
			r.passages++
			if whole {
				r.caught++
			}
		}
		for _, h := range hits {
			scores := []*score{r.kinds[h.Kind]}
			if h.Kind.Identifies() {
				scores = append(scores, &r.all)
			}
			right := slices.ContainsFunc(p.labels, func(l Hit) bool { return overlap(h, l) && l.Kind.Identifies() == h.Kind.Identifies() })
			for _, s := range scores {
				s.hits++
				if right {
					s.right++
				}
			}
			if !right && !p.clean && h.Kind.Identifies() {
				r.alarms = append(r.alarms, fmt.Sprintf("%s %s %v %s: %q (not a clean passage)", p.id, h.Kind, h.Sure, h.Rule, p.text[h.Start:h.End]))
			}
		}
	}
	return r
}

func share(n, of int) float64 { return float64(n) / float64(max(of, 1)) }

func (r *result) String() string {
	var b strings.Builder
	line := func(name string, s *score) {
		fmt.Fprintf(&b, "%-16s %5d  %7.3f  %7.3f  %9.3f\n", name, s.labels, share(s.touched, s.labels), share(s.covered, s.labels), share(s.right, s.hits))
	}
	fmt.Fprintf(&b, "%-16s %5s  %7s  %7s  %9s\n", "kind", "n", "touched", "covered", "precision")
	line("identifying", &r.all)
	for _, k := range slices.SortedFunc(slices.Values(Kinds), func(a, b Kind) int { return cmp.Compare(slices.Index(Kinds, a), slices.Index(Kinds, b)) }) {
		line(string(k), r.kinds[k])
	}
	fmt.Fprintf(&b, "passages found whole: %d of %d\n", r.caught, r.passages)
	fmt.Fprintf(&b, "clean passages: %d, with an error %d, with an error or a warning %d\n", r.clean, r.cleanError, r.cleanWarning)
	return b.String()
}

// bounds are what the search must keep to on one part of the corpus.
type bounds struct {
	touched, covered           float64 // of all identifying values
	nameTouched, nameCovered   float64
	withoutError, withoutAlarm float64 // of the clean passages
}

// parts of the corpus. The aim on the part set aside is 0.97 and 0.95 for all values and for the names, and 0.95 and 0.85 for the clean
// passages; the bounds are what is reached, so that nothing gets worse unseen. The parts c and d hold the hardest cases on purpose.
var parts = map[string]bounds{
	"a.txt":      {0.975, 0.97, 0.97, 0.97, 0.99, 0.94},
	"b.txt":      {0.98, 0.97, 0.98, 0.96, 0.99, 0.96},
	"c.txt":      {0.96, 0.94, 0.96, 0.94, 0.96, 0.55},
	"d.txt":      {0.95, 0.93, 0.95, 0.92, 0.94, 0.69},
	"e.txt":      {0.97, 0.96, 0.96, 0.96, 0.99, 0.99},
	"f.txt":      {0.96, 0.95, 0.95, 0.94, 0.99, 0.83},
	"g.txt":      {0.94, 0.91, 0.94, 0.91, 0.87, 0.43},
	"h.txt":      {0.94, 0.93, 0.94, 0.93, 0.91, 0.49},
	"j.txt":      {0.93, 0.89, 0.93, 0.89, 0.89, 0.46},
	"i.txt":      {0.93, 0.9, 0.93, 0.9, 0.87, 0.5},
	"l.txt":      {0.95, 0.95, 0.94, 0.94, 0.99, 0.94},
	"k.txt":      {0.97, 0.93, 0.97, 0.93, 0.89, 0.37},
	"m.txt":      {0.96, 0.96, 0.96, 0.96, 0.73, 0},
	"n.txt":      {0.97, 0.97, 0.97, 0.97, 0.76, 0.13},
	"apart2.txt": {0.895, 0.86, 0.89, 0.86, 0.94, 0.29},
	"apart.txt":  {0.95, 0.94, 0.95, 0.94, 0.94, 0.78},
}

func TestCorpus(t *testing.T) {
	for _, file := range slices.Sorted(maps.Keys(parts)) {
		r := measure(corpus(t, file))
		name, least := r.kinds[Name], parts[file]
		for _, bound := range []struct {
			what          string
			have, atLeast float64
		}{
			{"of all values touched", share(r.all.touched, r.all.labels), least.touched},
			{"of all values covered", share(r.all.covered, r.all.labels), least.covered},
			{"of the names touched", share(name.touched, name.labels), least.nameTouched},
			{"of the names covered", share(name.covered, name.labels), least.nameCovered},
			{"of the clean passages without an error", 1 - share(r.cleanError, r.clean), least.withoutError},
			{"of the clean passages without a warning", 1 - share(r.cleanWarning, r.clean), least.withoutAlarm},
		} {
			if bound.have < bound.atLeast {
				t.Errorf("%s: %.3f %s, want %.2f", file, bound.have, bound.what, bound.atLeast)
			}
		}
		// What was missed, for whoever improves the rules; never of the part set aside.
		if !strings.HasPrefix(file, "apart") {
			t.Logf("%s\nMISSED\n%s\nTOO SHORT\n%s\nFALSE ALARMS\n%s", file, strings.Join(r.missed, "\n"), strings.Join(r.short, "\n"), strings.Join(r.alarms, "\n"))
		}
	}
}

// go test ./tools/privacy/detect -run '^$' -bench Corpus prints how good the search is, for each part of the corpus.
func BenchmarkCorpus(b *testing.B) {
	for _, file := range slices.Sorted(maps.Keys(parts)) {
		passages := corpus(b, file)
		b.Run(file, func(b *testing.B) {
			words := 0
			for _, p := range passages {
				words += len(strings.Fields(p.text))
			}
			b.ReportAllocs()
			for b.Loop() {
				for _, p := range passages {
					Scan(p.text)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(words)*60, "ns/60words")
			fmt.Printf("\n%s\n%s", file, measure(passages)) // the log of a benchmark is cut off after ten lines
		})
	}
}
