package main

import (
	"github.com/spf13/cobra"

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
			where, err := findWorkplace()
			if err != nil {
				return err
			}
			def, err := where.definition()
			if err != nil {
				return err
			}
			where.tell(cmd.ErrOrStderr())
			_, err = cmd.OutOrStdout().Write(def.Schema())
			return err
		},
	}
}
