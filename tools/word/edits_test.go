package word_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// Where a word must be found, besides the path of a field.
const (
	inRemainder = "below the canvas"
	nowhere     = "nowhere"
)

// edited is a document that somebody works on, with the place where each of its words must come.
type edited struct {
	*rand.Rand
	parts map[string]string
	body  string
	place map[string]string // word → path of a field, or one of the places above
	n     int               // how many words there are
}

// word makes a word that is in the document once.
func (e *edited) word(place string) string {
	var b strings.Builder
	b.WriteString("zq")
	for n := e.n; ; n /= 20 {
		b.WriteByte("bcdfghjklmnprstvwxyz"[n%20])
		if n < 20 {
			break
		}
	}
	b.WriteString("aq")
	e.n++
	e.place[b.String()] = place
	return b.String()
}

var oneWord = regexp.MustCompile(`zq[b-z]+aq`)

// reworded gives every answer words of its own.
func (e *edited) reworded(v *casebook.Value, fields []*canvas.Field, prefix string) *casebook.Value {
	out := &casebook.Value{Kind: v.Kind, Text: v.Text}
	for _, pair := range v.Pairs {
		at := slices.IndexFunc(fields, func(f *canvas.Field) bool { return f.Key == pair.Key.Text })
		if at < 0 {
			continue
		}
		f, path := fields[at], prefix+pair.Key.Text
		value := pair.Value
		switch {
		case f.Later:
			continue
		case f.Kind == canvas.Group:
			value = e.reworded(value, f.Fields, path+".")
		case f.Kind == canvas.Table:
			value = &casebook.Value{Kind: casebook.Sequence}
			for i, entry := range pair.Value.Items {
				value.Items = append(value.Items, e.reworded(entry, f.Entry(), fmt.Sprintf("%s[%d].", path, i)))
			}
		case f.Kind == canvas.List:
			value = &casebook.Value{Kind: casebook.Sequence}
			for range pair.Value.Items {
				value.Items = append(value.Items, &casebook.Value{Kind: casebook.String, Text: e.word(path) + " " + e.word(path)})
			}
		case f.Kind == canvas.Text && value.Kind == casebook.String:
			value = &casebook.Value{Kind: casebook.String, Text: e.word(path) + " en " + e.word(path) + " of " + e.word(path)}
		}
		out.Pairs = append(out.Pairs, casebook.Pair{Key: pair.Key, Value: value})
	}
	return out
}

func newEdited(t *testing.T, def *canvas.Definition, seed int) *edited {
	e := &edited{Rand: rand.New(rand.NewPCG(uint64(seed), 7)), parts: map[string]string{}, place: map[string]string{}}
	f := casebook.Parse(casebook.Path("x"), []byte(fixture.Dilemma(def, 1+seed%60)))
	front := e.reworded(f.Front, def.Root.Fields, "")
	story := e.word("story") + " in het verhaal.\n\n- " + e.word("story") + "\n- " + e.word("story")
	data := word.Write(def, front, story)
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		e.parts[f.Name] = string(text)
	}
	e.body = e.parts["word/document.xml"]
	return e
}

// An answer is a paragraph with a word of ours in one run.
var anAnswer = regexp.MustCompile(`<w:p>(<w:pPr>(?:[^<]|<[^/]|</w:numPr)*?</w:pPr>)?<w:r><w:t xml:space="preserve">([^<]*zq[b-z]+aq[^<]*)</w:t></w:r></w:p>`)

// change replaces the paragraph of an answer; do gets its properties, its text and the place of its words.
func (e *edited) change(do func(properties, text, place string) string) {
	all := anAnswer.FindAllStringSubmatchIndex(e.body, -1)
	if all == nil {
		return
	}
	at := all[e.IntN(len(all))]
	properties := ""
	if at[2] >= 0 {
		properties = e.body[at[2]:at[3]]
	}
	text := e.body[at[4]:at[5]]
	e.body = e.body[:at[0]] + do(properties, text, e.place[oneWord.FindString(text)]) + e.body[at[1]:]
}

func raw(text string) string { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }

// table replaces each row of the table in the content control of a field.
func (e *edited) table(path string, do func(i int, row string) string) {
	from := strings.Index(e.body, `<w:tag w:val="`+path+`"/>`)
	if from < 0 {
		return
	}
	to := from + strings.Index(e.body[from:], `</w:tbl>`)
	from += strings.Index(e.body[from:], `<w:tr>`)
	if strings.Contains(e.body[from:to], `<w:tbl>`) {
		return // a table was pasted into it
	}
	rows := strings.SplitAfter(e.body[from:to], `</w:tr>`)
	for i := range rows[:len(rows)-1] {
		rows[i] = do(i, rows[i])
	}
	e.body = e.body[:from] + strings.Join(rows, "") + e.body[to:]
}

// edits are what people do to a canvas in a word processor.
var edits = []struct {
	name string
	do   func(e *edited)
}{
	{"types on, so that a run falls apart", func(e *edited) {
		e.change(func(properties, text, place string) string {
			at := e.IntN(len(text) + 1)
			return `<w:p w:rsidR="00AB12CD">` + properties + `<w:proofErr w:type="spellStart"/>` + strings.Replace(raw(text[:at]), `<w:r>`, `<w:r w:rsidRPr="00AB12CD"><w:rPr><w:lang w:val="nl-NL"/></w:rPr>`, 1) +
				`<w:proofErr w:type="spellEnd"/><w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>` + raw(text[at:]+" "+e.word(place)) + `</w:p>`
		})
	}},
	{"proposes words", func(e *edited) {
		e.change(func(properties, text, place string) string {
			return `<w:p>` + properties + raw(text+" ") + `<w:ins w:id="9" w:author="A">` + raw(e.word(place)) + `</w:ins><w:del w:id="8" w:author="A"><w:r><w:delText>` + e.word(nowhere) + `</w:delText></w:r></w:del></w:p>`
		})
	}},
	{"moves words", func(e *edited) {
		e.change(func(properties, text, place string) string {
			moved := e.word(place)
			return `<w:p>` + properties + raw(text+" ") + `<w:moveFrom w:id="5">` + raw(moved) + `</w:moveFrom>` + raw(" dan ") + `<w:moveTo w:id="6">` + raw(moved) + `</w:moveTo></w:p>`
		})
	}},
	{"strikes words out", func(e *edited) {
		e.change(func(properties, text, _ string) string {
			return `<w:p>` + properties + raw(text+" ") + rpr(`<w:strike/>`, e.word(nowhere)) + `</w:p>`
		})
	}},
	{"hides words", func(e *edited) {
		e.change(func(properties, text, _ string) string {
			return `<w:p>` + properties + raw(text+" ") + rpr(`<w:vanish/>`, e.word(inRemainder)) + `</w:p>`
		})
	}},
	{"remarks", func(e *edited) {
		e.change(func(properties, text, _ string) string {
			return `<w:p>` + properties + `<w:commentRangeStart w:id="1"/>` + raw(text) + `<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>`
		})
	}},
	{"pastes a paragraph", func(e *edited) {
		e.change(func(properties, text, place string) string {
			return `<w:p>` + properties + raw(text) + `</w:p><w:p/>` + para(raw(e.word(place)), `<w:r><w:br/></w:r>`, raw(e.word(place)))
		})
	}},
	{"pastes a list", func(e *edited) {
		e.change(func(properties, text, place string) string {
			return `<w:p>` + properties + raw(text) + `</w:p>` + listed("1", "0", e.word(place)) + listed("2", "1", e.word(place)) + listed("77", "0", e.word(place))
		})
	}},
	{"pastes a table", func(e *edited) {
		e.change(func(properties, text, place string) string {
			return `<w:p>` + properties + raw(text) + `</w:p>` + tbl(row(e.word(place), e.word(place)), row(e.word(place), "")) + `<w:p/>`
		})
	}},
	{"pastes from the web", func(e *edited) {
		e.change(func(properties, text, place string) string {
			return `<w:p>` + properties + `<w:hyperlink r:id="x"><w:smartTag>` + raw(text) + `</w:smartTag></w:hyperlink>` + control(`<w:text/>`, raw(" "+e.word(place))) +
				`<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x"><w:r><w:t xml:space="preserve"> ` + e.word(place) + `</w:t></w:r></mc:Choice><mc:Fallback>` + raw(e.word(nowhere)) + `</mc:Fallback></mc:AlternateContent></w:p>`
		})
	}},
	{"draws a text box", func(e *edited) {
		e.change(func(properties, text, _ string) string {
			return `<w:p>` + properties + raw(text) + `<w:r><w:drawing><w:txbxContent>` + para(raw(e.word(inRemainder))) + `</w:txbxContent></w:drawing></w:r></w:p>`
		})
	}},
	{"joins paragraphs", func(e *edited) {
		e.change(func(properties, text, place string) string {
			return `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>` + raw(e.word(place)+" ") + `</w:p><w:p>` + properties + raw(text) + `</w:p>`
		})
	}},
	{"adds a player", func(e *edited) {
		const path = "canvas.verkennen.spelers"
		keys := []string{"speler", "standpunten_en_emoties", "belangen_en_waarden", "rechten_en_voorkeuren"}
		players := 0
		e.table(path, func(i int, row string) string {
			if i == 0 {
				players = strings.Count(row, `<w:tc>`) - 1
			}
			return strings.Replace(row, `</w:tr>`, `<w:tc><w:tcPr/>`+para(raw(e.word(fmt.Sprintf("%s[%d].%s", path, players, keys[i]))))+`</w:tc></w:tr>`, 1)
		})
	}},
	{"adds a need", func(e *edited) {
		const path = "canvas.kiezen.wie_heeft_wat_nodig"
		needs := 0
		e.table(path, func(i int, row string) string {
			needs = i
			return row
		})
		e.table(path, func(i int, row string) string {
			if i == needs && needs > 0 {
				return row + `<w:tr><w:tc>` + para(raw(e.word(fmt.Sprintf("%s[%d].wie", path, needs)))) + `</w:tc><w:tc>` + para(raw(e.word(fmt.Sprintf("%s[%d].wat", path, needs)))) + `</w:tc></w:tr>`
			}
			return row
		})
	}},
	{"adds a row of their own", func(e *edited) {
		if at := strings.Index(e.body, `</w:tbl>`); strings.Count(e.body[:at], `<w:tbl>`) == 1 {
			e.body = e.body[:at] + `<w:tr><w:tc>` + para(raw(e.word(inRemainder))) + `</w:tc><w:tc>` + para(raw(e.word(inRemainder))) + `</w:tc></w:tr>` + e.body[at:]
		}
	}},
	{"writes a note and a head", func(e *edited) {
		if e.parts["word/footnotes.xml"] != "" {
			return
		}
		e.parts["word/footnotes.xml"] = `<w:footnotes ` + strings.TrimSpace(ns) + `><w:footnote w:id="1">` + para(raw(e.word(inRemainder))) + `</w:footnote></w:footnotes>`
		e.parts["word/header1.xml"] = `<w:hdr ` + strings.TrimSpace(ns) + `>` + para(raw(e.word(inRemainder))) + `</w:hdr>`
	}},
	{"leaves out the help", func(e *edited) {
		e.body = regexp.MustCompile(`<w:p><w:pPr><w:pStyle w:val="Uitleg"/></w:pPr>.*?</w:p>`).ReplaceAllString(e.body, "")
	}},
}

// loosened is what programs such as Google Docs leave of a document: no content controls.
func loosened(body string) string {
	body = regexp.MustCompile(`<w:sdt><w:sdtPr>(<w:tag[^>]*/>)?<w:id[^>]*/>(<w:dropDownList>.*?</w:dropDownList>)?</w:sdtPr><w:sdtContent>`).ReplaceAllString(body, "")
	return strings.ReplaceAll(body, `</w:sdtContent></w:sdt>`, "")
}

// found are the places of the words in what was read.
func found(r *word.Reading) map[string][]string {
	all := map[string][]string{}
	add := func(text, place string) {
		for _, w := range oneWord.FindAllString(text, -1) {
			all[w] = append(all[w], place)
		}
	}
	var walk func(v *casebook.Value, path string)
	walk = func(v *casebook.Value, path string) {
		add(v.Text, path)
		for i, item := range v.Items {
			if item.Kind == casebook.Mapping {
				walk(item, fmt.Sprintf("%s[%d]", path, i))
			} else {
				walk(item, path)
			}
		}
		for _, pair := range v.Pairs {
			walk(pair.Value, strings.TrimPrefix(path+"."+pair.Key.Text, "."))
		}
	}
	walk(r.Front, "")
	story, remainder, _ := strings.Cut(r.Story, "## Uit het document")
	add(story, "story")
	add(remainder, inRemainder)
	return all
}

// worked is a document after some edits, and what they were.
func worked(t *testing.T, def *canvas.Definition, seed int, without ...string) (*edited, []string) {
	e := newEdited(t, def, seed)
	var done []string
	for range 1 + e.IntN(12) {
		edit := edits[e.IntN(len(edits))]
		if slices.Contains(without, edit.name) {
			continue
		}
		done = append(done, edit.name)
		edit.do(e)
	}
	return e, done
}

// hold holds the words of a reading against their places.
func (e *edited) hold(t *testing.T, r *word.Reading, about string) {
	t.Helper()
	places := found(r)
	for _, w := range slices.Sorted(maps.Keys(e.place)) {
		want := e.place[w]
		if got := places[w]; !(len(got) == 1 && got[0] == want || len(got) == 0 && want == nowhere) {
			t.Errorf("%s: %s is in %q, not in %q", about, w, got, want)
		}
	}
}

// TestEdits works on the canvas as people do, and finds every word again: in its place, below the canvas, or nowhere when it was struck out.
func TestEdits(t *testing.T) {
	def := load(t)
	seeds := 300
	if testing.Short() {
		seeds = 30
	}
	for seed := range seeds {
		e, done := worked(t, def, seed)
		if e.IntN(3) == 0 && !slices.Contains(done, "pastes from the web") {
			done, e.body = append(done, "without controls"), loosened(e.body)
		}
		e.parts["word/document.xml"] = e.body
		if e.hold(t, read(t, def, pack(t, e.parts)), fmt.Sprintf("seed %d, %q", seed, done)); t.Failed() {
			return
		}
	}
}

// TestEditsOffice lets LibreOffice save such documents, but for those with parts that our own writing of them leaves too bare for it to open.
func TestEditsOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	def := load(t)
	docs, all := map[string][]byte{}, map[string]*edited{}
	for seed := range 16 {
		e, done := worked(t, def, seed, "draws a text box", "pastes from the web", "writes a note and a head", "remarks")
		name := fmt.Sprint(seed)
		e.parts["word/document.xml"] = e.body
		t.Logf("seed %d: %q", seed, done)
		docs[name], all[name] = pack(t, e.parts), e
	}
	for _, form := range []string{"odt", "docx"} {
		for name, data := range office(t, form, docs) {
			all[name].hold(t, read(t, def, data), form+" "+name)
		}
	}
}
