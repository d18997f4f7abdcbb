package repo_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// TestAddPack stores a pack where an earlier attempt was ended halfway: what that left behind is in nobody's way.
func TestAddPack(t *testing.T) {
	_, from := initialise(t)
	hash := commit(t, from, "een")
	c, err := object.GetCommit(from.Storer, hash)
	if err != nil {
		t.Fatal(err)
	}
	var pack bytes.Buffer
	sum, err := packfile.NewEncoder(&pack, from.Storer, false).Encode([]plumbing.Hash{hash, c.TreeHash}, 0)
	if err != nil {
		t.Fatal(err)
	}
	root, _ := initialise(t)
	name := filepath.Join(root, ".git", "objects", "pack", "pack-"+sum.String())
	write(t, name+".idx", "\xfftOc\x00\x00\x00\x02half") // of an index
	r := open(t, root)
	for _, cut := range []int{0, 1, 20, pack.Len() - 1} {
		if err := r.AddPack(bytes.NewReader(pack.Bytes()[:cut])); err == nil {
			t.Errorf("%d bytes of %d are a pack", cut, pack.Len())
		}
	}
	if err := r.AddPack(io.MultiReader(bytes.NewReader(pack.Bytes()[:30]), bytes.NewReader(pack.Bytes()[30:]))); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got, err := r.Commit(hash.String()); err != nil || got.Message != "een" {
			t.Error(got, err)
		}
		r = open(t, root) // as the next process sees it
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(name), "*"))
	if err != nil || len(files) != 2 {
		t.Error("left behind:", files, err)
	}
	if info, err := os.Stat(name + ".pack"); err != nil || info.Size() != int64(pack.Len()) {
		t.Error(info, err)
	}
}
