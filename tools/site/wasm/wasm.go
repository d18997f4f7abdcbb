// Package wasm makes the programs that pages of the site run: Go of this repository, compiled to WebAssembly. What they do is in the rooms that they
// are made of; here they are only compiled and put where templates find them.
package wasm

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Dir is the folder below assets/ in which templates find the files.
const Dir = "programs"

// Programs are the programs: the rules of `dilemma check`, and the canvas to Word and back.
var Programs = []string{"rules", "word"}

// The other files, and where they come from.
const (
	Runtime = "wasm_exec.js" // what Go needs around a program in a page, of the same version of Go
	Words   = "lexicon.bin"  // what the rules know of names and words

	source = "tools/site/wasm"
	words  = "tools/privacy/detect/internal/lexicon/lexicon.bin"
)

// ErrAbsent says that there is nothing to compile: a repository without the sources.
var ErrAbsent = errors.New("no programs for pages")

// Make compiles the programs of the repository at root, with the command go, and writes all files below dir/assets. The first time takes half a minute; after
// that Go's cache has most of it.
func Make(ctx context.Context, root, dir string) error {
	if _, err := os.Stat(filepath.Join(root, source)); err != nil {
		return ErrAbsent
	}
	out := filepath.Join(dir, "assets", Dir)
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	out, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	for _, name := range Programs {
		// Without inlining it is a tenth smaller on the wire, and fast enough.
		if _, err := run(ctx, root, "build", "-trimpath", "-gcflags=all=-l", "-ldflags=-s -w", "-o", filepath.Join(out, name+".wasm"), "./"+source+"/"+name); err != nil {
			return err
		}
	}
	goRoot, err := run(ctx, root, "env", "GOROOT")
	if err != nil {
		return err
	}
	for name, from := range map[string]string{
		Runtime: filepath.Join(strings.TrimSpace(goRoot), "lib", "wasm", Runtime),
		Words:   filepath.Join(root, words),
	} {
		text, err := os.ReadFile(from)
		if err == nil {
			err = os.WriteFile(filepath.Join(out, name), text, 0o644)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func run(ctx context.Context, root string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = root
	cmd.Env = append(cmd.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %s", args[0], cmp.Or(reason(said.String()), err.Error()))
	}
	return string(out), nil
}

// reason returns the first line in which the compiler says what is wrong.
func reason(said string) string {
	for line := range strings.Lines(said) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			return line
		}
	}
	return ""
}
