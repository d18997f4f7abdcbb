package repo

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// SetEncodedObject implements storer.EncodedObjectStorer: it writes an object to a file of its own, completely or not at all. Like Git it takes the fastest
// compression for such a file: what go-git takes is four times as slow for the tree of a large folder.
func (s *Store) SetEncodedObject(o plumbing.EncodedObject) (plumbing.Hash, error) {
	data, err := content(o)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	own := s.sources[0]
	hash := plumbing.ComputeHash(o.Type(), data)
	name := own.file(hash)
	if _, err := os.Stat(name); err == nil {
		return hash, nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return plumbing.ZeroHash, err
	}
	if err := writeLoose(own.dir, name, o.Type(), data); err != nil {
		return plumbing.ZeroHash, err
	}
	own.kept.put(spot{name: hash}, stored{o.Type(), data}) // it is read again to be checked and to be sent
	return hash, nil
}

// writeLoose writes an object to a temporary file in a folder, of which git gc removes what is left behind, and renames that.
func writeLoose(dir, name string, kind plumbing.ObjectType, data []byte) (err error) {
	var packed bytes.Buffer
	z, err := zlib.NewWriterLevel(&packed, zlib.BestSpeed)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(z, "%s %d\x00", kind, len(data))
	if err == nil {
		_, err = z.Write(data)
	}
	if err := errors.Join(err, z.Close()); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "tmp_obj_*")
	if err != nil {
		return err
	}
	_, err = f.Write(packed.Bytes())
	err = errors.Join(err, f.Chmod(0o444), f.Close())
	if err == nil {
		err = whole.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
