package repo

import (
	"container/list"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
)

// cacheSize limits the bytes of the objects that are kept in memory. An object in a pack is often a difference with one that was read shortly before it; a larger
// cache makes nothing faster.
const cacheSize = 16 << 20

// spot is where an object was read: at a place in a pack, or by its name in a file of its own.
type spot struct {
	pack *pack
	at   int64
	name plumbing.Hash
}

// stored is an object that was read. Nobody may write in its content.
type stored struct {
	kind    plumbing.ObjectType
	content []byte
}

// cache keeps the objects that were read last, up to cacheSize.
type cache struct {
	mu    sync.Mutex
	size  int
	order list.List // of *cached, the last one used in front
	at    map[spot]*list.Element
}

type cached struct {
	spot
	stored
}

func newCache() *cache { return &cache{at: map[spot]*list.Element{}} }

func (c *cache) get(s spot) (stored, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.at[s]
	if e == nil {
		return stored{}, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*cached).stored, true
}

func (c *cache) put(s spot, o stored) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(o.content) > cacheSize || c.at[s] != nil {
		return
	}
	c.at[s] = c.order.PushFront(&cached{s, o})
	for c.size += len(o.content); c.size > cacheSize; {
		last := c.order.Back()
		old := c.order.Remove(last).(*cached)
		delete(c.at, old.spot)
		c.size -= len(old.content)
	}
}
