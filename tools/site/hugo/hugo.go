// Package hugo runs Hugo in the version that a go.mod pins. It finds Hugo on this machine, or else builds it once, in the user's
// cache; and it gives Hugo the files of a product behind those of the site. It knows nothing of dilemmas.
package hugo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/modfile"

	"github.com/openbaarheid-schuurt/dilemma/tools/internal/child"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/gotool"
	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// module is the Go module of Hugo.
const module = "github.com/gohugoio/hugo"

// ErrNoGo means that Hugo must be built and the command go was not found.
var ErrNoGo = errors.New("no go command")

// Pin is the content of the go.mod that pins the version of Hugo, and of the go.sum beside it.
type Pin struct{ Mod, Sum []byte }

// Version returns the version of Hugo, such as v0.165.0.
func (p Pin) Version() (string, error) {
	mod, err := modfile.ParseLax("go.mod", p.Mod, nil)
	if err != nil {
		return "", err
	}
	for _, r := range mod.Require {
		if r.Mod.Path == module {
			return r.Mod.Version, nil
		}
	}
	return "", fmt.Errorf("go.mod requires no %s", module)
}

// Progress is called while Hugo is built, with the number of packages that are compiled; first with 0.
type Progress func(version string, done, total int)

// Find returns the path of a hugo in the version that is pinned: beside this program, on the PATH, in the user's cache, or else built from go.mod and go.sum
// into that cache. Building takes minutes. A program below the folder checkout is not used: it may have come with a branch.
func (p Pin) Find(ctx context.Context, checkout string, progress Progress) (string, error) {
	version, err := p.Version()
	if err != nil {
		return "", err
	}
	if hugo, place := Look(ctx, version, checkout); place != Nowhere {
		return hugo, nil
	}
	hugo, err := inCache(version)
	if err != nil {
		return "", err
	}
	return hugo, p.build(ctx, version, hugo, progress)
}

// Place says where a hugo was found.
type Place string

// The places.
const (
	Nowhere Place = ""
	Beside  Place = "beside" // beside this program
	OnPath  Place = "path"
	InCache Place = "cache" // in the user's cache, where Find built it
)

// Look returns the path of a hugo in this version that is there already, and where. It takes no program below the folder checkout.
func Look(ctx context.Context, version, checkout string) (string, Place) {
	if self, err := os.Executable(); err == nil {
		if real, err := filepath.EvalSymlinks(self); err == nil {
			self = real // Homebrew and winget put a link on the PATH, and only Linux tells what is behind it
		}
		if hugo := filepath.Join(filepath.Dir(self), program()); fits(ctx, hugo, checkout, version) {
			return hugo, Beside
		}
	}
	if hugo, err := exec.LookPath("hugo"); err == nil && fits(ctx, hugo, checkout, version) {
		return hugo, OnPath
	}
	if hugo, err := inCache(version); err == nil {
		if _, err := os.Stat(hugo); err == nil {
			return hugo, InCache // the name of the folder contains the version, so it need not be started to find out
		}
	}
	return "", Nowhere
}

// inCache returns where a hugo in this version stands in the user's cache, when it was built.
func inCache(version string) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(cache, "dilemma", "hugo-"+version, program()), nil
}

// program returns the name of the program on this system.
func program() string {
	if runtime.GOOS == "windows" {
		return "hugo.exe"
	}
	return "hugo"
}

// fits reports whether a program that is not below checkout is Hugo in this version, by running "hugo version".
func fits(ctx context.Context, hugo, checkout, version string) bool {
	if info, err := os.Stat(hugo); err != nil || info.IsDir() || below(hugo, checkout) {
		return false
	}
	cmd := exec.CommandContext(ctx, hugo, "version")
	cmd.Env = environment(os.Environ())
	out, err := child.Output(cmd)
	if err != nil {
		return false
	}
	for word := range strings.FieldsSeq(string(out)) {
		word, _, _ = strings.Cut(word, "-") // v0.165.0-abcdef+extended
		word, _, _ = strings.Cut(word, "+")
		if word == version {
			return true
		}
	}
	return false
}

// below reports whether a file is in a folder, links aside.
func below(file, dir string) bool {
	real := func(name string) string {
		if r, err := filepath.EvalSymlinks(name); err == nil {
			return r
		}
		return name
	}
	rel, err := filepath.Rel(real(dir), real(file))
	return err == nil && filepath.IsLocal(rel)
}

// build compiles Hugo and moves it to its place when it is complete. It does so in a folder of its own with a copy of go.mod and go.sum, so that nothing
// else in the repository or around it can change what is compiled.
func (p Pin) build(ctx context.Context, version, hugo string, progress Progress) error {
	if _, err := exec.LookPath("go"); err != nil {
		return ErrNoGo
	}
	if err := os.MkdirAll(filepath.Dir(hugo), 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(hugo), "build-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	for name, text := range map[string][]byte{"go.mod": p.Mod, "go.sum": p.Sum} {
		if err := os.WriteFile(filepath.Join(temp, name), text, 0o644); err != nil {
			return err
		}
	}
	list, err := gotool.Command(ctx, temp, "list", "-deps", module)
	if err != nil {
		return err
	}
	packages, err := child.Output(list)
	if err != nil {
		return fmt.Errorf("go list %s: %w", module, err)
	}
	total := strings.Count(string(packages), "\n")
	progress(version, 0, total)
	made := filepath.Join(temp, filepath.Base(hugo))
	cmd, err := gotool.Command(ctx, temp, "build", "-v", "-trimpath", "-o", made, module)
	if err != nil {
		return err
	}
	lines := &lineCounter{each: func(n int) { progress(version, min(n, total), total) }}
	cmd.Stderr = lines
	if err := child.Run(cmd); err != nil {
		return fmt.Errorf("go build %s: %w\n%s", module, err, lines.tail)
	}
	progress(version, total, total)
	return whole.Rename(made, hugo) // a virus scanner may be looking at it
}

// lineCounter counts the lines of `go build -v`, one for each package, and keeps the last ones for an error.
type lineCounter struct {
	n    int
	tail string
	each func(n int)
}

func (c *lineCounter) Write(p []byte) (int, error) {
	c.n += strings.Count(string(p), "\n")
	c.tail = lastBytes(c.tail+string(p), 2000)
	c.each(c.n)
	return len(p), nil
}

func lastBytes(s string, n int) string { return s[max(0, len(s)-n):] }

// Options are the options of Run. Args are the arguments of Hugo, of which the first is its command. Search says that the site will have a search index, Paper that it will have PDFs,
// Workbook that it will have the book as a workbook. Dilemmas is how many there are, for a build.
type Options struct {
	Args     []string
	Dilemmas int
	Search   bool
	Paper    bool
	Workbook bool
}

// kept are the environment variables that Hugo needs. No other is passed on, so that no template can find a token.
var kept = []string{"PATH", "HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "SYSTEMROOT", "TMPDIR", "TMP", "TEMP", "XDG_CACHE_HOME", "LANG", "LC_ALL", "TZ",
	"GOGC", "GOMEMLIMIT"}

// Frugal returns the settings by which Hugo builds a site with so many dilemmas once, in little memory; what the user set in the environment goes before them. By itself Hugo
// keeps the text, the syntax tree and the HTML of every page until it takes a quarter of the machine, for a next build, which only its server makes. HUGO_MEMORYLIMIT is the
// size, in gigabytes, from which it begins to forget them; the other two let Go collect garbage seldom while there is room, and often when there is not. What Hugo can't forget
// grows with the book, so the room does too: with less, Go would do nothing but collect. In a large book it collects often from the start, or the holes that garbage leaves
// between what stays take a quarter more.
func Frugal(dilemmas int) []string {
	gogc := "GOGC=200"
	if dilemmas >= large {
		gogc = "GOGC=40"
	}
	return []string{"HUGO_MEMORYLIMIT=0.25", gogc, fmt.Sprintf("GOMEMLIMIT=%dMiB", max(room, room*dilemmas/fill))}
}

// From how many dilemmas on a book is large, and in how much memory, in MiB, Go has room for how many in two languages.
const (
	large = 5000
	room  = 1150
	fill  = 10_000
)

// security are the settings of Hugo that no file of the site can weaken, since Hugo takes the environment before its files: no other program is started,
// nothing is fetched, no template reads the environment, and a page is Markdown, without code of its own.
const security = `HUGO_SECURITY={"enableInlineShortcodes":false,"allowContent":["^text/markdown$"],"exec":{"allow":["none"],"osEnv":["none"]},"funcs":{"getenv":["none"]},"http":{"urls":["none"],"methods":["none"]}}`

// environment returns the environment of Hugo: what it needs of all, and the settings of Hugo that the user has made there.
func environment(all []string) []string {
	var env []string
	for _, setting := range all {
		name, _, _ := strings.Cut(strings.ToUpper(setting), "=")
		// HUGO and one sign, which Hugo takes for the separator, stand before each of its settings.
		hugo, isHugo := strings.CutPrefix(name, "HUGO")
		if slices.Contains(kept, name) || isHugo && len(hugo) > 1 && !strings.HasPrefix(hugo[1:], "SECURITY") {
			env = append(env, setting)
		}
	}
	return append(env, security)
}

// Run runs Hugo on the folder of a site and passes on its output. Hugo reads no settings in a folder config, which would go before all others, and
// ends with this process. When Hugo fails it returns the error of exec.
func Run(ctx context.Context, hugo, root string, stdout, stderr io.Writer, options Options) error {
	cmd := exec.CommandContext(ctx, hugo, append([]string{"--source", root, "--configDir", os.DevNull}, options.Args...)...)
	var env []string
	if len(options.Args) > 0 && options.Args[0] == "build" {
		env = Frugal(options.Dilemmas) // of a setting that is there twice, the last counts
	}
	cmd.Env = append(slices.Concat(env, environment(os.Environ())), fmt.Sprintf("HUGO_PARAMS_SEARCH=%t", options.Search), fmt.Sprintf("HUGO_PARAMS_PAPER=%t", options.Paper),
		fmt.Sprintf("HUGO_PARAMS_WORKBOOK=%t", options.Workbook))
	cmd.Stdout, cmd.Stderr = stdout, stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	return child.Run(cmd)
}
