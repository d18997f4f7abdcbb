package casebook

import (
	"bytes"
	"sort"
	"sync"
	"unicode/utf8"
)

// lineIndex finds the lines and columns of a text. A line ends at a newline.
type lineIndex struct {
	begins []int // the byte offset at which each line begins
	// runes returns the number of code points before each block of the text, so that a column in a line of a megabyte is found without counting them all.
	// The rune that crosses the border of two blocks belongs to the first.
	runes func() []int
}

// block is the number of bytes of a block.
const block = 4096

func indexLines(src []byte) lineIndex {
	begins := make([]int, 1, bytes.Count(src, []byte{'\n'})+1)
	for i := bytes.IndexByte(src, '\n'); i >= 0; {
		begins = append(begins, i+1)
		next := bytes.IndexByte(src[i+1:], '\n')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return lineIndex{begins, sync.OnceValue(func() []int {
		counts := make([]int, 1, len(src)/block+1)
		for at := 0; at+block <= len(src); at += block {
			counts = append(counts, counts[len(counts)-1]+starts(src[at:at+block]))
		}
		return counts
	})}
}

// starts returns how many code points begin in a text, which may begin inside one. In a text that is not UTF-8 it counts fewer than there are errors in it.
func starts(text []byte) int {
	n := 0
	for _, c := range text {
		if c&0xc0 != 0x80 {
			n++
		}
	}
	return n
}

func (x lineIndex) position(src []byte, offset int) (line, column int) {
	offset = max(0, min(offset, len(src)))
	line = sort.SearchInts(x.begins, offset+1)
	if line == 0 { // the index is empty: the file was not read
		return 1, 1
	}
	begin := x.begins[line-1]
	if begin == 0 && bytes.HasPrefix(src, byteOrderMark) {
		begin = min(len(byteOrderMark), offset) // editors don't count the byte order mark as a column
	}
	return line, 1 + x.count(src, begin, offset)
}

// count returns the number of code points from one offset to another, which are both at the begin of one.
func (x lineIndex) count(src []byte, from, to int) int {
	if to-from < 2*block {
		return utf8.RuneCount(src[from:to])
	}
	first, last := from/block+1, to/block
	return starts(src[from:first*block]) + x.runes()[last] - x.runes()[first] + starts(src[last*block:to])
}

func (x lineIndex) line(src []byte, n int) []byte {
	if n < 1 || n > len(x.begins) {
		return nil
	}
	line, _ := cutLine(src, x.begins[n-1])
	return bytes.TrimRight(line, "\r")
}
