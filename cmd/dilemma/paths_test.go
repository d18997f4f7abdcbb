package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tree makes empty files below a new folder and returns it.
func tree(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestMatching(t *testing.T) {
	dir := tree(t, "boek/een.md", "boek/twee.MD", "boek/drie.txt", "boek/.verborgen.md", "boek/café [1].md", "boek/map/vier.md", "ander/vijf.md")
	for pattern, want := range map[string]string{
		"boek/*.md":        "boek/café [1].md boek/een.md boek/twee.MD",
		"BOEK/*.md":        "",
		"boek/*.MD":        "boek/café [1].md boek/een.md boek/twee.MD",
		"boek/.*.md":       "boek/.verborgen.md",
		"boek/?e*":         "boek/een.md",
		"boek/???.md":      "boek/een.md",
		"boek/caf? [1].md": "boek/café [1].md",
		"*/v*.md":          "ander/vijf.md",
		"*/*/v*.md":        "boek/map/vier.md",
		"b*/map":           "boek/map",
		"boek/*":           "boek/café [1].md boek/drie.txt boek/een.md boek/map boek/twee.MD",
		"weg/*.md":         "",
	} {
		if strings.HasPrefix(pattern, "BOEK") && !sensitive(dir) {
			continue
		}
		got := matching(filepath.Join(dir, filepath.FromSlash(pattern)))
		for i, name := range got {
			got[i] = filepath.ToSlash(strings.TrimPrefix(name, dir+string(filepath.Separator)))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s names %q, want %s", pattern, got, want)
		}
	}
}

// sensitive reports whether capitals count in the names of the files in a folder with a file boek/een.md.
func sensitive(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "BOEK", "EEN.md"))
	return err != nil
}

func TestPlaces(t *testing.T) {
	root := tree(t, "boek/een.md", "boek/Twee.md", "elders/x.md")
	book := filepath.Join(root, "boek")
	typed := map[string]string{
		filepath.Join(book, "een.md"):                "een.md",
		filepath.Join(book, "nog-niet", "nieuw.md"):  "nog-niet/nieuw.md",
		filepath.Join(book, "..", "boek", "Twee.md"): "Twee.md",
		book:                                  ".",
		filepath.Join(root, "elders", "x.md"): filepath.ToSlash(filepath.Join(root, "elders", "x.md")),
	}
	if link := filepath.Join(root, "koppeling"); os.Symlink(book, link) == nil {
		if _, err := os.Stat(filepath.Join(link, "een.md")); err == nil {
			typed[filepath.Join(link, "een.md")] = "een.md"
		}
	}
	if !sensitive(root) {
		typed[filepath.Join(root, "BOEK", "EEN.MD")] = "een.md"
		typed[filepath.Join(book, "twee.md")] = "Twee.md"
		typed[filepath.Join(book, "NIEUW.md")] = "NIEUW.md"
	}
	p := newPlaces(book)
	for arg, want := range typed {
		if got, err := p.of(arg); err != nil || got != want {
			t.Errorf("%s is %s, want %s, %v", arg, got, want, err)
		}
	}
}

// TestSpelling finds the name in the folder of a file that is typed otherwise. It is the same file as far as the disk tells, which a link shows too.
func TestSpelling(t *testing.T) {
	root := tree(t, "boek/cafe\u0301.md", "boek/een.md")
	book := filepath.Join(root, "boek")
	for _, typed := range []string{"caf\u00e9.md", "CAFE\u0301.MD"} {
		// Where it is another name, as on Linux, a second name stands for what macOS makes the same, when it is not listed.
		if err := os.Link(filepath.Join(book, "cafe\u0301.md"), filepath.Join(book, typed)); err != nil {
			if _, err := os.Stat(filepath.Join(book, typed)); err != nil {
				t.Skip(err)
			}
		}
		p := newPlaces(book)
		p.names[book] = []string{"cafe\u0301.md", "een.md"}
		if got := p.spelled(typed); got != "cafe\u0301.md" {
			t.Errorf("%+q is %+q", typed, got)
		}
	}
}

// TestExpand leaves patterns to the shell where it has them, and is the shell where not.
func TestExpand(t *testing.T) {
	dir := tree(t, "een.md", "twee.md")
	args := []string{"-", filepath.Join(dir, "*.md"), filepath.Join(dir, "weg.md")}
	want := args
	if !shellExpands {
		want = []string{"-", filepath.Join(dir, "een.md"), filepath.Join(dir, "twee.md"), filepath.Join(dir, "weg.md")}
	}
	if got, err := expand(args); err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := expand([]string{filepath.Join(dir, "*.txt")}); (err == nil) != shellExpands {
		t.Error(err)
	}
}
