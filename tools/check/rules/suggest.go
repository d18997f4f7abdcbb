package rules

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// Suggest returns the word that is most similar to what was written, and whether one is similar enough: within a third of its length in edits.
func Suggest(written string, words []string) (string, bool) {
	plain := fold(written[:min(len(written), maxWritten)])
	best, distance := "", 1+max(1, len(plain)/3)
	for _, w := range words {
		folded := fold(w)
		if apart := len(plain) - len(folded); apart >= distance || -apart >= distance {
			continue // that many edits it takes at least
		}
		if d := editDistance(plain, folded); d < distance {
			best, distance = w, d
		}
	}
	return best, best != ""
}

// maxWritten is how many bytes of what was written count: more than any word of a definition or slug has.
const maxWritten = 200

// suggestSlug is Suggest for the slugs of all dilemmas. In a large book it takes a while, so that it ends when the budget of the file is spent.
func (f *file) suggestSlug(written string) (string, bool) {
	slugs := f.pages.slugs()
	if !f.budget.Spend(stepsPerSlug * len(slugs)) {
		return "", false
	}
	return Suggest(written, slugs)
}

// stepsPerSlug is how many steps of a budget it takes to compare a slug with another: a microsecond.
const stepsPerSlug = 5

// SuggestWord does the same as Suggest for the words of a vocabulary. It compares with the labels too, because somebody may write the name of a
// ground instead of its code.
func SuggestWord(written string, v *canvas.Vocabulary) (string, bool) {
	for _, w := range v.Terms {
		if fold(w.Label) == fold(written) {
			return w.Key, true
		}
	}
	return Suggest(written, v.Keys())
}

// fold removes differences in spelling that carry no meaning: capitals, accents, and the punctuation between letters and digits. The Woo grounds
// 5.1.2.e and 5.1.2e become equal.
func fold(s string) string {
	return strings.ReplaceAll(casebook.Slug(s), "-", "")
}

// editDistance returns the number of letters to insert, delete, replace or swap with their neighbour to turn a into b (the optimal string alignment
// distance). The strings must be ASCII.
func editDistance(a, b string) int {
	if a == b {
		return 0
	}
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
