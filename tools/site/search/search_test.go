package search

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// site writes pages, by address, to a new folder.
func site(t *testing.T, pages map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for address, body := range pages {
		put(t, filepath.Join(dir, filepath.FromSlash(address), "index.html"), `<!DOCTYPE html><html lang="nl"><title>x</title><nav>Kruimelpad</nav>`+body)
	}
	return dir
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := write(name, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

// TestLinks finds a page of another site by its text and its keywords, below one of our own that says the same.
func TestLinks(t *testing.T) {
	dir := site(t, map[string]string{"een/": `<main data-index><h1>Parkeren</h1><p>Geld voor een plek.</p></main>`})
	links := []Link{{Language: "nl", URL: "https://elders.example/x/", From: "Gemeente <Zee>", Title: "Parkeren", Text: "Wie betaalt de plek?", Date: "2026-01-02",
		Filters: map[string][]string{"themas": {"timing"}}, Keywords: []string{"waterschap"}}}
	if err := Make(context.Background(), dir, filepath.Join(dir, Dir), nil, links); err != nil {
		t.Fatal(err)
	}
	if p := read[pageFile](t, dir, "pages/1.bin"); p.URL != links[0].URL || p.From != links[0].From || p.Sections[0][2] != links[0].Text || p.Filters["themas"][0] != "timing" {
		t.Errorf("%+v", p)
	}
	if p := read[pageFile](t, dir, "pages/0.bin"); p.From != "" || p.Title != "Parkeren" {
		t.Errorf("%+v", p)
	}
	words := read[map[string]word](t, dir, "words/0.bin")
	if list := words["waterschap"].Forms["waterschap"]; list == "" {
		t.Error("a keyword is not found")
	}
	if dates := read[[]string](t, dir, "dates.bin"); dates[1] != "2026-01-02" {
		t.Error(dates)
	}
}

// TestManyPages keeps of a word on very many pages those that are most about it, and says on how many it is; a word on fewer keeps all.
func TestManyPages(t *testing.T) {
	t.Parallel()
	const pages = mostPages + 300
	dir, links := site(t, nil), make([]Link, pages)
	for i := range links {
		links[i] = Link{Language: "nl", URL: fmt.Sprintf("https://elders.example/%d/", i), From: "Elders", Title: fmt.Sprint("nummer", i), Text: "Over een besluit."}
		if i%2 == 0 {
			links[i].Text += " Ook parkeren."
		}
		if i >= pages-10 {
			links[i].Title = "Besluit"
		}
	}
	if err := Make(context.Background(), dir, filepath.Join(dir, Dir), nil, links); err != nil {
		t.Fatal(err)
	}
	words := all(t, dir)
	besluit := pagesOf(words["besluit"].Forms["besluit"])
	if len(besluit) != mostPages || words["besluit"].Pages != pages {
		t.Errorf("of %d pages the list has %d, and says that there are %d", pages, len(besluit), words["besluit"].Pages)
	}
	if got := besluit[mostPages-10:]; got[0] != pages-10 || got[9] != pages-1 {
		t.Errorf("the pages with the word in their title are not all there: %v", got)
	}
	parkeren := words[Stemmer("nl", nil)("parkeren")]
	if got := pagesOf(parkeren.Forms["parkeren"]); len(got) != pages/2 || parkeren.Pages != 0 {
		t.Errorf("of %d pages the list has %d, and says %d", pages/2, len(got), parkeren.Pages)
	}
}

// read reads a file of the index of a site.
func read[T any](t *testing.T, dir, name string) T {
	t.Helper()
	var value T
	file, err := os.Open(filepath.Join(dir, Dir, version(t, dir), "nl", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(z).Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func entryOf(t *testing.T, dir string) entryFile {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, Dir, entry))
	if err != nil {
		t.Fatal(err)
	}
	var first entryFile
	if err := json.Unmarshal(text, &first); err != nil {
		t.Fatal(err)
	}
	return first
}

func version(t *testing.T, dir string) string { t.Helper(); return entryOf(t, dir).Version }

func index1(t *testing.T, dir string, words map[string]Words) {
	t.Helper()
	if err := Make(context.Background(), dir, filepath.Join(dir, Dir), words, nil); err != nil {
		t.Fatal(err)
	}
}

// pagesOf reads a list of pages as a browser does.
func pagesOf(list string) []int {
	var pages []int
	page := -1
	for _, r := range list {
		value := int(r) - firstChar
		page += value / levels
		if value%levels > 0 {
			pages = append(pages, page)
		}
	}
	return pages
}

// all returns the words of every file.
func all(t *testing.T, dir string) map[string]word {
	t.Helper()
	found := map[string]word{}
	starts := entryOf(t, dir).Languages["nl"].Words
	for i, start := range starts {
		for stem, w := range read[map[string]word](t, dir, fmt.Sprintf("words/%d.bin", i)) {
			if stem < start || i+1 < len(starts) && stem >= starts[i+1] {
				t.Errorf("%s is in the file from %s on", stem, start)
			}
			found[stem] = w
		}
	}
	return found
}

// TestReads reads of a page what a reader reads, each text below the title of its section.
func TestReads(t *testing.T) {
	dir := site(t, map[string]string{
		"p": `<article data-index data-index-filter="soort:x" data-index-date="2026-01-02"><h1>De <span data-index-ignore>1</span> titel</h1>
			<p>Begin <em>van</em> het ver&shy;haal.</p><button>Knop</button><pre>yaml: geheim</pre><p hidden>verstopt</p><label>Etiket</label>
			<p class="visually-hidden">onzichtbaar</p><h2 id="a">Eerste kop</h2><p>Onder de kop.</p>
			<div id="b" data-index-title="Stap › Veld"><h3 data-index-ignore>Vraag?</h3><p>Antwoord.</p><h4 id="c" data-index-title="Stap › Keuze">Keuze</h4><p>Voordeel.</p></div>
			<p>Na het veld.</p><dl><dd data-index-filter="themas:y">Thema</dd><dd data-index-filter="themas:z">Ander</dd></dl></article><p>Buiten.</p>`,
		"zonder": "<main><h1>Niet te vinden</h1></main>",
	})
	index1(t, dir, nil)
	got := read[pageFile](t, dir, "pages/0.bin")
	want := pageFile{URL: "p/", Title: "De titel", Filters: map[string][]string{"soort": {"x"}, "themas": {"y", "z"}}, Sections: [][3]string{
		{"", "", "Begin van het verhaal."}, {"a", "Eerste kop", "Onder de kop.\nNa het veld.\nThema\nAnder"}, {"b", "Stap › Veld", "Antwoord."}, {"c", "Stap › Keuze", "Voordeel."},
	}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if dates := read[[]string](t, dir, "dates.bin"); !slices.Equal(dates, []string{"2026-01-02"}) {
		t.Error(dates)
	}
	words := all(t, dir)
	for _, silent := range []string{"knop", "yaml", "verstopt", "etiket", "onzichtbar", "buit", "kruimelpad", "vrag"} {
		if _, ok := words[silent]; ok {
			t.Errorf("%s is found", silent)
		}
	}
	for _, said := range []string{"titel", "verhal", "kop", "keus", "voordel", "thema"} {
		if _, ok := words[said]; !ok {
			t.Errorf("%s is not found in %q", said, slices.Sorted(maps.Keys(words)))
		}
	}
}

// TestFinds makes an index of many pages with known words, and finds each word on the pages that have it, and on no other.
func TestFinds(t *testing.T) {
	pages, on, r := map[string]string{}, map[string][]int{}, rand.New(rand.NewPCG(1, 2))
	for i := range 4000 {
		body := "<main data-index><h1>Bladzijde</h1><p>"
		for _, w := range []string{"vaak", "soms", "zelden"} {
			if r.IntN(map[string]int{"vaak": 1, "soms": 9, "zelden": 1500}[w]+1) == 0 {
				body += " " + w
				on[w] = append(on[w], i)
			}
		}
		own := fmt.Sprintf("w%x", i)
		on[own] = []int{i}
		pages[fmt.Sprintf("%05d", i)] = body + " " + own
	}
	dir := site(t, pages)
	index1(t, dir, nil)
	words, stem := all(t, dir), Stemmer("nl", nil)
	for form, want := range on {
		if got := pagesOf(words[stem(form)].Forms[form]); !slices.Equal(got, want) {
			t.Fatalf("%s is on %v, want %v", form, got, want)
		}
	}
}

// TestWeighs orders pages with a word by where it stands.
func TestWeighs(t *testing.T) {
	filler := strings.Repeat(" iets anders", 60)
	dir := site(t, map[string]string{
		"0": "<main data-index><h1>Vogel</h1>" + filler, "1": "<main data-index><h1>Een lange titel over een vogel en meer</h1>" + filler,
		"2": "<main data-index><h1>A</h1><p data-index-main>De vogel.</p>" + filler, "3": "<main data-index><h1>A</h1><h2>Vogel</h2>" + filler,
		"4": "<main data-index><h1>A</h1><p>Vogel.</p>" + filler, "5": `<main data-index data-index-share="0.25"><h1>A</h1><p>Vogel.</p>` + filler,
	})
	index1(t, dir, nil)
	last := math.MaxInt
	for i, r := range []rune(all(t, dir)["vogel"].Forms["vogel"]) {
		level := (int(r) - firstChar) % levels
		if level >= last && i != 3 { // a heading and the question may weigh the same
			t.Errorf("page %d weighs %d, the one before %d", i, level, last)
		}
		last = level
	}
}

// TestSplits cuts compounds up, and no other words.
func TestSplits(t *testing.T) {
	words := set("schoven omgeving vergunning grond berekening burgemeester waarde belang rijk openbaar zorg wijs luid bestuur bestuurs thuis buurt huis jeugd gesprek leider over raad raads lid " +
		"beschik persoon gegevens vuur werk naar eigen voor stel stellen")
	for word, want := range map[string]string{
		"omgevingsvergunning": "omgeving vergunning", "grondexploitatieberekening": "grond grondexploitatie exploitatie exploitatieberekening berekening",
		"burgemeestersketting": "burgemeester ketting", "gespreksleider": "gesprek leider", "buurthuis": "buurt huis", "persoonsgegevens": "persoon gegevens",
		"voorwaarde": "", "belangrijk": "", "openbaarheid": "", "zorgvuldig": "", "onderwijs": "", "geluid": "", "overwerk": "", "beschikkingen": "", "huis": "", "voorstellen": "",
		"één": "", "vaarvergunning": "vaar vergunning", "aangeschoven": "", "vergunningsvrij": "",
	} {
		if got := strings.Join(partsOf(word, func(part string) bool { return words[part] }), " "); got != want {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
}

// TestSame finds synonyms, also of more words, the forms that no rule knows, and compounds.
func TestSame(t *testing.T) {
	dir := site(t, map[string]string{
		"0": "<main data-index><h1>A</h1>De medewerker ging naar de steden.", "1": "<main data-index><h1>B</h1>Het college van burgemeester en wethouders.",
		"2": "<main data-index><h1>C</h1>Een college, en burgemeester noch wethouders. Een bestuursmedewerker.",
	})
	index1(t, dir, map[string]Words{"nl": {Groups: [][]string{{"ambtenaar", "medewerker"}, {"b-en-w", "college van burgemeester en wethouders"}}, Forms: [][]string{{"stad", "steden"}}}})
	words := all(t, dir)
	for stem, want := range map[string][]int{"ambtenar": {0, 2}, "benw": {1}} {
		if got := pagesOf(words[stem].Synonyms); !slices.Equal(got, want) {
			t.Errorf("%s is on %v by synonyms, want %v", stem, got, want)
		}
	}
	if got := pagesOf(words["stad"].Forms["steden"]); !slices.Equal(got, []int{0}) {
		t.Errorf("steden is on %v", got)
	}
	if got := pagesOf(words["medewerker"].Compounds); !slices.Equal(got, []int{2}) {
		t.Errorf("bestuursmedewerker is on %v", got)
	}
	if stems := entryOf(t, dir).Languages["nl"].Stems; stems["steden"] != "stad" {
		t.Error(stems)
	}
}

// TestFacetsTellWhatPagesSay reads every facet back as a browser does: page by page, in the order of their numbers.
func TestFacetsTellWhatPagesSay(t *testing.T) {
	r, words := rand.New(rand.NewPCG(1, 2)), []string{"één", "twee", "drie", "5.1.2b", "a<b"}
	pages, expected := map[string]string{}, map[string][]string{}
	for i := range 300 {
		address := fmt.Sprintf("p%d", i)
		body := `<main data-index data-index-filter="soort:x"><h1>Pagina</h1>besluit`
		for _, w := range words {
			if r.IntN(3) == 0 {
				body += `<p data-index-filter="thema:` + strings.ReplaceAll(w, "<", "&lt;") + `">tekst</p>`
				expected[address+"/"] = append(expected[address+"/"], w)
			}
		}
		slices.Sort(expected[address+"/"])
		pages[address] = body
	}
	dir := site(t, pages)
	for range 2 { // the second replaces the first
		index1(t, dir, nil)
	}
	f := read[facet](t, dir, "facets/thema.bin")
	characters := []rune(f.Pages)
	if len(characters) != 300 {
		t.Fatalf("%d pages in the facet", len(characters))
	}
	for i, c := range characters {
		url := read[pageFile](t, dir, fmt.Sprintf("pages/%d.bin", i)).URL
		if got, want := f.Sets[c-firstChar], expected[url]; !slices.Equal(got, want) {
			t.Errorf("%s has %q, want %q", url, got, want)
		}
	}
}

// TestWholeOrNothing puts an index in place completely, replaces no folder of somebody else, and leaves nothing when it is stopped.
func TestWholeOrNothing(t *testing.T) {
	dir := site(t, map[string]string{"p": "<main data-index><h1>A</h1>tekst"})
	index1(t, dir, nil)
	first := version(t, dir)
	if index1(t, dir, nil); version(t, dir) != first {
		t.Error("the same pages give another index")
	}
	put(t, filepath.Join(dir, "q", "index.html"), `<html lang="nl"><main data-index><h1>B</h1>meer`)
	index1(t, dir, nil)
	entries, err := os.ReadDir(filepath.Join(dir, Dir))
	if err != nil || len(entries) != 2 || version(t, dir) == first {
		t.Error("the second index does not replace the first:", entries, err)
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if err := Make(stopped, dir, filepath.Join(dir, Dir), nil, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if strings.Contains(filepath.Base(name), Dir) {
			t.Error("left behind:", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	mine := filepath.Join(dir, Dir, "van-mij.txt")
	put(t, mine, "x")
	if err := Make(context.Background(), dir, filepath.Join(dir, Dir), nil, nil); !errors.Is(err, ErrForeign) {
		t.Error(err)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error("a file of the user is gone")
	}
}

// TestSameWords reads the synonyms of this site: no group says the same twice, and none has one word only.
func TestSameWords(t *testing.T) {
	all, err := ReadWords(os.DirFS(filepath.Join("..", "..", "..")))
	if err != nil || len(all["nl"].Groups) < 100 || len(all["en"].Groups) == 0 {
		t.Fatal(len(all["nl"].Groups), err)
	}
	for lang, words := range all {
		for _, group := range words.Groups {
			if slices.ContainsFunc(group, func(w string) bool { return len(tokens(w)) == 0 }) || len(group) < 2 {
				t.Errorf("%s: %q", lang, group)
			}
		}
		known := map[string]bool{}
		for _, forms := range words.Forms {
			for _, form := range forms {
				if known[form] || len(tokens(form)) != 1 {
					t.Errorf("%s: %s stands twice, or is no word", lang, form)
				}
				known[form] = true
			}
		}
	}
	if none, err := ReadWords(os.DirFS(t.TempDir())); none != nil || err != nil {
		t.Error(none, err)
	}
}
