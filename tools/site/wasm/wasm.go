// Package wasm brings the programs that pages of the site run, as WebAssembly, to where templates find them: those beside this program, or else compiled. The folders below it hold the
// programs; what they do is in the packages that they use.
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

	"github.com/openbaarheid-schuurt/dilemma/tools/internal/child"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/gotool"
)

// Dir is the folder below assets/ where templates find the files.
const Dir = "programs"

// Programs are the names of the programs: the rules of `dilemma check`, the conversion of the canvas to Word and back, and what a proposal changes.
var Programs = []string{"rules", "word", proposal}

// proposal is the program of the redactie. It is compiled with the tag that brings along what the form does without.
const (
	proposal    = "proposal"
	proposalTag = "review"
)

// The names of the other files, and the places that the files come from.
const (
	Runtime = "wasm_exec.js" // the support script of Go for programs in a page, which must have the version of the compiler
	Words   = "lexicon.bin"  // the weights, and the names and words packed, by which the rules recognise personal data

	source = "tools/site/wasm"
	words  = "tools/privacy/detect/internal/lexicon/words.bin"
	model  = "tools/privacy/detect/internal/model/weights.bin"
)

// hot are the patterns of the packages in which a check spends its time, and of those with the small functions that they call: in these the compiler inlines, since
// a call costs a program in a page far more than it costs the command. The others would make the programs larger, and hardly faster.
var hot = []string{
	"bytes", "internal/abi", "internal/bytealg", "internal/byteorder", "internal/goarch", "internal/runtime/...", "internal/stringslite", "regexp", "slices", "sort", "strings", "unicode", "unicode/utf8",
	"./tools/privacy/detect/...",
}

// ErrAbsent means that there are no programs beside this one, and neither the sources of the programs nor the command go to compile them.
var ErrAbsent = errors.New("no programs for pages")

// Beside returns the folder with the programs beside this program, as a release has it, or "" when there is none.
func Beside() string {
	self, err := os.Executable()
	if err == nil {
		self, err = filepath.EvalSymlinks(self) // a package has a link to it on the PATH
	}
	if err != nil {
		return ""
	}
	dir := filepath.Join(filepath.Dir(self), Dir)
	for _, name := range files() {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || !info.Mode().IsRegular() {
			return ""
		}
	}
	return dir
}

// files returns the names of all files.
func files() []string {
	all := []string{Runtime, Words}
	for _, name := range Programs {
		all = append(all, name+".wasm")
	}
	return all
}

// Put writes all files below dir/assets: those in the folder beside, or else compiled as Make does.
func Put(ctx context.Context, beside, root, dir string) error {
	out := filepath.Join(dir, "assets", Dir)
	if beside == "" {
		return Make(ctx, root, out)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for _, name := range files() {
		if err := join(filepath.Join(out, name), []string{filepath.Join(beside, name)}); err != nil {
			return err
		}
	}
	return nil
}

// Make compiles the programs in the repository at root with the command go, and writes all files to a folder, which it makes. The first time takes half a
// minute; after that Go's cache has most of it.
func Make(ctx context.Context, root, out string) error {
	if _, err := os.Stat(filepath.Join(root, source)); root == "" || err != nil {
		return ErrAbsent
	}
	if _, err := exec.LookPath("go"); err != nil {
		return ErrAbsent
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	out, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	for _, name := range Programs {
		tags := ""
		if name == proposal {
			tags = proposalTag
		}
		args := []string{"build", "-tags=" + tags, "-trimpath", "-gcflags=all=-l"} // without inlining a program is a tenth smaller when compressed
		for _, pattern := range hot {
			args = append(args, "-gcflags="+pattern+"=") // the last pattern that matches a package counts
		}
		if _, err := run(ctx, root, append(args, "-ldflags=-s -w", "-o", filepath.Join(out, name+".wasm"), "./"+source+"/"+name)...); err != nil {
			return err
		}
	}
	goRoot, err := run(ctx, root, "env", "GOROOT")
	if err != nil {
		return err
	}
	for name, parts := range map[string][]string{
		Runtime: {filepath.Join(strings.TrimSpace(goRoot), "lib", "wasm", Runtime)},
		Words:   {filepath.Join(root, model), filepath.Join(root, words)},
	} {
		if err := join(filepath.Join(out, name), parts); err != nil {
			return err
		}
	}
	return nil
}

// join writes the content of files to one file.
func join(name string, parts []string) error {
	var all []byte
	for _, part := range parts {
		text, err := os.ReadFile(part)
		if err != nil {
			return err
		}
		all = append(all, text...)
	}
	return os.WriteFile(name, all, 0o644)
}

func run(ctx context.Context, root string, args ...string) (string, error) {
	cmd, err := gotool.Command(ctx, root, args...)
	if err != nil {
		return "", err
	}
	cmd.Env = append(cmd.Env, "GOOS=js", "GOARCH=wasm")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := child.Output(cmd)
	if err != nil {
		return "", fmt.Errorf("go %s: %s", args[0], cmp.Or(reason(stderr.String()), err.Error()))
	}
	return string(out), nil
}

// reason returns the first error message in the standard error of the compiler.
func reason(stderr string) string {
	for line := range strings.Lines(stderr) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			return line
		}
	}
	return ""
}
