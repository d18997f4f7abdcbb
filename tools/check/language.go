package check

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"github.com/openbaarheid-schuurt/dilemma/tools/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/casebook"
)

// Hints on language look at the words of the canvas and of the story. They never stop anybody.

const (
	maxSentence = 25 // words, as plain language asks
	maxQuestion = 15 // words, as the steps for moral questions ask
)

// modals are the verbs that a shared question best begins with.
var modals = []string{"kun", "kunnen", "kan", "wil", "willen", "moet", "moeten", "durf", "durft", "durven", "mag", "mogen", "zouden", "zullen"}

// checkLanguage looks at all texts on the canvas.
func (f *file) checkLanguage() {
	group, values := f.def.Root.Child(canvasKey), f.Front.Get(canvasKey)
	if group == nil || values == nil || values.Kind != casebook.Mapping {
		return
	}
	f.eachText(group, values, canvasKey, func(field *canvas.Field, v *casebook.Value, path string) {
		words := f.Words(v)
		if field.Style == canvas.Question {
			f.checkQuestion(words, path)
		}
		f.checkWords(words, path)
	})
}

// eachText calls fn for every text in a group, and looks at the tables on the way.
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

// checkBalance looks at one entry of a table: a choice that only has good sides, a player whose cells all say the same.
func (f *file) checkBalance(table *canvas.Field, entry *casebook.Value, path string) {
	var filled, empty, lists int
	texts := map[string]bool{}
	cells := 0
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
			cells++
			texts[strings.Join(strings.Fields(strings.ToLower(v.Text)), " ")] = true
		}
	}
	at := place{entry.Start, entry.End, path}
	if item := entry.Get(table.Item.Key); item != nil {
		at = at.on(item)
	}
	if lists > 1 && filled > 0 && empty > 0 && f.concept() {
		f.add(canvasOneSided, at.start, at.end, at.path)
	}
	if cells > 1 && cells == len(table.Rows) && len(texts) == 1 {
		f.add(canvasSameCells, at.start, at.end, at.path, "item", table.Item.Label)
	}
}

// checkQuestion holds the shared question against the advice for a good one.
func (f *file) checkQuestion(words []casebook.Word, path string) {
	if len(words) == 0 {
		return
	}
	first, last := words[0], words[len(words)-1]
	switch opening := bare(first.Text); {
	case opening == "hoe":
		f.add(questionHow, first.Start, first.End, path)
	case !slices.Contains(modals, opening):
		f.add(questionVerb, first.Start, first.End, path, "word", first.Text)
	}
	if len(words) > maxQuestion {
		f.add(questionLength, words[maxQuestion].Start, last.End, path, "words", strconv.Itoa(len(words)), "max", strconv.Itoa(maxQuestion))
	}
	for _, w := range words {
		if strings.HasSuffix(w.Text, ",") {
			f.add(questionComma, w.Start, w.End, path)
			break
		}
	}
	if !strings.HasSuffix(strings.TrimRight(last.Text, `”"’')`), "?") {
		f.add(questionMark, last.Start, last.End, path)
	}
}

// bare is a word in small letters without the signs around it.
func bare(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// checkWords looks for long sentences and for words that have a plainer one.
func (f *file) checkWords(words []casebook.Word, path string) {
	for len(words) > 0 {
		n := 1
		for n < len(words) && !endsSentence(words[n-1].Text) {
			n++
		}
		if n > maxSentence {
			f.add(languageSentence, words[0].Start, words[n-1].End, path, "words", strconv.Itoa(n), "max", strconv.Itoa(maxSentence))
		}
		f.checkPlain(words[:n], path)
		f.noteAbbreviations(words[:n], path)
		words = words[n:]
	}
}

func endsSentence(word string) bool {
	word = strings.TrimRight(word, `"”’')]»`)
	return strings.HasSuffix(word, ".") || strings.HasSuffix(word, "?") || strings.HasSuffix(word, "!") || strings.HasSuffix(word, ":")
}

// checkPlain looks for the words of data/taal.yaml, of which the longest that fits counts.
func (f *file) checkPlain(words []casebook.Word, path string) {
	for i := 0; i < len(words); i++ {
		for _, p := range f.plain[bare(words[i].Text)] {
			n := len(p.Words)
			if i+n <= len(words) && slices.EqualFunc(words[i:i+n], p.Words, func(w casebook.Word, s string) bool { return bare(w.Text) == s }) {
				f.add(languagePlain, words[i].Start, words[i+n-1].End, path, "word", strings.Join(p.Words, " "), "instead", p.Instead)
				i += n - 1
				break
			}
		}
	}
}

// abbreviation is the first place where an abbreviation stands.
type abbreviation struct {
	word casebook.Word
	path string
}

// known are abbreviations that everybody reads as a word.
var known = []string{"EU", "VN", "VS", "BV", "NV", "TV", "PDF", "SMS", "WC", "NL", "OK", "AED"}

// noteAbbreviations remembers the abbreviations in a sentence, and which of them are written out: the one stands in brackets
// behind the other.
func (f *file) noteAbbreviations(words []casebook.Word, path string) {
	for i, w := range words {
		text := strings.TrimFunc(w.Text, func(r rune) bool { return !unicode.IsLetter(r) })
		if !isAbbreviation(text) {
			continue
		}
		bracketed := strings.HasPrefix(w.Text, "("+text)
		explained := i+1 < len(words) && strings.HasPrefix(words[i+1].Text, "(")
		if bracketed || explained {
			f.explained[text] = true
		}
		if _, seen := f.abbreviations[text]; !seen {
			f.abbreviations[text] = abbreviation{w, path}
		}
	}
}

// isAbbreviation reports whether a word is written in two to six capitals, and is no number in Roman numerals.
func isAbbreviation(word string) bool {
	if len(word) < 2 || len(word) > 6 || slices.Contains(known, word) {
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

// checkAbbreviations tells which abbreviations are written out nowhere in the file.
func (f *file) checkAbbreviations() {
	for text, a := range f.abbreviations {
		if !f.explained[text] {
			f.add(languageAbbreviation, a.word.Start, a.word.End, a.path, "word", text)
		}
	}
}

// checkBlock looks at the language of one paragraph or point of the story.
func (f *file) checkBlock(block ast.Node) {
	var words []casebook.Word
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			words = append(words, casebook.BodyWords(string(n.Segment.Value(f.Body())), f.BodyStart+n.Segment.Start)...)
		}
		return ast.WalkContinue, nil
	})
	f.checkWords(words, "")
}

// plainWord is a word or expression with a plainer one.
type plainWord struct {
	Words   []string
	Instead string
}

// indexPlain makes the list of data/taal.yaml quick to ask, by first word.
func indexPlain(words []canvas.PlainWord) map[string][]plainWord {
	index := map[string][]plainWord{}
	for _, w := range words {
		parts := strings.Fields(w.Word)
		if len(parts) > 0 {
			index[parts[0]] = append(index[parts[0]], plainWord{parts, w.Instead})
		}
	}
	for _, list := range index {
		slices.SortStableFunc(list, func(a, b plainWord) int { return len(b.Words) - len(a.Words) })
	}
	return index
}
