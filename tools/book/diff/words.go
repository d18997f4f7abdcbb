package diff

import (
	"slices"
	"strings"
)

// Op says how a piece of text, an entry or a file changed.
type Op string

const (
	Equal  Op = "equal"
	Insert Op = "insert" // only the new version has it
	Delete Op = "delete" // only the old version has it
	Change Op = "change" // both versions have it, with a difference
	Move   Op = "move"   // both versions have it, at different places
)

// Piece is a run of words with the same Op, with single spaces between them.
type Piece struct {
	Op   Op     `json:"op"`
	Text string `json:"text"`
}

// Passage is a paragraph, a list item or a single value: all its words, in order. The pieces Equal and Insert make the new text, the pieces Equal and
// Delete the old one.
type Passage []Piece

// Changed reports whether the passage has a difference.
func (p Passage) Changed() bool {
	return slices.ContainsFunc(p, func(piece Piece) bool { return piece.Op != Equal })
}

// whole returns a passage of which all words have the same Op.
func whole(op Op, text string) Passage { return Passage{{op, text}} }

// maxCells is the largest table of a comparison of all pairs: 2,000 words by 2,000 words. A larger comparison gives a deletion and an insertion.
const maxCells = 4 << 20

// step is one step through two lists: in both (Equal), only in the old one (Delete) or only in the new one (Insert).
type step struct {
	op       Op
	old, new int
}

// align returns the steps through two lists with as many Equal steps as possible.
func align[T comparable](old, new []T) []step {
	var steps []step
	begin := 0
	for begin < len(old) && begin < len(new) && old[begin] == new[begin] {
		steps = append(steps, step{Equal, begin, begin})
		begin++
	}
	end := 0
	for end < len(old)-begin && end < len(new)-begin && old[len(old)-1-end] == new[len(new)-1-end] {
		end++
	}
	a, b := old[begin:len(old)-end], new[begin:len(new)-end]
	i, j := 0, 0
	if len(a)*len(b) <= maxCells {
		common := commonLengths(a, b)
		for i < len(a) && j < len(b) {
			switch {
			case a[i] == b[j]:
				steps = append(steps, step{Equal, begin + i, begin + j})
				i++
				j++
			case common[(i+1)*(len(b)+1)+j] >= common[i*(len(b)+1)+j+1]:
				steps = append(steps, step{Delete, begin + i, begin + j})
				i++
			default:
				steps = append(steps, step{Insert, begin + i, begin + j})
				j++
			}
		}
	}
	for ; i < len(a); i++ {
		steps = append(steps, step{Delete, begin + i, begin + j})
	}
	for ; j < len(b); j++ {
		steps = append(steps, step{Insert, begin + i, begin + j})
	}
	for k := end; k > 0; k-- {
		steps = append(steps, step{Equal, len(old) - k, len(new) - k})
	}
	return steps
}

// commonLengths returns the table of the longest common subsequence: the cell of i and j holds its length for a[i:] and b[j:].
func commonLengths[T comparable](a, b []T) []int32 {
	width := len(b) + 1
	table := make([]int32, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i*width+j] = table[(i+1)*width+j+1] + 1
			} else {
				table[i*width+j] = max(table[(i+1)*width+j], table[i*width+j+1])
			}
		}
	}
	return table
}

// words compares two texts word by word. Texts that have little in common give one deletion and one insertion.
func words(old, new string) Passage {
	if old == new {
		return whole(Equal, old)
	}
	if bagOf(old).likeness(bagOf(new)) < alike {
		return Passage{{Delete, old}, {Insert, new}}
	}
	a, b := strings.Split(old, " "), strings.Split(new, " ")
	var runs []run
	for _, s := range align(a, b) {
		if len(runs) == 0 || (s.op == Equal) != runs[len(runs)-1].equal {
			runs = append(runs, run{equal: s.op == Equal})
		}
		r := &runs[len(runs)-1]
		if s.op != Insert {
			r.old = append(r.old, a[s.old])
		}
		if s.op != Delete {
			r.new = append(r.new, b[s.new])
		}
	}
	var p Passage
	for _, r := range joined(runs) {
		if r.equal {
			p = append(p, Piece{Equal, strings.Join(r.new, " ")})
			continue
		}
		if len(r.old) > 0 {
			p = append(p, Piece{Delete, strings.Join(r.old, " ")})
		}
		if len(r.new) > 0 {
			p = append(p, Piece{Insert, strings.Join(r.new, " ")})
		}
	}
	return p
}

// run is a run of words that are equal, or of deleted and inserted words.
type run struct {
	equal    bool
	old, new []string
}

// joined turns a few equal words between two larger changes into changed ones, since a mix of single words is hard to read.
func joined(runs []run) []run {
	for i := 1; i+1 < len(runs); {
		before, stays, after := runs[i-1], runs[i], runs[i+1]
		size := func(r run) int { return max(len(r.old), len(r.new)) }
		if !stays.equal || len(stays.new) > 3 || len(stays.new) >= size(before) || len(stays.new) >= size(after) {
			i++
			continue
		}
		runs[i-1] = run{old: slices.Concat(before.old, stays.old, after.old), new: slices.Concat(before.new, stays.new, after.new)}
		runs = slices.Delete(runs, i, i+2)
		i = max(1, i-2)
	}
	return runs
}

// passages compares two texts passage by passage. A passage that only moved gets the Op Move, at its new place.
func passages(old, new []string) []Passage {
	var (
		result   []Passage
		gone     []string
		came     []string
		position []int // index in the result of each inserted passage
	)
	flush := func() {
		for _, p := range pair(gone, came) {
			if len(p) == 1 && p[0].Op == Insert {
				position = append(position, len(result))
			}
			result = append(result, p)
		}
		gone, came = nil, nil
	}
	for _, s := range align(old, new) {
		switch s.op {
		case Delete:
			gone = append(gone, old[s.old])
		case Insert:
			came = append(came, new[s.new])
		default:
			flush()
			result = append(result, whole(Equal, new[s.new]))
		}
	}
	flush()
	removed := map[string][]int{} // the indexes in the result of the passages that went, by their text
	for i, p := range result {
		if len(p) == 1 && p[0].Op == Delete {
			removed[p[0].Text] = append(removed[p[0].Text], i)
		}
	}
	for _, i := range position {
		text := result[i][0].Text
		if from := removed[text]; len(from) > 0 {
			result[i], result[from[0]], removed[text] = whole(Move, text), nil, from[1:]
		}
	}
	return slices.DeleteFunc(result, func(p Passage) bool { return p == nil })
}

// alike is the likeness (0 to 1) from which two passages count as one passage that changed; maxPairs is the largest number of pairs to compare.
const (
	alike    = 0.4
	maxPairs = 10_000
)

// pair matches deleted passages with the inserted ones that replace them, in the order of both.
func pair(gone, came []string) []Passage {
	var result []Passage
	i, j := 0, 0
	if len(gone) > 0 && len(came) > 0 && len(gone)*len(came) <= maxPairs {
		best := pairing(gone, came)
		for i < len(gone) && j < len(came) {
			cell := best[i][j]
			switch {
			case cell == best[i+1][j]:
				result = append(result, whole(Delete, gone[i]))
				i++
			case cell == best[i][j+1]:
				result = append(result, whole(Insert, came[j]))
				j++
			default:
				result = append(result, words(gone[i], came[j]))
				i++
				j++
			}
		}
	}
	for ; i < len(gone); i++ {
		result = append(result, whole(Delete, gone[i]))
	}
	for ; j < len(came); j++ {
		result = append(result, whole(Insert, came[j]))
	}
	return result
}

// pairing returns the table of the largest total likeness: the cell of i and j is that of gone[i:] and came[j:].
func pairing(gone, came []string) [][]float64 {
	old, new := make([]*bag, len(gone)), make([]*bag, len(came))
	for i, s := range gone {
		old[i] = bagOf(s)
	}
	for j, s := range came {
		new[j] = bagOf(s)
	}
	best := make([][]float64, len(gone)+1)
	for i := range best {
		best[i] = make([]float64, len(came)+1)
	}
	for i := len(gone) - 1; i >= 0; i-- {
		for j := len(came) - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if like := old[i].likeness(new[j]); like >= alike {
				best[i][j] = max(best[i][j], best[i+1][j+1]+like)
			}
		}
	}
	return best
}

// bag counts the words of texts.
type bag struct {
	count map[string]int
	size  int
}

func bagOf(texts ...string) *bag {
	b := &bag{count: map[string]int{}}
	for _, text := range texts {
		for word := range strings.FieldsSeq(text) {
			b.count[word]++
			b.size++
		}
	}
	return b
}

// likeness returns the share of the words that two texts have in common, from 0 to 1.
func (b *bag) likeness(other *bag) float64 {
	if b.size+other.size == 0 {
		return 1
	}
	common := 0
	for word, n := range b.count {
		common += min(n, other.count[word])
	}
	return 2 * float64(common) / float64(b.size+other.size)
}
