package scan

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

// Replace returns the text of a file in which each value that is personal data is replaced by a neutral word. Nothing else changes. The name tells what kind
// of file it is; search finds the values in what is read of it. It leaves the hits for which keep returns true, which have their places in the file, and what
// is written in such a way that no word can stand there, as in base64.
func Replace(name string, src []byte, search func(text string) []detect.Hit, keep func(detect.Hit) bool) []byte {
	var hits []hit
	for _, text := range rules.Read(name, src) {
		for _, h := range search(text.Text) {
			if text.Map.Packed(h.Start, h.End) {
				continue
			}
			behind := text.Text[max(0, h.Start-before):h.Start]
			if h.Start, h.End = text.Map.Span(h.Start, h.End); !keep(h) {
				hits = append(hits, hit{h, behind})
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.Start, b.Start) })
	var b bytes.Buffer
	last := 0
	in := form{front: frontMatter(src), json: (first(src) == '{' || first(src) == '[') && json.Valid(src)}
	for _, h := range hits {
		if h.Start < last || h.Start == h.End {
			continue // two values in one escape
		}
		b.Write(src[last:h.Start])
		b.WriteString(in.word(src, h))
		last = h.End
	}
	b.Write(src[last:])
	return b.Bytes()
}

// hit is a value at its place in the file, with the text before it as it is read.
type hit struct {
	detect.Hit
	behind string
}

// before is how many bytes before a value are looked at: more than a word, and than what indents a value.
const before = 1000

// form is how a file is written: where its front matter ends, and whether it is JSON.
type form struct {
	front int
	json  bool
}

// word returns the neutral word that replaces a hit.
func (f form) word(src []byte, h hit) string {
	behind := h.behind[strings.LastIndexByte(h.behind, '\n')+1:]
	text := message.Text("neutral/" + string(h.Kind))
	switch h.Kind {
	case detect.FunctionPlace:
		// In "burgemeester van Waalwijk" only the place is replaced.
		if m := functionOf().FindString(h.Value); m != "" {
			return m + message.Text("neutral/"+string(detect.Place))
		}
	case detect.Place:
		if lastWord(behind) == "gemeente" {
			return message.Text("neutral/after-gemeente")
		}
	case detect.Organisation:
		if w := lastWord(behind); w == "de" || w == "het" {
			return message.Text("neutral/after-article")
		}
		return text
	}
	// In front matter, YAML would parse a key or value that begins with a bracket as a list; in JSON a number would become one.
	line := src[max(0, h.Start-before):h.Start]
	line = bytes.TrimSpace(line[bytes.LastIndexByte(line, '\n')+1:])
	begins := len(line) == 0 || bytes.IndexByte([]byte(":-[{,?"), line[len(line)-1]) >= 0
	switch {
	case begins && h.Start < f.front:
		return strings.Trim(text, "[]")
	case begins && f.json:
		return `"` + text + `"`
	}
	return text
}

// first returns the first byte of a text that is no white space, or 0.
func first(src []byte) byte {
	if src = bytes.TrimLeft(src, " \t\r\n"); len(src) > 0 {
		return src[0]
	}
	return 0
}

var functionOf = lazy.Regexp(`^.+? (?:van|in|te|uit|bij) `)

// lastWord returns the last word of a text in lower case.
func lastWord(line string) string {
	words := strings.Fields(line)
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
