package main

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// editText lets a text be changed in the editor of the user, in a folder that nobody else can read. The error is a failure.
func editText(text string) (string, error) {
	command := editorCommand()
	if command == "" {
		return "", fail("fail/new-editor")
	}
	dir, err := os.MkdirTemp("", "dilemma-")
	if err != nil {
		return "", writeFailure(os.TempDir(), err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "antwoord.md")
	if err := os.WriteFile(file, []byte(text+"\n"), 0o600); err != nil {
		return "", writeFailure(file, err)
	}
	cmd := runEditor(command, file)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fail("fail/new-editor-ended", "editor", command, "reason", err.Error())
	}
	after, err := os.ReadFile(file)
	if err != nil || len(after) > casebook.MaxSize || !utf8.Valid(after) {
		return "", fail("fail/new-editor-unfit")
	}
	return strings.TrimPrefix(string(after), "\ufeff"), nil
}

// editorCommand returns the command of the editor: that of the environment, or else one that anybody can leave again; "" when there is none.
func editorCommand() string {
	if command := cmp.Or(os.Getenv("VISUAL"), os.Getenv("EDITOR")); command != "" {
		return command
	}
	plain := "nano"
	if runtime.GOOS == "windows" {
		plain = "notepad"
	}
	if _, err := exec.LookPath(plain); err != nil {
		return ""
	}
	return plain
}

// runEditor returns the command that opens a file. The command of an editor may have options; as git does, a shell takes it apart where there is one.
func runEditor(command, file string) *exec.Cmd {
	if runtime.GOOS != "windows" {
		return exec.Command("/bin/sh", "-c", command+` "$@"`, command, file)
	}
	if _, err := exec.LookPath(command); err == nil {
		return exec.Command(command, file)
	}
	words := strings.Fields(command)
	return exec.Command(words[0], append(words[1:], file)...)
}
