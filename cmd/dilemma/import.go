package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

func newImport() *cobra.Command {
	var (
		title  string
		dryRun bool
	)
	cmd := &cobra.Command{
		Use:     message.Text("use/import"),
		Short:   message.Text("help/import"),
		Long:    message.Text("help/import.long"),
		Example: examples("import"),
		Args:    exactArgs(1, "fail/import"),
		RunE: func(cmd *cobra.Command, args []string) error {
			where, err := findWorkplace()
			if err != nil {
				return err
			}
			root := where.root
			if !dryRun {
				if root, err = where.casebookRoot(); err != nil {
					return err
				}
			}
			def, err := where.definition()
			if err != nil {
				return err
			}
			where.tell(cmd.ErrOrStderr())
			data, err := readDocument(args[0])
			if err != nil {
				return err
			}
			reading, err := word.Read(def, data)
			if refusal := (*word.Refusal)(nil); errors.As(err, &refusal) {
				return fail("word/refuse-"+string(refusal.Why), "file", args[0], "detail", refusal.Detail, "command", programName())
			}
			if err != nil {
				return err
			}
			if v := lifecycle.Get(reading.Front, lifecycle.Title); title == "" && v != nil {
				title = v.Text
			}
			if title == "" {
				return fail("fail/import-title", "file", args[0], "command", programName())
			}
			slug := casebook.Slug(title)
			if slug == "" {
				return fail("fail/slug", "title", title)
			}
			text, path := reading.File(def, title, time.Now()), casebook.Path(slug)
			if dryRun {
				_, err = cmd.OutOrStdout().Write(text)
			} else {
				path, err = casebook.Add(root, slug, text)
			}
			if exists := (*casebook.ExistsError)(nil); errors.As(err, &exists) {
				return fail("fail/exists", "file", exists.Path)
			}
			if err != nil {
				return writeFailure(casebook.Path(slug), err)
			}
			for _, warning := range reading.Warnings {
				notify(cmd.ErrOrStderr(), finding.Warning, report.Safe(warning))
			}
			if dryRun {
				return nil
			}
			book := openBook(root)
			if result := rules.New(book, rules.ReadStandard(book), time.Now()).Paths([]string{path}); len(result.Findings) > 0 {
				if err := writeReport(cmd.ErrOrStderr(), "text", newReport(result, book)); err != nil {
					return err
				}
			}
			if quiet(cmd) {
				_, err = fmt.Fprintln(cmd.OutOrStdout(), path)
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s\n\n%s\n", path, message.Text("word/next", "file", path, "command", programName()))
			return err
		},
	}
	cmd.Flags().StringVar(&title, "title", "", message.Text("help/import.title"))
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, message.Text("help/import.dry-run"))
	return cmd
}

// readDocument reads at most one byte more than word.MaxSize, so that word.Read can refuse a file that is too large.
func readDocument(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fail("fail/import-file", "file", name)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, word.MaxSize+1))
	if err != nil {
		return nil, fail("fail/import-file", "file", name)
	}
	return data, nil
}
