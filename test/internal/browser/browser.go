// Package browser is a real browser on a built site, for tests. It fails a test on a request to another host and on whatever the browser complains
// about. The tests of a package share one process, in which each has a window with its own cookies, storage and cache.
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
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/pdf"
)

// patience is how long something may take on a machine that does much else. Nothing is measured with it.
const patience = 3 * time.Minute

// A Browser is a window. Its context is that of chromedp.
type Browser struct {
	context.Context
	Site string // the address of the site, without a slash at the end
	Stop func() // closes it before the test ends

	copies     sync.Once
	lock       sync.Mutex
	complaints []string
	expected   []func(complaint string) bool
}

// Options are more of those with which the browser starts, for a package that sets them from its TestMain.
var Options []chromedp.ExecAllocatorOption

// process is the browser itself, started once for a package.
var process = sync.OnceValues(func() (context.Context, error) {
	program, err := pdf.Find()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WSURLReadTimeout(patience),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), append(options, Options...)...)
	ctx, stop := chromedp.NewContext(allocator)
	sitebuild.AtEnd(func() {
		stop()
		stopAllocator()
	})
	return ctx, chromedp.Do(ctx)
})

// New opens a window for a built site.
func New(t testing.TB, public string) *Browser {
	t.Helper()
	return At(t, Serve(t, public))
}

// Serve serves a built site on this machine and returns its address.
func Serve(t testing.TB, public string) string {
	t.Helper()
	server := httptest.NewServer(http.FileServer(http.Dir(public)))
	t.Cleanup(server.Close)
	return server.URL
}

// ServeSlowly serves a built site as a slow line does: each page in pieces, with a pause in which the browser shows what has come.
func ServeSlowly(t testing.TB, public string) string {
	t.Helper()
	const first, pause = 16 << 10, 50 * time.Millisecond // what a server sends before the first answer of the browser
	files := http.FileServer(http.Dir(public))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
	t.Cleanup(server.Close)
	return server.URL
}

// At opens a window for the site at an address. Its pages bring no service worker in, which would fetch half the site for each window.
func At(t testing.TB, site string) *Browser {
	t.Helper()
	b := WithWorker(t, site)
	Call(t, b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: "delete Navigator.prototype.serviceWorker"})
	return b
}

// WithWorker opens a window into which the service worker of the site comes, for tests of what it does.
func WithWorker(t testing.TB, site string) *Browser {
	t.Helper()
	return open(t, site, chromedp.WithNewBrowserContext())
}

// ThatDownloads opens a window that writes what is downloaded into a folder. A window with a storage of its own writes nothing, so it has that of the
// process: one test of a package can do this.
func ThatDownloads(t testing.TB, site, dir string) *Browser {
	t.Helper()
	b := open(t, site)
	_, err := chromedp.CallBrowser(b, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{Behavior: "allow", DownloadPath: dir})
	must.Do(t, err)
	return b
}

func open(t testing.TB, site string, options ...chromedp.ContextOption) *Browser {
	t.Helper()
	skip.Short(t)
	parent, err := process()
	if errors.Is(err, pdf.ErrAbsent) {
		skip.Absent(t, "no browser: install Chromium")
	}
	must.Do(t, err)
	b := &Browser{Site: site}
	ctx, stop := chromedp.NewContext(parent, append(options, chromedp.WithListener(b.listen))...)
	b.Context, b.Stop = ctx, sync.OnceFunc(stop)
	t.Cleanup(func() {
		b.Stop()
		for _, c := range b.complaints {
			t.Error(c)
		}
	})
	Call(t, b, network.Enable, network.EnableParams{})
	Call(t, b, log.Enable, cdp.Empty{})
	// Each window behaves as if it were in front, also when that of another test is.
	Call(t, b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	return b
}

// Call runs one command of the DevTools protocol.
func Call[P, R any](t testing.TB, b *Browser, command cdp.Command[P, R], params P) R {
	t.Helper()
	answer, err := chromedp.Call(b, command, params)
	must.Do(t, err)
	return answer
}

// Eval runs a script in the page and returns its value.
func Eval[T any](t testing.TB, b *Browser, script string) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(b, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%v in %.300s", err, script)
	}
	return value
}

// Literal returns a value as JavaScript has it.
func Literal(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // what tests write has a JSON form
	}
	return string(text)
}

func (b *Browser) listen(event any) {
	complaint := ""
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, b.Site+"/") && !strings.HasPrefix(u, "data:") {
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
	if complaint == "" {
		return
	}
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

// Do does what a person does: one action of chromedp after another.
func (b *Browser) Do(t testing.TB, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b, patience)
	defer cancel()
	must.Do(t, chromedp.Do(ctx, actions...))
}

// Open opens a page of the site.
func (b *Browser) Open(t testing.TB, address string) {
	t.Helper()
	b.Do(t, chromedp.Navigate(b.Site+address))
}

// Click clicks on the first element that fits a CSS selector.
func (b *Browser) Click(t testing.TB, selector string) {
	t.Helper()
	// What still scrolls is no longer there when the mouse comes down.
	Eval[int](t, b, `document.documentElement.style.scrollBehavior = "auto", 0`)
	b.Do(t, chromedp.Click(chromedp.CSS(selector)))
}

// Wait waits until an expression gives true on a page that is read to its end. A page may be on its way to another while it is asked.
func (b *Browser) Wait(t testing.TB, script string) {
	t.Helper()
	pause := 5 * time.Millisecond
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(pause) {
		if ok, err := chromedp.Run(b, chromedp.Evaluate[bool](`document.readyState != "loading" && (`+script+`)`, chromedp.EvalAwaitPromise)); err == nil && ok {
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
	for _, k := range keys {
		b.Do(t, chromedp.KeyEvent(k))
	}
}

// Size makes the screen so large, in pixels.
func (b *Browser) Size(t testing.TB, width, height int64) {
	t.Helper()
	Call(t, b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width < 500})
}

// Look makes the screen so wide and the colours light or dark.
func (b *Browser) Look(t testing.TB, width int64, scheme string) {
	t.Helper()
	b.Size(t, width, 900)
	b.Media(t, "prefers-color-scheme", scheme)
}

// Media makes the browser prefer what a reader may have set.
func (b *Browser) Media(t testing.TB, name, value string) {
	t.Helper()
	Call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: name, Value: value}}})
}

// WithoutScript turns scripts off.
func (b *Browser) WithoutScript(t testing.TB) {
	t.Helper()
	Call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// clipboard is the one of the process: a test that uses it has it to itself.
var clipboard sync.Mutex

// MayCopy lets the page use the clipboard, or forbids it.
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

// Fits fails the test when the page is wider than the screen, or an element hides a part of its text.
func (b *Browser) Fits(t testing.TB, where string) {
	t.Helper()
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
