// Package search makes the search index of a built site with Pagefind, in the version that package-lock.json pins, and beside it what
// the filters need. What is to be found, the pages say themselves with data-pagefind attributes; the room knows nothing of dilemmas.
package search

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
)

// Dir is the folder of the index in a site. A file in it says that the folder is an index.
const (
	Dir  = "pagefind"
	mark = "pagefind-entry.json"
)

// licence stands in the script that is published; NOTICE has it whole.
const licence = "/*! Pagefind, Copyright (c) Pagefind, MIT License: https://github.com/Pagefind/pagefind */\n"

// ErrForeign says that the folder of the index is in use for something else, ErrIndex that Pagefind failed.
var (
	ErrForeign = errors.New("not an index")
	ErrIndex   = errors.New("Pagefind")
)

// An AbsentError says that Pagefind cannot be used. Have is the version that is there, or empty when there is none that runs.
type AbsentError struct{ Want, Have string }

func (e *AbsentError) Error() string {
	if e.Have == "" {
		return fmt.Sprintf("Pagefind %s is not installed", e.Want)
	}
	return fmt.Sprintf("Pagefind %s is installed, want %s", e.Have, e.Want)
}

// Find returns the program of Pagefind that `npm ci` put below root, when it runs in the version that package-lock.json pins. Node itself is
// not needed. The error is an *AbsentError where there is no such program.
func Find(ctx context.Context, root string) (string, error) {
	want, err := pinned(root)
	if err != nil {
		return "", err
	}
	system, chip := runtime.GOOS, map[string]string{"amd64": "x64"}[runtime.GOARCH]
	if chip == "" {
		chip = runtime.GOARCH
	}
	program := filepath.Join(root, "node_modules", "@pagefind", system+"-"+chip, "bin", "pagefind_extended")
	if system == "windows" {
		program += ".exe"
	}
	out, err := exec.CommandContext(ctx, program, "--version").Output()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	_, have, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	if err != nil || have != want {
		return "", &AbsentError{Want: want, Have: have}
	}
	return filepath.Abs(program)
}

// pinned returns the version of Pagefind in package-lock.json, or nothing where no file pins one.
func pinned(root string) (string, error) {
	name := filepath.Join(root, "package-lock.json")
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var lock struct {
		Packages map[string]struct{ Version string }
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return lock.Packages["node_modules/pagefind"].Version, nil
}

// Make indexes the site in a folder and puts the index in target, whole or not at all: an older index there goes first. The error is ErrForeign
// where target holds something else, and ErrIndex with what Pagefind said where it fails.
func Make(ctx context.Context, program, site, target string) error {
	if err := Remove(target); err != nil {
		return err
	}
	parent := filepath.Dir(target)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(parent, ".pagefind-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	made := filepath.Join(temp, Dir)
	if err := run(ctx, program, site, made); err != nil {
		return err
	}
	if err := finish(made); err != nil {
		return fmt.Errorf("%w: %w", ErrIndex, err)
	}
	return os.Rename(made, target)
}

// run lets Pagefind write its index of a site into a new folder.
func run(ctx context.Context, program, site, made string) error {
	site, err := filepath.Abs(site)
	if err != nil {
		return err
	}
	if made, err = filepath.Abs(made); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, "--site", site, "--output-path", made, "--quiet")
	// A file or a variable of the user's could change what is indexed.
	cmd.Dir, cmd.Env = filepath.Dir(made), []string{}
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("%w: %w: %s", ErrIndex, err, bytes.TrimSpace(out))
	}
	return nil
}

// Remove takes away an index, so that nobody finds what is on the site no more. The error is ErrForeign where the folder holds something else.
func Remove(target string) error {
	entries, err := os.ReadDir(target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(target, mark)); err != nil && len(entries) > 0 {
		return fmt.Errorf("%s: %w", target, ErrForeign)
	}
	return os.RemoveAll(target)
}

// finish makes of what Pagefind wrote what the site needs: without the interfaces and the filters, which the site has its own for, with a
// script that is a tenth smaller, packed, and with the facets.
func finish(dir string) error {
	for _, name := range []string{"pagefind-*ui.*", "pagefind-highlight.js", "pagefind-worker.js", "filter"} {
		found, err := filepath.Glob(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		for _, f := range found {
			if err := os.RemoveAll(f); err != nil {
				return err
			}
		}
	}
	script := filepath.Join(dir, "pagefind.js")
	source, err := os.ReadFile(script)
	if err != nil {
		return err
	}
	small := bytes.NewBufferString(licence)
	if err := js.Minify(minify.New(), small, bytes.NewReader(source), nil); err != nil {
		return err
	}
	if err := os.WriteFile(script, small.Bytes(), 0o644); err != nil {
		return err
	}
	if err := pack(dir); err != nil {
		return err
	}
	return writeFacets(dir)
}
