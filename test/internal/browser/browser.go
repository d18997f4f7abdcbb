// Package browser is a real browser on a built site, for tests. It fails a test on a request to another host and on whatever the browser complains
// about. The tests of a package share one process of each engine, in which each has a window with its own cookies, storage and cache.
//
// New and its like open a window of Chromium, which everybody has; what only Chromium can, a test asks of chromedp itself. Each runs a test in every engine.
package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/engine"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
)

// patience is how long something may take on a machine that does much else. Nothing is measured with it.
const patience = 3 * time.Minute

// A Browser is a window. Of Chromium, its context is that of chromedp.
type Browser struct {
	context.Context
	Site string // the address of the site, without a slash at the end
	Stop func() // closes it before the test ends

	window     engine.Window
	copies     sync.Once
	lock       sync.Mutex
	complaints []string
	expected   []func(complaint string) bool
}

// In is an engine in which a test runs.
type In struct{ *engine.Engine }

// Each runs a test in every engine, each as a subtest. Of an engine that lacks something that the test needs, it says so and passes over it.
func Each(t *testing.T, test func(t *testing.T, in In), needs ...string) {
	t.Helper()
	skip.Short(t)
	for _, e := range engine.All {
		t.Run(e.Name, func(t *testing.T) {
			for _, need := range needs {
				if why := e.Lacks(need); why != "" {
					t.Skipf("%s can't %s: %s", e.Name, need, why) // nothing that could be installed: no skip.Absent
				}
			}
			test(t, In{e})
		})
	}
}

// chromium is the engine that everybody has.
var chromium = In{engine.Chromium}

// New opens a window of Chromium for a built site.
func New(t testing.TB, public string) *Browser {
	t.Helper()
	return chromium.New(t, public)
}

// New opens a window for a built site.
func (in In) New(t testing.TB, public string) *Browser {
	t.Helper()
	if in.Lacks(engine.Before) != "" {
		return in.open(t, serve(t, http.FileServer(hidden{http.Dir(public)})))
	}
	return in.At(t, Serve(t, public))
}

// hidden are the files of a site without its service worker.
type hidden struct{ http.FileSystem }

func (h hidden) Open(name string) (http.File, error) {
	if name == "/sw.js" {
		return nil, os.ErrNotExist
	}
	return h.FileSystem.Open(name)
}

// Serve serves a built site on this machine and returns its address.
func Serve(t testing.TB, public string) string {
	t.Helper()
	return serve(t, http.FileServer(http.Dir(public)))
}

func serve(t testing.TB, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// ServeSlowly serves a built site as a slow line does: each page in pieces, with a pause in which the browser shows what has come.
func ServeSlowly(t testing.TB, public string) string {
	t.Helper()
	const first, pause = 16 << 10, 50 * time.Millisecond // what a server sends before the first answer of the browser
	files := http.FileServer(http.Dir(public))
	return serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/") {
			files.ServeHTTP(w, r)
			return
		}
		page, err := os.ReadFile(filepath.Join(public, filepath.FromSlash(r.URL.Path), "index.html"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		for piece := range slices.Chunk(page, first) {
			_, _ = w.Write(piece)
			_ = http.NewResponseController(w).Flush()
			time.Sleep(pause)
		}
	}))
}

// At opens a window of Chromium for the site at an address. Its pages bring no service worker in, which would fetch half the site for each window.
func At(t testing.TB, site string) *Browser {
	t.Helper()
	return chromium.At(t, site)
}

// At opens a window for the site at an address, without its service worker where the engine can do that.
func (in In) At(t testing.TB, site string) *Browser {
	t.Helper()
	b := in.open(t, site)
	if in.Lacks(engine.Before) == "" {
		b.Before(t, `delete Navigator.prototype.serviceWorker`)
	}
	return b
}

// WithWorker opens a window of Chromium into which the service worker of the site comes, for tests of what it does.
func WithWorker(t testing.TB, site string) *Browser {
	t.Helper()
	return chromium.open(t, site)
}

// WithWorker opens a window into which the service worker of the site comes.
func (in In) WithWorker(t testing.TB, site string) *Browser {
	t.Helper()
	return in.open(t, site)
}

func (in In) open(t testing.TB, site string) *Browser {
	t.Helper()
	skip.Short(t)
	b := &Browser{Context: context.Background(), Site: site}
	give := in.Take()
	ctx, cancel := context.WithTimeout(b, patience)
	defer cancel()
	window, err := in.Open(ctx, engine.Listener{Complains: b.complain, Requests: b.asks})
	if err != nil {
		give()
	}
	if errors.Is(err, engine.ErrAbsent) {
		skip.Absent(t, "no %s: %s", in.Name, in.Install)
	}
	must.Do(t, err)
	b.show(t, window, func() {
		defer give()
		must.Do(t, window.Close())
	})
	t.Cleanup(func() {
		for _, c := range b.Complaints() {
			t.Error(c)
		}
	})
	t.Cleanup(b.Stop)
	return b
}

// show makes a window that of a browser.
func (b *Browser) show(t testing.TB, window engine.Window, stop func()) {
	b.window, b.Stop = window, sync.OnceFunc(stop)
	if c, ok := window.(*engine.ChromiumWindow); ok {
		b.Context = c.Context
	}
}

// Tab opens another tab with the same storage, which is closed with this one.
func (b *Browser) Tab(t testing.TB) *Browser {
	t.Helper()
	ctx, cancel := context.WithTimeout(b, patience)
	defer cancel()
	window, err := b.window.Tab(ctx)
	must.Do(t, err)
	tab := &Browser{Context: b.Context, Site: b.Site}
	tab.show(t, window, func() { must.Do(t, window.Close()) })
	return tab
}

// Call runs one command of the DevTools protocol, in Chromium.
func Call[P, R any](t testing.TB, b *Browser, command cdp.Command[P, R], params P) R {
	t.Helper()
	answer, err := chromedp.Call(b, command, params)
	must.Do(t, err)
	return answer
}

// Eval runs a script in the page, which is one expression, and returns its value.
func Eval[T any](t testing.TB, b *Browser, script string) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(b, patience)
	defer cancel()
	value, err := eval[T](ctx, b, script)
	if err != nil {
		t.Fatalf("%v in %.300s", err, script)
	}
	return value
}

func eval[T any](ctx context.Context, b *Browser, script string) (value T, err error) {
	text, err := b.window.Evaluate(ctx, script)
	if err == nil {
		err = json.Unmarshal(text, &value)
	}
	return value, err
}

// Literal returns a value as JavaScript has it.
func Literal(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // what tests write has a JSON form
	}
	return string(text)
}

// asks complains about a request to another host.
func (b *Browser) asks(address string) {
	for _, own := range []string{b.Site + "/", "data:", "blob:"} {
		if strings.HasPrefix(address, own) {
			return
		}
	}
	b.complain("request to " + address)
}

func (b *Browser) complain(complaint string) {
	b.lock.Lock()
	defer b.lock.Unlock()
	for _, known := range b.expected {
		if known(complaint) {
			return
		}
	}
	b.complaints = append(b.complaints, complaint)
}

// Complaints returns what the browser complained about until now.
func (b *Browser) Complaints() []string {
	b.lock.Lock()
	defer b.lock.Unlock()
	return slices.Clone(b.complaints)
}

// Expect makes complaints that a function knows none: those of before and those that come.
func (b *Browser) Expect(known func(complaint string) bool) {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.expected = append(b.expected, known)
	b.complaints = slices.DeleteFunc(b.complaints, known)
}

// Do does what a person does in Chromium: one action of chromedp after another.
func (b *Browser) Do(t testing.TB, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	b.must(t, func(ctx context.Context) error { return chromedp.Do(ctx, actions...) })
}

// must does something that takes its time, but not for ever.
func (b *Browser) must(t testing.TB, do func(ctx context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b, patience)
	defer cancel()
	must.Do(t, do(ctx))
}

// Open opens a page of the site.
func (b *Browser) Open(t testing.TB, address string) {
	t.Helper()
	b.must(t, func(ctx context.Context) error { return b.window.Open(ctx, b.Site+address) })
}

// Before runs a script in the pages that are opened from now on, before their own.
func (b *Browser) Before(t testing.TB, script string) {
	t.Helper()
	b.must(t, func(ctx context.Context) error { return b.window.Before(ctx, script) })
}

// Reload asks for the page again, as who presses the button for it.
func (b *Browser) Reload(t testing.TB) {
	t.Helper()
	Eval[int](t, b, `(window.before = true, setTimeout(() => location.reload()), 0)`)
	b.Wait(t, `!window.before && document.readyState == "complete"`)
}

// Click clicks on the first element that fits a CSS selector.
func (b *Browser) Click(t testing.TB, selector string) {
	t.Helper()
	b.must(t, func(ctx context.Context) error { return b.window.Click(ctx, selector) })
}

// Type gives a field the focus and types keys in it.
func (b *Browser) Type(t testing.TB, selector, keys string) {
	t.Helper()
	Eval[int](t, b, fmt.Sprintf(`(document.querySelector(%q).focus(), 0)`, selector))
	b.Key(t, keys)
}

// Choose gives files to an input for them.
func (b *Browser) Choose(t testing.TB, selector string, files ...string) {
	t.Helper()
	b.must(t, func(ctx context.Context) error { return b.window.Choose(ctx, selector, files...) })
}

// Downloaded does something that downloads a file with a name, and returns what is in it.
func (b *Browser) Downloaded(t testing.TB, name string, do func()) []byte {
	t.Helper()
	dir, err := b.window.Downloads(b)
	must.Do(t, err)
	file := filepath.Join(dir, name)
	do()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if data, err := os.ReadFile(file); err == nil && len(data) > 0 {
			must.Do(t, os.Remove(file))
			return data
		}
	}
	t.Fatalf("%s does not come", name)
	return nil
}

// Print prints the page as a PDF: on the paper that its style asks for, or else on A4.
func (b *Browser) Print(t testing.TB) (pdf []byte) {
	t.Helper()
	b.must(t, func(ctx context.Context) (err error) {
		pdf, err = b.window.Print(ctx)
		return err
	})
	return pdf
}

// Wait waits until an expression gives true on a page that is read to its end. A page may be on its way to another while it is asked.
func (b *Browser) Wait(t testing.TB, script string) {
	t.Helper()
	pause := 5 * time.Millisecond
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(pause) {
		// Of a page that goes away while it is asked, WebKit may give no answer.
		ctx, cancel := context.WithTimeout(b, patience/9)
		ok, err := eval[bool](ctx, b, `document.readyState != "loading" && (`+script+`)`)
		cancel()
		if err == nil && ok {
			return
		}
		pause = min(2*pause, 100*time.Millisecond)
	}
	t.Fatalf("waited for %s\n%s", script, Eval[string](t, b, `location.href + "\n" + document.querySelector("main").innerText.slice(0, 2000)`))
}

// Says waits until a place of the page has these words.
func (b *Browser) Says(t testing.TB, selector, words string) {
	t.Helper()
	b.Wait(t, fmt.Sprintf(`document.querySelector(%q).textContent.includes(%s)`, selector, Literal(words)))
}

// Fill puts a text in a field as a writer who pastes it.
func (b *Browser) Fill(t testing.TB, selector, value string) {
	t.Helper()
	Eval[bool](t, b, fmt.Sprintf(`(() => {
		const field = document.querySelector(%q);
		field.value = %s;
		return field.dispatchEvent(new Event("input", {bubbles: true}));
	})()`, selector, Literal(value)))
}

// Key presses keys, one after another.
func (b *Browser) Key(t testing.TB, keys ...string) {
	t.Helper()
	b.must(t, func(ctx context.Context) error { return b.window.Press(ctx, strings.Join(keys, "")) })
}

// Size makes the screen so large, in pixels.
func (b *Browser) Size(t testing.TB, width, height int64) {
	t.Helper()
	b.must(t, func(ctx context.Context) error { return b.window.Size(ctx, width, height) })
}

// Look makes the screen so wide and the colours light or dark, in Chromium.
func (b *Browser) Look(t testing.TB, width int64, scheme string) {
	t.Helper()
	b.Size(t, width, 900)
	b.Media(t, "prefers-color-scheme", scheme)
}

// Media makes Chromium prefer what a reader may have set.
func (b *Browser) Media(t testing.TB, name, value string) {
	t.Helper()
	Call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: name, Value: value}}})
}

// WithoutScript turns scripts off, in Chromium.
func (b *Browser) WithoutScript(t testing.TB) {
	t.Helper()
	Call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// clipboard is the one of the process: a test that uses it has it to itself.
var clipboard sync.Mutex

// MayCopy lets the page use the clipboard in Chromium, or forbids it.
func (b *Browser) MayCopy(t testing.TB, setting cdpbrowser.PermissionSetting) {
	t.Helper()
	b.copies.Do(func() {
		clipboard.Lock()
		t.Cleanup(clipboard.Unlock)
	})
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		_, err := chromedp.CallBrowser(b, cdpbrowser.SetPermission, cdpbrowser.SetPermissionParams{
			Permission: &cdpbrowser.PermissionDescriptor{Name: name}, Setting: setting, BrowserContextID: chromedp.FromContext(b).BrowserContextID})
		must.Do(t, err)
	}
}

// Adopt gives the page a style sheet of the reader's, in place of an earlier one.
func (b *Browser) Adopt(t testing.TB, css string) {
	t.Helper()
	Eval[bool](t, b, fmt.Sprintf(`(() => { const s = new CSSStyleSheet(); s.replaceSync(%q); document.adoptedStyleSheets = [s]; return true })()`, css))
}

// LayOut lays out at once what the page lays out later (later.js), when nothing else is to be done: until then its places are guesses, and its words no rendered text.
func (b *Browser) LayOut(t testing.TB) {
	t.Helper()
	Eval[int](t, b, `(() => {
		for (const e of document.querySelectorAll("main *")) if (getComputedStyle(e).contentVisibility === "auto") e.style.contentVisibility = "visible"
		return 0
	})()`)
}

// Fits fails the test when the page is wider than the screen, or an element hides a part of its text.
func (b *Browser) Fits(t testing.TB, where string) {
	t.Helper()
	b.LayOut(t)
	for _, complaint := range Eval[[]string](t, b, `(() => {
		const complaints = [], wide = document.documentElement.scrollWidth
		if (wide > innerWidth) complaints.push("the page is " + wide + " wide")
		for (const e of document.querySelectorAll("body *")) {
			const s = getComputedStyle(e)
			if (!e.checkVisibility() || s.position == "absolute" || !["hidden", "clip"].includes(s.overflowY) || !e.innerText) continue
			if (e.scrollHeight > e.clientHeight + 1) complaints.push(e.className + " cuts off: " + e.innerText.slice(0, 40))
		}
		return complaints
	})()`) {
		t.Errorf("%s: %s", where, complaint)
	}
}
