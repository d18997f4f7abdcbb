// Package hostile makes texts that are as bad as can be for a program that searches or parses them: it repeats each token of each grammar that a
// dilemma or an attachment may be written in, in every arrangement that makes a parser look far back or ahead. Tests do their work on them, and hold
// it to a limit. The personal data in them is made up.
package hostile

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Case is one text of any size.
type Case struct {
	Name string // the grammar, a slash, and what is repeated
	Pair bool   // whether it is one of the many pairs of tokens
	make func(size int) []byte
}

// Text returns the text of the case, of about as many bytes.
func (c Case) Text(size int) []byte { return c.make(size) }

// arrangement says how a token is repeated. before and after stand around all of it, and between between two of them.
type arrangement struct{ name, before, between, after string }

var arrangements = []arrangement{
	{"in a row", "", "", ""},
	{"with spaces", "", " ", ""},
	{"with commas", "", ", ", ""},
	{"on lines", "", "\n", ""},
	{"in paragraphs", "", "\n\n", ""},
	{"in a word", "a", "a", "a"},
	{"in a table", "| a | b |\n|---|---|\n| ", " | ", " |\n"},
	{"in rows of a table", "| naam | bsn |\n|---|---|\n| ", " | x |\n| ", " |\n"},
	{"in JSON", `[{"naam":"`, `"},{"naam":"`, `"}]`},
	{"in quotes", `"`, `", "`, `"`},
	{"in a list", "- ", "\n- ", "\n"},
}

// repeat repeats a token up to a size. A %d in it becomes a number that is another each time.
func (a arrangement) repeat(token string, size int) []byte {
	b := make([]byte, 0, size+len(token)+len(a.before)+len(a.after)+20)
	b = append(b, a.before...)
	parts := strings.Split(token, "%d")
	for i := 0; len(b) < size; i++ {
		if i > 0 {
			b = append(b, a.between...)
		}
		for j, part := range parts {
			if j > 0 {
				b = strconv.AppendInt(b, int64(i), 10)
			}
			b = append(b, part...)
		}
	}
	return append(b, a.after...)
}

// Repeat repeats a token up to a size. A %d in it becomes a number that is another each time.
func Repeat(token string, size int) []byte { return arrangements[0].repeat(token, size) }

// Grammars returns the cases by their grammar.
func Grammars() map[string][]Case {
	all := map[string][]Case{}
	for _, c := range Cases() {
		grammar, _, _ := strings.Cut(c.Name, "/")
		all[grammar] = append(all[grammar], c)
	}
	return all
}

// Cases returns the texts: each token in each arrangement, all pairs of the tokens of one grammar, and brackets that are opened only, or opened and
// closed.
func Cases() []Case {
	var all []Case
	for _, g := range grammars {
		for _, token := range g.tokens {
			for _, a := range arrangements {
				all = append(all, Case{g.name + "/" + strconv.Quote(token) + " " + a.name, false, func(size int) []byte { return a.repeat(token, size) }})
			}
		}
		for i, first := range g.tokens {
			for j, second := range g.tokens {
				if i != j {
					token := first + second
					all = append(all, Case{g.name + "/" + strconv.Quote(token) + " pair", true, func(size int) []byte { return arrangements[0].repeat(token, size) }})
				}
			}
		}
	}
	for _, b := range brackets {
		for _, between := range []string{"", "a", " ", "\n"} {
			name := fmt.Sprintf("brackets/%q %q", b.open+between, b.shut)
			all = append(all, Case{name + " nested", false, func(size int) []byte {
				n := size / (len(b.open) + len(between) + len(b.shut))
				return []byte(strings.Repeat(b.open+between, n) + "a" + strings.Repeat(b.shut, n))
			}}, Case{name + " half nested", false, func(size int) []byte {
				n := size / (2*len(b.open) + 2*len(between) + len(b.shut))
				return []byte(strings.Repeat(b.open+between, 2*n) + "a" + strings.Repeat(b.shut, n))
			}}, Case{name + " shut first", false, func(size int) []byte {
				n := size / (len(b.open) + len(between) + len(b.shut))
				return []byte(strings.Repeat(b.shut, n) + "a" + strings.Repeat(b.open+between, n))
			}})
		}
	}
	for _, line := range deeper {
		all = append(all, Case{"deeper/" + strconv.Quote(line), false, func(size int) []byte {
			var b []byte
			for depth := 0; len(b) < size; depth++ { // each line a step deeper
				b = append(append(append(b, strings.Repeat(" ", depth)...), line...), '\n')
			}
			return b
		}}, Case{"longer/" + strconv.Quote(line), false, func(size int) []byte {
			var b []byte
			for n := 1; len(b) < size; n++ { // each line a token longer
				b = append(append(b, strings.Repeat(line, n)...), '\n')
			}
			return b
		}})
	}
	for _, name := range slices.Sorted(maps.Keys(halves)) {
		half := halves[name]
		all = append(all, Case{"halves/" + name, false, func(size int) []byte {
			return append(arrangements[0].repeat(half[0], size/2), arrangements[0].repeat(half[1], size/2)...)
		}})
	}
	return all
}

// brackets are what one grammar or other opens and closes.
var brackets = []struct{ open, shut string }{
	{"[", "]"}, {"![", "]"}, {"[a](", ")"}, {"[", "](a)"}, {"![", "](a)"}, {"(", ")"}, {"{", "}"}, {"<", ">"}, {"<a>", "</a>"}, {"<div>", "</div>"}, {"<!--", "-->"}, {"*", "*"}, {"**", "**"},
	{"*a **b", "**"}, {"_", "_"}, {"~~", "~~"}, {"`", "`"}, {"\"", "\""}, {"{a: ", "}"}, {"[{", "}]"}, {"{{<", ">}}"}, {"{{%", "%}}"}, {`{"a":`, "}"}, {`[["a",`, "]]"},
	{"> ", ""}, {"- ", ""}, {"1. ", ""}, {"* > ", ""}, {"? ", ""}, {"- - a: ", ""}, {"!!a ", ""}, {"&a ", ""}, {"a: ", ""},
}

// deeper are begins of lines that may stand deeper than the line before.
var deeper = []string{"- a", "a:", "- a:", "> a", "1. a", "* a", "a", "|", "<b>", "`", "*", "[a]", "#", "-", "&a", "? a", "Jan"}

// halves are texts of which the first half makes the second one expensive.
var halves = map[string][2]string{
	"definitions and links":       {"[a%d]: /b\n", "[a%d]"},
	"definitions and one link":    {"[a%d]: /b\n", "[a1]"},
	"footnotes":                   {"[^%d]: a\n", "[^%d]"},
	"anchors and aliases":         {"- &a%d a\n", "- *a%d\n"},
	"openers and closers":         {"*a ", " b*"},
	"two kinds of openers":        {"*a _b ", "c* d_ "},
	"backticks of every length":   {"`a``b```c````d", "`a``b```c````d"},
	"names and their words":       {"mevrouw Zjoekowska%d belt. ", "Zjoekowska%d "},
	"names and other words":       {"de heer Jan Bakker. ", "Bakkers "},
	"lines and a long line":       {"a\n", "a"},
	"a heading and cells":         {"| bsn |\n|---|\n", "| 123456782 |\n"},
	"cells in one heading":        {"| naam ", "| Jan "},
	"given names, then surnames":  {"Jan, ", "de Vries, "},
	"open quotes, then closed":    {"\"a ", "a\" "},
	"a link that is opened":       {"[a](<b", "c>) "},
	"titles of links":             {"[a](b \"", "\\\""},
	"a tag with attributes":       {"<a b=\"c\" ", "d='e' "},
	"processing instructions":     {"<?a ", "<!A "},
	"entities and their end":      {"&a", ";"},
	"escapes and their character": {`\`, `\*`},
}
