package submit

import (
	"encoding/json"
	"path"
	"reflect"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// record is what dilemma stores about a proposal, in a file of its own below .git. It tells the commits of this user from those of others.
type record struct {
	// Commits are the hashes of the commits that were pushed, or were about to be pushed, the newest last.
	Commits []string `json:"commits"`
	// URL is the page of the merge request; empty when the server did not give it.
	URL string `json:"url,omitempty"`
	// Number is the number of the merge request; 0 when it is not known.
	Number int `json:"number,omitempty"`
	// Seen is the commit of the proposal of somebody else that the user goes on from; empty when there is none.
	Seen string `json:"seen,omitempty"`
	// Title is the title that dilemma gave the merge request.
	Title string `json:"title,omitempty"`
	// Replaces is the number of the merge request that this one comes in the place of, until that is closed.
	Replaces int `json:"replaces,omitempty"`
}

// maxCommits is the number of commits of a proposal that are stored.
const maxCommits = 50

// recordFile returns the path of the record below repo.Repository.StateDir.
func recordFile(remote, slug string) string { return path.Join("proposals", remote, slug+".json") }

// readRecord reads a record. It returns an empty one when the file is missing or damaged: then the user has to confirm more with --replace.
func readRecord(r *repo.Repository, remote, slug string) record {
	var read record
	text, err := r.Recall(recordFile(remote, slug))
	if err != nil || json.Unmarshal(text, &read) != nil {
		return record{}
	}
	return read
}

// write stores a record.
func (r record) write(repository *repo.Repository, remote, slug string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return repository.Remember(recordFile(remote, slug), append(text, '\n'))
}

// WorkOn remembers that the user goes on with a proposal of somebody else for a dilemma, from its last commit: the next Run brings that one further. number
// is 0 for one that is but a branch, and remote is the name of its server in Git. The error is one of writing.
func WorkOn(repository *repo.Repository, remote, slug string, number int, commit plumbing.Hash) error {
	r := readRecord(repository, remote, slug)
	if number != r.Number {
		r = record{Commits: r.Commits, Number: number} // the page and the title are those of another
	}
	r.Seen = commit.String()
	return r.write(repository, remote, slug)
}

// WorksOn reports whether the user goes on with a proposal from this commit, as WorkOn remembered.
func WorksOn(repository *repo.Repository, remote, slug string, number int, commit plumbing.Hash) bool {
	r := readRecord(repository, remote, slug)
	return r.Number == number && r.Seen == commit.String()
}

// updateRecord adds a commit to the record, and sets what change sets.
func (s *submission) updateRecord(commit string, change func(*record)) error {
	r := s.record
	r.Commits = append(slices.DeleteFunc(slices.Clone(r.Commits), func(c string) bool { return c == commit }), commit)
	if len(r.Commits) > maxCommits {
		r.Commits = r.Commits[len(r.Commits)-maxCommits:]
	}
	change(&r)
	if reflect.DeepEqual(r, s.record) {
		return nil
	}
	if err := r.write(s.repo, s.server.Name, s.Slug); err != nil {
		return err
	}
	s.record = r
	return nil
}
