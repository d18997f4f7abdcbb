// Package screenreader_test reads pages as a person who does not see them: with the tree, the focus and the announcements that a screen reader gets from a
// browser over AT-SPI, and with the keyboard alone. What it reads is written down in testdata, to be read aloud by whoever changes it.
//
//	UPDATE=1 go test ./test/screenreader    writes it anew
package screenreader_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/atend"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/atspi"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/engine"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
)

// session is that in which the browser of this package runs. Without it, sessionErr tells why.
var (
	session    *atspi.Session
	sessionErr error
)

func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) != "hugo" { // the binary is Hugo too, which has nothing to read
		if session, sessionErr = atspi.Start(); sessionErr == nil {
			_ = os.Setenv("DBUS_SESSION_BUS_ADDRESS", session.Address)
			engine.ChromiumOptions = []chromedp.ExecAllocatorOption{chromedp.Flag("force-renderer-accessibility", true)}
			atend.Do(func() { _ = session.Stop() })
		}
	}
	sitebuild.Main(m)
}

// A reader is a person with a screen reader before a window.
type reader struct {
	*testing.T
	*browser.Browser
}

// ready skips a test where nothing can be read.
func ready(t *testing.T) {
	t.Helper()
	skip.Short(t)
	if runtime.GOOS != "linux" {
		t.Skip("AT-SPI is of Linux")
	}
	if errors.Is(sessionErr, atspi.ErrAbsent) {
		skip.Absent(t, "%v", sessionErr)
	}
	must.Do(t, sessionErr)
}

// open opens a page of a built site for a person with a screen reader.
func open(t *testing.T, public, address string) *reader {
	t.Helper()
	r := &reader{t, browser.New(t, public)}
	if !told() {
		skip.Absent(t, "this browser tells a screen reader nothing: a Chromium of a Snap finds no D-Bus of others, and chrome-headless-shell has no AT-SPI")
	}
	r.Size(t, 1280, 900)
	r.Open(t, address)
	r.Wait(t, `document.readyState == "complete"`)
	r.settle()
	session.Heard()
	return r
}

// told says whether the browser can be read at all, which shows soon after it started.
var told = sync.OnceValue(func() bool {
	for range 600 {
		if session.Programs() > 0 {
			return true
		}
		time.Sleep(50 * time.Millisecond)
	}
	return false
})

// settle waits until the screen reader has got everything that the page has now. What a page tells comes in its order, save for what it tells at once; so
// when it has told of one mark, and then of another, all that was there before has been told.
func (r *reader) settle() {
	r.Helper()
	r.mark()
	r.mark()
	browser.Eval[int](r.T, r.Browser, marked+`.removeAttribute("aria-description"), 0`)
}

// marked is what can have a mark: a description of its own would go before it.
const marked = `(document.querySelector("dialog:modal:not([aria-describedby]), dialog:modal button") ?? document.querySelector("main"))`

// marks is how often a page was marked.
var marks int

// mark changes the description of something, and waits until that is told. Of what is only now being told at all, no change is told: then it marks again.
func (r *reader) mark() {
	r.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		marks++
		mark := fmt.Sprintf("mark %d", marks)
		browser.Eval[int](r.T, r.Browser, fmt.Sprintf(`(%s.setAttribute("aria-description", %q), 0)`, marked, mark))
		for range 500 {
			if session.Described(mark) {
				return
			}
			time.Sleep(2 * time.Millisecond)
		}
	}
	r.Fatal("the browser tells the screen reader nothing any more")
}

const patience = 3 * time.Minute

// tree returns the page as the screen reader has it.
func (r *reader) tree() *atspi.Node {
	r.Helper()
	r.settle()
	root, err := session.Document(r.Site)
	must.Do(r.T, err)
	return root
}

// outline returns the page as the screen reader has it, as a text.
func (r *reader) outline() string {
	r.Helper()
	return lasting(r.tree().Outline())
}

// heard returns what the screen reader said of its own accord since it was last asked.
func (r *reader) heard() string {
	r.Helper()
	r.settle()
	lines := session.Heard()
	for i, line := range lines {
		lines[i] = lasting(line)
	}
	slices.Sort(lines) // a browser tells what happens at once in any order
	return strings.Join(slices.Compact(lines), "\n")
}

// says does something, waits until the page has done what follows from it, and returns what is heard meanwhile below a line that tells what was done.
func (r *reader) says(what string, do func(), until string) string {
	r.Helper()
	do()
	r.Wait(r.T, "Boolean("+until+")")
	return fmt.Sprintf("# %s\n%s\n", what, r.heard())
}

// press returns what a person does who comes to a control and presses it with the space bar. What is heard on the way there is not asked.
func (r *reader) press(selector string) func() {
	return func() {
		r.Helper()
		r.Do(r.T, chromedp.Focus(chromedp.CSS(selector)))
		r.heard()
		r.Key(r.T, " ")
	}
}

// changing are parts of a text that are not the same every time: when something was kept, and how many screens the fonts of this machine make necessary; and a
// mark is one of settle.
var (
	changing = regexp.MustCompile(`\d{1,2} [a-z]+ om \d\d:\d\d|\d\d:\d\d|[sS]cherm \d+ van \d+`)
	aMark    = regexp.MustCompile(` \(mark \d+\)`)
)

func lasting(text string) string {
	return changing.ReplaceAllString(aMark.ReplaceAllString(text, ""), "…")
}

// golden compares a text with that in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if got = strings.TrimSpace(got) + "\n"; os.Getenv("UPDATE") != "" {
		must.Write(t, file, got)
		return
	}
	if want := must.Read(t, file); got != want {
		t.Errorf("%s has changed; read it aloud, and write it with UPDATE=1 go test ./test/screenreader:\n%s", file, difference(want, got))
	}
}

// difference returns the lines that come and go between two texts.
func difference(before, after string) string {
	old, now := strings.Split(before, "\n"), strings.Split(after, "\n")
	// lengths[i][j] is how many lines old[i:] and now[j:] have in common.
	lengths := make([][]int, len(old)+1)
	for i := range lengths {
		lengths[i] = make([]int, len(now)+1)
	}
	for i := len(old) - 1; i >= 0; i-- {
		for j := len(now) - 1; j >= 0; j-- {
			lengths[i][j] = max(lengths[i+1][j], lengths[i][j+1])
			if old[i] == now[j] {
				lengths[i][j] = lengths[i+1][j+1] + 1
			}
		}
	}
	var out strings.Builder
	for i, j := 0, 0; i < len(old) || j < len(now); {
		switch {
		case i < len(old) && j < len(now) && old[i] == now[j]:
			i, j = i+1, j+1
		case j == len(now) || i < len(old) && lengths[i+1][j] >= lengths[i][j+1]:
			fmt.Fprintf(&out, "- %s\n", old[i])
			i++
		default:
			fmt.Fprintf(&out, "+ %s\n", now[j])
			j++
		}
	}
	return out.String()
}
