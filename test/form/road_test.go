package form_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/formpage"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/chromedp/chromedp"

	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
)

// linksIn returns the addresses to which the elements of a page with a class lead, or all of its links.
func linksIn(p page.Document, class string) []string {
	var found []string
	p.Elements(func(n *html.Node) {
		own, _ := page.Attr(n, "class")
		if href, ok := page.Attr(n, "href"); ok && n.Data == "a" && (class == "" || slices.Contains(strings.Fields(own), class)) {
			found = append(found, href)
		}
	})
	return found
}

// TestRoadToTheForm looks for the form where an owner looks for it: as the main button of each of these pages.
func TestRoadToTheForm(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	for _, address := range []string{"/", "/canvas/", "/handreiking/eigenaar/", "/meedoen/", "/meedoen/schrijven/", "/meedoen/insturen/", "/meedoen/inbrenger/", "/en/", "/en/canvas/", "/en/guide/owner/"} {
		want := page.Form
		if strings.HasPrefix(address, "/en/") {
			want = "/en/canvas/invullen/"
		}
		if got := linksIn(page.At(t, public, address), "button--primary"); !slices.Equal(got, []string{want}) {
			t.Errorf("the main button of %s leads to %q, not to %s", address, got, want)
		}
	}
}

// TestFirstScreen opens the home page and the form on a laptop and on a phone, and looks at what stands there before anybody scrolls.
func TestFirstScreen(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	const bottom = `((selector) => Math.max(...[...document.querySelectorAll(selector)].map((element) => element.getBoundingClientRect().bottom)))`
	b.Size(t, 1280, 720)
	for _, address := range []string{"/", "/en/"} {
		b.Open(t, address)
		for what, want := range map[string]int{"h1": 1, ".home__words .lead": 1, ".home__words .lead + p": 1, ".home__words .button": 2, ".home__entrance": 3} {
			if got := browser.Eval[int](t, b, `document.querySelectorAll("`+what+`").length`); got != want {
				t.Errorf("%s has %d of %s", address, got, what)
			} else if got := browser.Eval[float64](t, b, bottom+`("`+what+`")`); got > 720 {
				t.Errorf("%s: %s ends at %.0f", address, what, got)
			}
		}
	}
	for _, address := range []string{page.Form, "/en/canvas/invullen/", page.StandAlone} {
		for _, size := range [][2]int64{{1280, 720}, {360, 740}} {
			where := fmt.Sprintf("%s at %d by %d", address, size[0], size[1])
			b.Size(t, size[0], size[1])
			b.Open(t, address)
			formpage.Ready(t, b)
			browser.Eval[int](t, b, `localStorage.clear(), 0`)
			b.Open(t, address)
			formpage.Ready(t, b)
			for _, visit := range []string{"first", "next"} {
				if got, bar := browser.Eval[float64](t, b, bottom+`("#veld-title")`), browser.Eval[float64](t, b, `document.querySelector(".form-bar").getBoundingClientRect().top`); got > bar && (visit == "first" || size[0] > 360) {
					t.Errorf("%s, %s visit: the first field ends at %.0f, below the bar at %.0f", where, visit, got, bar)
				}
				if got := browser.Eval[bool](t, b, `document.querySelector("#gesprek").checkVisibility()`); got != (visit == "next") {
					t.Errorf("%s, %s visit: the conversations are shown: %t", where, visit, got)
				}
				if browser.Eval[bool](t, b, `[...document.querySelectorAll("[data-new], [data-delete], [data-clear], [data-open]")].some((control) => control.checkVisibility())`) {
					t.Errorf("%s, %s visit: what is done with conversations is not folded away", where, visit)
				}
				if visit == "first" {
					// What is typed moves nothing, and is there the next time.
					before := browser.Eval[float64](t, b, bottom+`("#veld-title") + scrollY`)
					b.Do(t, chromedp.SendKeys(chromedp.CSS("#veld-title"), "Kort"))
					b.Wait(t, kept+`.includes("Kort")`)
					if got := browser.Eval[float64](t, b, bottom+`("#veld-title") + scrollY`); got != before {
						t.Errorf("%s: while somebody types, the field goes from %.0f to %.0f", where, before, got)
					}
					b.Open(t, address)
					formpage.Ready(t, b)
				}
			}
		}
	}
}

// TestRoomAsOnPaper begins a canvas: it has as many players, choices and needs as the worksheet, and what stays empty is not in the file and is no finding. A
// file has the entries that it has.
func TestRoomAsOnPaper(t *testing.T) {
	t.Parallel()
	b := formpage.Open(t, sitebuild.Published(t), page.StandAlone)
	tables := 0
	count := func(path string) int {
		return browser.Eval[int](t, b, `hands.place("`+path+`").querySelectorAll(".entry").length`)
	}
	browser.Eval[int](t, b, `hands.write("title", "Leeg"), 0`)
	for _, step := range sitebuild.Definition(t).Steps {
		for _, f := range step.Fields {
			if f.Kind != canvas.Table {
				continue
			}
			tables++
			path := "canvas." + step.Key + "." + f.Key
			if got := count(path); got != f.Paper || f.Paper == 0 {
				t.Errorf("a new canvas has %d of %s, and the worksheet %d", got, path, f.Paper)
			}
			if got := browser.Eval[string](t, b, `hands.place("`+path+`").querySelector(".form-field__findings").parentElement.querySelectorAll(".form-field__findings li").length + ""`); got != "0" {
				t.Errorf("%s has %s findings while it is empty", path, got)
			}
			if file := browser.Eval[string](t, b, `hands.download("md")`); !strings.Contains(file, "    "+f.Key+": []\n") {
				t.Errorf("empty entries of %s are in\n%s", path, file)
			}
			// The last one alone is one entry.
			browser.Eval[int](t, b, `hands.type(hands.place("`+path+`").querySelector(".entry:last-child textarea"), "Rol"), 0`)
			if file := browser.Eval[string](t, b, `hands.download("md")`); strings.Count(file, "- "+f.Item.Key+":") != 1 {
				t.Errorf("one entry of %s is not one in\n%s", path, file)
			}
			if trouble := browser.Eval[string](t, b, fmt.Sprintf(`hands.open("twee.md", "---\ntitle: Twee\ncanvas:\n  %s:\n    %s:\n      - %s: een\n      - %s: twee\n---\n")`, step.Key, f.Key, f.Item.Key, f.Item.Key)); trouble != "" {
				t.Fatal(trouble)
			}
			if got := count(path); got != 2 {
				t.Errorf("a file with two of %s shows %d", path, got)
			}
			browser.Eval[int](t, b, `hands.clear(), hands.write("title", "Leeg"), 0`)
		}
	}
	if tables < 3 {
		t.Errorf("only %d tables", tables)
	}
}

// TestOnward reads the end of the form: it leads to the mailbox and to the pages of the site; in one file only where the site is known to be somewhere.
func TestOnward(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	const mailbox = "mailto:redactie@example.org"
	for _, p := range []page.Document{page.At(t, public, page.Form), page.At(t, public, "/en/canvas/invullen/")} {
		for _, want := range []string{mailbox, "/meedoen/insturen/", "/meedoen/anonimiseren/"} {
			if !slices.Contains(linksIn(p, ""), want) {
				t.Errorf("%s does not lead to %s", p.Address(), want)
			}
		}
	}
	for _, c := range []struct{ address, want string }{{"https://boek.gemeente.test/pad/", "https://boek.gemeente.test/pad/meedoen/insturen/"}, {"https://example.org/", ""}, {"/", ""}} {
		root, err := html.Parse(strings.NewReader(must.Read(t, sitebuild.Build(t, sitebuild.Copy(t), "--baseURL", c.address), page.StandAlone)))
		must.Do(t, err)
		links := slices.DeleteFunc(linksIn(page.Document{Root: root}, ""), func(href string) bool { return strings.HasPrefix(href, "#") })
		if !slices.Contains(links, mailbox) || c.want == "" && len(links) != 1 || c.want != "" && !slices.Contains(links, c.want) {
			t.Errorf("of a site at %s the form leads to %q", c.address, links)
		}
	}
}

// TestBarStays looks where the buttons of the bar are before and after it says that something is kept: one that moves is missed by who presses it.
func TestBarStays(t *testing.T) {
	t.Parallel()
	b := browser.At(t, "file://"+sitebuild.Published(t))
	for _, width := range []int64{360, 480, 600, 768, 960, 1280, 1920} {
		b.Size(t, width, 800)
		b.Open(t, page.StandAlone)
		b.Wait(t, `document.querySelector("[data-form]").checkVisibility()`)
		moved := browser.Eval[[]string](t, b, `(() => {
			const buttons = [...document.querySelectorAll(".form-bar button")].filter((button) => button.checkVisibility());
			const places = () => buttons.map((button) => JSON.stringify(button.getBoundingClientRect()));
			const said = document.querySelector("[data-saved]");
			const text = said.textContent;
			said.textContent = "";
			const before = places();
			const moved = [];
			for (const words of ["Bewaard op deze computer om 20:58", "Saved on this computer at 10:58 PM", "Niet bewaard"]) {
				said.textContent = words;
				places().forEach((place, n) => { if (place !== before[n]) moved.push(words + ": " + buttons[n].textContent); });
			}
			said.textContent = text;
			return moved;
		})()`)
		if len(moved) > 0 {
			t.Errorf("at %d what is said moves %q", width, moved)
		}
	}
}
