package rules_test

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/hostile"
)

// megabyte is a little less than the largest dilemma, so that what stands around a text fits too.
const megabyte = 1<<20 - 4096

// where says where in a file a hostile text stands, and what is done with that file.
type where struct {
	name string
	file func(text []byte) []byte
	work func(c *rules.Checker, file []byte) []finding.Finding
}

func check(c *rules.Checker, file []byte) []finding.Finding { return c.Text(dilemmaFile, file) }

var wheres = []where{
	{"body", func(text []byte) []byte { return slices.Concat([]byte(concept), text, []byte("\n")) }, check},
	{"front matter", func(text []byte) []byte { return slices.Concat([]byte("---\ntitle: x\n"), text, []byte("\n---\n")) }, check},
	{"block", func(text []byte) []byte {
		return slices.Concat([]byte("---\ntitle: x\ndraft: true\ncanvas:\n  kennismaken:\n    waarom_nu: x\n    dilemma: |\n      "), bytes.ReplaceAll(text, []byte("\n"), []byte("\n      ")), []byte("\n---\n"))
	}, check},
	{"quotes", func(text []byte) []byte {
		return slices.Concat([]byte("---\ntitle: "), strconv.AppendQuote(nil, string(text)), []byte("\ndraft: true\ncanvas:\n  kennismaken:\n    waarom_nu: x\n    dilemma: x\n---\n"))
	}, check},
	{"key", func(text []byte) []byte {
		return slices.Concat([]byte("---\n"), strconv.AppendQuote(nil, string(text)), []byte(": x\n---\n"))
	}, check},
	{"attachment", slices.Clone[[]byte], func(c *rules.Checker, file []byte) []finding.Finding { return c.Scan("bijlage.txt", file) }},
}

// TestBounded searches some of the worst texts of a megabyte, each in a process of its own: time and memory have a limit.
func TestBounded(t *testing.T) {
	texts := map[string]string{
		"mail addresses in one line of JSON": `[{"id":%d,"mail":"balie%d@voorbeeld.nl"},`,
		"people in a table":                  "Fatima,Yilmaz,%d,123456782,fatima%d@voorbeeld.nl\n",
		"at signs":                           "a@",
		"links that are not closed":          "[a](",
		"emphasis in paragraphs":             "_*\n\n",
		"lines of a list":                    "- ,\n",
		"births and addresses":               "gb 1.2.3.4 ",
		"signs that nobody sees":             "a\u200b",
		"notes without a text":               "[^a%d] ",
		"keys behind hard spaces":            "\u00a0\u00a0k%d: \"x\n",
		"texts that a # cuts off":            "k%d: a #b\n",
		"names":                              "Kees, Jan, ",
		"the cells of a table":               "\n| naam |\n|---|\n| Jan |",
		"one long sentence":                  "Een WOO-verzoek van (ABC%d) ten behoeve van ",
	}
	for name, text := range texts {
		for _, w := range wheres {
			if testing.Short() && w.name != "body" {
				continue
			}
			t.Run(name+" in "+w.name, func(t *testing.T) {
				bound.Check(t, w.file(hostile.Repeat(text, megabyte)), func(data []byte) { w.work(checkerOf(book(concept, nil)), data) })
			})
		}
	}
}

// TestFixBounded corrects some of the worst front matter of a megabyte.
func TestFixBounded(t *testing.T) {
	for name, text := range map[string]string{"keys": "titel%d: x \n", "comments": "# a \n", "spaces": "a \n", "returns": "a\r\n"} {
		t.Run(name, func(t *testing.T) {
			bound.Check(t, slices.Concat([]byte("---\ntitle: x\n"), hostile.Repeat(text, megabyte), []byte("\n---\n"), hostile.Repeat("tekst \n", 1000)), func(data []byte) {
				checkerOf(book(concept, nil)).Fix(dilemmaFile, data)
			})
		})
	}
}

// TestBoundedCases tries some of all cases at a megabyte; BenchmarkHostile tries them all.
func TestBoundedCases(t *testing.T) {
	every := 9973
	if testing.Short() {
		every = 29_989
	}
	c := checkerOf(book(concept, nil))
	c.Text(dilemmaFile, []byte(concept)) // which reads the lists
	n := 0
	eachCase(func(w where, one hostile.Case) {
		if n++; n%every == 0 {
			file := w.file(one.Text(megabyte))
			bound.Within(t, w.name+"/"+one.Name, func() { w.work(c, file) })
		}
	})
	if n < 50_000 {
		t.Errorf("only %d cases", n)
	}
}

func eachCase(try func(where, hostile.Case)) {
	for _, one := range hostile.Cases() {
		for _, w := range wheres {
			try(w, one)
		}
	}
}

// BenchmarkHostile tries all texts in all places, a megabyte of each token and 64 kB of each pair of tokens, and prints the worst. It takes hours;
// -bench 'Hostile/body' or 'Hostile/.*/yaml' tries a part. One process, one core:
//
//	GOMAXPROCS=1 go test ./tools/check/rules -run '^$' -bench Hostile -benchtime 1x -timeout 0
func BenchmarkHostile(b *testing.B) {
	type result struct {
		took time.Duration
		name string
	}
	c := checkerOf(book(concept, nil))
	c.Text(dilemmaFile, []byte(concept))
	for _, w := range wheres {
		b.Run(w.name, func(b *testing.B) {
			for grammar, cases := range hostile.Grammars() {
				b.Run(grammar, func(b *testing.B) {
					var results []result
					for b.Loop() {
						for _, one := range cases {
							size := megabyte
							if one.Pair {
								size = 64 << 10
							}
							file := w.file(one.Text(size))
							results = append(results, result{bound.Took(func() { w.work(c, file) }), one.Name})
						}
					}
					slices.SortFunc(results, func(x, y result) int { return int(y.took - x.took) })
					for _, r := range results[:min(len(results), 5)] {
						fmt.Printf("%8.0f ms  %s\n", r.took.Seconds()*1000, r.name)
					}
				})
			}
		})
	}
}

// TestTooMuch: a file that is too much to search gets an error at the place where the search stopped, keeps what was found before, and holds up no
// other file.
func TestTooMuch(t *testing.T) {
	name := "mevrouw Zjoekowska belt. "
	for what, text := range map[string]string{
		"text":     name + strings.Repeat("gb 1.2.3.4 ", 90_000),
		"markdown": name + strings.Repeat("_*", 100_000),
	} {
		found := run(t, book(concept+text, map[string]string{"content/dilemmas/b.md": concept + name}), "content/dilemmas")
		has := func(rule, file string) bool {
			return slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Rule == rule && f.File == file && f.Severity == finding.Error })
		}
		if !has("file/too-much", dilemmaFile) || !has("personal/naam", dilemmaFile) || !has("personal/naam", "content/dilemmas/b.md") {
			t.Errorf("%s: not all is reported", what)
		}
		for _, f := range found {
			if f.Rule == "file/too-much" && (f.Start < len(concept) || f.End != len(concept)+len(text)) {
				t.Errorf("%s: stopped at %d-%d of %d", what, f.Start, f.End, len(concept)+len(text))
			}
		}
	}
}

// TestTooMany: of each severity a file has at most a thousand findings, and one that counts the rest.
func TestTooMany(t *testing.T) {
	text := strings.Repeat("mevrouw Zjoekowska belt.\n\n", 1500)
	found := run(t, book(concept+text, nil), dilemmaFile)
	last := found[len(found)-1]
	if n := finding.Count(found, finding.Error); n != 1001 {
		t.Errorf("%d errors", n)
	}
	more := slices.IndexFunc(found, func(f finding.Finding) bool { return f.Rule == "file/too-many" })
	if more < 0 || found[more].Severity != finding.Error || !strings.Contains(found[more].Message, "500") {
		t.Errorf("nothing counts the rest: %+v", last)
	}
}
