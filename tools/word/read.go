package word

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Reading is the dilemma that a document contains.
type Reading struct {
	// Front holds what was filled in, by the keys of the front matter and in their order.
	Front *casebook.Value
	// Story is the Markdown for below the front matter; it ends with the text that has no field on the canvas.
	Story string
	// Warnings are sentences for the user on what was left out or needs attention.
	Warnings []string
}

// Read reads a Word document (.docx) or an OpenDocument text (.odt) with the canvas, which may have been edited freely. It takes tracked changes as
// accepted, leaves out what is struck out, and keeps what is hidden away from the answers. What a plain text can't hold, such as a formula, becomes what
// people type for it, and a warning says where. It does not read the properties of the document, such as its author. The error is a *Refusal.
func Read(def *canvas.Definition, data []byte) (*Reading, error) {
	doc, err := open(data)
	if err != nil {
		return nil, err
	}
	p := newPlacer(def)
	p.readHeadings(doc.blocks)
	p.place(doc.blocks)
	if !p.recognised {
		return nil, &Refusal{Why: Unfamiliar}
	}
	p.placeApart(doc.apart)
	r := &Reading{Front: p.front(), Story: p.body()}
	if places := p.leftoverPlaces(); places != nil {
		r.Warnings = append(r.Warnings, message.Text("word/left-warning", "places", strings.Join(places, ", "), "head", message.Text("word/left")))
	}
	r.Warnings = append(r.Warnings, p.warnings...)
	r.Warnings = append(r.Warnings, p.toldLosses()...)
	return r, nil
}

// File returns the file of a new dilemma with this title and date: a concept, with the current edition of the canvas. It has the key of every
// question, also of those without an answer.
func (r *Reading) File(def *canvas.Definition, title string, day time.Time) []byte {
	front := whole(def.Root.Fields, r.Front)
	for i, p := range front.Pairs {
		switch p.Key.Text {
		case "title":
			front.Pairs[i].Value = text(title)
		case "date":
			front.Pairs[i].Value = &casebook.Value{Kind: casebook.Date, Text: day.Format(time.DateOnly)}
		case "draft":
			front.Pairs[i].Value = &casebook.Value{Kind: casebook.Bool, Text: "true"}
		case "editie":
			front.Pairs[i].Value = text(def.Edition)
		}
	}
	return casebook.Format(front, r.Story)
}

func text(s string) *casebook.Value { return &casebook.Value{Kind: casebook.String, Text: s} }

func pair(key string, v *casebook.Value) casebook.Pair {
	return casebook.Pair{Key: text(key), Value: v}
}

// whole returns all fields, in order, with the values that are filled in and empty values for the others.
func whole(fields []*canvas.Field, filled *casebook.Value) *casebook.Value {
	out := &casebook.Value{Kind: casebook.Mapping}
	for _, f := range fields {
		v := filled.Get(f.Key)
		switch {
		case f.Later:
			continue
		case f.Kind == canvas.Group:
			v = whole(f.Fields, v)
		case v != nil:
		case f.Kind == canvas.Terms, f.Kind == canvas.List:
			v = &casebook.Value{Kind: casebook.Sequence}
		case f.Kind == canvas.Table:
			v = &casebook.Value{Kind: casebook.Sequence, Items: []*casebook.Value{whole(f.Entry(), nil)}}
		case f.Kind == canvas.Flag:
			v = &casebook.Value{Kind: casebook.Bool, Text: "false"}
		case f.Kind == canvas.Text:
			v = text("")
		default:
			v = &casebook.Value{Kind: casebook.Null}
		}
		out.Pairs = append(out.Pairs, pair(f.Key, v))
	}
	return out
}

// clean removes invisible characters from a text, and white space at the ends of lines but for the indentation of an item of a list.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\u0085' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f':
			return '\n'
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r == '\u00ad', r == '\u200b', r == '\ufeff', r >= '\u200e' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(s, "\ufffd")))
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
		if text := lines[i]; strings.HasPrefix(text, "- ") || strings.HasPrefix(text, "* ") {
			lines[i] = line[:len(line)-len(strings.TrimLeft(line, " "))] + text
		}
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// value reads the paragraphs of an answer as the kind of the field; nil when there are none. rest are the paragraphs that it can't read as that kind.
func value(f *canvas.Field, all []*paragraph) (v *casebook.Value, rest []*paragraph) {
	all = slices.DeleteFunc(slices.Clone(all), func(p *paragraph) bool { return p.text == "" })
	if len(all) == 0 {
		return nil, nil
	}
	switch f.Kind {
	case canvas.List:
		return list(all), nil
	case canvas.Term, canvas.Terms:
		return terms(f, chosenOf(all))
	case canvas.Flag:
		return flag(all)
	case canvas.Date:
		if day, ok := date(strings.Join(lines(all), "\n")); ok {
			return &casebook.Value{Kind: casebook.Date, Text: day.Format(time.DateOnly)}, nil
		}
		return nil, all
	}
	return text(running(all)), nil
}

func lines(all []*paragraph) []string {
	var out []string
	for _, p := range all {
		out = append(out, p.text)
	}
	return out
}

// running joins paragraphs to one text, with an empty line between paragraphs and none between the items of a list or the rows of a table.
func running(all []*paragraph) string {
	return joined(all, func(before, p *paragraph) bool {
		return p.style == item && before.style == item || p.style == tableRow && !p.first
	})
}

// joined joins paragraphs, with an empty line between two that are not close together.
func joined(all []*paragraph, near func(before, p *paragraph) bool) string {
	var b strings.Builder
	for i, p := range all {
		switch {
		case i == 0:
		case near(all[i-1], p):
			b.WriteByte('\n')
		default:
			b.WriteString("\n\n")
		}
		b.WriteString(p.written())
	}
	return b.String()
}

// written returns a paragraph as plain text.
func (p *paragraph) written() string {
	if p.style != item {
		return p.text
	}
	return strings.Repeat("  ", p.level-1) + cmp.Or(p.number, p.sign, "-") + " " + strings.ReplaceAll(p.text, "\n", " ")
}

// list makes a list with an item for every paragraph, and for every line that begins with a bullet. The number of an item belongs to its text, as another
// text may refer to it.
func list(all []*paragraph) *casebook.Value {
	v := &casebook.Value{Kind: casebook.Sequence}
	for _, p := range all {
		typed := paragraphOf(strings.Split(p.text, "\n"), "-*•")
		if p.style == item {
			typed = []paragraph{{text: p.numbered()}}
		}
		for _, t := range typed {
			v.Items = append(v.Items, text(t.text))
		}
	}
	return v
}
