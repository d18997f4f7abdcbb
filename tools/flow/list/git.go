package list

import (
	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// branches is what Git knows beside the working tree.
type branches struct {
	repo      *repo.Repository
	published *proposal.Published
	proposals *proposal.Proposals
}

// openBranches opens the repository around root, finds the published branch with the settings, and asks the source what is proposed. When it returns branches
// together with an error, the caller must still close the repository.
func openBranches(root string, cfg *settings.Settings, source Source) (*branches, error) {
	repository, err := repo.Open(root)
	if err != nil {
		return nil, err
	}
	b := &branches{repo: repository}
	if b.published, err = proposal.FindPublished(repository, cfg); err != nil {
		return b, err
	}
	b.proposals, err = source(repository, b.published)
	return b, err
}

// read returns the content of a blob, up to casebook.MaxSize bytes.
func (b *branches) read(hash plumbing.Hash) ([]byte, error) {
	_, text, err := repo.Read(b.repo.Store, hash)
	return text[:min(len(text), casebook.MaxSize)], err
}
