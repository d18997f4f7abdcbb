//go:build !js

package repo

import (
	"container/heap"
	"errors"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Since returns the commits that lead to one commit and not to another, the newest first, and whether the other leads to it as well. The end of a shallow history
// counts as a beginning. The error is plumbing.ErrObjectNotFound when a commit is missing.
func (r *Repository) Since(from, to plumbing.Hash) (commits []*object.Commit, contains bool, err error) {
	shallow, err := r.Store.Shallow()
	if err != nil {
		return nil, false, err
	}
	w := &walk{store: r.Store, reached: map[plumbing.Hash]reach{}, ends: map[plumbing.Hash]bool{}}
	for _, hash := range shallow {
		w.ends[hash] = true
	}
	if err := errors.Join(w.reach(to, fromTo), w.reach(from, fromFrom)); err != nil {
		return nil, false, err
	}
	var seen []*object.Commit
	var oldest time.Time
	for w.open > 0 || len(w.queue) > 0 && len(seen) > 0 && w.queue[0].Committer.When.After(oldest.Add(-ClockSkew)) {
		c := heap.Pop(&w.queue).(*object.Commit)
		mark := w.reached[c.Hash]
		if mark&done == 0 {
			w.reached[c.Hash] |= done
			if mark&fromFrom == 0 {
				w.open--
				seen = append(seen, c)
				if when := c.Committer.When; oldest.IsZero() || when.Before(oldest) {
					oldest = when
				}
			}
		}
		if w.ends[c.Hash] {
			continue
		}
		for _, parent := range c.ParentHashes {
			if err := w.reach(parent, mark&(fromTo|fromFrom)); err != nil {
				return nil, false, err
			}
		}
	}
	for _, c := range seen { // clocks differ: one that the other leads to may have come first
		if w.reached[c.Hash]&fromFrom == 0 {
			commits = append(commits, c)
		}
	}
	return commits, w.reached[from]&fromTo != 0, nil
}

// reach is from where a commit was reached.
type reach byte

const (
	fromTo reach = 1 << iota
	fromFrom
	done
)

// walk goes through commits from the newest to the oldest.
type walk struct {
	store   *Store
	reached map[plumbing.Hash]reach
	ends    map[plumbing.Hash]bool // of a shallow history
	queue   queue
	open    int // how many in the queue were reached from one end alone
}

// reach notes from where a commit was reached, and puts it in the queue when that is news.
func (w *walk) reach(hash plumbing.Hash, from reach) error {
	mark := w.reached[hash]
	if mark|from == mark {
		return nil
	}
	c, err := object.GetCommit(w.store, hash)
	if err != nil {
		return err
	}
	switch {
	case mark == 0 && from&fromFrom == 0:
		w.open++
	case mark != 0 && mark&(fromFrom|done) == 0 && from&fromFrom != 0:
		w.open--
	}
	w.reached[hash] = mark | from
	heap.Push(&w.queue, c)
	return nil
}

// queue is a heap of commits, the newest on top.
type queue []*object.Commit

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].Committer.When.After(q[j].Committer.When) }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(c any)        { *q = append(*q, c.(*object.Commit)) }
func (q *queue) Pop() any {
	last := len(*q) - 1
	c := (*q)[last]
	*q = (*q)[:last]
	return c
}
