package casebook

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// lineIndex holds the byte offset at which each line begins. A line ends at a newline.
type lineIndex []int

func indexLines(src []byte) lineIndex {
	index := make(lineIndex, 1, bytes.Count(src, []byte{'\n'})+1)
	for i := bytes.IndexByte(src, '\n'); i >= 0; {
		index = append(index, i+1)
		next := bytes.IndexByte(src[i+1:], '\n')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return index
}

func (x lineIndex) position(src []byte, offset int) (line, column int) {
	offset = max(0, min(offset, len(src)))
	line = sort.SearchInts(x, offset+1)
	if line == 0 { // the index is empty: the file was not read
		return 1, 1
	}
	begin := x[line-1]
	if begin == 0 && bytes.HasPrefix(src, byteOrderMark) {
		begin = min(len(byteOrderMark), offset) // editors don't count the byte order mark as a column
	}
	return line, 1 + utf8.RuneCount(src[begin:offset])
}

func (x lineIndex) line(src []byte, n int) []byte {
	if n < 1 || n > len(x) {
		return nil
	}
	line, _ := cutLine(src, x[n-1])
	return bytes.TrimRight(line, "\r")
}
