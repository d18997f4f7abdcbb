package command_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"github.com/openbaarheid-schuurt/dilemma/tools/site/wasm"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// TestBuildMakesThePrograms builds the site with the command itself: the programs are there and the form knows them, and where there are none, one line says so.
func TestBuildMakesThePrograms(t *testing.T) {
	t.Parallel()
	public := t.TempDir()
	out, err := sitebuild.Command(t, t.Context(), sitebuild.Root, "build", "--destination", public).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	made := must.Read(t, public, page.Form, "index.html")
	for _, name := range []string{"rules", "word", "lexicon", "wasm_exec", "book"} {
		files, err := filepath.Glob(filepath.Join(public, wasm.Dir, name+".*"))
		must.Do(t, err)
		if len(files) != 1 || !strings.Contains(made, filepath.Base(files[0])) {
			t.Errorf("%s is published as %q, and the form may not know it", name, files)
		}
	}
	def := sitebuild.Definition(t)
	if got := must.Read(t, public, "word", "canvas.docx"); got != string(word.Write(def, nil, "")) || !strings.Contains(must.Read(t, public, "canvas", "index.html"), "/word/canvas.docx") {
		t.Error("the blank canvas for Word is not there, or not on the page")
	}
	if strings.Contains(must.Read(t, public, page.StandAlone), wasm.Dir+"/") {
		t.Error("the form that stands alone asks for a program")
	}

	dir := sitebuild.Repository(t)
	hugo, err := exec.LookPath("hugo")
	must.Do(t, err)
	cmd := sitebuild.Command(t, t.Context(), dir, "build")
	cmd.Env = append(cmd.Environ(), "PATH="+filepath.Dir(hugo)) // no Go, and no programs beside the command
	out, err = cmd.CombinedOutput()
	if err != nil || strings.Count(string(out), "staan niet naast dilemma") != 1 {
		t.Errorf("without programs: %v\n%s", err, out)
	}
	if made := must.Read(t, dir, "public", page.Form, "index.html"); strings.Contains(made, wasm.Dir+"/") {
		t.Error("the form knows programs that are not there")
	}
}
