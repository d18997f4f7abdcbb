package engines_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/engine"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
)

const pageOfTest = `<!doctype html><html lang="nl"><meta name="viewport" content="width=device-width"><title>Proef</title><h1>Proef</h1><input id="text"><input id="files" type="file" multiple>
<a id="load" href="file.txt" download>Download</a><button id="button" onclick="this.textContent = 'Gedaan'">Doe</button><p id="far" style="margin-top: 3000px"><button onclick="this.textContent = event.isTrusted">Ver</button></p>
<script src="throws.js"></script>`

// heard is what a window told.
type heard struct {
	sync.Mutex
	complaints, requests []string
}

func (h *heard) listener() engine.Listener {
	add := func(to *[]string) func(string) {
		return func(text string) {
			h.Lock()
			defer h.Unlock()
			*to = append(*to, text)
		}
	}
	return engine.Listener{Complains: add(&h.complaints), Requests: add(&h.requests)}
}

// some waits until a list has something in it. Nothing tells that nothing will come, so where it stays empty that costs two seconds.
func (h *heard) some(list *[]string) error {
	for range 100 {
		h.Lock()
		n := len(*list)
		h.Unlock()
		if n > 0 {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errors.New("nothing came")
}

// proof is a window on a page that is made to try things.
type proof struct {
	engine.Window
	*heard
	site string
}

// is waits until an expression gives this JSON. What an engine can't do gives something else, or an error, for two seconds.
func (p *proof) is(ctx context.Context, expression, want string) error {
	var got json.RawMessage
	var err error
	for range 100 {
		if got, err = p.Evaluate(ctx, expression); err == nil && same(got, []byte(want)) {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return fmt.Errorf("%s gives %s, not %s (%v)", expression, got, want, err)
}

// same tells whether two JSON texts say the same.
func same(one, other []byte) bool {
	var a, b any
	return json.Unmarshal(one, &a) == nil && json.Unmarshal(other, &b) == nil && reflect.DeepEqual(a, b)
}

// abilities are all that is asked of an engine, each with what shows it. Those without a name in Lacks every engine must have.
var abilities = map[string]func(ctx context.Context, p *proof) error{
	engine.Printing: func(ctx context.Context, p *proof) error {
		pdf, err := p.Print(ctx)
		if err == nil && !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			err = errors.New("that is no PDF")
		}
		return err
	},
	engine.Complains: func(ctx context.Context, p *proof) error { return p.some(&p.complaints) },
	engine.Listens:   func(ctx context.Context, p *proof) error { return p.some(&p.requests) },
	engine.Before: func(ctx context.Context, p *proof) error {
		return errors.Join(p.Before(ctx, `window.earlier = true`), p.Open(ctx, p.site), p.is(ctx, `window.earlier`, "true"))
	},
	engine.Phones: func(ctx context.Context, p *proof) error {
		return errors.Join(p.Size(ctx, 360, 700), p.is(ctx, `innerWidth`, "360"))
	},
	"be as large as a screen": func(ctx context.Context, p *proof) error {
		return errors.Join(p.Size(ctx, 1920, 1080), p.is(ctx, `[innerWidth, innerHeight]`, "[1920,1080]"))
	},
	"keep a service worker": func(ctx context.Context, p *proof) error {
		return p.is(ctx, `navigator.serviceWorker.register("worker.js").then(() => navigator.serviceWorker.ready).then(() => fetch("made")).then((answer) => answer.text())`, `"by the worker"`)
	},
	"type": func(ctx context.Context, p *proof) error {
		return errors.Join(p.Click(ctx, "#text"), p.Press(ctx, "Één "+kb.Backspace+"2"+kb.Tab), p.is(ctx, `document.querySelector("#text").value + document.activeElement.id`, `"Één2files"`))
	},
	"click": func(ctx context.Context, p *proof) error {
		return errors.Join(p.Click(ctx, "#far button"), p.is(ctx, `document.querySelector("#far").innerText.trim()`, `"true"`))
	},
	"choose files": func(ctx context.Context, p *proof) error {
		dir, err := os.MkdirTemp("", "dilemma-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		one, two := filepath.Join(dir, "een.txt"), filepath.Join(dir, "twee.txt")
		return errors.Join(os.WriteFile(one, []byte("1"), 0o644), os.WriteFile(two, []byte("2"), 0o644), p.Choose(ctx, "#files", one, two),
			p.is(ctx, `Promise.all([...document.querySelector("#files").files].map((file) => file.text().then((text) => file.name + text))).then((all) => all.join())`, `"een.txt1,twee.txt2"`))
	},
	"download": func(ctx context.Context, p *proof) error {
		dir, err := p.Downloads(ctx)
		if err := errors.Join(err, p.Click(ctx, "#load")); err != nil {
			return err
		}
		for until := time.Now().Add(5 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
			if text, err := os.ReadFile(filepath.Join(dir, "file.txt")); err == nil && string(text) == "a file" {
				return nil
			}
		}
		return errors.New("it does not come")
	},
	"open a tab": func(ctx context.Context, p *proof) error {
		tab, err := p.Tab(ctx)
		if err != nil {
			return err
		}
		second := &proof{tab, p.heard, p.site}
		return errors.Join(p.is(ctx, `(localStorage.setItem("a", "b"), localStorage.getItem("a"))`, `"b"`), second.Open(ctx, p.site), second.is(ctx, `localStorage.getItem("a")`, `"b"`),
			second.is(ctx, `(window.told = "", addEventListener("storage", ({ newValue }) => (window.told = newValue)), 0)`, "0"), p.is(ctx, `(localStorage.setItem("a", "c"), 0)`, "0"),
			second.is(ctx, `window.told`, `"c"`), second.Close(), p.Click(ctx, "#button"), p.is(ctx, `document.querySelector("#button").textContent`, `"Gedaan"`))
	},
	"take a picture": func(ctx context.Context, p *proof) error {
		png, err := p.Picture(ctx)
		if err == nil && !bytes.HasPrefix(png, []byte("\x89PNG")) {
			err = errors.New("that is no PNG")
		}
		return err
	},
}

// TestLacks tries on every engine all that is asked of one. What Lacks says that it can't do, it may not be able to do: else the tests leave out what they need not.
func TestLacks(t *testing.T) {
	skip.Short(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		files := map[string][2]string{"/": {"text/html", pageOfTest}, "/throws.js": {"text/javascript", "setTimeout(() => { throw new Error('thrown') })"}, "/file.txt": {"text/plain", "a file"},
			"/worker.js": {"text/javascript", `addEventListener("fetch", (event) => event.request.url.endsWith("/made") && event.respondWith(new Response("by the worker")));
				addEventListener("install", () => skipWaiting()); addEventListener("activate", (event) => event.waitUntil(clients.claim()))`}}
		file, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", file[0]+"; charset=utf-8")
		_, _ = w.Write([]byte(file[1]))
	}))
	defer server.Close()
	for _, l := range engine.Lacks {
		if abilities[l.Can] == nil {
			t.Errorf("nothing tries whether %s can %s", l.Engine, l.Can)
		}
	}
	for _, e := range engine.All {
		t.Run(e.Name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
			defer cancel()
			p := &proof{heard: &heard{}, site: server.URL + "/"}
			defer e.Take()()
			var err error
			p.Window, err = e.Open(ctx, p.listener())
			if errors.Is(err, engine.ErrAbsent) {
				skip.Absent(t, "%v: %s", err, e.Install)
			}
			must.Do(t, err)
			defer func() { must.Do(t, p.Close()) }()
			// What runs before a page runs before every page behind it.
			for _, can := range append(slices.DeleteFunc(slices.Sorted(maps.Keys(abilities)), func(can string) bool { return can == engine.Before }), engine.Before) {
				must.Do(t, p.Open(ctx, p.site))
				err := abilities[can](ctx, p)
				switch why := e.Lacks(can); {
				case why == "" && err != nil:
					t.Errorf("%s can't %s: %v", e.Name, can, err)
				case why != "" && err == nil:
					t.Errorf("%s can %s by now: take it out of Lacks, where it says %q", e.Name, can, why)
				}
			}
		})
	}
}
