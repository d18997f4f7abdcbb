package list

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Filter selects dilemmas. A dilemma must match every field that is set; of several values in States or of one key in Terms, one is enough.
type Filter struct {
	States []lifecycle.State
	// Terms are words of vocabularies, by their key in the front matter.
	Terms map[string][]string
	// OlderThan selects dilemmas that are more than this number of days old; negative when the age does not matter.
	OlderThan int
	// Incomplete selects dilemmas with questions that are not answered yet.
	Incomplete bool
	// Words must all occur in the slug or the title, in upper or lower case.
	Words []string
}

// UnknownWord is the error that a filter names a state or term that does not exist.
type UnknownWord struct {
	Word  string
	Near  string   // the word that was probably meant; empty when none is similar
	Words []string // all valid words
}

func (e *UnknownWord) Error() string { return "no such word: " + e.Word }

// ParseState parses a state, given by its Dutch label or by its key. The error is an *UnknownWord.
func ParseState(word string) (lifecycle.State, error) {
	var words []string
	for _, s := range States {
		if strings.EqualFold(word, string(s)) || strings.EqualFold(word, Label(s)) {
			return s, nil
		}
		words = append(words, Label(s))
	}
	near, _ := rules.Suggest(word, words)
	return "", &UnknownWord{word, near, words}
}

// Label returns the Dutch name of a state.
func Label(s lifecycle.State) string { return message.Text("state/" + string(s)) }

// ParseTerm checks that a word is in the vocabulary of a top-level field of the front matter. The error is an *UnknownWord.
func ParseTerm(def *canvas.Definition, key, word string) (string, error) {
	field := def.Root.Child(key)
	if field == nil || field.Vocabulary == nil {
		return "", &UnknownWord{Word: word}
	}
	if field.Vocabulary.Find(word) != nil {
		return word, nil
	}
	near, _ := rules.SuggestWord(word, field.Vocabulary)
	return "", &UnknownWord{word, near, field.Vocabulary.Keys()}
}

// Matches reports whether the filter selects a dilemma.
func (f Filter) Matches(d *Dilemma) bool {
	if len(f.States) > 0 && !slices.Contains(f.States, d.State) && !(d.InReview() && slices.Contains(f.States, InReview)) {
		return false
	}
	for key, words := range f.Terms {
		if !slices.ContainsFunc(d.terms(key), func(t string) bool { return slices.Contains(words, t) }) {
			return false
		}
	}
	if f.OlderThan >= 0 && (d.Age == nil || *d.Age <= f.OlderThan) || f.Incomplete && d.Completeness.Filled == d.Completeness.Asked {
		return false
	}
	text := strings.ToLower(d.Slug + "\n" + d.Title)
	return !slices.ContainsFunc(f.Words, func(w string) bool { return !strings.Contains(text, strings.ToLower(w)) })
}

// terms returns the words of a vocabulary that a dilemma has under a key.
func (d *Dilemma) terms(key string) []string {
	switch key {
	case lifecycle.Themes:
		return d.Themas
	case lifecycle.Layer:
		return []string{d.Bestuurslaag}
	case lifecycle.Grounds:
		return d.Gronden
	case lifecycle.Categories:
		return d.Categories
	case lifecycle.Provenance:
		return []string{d.Herkomst}
	}
	return nil
}

// Order is an order in which dilemmas are sorted.
type Order string

const (
	BySlug         Order = "slug"
	ByDate         Order = "date"         // the newest first; those without a date come last
	ByState        Order = "state"        // as in States
	ByCompleteness Order = "completeness" // the least complete first
)

// Orders lists the orders.
var Orders = []Order{BySlug, ByDate, ByState, ByCompleteness}

// Sort sorts dilemmas, and equal ones by slug.
func Sort(dilemmas []*Dilemma, by Order) {
	slices.SortFunc(dilemmas, func(a, b *Dilemma) int {
		first := 0
		switch by {
		case ByDate:
			first = strings.Compare(b.Date, a.Date)
		case ByState:
			first = cmp.Compare(slices.Index(States, a.State), slices.Index(States, b.State))
		case ByCompleteness:
			first = cmp.Compare(a.Completeness.Percent, b.Completeness.Percent)
		}
		return cmp.Or(first, strings.Compare(a.Slug, b.Slug))
	})
}
