package repo

import "github.com/go-git/go-git/v5/plumbing"

// Objects gives the objects of a repository that is elsewhere, such as on a server that gives them one by one. The error of one that is not there is
// plumbing.ErrObjectNotFound. Several goroutines may ask at the same time.
type Objects interface {
	// Object returns a commit, a tree or a blob.
	Object(hash plumbing.Hash) (plumbing.EncodedObject, error)
	// Size returns the size of an object in bytes, which may be known before the object is.
	Size(hash plumbing.Hash) (int64, error)
}

// Elsewhere returns a repository of which the objects are elsewhere. It has no references, no settings and no folder: a commit is named by its whole hash,
// nothing can be written, and what lies beside the objects can't be asked.
func Elsewhere(objects Objects) *Repository {
	return &Repository{Store: &Store{elsewhere: objects, refs: stack{}}, Prefix: "."}
}
