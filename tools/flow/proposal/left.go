package proposal

import (
	"encoding/json"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// leftFile is the file below repo.Repository.StateDir with the files that differed from the published branch when the clone was brought forward.
const leftFile = "sync/left.json"

// SetLeft records files that differ from the published branch, and stayed as the user has them when the clone was brought forward to that branch: by path from the
// root of the casebook, what Git would store of them. From then on the branch of the user holds what the others made of them, although the user may not have
// looked at it.
func SetLeft(repository *repo.Repository, files map[string]plumbing.Hash) error {
	if len(files) == 0 {
		return nil
	}
	all := left(repository)
	for name, hash := range files {
		all[name] = hash.String()
	}
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return repository.Remember(leftFile, append(text, '\n'))
}

// IsLeft reports whether a file is still the one that SetLeft recorded: the user has done nothing with what others made of it.
func IsLeft(repository *repo.Repository, name string, hash plumbing.Hash) bool {
	return left(repository)[name] == hash.String()
}

// left reads the record; of one that is missing or damaged nothing.
func left(repository *repo.Repository) map[string]string {
	var all map[string]string
	text, err := repository.Recall(leftFile)
	if err != nil || json.Unmarshal(text, &all) != nil || all == nil {
		return map[string]string{}
	}
	return all
}
