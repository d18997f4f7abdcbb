package canvas_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
)

var root = filepath.Join("..", "..", "..")

func load(t *testing.T) *canvas.Definition {
	t.Helper()
	def, err := canvas.Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	return def
}

func TestWhatIsMadeFromTheDefinition(t *testing.T) {
	def := load(t)
	for name, want := range map[string]string{canvas.ArchetypeFile: def.Archetype(), canvas.SchemaFile: string(def.Schema()),
		canvas.SnippetsFile: string(def.Snippets())} {
		have, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if string(have) != want {
			t.Errorf("%s differs from what data/ gives: run go generate ./...", name)
		}
	}
}

// TestQuestionsOfTheWorksheet holds the words of the worksheet of October 2022 against the definition.
func TestQuestionsOfTheWorksheet(t *testing.T) {
	def := load(t)
	want := []string{
		"Kennismaken", "Wat is het dilemma?", "Waarom is het gesprek nú nodig?",
		"Verkennen", "Wie doen ertoe?", "Waar verlangen ze naar?", "Standpunten en emoties", "Belangen en waarden",
		"Rechten en voorkeuren", "Wat is de gedeelde vraag?",
		"Afwegen", "Voordelen", "Nadelen", "Wat is de conclusie?",
		"Kiezen", "Wat is de keuze?", "Wat heeft wie nodig?", "Hoe nu verder?",
		"Afronding", "Zijn we tevreden?", "Samenvatting",
	}
	var got []string
	for _, s := range def.Steps {
		got = append(got, s.WorksheetTitle)
		for _, f := range s.Fields {
			got = append(got, f.Question)
			if f.SecondQuestion != "" {
				got = append(got, f.SecondQuestion)
			}
			for _, r := range f.Rows {
				got = append(got, r.Label)
			}
		}
	}
	text := "\n" + strings.Join(got, "\n") + "\n"
	at := 0
	for _, w := range want {
		i := strings.Index(text[at:], "\n"+w+"\n")
		if i < 0 {
			t.Errorf("the definition lacks %q, or has it in another order", w)
			continue
		}
		at += i + 1
	}
	long, short := 0, 0
	for _, s := range def.Steps {
		long, short = long+s.Minutes.Long, short+s.Minutes.Short
	}
	if len(def.Steps) != 5 || long != 120 || short != 60 {
		t.Errorf("%d steps in %d and %d minutes", len(def.Steps), long, short)
	}
}

// TestScheduleOfTheHandbook holds the tables for the facilitator against the minutes of the definition.
func TestScheduleOfTheHandbook(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "content", "handreiking", "gespreksleider.md"))
	if err != nil {
		t.Fatal(err)
	}
	long, short := 0, 0
	for _, s := range load(t).Steps {
		for _, row := range []string{
			fmt.Sprintf("| %d tot %d | [%s]", long, long+s.Minutes.Long, s.Title),
			fmt.Sprintf("| %d tot %d | [%s]", short, short+s.Minutes.Short, s.Title),
		} {
			if !strings.Contains(string(page), row) {
				t.Errorf("the schedule lacks %q", row)
			}
		}
		long, short = long+s.Minutes.Long, short+s.Minutes.Short
	}
}

func TestVocabularies(t *testing.T) {
	def := load(t)
	for name, n := range map[string]int{"woo_gronden": 17, "informatiecategorieen": 18} {
		v := def.Vocabularies[name]
		if len(v.Terms) != n {
			t.Errorf("%s has %d words, not %d", name, len(v.Terms), n)
		}
		for _, w := range v.Terms {
			if w.Source == "" || w.URI == "" || w.Explanation == "" {
				t.Errorf("%s %s: no source, URI or explanation", name, w.Key)
			}
		}
	}
	mandatory := 0
	for _, w := range def.Vocabularies["informatiecategorieen"].Terms {
		if w.URI != "https://identifier.overheid.nl/tooi/def/thes/kern/"+w.Code {
			t.Errorf("%s: %s", w.Key, w.URI)
		}
		if (w.Duty == "verplicht") != (w.MandatorySince != "") {
			t.Errorf("%s: duty %q since %q", w.Key, w.Duty, w.MandatorySince)
		}
		if w.MandatorySince == "2024-11-01" {
			mandatory++
		}
	}
	if mandatory != 5 {
		t.Errorf("%d categories of the first tranche, not 5", mandatory)
	}
}

// TestRolesAndPlaces holds what the definition says to the pages: a role that fits its field and that one field has, and a place on A3.
func TestRolesAndPlaces(t *testing.T) {
	roles := map[canvas.Role]int{}
	for _, s := range load(t).Steps {
		if s.A3 == "" {
			t.Errorf("%s has no place on A3", s.Key)
		}
		for _, f := range s.Fields {
			for _, f := range append([]*canvas.Field{f}, f.Rows...) {
				roles[f.Role]++
			}
		}
	}
	for _, role := range []canvas.Role{canvas.Lead, canvas.Players, canvas.Interests, canvas.Shared, canvas.Options, canvas.Choice} {
		if roles[role] != 1 {
			t.Errorf("%d fields are %s", roles[role], role)
		}
	}
	files, err := filepath.Glob(filepath.Join(root, "data", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, now, says string }{
		"unknown":        {"role: lead", "role: leed", "De rol leed bestaat niet, of past niet bij dilemma."},
		"not a text":     {"role: players", "role: lead", "De rol lead bestaat niet, of past niet bij spelers."},
		"not a row":      {"role: lead", "role: interests", "De rol interests bestaat niet, of past niet bij dilemma."},
		"twice":          {"        question: Wat is de conclusie?", "        question: Wat is de conclusie?\n        role: lead", "De rol lead van conclusie staat ook bij een ander veld."},
		"no part of it":  {"  - key: title\n", "  - key: title\n    role: lead\n", "De rol lead bestaat niet, of past niet bij title."},
		"no place":       {"a3: 4 / -1", "a3: rechts", "rechts is geen plek op A3 voor verkennen."},
		"more than that": {"a3: 4 / -1", `a3: "1 / 4; color: red"`, "1 / 4; color: red is geen plek op A3 voor verkennen."},
	} {
		book := fstest.MapFS{}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			book["data/"+filepath.Base(file)] = &fstest.MapFile{Data: text}
		}
		text := string(book[canvas.File].Data)
		changed := strings.Replace(text, c.old, c.now, 1)
		if changed == text {
			t.Fatalf("%s: the definition has no %q", name, c.old)
		}
		book[canvas.File].Data = []byte(changed)
		_, err := canvas.Load(book)
		var wrong canvas.Errors
		if !errors.As(err, &wrong) || len(wrong) == 0 || !strings.HasPrefix(wrong[0].Message, c.says) || wrong[0].Line < 2 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
