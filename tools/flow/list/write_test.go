package list_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/list"
)

func table(t testing.TB, width int, all int, dilemmas ...*list.Dilemma) string {
	t.Helper()
	var b strings.Builder
	book := &list.Book{Branch: "origin/main", Dilemmas: make([]*list.Dilemma, all)}
	if err := list.WriteText(&b, book, dilemmas, width); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	age := 12
	full := list.Completeness{Count: list.Count{Filled: 11, Asked: 11}, Percent: 100}
	half := list.Completeness{Count: list.Count{Filled: 5, Asked: 11}, Percent: 45}
	dilemmas := []*list.Dilemma{
		{Slug: "park", Title: "日本語 é\u0301 🙂 wijd", State: lifecycle.Published, Local: list.Changed, Branches: []string{"dilemma/park", "origin/dilemma/park", "ander"}, Date: "2026-11-12", Age: &age, Completeness: half},
		{Slug: "plan", Title: "Een \x1b[31mrode\u202e titel", State: list.InReview, Local: list.Missing, Branches: []string{"plan"}, Date: "", Completeness: full},
		{Slug: "weg", Title: "Gewoon\teen titel", State: lifecycle.Withdrawn, Local: list.Same, Date: "2026-01-01", Age: &age, Completeness: list.Completeness{Percent: 100}},
	}
	const want = `DILEMMA  STAND           CANVAS  VOORSTEL                    DATUM       TITEL                           DAGEN
park     gepubliceerd *     45%  origin/dilemma/park, ander  2026-11-12  日本語 é́ 🙂 wijd                   12
plan     voorgesteld -     100%  plan                                    Een \u001b[31mrode\u202e titel
weg      ingetrokken          –                              2026-01-01  Gewoon een titel                   12

* Dit bestand is hier anders dan op origin/main.
- Dit bestand staat niet in je map.
3 dilemma's: 1 voorgesteld, 1 gepubliceerd, 1 ingetrokken. Bij 1 daarvan is een wijziging voorgesteld.
`
	if got := table(t, 200, 3, dilemmas...); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	const narrow = `DILEMMA  STAND           CANVAS  VOORSTEL
park     gepubliceerd *     45%  origin/dilem…
`
	if got := table(t, 46, 3, dilemmas...); !strings.HasPrefix(got, narrow) {
		t.Errorf("got\n%s\nwant\n%s", got, narrow)
	}
	if got := table(t, 80, 12, dilemmas[2]); !strings.HasSuffix(got, "\n\n1 van 12 dilemma's: 1 ingetrokken.\n") {
		t.Error(got)
	}
}

// TestTextNumbers shows the number of a merge request with its branch, where it has one there that is not merged, and then the other branches.
func TestTextNumbers(t *testing.T) {
	dilemmas := []*list.Dilemma{
		{Slug: "een", State: list.InReview, Branches: []string{"dilemma/een", "origin/dilemma/een", "x"}, Proposals: []list.Proposal{{Number: 7, Name: "#7"}, {Number: 12, Name: "#12", Branch: "dilemma/een"}}},
		{Slug: "twee", State: list.InReview, Proposals: []list.Proposal{{Number: 3, Name: "!3", Branch: "van-een-fork"}}},
	}
	var b strings.Builder
	if err := list.WriteText(&b, &list.Book{Remote: "origin"}, dilemmas, 80); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{" #7, #12 origin/dilemma/een, x\n", " !3\n", "2 dilemma's: 2 voorgesteld.\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	b.Reset()
	if err := list.WriteCSV(&b, definition(t), dilemmas); err != nil || !strings.Contains(b.String(), ",#7 #12\n") {
		t.Error(err, b.String())
	}
}

// TestTextFits writes the table for terminals of all widths.
func TestTextFits(t *testing.T) {
	age := 100
	var dilemmas []*list.Dilemma
	for i := range 8 {
		long := strings.Repeat("lang-", 2*i) + "woord"
		dilemmas = append(dilemmas, &list.Dilemma{Slug: long, Title: long + " met een titel", State: lifecycle.Published, Local: list.Changed, Branches: []string{long},
			Date: "2026-01-01", Age: &age, Bestuurslaag: "gemeente", Herkomst: "fictief", ReviewBefore: "2028-01-01", Themas: []string{long, "timing"}, Gronden: []string{"5.1.2e", "5.2"},
			Completeness: list.Completeness{Count: list.Count{Filled: 1, Asked: 2}, Percent: 50, Steps: []list.Step{{Key: "a", Count: list.Count{Filled: 1, Asked: 2}}}}})
	}
	last := 0
	for width := 20; width < 320; width++ {
		rows, _, _ := strings.Cut(table(t, width, 8, dilemmas...), "\n\n")
		columns := len(strings.Fields(strings.SplitN(rows, "\n", 2)[0]))
		if columns < last {
			t.Errorf("width %d: a column less than before", width)
		}
		last = columns
		for line := range strings.Lines(rows) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width {
				t.Fatalf("width %d: a line of %d:\n%s", width, n, line)
			}
		}
	}
	if last != 15 { // HERZIEN VOOR and PER STAP are two words each
		t.Errorf("%d words in the head of a wide table", last)
	}
}

// TestCSV checks that a spreadsheet runs no formula from a title, and reads back what was written.
func TestCSV(t *testing.T) {
	age := -3
	titles := []string{"=1+1", "+31", "-waarom", "@som", "Een \"titel\", met\nmeer", "ë"}
	var dilemmas []*list.Dilemma
	for _, title := range titles {
		dilemmas = append(dilemmas, &list.Dilemma{Slug: "x", Title: title, Branches: []string{"een", "twee"}, Age: &age})
	}
	var b strings.Builder
	if err := list.WriteCSV(&b, definition(t), dilemmas); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(b.String()))
	r.FieldsPerRecord = -1 // these have no steps
	rows, err := r.ReadAll()
	if err != nil || len(rows) != len(titles)+1 {
		t.Fatal(err, rows)
	}
	want := []string{"title", "'=1+1", "+31", "'-waarom", "'@som", titles[4], "ë"}
	for i, row := range rows {
		if row[1] != want[i] {
			t.Errorf("%q, want %q", row[1], want[i])
		}
		if i > 0 && (row[5] != "een twee" || row[12] != "-3") {
			t.Errorf("%q", row)
		}
	}
}

func TestJSON(t *testing.T) {
	var b strings.Builder
	if err := list.WriteJSON(&b, nil); err != nil || b.String() != "[]\n" {
		t.Error(b.String(), err)
	}
	w := &world{TB: t, root: t.TempDir()}
	w.file("park.md", front(published, "date: 2026-11-14", "themas: [timing]"))
	_, book := w.read(w.root)
	b.Reset()
	if err := list.WriteJSON(&b, book.Dilemmas); err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	const want = `map[age_days:10 bestuurslaag: branches:[] completeness:map[asked:11 filled:0 percent:0 steps:[` +
		`map[asked:2 filled:0 step:kennismaken] map[asked:2 filled:0 step:verkennen] map[asked:2 filled:0 step:afwegen] map[asked:3 filled:0 step:kiezen] map[asked:2 filled:0 step:afronden]]]` +
		` date:2026-11-14 file:content/dilemmas/park.md here: herkomst: herzien_voor: informatiecategorieen:[] proposals:[] slug:park state:published themas:[timing] title:Een titel vervangen_door: woo_gronden:[]]`
	if len(got) != 1 || fmt.Sprint(got[0]) != want {
		t.Errorf("got\n%v\nwant\n%s", got, want)
	}
}

func TestFilter(t *testing.T) {
	day := func(n int) *int { return &n }
	all := []*list.Dilemma{
		{Slug: "a", Title: "Het park", State: lifecycle.Published, Themas: []string{"timing", "privacy"}, Herkomst: "fictief", Age: day(400), Date: "2025-01-01", Completeness: list.Completeness{Count: list.Count{Filled: 2, Asked: 2}, Percent: 100}},
		{Slug: "b", Title: "Het plein", State: lifecycle.Published, Branches: []string{"x"}, Themas: []string{"timing"}, Herkomst: "samengesteld", Bestuurslaag: "rijk", Age: day(10), Date: "2026-01-01", Completeness: list.Completeness{Count: list.Count{Filled: 1, Asked: 2}, Percent: 50}},
		{Slug: "park-c", Title: "", State: lifecycle.Concept, Gronden: []string{"5.2"}, Categories: []string{"adviezen"}, Completeness: list.Completeness{Count: list.Count{Asked: 2}}},
	}
	terms := func(key string, words ...string) list.Filter {
		return list.Filter{OlderThan: -1, Terms: map[string][]string{key: words}}
	}
	for _, c := range []struct {
		filter list.Filter
		want   string
	}{
		{list.Filter{OlderThan: -1}, "a b park-c"},
		{list.Filter{OlderThan: -1, States: []lifecycle.State{lifecycle.Published}}, "a b"},
		{list.Filter{OlderThan: -1, States: []lifecycle.State{list.InReview, lifecycle.Concept}}, "b park-c"},
		{list.Filter{OlderThan: 0}, "a b"},
		{list.Filter{OlderThan: 10}, "a"},
		{list.Filter{OlderThan: -1, Incomplete: true}, "b park-c"},
		{list.Filter{OlderThan: -1, Words: []string{"PARK"}}, "a park-c"},
		{list.Filter{OlderThan: -1, Words: []string{"het", "park"}}, "a"},
		{terms("themas", "privacy", "timing"), "a b"},
		{terms("herkomst", "samengesteld"), "b"},
		{terms("bestuurslaag", "rijk"), "b"},
		{terms("woo_gronden", "5.2"), "park-c"},
		{terms("informatiecategorieen", "adviezen"), "park-c"},
	} {
		var got []string
		for _, d := range all {
			if c.filter.Matches(d) {
				got = append(got, d.Slug)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v keeps %v, want %s", c.filter, got, c.want)
		}
	}
	for order, want := range map[list.Order]string{
		list.BySlug: "a b park-c", list.ByDate: "b a park-c", list.ByState: "park-c a b", list.ByCompleteness: "park-c b a",
	} {
		list.Sort(all, order)
		if got := all[0].Slug + " " + all[1].Slug + " " + all[2].Slug; got != want {
			t.Errorf("by %s: %s, want %s", order, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for word, want := range map[string]string{"concept": "concept", "In_Review": "in_review", "gepubliceerd": "published", "gepubliseerd": "gepubliceerd?", "niets": "?"} {
		state, err := list.ParseState(word)
		got := string(state)
		if unknown := (*list.UnknownWord)(nil); errors.As(err, &unknown) {
			got = unknown.Near + "?"
			if len(unknown.Words) != len(list.States) {
				t.Error(unknown)
			}
		}
		if got != want {
			t.Errorf("%s is %s, want %s", word, got, want)
		}
	}
	for word, want := range map[string]string{"5.1.2e": "5.1.2e", "5.1.2.e": "5.1.2e?", "Eerbiediging van de persoonlijke levenssfeer": "5.1.2e?", "zomaar": "?"} {
		got, err := list.ParseTerm(definition(t), "woo_gronden", word)
		if unknown := (*list.UnknownWord)(nil); errors.As(err, &unknown) {
			got = unknown.Near + "?"
		}
		if got != want {
			t.Errorf("%s is %s, want %s", word, got, want)
		}
	}
	if _, err := list.ParseTerm(definition(t), "title", "x"); err == nil {
		t.Error("a title is no vocabulary")
	}
}
