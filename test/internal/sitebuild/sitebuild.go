// Package sitebuild builds the site for tests: that of this repository, once for all packages, and those of changed copies. It brings Hugo along in
// the binary of the test, so that Hugo is compiled before the clock of `go test` starts, and nowhere else.
package sitebuild

import (
	"bytes"
	"context"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gohugoio/hugo/commands"
	"github.com/pelletier/go-toml/v2"
	"github.com/rogpeppe/go-internal/testscript"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/atend"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/hugo"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/search"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/wasm"
)

// Main runs the tests of a package with Hugo as the command hugo on the PATH. A package that builds a site calls it from its TestMain.
func Main(m *testing.M) {
	testscript.Main(atend.Tests{M: m}, map[string]func(){"hugo": func() {
		if err := commands.Execute(os.Args[1:]); err != nil {
			log.SetFlags(0)
			log.Fatal(err)
		}
	}})
}

// Root is the folder of the repository.
var Root = findRoot()

// findRoot looks for it above the folder of the test. Where a site of a test is built, by Hugo in this binary, there may be none.
func findRoot() string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
		dir = filepath.Dir(dir)
	}
}

// inputs is all that Hugo reads of a repository.
var inputs = []string{"archetypes", "assets", "content", "data", "i18n", "layouts", "static", "product", "hugo.toml", "go.mod"}

// strict are the options of a build that allows no warning.
var strict = []string{"--panicOnWarning", "--printPathWarnings", "--minify", "--noBuildLock"}

// Hugo runs Hugo in a folder and returns what it prints. Of env, what stands there goes before the environment of the test.
func Hugo(t testing.TB, dir string, env []string, args ...string) string {
	t.Helper()
	skip.Short(t)
	out, err := runHugo(dir, env, args...)
	if err != nil {
		t.Fatalf("hugo %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func runHugo(dir string, env []string, args ...string) (string, error) {
	cmd := exec.Command("hugo", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// Build builds the site of a repository into a new folder, the way that allows no warning, and returns the folder.
func Build(t testing.TB, source string, args ...string) string {
	t.Helper()
	return BuildWith(t, source, nil, args...)
}

// BuildWith does the same with settings in the environment.
func BuildWith(t testing.TB, source string, env []string, args ...string) string {
	t.Helper()
	public := t.TempDir()
	Hugo(t, source, env, append(append([]string{"build", "--destination", public}, strict...), args...)...)
	return public
}

// Copy copies what Hugo reads of this repository to a new folder.
func Copy(t testing.TB) string {
	t.Helper()
	skip.Short(t)
	dir := t.TempDir()
	must.Do(t, copyInputs(dir))
	return dir
}

func copyInputs(dir string) error {
	for _, name := range inputs {
		from, to := filepath.Join(Root, name), filepath.Join(dir, name)
		info, err := os.Stat(from)
		if err == nil && info.IsDir() {
			err = os.CopyFS(to, os.DirFS(from))
		} else if err == nil {
			var data []byte
			if data, err = os.ReadFile(from); err == nil {
				err = os.WriteFile(to, data, 0o644)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Set adds settings to the hugo.toml of a book, in the place of those that are there.
func Set(t testing.TB, dir, settings string) {
	t.Helper()
	name := filepath.Join(dir, "hugo.toml")
	var before, more map[string]any
	must.Do(t, toml.Unmarshal([]byte(must.Read(t, name)), &before))
	must.Do(t, toml.Unmarshal([]byte(settings), &more))
	merge(before, more)
	text, err := toml.Marshal(before)
	must.Do(t, err)
	must.Write(t, name, string(text))
}

func merge(into, more map[string]any) {
	for key, value := range more {
		inner, is := value.(map[string]any)
		if old, was := into[key].(map[string]any); is && was {
			merge(old, inner)
			continue
		}
		into[key] = value
	}
}

// Repository copies the same without the dilemmas.
func Repository(t testing.TB) string {
	t.Helper()
	dir := Copy(t)
	dilemmas, err := filepath.Glob(filepath.Join(dir, "content", "dilemmas", "[^_]*"))
	must.Do(t, err)
	for _, d := range dilemmas {
		must.Do(t, os.RemoveAll(d))
	}
	return dir
}

// Checker checks a book by its own standard.
func Checker(book *casebook.Book) *rules.Checker { return CheckerAt(book, time.Now()) }

// CheckerAt checks a book by its own standard, as it would be at a moment.
func CheckerAt(book *casebook.Book, now time.Time) *rules.Checker {
	return rules.New(book, rules.ReadStandard(book), now)
}

// Definition returns the canvas of this repository.
func Definition(t testing.TB) *canvas.Definition {
	t.Helper()
	def, err := canvas.Load(os.DirFS(Root))
	must.Do(t, err)
	return def
}

// BuildForSearch builds the site of a repository for a search into a folder, without the index.
func BuildForSearch(t testing.TB, source, public string, args ...string) {
	t.Helper()
	skip.Short(t)
	must.Do(t, buildForSearch(source, public, args...))
}

func buildForSearch(source, public string, args ...string) error {
	args = append([]string{"build", "--destination", public, "--minify", "--noBuildLock", "--quiet"}, args...)
	var output bytes.Buffer
	if err := hugo.Run(context.Background(), "hugo", source, &output, &output, hugo.Options{Args: args, Search: true}); err != nil {
		return &failure{err, output.String()}
	}
	return nil
}

// failure is an error with what the program said.
type failure struct {
	error
	output string
}

func (f *failure) Error() string { return f.error.Error() + "\n" + f.output }
func (f *failure) Unwrap() error { return f.error }

// BuildSearch builds the site of a repository with its index into a folder, as `dilemma build` does.
func BuildSearch(t testing.TB, source, public string, args ...string) {
	t.Helper()
	BuildForSearch(t, source, public, args...)
	must.Do(t, Index(public))
}

// Index makes the index of a site in its folder.
func Index(public string) error {
	words, err := search.ReadWords(os.DirFS(Root))
	if err != nil {
		return err
	}
	return search.Make(context.Background(), public, filepath.Join(public, search.Dir), words, nil)
}

// BuildPrograms builds the site of a repository into a new folder as the command does: with the programs of the form.
func BuildPrograms(t testing.TB, source string, args ...string) string {
	t.Helper()
	skip.Short(t)
	config, err := programConfig()
	must.Do(t, err)
	return Build(t, source, append([]string{"--config", config}, args...)...)
}

// Programs returns the folder with the programs of the form, as it stands beside the command of a release.
func Programs(t testing.TB) string {
	t.Helper()
	skip.Short(t)
	made, err := programs()
	must.Do(t, err)
	return filepath.Join(made, "assets", wasm.Dir)
}

var programs = sync.OnceValues(func() (string, error) {
	return shared("programs", codeInputs, nil, func(dir string) error { return wasm.Put(context.Background(), "", Root, dir) })
})

// programConfig is the configuration that gives Hugo the product, and the programs of the form as WebAssembly.
var programConfig = sync.OnceValues(func() (string, error) {
	made, err := programs()
	if err != nil {
		return "", err
	}
	// Hugo must be told where they are in a file beside them.
	dir, err := os.MkdirTemp("", "dilemma-programs-")
	if err != nil {
		return "", err
	}
	atend.Do(func() { _ = os.RemoveAll(dir) })
	if err := os.CopyFS(dir, os.DirFS(made)); err != nil {
		return "", err
	}
	return Configure(Root, dir)
})

// Configure writes what the command gives Hugo besides the files of a book to a folder, and returns the value of the option --config.
func Configure(book, dir string) (string, error) {
	settings, err := os.ReadFile(filepath.Join(book, "hugo.toml"))
	if err != nil {
		return "", err
	}
	site := hugo.Site{Settings: settings, Product: product.Files, Common: product.Settings, Replaced: product.Over(os.DirFS(book)).Replaced("data")}
	return site.Write(dir)
}
