package search_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/axe"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/engine"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/outage"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/webserver"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/search"
)

const (
	hits   = `[...document.querySelectorAll("[data-found] > li")]`
	output = `document.querySelector("[data-count]").textContent`
	ready  = `!document.querySelector("[data-answer]").hidden && !document.querySelector("[data-answer]").ariaBusy && ` + output + ` != ""`
)

// ask types a query in the form of the page that is open, and waits for the answer.
func ask(t *testing.T, b *browser.Browser, query string) {
	t.Helper()
	browser.Eval[int](t, b, `document.querySelector(".search-form input").select(), 0`)
	b.Type(t, ".search-form input", query+kb.Enter)
	b.Wait(t, `new URLSearchParams(location.search).get("q") == `+browser.Literal(query)+" && "+ready)
}

// total returns how many pages were found.
func total(t *testing.T, b *browser.Browser) int {
	t.Helper()
	return browser.Eval[int](t, b, `Number(`+output+`.match(/^[\d.]+/)?.[0].replaceAll(".", "") ?? 0)`)
}

// TestSearch finds another form of a word, sees where on the canvas it stands, and goes there.
func TestSearch(t *testing.T) {
	t.Parallel()
	browser.Each(t, searches)
}

func searches(t *testing.T, in browser.In) {
	b := in.New(t, sitebuild.Searchable(t))
	b.Size(t, 1440, 900)
	b.Open(t, "/")
	b.Type(t, ".search-form input", "volkstuinders"+kb.Enter)
	b.Wait(t, `location.pathname == "/zoeken/" && `+ready)
	if got := browser.Eval[string](t, b, hits+`.map(li => li.querySelector("h3").textContent).join()`); !strings.Contains(got, "Het onderzoek is klaar, de onderhandeling nog niet") {
		t.Errorf("found %s", got)
	}
	if browser.Eval[bool](t, b, hits+`.some(li => /volkstuinders/i.test(li.textContent))`) {
		t.Error("the word itself is on the site: this says nothing about its forms")
	}
	if !browser.Eval[bool](t, b, hits+`.some(li => [...li.querySelectorAll("mark")].some(m => /^volkstuinder\b/i.test(m.textContent)))`) {
		t.Error("no mark on the word")
	}

	ask(t, b, "besluiten")
	if !browser.Eval[bool](t, b, hits+`.some(li => [...li.querySelectorAll("mark")].some(m => /^besluit\b/i.test(m.textContent)))`) {
		t.Error("besluiten does not find besluit")
	}

	ask(t, b, "rapport argwaan")
	const place = `[...document.querySelectorAll(".hits a")].find(a => a.textContent == "Stap Afwegen › De bodem nu, het geld later en op een vaste datum › Nadelen")`
	b.Wait(t, place+" != null")
	browser.Eval[int](t, b, "(setTimeout(() => "+place+".click()), 0)")
	b.Wait(t, `location.pathname == "/dilemmas/onderzoek-klaar-onderhandeling-niet/" && location.hash == "#keuzes-3-nadelen"`)
	if near := browser.Eval[string](t, b, `document.querySelector(location.hash).nextElementSibling.textContent`); !strings.Contains(near, "argwaan") {
		t.Errorf("the link leads to %q", near)
	}
	browser.Eval[int](t, b, `(setTimeout(() => history.back()), 0)`)
	b.Wait(t, `location.search == "?q=rapport+argwaan" && `+ready+` && `+hits+`.length > 0`)

	b.Open(t, "/zoeken/?q=rapport")
	b.Wait(t, ready)
	ask(t, b, "qwxzvk")
	if !browser.Eval[bool](t, b, `document.querySelector("[data-nothing]").checkVisibility()`) || total(t, b) != 0 {
		t.Error("a word that nobody wrote is found")
	}
	b.Key(t, kb.Escape)
	b.Wait(t, `location.search == "" && document.querySelector("[data-answer]").hidden`)

	// What a reader types is text.
	b.Open(t, "/zoeken/?q="+url.QueryEscape(`<img src=x onerror=alert(1)> besluit`))
	b.Wait(t, ready)
	if browser.Eval[bool](t, b, `document.querySelector("main img") != null`) {
		t.Error("the query became markup")
	}
}

// TestSearchFilters follows every filter that is offered, and every fifth in the other engines: it gives as many pages as it says, and never none.
func TestSearchFilters(t *testing.T) {
	t.Parallel()
	browser.Each(t, searchFilters)
}

func searchFilters(t *testing.T, in browser.In) {
	b := in.New(t, sitebuild.Searchable(t))
	b.Size(t, 1440, 900)
	b.Open(t, "/zoeken/?q=rapport")
	b.Wait(t, ready)
	all := total(t, b)
	browser.Eval[int](t, b, `(document.querySelectorAll(".facet").forEach(d => d.open = true), 0)`)
	const offered = `[...document.querySelectorAll(".facet label")].filter(l => l.checkVisibility()).map(l => [l.querySelector("input").name, l.querySelector("input").value, l.querySelector(".count").textContent])`
	b.Wait(t, offered+`.some(([name]) => name == "herkomst")`)
	words := browser.Eval[[][]string](t, b, offered)
	if len(words) < 15 {
		t.Fatalf("only %d filters: %q", len(words), words)
	}
	for i, w := range words {
		if in.Engine != engine.Chromium && i%5 > 0 {
			continue // the counting is the same in all
		}
		b.Open(t, "/zoeken/?q=rapport&"+w[0]+"="+url.QueryEscape(w[1]))
		b.Wait(t, ready+` && document.querySelector("input[name=`+w[0]+`]:checked") != null`)
		if n := strconv.Itoa(total(t, b)); n != w[2] || n == "0" {
			t.Errorf("%s %s says %s and gives %s", w[0], w[1], w[2], n)
		}
	}

	// Two filters together, and back again.
	b.Open(t, "/zoeken/?q=rapport&soort=dilemmas")
	b.Wait(t, ready)
	one := total(t, b)
	b.Click(t, `input[name="themas"][value="timing"]`)
	b.Wait(t, `location.search == "?q=rapport&soort=dilemmas&themas=timing" && `+ready+` && `+output+` != "`+strconv.Itoa(one)+` pagina’s gevonden"`)
	both := total(t, b)
	if both == 0 || both >= one || one >= all {
		t.Errorf("%d, %d and %d pages", all, one, both)
	}
	if browser.Eval[int](t, b, `[...document.querySelectorAll(".tags li")].filter(li => li.textContent == "Timing").length`) < min(both, 5) {
		t.Error("a page without the theme is found")
	}
	browser.Eval[int](t, b, `(setTimeout(() => history.back()), 0)`)
	b.Wait(t, `location.search == "?q=rapport&soort=dilemmas" && `+ready)
	b.Wait(t, output+` == "`+strconv.Itoa(one)+` pagina’s gevonden"`)
	b.Click(t, "[data-clear]")
	b.Wait(t, `location.search == "?q=rapport" && `+output+` == "`+strconv.Itoa(all)+` pagina’s gevonden"`)

	// A filter alone shows all that has it, and more than fits at once comes on demand.
	b.Open(t, "/zoeken/?soort=dilemmas")
	b.Wait(t, ready)
	shown := browser.Eval[int](t, b, hits+`.length`)
	b.Click(t, "[data-more]")
	b.Wait(t, hits+`.length > `+strconv.Itoa(shown))
	if !browser.Eval[bool](t, b, hits+`[`+strconv.Itoa(shown)+`].contains(document.activeElement)`) {
		t.Error("the focus is not on the first of what came")
	}
	b.Open(t, "/zoeken/?q=rapport&themas=bestaat-niet&x=1")
	b.Wait(t, ready)
	if total(t, b) != all {
		t.Error("a word that does not exist filters")
	}
}

// TestSearchAccessible does without a mouse, and lets axe-core judge the page with and without an answer.
func TestSearchAccessible(t *testing.T) {
	t.Parallel()
	judge := axe.Find(t)
	b := browser.New(t, sitebuild.Searchable(t))
	b.Look(t, 1440, "light")
	b.Open(t, "/zoeken/")
	tab := func(until string) {
		t.Helper()
		for range 60 {
			b.Do(t, chromedp.KeyEvent(kb.Tab))
			if browser.Eval[bool](t, b, `document.activeElement.matches(`+browser.Literal(until)+`)`) {
				return
			}
		}
		t.Fatalf("the tab key does not reach %s", until)
	}
	tab("input[type=search]")
	b.Do(t, chromedp.KeyEvent("besluiten"+kb.Enter))
	b.Wait(t, `location.search == "?q=besluiten" && `+ready)
	tab("input[type=checkbox]")
	b.Do(t, chromedp.KeyEvent(" "))
	b.Wait(t, `location.search.startsWith("?q=besluiten&soort=") && `+ready)
	tab("[data-found] h3 a")
	b.Do(t, chromedp.KeyEvent(kb.Enter))
	b.Wait(t, `location.pathname != "/zoeken/"`)
	for _, address := range []string{"/zoeken/", "/zoeken/?q=besluiten", "/zoeken/?q=qwxzvk", "/", "/dilemmas/"} {
		for _, width := range []int64{1440, 768, 320} {
			where := address + " at " + strconv.FormatInt(width, 10)
			b.Look(t, width, "light")
			b.Open(t, address)
			if strings.Contains(address, "?") {
				b.Wait(t, ready)
			}
			if wide := browser.Eval[int64](t, b, "document.documentElement.scrollWidth"); wide > width {
				t.Errorf("%s: the page is %d wide", where, wide)
			}
			switch {
			case width == 768:
				judge.Sizes(t, b, where)
			case width == 1440 || strings.HasPrefix(address, "/zoeken/"):
				judge.Page(t, b, where)
			}
			if width == 1440 {
				b.Look(t, width, "dark")
				judge.Colours(t, b, where+", dark")
			}
		}
	}
	page.Validate(t, filepath.Join(sitebuild.Searchable(t), "zoeken"))
	page.Validate(t, filepath.Join(sitebuild.Searchable(t), "index.html"))
}

// TestSearchServers searches through nginx and Caddy: their headers allow what the page needs.
func TestSearchServers(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(testing.TB, string) string{"nginx": webserver.Nginx, "caddy": webserver.Caddy} {
		t.Run(name, func(t *testing.T) {
			b := browser.At(t, start(t, sitebuild.Searchable(t)))
			b.Open(t, "/zoeken/?q=besluiten&soort=dilemmas")
			b.Wait(t, ready+" && "+hits+".length > 0")
		})
	}
}

// TestSearchPolicy allows no WebAssembly: a search needs none.
func TestSearchPolicy(t *testing.T) {
	t.Parallel()
	public := sitebuild.Searchable(t)
	for _, p := range page.All(t, public) {
		if !p.Redirect() && (strings.Contains(p.Policy(), "wasm") || !strings.Contains(p.Policy(), "script-src 'self';")) {
			t.Errorf("%s has the policy %q", p.Name, p.Policy())
		}
	}
	if policy := page.Headers(t, public)["Content-Security-Policy"]; !strings.Contains(policy, "script-src 'self';") {
		t.Errorf("the server has the policy %q", policy)
	}
}

// TestSearchOffline searches below a path, says that there is no network, and goes on once there is; nothing of the index is kept.
func TestSearchOffline(t *testing.T) {
	t.Parallel()
	h := outage.Serve(t, sitebuild.Site(t, sitebuild.Variant{Address: sitebuild.Address + "pad/", Search: true}))
	b := browser.WithWorker(t, h.Address)
	b.Expect(outage.Icon)
	b.Expect(func(complaint string) bool {
		return strings.Contains(complaint, "/"+search.Dir+"/") || strings.Contains(complaint, "/offline.json")
	})
	cut := func(off bool) {
		t.Helper()
		h.Cut(off)
		browser.Call(t, b, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: off, DownloadThroughput: -1, UploadThroughput: -1})
	}
	b.Open(t, "/zoeken/?q=besluiten")
	b.Wait(t, ready+` && navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller != null)`)
	if !browser.Eval[bool](t, b, hits+`.length > 0 && `+hits+`.every(li => new URL(li.querySelector("a").href).pathname.startsWith("/pad/"))`) {
		t.Error("what is found lies outside the path of the site")
	}
	b.Open(t, "/zoeken/")
	cut(true) // without its index the page itself is not kept, so it is the one that stands open
	b.Do(t, chromedp.SendKeys(chromedp.CSS(".search-form input"), "rapport"+kb.Enter))
	b.Wait(t, output+`.includes("zonder netwerk")`)
	cut(false)
	b.Wait(t, hits+".length > 0")
	for _, kept := range browser.Eval[[]string](t, b, outage.KeptAddresses) {
		if strings.Contains(kept, "/zoekindex/") {
			t.Errorf("kept: %s", kept)
		}
	}
}

// TestSearchWithoutScript turns scripts off: the page says so, and where else to look.
func TestSearchWithoutScript(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Searchable(t))
	browser.Call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.Open(t, "/zoeken/?q=rapport")
	b.Click(t, `noscript a[href$="/wegwijzer/"]`)
	b.Do(t, chromedp.WaitReady(chromedp.CSS(".signpost")))
}

// TestSearchHoldsNoSecret reads every file of the index: nothing of a concept or of what was withdrawn is in it, not even its title.
func TestSearchHoldsNoSecret(t *testing.T) {
	t.Parallel()
	dir, def := sitebuild.Repository(t), sitebuild.Definition(t)
	whole := func(n int, secret, extra string) string {
		text := strings.Replace(fixture.FromSentences(def, n, []string{"Wat " + secret + " blijft binnen."}), "draft: false\n", extra, 1)
		return strings.Replace(text, "title: \"", "title: \""+secret+" ", 1)
	}
	add := func(slug, text string) { must.Write(t, filepath.Join(dir, "content", "dilemmas", slug+".md"), text) }
	add("gewoon", whole(1, "zichtbaarwoord", "draft: false\n"))
	add("concept", whole(2, "conceptwoord", "draft: true\n"))
	add("weg", whole(3, "ingetrokkenwoord", "draft: false\ningetrokken: {datum: 2026-01-01, reden: Iemand bleek te herkennen.}\n"))
	public := t.TempDir()
	sitebuild.BuildSearch(t, dir, public, "--buildDrafts")
	var all strings.Builder
	err := filepath.WalkDir(filepath.Join(public, search.Dir), func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if z, err := gzip.NewReader(bytes.NewReader(data)); err == nil {
			if data, err = io.ReadAll(z); err != nil {
				return err
			}
		}
		all.Write(data)
		return nil
	})
	must.Do(t, err)
	for word, want := range map[string]bool{"zichtbaarwoord": true, "conceptwoord": false, "ingetrokkenwoord": false, "/dilemmas/weg/": false} {
		if got := strings.Contains(all.String(), word); got != want {
			t.Errorf("%s in the index: %t", word, got)
		}
	}
}

// TestBuildSearch runs `dilemma build` on a machine without Node: the site has a search. One that Hugo builds alone has none, and says so. In a folder that
// holds something else no index is put.
func TestBuildSearch(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	must.Write(t, filepath.Join(dir, "content", "dilemmas", "een.md"), fixture.Dilemma(sitebuild.Definition(t), 1))
	hugo, err := exec.LookPath("hugo")
	must.Do(t, err)
	run := func(status int) string {
		t.Helper()
		cmd := sitebuild.Command(t, context.Background(), dir, "build", "--destination", "site")
		cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(hugo)) // no Node
		out, err := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != status {
			t.Fatalf("status %d, want %d: %v\n%s", got, status, err, out)
		}
		return string(out)
	}
	public := filepath.Join(dir, "site")
	for range 2 { // the second index replaces the first
		if out := run(0); !strings.Contains(out, "  een zoekfunctie\n") {
			t.Errorf("the build tells of the search:\n%s", out)
		}
	}
	b := browser.New(t, public)
	b.Open(t, "/zoeken/?q=rapport")
	b.Wait(t, ready+" && "+hits+".length > 0")
	b.Stop()

	plain := sitebuild.Build(t, dir)
	for _, p := range page.All(t, plain) {
		p.Elements(func(n *html.Node) {
			href, _ := page.Attr(n, "href")
			_, other := page.Attr(n, "hreflang") // the switch keeps the page
			if role, _ := page.Attr(n, "role"); role == "search" || strings.HasSuffix(href, "/zoeken/") && n.Data == "a" && !other {
				t.Errorf("%s has a search that does not work", p.Name)
			}
		})
	}
	b = browser.New(t, plain)
	defer b.Stop()
	b.Open(t, "/zoeken/?q=rapport")
	b.Says(t, "main .lead", "Deze site heeft geen zoekfunctie.")
	b.Click(t, `main a[href$="/dilemmas/"]`)
	b.Says(t, "h1", "Dilemma’s")

	must.Do(t, os.RemoveAll(filepath.Join(public, search.Dir)))
	must.Write(t, filepath.Join(public, search.Dir, "van-mij.txt"), "x")
	if out := run(2); !strings.Contains(out, search.Dir) {
		t.Errorf("the build does not name the folder:\n%s", out)
	}
	if got := must.Read(t, public, search.Dir+"/van-mij.txt"); got != "x" {
		t.Error("a file of the user is gone")
	}
}

// TestServeSearch searches in `dilemma serve`, which shows concepts and finds none.
func TestServeSearch(t *testing.T) {
	t.Parallel()
	dir, def := sitebuild.Repository(t), sitebuild.Definition(t)
	must.Write(t, filepath.Join(dir, "content", "dilemmas", "een.md"), fixture.Dilemma(def, 1))
	must.Write(t, filepath.Join(dir, "content", "dilemmas", "twee.md"), strings.NewReplacer("draft: false", "draft: true", `title: "`, `title: "Conceptwoord `).Replace(fixture.Dilemma(def, 2)))
	sitebuild.Serves(t, dir, "/"+search.Dir+"/index.json", `"version"`, func(site string) {
		b := browser.At(t, site)
		defer b.Stop()
		b.Open(t, "/zoeken/?q=rapport&soort=dilemmas")
		b.Wait(t, ready+" && "+hits+".length == 1")
		b.Open(t, "/zoeken/?q=conceptwoord&soort=dilemmas")
		b.Wait(t, ready+" && "+hits+".length == 0")
	})
}

// counter serves a site as a web server does, compressed where that helps, and counts the bytes that it sends: headers and bodies.
type counter struct {
	*httptest.Server
	lock         sync.Mutex
	all, scripts int
}

func newCounter(t testing.TB, public string) *counter {
	c := &counter{}
	files := http.FileServer(http.Dir(public))
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := httptest.NewRecorder()
		files.ServeHTTP(got, r)
		header, body := got.Header(), got.Body.Bytes()
		kind := header.Get("Content-Type")
		if strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "svg") {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			if _, err := z.Write(body); err != nil {
				t.Error(err)
			}
			if err := z.Close(); err != nil {
				t.Error(err)
			}
			body = b.Bytes()
			header.Set("Content-Encoding", "gzip")
			header.Set("Content-Length", strconv.Itoa(len(body)))
		}
		// What the service worker fetches to read without network, is of no search.
		if r.URL.Path != "/sw.js" && !strings.HasSuffix(r.Referer(), "/sw.js") {
			var head bytes.Buffer
			if err := header.Write(&head); err != nil {
				t.Error(err)
			}
			c.lock.Lock()
			c.all += head.Len() + len(body)
			if strings.Contains(kind, "javascript") {
				c.scripts += len(body)
			}
			c.lock.Unlock()
		}
		for k, v := range header {
			w.Header()[k] = v
		}
		w.WriteHeader(got.Code)
		_, _ = w.Write(body)
	}))
	t.Cleanup(c.Close)
	return c
}

// take returns how many bytes were sent since it was asked last, and how many of them were of scripts.
func (c *counter) take() (all, scripts int) {
	c.lock.Lock()
	defer c.lock.Unlock()
	all, scripts = c.all, c.scripts
	c.all, c.scripts = 0, 0
	return all, scripts
}

// settle waits until the answer to a query stands there, and returns the bytes that were sent for it.
func settle(t testing.TB, b *browser.Browser, c *counter, condition string) (all, scripts int) {
	t.Helper()
	b.Wait(t, condition+" && "+ready)
	b.Wait(t, `new Promise(done => setTimeout(done, 300, true))`) // what comes behind the answer counts too
	return c.take()
}

// typical are queries of one word and of two, in the forms that people type.
var typical = []string{"privacy", "besluiten", "journalist", "onderzoeken", "vergunningen", "wethouder", "vertrouwen", "namen van medewerkers",
	"geheime stukken", "bodem rapport", "overleg met de buurt", "klachten"}

// transfer asks queries as first ones, each in a browser that has seen nothing, and types another behind each; behind the first it sets filters. It returns
// what the greatest of each takes.
func transfer(t testing.TB, public string) (first, firstFilter, next, click, scripts int) {
	t.Helper()
	c := newCounter(t, public)
	visit := func(address string) (*browser.Browser, int) {
		b := browser.At(t, c.URL)
		b.Look(t, 1440, "light")
		b.Open(t, address)
		all, of := settle(t, b, c, "true")
		scripts = max(scripts, of)
		return b, all
	}
	for i, query := range typical {
		b, all := visit("/zoeken/?q=" + url.QueryEscape(query))
		t.Logf("first: %s: %d bytes", query, all)
		first = max(first, all)
		following := typical[(i+1)%len(typical)]
		b.Do(t, chromedp.Evaluate[chromedp.Void](`document.querySelector(".search-form input").select(), 0`), chromedp.SendKeys(chromedp.CSS(".search-form input"), following+kb.Enter))
		all, _ = settle(t, b, c, `new URLSearchParams(location.search).get("q") == `+browser.Literal(following))
		t.Logf("next: %s: %d bytes", following, all)
		next = max(next, all)
		if i == 0 {
			for _, name := range []string{"soort", "themas", "bestuurslaag", "woo_gronden", "informatiecategorieen"} {
				b.Do(t, chromedp.Evaluate[chromedp.Void](`document.querySelector("[data-facet=`+name+`]").open = true, 0`))
				if browser.Eval[bool](t, b, `document.querySelector("[data-facet=`+name+`] label:not([hidden])") == null`) {
					continue // what is left has no word of this facet
				}
				b.Click(t, `[data-facet=`+name+`] label:not([hidden]) input`)
				all, _ := settle(t, b, c, `new URLSearchParams(location.search).has("`+name+`")`)
				t.Logf("filter: %s: %d bytes", name, all)
				click = max(click, all)
			}
			settle(t, b, c, "true") // what filters without a word brought is of no other query
		}
		b.Stop()
	}
	_, firstFilter = visit("/zoeken/?q=privacy&themas=privacy")
	return first, firstFilter, next, click, scripts
}

// TestSearchWeight counts what a browser fetches to search the real casebook.
func TestSearchWeight(t *testing.T) {
	t.Parallel()
	first, withFilter, next, click, scripts := transfer(t, sitebuild.Searchable(t))
	t.Logf("at most %d bytes for a first query, %d with a filter, %d for a next one, %d for a filter, %d of scripts", first, withFilter, next, click, scripts)
	if first > 130_000 || withFilter > 130_000 || next > 90_000 || click > 90_000 {
		t.Error("more than 130 kB for a first query, or than 90 kB for a next one")
	}
	if scripts > 15_000 {
		t.Error("more than 15 kB of scripts")
	}
}
