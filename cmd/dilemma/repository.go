package main

import (
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/list"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// repositoryFailure returns the failure for an error of a repository that is not there, can't be read or is not whole, or nil when err is another error.
// command is the one that the user gave.
func repositoryFailure(err error, command string) *failure {
	var form *repo.FormError
	switch {
	case errors.Is(err, repo.ErrNoRepository):
		return fail("fail/repository")
	case errors.As(err, &form):
		return formFailure(form, command)
	case errors.Is(err, outgoing.ErrShallow):
		return fail("fail/shallow")
	case errors.Is(err, outgoing.ErrMissing), errors.Is(err, list.ErrGit), errors.Is(err, plumbing.ErrObjectNotFound):
		return missingFailure()
	}
	return nil
}

// formFailure is the failure that a repository is in a form that can't be read here.
func formFailure(form *repo.FormError, command string) *failure {
	id := "fail/form"
	if form.Sha256 {
		id = "fail/form-sha256"
	}
	return fail(id, "command", command, "setting", form.Setting, "value", form.Value)
}

// missingFailure is the failure that the repository lacks objects, with how to get them: that depends on how it was cloned.
func missingFailure() *failure {
	lack := lackHere()
	if lack.Shallow {
		return fail("fail/shallow")
	}
	if lack.Filtered {
		return fail("fail/partial", "remote", lack.Remote)
	}
	return fail("fail/missing", "remote", lack.Remote)
}

// lackHere tells what the repository around the working directory may lack.
func lackHere() repo.Lack {
	dir, err := os.Getwd()
	if err != nil {
		return repo.Lack{}
	}
	repository, err := repo.Open(dir)
	if err != nil {
		return repo.Lack{}
	}
	defer repository.Close()
	return repository.Lack()
}

// baseFailure is the failure that HEAD and a revision have no common beginning here.
func baseFailure(revision string) *failure {
	f := fail("fail/base", "revision", revision)
	if lackHere().Shallow {
		f = &failure{text: message.Text("fail/base-shallow", "revision", revision), tip: message.Text("fail/shallow.tip")}
	}
	return f
}

// revisionFailure is the failure that there is no such revision. That of a branch on a server may not have been fetched: a clone of one branch has no other,
// and a plain `git fetch` does not bring it.
func revisionFailure(revision string) *failure {
	remote, branch, _ := strings.Cut(revision, "/")
	dir, err := os.Getwd()
	if err == nil && branch != "" && !strings.ContainsAny(branch, "~^:@") {
		if s, err := repo.ReadSettings(dir); err == nil && slices.Contains(s.Remotes(), remote) {
			return fail("fail/tracking", "revision", revision, "remote", remote, "branch", branch)
		}
	}
	return fail("fail/revision", "revision", revision)
}
