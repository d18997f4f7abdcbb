package pages_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"

	"github.com/chromedp/cdproto/emulation"
)

// TestCommentary reads a case with commentary: it stands behind the canvas and the story, with the role and the day of who wrote it, and says that
// it is invented.
func TestCommentary(t *testing.T) {
	t.Parallel()
	p := page.At(t, sitebuild.Published(t), "/dilemmas/ziekte-hoort-bij-het-verhaal/")
	section := p.Element("commentary")
	if section == nil {
		t.Fatal("no commentary")
	}
	for _, want := range []string{"Ethicus", "24 november 2026", "Verzonnen commentaar", "Toch mis ik iets."} {
		if !strings.Contains(page.Text(section), want) {
			t.Errorf("the commentary does not say %q", want)
		}
	}
	for _, class := range []string{"step", "story"} {
		if e := p.Element(class); e == nil || strings.Contains(page.Text(e), "Toch mis ik iets.") {
			t.Errorf("the commentary stands inside the %s", class)
		}
	}
	seen := false
	for n := range p.Root.Descendants() {
		if n == section {
			seen = true
		}
		if class, _ := page.Attr(n, "class"); seen && (class == "step" || strings.HasPrefix(class, "story")) {
			t.Errorf("%s stands behind the commentary", class)
		}
	}
}

// TestPlayers follows the players of every case to the page of their role, which lists the case with what that player has at stake. Every role that
// is linked has dilemmas, and its count is their number.
func TestPlayers(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	links := map[string]string{} // role → count beside the link on the page of all roles
	var last string
	for n := range page.At(t, public, "/spelers/").Element("words").Descendants() {
		if href, _ := page.Attr(n, "href"); href != "" {
			last = href
		}
		if class, _ := page.Attr(n, "class"); class == "words__count" {
			links[last] = page.Text(n)
		}
	}
	roles := map[string]page.Document{}
	for address, count := range links {
		roles[address] = page.At(t, public, address)
		cards := 0
		for n := range roles[address].Root.Descendants() {
			if class, _ := page.Attr(n, "class"); class == "card" {
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
	for _, e := range page.Exercises(t, sitebuild.Published(t)) {
		address := strings.TrimSuffix(e, "oefenen/")
		for n := range page.At(t, public, address).Root.Descendants() {
			href, _ := page.Attr(n, "href")
			if n.Data != "a" || n.Parent.Data != "th" {
				continue
			}
			players++
			role, listed := roles[href]
			if !listed {
				t.Errorf("%s: %s is on no list", address, href)
				continue
			}
			if got := page.Plain(page.Text(role.Element("cards"))); !strings.Contains(got, page.Plain(page.Text(n))) {
				t.Errorf("%s does not name %q", href, page.Text(n))
			}
		}
	}
	if players < 50 {
		t.Errorf("only %d players lead to a role", players)
	}
}

// TestRoleWithoutDilemmas makes a casebook with one player: the roles that nobody has are linked from nowhere, and a name that tells no role is no link.
func TestRoleWithoutDilemmas(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	must.Write(t, filepath.Join(dir, "content/dilemmas/een.md"), "---\ntitle: Een\n"+published2025+
		"canvas:\n  verkennen:\n    spelers:\n      - {speler: De nieuwe persvoorlichter van de burgemeester, belangen_en_waarden: Wil het kunnen uitleggen.}\n      - {speler: Man met een hond}\n---\n")
	must.Write(t, filepath.Join(dir, "content/dilemmas/weg.md"), "---\ntitle: Weg\n"+published2025+
		"ingetrokken: {datum: 2026-01-01, reden: x}\ncanvas:\n  verkennen:\n    spelers: [{speler: Journalist}]\n---\n")
	public := sitebuild.Build(t, dir)
	if got := page.Text(page.At(t, public, "/spelers/woordvoerder/").Element("cards")); !strings.Contains(got, "Wil het kunnen uitleggen.") {
		t.Errorf("the role shows %q", got)
	}
	for _, name := range []string{"sitemap.xml", "dilemmas/index.html", "spelers/index.html", "dilemmas/een/index.html"} {
		if got := must.Read(t, public, name); !strings.Contains(got, "/spelers/woordvoerder/") || strings.Contains(got, "/spelers/journalist/") || strings.Contains(got, "/spelers/bestuurder/") {
			t.Errorf("%s has another role than the one that plays", name)
		}
	}
	if got := must.Read(t, public, "dilemmas/een/index.html"); strings.Count(got, "/spelers/") != 1 {
		t.Error("a player without a role is a link")
	}
}

// TestRelated reads why other cases are akin: each says which kind of word both have, some name players, and each shows its question and its origin.
func TestRelated(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	akin, players := 0, 0
	for _, e := range page.Exercises(t, public) {
		for n := range page.At(t, public, strings.TrimSuffix(e, "oefenen/")).Root.Descendants() {
			if class, _ := page.Attr(n, "class"); class != "related__case" {
				continue
			}
			akin++
			shown := page.Text(n)
			if !regexp.MustCompile(`(?:Fictief|Samengesteld)\. Gaat ook over .+ \((thema|grond|soort informatie)\)`).MatchString(shown) {
				t.Errorf("%s: %q does not say why", e, shown)
			}
			if !strings.Contains(shown, "?") {
				t.Errorf("%s: %q does not show its question", e, shown)
			}
			if strings.Contains(shown, "Ook hier: ") {
				players++
			}
		}
	}
	if akin < 40 || players < 3 {
		t.Errorf("%d cases are akin, of which %d by their players", akin, players)
	}
}

// fonts are faces with which no page is designed: one narrow, one wide, and one that everybody has.
var fonts = []string{"Liberation Sans Narrow, Arial Narrow, sans-serif", "DejaVu Sans, Verdana, sans-serif", "Liberation Serif, Times New Roman, serif"}

func inFont(t *testing.T, b *browser.Browser, font string) {
	t.Helper()
	b.Adopt(t, fmt.Sprintf(":root { --dilemma-document-font-family: %s !important; --dilemma-heading-font-family: %s !important }", font, font))
}

// TestFirstScreen opens every case on a laptop and on a phone in three fonts, and each third in English as well: title, origin, question, choice, layer, grounds, themes and
// time to read stand on the first screen. So they do with a title that is longer than any.
func TestFirstScreen(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Copy(t)
	long := must.Read(t, dir, "content/dilemmas/evaluatie-na-een-brand.md")
	long = regexp.MustCompile(`(?m)^title: .*`).ReplaceAllString(long, "title: De verantwoordelijkheidsverdeling bij de grondexploitatie, en wie dat als eerste hoort")
	must.Write(t, filepath.Join(dir, "content/dilemmas/lange-titel.md"), long)
	public := sitebuild.Build(t, dir)
	b := browser.New(t, public)
	cases := page.Exercises(t, public)
	for i, e := range cases {
		languages := []string{""}
		if i%3 == 0 || skip.All() {
			languages = append(languages, "/en") // where the words are ours, and most of them the same on each page
		}
		for _, language := range languages {
			address := language + strings.TrimSuffix(e, "oefenen/")
			b.Open(t, address)
			for _, screen := range [][2]int64{{1280, 720}, {360, 740}} {
				b.Size(t, screen[0], screen[1])
				for _, font := range fonts {
					inFont(t, b, font)
					for _, complaint := range browser.Eval[[]string](t, b, `["h1", ".provenance__badge", ".provenance", ".gist__question", ".gist__choice", ".facts",
						'.facts a[href*="/bestuurslagen/"], .facts a[href*="/layers-of-government/"]', '.facts a[href*="/themas/"], .facts a[href*="/themes/"]', ".facts li:last-child"].flatMap(part => {
						const e = document.querySelector(part)
						if (!e) return [part + " is not there"]
						const bottom = Math.max(...[...e.getClientRects()].map(r => r.bottom))
						return bottom > innerHeight ? [part + " ends at " + Math.round(bottom)] : []
					})`) {
						t.Errorf("%s at %d by %d in %s: %s", address, screen[0], screen[1], font, complaint)
					}
				}
			}
		}
	}
	if len(cases) < 22 {
		t.Errorf("only %d cases", len(cases))
	}
}

// TestEntriesFit shows from one player and choice to a dozen, with long words, on screens of every width and in three fonts: no word lies beyond the edge
// or is cut off. A laptop has four players beside each other, a small one three, a large screen five; a sheet of A4 three, or two by two.
func TestEntriesFit(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	counts := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 27}
	const words = "Meervoudigepersoonlijkheidsverantwoordelijkheid en arbeidsongeschiktheidsverzekeringsmaatschappijen"
	for _, n := range counts {
		var text strings.Builder
		fmt.Fprintf(&text, "---\ntitle: %s\n%scanvas:\n  verkennen:\n    spelers:\n", words, published2025)
		for range n {
			fmt.Fprintf(&text, "      - {speler: %s, standpunten_en_emoties: %s, belangen_en_waarden: Wil het weten. %s, rechten_en_voorkeuren: https://example.org/%s}\n", words, words, words, strings.Repeat("x", 80))
		}
		fmt.Fprint(&text, "  afwegen:\n    keuzes:\n")
		for range n {
			fmt.Fprintf(&text, "      - {keuze: %s, voordelen: [Kort., %s], nadelen: [%s, Kort., Kort.]}\n", words, words, words)
		}
		fmt.Fprint(&text, "  kiezen:\n    wie_heeft_wat_nodig:\n")
		for range n {
			fmt.Fprintf(&text, "      - {wie: %s, wat: %s}\n", words, words)
		}
		must.Write(t, filepath.Join(dir, "content/dilemmas", fmt.Sprintf("met-%d.md", n)), text.String()+"---\n")
	}
	most := map[int64]int{1024: 3, 1280: 4, 1920: 5}
	b := browser.New(t, sitebuild.Build(t, dir))
	// A word that is wider than its cell shows in the width of what the cell scrolls over.
	whole := func(where string) {
		t.Helper()
		b.Fits(t, where)
		for _, complaint := range browser.Eval[[]string](t, b, `[...document.querySelectorAll(".entry :is(th, td, h4, h5, li, p), .rows :is(th, td), .gist *, h1")].flatMap(e => {
			const r = e.getBoundingClientRect()
			if (!e.checkVisibility() || e.closest(".visually-hidden")) return []
			if (r.left < 0 || r.right > innerWidth + 1) return [e.innerText.slice(0, 30) + " lies beyond the edge"]
			return e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display != "inline" ? [e.innerText.slice(0, 30) + " is wider than its cell"] : []
		}).slice(0, 3)`) {
			t.Errorf("%s: %s", where, complaint)
		}
	}
	beside := func(field string) int {
		t.Helper()
		return browser.Eval[int](t, b, fmt.Sprintf(`(all => all.filter(e => e.getBoundingClientRect().top == all[0].getBoundingClientRect().top).length)([...document.querySelectorAll(".field--%s .entry")])`, field))
	}
	for _, n := range counts {
		b.Size(t, 1280, 900)
		b.Open(t, fmt.Sprintf("/dilemmas/met-%d/", n))
		for _, font := range fonts {
			inFont(t, b, font)
			for _, width := range []int64{320, 360, 768, 1024, 1280, 1920} {
				b.Size(t, width, 900)
				where := fmt.Sprintf("%d players at %d in %s", n, width, font)
				whole(where)
				for _, field := range []string{"spelers", "keuzes"} {
					level := beside(field)
					if n <= most[width] && level != n || width <= 360 && level != 1 {
						t.Errorf("%s: %d of %s stand beside each other", where, level, field)
					}
				}
			}
		}
		b.Size(t, 673, 1000) // a sheet of A4 between its margins
		browser.Call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		whole(fmt.Sprintf("%d players on paper", n))
		if level := beside("spelers"); level != map[int]int{1: 1, 3: 3, 5: 3, 6: 3, 9: 3}[n] && level != 2 {
			t.Errorf("on paper %d of %d players stand beside each other", level, n)
		}
		browser.Call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
	}
}

// TestToPart comes for a part of a long case that is far below the screen, and goes to one, also before its parts are laid out: it stands below the contents. After that
// all are laid out, as a search in the page needs.
func TestToPart(t *testing.T) {
	t.Parallel()
	const address, below = "/dilemmas/ziekte-hoort-bij-het-verhaal/", `(top => top >= 0 && top < 80)(document.querySelector("#kenmerken").getBoundingClientRect().top)`
	b := browser.New(t, sitebuild.Published(t))
	b.Size(t, 360, 740)
	b.Open(t, address+"#kenmerken")
	b.Wait(t, below)
	b.Open(t, "/over/")
	b.Open(t, address)
	browser.Eval[int](t, b, `document.querySelector('.case-contents a[href="#kenmerken"]').click(), 0`)
	b.Wait(t, below)
	b.Open(t, "/over/")
	b.Open(t, address)
	b.Wait(t, `[...document.querySelectorAll(".case__body > *")].every(e => getComputedStyle(e).contentVisibility == "visible")`)
}

// TestCaseContents reads a case down: its contents stay on the screen, at every width, and mark the part that is read. Without a script they are links.
func TestCaseContents(t *testing.T) {
	t.Parallel()
	const address = "/dilemmas/ziekte-hoort-bij-het-verhaal/"
	b := browser.New(t, sitebuild.Published(t))
	b.Media(t, "prefers-reduced-motion", "reduce")
	for _, width := range []int64{360, 768, 1280} {
		b.Size(t, width, 740)
		b.Open(t, address)
		links := browser.Eval[[]string](t, b, `[...document.querySelectorAll(".case-contents a")].map(a => a.hash)`)
		if len(links) != 9 {
			t.Fatalf("the contents are %q", links)
		}
		for _, hash := range links {
			browser.Eval[int](t, b, fmt.Sprintf(`document.querySelector(%q).scrollIntoView({behavior: "instant"}), 0`, hash))
			last := fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect().top > innerHeight / 3`, hash) // the last parts may be too short to come so high
			b.Wait(t, last+fmt.Sprintf(` || [...document.querySelectorAll(".case-contents [aria-current]")].map(a => a.hash).join() == %q`, hash))
			if shown := browser.Eval[bool](t, b, last+fmt.Sprintf(` || (r => r.top >= 0 && r.bottom <= innerHeight && r.width > 20 && r.height >= 24)(document.querySelector('.case-contents a[href="%s"]').getBoundingClientRect())`, hash)); !shown {
				t.Errorf("at %d the contents do not show %s while it is read", width, hash)
			}
			if covered := browser.Eval[bool](t, b, fmt.Sprintf(`(r => document.elementFromPoint(r.left + 5, r.top + 5).closest(".case-contents"))(document.querySelector(%q).getBoundingClientRect()) != null`, hash)); covered {
				t.Errorf("at %d the contents cover %s", width, hash)
			}
		}
	}
	b.WithoutScript(t)
	b.Open(t, address)
	b.Click(t, `.case-contents a[href="#stap-kiezen"]`)
	b.Wait(t, `location.hash == "#stap-kiezen" && !document.querySelector(".case-contents [aria-current]")`)
}
