package repo

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing/format/idxfile"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
)

// AddPack stores a pack that a server sent. Its objects are there whole or not at all: the index and the pack are written aside, and take their
// names when both are complete. go-git writes the index in its place and, when it was ended there, takes that half of an index for
// a whole one the next time, so that the repository can't be read any more.
func (r *Repository) AddPack(pack io.Reader) error {
	dir := filepath.Join(r.dirs[len(r.dirs)-1], "objects", "pack")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	data, err := os.CreateTemp(dir, "tmp_pack_*") // git gc removes what is left of these
	if err != nil {
		return err
	}
	defer os.Remove(data.Name())
	defer data.Close()
	index, err := os.CreateTemp(dir, "tmp_idx_*")
	if err != nil {
		return err
	}
	defer os.Remove(index.Name())
	defer index.Close()

	if _, err := io.Copy(data, pack); err != nil {
		return err
	}
	if _, err := data.Seek(0, io.SeekStart); err != nil {
		return err
	}
	var entries idxfile.Writer
	parser, err := packfile.NewParser(packfile.NewScanner(data), &entries)
	if err != nil {
		return err
	}
	sum, err := parser.Parse()
	if err != nil {
		return err
	}
	list, err := entries.Index()
	if err != nil {
		return err
	}
	if _, err := idxfile.NewEncoder(index).Encode(list); err != nil {
		return err
	}
	if err := errors.Join(data.Chmod(0o444), index.Chmod(0o444), data.Close(), index.Close()); err != nil {
		return err
	}
	// The index goes first: go-git looks for the index of every pack that it finds, and git for the pack of every index.
	name := filepath.Join(dir, "pack-"+sum.String())
	if err := os.Rename(index.Name(), name+".idx"); err != nil {
		return err
	}
	if err := os.Rename(data.Name(), name+".pack"); err != nil {
		return err
	}
	r.Store.Reindex()
	return nil
}
