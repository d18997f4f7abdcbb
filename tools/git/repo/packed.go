package repo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// errPack means that a pack or its index is damaged, or of a version that is not read here.
var errPack = errors.New("damaged pack")

// packs are the packs in one folder of objects. go-git decodes the whole index of every pack before it gives one object, and lists the places of all objects in
// a map; here only what is asked is read. Several goroutines may ask at the same time.
type packs struct {
	dir  string
	kept *cache

	mu    sync.Mutex
	known bool      // whether all was listed
	seen  time.Time // when the folder had last changed then
	all   []*pack
	left  []*pack // that were taken away while they may be read
}

// list returns the packs; the one that was asked with success last comes first.
func (p *packs) list() ([]*pack, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known {
		return p.all, nil
	}
	p.seen = time.Time{}
	if info, err := os.Stat(p.dir); err == nil {
		p.seen = info.ModTime()
	}
	files, err := os.ReadDir(p.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var all []*pack
	for _, f := range files {
		name, isPack := strings.CutSuffix(f.Name(), ".pack")
		if !isPack || !strings.HasPrefix(name, "pack-") {
			continue
		}
		name = filepath.Join(p.dir, name)
		if i := slices.IndexFunc(p.all, func(old *pack) bool { return old.name == name }); i >= 0 {
			all = append(all, p.all[i])
			p.all = slices.Delete(p.all, i, i+1)
		} else {
			all = append(all, &pack{name: name, kept: p.kept})
		}
	}
	p.left = append(p.left, p.all...)
	p.all, p.known = all, true
	return p.all, nil
}

// forget lets the packs be listed anew.
func (p *packs) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known = false
}

// changed reports whether packs came or went since they were listed, and lets them be listed anew then.
func (p *packs) changed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	info, err := os.Stat(p.dir)
	if err != nil || p.known && info.ModTime().Equal(p.seen) {
		return false
	}
	p.known = false
	return true
}

// prefer puts a pack in front, for the next object is most often in the same one. The list that others hold stays as it is.
func (p *packs) prefer(found *pack) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.Index(p.all, found); i > 0 {
		p.all = slices.Concat([]*pack{found}, p.all[:i], p.all[i+1:])
	}
}

// find returns the pack that holds an object, and where. The error is plumbing.ErrObjectNotFound when there is none; that of a pack that can't be read
// when the object may be in it.
func (p *packs) find(hash plumbing.Hash) (*pack, int64, error) {
	all, err := p.list()
	if err != nil {
		return nil, 0, err
	}
	var failed error
	for i, one := range all {
		at, found, err := one.find(hash)
		if found {
			if i > 0 {
				p.prefer(one)
			}
			return one, at, nil
		}
		failed = errors.Join(failed, err)
	}
	if failed == nil {
		failed = plumbing.ErrObjectNotFound
	}
	return nil, 0, failed
}

// close closes all files.
func (p *packs) close() (err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, one := range slices.Concat(p.all, p.left) {
		err = errors.Join(err, one.close())
	}
	p.all, p.left, p.known = nil, nil, false
	return err
}

// pack is one pack and its index (version 2). Source of both formats: https://git-scm.com/docs/gitformat-pack.
type pack struct {
	name string // the path of both files without what comes behind the point
	kept *cache

	mu          sync.Mutex
	opened      bool
	index, data *os.File
	fanout      [257]uint32 // how many names come before those with a first byte; the last is the number of all
	names       [256][]byte // the names with a first byte, of those that were asked
}

// What an index has before the names: a mark, the version, and the fanout.
const (
	indexMark = "\xfftOc\x00\x00\x00\x02"
	namesAt   = int64(len(indexMark) + 256*4)
	hashSize  = len(plumbing.ZeroHash)
)

// open opens both files; the lock is held.
func (p *pack) open() error {
	if p.opened {
		return nil
	}
	index, err := os.Open(p.name + ".idx")
	if err != nil {
		return err
	}
	head := make([]byte, namesAt)
	_, err = index.ReadAt(head, 0)
	if err != nil || !bytes.HasPrefix(head, []byte(indexMark)) {
		return errors.Join(fmt.Errorf("%w: %s.idx", errPack, p.name), index.Close())
	}
	for i := range 256 {
		p.fanout[i+1] = binary.BigEndian.Uint32(head[len(indexMark)+4*i:])
	}
	if !slices.IsSorted(p.fanout[:]) {
		return errors.Join(fmt.Errorf("%w: %s.idx", errPack, p.name), index.Close())
	}
	data, err := os.Open(p.name + ".pack")
	if err != nil {
		return errors.Join(err, index.Close())
	}
	p.index, p.data, p.opened = index, data, true
	return nil
}

func (p *pack) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.opened {
		return nil
	}
	p.opened, p.names = false, [256][]byte{}
	return errors.Join(p.index.Close(), p.data.Close())
}

// namesWith returns the sorted names with this first byte.
func (p *pack) namesWith(first byte) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.open(); err != nil {
		return nil, err
	}
	from, to := int64(p.fanout[first]), int64(p.fanout[int(first)+1])
	if p.names[first] != nil || from == to {
		return p.names[first], nil
	}
	info, err := p.index.Stat()
	if err != nil || info.Size() < namesAt+to*int64(hashSize) {
		return nil, errors.Join(fmt.Errorf("%w: %s.idx", errPack, p.name), err)
	}
	names := make([]byte, (to-from)*int64(hashSize))
	if _, err := p.index.ReadAt(names, namesAt+from*int64(hashSize)); err != nil {
		return nil, err
	}
	p.names[first] = names
	return names, nil
}

// find returns where an object begins in the pack, and whether it is there.
func (p *pack) find(hash plumbing.Hash) (int64, bool, error) {
	names, err := p.namesWith(hash[0])
	if err != nil {
		return 0, false, err
	}
	i, found := sort.Find(len(names)/hashSize, func(i int) int { return bytes.Compare(hash[:], names[i*hashSize:(i+1)*hashSize]) })
	if !found {
		return 0, false, nil
	}
	// Behind the names come a checksum of each, then the place of each in the pack.
	const wide = 1 << 31 // says that the place is one of those with eight bytes at the end
	count := int64(p.fanout[256])
	placesAt := namesAt + count*int64(hashSize+4)
	var place [8]byte
	if _, err := p.index.ReadAt(place[:4], placesAt+4*(int64(p.fanout[hash[0]])+int64(i))); err != nil {
		return 0, false, err
	}
	at := int64(binary.BigEndian.Uint32(place[:4]))
	if at&wide != 0 {
		if _, err := p.index.ReadAt(place[:], placesAt+4*count+8*(at&^wide)); err != nil {
			return 0, false, err
		}
		at = int64(binary.BigEndian.Uint64(place[:]))
	}
	return at, true, nil
}
