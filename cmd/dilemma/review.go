package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/review"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

func newReview() *cobra.Command {
	var (
		format     string
		showValues bool
		comment    bool
	)
	cmd := &cobra.Command{
		Use:     message.Text("use/review"),
		Short:   message.Text("help/review"),
		Long:    message.Text("help/review.long"),
		Example: examples("review"),
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
			if err := r.Write(cmd.OutOrStdout(), format); err != nil || !comment {
				return err
			}
			var text bytes.Buffer
			if err := r.Write(&text, "md"); err != nil {
				return err
			}
			fmt.Fprintln(cmd.ErrOrStderr(), placeComment(cmd.Context(), text.String()))
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", message.Text("help/review.format"))
	cmd.Flags().BoolVar(&comment, "comment", false, message.Text("help/review.comment"))
	cmd.Flags().BoolVar(&showValues, "show-values", false, message.Text("help/scan.show-values"))
	return cmd
}

// placeComment places a review as a comment on the merge request of this pipeline, and says what came of it. A review that can't be placed has
// been printed all the same.
func placeComment(ctx context.Context, text string) string {
	pipeline, ok := forge.PipelineOf(os.Getenv)
	if !ok {
		return message.Text("review/no-pipeline")
	}
	err := pipeline.Comment(ctx, http.DefaultClient, review.Marker, text)
	var status forge.StatusError
	switch {
	case err == nil:
		return message.Text("review/commented")
	case errors.Is(err, forge.ErrNoToken):
		return message.Text("review/no-token")
	case errors.As(err, &status):
		return message.Text("review/comment-refused", "status", fmt.Sprint(int(status)))
	}
	return message.Text("review/comment-failed")
}

// sincePublished is the range of commits that the published branch does not have.
func sincePublished(root string) (string, error) {
	cfg, err := settings.Load(casebook.DirFS(root))
	if err != nil {
		cfg = &settings.Settings{} // the review tells what is wrong with it
	}
	repository, err := repo.Open(root)
	if errors.Is(err, repo.ErrNoRepository) {
		return "", fail("fail/repository")
	} else if err != nil {
		return "", err
	}
	defer repository.Close()
	published, err := proposal.FindPublished(repository, cfg)
	switch {
	case err != nil:
		return "", err
	case published.Commit == nil:
		return "", fail("fail/unpublished", "remote", published.Remote, "branch", published.Branch, "command", self()+" review")
	}
	return published.Ref.Short() + "..HEAD", nil
}

// reviewFailure says in Dutch why a range of commits can't be reviewed.
func reviewFailure(err error, spec string) error {
	base, _, _ := outgoing.Ends(spec)
	var definition canvas.Errors
	switch {
	case errors.Is(err, repo.ErrNoBase):
		return fail("fail/base", "revision", base)
	case errors.As(err, &definition):
		return fail("fail/definition", "reason", err.Error())
	}
	return rangeFailure(err, spec)
}
