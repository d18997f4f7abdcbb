package casebook_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// TestAmbiguous: what the parser of Hugo reads otherwise is named by its kind; what looks like it and is read alike is not.
func TestAmbiguous(t *testing.T) {
	for front, want := range map[string]string{
		"a: b\n---c\nd: e": casebook.Dashes, "a: b\n ---c": "", "a: b\n...\nd: e": casebook.Document, "a: b...": "",
		"a: b\u2028c": string(casebook.LineSeparator), "a: 'b\u0085c'": string(casebook.LineSeparator), "a: b\u00a0c": "",
		"? a\n: b": casebook.Key, "{? a : b}": casebook.Key, ": b": casebook.Key, "[a]: b": casebook.Key, "{a:*b}": casebook.Key, "a: Wat?\nb: c": "", "'a b': c": "", "{'a'\n: b}": casebook.Key,
		"{a: b\n  c}": casebook.Flow, "{a: 'b\n  c'}": "", "a: b\n  c": "", "a:\n |\n  b": casebook.Header, "a: # b\n|\n  c": casebook.Header, "a: | # b\n  c": "",
		"a: |\n\n\"b\": c": "empty-block", "a: |\n\nb: c": "", "a: b\nA: c": string(casebook.DuplicateKey), "a: ! b": string(casebook.Tag),
	} {
		got := ""
		if problems := casebook.Parse("x.md", []byte("---\n"+front+"\n---\n")).Problems; len(problems) > 0 {
			got = string(problems[0].Kind)
			if problems[0].Kind == casebook.Ambiguous {
				got = problems[0].Detail
			}
		}
		if got != want {
			t.Errorf("%q is %q, want %q", front, got, want)
		}
	}
}
