package site_test

import (
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/pdf"
)

// kinds is one page of every kind that the site has.
var kinds = []string{
	"/", "/handreiking/", "/handreiking/verkennen/", "/handreiking/gespreksleider/", "/handreiking/uitnodiging/",
	"/canvas/", "/canvas/a4/", "/dilemmas/", "/dilemmas/onderzoek-klaar-onderhandeling-niet/", "/dilemmas/onderzoek-klaar-onderhandeling-niet/oefenen/", "/themas/",
	"/themas/timing/", "/spelers/", "/spelers/bestuurder/", "/woo-gronden/", "/woo-gronden/5.1.2b/", "/informatiecategorieen/", "/meedoen/",
	"/meedoen/schrijven/", "/meedoen/insturen/", "/meedoen/draaiboek/", "/meedoen/regels/", "/meedoen/regels/canvas-too-few/", "/over/", "/over/toegankelijkheid/", "/offline/", "/404.html",
	"/en/", "/en/guide/", "/en/guide/choosing/", "/en/guide/facilitator/", "/en/canvas/", "/en/canvas/a4/", "/en/signpost/", "/en/dilemmas/",
	"/en/dilemmas/onderzoek-klaar-onderhandeling-niet/", "/en/exception-grounds/5.1.2b/", "/en/about/open-data/", "/en/404.html",
}

// browser is a real browser on the built site. It fails the test on a request to another host and on whatever the
// browser complains about.
type browser struct {
	context.Context
	site string // its address, without a slash at the end
	stop func() // ends it before the test does

	lock       sync.Mutex
	complaints []string
}

func newBrowser(t testing.TB, public string) *browser {
	t.Helper()
	return newBrowserAt(t, serve(t, public).URL)
}

func newBrowserAt(t testing.TB, site string) *browser {
	t.Helper()
	program, err := pdf.Find()
	if err != nil {
		skip(t, "no browser: install Chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(alloc)
	b := &browser{Context: ctx, site: site, stop: sync.OnceFunc(func() {
		stop()
		stopAlloc()
	})}
	t.Cleanup(func() {
		b.stop()
		for _, c := range b.complaints {
			t.Error(c)
		}
	})
	must(t, chromedp.Listen(ctx, b.listen))
	call(t, b, network.Enable, network.EnableParams{})
	call(t, b, log.Enable, cdp.Empty{})
	return b
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// call runs one command of the DevTools protocol.
func call[P, R any](t testing.TB, b *browser, command cdp.Command[P, R], params P) {
	t.Helper()
	_, err := chromedp.Call(b, command, params)
	must(t, err)
}

// eval runs a script in the page and returns its value.
func eval[T any](t testing.TB, b *browser, script string) T {
	t.Helper()
	value, err := chromedp.Run(b, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	must(t, err)
	return value
}

func (b *browser) listen(event any) {
	complaint := ""
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, b.site+"/") && !strings.HasPrefix(u, "data:") {
			complaint = "request to " + u
		}
	case *runtime.EventExceptionThrown:
		complaint = "script: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			complaint += " " + e.ExceptionDetails.Exception.Description
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" || e.Entry.Source == "security" {
			complaint = fmt.Sprintf("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	}
	if complaint != "" {
		b.lock.Lock()
		defer b.lock.Unlock()
		b.complaints = append(b.complaints, complaint)
	}
}

// heard returns what was complained about until now.
func (b *browser) heard() []string {
	b.lock.Lock()
	defer b.lock.Unlock()
	return slices.Clone(b.complaints)
}

func (b *browser) do(t testing.TB, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b, 30*time.Second)
	defer cancel()
	must(t, chromedp.Do(ctx, actions...))
}

func (b *browser) open(t testing.TB, address string) {
	t.Helper()
	b.do(t, chromedp.Navigate(b.site+address))
}

// click clicks on the first element that fits a CSS selector.
func (b *browser) click(t testing.TB, selector string) {
	t.Helper()
	// What still scrolls is no longer there when the mouse comes down.
	eval[int](t, b, `document.documentElement.style.scrollBehavior = "auto", 0`)
	b.do(t, chromedp.Click(chromedp.CSS(selector)))
}

// wait waits until an expression gives true on a page that is read to its end. A page may be on its way to another while it is asked.
func (b *browser) wait(t testing.TB, script string) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if ok, err := chromedp.Run(b, chromedp.Evaluate[bool](`document.readyState != "loading" && (`+script+`)`, chromedp.EvalAwaitPromise)); err == nil && ok {
			return
		}
	}
	t.Fatalf("waited for %s\n%s", script, eval[string](t, b, `location.href + "\n" + document.querySelector("main").innerText.slice(0, 2000)`))
}

// look makes the screen so wide and the colours light or dark.
func (b *browser) look(t testing.TB, width int64, scheme string) {
	t.Helper()
	call(t, b, emulation.SetDeviceMetricsOverride,
		emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 900, DeviceScaleFactor: 1, Mobile: width < 500})
	call(t, b, emulation.SetEmulatedMedia,
		emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
}

// TestNoOtherHost opens one page of every kind, and one of each folder that the site has: none may ask another host for anything.
func TestNoOtherHost(t *testing.T) {
	public := publicDir(t)
	addresses, folders := slices.Clone(kinds), map[string]bool{}
	for _, p := range documents(t, public) {
		address := "/" + strings.TrimSuffix(p.name, "index.html")
		if folder := path.Dir(path.Clean(address)); !p.redirect() && !folders[folder] {
			folders[folder] = true
			addresses = append(addresses, address)
		}
	}
	if len(folders) < 5 {
		t.Fatalf("only %d folders", len(folders))
	}
	b := newBrowser(t, public)
	for _, address := range addresses {
		b.open(t, address)
		if title := eval[string](t, b, "document.title"); title == "" {
			t.Errorf("%s shows nothing", address)
		}
		if t.Failed() || len(b.heard()) > 0 {
			t.Fatalf("%s: %s", address, b.heard())
		}
	}
}

var (
	pdfPage = regexp.MustCompile(`/Type\s*/Page\b[^s]`)
	pdfBox  = regexp.MustCompile(`/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]`)
)

// print prints a page as the style sheet asks, on A4 where it leaves the paper to the reader and no option says otherwise. It returns how many sheets
// it takes and the size of the first in points.
func (b *browser) print(t *testing.T, address string, options ...chromedp.PDFOption) (sheets int, width, height float64) {
	t.Helper()
	b.open(t, address)
	options = append([]chromedp.PDFOption{chromedp.PDFPreferCSSPageSize(), chromedp.PDFPaper(chromedp.PaperA4)}, options...)
	pdf, err := chromedp.Run(b, chromedp.PrintToPDF(options...))
	must(t, err)
	box := pdfBox.FindSubmatch(pdf)
	if box == nil {
		t.Fatalf("%s: no paper size in the PDF", address)
	}
	width, _ = strconv.ParseFloat(string(box[1]), 64)
	height, _ = strconv.ParseFloat(string(box[2]), 64)
	return len(pdfPage.FindAll(pdf, -1)), width, height
}

// TestPrint prints the blank canvas: on one A3 sheet, and as five A4 sheets. A case is printed on the paper
// that the reader chooses: on A3 that lies on its side, it takes fewer sheets than on A4.
func TestPrint(t *testing.T) {
	b := newBrowser(t, publicDir(t))
	near := func(got, want float64) bool { return got > want-2 && got < want+2 }
	const a4, a4Long, a3Long = 595, 842, 1191 // points
	for _, language := range []string{"", "/en"} {
		if n, w, h := b.print(t, language+"/canvas/"); n != 1 || !near(w, a3Long) || !near(h, a4Long) {
			t.Errorf("%s/canvas/ prints on %d sheets of %g by %g", language, n, w, h)
		}
		if n, w, h := b.print(t, language+"/canvas/a4/"); n != 5 || !near(w, a4) || !near(h, a4Long) {
			t.Errorf("%s/canvas/a4/ prints on %d sheets of %g by %g", language, n, w, h)
		}
	}
	const address = "/dilemmas/onderzoek-klaar-onderhandeling-niet/"
	sheets, w, h := b.print(t, address)
	if sheets < 2 || sheets > 8 || !near(w, a4) || !near(h, a4Long) {
		t.Errorf("a case prints on %d sheets of %g by %g", sheets, w, h)
	}
	if n, w, h := b.print(t, address, chromedp.PDFPaper(chromedp.PaperA3), chromedp.PDFLandscape()); n < 2 || n >= sheets || !near(w, a3Long) || !near(h, a4Long) {
		t.Errorf("a case prints on %d sheets of %g by %g", n, w, h)
	}
	if n, w, h := b.print(t, address+"oefenen/"); n < 3 || n > 6 || !near(w, a4Long) || !near(h, a4) {
		t.Errorf("the page to practise with prints on %d sheets, of which the first is %g by %g", n, w, h)
	}
}

// TestFilters combines filters, shares them in the address, and goes back.
func TestFilters(t *testing.T) {
	b := newBrowser(t, publicDir(t))
	b.look(t, 1440, "light")
	b.open(t, "/dilemmas/")
	const shown = `[...document.querySelectorAll("main .card")].filter(c => c.checkVisibility()).length`
	all := eval[int](t, b, shown)
	if all < 10 {
		t.Fatalf("%d dilemmas", all)
	}
	box := func(facet, word string) string {
		return fmt.Sprintf(`input[name=%q][value=%q]`, facet, word)
	}
	b.click(t, box("themas", "timing"))
	b.wait(t, `location.search.includes("themas=timing")`)
	b.wait(t, shown+" < "+strconv.Itoa(all))
	one := eval[int](t, b, shown)
	b.click(t, box("bestuurslaag", "gemeente"))
	b.wait(t, `location.search.includes("bestuurslaag=gemeente")`)
	b.wait(t, shown+" < "+strconv.Itoa(one))
	both := eval[int](t, b, shown)
	if one == 0 || both == 0 {
		t.Errorf("%d, %d and %d dilemmas", all, one, both)
	}

	// The address is the filter: another reader sees the same.
	address := eval[string](t, b, "location.pathname + location.search")
	b.open(t, address)
	b.wait(t, shown+" == "+strconv.Itoa(both))
	if !eval[bool](t, b, `document.querySelector(`+strconv.Quote(box("themas", "timing"))+`).checked`) {
		t.Error("the box of the shared filter is not checked")
	}

	// Back takes one step back, and a word that does not exist breaks nothing.
	b.open(t, "/dilemmas/?themas=timing")
	b.wait(t, shown+" == "+strconv.Itoa(one))
	b.click(t, box("bestuurslaag", "gemeente"))
	b.wait(t, shown+" == "+strconv.Itoa(both))
	b.do(t, chromedp.NavigateBack())
	b.wait(t, shown+" == "+strconv.Itoa(one))
	b.open(t, "/dilemmas/?themas=bestaat-niet&x=%3Cscript%3E")
	b.wait(t, shown+" >= 0")
}

// TestFiltersInEnglish filters the same data on the English page: its words are English, and its links stay there.
func TestFiltersInEnglish(t *testing.T) {
	b := newBrowser(t, publicDir(t))
	b.look(t, 1440, "light")
	b.open(t, "/en/dilemmas/")
	b.click(t, `input[name="themas"][value="timing"]`)
	b.wait(t, `document.querySelector("[data-count]").textContent.endsWith("dilemmas found")`)
	first := `[...document.querySelectorAll("[data-found] .card")].find(c => c.checkVisibility())`
	if tags := eval[string](t, b, first+`.querySelector("ul").innerText`); !strings.Contains(tags, "Fictional") {
		t.Errorf("the words of a dilemma that was found: %q", tags)
	}
	if lang := eval[string](t, b, first+`.querySelector("p").lang + document.querySelector("[data-found] .card").querySelector("a").lang`); lang != "nlnl" {
		t.Errorf("the text that was found is in %q", lang)
	}
	b.click(t, `[data-found] a`)
	b.wait(t, `location.pathname.startsWith("/en/dilemmas/") && document.querySelector("main .notice").innerText.includes("in Dutch")`)
}

// TestKeyboard does without a mouse: the first tab stop skips the menu, and a filter can be set.
func TestKeyboard(t *testing.T) {
	b := newBrowser(t, publicDir(t))
	b.look(t, 1440, "light")
	b.open(t, "/dilemmas/")
	b.do(t, chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
	b.wait(t, `location.hash.length > 1 && document.querySelector(location.hash).tagName == "MAIN"`)
	reached := false
	for i := 0; i < 60 && !reached; i++ {
		b.do(t, chromedp.KeyEvent(kb.Tab))
		reached = eval[bool](t, b, `document.activeElement.type == "checkbox"`)
	}
	if !reached {
		t.Fatal("no filter reached with the tab key")
	}
	if !eval[bool](t, b, `getComputedStyle(document.activeElement).outlineStyle != "none"`) {
		t.Error("the filter with the focus does not show it")
	}
	b.do(t, chromedp.KeyEvent(" "))
	b.wait(t, `location.search.length > 1`)
}

// TestWithoutScript turns scripts off: everything can still be read, and the filters are links.
func TestWithoutScript(t *testing.T) {
	b := newBrowser(t, publicDir(t))
	call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.open(t, "/canvas/")
	if eval[bool](t, b, `document.querySelector("[data-print]").checkVisibility({visibilityProperty: true})`) {
		t.Error("a button that does nothing")
	}
	b.open(t, "/dilemmas/")
	b.click(t, `main a[href$="/themas/timing/"]`)
	b.wait(t, `location.pathname.endsWith("/themas/timing/") && document.title.includes("Timing")`)
}
