package rules

import (
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// The rules on language give hints on the texts of the canvas and of the body. No hint stops a merge.

const (
	maxSentence = 25 // words; for the source see the rule language/sentence
	maxQuestion = 15 // words; for the source see the rule question/length
)

// modals are the verbs with which a shared question should begin.
var modals = []string{"kun", "kunnen", "kan", "wil", "willen", "moet", "moeten", "durf", "durft", "durven", "mag", "mogen", "zouden", "zullen"}

// checkLanguage checks the language of all texts on the canvas.
func (f *file) checkLanguage() {
	group, values := f.def.Root.Child(lifecycle.Canvas), f.Front.Get(lifecycle.Canvas)
	if group == nil || values == nil || values.Kind != casebook.Mapping {
		return
	}
	f.eachText(group, values, lifecycle.Canvas, func(field *canvas.Field, v *casebook.Value, path string) {
		p := passage{strings.Fields(v.Text), sync.OnceValue(func() []casebook.Word { return f.Words(v) }), path}
		if field.Style == canvas.Question {
			f.checkQuestion(p)
		}
		f.checkWords(p)
	})
}

// eachText calls fn with the field, value and path of every text in a group. On the way it checks the balance of the tables.
func (f *file) eachText(field *canvas.Field, v *casebook.Value, path string, fn func(*canvas.Field, *casebook.Value, string)) {
	switch v.Kind {
	case casebook.String:
		if !v.Blank() && (field.Kind == canvas.Text || field.Kind == canvas.List) {
			fn(field, v, path)
		}
	case casebook.Sequence:
		for i, item := range v.Items {
			at := path + "." + strconv.Itoa(i)
			if field.Kind == canvas.Table && item.Kind == casebook.Mapping {
				f.checkBalance(field, item, at)
				f.eachText(&canvas.Field{Fields: field.Entry()}, item, at, fn)
			} else if field.Kind == canvas.List {
				f.eachText(field, item, at, fn)
			}
		}
	case casebook.Mapping:
		for _, p := range v.Pairs {
			if child := field.Child(p.Key.Text); child != nil {
				f.eachText(child, p.Value, path+"."+p.Key.Text, fn)
			}
		}
	}
}

// checkBalance checks one entry of a table. It finds a choice with only advantages or only disadvantages, and a player with the same text in all
// cells.
func (f *file) checkBalance(table *canvas.Field, entry *casebook.Value, path string) {
	var filled, empty, lists int
	var cells []string
	for _, row := range table.Rows {
		v := entry.Get(row.Key)
		switch {
		case row.Kind == canvas.List:
			lists++
			if v.Blank() {
				empty++
			} else {
				filled++
			}
		case v != nil && v.Kind == casebook.String && !v.Blank():
			cells = append(cells, v.Text)
		}
	}
	at := place{entry.Start, entry.End, path}
	if item := entry.Get(table.Item.Key); item != nil {
		at = at.withRange(item)
	}
	if lists > 1 && filled > 0 && empty > 0 && f.concept() {
		f.add(canvasOneSided, at.start, at.end, at.path)
	}
	if len(cells) > 1 && len(cells) == len(table.Rows) && !slices.ContainsFunc(cells[1:], func(cell string) bool { return !sameWords(cells[0], cell) }) {
		f.add(canvasSameCells, at.start, at.end, at.path, "item", table.Item.Label)
	}
}

// sameWords reports whether two texts have the same words, in whatever capitals and with whatever white space between them.
func sameWords(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	for a != "" && b != "" {
		r, size := utf8.DecodeRuneInString(a)
		other, width := utf8.DecodeRuneInString(b)
		if space := unicode.IsSpace(r); space != unicode.IsSpace(other) || !space && unicode.ToLower(r) != unicode.ToLower(other) {
			return false
		} else if space {
			a, b = strings.TrimLeftFunc(a, unicode.IsSpace), strings.TrimLeftFunc(b, unicode.IsSpace)
			continue
		}
		a, b = a[size:], b[width:]
	}
	return a == b
}

// passage is a text split into words. The places of the words are computed only when a finding needs them.
type passage struct {
	words  []string
	places func() []casebook.Word
	path   string // in the front matter; empty in the body
}

// addFinding adds a finding on the words from first to last, inclusive.
func (p passage) addFinding(f *file, r Rule, first, last int, pairs ...string) {
	places := p.places()
	f.add(r, places[first].Start, places[last].End, p.path, pairs...)
}

// checkQuestion checks the shared question: how it begins and ends, its length, and commas.
func (f *file) checkQuestion(p passage) {
	last := len(p.words) - 1
	switch opening := normalizeWord(p.words[0]); {
	case opening == "hoe":
		p.addFinding(f, questionHow, 0, 0)
	case !slices.Contains(modals, opening):
		p.addFinding(f, questionVerb, 0, 0, "word", p.words[0])
	}
	if len(p.words) > maxQuestion {
		p.addFinding(f, questionLength, maxQuestion, last, "words", strconv.Itoa(len(p.words)), "max", strconv.Itoa(maxQuestion))
	}
	if i := slices.IndexFunc(p.words, func(w string) bool { return strings.HasSuffix(w, ",") }); i >= 0 {
		p.addFinding(f, questionComma, i, i)
	}
	if !strings.HasSuffix(strings.TrimRight(p.words[last], `”"’')`), "?") {
		p.addFinding(f, questionMark, last, last)
	}
}

// normalizeWord returns a word in lower case, without the punctuation around it.
func normalizeWord(word string) string {
	if strings.IndexFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) < 0 {
		return word // the usual case, without an allocation
	}
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// checkWords finds long sentences and words that have a plainer alternative, and collects abbreviations for checkAbbreviations.
func (f *file) checkWords(p passage) {
	begin := 0
	for i, w := range p.words {
		f.noteAbbreviation(p, i)
		if i < len(p.words)-1 && !endsSentence(w) {
			continue
		}
		if n := i + 1 - begin; n > maxSentence {
			p.addFinding(f, languageSentence, begin, i, "words", strconv.Itoa(n), "max", strconv.Itoa(maxSentence))
		}
		begin = i + 1
	}
	f.checkPlain(p)
}

func endsSentence(word string) bool {
	if last := word[len(word)-1]; last >= 'a' && last <= 'z' || last == ',' {
		return false // the usual case
	}
	word = strings.TrimRight(word, `"”’')]»`)
	return word != "" && strings.IndexByte(".?!:", word[len(word)-1]) >= 0
}

// checkPlain finds the expressions of data/taal.yaml. Where several match, the longest counts.
func (f *file) checkPlain(p passage) {
	for i := 0; i < len(p.words); i++ {
		word := normalizeWord(p.words[i])
		if !f.plainShapes.has(word) {
			continue // as most words
		}
		for _, plain := range f.plain[word] {
			n := len(plain.Words)
			if i+n <= len(p.words) && slices.EqualFunc(p.words[i:i+n], plain.Words, func(w, s string) bool { return normalizeWord(w) == s }) {
				p.addFinding(f, languagePlain, i, i+n-1, "word", strings.Join(plain.Words, " "), "instead", plain.Instead)
				i += n - 1
				break
			}
		}
	}
}

// abbreviation is the first place of an abbreviation.
type abbreviation struct {
	passage passage
	word    int // its index in the passage
}

// commonAbbreviations are abbreviations that need no explanation.
var commonAbbreviations = []string{"EU", "VN", "VS", "BV", "NV", "TV", "PDF", "SMS", "WC", "NL", "OK", "AED"}

// noteAbbreviation records the word with index i when it is an abbreviation, and whether the passage writes it out there: either the abbreviation
// or its meaning then stands in brackets behind the other.
func (f *file) noteAbbreviation(p passage, i int) {
	word := p.words[i]
	if !hasCapitals(word) {
		return // the usual case
	}
	text := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
	if !isAbbreviation(text) {
		return
	}
	if strings.HasPrefix(word, "("+text) || i+1 < len(p.words) && strings.HasPrefix(p.words[i+1], "(") {
		f.explained[text] = true
	}
	if _, seen := f.abbreviations[text]; !seen {
		f.abbreviations[text] = abbreviation{p, i}
	}
}

// hasCapitals reports whether a word has two capitals from A to Z, as each abbreviation has.
func hasCapitals(word string) bool {
	n := 0
	for i := range len(word) {
		if 'A' <= word[i] && word[i] <= 'Z' {
			n++
		}
	}
	return n > 1
}

// isAbbreviation reports whether a word consists of two to six capitals, and is neither a common abbreviation nor a Roman numeral.
func isAbbreviation(word string) bool {
	if len(word) < 2 || len(word) > 6 || slices.Contains(commonAbbreviations, word) {
		return false
	}
	roman := true
	for _, r := range word {
		if r < 'A' || r > 'Z' {
			return false
		}
		roman = roman && strings.ContainsRune("IVXLC", r)
	}
	return !roman
}

// checkAbbreviations adds a finding on each abbreviation that the file does not write out anywhere.
func (f *file) checkAbbreviations() {
	for _, text := range slices.Sorted(maps.Keys(f.abbreviations)) {
		if a := f.abbreviations[text]; !f.explained[text] {
			a.passage.addFinding(f, languageAbbreviation, a.word, a.word, "word", text)
		}
	}
}

// checkBlock checks the language of one paragraph or list item of the body.
func (f *file) checkBlock(block ast.Node) {
	var (
		words    []string
		segments []*ast.Text
	)
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			words = append(words, strings.Fields(string(n.Segment.Value(f.Body())))...)
			segments = append(segments, n)
		}
		return ast.WalkContinue, nil
	})
	f.checkWords(passage{words, sync.OnceValue(func() []casebook.Word {
		var places []casebook.Word
		for _, n := range segments {
			places = append(places, casebook.BodyWords(string(n.Segment.Value(f.Body())), f.BodyStart+n.Segment.Start)...)
		}
		return places
	}), ""})
}

// plainWord is a word or expression with a plainer alternative.
type plainWord struct {
	Words   []string
	Instead string
}

// indexPlain indexes the list of data/taal.yaml by first word. For each first word the longest expression comes first.
func indexPlain(words []canvas.PlainWord) map[string][]plainWord {
	index := map[string][]plainWord{}
	for _, w := range words {
		parts := strings.Fields(w.Word)
		if len(parts) > 0 {
			index[parts[0]] = append(index[parts[0]], plainWord{parts, w.Instead})
		}
	}
	for _, list := range index {
		sort.SliceStable(list, func(i, j int) bool { return len(list[i].Words) > len(list[j].Words) })
	}
	return index
}

// wordShapes says of the words of an index, by their first byte, which lengths they have: one bit a length.
type wordShapes [256]uint64

func shapesOf(index map[string][]plainWord) *wordShapes {
	var shapes wordShapes
	for word := range index {
		shapes[word[0]] |= 1 << (len(word) & 63)
	}
	return &shapes
}

// has reports whether a word may be in the index.
func (s *wordShapes) has(word string) bool { return word != "" && s[word[0]]>>(len(word)&63)&1 != 0 }
