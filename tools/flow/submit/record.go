package submit

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// record is what dilemma stores about a proposal, in a file of its own below .git. It tells the commits of this user from those of others.
type record struct {
	// Commits are the hashes of the commits that were pushed, or were about to be pushed, the newest last.
	Commits []string `json:"commits"`
	// URL is the page of the merge request; empty when the server did not give it.
	URL string `json:"url,omitempty"`
}

// maxCommits is the number of commits of a proposal that are stored.
const maxCommits = 50

// recordFile returns the path of the record below repo.Repository.StateDir.
func (s *submission) recordFile() string {
	return path.Join("proposals", s.server.Name, s.Slug+".json")
}

// readRecord reads the record. It returns an empty one when the file is missing or damaged: then the user has to confirm more with --replace.
func (s *submission) readRecord() record {
	var r record
	text, err := os.ReadFile(filepath.Join(s.repo.StateDir(), filepath.FromSlash(s.recordFile())))
	if err != nil || json.Unmarshal(text, &r) != nil {
		return record{}
	}
	return r
}

// updateRecord adds a commit to the record, and sets the page of the merge request.
func (s *submission) updateRecord(commit, url string) error {
	r := record{slices.Clone(s.record.Commits), url}
	r.Commits = append(slices.DeleteFunc(r.Commits, func(c string) bool { return c == commit }), commit)
	if len(r.Commits) > maxCommits {
		r.Commits = r.Commits[len(r.Commits)-maxCommits:]
	}
	if slices.Equal(r.Commits, s.record.Commits) && r.URL == s.record.URL {
		return nil
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := s.repo.Remember(s.recordFile(), append(text, '\n')); err != nil {
		return err
	}
	s.record = r
	return nil
}
