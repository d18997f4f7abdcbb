package offline_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/outage"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// below is the address of a site below a path.
const below = sitebuild.Address + "pad/"

// TestOffline visits the site once, cuts the network, and reads on; then a new version comes, and one that keeps nothing.
func TestOffline(t *testing.T) {
	t.Parallel()
	newer := sitebuild.Repository(t)
	must.Write(t, filepath.Join(newer, "assets", "css", "base.css"), must.Read(t, sitebuild.Root, "assets", "css", "base.css")+"\nh1 { letter-spacing: 1px; }\n")
	must.Write(t, filepath.Join(newer, "content", "dilemmas", filepath.Base(seen)+".md"), must.Read(t, sitebuild.Root, "content", "dilemmas", filepath.Base(seen)+".md"))
	versions := []string{sitebuild.Site(t, sitebuild.Variant{Address: below}), sitebuild.Build(t, newer, "--baseURL", below)}
	sitebuild.Set(t, newer, "[params]\noffline = false\n")
	versions = append(versions, sitebuild.Build(t, newer, "--baseURL", below))
	browser.Each(t, func(t *testing.T, in browser.In) { readsOn(t, in, versions) })
}

// seen is a dilemma that a visitor opened.
const seen = "/dilemmas/onderzoek-klaar-onderhandeling-niet/"

// readsOn meets with the versions of a site: the first, one with another style and fewer dilemmas, and one that keeps nothing.
func readsOn(t *testing.T, in browser.In, versions []string) {
	h := outage.Serve(t, versions[0])
	b := in.WithWorker(t, h.Address)
	b.Expect(outage.List)
	b.Expect(outage.Left)
	const other = "/dilemmas/stikstofstukken-bijna-live/"
	says := func(address, want string) {
		t.Helper()
		b.Open(t, address)
		b.Says(t, "h1", want)
		if !browser.Eval[bool](t, b, `getComputedStyle(document.querySelector(".skip-link")).position == "absolute"`) {
			t.Errorf("%s has no style", address)
		}
	}
	withoutNetwork := func() {
		t.Helper()
		h.Cut(true)
		says(seen, "Het onderzoek is klaar")
		says(seen+"?bron=mail#canvas", "Het onderzoek is klaar")
		b.Reload(t)
		b.Says(t, "h1", "Het onderzoek is klaar")
		says("/", "Als openbaarheid schuurt")
		says("/handreiking/", "Handreiking")
		says("/handreiking/gespreksleider/", "Je leidt het gesprek")
		says("/canvas/", "Canvas dilemmagesprek")
		says("/canvas/a4/", "A4")
		says(other, "Je hebt geen verbinding")
		h.Cut(false)
	}

	// The one visit: the page that brings the worker in is kept with the rest.
	b.Open(t, seen)
	b.Wait(t, `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller != null)`)
	withoutNetwork()
	says(other, "Vandaag in de stuurgroep")
	b.Open(t, "/dilemmas/?themas=timing")
	b.Wait(t, `!document.querySelector("[data-found]").hidden`)

	kept := browser.Eval[[]string](t, b, outage.KeptAddresses)
	for _, address := range kept {
		if path, found := strings.CutPrefix(address, h.Host); strings.HasPrefix(address, "http") && (!found || !strings.HasPrefix(path, "/pad/") || strings.ContainsAny(path, "?#")) {
			t.Errorf("kept: %s", address)
		}
	}
	if !slices.Contains(kept, h.Address+other) || slices.ContainsFunc(kept, func(a string) bool { return strings.HasSuffix(a, ".json") }) {
		t.Errorf("kept: %q", kept)
	}

	if browser.Eval[bool](t, b, `caches.match("/pad/dilemmas/").then(page => page.url.includes("timing"))`) {
		t.Error("the filter that was chosen is kept")
	}

	// A new version takes what was kept of the old one along, with its new style, and forgets what is gone.
	h.Replace(versions[1])
	old := kept[0]
	b.Open(t, "/")
	browser.Eval[int](t, b, outage.Update)
	b.Wait(t, `caches.keys().then(names => names.length == 2 && !names.includes(`+browser.Literal(old)+`))`)
	withoutNetwork()
	h.Cut(true)
	b.Open(t, seen)
	if !browser.Eval[bool](t, b, `getComputedStyle(document.querySelector("h1")).letterSpacing == "1px"`) {
		t.Error("the page that was kept is that of the old version")
	}
	h.Cut(false)

	// Switched off: the next visit takes all away, and from then on there is the network only.
	h.Replace(versions[2])
	b.Open(t, "/")
	b.Wait(t, `Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()]).then(all => all.every(list => list.length == 0))`)
	b.Open(t, "/canvas/")
	b.Wait(t, `navigator.serviceWorker.controller == null && caches.keys().then(names => names.length == 0)`)
}

// TestWithdrawnIsForgotten opens a dilemma, its page to practise and the lists that it stands in; once it is withdrawn, and once its title is taken out, the next
// visit leaves no word of it on the machine of the visitor.
func TestWithdrawnIsForgotten(t *testing.T) {
	t.Parallel()
	source := sitebuild.Repository(t)
	file := filepath.Join(source, "content", "dilemmas", "proefstuk.md")
	const reason = "ingetrokken: {datum: 2026-01-01, reden: Op verzoek.}\n"
	whole := strings.Replace(fixture.Dilemma(sitebuild.Definition(t), 1), "    waarom_nu: |\n", "    waarom_nu: |\n      Een qxwoord.\n", 1)
	title, _, _ := strings.Cut(strings.TrimPrefix(whole, "---\ntitle: \""), "\"")
	must.Write(t, file, whole)
	for n := range 3 {
		must.Write(t, filepath.Join(source, "content", "dilemmas", fixture.Slug(n+2)+".md"), fixture.Dilemma(sitebuild.Definition(t), n+2))
	}
	build := func() string { return sitebuild.Build(t, source, "--baseURL", below) }
	h := outage.Serve(t, build())
	b := browser.WithWorker(t, h.Address)
	b.Expect(outage.List)
	kept := func(word string) bool {
		t.Helper()
		return browser.Eval[bool](t, b, `caches.keys().then(names => Promise.all(names.map(async name => {
			const all = await (await caches.open(name)).matchAll();
			return (await Promise.all(all.map(page => page.text()))).join();
		}))).then(all => all.join().includes(`+browser.Literal(word)+`))`)
	}
	b.Open(t, "/dilemmas/proefstuk/")
	b.Wait(t, `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller != null)`)
	for _, address := range []string{"/dilemmas/proefstuk/oefenen/", "/dilemmas/", "/dilemmas/" + fixture.Slug(2) + "/", "/en/dilemmas/proefstuk/"} {
		b.Open(t, address)
		b.Wait(t, `caches.match(`+browser.Literal("/pad"+address)+`).then(page => page != null)`)
	}
	if !kept("qxwoord") || !kept(title) {
		t.Fatal("nothing of it is kept")
	}
	renew := func(text string) {
		t.Helper()
		must.Write(t, file, text)
		old := browser.Eval[string](t, b, `caches.keys().then(names => names.find(name => name.includes("vast")))`)
		h.Replace(build())
		b.Open(t, "/over/")
		browser.Eval[int](t, b, outage.Update)
		b.Wait(t, `caches.keys().then(names => names.length == 2 && !names.includes(`+browser.Literal(old)+`))`)
	}
	renew(strings.Replace(whole, "draft: false\n", "draft: false\n"+reason, 1))
	if kept("qxwoord") {
		t.Error("the text of a withdrawn dilemma is kept")
	}
	renew("---\ntitle: Ingetrokken dilemma\ndate: 2025-01-01\ndraft: false\nherkomst: fictief\n" + reason + "---\n")
	if kept(title) {
		t.Error("the title of an emptied dilemma is kept")
	}
}

// TestOfflineInEnglish keeps the handbook of the languages that a visitor reads, and of no other.
func TestOfflineInEnglish(t *testing.T) {
	t.Parallel()
	h := outage.Serve(t, sitebuild.Site(t, sitebuild.Variant{Address: below}))
	b := browser.WithWorker(t, h.Address)
	b.Expect(outage.List)
	says := func(address, want string) {
		t.Helper()
		b.Open(t, address)
		b.Says(t, "h1", want)
	}
	b.Open(t, "/en/about/privacy/")
	b.Wait(t, `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller != null)`)
	for _, address := range browser.Eval[[]string](t, b, outage.KeptAddresses) {
		if path, found := strings.CutPrefix(address, h.Address); found && strings.HasSuffix(path, "/") && !strings.HasPrefix(path, "/en/") {
			t.Errorf("an English visitor keeps %s", path)
		}
	}
	h.Cut(true)
	says("/en/", "When openness chafes")
	says("/en/guide/choosing/", "Choosing")
	says("/en/canvas/", "Canvas for a dilemma conversation")
	says("/en/dilemmas/", "You have no connection")
	says("/canvas/", "You have no connection")
	h.Cut(false)

	// Who turns to Dutch gets the Dutch pages from then on, and a new version brings both.
	b.Open(t, "/over/")
	b.Wait(t, `caches.match("/pad/canvas/").then(page => page != null)`)
	newer := sitebuild.Repository(t)
	must.Write(t, filepath.Join(newer, "content", "handreiking", "nieuw.en.md"), "---\ntitle: Something new\nurl: guide/new/\n---\nNew.\n")
	public := sitebuild.Build(t, newer, "--baseURL", below)
	h.Replace(public)
	b.Open(t, "/over/")
	browser.Eval[int](t, b, outage.Update)
	b.Wait(t, `caches.match("/pad/en/guide/new/").then(page => page != null)`)
	b.Wait(t, `caches.keys().then(names => names.length == 2)`)
	h.Cut(true)
	says("/en/guide/new/", "Something new")
	says("/handreiking/kiezen/", "Kiezen")
	says("/dilemmas/", "Je hebt geen verbinding")
	h.Cut(false)
}

// TestOfflineKeepsEveryAsset holds the worker to the files that the site has: a page without network needs its style and scripts.
func TestOfflineKeepsEveryAsset(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	worker := must.Read(t, public, "sw.js")
	count := 0
	for _, kind := range []string{"css", "fonts", "js"} {
		names, err := filepath.Glob(filepath.Join(public, kind, "*"))
		must.Do(t, err)
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
	t.Parallel()
	dir := sitebuild.Repository(t)
	file := filepath.Join(dir, "content", "dilemmas", "een.md")
	whole := fixture.Dilemma(sitebuild.Definition(t), 1)
	worker := func(text string) string {
		must.Write(t, file, text)
		return must.Read(t, sitebuild.Build(t, dir), "sw.js")
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
