package remote

import (
	"bytes"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/storage/memory"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// FuzzDelta sends contents as differences, and has go-git read them back.
func FuzzDelta(f *testing.F) {
	long := bytes.Repeat([]byte("0123456789abcdef"), 20_000) // over the 64 kB and the 127 bytes of one step
	f.Add([]byte{}, []byte{})
	f.Add([]byte("een"), []byte{})
	f.Add([]byte{}, []byte("twee"))
	f.Add([]byte("aaaa"), []byte("aaa"))
	f.Add([]byte("aaa"), []byte("aaaaa"))
	f.Add(long, append(bytes.Clone(long), long[:300]...))
	f.Add(long, append(bytes.Clone(long[:70_000]), long[90_000:]...))
	f.Add(long, append(append(bytes.Clone(long[:100_000]), bytes.Repeat([]byte("x"), 1000)...), long[100_000:]...))
	f.Fuzz(func(t *testing.T, like, content []byte) {
		got, err := packfile.PatchDelta(like, delta(like, content))
		if len(like) == 0 || len(content) == 0 {
			return // go-git does not read these, and a pack holds them whole
		}
		if err != nil || !bytes.Equal(got, content) {
			t.Fatalf("%v: %d bytes from %d came back as %d", err, len(content), len(like), len(got))
		}

		from, to := memory.NewStorage(), memory.NewStorage()
		put := func(s *memory.Storage, data []byte) plumbing.Hash {
			o := s.NewEncodedObject()
			o.SetType(plumbing.BlobObject)
			w, _ := o.Writer()
			_, _ = w.Write(data)
			hash, err := s.SetEncodedObject(o)
			if err != nil {
				t.Fatal(err)
			}
			return hash
		}
		old, new := put(from, like), put(from, content)
		put(to, like)
		if old == new {
			return // the server has it
		}
		var pack bytes.Buffer
		if err := writePack(&pack, from, []Object{{Hash: new, Like: old}}); err != nil {
			t.Fatal(err)
		}
		if err := packfile.UpdateObjectStorage(to, &pack); err != nil {
			t.Fatal(err)
		}
		if _, got, err := repo.Read(to, new); err != nil || !bytes.Equal(got, content) {
			t.Fatalf("%v: %d bytes", err, len(got))
		}
	})
}
