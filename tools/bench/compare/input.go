package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// How large the input is.
const (
	dilemmas = 1000
	branches = 50
	commits  = 1000
	pages    = 200
	lines    = 30_000
	textFile = "lijst.txt"
	sent     = "nieuw-dilemma"
)

// definition is the canvas by which the input is made, for both commits the same.
var definition = sync.OnceValues(func() (*canvas.Definition, error) { return canvas.Load(dilemma.Files) })

// prepare writes the input, of which each book begins as the command of the side begins one: the folder book, a casebook with branches and a server; history, one with many commits; and site, one to build.
func (s *side) prepare(ctx context.Context) error {
	def, err := definition()
	if err != nil {
		return err
	}
	if _, err := s.dilemma(ctx, "", "init", "begin", "--organisation", "Proef", "--mailbox", "redactie@example.org", "--address", "https://example.org/",
		"--forge", "mail", "--english=false"); err != nil {
		return err
	}
	files, err := read(os.DirFS(filepath.Join(s.dir, "begin")))
	if err != nil {
		return err
	}
	book := stream{def: def, files: files}
	book.begin(dilemmas)
	for n := range branches {
		book.commit(fmt.Sprintf("dilemma/%d", n), "refs/heads/main")
		book.file(casebook.Path(fixture.Slug(n)), strings.Replace(fixture.Dilemma(def, n), "De projectleider", "De secretaris", 3)+"\nEn zo liep het af.\n")
	}
	history := stream{def: def, files: files}
	history.begin(0)
	for n := range 2 * commits {
		history.commit("main", "")
		text := fixture.Dilemma(def, n)
		if n%10 == 0 {
			text += "\nVolgens mevrouw Bedacht-de Vries klopt dat niet.\n"
		}
		history.file(casebook.Path(fixture.Slug(n%700)), text)
	}
	site := stream{def: def, files: files}
	site.begin(pages)
	for folder, in := range map[string]*stream{"book": &book, "history": &history, "site": &site} {
		if err := s.repository(folder, &in.Buffer); err != nil {
			return err
		}
	}
	var text strings.Builder
	for n := range lines {
		fmt.Fprintf(&text, "Regel %d: de notitie van %d januari over de %de vergadering is nog niet openbaar, zegt het bestuur.\n", n, 1+n%31, n/7)
		if n%100 == 0 {
			fmt.Fprintf(&text, "Volgens mevrouw Bedacht-de Vries belde iemand op 06-%08d.\n", n)
		}
	}
	return errors.Join(
		s.write("book", textFile, text.String()),
		s.git("", nil, "init", "-q", "--bare", "server.git"),
		s.git("book", nil, "remote", "add", "origin", filepath.Join(s.dir, "server.git")),
		s.git("book", nil, "push", "-q", "origin", "main"),
	)
}

// read returns the files of a folder.
func read(root fs.FS) (map[string]string, error) {
	files := map[string]string{}
	return files, fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, name)
		files[name] = string(text)
		return err
	})
}

// repository makes a repository from the input of git fast-import, packed as after a clone.
func (s *side) repository(folder string, in *bytes.Buffer) error {
	return errors.Join(
		os.MkdirAll(filepath.Join(s.dir, folder), 0o755),
		s.git(folder, nil, "init", "-q", "-b", "main"),
		s.git(folder, in, "fast-import", "--quiet"),
		s.git(folder, nil, "gc", "-q"),
		s.git(folder, nil, "reset", "-q", "--hard"),
		s.git(folder, nil, "config", "gc.auto", "0"),
		s.git(folder, nil, "config", "user.name", "Redactie"),
		s.git(folder, nil, "config", "user.email", "redactie@example.org"),
	)
}

// A stream is input of git fast-import.
type stream struct {
	bytes.Buffer
	def   *canvas.Definition
	files map[string]string // of the first commit
	time  int
}

// begin writes the first commit, with a number of dilemmas.
func (s *stream) begin(n int) {
	s.commit("main", "")
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		s.file(name, s.files[name])
	}
	for i := range n {
		s.file(casebook.Path(fixture.Slug(i)), fixture.Dilemma(s.def, i))
	}
}

// commit begins a commit on a branch, after the commit from, or else after the last one of the branch.
func (s *stream) commit(branch, from string) {
	s.time += 60
	fmt.Fprintf(s, "commit refs/heads/%s\ncommitter Redactie <redactie@example.org> %d +0000\ndata 5\nproef\n", branch, 1_700_000_000+s.time)
	if from != "" {
		fmt.Fprintf(s, "from %s\n", from)
	}
}

// file writes a file in the commit that was begun.
func (s *stream) file(name, text string) {
	fmt.Fprintf(s, "M 100644 inline %s\ndata %d\n%s\n", name, len(text), text)
}
