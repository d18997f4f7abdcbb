package word_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// tc is a cell: "2>" before its text extends over two columns, "v>" begins a cell over more rows and "^" is the rest of one.
func tc(text string) string {
	properties := `<w:tcW w:w="2000" w:type="dxa"/>`
	if n, rest, ok := strings.Cut(text, ">"); ok && len(n) == 1 {
		text = rest
		if properties += `<w:gridSpan w:val="` + n + `"/>`; n == "v" {
			properties = `<w:vMerge w:val="restart"/>`
		}
	}
	if rest, ok := strings.CutPrefix(text, "^"); ok {
		properties, text = `<w:vMerge/>`, rest
	}
	return `<w:tc><w:tcPr>` + properties + `</w:tcPr>` + p("", text) + `</w:tc>`
}

// drawn is a table of three columns from lines with a bar between cells.
func drawn(lines ...string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(`<w:tr>`)
		for text := range strings.SplitSeq(line, "|") {
			b.WriteString(tc(strings.TrimSpace(text)))
		}
		b.WriteString(`</w:tr>`)
	}
	return `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>` + strings.Repeat(`<w:gridCol w:w="2000"/>`, 3) + `</w:tblGrid>` + b.String() + `</w:tbl>`
}

// shapes are tables with merged cells, and the entries that they hold: of a player the name, and the answers to the three questions.
var shapes = []struct {
	name, question, table string
	want                  string
	apart                 string
}{
	{"one answer for two players", "Wie doen ertoe?", drawn("Speler | Inwoner | Wethouder", "Standpunten en emoties | 2>Allebei boos", "Belangen en waarden | huis | stad"),
		"Inwoner: Allebei boos, huis. Wethouder: Allebei boos, stad.", ""},
	{"a label over two rows", "Wie doen ertoe?", drawn("Speler | Inwoner | Wethouder", "v>Standpunten en emoties | boos | bang", "^ | en verdrietig | en moe", "Belangen en waarden | huis | stad"),
		"Inwoner: boos+en verdrietig, huis. Wethouder: bang+en moe, stad.", ""},
	{"an empty label below", "Wie doen ertoe?", drawn("Speler | Inwoner | Wethouder", "Standpunten en emoties | boos | bang", " | en verdrietig | ", "Belangen en waarden | huis | stad", "Rechten en voorkeuren | a | b"),
		"Inwoner: boos+en verdrietig, huis, a. Wethouder: bang, stad, b.", ""},
	{"labels over a whole row", "Wie doen ertoe?", drawn("Speler | Inwoner | Wethouder", "3>Standpunten en emoties", " | boos | bang", "3>Belangen en waarden", " | huis | stad"),
		"Inwoner: boos, huis. Wethouder: bang, stad.", ""},
	{"labels above their answers", "Wie doen ertoe?", drawn("3>Speler", "Inwoner | Wethouder | Raad", "3>Standpunten en emoties", "boos | bang | kalm", "nog boos | | ", "3>Belangen en waarden", "huis | stad | rust"),
		"Inwoner: boos+nog boos, huis. Wethouder: bang, stad. Raad: kalm, rust.", ""},
	{"one answer to two questions", "Wie doen ertoe?", drawn("Speler | Inwoner | Wethouder", "Standpunten en emoties | v>boos om het huis | bang", "Belangen en waarden | ^ | stad"),
		"Inwoner: boos om het huis, boos om het huis. Wethouder: bang, stad.", ""},
	{"a label and its answer over two rows", "Wie doen ertoe?", drawn("Speler | Inwoner | Wethouder", "v>Standpunten en emoties | v>boos | bang", "^ | ^ | en moe", "Belangen en waarden | huis | stad"),
		"Inwoner: boos, huis. Wethouder: bang+en moe, stad.", ""},
	{"a finer grid", "Wie doen ertoe?", drawn("Speler | 2>Inwoner", "Standpunten en emoties | 2>boos", "Belangen en waarden | 2>huis"),
		"Inwoner: boos, huis.", ""},
	{"text in a covered cell", "Wie doen ertoe?", drawn("Speler | Inwoner | Wethouder", "Standpunten en emoties | v>boos | bang", "Belangen en waarden | ^toch eigen | stad"),
		"Inwoner: boos, boos+toch eigen. Wethouder: bang, stad.", ""},
	{"a row of their own", "Wie doen ertoe?", drawn("Speler | Inwoner | Wethouder", "Standpunten en emoties | boos | bang", "Vervoer | 2>samen met de bus", "Belangen en waarden | huis | stad"),
		"Inwoner: boos, huis. Wethouder: bang, stad.", "samen met de bus"},
	{"one who needs more", "Wat heeft wie nodig?", drawn("Wie | Wat | ", "v>Wethouder | een belletje |", "^ | bloemen |"),
		"Wethouder: een belletje. Wethouder: bloemen.", ""},
}

// TestTables reads tables whose cells are merged, from Word, and from LibreOffice as both kinds.
func TestTables(t *testing.T) {
	def := load(t)
	docs := map[string][]byte{}
	for i, s := range shapes {
		docs[fmt.Sprint(i)] = kind{body: p("Kop2", s.question) + s.table + p("", "")}.document(t)
	}
	hold := func(t *testing.T, data []byte, i int) {
		r := read(t, def, data)
		if got := told(r, shapes[i].question); got != shapes[i].want {
			t.Errorf("%s\n not %s", got, shapes[i].want)
		}
		if (r.Story == "") != (shapes[i].apart == "") || !strings.Contains(r.Story, shapes[i].apart) {
			t.Errorf("apart: %q", r.Story)
		}
	}
	for i, s := range shapes {
		t.Run(s.name, func(t *testing.T) { hold(t, docs[fmt.Sprint(i)], i) })
	}
	if testing.Short() {
		return
	}
	for _, form := range []string{"odt", "docx"} {
		saved := office(t, form, docs)
		for i, s := range shapes {
			if s.name == "text in a covered cell" {
				continue // LibreOffice drops it
			}
			t.Run(form+" "+s.name, func(t *testing.T) { hold(t, saved[fmt.Sprint(i)], i) })
		}
	}
}

// told returns the entries of the table below a question on one line.
func told(r *word.Reading, question string) string {
	v := r.Front.Get("canvas").Get("verkennen").Get("spelers")
	if question != "Wie doen ertoe?" {
		v = r.Front.Get("canvas").Get("kiezen").Get("wie_heeft_wat_nodig")
	}
	if v == nil {
		return ""
	}
	var all []string
	for _, e := range v.Items {
		var answers []string
		for _, pair := range e.Pairs[1:] {
			answers = append(answers, strings.ReplaceAll(strings.TrimSpace(pair.Value.Text), "\n\n", "+"))
		}
		all = append(all, e.Pairs[0].Value.Text+": "+strings.Join(answers, ", ")+".")
	}
	return strings.Join(all, " ")
}
