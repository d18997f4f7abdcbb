package offline_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/storage"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/axe"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/engine"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/outage"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/offline"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/pdf"
)

// list is what `dilemma build` measured: the hash of every file, and the files of each group.
type list struct {
	bytes  map[string]int
	hashes map[string]string
	groups map[string][]string
}

func readList(t *testing.T, public string) list {
	t.Helper()
	var read struct {
		Files  [][3]any
		Groups map[string][]int
	}
	must.Do(t, json.Unmarshal([]byte(must.Read(t, public, offline.Name)), &read))
	l := list{map[string]int{}, map[string]string{}, map[string][]string{}}
	for _, file := range read.Files {
		path := file[0].(string)
		l.bytes[path], l.hashes[path] = int(file[1].(float64)), file[2].(string)
	}
	for key, places := range read.Groups {
		l.groups[key] = []string{}
		for _, place := range places {
			l.groups[key] = append(l.groups[key], read.Files[place][0].(string))
		}
	}
	return l
}

// files returns the files of groups, each once.
func (l list) files(groups ...string) []string {
	var all []string
	for _, key := range groups {
		all = append(all, l.groups[key]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// finish does to a site what `dilemma build` does when all is made. A PDF is there to be kept, not to be read.
func finish(t *testing.T, public string) string {
	t.Helper()
	for _, d := range pdf.Documents {
		must.Write(t, filepath.Join(public, filepath.FromSlash(d.File)), "%PDF-1.7")
	}
	must.Do(t, offline.Measure(public))
	return public
}

// whole returns the site of this repository as `dilemma build` makes it.
func whole(t *testing.T) string {
	t.Helper()
	public := filepath.Join(t.TempDir(), "site")
	must.Do(t, os.CopyFS(public, os.DirFS(sitebuild.Site(t, sitebuild.Variant{Address: below, Search: true, Programs: true}))))
	return finish(t, public)
}

const (
	arrived = `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller != null)`
	offered = `!document.querySelector("[data-save]").hidden`
	status  = `document.querySelector("[data-status]").textContent`
	bar     = `document.querySelector(".offline-bar") != null`
	// The paths that are kept by choice.
	chosen = `caches.open("dilemma /pad/ bewaard").then(cache => cache.keys()).then(all => all.map(one => new URL(one.url).pathname))`
)

// keep opens the page to choose on, leaves these groups in the choice, and keeps them.
func keep(t *testing.T, b *browser.Browser, address string, groups ...string) {
	t.Helper()
	b.Open(t, address)
	b.Wait(t, arrived)
	b.Wait(t, offered)
	choose(t, b, groups...)
	b.Click(t, "[data-save]")
	b.Wait(t, `document.querySelector("[data-stop]").hidden && document.querySelector("[data-save]").hidden`)
}

func choose(t *testing.T, b *browser.Browser, groups ...string) {
	t.Helper()
	if left := browser.Eval[[]string](t, b, fmt.Sprintf(`(() => {
		const wanted = %s
		for (const details of document.querySelectorAll("[data-keep] details")) details.open = true
		const boxes = () => [...document.querySelectorAll("[data-keep] input")]
		for (const box of boxes()) if (!box.disabled && box.checked != wanted.includes(box.value)) box.click()
		for (const box of boxes()) if (!box.disabled && box.checked != wanted.includes(box.value)) box.click()
		return wanted.filter(key => !boxes().some(box => box.value == key && box.checked))
	})()`, browser.Literal(append([]string{}, groups...)))); len(left) > 0 {
		t.Fatalf("no box for %q", left)
	}
}

var everything = []string{"nl/basis", "nl/papier", "nl/formulier", "nl/zoeken", "nl/dilemmas"}

// TestKeep keeps everything with one button, cuts the network, and finds every file, page, filter and program; then it takes all away.
func TestKeep(t *testing.T) {
	t.Parallel()
	public := whole(t)
	browser.Each(t, func(t *testing.T, in browser.In) { keepsEverything(t, in, public) })
}

func keepsEverything(t *testing.T, in browser.In, public string) {
	l := readList(t, public)
	for _, key := range everything {
		if len(l.groups[key]) == 0 {
			t.Errorf("%s is empty", key)
		}
	}
	files := l.files(everything...)
	h := outage.Serve(t, public)
	b := in.WithWorker(t, h.Address)
	b.Expect(outage.List)
	b.Expect(outage.Left)
	b.Open(t, "/offline/")
	b.Wait(t, arrived)
	b.Wait(t, offered)
	b.Says(t, "[data-save]", fmt.Sprintf("(%d bestanden, ", len(files)))
	keep(t, b, "/offline/", everything...)
	b.Says(t, "[data-status]", fmt.Sprintf("Alles wat je koos, is bewaard: %d bestanden, ", len(files)))
	h.Cut(true)

	if lost := browser.Eval[[]string](t, b, fmt.Sprintf(`Promise.all(Object.entries(%s).map(async ([path, bytes]) => {
		const answer = await fetch(path).catch(() => undefined)
		return answer && (await answer.blob()).size == bytes ? "" : path
	})).then(all => all.filter(Boolean))`, browser.Literal(sizes(l, files)))); len(lost) > 0 {
		t.Errorf("not as it was: %q", lost)
	}
	for i, address := range page.Kinds {
		if strings.HasPrefix(address, "/en/") || !strings.HasSuffix(address, "/") || !skip.All() && engine.All[i%len(engine.All)] != in.Engine { // another part in each engine
			continue
		}
		b.Open(t, address)
		b.Wait(t, bar)
		if browser.Eval[bool](t, b, `document.querySelector("[data-missing]")?.hidden === false`) {
			t.Errorf("%s is not kept", address)
		}
		// Whoever keeps everything comes everywhere, but for the other language.
		for _, to := range browser.Eval[[]string](t, b, `[...document.querySelectorAll("a.unkept")].map(a => a.href)`) {
			if path, own := strings.CutPrefix(to, h.Address); own && strings.HasSuffix(path, "/") && !strings.HasPrefix(path, "/en/") {
				t.Errorf("%s leads to %s, which is not kept", address, path)
			}
		}
	}
	b.Open(t, "/dilemmas/?themas=timing")
	b.Wait(t, `!document.querySelector("[data-found]").hidden && document.querySelectorAll("[data-found] > li").length > 0`)
	b.Size(t, 480, 800) // the filters of the search are closed
	b.Open(t, "/zoeken/?q=rapport")
	b.Wait(t, `document.querySelectorAll("[data-found] > li").length > 0`)
	b.Open(t, page.Form)
	b.Fill(t, "#veld-title", "Zonder netwerk")
	b.Fill(t, "#veld-kennismaken-dilemma", "Vraag het Jan Pietersen.")
	b.Wait(t, `globalThis.dilemmaRules !== undefined && [...document.querySelectorAll(".writing mark")].some((mark) => mark.textContent === "Jan Pietersen")`)
	b.Fill(t, "#veld-kennismaken-dilemma", "Vraag het de projectleider.")
	b.Says(t, "[data-findings-count]", "persoonsgegevens: 0") // what was found stands above the button, and takes no more room
	b.Click(t, `.actions [data-download="docx"]`)
	b.Wait(t, `document.querySelector("[data-status]").textContent.includes("zonder-netwerk.docx")`)
	b.Open(t, page.StandAlone)
	b.Wait(t, `document.querySelector("[data-form]") != null`)

	h.Cut(false)
	b.Open(t, "/offline/")
	b.Wait(t, `!document.querySelector("[data-remove]").hidden`)
	b.Click(t, "[data-remove]")
	b.Says(t, "[data-status]", "Verwijderd")
	if names := browser.Eval[[]string](t, b, `caches.keys()`); len(names) != 1 || !strings.Contains(names[0], " vast ") {
		t.Errorf("kept after all was removed: %q", names)
	}
	h.Cut(true)
	b.Open(t, "/handreiking/")
	b.Says(t, "h1", "Handreiking")
	b.Open(t, "/dilemmas/")
	b.Says(t, "h1", "Je hebt geen verbinding")
}

func sizes(l list, files []string) map[string]int {
	all := map[string]int{}
	for _, path := range files {
		all[path] = l.bytes[path]
	}
	return all
}

// TestUnkept keeps a part. Without network every link says beforehand when its page is not kept, also the links that a script adds, and no other link does.
func TestUnkept(t *testing.T) {
	t.Parallel()
	public := whole(t)
	l := readList(t, public)
	h := outage.Serve(t, public)
	b := browser.WithWorker(t, h.Address)
	b.Expect(outage.List)
	judge := axe.Find(t)
	look := func(where string) {
		t.Helper()
		for _, width := range []int64{320, 1280} {
			for _, scheme := range []string{"light", "dark"} {
				b.Look(t, width, scheme)
				b.Fits(t, fmt.Sprintf("%s at %d", where, width))
				judge.Page(t, b, fmt.Sprintf("%s at %d, %s", where, width, scheme))
			}
		}
	}
	b.Open(t, "/offline/")
	b.Wait(t, arrived)
	b.Wait(t, offered)
	choose(t, b)
	look("the page to choose on")
	keep(t, b, "/offline/", "nl/basis", "nl/thema-timing")
	kept := l.files("nl/basis", "nl/thema-timing")
	marked := func(where string) {
		t.Helper()
		wrong := browser.Eval[[]string](t, b, fmt.Sprintf(`(() => {
			const kept = new Set(%s), wrong = []
			for (const a of document.querySelectorAll("a[href]")) {
				const url = new URL(a.href)
				if (!url.protocol.startsWith("http") || url.hash && url.pathname == location.pathname) continue
				if (a.textContent.includes("niet bewaard") == (url.origin == location.origin && kept.has(url.pathname))) wrong.push(a.href)
			}
			return wrong
		})()`, browser.Literal(kept)))
		if len(wrong) > 0 {
			t.Errorf("%s: marked and kept, or neither: %q", where, wrong)
		}
	}
	h.Cut(true)
	for _, address := range []string{"/", "/dilemmas/", "/themas/timing/", "/meedoen/schrijven/"} {
		b.Open(t, address)
		b.Wait(t, bar)
		marked(address)
	}
	b.Open(t, "/dilemmas/?bestuurslaag=gemeente")
	b.Wait(t, bar+` && document.querySelector("[data-found] .unkept") != null`)
	marked("what a filter found")
	look("a list without network")
	var other string
	for _, path := range l.groups["nl/dilemmas"] {
		if strings.HasSuffix(path, "/oefenen/") && !slices.Contains(kept, path) {
			other = strings.TrimPrefix(path, "/pad")
		}
	}
	b.Open(t, other)
	b.Says(t, "h1", "Je hebt geen verbinding")
	b.Wait(t, `!document.querySelector("[data-missing]").hidden && document.querySelector("[data-state=whole]") != null`)
	for key, want := range map[string]string{"nl/basis": "Bewaard", "nl/thema-timing": "Bewaard", "nl/zoeken": "Niet bewaard"} {
		if got := browser.Eval[string](t, b, fmt.Sprintf(`document.querySelector("[value='%s']").closest("[data-row]").querySelector("[data-state]").textContent`, key)); got != want {
			t.Errorf("%s: the page says %q, want %q", key, got, want)
		}
	}
	look("a page that is not kept")

	// Once there is a network again, nothing is marked.
	browser.Eval[bool](t, b, `dispatchEvent(new Event("online"))`)
	b.Wait(t, `!(`+bar+`) && document.querySelector(".unkept, .unkept__note") == null`)
}

// TestKeepInEnglish keeps the pages of its own language, and what these share with the other.
func TestKeepInEnglish(t *testing.T) {
	t.Parallel()
	public := whole(t)
	h := outage.Serve(t, public)
	b := browser.WithWorker(t, h.Address)
	b.Expect(outage.List)
	keep(t, b, "/en/offline/", "en/basis", "en/dilemmas")
	b.Says(t, "[data-status]", "Everything that you chose is saved")
	h.Cut(true)
	const one = "/dilemmas/onderzoek-klaar-onderhandeling-niet/"
	for address, want := range map[string]string{
		"/en/dilemmas/": "Dilemmas", "/en" + one: "Het onderzoek is klaar", one + "oefenen/": "Het onderzoek is klaar", "/en/guide/": "Guide",
		"/dilemmas/": "You have no connection", "/en/search/": "You have no connection",
	} {
		b.Open(t, address)
		b.Says(t, "h1", want)
	}
	h.Cut(false)

	// Who keeps something in Dutch as well keeps both.
	keep(t, b, "/offline/", "nl/basis", "nl/thema-timing")
	l := readList(t, public)
	got := browser.Eval[[]string](t, b, chosen)
	for _, path := range l.files("en/basis", "en/dilemmas", "nl/basis", "nl/thema-timing") {
		if !slices.Contains(got, path) {
			t.Errorf("%s is kept no longer", path)
		}
	}
}

// complaints of a network that fails halfway, about whatever file.
func broken(complaint string) bool { return strings.Contains(complaint, "ERR_EMPTY_RESPONSE") }

// TestKeepGoesOn loses the network halfway: the page says how far it came, and the next visit goes on.
func TestKeepGoesOn(t *testing.T) {
	t.Parallel()
	public := whole(t)
	h := outage.Serve(t, public)
	b := browser.WithWorker(t, h.Address)
	b.Expect(broken)
	b.Open(t, "/offline/")
	b.Wait(t, arrived)
	b.Wait(t, offered)
	choose(t, b, "nl/basis", "nl/dilemmas")
	var left atomic.Int64
	left.Store(40)
	h.Refuse(func(string) bool { return left.Add(-1) < 0 })
	b.Click(t, "[data-save]")
	b.Says(t, "[data-status]", "De verbinding viel weg")
	want := readList(t, public).files("nl/basis", "nl/dilemmas")
	if got := browser.Eval[[]string](t, b, chosen); len(got) < 2 || len(got) > len(want) {
		t.Errorf("kept halfway: %d of %d", len(got)-1, len(want))
	}
	left.Store(1 << 40)
	b.Open(t, "/over/")
	b.Wait(t, fmt.Sprintf(`%s.then(all => %s.every(path => all.includes(path)))`, chosen, browser.Literal(want)))
}

// TestKeepStops stops what goes on, and runs out of room. What is there stays; nothing goes on by itself.
func TestKeepStops(t *testing.T) {
	t.Parallel()
	public := whole(t)
	for name, test := range map[string]struct {
		does func(h *outage.Site, b *browser.Browser)
		says string
	}{
		"stop": {func(_ *outage.Site, b *browser.Browser) {
			browser.Eval[int](t, b, `document.querySelector("[data-save]").click(), document.querySelector("[data-stop]").click(), 0`)
		}, "Gestopt"},
		"full": {func(h *outage.Site, b *browser.Browser) {
			room := 3e6
			browser.Call(t, b, storage.OverrideQuotaForOrigin, storage.OverrideQuotaForOriginParams{Origin: h.Host, QuotaSize: &room})
			b.Click(t, "[data-save]")
		}, "Er is te weinig ruimte"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := outage.Serve(t, public)
			b := browser.WithWorker(t, h.Address)
			b.Open(t, "/offline/")
			b.Wait(t, arrived)
			b.Wait(t, offered)
			test.does(h, b)
			b.Says(t, "[data-status]", test.says)
			b.Wait(t, offered+` && !document.querySelector("[data-remove]").hidden`)
			before := browser.Eval[[]string](t, b, chosen)
			b.Open(t, "/over/")
			b.Wait(t, `caches.match("/pad/over/").then(page => page != null)`)
			b.Open(t, "/offline/")
			b.Wait(t, offered)
			if after := browser.Eval[[]string](t, b, chosen); len(after) != len(before) {
				t.Errorf("%d files are kept, and later %d", len(before), len(after))
			}
		})
	}
}

// TestKeptIsRenewed changes a dilemma: the next visit fetches what changed and nothing else. Then one is withdrawn: the next visit leaves no word of it, also
// when nothing else can be fetched.
func TestKeptIsRenewed(t *testing.T) {
	t.Parallel()
	source := sitebuild.Repository(t)
	def := sitebuild.Definition(t)
	file := func(n int) string { return filepath.Join(source, "content", "dilemmas", fixture.Slug(n)+".md") }
	with := func(n int, word string) string {
		return strings.Replace(fixture.Dilemma(def, n), "    waarom_nu: |\n", "    waarom_nu: |\n      Een "+word+".\n", 1)
	}
	for n := range 4 {
		must.Write(t, file(n), with(n, fmt.Sprintf("qxwoord%d", n)))
	}
	build := func() (string, list) {
		public := finish(t, sitebuild.Build(t, source, "--baseURL", below))
		return public, readList(t, public)
	}
	public, before := build()
	h := outage.Serve(t, public)
	b := browser.WithWorker(t, h.Address)
	b.Expect(broken)
	keep(t, b, "/offline/", "nl/basis", "nl/papier", "nl/formulier", "nl/dilemmas")
	has := func(word string) string {
		return `caches.keys().then(names => Promise.all(names.map(async name => {
			const all = await (await caches.open(name)).matchAll();
			return (await Promise.all(all.map(page => page.text()))).join();
		}))).then(all => all.join().includes(` + browser.Literal(word) + `))`
	}
	if !browser.Eval[bool](t, b, has("qxwoord2")) {
		t.Fatal("nothing of it is kept")
	}

	must.Write(t, file(2), with(2, "zywoord2"))
	public, after := build()
	var lock sync.Mutex
	var asked []string
	h.Refuse(func(path string) bool {
		lock.Lock()
		defer lock.Unlock()
		asked = append(asked, path)
		return false
	})
	h.Replace(public)
	b.Open(t, "/over/")
	b.Wait(t, has("zywoord2")+`.then(it => it && `+has("qxwoord2")+`.then(it => !it))`)
	lock.Lock()
	for _, path := range asked { // also by the page itself
		if after.hashes[path] != "" && after.hashes[path] == before.hashes[path] && path != "/pad/over/" && path != "/pad/favicon.svg" {
			t.Errorf("fetched again: %s", path)
		}
	}
	lock.Unlock()

	must.Write(t, file(1), strings.Replace(with(1, "qxwoord1"), "draft: false\n", "draft: false\ningetrokken: {datum: 2026-01-01, reden: Op verzoek.}\n", 1))
	public, _ = build()
	h.Refuse(func(path string) bool { return !slices.Contains([]string{"/pad/over/", "/pad/offline.json"}, path) })
	h.Replace(public)
	b.Open(t, "/over/")
	b.Wait(t, has("qxwoord1")+`.then(it => !it)`)
	if !browser.Eval[bool](t, b, has("qxwoord3")) {
		t.Error("the other dilemmas are gone too")
	}
}

// TestBadConnection asks for pages over a connection that gives no answer: the one that is kept comes all the same, and says so.
func TestBadConnection(t *testing.T) {
	t.Parallel()
	h := outage.Serve(t, sitebuild.Site(t, sitebuild.Variant{Address: below}))
	b := browser.WithWorker(t, h.Address)
	b.Expect(broken)
	b.Open(t, "/over/")
	b.Wait(t, arrived)
	end := make(chan struct{})
	h.Refuse(func(string) bool { <-end; return true })
	t.Cleanup(func() { close(end) }) // before the server closes, which waits for its answers
	b.Open(t, "/handreiking/")
	b.Says(t, "h1", "Handreiking")
	b.Wait(t, bar)
}

// TestKeepNothing opens the page where nothing can be kept: it says so, and has no button.
func TestKeepNothing(t *testing.T) {
	t.Parallel()
	public := sitebuild.Site(t, sitebuild.Variant{Address: below})
	for name, test := range map[string]struct {
		open func(t *testing.T, h *outage.Site) *browser.Browser
		says string
	}{
		"hugo alone": {func(t *testing.T, h *outage.Site) *browser.Browser { return browser.WithWorker(t, h.Address) }, "Op deze site kun je niet zelf kiezen"},
		"no worker":  {func(t *testing.T, h *outage.Site) *browser.Browser { return browser.At(t, h.Address) }, "Je browser kan hier niets bewaren"},
		"nothing may be kept": {func(t *testing.T, h *outage.Site) *browser.Browser {
			b := browser.WithWorker(t, h.Address)
			b.Before(t, `CacheStorage.prototype.keys = () => Promise.reject(new DOMException("refused", "SecurityError"))`)
			return b
		}, "Je browser kan hier niets bewaren"},
		"no script": {func(t *testing.T, h *outage.Site) *browser.Browser {
			b := browser.At(t, h.Address)
			b.WithoutScript(t)
			return b
		}, "als JavaScript in je browser aanstaat"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := test.open(t, outage.Serve(t, public))
			b.Open(t, "/offline/")
			b.Wait(t, `document.querySelector("main").innerText.includes(`+browser.Literal(test.says)+`)`)
			if browser.Eval[bool](t, b, `[...document.querySelectorAll("main button, main input")].some(one => one.checkVisibility() && one.textContent != "Verwijder wat bewaard is")`) {
				t.Error("there is a control that does nothing")
			}
		})
	}
}
