// Package hugo runs Hugo in the version that go.mod pins. It finds Hugo on this machine, or else builds it once, in the user's
// cache. It knows nothing of dilemmas.
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
	"strings"

	"golang.org/x/mod/modfile"
)

// module is the Go module of Hugo.
const module = "github.com/gohugoio/hugo"

// ErrNoGo means that Hugo must be built and the command go was not found.
var ErrNoGo = errors.New("no go command")

// ErrNoVersion means that go.mod requires no version of Hugo.
var ErrNoVersion = errors.New("no version of Hugo")

// Version returns the version of Hugo that the go.mod below root pins, such as v0.165.0.
func Version(root string) (string, error) {
	name := filepath.Join(root, "go.mod")
	src, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	mod, err := modfile.ParseLax(name, src, nil)
	if err != nil {
		return "", err
	}
	for _, r := range mod.Require {
		if r.Mod.Path == module {
			return r.Mod.Version, nil
		}
	}
	return "", fmt.Errorf("%s: %w", name, ErrNoVersion)
}

// Progress is called while Hugo is built, with the number of packages that are compiled; first with 0.
type Progress func(version string, done, total int)

// Find returns the path of a hugo in the pinned version: beside this program, on the PATH, in the user's cache, or else
// built from go.mod into that cache. Building takes minutes.
func Find(ctx context.Context, root string, progress Progress) (string, error) {
	version, err := Version(root)
	if err != nil {
		return "", err
	}
	name := "hugo"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if self, err := os.Executable(); err == nil {
		if hugo := filepath.Join(filepath.Dir(self), name); fits(ctx, hugo, version) {
			return hugo, nil
		}
	}
	if hugo, err := exec.LookPath("hugo"); err == nil && fits(ctx, hugo, version) {
		return hugo, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	hugo := filepath.Join(cache, "dilemma", "hugo-"+version, name)
	if _, err := os.Stat(hugo); err == nil {
		return hugo, nil // the name of the folder contains the version, so it need not be started to find out
	}
	return hugo, build(ctx, root, version, hugo, progress)
}

// fits reports whether a program is Hugo in this version, by running "hugo version".
func fits(ctx context.Context, hugo, version string) bool {
	if info, err := os.Stat(hugo); err != nil || info.IsDir() {
		return false
	}
	out, err := exec.CommandContext(ctx, hugo, "version").Output()
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

// build compiles Hugo and moves it to its place when it is complete.
func build(ctx context.Context, root, version, hugo string, progress Progress) error {
	goTool, err := exec.LookPath("go")
	if err != nil {
		return ErrNoGo
	}
	total, err := countPackages(ctx, goTool, root)
	if err != nil {
		return err
	}
	progress(version, 0, total)
	if err := os.MkdirAll(filepath.Dir(hugo), 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(hugo), "build-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	made := filepath.Join(temp, filepath.Base(hugo))
	cmd := exec.CommandContext(ctx, goTool, "build", "-v", "-o", made, module)
	cmd.Dir = root
	lines := &lineCounter{each: func(n int) { progress(version, min(n, total), total) }}
	cmd.Stderr = lines
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go build %s: %w\n%s", module, err, lines.tail)
	}
	progress(version, total, total)
	return os.Rename(made, hugo)
}

func countPackages(ctx context.Context, goTool, root string) (int, error) {
	cmd := exec.CommandContext(ctx, goTool, "list", "-deps", module)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return 0, fmt.Errorf("go list %s: %w", module, err)
	}
	return strings.Count(string(out), "\n"), nil
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

// Module writes a configuration into a folder that makes Hugo use the folder as a module: its data/ and assets/ are merged with those of the repository.
// The configuration also holds what lock returns for the settings of the repository. Module returns its path, for Hugo's option --config, where it comes
// behind those settings.
func Module(dir string, settings []byte) (name string, err error) {
	locked, err := lock(settings)
	if err != nil {
		return "", err
	}
	name = filepath.Join(dir, "settings.toml")
	return name, os.WriteFile(name, fmt.Appendf(locked, "[[module.imports]]\npath = %q\n", dir), 0o644)
}

// Options are the options of Run. Args are the arguments of Hugo. Search says that the site will have a search index, Paper that it will have PDFs.
type Options struct {
	Args   []string
	Search bool
	Paper  bool
}

// Run runs Hugo on the repository and passes on its output. Hugo reads no settings in a folder config, which would go before all others. When Hugo fails
// it returns the error of exec.
func Run(ctx context.Context, hugo, root string, stdout, stderr io.Writer, options Options) error {
	cmd := exec.CommandContext(ctx, hugo, append([]string{"--source", root, "--configDir", os.DevNull}, options.Args...)...)
	cmd.Env = append(cmd.Environ(), fmt.Sprintf("HUGO_PARAMS_SEARCH=%t", options.Search), fmt.Sprintf("HUGO_PARAMS_PAPER=%t", options.Paper))
	cmd.Stdout, cmd.Stderr = stdout, stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	return cmd.Run()
}
