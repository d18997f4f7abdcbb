package interview_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/interview"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
)

// person gives the answers of a list, and then leaves.
type person struct {
	answers []string
	shown   strings.Builder
	bold    []string                              // the headings and questions
	choose  func(p *person, prompt string) string // gives the answers in place of the list
}

func (p *person) Say(c terminal.Colour, text string) {
	p.shown.WriteString(text + "\n")
	if c == terminal.Bold {
		p.bold = append(p.bold, text)
	}
}

func (p *person) Read(_ context.Context, prompt terminal.Prompt) (string, error) {
	if p.choose != nil {
		p.answers = []string{p.choose(p, prompt.Text)}
	}
	if len(p.answers) == 0 {
		return "", io.EOF
	}
	answer := p.answers[0]
	p.answers = p.answers[1:]
	p.shown.WriteString(prompt.Text + answer + "\n")
	return answer, nil
}

func (p *person) Cuts(string) bool { return false }

// begin makes a dilemma by a definition, and the conversation about it.
func begin(t *testing.T, def *canvas.Definition, answers ...string) (*interview.Interview, *person) {
	t.Helper()
	root := t.TempDir()
	path, err := casebook.Create(root, def.Archetype(), "Een titel", time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC), nil)
	if err != nil {
		t.Fatal(err)
	}
	p := &person{answers: answers}
	return &interview.Interview{
		Person: p, Root: casebook.DirFS(root), Path: path, Definition: def,
		Check: func([]byte) []finding.Finding { return nil },
	}, p
}

func source(t *testing.T, i *interview.Interview) *casebook.File {
	t.Helper()
	src, err := i.Root.ReadFile(i.Path)
	if err != nil {
		t.Fatal(err)
	}
	return casebook.Parse(i.Path, src)
}

func load(t *testing.T, files ...map[string]string) *canvas.Definition {
	t.Helper()
	var from casebook.Layers
	from.Product = product.Files
	own := fstest.MapFS{}
	for _, m := range files {
		for name, text := range m {
			own[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	from.Own = own
	def, err := canvas.Load(from)
	if err != nil {
		t.Fatal(err)
	}
	return def
}

// TestAsksAll answers every question with something that fits, whatever the definition asks, and ends with a dilemma in which nothing is open.
func TestAsksAll(t *testing.T) {
	another := strings.NewReplacer(
		"    title: Kennismaken\n", "    title: Beginnen\n",
		// A step with every kind of field at its top: a list, a word, a day, and a table with a row of words.
		"      - key: waarom_nu\n", `      - key: feiten
        label: Feiten
        question: Welke feiten weten we?
        help: Schrijf op wat vaststaat.
        kind: list
        required: published
        min: 3
      - key: haast
        label: Haast
        question: Wanneer moet het klaar zijn?
        help: De laatste dag, als jjjj-mm-dd.
        kind: date
        required: published
      - key: laag
        label: Laag
        question: In welke laag speelt het?
        help: Kies er een.
        kind: term
        vocabulary: bestuurslagen
        required: published
      - key: waarom_nu
`,
		"          - key: wat\n", `          - key: lagen
            label: Lagen
            help: Kies de lagen die meedoen.
            kind: terms
            vocabulary: bestuurslagen
            required: published
            min: 1
          - key: wat
`).Replace(read(t, "data/canvas.yaml"))
	for name, def := range map[string]*canvas.Definition{"of this book": load(t), "another": load(t, map[string]string{"data/canvas.yaml": another})} {
		i, p := begin(t, def)
		question, reads := 0, 0
		p.choose = func(p *person, prompt string) string {
			if question != len(p.bold) {
				question, reads = len(p.bold), 0
			}
			reads++
			last := p.shown.String()
			last = last[strings.LastIndex(last, p.bold[question-1]):]
			switch {
			case strings.Contains(last, "Waren dit ze allemaal"), prompt == "> " && reads > 1, prompt == "4. ":
				return ""
			case strings.Contains(last, "met komma's"):
				return "1"
			case strings.Contains(last, "Kies een nummer"):
				return "3"
			case strings.Contains(last, "[j/n]"):
				return "ja"
			case strings.Contains(last, "jjjj-mm-dd"):
				return "2027-03-01"
			case reads+question > 500:
				t.Fatalf("%s: it does not end\n%s", name, p.shown.String())
			}
			return "Een antwoord."
		}
		if err := i.Run(t.Context()); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, p.shown.String())
		}
		f := source(t, i)
		for _, step := range lifecycle.ProgressOf(def, f.Front) {
			if len(step.Open) > 0 {
				t.Errorf("%s: %s is open\n%s", name, step.Open[0].Key, f.Source)
			}
		}
		if f.Front.At("toestemming", "deelnemers").Text != "true" {
			t.Errorf("%s: no consent", name)
		}
		for _, key := range []string{"tweede_lezer", "herkomst", "themas", "bestuurslaag", "woo_gronden", "uitkomst", "herzien_voor"} {
			if f.Front.Get(key).Blank() {
				t.Errorf("%s: %s is open", name, key)
			}
		}
		for _, question := range p.bold {
			if strings.Contains(question, "Concept") || strings.Contains(question, "Ingetrokken") {
				t.Errorf("%s: asks %s", name, question)
			}
		}
		// Every comment of the archetype is still there.
		for line := range strings.Lines(def.Archetype()) {
			if _, comment, ok := strings.Cut(line, "# "); ok && !strings.Contains(string(f.Source), comment) {
				t.Errorf("%s: lost %s", name, comment)
			}
		}
		if len(f.Problems) > 0 {
			t.Errorf("%s: %v\n%s", name, f.Problems, f.Source)
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestSkipsAll presses Enter only: every question comes once, and the file stays as it was.
func TestSkipsAll(t *testing.T) {
	i, p := begin(t, load(t))
	before := source(t, i).Source
	p.answers = make([]string, 200)
	if err := i.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if asked := 200 - len(p.answers); asked < 10 || asked > 25 {
		t.Errorf("%d questions\n%s", asked, p.shown.String())
	}
	if string(source(t, i).Source) != string(before) {
		t.Error("the file changed")
	}
}

func TestBack(t *testing.T) {
	i, p := begin(t, load(t), "Een.", "", "<", "Anders.", "", "Twee.", "", "A", "<", "B", "<", "<", "?", "<", "<", "<", "Een andere titel", "Stand")
	if err := i.Run(t.Context()); !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	f := source(t, i)
	for path, want := range map[string]string{
		"canvas.kennismaken.dilemma": "Anders.", "canvas.kennismaken.waarom_nu": "Twee.", "canvas.verkennen.spelers.0.speler": "B",
		"title": "Een andere titel", "canvas.verkennen.spelers.0.standpunten_en_emoties": "Stand",
	} {
		if got := strings.TrimSpace(f.Front.At(strings.Split(path, ".")...).Text); got != want {
			t.Errorf("%s: %q\n%s", path, got, p.shown.String())
		}
	}
}

// TestMoves goes to steps and to questions that have their answer.
func TestMoves(t *testing.T) {
	i, p := begin(t, load(t), "Een.", "", "Twee.", "", "<4", ">", ">", "Hoe", "", "<1", ">", "Anders.", "", "<", "<9", ">", ">", "1", "<1", "<", ">", ">", "Drie.")
	if err := i.Run(t.Context()); !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	f := source(t, i)
	for path, want := range map[string]string{
		"canvas.kennismaken.dilemma": "Een.", "canvas.kennismaken.waarom_nu": "Drie.", "canvas.kiezen.hoe_nu_verder": "Hoe", "herkomst": "fictief",
	} {
		if got := strings.TrimSpace(textAt(f, path)); got != want {
			t.Errorf("%s: %q\n%s", path, got, p.shown.String())
		}
	}
}

func textAt(f *casebook.File, path string) string {
	if v := f.Front.At(strings.Split(path, ".")...); v != nil {
		return v.Text
	}
	return ""
}

// TestResumed asks only what is open in a dilemma that others wrote, and changes nothing else in it.
func TestResumed(t *testing.T) {
	def := load(t)
	for _, text := range []string{
		"---\ntitle: Kort\ndate: 2026-01-01\ndraft: true\n---\nVerhaal.\n",
		"---\ncanvas:\n    verkennen: {spelers: [{speler: A}], gedeelde_vraag: Mag dat?}\ntitle: Kort\n---\n",
		"---\r\ntitle: Kort\r\ncanvas:\r\n  kennismaken:\r\n    dilemma: >-\r\n      Gevouwen\r\n      tekst\r\n---\r\n",
	} {
		i, p := begin(t, def)
		if err := i.Root.Replace(i.Path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		before := source(t, i)
		for range 40 {
			p.answers = append(p.answers, "1")
		}
		err := i.Run(t.Context())
		f := source(t, i)
		if err != nil && !errors.Is(err, io.EOF) || len(f.Problems) > len(before.Problems) {
			t.Fatalf("%v %v\n%s\n%s", err, f.Problems, p.shown.String(), f.Source)
		}
		for _, path := range []string{"title", "date", "draft", "canvas.verkennen.gedeelde_vraag", "canvas.verkennen.spelers.0.speler"} {
			if v := before.Front.At(strings.Split(path, ".")...); !v.Blank() && f.Front.At(strings.Split(path, ".")...).Text != v.Text {
				t.Errorf("%s changed\n%s", path, f.Source)
			}
		}
		if string(before.Body()) != string(f.Body()) || len(f.Source) <= len(before.Source) {
			t.Errorf("not well written\n%s", f.Source)
		}
	}
}

func TestNotAsked(t *testing.T) {
	for text, want := range map[string]error{
		"---\ntitle: [\n---\n": interview.ErrBroken,
		"Geen streepjes\n":     interview.ErrBroken,
		"---\ntitle: x\ningetrokken: {reden: x}\n---\nNiet.": interview.ErrWithheld,
		"": interview.ErrGone,
	} {
		i, p := begin(t, load(t), "Iets")
		if err := i.Root.Replace(i.Path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if text == "" {
			i.Path += "x"
		}
		if err := i.Run(t.Context()); !errors.Is(err, want) || p.shown.Len() > 0 {
			t.Errorf("%q: %v\n%s", text, err, p.shown.String())
		}
	}
}

// TestGiven gives what can be asked, in each way in which it can be written, and gets the same file.
func TestGiven(t *testing.T) {
	def := load(t)
	root := product.Over(fstest.MapFS{})
	book := casebook.Open(root)
	checker := rules.New(book, rules.ReadStandard(book), time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC))
	base, err := casebook.Fill(def.Archetype(), "Een titel", "een-titel", time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	const name = "content/dilemmas/een-titel.md"
	yaml := `herkomst: geanonimiseerd
themas: [timing, privacy]
bestuurslaag: gemeente
canvas:
  kennismaken:
    dilemma: |
      Een: twee.

      Drie.
    waarom_nu: Nu.
  verkennen:
    spelers:
      - speler: Projectleider
        standpunten_en_emoties: Wil wachten.
      - speler: Bewoner
      - speler: Raad
  afwegen:
    keuzes:
      - keuze: Wachten
        voordelen: [Rust, Tijd winnen]
toestemming: {eigenaar: true}
herzien_voor: 2028-03-01
`
	json := "{\t\"herkomst\": \"geanonimiseerd\", \"themas\": [\"timing\", \"privacy\"], \"bestuurslaag\": \"gemeente\", \"uitkomst\": null,\n" +
		`"canvas": {"kennismaken": {"dilemma": "Een: twee.\n\nDrie.", "waarom_nu": "N\u0075."}, "verkennen": {"spelers": [{"speler": "Projectleider", "standpunten_en_emoties": "Wil wachten."},
		{"speler": "Bewoner"}, {"speler": "Raad"}]}, "afwegen": {"keuzes": [{"keuze": "Wachten", "voordelen": ["Rust", "Tijd winnen"]}]}}, "toestemming": {"eigenaar": true}, "herzien_voor": "2028-03-01"}`
	settings := []string{
		"herkomst=3", "themas=timing, Privacy", "bestuurslaag=gemeente", "canvas.kennismaken.dilemma=Een: twee.\n\nDrie.", "canvas.kennismaken.waarom_nu=Nu.",
		"canvas.verkennen.spelers.0.speler=Projectleider", "canvas.verkennen.spelers.0.standpunten_en_emoties=Wil wachten.", "canvas.verkennen.spelers.1.speler=Bewoner",
		"canvas.verkennen.spelers.2.speler=Raad", "canvas.afwegen.keuzes.0.keuze=Wachten", "canvas.afwegen.keuzes.0.voordelen.0=Rust", "canvas.afwegen.keuzes.0.voordelen.1=Tijd winnen",
		"toestemming.eigenaar=ja", "herzien_voor=1-3-2028",
	}
	var fronts []*casebook.Value
	for _, text := range []string{yaml, json} {
		answers, faults := interview.ReadAnswers([]byte(text))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		out, faults := interview.Given(def, name, base, answers)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		fronts = append(fronts, casebook.Parse(name, out).Front)
	}
	var answers []interview.Answer
	for _, s := range settings {
		a, faults := interview.ReadSetting(def, s)
		if len(faults) > 0 {
			t.Fatal(s, faults)
		}
		answers = append(answers, a)
	}
	out, faults := interview.Given(def, name, base, answers)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	fronts = append(fronts, casebook.Parse(name, out).Front)
	for n, front := range fronts[1:] {
		if front == nil || !front.Get("canvas").Equal(fronts[0].Get("canvas")) || front.Get("herzien_voor").Text != "2028-03-01" {
			t.Errorf("%d differs", n)
		}
	}
	for _, f := range checker.Text(name, out) {
		if f.Severity == finding.Error {
			t.Error(f.Field, f.Message)
		}
	}
}

func TestFaults(t *testing.T) {
	def := load(t)
	for setting, want := range map[string]string{
		"herkomst":                               "geen =",
		"=x":                                     "geen =",
		"bestaat.niet=x":                         "bestaat niet",
		"canvas.kennismaken.dilemma.0=x":         "bestaat niet",
		"canvas.verkennen.spelers=x":             "tabel; noem het nummer vanaf 0 en het veld, zoals .0.speler",
		"canvas.verkennen.spelers.0=x":           "tabel",
		"canvas.afwegen.keuzes.0.voordelen=x":    "lijst",
		"toestemming=ja":                         "zoals .eigenaar",
		"toestemming.eigenaar=misschien":         "ja of nee",
		"draft=false":                            "altijd een concept",
		"herkomst=verzonnen":                     "verzonnen staat niet in de lijst",
		"themas=timing,niet":                     "niet staat niet in de lijst",
		"herzien_voor=morgen":                    "geen dag",
		"canvas.verkennen.spelers.x.speler=Naam": "bestaat niet",
	} {
		if _, faults := interview.ReadSetting(def, setting); len(faults) != 1 || !strings.Contains(faults[0].Message, want) {
			t.Errorf("%s: %v", setting, faults)
		}
	}
	for text, want := range map[string]string{
		"{":                           "JSON",
		`{"a": 1} x`:                  "na het laatste haakje",
		"a: [":                        "regel",
		"":                            "geen velden",
		"gewone tekst":                "regel 1",
		"a: &x 1":                     "regel 1",
		strings.Repeat("a: b\n", 3e5): "1 MB",
	} {
		if _, faults := interview.ReadAnswers([]byte(text)); len(faults) != 1 || !strings.Contains(faults[0].Message, want) {
			t.Errorf("%.30q: %v", text, faults)
		}
	}
	answers, faults := interview.ReadAnswers([]byte("draft: false\nonbekend: x\ncanvas: {verkennen: {spelers: [{naam: x}]}, afwegen: tekst}\n"))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	base, err := casebook.Fill(def.Archetype(), "x", "x", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	_, faults = interview.Given(def, "content/dilemmas/x.md", base, answers)
	var fields []string
	for _, f := range faults {
		fields = append(fields, f.Field)
	}
	if got := strings.Join(fields, " "); got != "draft onbekend canvas.verkennen.spelers.0.naam canvas.afwegen" {
		t.Error(got)
	}
}
