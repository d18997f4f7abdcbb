package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

const plein = "content/dilemmas/plein.md"

// room is a book in which somebody sits.
type room struct {
	*testing.T
	dir string
	env []string
}

func newRoom(t *testing.T) *room {
	t.Helper()
	t.Parallel()
	r := &room{T: t, dir: t.TempDir()}
	for _, name := range []string{"hugo.toml", "data", "archetypes", "assets/schema"} {
		if err := copyTree(filepath.Join("..", "..", name), filepath.Join(r.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	r.env = append(os.Environ(), "HOME="+t.TempDir(), "TERM=xterm", "TMPDIR="+t.TempDir())
	return r
}

func (r *room) sit(args ...string) *seat {
	return takeSeat(r.Fatalf, r.dir, r.env, 120, args...)
}

// begin makes a dilemma and goes on to the first question.
func (r *room) begin() *seat {
	s := r.sit("new", "Plein")
	s.see("Wil je nu de vragen")
	s.answer("")
	s.see("Wat is het dilemma?")
	return s
}

func (r *room) read() string {
	r.Helper()
	text, err := os.ReadFile(filepath.Join(r.dir, plein))
	if err != nil {
		r.Fatal(err)
	}
	return string(text)
}

func (r *room) write(text string) {
	r.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, plein), []byte(text), 0o644); err != nil {
		r.Fatal(err)
	}
}

// has fails the test unless the file is whole and the value at a path is this one.
func (r *room) has(path, want string) {
	r.Helper()
	f := casebook.Parse(plein, []byte(r.read()))
	if f.Front == nil {
		r.Fatalf("%v in\n%s", f.Problems, f.Source)
	}
	got := ""
	if v := f.Front.At(strings.Split(path, ".")...); v != nil {
		got = strings.TrimSpace(v.Text)
	}
	if got != want {
		r.Errorf("%s is %q, not %q", path, got, want)
	}
}

// TestNewKilled kills new at each question, while the answer is being typed. All answers before it are there, and the next time it asks that question.
func TestNewKilled(t *testing.T) {
	r := newRoom(t)
	answers := []struct{ path, lines, title string }{
		{"canvas.kennismaken.dilemma", "We delen het, of niet.|", "Wat is het dilemma?"},
		{"canvas.kennismaken.waarom_nu", "De raad praat erover.|", "Waarom is het gesprek nú nodig?"},
		{"canvas.verkennen.spelers.0.speler", "Projectleider", "Speler A"},
		{"canvas.verkennen.spelers.0.standpunten_en_emoties", "Wil wachten.", "Projectleider: Standpunten"},
		{"canvas.verkennen.spelers.0.belangen_en_waarden", "Rust.", "Projectleider: Belangen"},
	}
	for n := range answers {
		var s *seat
		if n == 0 {
			s = r.begin()
		} else {
			s = r.sit("new", "--resume", "plein")
			s.see(answers[n].title)
		}
		s.press("Half")
		s.see("Half")
		if err := s.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		s.status()
		for i, a := range answers {
			if i < n {
				r.has(a.path, strings.TrimSuffix(a.lines, "|"))
			} else {
				r.has(a.path, "")
			}
		}
		s = r.sit("new", "--resume", "plein")
		s.see(answers[n].title)
		for line := range strings.SplitSeq(answers[n].lines, "|") {
			s.answer(line)
		}
		s.press("") // the answer is there before the next question is
		if err := s.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		s.status()
		r.has(answers[n].path, strings.TrimSuffix(answers[n].lines, "|"))
	}
}

// TestNewSignals ends new by signals. What was being typed is kept too.
func TestNewSignals(t *testing.T) {
	r := newRoom(t)
	for n, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
		var s *seat
		if n == 0 {
			s = r.begin()
		} else {
			s = r.sit("new", "--resume", "plein")
			s.see("Waarom is het gesprek nú nodig?")
			s.answer("<")
			s.see("Wat is het dilemma?")
		}
		typed := "Getypt voor " + signal.String()
		s.answer(typed)
		s.press("En half")
		s.see("En half")
		if err := s.cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if status := s.status(); status != statusFailed {
			t.Errorf("%v: exit status %d", signal, status)
		}
		r.has("canvas.kennismaken.dilemma", typed+"\nEn half")
	}
}

// TestNewHungUp closes the terminal itself.
func TestNewHungUp(t *testing.T) {
	r := newRoom(t)
	s := r.begin()
	s.answer("Getypt.")
	s.press("Half")
	s.see("Half")
	s.pty.Close()
	s.status()
	r.has("canvas.kennismaken.dilemma", "Getypt.\nHalf")
}

// TestNewSuspended stops new with Ctrl+Z, as a shell sees it, and lets it go on. The line that was being typed is there again.
func TestNewSuspended(t *testing.T) {
	r := newRoom(t)
	s := r.begin()
	s.press("Half")
	s.see("Half")
	s.write("\x1a")
	// It has no shell, so it goes on by itself; with one it waits for it. What counts is that the line is shown again and can be finished.
	s.see("> Half")
	s.write(" en heel\r")
	s.answer("")
	s.see("Waarom is het gesprek")
	s.press("\x04")
	s.status()
	r.has("canvas.kennismaken.dilemma", "Half en heel")
}

// TestNewMeanwhile changes the file in an editor while new asks.
func TestNewMeanwhile(t *testing.T) {
	r := newRoom(t)
	s := r.begin()
	s.press("Van mij")

	// Another field, a comment and the story: all stays.
	r.write(strings.Replace(strings.Replace(r.read(), "waarom_nu: |", "waarom_nu: Uit de editor.  # zelf gezet", 1), "verhaal:", "verhaal!", 1) + "\nEen verhaal.  \n")
	s.write("\r")
	s.answer("")
	r.has("canvas.kennismaken.waarom_nu", "Uit de editor.")
	s.see("Speler A") // for that other question has its answer
	s.press("")
	r.has("canvas.kennismaken.dilemma", "Van mij")
	if text := r.read(); !strings.Contains(text, "# zelf gezet") || !strings.HasSuffix(text, "\nEen verhaal.  \n") {
		t.Errorf("lost:\n%s", text)
	}

	// The same field: the person chooses.
	r.write(strings.Replace(r.read(), `- speler: ""`, `- speler: Uit de editor`, 1))
	s.write("Van mij\r")
	s.see("intussen veranderd")
	s.see("Uit de editor")
	s.answer("n")
	s.press("")
	r.has("canvas.verkennen.spelers.0.speler", "Uit de editor")

	// An entry in front of that of the question: the answer is not given to another player.
	r.write(strings.Replace(r.read(), "- speler: Uit de editor", "- speler: Nieuw\n      - speler: Uit de editor", 1))
	s.write("Van de ander\r")
	s.see("intussen veranderd")
	s.answer("")
	s.press("")
	if strings.Contains(r.read(), "Van de ander") {
		t.Error("the answer went to another player")
	}

	// What can't be read is left alone.
	broken := strings.Replace(r.read(), "canvas:", "canvas: [", 1)
	r.write(broken)
	s.write("Nog iets\r")
	if status := s.status(); status != statusFailed || !strings.Contains(s.screen(), "kan nu niet worden gelezen") {
		t.Errorf("%d\n%s", status, s.screen())
	}
	if r.read() != broken {
		t.Error("a broken file was changed")
	}
}

// TestNewGone takes the file away.
func TestNewGone(t *testing.T) {
	r := newRoom(t)
	s := r.begin()
	s.press("Iets")
	if err := os.Rename(filepath.Join(r.dir, plein), filepath.Join(r.dir, "weg.md")); err != nil {
		t.Fatal(err)
	}
	s.write("\r")
	s.answer("")
	if status := s.status(); status != statusFailed || !strings.Contains(s.screen(), "is er niet meer") {
		t.Errorf("%d\n%s", status, s.screen())
	}
	if _, err := os.Lstat(filepath.Join(r.dir, plein)); err == nil {
		t.Error("made again")
	}
}

// TestNewLong types and pastes more than a terminal takes that edits lines itself.
func TestNewLong(t *testing.T) {
	r := newRoom(t)
	long := strings.TrimSpace(strings.Repeat("een heel lang antwoord ", 500)) // 11 kB
	s := r.begin()
	s.answer(long)
	s.answer("")
	s.see("Waarom is het gesprek")
	s.answer("\x1b[200~" + long + "  \r\n\r\n" + long + "\x1b[201~")
	s.answer("")
	s.see("Speler A")
	s.press("\x04")
	s.status()
	r.has("canvas.kennismaken.dilemma", long)
	r.has("canvas.kennismaken.waarom_nu", long+"\n\n"+long)

	r.env = append(r.env, "TERM=dumb")
	s = r.sit("new", "--resume", "plein")
	s.see("Speler A")
	s.answer(long) // the terminal drops the end, and new says so
	s.see("het einde ervan kan ontbreken")
	s.press("\x04")
	s.status()
}

// TestNewEditor answers in an editor of one's own: one with options that changes the text, and one that fails.
func TestNewEditor(t *testing.T) {
	r := newRoom(t)
	editor := filepath.Join(t.TempDir(), "mijn editor")
	if err := os.WriteFile(editor, []byte("#!/bin/sh\n[ \"$1\" = --wacht ] || exit 3\ncat \"$2\" > "+r.dir+"/had\nprintf 'Een regel.\\n\\nNog een.\\n' > \"$2\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	r.env = append(r.env, "VISUAL=", "EDITOR='"+editor+"' --wacht")
	s := r.begin()
	s.answer("Eerst dit.")
	s.answer("")
	s.answer("<")
	s.see("Nu staat er: Eerst dit.")
	s.answer("e")
	s.see("Waarom is het gesprek")
	s.press("\x04")
	s.status()
	r.has("canvas.kennismaken.dilemma", "Een regel.\n\nNog een.")
	if had, err := os.ReadFile(filepath.Join(r.dir, "had")); err != nil || string(had) != "Eerst dit.\n" {
		t.Errorf("the editor got %q, %v", had, err)
	}

	r.env = append(r.env, "EDITOR=false")
	s = r.sit("new", "--resume", "plein")
	s.see("Waarom is het gesprek")
	s.answer("e")
	s.see("stopte met een fout")
	s.press("\x04")
	s.status()
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "dilemma-*", "antwoord.md"))
	if err != nil || len(left) > 0 {
		t.Error("left behind:", left)
	}
}

// TestNewPersonalData shows what is found in an answer, masked, and lets the person choose.
func TestNewPersonalData(t *testing.T) {
	r := newRoom(t)
	s := r.begin()
	s.answer("Jan de Vries belt 06-12345678.")
	s.answer("")
	s.see("fout: ")
	s.see("J… d… V…")
	s.see("Enter: zo laten. Of typ je antwoord opnieuw.")
	r.has("canvas.kennismaken.dilemma", "Jan de Vries belt 06-12345678.")
	s.answer("Een bewoner belt.")
	s.answer("")
	s.see("Waarom is het gesprek")
	s.press("\x04")
	s.status()
	r.has("canvas.kennismaken.dilemma", "Een bewoner belt.")
	if n := strings.Count(s.screen(), "Jan de Vries"); n != 1 { // as it was typed
		t.Errorf("shown %d times", n)
	}
}

// TestNewTitle asks for another title when there is personal data in it: it would be in the name of the file.
func TestNewTitle(t *testing.T) {
	r := newRoom(t)
	s := r.sit("new", "De brief van Fenna de Jong")
	s.see("In deze titel staat misschien een naam")
	s.answer("Jan de Vries schrijft")
	s.see("In deze titel staat misschien een naam")
	s.answer("Plein")
	s.see("content/dilemmas/plein.md")
	s.answer("n")
	s.status()
	r.has("title", "Plein")
	s = r.sit("new", "De brief van Fenna de Jong")
	s.answer("") // it may be somebody of whom it may be said
	s.see("content/dilemmas/de-brief-van-fenna-de-jong.md")
	s.answer("n")
	if status := s.status(); status != statusOK {
		t.Error(status)
	}
}

// TestNewUnwritable can't write the answer, since a link has taken the name of the file, which stops even root. The person is told, and where it leads nothing changes.
func TestNewUnwritable(t *testing.T) {
	r := newRoom(t)
	s := r.begin()
	s.press("Iets")
	before, place := r.read(), filepath.Join(r.dir, plein)
	if err := errors.Join(os.Rename(place, place+".weg"), os.Symlink(place+".weg", place)); err != nil {
		t.Fatal(err)
	}
	s.write("\r")
	s.answer("")
	if status := s.status(); status != statusFailed || !strings.Contains(s.screen(), plein+" kan niet worden geschreven") {
		t.Errorf("%d\n%s", status, s.screen())
	}
	if r.read() != before {
		t.Error("changed")
	}
}
