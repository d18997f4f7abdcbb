package submit

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// record is what is remembered of a proposal, in a file of its own below .git: by it a proposal of this user is known from that of another.
type record struct {
	// Commits are those that were pushed, or were about to be, the last one at the end.
	Commits []string `json:"commits"`
	// URL is the page of the merge request, when the server told it.
	URL string `json:"url,omitempty"`
}

// maxCommits is how many commits of a proposal are remembered.
const maxCommits = 50

// recordFile is the place of the record, below the folder where dilemma keeps what it must remember.
func (s *submission) recordFile() string {
	return path.Join("proposals", s.server.Name, s.Slug+".json")
}

// noted returns what is remembered. Without it the user is asked more, so that a file that can't be read is no error.
func (s *submission) noted() record {
	var r record
	text, err := os.ReadFile(filepath.Join(s.repo.StateDir(), filepath.FromSlash(s.recordFile())))
	if err != nil || json.Unmarshal(text, &r) != nil {
		return record{}
	}
	return r
}

// note remembers a commit and the page of its merge request.
func (s *submission) note(commit, url string) error {
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
