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

// mask takes the personal data that was found in a dilemma, before or after the change, out of all texts that tell of it. A report is kept
// longer than the mistake: in the log of a pipeline, and in the mail that a forge sends.
func (r *Review) mask(checker *rules.Checker) {
	of := map[string]masker{}
	for _, d := range r.Dilemmas {
		m := maskerFor(checker, d)
		d.Title = m.text(d.Title)
		m.fields(d.Changes)
		of[d.Slug] = m
	}
	for i, item := range r.Checklist {
		r.Checklist[i].Fact = of[item.Slug].text(item.Fact)
	}
}

// masker holds values on one line, the longest first.
type masker []string

// maskerFor searches the files of a dilemma as they are, and its texts as they are shown: of those the words are not escaped.
func maskerFor(checker *rules.Checker, d *diff.Dilemma) masker {
	var m masker
	search := func(text string) {
		for _, v := range checker.Values(text) {
			if v = norm.NFC.String(strings.Join(strings.Fields(v), " ")); v != "" {
				m = append(m, v)
			}
		}
	}
	for _, f := range []*casebook.File{d.Before, d.After} {
		if f != nil && utf8.Valid(f.Source) {
			search(string(f.Source))
		}
	}
	shown := []string{d.Title}
	eachPassage(d.Changes, func(p *diff.Passage) {
		for _, side := range []diff.Op{diff.Delete, diff.Insert} {
			text, _ := sideOf(*p, side)
			shown = append(shown, text)
		}
	})
	search(strings.Join(shown, "\n\n"))
	m.sort()
	return m
}

func (m *masker) sort() {
	slices.SortFunc(*m, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	*m = slices.Compact(*m)
}

// eachPassage visits all passages below fields.
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

type span struct{ start, end int }

// spans finds the values in a text, in order. Where one lies in another the longest counts.
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

// place is a word in a passage: the piece that it is in, and where in the text of one side.
type place struct {
	piece int
	span
}

// sideOf is the text of a passage before (Delete) or after (Insert), and the places of its words. What moved is on both sides.
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

// passage masks the words of a passage that belong to a value on either side, also where a value is partly changed.
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
