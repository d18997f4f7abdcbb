package main

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
	"time"
)

// A side is one of the two commits: its programs, and a folder of its own with the input.
type side struct {
	commit string // in short
	dir    string
	env    []string
}

// build builds the command and Hugo of a commit in a folder that is made, from the files of the commit alone.
func build(ctx context.Context, dir, commit string) (*side, error) {
	short, err := output(ctx, nil, "git", "rev-parse", "--short=9", "--verify", commit+"^{commit}")
	if err != nil {
		return nil, err
	}
	s := &side{commit: strings.TrimSpace(short), dir: dir}
	source, bin := filepath.Join(dir, "source"), filepath.Join(dir, "bin")
	if err := errors.Join(os.MkdirAll(source, 0o755), os.MkdirAll(bin, 0o755)); err != nil {
		return nil, err
	}
	// An index of its own, so that neither the checkout nor the list of worktrees is touched.
	index := append(os.Environ(), "GIT_INDEX_FILE="+filepath.Join(dir, "index"))
	for _, args := range [][]string{{"read-tree", s.commit}, {"checkout-index", "--all", "--prefix=" + source + string(filepath.Separator)}} {
		if _, err := output(ctx, index, "git", args...); err != nil {
			return nil, err
		}
	}
	for name, pkg := range map[string]string{"dilemma": "./cmd/dilemma", "hugo": "github.com/gohugoio/hugo"} {
		// As a release is built. Without the path of the folder in it, what both commits share is compiled once.
		if _, err := output(ctx, nil, "go", "-C", source, "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(bin, name+suffix()), pkg); err != nil {
			return nil, err
		}
	}
	home := filepath.Join(dir, "home")
	if err := os.MkdirAll(home, 0o755); err != nil {
		return nil, err
	}
	// Nothing of who measures: no settings of Git, and a cache of its own.
	s.env = append(os.Environ(), "PATH="+bin+string(filepath.ListSeparator)+os.Getenv("PATH"), "HOME="+home, "XDG_CACHE_HOME="+filepath.Join(dir, "cache"),
		"XDG_CONFIG_HOME="+filepath.Join(home, ".config"), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
	return s, nil
}

// suffix is how the name of a program ends on this system.
func suffix() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// output runs a program and returns what it prints.
func output(ctx context.Context, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = env
	out, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, exit.Stderr)
	}
	return string(out), err
}

// git runs Git in a folder of the input, and feeds it in, which may be nil.
func (s *side) git(folder string, in io.Reader, args ...string) error {
	cmd := exec.Command("git", append([]string{"-C", filepath.Join(s.dir, folder)}, args...)...)
	cmd.Env, cmd.Stdin = s.env, in
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("git %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

// dilemma runs the command of the side in a folder of its input, and returns what it took. Exit code 1 tells that something was found, and is no error.
func (s *side) dilemma(ctx context.Context, folder string, args ...string) (*os.ProcessState, error) {
	cmd := exec.CommandContext(ctx, filepath.Join(s.dir, "bin", "dilemma"+suffix()), args...)
	cmd.Dir, cmd.Env = filepath.Join(s.dir, folder), s.env
	out, err := cmd.CombinedOutput()
	if err != nil && (cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != 1) {
		return nil, fmt.Errorf("%s: dilemma %s: %w\n%s", s.commit, strings.Join(args, " "), err, out)
	}
	return cmd.ProcessState, nil
}

// processor returns the time of the processors that a process and those that it started took.
func processor(p *os.ProcessState) time.Duration { return p.UserTime() + p.SystemTime() }
