package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/atend"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/pdf"
)

// Chromium is driven by DevTools.
var Chromium = &Engine{Name: "chromium", Install: "install Chromium", Open: func(ctx context.Context, listener Listener) (Window, error) {
	return OpenChromium(ctx, listener)
}}

// start-up of a browser may take long on a machine that does much else.
const startup = 3 * time.Minute

// ChromiumOptions are more of those with which Chromium starts, for a package that sets them from its TestMain.
var ChromiumOptions []chromedp.ExecAllocatorOption

var chromium = sync.OnceValues(func() (context.Context, error) {
	program, err := pdf.Find()
	if errors.Is(err, pdf.ErrAbsent) {
		return nil, fmt.Errorf("chromium: %w", ErrAbsent)
	} else if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WSURLReadTimeout(startup),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), append(options, ChromiumOptions...)...)
	ctx, stop := chromedp.NewContext(allocator)
	atend.Do(func() {
		stop()
		stopAllocator()
	})
	return ctx, chromedp.Do(ctx)
})

// A ChromiumWindow is also a context of chromedp, for what no other engine can.
type ChromiumWindow struct {
	context.Context
	stop     context.CancelFunc
	listener Listener
}

// OpenChromium opens a window.
func OpenChromium(ctx context.Context, listener Listener) (*ChromiumWindow, error) {
	parent, err := chromium()
	if err != nil {
		return nil, err
	}
	return openChromium(ctx, parent, listener, chromedp.WithNewBrowserContext())
}

func openChromium(ctx, parent context.Context, listener Listener, options ...chromedp.ContextOption) (*ChromiumWindow, error) {
	w := &ChromiumWindow{listener: listener}
	w.Context, w.stop = chromedp.NewContext(parent, append(options, chromedp.WithListener(w.listen))...)
	_, err := chromedp.Call(w, network.Enable, network.EnableParams{})
	if err == nil {
		_, err = chromedp.Call(w, log.Enable, cdp.Empty{})
	}
	if err == nil {
		// Each window behaves as if it were in front, also when that of another test is.
		_, err = chromedp.Call(w, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		w.stop()
		return nil, err
	}
	return w, nil
}

func (w *ChromiumWindow) listen(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		w.listener.Requests(e.Request.URL)
	case *runtime.EventExceptionThrown:
		complaint := "script: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			complaint += " " + e.ExceptionDetails.Exception.Description
		}
		w.listener.Complains(complaint)
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" || e.Entry.Source == "security" {
			w.listener.Complains(fmt.Sprintf("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	}
}

// until is the context of the window, which ends also with another.
func (w *ChromiumWindow) until(ctx context.Context) (context.Context, context.CancelFunc) {
	both, cancel := context.WithCancelCause(w.Context)
	stop := context.AfterFunc(ctx, func() { cancel(context.Cause(ctx)) })
	return both, func() { stop(); cancel(nil) }
}

func (w *ChromiumWindow) do(ctx context.Context, actions ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := w.until(ctx)
	defer cancel()
	return chromedp.Do(ctx, actions...)
}

func (w *ChromiumWindow) Open(ctx context.Context, address string) error {
	return w.do(ctx, chromedp.Navigate(address))
}

func (w *ChromiumWindow) Evaluate(ctx context.Context, expression string) (json.RawMessage, error) {
	ctx, cancel := w.until(ctx)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[json.RawMessage](expression, chromedp.EvalAwaitPromise))
}

func (w *ChromiumWindow) Click(ctx context.Context, selector string) error {
	// What still scrolls is no longer there when the mouse comes down.
	return w.do(ctx, chromedp.Evaluate[chromedp.Void](`document.documentElement.style.scrollBehavior = "auto", 0`), chromedp.Click(chromedp.CSS(selector)))
}

func (w *ChromiumWindow) Press(ctx context.Context, keys string) error {
	return w.do(ctx, chromedp.KeyEvent(keys))
}

func (w *ChromiumWindow) Size(ctx context.Context, width, height int64) error {
	ctx, cancel := w.until(ctx)
	defer cancel()
	_, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width < 500})
	return err
}

func (w *ChromiumWindow) Choose(ctx context.Context, selector string, files ...string) error {
	return w.do(ctx, chromedp.SetUploadFiles(chromedp.CSS(selector), files))
}

func (w *ChromiumWindow) Downloads(ctx context.Context) (string, error) {
	dir, err := os.MkdirTemp("", "dilemma-downloads-")
	if err != nil {
		return "", err
	}
	atend.Do(func() { _ = os.RemoveAll(dir) })
	ctx, cancel := w.until(ctx)
	defer cancel()
	_, err = chromedp.CallBrowser(ctx, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{
		Behavior: "allow", DownloadPath: dir, BrowserContextID: chromedp.FromContext(w).BrowserContextID})
	return dir, err
}

func (w *ChromiumWindow) Tab(ctx context.Context) (Window, error) {
	return openChromium(ctx, w, w.listener)
}

func (w *ChromiumWindow) Print(ctx context.Context) ([]byte, error) {
	ctx, cancel := w.until(ctx)
	defer cancel()
	return chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPaper(chromedp.PaperA4)))
}

func (w *ChromiumWindow) Picture(ctx context.Context) ([]byte, error) {
	ctx, cancel := w.until(ctx)
	defer cancel()
	return chromedp.Run(ctx, chromedp.CaptureScreenshot())
}

func (w *ChromiumWindow) Before(ctx context.Context, script string) error {
	ctx, cancel := w.until(ctx)
	defer cancel()
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	return err
}

func (w *ChromiumWindow) Close() error {
	w.stop()
	return nil
}
