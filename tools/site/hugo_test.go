package site_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gohugoio/hugo/parser/metadecoders"
	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
)

func definition(t testing.TB) *canvas.Definition {
	t.Helper()
	def, err := canvas.Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	return def
}

func read(t testing.TB, name ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(name...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestNewIsTheSame makes a dilemma with Hugo and one with our own command, from the same archetype.
func TestNewIsTheSame(t *testing.T) {
	dir := repository(t)
	archetype := read(t, dir, canvas.ArchetypeFile)
	name, err := casebook.Create(dir, archetype, "Mag dit naar buiten", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	ours := read(t, dir, name)
	day := regexp.MustCompile(`(?m)^date: \d{4}-\d{2}-\d{2}$`)
	if !day.MatchString(ours) {
		t.Errorf("no date in\n%s", ours)
	}
	for _, args := range [][]string{{}, {"--kind", "dilemma"}} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		run(t, dir, append([]string{"new", "content", "dilemmas/mag-dit-naar-buiten.md"}, args...)...)
		// Hugo takes the day in the time zone of the site, and we that of the machine.
		if theirs := read(t, dir, name); day.ReplaceAllString(theirs, "") != day.ReplaceAllString(ours, "") {
			t.Errorf("hugo new %v gives\n%s", args, theirs)
		}
	}
	build(t, dir, "--buildDrafts") // and Hugo can read it back
}

// TestHugoReadsAlike gives Hugo front matter that has no finding and compares what it read with what we read.
func TestHugoReadsAlike(t *testing.T) {
	def := definition(t)
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "data"), os.DirFS(filepath.Join(root, "data"))); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "hugo.toml"), "disableKinds = ['taxonomy', 'term', 'rss', 'sitemap']\n[outputs]\npage = ['json']\n")
	write(t, filepath.Join(dir, "layouts", "all.json"), `{{ .Params | jsonify (dict "noHTMLEscape" true) }}`)
	write(t, filepath.Join(dir, "layouts", "all.html"), "x")
	files := map[string]string{}
	for i := 1; i <= 20; i++ {
		files[fixture.Slug(i)] = fixture.Dilemma(def, i)
	}
	for i, text := range []string{
		`"Ja: \"nee\" \u00e9 \\ tab\there"`, `'it''s # geen commentaar'`, `yes`, `No`, `"012"`, `'2026-03-12'`, `"null"`, `"~"`, `a: b`,
		"zonder\n  quotes over\n\n  regels", "|\n  regel\n   inspring\n\n  é # tekst\n", ">-\n  gevouwen\n  tekst\n\n  alinea",
		"|+\n  open\n\n", "\"over \\\n  regels\"", "'🙂 \u2019 \u00a0'", "1.0.0", "0x1F g", ".inf van alles", "12:30:45", "1_000",
		"=", "'- a'", "x # y\n# z", "|\n\n# leeg", "|\n  tekst\n\n  # geen commentaar", "| # leeg\n", "\n  op de volgende regel", "a\tb # c", "a\u2028b", "\"a\u2028b\"", "a\u0085b", "a\u00a0b\u200b", "|\n  a\u2028b", "on", "y", "5.1.2b", "2026-03-12 en later",
	} {
		source := strings.Replace(fixture.Dilemma(def, 100+i), "tweede_lezer: ", "oude_lezer: ", 1)
		source = regexp.MustCompile(`oude_lezer: .*`).ReplaceAllLiteralString(source, "tweede_lezer: "+text)
		files[fmt.Sprintf("lezer-%02d", i)] = source
		if i%2 == 0 {
			files[fmt.Sprintf("lezer-%02d-crlf", i)] = strings.ReplaceAll(source, "\n", "\r\n")
		}
	}
	compared := 0
	for slug, source := range files {
		path := casebook.Path(slug)
		write(t, filepath.Join(dir, filepath.FromSlash(path)), source)
		if source := source; len(blocking(dir, path)) > 0 {
			t.Logf("not compared, has findings: %q", regexp.MustCompile(`tweede_lezer: .*`).FindString(source))
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(path))); err != nil {
				t.Fatal(err)
			}
			delete(files, slug)
		}
	}
	public := t.TempDir()
	run(t, dir, "build", "--destination", public, "--noBuildLock")
	for slug, source := range files {
		var theirs map[string]any
		if err := json.Unmarshal([]byte(read(t, public, "dilemmas", slug, "index.json")), &theirs); err != nil {
			t.Fatal(slug, err)
		}
		front := casebook.Parse(casebook.Path(slug), []byte(source)).Front
		for _, p := range front.Pairs {
			if err := same(p.Value, theirs[p.Key.Text]); err != nil {
				t.Errorf("%s: %s: %v", slug, p.Key.Text, err)
			}
			compared++
		}
	}
	if compared < 500 {
		t.Errorf("only %d values compared", compared)
	}
}

// blocking returns the findings at error level of one file.
func blocking(dir, path string) []string {
	var blocking []string
	for _, f := range rules.New(casebook.Open(casebook.DirFS(dir)), time.Now()).Paths([]string{path}).Findings {
		if f.Severity == "error" && f.Rule != "body/link" {
			blocking = append(blocking, f.Rule)
		}
	}
	return blocking
}

// same compares a value that we read with what Hugo made of it.
func same(ours *casebook.Value, theirs any) error {
	return compare(ours, theirs, func(ours *casebook.Value, theirs any) bool {
		switch ours.Kind {
		case casebook.Null:
			return theirs == nil
		case casebook.Bool:
			return theirs == (ours.Text == "true")
		}
		text, ok := theirs.(string)
		if text != ours.Text && regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`).MatchString(ours.Text) {
			text, _, _ = strings.Cut(text, "T") // Hugo has a moment where we have a day
		}
		return ok && text == ours.Text
	})
}

// sameWords compares the words of texts only: what is a number or a date for one of the two, the check refuses as a text.
func sameWords(ours *casebook.Value, theirs any) error {
	return compare(ours, theirs, func(ours *casebook.Value, theirs any) bool {
		text, ok := theirs.(string)
		return !ok || ours.Kind != casebook.String || slices.Equal(strings.Fields(text), strings.Fields(ours.Text))
	})
}

// compare walks through two readings of the same front matter side by side.
func compare(ours *casebook.Value, theirs any, scalar func(*casebook.Value, any) bool) error {
	switch ours.Kind {
	case casebook.Sequence:
		list, ok := theirs.([]any)
		if !ok || len(list) != len(ours.Items) {
			return fmt.Errorf("%d entries, and Hugo has %#v", len(ours.Items), theirs)
		}
		for i, item := range ours.Items {
			if err := compare(item, list[i], scalar); err != nil {
				return fmt.Errorf("%d: %w", i, err)
			}
		}
	case casebook.Mapping:
		m, ok := theirs.(map[string]any)
		if !ok || len(m) != len(ours.Pairs) {
			return fmt.Errorf("%d keys, and Hugo has %#v", len(ours.Pairs), theirs)
		}
		for _, p := range ours.Pairs {
			if err := compare(p.Value, m[p.Key.Text], scalar); err != nil {
				return fmt.Errorf("%s: %w", p.Key.Text, err)
			}
		}
	default:
		if !scalar(ours, theirs) {
			return fmt.Errorf("%q, and Hugo has %#v", ours.Text, theirs)
		}
	}
	return nil
}

const published2025 = "date: 2025-01-02\ndraft: false\n"

// TestStates shows a dilemma in each of its states.
func TestStates(t *testing.T) {
	dir := repository(t)
	def := definition(t)
	at := func(slug string) string { return filepath.Join(dir, filepath.FromSlash(casebook.Path(slug))) }
	whole := func(n int, extra string) string {
		return strings.Replace(fixture.Dilemma(def, n), "draft: false\n", "draft: false\n"+extra, 1)
	}
	write(t, at("gewoon"), whole(1, ""))
	write(t, at("vervangen"), whole(2, "vervangen_door: gewoon\n"))
	write(t, at("ingetrokken"), whole(3, "ingetrokken: {datum: 2026-01-01, reden: Iemand bleek te herkennen.}\n"))
	write(t, at("concept"), strings.Replace(whole(4, ""), "draft: false", "draft: true", 1))
	write(t, at("oud"), regexp.MustCompile(`herzien_voor: .*`).ReplaceAllString(whole(5, ""), "herzien_voor: 2026-01-01"))
	write(t, at("leeg"), "---\ntitle: Net begonnen\ndraft: true\n---\n")

	public := build(t, dir)
	for _, slug := range []string{"concept", "leeg"} {
		if _, err := os.Stat(filepath.Join(public, "dilemmas", slug)); err == nil {
			t.Errorf("the concept %s is published", slug)
		}
	}
	body := func(public, slug string) string {
		doc, err := html.Parse(strings.NewReader(read(t, public, "dilemmas", slug, "index.html")))
		if err != nil {
			t.Fatal(err)
		}
		return text(doc)
	}
	if got := body(public, "vervangen"); !strings.Contains(got, "Vervangen") || !strings.Contains(read(t, public, "dilemmas/vervangen/index.html"), "/dilemmas/gewoon/") {
		t.Error("the replaced dilemma does not point on")
	}
	withdrawn := body(public, "ingetrokken")
	if !strings.Contains(withdrawn, "Iemand bleek te herkennen.") {
		t.Error("the withdrawn dilemma does not say why")
	}
	file := casebook.Open(casebook.DirFS(dir)).Lookup("ingetrokken")
	secret := file.Front.Get("canvas").Get("kennismaken").Get("dilemma").Text
	for name, content := range map[string]string{
		"its page": withdrawn, "the page to practise with": body(public, "ingetrokken/oefenen"), "the list": read(t, public, "dilemmas/index.html"), "the data": read(t, public, "dilemmas/index.json"),
	} {
		if strings.Contains(plain(content), plain(secret)[:60]) {
			t.Errorf("%s shows what was withdrawn", name)
		}
	}
	if got := body(public, "oud"); !strings.Contains(got, "1 januari 2026 opnieuw bekijken") {
		t.Error("the page does not say that it should have been reviewed")
	}

	drafts := build(t, dir, "--buildDrafts")
	if got := body(drafts, "concept"); !strings.Contains(got, "Concept") {
		t.Error("a concept does not say that it is one")
	}
	if got := body(drafts, "leeg"); !strings.Contains(got, "Net begonnen") || !strings.Contains(got, "Wat is de gedeelde vraag?") {
		t.Errorf("a concept that has just begun shows %s", got)
	}
}

// TestOddTypes gives the templates values that the check would refuse: whoever runs Hugo alone still gets a site.
func TestOddTypes(t *testing.T) {
	dir := repository(t)
	for i, front := range []string{
		"themas: timing\nwoo_gronden: [5.2, 3]\nbestuurslaag: [gemeente, rijk]\nherkomst: 7\n",
		"canvas: tekst\ntoestemming: ja\ntweede_lezer: {a: b}\n",
		"canvas: [a, b]\ningetrokken: ja\nvervangen_door: [x]\n",
		"canvas:\n  kennismaken: tekst\n  verkennen: [a]\n  afwegen: 3\n  kiezen:\n    keuze: [a, {b: c}]\n    wie_heeft_wat_nodig: tekst\n",
		"canvas:\n  verkennen:\n    spelers: {a: b}\n    gedeelde_vraag: 3\n  afwegen:\n    keuzes: [a, {keuze: [x], voordelen: tekst, nadelen: [[a], {b: c}, null]}]\n",
		"canvas:\n  verkennen:\n    spelers: [null, '', {speler: null, belangen_en_waarden: 2026-01-01}]\n  afronden: {tevreden: true, samenvatting: 2026-03-12}\n",
		"commentaar: [tekst, {rol: [a], datum: x, tekst: {a: b}, verzonnen: ja}, null, 3]\n",
		"commentaar: ja\n",
		"editie: 2022\nherzien_voor: tekst\nthemas: {a: b}\nonbekend: [1]\n",
	} {
		write(t, filepath.Join(dir, "content/dilemmas", fmt.Sprintf("vreemd-%d.md", i)), "---\ntitle: Vreemd\n"+published2025+front+"---\ntekst\n")
	}
	// A word that no vocabulary has is a warning of nobody, so this build may warn.
	run(t, dir, "build", "--destination", t.TempDir(), "--noBuildLock")
}

// TestBelowAPath builds the site for an address with a path: no link may leave it.
func TestBelowAPath(t *testing.T) {
	public := build(t, root, "--baseURL", "https://host.example/pad/")
	for _, p := range documents(t, public) {
		p.elements(func(n *html.Node) {
			for _, key := range []string{"href", "src", "data-index", "data-src"} {
				target, _ := attr(n, key)
				if strings.HasPrefix(target, "/") && !strings.HasPrefix(target, "/pad/") {
					t.Errorf("%s: %s=%q leaves the site", p.name, key, target)
				}
			}
		})
	}
	if index := read(t, public, "dilemmas", "index.json"); strings.Contains(index, "host.example/dilemmas/") {
		t.Error("the data of the casebook leaves the path")
	}
}

// TestHugoReadsMutantsAlike writes random pieces into front matter, as slips of the pen do, and gives it to both readers. What ours
// takes without a problem, Hugo must take too, with the same words. Keys that no dilemma has are left out: the check
// refuses those. A list in brackets that is broken over lines is too: Hugo's parser has its own mind about it.
func TestHugoReadsMutantsAlike(t *testing.T) {
	seeds := []string{
		"dilemma: |\n  Tekst hier.\n\n  Nog iets.\nwaarom_nu: >-\n  Nu.\n  Echt.\n",
		"spelers:\n  - speler: Een\n    belangen: \"x: y\"\n  - speler: 'Twee'\n    belangen: een lange\n      regel\nkeuze: nee\n",
		"themas: [timing, 'privacy']\nherkomst: fictief # zo\n# en zo\ntweede_lezer:\ndraft: true\n",
		"afwegen:\n  keuzes:\n    - keuze: Ja\n      voordelen:\n        - een\n        - \"twee\"\n  conclusie: zo\n\n  over regels\n",
	}
	pieces := []string{" ", "  ", "\n", "\n\n", "#", " # c", "- ", ": ", ":", "'", `"`, "|", ">", "|-", "|+", ">2", "\n  ", "\n    - ",
		"[", "]", ",", "é", "\\", "~", "%", "@", "`", "!", "? ", "*", "&", "1", "--", "\u00a0", "…", "“", "\n# c\n", "\n  # c\n", "\t"}
	r := rand.New(rand.NewPCG(2022, 10))
	compared := 0
	for range 60_000 {
		front := seeds[r.IntN(len(seeds))]
		for range 1 + r.IntN(2) {
			at := r.IntN(len(front) + 1)
			front = front[:at] + pieces[r.IntN(len(pieces))] + front[min(len(front), at+r.IntN(3)):]
		}
		file := casebook.Parse("x.md", []byte("---\n"+front+"\n---\n"))
		if file.Front == nil || len(file.Problems) > 0 || !ordinary(file, file.Front) {
			continue
		}
		compared++
		theirs, err := metadecoders.Default.UnmarshalToMap(file.Source[len("---\n"):file.BodyStart-len("---\n")], metadecoders.YAML)
		if err != nil {
			t.Errorf("Hugo refuses %q: %v", front, err)
			continue
		}
		for _, p := range file.Front.Pairs {
			if err := sameWords(p.Value, theirs[p.Key.Text]); err != nil {
				t.Errorf("%q: %s: %v", front, p.Key.Text, err)
			}
		}
	}
	if compared < 10_000 {
		t.Errorf("only %d compared", compared)
	}
}

var ordinaryKey = regexp.MustCompile(`^[a-z_]+$`)

// ordinary reports whether all keys are plain words, and all lists in brackets stand on one line.
func ordinary(file *casebook.File, v *casebook.Value) bool {
	text := string(file.Source[v.Start:v.End])
	if strings.HasPrefix(text, "[") && strings.Contains(text, "\n") {
		return false
	}
	for _, p := range v.Pairs {
		if !ordinaryKey.MatchString(string(file.Source[p.Key.Start:p.Key.End])) || !ordinary(file, p.Value) {
			return false
		}
	}
	for _, item := range v.Items {
		if !ordinary(file, item) {
			return false
		}
	}
	return true
}
