package detect

import (
	"bufio"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// worldFolder names the variable with the folder of the corpora of others. Each folder in it is one corpus. A file in columns, one token a line with the
// token before the label and the label last (B-PER, I-PER), as of CoNLL-2002 and WikiNEuRal, measures how many mentions of persons are found. A file .md or
// .txt measures false alarms. A file real.txt has one value a line that is a real person's in the texts of that folder, so that its alarm is no false one.
const worldFolder = "DILEMMA_WORLD"

// mention is the range of bytes of a person's name in an article.
type mention struct{ start, end int }

// document is a text with the mentions of persons in it.
type document struct {
	text   string
	people []mention
}

// columns reads a file in columns as articles. An empty line ends a sentence, and a line -DOCSTART- an article; where there are none, every sentence is an
// article.
func columns(b *testing.B, name string) []document {
	file, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	var all []document
	var text strings.Builder
	var a document
	documents, open, quoted, glue := false, false, false, true
	finish := func() {
		if text.Len() > 0 {
			a.text = text.String()
			all = append(all, a)
		}
		text.Reset()
		a, open, quoted, glue = document{}, false, false, true
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 {
			open = false
			if documents && text.Len() > 0 {
				text.WriteByte(' ')
				glue = true
			} else if !documents {
				finish()
			}
			continue
		}
		if fields[0] == "-DOCSTART-" {
			finish()
			documents = true
			continue
		}
		word, label := fields[0], fields[len(fields)-1]
		if len(fields) > 2 && strings.Trim(word, "0123456789") == "" && fields[1] != "Num" {
			word = fields[1] // the first column is a number
		}
		before := glue || strings.Contains(",.;:!?)]%", word) || word == "'s" || word == `"` && quoted
		if !before {
			text.WriteByte(' ')
		}
		start := text.Len()
		text.WriteString(word)
		switch glue = word == "(" || word == "["; word {
		case `"`:
			glue, quoted = !quoted, !quoted
		}
		switch {
		case label == "B-PER", label == "I-PER" && !open:
			a.people = append(a.people, mention{start, text.Len()})
			open = true
		case label == "I-PER":
			a.people[len(a.people)-1].end = text.Len()
		default:
			open = false
		}
	}
	if err := lines.Err(); err != nil {
		b.Fatal(err)
	}
	finish()
	return all
}

// tally counts mentions, and hits on names.
type tally struct {
	mentions, touched, covered, sure int
	hits, right                      int
	sureHits, sureRight              int
	missed, false                    []string
}

func (t *tally) add(a document) {
	var names []Hit
	for _, h := range Scan(a.text) {
		if h.Kind == Name {
			names = append(names, h)
		}
	}
	near := func(start, end int) string {
		return strings.ReplaceAll(a.text[max(0, start-50):start]+"⟦"+a.text[start:end]+"⟧"+a.text[end:min(len(a.text), end+40)], "\n", " ")
	}
	for _, m := range a.people {
		l := Hit{Start: m.start, End: m.end}
		t.mentions++
		found := slices.DeleteFunc(slices.Clone(names), func(h Hit) bool { return !overlap(h, l) })
		level := "missed"
		if len(found) > 0 {
			t.touched++
			level = "warning " + found[0].Rule
		}
		if covers(found, a.text, l) {
			t.covered++
		}
		if slices.ContainsFunc(found, func(h Hit) bool { return h.Sure }) {
			t.sure++
		} else {
			t.missed = append(t.missed, level+"\t"+near(m.start, m.end))
		}
	}
	for _, h := range names {
		right := slices.ContainsFunc(a.people, func(m mention) bool { return overlap(h, Hit{Start: m.start, End: m.end}) })
		t.hits++
		if right {
			t.right++
		}
		if h.Sure {
			t.sureHits++
			if right {
				t.sureRight++
			}
		}
		if !right {
			t.false = append(t.false, fmt.Sprintf("%v %s\t%s", h.Sure, h.Rule, near(h.Start, h.End)))
		}
	}
}

func (t *tally) String() string {
	f := func(p, r float64) float64 { return 2 * p * r / max(p+r, 1e-9) }
	all, one := share(t.right, t.hits), share(t.touched, t.mentions)
	sure, recall := share(t.sureRight, t.sureHits), share(t.sure, t.mentions)
	return fmt.Sprintf("%d mentions: touched %.3f, covered %.3f, precision %.3f, F %.3f; as an error: recall %.3f, precision %.3f, F %.3f",
		t.mentions, one, share(t.covered, t.mentions), all, f(all, one), recall, sure, f(sure, recall))
}

// go test ./tools/privacy/detect -run '^$' -bench World -benchtime 1x prints, for each corpus in the folder that DILEMMA_WORLD names, how good the search
// is on it. DILEMMA_WORLD_OUT names a folder that gets what was missed and what was wrong. CONTRIBUTING.md tells which corpora and where they are.
func BenchmarkWorld(b *testing.B) {
	folder := os.Getenv(worldFolder)
	if folder == "" {
		b.Skip(worldFolder + " names no folder with corpora")
	}
	var files []string
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	plain := map[string][]string{} // the texts without labels, by their corpus
	for _, name := range files {
		short, _ := filepath.Rel(folder, name)
		switch ext := filepath.Ext(name); {
		case filepath.Base(name) == "real.txt":
		case ext == ".md" || ext == ".txt":
			corpus, _, _ := strings.Cut(filepath.ToSlash(short), "/")
			plain[corpus] = append(plain[corpus], name)
		default:
			articles := columns(b, name)
			b.Run(short, func(b *testing.B) {
				var t tally
				for b.Loop() {
					t = tally{}
					for _, a := range articles {
						t.add(a)
					}
				}
				fmt.Printf("\n%s: %s\n", short, &t)
				report(b, short+".missed", t.missed)
				report(b, short+".false", t.false)
			})
		}
	}
	for _, corpus := range slices.Sorted(func(yield func(string) bool) {
		for c := range plain {
			if !yield(c) {
				return
			}
		}
	}) {
		b.Run(corpus, func(b *testing.B) {
			data, _ := os.ReadFile(filepath.Join(folder, corpus, "real.txt"))
			real := map[string]bool{}
			for line := range strings.Lines(string(data)) {
				real[strings.TrimSpace(line)] = true
			}
			for b.Loop() {
				falseAlarms(b, corpus, plain[corpus], real)
			}
		})
	}
}

// falseAlarms prints how many alarms there are in texts without personal data, by kind.
func falseAlarms(b *testing.B, corpus string, files []string, real map[string]bool) {
	words := 0
	errors, warnings, people := map[Kind]int{}, map[Kind]int{}, 0
	var alarms []string
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		text := string(data)
		words += len(strings.Fields(text))
		for _, h := range Scan(text) {
			switch {
			case !h.Kind.Identifies():
				continue
			case real[h.Value]:
				people++
				continue
			case h.Sure:
				errors[h.Kind]++
			default:
				warnings[h.Kind]++
			}
			alarms = append(alarms, fmt.Sprintf("%v %s %s\t%s\t%q", h.Sure, h.Kind, h.Rule, h.Value, text[max(0, h.Start-60):min(len(text), h.End+40)]))
		}
	}
	rate := func(n int) float64 { return float64(n) * 1000 / float64(max(words, 1)) }
	sum := func(m map[Kind]int) (n int) {
		for _, v := range m {
			n += v
		}
		return n
	}
	fmt.Printf("\n%s: %d words, per 1,000 words: %.2f errors, %.2f warnings; %d alarms on real people\n", corpus, words, rate(sum(errors)), rate(sum(warnings)), people)
	for _, k := range slices.SortedFunc(slices.Values(Kinds), func(a, b Kind) int { return cmp.Compare(errors[b], errors[a]) }) {
		if errors[k]+warnings[k] > 0 {
			fmt.Printf("  %-14s %.2f errors (%d), %.2f warnings (%d)\n", k, rate(errors[k]), errors[k], rate(warnings[k]), warnings[k])
		}
	}
	report(b, corpus+".alarms", alarms)
}

// report writes lines to a file of the folder that DILEMMA_WORLD_OUT names, if any.
func report(b *testing.B, name string, lines []string) {
	folder := os.Getenv("DILEMMA_WORLD_OUT")
	if folder == "" {
		return
	}
	name = filepath.Join(folder, strings.ReplaceAll(filepath.ToSlash(name), "/", "-"))
	if err := os.WriteFile(name, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		b.Fatal(err)
	}
}
