package review

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/mask"
)

// conceal masks the personal data of a dilemma, before and after the change, in all texts about it and in the items of its checklist. A review is kept
// longer than the mistake itself: in the log of a pipeline, and in the mail that a forge sends.
func conceal(checker *rules.Checker, d *diff.Dilemma, items []Item) {
	m := maskerFor(checker, d)
	d.Title = m.text(d.Title)
	m.fields(d.Changes)
	for i := range items {
		items[i].Fact = m.text(items[i].Fact)
	}
}

// masker holds the values to mask, each on one line and the longest first.
type masker []string

// maskerFor returns a masker for the personal data in the files of a dilemma as they are, and in its texts as the review shows them: these have no
// YAML escapes.
func maskerFor(checker *rules.Checker, d *diff.Dilemma) masker {
	var m masker
	search := func(name, text string) {
		for _, v := range checker.Values(name, text) {
			if v = norm.NFC.String(strings.Join(strings.Fields(v), " ")); v != "" {
				m = append(m, v)
			}
		}
	}
	for _, f := range []*casebook.File{d.Before, d.After} {
		if f != nil && utf8.Valid(f.Source) {
			search(f.Path, string(f.Source))
		}
	}
	shown := []string{d.Title}
	eachPassage(d.Changes, func(p *diff.Passage) {
		for _, side := range []diff.Op{diff.Delete, diff.Insert} {
			text, _ := sideOf(*p, side)
			shown = append(shown, text)
		}
	})
	search("", strings.Join(shown, "\n\n"))
	m.sort()
	return m
}

func (m *masker) sort() {
	slices.SortFunc(*m, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	*m = slices.Compact(*m)
}

// eachPassage calls visit for all passages of the fields and of the entries in them.
func eachPassage(fields []diff.Field, visit func(*diff.Passage)) {
	for i := range fields {
		for j := range fields[i].Passages {
			visit(&fields[i].Passages[j])
		}
		for j := range fields[i].Entries {
			eachPassage(fields[i].Entries[j].Columns, visit)
		}
	}
}

// fields masks the values in all texts of the fields.
func (m masker) fields(fields []diff.Field) {
	if len(m) == 0 {
		return
	}
	eachPassage(fields, func(p *diff.Passage) { *p = m.passage(*p) })
	for i := range fields {
		fields[i].Label = m.text(fields[i].Label)
		for j := range fields[i].Entries {
			e := &fields[i].Entries[j]
			e.Name = m.text(e.Name)
			m.fields(e.Columns)
		}
	}
}

// text masks the values in a text on one line.
func (m masker) text(s string) string {
	for _, at := range slices.Backward(m.spans(s)) {
		s = s[:at.start] + mask.Value(s[at.start:at.end]) + s[at.end:]
	}
	return s
}

// span is a range of bytes in a text, end exclusive.
type span struct{ start, end int }

// spans returns the places of the values in a text, in order. Where values overlap, the longest counts.
func (m masker) spans(s string) []span {
	var all []span
	for _, value := range m {
		for from := 0; ; {
			i := strings.Index(s[from:], value)
			if i < 0 {
				break
			}
			at := span{from + i, from + i + len(value)}
			from = at.end
			before, _ := utf8.DecodeLastRuneInString(s[:at.start])
			after, _ := utf8.DecodeRuneInString(s[at.end:])
			overlaps := slices.ContainsFunc(all, func(o span) bool { return at.start < o.end && o.start < at.end })
			if !inWord(before) && !inWord(after) && !overlaps {
				all = append(all, at)
			}
		}
	}
	slices.SortFunc(all, func(a, b span) int { return a.start - b.start })
	return all
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// place is the place of a word: the index of its piece in the passage, and its span in the text of one side.
type place struct {
	piece int
	span
}

// sideOf returns the text of a passage before the change (Delete) or after it (Insert), and the places of its words. Text that moved is on both sides.
func sideOf(p diff.Passage, side diff.Op) (string, []place) {
	var (
		b      strings.Builder
		places []place
	)
	for i, piece := range p {
		if piece.Op != side && piece.Op != diff.Equal && piece.Op != diff.Move {
			continue
		}
		for word := range strings.SplitSeq(piece.Text, " ") {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			start := b.Len()
			b.WriteString(word)
			places = append(places, place{i, span{start, b.Len()}})
		}
	}
	return b.String(), places
}

// passage masks the words of a passage that are part of a value on either side, even when only part of the value changed.
func (m masker) passage(p diff.Passage) diff.Passage {
	hidden := make([][]bool, len(p)) // per piece, per word
	for _, side := range []diff.Op{diff.Delete, diff.Insert} {
		text, places := sideOf(p, side)
		spans := m.spans(text)
		word := 0
		for i, at := range places {
			if word++; i == 0 || places[i-1].piece != at.piece {
				word = 0
			}
			if len(hidden[at.piece]) <= word {
				hidden[at.piece] = append(hidden[at.piece], false)
			}
			if slices.ContainsFunc(spans, func(s span) bool { return at.start < s.end && s.start < at.end }) {
				hidden[at.piece][word] = true
			}
		}
	}
	masked := slices.Clone(p)
	for i, piece := range p {
		words := strings.Split(piece.Text, " ")
		for j, word := range words {
			if j < len(hidden[i]) && hidden[i][j] {
				words[j] = mask.Value(word)
			}
		}
		masked[i].Text = strings.Join(words, " ")
	}
	return masked
}
