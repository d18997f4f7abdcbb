package shell_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
)

// pages makes the manual pages, and returns their folder and files.
func pages(t *testing.T) (dir string, files []string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "man1")
	out, err := exec.CommandContext(t.Context(), "dilemma", "man", dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	files, err = filepath.Glob(filepath.Join(dir, "*"))
	must.Do(t, err)
	if len(files) < 15 {
		t.Fatalf("only %d pages", len(files))
	}
	return dir, files
}

// TestManPages holds each page to having every section, in Dutch, and to being the same twice.
func TestManPages(t *testing.T) {
	_, files := pages(t)
	again, _ := pages(t)
	for _, name := range files {
		text := must.Read(t, name)
		if other := must.Read(t, again, filepath.Base(name)); other != text {
			t.Errorf("%s differs from one time to the next", filepath.Base(name))
		}
		for _, heading := range []string{"NAAM", "SYNTAXIS", "BESCHRIJVING", "OPTIES", "VOORBEELDEN", "AFSLUITCODE", "ZIE OOK"} {
			if strings.Contains(name, "dilemma.1") && heading == "VOORBEELDEN" {
				continue
			}
			if !strings.Contains(text, ".SH \""+heading+"\"\n") {
				t.Errorf("%s has no %s", filepath.Base(name), heading)
			}
		}
		for i, line := range strings.Split(text, "\n") {
			if strings.IndexFunc(line, func(r rune) bool { return r > 126 }) >= 0 {
				t.Errorf("%s:%d: %s", filepath.Base(name), i+1, line)
			}
		}
	}
}

// noDate is the one thing that mandoc asks and that a page lacks when nobody knows of which day its program is.
var noDate = regexp.MustCompile(`(?m)^.*missing date.*\n`)

// TestManPagesInMandoc asks a strict reader. That the lines of the source are long is a matter of style to it, and to nobody here.
func TestManPagesInMandoc(t *testing.T) {
	if _, err := exec.LookPath("mandoc"); err != nil {
		skip.Absent(t, "no mandoc")
	}
	_, files := pages(t)
	out, _ := exec.CommandContext(t.Context(), "mandoc", append([]string{"-T", "lint", "-W", "warning"}, files...)...).CombinedOutput()
	if said := noDate.ReplaceAllString(string(out), ""); said != "" {
		t.Error(said)
	}
}

// TestManPagesInGroff reads a page as a user does.
func TestManPagesInGroff(t *testing.T) {
	if _, err := exec.LookPath("man"); err != nil {
		skip.Absent(t, "no man")
	}
	dir, _ := pages(t)
	cmd := exec.CommandContext(t.Context(), "man", "--warnings", "-E", "UTF-8", "-l", filepath.Join(dir, "dilemma-check.1"))
	cmd.Env = append(os.Environ(), "MANWIDTH=80", "LC_ALL=C.UTF-8", "MANPAGER=cat", "MAN_KEEP_FORMATTING=")
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil || said.Len() > 0 {
		t.Fatalf("%v\n%s", err, &said)
	}
	for _, want := range []string{"dilemma-check - Kijk of dilemma's kloppen", "dilemma check [BESTAND…] [OPTIES]", "--fail-on ERNST", "0 geen fouten, 1 fouten, 2 check kon niet werken.", "dilemma(1)"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("without %q:\n%s", want, out)
		}
	}
}
