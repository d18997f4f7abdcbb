package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

func newNew() *cobra.Command {
	return &cobra.Command{
		Use:     message.Text("use/new"),
		Short:   message.Text("help/new"),
		Long:    message.Text("help/new.long"),
		Example: examples("new"),
		Args:    exactArgs(1, "fail/title"),
		RunE: func(cmd *cobra.Command, args []string) error {
			root, err := findRoot()
			if err != nil {
				return err
			}
			archetype, err := archetypeOf(root)
			if err != nil {
				return err
			}
			path, err := casebook.Create(root, archetype, args[0], time.Now())
			var exists *casebook.ExistsError
			switch {
			case errors.Is(err, casebook.ErrNoSlug):
				return fail("fail/slug", "title", args[0])
			case errors.As(err, &exists):
				return fail("fail/exists", "file", exists.Path)
			case err != nil && path != "":
				return writeFailure(path, err)
			case err != nil:
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), path)
			if !quiet(cmd) {
				fmt.Fprintf(cmd.OutOrStdout(), "\n%s\n", message.Text("new/next", "file", path, "command", programName()))
			}
			if branches := proposal.BranchesWith(root, path); len(branches) > 0 {
				notify(cmd.ErrOrStderr(), finding.Hint, message.Text("new/elsewhere", "file", path, "branches", strings.Join(branches, ", ")))
			}
			return nil
		},
	}
}

// archetypeOf returns the text of a new dilemma: the book's own, or else that which follows from its canvas.
func archetypeOf(root string) (string, error) {
	own, err := fs.ReadFile(casebook.DirFS(root), canvas.ArchetypeFile)
	switch {
	case err == nil:
		return string(own), nil
	case !errors.Is(err, fs.ErrNotExist):
		return "", fail("fail/archetype", "file", canvas.ArchetypeFile)
	}
	def, err := canvas.Load(bookFiles(root))
	if err != nil {
		return "", fail("fail/definition", "reason", err.Error())
	}
	return def.Archetype(), nil
}
