package offline_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/site/offline"
)

// book is a site below a path, with the list of its template.
var book = map[string]string{
	"offline.json": `{"root": "/pad/", "taken": "t", "groups": {
		"nl/basis": ["/pad/", "/pad/gids/", "/pad/weg/"],
		"nl/papier": ["/pad/gids/**.pdf"],
		"nl/zoeken": ["/pad/index/**"],
		"nl/een": ["/pad/boek/een/**"]}}`,
	"index.html":          `<link rel="stylesheet" href="/pad/main.css"><link rel="canonical" href="/pad/boek/een/"><a href="/pad/boek/een/">een</a>`,
	"gids/index.html":     `<script type="module" src="/pad/gids.js"></script><img src="foto.png" srcset="klein.png 1x, /pad/groot.png 2x" alt=""><img src="https://elders.test/x.png" alt="">`,
	"gids/foto.png":       "foto",
	"gids/klein.png":      "klein",
	"groot.png":           "groot",
	"gids.js":             "gids",
	"main.css":            `@font-face { src: url("fonts/een.woff2") format("woff2"), url(data:font/woff2;base64,AA) } body { background: url(/pad/niet-daar.svg) }`,
	"fonts/een.woff2":     "letters",
	"gids/gids.pdf":       "%PDF",
	"gids/notitie.txt":    "",
	"index/a":             "a",
	"index/deel/b":        "bb",
	"boek/een/index.html": "een",
	"boek/een/bijlage":    "",
	"boek/eender":         "",
}

type manifest struct {
	Version, Taken string
	Files          [][3]any
	Groups         map[string][]int
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	public := t.TempDir()
	for name, text := range files {
		file := filepath.Join(public, filepath.FromSlash(name))
		ok(t, os.MkdirAll(filepath.Dir(file), 0o755))
		ok(t, os.WriteFile(file, []byte(text), 0o644))
	}
	return public
}

func measure(t *testing.T, files map[string]string) manifest {
	t.Helper()
	public := write(t, files)
	ok(t, offline.Measure(public))
	var m manifest
	text, err := os.ReadFile(filepath.Join(public, offline.Name))
	ok(t, err)
	ok(t, json.Unmarshal(text, &m))
	return m
}

func (m manifest) paths(key string) []string {
	found := []string{}
	for _, place := range m.Groups[key] {
		found = append(found, m.Files[place][0].(string))
	}
	return found
}

// TestMeasure finds the files of each group, with what their pages and styles load, below the path of the site.
func TestMeasure(t *testing.T) {
	t.Parallel()
	m := measure(t, book)
	for key, want := range map[string][]string{
		"nl/basis":  {"/pad/", "/pad/fonts/een.woff2", "/pad/gids.js", "/pad/gids/", "/pad/gids/foto.png", "/pad/gids/klein.png", "/pad/groot.png", "/pad/main.css"},
		"nl/papier": {"/pad/gids/gids.pdf"},
		"nl/zoeken": {"/pad/index/a", "/pad/index/deel/b"},
		"nl/een":    {"/pad/boek/een/", "/pad/boek/een/bijlage"},
	} {
		if got := m.paths(key); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", key, got, want)
		}
	}
	for _, file := range m.Files {
		if file[0] == "/pad/index/deel/b" && file[1] != 2.0 {
			t.Errorf("%v: not its bytes", file)
		}
	}
	if m.Taken != "t" {
		t.Errorf("taken: %q", m.Taken)
	}
}

// TestVersion gives the same site the same version, and a change in one file another version of the whole and of that file only.
func TestVersion(t *testing.T) {
	t.Parallel()
	before, same := measure(t, book), measure(t, book)
	if before.Version != same.Version || before.Version == "" {
		t.Errorf("the same site: %q and %q", before.Version, same.Version)
	}
	changed := map[string]string{}
	for name, text := range book {
		changed[name] = text
	}
	changed["index/a"] = "z"
	after := measure(t, changed)
	if after.Version == before.Version {
		t.Error("another site has the same version")
	}
	for i, file := range after.Files {
		if other := file[2] != before.Files[i][2]; other != (file[0] == "/pad/index/a") {
			t.Errorf("%v: was %v", file, before.Files[i])
		}
	}
}

// TestWithoutList leaves a site without a list alone, and takes away the list that an earlier build measured when this one made none.
func TestWithoutList(t *testing.T) {
	t.Parallel()
	public := write(t, map[string]string{"index.html": ""})
	ok(t, offline.Measure(public))
	public = write(t, book)
	ok(t, offline.Measure(public))
	ok(t, offline.Measure(public))
	if _, err := os.Stat(filepath.Join(public, offline.Name)); !os.IsNotExist(err) {
		t.Errorf("the list of an earlier build is still there: %v", err)
	}
}
