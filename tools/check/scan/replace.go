package scan

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

// Replace proposes a text in which each value that was found has made place for a neutral word. Nothing else changes. The values to leave as
// they are, keep reports.
func Replace(src []byte, keep func(detect.Hit) bool) []byte {
	var b bytes.Buffer
	last := 0
	for _, h := range detect.Scan(string(src)) {
		if keep(h) {
			continue
		}
		b.Write(src[last:h.Start])
		b.WriteString(word(src, h))
		last = h.End
	}
	b.Write(src[last:])
	return b.Bytes()
}

// word is what takes the place of one value.
func word(src []byte, h detect.Hit) string {
	line := src[bytes.LastIndexByte(src[:h.Start], '\n')+1 : h.Start]
	text := message.Text("neutral/" + string(h.Kind))
	switch h.Kind {
	case detect.FunctionPlace:
		// Of "burgemeester van Waalwijk" the function stays.
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
	// In front matter a key, or a value that begins with a bracket, would become a list.
	if before := bytes.TrimSpace(line); h.Start < frontMatter(src) && (len(before) == 0 || bytes.IndexByte([]byte(":-[{,?"), before[len(before)-1]) >= 0) {
		return strings.Trim(text, "[]")
	}
	return text
}

var functionOf = regexp.MustCompile(`^.+? (?:van|in|te|uit|bij) `)

// lastWord is the last word of a piece of a line, in small letters.
func lastWord(line []byte) string {
	words := strings.Fields(string(line))
	if len(words) == 0 {
		return ""
	}
	return strings.ToLower(words[len(words)-1])
}

// frontMatter returns where the front matter ends; 0 when there is none.
func frontMatter(src []byte) int {
	if !bytes.HasPrefix(src, []byte("---")) {
		return 0
	}
	if end := bytes.Index(src[3:], []byte("\n---")); end >= 0 {
		return end + 3
	}
	return 0
}

// Diff shows the difference between a file and a proposal for it in the form that git apply reads; nil when there is none.
func Diff(name string, before, after []byte) []byte {
	return diff.Diff("a/"+name, before, "b/"+name, after)
}
