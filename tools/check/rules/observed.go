//go:build !js

package rules

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
)

// Observer is told all that the check of one file asks of the book, so that somebody can tell later whether the outcome still holds. The file system that
// goes with it tells the rest.
type Observer interface {
	casebook.Witness
	// Asked is told a question, and its answer.
	Asked(q Question, answer string)
}

// Observe checks one file as All does. It reads the book's own files by way of another file system, that must hold the same files, and tells an observer
// the rest. The check has no other way to the book than these two, and the standard.
func (c *Checker) Observe(e casebook.Entry, own fs.FS, o Observer) []finding.Finding {
	seen := *c
	seen.book = c.book.Witnessed(own, o)
	seen.pages = &pages{c.pages.addresses, seen.book, o.Asked}
	seen.today.told = o.Asked
	seen.withdrawn = sync.OnceValue(func() map[string]bool { return readWithdrawn(seen.book) })
	return seen.checkEntry(e)
}

// Each checks every file of the book by calling check, from several goroutines, and returns the result with the findings in the standard.
func (c *Checker) Each(check func(casebook.Entry) []finding.Finding) Result {
	return c.judge(c.book.All(), check)
}

// Know gives the checker a function that returns the facts of a page, and whether they are known. Without it, or when they aren't, the page is read.
func (c *Checker) Know(facts func(name string) (Facts, bool)) { c.pages.facts = facts }

// FactsOf returns what the checks of other files ask of a page.
func (c *Checker) FactsOf(f *casebook.File) Facts { return c.pages.factsOf(f) }

// Answer answers a question as the check of a file would get it answered.
func (c *Checker) Answer(q Question) string {
	answer := ""
	p := &pages{c.pages.addresses, c.book, func(asked Question, said string) {
		if asked == q {
			answer = said
		}
	}}
	switch q.Kind {
	case AtAddress:
		p.at(q.Of)
	case AllSlugs:
		p.slugs()
	case InFolder:
		p.spelledIn(q.Of, q.Name)
	case WasAddress:
		p.had(q.Of)
	case UsesWord:
		p.unused(q.Of)
	case HasArrived:
		if day, err := time.Parse(time.DateOnly, q.Of); err == nil {
			calendar{c.today.day, p.told}.arrived(day)
		}
	}
	return answer
}

// Sum returns a hash of all that judges by this standard on a day: the files that make it up, and which values are still allowed. What else depends on the day
// is a question (HasArrived).
func (s *Standard) Sum(day time.Time) [sha256.Size]byte {
	sum := sha256.New()
	for _, e := range s.allow.Entries() {
		fmt.Fprintln(sum, e.Live(day))
	}
	for _, name := range slices.Sorted(maps.Keys(s.sources)) {
		fmt.Fprintf(sum, "%q %t %d\n%s\n", name, s.sources[name] != nil, len(s.sources[name]), s.sources[name])
	}
	return [sha256.Size]byte(sum.Sum(nil))
}
