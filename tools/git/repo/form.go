package repo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// FormError means that a repository is stored in a form that can't be read here, although it is a good one for Git.
type FormError struct {
	// Setting is the setting that says so in the file config of the repository, such as "extensions.objectformat", and Value its value.
	Setting, Value string
	// Sha256 tells that its objects have names of 64 digits.
	Sha256 bool
}

func (e *FormError) Error() string { return fmt.Sprintf("repository with %s=%s", e.Setting, e.Value) }

// harmless are the extensions that change nothing in what is read and written here, or that are known. Source:
// https://git-scm.com/docs/repository-version.
var harmless = []string{"noop", "partialclone", "preciousobjects", "worktreeconfig", "relativeworktrees", "submodulepathconfig", "refstorage", "objectformat", "compatobjectformat"}

// checkForm returns a *FormError for a repository that can't be read: one with names of SHA-256, with references in a form that nobody here knows, of a later
// version, or with an extension that could be anything. Git refuses the same of what it does not know.
func (at place) checkForm() error {
	own := &Settings{values: at.form()}
	if form := own.Get("extensions.objectformat"); form != "" && !strings.EqualFold(form, "sha1") {
		return &FormError{"extensions.objectformat", form, strings.EqualFold(form, "sha256")}
	}
	if form := own.Get("extensions.refstorage"); form != "" && !strings.EqualFold(form, "files") && !strings.EqualFold(form, reftableForm) {
		return &FormError{Setting: "extensions.refstorage", Value: form}
	}
	version := own.Get("core.repositoryformatversion")
	n, err := strconv.Atoi(version)
	if version != "" && (err != nil || n > 1) {
		return &FormError{Setting: "core.repositoryformatversion", Value: version}
	}
	for _, s := range own.values {
		if n == 1 && s.section == "extensions" && s.sub == "" && !slices.Contains(harmless, s.key) {
			return &FormError{Setting: "extensions." + s.key, Value: s.value}
		}
	}
	return nil
}

// Lack is what a repository may lack, by how it was cloned.
type Lack struct {
	// Shallow tells that its history is cut off, and Filtered that files or folders were left out until they are needed.
	Shallow, Filtered bool
	// Remote is the remote that has the rest.
	Remote string
}

// Lack tells what the repository may lack.
func (r *Repository) Lack() Lack {
	s := r.Settings()
	lack := Lack{Shallow: r.Shallow(), Remote: "origin"}
	for i, name := range s.Remotes() {
		if i == 0 {
			lack.Remote = name
		}
		if s.Bool("remote."+name+".promisor") || s.Get("remote."+name+".partialclonefilter") != "" {
			lack.Filtered, lack.Remote = s.Get("remote."+name+".partialclonefilter") != "", name
			break
		}
	}
	return lack
}

// BegunHere reports whether nothing came into the repository around a folder from elsewhere, as far as Git's own files tell: it has no remote, and nothing was
// ever fetched. It also tells that of a repository for which Open gives a *FormError.
func BegunHere(root string) bool {
	at, found := find(root)
	if !found || len(at.settings().Remotes()) > 0 {
		return false
	}
	_, err := os.Lstat(filepath.Join(at.dir, "FETCH_HEAD"))
	return errors.Is(err, fs.ErrNotExist)
}
