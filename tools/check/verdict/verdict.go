// Package verdict checks a book again after a change, and looks anew only at what the change can have touched. It keeps of each file what the check said of
// it, with all that this depends on, in memory and in a file that only the user can read. What is in such a file never decides anything by itself: a verdict
// is used only when everything that it depends on is the same, and whatever is not is checked anew. The outcome is that of rules.Checker.All.
//
// What a verdict depends on is not listed by whoever writes a rule: it is observed. While a file is checked, each look at another file, at a folder, and at
// what follows from many files (rules.Question) is noted with the answer. A verdict holds when
//
//   - it was made by the same program (Identity), by the same settings and definition, and the same values are allowed;
//   - every file that was read then has the same content, by its SHA-256;
//   - every question that was asked then has the same answer, such as whether a day is there.
//
// A file is not read again to know its content when its size, its times of change (of content and of inode), its number, its disk and its mode are those of
// when it was read. As in the index of Git, that counts only for a file that was at rest: one that changed less than two seconds before it was looked at may
// change again within the same tick of the clock, and is read again the next time. What escapes is a change within one tick on a disk of which the clock
// is more than two seconds behind that of the machine, as Git would miss it too. Where the system does not tell when an inode changed, as on Windows,
// every file is read.
package verdict

import (
	"crypto/sha256"
	"io/fs"
	"slices"
	"sync"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
)

// Keeper checks one book again and again. It is not for use by several goroutines at once.
type Keeper struct {
	own, product fs.FS
	store        Store
	program      Sum
	last         *verdicts // of the last check; nil before the first
	walked       *tree     // by Changed, for the next check; nil otherwise
	seen         Sum       // what Changed saw
}

// Sum is a SHA-256.
type Sum = [sha256.Size]byte

// New returns a Keeper for the book with these files of its own, on a product. The program is the Identity of what checks; the zero Store keeps verdicts in
// memory alone.
func New(own, product fs.FS, program Sum, store Store) *Keeper {
	return &Keeper{own: own, product: product, program: program, store: store}
}

// Stores reports whether verdicts outlive the Keeper.
func (k *Keeper) Stores() bool { return k.store != Store{} }

// Changed reports whether a file of the book was saved, made, renamed or removed since the last call. It reads no file; the first call reports true. The
// Check that follows takes the files as this call saw them, and does not look at them again.
func (k *Keeper) Changed() bool {
	k.walked = walk(k.own)
	before := k.seen
	k.seen = k.walked.sight()
	return k.seen != before
}

// Outcome is what a check gives.
type Outcome struct {
	rules.Result
	Book *casebook.Book // as it was when it was checked
	// Checker is the one that checked, by Standard, which is the book's own.
	Checker  *rules.Checker
	Standard *rules.Standard
	Anew     []string // the sorted paths of the files that were looked at anew
}

// Check checks the whole book on a day. Progress is told how many of the files have been checked, from several goroutines; nil tells nobody.
func (k *Keeper) Check(now time.Time, progress func(done, total int)) Outcome {
	tree := k.walked
	if k.walked = nil; tree == nil {
		tree = walk(k.own)
	}
	book := casebook.Open(casebook.Layers{Own: tree, Product: k.product})
	standard := rules.ReadStandard(book)
	checker := rules.New(book, standard, now)
	checker.Progress = progress
	if _, err := checker.Definition(); err != nil {
		return Outcome{checker.All(), book, checker, standard, nil} // nothing can be checked
	}
	key := keyOf(k.program, standard.Sum(lifecycle.Day(now)))
	first := k.last == nil || k.last.key != key
	if first {
		k.last = k.store.load(key)
	}
	tree.know(k.last)
	checker.Know(k.last.factsIn(tree))
	run := &run{checker: checker, tree: tree, last: k.last, next: newVerdicts(key, tree, lifecycle.Day(now))}
	var (
		anew []string
		lock sync.Mutex
	)
	result := checker.Each(func(e casebook.Entry) []finding.Finding {
		if kept := run.kept(e); kept != nil {
			run.next.put(e.Path, kept)
			return kept.findings()
		}
		lock.Lock()
		anew = append(anew, e.Path)
		lock.Unlock()
		return run.check(e)
	})
	run.next.close(tree)
	if (first || len(anew) > result.Files/few) && !run.next.equals(k.last) {
		k.store.save(run.next)
	}
	k.last = run.next
	slices.Sort(anew)
	return Outcome{result, book, checker, standard, anew}
}

// few is the part of the files of which a Keeper that stays does not store anew what was said: looking at them again costs less than storing all.
const few = 100

// run is one check of the book.
type run struct {
	checker    *rules.Checker
	tree       *tree
	last, next *verdicts
	stood      sync.Map // what encodeAsks wrote → whether all answers are still the same
}

// kept returns the verdict of the last check on a file when it still holds, else nil.
func (r *run) kept(e casebook.Entry) *kept {
	v := r.last.of[e.Path]
	if e.Err != nil || v == nil {
		return nil
	}
	for _, name := range v.read {
		if !r.tree.same(name) {
			return nil
		}
	}
	names, day := r.last.names != r.tree.names, r.last.day != r.next.day
	for when, may := range [...]bool{byNames: names, byContents: names || day || r.tree.changed, byDay: day, always: true} {
		if asks := v.asks[when]; may && asks != "" && !r.stand(asks) {
			return nil
		}
	}
	return v
}

// stand reports whether all answers in what encodeAsks wrote are still the same.
func (r *run) stand(asks string) bool {
	stands, known := r.stood.Load(asks) // many files ask the same
	if !known {
		list, ok := decodeAsks(asks)
		stands = ok && !slices.ContainsFunc(list, func(a ask) bool {
			answer, ok := r.answer(a.Question)
			return !ok || answer != a.answer
		})
		r.stood.Store(asks, stands)
	}
	return stands.(bool)
}

// answer answers a question as it would be answered now, and reports whether it can.
func (r *run) answer(q rules.Question) (string, bool) {
	switch q.Kind {
	case stats, reads, lists:
		return r.tree.answer(q)
	}
	return brief(r.checker.Answer(q)), true
}

// check checks a file anew, and keeps the verdict when it is known what it depends on.
func (r *run) check(e casebook.Entry) []finding.Finding {
	w := &witness{tree: r.tree, checker: r.checker, path: e.Path}
	found := r.checker.Observe(e, w, w)
	if v := w.verdict(found); e.Err == nil && v != nil {
		r.next.put(e.Path, v)
	}
	return found
}
