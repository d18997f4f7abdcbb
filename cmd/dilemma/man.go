package main

import (
	"fmt"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/manpage"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// newMan returns the command that writes the manual pages. It is for who makes a package, so the list of commands leaves it out.
func newMan(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:     message.Text("use/man"),
		Short:   message.Text("help/man"),
		Long:    message.Text("help/man.long"),
		Example: examples("man"),
		Hidden:  true,
		Args:    exactArgs(1, "fail/man"),
		RunE: func(cmd *cobra.Command, args []string) error {
			number, _ := ownVersion()
			pages := []*cobra.Command{root}
			for _, c := range root.Commands() {
				if c.IsAvailableCommand() {
					pages = append(pages, c)
				}
			}
			for _, c := range pages {
				file := filepath.Join(args[0], manpage.Name(c)+"."+manpage.Section)
				if err := whole.Write(args[0], file, manpage.Page(c, number, madeOn()), 0o644); err != nil {
					return writeFailure(file, err)
				}
				fmt.Fprintln(cmd.OutOrStdout(), file)
			}
			return nil
		},
	}
}

// madeOn returns the day of the commit that this command was made of, or "".
func madeOn() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if at, err := time.Parse(time.RFC3339, s.Value); s.Key == "vcs.time" && err == nil {
			return at.UTC().Format(time.DateOnly)
		}
	}
	return ""
}
