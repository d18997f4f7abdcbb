package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

func newExport() *cobra.Command {
	var (
		docx bool
		to   string
	)
	cmd := &cobra.Command{
		Use:     message.Text("use/export"),
		Short:   message.Text("help/export"),
		Long:    message.Text("help/export.long"),
		Example: examples("export"),
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !docx {
				return fail("fail/export-kind", "command", programName())
			}
			where, err := findWorkplace()
			if err != nil {
				return err
			}
			def, err := where.definition()
			if err != nil {
				return err
			}
			name, text := "canvas.docx", []byte(nil)
			if len(args) == 0 {
				where.tell(cmd.ErrOrStderr())
				text = word.Write(def, nil, "")
			} else {
				root, err := where.casebookRoot()
				if err != nil {
					return err
				}
				slug, err := parseSlug(root, args[0])
				if err != nil {
					return err
				}
				file := openBook(root).Lookup(slug)
				switch {
				case file == nil:
					return fail("refuse/unknown", "slug", slug, "command", programName())
				case lifecycle.Withheld(file):
					return fail("fail/export-withdrawn", "file", file.Path)
				case file.Front == nil:
					return fail("fail/export-broken", "file", file.Path, "command", programName())
				}
				name, text = slug+".docx", word.Write(def, file.Front, string(file.Body()))
			}
			switch to {
			case "-":
				_, err := cmd.OutOrStdout().Write(text)
				return err
			case "":
				to = name
			}
			target, err := filepath.Abs(to)
			if err != nil {
				return err
			}
			err = casebook.DirFS(filepath.Dir(target)).Create(filepath.Base(target), text)
			if exists := (*casebook.ExistsError)(nil); errors.As(err, &exists) {
				return fail("fail/export-exists", "file", to)
			}
			if err != nil {
				return writeFailure(to, err)
			}
			fmt.Fprintln(cmd.OutOrStdout(), to)
			return nil
		},
	}
	cmd.Flags().BoolVar(&docx, "docx", false, message.Text("help/export.docx"))
	cmd.Flags().StringVar(&to, "to", "", message.Text("help/export.to"))
	return cmd
}
