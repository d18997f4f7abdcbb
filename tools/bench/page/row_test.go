package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const sample = `# Figures

| what | figure | at most | benchmark | commit |
|---|---|---|---|---|
| a book | 9 | 2.5 | ` + "`tools/check/rules Book/1000 x/decode`" + ` | old |
| the same, each | | | ` + "`tools/check/rules Book/1000 µs/dilemma`" + ` | |
| a large one | 7 | | ` + "`LARGE=1 PEER tools/check/rules Book/10000 x/decode`" + ` | old |
| one file | 8 | 5 | ` + "`cmd/dilemma CheckOneFile x/hello`" + ` | old |
| by hand | 1 | 2 | no benchmark | old |
`

const printed = `goos: linux
BenchmarkBook/1000-2         	       3	 512345 ns/op	         2.4449 x/decode	       312.6 µs/dilemma
BenchmarkBook/10000-2        	       3	 512345 ns/op	         2.1 x/decode
PASS
`

func TestRuns(t *testing.T) {
	all := runs(sample, regexp.MustCompile(""))
	want := []run{{"", "tools/check/rules", "Book/1000"}, {"LARGE=1 PEER", "tools/check/rules", "Book/10000"}, {"", "cmd/dilemma", "CheckOneFile"}}
	if !slices.Equal(all, want) {
		t.Fatalf("%+v", all)
	}
	if got := all[1].pattern(); got != "^BenchmarkBook$/^10000$" {
		t.Error(got)
	}
	if got := all[1].missing(func(name string) (string, bool) { return "", name == "HOME" }); got != "PEER" {
		t.Errorf("missing: %q", got)
	}
	if got := runs(sample, regexp.MustCompile("One")); len(got) != 1 {
		t.Error(got)
	}
}

// What was measured is written, and nothing else changes.
func TestFill(t *testing.T) {
	filled, missing := fill(sample, run{"", "tools/check/rules", "Book/1000"}, measured([]byte(printed)), "new")
	want := strings.Replace(sample, "x/decode` | old |", "x/decode` | new |", 1)
	want = strings.NewReplacer("| a book | 9 |", "| a book | 2.44 |", "| the same, each | |", "| the same, each | 313 |", "µs/dilemma` | |", "µs/dilemma` | new |").Replace(want)
	if filled != want || len(missing) > 0 {
		t.Errorf("%v\n%s", missing, filled)
	}
	if filled, missing := fill(sample, run{"", "cmd/dilemma", "CheckOneFile"}, measured([]byte(printed)), "new"); filled != sample || len(missing) != 1 {
		t.Errorf("%v\n%s", missing, filled)
	}
}

// Each row of the page names a benchmark that is there.
func TestPage(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(page)))
	if err != nil {
		t.Fatal(err)
	}
	all := runs(string(text), regexp.MustCompile(""))
	if len(all) == 0 {
		t.Fatal("no rows")
	}
	for _, r := range all {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(r.pkg), "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		name, _, _ := strings.Cut(r.benchmark, "/")
		if !slices.ContainsFunc(files, func(file string) bool {
			source, err := os.ReadFile(file)
			return err == nil && strings.Contains(string(source), "\nfunc Benchmark"+name+"(")
		}) {
			t.Errorf("%s has no Benchmark%s", r.pkg, name)
		}
	}
}
