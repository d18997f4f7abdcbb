package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

func newImport() *cobra.Command {
	var (
		title, to string
		dryRun    bool
	)
	cmd := &cobra.Command{
		Use:     message.Text("use/import"),
		Short:   message.Text("help/import"),
		Long:    message.Text("help/import.long"),
		Example: examples("import"),
		Args:    exactArgs(1, "fail/import"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if dryRun {
				to = "-"
			}
			where, err := findWorkplace()
			if err != nil {
				return err
			}
			root := where.root
			if to == "" {
				if root, err = where.casebookRoot(); err != nil {
					return err
				}
			}
			def, err := where.definition()
			if err != nil {
				return err
			}
			where.tell(cmd.ErrOrStderr())
			reading, err := readCanvas(def, args[0])
			if err != nil {
				return err
			}
			if v := lifecycle.Get(reading.Front, lifecycle.Title); title == "" && v != nil {
				title = v.Text
			}
			if title == "" {
				return fail("fail/import-title", "file", args[0], "command", programName())
			}
			text := reading.File(def, title, time.Now())
			if to != "" {
				if err := deliver(cmd, to, "", whole.Text(text)); err != nil {
					return err
				}
				tellWarnings(cmd, reading)
				return nil
			}
			slug := casebook.Slug(title)
			if slug == "" {
				return fail("fail/slug", "title", title)
			}
			path, err := casebook.Add(root, slug, text)
			if exists := (*casebook.ExistsError)(nil); errors.As(err, &exists) {
				return fail("fail/exists", "file", exists.Path)
			}
			if reserved := (*casebook.ReservedError)(nil); errors.As(err, &reserved) {
				return reservedFailure(reserved)
			}
			if err != nil {
				return writeFailure(casebook.Path(slug), err)
			}
			tellWarnings(cmd, reading)
			return checkImported(cmd, root, path)
		},
	}
	cmd.Flags().StringVar(&title, "title", "", message.Text("help/import.title"))
	cmd.Flags().StringVarP(&to, "to", "o", "", message.Text("help/import.to"))
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, message.Text("help/import.dry-run"))
	return cmd
}

// readCanvas reads a document with the canvas.
func readCanvas(def *canvas.Definition, name string) (*word.Reading, error) {
	data, err := readDocument(name)
	if err != nil {
		return nil, err
	}
	reading, err := word.Read(def, data)
	if refusal := (*word.Refusal)(nil); errors.As(err, &refusal) {
		return nil, fail("word/refuse-"+string(refusal.Why), "file", name, "detail", refusal.Detail, "command", programName())
	}
	return reading, err
}

func tellWarnings(cmd *cobra.Command, reading *word.Reading) {
	for _, warning := range reading.Warnings {
		notify(cmd.ErrOrStderr(), finding.Warning, report.Safe(warning))
	}
}

// checkImported checks a new dilemma in the casebook, and prints where it is and what comes next.
func checkImported(cmd *cobra.Command, root, path string) error {
	if err := reportFile(cmd, root, path); err != nil {
		return err
	}
	if quiet(cmd) {
		_, err := fmt.Fprintln(cmd.OutOrStdout(), path)
		return err
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s\n\n%s\n", path, message.Text("word/next", "file", path, "command", programName()))
	return err
}

// readDocument reads at most one byte more than word.MaxSize, so that word.Read can refuse a file that is too large.
func readDocument(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fail("fail/import-file", "file", name, "reason", reason(err))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, word.MaxSize+1))
	if err != nil {
		return nil, fail("fail/import-file", "file", name, "reason", reason(err))
	}
	return data, nil
}
