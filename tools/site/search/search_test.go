package search

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// program returns Pagefind, or skips the test where it is not installed.
func program(t *testing.T) string {
	t.Helper()
	root := filepath.Join("..", "..", "..")
	program, err := Find(root, root)
	if absent := (*AbsentError)(nil); errors.As(err, &absent) {
		if os.Getenv("DILEMMA_NO_SKIP") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return program
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

// TestFacetsTellWhatPagesSay makes an index of many pages, and reads every facet back as a browser does: page by page, in the order of the ids.
func TestFacetsTellWhatPagesSay(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	pagefind := program(t)
	site, r := t.TempDir(), rand.New(rand.NewPCG(1, 2))
	words := []string{"één", "twee", "drie", "5.1.2b", "a<b"}
	expected := map[string][]string{} // address → words
	for i := range 300 {
		address := fmt.Sprintf("/p%d/", i)
		page := fmt.Sprintf(`<!DOCTYPE html><html lang="nl"><title>x</title><main data-pagefind-body data-pagefind-filter="soort:x"><h1>Pagina %d</h1>besluit `, i)
		for _, w := range words {
			if r.IntN(3) == 0 {
				page += `<p data-pagefind-filter="thema:` + strings.ReplaceAll(w, "<", "&lt;") + `">tekst</p>`
				expected[address] = append(expected[address], w)
			}
		}
		slices.Sort(expected[address])
		write(t, filepath.Join(site, address, "index.html"), page)
	}
	target := filepath.Join(site, Dir)
	for range 2 { // the second replaces the first
		if err := Make(context.Background(), pagefind, site, target); err != nil {
			t.Fatal(err)
		}
	}
	names, err := filepath.Glob(filepath.Join(target, "fragment", "*"))
	if err != nil || len(names) != 300 {
		t.Fatal(len(names), err)
	}
	var f facet
	data, err := readZip(filepath.Join(target, "facets", "nl.thema.bin"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	characters := []rune(f.Pages)
	if len(characters) != 300 {
		t.Fatalf("%d pages in the facet", len(characters))
	}
	for i, name := range names { // Glob gives names in order
		var page struct{ URL string }
		data, err := unzip(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &page); err != nil {
			t.Fatal(err)
		}
		if got, want := f.Sets[characters[i]-firstChar], expected[page.URL]; !slices.Equal(got, want) {
			t.Errorf("%s has %q, want %q", page.URL, got, want)
		}
	}
	for _, gone := range []string{"filter", "pagefind-ui.js", "pagefind-worker.js"} {
		if _, err := os.Stat(filepath.Join(target, gone)); err == nil {
			t.Errorf("%s is published", gone)
		}
	}
	left, err := filepath.Glob(filepath.Join(site, ".pagefind-*"))
	if err != nil || len(left) > 0 {
		t.Error("left behind:", left, err)
	}
}

// TestPackKeepsWords holds the words of a packed index against those of the index as Pagefind made it.
func TestPackKeepsWords(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	pagefind := program(t)
	site, r := t.TempDir(), rand.New(rand.NewPCG(3, 4))
	for i := range 200 {
		page := `<!DOCTYPE html><html lang="nl"><title>x</title><main data-pagefind-body><h1>Pagina</h1>na nam naam nacht één éénheid `
		for range 300 {
			page += fmt.Sprintf("w%d ", r.IntN(1+r.IntN(5000)))
		}
		write(t, filepath.Join(site, fmt.Sprint("p", i), "index.html"), page)
	}
	if err := Make(context.Background(), pagefind, site, filepath.Join(site, Dir)); err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(t.TempDir(), Dir)
	if err := run(context.Background(), pagefind, site, plain); err != nil {
		t.Fatal(err)
	}
	want, few := words(t, plain)
	got, many := words(t, filepath.Join(site, Dir))
	if len(want) < 1000 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d words, want %d", len(got), len(want))
	}
	if many <= few {
		t.Errorf("%d chunks out of %d", many, few)
	}
}

// words returns the words of an index with the bytes of each, and the number of chunks. Every word must lie in the range of its chunk, and no other.
func words(t *testing.T, dir string) (map[string]string, int) {
	t.Helper()
	metas, err := filepath.Glob(filepath.Join(dir, "*.pf_meta"))
	if err != nil || len(metas) != 1 {
		t.Fatal(metas, err)
	}
	data, err := unzip(metas[0])
	if err != nil {
		t.Fatal(err)
	}
	meta, _, err := decode(data)
	if err != nil {
		t.Fatal(err)
	}
	all, chunks := map[string]string{}, rowsOf(meta.([]any)[2])
	for _, chunk := range chunks {
		data, err := unzip(filepath.Join(dir, "index", chunk[2].(string)+".pf_index"))
		if err != nil {
			t.Fatal(err)
		}
		value, _, err := decode(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range value.([]any)[0].([]any) {
			text := w.([]any)[0].(string)
			all[text] = string(encode(nil, w))
			found := 0
			for _, c := range chunks {
				if from, to := c[0].(string), c[1].(string); from <= text && (text <= to || strings.HasPrefix(text, to)) {
					found++
				}
			}
			if found == 0 {
				t.Errorf("%s is in no chunk", text)
			}
		}
	}
	return all, len(chunks)
}

// TestDecodeNeverPanics reads broken CBOR.
func TestDecodeNeverPanics(t *testing.T) {
	whole := encode(nil, []any{"tekst", 1, -1, 500, 70_000, []any{}, strings.Repeat("é", 300)})
	value, rest, err := decode(whole)
	if err != nil || len(rest) > 0 || string(encode(nil, value)) != string(whole) {
		t.Fatal(value, rest, err)
	}
	if end, err := skip(whole); err != nil || end != len(whole) {
		t.Error(end, err)
	}
	r := rand.New(rand.NewPCG(5, 6))
	for range 20_000 {
		broken := slices.Clone(whole[:r.IntN(len(whole)+1)])
		for range r.IntN(3) {
			if len(broken) > 0 {
				broken[r.IntN(len(broken))] = byte(r.Uint32())
			}
		}
		_, _, decodeErr := decode(broken)
		if _, skipErr := skip(broken); (decodeErr == nil) != (skipErr == nil) {
			t.Fatalf("%x: %v and %v", broken, decodeErr, skipErr)
		}
	}
}

// TestFind looks for Pagefind where there is none, where no version is pinned, where there is another version, and where the program is not the one of
// the pinned package: whatever it says, it is not run.
func TestFind(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	t.Setenv("HOME", cache)
	t.Setenv("XDG_CACHE_HOME", cache)
	t.Setenv("LocalAppData", cache)
	absent := func() *AbsentError {
		t.Helper()
		_, err := Find(dir, dir)
		var absent *AbsentError
		if !errors.As(err, &absent) {
			t.Fatal(err)
		}
		return absent
	}
	if got := absent(); got.Have != "" {
		t.Errorf("%+v", got)
	}
	write(t, filepath.Join(dir, "package-lock.json"), `{"packages":{"node_modules/pagefind":{"version":"1.6.0"}}}`)
	if got := absent(); got.Have != "" || got.Want != "1.6.0" {
		t.Errorf("%+v", got)
	}
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		return
	}
	lock, err := os.ReadFile(filepath.Join("..", "..", "..", "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "package-lock.json"), string(lock))
	folder := filepath.Join(dir, "node_modules", "@pagefind", "linux-x64")
	name, ran := filepath.Join(folder, "bin", "pagefind_extended"), filepath.Join(dir, "ran")
	write(t, name, "#!/bin/sh\ntouch '"+ran+"'\necho pagefind_extended 1.6.0\n")
	write(t, filepath.Join(folder, "package.json"), `{"version":"1.5.0"}`)
	if got := absent(); got.Have != "1.5.0" || got.Want != "1.6.0" {
		t.Errorf("%+v", got)
	}
	write(t, filepath.Join(folder, "package.json"), `{"version":"1.6.0"}`)
	foreign := func(why string) {
		t.Helper()
		if found, err := Find(dir, dir); !errors.Is(err, ErrProgram) {
			t.Errorf("%s: %q, %v", why, found, err)
		}
	}
	foreign("another program")
	if _, err := os.Stat(ran); err == nil {
		t.Error("it was run")
	}
	if kept, err := filepath.Glob(filepath.Join(cache, "dilemma", "*")); err != nil || len(kept) > 0 {
		t.Error(kept, err)
	}

	good, err := os.ReadFile(filepath.Join("..", "..", "..", "node_modules", "@pagefind", "linux-x64", "bin", "pagefind_extended"))
	if err == nil {
		write(t, name, string(good))
		kept, err := Find(dir, dir)
		if err != nil || !strings.HasPrefix(kept, cache) {
			t.Fatal(kept, err)
		}
		// Half a program in the cache, as after a full disk, is replaced.
		if err := os.WriteFile(kept, good[:1000], 0o755); err != nil {
			t.Fatal(err)
		}
		if again, err := Find(dir, dir); err != nil || again != kept {
			t.Error(again, err)
		}
		if now, err := os.ReadFile(kept); err != nil || hash(now) != hash(good) {
			t.Error("the cache holds something else")
		}
		// Below a lock that pins no integrity, or one of a package that nobody looked into, nothing is run.
		write(t, filepath.Join(dir, "package-lock.json"), `{"packages":{"node_modules/pagefind":{"version":"1.6.0"},"node_modules/@pagefind/linux-x64":{"version":"1.6.0"}}}`)
		foreign("no integrity")
		write(t, filepath.Join(dir, "package-lock.json"), `{"packages":{"node_modules/pagefind":{"version":"1.6.0"},"node_modules/@pagefind/linux-x64":{"integrity":"sha512-AAAA"}}}`)
		foreign("an unknown integrity")
	}

	write(t, filepath.Join(dir, "package-lock.json"), "{")
	if _, err := Find(dir, dir); err == nil {
		t.Error("a broken package-lock.json passes")
	}
}

// TestPrograms has the program of each package of Pagefind that package-lock.json pins; after another version: go generate ./tools/site/search.
func TestPrograms(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct{ Integrity string }
	}
	var known map[string]string
	if err := errors.Join(json.Unmarshal(text, &lock), json.Unmarshal(programs, &known)); err != nil {
		t.Fatal(err)
	}
	pinned := 0
	for name, p := range lock.Packages {
		if !strings.HasPrefix(name, "node_modules/@pagefind/") {
			continue
		}
		if pinned++; len(known[p.Integrity]) != 64 {
			t.Errorf("%s: no program is known of integrity %q", name, p.Integrity)
		}
	}
	if pinned == 0 || pinned != len(known) {
		t.Errorf("%d packages are pinned and %d programs known", pinned, len(known))
	}
}

// TestHalfAnIndex lets Pagefind fail, and write what is no index: nothing is put in place, and what stood there is gone.
func TestHalfAnIndex(t *testing.T) {
	dir := t.TempDir()
	site := filepath.Join(dir, "site")
	target := filepath.Join(site, Dir)
	for name, script := range map[string]string{
		"fails":   "#!/bin/sh\necho kapot >&2\nexit 3\n",
		"nothing": "#!/bin/sh\nexit 0\n",
		"half":    "#!/bin/sh\nmkdir -p $4/fragment\necho '{\"languages\":{\"nl\":{\"page_count\":1}}}' > $4/pagefind-entry.json\necho 'x=1' > $4/pagefind.js\n",
	} {
		write(t, filepath.Join(target, mark), "{}")
		fake := filepath.Join(dir, name)
		write(t, fake, script)
		err := Make(context.Background(), fake, site, target)
		if !errors.Is(err, ErrIndex) || name == "fails" && !strings.Contains(err.Error(), "kapot") {
			t.Errorf("%s: %v", name, err)
		}
		if entries, err := os.ReadDir(site); err != nil || len(entries) > 0 {
			t.Errorf("%s leaves %v, %v", name, entries, err)
		}
	}
	write(t, filepath.Join(target, "van-mij.txt"), "x")
	if err := Make(context.Background(), filepath.Join(dir, "nothing"), site, target); !errors.Is(err, ErrForeign) {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(target, "van-mij.txt")); err != nil {
		t.Error("a file of the user is gone")
	}
}
