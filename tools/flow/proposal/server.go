package proposal

import (
	"context"
	"errors"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// State is what became of a proposal, as far as is known.
type State string

const (
	Open   State = "open"
	Merged State = "merged" // all that it proposes is on the published branch, in whatever way it came there
	Closed State = "closed" // the server told that it was closed without being merged
	// Other is a proposal that changes no dilemma.
	Other State = "other"
)

// Proposal is a proposal on the server of the published branch.
type Proposal struct {
	// Number is the number of its merge request; 0 for a branch of which none is known.
	Number int
	// Ref is the reference on the server that holds it, such as refs/pull/12/head, refs/merge-requests/12/head or refs/heads/dilemma/park.
	Ref plumbing.ReferenceName
	// Branch is the branch on the server with the same last commit, without refs/heads/; "" when there is none, as with AGit or a fork.
	Branch string
	// Commit is its last commit. The clone has it when State is Open; else remote.Remote.Bring fetches it.
	Commit plumbing.Hash
	// Slugs are the dilemmas, sorted, that it changes; none when it is not Open.
	Slugs []string
	State State
}

// Proposals are the proposals on the server of the published branch, as the clone knows them.
type Proposals struct {
	// Open are those that are not merged or closed, by number; those without a number come last, by branch.
	Open []Proposal
	// Since is when the server was last asked; zero when it never was.
	Since time.Time
	// Told reports whether the server said which numbers are open. If not, there may be closed ones among them.
	Told bool
	// Truncated is set when the clone lacks a part of the history, so that merged ones may be among them.
	Truncated bool
}

var (
	// ErrUnknown means that there is no proposal with the name, on the server or here.
	ErrUnknown = errors.New("no such proposal")
)

// SeveralError means that more than one open proposal changes the dilemma with a slug.
type SeveralError struct {
	Slug      string
	Proposals []Proposal
}

func (e *SeveralError) Error() string { return "several proposals for " + e.Slug }

// Connect opens the server of the published branch, with the tokens of the user. The error is an *remote.Error.
func Connect(r *repo.Repository, published *Published) (*remote.Remote, error) { return nil, ErrUnknown }

// Refresh asks the server for its proposals, and fetches at once what the clone lacks of them and of the published branch. It keeps the open ones below
// refs/dilemma/, sets the remote-tracking branches as git fetch does, and brings published up to date. The error is an *remote.Error, or one of reading or
// writing the repository.
func Refresh(ctx context.Context, server *remote.Remote, r *repo.Repository, published *Published) (*Proposals, error) {
	return nil, ErrUnknown
}

// Known returns the proposals as the clone knows them since the last Refresh and the last git fetch. It asks no server. The error is one of reading the
// repository.
func Known(r *repo.Repository, published *Published) (*Proposals, error) { return nil, ErrUnknown }

// Find returns the proposal that a user names: by its number ("12", "!12" or "#12"), by the slug of a dilemma, or by its branch ("dilemma/park", also with
// the name of the server before it). A number is also found when it is no longer open. The error is ErrUnknown or a *SeveralError.
func (p *Proposals) Find(name string) (*Proposal, error) { return nil, ErrUnknown }

// Of returns the open proposals that change the dilemma with this slug.
func (p *Proposals) Of(slug string) []Proposal { return nil }
