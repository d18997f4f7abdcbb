package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/review"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// reviewMemory is how many bytes a review takes before it works harder to take no more. Ten thousand new dilemmas hold some 300 MB, and take twice that
// without a limit: pipelines have small machines.
const reviewMemory = 400 << 20

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
			if err := checkOption("--format", format, review.Formats); err != nil {
				return err
			}
			if len(args) > 1 {
				return fail("fail/review-args", "n", fmt.Sprint(len(args)), "command", programName()+" review")
			}
			root, err := findRoot()
			if err != nil {
				return err
			}
			spec := ""
			if len(args) == 1 {
				spec = args[0]
			} else if spec, err = rangeSincePublished(root); err != nil {
				return err
			}
			debug.SetMemoryLimit(min(debug.SetMemoryLimit(-1), reviewMemory))
			r, err := review.New(root, spec, showValues, time.Now())
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
			fmt.Fprintln(cmd.ErrOrStderr(), placeComment(cmd.Context(), cmd.ErrOrStderr(), text.String()))
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", message.Text("help/review.format"))
	cmd.Flags().BoolVar(&comment, "comment", false, message.Text("help/review.comment"))
	cmd.Flags().BoolVar(&showValues, "show-values", false, message.Text("help/scan.show-values"))
	return cmd
}

// placeComment posts a review as a comment on the merge request of this pipeline, and returns a Dutch message with the outcome. That it can't be
// posted is no error: the review itself has been printed.
func placeComment(ctx context.Context, stderr io.Writer, text string) string {
	pipeline, ok, err := forge.PipelineOf(os.Getenv)
	if !ok {
		return message.Text("review/no-pipeline")
	}
	if err == nil {
		client := wire.NewClient(http.DefaultTransport.(*http.Transport))
		client.Waiting = tellWaiting(stderr)
		err = pipeline.Comment(ctx, client, review.Marker, text)
	}
	var (
		status   forge.StatusError
		redirect *wire.RedirectError
	)
	switch {
	case err == nil:
		return message.Text("review/commented")
	case errors.Is(err, forge.ErrNoToken):
		return message.Text("review/no-token")
	case errors.Is(err, forge.ErrOtherHost):
		return message.Text("review/other-host")
	case errors.Is(err, wire.ErrPlain):
		return message.Text("review/plain")
	case errors.As(err, &redirect):
		return report.Safe(message.Text("review/redirected", "to", redirect.To))
	case errors.As(err, &status):
		return message.Text("review/comment-refused", "status", fmt.Sprint(int(status)))
	}
	return message.Text("review/comment-failed")
}

// rangeSincePublished returns the range of the commits that the published branch does not have, such as origin/main..HEAD.
func rangeSincePublished(root string) (string, error) {
	cfg, err := settings.Load(casebook.DirFS(root))
	if err != nil {
		cfg = &settings.Settings{} // the review itself reports what is wrong with hugo.toml
	}
	repository, err := repo.Open(root)
	if err != nil {
		return "", err
	}
	defer repository.Close()
	published, err := proposal.FindPublished(repository, cfg)
	switch {
	case err != nil:
		return "", err
	case published.Commit == nil:
		return "", fail("fail/unpublished", "remote", published.Remote, "branch", published.Branch, "command", programName()+" review")
	}
	return published.Ref.Short() + "..HEAD", nil
}

// reviewFailure turns an error of a review of a range of commits into a failure with a Dutch message.
func reviewFailure(err error, spec string) error {
	base, _, _ := outgoing.Ends(spec)
	var definition canvas.Errors
	switch {
	case errors.Is(err, repo.ErrNoBase):
		return baseFailure(base)
	case errors.As(err, &definition):
		return fail("fail/definition", "reason", err.Error())
	}
	return rangeFailure(err, spec)
}
