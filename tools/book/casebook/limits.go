package casebook

import "go.yaml.in/yaml/v4"

// The limits of front matter. A long dilemma has five hundred values, six deep. Hugo reads the front matter with a parser whose time grows with the
// square of the values of a map and of the depth: MaxValues keep it below a second.
const (
	MaxValues = 5000 // keys and values
	MaxDepth  = 40   // lists and maps in each other

	// maxMarks is how many signs of YAML and lines the front matter may have before it is parsed at all. The parser makes at most a value or two of each,
	// of half a kilobyte. Texts have them too: a text of a megabyte some thirty thousand.
	maxMarks = 60_000
)

// overfull returns the offset at which the front matter has more signs of YAML than may be parsed, or -1.
func overfull(text []byte) int {
	if len(text) <= maxMarks {
		return -1
	}
	marks := 0
	for i, c := range text {
		switch c {
		case '[', ']', '{', '}', ',', ':', '\n', '\r', '&', '*', '!':
			marks++
		case '-', '?':
			if i+1 == len(text) || text[i+1] == ' ' || text[i+1] == '\n' || text[i+1] == '\r' {
				marks++
			}
		}
		if marks > maxMarks {
			return i
		}
	}
	return -1
}

// tooMuch returns the first node of a tree that is one too many or one too deep, or nil.
func tooMuch(root *yaml.Node) *yaml.Node {
	values := 0
	var visit func(n *yaml.Node, depth int) *yaml.Node
	visit = func(n *yaml.Node, depth int) *yaml.Node {
		if values++; values > MaxValues || depth > MaxDepth {
			return n
		}
		for _, child := range n.Content {
			if found := visit(child, depth+1); found != nil {
				return found
			}
		}
		return nil
	}
	return visit(root, 0)
}
