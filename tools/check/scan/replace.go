package scan

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

// Replace returns a text in which each of its hits is replaced by a neutral word. Nothing else changes. It leaves the hits for which keep returns true.
func Replace(src []byte, hits []detect.Hit, keep func(detect.Hit) bool) []byte {
	var b bytes.Buffer
	last, front := 0, frontMatter(src)
	for _, h := range hits {
		if keep(h) {
			continue
		}
		b.Write(src[last:h.Start])
		b.WriteString(word(src, h, h.Start < front))
		last = h.End
	}
	b.Write(src[last:])
	return b.Bytes()
}

// word returns the neutral word that replaces a hit, in the front matter or below it.
func word(src []byte, h detect.Hit, front bool) string {
	const before = 1000 // bytes of the line before the hit: more than a word, and than what indents a value
	line := src[max(0, h.Start-before):h.Start]
	line = line[bytes.LastIndexByte(line, '\n')+1:]
	text := message.Text("neutral/" + string(h.Kind))
	switch h.Kind {
	case detect.FunctionPlace:
		// In "burgemeester van Waalwijk" only the place is replaced.
		if m := functionOf.FindString(h.Value); m != "" {
			return m + message.Text("neutral/"+string(detect.Place))
		}
	case detect.Place:
		if lastWord(line) == "gemeente" {
			return message.Text("neutral/after-gemeente")
		}
	case detect.Organisation:
		if w := lastWord(line); w == "de" || w == "het" {
			return message.Text("neutral/after-article")
		}
		return text
	}
	// In front matter, YAML would parse a key or value that begins with a bracket as a list.
	if before := bytes.TrimSpace(line); front && (len(before) == 0 || bytes.IndexByte([]byte(":-[{,?"), before[len(before)-1]) >= 0) {
		return strings.Trim(text, "[]")
	}
	return text
}

var functionOf = regexp.MustCompile(`^.+? (?:van|in|te|uit|bij) `)

// lastWord returns the last word of a text in lower case.
func lastWord(line []byte) string {
	words := strings.Fields(string(line))
	if len(words) == 0 {
		return ""
	}
	return strings.ToLower(words[len(words)-1])
}

// frontMatter returns the offset at which the front matter ends; 0 when there is none.
func frontMatter(src []byte) int {
	if !bytes.HasPrefix(src, []byte("---")) {
		return 0
	}
	if end := bytes.Index(src[3:], []byte("\n---")); end >= 0 {
		return end + 3
	}
	return 0
}

// Diff returns the difference between two versions of a file as a unified diff, which git apply accepts; nil when they are equal.
func Diff(name string, before, after []byte) []byte {
	return diff.Diff("a/"+name, before, "b/"+name, after)
}
