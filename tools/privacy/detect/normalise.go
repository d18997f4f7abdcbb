package detect

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
	"golang.org/x/text/unicode/norm"
)

// The two kinds of line ends in normalised text. A value may continue across a softBreak, which stands inside a paragraph. It ends
// at a hardBreak, which stands at the end of a paragraph, list item, cell or value in front matter.
const (
	softBreak = '\n'
	hardBreak = '\x1e'
)

// normalText is a text as its reader sees it: without markup and invisible characters, and with each character written in one
// way. For each byte it has the range of the source that the byte stands for.
type normalText struct {
	text     []byte
	from, to []int32 // for each byte of text, its range in the source
}

// put appends a byte that stands for [from, to) in the source.
func (n *normalText) put(c byte, from, to int) {
	n.text = append(n.text, c)
	n.from = append(n.from, int32(from))
	n.to = append(n.to, int32(to))
}

// putRune appends a character that stands for [from, to) in the source.
func (n *normalText) putRune(r rune, from, to int) {
	var buf [utf8.UTFMax]byte
	for _, c := range buf[:utf8.EncodeRune(buf[:], r)] {
		n.put(c, from, to)
	}
}

// reset empties n for a text of about size bytes.
func (n *normalText) reset(size int) {
	if cap(n.text) < size {
		n.text, n.from, n.to = make([]byte, 0, size+64), make([]int32, 0, size+64), make([]int32, 0, size+64)
	}
	n.text, n.from, n.to = n.text[:0], n.from[:0], n.to[:0]
}

// isLiteral says of each byte whether it is ASCII that always stands for itself.
var isLiteral = func() (is [256]bool) {
	for c := byte(' '); c < utf8.RuneSelf; c++ {
		is[c] = !strings.ContainsRune("&%\\*`~_<[", rune(c)) && c != 0x7f
	}
	return is
}()

// normalise replaces the content of n by the normal form of src.
func (n *normalText) normalise(src string) {
	n.reset(len(src))
	for i := 0; i < len(src); {
		c := src[i]
		if isLiteral[c] {
			i = n.literals(src, i)
			continue
		}
		if c >= utf8.RuneSelf {
			i += n.nonASCII(src, i)
			continue
		}
		i += n.markup(src, i)
	}
}

// literals appends the bytes from offset i on that stand for themselves, and returns the offset behind them.
func (n *normalText) literals(src string, i int) int {
	end := i + 1
	for end < len(src) && isLiteral[src[end]] {
		end++
	}
	at := len(n.text)
	n.text = append(n.text, src[i:end]...)
	n.from, n.to = slices.Grow(n.from, end-i)[:at+end-i], slices.Grow(n.to, end-i)[:at+end-i]
	from, to := n.from[at:], n.to[at:]
	for j := range from {
		from[j], to[j] = int32(i+j), int32(i+j+1)
	}
	return end
}

// nonASCII reads the character at offset i, and returns its length in bytes. Variants of spaces, quotes, hyphens and digits become
// ASCII.
func (n *normalText) nonASCII(src string, i int) int {
	r, size := utf8.DecodeRuneInString(src[i:])
	switch {
	case r == '\u2028', r == '\u2029', r == '\u0085':
		n.put(hardBreak, i, i+size)
	case unicode.Is(unicode.Zs, r):
		n.put(' ', i, i+size)
	case r == '’', r == '‘', r == 'ʼ', r == 'ʹ', r == '´', r == '′', r == '＇':
		n.put('\'', i, i+size)
	case r == '“', r == '”', r == '„', r == '«', r == '»':
		n.put('"', i, i+size)
	case r == '\u2013' && n.afterDigit():
		n.put('-', i, i+size) // 06 – 1234 5678
	case '\u2010' <= r && r <= '\u2012', r == '\u2212', r == '\ufe63', r == '\ufe58':
		n.put('-', i, i+size)
	case invisible(r):
	case unicode.Is(unicode.Mn, r):
		n.combine(r, i, i+size)
	case '\uff01' <= r && r <= '\uff5e':
		n.put(byte(r-'\uff01'+'!'), i, i+size)
	case unicode.IsDigit(r), 0x1d400 <= r && r <= 0x1d7ff:
		for _, d := range norm.NFKC.String(string(r)) {
			n.putRune(asciiDigit(d), i, i+size)
		}
	default:
		n.putRune(r, i, i+size)
	}
	return size
}

// afterDigit reports whether the last character other than a space is a digit.
func (n *normalText) afterDigit() bool {
	i := len(n.text) - 1
	for i >= 0 && n.text[i] == ' ' {
		i--
	}
	return i >= 0 && isDigit(n.text[i])
}

// grouped reports whether the text ends in a group of at most four digits behind a space, so that the number may continue.
func (n *normalText) grouped() bool {
	i := len(n.text) - 1
	for i >= 0 && isDigit(n.text[i]) {
		i--
	}
	digits := len(n.text) - 1 - i
	return digits > 0 && digits <= 4 && i > 0 && n.text[i] == ' ' && isAlnum(n.text[i-1])
}

// asciiDigit returns a decimal digit of any script as 0 to 9, and another character as it is. In Unicode the ten digits of a
// script are consecutive.
func asciiDigit(r rune) rune {
	if r < utf8.RuneSelf || !unicode.IsDigit(r) {
		return r
	}
	for d := rune(0); d < 10; d++ {
		if !unicode.IsDigit(r - d - 1) {
			return '0' + d
		}
	}
	return r
}

// invisible reports whether a character has no glyph.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || r == '\u034f' || unicode.Is(unicode.Variation_Selector, r)
}

// combine merges a combining mark with the character before it. It drops a mark for which Unicode has no merged character.
func (n *normalText) combine(mark rune, from, to int) {
	last, size := utf8.DecodeLastRune(n.text)
	whole := []rune(norm.NFC.String(string(last) + string(mark)))
	if size == 0 || len(whole) != 1 {
		return
	}
	at := len(n.text) - size
	start := int(n.from[at])
	n.text, n.from, n.to = n.text[:at], n.from[:at], n.to[:at]
	n.putRune(whole[0], start, to)
}

// markup reads at an ASCII byte that may be markup, and returns the number of bytes that it read.
func (n *normalText) markup(src string, i int) int {
	switch c := src[i]; c {
	case '\r':
		return 1
	case '\n':
		return n.lineEnd(src, i)
	case '\t', '\v', '\f':
		n.put(' ', i, i+1)
		return 1
	case '&':
		if end := strings.IndexByte(src[i:min(len(src), i+12)], ';'); end > 0 {
			if text := entity(src[i : i+end+1]); text != "" {
				start := len(n.text)
				for at := 0; at < len(text); {
					if text[at] >= utf8.RuneSelf {
						at += n.nonASCII(text, at)
						continue
					}
					n.put(text[at], 0, 0)
					at++
				}
				for at := start; at < len(n.text); at++ {
					n.from[at], n.to[at] = int32(i), int32(i+end+1)
				}
				return end + 1
			}
		}
	case '%':
		// Percent-encoding between letters, as in a URL: jan%40voorbeeld.nl.
		if i > 0 && i+3 < len(src) && isAlnum(src[i-1]) && isAlnum(src[i+3]) {
			if v := unhex(src[i+1])<<4 | unhex(src[i+2]); unhex(src[i+1]) >= 0 && unhex(src[i+2]) >= 0 && v > ' ' && v < 0x7f {
				n.put(byte(v), i, i+3)
				return 3
			}
		}
	case '\\':
		if i+1 < len(src) && src[i+1] < utf8.RuneSelf && unicode.IsPunct(rune(src[i+1])) {
			return 1
		}
	case '*', '`', '~':
		// Emphasis, unless it has a space on both sides: "* 3 mei 1988" is a date of birth.
		if before, after := isSpaceAt(src, i-1), isSpaceAt(src, i+1); before && after {
			n.put(c, i, i+1)
		}
		return 1
	case '_':
		if before, after := i > 0 && isAlnum(src[i-1]), i+1 < len(src) && isAlnum(src[i+1]); before != after {
			return 1
		}
	case '[':
		if strings.HasPrefix(src[i:], "[.]") { // 84[.]241[.]190[.]17
			n.put('.', i, i+3)
			return 3
		}
	case '<':
		return n.tag(src, i)
	}
	if src[i] >= ' ' && src[i] != 0x7f {
		n.put(src[i], i, i+1)
	}
	return 1
}

// entity returns the text of a character reference of HTML, such as "&eacute;" and "&#233;", or "" when it is none. It uses the table of the reader of
// Markdown, so that a page does not download a second one.
func entity(reference string) string {
	if text := string(util.ResolveEntityNames(util.ResolveNumericReferences([]byte(reference)))); text != reference || reference == "&amp;" {
		return text
	}
	return ""
}

// isSpaceAt reports whether the byte at offset i is a space or control character, or lies outside the text.
func isSpaceAt(src string, i int) bool { return i < 0 || i >= len(src) || src[i] <= ' ' }

// isAlnum reports whether a byte is an ASCII letter or digit, or part of a character outside ASCII.
func isAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= utf8.RuneSelf
}

// unhex returns the value of a hexadecimal digit, or -1.
func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// tag reads at a "<", and returns the number of bytes that it read. A tag without attributes is markup: one inside a line vanishes,
// another becomes a line end. A tag with attributes stays as text, because these may hold a value.
func (n *normalText) tag(src string, i int) int {
	if strings.HasPrefix(src[i:], "<!--") {
		n.put(hardBreak, i, i+4)
		return 4
	}
	j := i + 1
	if j < len(src) && src[j] == '/' {
		j++
	}
	name := j
	for j < len(src) && j < name+10 && isAlnum(src[j]) {
		j++
	}
	end := j
	for end < len(src) && (src[end] == ' ' || src[end] == '/') {
		end++
	}
	if j == name || end >= len(src) || src[end] != '>' {
		n.put('<', i, i+1)
		return 1
	}
	switch strings.ToLower(src[name:j]) {
	case "b", "i", "em", "strong", "u", "s", "mark", "span", "small", "sub", "sup", "wbr", "a", "abbr", "q":
	case "br":
		n.put(softBreak, i, end+1)
	default:
		n.put(hardBreak, i, end+1)
	}
	return end + 1 - i
}

// shortLine is the length in bytes below which a line may stand by itself, as the lines of an address do.
const shortLine = 45

// lineEnd reads line ends with the indent and quote characters (>) of the next line, and returns the number of bytes that it read.
func (n *normalText) lineEnd(src string, i int) int {
	j, lines := i, 0
	for j < len(src) {
		c := src[j]
		if c == '\n' {
			lines++
		}
		if c != '\n' && c != '\r' && c != ' ' && c != '\t' && c != '>' {
			break
		}
		j++
	}
	switch {
	case lines > 1, j == len(src), startsBlock(src[j:]) && !(isDigit(src[j]) && n.grouped()):
		n.put(hardBreak, i, j)
	case len(n.text) > 1 && n.text[len(n.text)-1] == '-' && isAlnum(n.text[len(n.text)-2]) && isAlnum(src[j]):
		// A word that is broken with a hyphen; a hyphen before a digit or capital stays, for it belongs to the value.
		if 'a' <= src[j] && src[j] <= 'z' && !startsParticle(src[j:]) {
			last := len(n.text) - 1
			n.text, n.from, n.to = n.text[:last], n.from[:last], n.to[:last]
		}
	default:
		n.put(softBreak, i, j)
	}
	return j - i
}

// startsBlock reports whether a line, which is not empty, begins a block of Markdown or front matter: a heading, list item, table
// row, fence, or key with a value.
func startsBlock(line string) bool {
	if end := strings.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	switch line[0] {
	case '#', '|':
		return true
	case '-', '*', '+':
		return len(line) > 1 && (line[1] == ' ' || line[1] == line[0])
	case '`', '~':
		return strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~")
	}
	i := 0
	for i < len(line) && line[i] >= '0' && line[i] <= '9' {
		i++
	}
	if i > 0 && i < 4 && i+1 < len(line) && (line[i] == '.' || line[i] == ')') && line[i+1] == ' ' {
		return true
	}
	// A key of front matter, or a label such as "Naam melder: ": at most three words and a colon.
	colon := strings.IndexByte(line, ':')
	return colon > 0 && colon < 40 && strings.Count(line[:colon], " ") < 3 && (colon+1 == len(line) || line[colon+1] == ' ' || line[colon+1] == '\r') &&
		!strings.ContainsAny(line[:colon], ".,;()@")
}

// startsParticle reports whether s begins with a particle of a surname: "Jansen-\nde Wit" keeps its hyphen.
func startsParticle(s string) bool {
	for _, particle := range []string{"de ", "van ", "den ", "der ", "ter ", "ten ", "el "} {
		if strings.HasPrefix(s, particle) {
			return true
		}
	}
	return false
}

// span returns the range of the source for [start, end) of the text, which is not empty.
func (n *normalText) span(start, end int) (int, int) {
	return int(n.from[start]), int(n.to[end-1])
}
