// Package concerned finds the names of given people in a text, in whatever form they are written: the people concerned in a case, whom whoever
// searches knows by name. The list of names is an argument. The package keeps it in memory alone, and knows nothing of files, Git or dilemmas.
//
// What comes in is a list with a name on each line (Read); what goes out are hits of package detect (Find), and those that a search had found already,
// completed with them (Complete). Of "Evelien van der Woude" it finds the full name in either order, the surname, the given name, initials with the
// surname, E. v.d. W. and EvdW, halves of hyphenated names, in capitals, in small letters, without accents, with a possessive s, and joined as in
// addresses, user names and names of files: e.vanderwoude@, woude_e, GesprekEvelien.docx.
//
// A hit is sure, with these exceptions, in which the words are more likely to be ordinary Dutch. A name of which every word is also a word of the
// language (Roos, Bakker, De Wit) counts with a capital alone, and by itself at the begin of a sentence, before a word in small letters, or between
// words in capitals, it is not sure. In small letters it counts only with two such words together, which is not sure, and in the address of a mailbox or
// a handle. A name that is also that of a place, a language or an organisation (Van Utrecht, Engels) is by itself not sure. Two initials count with full
// stops, or by themselves between brackets or before a colon, which is not sure.
//
// The text is read once, in chunks; at each word the forms of all names are followed letter by letter, no further than the longest form is. So the time
// grows with the length of the text, whatever the number of names.
package concerned

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

// Names are the names of the people concerned, ready for a search.
type Names struct {
	root     *node           // the forms in which words follow each other
	initials map[string]bool // EvdW → whether it is sure without full stops; letters alone, capitals as they are written
	users    map[string]bool // addresses and user names, in small letters
	count    int             // of the people
}

// Len returns the number of people on the list.
func (n *Names) Len() int { return n.count }

// kind is what a word of a form is.
type kind uint8

const (
	core     kind = iota // a given name or a surname
	initial              // one letter
	particle             // van, der, v, d
)

// node is a place in the tree of forms. From one word of a form to the next leads the edge of the rune 0.
type node struct {
	next map[rune]*node
	form []kind // of the form that ends here; nil when none does
}

func (n *node) child(r rune) *node {
	if n.next == nil {
		n.next = map[rune]*node{}
	}
	if n.next[r] == nil {
		n.next[r] = &node{}
	}
	return n.next[r]
}

// word is a word of a form, folded.
type word struct {
	text string
	kind kind
}

// add adds a form.
func (n *Names) add(form []word) {
	at, kinds := n.root, make([]kind, len(form))
	for i, w := range form {
		if i > 0 {
			at = at.child(0)
		}
		for _, r := range w.text {
			at = at.child(r)
		}
		kinds[i] = w.kind
	}
	if at.form == nil || cores(kinds) > cores(at.form) {
		at.form = kinds
	}
}

func cores(form []kind) int {
	n := 0
	for _, k := range form {
		if k == core {
			n++
		}
	}
	return n
}

// chunkSize is how many bytes are read at a time, and overlap how many of the next ones with them, for what stands on the border. A form is shorter.
const (
	chunkSize = 64 << 10
	overlap   = 1 << 10
)

// Find returns the places of the names in a text, ordered by offset and without overlap. They are of the kind Name and the rule detect.Given.
func (n *Names) Find(text string) []detect.Hit {
	var hits []detect.Hit
	for start := 0; start < len(text) || start == 0; {
		end, until := len(text), len(text)
		if end-start > chunkSize+overlap {
			end = border(text, start+chunkSize)
			until = border(text, end+overlap/2)
		}
		for _, h := range n.findIn(text[start:until]) {
			h.Start, h.End = h.Start+start, h.End+start
			if h.Start < end && (len(hits) == 0 || h.Start >= hits[len(hits)-1].End) {
				hits = append(hits, h)
			}
		}
		if start = end; end == len(text) {
			break
		}
	}
	return hits
}

// border returns the offset of the last space before an offset, or where there is none nearby, of the begin of the character at it.
func border(text string, at int) int {
	at = min(at, len(text))
	if i := strings.LastIndexAny(text[at-overlap/4:at], " \n"); i >= 0 {
		return at - overlap/4 + i
	}
	for at > 0 && at < len(text) && text[at]&0xc0 == 0x80 {
		at--
	}
	return at
}

// Complete adds the names to the hits of a search in the same text, both ordered by offset. A hit that holds a name, such as a mail address, becomes
// sure; of one that holds a part of it, or of an organisation with a name in it, the name takes the place.
func (n *Names) Complete(text string, hits []detect.Hit) []detect.Hit {
	found := n.Find(text)
	if len(found) == 0 {
		return hits
	}
	all, at := []detect.Hit{}, 0
	for _, f := range found {
		for at < len(hits) && hits[at].End <= f.Start {
			all, at = append(all, hits[at]), at+1
		}
		// A hit of before may reach over several names: then it was the last one that was added.
		if len(all) > 0 && all[len(all)-1].End > f.Start {
			last := &all[len(all)-1]
			last.Sure = last.Sure || f.Sure
			if f.Sure {
				last.Rule = detect.Given
			}
			last.End = max(last.End, f.End)
			last.Value = value(text[last.Start:last.End])
			continue
		}
		merged := f
		for ; at < len(hits) && hits[at].Start < f.End; at++ {
			merged = merge(text, merged, hits[at])
		}
		all = append(all, merged)
	}
	all = append(all, hits[at:]...)
	slices.SortStableFunc(all, func(a, b detect.Hit) int { return cmp.Compare(a.Start, b.Start) })
	return all
}

// merge returns one hit for a name and a hit that overlaps it.
func merge(text string, name, hit detect.Hit) detect.Hit {
	switch {
	case !name.Sure && hit.Sure:
		return hit
	case !hit.Kind.Identifies():
		return name
	case hit.Kind != detect.Name && hit.Kind != name.Kind && name.Kind == detect.Name:
		name.Kind = hit.Kind // an address with a name in it
	}
	name.Start, name.End = min(name.Start, hit.Start), max(name.End, hit.End)
	name.Value = value(text[name.Start:name.End])
	if !name.Sure {
		name.Rule = hit.Rule
	}
	return name
}

// value returns a part of a text as one line.
func value(text string) string { return strings.Join(strings.Fields(detect.Read(text).Text), " ") }
