// Package engine drives the engines that browsers are made of: Chromium by DevTools, Firefox by WebDriver BiDi, and WebKit, the engine of Safari, by WebDriver.
// It does what hands do in a window, and knows no test and no page: that is for package browser.
package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/atend"
)

// ErrAbsent is the error when the programs of an engine are not on this machine.
var ErrAbsent = errors.New("not on this machine")

// A Window is a tab with cookies, storage and cache of its own. Its methods are for one goroutine, and end with their context.
type Window interface {
	// Open goes to an address and waits until the page is loaded.
	Open(ctx context.Context, address string) error
	// Evaluate returns as JSON what an expression becomes, of which a promise is awaited.
	Evaluate(ctx context.Context, expression string) (json.RawMessage, error)
	// Click waits for an element that is in sight, scrolls to it, and presses the mouse on it.
	Click(ctx context.Context, selector string) error
	// Press presses keys, as package kb of chromedp writes them: a sign for each key.
	Press(ctx context.Context, keys string) error
	// Size gives the page so many pixels.
	Size(ctx context.Context, width, height int64) error
	// Choose gives files to an input for them.
	Choose(ctx context.Context, selector string, files ...string) error
	// Downloads returns the folder in which what is downloaded comes from now on.
	Downloads(ctx context.Context) (string, error)
	// Tab opens another tab with the same storage. It ends with this one.
	Tab(ctx context.Context) (Window, error)
	// Print prints the page as a PDF: on the paper that its style asks for, or else on A4.
	Print(ctx context.Context) ([]byte, error)
	// Picture returns what is in sight, as a PNG.
	Picture(ctx context.Context) ([]byte, error)
	// Before runs a script in the pages that are opened from now on, before their own.
	Before(ctx context.Context, script string) error
	// Close closes the window, and forgets its storage.
	Close() error
}

// A Listener is told what a page complains about: errors of scripts, answers that are errors, and requests.
type Listener struct {
	Complains func(complaint string)
	Requests  func(address string)
}

// An Engine can open windows. Its process is started with the first.
type Engine struct {
	Name    string
	Install string // what to install where it is absent
	// Open opens a window in the process that all tests of a package share.
	Open func(ctx context.Context, listener Listener) (Window, error)
	// turn is held by who has a window open, where pages behave otherwise when a second one has the focus.
	turn *sync.Mutex
}

// All are the engines, the one that everybody has first.
var All = []*Engine{Chromium, Firefox, WebKit}

// Take waits until a window may be opened, and returns what gives the turn to the next.
func (e *Engine) Take() (give func()) {
	if e.turn == nil {
		return func() {}
	}
	e.turn.Lock()
	return sync.OnceFunc(e.turn.Unlock)
}

// A Lack is something that an engine, or what drives it here, can't do.
type Lack struct{ Engine, Can, Why string }

// What a test may need that not every engine can.
const (
	Printing  = "print to a PDF"
	Complains = "tell what a page complains about"
	Listens   = "tell of every request"
	Before    = "run a script before those of a page"
	Phones    = "be as narrow as a phone"
)

// Lacks is all that is lacking. TestLacks tries each on every engine, so that nothing stays here that can be done by now.
var Lacks = []Lack{
	{"webkit", Printing, "WebKitWebDriver has no command to print"},
	{"webkit", Complains, "a window that is driven is a private one, of which WebKit keeps no console"},
	{"webkit", Listens, "WebDriver tells of no requests"},
	{"webkit", Before, "WebDriver has no command for it"},
	{"webkit", Phones, "the bar of MiniBrowser needs 447 pixels"},
}

// Lacks returns why this engine can't do something, or nothing when it can.
func (e *Engine) Lacks(can string) string {
	for _, l := range Lacks {
		if l.Engine == e.Name && l.Can == can {
			return l.Why
		}
	}
	return ""
}

// find returns the path of the first of some programs that is there.
func find(names ...string) (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s: %w", names[0], ErrAbsent)
}

// home is a new folder for all that a browser keeps, and the environment in which it is at home there.
func home() (dir string, environment []string, err error) {
	dir, err = os.MkdirTemp("", "dilemma-browser-")
	if err != nil {
		return "", nil, err
	}
	atend.Do(func() { _ = os.RemoveAll(dir) })
	return dir, append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir, "XDG_DATA_HOME="+dir), nil
}

// start starts a program that ends with the tests, and at the latest with this process.
func start(cmd *exec.Cmd) error {
	endWithUs(cmd)
	started := make(chan error)
	go func() {
		// For the system a process belongs to the thread that started it: this one stays until it has ended.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		return err
	}
	atend.Do(func() { _ = cmd.Process.Kill() })
	return nil
}
