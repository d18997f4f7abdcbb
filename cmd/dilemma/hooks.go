package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// hookLine is the line that a pre-push hook which somebody wrote needs.
const hookLine = `dilemma scan --pre-push "$1"`

// hook returns the shell script of the hook. It runs the dilemma that is installed, never one that stands in the repository: that may be of the very
// branch that is to be searched.
func hook() string {
	return `#!/bin/sh
# ` + message.Text("hook/placed") + `
# ` + message.Text("hook/purpose") + `
program=$(command -v dilemma)
case $program in
"$(pwd)"/* | "$(pwd -P)"/*) program= ;;
/* | [A-Za-z]:/*) ;; # the second by BusyBox on Windows
*) program= ;;
esac
if [ -z "$program" ]; then
	echo "` + message.Text("hook/absent") + `" >&2
	exit 1
fi
exec "$program" ` + strings.TrimPrefix(hookLine, "dilemma ") + `
`
}

// former recognises a hook that an earlier version of this command placed: where dilemma is not installed, it runs the one of the checked-out branch.
const former = `cd "$(git rev-parse --show-toplevel)" && exec go run ./cmd/dilemma scan --pre-push "$1"`

func newHooks() *cobra.Command {
	cmd := &cobra.Command{
		Use: message.Text("use/hooks"), Short: message.Text("help/hooks"), Long: message.Text("help/hooks.install"), Example: examples("hooks"),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] != "install" {
				return fail("fail/hooks", "command", programName()+" hooks install")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return installHook(cmd.ErrOrStderr()) },
	}
	return cmd
}

// installHook writes the pre-push hook of the repository. It never overwrites a hook, but for one that it placed itself.
func installHook(stderr io.Writer) error {
	root, err := findRoot()
	if err != nil {
		return err
	}
	repository, err := repo.Open(root)
	if err != nil {
		return err
	}
	defer repository.Close()
	dir, ours := repository.HooksDir()
	// Where the settings of the machine are was decided when git was built: only git itself knows.
	if out, err := exec.Command("git", "-C", root, "rev-parse", "--git-path", "hooks").Output(); err == nil {
		named := strings.TrimSpace(string(out))
		if !filepath.IsAbs(named) {
			named = filepath.Join(root, named)
		}
		if resolveLinks(filepath.Dir(named)) != resolveLinks(filepath.Dir(dir)) || filepath.Base(named) != filepath.Base(dir) { // the folder itself need not be there
			dir, ours = named, false
		}
	}
	if !ours {
		return fail("fail/hook-path", "dir", dir, "line", hookLine)
	}
	file := filepath.Join(dir, "pre-push")
	existing, err := os.ReadFile(file)
	switch {
	case err == nil && bytes.Contains(existing, []byte(former)) && bytes.Contains(existing, []byte(message.Text("hook/placed"))):
		if err := whole.Replace(file, []byte(hook())); err != nil {
			return writeFailure(file, err)
		}
		fmt.Fprintln(stderr, message.Text("hooks/added", "file", file))
		return nil
	case err == nil && bytes.Contains(existing, []byte("scan --pre-push")):
		fmt.Fprintln(stderr, message.Text("hooks/present", "file", file))
		return nil
	case err == nil:
		return fail("fail/hook", "file", file, "line", hookLine)
	case !errors.Is(err, os.ErrNotExist):
		return fail("fail/read", "file", file, "reason", reason(err))
	}
	if err := whole.Create(file, []byte(hook()), 0o755); err != nil { // it keeps a hook that another program has written since
		return writeFailure(file, err)
	}
	fmt.Fprintln(stderr, message.Text("hooks/added", "file", file))
	return nil
}
