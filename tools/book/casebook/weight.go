package casebook

import "bytes"

// Parsers of Markdown take time that grows with the square of the signs in a paragraph, of the headings and footnotes of a page, and of the depth of
// quotes and lists: that of this program and that of Hugo, which is the same one with more extensions. So the weight of a body is estimated first, in one
// pass over its bytes, and a body that is too heavy is not parsed.
const (
	// maxWeight is the weight of a paragraph of 14,000 signs, or of 2,800 headings. A unit of it takes the slowest form of Markdown some two nanoseconds,
	// so this is half a second. A page of a megabyte with fifty signs in each paragraph has a fortieth of it.
	maxWeight = 200_000_000
	// maxQuotes is how many quotes and lists may stand in each other. Nobody writes ten.
	maxQuotes = 50

	// maxSigns is how many signs and lines a body may have. A parser makes at most a node of each, of some two hundred bytes. A page of a megabyte has sixty
	// thousand.
	maxSigns = 250_000

	headingWeight  = 25 // of a pair of headings: Hugo gives each an address that no other has
	footnoteWeight = 25 // of a pair of footnotes
)

// isSign says of each byte whether it may begin or end something inside a paragraph.
var isSign = func() (is [256]bool) {
	for _, c := range []byte("[]()!*_`~<>&\\\"'|:^$=+{}") {
		is[c] = true
	}
	return is
}()

// Overweight returns the offset in Markdown at which it becomes too heavy to be parsed, or -1. Who parses a body asks this first.
func Overweight(body []byte) int {
	weight, marks, signs, headings, footnotes := 0, 0, 0, 0, 0
	for at := 0; at < len(body); {
		end := len(body)
		if i := bytes.IndexByte(body[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := body[at:end]
		depth, text := depthOf(line)
		if depth > maxQuotes {
			return at
		}
		weight += depth * (depth + len(line)/8)
		marks++
		if len(text) == 0 { // a paragraph ends
			signs = 0
		}
		for i, c := range text {
			if !isSign[c] {
				continue
			}
			signs++
			marks++
			weight += 2 * signs // so that n signs weigh n², without looking ahead
			if c == '^' && i > 0 && text[i-1] == '[' {
				footnotes++
				weight += 2 * footnotes * footnoteWeight
			}
		}
		if len(text) > 0 && (text[0] == '#' || text[0] == '=' || text[0] == '-') {
			headings++
			weight += 2 * headings * headingWeight
		}
		if weight > maxWeight || marks > maxSigns {
			return at
		}
		at = end + 1
	}
	return -1
}

// depthOf returns how many quotes and lists a line may stand in, by its signs and its indentation, and what stands behind these.
func depthOf(line []byte) (depth int, text []byte) {
	spaces := 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; c {
		case ' ':
			spaces++
			continue
		case '\t':
			spaces += 4
			continue
		case '\r':
			continue
		case '>':
			depth++
			continue
		case '-', '*', '+':
			if i+1 == len(line) || line[i+1] == ' ' || line[i+1] == '\t' {
				depth++
				continue
			}
		case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			j := i
			for j < len(line) && j < i+9 && '0' <= line[j] && line[j] <= '9' {
				j++
			}
			if j < len(line) && (line[j] == '.' || line[j] == ')') && (j+1 == len(line) || line[j+1] == ' ' || line[j+1] == '\t') {
				depth++
				i = j
				continue
			}
		}
		return depth + spaces/2, line[i:]
	}
	return depth, nil
}
