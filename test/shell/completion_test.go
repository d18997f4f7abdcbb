package shell_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
)

// shellBook makes a book with a dilemma, and one that can't be read, and returns its folder.
func shellBook(t *testing.T) string {
	t.Helper()
	book := t.TempDir()
	settings, err := os.ReadFile(filepath.Join(root, "hugo.toml"))
	must.Do(t, err)
	must.Do(t, os.WriteFile(filepath.Join(book, "hugo.toml"), settings, 0o644))
	must.Do(t, os.CopyFS(filepath.Join(book, "data"), os.DirFS(filepath.Join(root, "data"))))
	dir := filepath.Join(book, "content", "dilemmas")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"parkeerplaats.md": "---\ntitle: \"Een $(touch raak) `plek`\"\n---\n", "plein.md": "---\ntitle: [\n---\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return book
}

// inShell runs a script in a shell, in a folder, and returns its standard output.
func inShell(t *testing.T, shell, dir string, args ...string) string {
	t.Helper()
	program, err := exec.LookPath(shell)
	if err != nil {
		skip.Absent(t, "no %s", shell)
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir, cmd.WaitDelay = dir, time.Minute
	cmd.Env = append(os.Environ(), "HOME="+dir, "TERM=xterm", "LC_ALL=C.UTF-8")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", shell, err, out)
	}
	if _, err := os.Stat(filepath.Join(dir, "raak")); err == nil {
		t.Error("a title is run")
	}
	return string(out)
}

func TestCompletionInBash(t *testing.T) {
	const functions = "/usr/share/bash-completion/bash_completion"
	if _, err := os.Stat(functions); err != nil {
		skip.Absent(t, "no package bash-completion")
	}
	book := shellBook(t)
	ask := func(words ...string) string {
		script := `source ` + functions + `; source <(dilemma completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMP_TYPE=9; COMPREPLY=()
			__start_dilemma 2>/dev/null; printf '%s\n' "${COMPREPLY[@]}"`
		return inShell(t, "bash", book, append([]string{"--norc", "-c", script, "bash"}, words...)...)
	}
	for line, want := range map[string]string{
		"dilemma pub":                     "publish",
		"dilemma publish park":            "parkeerplaats",
		"dilemma supersede plein --by pa": "parkeerplaats",
		"dilemma list --state voor":       "voorgesteld",
		"dilemma list --thema tim":        "timing",
		"dilemma check --rules canvas/te": "canvas/term",
		"dilemma check --format sar":      "sarif",
		"dilemma completion f":            "fish",
	} {
		if got := ask(strings.Fields(line)...); !slices.Contains(strings.Fields(got), want) {
			t.Errorf("%s gives %q, without %s", line, got, want)
		}
	}
	if got := strings.TrimSpace(ask("dilemma", "publish", "niets-daarvan")); got != "" {
		t.Errorf("what does not exist is completed by %q", got)
	}
}

func TestCompletionInFish(t *testing.T) {
	got := inShell(t, "fish", shellBook(t), "--no-config", "-c", `dilemma completion fish | source; complete -C "dilemma publish p"; complete -C "dilemma list --state voor"`)
	for _, want := range []string{"parkeerplaats\tEen $(touch raak) `plek`", "plein", "--state voorgesteld"} {
		if !strings.Contains(got, want) && !strings.Contains(got, strings.TrimPrefix(want, "--state ")) {
			t.Errorf("%q without %q", got, want)
		}
	}
}

func TestCompletionInZsh(t *testing.T) {
	const script = `zmodload zsh/zpty; zpty z zsh -f -i
		zpty -w z 'PS1= PROMPT=; unsetopt prompt_cr prompt_sp zle_bracketed_paste; autoload -U compinit; compinit -u -D; source <(dilemma completion zsh); echo be""gin'
		zpty -r -m z x '*begin*'
		zpty -w -n z $'dilemma publish park\t'
		zpty -r -m z y '*parkeerplaats*' && print found`
	if got := inShell(t, "zsh", shellBook(t), "-f", "-c", script); !strings.Contains(got, "found") {
		t.Errorf("it prints %q", got)
	}
}

// TestCompletionIsSilent asks where there is nothing to choose from: nobody who types is told of an error.
func TestCompletionIsSilent(t *testing.T) {
	for _, dir := range []string{t.TempDir(), shellBook(t)} {
		for _, words := range [][]string{{"publish", ""}, {"check", "--since", ""}, {"serve", "--proposal", ""}, {"list", "--thema", ""}} {
			cmd := exec.CommandContext(t.Context(), "dilemma", append([]string{"__complete"}, words...)...)
			cmd.Dir = dir
			var said strings.Builder
			cmd.Stderr = &said
			out, err := cmd.Output()
			if err != nil || strings.Contains(said.String(), "fout") || !strings.Contains(string(out), ":") {
				t.Errorf("%v in %s: %v\n%s%s", words, dir, err, out, &said)
			}
		}
	}
}
