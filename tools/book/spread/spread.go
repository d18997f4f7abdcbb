// Package spread counts how far the dilemmas of a book lie apart: in what they end in, how many players and choices they weigh, how long they are, and
// how much of their wording they share. A collection of which every dilemma has the same form teaches that form. The package judges nothing: what is
// wide enough, the test of the book's own dilemmas says.
package spread

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// Case is what is counted of one dilemma.
type Case struct {
	Slug, Provenance, Layer, Outcome string
	Themes, Grounds                  []string
	// Players and Options are the entries of the tables with those roles.
	Players, Options int
	// Words are those of the canvas and the story; Sentences and Syllables likewise.
	Words, Sentences, Syllables int
	// Headings are those in the story.
	Headings int
	// Commentaries, WhatIfs and Sources stand beside the canvas.
	Commentaries, WhatIfs, Sources int
	// English is the number of words of the summary in English.
	English int
	// Openings are the first words of every text of the canvas and every sentence of the story, in small letters.
	Openings []string
	// Last is the last sentence of the story.
	Last string

	runs map[string]bool // every run of runLength words, in small letters
}

// WordsPerSentence is the mean length of a sentence.
func (c *Case) WordsPerSentence() float64 { return float64(c.Words) / float64(max(c.Sentences, 1)) }

// ReadingEase is the score of Flesch-Douma: 206.84 − 77 × syllables a word − 0.93 × words a sentence. 60 to 70 is normal, above 80 easy
// (https://dbnl.org/tekst/_taa014197701_01/_taa014197701_01_0089.php). Syllables are counted as groups of vowels, which is near enough for a mean.
func (c *Case) ReadingEase() float64 {
	return 206.84 - 77*float64(c.Syllables)/float64(max(c.Words, 1)) - 0.93*c.WordsPerSentence()
}

// runLength is how many words in a row are compared. Five words also occur together by chance.
const runLength = 6

// Shared is a run of words that stands in more than one dilemma.
type Shared struct {
	Words string
	Slugs []string // sorted
}

// Read counts every published dilemma of a book that stands, sorted by slug.
func Read(book *casebook.Book, def *canvas.Definition) []*Case {
	var all []*Case
	for _, slug := range book.Slugs() {
		f := book.Lookup(slug)
		if f == nil || f.Front == nil || lifecycle.IsDraft(f.Front) || lifecycle.IsWithdrawn(f.Front) {
			continue
		}
		all = append(all, count(slug, f, def))
	}
	return all
}

func count(slug string, f *casebook.File, def *canvas.Definition) *Case {
	c := &Case{
		Slug: slug, Provenance: lifecycle.Text(f.Front, lifecycle.Provenance), Layer: lifecycle.Text(f.Front, lifecycle.Layer),
		Outcome: lifecycle.Text(f.Front, lifecycle.Outcome), Themes: lifecycle.Texts(f.Front, lifecycle.Themes),
		Grounds: lifecycle.Texts(f.Front, lifecycle.Grounds), runs: map[string]bool{},
		Commentaries: lifecycle.Entries(lifecycle.Get(f.Front, lifecycle.Commentary)), WhatIfs: lifecycle.Entries(lifecycle.Get(f.Front, lifecycle.WhatIf)),
		Sources: lifecycle.Entries(lifecycle.Get(f.Front, lifecycle.Sources)),
	}
	if english := lifecycle.Get(f.Front, lifecycle.English).Get(lifecycle.Summary); english != nil {
		c.English = len(strings.Fields(english.Text))
	}
	steps := lifecycle.Get(f.Front, lifecycle.Canvas)
	for _, step := range def.Steps {
		for _, field := range step.Fields {
			v := steps.Get(step.Key).Get(field.Key)
			switch field.Role {
			case canvas.Players:
				c.Players = lifecycle.Entries(v)
			case canvas.Options:
				c.Options = lifecycle.Entries(v)
			}
			eachText(v, func(s string) { c.add(s, false) })
		}
	}
	body := f.Body()
	var last string
	_ = ast.Walk(goldmark.DefaultParser().Parse(text.NewReader(body)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() != ast.TypeBlock || n.Lines() == nil || n.Lines().Len() == 0 {
			return ast.WalkContinue, nil
		}
		if n.Kind() == ast.KindHeading {
			c.Headings++
			return ast.WalkSkipChildren, nil
		}
		last = string(n.Lines().Value(body))
		c.add(last, true)
		return ast.WalkSkipChildren, nil
	})
	if s := sentences(last); len(s) > 0 {
		c.Last = s[len(s)-1]
	}
	return c
}

// eachText calls fn with every text in a value.
func eachText(v *casebook.Value, fn func(string)) {
	if v == nil {
		return
	}
	if v.Kind == casebook.String && !v.Blank() {
		fn(v.Text)
	}
	for _, item := range v.Items {
		eachText(item, fn)
	}
	for _, p := range v.Pairs {
		eachText(p.Value, fn)
	}
}

// add counts a text: a value of the canvas, of which the beginning counts as an opening, or a paragraph of the story, of which each sentence does.
func (c *Case) add(s string, story bool) {
	all := words(s)
	c.Words += len(all)
	for _, w := range all {
		c.Syllables += syllables(w)
	}
	for i := range len(all) - runLength + 1 {
		c.runs[strings.Join(all[i:i+runLength], " ")] = true
	}
	for i, sentence := range sentences(s) {
		c.Sentences++
		if first := words(sentence); len(first) > 0 && (story || i == 0) {
			c.Openings = append(c.Openings, first[0])
		}
	}
}

// sentences splits a text where a sentence ends.
func sentences(s string) []string {
	var all []string
	begin := 0
	runes := []rune(strings.Join(strings.Fields(s), " "))
	for i, r := range runes {
		if strings.ContainsRune(".?!", r) {
			end := i + 1
			for end < len(runes) && strings.ContainsRune("”’\"')*_", runes[end]) {
				end++
			}
			if end == len(runes) || runes[end] == ' ' {
				all = append(all, strings.TrimSpace(string(runes[begin:end])))
				begin = end
			}
		}
	}
	if rest := strings.TrimSpace(string(runes[begin:])); rest != "" {
		all = append(all, rest)
	}
	return all
}

// words returns the words of a text in small letters, without the marks around them.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '\'' && r != '’'
	})
}

// syllables counts the groups of vowels in a word; a vowel with a diaeresis begins one of its own.
func syllables(word string) int {
	n, vowel := 0, false
	for _, r := range word {
		is := strings.ContainsRune("aeiouyáéíóúàèëïöüêîôûä", r)
		if is && (!vowel || strings.ContainsRune("ëïöüä", r)) {
			n++
		}
		vowel = is || vowel && r == 'j' // the ij is one
	}
	return max(n, 1)
}

// InCommon returns the runs of six words that stand in more than a number of dilemmas, the most shared first.
func InCommon(cases []*Case, above int) []Shared {
	where := map[string][]string{}
	for _, c := range cases {
		for run := range c.runs {
			where[run] = append(where[run], c.Slug)
		}
	}
	var all []Shared
	for run, slugs := range where {
		if len(slugs) > above {
			slices.Sort(slugs)
			all = append(all, Shared{run, slugs})
		}
	}
	slices.SortFunc(all, func(a, b Shared) int {
		return cmp.Or(cmp.Compare(len(b.Slugs), len(a.Slugs)), strings.Compare(a.Words, b.Words))
	})
	return all
}

// Openings returns how often the texts and sentences of all dilemmas begin with a word, the most frequent first.
func Openings(cases []*Case) []Count {
	return Tally(cases, func(c *Case) []string { return c.Openings })
}

// Count is how often something occurs.
type Count struct {
	What string
	N    int
}

// Tally counts what a function says of every dilemma, the most frequent first.
func Tally(cases []*Case, of func(*Case) []string) []Count {
	n := map[string]int{}
	for _, c := range cases {
		for _, what := range of(c) {
			n[what]++
		}
	}
	all := make([]Count, 0, len(n))
	for _, what := range slices.Sorted(maps.Keys(n)) {
		all = append(all, Count{what, n[what]})
	}
	slices.SortStableFunc(all, func(a, b Count) int { return cmp.Compare(b.N, a.N) })
	return all
}
