package word

import (
	"slices"
	"strconv"
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
// accepted. It does not read the properties of the document, such as its author. The error is a *Refusal.
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
	for _, a := range doc.apart {
		for _, line := range a.lines {
			if !p.printed[p.fold(line)] {
				p.addLeftover(a.place, &paragraph{text: line})
			}
		}
	}
	r := &Reading{Front: p.front(), Story: p.body()}
	warn := func(n int, id string) {
		if n > 0 {
			r.Warnings = append(r.Warnings, message.Text(id, "n", strconv.Itoa(n)))
		}
	}
	if places := p.leftoverPlaces(); places != nil {
		r.Warnings = append(r.Warnings, message.Text("word/left-warning", "places", strings.Join(places, ", "), "head", message.Text("word/left")))
	}
	r.Warnings = append(r.Warnings, p.warnings...)
	warn(doc.comments, "word/comments")
	warn(doc.pictures, "word/pictures")
	warn(doc.objects, "word/objects")
	warn(doc.links, "word/links")
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

// clean removes invisible characters from a text, and white space at the ends of lines.
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
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// value reads the paragraphs of an answer as the kind of the field; nil when there are none. rest are the paragraphs that it can't read as that kind.
func value(f *canvas.Field, all []*paragraph) (v *casebook.Value, rest []*paragraph) {
	all = slices.DeleteFunc(slices.Clone(all), func(p *paragraph) bool { return p.text == "" })
	if len(all) == 0 {
		return nil, nil
	}
	joined := strings.Join(lines(all), "\n")
	switch f.Kind {
	case canvas.List:
		return list(all), nil
	case canvas.Term, canvas.Terms:
		return terms(f, all)
	case canvas.Flag:
		for _, word := range []string{"true", "false"} {
			if fold(joined) == fold(message.Text("word/"+word)) {
				return &casebook.Value{Kind: casebook.Bool, Text: word}, nil
			}
		}
		return nil, all
	case canvas.Date:
		for _, form := range []string{time.DateOnly, "2-1-2006", "2/1/2006", "2.1.2006"} {
			if day, err := time.Parse(form, joined); err == nil {
				return &casebook.Value{Kind: casebook.Date, Text: day.Format(time.DateOnly)}, nil
			}
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

// running joins paragraphs to one text, with an empty line between paragraphs and none between the items of a list.
func running(all []*paragraph) string {
	var b strings.Builder
	for i, p := range all {
		switch {
		case i == 0:
		case p.style == item && all[i-1].style == item:
			b.WriteByte('\n')
		default:
			b.WriteString("\n\n")
		}
		if p.style == item {
			b.WriteString(strings.Repeat("  ", p.level-1) + "- " + strings.ReplaceAll(p.text, "\n", " "))
			continue
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// list makes a list with an item for every paragraph, and for every line that begins with a bullet.
func list(all []*paragraph) *casebook.Value {
	v := &casebook.Value{Kind: casebook.Sequence}
	for _, p := range all {
		typed := paragraphOf(strings.Split(p.text, "\n"))
		if p.style == item {
			typed = []paragraph{*p}
		}
		for _, t := range typed {
			v.Items = append(v.Items, text(t.text))
		}
	}
	return v
}

// terms looks up the words of an answer in the vocabulary of the field. It returns the words that it did not find as paragraphs.
func terms(f *canvas.Field, all []*paragraph) (*casebook.Value, []*paragraph) {
	var keys []string
	var rest []*paragraph
	known, choose := wordsOf(f.Vocabulary), fold(message.Text("word/choose"))
	for _, p := range all {
		for line := range strings.SplitSeq(p.text, "\n") {
			if fold(line) == choose {
				continue
			}
			found, unknown := known.split(line)
			for _, key := range found {
				if !slices.Contains(keys, key) {
					keys = append(keys, key)
				}
			}
			for _, u := range unknown {
				rest = append(rest, &paragraph{text: u})
			}
		}
	}
	if f.Kind == canvas.Term && len(keys) > 1 {
		for _, key := range keys[1:] {
			rest = append(rest, &paragraph{text: key})
		}
	}
	if len(keys) == 0 {
		return nil, rest
	}
	if f.Kind == canvas.Term {
		return text(keys[0]), rest
	}
	v := &casebook.Value{Kind: casebook.Sequence}
	for _, key := range keys {
		v.Items = append(v.Items, text(key))
	}
	return v, rest
}

// words are those of a vocabulary.
type words struct {
	keys map[string]string // by what may be written for them, folded
	most int               // of how many parts of a line the longest consists
}

func wordsOf(v *canvas.Vocabulary) words {
	all := words{keys: map[string]string{}}
	for _, w := range v.Terms {
		for _, name := range []string{w.Key, w.Label, nameOf(&w)} {
			all.most = max(all.most, len(partsOf(name)))
			if key := fold(name); all.keys[key] == "" {
				all.keys[key] = w.Key
			}
		}
	}
	return all
}

// split finds the words in a line, separated by commas, semicolons or "en". As words may contain commas, it tries the longest first.
func (w words) split(line string) (keys, unknown []string) {
	parts := partsOf(strings.TrimSpace(strings.TrimLeft(line, bullets+" ")))
	folded := make([]string, len(parts))
	for i, p := range parts {
		folded[i] = fold(strings.TrimPrefix(p, "\x00"))
	}
	for i := 0; i < len(parts); {
		found := false
		for j := min(len(parts), i+w.most); j > i && !found; j-- {
			written := strings.TrimPrefix(strings.Join(strings.Fields(strings.Join(folded[i:j], " ")), " "), "en ")
			if key := w.keys[written]; key != "" {
				keys, i, found = append(keys, key), j, true
			}
		}
		if found {
			continue
		}
		if word := strings.TrimSpace(strings.ReplaceAll(parts[i], "\x00", "")); word != "" {
			unknown = append(unknown, word)
		}
		i++
	}
	return keys, unknown
}

// partsOf divides a line at what may stand between two words of a vocabulary. A part behind "en" begins with a NUL.
func partsOf(line string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(line, " en ", ",\x00en "), func(r rune) bool { return r == ',' || r == ';' })
}
