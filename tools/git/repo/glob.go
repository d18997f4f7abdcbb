package repo

import (
	"regexp"
	"strings"
)

// glob returns the expression for a pattern as Git matches paths with it (wildmatch with WM_PATHNAME): * and ? stop at a slash, ** between slashes or at
// an end stands for any folders. nil when the pattern can't match anything.
func glob(pattern string, fold bool) *regexp.Regexp {
	var b strings.Builder
	b.WriteString("(?s")
	if fold {
		b.WriteString("i")
	}
	b.WriteString(`)\A`)
	for i := 0; i < len(pattern); i++ {
		atStart := i == 0 || pattern[i-1] == '/'
		switch c := pattern[i]; {
		case atStart && strings.HasPrefix(pattern[i:], "**/"):
			b.WriteString("(?:.*/)?")
			i += 2
		case atStart && pattern[i:] == "**":
			b.WriteString(".*")
			i++
		case c == '*':
			b.WriteString("[^/]*")
		case c == '?':
			b.WriteString("[^/]")
		case c == '[':
			class, size := globClass(pattern[i:])
			if size == 0 {
				return nil
			}
			b.WriteString(class)
			i += size - 1
		case c == '\\' && i+1 < len(pattern):
			i++
			b.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
		default:
			b.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
		}
	}
	b.WriteString(`\z`)
	// Bytes of a name beyond ASCII were quoted one by one, which is the same text again.
	expression, err := regexp.Compile(b.String())
	if err != nil {
		return nil
	}
	return expression
}

// globClass returns the expression for the set of characters at the beginning of a pattern, and its size there; 0 when it has no end.
func globClass(pattern string) (string, int) {
	i := 1
	negated := i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^')
	if negated {
		i++
	}
	begin := i
	for ; i < len(pattern); i++ {
		switch {
		case strings.HasPrefix(pattern[i:], "[:"):
			end := strings.Index(pattern[i:], ":]")
			if end < 0 {
				return "", 0
			}
			i += end + 1
		case pattern[i] == '\\':
			i++
		case pattern[i] == ']' && i > begin:
			set := strings.NewReplacer("[:", "[:", "[", `\[`).Replace(pattern[begin:i])
			if negated {
				return "[^/" + set + "]", i + 1
			}
			return "[" + set + "]", i + 1
		}
	}
	return "", 0
}
