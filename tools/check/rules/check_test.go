package rules_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
)

var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// definition is the real definition of this repository.
var definition = sync.OnceValue(func() *canvas.Definition {
	def, err := canvas.Load(os.DirFS(filepath.Join("..", "..", "..")))
	if err != nil {
		panic(err)
	}
	return def
})

// dataFiles are the files of the definition and its vocabularies.
var dataFiles = sync.OnceValue(func() map[string]string {
	files := map[string]string{}
	names, err := filepath.Glob("../../../data/*.yaml")
	if err != nil || len(names) == 0 {
		panic(err)
	}
	for _, name := range names {
		if "data/"+filepath.Base(name) == rules.RulebookFile {
			continue // its examples are made up, which hugo.toml would say
		}
		data, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		files["data/"+filepath.Base(name)] = string(data)
	}
	return files
})

// complete is a published dilemma without findings, and concept is one that has just been started.
var complete = fixture.Dilemma(definition(), 1)

const concept = `---
title: Een begin
draft: true
canvas:
  kennismaken:
    dilemma: Wat schuurt.
    waarom_nu: Omdat het moet.
---
`

const dilemmaFile = "content/dilemmas/proef.md"

// book makes a repository in memory around one dilemma.
// checkerOf checks a book by its own standard.
func checkerOf(root fs.FS) *rules.Checker {
	book := casebook.Open(root)
	return rules.New(book, rules.ReadStandard(book), today)
}

func book(source string, more map[string]string) fstest.MapFS {
	root := fstest.MapFS{
		dilemmaFile:                         {Data: []byte(source)},
		"content/handreiking/_index.md":     {Data: []byte("---\ntitle: Handreiking\n---\n")},
		"content/dilemmas/ander-dilemma.md": {Data: []byte(strings.Replace(complete, "title: ", "title: Ander ", 1))},
		"layouts/_shortcodes/redactie.html": {Data: []byte("x")},
		"static/tijdlijn.png":               {Data: []byte("x")},
	}
	for name, text := range dataFiles() {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for name, text := range more {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return root
}

func run(t testing.TB, root fs.FS, paths ...string) []finding.Finding {
	t.Helper()
	return checkerOf(root).Paths(paths).Findings
}

// with replaces the first occurrence of a piece of the complete dilemma.
func with(t *testing.T, old, new string) string {
	t.Helper()
	if !strings.Contains(complete, old) {
		t.Fatalf("the complete dilemma has no %q", old)
	}
	return strings.Replace(complete, old, new, 1)
}

func TestCompleteAndConceptHaveNoFindings(t *testing.T) {
	for _, source := range []string{complete, concept} {
		if found := run(t, book(source, nil), dilemmaFile); len(found) != 0 {
			t.Errorf("%s\n%v", source, found)
		}
	}
}

// TestPlaces checks one planted mistake at a time: the finding must cover the text between « and », and be the only one.
func TestPlaces(t *testing.T) {
	replace := func(old, new string) string { return with(t, old, new) }
	head := func(lines string) string {
		return "---\ntitle: x\ndraft: true\n" + lines + strings.TrimPrefix(concept, "---\ntitle: Een begin\ndraft: true\n")
	}
	body := func(text string) string { return concept + text }
	for _, c := range []struct{ name, rule, field, source string }{
		{"missing title", "canvas/required", "title", strings.Replace(concept, "---\ntitle: Een begin", "«---»", 1)},
		{"empty title", "canvas/empty", "title", strings.Replace(concept, "title: Een begin", `«title»: "  "`, 1)},
		{"title without value", "canvas/required", "title", strings.Replace(concept, "title: Een begin", "«title»:", 1)},
		{"missing field points at its step", "canvas/required", "canvas.kennismaken.waarom_nu",
			"---\ntitle: x\ndraft: true\ncanvas:\n  «kennismaken»:\n    dilemma: y\n---\n"},
		{"empty block", "canvas/empty", "canvas.kennismaken.dilemma",
			"---\ntitle: x\ndraft: true\ncanvas:\n  kennismaken:\n    «dilemma»: |\n\n    waarom_nu: y\n---\n"},
		{"published without question", "canvas/required", "canvas.verkennen.gedeelde_vraag",
			strings.Replace(withoutQuestion(), "  verkennen:", "  «verkennen»:", 1)},
		{"unknown key", "canvas/unknown-key", "canvas.kennismaken.notitie",
			strings.Replace(concept, "    waarom_nu", "    «notitie»: x\n    waarom_nu", 1)},
		{"misspelled key is not missing too", "canvas/unknown-key", "canvas.verkennen.gedeelde_vrag",
			replace("gedeelde_vraag", "«gedeelde_vrag»")},
		{"number as title", "canvas/type", "title", strings.Replace(concept, "Een begin", "«2026»", 1)},
		{"list as text", "canvas/type", "canvas.kennismaken.waarom_nu",
			strings.Replace(concept, "Omdat het moet.", "«[a, \"b]\"]»", 1)},
		{"text as list", "canvas/type", "themas", head("themas: «timing»\n")},
		{"text as group", "canvas/type", "canvas.afwegen", strings.Replace(concept, "\n---\n", "\n  afwegen: «later»\n---\n", 1)},
		{"text as flag", "canvas/type", "toestemming.eigenaar", head("toestemming: {eigenaar: «ja»}\n")},
		{"ground without quotes", "canvas/type", "woo_gronden.0", head("woo_gronden: [«5.2»]\n")},
		{"unknown term", "canvas/term", "themas.1", head("themas:\n  - timing\n  - «timingg»\n")},
		{"unknown term behind a wide letter", "canvas/term", "themas.1", head("themas: [ 'timing' , «'é''t'» ] # é\n")},
		{"term twice", "canvas/repeated", "themas.1", head("themas: [timing, «timing»]\n")},
		{"commentary without a day", "canvas/required", "commentaar.0.datum",
			replace("toestemming:", "commentaar:\n  - «rol»: Ethicus\n    tekst: Zo kan het ook.\ntoestemming:")},
		{"commentary without a role", "canvas/required", "commentaar.0.rol",
			replace("toestemming:", "commentaar:\n  - «datum»: 2026-01-01\n    tekst: Zo kan het ook.\ntoestemming:")},
		{"a name as the role of a commentator", "personal/naam", "commentaar.0.rol",
			replace("toestemming:", "commentaar:\n  - rol: «Willem Jansen»\n    datum: 2026-01-01\n    tekst: Zo kan het ook.\ntoestemming:")},
		{"too few players", "canvas/too-few", "canvas.verkennen.spelers", onePlayer(t)},
		{"date in words", "canvas/type", "herzien_voor", head("herzien_voor: «12 maart 2027»\n")},
		{"day that does not exist", "date/invalid", "date", head("date: «2026-02-31»\n")},
		{"year that can't be", "date/implausible", "herzien_voor", head("herzien_voor: «2928-01-01»\n")},
		{"old address of another page", "book/alias", "aliases.1", head("aliases: [/dilemmas/eerder/, «/Dilemmas/ander-dilemma»]\n")},
		{"old address without slash", "book/alias", "aliases.0", head("aliases: [«dilemmas/eerder/»]\n")},
		{"own address as an old one", "book/alias", "aliases.0", head("aliases: [«/dilemmas/proef/»]\n")},
		{"old address of a word", "book/alias", "aliases.0", head("aliases: [«/themas/timing/»]\n")},
		{"review before writing", "date/order", "herzien_voor", head("date: 2026-03-12\nherzien_voor: «2026-03-12»\n")},
		{"reviewed before it was written", "date/order", "herzien_op", head("date: 2026-03-12\nherzien_op: «2026-03-11»\n")},
		{"reviewed in the future", "date/future", "herzien_op", head("herzien_op: «2026-11-24»\n")},
		{"published in the future", "date/future", "date", replace("date: 2025-01-02", "date: «2026-11-24»")},
		{"no consent", "publish/consent", "toestemming.deelnemers",
			strings.Replace(replace("herkomst: samengesteld", "herkomst: geanonimiseerd"), "deelnemers: true", "deelnemers: «false»", 1)},
		{"no second reader", "publish/second-reader", "tweede_lezer",
			strings.Replace(replace("herkomst: samengesteld", "herkomst: «geanonimiseerd»"), "tweede_lezer:", "#", 1)},
		{"no second reader of a composed dilemma", "publish/second-reader", "tweede_lezer",
			strings.Replace(replace("herkomst: samengesteld", "herkomst: «samengesteld»"), "tweede_lezer:", "#", 1)},
		{"second reader of an invented dilemma", "publish/invented-review", "tweede_lezer",
			regexp.MustCompile(`tweede_lezer: (.*)`).ReplaceAllString(replace("herkomst: samengesteld", "herkomst: fictief"), "tweede_lezer: «$1»")},
		{"review of an invented dilemma", "publish/invented-review", "herzien_op",
			regexp.MustCompile(`tweede_lezer: .*`).ReplaceAllString(replace("herkomst: samengesteld", "herkomst: fictief"), "herzien_op: «2026-01-01»")},
		{"commentary that may be invented", "publish/invented-commentary", "commentaar.0.verzonnen",
			regexp.MustCompile(`tweede_lezer: .*`).ReplaceAllString(replace("herkomst: samengesteld", "herkomst: fictief"),
				"commentaar:\n  - «rol: Ethicus\n    datum: 2026-01-01\n    tekst: Zo kan het ook.»")},
		{"commentary before the dilemma", "date/order", "commentaar.0.datum",
			replace("toestemming:", "commentaar:\n  - rol: Ethicus\n    datum: «2025-01-01»\n    tekst: Zo kan het ook.\ntoestemming:")},
		{"ground of a law that does not hold there", "law/outside", "woo_gronden.0",
			head("bestuurslaag: caribisch-nederland\nwoo_gronden: [«\"5.1.2e\"»]\n")},
		{"category of a law that does not hold there", "law/outside", "informatiecategorieen.0",
			head("informatiecategorieen: [«adviezen»]\nbestuurslaag: caribisch-nederland\n")},
		{"duty before its day", "law/not-yet", "informatiecategorieen.1",
			head("date: 2024-10-31\ninformatiecategorieen: [adviezen, «organisatie-en-werkwijze»]\n")},
		{"duplicate key", "frontmatter/duplicate-key", "", head("herkomst: fictief\n«herkomst»: fictief\n")},
		{"alias", "frontmatter/alias", "", "---\ntitle: «&x» a\n---\n"},
		{"tag", "frontmatter/tag", "", "---\ntitle: «!!binary» aGk=\n---\n"},
		{"tab", "frontmatter/tab", "", "---\ntitle: a«\t»b\n---\n"},
		{"list in a text", "frontmatter/ambiguous", "", strings.Replace(concept, "Wat schuurt.", "«Kies uit\n      - a\n      - b»", 1)},
		{"block with a number", "frontmatter/ambiguous", "", strings.Replace(concept, "Wat schuurt.", "«|4\n          x»", 1)},
		{"comment below an empty block", "frontmatter/ambiguous", "", strings.Replace(concept, "\n---\n", "\n  afronden:\n    tevreden: «|»\n\n    # later\n---\n", 1)},
		{"broken yaml", "frontmatter/syntax", "", "---\ntitle: Ja«»: nee\n---\n"},
		{"no keys", "frontmatter/syntax", "", "---\n«- a\n- b»\n---\n"},
		{"no front matter", "frontmatter/missing", "", "«# Mijn dilemma»\n\nTekst.\n"},
		{"toml", "frontmatter/format", "", "«+++»\ntitle = 'x'\n+++\n"},
		{"not closed", "frontmatter/unclosed", "", "«---»\ntitle: x\n\nTekst.\n"},
		{"heading of level one", "body/heading", "", body("«# Titel»\n")},
		{"heading skips a level", "body/heading", "", body("## Een\n\n«#### Twee é»\n")},
		{"underlined heading", "body/heading", "", body("Eén\n\n«Twee»\n===\n")},
		{"link to nowhere", "body/link", "", body("Zie «[dit *stuk*](/bestaat/niet/)» eens.\n")},
		{"link to no dilemma", "body/link", "", body("ééé «[a](/dilemmas/niet-daar/ \"(t)\")»\n")},
		{"link by reference", "body/link", "", body("«[a][b]»\n\n[b]: /weg/\n")},
		{"image without description", "body/image-alt", "", body("«![](/tijdlijn.png)»\n")},
		{"inline html", "body/html", "", body("één «<br>» woord\n")},
		{"html block", "body/html", "", body("«<div>\nx\n</div>»\n")},
		{"html comment", "body/html", "", body("tekst\n\n«<!-- later -->»\n")},
		{"shortcode", "body/shortcode", "", body("Kijk «{{< youtube x >}}» hier\n")},
		{"superseded by nothing", "book/superseded", "vervangen_door", head("vervangen_door: «ander-dilema»\n")},
		{"superseded by itself", "book/circle", "vervangen_door", head("vervangen_door: «proef»\n")},
		{"byte order mark", "file/bom", "", "«\ufeff»" + concept},
		{"windows", "file/line-endings", "", strings.Replace(strings.ReplaceAll(concept, "\n", "\r\n"), "\r\n", "«\r»\n", 1)},
		{"nul byte", "file/binary", "", concept + "abc«\x00»"},
		{"latin 1", "file/encoding", "", concept + "caf«\xe9» au lait"},
		{"escape", "file/control-character", "", concept + "«\x1b»[31m"},
		{"line separator", "file/control-character", "", head("tweede_lezer: Mag dit«\u2028»naar buiten\n")},
		{"paragraph separator in quotes", "file/control-character", "", head("tweede_lezer: 'é«\u2029»'\n")},
		{"next line in a comment", "file/control-character", "", head("# é«\u0085»x: y\n")},
		{"empty", "file/empty", "", "«\n \n»"},
	} {
		t.Run(c.name, func(t *testing.T) {
			source := c.source
			start := strings.Index(source, "«")
			source = strings.Replace(source, "«", "", 1)
			end := strings.Index(source, "»")
			source = strings.Replace(source, "»", "", 1)
			found := run(t, book(source, nil), dilemmaFile)
			if len(found) == 0 {
				t.Fatalf("no finding in\n%s", source)
			}
			f := found[len(found)-1]
			if len(found) > 1 {
				t.Errorf("more than one finding: %v", found)
			}
			if f.Rule != c.rule || f.Field != c.field {
				t.Errorf("got %s at %q, want %s at %q: %s", f.Rule, f.Field, c.rule, c.field, f.Message)
			}
			if f.Start != start || f.End != end {
				t.Errorf("got %d-%d %q, want %d-%d", f.Start, f.End, source[f.Start:f.End], start, end)
			}
			checkPosition(t, source, f)
			if f.Message == "" || f.Hint == "" || strings.ContainsAny(f.Message+f.Hint, "{}") {
				t.Errorf("message %q, hint %q", f.Message, f.Hint)
			}
		})
	}
}

func TestPublicSourcesNeedNoSecondReader(t *testing.T) {
	source := regexp.MustCompile(`tweede_lezer: .*`).ReplaceAllString(complete, "bronnen:\n  - titel: Een rapport\n    adres: https://x.example/\n    gebruikt: De vraag.")
	if found := run(t, book(source, nil), dilemmaFile); len(found) != 0 {
		t.Errorf("%v", found)
	}
}

func TestInventedDilemmaIsNotOlderThanTheBook(t *testing.T) {
	invented := regexp.MustCompile(`tweede_lezer: .*\n`).ReplaceAllString(with(t, "herkomst: samengesteld", "herkomst: fictief"), "")
	composed := with(t, "tweede_lezer: ", "tweede_lezer: Senior ")
	for _, c := range []struct {
		name, source, settings string
		want                   []string
	}{
		{"older", invented, "began = '2025-01-03'", []string{"publish/before-book"}},
		{"on the first day", invented, "began = '2025-01-02'", nil},
		{"a book that does not say when it began", invented, "", nil},
		{"composed from what happened before", composed, "began = '2025-01-03'", nil},
		{"a concept", strings.Replace(invented, "draft: false", "draft: true", 1), "began = '2025-01-03'", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range run(t, book(c.source, map[string]string{"hugo.toml": "[params.dilemma]\n" + c.settings}), dilemmaFile) {
				got = append(got, f.Rule)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// checkPosition counts line and column again, in the simplest way.
func checkPosition(t *testing.T, source string, f finding.Finding) {
	t.Helper()
	line, column := 1, 1
	for i, r := range source {
		if i == f.Start {
			break
		}
		if column++; r == '\n' {
			line, column = line+1, 1
		}
	}
	if f.Line != line || f.Column != column {
		t.Errorf("got %d:%d, want %d:%d", f.Line, f.Column, line, column)
	}
}

// onePlayer is the complete dilemma with only its first player.
func onePlayer(t *testing.T) string {
	t.Helper()
	first := strings.Index(complete, "      - speler:")
	second := first + 1 + strings.Index(complete[first+1:], "      - speler:")
	end := strings.Index(complete, "    gedeelde_vraag:")
	if first < 0 || second <= first || end < second {
		t.Fatal("the complete dilemma has fewer than two players")
	}
	return strings.Replace(complete[:second]+complete[end:], "    spelers:", "    «spelers»:", 1)
}

// withoutQuestion is the complete dilemma without its shared question.
func withoutQuestion() string {
	before, rest, _ := strings.Cut(complete, "    gedeelde_vraag:")
	_, after, _ := strings.Cut(rest, "\n  afwegen:")
	return before + "  afwegen:" + after
}

func TestUnreadableFilesDoNotHideOthers(t *testing.T) {
	root := faulty{book(concept, map[string]string{
		"content/dilemmas/dicht.md":       concept,
		"content/dilemmas/map/index.md":   concept,
		"content/dilemmas/groot.md":       strings.Repeat("x", 50<<20),
		"content/dilemmas/Met Spaties.md": concept,
		"content/dilemmas/leeg.md":        "",
		"content/dilemmas/proef/index.md": concept,
	})}
	root.MapFS["content/dilemmas/wijst.md"] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("/etc/passwd")}
	found := checkerOf(root).All().Findings
	got := map[string]string{}
	for _, f := range found {
		got[f.File] += f.Rule + " "
	}
	for file, rule := range map[string]string{
		"content/dilemmas/dicht.md":       "file/unreadable ",
		"content/dilemmas/map":            "file/unreadable ",
		"content/dilemmas/groot.md":       "file/too-large ",
		"content/dilemmas/Met Spaties.md": "file/name ",
		"content/dilemmas/leeg.md":        "file/empty ",
		"content/dilemmas/wijst.md":       "file/unreadable ",
		"content/dilemmas/proef.md":       "book/duplicate-slug ",
		"content/dilemmas/proef/index.md": "book/duplicate-slug ",
	} {
		if got[file] != rule {
			t.Errorf("%s: got %q, want %q", file, got[file], rule)
		}
		delete(got, file)
	}
	if len(got) > 0 {
		t.Errorf("unexpected: %v", got)
	}
}

// faulty is a file system that refuses to read one file and one folder, as a disk does when permissions are wrong.
type faulty struct{ fstest.MapFS }

func (f faulty) ReadFile(name string) ([]byte, error) {
	if strings.HasSuffix(name, "dicht.md") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return f.MapFS.ReadFile(name)
}

func (f faulty) ReadDir(name string) ([]fs.DirEntry, error) {
	if strings.HasSuffix(name, "/map") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return f.MapFS.ReadDir(name)
}

func TestCircleIsReportedByEachMember(t *testing.T) {
	superseded := func(by string) string { return strings.Replace(concept, "draft:", "vervangen_door: "+by+"\ndraft:", 1) }
	root := book(superseded("b"), map[string]string{
		"content/dilemmas/a.md": superseded("b"), "content/dilemmas/b.md": superseded("c"), "content/dilemmas/c.md": superseded("a"),
	})
	found := checkerOf(root).All().Findings
	var files []string
	for _, f := range found {
		if f.Rule != "book/circle" {
			t.Errorf("unexpected %v", f)
		}
		files = append(files, f.File)
	}
	// proef points into the circle but is not in it
	if got := fmt.Sprint(files); got != "[content/dilemmas/a.md content/dilemmas/b.md content/dilemmas/c.md]" {
		t.Error(got)
	}
}

func TestWithdrawnNeedsNoCanvas(t *testing.T) {
	source := "---\ntitle: Weg\ndate: 2025-01-01\ndraft: false\nherkomst: geanonimiseerd\ningetrokken: {datum: 2026-01-01, reden: Op verzoek.}\n---\n"
	if found := run(t, book(source, nil), dilemmaFile); len(found) != 0 {
		t.Error(found)
	}
	without := strings.Replace(source, ", reden: Op verzoek.", "", 1)
	if found := run(t, book(without, nil), dilemmaFile); len(found) != 1 || found[0].Field != "ingetrokken.reden" {
		t.Error(found)
	}
}

func TestLinks(t *testing.T) {
	more := map[string]string{
		"content/dilemmas/gebruikt.md":          strings.Replace(complete, "themas: [", "themas: [timing, ", 1),
		"content/dilemmas/oud.md":               strings.Replace(concept, "draft:", "aliases: [/dilemmas/nog-ouder/]\ndraft:", 1),
		"content/dilemmas/bundel/index.md":      concept,
		"content/dilemmas/bundel/plaatje.png":   "x",
		"static/bestand.pdf":                    "x",
		"content/meedoen/schrijven.md":          "# geen front matter\n",
		"content/handreiking/met-schuin/a.b.md": "",
	}
	for target, want := range map[string]bool{
		"/": false, "/handreiking/": true, "/handreiking": true, "/Handreiking/#kop": true, "ander-dilemma.md#stap-kiezen": true, "/dilemmas/ander-dilemma/#kiezen-keuze": true, "/dilemmas/ander-dilemma/#geen-kop": false, "#verhaal": true, "#geen-kop": false, "/meedoen/schrijven/": true,
		"ander-dilemma.md": true, "./ander-dilemma.md#kop": false, "bundel/plaatje.png": true, "/bestand.pdf": true,
		"/dilemmas/nog-ouder/": true, "/themas/": true, "/themas/timing/": true, "/herkomst/samengesteld/": true, "/woo-gronden/5.1.1a/": false, "/themas/niets/": false,
		"https://voorbeeld.example/x": true, "mailto:": true, "#kop": false, "//elders.example/": false,
		"../../../etc/passwd": false, "ander-dilemma/": false, "http://[": false, "": false, "/dilemmas/bundel/?x=1": true,
	} {
		found := run(t, book(concept+"["+"x]("+target+")\n", more), dilemmaFile)
		if ok := len(found) == 0; ok != want {
			t.Errorf("link to %q: ok %v, want %v: %v", target, ok, want, found)
		}
	}
}

func TestMarkdownOfHugo(t *testing.T) {
	text := "## Kop\n\nTekst[^1] en[^2].\n\n| a | b |\n|---|---|\n| [x](/handreiking/) | ~~weg~~ |\n\n- [ ] taak\n\n[^1]: Noot\n[^2]: Een noot.\n"
	if found := run(t, book(concept+text, nil), dilemmaFile); len(found) != 0 {
		t.Error(found)
	}
	text = "| a |\n|---|\n| [x](/weg/) |\n\nTekst[^1].\n\n[^1]: Een [y](/ook-weg/) noot.\n"
	if found := run(t, book(concept+text, nil), dilemmaFile); len(found) != 2 {
		t.Error(found)
	}
}

func TestPublishedDoesNotLinkToConcept(t *testing.T) {
	root := book(complete+"\n[x](/dilemmas/oud/)\n", map[string]string{"content/dilemmas/oud.md": concept})
	if found := run(t, root, dilemmaFile); len(found) != 1 || found[0].Rule != "body/link" {
		t.Error(found)
	}
}

// TestBrokenDefinition breaks the definition in one place at a time: the finding must give that file and place.
func TestBrokenDefinition(t *testing.T) {
	for _, c := range []struct{ file, old, new, marked string }{
		{"canvas", "kind: text", "kind: tekst", "key: title"},
		{"canvas", "required: concept", "required: altijd", "key: title"},
		{"canvas", "    vocabulary: themas\n", "", "key: themas"},
		{"canvas", `edition: "2022-10"`, `edition: "1999-01"`, `"1999-01"`},
		{"canvas", "    question: Wat is het dilemma", "    quesion: Wat is het dilemma", "quesion: Wat"},
		{"canvas", "      - key: waarom_nu", "      - key: dilemma", "key: dilemma"},
		{"canvas", "steps:\n", "steps:\n  - key: [\n", ""},
		{"themas", "  - key: timing", "  - key: privacy", "key: privacy"},
		{"themas", "    broader: juridisch", "    broader: wettelijk", "wettelijk"},
		{"themas", "    label: Timing", "    lable: Timing", "lable: Timing"},
		{"themas", "label: Thema’s", "label: Thema’s\nlabel: Nog eens", "label: Nog eens"},
	} {
		file := "data/" + c.file + ".yaml"
		text := dataFiles()[file]
		if !strings.Contains(text, c.old) {
			t.Fatalf("%s has no %q", file, c.old)
		}
		root := book(concept, map[string]string{file: strings.Replace(text, c.old, c.new, 1)})
		found := checkerOf(root).All().Findings
		if len(found) != 1 || found[0].Rule != "definition/broken" || found[0].File != file {
			t.Errorf("%q: %v", c.new, found)
			continue
		}
		if got := string(root[file].Data[found[0].Start:found[0].End]); !strings.HasPrefix(got, c.marked) {
			t.Errorf("%q: marks %q: %s", c.new, got, found[0].Message)
		}
	}
	root := book(concept, nil)
	delete(root, "data/canvas.yaml")
	if found := checkerOf(root).All().Findings; len(found) != 1 || found[0].File != "data/canvas.yaml" {
		t.Error(found)
	}
}

// TestSettings sets severities, and makes every mistake that is possible in such a setting.
func TestSettings(t *testing.T) {
	settings := func(text string) []finding.Finding {
		root := book(strings.Replace(concept, "draft:", "themas: [timing, timing]\ndraft:", 1), map[string]string{"hugo.toml": text})
		return checkerOf(root).Paths([]string{dilemmaFile}).Findings
	}
	for _, c := range []struct{ toml, rule, severity, marked string }{
		{"", "canvas/repeated", "warning", ""},
		{"baseURL = 'https://x.example/'\n[params.dilemma.rules]\n'canvas/repeated' = 'error'\n", "canvas/repeated", "error", ""},
		{"[params.dilemma.rules]\n'canvas/repeated' = 'off'\n", "", "", ""},
		{"[params.dilemma.rules]\n'canvas/repeatd' = 'off'\n'canvas/repeated' = 'off'\n", "config/unknown", "error", "'canvas/repeatd'"},
		{"[params.dilemma.rules]\n'canvas/repeated' = 'uit'\n", "config/value", "error", "'uit'"},
		{"[params.dilemma.rules]\n'file/empty' = 'off'\n'canvas/repeated' = 'off'\n", "config/value", "error", "'off'"},
		{"[params.dilemma]\nrulez = 'x'\nrules.'canvas/repeated' = 'off'\n", "config/unknown", "error", "rulez"},
		{"title = [\n", "config/syntax", "error", ""},
	} {
		found := slices.DeleteFunc(settings(c.toml), func(f finding.Finding) bool {
			return strings.HasPrefix(c.rule, "config/") && f.Rule == "canvas/repeated"
		})
		if c.rule == "" {
			if len(found) > 0 {
				t.Errorf("%q: %v", c.toml, found)
			}
			continue
		}
		if len(found) != 1 || found[0].Rule != c.rule || string(found[0].Severity) != c.severity {
			t.Errorf("%q: %v", c.toml, found)
			continue
		}
		if got := c.toml[min(found[0].Start, len(c.toml)):min(found[0].End, len(c.toml))]; c.marked != "" && got != c.marked {
			t.Errorf("%q: marks %q", c.toml, got)
		}
		if strings.Contains(c.toml, "x.example") && found[0].Help != "https://x.example/meedoen/regels/canvas-repeated/" {
			t.Errorf("help is %q", found[0].Help)
		}
	}
}

// before is the baseline of a book.
type before struct{ fstest.MapFS }

func (b before) Same(name string, content []byte) bool {
	f := b.MapFS[name]
	return f != nil && string(f.Data) == string(content)
}

// TestSince changes one file and removes another: findings elsewhere that existed already are not reported, new ones are.
func TestSince(t *testing.T) {
	old := strings.Replace(concept, "Een begin", `""`, 1)
	was := book(concept, map[string]string{
		"content/dilemmas/oude-fout.md": old,
		"content/dilemmas/linkt.md":     concept + "[x](/dilemmas/weg/)\n",
		"content/dilemmas/weg.md":       concept,
		"content/dilemmas/blijft.md":    old,
	})
	is := book(strings.Replace(concept, "Omdat het moet.", "5", 1), map[string]string{
		"content/dilemmas/oude-fout.md": old,
		"content/dilemmas/linkt.md":     concept + "[x](/dilemmas/weg/)\n",
		"content/dilemmas/blijft.md":    old + "\nEen zin erbij.\n",
	})
	checker := checkerOf(is)
	var got []string
	for _, f := range checker.Since(checker.All(), before{was}).Findings {
		got = append(got, f.File+" "+f.Rule)
	}
	want := "[content/dilemmas/blijft.md canvas/empty content/dilemmas/linkt.md body/link content/dilemmas/proef.md canvas/type]"
	if fmt.Sprint(got) != want {
		t.Errorf("got  %v\nwant %s", got, want)
	}
}

// TestHostile checks files that were made to break a parser. Each must give a clear finding, and soon: a slow one shows in the time of the test.
func TestHostile(t *testing.T) {
	front := func(yaml string) string { return "---\n" + yaml + "\n---\n" }
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'z'; c++ {
		bomb += fmt.Sprintf("%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n", c, c, c-1, c-1, c-1, c-1, c-1, c-1, c-1, c-1, c-1)
	}
	var deep strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&deep, "%s- \n", strings.Repeat(" ", i))
	}
	for name, c := range map[string]struct{ source, rule string }{
		"alias bomb":         {front(bomb), "frontmatter/alias"},
		"nested brackets":    {front("title: " + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)), "file/too-much"},
		"nested braces":      {front("title: " + strings.Repeat("{a: ", 10_000) + strings.Repeat("}", 10_000)), "file/too-much"},
		"nested lines":       {front("title:\n" + deep.String()), "file/too-much"},
		"key of a megabyte":  {front(strings.Repeat("k", 1<<20-100) + ": x"), "canvas/unknown-key"},
		"word of a megabyte": {front("themas: [" + strings.Repeat("w", 1<<20-100) + "]"), "canvas/term"},
		"many keys":          {front(strings.Repeat("title: x\n", 50_000)), "file/too-much"},
		"several keys":       {front(strings.Repeat("title: x\n", 2000)), "frontmatter/duplicate-key"},
		"nul":                {front("title: \x00"), "file/binary"},
		"merge key":          {front("<<: {title: x}"), "frontmatter/alias"},
		"nested quotes":      {concept + strings.Repeat("> ", 20_000) + "x\n", "file/too-much"},
		"many brackets":      {concept + strings.Repeat("[", 50_000) + "\n", "file/too-much"},
		"many links":         {concept + strings.Repeat("[a](/weg/) ", 20_000) + "\n", "file/too-much"},
		"several links":      {concept + strings.Repeat("[a](/weg/) ", 2000) + "\n", "body/link"},
		"many stars":         {concept + strings.Repeat("*a **b ", 20_000) + "\n", "file/too-much"},
		"many tags":          {concept + strings.Repeat("<a ", 50_000) + "\n", ""},
		"shortcodes":         {concept + strings.Repeat("{{<", 50_000) + "\n", "body/shortcode"},
	} {
		t.Run(name, func(t *testing.T) {
			found := run(t, book(c.source, nil), dilemmaFile)
			if c.rule != "" && !slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Rule == c.rule }) {
				t.Errorf("no %s among %d findings", c.rule, len(found))
			}
			for _, f := range found {
				if len(f.Message)+len(f.Hint) > 2000 {
					t.Errorf("%s says %d bytes", f.Rule, len(f.Message)+len(f.Hint))
					break
				}
			}
		})
	}
}

// TestOnSite: only a plain false, in any case, or no draft at all puts a dilemma on the site.

// TestInvented matches patterns of path.Match, and folders with everything below them.
func TestInvented(t *testing.T) {
	checker := func(settings string) *rules.Checker {
		return checkerOf(book(concept, map[string]string{"hugo.toml": settings}))
	}
	c := checker("[params.dilemma]\ninvented = ['tools/**', 'docs/*.md', 'LICENSE', 'a/**/b', '[', '']\n")
	for name, want := range map[string]bool{
		"tools/a": true, "tools/a/b/c.go": true, "tools": false, "toolsx/a": false, "x/tools/a": false, "docs/a.md": true, "docs/a/b.md": false, "docs/a.txt": false,
		"LICENSE": true, "x/LICENSE": false, "a/x/b": true, "a/x/y/b": false, "[": false,
	} {
		if got := c.IsInvented(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if checker("").IsInvented("a") {
		t.Error("nothing is invented by itself")
	}
}

// TestEveryFileIsLookedAt plants personal data beside dilemmas, in the handbook, and in what is copied or read by templates; it is found by a check of all, of the
// folder, and of the file by its name, and against a baseline only in what changed.
func TestEveryFileIsLookedAt(t *testing.T) {
	const leak = "Mevrouw Annelies van der Wouden, BSN 123456782.\n"
	files := map[string]string{ // by path, the rules that it breaks
		"content/dilemmas/verslag.txt":        "file/place personal/naam personal/bsn",
		"content/dilemmas/park.md.bak":        "file/place personal/naam personal/bsn",
		"content/dilemmas/.park.md.swp":       "file/place personal/naam personal/bsn",
		"content/dilemmas/los/verslag.txt":    "file/place personal/naam personal/bsn",
		"content/dilemmas/bundel/bijlage.txt": "personal/naam personal/bsn",
		"content/handreiking/nieuws.md":       "personal/naam personal/bsn",
		"content/handreiking/nieuws.en.md":    "personal/naam personal/bsn",
		"content/handreiking/lijst.csv":       "file/place personal/naam personal/bsn",
		"content/handreiking/_content.gotmpl": "file/place personal/naam personal/bsn",
		"static/lijst.csv":                    "personal/naam personal/bsn",
		"static/.verborgen":                   "personal/naam personal/bsn",
		"assets/logo.svg":                     "personal/naam personal/bsn",
		"data/lijst.json":                     "personal/naam personal/bsn",
		"i18n/nl.yaml":                        "personal/naam personal/bsn",
		"layouts/page.html":                   "personal/naam personal/bsn",
		"config/_default/params.toml":         "file/place personal/naam personal/bsn",
		"archetypes/dilemma.md":               "",
		// What a command that was killed leaves behind is no part of the book, and nobody publishes it; what only looks like it is searched.
		"static/.dilemma-unfinished-0a1b2c3d-12-x":                  "",
		"content/dilemmas/bundel/.dilemma-unfinished-0a1b2c3d-12-x": "",
		"static/.dilemma-unfinished-0a1b2c3d-12-x.html":             "personal/naam personal/bsn",
		"content/dilemmas/.dilemma-unfinished-x.md":                 "file/place personal/naam personal/bsn",
		"static/verzonnen/voorbeeld.txt":                            "",
		"content/handreiking/waarschuwing.md":                       "",
		"content/handreiking/sleutel.md":                            "page/key page/key",
		"static/onbekend.bin":                                       "personal/unreadable",
		"content/dilemmas/bundel/onbekend.bin":                      "personal/unreadable",
	}
	texts := map[string]string{
		"content/dilemmas/bundel/index.md":     strings.Replace(complete, "title: ", "title: Bundel ", 1),
		"hugo.toml":                            "[params.dilemma]\ninvented = [\"static/verzonnen/**\"]\n",
		"content/handreiking/waarschuwing.md":  "Het gebeurde in Utrecht, bij Stichting De Vijver, zei jansen.\n",
		"content/handreiking/sleutel.md":       "---\ntitle: x\nCascade: {layout: y}\nbuild: {list: never}\n---\n",
		"static/onbekend.bin":                  "\x00\x01\xff\xfe\x00" + leak,
		"content/dilemmas/bundel/onbekend.bin": "\x00\x01\xff\xfe\x00" + leak,
	}
	for name := range files {
		if texts[name] == "" {
			texts[name] = leak
		}
	}
	root := book(complete, texts)
	rulesOf := func(found []finding.Finding) map[string]string {
		by := map[string]string{}
		for _, f := range found {
			by[f.File] = strings.TrimSpace(by[f.File] + " " + f.Rule)
			if want := map[bool]finding.Severity{true: finding.Warning, false: finding.Error}[f.Rule == "file/place" && strings.Contains(f.File, "/.")]; f.Severity != want {
				t.Errorf("%s %s is a %s", f.File, f.Rule, f.Severity)
			}
		}
		return by
	}
	all := rulesOf(checkerOf(root).All().Findings)
	folder := rulesOf(run(t, root, "content", "static"))
	for name, want := range files {
		if all[name] != want {
			t.Errorf("%s: %q, want %q", name, all[name], want)
		}
		if got := rulesOf(run(t, root, name))[name]; got != want && name != "archetypes/dilemma.md" {
			t.Errorf("%s by its name: %q, want %q", name, got, want)
		}
		if top, _, _ := strings.Cut(name, "/"); (top == "content" || top == "static") && folder[name] != want {
			t.Errorf("%s by its folder: %q, want %q", name, folder[name], want)
		}
	}
	if len(all) != 21 {
		t.Errorf("findings in %d files: %v", len(all), all)
	}

	was := book(complete, texts)
	root["static/lijst.csv"] = &fstest.MapFile{Data: []byte(leak + "Een regel erbij.\n")}
	root["content/over/nieuw.txt"] = &fstest.MapFile{Data: []byte(leak)}
	checker := rules.New(casebook.Open(root), rules.ReadStandard(casebook.Open(was)), today)
	if got := rulesOf(checker.Since(checker.All(), before{was}).Findings); len(got) != 2 || got["static/lijst.csv"] == "" || got["content/over/nieuw.txt"] == "" {
		t.Errorf("since the baseline: %v", got)
	}
}
