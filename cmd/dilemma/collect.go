package main

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/collected"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/collect"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

func newCollect() *cobra.Command {
	var trusted bool
	cmd := &cobra.Command{
		Use:     message.Text("use/collect"),
		Short:   message.Text("help/collect"),
		Long:    message.Text("help/collect.long"),
		Example: examples("collect"),
		Args:    exactArgs(0, "fail/no-arguments"),
		RunE: func(cmd *cobra.Command, args []string) error {
			root, err := trustedRoot(cmd, trusted) // which servers are asked, and from where, the branch of a stranger does not decide
			if err != nil {
				return err
			}
			own, err := readSettings(root)
			if err != nil {
				return err
			}
			sources := collected.Sources(own)
			for i, problem := range collected.Problems(sources, own.BaseURL) {
				if problem != "" {
					return fail("fail/collect-setting", "name", sources[i].Name, "address", sources[i].Address, "reason", message.Text("config/collect-"+problem))
				}
			}
			return collectBooks(cmd, root, sources)
		},
	}
	cmd.Flags().BoolVar(&trusted, "trust", false, message.Text("help/trust"))
	return cmd
}

// collectBooks reads the sources, and tells what became of each. That a book can't be read is a warning and no failure: after it the site must be made all the
// same, with what was read before.
func collectBooks(cmd *cobra.Command, root string, sources []collected.Source) error {
	stderr := cmd.ErrOrStderr()
	removed, err := collect.Forget(root, sources)
	for _, file := range removed {
		fmt.Fprintln(stderr, report.Safe(message.Text("collect/removed", "file", file)))
	}
	if err != nil {
		return err
	}
	if len(sources) == 0 {
		notify(stderr, finding.Warning, message.Text("collect/none"))
		notify(stderr, finding.Hint, message.Text("collect/none.tip"))
		return nil
	}
	fmt.Fprintln(stderr, message.Text("collect/start"))
	_, checker := newChecker(root)
	results, err := collect.Run(cmd.Context(), collect.Options{
		Root: root, Sources: sources, Schemas: product.Files, Today: time.Now(),
		Personal: func(name string, text []byte) (lines []int) {
			for _, f := range checker.ScanData(name, text, rules.Origin{Published: true, SureOnly: true}) {
				lines = append(lines, f.Line)
			}
			return lines
		},
	})
	if err != nil {
		return err
	}
	for _, r := range results {
		if err := tellCollected(cmd, r); err != nil {
			return err
		}
	}
	return nil
}

// tellCollected prints what became of a source. It returns a failure when the file of the book can't be written.
func tellCollected(cmd *cobra.Command, r collect.Result) error {
	warn := func(id string, pairs ...string) {
		notify(cmd.ErrOrStderr(), finding.Warning, report.Safe(message.Text(id, append(pairs, "name", r.Source.Name)...)))
	}
	var refused *collect.Error
	switch {
	case errors.As(r.Err, &refused):
		kept := message.Text("collect/nothing")
		if r.Before != "" {
			kept = message.Text("collect/kept", "date", r.Before)
		}
		why := message.Text("collect/why-"+string(refused.Kind), "address", r.Source.Casebook(), "detail", refused.Detail, "most", strconv.Itoa(collect.MaxDilemmas))
		warn("collect/failed", "reason", why, "kept", kept)
		return nil
	case r.Err != nil:
		return writeFailure(r.Source.File(), r.Err)
	}
	if r.Unfit > 0 {
		warn("collect/unfit", "dilemmas", message.Count("collect", r.Unfit))
	}
	if r.Personal > 0 {
		warn("collect/personal", "dilemmas", message.Count("collect", r.Personal))
	}
	fmt.Fprintln(cmd.OutOrStdout(), report.Safe(message.Text("collect/read", "file", r.Source.File(), "dilemmas", message.Count("collect", len(r.Book.Dilemmas)), "name", r.Source.Name)))
	return nil
}
