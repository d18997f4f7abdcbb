package repo

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/objfile"
)

// source is a folder of objects, to be read. Several goroutines may read at the same time.
type source struct {
	dir   string
	packs *packs
	kept  *cache
}

func newSource(dir string, kept *cache) *source {
	return &source{dir, &packs{dir: filepath.Join(dir, "pack"), kept: kept}, kept}
}

// object returns an object. The error is plumbing.ErrObjectNotFound when it is not there.
func (s *source) object(hash plumbing.Hash) (stored, error) {
	p, at, err := s.packs.find(hash)
	if err == nil {
		kind, content, err := p.object(at)
		return stored{kind, content}, err
	}
	loose, err := s.loose(hash, err)
	if err != nil {
		return stored{}, err
	}
	defer loose.Close()
	if o, isKept := s.kept.get(spot{name: hash}); isKept {
		return o, nil
	}
	reader, err := objfile.NewReader(loose)
	if err != nil {
		return stored{}, err
	}
	defer reader.Close()
	kind, size, err := reader.Header()
	if err != nil {
		return stored{}, err
	}
	var content bytes.Buffer
	content.Grow(int(min(max(size, 0), taken)))
	if _, err := io.Copy(&content, reader); err != nil {
		return stored{}, err
	}
	o := stored{kind, content.Bytes()}
	s.kept.put(spot{name: hash}, o)
	return o, nil
}

// file returns the path of the file of an object that is in no pack.
func (s *source) file(hash plumbing.Hash) string {
	name := hash.String()
	return filepath.Join(s.dir, name[:2], name[2:])
}

// loose opens the file of an object that no pack gave, for which reason the caller tells. That is the error when there is no such file.
func (s *source) loose(hash plumbing.Hash, reason error) (*os.File, error) {
	f, err := os.Open(s.file(hash))
	if errors.Is(err, fs.ErrNotExist) {
		err = reason
	}
	return f, err
}

// has returns no error when an object is there.
func (s *source) has(hash plumbing.Hash) error {
	_, _, err := s.packs.find(hash)
	if err == nil {
		return nil
	}
	loose, err := s.loose(hash, err)
	if err != nil {
		return err
	}
	return loose.Close()
}

// size returns the size of an object in bytes, without reading all of it.
func (s *source) size(hash plumbing.Hash) (int64, error) {
	p, at, err := s.packs.find(hash)
	if err == nil {
		return p.size(at)
	}
	loose, err := s.loose(hash, err)
	if err != nil {
		return 0, err
	}
	defer loose.Close()
	reader, err := objfile.NewReader(loose)
	if err != nil {
		return 0, err
	}
	defer reader.Close()
	_, size, err := reader.Header()
	return size, err
}

// namesWith returns the names of the objects that begin with these bytes, which are one at least.
func (s *source) namesWith(prefix []byte) ([]plumbing.Hash, error) {
	var all []plumbing.Hash
	first := hex.EncodeToString(prefix[:1])
	files, err := os.ReadDir(filepath.Join(s.dir, first))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	add := func(name plumbing.Hash) {
		if bytes.HasPrefix(name[:], prefix) && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	for _, f := range files {
		if name := first + f.Name(); plumbing.IsHash(name) {
			add(plumbing.NewHash(name))
		}
	}
	list, err := s.packs.list()
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		names, err := p.namesWith(prefix[0])
		if err != nil {
			return nil, err
		}
		for name := range slices.Chunk(names, hashSize) {
			add(plumbing.Hash(name))
		}
	}
	return all, nil
}

// named is an object with its name, as go-git reads it.
type named struct {
	stored
	name plumbing.Hash
}

// Hash implements plumbing.EncodedObject, as do the other methods.
func (o *named) Hash() plumbing.Hash             { return o.name }
func (o *named) Type() plumbing.ObjectType       { return o.kind }
func (o *named) SetType(plumbing.ObjectType)     {}
func (o *named) Size() int64                     { return int64(len(o.content)) }
func (o *named) SetSize(int64)                   {}
func (o *named) Reader() (io.ReadCloser, error)  { return io.NopCloser(bytes.NewReader(o.content)), nil }
func (o *named) Writer() (io.WriteCloser, error) { return nil, errors.ErrUnsupported }
