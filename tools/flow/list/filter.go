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

// Filter says which dilemmas are wanted: those that fit every part of it. Of the words of one part, one is enough.
type Filter struct {
	States []lifecycle.State
	// Terms are words of vocabularies, by the key that holds them in the front matter.
	Terms map[string][]string
	// OlderThan is a number of days; negative when the age does not matter.
	OlderThan int
	// Incomplete wants those with questions of the canvas that have no answer yet.
	Incomplete bool
	// Words must all occur in the slug or the title.
	Words []string
}

// UnknownWord says that a filter asks for a word that no dilemma can have.
type UnknownWord struct {
	Word  string
	Near  string // what may have been meant; empty when nothing looks like it
	Words []string
}

func (e *UnknownWord) Error() string { return "no such word: " + e.Word }

// ParseState reads a state, in Dutch or by its key. The error is an *UnknownWord.
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

// Label is a state in Dutch.
func Label(s lifecycle.State) string { return message.Text("state/" + string(s)) }

// ParseTerm reads a word of the vocabulary of a field at the top of the front matter. The error is an *UnknownWord.
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

// Keeps reports whether a dilemma is wanted.
func (f Filter) Keeps(d *Dilemma) bool {
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

// terms returns the words that a dilemma has from a vocabulary.
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

// Order is the name of an order of dilemmas.
type Order string

const (
	BySlug         Order = "slug"
	ByDate         Order = "date"         // the newest first, and last those without a date
	ByState        Order = "state"        // as in States
	ByCompleteness Order = "completeness" // the least complete first
)

// Orders lists the orders.
var Orders = []Order{BySlug, ByDate, ByState, ByCompleteness}

// Sort puts dilemmas in order; what is equal is sorted by slug.
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
