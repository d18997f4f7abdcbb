package site_test

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gohugoio/hugo/commands"
	"github.com/rogpeppe/go-internal/testscript"
)

// The tests of the site carry Hugo in their own binary: as the command hugo, on the PATH of every test. So Hugo is
// compiled before the clock of `go test` starts, and nowhere else.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"hugo": hugoMain})
}

func hugoMain() {
	if err := commands.Execute(os.Args[1:]); err != nil {
		log.SetFlags(0)
		log.Fatal(err)
	}
}

// root is the repository.
var root = filepath.Join("..", "..")

// skip skips a test for want of something on this machine; where DILEMMA_NO_SKIP is set, that is a failure.
func skip(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("DILEMMA_NO_SKIP") != "" {
		t.Fatalf("may not be skipped: "+format, args...)
	}
	t.Skipf(format, args...)
}

// build builds the site of a repository into a new folder, the way that allows no warning, and returns the folder.
func build(t testing.TB, source string, args ...string) string {
	t.Helper()
	public := t.TempDir()
	run(t, source, append([]string{"build", "--destination", public, "--panicOnWarning", "--printPathWarnings",
		"--minify", "--noBuildLock"}, args...)...)
	return public
}

// run runs Hugo in a folder and returns what it prints.
func run(t testing.TB, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("hugo", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("hugo %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// published is the site of this repository, built once for all tests.
var published = sync.OnceValues(func() (string, error) {
	public, err := os.MkdirTemp("", "dilemma-site-")
	if err != nil {
		return "", err
	}
	cmd := exec.Command("hugo", "build", "--destination", public, "--panicOnWarning", "--printPathWarnings", "--minify",
		"--noBuildLock", "--baseURL", "http://site.test/")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("hugo: %w\n%s", err, out)
	}
	return public, nil
})

func publicDir(t testing.TB) string {
	t.Helper()
	public, err := published()
	if err != nil {
		t.Fatal(err)
	}
	return public
}

// serve serves a built site on this machine.
func serve(t testing.TB, public string) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.FileServer(http.Dir(public)))
	t.Cleanup(server.Close)
	return server
}

// repository copies what Hugo reads of this repository to a new folder, without the dilemmas.
func repository(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"archetypes", "assets", "content", "data", "i18n", "layouts", "static"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(root, name))); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"hugo.toml", "go.mod"} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), string(data))
	}
	dilemmas, err := filepath.Glob(filepath.Join(dir, "content", "dilemmas", "[^_]*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dilemmas {
		if err := os.RemoveAll(d); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
