package repo_test

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
)

// zeros reads that many bytes.
type zeros int64

func (z *zeros) Read(p []byte) (int, error) {
	if *z == 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), int64(*z))
	clear(p[:n])
	*z -= zeros(n)
	return int(n), nil
}

// entry is an object in a pack: its head with a size that it gives, what comes between, and its content.
func entry(t *testing.T, kind byte, size uint64, between string, content io.Reader) []byte {
	t.Helper()
	head := []byte{kind<<4 | byte(size&0x0f)}
	for size >>= 4; size > 0; size >>= 7 {
		head[len(head)-1] |= 0x80
		head = append(head, byte(size&0x7f))
	}
	b := bytes.NewBuffer(append(head, between...))
	z, err := zlib.NewWriterLevel(b, zlib.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(z, content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func packOf(entries ...[]byte) []byte {
	pack := binary.BigEndian.AppendUint32([]byte("PACK\x00\x00\x00\x02"), uint32(len(entries)))
	for _, e := range entries {
		pack = append(pack, e...)
	}
	sum := sha1.Sum(pack)
	return append(pack, sum[:]...)
}

// TestBomb refuses packs that are small and hold much, in little time and memory, and leaves nothing of them.
func TestBomb(t *testing.T) {
	const blob, ofs, maxObject = 3, 6, 128 << 20
	large := func(size int64) []byte { z := zeros(size); return entry(t, blob, uint64(size), "", &z) }
	// A difference that copies all of its base, over and over.
	bases := func(times uint64) []byte {
		base := large(1 << 16)
		delta := binary.AppendUvarint(binary.AppendUvarint(nil, 1<<16), times<<16)
		for range times {
			delta = append(delta, 0x80) // copies 65,536 bytes from the beginning
		}
		return packOf(base, entry(t, ofs, uint64(len(delta)), string([]byte{byte(len(base))}), bytes.NewReader(delta)))
	}
	for name, pack := range map[string]func() []byte{
		"one blob":     func() []byte { return packOf(large(maxObject + 1)) },
		"a difference": func() []byte { return bases(1 << 14) },
		"many blobs":   func() []byte { return packOf(slices.Repeat([][]byte{large(maxObject)}, 9)...) },
	} {
		t.Run(name, func(t *testing.T) {
			root, _ := initialise(t)
			dir := filepath.Join(root, ".git", "objects", "pack")
			bound.Check(t, pack(), func(pack []byte) {
				if err := open(t, root).AddPack(bytes.NewReader(pack)); !errors.Is(err, repo.ErrBomb) {
					t.Error(err)
				}
				if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
					t.Error("left behind:", left, err)
				}
			})
		})
	}
	// What is within the limits goes in: the zeros of a large picture, and a difference.
	root, _ := initialise(t)
	for _, pack := range [][]byte{packOf(large(1 << 20)), bases(16)} {
		if err := open(t, root).AddPack(bytes.NewReader(pack)); err != nil {
			t.Error(err)
		}
	}
	if err := open(t, root).AddPack(bytes.NewReader(packOf(entry(t, blob, 1<<60, "", bytes.NewReader(nil))))); err == nil {
		t.Error("believes a lie")
	}
}
