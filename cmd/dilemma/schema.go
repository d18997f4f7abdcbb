package main

import (
	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

func newSchema() *cobra.Command {
	return &cobra.Command{
		Use:     message.Text("use/schema"),
		Short:   message.Text("help/schema"),
		Long:    message.Text("help/schema.long"),
		Example: examples("schema"),
		Args:    exactArgs(0, "fail/no-arguments"),
		RunE: func(cmd *cobra.Command, args []string) error {
			root, err := findRoot()
			if err != nil {
				return err
			}
			def, err := canvas.Load(casebook.DirFS(root))
			if err != nil {
				return fail("fail/definition", "reason", err.Error())
			}
			_, err = cmd.OutOrStdout().Write(def.Schema())
			return err
		},
	}
}
