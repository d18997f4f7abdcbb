package main

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/config"
	"github.com/openbaarheid-schuurt/dilemma/tools/history"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/repository"
	"github.com/openbaarheid-schuurt/dilemma/tools/review"
)

func newReview() *cobra.Command {
	var (
		format     string
		showValues bool
	)
	cmd := &cobra.Command{
		Use:     "review [BEGIN..EIND]",
		Short:   message.Text("help/review"),
		Long:    message.Text("help/review.long"),
		Example: "  dilemma review\n  dilemma review main..HEAD --format md",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("--format", format, review.Formats); err != nil {
				return err
			}
			if len(args) > 1 {
				return fail("fail/review-args", "n", fmt.Sprint(len(args)), "command", self()+" review")
			}
			root, err := findRoot()
			if err != nil {
				return err
			}
			spec := ""
			if len(args) == 1 {
				spec = args[0]
			} else if spec, err = sincePublished(root); err != nil {
				return err
			}
			r, err := review.Of(root, spec, showValues, time.Now())
			if err != nil {
				return reviewFailure(err, spec)
			}
			return r.Write(cmd.OutOrStdout(), format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", message.Text("help/review.format"))
	cmd.Flags().BoolVar(&showValues, "show-values", false, message.Text("help/scan.show-values"))
	return cmd
}

// sincePublished is the range of commits that the published branch does not have.
func sincePublished(root string) (string, error) {
	settings, err := config.Load(casebook.DirFS(root))
	if err != nil {
		settings = &config.Config{} // the review tells what is wrong with it
	}
	remote, branch := cmp.Or(settings.Text("forge", "remote"), "origin"), cmp.Or(settings.Text("forge", "branch"), "main")
	name, err := proposal.Published(root, remote, branch)
	switch {
	case errors.Is(err, repository.ErrNoRepository):
		return "", fail("fail/repository")
	case err != nil:
		return "", err
	case name == "":
		return "", fail("fail/unpublished", "remote", remote, "branch", branch, "command", self()+" review")
	}
	return name + "..HEAD", nil
}

// reviewFailure says in Dutch why a range of commits can't be reviewed.
func reviewFailure(err error, spec string) error {
	base, _, _ := history.Ends(spec)
	var definition canvas.Errors
	switch {
	case errors.Is(err, proposal.ErrNoBase):
		return fail("fail/base", "revision", base)
	case errors.As(err, &definition):
		return fail("fail/definition", "reason", err.Error())
	}
	return rangeFailure(err, spec)
}
