// Package search makes the search index of a built site with Pagefind, in the version that package-lock.json pins, and the facets for the filters. The
// data-pagefind attributes of the pages say what to index; the package knows nothing of dilemmas.
package search

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"

	"github.com/openbaarheid-schuurt/dilemma/tools/internal/child"
)

// Dir is the folder of the index in a site. mark is the file by which a folder is recognised as an index.
const (
	Dir  = "pagefind"
	mark = "pagefind-entry.json"
)

// licence is put in the published script; NOTICE has the full text.
const licence = "/*! Pagefind, Copyright (c) Pagefind, MIT License: https://github.com/Pagefind/pagefind */\n"

// ErrForeign means that the folder of the index contains something else, ErrIndex that Pagefind failed.
var (
	ErrForeign = errors.New("not an index")
	ErrIndex   = errors.New("Pagefind")
)

// An AbsentError means that Pagefind can't be used. Have is the version that is installed, empty when there is none; Want is the pinned version.
type AbsentError struct{ Want, Have string }

func (e *AbsentError) Error() string {
	if e.Have == "" {
		return fmt.Sprintf("Pagefind %s is not installed", e.Want)
	}
	return fmt.Sprintf("Pagefind %s is installed, want %s", e.Have, e.Want)
}

// ErrProgram means that the program that is installed is not the one in the package that package-lock.json pins, or not known to be.
var ErrProgram = errors.New("not the pinned Pagefind")

//go:generate go run ./generate

// programs holds the SHA-256 of the program in each package of Pagefind, by the integrity of that package in package-lock.json.
//
//go:embed programs.json
var programs []byte

// Find returns a program of Pagefind in the user's cache, which is the very file of the package that the package-lock.json below root pins. It is copied
// there from where `npm ci` installed it below checkout, and nothing there is run. It does not need Node. The error is an *AbsentError when there is no
// such program, and ErrProgram when it is another.
func Find(root, checkout string) (string, error) {
	system, chip := runtime.GOOS, map[string]string{"amd64": "x64"}[runtime.GOARCH]
	if chip == "" {
		chip = runtime.GOARCH
	}
	name := "node_modules/@pagefind/" + system + "-" + chip
	want, integrity, err := pinned(root, name)
	if err != nil {
		return "", err
	}
	folder := filepath.Join(checkout, filepath.FromSlash(name))
	file := "pagefind_extended"
	if system == "windows" {
		file += ".exe"
	}
	program, err := os.ReadFile(filepath.Join(folder, "bin", file))
	if err != nil {
		return "", &AbsentError{Want: want}
	}
	var known map[string]string
	if err := json.Unmarshal(programs, &known); err != nil {
		return "", err
	}
	sum := hash(program)
	if sum != known[integrity] {
		if have := version(filepath.Join(folder, "package.json")); have != "" && have != want {
			return "", &AbsentError{Want: want, Have: have}
		}
		return "", ErrProgram
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	kept := filepath.Join(cache, "dilemma", "pagefind-"+want+"-"+sum[:12], file)
	if there, err := os.ReadFile(kept); err == nil && hash(there) == sum {
		return kept, nil
	}
	return kept, keep(kept, program)
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// keep writes a program to the cache, completely or not at all.
func keep(name string, program []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(name), "unfinished-")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(program)
	if err = errors.Join(err, temp.Chmod(0o755), temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), name)
}

// version returns the version in the package.json of an installed package, or "".
func version(name string) string {
	text, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	var p struct{ Version string }
	if json.Unmarshal(text, &p) != nil {
		return ""
	}
	return p.Version
}

// pinned returns the version of Pagefind in package-lock.json and the integrity of the package with its program; they are empty when it is not there.
func pinned(root, name string) (version, integrity string, err error) {
	file := filepath.Join(root, "package-lock.json")
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", "", nil
	}
	if err != nil {
		return "", "", err
	}
	var lock struct {
		Packages map[string]struct{ Version, Integrity string }
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		return "", "", fmt.Errorf("%s: %w", file, err)
	}
	return lock.Packages["node_modules/pagefind"].Version, lock.Packages[name].Integrity, nil
}

// Make indexes the site in a folder and writes the index to target, completely or not at all; it removes an older index there first. The error is
// ErrForeign when target contains something else, and ErrIndex with the output of Pagefind when that fails.
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

// run runs Pagefind, which writes the index of a site to a new folder.
func run(ctx context.Context, program, site, made string) error {
	site, err := filepath.Abs(site)
	if err != nil {
		return err
	}
	if made, err = filepath.Abs(made); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, "--site", site, "--output-path", made, "--quiet")
	// A configuration file or an environment variable of the user could change the index.
	cmd.Dir, cmd.Env = filepath.Dir(made), []string{}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err = child.Run(cmd)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("%w: %w: %s", ErrIndex, err, bytes.TrimSpace(out.Bytes()))
	}
	return nil
}

// Remove removes an index, so that a search does not find pages that are gone. The error is ErrForeign when the folder contains something else.
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

// finish turns the output of Pagefind into the index of the site: it removes the user interfaces and filters of Pagefind, which the site does not use,
// makes the script a tenth smaller, packs the index, and writes the facets.
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
