package main

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/doctor"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
)

func newDoctor() *cobra.Command {
	var (
		format  string
		offline bool
	)
	cmd := &cobra.Command{
		Use:     message.Text("use/doctor"),
		Short:   message.Text("help/doctor"),
		Long:    message.Text("help/doctor.long"),
		Example: examples("doctor"),
		Args:    exactArgs(0, "fail/no-arguments"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkOption("--format", format, textOrJSON); err != nil {
				return err
			}
			o := doctor.Options{Product: product.Files, Hugo: pinnedHugo(), Source: product.Source(), Program: programName(), Offline: offline}
			o.Version, o.Commit = ownVersion()
			root, err := findRoot()
			var none *failure
			switch {
			case err == nil:
				o.Root, o.Book = root, bookFiles(root)
			case !errors.As(err, &none):
				o.RootErr = err
			}
			progress := busy(cmd, "progress/doctor")
			checks := doctor.Examine(cmd.Context(), o)
			progress.Stop()
			if err := writeChecks(cmd.OutOrStdout(), format, checks); err != nil {
				return err
			}
			if slices.ContainsFunc(checks, func(c doctor.Check) bool { return c.Status == doctor.Error }) {
				return errFindings
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", message.Text("help/doctor.format"))
	cmd.Flags().BoolVar(&offline, "offline", false, message.Text("help/doctor.offline"))
	return cmd
}

// writeChecks writes what doctor found: a line for each thing, with a sign, a word and a colour, and beneath it what to do.
func writeChecks(w io.Writer, format string, checks []doctor.Check) error {
	if format == "json" {
		return report.JSON(w, checks)
	}
	looks := map[doctor.Status]struct {
		sign   string
		colour terminal.Colour
	}{doctor.OK: {"✓", terminal.Green}, doctor.Warning: {"!", terminal.Magenta}, doctor.Error: {"✗", terminal.Red}}
	palette, count := terminal.Of(w), map[doctor.Status]int{}
	text := ""
	for _, c := range checks {
		look := looks[c.Status]
		count[c.Status]++
		mark := fmt.Sprintf("%s %-6s", look.sign, message.Text("doctor/status/"+string(c.Status)))
		text += fmt.Sprintf("%s  %s\n", palette.Paint(look.colour, mark), report.Safe(c.Message))
		if c.Hint != "" {
			text += fmt.Sprintf("          %s: %s\n", report.Severity(palette, finding.Hint), report.Safe(c.Hint))
		}
	}
	summary := message.Text("doctor/well")
	switch {
	case count[doctor.Error] > 0:
		summary = message.Count("doctor/errors", count[doctor.Error])
	case count[doctor.Warning] > 0:
		summary = message.Count("doctor/warnings", count[doctor.Warning])
	}
	_, err := fmt.Fprintf(w, "%s\n%s\n", text, summary)
	return err
}
