//go:build !js

package repo

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// This file reads and writes the index of Git, in the versions 2, 3 and 4. Package index of go-git drops the flag assume-unchanged when it writes. Source of the
// format: https://git-scm.com/docs/index-format.

// errIndex means that a file is no index of Git.
var errIndex = errors.New("damaged index")

// IndexError means that the index is kept in a form that is not written here. Form is what it has: "split", "sparse", or what it is called in the file.
type IndexError struct{ Form string }

func (e *IndexError) Error() string { return "index with " + e.Form }

// The flags of an entry: the first three in its first word of flags, the others in its second.
const (
	flagAssumed  = 0x8000 // git update-index --assume-unchanged
	flagExtended = 0x4000 // it has a second word
	flagStage    = 0x3000 // not zero while a merge has left a conflict
	flagLength   = 0x0fff
	flagSkipped  = 0x4000 // git update-index --skip-worktree
	flagToAdd    = 0x2000 // git add --intent-to-add
)

// statSize is the size of what an entry keeps of the file in the working tree: both times, device, number, mode, owner, group, size.
const statSize = 40

// indexEntry is an entry of the index.
type indexEntry struct {
	stat            [statSize]byte // as it stands in the file; the mode is part of it
	hash            plumbing.Hash
	flags, extended uint16
	name            string // its path, from the top
}

func (e *indexEntry) mode() filemode.FileMode {
	return filemode.FileMode(binary.BigEndian.Uint32(e.stat[24:]))
}
func (e *indexEntry) conflicts() bool { return e.flags&flagStage != 0 }
func (e *indexEntry) skipped() bool   { return e.extended&flagSkipped != 0 }
func (e *indexEntry) toAdd() bool     { return e.extended&flagToAdd != 0 }

// gitIndex is the whole index. Entries are in order of name.
type gitIndex struct {
	version uint32
	entries []indexEntry
	undo    []byte // the extension with which a resolved conflict can be taken back
}

// Extensions of an index. Those that begin with a capital can be left out: Git makes them anew. That is also what must happen with those that hold what Git found in
// the working tree, which changes.
const (
	extensionUndo   = "REUC"
	extensionSplit  = "link"
	extensionSparse = "sdir"
)

// indexFile returns the path of the index.
func (at place) indexFile() string {
	if file := os.Getenv("GIT_INDEX_FILE"); file != "" {
		if file, err := filepath.Abs(file); err == nil {
			return file
		}
	}
	return filepath.Join(at.dir, "index")
}

// readIndex reads the index; one that is not there is empty. The error is an *IndexError, errIndex or that of reading the file.
func (at place) readIndex() (*gitIndex, error) {
	data, err := os.ReadFile(at.indexFile())
	if errors.Is(err, fs.ErrNotExist) {
		return &gitIndex{version: 2}, nil
	}
	if err != nil {
		return nil, err
	}
	return parseIndex(data)
}

func parseIndex(data []byte) (*gitIndex, error) {
	const head, sum = 12, sha1.Size
	if len(data) < head+sum || string(data[:4]) != "DIRC" {
		return nil, errIndex
	}
	body, end := data[:len(data)-sum], [sum]byte(data[len(data)-sum:])
	if end != [sum]byte{} && end != sha1.Sum(body) { // with index.skipHash there is no sum
		return nil, errIndex
	}
	x := &gitIndex{version: binary.BigEndian.Uint32(data[4:])}
	if x.version < 2 || x.version > 4 {
		return nil, &IndexError{fmt.Sprint("version ", x.version)}
	}
	r := &indexReader{rest: body[head:], version: x.version}
	n := int(binary.BigEndian.Uint32(data[8:]))
	if n > len(body)/(statSize+sum) {
		return nil, errIndex
	}
	x.entries = make([]indexEntry, 0, n)
	for range n {
		e, ok := r.entry()
		if !ok {
			return nil, errIndex
		}
		if e.mode() == filemode.Dir {
			return nil, &IndexError{"sparse"}
		}
		x.entries = append(x.entries, e)
	}
	for len(r.rest) > 0 {
		name, content, ok := r.extension()
		switch {
		case !ok:
			return nil, errIndex
		case name == extensionSplit:
			return nil, &IndexError{"split"}
		case name == extensionSparse:
			return nil, &IndexError{"sparse"}
		case name == extensionUndo:
			x.undo = content
		case name[0] < 'A' || name[0] > 'Z':
			return nil, &IndexError{fmt.Sprintf("extension %q", name)}
		}
	}
	return x, nil
}

// indexReader reads the entries and extensions.
type indexReader struct {
	rest    []byte
	version uint32
	last    string // the name of the entry before
}

func (r *indexReader) entry() (e indexEntry, ok bool) {
	size := statSize + len(e.hash) + 2
	if len(r.rest) < size {
		return e, false
	}
	copy(e.stat[:], r.rest)
	copy(e.hash[:], r.rest[statSize:])
	e.flags = binary.BigEndian.Uint16(r.rest[size-2:])
	if e.flags&flagExtended != 0 {
		if len(r.rest) < size+2 {
			return e, false
		}
		e.extended = binary.BigEndian.Uint16(r.rest[size:])
		size += 2
	}
	name := r.rest[size:]
	begin := ""
	if r.version == 4 { // how many bytes of the name before to leave out, and what comes after them
		gone, n := offsetNumber(name)
		if n == 0 || gone > uint64(len(r.last)) {
			return e, false
		}
		begin, name = r.last[:len(r.last)-int(gone)], name[n:]
		size += n
	}
	end := bytes.IndexByte(name, 0)
	if end < 0 {
		return e, false
	}
	e.name = begin + string(name[:end])
	r.last = e.name
	size += end + 1
	if r.version < 4 {
		size = (size + 7) / 8 * 8
	}
	if len(r.rest) < size {
		return e, false
	}
	r.rest = r.rest[size:]
	return e, true
}

// offsetNumber reads a number as it stands in version 4, and as the offsets in a pack do; n is how many bytes it has, 0 when there is none.
func offsetNumber(b []byte) (value uint64, n int) {
	for i, c := range b {
		if i == 9 {
			break
		}
		value = value<<7 | uint64(c&0x7f)
		if c < 0x80 {
			return value, i + 1
		}
		value++
	}
	return 0, 0
}

// appendOffset appends a number as offsetNumber reads it.
func appendOffset(b []byte, value uint64) []byte {
	var digits [10]byte
	at := len(digits) - 1
	digits[at] = byte(value & 0x7f)
	for value >>= 7; value > 0; value >>= 7 {
		value--
		at--
		digits[at] = 0x80 | byte(value&0x7f)
	}
	return append(b, digits[at:]...)
}

func (r *indexReader) extension() (name string, content []byte, ok bool) {
	if len(r.rest) < 8 {
		return "", nil, false
	}
	size := binary.BigEndian.Uint32(r.rest[4:])
	if uint64(size) > uint64(len(r.rest)-8) {
		return "", nil, false
	}
	name, content = string(r.rest[:4]), r.rest[8:8+size]
	r.rest = r.rest[8+size:]
	return name, content, true
}

// bytes returns the index as it stands in its file.
func (x *gitIndex) bytes() []byte {
	version := x.version
	if version == 2 && slices.ContainsFunc(x.entries, func(e indexEntry) bool { return e.extended != 0 }) {
		version = 3
	}
	out := make([]byte, 0, 12+len(x.entries)*120)
	out = append(out, "DIRC"...)
	out = binary.BigEndian.AppendUint32(out, version)
	out = binary.BigEndian.AppendUint32(out, uint32(len(x.entries)))
	last := ""
	for _, e := range x.entries {
		begin := len(out)
		out = append(out, e.stat[:]...)
		out = append(out, e.hash[:]...)
		flags := e.flags&^(flagExtended|flagLength) | uint16(min(len(e.name), flagLength))
		if e.extended != 0 {
			flags |= flagExtended
		}
		out = binary.BigEndian.AppendUint16(out, flags)
		if e.extended != 0 {
			out = binary.BigEndian.AppendUint16(out, e.extended)
		}
		if version == 4 {
			same := 0
			for same < len(last) && same < len(e.name) && last[same] == e.name[same] {
				same++
			}
			out = appendOffset(out, uint64(len(last)-same))
			out = append(append(out, e.name[same:]...), 0)
			last = e.name
			continue
		}
		out = append(out, e.name...)
		out = append(out, make([]byte, 8-(len(out)-begin)%8)...)
	}
	if len(x.undo) > 0 {
		out = append(out, extensionUndo...)
		out = binary.BigEndian.AppendUint32(out, uint32(len(x.undo)))
		out = append(out, x.undo...)
	}
	sum := sha1.Sum(out)
	return append(out, sum[:]...)
}

// find returns where the entry with a name stands, or would stand.
func (x *gitIndex) find(name string) (int, bool) {
	return slices.BinarySearchFunc(x.entries, name, func(e indexEntry, name string) int { return strings.Compare(e.name, name) })
}

// replace returns the entries with others in the place of those of the same name, and without the names that have none.
func (x *gitIndex) replace(with map[string]*indexEntry) []indexEntry {
	all := make([]indexEntry, 0, len(x.entries)+len(with))
	for _, e := range x.entries {
		if _, other := with[e.name]; !other {
			all = append(all, e)
		}
	}
	for _, e := range with {
		if e != nil {
			all = append(all, *e)
		}
	}
	slices.SortFunc(all, func(a, b indexEntry) int { return strings.Compare(a.name, b.name) })
	return all
}

// newEntry returns an entry for a file of a commit. What stands at file in the working tree is that content; with "" Git has to look itself.
func newEntry(name string, mode filemode.FileMode, hash plumbing.Hash, file string) *indexEntry {
	e := &indexEntry{name: name, hash: hash}
	if file != "" {
		putStat(&e.stat, file)
	}
	binary.BigEndian.PutUint32(e.stat[24:], uint32(mode))
	return e
}

// putTime puts a moment in an entry: seconds and nanoseconds.
func putTime(b []byte, moment func() (seconds, nanoseconds int64)) {
	seconds, nanoseconds := moment()
	binary.BigEndian.PutUint32(b, uint32(seconds))
	binary.BigEndian.PutUint32(b[4:], uint32(nanoseconds))
}
