package verdict

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// rest is how long a file must not have changed for its stamp to say what is in it: the clocks of the disks that are known tick at least that often. A test
// makes it shorter.
var rest = 2 * time.Second

// tree is the files of a book's own, as they were when they were walked through. It reads a file when it is asked to, and remembers what was in it.
type tree struct {
	fs.FS
	began time.Time
	dirs  map[string][]fs.DirEntry
	files map[string]*leaf // the regular files
	order []*leaf          // the same, as the walk came by them
	names Sum              // of the names and kinds of all that is there

	around sync.Map // path → kindAt: what is there, of what the walk does not tell

	changed bool // whether what is in a page is otherwise than in the last check, or a page is new
}

// leaf is a regular file.
type leaf struct {
	name  string // its path
	info  fs.FileInfo
	stamp stamp

	known *Sum // what was in it when it had this stamp, by the last check
	last  *Sum // what was in it at the last check, whatever its stamp

	lock     sync.Mutex
	read     *Sum // what was read
	unsteady bool // it could not be read, or changed while it was
}

// walk walks through the files of which the site is made.
func walk(own fs.FS) *tree {
	t := &tree{FS: own, began: time.Now(), dirs: map[string][]fs.DirEntry{}}
	sum := sha256.New()
	var found []string
	var entries []fs.DirEntry
	var visit func(dir string)
	visit = func(dir string) {
		list, err := fs.ReadDir(own, dir)
		if err != nil {
			fmt.Fprintln(sum, "unreadable", dir)
			return
		}
		t.dirs[dir] = list
		for _, e := range list {
			name := dir + "/" + e.Name()
			sum.Write([]byte{byte(e.Type() >> 24), byte(e.Type() >> 16)})
			sum.Write([]byte(name))
			sum.Write([]byte{0})
			switch {
			case e.IsDir():
				visit(name)
			case e.Type().IsRegular():
				found, entries = append(found, name), append(entries, e)
			}
		}
	}
	tops := append(slices.Clone(casebook.Folders), settings.File)
	around, _ := fs.ReadDir(own, ".")
	for _, e := range around {
		if slices.ContainsFunc(tops, func(top string) bool { return strings.EqualFold(top, e.Name()) }) {
			fmt.Fprintln(sum, "spelled", e.Name())
		}
	}
	for _, dir := range tops {
		info, err := fs.Stat(own, dir)
		switch {
		case err != nil:
			fmt.Fprintln(sum, "none", dir)
		case info.IsDir():
			fmt.Fprintln(sum, "folder", dir)
			visit(dir)
		case info.Mode().IsRegular():
			fmt.Fprintln(sum, "file", dir)
			found, entries = append(found, dir), append(entries, fs.FileInfoToDirEntry(info))
		}
	}
	t.names = Sum(sum.Sum(nil))
	leaves := make([]leaf, len(found))
	const chunk = 256
	casebook.Parallel((len(found)+chunk-1)/chunk, func(n int) {
		for i := n * chunk; i < min(len(found), (n+1)*chunk); i++ {
			if info, err := entries[i].Info(); err == nil && info.Mode().IsRegular() {
				leaves[i].info, leaves[i].stamp = info, stampOf(info)
			}
		}
	})
	t.files, t.order = make(map[string]*leaf, len(found)), make([]*leaf, 0, len(found))
	for i, name := range found {
		if l := &leaves[i]; l.info != nil { // else it went away meanwhile
			l.name = name
			t.files[name] = l
			t.order = append(t.order, l)
		}
	}
	return t
}

// sight returns a hash of what can be seen of the files without reading them.
func (t *tree) sight() Sum {
	w := &writer{}
	w.Grow(64 * (1 + len(t.order)))
	w.Write(t.names[:])
	for _, l := range t.order {
		l.stamp.encode(w)
	}
	return sha256.Sum256(w.Bytes())
}

// know takes what the last check knew of the content of files, and reads those that changed since, or may have.
func (t *tree) know(last *verdicts) {
	var again []string
	for _, l := range t.order {
		f, ok := last.files[l.name]
		switch {
		case !ok:
			t.changed = t.changed || isPage(l.name)
			continue
		case f.stamp.sure && f.stamp == l.stamp:
			l.known = &f.sum
		default:
			again = append(again, l.name)
		}
		l.last = &f.sum
	}
	var changed atomic.Bool
	casebook.Parallel(len(again), func(i int) {
		if !t.same(again[i]) && isPage(again[i]) {
			changed.Store(true)
		}
	})
	t.changed = t.changed || changed.Load()
}

// isPage reports whether what is in a file can be the answer to a question about many files.
func isPage(name string) bool {
	return strings.HasPrefix(name, casebook.ContentDir+"/") && casebook.IsMarkdown(name)
}

// Stat implements fs.StatFS.
func (t *tree) Stat(name string) (fs.FileInfo, error) {
	if l, ok := t.files[name]; ok {
		return l.info, nil
	}
	return fs.Stat(t.FS, name)
}

// ReadDir implements fs.ReadDirFS.
func (t *tree) ReadDir(name string) ([]fs.DirEntry, error) {
	if list, ok := t.dirs[name]; ok {
		return append([]fs.DirEntry(nil), list...), nil
	}
	return fs.ReadDir(t.FS, name)
}

// ReadFile implements fs.ReadFileFS.
func (t *tree) ReadFile(name string) ([]byte, error) {
	src, err := fs.ReadFile(t.FS, name)
	if l, ok := t.files[name]; ok {
		l.note(src, err)
		if info, err := fs.Stat(t.FS, name); err != nil || stampOf(info) != l.stamp {
			l.spoil()
		}
	}
	return src, err
}

// note notes what was read.
func (l *leaf) note(src []byte, err error) {
	sum := Sum(sha256.Sum256(src))
	l.lock.Lock()
	defer l.lock.Unlock()
	if err != nil || l.read != nil && *l.read != sum || l.known != nil && *l.known != sum {
		l.unsteady = true
	}
	l.read = &sum
}

func (l *leaf) spoil() {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.unsteady = true
}

// sum returns the hash of the content of a regular file, and whether it is sure. It reads the file when it must.
func (t *tree) sum(name string) (Sum, bool) {
	l, ok := t.files[name]
	if !ok {
		return Sum{}, false
	}
	if sum, sure, known := l.sum(); known {
		return sum, sure
	}
	_, _ = t.ReadFile(name)
	sum, sure, _ := l.sum()
	return sum, sure
}

func (l *leaf) sum() (sum Sum, sure, known bool) {
	l.lock.Lock()
	defer l.lock.Unlock()
	switch {
	case l.read != nil:
		return *l.read, !l.unsteady, true
	case l.known != nil:
		return *l.known, !l.unsteady, true
	}
	return Sum{}, false, false
}

// same reports whether in a file is what was in it at the last check.
func (t *tree) same(name string) bool {
	l, ok := t.files[name]
	if !ok || l.last == nil {
		return false
	}
	sum, sure := t.sum(name)
	return sure && sum == *l.last
}

// settled reports whether a stamp says what is in the file: it was at rest.
func (t *tree) settled(s stamp) bool { return s.sure && s.newest() < t.began.Add(-rest).UnixNano() }

// The kinds of questions that the tree answers, beside those of rules.
const (
	stats rules.QuestionKind = 100 + iota // what is at a path
	reads                                 // what is in a file
	lists                                 // what is in a folder
)

// within reports whether the walk tells all of what a question of the tree asks, so that its answer follows from the names.
func (t *tree) within(q rules.Question) bool {
	switch q.Kind {
	case stats:
		_, file := t.files[q.Of]
		return file
	case lists, rules.InFolder:
		_, dir := t.dirs[q.Of]
		return dir || q.Of == "." && slices.Contains(casebook.Folders, q.Name)
	case reads:
		return false
	}
	return true
}

// when says when the answer to a question may be another one.
type when int

const (
	byNames    when = iota // when the names or kinds of files changed
	byContents             // when these did, or what is in a page, or the day
	byDay                  // when the day did
	always                 // the walk does not tell when

	whens = 4
)

// when returns when the answer to a question may be another one.
func (t *tree) when(q rules.Question) when {
	switch {
	case !t.within(q):
		return always
	case q.Kind >= stats || q.Kind.ByName():
		return byNames
	case q.Kind.ByDay():
		return byDay
	}
	return byContents
}

// answer answers a question of the tree, and reports whether it can.
func (t *tree) answer(q rules.Question) (string, bool) {
	switch q.Kind {
	case stats:
		known, asked := t.around.Load(q.Of)
		if !asked {
			kind, ok := kindOf(t.Stat(q.Of))
			known, _ = t.around.LoadOrStore(q.Of, kindAt{kind, ok})
		}
		at := known.(kindAt)
		return at.kind, at.ok
	case lists:
		list, err := t.ReadDir(q.Of)
		return namesOf(list), err == nil
	default:
		src, err := fs.ReadFile(t.FS, q.Of)
		sum := sha256.Sum256(src)
		return string(sum[:]), err == nil
	}
}

// kindAt is what kindOf says of a path.
type kindAt struct {
	kind string
	ok   bool
}

// kindOf says what is at a path, and reports whether that can be told.
func kindOf(info fs.FileInfo, err error) (string, bool) {
	switch {
	case err == nil:
		return info.Mode().Type().String(), true
	case errors.Is(err, fs.ErrNotExist):
		return "none", true
	}
	return "", false
}

func namesOf(list []fs.DirEntry) string {
	var b strings.Builder
	for _, e := range list {
		fmt.Fprintf(&b, "%s %s\n", e.Type(), e.Name())
	}
	return brief(b.String())
}

// brief returns an answer, or the hash of a long one.
func brief(answer string) string {
	if len(answer) <= sha256.Size {
		return answer
	}
	sum := sha256.Sum256([]byte(answer))
	return string(sum[:])
}
