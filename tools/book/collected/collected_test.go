package collected

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

const site = "https://dilemmas.gemeente.example/boek/"

func TestClean(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Dilemma)
		err    error
	}{
		"as it is":           {func(d *Dilemma) {}, nil},
		"a smaller than":     {func(d *Dilemma) { d.Title = "Is 3 < 4 of <4?" }, nil},
		"no title":           {func(d *Dilemma) { d.Title = " \n" }, ErrText},
		"a long title":       {func(d *Dilemma) { d.Title = strings.Repeat("é", maxTitle+1) }, ErrText},
		"markup":             {func(d *Dilemma) { d.Title = "Een <b>vette</b> titel" }, ErrText},
		"a comment":          {func(d *Dilemma) { d.Question = "Mag dit <!-- niet -->" }, ErrText},
		"a script":           {func(d *Dilemma) { d.TitleEnglish = "<script>alert(1)</script>" }, ErrText},
		"a bell":             {func(d *Dilemma) { d.Title = "Ping\a" }, ErrText},
		"an escape":          {func(d *Dilemma) { d.Question = "\x1b[31mrood" }, ErrText},
		"another direction":  {func(d *Dilemma) { d.Title = "Dit \u202etsaat omgekeerd" }, ErrText},
		"what was no UTF-8":  {func(d *Dilemma) { d.Title = "Caf\ufffd" }, ErrText},
		"another host":       {func(d *Dilemma) { d.URL = "https://elders.example/boek/x/" }, ErrElsewhere},
		"another folder":     {func(d *Dilemma) { d.URL = "https://dilemmas.gemeente.example/anders/" }, ErrElsewhere},
		"a way out":          {func(d *Dilemma) { d.URL = site + "../anders/" }, ErrElsewhere},
		"a hidden way out":   {func(d *Dilemma) { d.URL = site + "%2e%2e/anders/" }, ErrElsewhere},
		"a program":          {func(d *Dilemma) { d.URL = "javascript:alert(1)" }, ErrElsewhere},
		"a user":             {func(d *Dilemma) { d.URL = "https://dilemmas.gemeente.example@elders.example/boek/" }, ErrElsewhere},
		"a backslash":        {func(d *Dilemma) { d.URL = `https://elders.example\@dilemmas.gemeente.example/boek/` }, ErrElsewhere},
		"without encryption": {func(d *Dilemma) { d.URL = strings.Replace(d.URL, "https", "http", 1) }, ErrElsewhere},
		"a long address":     {func(d *Dilemma) { d.URL = site + strings.Repeat("x", maxAddress) }, ErrElsewhere},
		"no address":         {func(d *Dilemma) { d.URL = "" }, ErrElsewhere},
	} {
		d := Dilemma{URL: site + "dilemmas/x/", Title: "Een titel", Date: "2026-11-01"}
		c.change(&d)
		if err := d.Clean(NewSource("Gemeente", site), "2026-11-29"); err != c.err {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCleanMends(t *testing.T) {
	d := Dilemma{URL: site + "dilemmas/x/", Title: " Een\n  titel ", Question: "Mag\tdit?", Date: "2099-01-01", Minutes: 100_000, Layer: "Gemeente <b>",
		Themes: []string{"timing", "<b>", "", strings.Repeat("x", 99)}, Grounds: slices.Repeat([]string{"5.1.2e"}, 99)}
	if err := d.Clean(NewSource("Gemeente", site), "2026-11-29"); err != nil {
		t.Fatal(err)
	}
	if d.Title != "Een titel" || d.Question != "Mag dit?" || d.Date != "" || d.Minutes != 0 || d.Layer != "" || !slices.Equal(d.Themes, []string{"timing"}) || len(d.Grounds) != maxKeys {
		t.Errorf("%+v", d)
	}
}

func TestProblems(t *testing.T) {
	for _, c := range []struct{ name, address, problem string }{
		{"Gemeente Aa & Hunze", "https://dilemmas.gemeente.example", ""},
		{"Waterschap Bé", "https://dilemmas.gemeente.example/boek/", ""},
		{"Zelf", "http://127.0.0.1:1313/", ""},
		{"Lokaal", "http://localhost:1313/", ""},
		{"…", "https://a.example/", BadName},
		{"<b>Gemeente</b>", "https://a.example/", BadName},
		{strings.Repeat("x", maxName+1), "https://a.example/", BadName},
		{"Plat", "http://a.example/", Plain},
		{"Bestand", "file:///etc/passwd", BadAddress},
		{"Niets", "", BadAddress},
		{"Vraag", "https://a.example/?q=1", BadAddress},
		{"Wie", "https://jan:geheim@a.example/", BadAddress},
		{"Weg", "https://a.example/b/../c/", BadAddress},
		{"Eigen", "https://eigen.example/", Same},
		{"Gemeente Aa en Hunze", "https://a.example/", Twice},
	} {
		problems := Problems([]Source{NewSource("Gemeente Aa & Hunze", "https://b.example/"), NewSource(c.name, c.address)}, "https://EIGEN.example")
		if c.name == "Gemeente Aa & Hunze" {
			problems = Problems([]Source{NewSource(c.name, c.address), NewSource(c.name, c.address)}, "")[:1]
			problems = append(problems, problems[0])
		}
		if problems[1] != c.problem {
			t.Errorf("%s %s: %q", c.name, c.address, problems[1])
		}
	}
}

// TestText reads back what was written, and holds a dilemma to its line.
func TestText(t *testing.T) {
	source := NewSource("Gemeente", site)
	b := Book{Name: source.Name, Address: site, URL: site + "dilemmas/", Read: "2026-11-29", Language: "nl", Dilemmas: []Dilemma{
		{URL: site + "dilemmas/a/", Title: "Eerst & \"best\"", Date: "2026-11-02", Themes: []string{"timing"}}, {URL: site + "dilemmas/b/", Title: "Dan"}}}
	text, err := b.Text()
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range bytes.Split(text, []byte("\n"))[FirstLine-1:][:2] {
		if !bytes.Contains(line, []byte(b.Dilemmas[i].URL)) {
			t.Errorf("line %d is %s", FirstLine+i, line)
		}
	}
	root := fstest.MapFS{source.File(): {Data: text}}
	books, err := Read(root, []Source{source, NewSource("Nooit gelezen", "https://a.example/")})
	if err != nil || len(books) != 1 || len(books[0].Dilemmas) != 2 || books[0].Dilemmas[0].Title != b.Dilemmas[0].Title {
		t.Fatalf("%+v %v", books, err)
	}
	// What somebody wrote in the file by hand is no more than what was collected.
	root[source.File()].Data = bytes.Replace(text, []byte(site+"dilemmas/b/"), []byte("javascript:alert(1)"), 1)
	if books, err := Read(root, []Source{source}); err != nil || len(books[0].Dilemmas) != 1 {
		t.Errorf("%+v %v", books, err)
	}
	if books, err := Read(root, []Source{NewSource("Gemeente", "https://elders.example/")}); err != nil || len(books) != 0 {
		t.Errorf("of another address: %+v %v", books, err)
	}
}

func TestSources(t *testing.T) {
	cfg, err := settings.Parse([]byte("[params.dilemma.collect]\n\"Gemeente Aa\" = \"https://a.example\"\n'Bé' = \"https://b.example/x/\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []Source{{"Gemeente Aa", "https://a.example/"}, {"Bé", "https://b.example/x/"}}
	if got := Sources(cfg); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}
