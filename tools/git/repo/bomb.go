package repo

import (
	"encoding/binary"
	"errors"
	"io"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
)

// ErrBomb means that a pack, small as it may be, holds more than a repository of texts and pictures does.
var ErrBomb = errors.New("the pack unpacks to too much")

// What one object of a pack may be when it is unpacked, and what all may be together: as they stand in the pack, and as the differences make them. A
// proposal is 64 MB at most; a thousand commits in a folder of ten thousand files make 600 MB of folders.
const (
	maxObject = 128 << 20
	maxStored = 1 << 30
	maxMade   = 4 << 30
)

// unpacks returns ErrBomb when the objects of a pack are too large to unpack in memory: by the sizes that the pack gives, which the parser holds it to.
// Of a difference with another object it counts what that makes as well.
func unpacks(pack io.Reader) error {
	s := packfile.NewScanner(pack)
	_, objects, err := s.Header()
	if err != nil {
		return err
	}
	var stored, made int64
	count := func(sum *int64, most int64, size uint64) error {
		if size > maxObject || *sum+int64(size) > most {
			return ErrBomb
		}
		*sum += int64(size)
		return nil
	}
	for range objects {
		head, err := s.NextObjectHeader()
		if err != nil {
			return err
		}
		if err := count(&stored, maxStored, uint64(head.Length)); err != nil {
			return err
		}
		var begin first
		if _, _, err := s.NextObject(&begin); err != nil {
			return err
		}
		if head.Type != plumbing.OFSDeltaObject && head.Type != plumbing.REFDeltaObject {
			continue
		}
		_, n := binary.Uvarint(begin.kept) // the size of what it differs from
		if n <= 0 {
			return packfile.ErrInvalidDelta
		}
		makes, n := binary.Uvarint(begin.kept[n:])
		if n <= 0 {
			return packfile.ErrInvalidDelta
		}
		if err := count(&made, maxMade, makes); err != nil {
			return err
		}
	}
	return nil
}

// first keeps the beginning of what is written to it: room for two sizes.
type first struct{ kept []byte }

func (f *first) Write(p []byte) (int, error) {
	f.kept = append(f.kept, p[:min(len(p), 2*binary.MaxVarintLen64-len(f.kept))]...)
	return len(p), nil
}
