package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// TestOneProposal publishes what somebody handed in without a branch: by its number, and in one proposal in its place. Each command says what to do next.
func TestOneProposal(t *testing.T) {
	home := t.TempDir()
	root := filepath.Join("..", "..")
	def, err := canvas.Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	f := forgetest.New(t, forge.Forgejo)
	sender, editor := f.User("lezer", forgetest.Read), f.User("redactie", forgetest.Write)
	first := f.Casebook(t, root, "[params.dilemma]\nredactie = \"Redactie <redactie@example.org>\"\n[params.dilemma.forge]\nkind = \"forgejo\"\n", map[string]string{"content/handreiking/_index.md": ""})
	second := filepath.Join(t.TempDir(), "redactie")
	remotetest.Git(t, "", "clone", "--quiet", f.Bare, second)
	remotetest.Git(t, second, "remote", "set-url", "origin", f.Address())
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// run runs the command of somebody, and fails unless it ends with a status and prints what matches.
	run := func(dir string, user *forgetest.User, status int, want string, args ...string) {
		t.Helper()
		cmd := exec.Command(exe)
		cmd.Args = append([]string{"dilemma"}, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "HOME="+home, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+filepath.Join(home, ".gitconfig"), "DILEMMA_HOST=", "DILEMMA_TOKEN="+user.Token,
			"GIT_AUTHOR_NAME=Inbrenger", "GIT_AUTHOR_EMAIL=inbrenger@example.org")
		out, _ := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != status || !regexp.MustCompile(want).Match(out) {
			t.Fatalf("dilemma %s: status %d, without %q in\n%s", strings.Join(args, " "), cmd.ProcessState.ExitCode(), want, out)
		}
	}
	slug := fixture.Slug(1)
	text := strings.Replace(fixture.Dilemma(def, 1), "draft: false", "draft: true", 1)
	remotetest.Put(t, first, "content/dilemmas/"+slug+".md", text)
	run(first, sender, 0, `Ingediend: .*\n.*/pulls/1\n`, "submit", slug)

	run(second, editor, 2, `er is op de server geen voorstel 9\n`, "publish", "9")
	run(second, editor, 2, `dilemma publish 1\n`, "submit", "1")
	run(second, editor, 2, `--dry-run schrijft niets\n.*dilemma review 1,`, "publish", "1", "--dry-run")
	run(second, editor, 0, `Voorstel #1 staat nu in je map: content/dilemmas/`+slug+`\.md\.\n.*draft is nu false\.\nZo werk je voorstel #1 bij: .*dilemma submit `+slug+` --as-redactie\n`, "publish", "#1")
	run(second, editor, 0, `stond al klaar voor de site`, "publish", "1")
	got, err := os.ReadFile(filepath.Join(second, "content", "dilemmas", slug+".md"))
	if err != nil || string(got) != strings.Replace(text, "draft: true", "draft: false", 1) {
		t.Errorf("%v\n%s", err, got)
	}
	run(second, editor, 0, `een nieuw voorstel, dat in de plaats komt van #1\n`, "submit", "1", "--as-redactie", "--dry-run")
	run(second, editor, 0, `Ingediend: .*\nHet komt in de plaats van #1\. Dat voorstel is gesloten, .*\n.*/pulls/2\n`, "submit", "1", "--as-redactie")
	run(second, editor, 0, `Dit staat al precies zo in je voorstel`, "submit", slug, "--as-redactie")
	run(second, editor, 0, `"number": 2,`, "submit", "2", "--as-redactie", "--format", "json")
	run(second, editor, 2, `voorstel #1 is gesloten\n`, "publish", "1")
	if f.Pull(1).State != "closed" || f.Pull(2).State != "open" || len(f.Pulls()) != 2 {
		t.Errorf("%+v", f.Pulls())
	}
	// In a folder without it the slug says enough, unless more than one proposal holds it.
	if err := os.Remove(filepath.Join(second, "content", "dilemmas", slug+".md")); err != nil {
		t.Fatal(err)
	}
	run(second, editor, 0, `Voorstel #2 staat nu in je map`, "publish", slug)
	run(first, sender, 2, `een nieuwere versie van voorstel #2, die jij nog niet zag; er is niets ingediend\n.*dilemma review 2,`, "submit", slug)
	run(first, sender, 0, `Het komt in de plaats van #2: alleen wie dat instuurde, kan dat bijwerken\. Sluit #2 nu zelf op de server\.\n.*/pulls/3`, "submit", slug, "--replace")
	if err := os.Remove(filepath.Join(second, "content", "dilemmas", slug+".md")); err != nil {
		t.Fatal(err)
	}
	run(second, editor, 2, `er meer voorstellen: #2, #3\n.*dilemma publish 2\n`, "publish", slug)
}
