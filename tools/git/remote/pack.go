package remote

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"io"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/storer"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// Object is a Git object to send.
type Object struct {
	Hash plumbing.Hash
	// Like is a similar object of the same type that the server has already, or the zero hash. With it only the difference is sent: the tree of a
	// folder of ten thousand files is 600 kB, of which one entry changes.
	Like plumbing.Hash
}

// writePack writes objects as a pack (version 2). Source of the format: https://git-scm.com/docs/gitformat-pack.
func writePack(w io.Writer, store storer.EncodedObjectStorer, objects []Object) error {
	sum := sha1.New() // the pack ends with the SHA-1 of what precedes it
	w = io.MultiWriter(w, sum)
	head := append([]byte("PACK"), 0, 0, 0, 2)
	if _, err := w.Write(binary.BigEndian.AppendUint32(head, uint32(len(objects)))); err != nil {
		return err
	}
	for _, o := range objects {
		kind, content, err := repo.Read(store, o.Hash)
		if err != nil {
			return err
		}
		var prefix []byte
		if !o.Like.IsZero() {
			_, like, err := repo.Read(store, o.Like)
			if err != nil {
				return err
			}
			if difference := delta(like, content); len(difference) < len(content)/2 {
				kind, content, prefix = plumbing.REFDeltaObject, difference, o.Like[:]
			}
		}
		if _, err := w.Write(append(entryHead(kind, len(content)), prefix...)); err != nil {
			return err
		}
		z := zlib.NewWriter(w)
		if _, err := z.Write(content); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
	}
	_, err := w.Write(sum.Sum(nil))
	return err
}

// entryHead returns the header of an object in a pack: its type (three bits) and its size, the lowest four bits first, then seven bits a byte. The
// highest bit of a byte says that another byte follows.
func entryHead(kind plumbing.ObjectType, size int) []byte {
	head := []byte{byte(kind)<<4 | byte(size&0x0f)}
	for size >>= 4; size > 0; size >>= 7 {
		head[len(head)-1] |= 0x80
		head = append(head, byte(size&0x7f))
	}
	return head
}

// delta returns the instructions that make content from like: copy their common beginning, insert new bytes, copy their common end.
func delta(like, content []byte) []byte {
	begin := 0
	for begin < min(len(like), len(content)) && like[begin] == content[begin] {
		begin++
	}
	end := 0
	for end < min(len(like), len(content))-begin && like[len(like)-1-end] == content[len(content)-1-end] {
		end++
	}
	var d bytes.Buffer
	d.Write(binary.AppendUvarint(nil, uint64(len(like))))
	d.Write(binary.AppendUvarint(nil, uint64(len(content))))
	copyOf(&d, 0, begin)
	for inserted := content[begin : len(content)-end]; len(inserted) > 0; {
		n := min(len(inserted), 127)
		d.WriteByte(byte(n))
		d.Write(inserted[:n])
		inserted = inserted[n:]
	}
	copyOf(&d, len(like)-end, end)
	return d.Bytes()
}

// copyOf writes instructions that copy size bytes from an offset: at most 65,535 bytes each, with four bytes for the offset and two for the size.
func copyOf(d *bytes.Buffer, from, size int) {
	for size > 0 {
		n := min(size, 0xffff)
		d.Write([]byte{0x80 | 0x3f, byte(from), byte(from >> 8), byte(from >> 16), byte(from >> 24), byte(n), byte(n >> 8)})
		from, size = from+n, size-n
	}
}
