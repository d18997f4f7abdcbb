package verdict

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// Store is a folder in which verdicts are kept, one file a book. The zero Store keeps nothing.
type Store struct {
	dir  string // only the user can read it
	name string // of the file of this book
}

// In returns the store of the book in a folder, below the folder for what programs keep of the user.
func In(cache, root string) Store {
	sum := sha256.Sum256([]byte(root))
	return Store{Folder(cache), hex.EncodeToString(sum[:16])}
}

// Folder returns the folder of all stores, below the folder for what programs keep of the user. It can be removed at any time.
func Folder(cache string) string { return filepath.Join(cache, "dilemma", "verdicts") }

// MaxBytes is how much all stores take together, and MaxAge how long one is kept that no check brought up to date. Of more, the oldest fall away.
const (
	MaxBytes = 512 << 20
	MaxAge   = 60 * 24 * time.Hour
)

// load returns the verdicts of the last check with a key; none when there is no such check, or nobody knows who wrote what is there.
func (s Store) load(key Sum) *verdicts {
	none := &verdicts{key: key}
	if s.dir == "" {
		return none
	}
	place := filepath.Join(s.dir, s.name)
	if info, err := os.Lstat(place); err != nil || !info.Mode().IsRegular() || info.Size() > MaxBytes || !private(info) {
		return none
	}
	src, err := os.ReadFile(place)
	if err != nil {
		return none
	}
	v, ok := decode(src)
	if !ok || v.key != key {
		return none
	}
	return v
}

// save writes verdicts, whole or not at all. A folder that can't be written to keeps nothing.
func (s Store) save(v *verdicts) {
	if s.dir == "" || os.MkdirAll(s.dir, 0o700) != nil {
		return
	}
	if info, err := os.Stat(s.dir); err != nil || !private(info) {
		return
	}
	if src := v.encode(); len(src) <= MaxBytes && whole.Write(s.dir, filepath.Join(s.dir, s.name), src, 0o600) == nil {
		s.tidy()
	}
}

// tidy removes the stores that are too old, and the oldest of those that take too much together.
func (s Store) tidy() {
	entries, _ := os.ReadDir(s.dir)
	var infos []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && e.Name() != s.name && !whole.Unfinished(e.Name()) {
			infos = append(infos, info)
		}
	}
	slices.SortFunc(infos, func(a, b fs.FileInfo) int { return cmp.Compare(b.ModTime().UnixNano(), a.ModTime().UnixNano()) })
	var bytes int64
	for _, info := range infos {
		if bytes += info.Size(); bytes > MaxBytes || time.Since(info.ModTime()) > MaxAge {
			_ = os.Remove(filepath.Join(s.dir, info.Name()))
		}
	}
}

// verdicts are what a check said of all files.
type verdicts struct {
	key   Sum   // of all that judges
	names Sum   // of tree.names
	day   int64 // of the check, in seconds since 1970
	files map[string]*file
	lock  sync.Mutex // guards of while a check goes on
	of    map[string]*kept
}

// file is what was in a file.
type file struct {
	stamp stamp // the zero one when the file was not at rest
	sum   Sum
}

// kept is what a check said of one file.
type kept struct {
	read  []string      // the files of which the content was read, sorted
	asks  [whens]string // by encodeAsks, so that those whose answers can't be others need not be read
	facts *rules.Facts
	found string // by encodeFindings
}

// keyOf returns the hash of all that judges: the form of what is kept, the program and the standard.
func keyOf(program, standard Sum) Sum {
	return sha256.Sum256(slices.Concat([]byte(magic), program[:], standard[:]))
}

func newVerdicts(key Sum, t *tree, day time.Time) *verdicts {
	return &verdicts{key: key, names: t.names, day: day.Unix(), of: make(map[string]*kept, len(t.files))}
}

// put adds the verdict on a file.
func (v *verdicts) put(name string, k *kept) {
	v.lock.Lock()
	defer v.lock.Unlock()
	v.of[name] = k
}

// close adds what is known of the content of files. Verdicts on what changed meanwhile fall away.
func (v *verdicts) close(t *tree) {
	v.files = make(map[string]*file, len(t.order))
	all := make([]file, len(t.order))
	unsure := false
	for _, l := range t.order {
		sum, sure, known := l.sum()
		if !known || !sure {
			unsure = unsure || known
			continue
		}
		f := &all[len(v.files)]
		f.sum = sum
		if t.settled(l.stamp) {
			f.stamp = l.stamp
		}
		v.files[l.name] = f
	}
	if !unsure {
		return
	}
	maps.DeleteFunc(v.of, func(_ string, k *kept) bool {
		return slices.ContainsFunc(k.read, func(name string) bool { _, known := v.files[name]; return !known })
	})
}

// equals reports whether nothing is new in verdicts.
func (v *verdicts) equals(last *verdicts) bool {
	return v.key == last.key && v.names == last.names && v.day == last.day && maps.EqualFunc(v.files, last.files, func(a, b *file) bool { return *a == *b }) && maps.Equal(v.of, last.of)
}

// factsIn returns a function that gives the facts of the pages in which nothing changed since.
func (v *verdicts) factsIn(t *tree) func(string) (rules.Facts, bool) {
	return func(name string) (rules.Facts, bool) {
		if k := v.of[name]; k != nil && k.facts != nil && t.same(name) {
			return *k.facts, true
		}
		return rules.Facts{}, false
	}
}

// magic begins every file of verdicts. It changes with the form of what follows.
const magic = "dilemma verdicts 2\n"

// encode writes verdicts: what they are, the names of files, and a hash of all of it.
func (v *verdicts) encode() []byte {
	w := &writer{}
	w.Grow(512 * (1 + len(v.of))) // more than most take
	w.WriteString(magic)
	w.Write(v.key[:])
	w.Write(v.names[:])
	w.int64(v.day)
	number := make(map[string]int, len(v.files))
	w.int(len(v.files))
	for i, name := range slices.Sorted(maps.Keys(v.files)) {
		f := v.files[name]
		number[name] = i
		w.text(name)
		w.Write(f.sum[:])
		f.stamp.encode(w)
	}
	w.int(len(v.of))
	for _, name := range slices.Sorted(maps.Keys(v.of)) {
		k := v.of[name]
		w.text(name)
		w.int(len(k.read))
		for _, name := range k.read {
			w.int(number[name])
		}
		for _, asks := range k.asks {
			w.text(asks)
		}
		w.text(k.found)
		if w.bool(k.facts != nil); k.facts != nil {
			w.texts(k.facts.Aliases)
			w.texts(k.facts.Words)
			w.int64(k.facts.From.Unix())
		}
	}
	sum := sha256.Sum256(w.Bytes())
	w.Write(sum[:])
	return w.Bytes()
}

// decode reads what encode wrote, and reports whether it is that.
func decode(src []byte) (*verdicts, bool) {
	body, sum := src, []byte(nil)
	if at := len(src) - sha256.Size; at >= 0 {
		body, sum = src[:at], src[at:]
	}
	if actual := sha256.Sum256(body); !bytes.Equal(actual[:], sum) || !bytes.HasPrefix(body, []byte(magic)) {
		return nil, false
	}
	r := &reader{rest: string(body[len(magic):])}
	v := &verdicts{key: r.sum(), names: r.sum(), day: r.int64()}
	n := r.count()
	v.files = make(map[string]*file, n)
	names := make([]string, n)
	for i := range names {
		names[i] = r.text()
		f := &file{sum: r.sum()}
		f.stamp = decodeStamp(r)
		v.files[names[i]] = f
	}
	n = r.count()
	v.of = make(map[string]*kept, n)
	all := make([]kept, n)
	for i := range all {
		k := &all[i]
		name := r.text()
		k.read = make([]string, r.count())
		for j := range k.read {
			at := r.int()
			if at < 0 || at >= len(names) {
				return nil, false
			}
			k.read[j] = names[at]
		}
		for j := range k.asks {
			k.asks[j] = r.text()
		}
		k.found = r.text()
		if r.bool() {
			k.facts = &rules.Facts{Aliases: r.texts(), Words: r.texts(), From: time.Unix(r.int64(), 0).UTC()}
		}
		v.of[name] = k
	}
	return v, !r.broken && r.rest == ""
}
