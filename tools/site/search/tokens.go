package search

import (
	"maps"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"golang.org/x/text/unicode/norm"
)

// A token is a word of a text: its form in small letters without accents, and the word as it stands there in small letters.
type token struct {
	form, shown string
	joined      bool // it consists of the words before it
}

// tokens returns the words of a text: letters and figures. Of what a hyphen or a point joins, the whole is a word too: Woo-besluit is woo, besluit and
// woobesluit, and 5.1.2e is found as such. assets/js/search/words.js does the same with a query.
func tokens(text string) []token {
	var all []token
	text = norm.NFC.String(text)
	runes := []rune(strings.ToLower(text))
	for i := 0; i < len(runes); {
		if !isPart(runes[i]) {
			i++
			continue
		}
		var whole strings.Builder
		parts := 0
		for {
			start := i
			for i < len(runes) && isPart(runes[i]) {
				i++
			}
			word := string(runes[start:i])
			whole.WriteString(word)
			all = append(all, token{fold(word), word, false})
			parts++
			if i+1 < len(runes) && joins(runes[i]) && isPart(runes[i+1]) {
				i++
				continue
			}
			break
		}
		if parts > 1 {
			all = append(all, token{fold(whole.String()), whole.String(), true})
		}
	}
	return all
}

// Forms returns the words of a text as they are in an index.
func Forms(text string) []string {
	var forms []string
	for _, t := range tokens(text) {
		forms = append(forms, t.form)
	}
	return forms
}

func isPart(r rune) bool {
	return r <= 0xffff && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

// joins says so too of the hyphen that does not break.
func joins(r rune) bool { return r == '-' || r == '.' || r == '\u2011' }

// fold takes the accents away.
func fold(word string) string {
	for i := 0; i < len(word); i++ {
		if word[i] >= 0x80 {
			return strings.Map(func(r rune) rune {
				if unicode.IsMark(r) {
					return -1
				}
				return r
			}, norm.NFD.String(word))
		}
	}
	return word
}

// Stemmer returns what makes the stem of a folded word in a language, but for those of which the stem is known. assets/js/search/stem.js does the same.
func Stemmer(lang string, irregular map[string]string) func(form string) string {
	run := map[string]func(*snowballstem.Env) bool{"nl": dutch.Stem, "en": english.Stem}[lang]
	known := maps.Clone(irregular)
	if known == nil {
		known = map[string]string{}
	}
	return func(form string) string {
		stem, ok := known[form]
		if !ok {
			stem = form
			if run != nil {
				env := snowballstem.NewEnv(form)
				run(env)
				stem = env.Current()
			}
			if last := len(stem) - 1; lang == "nl" && last > 1 { // of huizen and brieven it makes huiz and briev
				stem = stem[:last] + strings.NewReplacer("z", "s", "v", "f").Replace(stem[last:])
			}
			known[form] = stem
		}
		return stem
	}
}
