package command_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// TestFromNewToPublished walks the whole way: a new dilemma, what is missing, its concept on the screen, and the site with
// it once it is finished.
func TestFromNewToPublished(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	page := filepath.Join("public", "dilemmas", "mag-dit-naar-buiten", "index.html")
	file := filepath.Join(dir, "content", "dilemmas", "mag-dit-naar-buiten.md")
	do := func(status int, args ...string) string {
		t.Helper()
		cmd := sitebuild.WithoutBrowser(t, sitebuild.Command(t, context.Background(), dir, args...))
		out, err := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != status {
			t.Fatalf("dilemma %v: status %d, want %d: %v\n%s", args, got, status, err, out)
		}
		return string(out)
	}

	do(0, "new", "Mag dit naar buiten")
	// An empty concept has errors, which stop no site. The same in a dilemma that is published do.
	if out := do(0, "build"); strings.Contains(out, "Wat is het dilemma?") || !strings.Contains(out, "dit concept is nog niet af, en komt nog niet op de site: content/dilemmas/mag-dit-naar-buiten.md") {
		t.Errorf("build with an empty concept says\n%s", out)
	}
	must.Do(t, os.RemoveAll(filepath.Join(dir, "public")))
	text := must.Read(t, file)
	writeTo(t, file, strings.Replace(text, "draft: true", "draft: false", 1))
	if out := do(1, "build"); !strings.Contains(out, "de site is niet gemaakt") || !strings.Contains(out, "Wat is het dilemma?") {
		t.Errorf("build with an empty dilemma says\n%s", out)
	}
	if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
		t.Error("build made a site all the same")
	}

	for field, answer := range map[string]string{"dilemma": "Wel of niet.", "waarom_nu": "Morgen is het te laat."} {
		before, after, found := strings.Cut(text, "    "+field+": |")
		comment, rest, _ := strings.Cut(after, "\n")
		if !found {
			t.Fatalf("no place for %s in\n%s", field, text)
		}
		text = before + "    " + field + ": |" + comment + "\n      " + answer + "\n" + rest
	}
	must.Write(t, file, text)
	do(0, "check")
	sitebuild.Serves(t, dir, "/dilemmas/mag-dit-naar-buiten/", "Morgen is het te laat.")
	if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
		t.Error("serve wrote concepts where the site to publish goes")
	}

	do(0, "build")
	if _, err := os.Stat(filepath.Join(dir, page)); err == nil {
		t.Error("the concept is published")
	}
	if out := do(1, "check", writeTo(t, file, strings.Replace(text, "draft: true", "draft: false", 1))); !strings.Contains(out, "Dit moet ingevuld zijn omdat draft niet op true staat.") {
		t.Errorf("publishing an unfinished dilemma gives\n%s", out)
	}
	must.Write(t, file, strings.Replace(must.Read(t, sitebuild.Root, "content/dilemmas/onderzoek-klaar-onderhandeling-niet.md"), "Het onderzoek is klaar, de onderhandeling nog niet", "Mag dit naar buiten", 1))
	do(0, "build", "--base-url", "https://host.example/")
	if got := must.Read(t, dir, page); !strings.Contains(got, "Mag dit naar buiten") || !strings.Contains(got, "https://host.example/dilemmas/mag-dit-naar-buiten/") {
		t.Error("the finished dilemma is not on the site")
	}

	// What was withdrawn from the book leaves the folder of the site too; a folder of the user's own is left alone.
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(dir, "elders", "van-mij.txt")
	must.Write(t, mine, "x")
	do(0, "build")
	do(0, "build", "--destination", "elders")
	if _, err := os.Stat(filepath.Join(dir, page)); err == nil {
		t.Error("the page of a removed dilemma stays in public")
	}
	if must.Read(t, mine) != "x" {
		t.Error("build removed a file of the user")
	}
}

func writeTo(t testing.TB, name, text string) string {
	t.Helper()
	must.Write(t, name, text)
	return name
}

// TestWrongHugoIsNotTaken has a hugo of another version on the PATH, and no Go to build the right one.
func TestWrongHugoIsNotTaken(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	bin := t.TempDir()
	must.Write(t, filepath.Join(bin, "hugo"), "#!/bin/sh\necho hugo v0.1.0\n")
	if err := os.Chmod(filepath.Join(bin, "hugo"), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := sitebuild.Command(t, context.Background(), dir, "build")
	cmd.Env = append(os.Environ(), "PATH="+bin, "XDG_CACHE_HOME="+t.TempDir(), "HOME="+t.TempDir())
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "Hugo staat niet op deze computer") {
		t.Errorf("%v\n%s", err, out)
	}
	if strings.Contains(string(out), "goroutine") {
		t.Errorf("a panic reaches the user:\n%s", out)
	}
}
