package detect

import (
	"bytes"
	"sort"
)

// tables knows the Markdown tables of a chunk, so that the column of a value is found without reading the table again. It is filled
// at the first question.
type tables struct {
	known bool
	rows  []row
	pipes []int32 // the offsets of all pipes
}

// row is a line that begins with a pipe.
type row struct {
	start, end int32 // offsets, without the hardBreak
	head       int32 // the index of the first row of the table
}

// maxHeader is how many bytes of the header of a column count as words before a value: more than any header is long.
const maxHeader = 120

// index finds the rows and pipes of a chunk.
func (t *tables) index(text []byte) {
	t.known, t.rows, t.pipes = true, t.rows[:0], t.pipes[:0]
	table := false // whether the line before is a row
	for start := 0; start < len(text); {
		end := len(text)
		if i := bytes.IndexByte(text[start:], hardBreak); i >= 0 {
			end = start + i
		}
		if start < end && text[start] == '|' {
			r := row{int32(start), int32(end), int32(len(t.rows))}
			if table {
				r.head = t.rows[len(t.rows)-1].head
			}
			t.rows = append(t.rows, r)
			for at := start; at < end; at++ {
				if text[at] == '|' {
					t.pipes = append(t.pipes, int32(at))
				}
			}
			table = true
		} else {
			table = false
		}
		start = end + 1
	}
}

// rowAt returns the index of the row in which offset p lies, or -1.
func (s *scanner) rowAt(p int) int {
	if !s.tables.known {
		s.tables.index(s.lowerBytes)
	}
	rows := s.tables.rows
	i := sort.Search(len(rows), func(i int) bool { return int(rows[i].start) > p }) - 1
	if i < 0 || p > int(rows[i].end) {
		return -1
	}
	return i
}

// pipe returns the index of the first pipe at or after offset p.
func (t *tables) pipe(p int) int {
	return sort.Search(len(t.pipes), func(i int) bool { return int(t.pipes[i]) >= p })
}

// columnHeader returns the header of the column of a Markdown table in which offset p lies, or nil.
func (s *scanner) columnHeader(p int) []byte {
	i := s.rowAt(p)
	if i < 0 || int(s.tables.rows[i].head) == i {
		return nil
	}
	t := &s.tables
	here, head := t.rows[i], t.rows[t.rows[i].head]
	column := t.pipe(p) - t.pipe(int(here.start)) // the number of pipes before p, at least one
	if p == int(here.start) {
		return nil
	}
	first, after := t.pipe(int(head.start)), t.pipe(int(head.end))
	at := first + column - 1
	if at >= after {
		return nil
	}
	from, to := int(t.pipes[at])+1, int(head.end)
	if at+1 < after {
		to = int(t.pipes[at+1])
	}
	cell := bytes.TrimSpace(s.lowerBytes[from:min(to, from+maxHeader)])
	return cell
}

// behindLabel returns the offset from which the value is looked for that token t names: that of the cell below it in the header of a table, or else
// behind it.
func (s *scanner) behindLabel(t *token) int {
	if s.hasTable {
		if under := s.cellBelowHeader(t.end); under >= 0 {
			return under
		}
	}
	return t.end
}

// cellBelowHeader returns the offset of the first cell below a header of a Markdown table, when offset p lies in one, or -1.
func (s *scanner) cellBelowHeader(p int) int {
	i := s.rowAt(p)
	t := &s.tables
	if i < 0 || i+2 >= len(t.rows) || t.rows[i+1].start != t.rows[i].end+1 || t.rows[i+2].start != t.rows[i+1].end+1 {
		return -1
	}
	line := s.lowerBytes[t.rows[i+1].start:t.rows[i+1].end]
	if !bytes.HasPrefix(line, []byte("|-")) && !bytes.HasPrefix(line, []byte("| -")) {
		return -1
	}
	column := t.pipe(p) - t.pipe(int(t.rows[i].start))
	at := t.pipe(int(t.rows[i+2].start)) + column - 1
	if column == 0 {
		return int(t.rows[i+2].start)
	}
	if at >= t.pipe(int(t.rows[i+2].end)) {
		return -1
	}
	return int(t.pipes[at]) + 1
}
