package collect

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/collected"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/collect/collecttest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// start starts a server, and returns options for a new folder.
func start(t testing.TB) (*collecttest.Server, Options) {
	t.Helper()
	server := collecttest.Start()
	t.Cleanup(server.Stop)
	return server, Options{
		Root: t.TempDir(), Schemas: os.DirFS(filepath.Join("..", "..", "..")), Today: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC),
		Patience: wire.Patience{Notice: time.Hour, Grace: 2 * time.Second, Rate: 1 << 22},
	}
}

// run collects one source.
func run(t testing.TB, o Options, name, address string) Result {
	t.Helper()
	o.Sources = []collected.Source{collected.NewSource(name, address)}
	results, err := Run(context.Background(), o)
	if err != nil || len(results) != 1 {
		t.Fatal(results, err)
	}
	return results[0]
}

// TestBad asks for each casebook of somebody who means harm, and holds the reader to the reason, and to leaving what was read before as it is. It has the
// process for itself: what it counts is all that the process takes.
func TestBad(t *testing.T) {
	want := map[string]Kind{
		"endless": Large, "large": Large, "bomb": Packed, "elsewhere": Redirected, "file": Redirected, "round": Redirected, "absent": NotFound, "broken": Status,
		"page": NoJSON, "behind": NoJSON, "silent": Slow, "slow": Slow, "deep": NoJSON, "future": Version, "other": Schema, "untaled": Schema, "wrong": Schema,
		"no-list": Schema, "theft": Elsewhere, "script": Elsewhere, "stolen": Elsewhere, "twins": Twice, "many": Many,
	}
	server, o := start(t)
	for name := range collecttest.Bad {
		t.Run(name, func(t *testing.T) {
			server.Put(name, collecttest.Text(collecttest.Casebook(server.Address(name), 2)))
			source := collected.NewSource(name, server.Address(name))
			file := filepath.Join(o.Root, filepath.FromSlash(source.File()))
			if r := run(t, o, name, server.Address(name)); r.Err != nil || len(r.Book.Dilemmas) != 2 {
				t.Fatalf("the good book: %+v", r)
			}
			before, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			server.Forget(name)
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			allocated := memory.TotalAlloc
			r := run(t, o, name, server.Address(name))
			runtime.ReadMemStats(&memory)
			var refused *Error
			if !errors.As(r.Err, &refused) || refused.Kind != want[name] || r.Before != "2026-11-29" || r.Book != nil {
				t.Errorf("%+v %v", r, r.Err)
			}
			if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
				t.Errorf("the file changed to %s %v", after, err)
			}
			if used := memory.TotalAlloc - allocated; used > 400<<20 {
				t.Errorf("it took %d MB", used>>20)
			}
		})
	}
	if seen := server.Seen(); len(seen) > 0 {
		t.Errorf("the client went to %v", seen)
	}
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	_, o := start(t)
	gone := httptest.NewServer(nil)
	gone.Close()
	foreign := httptest.NewUnstartedServer(nil)
	foreign.Config.ErrorLog = log.New(io.Discard, "", 0) // we hang up
	foreign.StartTLS()
	defer foreign.Close()
	for address, want := range map[string]Kind{gone.URL: Unreachable, foreign.URL: Certificate} {
		r := run(t, o, "Gemeente", address)
		var refused *Error
		if !errors.As(r.Err, &refused) || refused.Kind != want || r.Before != "" {
			t.Errorf("%s: %+v", address, r)
		}
	}
	if entries, _ := os.ReadDir(filepath.Join(o.Root, "data")); len(entries) > 0 {
		t.Errorf("there is %v", entries)
	}
}

// TestKept says which dilemmas of a good book are kept, and what of them.
func TestKept(t *testing.T) {
	t.Parallel()
	server, o := start(t)
	o.Personal = func(name string, text []byte) (lines []int) {
		for i, line := range strings.Split(string(text), "\n") {
			if strings.Contains(line, "111222333") {
				lines = append(lines, i+1)
			}
		}
		return lines
	}
	book := collecttest.Casebook(server.Address("x"), 8)
	d := book["dilemmas"].(collecttest.Entries)
	for key := range d[0] {
		if key != "slug" && key != "url" && key != "title" && key != "licentie" {
			delete(d[0], key)
		}
	}
	d[0]["status"], d[0]["ingetrokken_op"] = "ingetrokken", "2026-11-01"
	d[1]["status"], d[1]["vervangen_door"] = "vervangen", "vraag-3"
	d[2]["title"] = "<i>Vraag</i> 3"
	d[3]["vraag"] = "Van 111222333?"
	d[4]["status"] = "concept"
	delete(d[5], "vraag")
	d[6]["themas"] = []string{"timing", "van-henzelf"}
	d[6]["nieuw"] = "a field of a later version"
	d[7]["inleiding"] = "\x1b[2J"
	book["versie"] = "1.99"
	server.Put("x", collecttest.Text(book))
	r := run(t, o, "Gemeente & Co", server.Address("x"))
	if r.Err != nil || r.Unfit != 1 || r.Personal != 1 {
		t.Fatalf("%+v", r)
	}
	var got []string
	for _, d := range r.Book.Dilemmas {
		got = append(got, fmt.Sprint(d.Title, " ", d.Question, " ", d.Themes))
	}
	if want := "Vraag 8 Wanneer 8? [timing], Vraag 7 Wanneer 7? [timing van-henzelf], Vraag 6 Kort … [timing]"; strings.Join(got, ", ") != want {
		t.Errorf("got %s", strings.Join(got, ", "))
	}
	text, err := os.ReadFile(filepath.Join(o.Root, "data", "verzameld", "gemeente-en-co.json"))
	if err != nil || bytes.Contains(text, []byte("Lang.")) || !bytes.Contains(text, []byte(`"boek": "Gemeente & Co"`)) || bytes.Contains(text, []byte("111222333")) {
		t.Errorf("%s %v", text, err)
	}
	// What is withdrawn there is gone here.
	book["dilemmas"] = d[6:7]
	server.Put("x", collecttest.Text(book))
	if r := run(t, o, "Gemeente & Co", server.Address("x")); r.Err != nil || len(r.Book.Dilemmas) != 1 {
		t.Errorf("%+v", r)
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	server, o := start(t)
	for _, name := range []string{"Een", "Twee"} {
		if r := run(t, o, name, server.Address("good")); r.Err != nil {
			t.Fatal(r.Err)
		}
	}
	note := filepath.Join(o.Root, "data", "verzameld", "lees.txt")
	if err := os.WriteFile(note, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	removed, err := Forget(o.Root, []collected.Source{collected.NewSource("Twee", server.Address("good"))})
	if err != nil || len(removed) != 1 || removed[0] != "data/verzameld/een.json" {
		t.Error(removed, err)
	}
	if _, err := os.Stat(note); err != nil {
		t.Error(err)
	}
	if removed, err := Forget(t.TempDir(), nil); err != nil || removed != nil {
		t.Error(removed, err)
	}
}

// BenchmarkTake takes a casebook of the most dilemmas.
func BenchmarkTake(b *testing.B) {
	server, o := start(b)
	server.Put("x", collecttest.Text(collecttest.Casebook(server.Address("x"), MaxDilemmas)))
	for b.Loop() {
		if r := run(b, o, "x", server.Address("x")); r.Err != nil {
			b.Fatal(r.Err)
		}
	}
}
