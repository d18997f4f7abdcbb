package own_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
)

// TestFirstPush does what the README of a new book says: everything goes to the server, and the search before the push finds nothing in it. Then a dilemma is
// handed in.
func TestFirstPush(t *testing.T) {
	t.Parallel()
	git, err := exec.LookPath("git")
	if err != nil {
		skip.Absent(t, "no git")
	}
	dir := t.TempDir()
	book, server := filepath.Join(dir, "boek"), filepath.Join(dir, "server.git")
	path := filepath.Dir(sitebuild.Dilemma(t)) + string(os.PathListSeparator) + os.Getenv("PATH")
	do := func(at, program string, args ...string) string {
		t.Helper()
		cmd := exec.Command(program, args...)
		cmd.Dir = at
		cmd.Env = append(os.Environ(), "PATH="+path, "HOME="+dir, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+filepath.Join(dir, "gitconfig"))
		return run(t, cmd)
	}
	dilemma := sitebuild.Dilemma(t)
	do(dir, git, "init", "--quiet", "--bare", "--initial-branch=main", server)
	do(dir, dilemma, "init", "boek", "--organisation", "Waterschap Voorbeeld", "--mailbox", "d@voorbeeld.example", "--forge", "mail")
	do(book, git, "init", "--quiet", "--initial-branch=main")
	do(book, dilemma, "hooks", "install")
	do(book, git, "add", ".")
	do(book, git, "-c", "user.name=Redactie", "-c", "user.email=d@voorbeeld.example", "commit", "--quiet", "-m", "Begin van het casusboek")
	do(book, git, "remote", "add", "origin", server)
	if out := do(book, git, "push", "--quiet", "-u", "origin", "main"); strings.Contains(out, "let op") || strings.Contains(out, "fout") {
		t.Errorf("the first push says\n%s", out)
	}
	if out := do(book, dilemma, "scan", "README.md"); !strings.Contains(out, "geen persoonsgegevens") {
		t.Errorf("README.md: %s", out)
	}
	do(book, dilemma, "new", "Mag dit naar buiten")
	name := filepath.Join(book, "content", "dilemmas", "mag-dit-naar-buiten.md")
	text := must.Read(t, name)
	for _, key := range []string{"dilemma", "waarom_nu"} {
		begin := strings.Index(text, "\n    "+key+": |")
		end := begin + 1 + strings.IndexByte(text[begin+1:], '\n')
		text = text[:end] + "\n      Een zin die iets zegt.\n" + text[end:]
	}
	must.Write(t, name, text)
	do(book, dilemma, "submit", "mag-dit-naar-buiten", "--as-redactie")
	if out := do(book, dilemma, "list"); !strings.Contains(out, "voorgesteld") {
		t.Errorf("the list is\n%s", out)
	}
}
