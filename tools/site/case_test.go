package site_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
)

// element returns the first element of a page with this class, or nil.
func (p document) element(class string) *html.Node {
	for n := range p.root.Descendants() {
		if is, _ := attr(n, "class"); n.Type == html.ElementNode && strings.Contains(" "+is+" ", " "+class+" ") {
			return n
		}
	}
	return nil
}

// page reads one page of a built site.
func page(t *testing.T, public, address string) document {
	t.Helper()
	name := filepath.Join(filepath.FromSlash(address), "index.html")
	root, err := html.Parse(strings.NewReader(read(t, public, name)))
	if err != nil {
		t.Fatal(err)
	}
	return document{name, root}
}

// TestVersions builds a casebook with a history: the page tells of it in the words of the canvas. Plain Hugo, a shallow clone and a casebook
// without Git tell nothing.
func TestVersions(t *testing.T) {
	dir := repository(t)
	name := filepath.Join(dir, filepath.FromSlash(casebook.Path("proef")))
	day := ""
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=Geheime Schrijver", "-c", "user.email=x@example.org"}, args...)...)
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_COMMITTER_DATE="+day+"T12:00:00Z", "GIT_AUTHOR_DATE="+day+"T12:00:00Z")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	commit := func(on, text string) {
		t.Helper()
		write(t, name, text)
		day = on
		git("add", ".")
		git("commit", "--quiet", "--message", "Geheime boodschap")
	}
	made := func(dir string) (document, string) {
		t.Helper()
		public := t.TempDir()
		out, err := command(t, context.Background(), dir, "build", "--destination", public).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return page(t, public, "/dilemmas/proef/"), string(out)
	}
	text1 := fixture.Dilemma(definition(t), 1)
	write(t, name, text1)
	if p, out := made(dir); p.element("versions") != nil || strings.Contains(text(p.root), "Gepubliceerd op") || strings.Contains(out, "versies") {
		t.Errorf("without Git there are versions\n%s", out)
	}

	git("init", "--quiet", "--initial-branch", "main")
	commit("2026-01-05", strings.Replace(text1, "draft: false", "draft: true", 1))
	commit("2026-02-06", text1)
	commit("2026-03-07", strings.Replace(strings.Replace(text1, "  conclusie: |\n", "  conclusie: |\n      Een zin erbij.\n", 1), "draft: false", "draft: false\nherzien_op: 2026-03-07", 1))
	p, _ := made(dir)
	list := p.element("versions")
	if list == nil || !strings.Contains(text(p.root), "Gepubliceerd op 6 februari 2026") {
		t.Fatalf("no versions in %s", text(p.element("colophon")))
	}
	if got := text(list); got != "Versies 7 maart 2026 : Bekeken door de redactie. Gewijzigd: Conclusie 6 februari 2026 : Gepubliceerd" {
		t.Error(got)
	}
	for _, secret := range []string{"Geheim", "5 januari"} {
		if strings.Contains(text(p.root), secret) {
			t.Errorf("the page says %q", secret)
		}
	}
	if p := page(t, build(t, dir), "/dilemmas/proef/"); p.element("versions") != nil {
		t.Error("plain Hugo shows versions")
	}

	shallow := filepath.Join(t.TempDir(), "shallow")
	git("clone", "--quiet", "--depth", "1", "file://"+dir, shallow)
	if p, out := made(shallow); p.element("versions") != nil || !strings.Contains(out, "git fetch --unshallow") {
		t.Errorf("a shallow clone has versions, or does not say why not\n%s", out)
	}
}

// TestCommentary reads a case with commentary: it stands behind the canvas and the story, with the role and the day of who wrote it, and says that
// it is invented.
func TestCommentary(t *testing.T) {
	p := page(t, publicDir(t), "/dilemmas/ziekte-hoort-bij-het-verhaal/")
	section := p.element("commentary")
	if section == nil {
		t.Fatal("no commentary")
	}
	for _, want := range []string{"Ethicus", "8 september 2026", "Verzonnen commentaar", "Toch mis ik iets."} {
		if !strings.Contains(text(section), want) {
			t.Errorf("the commentary does not say %q", want)
		}
	}
	for _, class := range []string{"step", "story"} {
		if e := p.element(class); e == nil || strings.Contains(text(e), "Toch mis ik iets.") {
			t.Errorf("the commentary stands inside the %s", class)
		}
	}
	seen := false
	for n := range p.root.Descendants() {
		if n == section {
			seen = true
		}
		if class, _ := attr(n, "class"); seen && (class == "step" || strings.HasPrefix(class, "story")) {
			t.Errorf("%s stands behind the commentary", class)
		}
	}
}

// exercises are the addresses of the pages to practise with.
func exercises(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(publicDir(t), "dilemmas", "*", "oefenen", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range files {
		address := "/dilemmas/" + filepath.Base(filepath.Dir(filepath.Dir(f))) + "/oefenen/"
		if page(t, publicDir(t), address).element("exercise") != nil { // of what is withdrawn only the reason is left
			all = append(all, address)
		}
	}
	if len(all) < 10 {
		t.Fatalf("only %d pages to practise with", len(all))
	}
	return all
}

// TestExercise practises with a case, without scripts and without a mouse: what a group weighed is closed until it is opened, step by step.
func TestExercise(t *testing.T) {
	const address = "/dilemmas/ziekte-hoort-bij-het-verhaal/"
	b := newBrowser(t, publicDir(t))
	call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.look(t, 1440, "light")
	b.open(t, address)
	b.click(t, `a[href$="/oefenen/"]`)
	b.do(t, chromedp.WaitReady(chromedp.CSS(".exercise")))
	shows := func(text string) bool { return strings.Contains(eval[string](t, b, "document.body.innerText"), text) }
	for _, open := range []string{"Wat is de conclusie?", "Wat heeft wie nodig?", "Er is geen goed antwoord"} {
		if !shows(open) {
			t.Errorf("%q is not in sight", open)
		}
	}
	front := casebook.Open(casebook.DirFS(root)).Lookup("ziekte-hoort-bij-het-verhaal").Front.Get("canvas")
	answer := func(step, field string) string {
		line, _, _ := strings.Cut(front.Get(step).Get(field).Text, "\n")
		return line[:40]
	}
	if !shows(answer("kennismaken", "dilemma")) || !shows(answer("verkennen", "gedeelde_vraag")) {
		t.Error("the dilemma or the shared question is closed")
	}
	for step, field := range map[string]string{"afwegen": "conclusie", "kiezen": "keuze", "afronden": "samenvatting"} {
		if shows(answer(step, field)) {
			t.Errorf("%s is open", step)
		}
	}
	if shows("Toch mis ik iets.") {
		t.Error("the commentary is open")
	}
	for range 30 {
		b.do(t, chromedp.KeyEvent(kb.Tab))
		if eval[bool](t, b, `document.activeElement.matches("#stap-afwegen summary")`) {
			break
		}
	}
	b.do(t, chromedp.KeyEvent(kb.Enter))
	if !shows(answer("afwegen", "conclusie")) {
		t.Error("the keyboard does not open step 3")
	}
	if shows(answer("kiezen", "keuze")) {
		t.Error("step 4 opened with step 3")
	}
}

// TestCard shows every case on a projector: the card begins at the top of the screen, and fits it.
func TestCard(t *testing.T) {
	b := newBrowser(t, publicDir(t))
	for _, size := range [][2]int64{{1920, 1080}, {1280, 720}} {
		call(t, b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: size[0], Height: size[1], DeviceScaleFactor: 1})
		for _, address := range exercises(t) {
			b.open(t, address)
			if high := eval[float64](t, b, `document.querySelector("#kaart").getBoundingClientRect().height`); high > float64(size[1]) {
				t.Errorf("%s is %g high on a screen of %d", address, high, size[1])
			}
		}
	}
}

// TestExerciseOnPaper prints a closed step as room to write, and an open one as it was answered.
func TestExerciseOnPaper(t *testing.T) {
	b := newBrowser(t, publicDir(t))
	b.open(t, "/dilemmas/pentest-van-de-gemalen/oefenen/")
	call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	visible := func(selector string) bool {
		return eval[bool](t, b, "document.querySelector(`"+selector+"`).checkVisibility()")
	}
	if !visible("#stap-kiezen .exercise__room") || visible("#stap-kiezen .exercise__answer") {
		t.Error("a closed step does not print as room to write")
	}
	eval[bool](t, b, `document.querySelector("#stap-kiezen details").open = true`)
	if visible("#stap-kiezen .exercise__room") || !visible("#stap-kiezen .exercise__answer .field") || !visible("#stap-afwegen .exercise__room") {
		t.Error("an open step does not print its answers")
	}
}

// TestPlayers follows the players of every case to the page of their role, which lists the case with what that player has at stake. Every role that
// is linked has dilemmas, and its count is their number.
func TestPlayers(t *testing.T) {
	public := publicDir(t)
	links := map[string]string{} // role → count beside the link on the page of all roles
	var last string
	for n := range page(t, public, "/spelers/").element("words").Descendants() {
		if href, _ := attr(n, "href"); href != "" {
			last = href
		}
		if class, _ := attr(n, "class"); class == "words__count" {
			links[last] = text(n)
		}
	}
	roles := map[string]document{}
	for address, count := range links {
		roles[address] = page(t, public, address)
		cards := 0
		for n := range roles[address].root.Descendants() {
			if class, _ := attr(n, "class"); class == "card" {
				cards++
			}
		}
		if got, _, _ := strings.Cut(count, " "); got != fmt.Sprint(cards) || cards == 0 {
			t.Errorf("%s: %s, and %d on its page", address, count, cards)
		}
	}
	if len(roles) < 10 {
		t.Fatalf("only %d roles", len(roles))
	}
	players := 0
	for _, e := range exercises(t) {
		address := strings.TrimSuffix(e, "oefenen/")
		for n := range page(t, public, address).root.Descendants() {
			href, _ := attr(n, "href")
			if n.Data != "a" || n.Parent.Data != "th" {
				continue
			}
			players++
			role, listed := roles[href]
			if !listed {
				t.Errorf("%s: %s is on no list", address, href)
				continue
			}
			if got := plain(text(role.element("cards"))); !strings.Contains(got, plain(text(n))) {
				t.Errorf("%s does not name %q", href, text(n))
			}
		}
	}
	if players < 50 {
		t.Errorf("only %d players lead to a role", players)
	}
}

// TestRoleWithoutDilemmas makes a casebook with one player: the roles that nobody has are linked from nowhere, and a name that tells no role is no link.
func TestRoleWithoutDilemmas(t *testing.T) {
	dir := repository(t)
	write(t, filepath.Join(dir, "content/dilemmas/een.md"), "---\ntitle: Een\n"+published2025+
		"canvas:\n  verkennen:\n    spelers:\n      - {speler: De nieuwe persvoorlichter van de burgemeester, belangen_en_waarden: Wil het kunnen uitleggen.}\n      - {speler: Man met een hond}\n---\n")
	write(t, filepath.Join(dir, "content/dilemmas/weg.md"), "---\ntitle: Weg\n"+published2025+
		"ingetrokken: {datum: 2026-01-01, reden: x}\ncanvas:\n  verkennen:\n    spelers: [{speler: Journalist}]\n---\n")
	public := build(t, dir)
	if got := text(page(t, public, "/spelers/woordvoerder/").element("cards")); !strings.Contains(got, "Wil het kunnen uitleggen.") {
		t.Errorf("the role shows %q", got)
	}
	for _, name := range []string{"sitemap.xml", "dilemmas/index.html", "spelers/index.html", "dilemmas/een/index.html"} {
		if got := read(t, public, name); !strings.Contains(got, "/spelers/woordvoerder/") || strings.Contains(got, "/spelers/journalist/") || strings.Contains(got, "/spelers/bestuurder/") {
			t.Errorf("%s has another role than the one that plays", name)
		}
	}
	if got := read(t, public, "dilemmas/een/index.html"); strings.Count(got, "/spelers/") != 1 {
		t.Error("a player without a role is a link")
	}
}

// TestRelatedByPlayers looks for a pair of cases that are akin and have players in common, and for the reason that says so.
func TestRelatedByPlayers(t *testing.T) {
	found := 0
	for _, e := range exercises(t) {
		for n := range page(t, publicDir(t), strings.TrimSuffix(e, "oefenen/")).root.Descendants() {
			if class, _ := attr(n, "class"); class == "related__reason" {
				if !strings.HasPrefix(text(n), "Ook over: ") {
					t.Errorf("%s: %q", e, text(n))
				}
				if strings.Contains(text(n), "Zelfde spelers: ") {
					found++
				}
			}
		}
	}
	if found < 3 {
		t.Errorf("only %d reasons name players", found)
	}
}

// TestDownloads takes every dilemma along: its file byte for byte, and as data that follows its schema and says the same. Of what is withdrawn
// or unfinished there is nothing.
func TestDownloads(t *testing.T) {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for _, name := range []string{"dilemma", "casus"} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(read(t, root, "static", "schema", name+".schema.json")))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(doc.(map[string]any)["$id"].(string), doc); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := c.Compile("https://github.com/openbaarheid-schuurt/dilemma/schema/casus.schema.json")
	if err != nil {
		t.Fatal(err)
	}

	dir := repository(t)
	if err := os.CopyFS(filepath.Join(dir, "content", "dilemmas"), withoutSection{os.DirFS(filepath.Join(root, "content", "dilemmas"))}); err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return filepath.Join(dir, "content", "dilemmas", filepath.FromSlash(name)) }
	ordinary := fixture.Dilemma(definition(t), 1)
	with := func(n int, extra string) string {
		return strings.Replace(fixture.Dilemma(definition(t), n), "draft: false\n", "draft: false\n"+extra, 1)
	}
	write(t, at("map/index.md"), with(2, "aliases: [/dilemmas/oud/]\nherzien_op: 2026-02-03\n")+"`</script>` \\u0000 & \"\n")
	write(t, at("regels.md"), strings.ReplaceAll(ordinary, "\n", "\r\n"))
	write(t, at("weg.md"), with(3, "ingetrokken: {datum: 2026-02-01, reden: Iemand bleek te herkennen.}\n"))
	write(t, at("concept.md"), strings.Replace(ordinary, "draft: false", "draft: true", 1))
	public := build(t, dir)

	book := casebook.Open(casebook.DirFS(dir))
	taken := 0
	for _, slug := range book.Slugs() {
		file := book.Lookup(slug)
		page := filepath.Join(public, "dilemmas", slug)
		md, err := os.ReadFile(filepath.Join(page, "index.md"))
		data, err2 := os.ReadFile(filepath.Join(page, "index.json"))
		if lifecycle.IsWithdrawn(file.Front) || !lifecycle.OnSite(file.Front, time.Now()) {
			if err == nil || err2 == nil {
				t.Errorf("%s can be taken along", slug)
			}
			continue
		}
		if err != nil || err2 != nil {
			t.Error(err, err2)
			continue
		}
		taken++
		if !bytes.Equal(md, file.Source) {
			t.Errorf("%s is not the file that it was", slug)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", slug, err)
			continue
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", slug, err)
		}
		all := doc.(map[string]any)
		if err := same(file.Front, all["gegevens"]); err != nil {
			t.Errorf("%s: %v", slug, err)
		}
		if got := strings.ReplaceAll(all["verhaal"].(string), "\r\n", "\n"); strings.TrimSpace(got) != strings.TrimSpace(strings.ReplaceAll(string(file.Body()), "\r\n", "\n")) {
			t.Errorf("%s tells another story", slug)
		}
		links := read(t, page, "index.html")
		for _, name := range []string{slug + ".md", slug + ".json"} {
			if !strings.Contains(links, name) {
				t.Errorf("the page of %s does not offer %s", slug, name)
			}
		}
	}
	if taken < 20 {
		t.Errorf("only %d taken along", taken)
	}
	if links := read(t, public, "dilemmas", "weg", "index.html"); strings.Contains(links, "index.json") || strings.Contains(links, "index.md") {
		t.Error("a withdrawn dilemma points to files that are not there")
	}
}

// withoutSection hides the page of the section, in every language.
type withoutSection struct{ fs.FS }

func (w withoutSection) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(w.FS, name)
	return slices.DeleteFunc(all, func(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), "_index.") }), err
}
