package sitebuild

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/atend"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/pdf"
)

// What is made of this repository for all tests stands in the cache of the user, below dilemma/test, in folders that are named after the hash of
// everything that they are made of. Nobody writes in them once they are there: tests that want to change a site copy it.

// A Variant is a way in which the site of this repository is built.
type Variant struct {
	Address  string // the address of the site, with a slash at the end
	Search   bool   // with the search and its index
	Programs bool   // with the programs of the form
}

// Address is that of the site that most tests read.
const Address = "http://site.test/"

// Published returns the site of this repository at Address, with all dilemmas. The folder is for reading only.
func Published(t testing.TB) string {
	t.Helper()
	return Site(t, Variant{Address: Address})
}

// Searchable returns the same with its search.
func Searchable(t testing.TB) string {
	t.Helper()
	return Site(t, Variant{Address: Address, Search: true})
}

// Site returns the site of this repository in a variant: built before, by whatever package, or else now. The folder is for reading only.
func Site(t testing.TB, v Variant) string {
	t.Helper()
	skip.Short(t)
	code := siteInputs
	if v.Search || v.Programs {
		code = codeInputs // our own code makes a part of it
	}
	dir, err := shared("site", code, []string{fmt.Sprintf("%+v", v)}, func(public string) error { return v.build(public) })
	must.Do(t, err)
	return dir
}

// build builds a variant from a copy of its inputs, so that Hugo can read nothing that is not in the hash.
func (v Variant) build(public string) error {
	source, err := os.MkdirTemp("", "dilemma-test-source-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(source)
	if err := copyInputs(source); err != nil {
		return err
	}
	args := []string{"--panicOnWarning", "--printPathWarnings", "--baseURL", v.Address}
	if v.Programs {
		config, err := programConfig()
		if err != nil {
			return err
		}
		args = append(args, "--config", config)
	}
	if !v.Search {
		out, err := runHugo(source, nil, append([]string{"build", "--destination", public, "--minify", "--noBuildLock"}, args...)...)
		if err != nil {
			return &failure{err, out}
		}
		return nil
	}
	if err := buildForSearch(source, public, args...); err != nil {
		return err
	}
	return Index(public)
}

// Command returns the command dilemma with these arguments, to run in a folder. Hugo is on its PATH.
func Command(t testing.TB, ctx context.Context, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(ctx, Dilemma(t), args...)
	cmd.Dir = dir
	return cmd
}

// Dilemma returns the program of the command.
func Dilemma(t testing.TB) string {
	t.Helper()
	skip.Short(t)
	name := "dilemma"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	dir, err := shared("command", codeInputs, nil, func(dir string) error {
		cmd := exec.Command("go", "build", "-o", filepath.Join(dir, name), "./cmd/dilemma")
		cmd.Dir = Root
		if out, err := cmd.CombinedOutput(); err != nil {
			return &failure{err, string(out)}
		}
		return nil
	})
	must.Do(t, err)
	return filepath.Join(dir, name)
}

// WithoutBrowser makes a command do without the browser of this machine, as on one that has none: it then prints no PDFs, which takes seconds.
func WithoutBrowser(t testing.TB, cmd *exec.Cmd) *exec.Cmd {
	t.Helper()
	cmd.Env = append(cmd.Environ(), "PATH="+PathWithoutBrowser(t))
	return cmd
}

// PathWithoutBrowser returns a PATH with all programs of this one but for browsers.
func PathWithoutBrowser(t testing.TB) string {
	t.Helper()
	skip.Short(t)
	path, err := pathWithoutBrowser()
	must.Do(t, err)
	return path
}

var pathWithoutBrowser = sync.OnceValues(func() (string, error) {
	if _, err := pdf.Find(); err != nil || runtime.GOOS == "windows" { // where not everybody may make links
		return os.Getenv("PATH"), nil
	}
	dir, err := os.MkdirTemp("", "dilemma-path-")
	if err != nil {
		return "", err
	}
	atend.Do(func() { _ = os.RemoveAll(dir) })
	for _, from := range filepath.SplitList(os.Getenv("PATH")) {
		programs, err := os.ReadDir(from)
		if err != nil {
			continue // a PATH may name folders that are not there
		}
		for _, p := range programs {
			if strings.Contains(p.Name(), "chrom") {
				continue
			}
			if err := os.Symlink(filepath.Join(from, p.Name()), filepath.Join(dir, p.Name())); err != nil && !errors.Is(err, fs.ErrExist) {
				return "", err
			}
		}
	}
	return dir, nil
})

// siteInputs are the files of which Hugo makes the site.
func siteInputs() ([]string, error) {
	var all []string
	for _, name := range inputs {
		files, err := filesBelow(name, nil)
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	return all, nil
}

// codeInputs are those, and all files that our own code may be compiled of: everything but the tests, what is made, and what Git and npm keep.
func codeInputs() ([]string, error) {
	return filesBelow(".", func(name string, dir bool) bool {
		if dir {
			return name != "." && (strings.HasPrefix(name, ".") || slices.Contains([]string{"node_modules", "test", "public", "resources"}, name))
		}
		return strings.HasSuffix(name, "_test.go") || name == "node_modules" // a link to that of another clone
	})
}

// filesBelow returns the files in a file or folder of the repository, as paths relative to Root; not those that out names.
func filesBelow(start string, out func(name string, dir bool) bool) ([]string, error) {
	var all []string
	err := filepath.WalkDir(filepath.Join(Root, start), func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err = filepath.Rel(Root, name)
		switch {
		case err != nil:
			return err
		case out != nil && out(name, d.IsDir()):
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir():
			all = append(all, name)
		}
		return nil
	})
	return all, err
}

// hash returns the hash of files of the repository, with all else that what is made of them depends on: the version of Go and what the environment says to
// Go and to Hugo, the day, which the site compares with the days in dilemmas, the packages of npm, and the options.
func hash(files []string, options []string) (string, error) {
	h := sha256.New()
	fmt.Fprintf(h, "%s %s %s %s\n%q\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, time.Now().Format("2006-01-02 MST"), options)
	for _, setting := range slices.Sorted(slices.Values(os.Environ())) {
		if strings.HasPrefix(setting, "HUGO_") || strings.HasPrefix(setting, "GO") || strings.HasPrefix(setting, "CGO_") {
			fmt.Fprintf(h, "%q\n", setting)
		}
	}
	for _, name := range append(slices.Clone(files), "package-lock.json") {
		data, err := os.ReadFile(filepath.Join(Root, name))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%q %d\n", filepath.ToSlash(name), len(data))
		h.Write(data)
	}
	return hex.EncodeToString(h.Sum(nil))[:32], nil
}

// known are the folders that this process asked for, so that each is looked up once.
var known = struct {
	sync.Mutex
	all map[string]func() (string, error)
}{all: map[string]func() (string, error){}}

// shared returns the folder of that kind that is made of the files and the options. If it is not there, fill makes it, in whichever process comes first; the
// others wait. It appears whole or not at all.
func shared(kind string, files func() ([]string, error), options []string, fill func(dir string) error) (string, error) {
	known.Lock()
	key := fmt.Sprintf("%s %q", kind, options)
	find := known.all[key]
	if find == nil {
		find = sync.OnceValues(func() (string, error) { return obtain(kind, files, options, fill) })
		known.all[key] = find
	}
	known.Unlock()
	return find()
}

func obtain(kind string, files func() ([]string, error), options []string, fill func(dir string) error) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "dilemma", "test", kind)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	for range 5 {
		names, err := files()
		if err != nil {
			return "", err
		}
		sum, err := hash(names, options)
		if err != nil {
			return "", err
		}
		made, err := obtainSum(filepath.Join(dir, sum), fill)
		if err != nil {
			return "", err
		}
		// Somebody who writes in the repository meanwhile gets what is made of the new text, and nobody what was made of half of it.
		if again, err := hash(names, options); err == nil && again == sum {
			tidy(dir)
			return made, nil
		} else if err := errors.Join(err, remove(made)); err != nil {
			return "", err
		}
	}
	return "", errors.New("the repository changes all the time")
}

// obtainSum returns a folder that is there, and as it was made; or else makes it.
func obtainSum(made string, fill func(dir string) error) (string, error) {
	unlock, err := lockedfile.MutexAt(made + ".lock").Lock()
	if err != nil {
		return "", err
	}
	defer unlock()
	if want, err := os.ReadFile(made + ".sum"); err == nil {
		if got, err := content(made); err == nil && got == string(want) {
			now := time.Now()
			return made, os.Chtimes(made+".sum", now, now)
		}
	}
	if err := remove(made); err != nil {
		return "", err
	}
	temp, err := os.MkdirTemp(filepath.Dir(made), "making-")
	if err != nil {
		return "", err
	}
	defer remove(temp)
	if err := fill(temp); err != nil {
		return "", err
	}
	sum, err := content(temp)
	if err != nil {
		return "", err
	}
	if err := os.Rename(temp, made); err != nil {
		return "", err
	}
	if err := protect(made); err != nil {
		return "", err
	}
	// With its sum it is there.
	return made, os.WriteFile(made+".sum", []byte(sum), 0o644)
}

// content returns a hash of all names and files in a folder.
func content(dir string) (string, error) {
	h := sha256.New()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		fmt.Fprintf(h, "%q\n", strings.TrimPrefix(name, dir))
		_, err = io.Copy(h, file)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)), err
}

// protect takes away the right to write.
func protect(dir string) error { return setMode(dir, 0o555, 0o444) }

// remove removes a folder that may be protected, with its sum.
func remove(dir string) error {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return cmp.Or(setMode(dir, 0o755, 0o644), errors.Join(os.RemoveAll(dir), os.RemoveAll(dir+".sum")))
}

func setMode(dir string, folder, file fs.FileMode) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.Chmod(name, folder)
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		return os.Chmod(name, file|info.Mode()&0o111)
	})
}

// The number of folders of a kind that stay, and how long one that is in use stays in any case.
const (
	keep  = 8
	inUse = 2 * time.Hour
)

// tidy removes the folders that were not asked for recently, but for the newest.
func tidy(dir string) {
	sums, err := filepath.Glob(filepath.Join(dir, "*.sum"))
	if err != nil {
		return
	}
	age := map[string]time.Duration{}
	for _, name := range sums {
		if info, err := os.Stat(name); err == nil {
			age[name] = time.Since(info.ModTime())
		}
	}
	slices.SortFunc(sums, func(a, b string) int { return cmp.Compare(age[a], age[b]) })
	for i, name := range sums {
		if made := strings.TrimSuffix(name, ".sum"); i >= keep && age[name] > inUse {
			_ = remove(made)
			_ = os.Remove(made + ".lock")
		}
	}
}
