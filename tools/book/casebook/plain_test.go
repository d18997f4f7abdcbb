package casebook

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// plainCases are front matters at the borders of what readPlain reads.
var plainCases = []string{
	"", "\n", "a:\n", "a: b\n", "a: b", "a:", "a: \n", "a:  b \n", "a: b\n\n\nc: d\n", " a: b\n", "a: b\n c: d\n", "a:\n  b: c\n d: e\n",
	"a: b\n  c\n", "a: b\n\n\n  c\n d\n", "a: b\nc\n", "a: b c: d\n", "a: b:\n", "a: b #c\n", "a: b#c\n", "a: http://x\n", "a: b\n  # c\n", "# c\na: b\n",
	"a: null\n", "a: ~\n", "null: a\n", "true: a\n", "a: False\n", "a: no\n", "a: 1\n", "1: a\n", "a: 0x1f\n", "a: 1e3\n", "a: 1_000\n", "a: 2 weken\n", "a: 12:30\n",
	"a: 2026-01-01\n", "a: 2026-13-01\n", "a: 2026-1-1\n", "a: 2026-01-01 12:00:00\n", "a: 2026-01-01T12:00:00Z\n", "a: .5\n", "a: -5\n", "a: - b\n", "a: (b)\n",
	"a: \"b\"\n", "a: 'b'\n", "a: 'b''c'\n", "a: \"b\\n\"\n", "a: \"b\" c\n", "a: \"b\n  c\"\n", "a: \"\"\n", "a: ''\n", "a: \"\n", "\"a\": b\n", "a: \"b\"\n  c\n", "a: \"b\" \n",
	"a: []\n", "a: [ ]\n", "a: [b]\n", "a: [b, \"c\", 'd', 1, true]\n", "a: [b,c]\n", "a: [b,]\n", "a: [b, ]\n", "a: [,]\n", "a: [b\n", "a: [b] c\n", "a: [b]\n  c\n", "a: [[b]]\n",
	"a: [b c]\n", "a: [b: c]\n", "a: [-]\n", "a: [b-]\n", "a: [1.5, 2026-01-01]\n", "a: [\"b\"c]\n", "a: [\"b\": c]\n",
	"a: |\n  b\n", "a: |\n  b", "a: |\n", "a: |\n\n  b\n", "a: |\n\n\n  b\n\n  c\n\n\nd: e\n", "a: |\n  b\n    c\n  d  \n", "a: |\n  b\n c: d\n", "a: |\n    b\n  c\n", "a: |\n \n  b\n",
	"a: |-\n  b\n\n", "a: |+\n  b\n", "a: |2\n  b\n", "a: | \n  b\n", "a: >\n  b\n", "a: |\nb: c\n", "a: |\n  \u00a0\n", "a: |\n  # b\n", "a: |\n  b\n# c\n", "a: |\n  b\n  \n",
	"a:\n  - b\n", "a:\n- b\n", "a:\n- b\nc: d\n", "a:\n- b\n- c\n d\n", "a:\n  - b\n c\n", "a:\n  - b: c\n    d: e\n", "a:\n- b: c\n  d:\n  - e\n  f: g\n", "a:\n  - |\n    b\n", "a:\n  -\n    b\n",
	"a:\n  - - b\n", "a:\n  -b\n", "a:\n  - b\n   - c\n", "a:\n  - b\n  c: d\n", "a:\n  - b:\n    - c\n", "a:\n  - b: |\n     c\n", "a:\n  -   b: c\n      d: e\n", "a:\n  - b:c\n", "a:\n  - \"b\"\n  - [c]\n",
	"- a\n", "a\n", "a: b\na: c\n", "a: b\nA: c\n", "a: &x b\n", "a: *x\n", "a: !!str b\n", "<<: a\n", "? a\n: b\n", "{a: b}\n", "a: {b: c}\n", "a: @b\n", "a: `b`\n", "a: %b\n", "a : b\n", "a:b\n",
	"a: é\n", "é: a\n", "a: \u20ac 5\n", "a: \ufffe\n", "a: \uff01\n", "a: b\r\nc: d\r\n", "a: b\n  - c\n", "a: b\n  c:\n", "a: b\n  \"c\n", "a: b\n   \n  c\n", "a-b_1: c\n", "a:\n\n  b: c\n", "a:\n\nb: c\n", "a:\n  b\n",
	"a: {b: c}\nd: e\n", "a: {}\n", "a: { }\n", "a: {b: c, d: \"e\", f: 'g'}\n", "a: {b: c, b: d}\n", "a: {b: c, B: d}\n", "a: {b: c d  e , f: g}\n", "a: {b:c}\n", "a: {b: }\n",
	"a: {b: , c: d}\n", "a: {b}\n", "a: {b, c: d}\n", "a: {b: c: d}\n", "a: {b: c,}\n", "a: {b: c]\n", "a: [b: c}\n", "a: {b: c} d\n", "a: {b: c}\n  d\n", "a: {\"b\": c}\n", "a: {b: [c]}\n",
	"a: {b: null, c: true, d: 1, e: 2026-01-01, f: 1.5}\n", "a: {b: c #d}\n", "a: [b c, d  e ]\n", "a: [b -c, d - e]\n", "- {a: b}\n", "a:\n  - {b: c, d: e}\n  - {b: f}\n", "a: [b c: d]\n",
	"a: 0\n", "a: 10\n", "a: 010\n", "a: 00\n", "a: 08\n", "a: 999999999\n", "a: 9999999999\n", "a: 3\n  4\n", "a: 3\n  b\n", "a: [3, 04]\n",
	"# b\n\n  # c\na: b\n# d", "# b\n", "#\na: b\n", "a:\n# b\n  # c\n  d: e\n", "a:\n# b\n", "a:\n# b\nc: d\n", "a: b\n# c\n  d\n", "a: b\n # c\nd: e\n", "a:\n  - b\n# c\n  - d\n",
	"a:\n  - b\n    # c\n    d\n", "a:\n  - b: c\n# d\n    e: f\n", "a: |\n    b\n  # c\nd: e\n", "a: |\n  b\n# c\n  d\n", "a: |\n# b\n  c\n", "a: [b]\n# c\n\n# d\ne: f\n", "a:\n  -\n# b\n    c\n",
	"a: b\n...\n", "a: b\n---\n", "a:\n" + strings.Repeat("- ", 50) + "b\n",
}

// TestPlain compares what readPlain reads with what the parser of YAML makes of the same front matter: in the cases, in the casebook, and in those after
// something was done to them at random.
func TestPlain(t *testing.T) {
	texts := slicesOf(plainCases)
	for i := range 60 { // maps and lists as deep as the limits, and as long
		texts = append(texts, []byte(nested(i)))
	}
	texts = append(texts, []byte("a:\n"+strings.Repeat("  - b\n", MaxValues)), []byte(manyKeys(maxPlainKeys)), []byte(manyKeys(maxPlainKeys+1)))
	files, err := filepath.Glob("../../../content/dilemmas/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	plain := 0
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := bytes.SplitN(src, []byte("---\n"), 3)[1]
		if readPlain(text, 0) != nil {
			plain++
		}
		texts = append(texts, text)
	}
	if plain < len(files)*9/10 {
		t.Errorf("%d of %d files of the casebook are plain", plain, len(files))
	}
	for _, text := range texts {
		comparePlain(t, text)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		text := bytes.Clone(texts[r.IntN(len(texts))])
		if len(text) > 3000 {
			at := r.IntN(len(text) - 2000)
			text = text[at+bytes.IndexByte(text[at:], '\n')+1:]
		}
		for range 1 + r.IntN(3) {
			piece := plainCases[r.IntN(len(plainCases))]
			if r.IntN(3) == 0 {
				piece = string("\n:|>-#\"'[], &*!?{}%@`~<e1.é "[r.IntN(27)])
			}
			at := r.IntN(len(text) + 1)
			end := min(len(text), at+r.IntN(4))
			text = append(append(text[:at:at], piece...), text[end:]...)
		}
		comparePlain(t, text)
	}
}

func slicesOf(texts []string) [][]byte {
	var all [][]byte
	for _, text := range texts {
		all = append(all, []byte(text))
	}
	return all
}

func nested(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String() + strings.Repeat(" ", depth) + "a: [b]\n"
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("a" + strings.Repeat("b", i) + ": c\n")
	}
	return b.String()
}

// comparePlain fails when readPlain reads front matter and the parser reads it otherwise, or finds anything wrong with it.
func comparePlain(t *testing.T, text []byte) {
	t.Helper()
	src := append([]byte("---\n"), text...)
	start, end := 4, len(src)
	if _, bad := unfit(src); bad || bytes.IndexByte(text, '\t') >= 0 || lineSeparator(text) >= 0 {
		return // never comes so far
	}
	front := readPlain(src[start:end], start)
	if front == nil {
		return
	}
	f := &File{Source: src}
	f.readTree(start, end)
	if len(f.Problems) > 0 || !reflect.DeepEqual(f.Front, front) {
		t.Errorf("%q\nplain  %s\nparser %s %v", text, show(front), show(f.Front), f.Problems)
	}
}

// show writes a value with all its places.
func show(v *Value) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
