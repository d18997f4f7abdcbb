// Package trust tells the texts of a book from what runs, or decides what runs, when its site is built, and finds out whose the latter is. A branch of a
// stranger may bring any text; its templates, settings and programs run only when the user says so.
package trust

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// shown are the extensions of files that are only shown or handed out: Markdown and attachments. Hugo runs a .gotmpl, takes a .html as it is, and
// publishes whatever else stands beside a page; a browser runs what a page, a drawing (SVG) or a style sheet holds.
var shown = []string{".md", ".txt", ".csv", ".pdf", ".docx", ".odt", ".xlsx", ".ods", ".pptx", ".odp", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".tif", ".tiff"}

// Text reports whether a file of the book is a text or an attachment of the site, which runs nothing and decides nothing. The path is relative to the
// root of the book.
func Text(name string, mode filemode.FileMode) bool {
	if mode != filemode.Regular && mode != filemode.Executable && mode != filemode.Deprecated { // a link or a repository leads elsewhere
		return false
	}
	parts := strings.Split(name, "/")
	hidden := func(part string) bool { return strings.HasPrefix(part, ".") || strings.ContainsAny(part, `\:`) }
	return len(parts) > 1 && parts[0] == "content" && !slices.ContainsFunc(parts, hidden) && slices.Contains(shown, strings.ToLower(path.Ext(name)))
}

// ChangesText reports whether a change is one of a text or an attachment. A text that is taken away runs nothing either.
func ChangesText(c repo.Change) bool {
	mode := c.Mode
	if !c.After {
		mode = filemode.Regular
	}
	return Text(c.Path, mode)
}

// inert reports whether a file has no part in the site at all: documentation for developers.
func inert(name string, mode filemode.FileMode) bool {
	return mode != filemode.Symlink && mode != filemode.Submodule && (strings.HasPrefix(name, "docs/") || !strings.Contains(name, "/") && path.Ext(name) == ".md")
}

// Foreign is what a working tree brings that runs or decides what runs, and that is neither published nor made by the user.
type Foreign struct {
	Files     []string // sorted paths, relative to the root of the book
	Published string   // the name of the published branch, such as origin/main
	Branch    string   // the branch that is checked out, or the hash of a commit
}

func newForeign(versions map[version]bool, published, branch string) *Foreign {
	if len(versions) == 0 {
		return nil
	}
	f := &Foreign{Published: published, Branch: branch}
	for v := range versions {
		f.Files = append(f.Files, v.path)
	}
	slices.Sort(f.Files)
	f.Files = slices.Compact(f.Files)
	return f
}

// Find compares the checked-out commit, and what is being merged into it, with the published branch. The result is nil when all that runs is that of the
// published branch as it is or was, or was accepted; and also without repository or published branch, since there is nothing to compare with then. What
// was not committed is taken for the work of the user. So is what `git commit` in this clone made, once the user has accepted something: who only reads
// and writes texts has no such work.
//
// It reads no file of the working tree but .git. The error is a *repo.FormError when it can't read the branches of a repository that has a server.
func Find(root string, own *settings.Settings) (*Foreign, error) {
	r, err := repo.Open(root)
	if errors.Is(err, repo.ErrNoRepository) {
		return nil, nil
	}
	var form *repo.FormError
	if errors.As(err, &form) && repo.BegunHere(root) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer r.Close()
	published, err := proposal.FindPublished(r, own)
	if err != nil || published.Commit == nil {
		return nil, err
	}
	foreign := map[version]bool{}
	for _, hash := range r.Heads() {
		head, err := object.GetCommit(r.Store, hash)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", hash, err)
		}
		if err := collect(r, published.Commit, head, foreign); err != nil {
			return nil, err
		}
	}
	withoutAccepted(r, published.Commit, foreign)
	return newForeign(foreign, published.Ref.Short(), branch(r)), nil
}

// accepted is the file, below the folder of dilemma in .git, with the commits that the user accepted.
const accepted = "trusted"

// maxAccepted is the number of commits that it keeps, the newest last.
const maxAccepted = 100

// Accept remembers that the user trusts all that the checked-out commit brings, and what is being merged into it.
func Accept(root string) error {
	r, err := repo.Open(root)
	if err != nil {
		return err
	}
	defer r.Close()
	all := acceptedIn(r)
	for _, head := range r.Heads() {
		all = append(all, head.String())
	}
	all = all[max(0, len(all)-maxAccepted):]
	return r.Remember(accepted, []byte(strings.Join(all, "\n")+"\n"))
}

func acceptedIn(r *repo.Repository) []string {
	text, err := r.Recall(accepted)
	if err != nil {
		return nil
	}
	return strings.Fields(string(text))
}

// Heads returns what can change the result of Find: the commits that can stand in the working tree. It is quick.
func Heads(root string) ([]plumbing.Hash, error) {
	r, err := repo.Open(root)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return r.Heads(), nil
}

// version is what stands at a path; the zero hash means that nothing does.
type version struct {
	path string
	mode filemode.FileMode
	hash plumbing.Hash
}

// versions returns the second side of changes that run or decide what runs.
func versions(changes []repo.Change) map[version]bool {
	all := map[version]bool{}
	for _, c := range changes {
		if !ChangesText(c) && !inert(c.Path, c.Mode) {
			all[version{c.Path, c.Mode, c.Hash}] = true
		}
	}
	return all
}

// collect adds what differs in a head from the published branch, both as that was when the head went its own way and as it is now: a branch that lags
// behind brings nothing of its own.
func collect(r *repo.Repository, published, head *object.Commit, foreign map[version]bool) error {
	changes, err := r.Changes(published, head)
	if err != nil {
		return err
	}
	differ := versions(changes)
	if len(differ) == 0 {
		return nil
	}
	// Without a common ancestor, as in a shallow clone or a history that a stranger made up, only the published branch as it is now counts.
	if bases, err := head.MergeBase(published); err == nil && len(bases) > 0 {
		if changes, err = r.Changes(bases[0], head); err != nil {
			return err
		}
		since := versions(changes)
		for v := range differ {
			if !since[v] {
				delete(differ, v)
			}
		}
	}
	for v := range differ {
		foreign[v] = true
	}
	return nil
}

// withoutAccepted removes what the user accepted, and then also what the user made.
func withoutAccepted(r *repo.Repository, published *object.Commit, foreign map[version]bool) {
	if len(foreign) == 0 {
		return
	}
	commits := acceptedIn(r)
	for _, hash := range commits {
		without(r, published, plumbing.NewHash(hash), foreign)
	}
	if len(commits) == 0 {
		return
	}
	for _, step := range r.Made() {
		var before *object.Commit
		if !step.Before.IsZero() {
			var err error
			if before, err = object.GetCommit(r.Store, step.Before); err != nil {
				continue // it was taken back, and git has cleaned it up
			}
		}
		if without(r, before, step.After, foreign); len(foreign) == 0 {
			return
		}
	}
}

// without removes each version of a file that a commit has and the one before it has not. A commit that can't be read removes nothing.
func without(r *repo.Repository, before *object.Commit, hash plumbing.Hash, foreign map[version]bool) {
	after, err := object.GetCommit(r.Store, hash)
	if err != nil {
		return
	}
	changes, err := r.Changes(before, after)
	if err != nil {
		return
	}
	for v := range versions(changes) {
		delete(foreign, v)
	}
}

// branch returns the name of the branch that is checked out, or else the hash of the commit.
func branch(r *repo.Repository) string {
	head, err := r.Store.Reference(plumbing.HEAD)
	switch {
	case err != nil:
		return "HEAD"
	case head.Type() == plumbing.SymbolicReference:
		return head.Target().Short()
	}
	return head.Hash().String()
}
