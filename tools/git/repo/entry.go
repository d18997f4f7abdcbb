package repo

import (
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
)

// maxChain is how many differences may lie between an object and one that is whole. Git makes no longer chains.
const maxChain = 4096

// object returns the type and the content of the object at a place in the pack. What it returns may be kept: nobody may write in it.
func (p *pack) object(at int64) (kind plumbing.ObjectType, content []byte, err error) {
	type step struct {
		at    int64
		delta []byte
	}
	var steps []step
	for {
		o, isKept := p.kept.get(spot{pack: p, at: at})
		if isKept {
			kind, content = o.kind, o.content
			break
		}
		e, err := p.entry(at)
		if err != nil {
			return 0, nil, err
		}
		data, err := e.content()
		e.close()
		if err != nil {
			return 0, nil, err
		}
		if e.base == 0 {
			kind, content = e.kind, data
			p.kept.put(spot{pack: p, at: at}, stored{kind, content})
			break
		}
		if steps = append(steps, step{at, data}); len(steps) > maxChain {
			return 0, nil, fmt.Errorf("%w: %s: a chain without end", errPack, p.name)
		}
		at = e.base
	}
	for _, s := range slices.Backward(steps) {
		if content, err = patch(content, s.delta); err != nil {
			return 0, nil, fmt.Errorf("%w: %s", err, p.name)
		}
		p.kept.put(spot{pack: p, at: s.at}, stored{kind, content})
	}
	return kind, content, nil
}

// size returns the size of the object at a place in the pack. It reads no more than that takes.
func (p *pack) size(at int64) (int64, error) {
	e, err := p.entry(at)
	if err != nil {
		return 0, err
	}
	defer e.close()
	if e.base == 0 {
		return e.size, nil
	}
	head, err := e.begin(2 * binary.MaxVarintLen64)
	if err != nil {
		return 0, err
	}
	_, made, _, err := sizes(head)
	return made, err
}

// packed is an object as it stands in a pack: whole, or as what differs from another object of the pack. It is closed after use.
type packed struct {
	kind plumbing.ObjectType
	size int64 // of what stands there, unpacked
	base int64 // the place of the other object; 0 when this one is whole
	from *section
}

func (e *packed) close() { sections.Put(e.from) }

// entry reads the head of the object at a place in the pack.
func (p *pack) entry(at int64) (e *packed, err error) {
	e = &packed{from: sections.Get().(*section)}
	e.from.reset(p.data, at)
	if err = e.head(p, at); err != nil {
		e.close()
		return nil, fmt.Errorf("%w: %s at %d", errors.Join(errPack, err), p.name, at)
	}
	return e, nil
}

func (e *packed) head(p *pack, at int64) error {
	b, err := e.from.ReadByte()
	e.kind, e.size = plumbing.ObjectType(b>>4&7), int64(b&0x0f)
	for shift := 4; err == nil && b&0x80 != 0; shift += 7 {
		if shift > 56 {
			return errPack
		}
		b, err = e.from.ReadByte()
		e.size |= int64(b&0x7f) << shift
	}
	switch {
	case err != nil:
		return err
	case e.size < 0:
		return errPack
	}
	switch e.kind {
	case plumbing.CommitObject, plumbing.TreeObject, plumbing.BlobObject, plumbing.TagObject:
		return nil
	case plumbing.OFSDeltaObject:
		b, err := e.from.ReadByte()
		back := int64(b & 0x7f)
		for err == nil && b&0x80 != 0 && back < 1<<48 {
			b, err = e.from.ReadByte()
			back = (back+1)<<7 | int64(b&0x7f)
		}
		if e.base = at - back; err == nil && (back == 0 || e.base <= 0) {
			return errPack
		}
		return err
	case plumbing.REFDeltaObject:
		var name plumbing.Hash
		if _, err := io.ReadFull(e.from, name[:]); err != nil {
			return err
		}
		base, found, err := p.find(name)
		if e.base = base; err == nil && !found {
			return plumbing.ErrObjectNotFound
		}
		return err
	}
	return errPack
}

// inflaters are readers of zlib that can be used again: one takes 40 kB.
var inflaters sync.Pool

// inflate returns a reader of what stands behind the head, to be given back to inflaters.
func (e *packed) inflate() (io.Reader, error) {
	if z := inflaters.Get(); z != nil {
		return z.(io.Reader), z.(zlib.Resetter).Reset(e.from, nil)
	}
	return zlib.NewReader(e.from)
}

// taken is how much memory is taken for an object before it is known that its size is true.
const taken = 16 << 20

// content returns all that stands behind the head.
func (e *packed) content() ([]byte, error) {
	z, err := e.inflate()
	if err != nil {
		return nil, err
	}
	var content []byte
	if e.size <= taken {
		content = make([]byte, e.size)
		_, err = io.ReadFull(z, content)
	} else {
		content, err = io.ReadAll(io.LimitReader(z, e.size))
	}
	var more [1]byte
	if n, end := z.Read(more[:]); err == nil && (n > 0 || end != io.EOF || int64(len(content)) != e.size) {
		err = errors.Join(errPack, end)
	}
	inflaters.Put(z)
	return content, err
}

// begin returns the first bytes of it: as many as these, or all.
func (e *packed) begin(n int64) ([]byte, error) {
	z, err := e.inflate()
	if err != nil {
		return nil, err
	}
	head, err := io.ReadAll(io.LimitReader(z, n))
	inflaters.Put(z)
	return head, err
}

// sizes returns the size of what a difference begins with, of what it makes, and the instructions.
func sizes(delta []byte) (from, makes int64, instructions []byte, err error) {
	a, n := binary.Uvarint(delta)
	b, m := binary.Uvarint(delta[max(n, 0):])
	if n <= 0 || m <= 0 || int64(a) < 0 || int64(b) < 0 {
		return 0, 0, nil, errPack
	}
	return int64(a), int64(b), delta[n+m:], nil
}

// patch returns what a difference makes of base: it copies ranges of that, and inserts bytes of its own.
func patch(base, delta []byte) ([]byte, error) {
	from, makes, delta, err := sizes(delta)
	if err != nil || from != int64(len(base)) {
		return nil, errPack
	}
	made := make([]byte, 0, min(makes, taken))
	for len(delta) > 0 {
		code := delta[0]
		delta = delta[1:]
		var piece []byte
		if code&0x80 == 0 {
			if code == 0 || len(delta) < int(code) {
				return nil, errPack
			}
			piece, delta = delta[:code], delta[code:]
		} else {
			// Each of the seven bits says whether a byte of the offset (four) or of the size (three) follows.
			var field [8]byte
			for i := range 7 {
				if code>>i&1 == 0 {
					continue
				}
				if len(delta) == 0 {
					return nil, errPack
				}
				field[i], delta = delta[0], delta[1:]
			}
			at, size := int64(binary.LittleEndian.Uint32(field[:])), int64(binary.LittleEndian.Uint32(field[4:]))
			if size == 0 {
				size = 1 << 16
			}
			if at+size > int64(len(base)) {
				return nil, errPack
			}
			piece = base[at : at+size]
		}
		if int64(len(made)+len(piece)) > makes {
			return nil, errPack
		}
		made = append(made, piece...)
	}
	if int64(len(made)) != makes {
		return nil, errPack
	}
	return made, nil
}

// section reads a file from a place on. It reads little first, for most objects are small.
type section struct {
	file io.ReaderAt
	at   int64 // what comes behind the buffer
	rest []byte
	buf  [32 << 10]byte
}

var sections = sync.Pool{New: func() any { return &section{} }}

func (s *section) reset(file io.ReaderAt, at int64) { s.file, s.at, s.rest = file, at, s.buf[:0] }

// firstRead is how much is read of an object at first.
const firstRead = 4 << 10

// fill reads more once all that was read is taken.
func (s *section) fill() error {
	size := len(s.buf)
	if cap(s.rest) == size { // nothing was read yet
		size = firstRead
	}
	n, err := s.file.ReadAt(s.buf[:size], s.at)
	s.rest, s.at = s.buf[:n], s.at+int64(n)
	if n > 0 {
		return nil
	}
	return err
}

// ReadByte implements io.ByteReader, with which the reader of zlib takes no more than it needs.
func (s *section) ReadByte() (byte, error) {
	if len(s.rest) == 0 {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	b := s.rest[0]
	s.rest = s.rest[1:]
	return b, nil
}

// Read implements io.Reader.
func (s *section) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}
