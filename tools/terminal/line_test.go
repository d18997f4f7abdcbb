package terminal

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// screen is as much of a terminal as a line needs. It fails the test at what a terminal might do otherwise: writing in the last column, or a sequence it does not know.
type screen struct {
	*testing.T
	width, height int
	rows          [][]string // one string a column: a character with its marks, "" for the second half of a wide one
	row, column   int
}

func newScreen(t *testing.T, width, height int) *screen {
	return &screen{T: t, width: width, height: height, rows: make([][]string, 1)}
}

func (s *screen) size() (int, int) { return s.width, s.height }

func (s *screen) Write(b []byte) (int, error) {
	text := string(b)
	for text != "" {
		if sequence, ok := strings.CutPrefix(text, "\x1b["); ok {
			end := strings.IndexFunc(sequence, func(r rune) bool { return r >= '@' })
			n, _ := strconv.Atoi(sequence[:end])
			s.move(sequence[end], max(n, 1))
			text = sequence[end+1:]
			continue
		}
		r := []rune(text)[0]
		text = text[len(string(r)):]
		s.put(r)
	}
	return len(b), nil
}

func (s *screen) move(what byte, n int) {
	top := max(0, len(s.rows)-s.height)
	switch what {
	case 'A':
		if s.row-n < top {
			s.Errorf("the cursor goes above the screen")
		}
		s.row = max(top, s.row-n)
	case 'B':
		s.row = min(len(s.rows)-1, s.row+n)
	case 'C':
		s.column = min(s.width-1, s.column+n)
	case 'D':
		s.column = max(0, s.column-n)
	case 'J':
		s.rows = s.rows[:s.row+1]
		s.rows[s.row] = s.rows[s.row][:min(len(s.rows[s.row]), s.column)]
	case 'K':
		s.rows[s.row] = s.rows[s.row][:min(len(s.rows[s.row]), s.column)]
	default:
		s.Errorf("sequence %q", what)
	}
}

func (s *screen) put(r rune) {
	switch {
	case r == '\r':
		s.column = 0
	case r == '\n':
		if s.row++; s.row == len(s.rows) {
			s.rows = append(s.rows, nil)
		}
	case Columns(r) == 0:
		s.rows[s.row][s.column-1] += string(r)
	default:
		row := s.rows[s.row]
		for len(row) < s.column+Columns(r) {
			row = append(row, " ")
		}
		row[s.column] = string(r)
		if Columns(r) == 2 {
			row[s.column+1] = ""
		}
		s.rows[s.row] = row
		if s.column += Columns(r); s.column >= s.width {
			s.Errorf("%q stands in the last column", r)
		}
	}
}

// String shows the rows, with the cursor as |.
func (s *screen) String() string {
	var out []string
	for i, row := range s.rows {
		line := strings.Join(row, "")
		if i == s.row {
			line = strings.Join(row[:min(s.column, len(row))], "") + strings.Repeat(" ", max(0, s.column-len(row))) + "|" + strings.Join(row[min(s.column, len(row)):], "")
		}
		out = append(out, strings.TrimRight(line, " "))
	}
	return strings.Join(out, "\n")
}

const (
	up, right, left = "\x1b[A", "\x1b[C", "\x1b[D"
	home            = "\x1b[H"
)

func TestLine(t *testing.T) {
	for name, tt := range map[string]struct {
		typed  string
		recall string
		want   string // the line
		screen string // of 12 columns
		event  event
	}{
		"typed":                {typed: "Een", want: "Een", screen: "> Een|"},
		"accents":              {typed: "één ’t", want: "één ’t", screen: "> één ’t|"},
		"too long for a row":   {typed: "Een lange zin", want: "Een lange zin", screen: "> Een lange\n  zin|"},
		"just as long":         {typed: "Een lange", want: "Een lange", screen: "> Een lange|"},
		"a space there":        {typed: "Een lange  z", want: "Een lange  z", screen: "> Een lange\n  z|"},
		"a word too long":      {typed: "a verwijderen b", want: "a verwijderen b", screen: "> a\n  verwijder\n  en b|"},
		"before the break":     {typed: "Een lange zin" + left + left + left + left, want: "Een lange zin", screen: "> Een lange|\n  zin"},
		"taken away":           {typed: "Eenn\x7f\b\x7f", want: "E", screen: "> E|"},
		"over the end of rows": {typed: "Een lange zin\x7f\x7f\x7f\x7f\x7f", want: "Een lang", screen: "> Een lang|"},
		"in the middle":        {typed: "ac" + left + "b", want: "abc", screen: "> ab|c"},
		"at the begin":         {typed: "bc" + home + "a\x05d", want: "abcd", screen: "> abcd|"},
		"a word":               {typed: "een twee drie\x17\x17vier", want: "een vier", screen: "> een vier|"},
		"all of it":            {typed: "een twee" + left + "\x15", want: "e", screen: "> |e"},
		"wide":                 {typed: "漢字漢字漢", want: "漢字漢字漢", screen: "> 漢字漢字\n  漢|"},
		"a mark of its own":    {typed: "e\u0301n" + left + left + "x", want: "xe\u0301n", screen: "> x|e\u0301n"},
		"a mark taken away":    {typed: "ne\u0301\x7f", want: "n", screen: "> n|"},
		"brought back":         {typed: up + "!", recall: "Oud", want: "Oud!", screen: "> Oud!|"},
		"not over what is new": {typed: "N" + up, recall: "Oud", want: "N", screen: "> N|"},
		"pasted":               {typed: pasteBegin + "a\r\n\r\nb\x1b[31m\tc" + pasteEnd + "!", want: "a\n\nb[31m c!", screen: "> a\n\n  b[31m c!|"},
		"enter":                {typed: "a\rb", want: "a", screen: "> a|", event: entered},
		"Ctrl+C":               {typed: "a\x03b", want: "a", screen: "> a|", event: interrupted},
		"Ctrl+D":               {typed: "a\x04", want: "a", screen: "> a|", event: ended},
		"Ctrl+Z":               {typed: "a\x1a", want: "a", screen: "> a|", event: suspended},
		"Escape, Alt, F5":      {typed: "a\x1bx\x1b[15~\x1bOPb", want: "axb", screen: "> axb|"},
		"a broken byte":        {typed: "a\xffb\x00\u202e", want: "ab", screen: "> ab|"},
	} {
		for _, size := range []int{1, 2, 7, 1000} { // in pieces of any size
			s := newScreen(t, 12, 20)
			l := newLine(s, s.size, Prompt{Text: "> ", Recall: tt.recall, Several: true})
			l.draw()
			left, typed, event := "", tt.typed, none
			for typed != "" && event == none {
				n := min(size, len(typed))
				event = l.feed([]byte(left + typed[:n]))
				left, typed = string(l.rest()), typed[n:]
			}
			if l.String() != tt.want || s.String() != tt.screen || event != tt.event {
				t.Errorf("%s, by %d: %q, %v\n%s", name, size, l.String(), event, s)
			}
			if tt.event == entered && size == 1000 && left != "b" {
				t.Errorf("%s: what follows is %q", name, left)
			}
		}
	}
}

func TestOneLine(t *testing.T) {
	s := newScreen(t, 80, 24)
	l := newLine(s, s.size, Prompt{Text: "> "})
	l.feed([]byte(pasteBegin + "a\n\nb" + pasteEnd))
	if l.String() != "a  b" {
		t.Errorf("%q", l)
	}
}

// TestTyping writes the letter alone where nothing else changes: a screen reader reads what is written.
func TestTyping(t *testing.T) {
	var out strings.Builder
	l := newLine(&out, func() (int, int) { return 80, 24 }, Prompt{Text: "> "})
	l.draw()
	out.Reset()
	l.feed([]byte("a"))
	l.feed([]byte("b"))
	l.feed([]byte("\x7f"))
	if out.String() != "ab\x1b[1D\x1b[K" {
		t.Errorf("%q", out.String())
	}
}

// TestAnyKeys types at random, on screens of several sizes, and compares the screen with the line.
func TestAnyKeys(t *testing.T) {
	keys := []string{"a", "é", " ", "woord ", "漢", "e\u0301", left, left, right, home, "\x05", "\x7f", "\x1b[3~", "\x17", "\x0b", pasteBegin + "een\ntwee drie vier vijf zes\n" + pasteEnd, "\x0c"}
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := newScreen(t, 8+r.IntN(40), 3+r.IntN(20))
		l := newLine(s, s.size, Prompt{Text: "> ", Several: true})
		for range 60 {
			l.feed([]byte(keys[r.IntN(len(keys))]))
		}
		rows, row, column := l.layout(l.text, l.at, s.width)
		seen := strings.Split(s.String(), "\n")
		want := strings.TrimRight(rows[row], " ")
		if got := strings.TrimRight(strings.Replace(seen[s.row], "|", "", 1), " "); got != want || s.column != column {
			t.Fatalf("seed %d, %dx%d: the cursor is in %q at %d, not in %q at %d\n%s", seed, s.width, s.height, got, s.column, want, column, s)
		}
		if len(rows) <= s.height { // what never was higher than the screen is on it as it is
			tail := seen[max(0, len(seen)-len(rows)):]
			for i := range rows {
				if got := strings.TrimRight(strings.Replace(tail[i], "|", "", 1), " "); got != strings.TrimRight(rows[i], " ") {
					t.Fatalf("seed %d, %dx%d: row %d is %q, not %q\n%s", seed, s.width, s.height, i, got, rows[i], s)
				}
			}
		}
	}
}

func TestWrap(t *testing.T) {
	for text, want := range map[string]string{
		"een twee drie vier vijf":          "een twee drie vier\nvijf",
		"kort\n\n  een twee drie vier vij": "kort\n\n  een twee drie vier\n  vij",
		"https://een.heel.lang.adres/a b":  "https://een.heel.lang.adres/a\nb",
		"漢字漢字 漢字漢字 漢字":                     "漢字漢字 漢字漢字\n漢字",
	} {
		if got := Wrap(text, 20); got != want {
			t.Errorf("%q", got)
		}
	}
}

func TestNoDialogue(t *testing.T) {
	if NewDialogue(strings.NewReader(""), &strings.Builder{}) != nil {
		t.Error("a conversation with nobody")
	}
}
