package repo

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing/format/idxfile"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"

	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// AddPack stores a pack that a server sent, completely or not at all: it writes the index and the pack to temporary files, and renames them when
// both are complete and on the disk. go-git writes the index in place. When it is interrupted there, it takes the incomplete index for a complete
// one the next time, and can't read the repository any more. The error is a *DiskError when this machine could not write them, ErrBomb when the
// pack holds too much, else that of the pack or its reader.
func (r *Repository) AddPack(pack io.Reader) error { return onDisk(r.addPack(pack)) }

func (r *Repository) addPack(pack io.Reader) error {
	dir := filepath.Join(r.at.common, "objects", "pack")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	data, err := os.CreateTemp(dir, "tmp_pack_*") // git gc removes those that are left behind
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
	if err := unpacks(data); err != nil {
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
	if err := errors.Join(data.Chmod(0o444), index.Chmod(0o444), data.Sync(), index.Sync(), data.Close(), index.Close()); err != nil {
		return err
	}
	// The index is renamed first: go-git needs an index for every pack, and git a pack for every index that it uses.
	name := filepath.Join(dir, "pack-"+sum.String())
	if err := whole.Rename(index.Name(), name+".idx"); err != nil {
		return err
	}
	if err := whole.Rename(data.Name(), name+".pack"); err != nil {
		return err
	}
	if err := whole.SyncFolder(dir); err != nil {
		return err
	}
	r.Store.Reindex()
	return nil
}
