package pages_test

import (
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// ofClass returns the elements below a node that have a class.
func ofClass(n *html.Node, class string) []*html.Node {
	var all []*html.Node
	for d := range n.Descendants() {
		if is, _ := page.Attr(d, "class"); d.Type == html.ElementNode && slices.Contains(strings.Fields(is), class) {
			all = append(all, d)
		}
	}
	return all
}

// named returns the elements below a node with a name, such as a.
func named(n *html.Node, name string) []*html.Node {
	var all []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == name {
			all = append(all, d)
		}
	}
	return all
}

func href(n *html.Node) string {
	to, _ := page.Attr(n, "href")
	return to
}

// sections are the parts of the site that have pages beside their texts.
var sections = []string{"/handreiking/", "/meedoen/", "/over/", "/en/guide/", "/en/about/"}

// TestBreadcrumb looks on every page for the way there: it begins at the home page and ends with the page itself, which is no link.
func TestBreadcrumb(t *testing.T) {
	t.Parallel()
	for _, p := range page.All(t, sitebuild.Published(t)) {
		if p.Redirect() {
			continue
		}
		trails := ofClass(p.Root, "breadcrumb")
		home := p.Address() == "/" || p.Address() == "/en/" || strings.HasSuffix(p.Name, "404.html")
		if len(trails) != map[bool]int{true: 0, false: 1}[home] {
			t.Errorf("%s has %d breadcrumbs", p.Name, len(trails))
		}
		for _, trail := range trails {
			items := named(trail, "li")
			first, last := named(items[0], "a"), items[len(items)-1]
			if len(first) != 1 || href(first[0]) != map[bool]string{true: "/en/", false: "/"}[p.English()] {
				t.Errorf("%s: the breadcrumb begins with %q", p.Name, page.Text(items[0]))
			}
			here, title := page.Text(last), page.Text(named(p.Root, "title")[0])
			current, _ := page.Attr(last.FirstChild, "aria-current")
			if here == "" || !strings.Contains(title, here) || current != "page" || len(named(last, "a")) > 0 {
				t.Errorf("%s: %q is where the reader is, on the page %q", p.Name, here, title)
			}
		}
	}
}

// TestSections reads each part of the site from its first page on: the pages follow each other as they stand beside the text, both ways, and none is left out.
func TestSections(t *testing.T) {
	t.Parallel()
	pages := map[string]page.Document{}
	for _, p := range page.All(t, sitebuild.Published(t)) {
		pages[p.Address()] = p
	}
	for _, section := range sections {
		var read, rules []string
		for at, before := section, ""; at != ""; {
			p, there := pages[at]
			if !there || slices.Contains(read, at) {
				t.Fatalf("%s: %s comes after %s", section, at, before)
			}
			read = append(read, at)
			var current []string
			for _, a := range named(ofClass(p.Root, "side-nav")[0], "a") {
				if is, _ := page.Attr(a, "aria-current"); is != "" {
					current = append(current, href(a))
				}
			}
			if !slices.Equal(current, []string{at}) {
				t.Errorf("%s: beside the text, the page is %q", at, current)
			}
			next, previous := "", ""
			for _, a := range named(p.Root, "a") {
				switch rel, _ := page.Attr(a, "rel"); rel {
				case "next":
					next = href(a)
					if to := page.Text(named(pages[next].Root, "title")[0]); page.Text(a) == "" || to == "" {
						t.Errorf("%s: the next page has no name", at)
					}
				case "prev":
					previous = href(a)
				}
			}
			if previous != before {
				t.Errorf("%s: %q comes before it, and not %q", at, previous, before)
			}
			at, before = next, at
		}
		var beside, below []string
		for _, a := range named(ofClass(pages[section].Root, "side-nav")[0], "a") {
			if strings.HasPrefix(href(a), section) {
				beside = append(beside, href(a))
			}
		}
		for address, p := range pages {
			switch {
			case !strings.HasPrefix(address, section) || p.Redirect() || strings.HasSuffix(address, "/geheel/"):
			case strings.HasPrefix(address, "/meedoen/regels/") && address != "/meedoen/regels/":
				rules = append(rules, address)
			default:
				below = append(below, address)
			}
		}
		if !slices.Equal(read, beside) || !slices.Equal(slices.Sorted(slices.Values(read)), slices.Sorted(slices.Values(below))) {
			t.Errorf("%s\nread   %q\nbeside %q\nbelow  %q", section, read, beside, slices.Sorted(slices.Values(below)))
		}
		// A rule of the check stands deeper: beside it stand the pages of the part, with its list as the way back.
		for _, address := range rules {
			turns := 0
			for _, a := range named(ofClass(pages[address].Root, "page-turn")[0], "a") {
				if strings.HasPrefix(href(a), "/meedoen/regels/") {
					turns++
				}
			}
			current := slices.IndexFunc(named(ofClass(pages[address].Root, "side-nav")[0], "a"), func(a *html.Node) bool {
				is, _ := page.Attr(a, "aria-current")
				return is == "true" && href(a) == "/meedoen/regels/"
			})
			if turns == 0 || current < 0 {
				t.Errorf("%s: %d neighbours", address, turns)
			}
		}
	}
	var roles []string
	for _, part := range ofClass(pages["/handreiking/"].Root, "side-nav__part") {
		if page.Text(part) == "Rollen" {
			for _, a := range named(part.Parent, "a") {
				roles = append(roles, page.Text(a))
			}
		}
	}
	if want := []string{"Dilemma-eigenaar", "Gespreksleider", "Deelnemer"}; !slices.Equal(roles, want) {
		t.Errorf("the roles are %q", roles)
	}
}

// TestContents compares what a long page says it holds with its headings. Beside a short page there is nothing.
func TestContents(t *testing.T) {
	t.Parallel()
	with, without := 0, 0
	for _, p := range page.All(t, sitebuild.Published(t)) {
		if len(ofClass(p.Root, "side-nav")) == 0 {
			continue
		}
		var headings, listed []string
		words := 0
		for _, text := range ofClass(p.Root, "text") {
			words += len(strings.Fields(page.Text(text)))
			for _, h := range named(text, "h2") {
				if id, _ := page.Attr(h, "id"); id != "" {
					headings = append(headings, id)
				}
			}
		}
		for _, contents := range ofClass(p.Root, "contents") {
			for _, a := range named(contents, "a") {
				listed = append(listed, strings.TrimPrefix(href(a), "#"))
			}
		}
		switch {
		case listed != nil:
			with++
			if !slices.Equal(listed, headings) {
				t.Errorf("%s lists %q, and has %q", p.Name, listed, headings)
			}
		case len(headings) >= 3 && words > 350:
			t.Errorf("%s has %d words below %d headings, and no list of them", p.Name, words, len(headings))
		default:
			without++
		}
	}
	if with < 30 || without < 10 {
		t.Errorf("%d pages have a list, %d have none", with, without)
	}
}

// TestBeside opens a long page on screens of several widths, with and without script: on a wide one what stands beside the text is seen, on a narrow one it
// is folded and opens; on paper there is none of it.
func TestBeside(t *testing.T) {
	t.Parallel()
	const seen = `(() => { const seen = s => [...document.querySelectorAll(s)].some(e => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}));
		return [seen(".side-nav li a"), seen(".contents li a"), seen(".side-nav summary"), seen(".contents summary")] })()`
	b := browser.New(t, sitebuild.Published(t))
	for _, script := range []bool{true, false} {
		if !script {
			b.WithoutScript(t)
		}
		for width, want := range map[int64][]bool{360: {false, false, true, true}, 1024: {true, false, false, true}, 1440: {true, true, false, false}} {
			b.Look(t, width, "light")
			b.Open(t, "/handreiking/gespreksleider/")
			if got := browser.Eval[[]bool](t, b, seen); !slices.Equal(got, want) {
				t.Errorf("at %d, script %t: pages, contents and the two folds are seen: %v, want %v", width, script, got, want)
			}
			if width == 360 {
				b.Click(t, ".side-nav summary")
				b.Click(t, ".contents summary")
				if got := browser.Eval[[]bool](t, b, seen); slices.Contains(got, false) {
					t.Errorf("script %t: what is opened is not seen: %v", script, got)
				}
				b.Fits(t, "with both folds open")
			}
		}
	}
	browser.Call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	if browser.Eval[bool](t, b, `[...document.querySelectorAll(".guide__beside, .page-turn, .breadcrumb")].some(e => e.checkVisibility())`) {
		t.Error("on paper there is something to click")
	}
}

// TestTerms points at every term of a page, goes to it with the keyboard, and taps it: its explanation is that of the glossary, stays while the pointer is on it,
// goes with Escape, and falls off no screen.
func TestTerms(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	b := browser.New(t, public)
	explained := map[string]string{}
	for entry := range ofClass(page.At(t, public, "/begrippen/").Root, "glossary")[0].ChildNodes() {
		if key, ok := page.Attr(entry, "id"); ok {
			explained[key] = page.Text(named(entry, "dd")[0])
		}
	}
	const visible = `(e => getComputedStyle(e).visibility == "visible" && e.getClientRects().length > 0)`
	shown := func(i int) bool {
		t.Helper()
		return browser.Eval[bool](t, b, fmt.Sprintf(`%s(document.querySelectorAll(".term__text")[%d])`, visible, i))
	}
	point := func(selector string, i int) {
		t.Helper()
		at := browser.Eval[[]float64](t, b, fmt.Sprintf(`(() => { const r = document.querySelectorAll(%q)[%d].getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2] })()`, selector, i))
		browser.Call(t, b, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: at[0], Y: at[1]})
	}
	for _, width := range []int64{320, 1440} {
		b.Look(t, width, "light")
		b.Open(t, "/handreiking/afwegen/")
		count := browser.Eval[int](t, b, `document.querySelectorAll(".term").length`)
		if count < 5 {
			t.Fatalf("%d terms", count)
		}
		for i := range count {
			link := fmt.Sprintf(`document.querySelectorAll(".term > a")[%d]`, i)
			described := browser.Eval[[]string](t, b, link+`.scrollIntoView({block: "center", behavior: "instant"}), (a => [a.hash.slice(1), document.getElementById(a.getAttribute("aria-describedby")).textContent])(`+link+`)`)
			if want := explained[described[0]]; want == "" || page.Plain(described[1]) != page.Plain(want) {
				t.Errorf("%s is explained with %q, and in the glossary with %q", described[0], described[1], want)
			}
			if shown(i) {
				t.Errorf("%s is explained before it is asked for", described[0])
			}
			point(".term > a", i)
			if !shown(i) {
				t.Errorf("%s is not explained when it is pointed at", described[0])
			}
			point(".term__text", i)
			if !shown(i) {
				t.Errorf("the explanation of %s goes when it is pointed at", described[0])
			}
			if !browser.Eval[bool](t, b, fmt.Sprintf(`(r => r.left >= 0 && r.right <= innerWidth)(document.querySelectorAll(".term__text")[%d].getBoundingClientRect())`, i)) {
				t.Errorf("at %d the explanation of %s falls off the screen", width, described[0])
			}
			b.Key(t, "\x1b")
			if shown(i) {
				t.Errorf("Escape does not send the explanation of %s away", described[0])
			}
			browser.Call(t, b, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: 1, Y: 1})
			browser.Eval[bool](t, b, link+`.focus(), true`)
			if !shown(i) {
				t.Errorf("%s is not explained when it has the focus", described[0])
			}
			b.Key(t, "\x1b")
			if shown(i) {
				t.Errorf("Escape does not send the explanation of %s away, which has the focus", described[0])
			}
			browser.Eval[bool](t, b, link+`.blur(), true`)
		}
		b.Fits(t, "with terms")
	}
	if !browser.Eval[bool](t, b, `(() => {
		const link = document.querySelector(".term > a"), text = link.nextElementSibling
		const tap = () => link.dispatchEvent(new PointerEvent("click", {pointerType: "touch", bubbles: true, cancelable: true}))
		return !tap() && getComputedStyle(text).visibility == "visible" && tap()
	})()`) {
		t.Error("the first tap does not show the explanation, or the second does not follow the link")
	}
	b.Wait(t, `location.pathname == "/begrippen/" && document.querySelector(":target dd") != null`)

	b.Open(t, "/handreiking/afwegen/")
	browser.Call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	if lists := browser.Eval[[]string](t, b, `[[...document.querySelectorAll(".term__text")].map(e => e.textContent).sort().join("|"), [...document.querySelectorAll(".terms dd")].map(e => e.innerText).sort().join("|"),
		String(document.querySelector(".terms").checkVisibility() && ![...document.querySelectorAll(".term__text")].some(e => e.checkVisibility()))]`); lists[0] != lists[1] || lists[2] != "true" {
		t.Errorf("on paper the terms are %q", lists)
	}

	b = browser.New(t, public)
	b.WithoutScript(t)
	b.Open(t, "/handreiking/afwegen/")
	browser.Eval[bool](t, b, `document.querySelector(".term > a").focus(), true`)
	if !shown(0) {
		t.Error("without script the focus shows no explanation")
	}
	b.Key(t, "\r")
	b.Wait(t, `location.pathname == "/begrippen/" && document.querySelector(":target dd") != null`)
}

// TestUnknownTerm links to a term that the glossary does not have: that stops the build, and says where.
func TestUnknownTerm(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	name := filepath.Join(dir, "content", "over", "privacy.md")
	must.Write(t, name, must.Read(t, name)+"\nEen [onbekend woord](/begrippen/#onbekend-woord).\n")
	cmd := exec.Command("hugo", "build", "--destination", t.TempDir(), "--noBuildLock")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "/begrippen/#onbekend-woord") || !strings.Contains(string(out), "privacy.md:") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestFoot looks below every page for where to go on: one link to report a mistake, with the page in its subject, and ways to look elsewhere. A site with a
// forge also leads to the page for a report there.
func TestFoot(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	sitebuild.Set(t, dir, "[params.dilemma.forge]\nrepository = 'https://gitlab.com/groep/boek'\n")
	for _, forge := range []bool{false, true} {
		public := sitebuild.Published(t)
		if forge {
			public = sitebuild.Build(t, dir, "--baseURL", sitebuild.Address)
		}
		for _, p := range page.All(t, public) {
			if p.Redirect() || strings.HasSuffix(p.Name, "/geheel/index.html") {
				continue
			}
			mistakes, inPublic, elsewhere := 0, 0, 0
			title := page.Text(named(p.Root, "h1")[0])
			for _, a := range named(p.Root, "a") {
				to, err := url.Parse(href(a))
				if err != nil {
					t.Errorf("%s: %v", p.Name, err)
					continue
				}
				switch page.Text(a) {
				case "Meld een fout", "Report a mistake":
					mistakes++
					subject := to.Query().Get("subject")
					about, address, _ := strings.Cut(subject, " (http://site.test")
					if to.Scheme != "mailto" || strings.Contains(href(a), "+") || !p.IsCase() && (!strings.Contains(title, about) || address != p.Address()+")") {
						t.Errorf("%s: a mail about %q", p.Name, subject)
					}
				case "of openbaar op gitlab.com", "or in public on gitlab.com":
					inPublic++
					if subject := to.Query().Get("issue[title]"); to.Path != "/groep/boek/-/issues/new" || !strings.Contains(subject, p.Address()) {
						t.Errorf("%s: a report about %q", p.Name, subject)
					}
				case "Vraag het de redactie", "Ask the editors", "Gebruik de wegwijzer", "Use the signpost":
					elsewhere++
				}
			}
			missing := strings.HasSuffix(p.Name, "404.html")
			exercise := strings.HasSuffix(p.Name, "/oefenen/index.html") // the dilemma itself has the link
			if mistakes != map[bool]int{true: 0, false: 1}[missing] && !exercise || inPublic != map[bool]int{true: 1, false: 0}[forge && !missing && !p.IsCase()] || elsewhere != 2 {
				t.Errorf("%s: %d links to report a mistake and %d in public, %d to look elsewhere", p.Name, mistakes, inPublic, elsewhere)
			}
		}
	}
}
