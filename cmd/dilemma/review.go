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
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/review"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
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
			var (
				spec string
				of   *proposal.Sought
			)
			switch {
			case len(args) == 0:
				spec, err = rangeSincePublished(root)
			case strings.Contains(args[0], ".."):
				spec = args[0]
			default:
				of, spec, err = rangeOfProposal(cmd, root, args[0])
			}
			if err != nil {
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
			if _, inPipeline, _ := forge.PipelineOf(os.Getenv); of != nil && !inPipeline {
				return commentOn(cmd, of, text.String())
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

// rangeOfProposal finds the proposal with this name, on the server or in the clone, and returns the range of its commits.
func rangeOfProposal(cmd *cobra.Command, root, name string) (*proposal.Sought, string, error) {
	repository, published, err := openPublished(root)
	if err != nil {
		return nil, "", err
	}
	defer repository.Close()
	found, err := proposal.Seek(cmd.Context(), repository, published, name, func(server *remote.Remote) { server.Waiting = tellWaiting(cmd.ErrOrStderr()) })
	switch {
	case err != nil:
		return nil, "", proposalFailure(err, root, cmd.Name(), name)
	case published.Commit == nil:
		return nil, "", unpublishedFailure(published)
	case found.Branch == published.Branch:
		return nil, "", reviewFailure(outgoing.ErrRange, name)
	}
	if found.Unanswered != nil {
		notify(cmd.ErrOrStderr(), finding.Warning, message.Text("review/unanswered"))
	}
	switch found.State {
	case proposal.Merged, proposal.Closed:
		say(cmd, "review/is-"+string(found.State), "name", found.Name())
	default:
		say(cmd, "review/of", "name", found.Name())
	}
	return found, published.Commit.Hash.String() + ".." + found.Commit.String(), nil
}

// proposalFailure turns an error of looking for the proposal with a name into a failure with a Dutch message. command is the one that the user gave.
func proposalFailure(err error, root, command, name string) error {
	if errors.Is(err, proposal.ErrUnknown) {
		return fail("fail/proposal-nowhere", "name", name, "command", programName())
	}
	return takeFailure(err, root, command, name)
}

// commentOn posts a review as a comment on a proposal, with the login of the user.
func commentOn(cmd *cobra.Command, of *proposal.Sought, text string) error {
	if of.Number == 0 {
		return fail("fail/comment-number", "name", of.Name())
	}
	if of.Server == nil {
		return fail("fail/comment-no-server", "name", of.Name())
	}
	on := proposal.OnServer(of.Server)
	if _, password := of.Server.Login(); on.Token() == "" && password == "" {
		_ = of.Server.SignIn(cmd.Context()) // who may only read is not asked who he is; without a login the API says what is lacking
	}
	err := forge.CommentOn(cmd.Context(), on, of.InGitLab(), of.Number, review.Marker, text)
	var status forge.StatusError
	switch {
	case err == nil:
		say(cmd, "review/commented")
		return nil
	case errors.Is(err, forge.ErrNoAPI):
		return fail("fail/comment-no-server", "name", of.Name())
	case errors.Is(err, forge.ErrNoToken):
		return fail("fail/comment-token", "address", of.Server.Address)
	case errors.Is(err, wire.ErrPlain):
		return fail("fail/comment-plain", "address", of.Server.Address)
	case errors.As(err, &status):
		return fail("fail/comment-refused", "address", of.Server.Address, "status", fmt.Sprint(int(status)))
	case cmd.Context().Err() != nil:
		return err
	}
	return fail("fail/comment-failed", "address", of.Server.Address)
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
	repository, published, err := openPublished(root)
	if err != nil {
		return "", err
	}
	defer repository.Close()
	if published.Commit == nil {
		return "", unpublishedFailure(published)
	}
	return published.Ref.Short() + "..HEAD", nil
}

// openPublished opens the repository around root, which the caller closes, and finds the published branch.
func openPublished(root string) (*repo.Repository, *proposal.Published, error) {
	cfg, err := settings.Load(casebook.DirFS(root))
	if err != nil {
		cfg = &settings.Settings{} // the review itself reports what is wrong with hugo.toml
	}
	repository, err := repo.Open(root)
	if err != nil {
		return nil, nil, err
	}
	published, err := proposal.FindPublished(repository, cfg)
	if err != nil {
		repository.Close()
	}
	return repository, published, err
}

// unpublishedFailure is the failure that the clone lacks the published branch.
func unpublishedFailure(p *proposal.Published) *failure {
	return fail("fail/unpublished", "remote", p.Remote, "branch", p.Branch, "command", programName()+" review")
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
