package site_test

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// host serves a site below /pad/. The site can be replaced, and the network cut: for the browser itself and for its workers.
type host struct {
	*httptest.Server
	public atomic.Pointer[string]
	cut    atomic.Bool
}

func newHost(t *testing.T, public string) *host {
	h := &host{}
	h.public.Store(&public)
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h.cut.Load() {
			panic(http.ErrAbortHandler) // the connection ends without an answer
		}
		http.StripPrefix("/pad", http.FileServer(http.Dir(*h.public.Load()))).ServeHTTP(w, r)
	}))
	t.Cleanup(h.Close)
	return h
}

// keptAddresses is a script for the names of the caches, and below each the addresses that it holds.
const keptAddresses = `caches.keys().then(names => Promise.all(names.map(async name =>
	[name, ...(await (await caches.open(name)).keys()).map(request => request.url)]))).then(all => all.flat())`

// TestOffline visits the site once, cuts the network, and reads on; then a new version comes, and one that keeps nothing.
func TestOffline(t *testing.T) {
	at := func(source string) string { return build(t, source, "--baseURL", "http://site.test/pad/") }
	h := newHost(t, at(root))
	b := newBrowserAt(t, h.URL+"/pad")
	const seen, other = "/dilemmas/onderzoek-klaar-onderhandeling-niet/", "/dilemmas/stikstofstukken-bijna-live/"
	says := func(address, want string) {
		t.Helper()
		b.open(t, address)
		b.says(t, "h1", want)
		if !eval[bool](t, b, `getComputedStyle(document.querySelector(".skip-link")).position == "absolute"`) {
			t.Errorf("%s has no style", address)
		}
	}
	withoutNetwork := func() {
		t.Helper()
		h.cut.Store(true)
		says(seen, "Het onderzoek is klaar")
		says(seen+"?bron=mail#canvas", "Het onderzoek is klaar")
		b.do(t, chromedp.Reload())
		b.says(t, "h1", "Het onderzoek is klaar")
		says("/", "Als openbaarheid schuurt")
		says("/handreiking/", "Handreiking")
		says("/handreiking/gespreksleider/", "Je leidt het gesprek")
		says("/canvas/", "Canvas dilemmagesprek")
		says("/canvas/a4/", "A4")
		says(other, "Je hebt geen verbinding")
		h.cut.Store(false)
	}

	// The one visit: the page that brings the worker in is kept with the rest.
	b.open(t, seen)
	b.wait(t, `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller != null)`)
	withoutNetwork()
	says(other, "Vandaag in de stuurgroep")
	b.open(t, "/dilemmas/?themas=timing")
	b.wait(t, `!document.querySelector("[data-found]").hidden`)

	kept := eval[[]string](t, b, keptAddresses)
	for _, address := range kept {
		if path, found := strings.CutPrefix(address, h.URL); strings.HasPrefix(address, "http") && (!found || !strings.HasPrefix(path, "/pad/") || strings.ContainsAny(path, "?#")) {
			t.Errorf("kept: %s", address)
		}
	}
	if !slices.Contains(kept, h.URL+"/pad"+other) || slices.ContainsFunc(kept, func(a string) bool { return strings.HasSuffix(a, ".json") }) {
		t.Errorf("kept: %q", kept)
	}

	if eval[bool](t, b, `caches.match("/pad/dilemmas/").then(page => page.url.includes("timing"))`) {
		t.Error("the filter that was chosen is kept")
	}

	// A new version takes what was kept of the old one along, with its new style, and forgets what is gone.
	newer := repository(t)
	write(t, filepath.Join(newer, "assets", "css", "base.css"), read(t, root, "assets", "css", "base.css")+"\nh1 { letter-spacing: 1px; }\n")
	write(t, filepath.Join(newer, "content", "dilemmas", filepath.Base(seen)+".md"), read(t, root, "content", "dilemmas", filepath.Base(seen)+".md"))
	public := at(newer)
	h.public.Store(&public)
	old := kept[0]
	b.open(t, "/")
	b.wait(t, `caches.keys().then(names => names.length == 2 && !names.includes(`+quoted(old)+`))`)
	withoutNetwork()
	h.cut.Store(true)
	b.open(t, seen)
	if !eval[bool](t, b, `getComputedStyle(document.querySelector("h1")).letterSpacing == "1px"`) {
		t.Error("the page that was kept is that of the old version")
	}
	h.cut.Store(false)

	// Switched off: the next visit takes all away, and from then on there is the network only.
	write(t, filepath.Join(newer, "hugo.toml"), strings.Replace(read(t, newer, "hugo.toml"), "offline = true", "offline = false", 1))
	public = at(newer)
	h.public.Store(&public)
	b.open(t, "/")
	b.wait(t, `Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()]).then(all => all.every(list => list.length == 0))`)
	b.open(t, "/canvas/")
	b.wait(t, `navigator.serviceWorker.controller == null && caches.keys().then(names => names.length == 0)`)
}

// TestOfflineInEnglish keeps the handbook of the languages that a visitor reads, and of no other.
func TestOfflineInEnglish(t *testing.T) {
	h := newHost(t, build(t, root, "--baseURL", "http://site.test/pad/"))
	b := newBrowserAt(t, h.URL+"/pad")
	says := func(address, want string) {
		t.Helper()
		b.open(t, address)
		b.says(t, "h1", want)
	}
	b.open(t, "/en/about/privacy/")
	b.wait(t, `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller != null)`)
	for _, address := range eval[[]string](t, b, keptAddresses) {
		if path, found := strings.CutPrefix(address, h.URL+"/pad"); found && strings.HasSuffix(path, "/") && !strings.HasPrefix(path, "/en/") {
			t.Errorf("an English visitor keeps %s", path)
		}
	}
	h.cut.Store(true)
	says("/en/", "When openness chafes")
	says("/en/guide/choosing/", "Choosing")
	says("/en/canvas/", "Canvas for a dilemma conversation")
	says("/en/dilemmas/", "You have no connection")
	says("/canvas/", "You have no connection")
	h.cut.Store(false)

	// Who turns to Dutch gets the Dutch pages from then on, and a new version brings both.
	b.open(t, "/over/")
	b.wait(t, `caches.match("/pad/canvas/").then(page => page != null)`)
	newer := repository(t)
	write(t, filepath.Join(newer, "content", "handreiking", "nieuw.en.md"), "---\ntitle: Something new\nurl: guide/new/\n---\nNew.\n")
	public := build(t, newer, "--baseURL", "http://site.test/pad/")
	h.public.Store(&public)
	b.open(t, "/over/")
	b.wait(t, `caches.match("/pad/en/guide/new/").then(page => page != null)`)
	b.wait(t, `caches.keys().then(names => names.length == 2)`)
	h.cut.Store(true)
	says("/en/guide/new/", "Something new")
	says("/handreiking/kiezen/", "Kiezen")
	says("/dilemmas/", "Je hebt geen verbinding")
	h.cut.Store(false)
}

// TestOfflineKeepsEveryAsset holds the worker to the files that the site has: a page without network needs its style and scripts.
func TestOfflineKeepsEveryAsset(t *testing.T) {
	public := publicDir(t)
	worker := read(t, public, "sw.js")
	count := 0
	for _, kind := range []string{"css", "js"} {
		names, err := filepath.Glob(filepath.Join(public, kind, "*"))
		must(t, err)
		for _, name := range names {
			count++
			if address := "/" + kind + "/" + filepath.Base(name); !strings.Contains(worker, `"`+address+`"`) {
				t.Errorf("the worker does not keep %s: name it in layouts/_partials/offline/worker.html", address)
			}
		}
	}
	if count < 5 {
		t.Errorf("only %d files", count)
	}
}

// TestWithdrawnMakesNewVersion holds the worker to what it says about privacy: once a dilemma is withdrawn or gone, a visitor gets a new worker, which
// fetches again what was kept. The same site gives the same worker.
func TestWithdrawnMakesNewVersion(t *testing.T) {
	dir := repository(t)
	file := filepath.Join(dir, "content", "dilemmas", "een.md")
	whole := fixture.Dilemma(definition(t), 1)
	worker := func(text string) string {
		write(t, file, text)
		return read(t, build(t, dir), "sw.js")
	}
	before := worker(whole)
	if worker(whole) != before {
		t.Error("the same site gives another worker")
	}
	withdrawn := strings.Replace(whole, "draft: false\n", "draft: false\ningetrokken: {datum: 2026-01-01, reden: Iemand bleek te herkennen.}\n", 1)
	if worker(withdrawn) == before {
		t.Error("a withdrawn dilemma gives the same worker")
	}
	if worker(strings.Replace(whole, "draft: false", "draft: true", 1)) == before {
		t.Error("a dilemma that is gone gives the same worker")
	}
}
