package repo

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// Step is a commit that somebody made in this clone with `git commit`: the commit on which HEAD stood, or the zero hash, and the one that was made.
type Step struct{ Before, After plumbing.Hash }

// The messages in the log of a reference that git writes for a commit that was made here from what stood in the working tree. What came by a merge, a
// pull, a cherry-pick or a rebase has other messages: that can be the work of somebody else.
var made = []string{"commit: ", "commit (initial): ", "commit (amend): "}

// Made lists the commits that were made in this clone, the newest of each log first, as far as Git keeps logs of HEAD and of the branches. Only git
// here writes these logs: a fetch or a push of somebody else does not.
func (r *Repository) Made() []Step {
	files := []string{filepath.Join(r.at.dir, "logs", "HEAD")}
	if r.at.common != r.at.dir {
		files = append(files, filepath.Join(r.at.common, "logs", "HEAD"))
	}
	_ = filepath.WalkDir(filepath.Join(r.at.common, "logs", "refs", "heads"), func(name string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			files = append(files, name)
		}
		return nil
	})
	var steps []Step
	seen := map[Step]bool{}
	add := func(step Step, message string) {
		isMade := slices.ContainsFunc(made, func(prefix string) bool { return strings.HasPrefix(message, prefix) })
		if isMade && !seen[step] {
			seen[step] = true
			steps = append(steps, step)
		}
	}
	if r.Store.refs != nil {
		r.at.tableLogs(add)
		return steps
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		lines := strings.Split(string(text), "\n")
		for _, line := range slices.Backward(lines) {
			who, message, _ := strings.Cut(line, "\t")
			hashes := strings.Fields(who)
			if len(hashes) >= 2 && plumbing.IsHash(hashes[0]) && plumbing.IsHash(hashes[1]) {
				add(Step{plumbing.NewHash(hashes[0]), plumbing.NewHash(hashes[1])}, message)
			}
		}
	}
	return steps
}

// Heads lists the commits whose files can stand in the working tree: HEAD, and while a merge, a cherry-pick, a revert or a rebase is under way also
// what is being brought in.
func (r *Repository) Heads() []plumbing.Hash {
	var heads []plumbing.Hash
	if c, err := r.Commit("HEAD"); err == nil {
		heads = append(heads, c.Hash)
	}
	for _, name := range []string{"MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD"} {
		if found, ok := r.Store.refs[name]; ok { // only MERGE_HEAD is a file where references are in tables
			heads = append(heads, found.hash)
		}
		text, err := os.ReadFile(filepath.Join(r.at.dir, name))
		if err != nil {
			continue
		}
		for _, hash := range strings.Fields(string(text)) { // a merge of several branches has a line for each
			if plumbing.IsHash(hash) {
				heads = append(heads, plumbing.NewHash(hash))
			}
		}
	}
	return heads
}
