package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

var (
	// inCode matches inline code in Markdown, inBlock a line of a code block that begins with the command.
	inCode  = regexp.MustCompile("`(dilemma [^`\n]+)`")
	inBlock = regexp.MustCompile(`(?m)^(?:\s*(?:-\s*)?)(dilemma [a-z][^\n]*)$`)
	// argument matches one argument as a shell splits them.
	argument = regexp.MustCompile(`"[^"]*"|'[^']*'|[^\s"']+`)
)

// TestDocumented checks that every command in the handbook, the README, the pipelines and the help exists with its options.
func TestDocumented(t *testing.T) {
	root := filepath.Join("..", "..")
	var files []string
	for _, dir := range []string{"content", "docs", ".github", ".forgejo"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files = append(files, name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	files = append(files, filepath.Join(root, "README.md"), filepath.Join(root, "CONTRIBUTING.md"), filepath.Join(root, ".gitlab-ci.yml"))
	found := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		commands := inCode.FindAllStringSubmatch(string(text), -1)
		if filepath.Ext(name) != ".md" || strings.Contains(string(text), "```") {
			commands = append(commands, inBlock.FindAllStringSubmatch(string(text), -1)...)
		}
		for _, c := range commands {
			found++
			if err := understand(c[1]); err != nil {
				t.Errorf("%s: %s: %v", name, c[1], err)
			}
		}
	}
	for _, c := range newRoot(io.Discard, io.Discard).Commands() {
		for line := range strings.Lines(c.Example) {
			found++
			if err := understand(strings.TrimSpace(line)); err != nil {
				t.Errorf("help of %s: %s: %v", c.Name(), line, err)
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d commands found", found)
	}
}

// understand parses a command line without running the command.
func understand(line string) error {
	line, _, _ = strings.Cut(line, " #")
	for _, end := range []string{" >", " |"} {
		line, _, _ = strings.Cut(line, end)
	}
	args := argument.FindAllString(line, -1)[1:]
	for i, a := range args {
		args[i] = strings.Trim(a, `"'`)
	}
	root := newRoot(io.Discard, io.Discard)
	root.InitDefaultHelpCmd()
	cmd, rest, err := root.Find(args)
	if err != nil {
		return err
	}
	if cmd == root && !strings.HasPrefix(args[0], "-") {
		return root.RunE(root, args[:1]) // says that there is no such command
	}
	for i, a := range rest {
		if a == "…" || strings.HasPrefix(a, "…") {
			rest[i] = "x"
		}
	}
	var missing *pflag.ValueRequiredError // an option that is named in running text, without a value
	if err := cmd.ParseFlags(rest); err != nil && !errors.As(err, &missing) {
		return flagError(cmd, err)
	}
	return nil
}

// imperative matches the begin of a sentence that says what to do. In another form the verb ends on a t, but for three that have it in their stem.
var imperative = regexp.MustCompile(`^(?:Laat|Zet|Vat|\p{Lu}\p{Ll}*[^t])(?: |$)`)

// TestHelpIsWhole reads the help of every command as a user does: each says what to do, in words of its own, and an option that takes a value names it.
func TestHelpIsWhole(t *testing.T) {
	root := newRoot(io.Discard, io.Discard)
	for _, c := range append(root.Commands(), root) {
		if !imperative.MatchString(c.Short) {
			t.Errorf("%s begins with %q, and not with what to do", c.Name(), c.Short)
		}
		if c != root && c.Example == "" {
			t.Errorf("%s has no example", c.Name())
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if value, _ := pflag.UnquoteUsage(f); value != strings.ToUpper(value) {
				t.Errorf("%s --%s calls its value %q", c.Name(), f.Name, value)
			}
			if f.Usage == "" || f.DefValue != noDefault[f.Value.Type()] {
				t.Errorf("%s --%s: %q, with %q by default", c.Name(), f.Name, f.Usage, f.DefValue)
			}
		})
	}
}

// TestOneCommandAlone compares the help of each command that is made alone with that of the same one among all, and the failure of an option that it lacks.
func TestOneCommandAlone(t *testing.T) {
	for _, c := range commands {
		for _, args := range [][]string{{c.name, "--help"}, {c.name, "--xyz"}} {
			var alone, among bytes.Buffer
			one := runCommand(t.Context(), newRootFor(args, &alone, &alone), args, &alone)
			all := runCommand(t.Context(), newRoot(&among, &among), args, &among)
			if one != all || alone.String() != among.String() || alone.Len() == 0 {
				t.Errorf("%s alone: %d\n%s\namong all: %d\n%s", args, one, &alone, all, &among)
			}
		}
		if n := len(newRootFor([]string{c.name}, io.Discard, io.Discard).Commands()); n != 1 {
			t.Errorf("%s is made with %d others", c.name, n-1)
		}
	}
}
