package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFilesAreOfNow holds the files against what is linked now.
func TestFilesAreOfNow(t *testing.T) {
	t.Parallel()
	files, err := makeFiles(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
		if err != nil || strings.ReplaceAll(string(got), "\r\n", "\n") != string(want) {
			t.Errorf("%s is not of now: go run ./tools/notice (%v)", name, err)
		}
	}
	for _, want := range []string{"golang.org/x/net", "github.com/Microsoft/go-winio", "Newsreader Project Authors", "OpenTaal", "Copyright 2009 The Go Authors", "Mozilla Public License"} {
		if !strings.Contains(string(files[noticeFile]), want) {
			t.Errorf("NOTICE says nothing of %s", want)
		}
	}
	if site := string(files[siteFile]); strings.Contains(site, "cobra") || !strings.Contains(site, "goldmark") || !strings.Contains(site, "SIL OPEN FONT LICENSE") {
		t.Error("what a site holds is not what the programs of its pages link")
	}
}

// TestHugo makes the notice of Hugo: each of its modules has a licence that is known.
func TestHugo(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := printHugo(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"github.com/gohugoio/hugo v", "github.com/alecthomas/chroma"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("it says nothing of %s", want)
		}
	}
}

// TestUnknownLicence refuses a module whose licence nobody knows, and one without.
func TestUnknownLicence(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	m := module{Path: "example.org/m", Dir: dir}
	if m.readLicence() == nil {
		t.Error("no licence is a licence")
	}
	if err := os.WriteFile(filepath.Join(dir, "LICENSE"), []byte("Do as you please, on Tuesdays."), 0o600); err != nil {
		t.Fatal(err)
	}
	if m.readLicence() == nil {
		t.Error("any text is a licence")
	}
}
