package forgetest

import (
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
)

// This file holds what the APIs of all kinds of servers do alike, each in its own words.

// handler answers a request about a repository; u is nil when it names no account.
type handler func(w http.ResponseWriter, r *http.Request, u *User, repo *repository)

// named looks up the account and the repository of a request that names its owner and its name.
func (f *Forge) named(who func(func(http.ResponseWriter, *http.Request, *User)) http.HandlerFunc, do handler) http.HandlerFunc {
	return who(func(w http.ResponseWriter, r *http.Request, u *User) {
		repo := f.repositoryAt(r.PathValue("owner") + "/" + r.PathValue("repo"))
		if repo == nil {
			f.missing(w)
			return
		}
		do(w, r, u, repo)
	})
}

// missing answers that something is not there.
func (f *Forge) missing(w http.ResponseWriter) {
	switch f.Kind {
	case forge.GitLab:
		f.fail(w, http.StatusNotFound, "Not found")
	case forge.GitHub:
		f.fail(w, http.StatusNotFound, "Not Found")
	default:
		write(w, http.StatusNotFound, with(shape("error"), map[string]any{"url": f.URL + "/api/swagger"}))
	}
}

// pullAt returns the proposal of a request, or nil after it has answered that there is none.
func (f *Forge) pullAt(w http.ResponseWriter, r *http.Request, repo *repository) *pull {
	number, _ := strconv.Atoi(r.PathValue("number"))
	p := f.numbered(number)
	if p == nil || repo != f.repositories[0] {
		f.missing(w)
		return nil
	}
	return p
}

// headOf returns the repository and the branch that a proposal to one names as its head: BRANCH, or OWNER:BRANCH of a fork. The repository is nil when there is
// none.
func (f *Forge) headOf(repo *repository, head string) (from *repository, branch string) {
	owner, branch, ok := strings.Cut(head, ":")
	if !ok {
		return repo, head
	}
	for _, other := range f.repositories {
		if path.Dir(other.path) == owner {
			from = other
		}
	}
	return from, branch
}

// opens opens a proposal, and reports whether that went well; else it has answered. editable tells whether others may push to it; nil when nobody said so.
func (f *Forge) opens(w http.ResponseWriter, p *pull, editable *bool) bool {
	if editable != nil {
		p.Editable = *editable
	}
	if err := f.open(p); err != nil {
		f.fail(w, http.StatusInternalServerError, err.Error())
		return false
	}
	return true
}

// changes returns the files that a proposal changes, and between which commits. ok is false after it has answered that it can't.
func (f *Forge) changes(w http.ResponseWriter, repo *repository, p *pull) (from, head string, files []changedFile, ok bool) {
	head = repo.commit(p.Ref)
	from, err := repo.run("merge-base", "refs/heads/"+p.Base, head)
	if err == nil {
		files, err = repo.changed(from, head)
	}
	if err != nil {
		f.fail(w, http.StatusInternalServerError, err.Error())
		return "", "", nil, false
	}
	return from, head, files, true
}

// comment adds a comment to a proposal.
func (f *Forge) comment(p *pull, u *User, body string) Comment {
	f.comments++
	c := Comment{ID: f.comments, Author: u, Body: body}
	p.Comments = append(p.Comments, c)
	return c
}

// commented finds a comment by its number.
func (f *Forge) commented(id string) (*pull, *Comment) {
	for _, p := range f.pulls {
		for i := range p.Comments {
			if strconv.Itoa(p.Comments[i].ID) == id {
				return p, &p.Comments[i]
			}
		}
	}
	return nil, nil
}

// commentOf returns a comment on a proposal as the server gives it.
func (f *Forge) commentOf(p *pull, c Comment) map[string]any {
	switch f.Kind {
	case forge.GitLab:
		return f.gitlabNoteOf(p, c)
	case forge.GitHub:
		return f.githubCommentOf(p, c)
	}
	return f.giteaCommentOf(p, c)
}

// listComments lists the comments on a proposal: on GitLab the newest first, on Gitea all of them at once, whatever page is asked.
func (f *Forge) listComments(w http.ResponseWriter, r *http.Request, _ *User, repo *repository) {
	p := f.pullAt(w, r, repo)
	if p == nil {
		return
	}
	answer := []any{}
	for _, c := range p.Comments {
		answer = append(answer, f.commentOf(p, c))
	}
	if f.Kind == forge.GitLab {
		slices.Reverse(answer)
	}
	if f.Kind == forge.GitLab || f.Kind == forge.GitHub {
		answer = page(f.Kind, r, answer)
	}
	write(w, http.StatusOK, answer)
}

func (f *Forge) addComment(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	p := f.pullAt(w, r, repo)
	var question struct{ Body string }
	if p != nil && f.read(w, r, &question) {
		write(w, http.StatusCreated, f.commentOf(p, f.comment(p, u, question.Body)))
	}
}

// reword changes a comment, of oneself or by the owner.
func (f *Forge) reword(w http.ResponseWriter, r *http.Request, u *User, repo *repository) {
	p, c := f.commented(r.PathValue("comment"))
	var question struct{ Body string }
	switch {
	case c == nil || repo != f.repositories[0]:
		f.missing(w)
	case c.Author != u && f.may(u, repo) != Owner && f.Kind != forge.GitLab && f.Kind != forge.GitHub:
		w.WriteHeader(http.StatusForbidden)
	case c.Author != u && f.may(u, repo) != Owner:
		f.fail(w, http.StatusForbidden, f.says("", "Forbidden", "Must have admin rights to Repository."))
	case f.read(w, r, &question):
		c.Body = question.Body
		write(w, http.StatusOK, f.commentOf(p, *c))
	}
}
