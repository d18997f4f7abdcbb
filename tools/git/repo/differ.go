package repo

import (
	"bytes"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// TreeEntry is what an entry of a tree says apart from its name. The zero TreeEntry is that of a name that is not there.
type TreeEntry struct {
	Mode filemode.FileMode
	Hash plumbing.Hash
}

// Differ calls visit with each name of which two trees, as Repository.Tree gives them, hold something else: first those that the second tree has, in its order.
// Most changes touch a few of many files, so what is alike at the beginning and at the end of both is passed over as bytes. It returns ErrTree for what it
// meets that is no tree, and stops at the first error of visit.
func Differ(before, after []byte, visit func(name []byte, before, after TreeEntry) error) error {
	for {
		same := alikeBefore(before, after)
		before, after = before[same:], after[same:]
		// As long as the same names stand at the same place, one file after another changed.
		a, b := entryLength(before), entryLength(after)
		if a == 0 || a != b || !bytes.Equal(before[:a-hashSize], after[:b-hashSize]) {
			break
		}
		mode, name, was, rest, err := firstEntry(before)
		if err != nil {
			return err
		}
		before = rest
		_, _, is, rest, err := firstEntry(after)
		if err != nil {
			return err
		}
		after = rest
		if err := visit(name, TreeEntry{mode, was}, TreeEntry{mode, is}); err != nil {
			return err
		}
	}
	same := alikeBehind(before, after)
	before, after = before[:len(before)-same], after[:len(after)-same]
	known := map[string]TreeEntry{}
	err := Entries(before, func(mode filemode.FileMode, name []byte, hash plumbing.Hash) error {
		known[string(name)] = TreeEntry{mode, hash}
		return nil
	})
	if err != nil {
		return err
	}
	left := make(map[string]bool, len(known))
	for name := range known {
		left[name] = true
	}
	err = Entries(after, func(mode filemode.FileMode, name []byte, hash plumbing.Hash) error {
		was, is := known[string(name)], TreeEntry{mode, hash}
		delete(left, string(name))
		if was == is {
			return nil
		}
		return visit(name, was, is)
	})
	if err != nil || len(left) == 0 {
		return err
	}
	return Entries(before, func(_ filemode.FileMode, name []byte, _ plumbing.Hash) error {
		if !left[string(name)] {
			return nil
		}
		delete(left, string(name))
		return visit(name, known[string(name)], TreeEntry{})
	})
}

// block is how many bytes are compared at once.
const block = 256

// alikeBefore returns how many bytes of whole entries are the same at the beginning of two trees.
func alikeBefore(a, b []byte) int {
	same := 0
	for same+block <= min(len(a), len(b)) && bytes.Equal(a[same:same+block], b[same:same+block]) {
		same += block
	}
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	at := 0
	for {
		n := entryLength(a[at:])
		if n == 0 || at+n > same {
			return at
		}
		at += n
	}
}

// alikeBehind returns how many bytes of whole entries are the same at the end of two trees.
func alikeBehind(a, b []byte) int {
	same := 0
	for same+block <= min(len(a), len(b)) && bytes.Equal(a[len(a)-same-block:len(a)-same], b[len(b)-same-block:len(b)-same]) {
		same += block
	}
	for same < min(len(a), len(b)) && a[len(a)-1-same] == b[len(b)-1-same] {
		same++
	}
	// An entry may begin at a place in one and not in the other.
	inA, inB := firstWithin(a, same), firstWithin(b, same)
	for inA != inB && inA > 0 && inB > 0 {
		if inA > inB {
			inA -= entryLength(a[len(a)-inA:])
		} else {
			inB -= entryLength(b[len(b)-inB:])
		}
	}
	return min(inA, inB)
}

// firstWithin returns how many bytes from the end of a tree the first entry begins that lies in its last bytes whole; 0 when there is none, or what precedes
// it is no tree.
func firstWithin(tree []byte, last int) int {
	at := 0
	for len(tree)-at > last {
		n := entryLength(tree[at:])
		if n == 0 {
			return 0
		}
		at += n
	}
	return len(tree) - at
}
