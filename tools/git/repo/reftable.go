package repo

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/storer"
)

// This file reads references that Git keeps in tables (git init --ref-format=reftable, which later versions of Git do by themselves). It writes none. Source of
// the format: https://git-scm.com/docs/reftable.

// reftableForm is the value of extensions.refStorage for such references.
const reftableForm = "reftable"

// errTable means that a file is no table of references.
var errTable = errors.New("damaged table of references")

// stack holds all references of a repository, by name.
type stack map[string]record

// record is a reference: an object or, with a target, another reference.
type record struct {
	hash   plumbing.Hash
	target string
}

// openStack reads the references of a repository; nil when they are not kept in tables.
func openStack(at place) (stack, error) {
	own := &Settings{values: at.form()}
	if !strings.EqualFold(own.Get("extensions.refstorage"), reftableForm) {
		return nil, nil
	}
	all := stack{}
	if err := all.readFolder(filepath.Join(at.common, "reftable"), func(string) bool { return true }); err != nil || at.common == at.dir {
		return all, err
	}
	for name := range all {
		if isOfWorktree(name) {
			delete(all, name)
		}
	}
	return all, all.readFolder(filepath.Join(at.dir, "reftable"), isOfWorktree)
}

// isOfWorktree reports whether each worktree has its own reference with this name.
func isOfWorktree(name string) bool {
	for _, prefix := range []string{"refs/bisect/", "refs/worktree/", "refs/rewritten/"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return !strings.HasPrefix(name, "refs/")
}

// readFolder adds what the tables in a folder hold, the oldest first. Git may join tables meanwhile: then the list of them is read again.
func (s stack) readFolder(dir string, wanted func(string) bool) error {
	var err error
	for range 5 {
		var list []byte
		if list, err = os.ReadFile(filepath.Join(dir, "tables.list")); err != nil {
			return err
		}
		found := stack{}
		for _, name := range strings.Fields(string(list)) {
			if err = found.readFile(filepath.Join(dir, filepath.Base(name))); err != nil {
				break
			}
		}
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		for name, r := range found {
			if wanted(name) {
				s[name] = r
			}
		}
		return nil
	}
	return err
}

// maxTable is the size of a table that is read.
const maxTable = 256 << 20

func (s stack) readFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxTable))
	if err != nil {
		return err
	}
	return s.readTable(data)
}

// The sizes of what begins and ends a table, by its version.
var tableHeads, tableFeet = map[byte]int{1: 24, 2: 28}, map[byte]int{1: 68, 2: 72}

// readTable adds the references in a table: its blocks of references stand in front. A reference that was deleted is taken away.
func (s stack) readTable(data []byte) error {
	if len(data) < 8 || string(data[:4]) != "REFT" || len(data) < tableHeads[data[4]]+tableFeet[data[4]] || tableHeads[data[4]] == 0 {
		return errTable
	}
	head, end := tableHeads[data[4]], len(data)-tableFeet[data[4]]
	size := int(uint24(data[5:]))
	for begin := 0; begin < end; {
		body := begin
		if begin == 0 {
			body = head
		}
		if body >= end || data[body] != 'r' {
			return nil // the blocks that follow hold something else
		}
		if body+4 > end {
			return errTable
		}
		length := int(uint24(data[body+1:])) // of the first block with the head of the table
		if length < body-begin+4+2 || begin+length > end {
			return errTable
		}
		if err := s.readBlock(data[body+4 : begin+length]); err != nil {
			return err
		}
		begin += max(length, size)
	}
	return nil
}

func uint24(b []byte) uint32 { return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2]) }

// readBlock adds the references in a block. Behind them stand three bytes for each place where a name is written in full, and two with their number.
func (s stack) readBlock(block []byte) error {
	restarts := int(binary.BigEndian.Uint16(block[len(block)-2:]))
	end := len(block) - 2 - 3*restarts
	if end < 0 {
		return errTable
	}
	r := &tableReader{rest: block[:end]}
	for name := ""; len(r.rest) > 0; {
		shared, kind := r.number(), r.number()
		if shared > uint64(len(name)) {
			return errTable
		}
		name = name[:shared] + string(r.bytes(kind>>3))
		r.number() // when it was written, after the first of the table
		var found record
		switch kind & 7 {
		case 0:
		case 1:
			copy(found.hash[:], r.bytes(uint64(len(found.hash))))
		case 2: // and the object that the tag points to
			copy(found.hash[:], r.bytes(uint64(len(found.hash))))
			r.bytes(uint64(len(found.hash)))
		case 3:
			found.target = string(r.bytes(r.number()))
		default:
			return errTable
		}
		if r.failed {
			return errTable
		}
		if s[name] = found; kind&7 == 0 {
			delete(s, name)
		}
	}
	return nil
}

// tableReader takes apart the records in a block. After the first part that is not there it fails.
type tableReader struct {
	rest   []byte
	failed bool
}

func (r *tableReader) bytes(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.failed, r.rest = true, nil
		return nil
	}
	part := r.rest[:n]
	r.rest = r.rest[n:]
	return part
}

// number reads seven bits a byte, the highest first; of each byte but the last the eighth bit is set, and one is added.
func (r *tableReader) number() uint64 {
	var n uint64
	for i := 0; ; i++ {
		b := r.bytes(1)
		if len(b) == 0 || i == 10 {
			r.failed = true
			return 0
		}
		n |= uint64(b[0] & 0x7f)
		if b[0]&0x80 == 0 {
			return n
		}
		n = (n + 1) << 7
	}
}

// reference returns a reference by its name.
func (s stack) reference(name plumbing.ReferenceName) (*plumbing.Reference, error) {
	found, ok := s[string(name)]
	switch {
	case !ok:
		return nil, plumbing.ErrReferenceNotFound
	case found.target != "":
		return plumbing.NewSymbolicReference(name, plumbing.ReferenceName(found.target)), nil
	}
	return plumbing.NewHashReference(name, found.hash), nil
}

// all lists the references below refs/, and HEAD.
func (s stack) all() storer.ReferenceIter {
	var refs []*plumbing.Reference
	for name := range s {
		if strings.HasPrefix(name, "refs/") || name == "HEAD" {
			ref, _ := s.reference(plumbing.ReferenceName(name))
			refs = append(refs, ref)
		}
	}
	return storer.NewReferenceSliceIter(refs)
}

// tableLogs calls visit with each step in the logs of HEAD and of the branches, and its message. A table that can't be read has none: then less is known to be
// made here.
func (at place) tableLogs(visit func(Step, string)) {
	for _, dir := range slices.Compact([]string{at.dir, at.common}) {
		list, err := os.ReadFile(filepath.Join(dir, "reftable", "tables.list"))
		if err != nil {
			continue
		}
		for _, name := range slices.Backward(strings.Fields(string(list))) {
			data, err := os.ReadFile(filepath.Join(dir, "reftable", filepath.Base(name)))
			if err == nil && len(data) < maxTable {
				_ = readLogs(data, visit)
			}
		}
	}
}

// readLogs reads the logs in a table. Its foot tells where their blocks begin; each is compressed, and the next one follows at once.
func readLogs(data []byte, visit func(Step, string)) error {
	if len(data) < 8 || string(data[:4]) != "REFT" || tableHeads[data[4]] == 0 || len(data) < tableHeads[data[4]]+tableFeet[data[4]] {
		return errTable
	}
	head, end := tableHeads[data[4]], len(data)-tableFeet[data[4]]
	begin := binary.BigEndian.Uint64(data[end+head+24:])
	if begin == 0 && data[head] == 'g' { // it holds nothing else
		begin = uint64(head)
	}
	if begin == 0 || begin > uint64(end) {
		return nil
	}
	for rest := data[begin:end]; len(rest) > 4 && rest[0] == 'g'; {
		size := int64(uint24(rest[1:])) - 4
		if begin == uint64(head) {
			size, begin = size-int64(head), 0 // of the first block with the head of the table
		}
		compressed := bytes.NewReader(rest[4:])
		z, err := zlib.NewReader(compressed)
		if err != nil {
			return err
		}
		block, err := io.ReadAll(io.LimitReader(z, max(size, 0)+1))
		if err != nil || int64(len(block)) != size || size < 2 {
			return errTable
		}
		if err := readLogBlock(block, visit); err != nil {
			return err
		}
		rest = rest[len(rest)-compressed.Len():]
	}
	return nil
}

// readLogBlock reads the records of a block: the name of a reference, a zero byte and eight with a number; the objects before and after; who, when and why.
func readLogBlock(block []byte, visit func(Step, string)) error {
	end := len(block) - 2 - 3*int(binary.BigEndian.Uint16(block[len(block)-2:]))
	if end < 0 {
		return errTable
	}
	r := &tableReader{rest: block[:end]}
	for key := ""; len(r.rest) > 0; {
		shared, kind := r.number(), r.number()
		if shared > uint64(len(key)) {
			return errTable
		}
		key = key[:shared] + string(r.bytes(kind>>3))
		if kind&7 == 0 {
			continue // it was taken away
		}
		var step Step
		copy(step.Before[:], r.bytes(uint64(len(step.Before))))
		copy(step.After[:], r.bytes(uint64(len(step.After))))
		r.bytes(r.number()) // the name
		r.bytes(r.number()) // the address
		r.number()          // the time
		r.bytes(2)          // its zone
		message := string(r.bytes(r.number()))
		if r.failed {
			return errTable
		}
		if name, _, _ := strings.Cut(key, "\x00"); name == "HEAD" || strings.HasPrefix(name, headsPrefix) {
			visit(step, message)
		}
	}
	return nil
}
