package casebook_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
)

var order = []string{"title", "date", "draft", "canvas", "vervangen_door", "ingetrokken", "aliases"}

// TestPut changes the layouts that people write.
func TestPut(t *testing.T) {
	for _, c := range []struct{ name, src, key, value, want string }{
		{"a value", "---\ntitle: x\ndraft: true\n---\n", "draft", "false", "---\ntitle: x\ndraft: false\n---\n"},
		{"a comment behind it", "---\ndraft:   true   # blijft  \n---\n", "draft", "false", "---\ndraft:   false   # blijft  \n---\n"},
		{"quotes and a key in quotes", "---\n\"draft\" : 'true'\n---\n", "draft", "false", "---\n\"draft\" : false\n---\n"},
		{"no value", "---\ndraft:\ntitle: x\n---\n", "draft", "false", "---\ndraft: false\ntitle: x\n---\n"},
		{"a comment for a value", "---\ndraft:  # true of false\n---\n", "draft", "false", "---\ndraft: false  # true of false\n---\n"},
		{"windows", "\ufeff---\r\ntitle: x\r\n---\r\ny\r\n", "draft", "false", "\ufeff---\r\ntitle: x\r\ndraft: false\r\n---\r\ny\r\n"},
		{"no newline at the end", "---\ntitle: x\n---", "draft", "false", "---\ntitle: x\ndraft: false\n---"},
		{"a new key in its place", "---\ntitle: x\n\n# over het canvas\ncanvas:\n  a: b\n---\n", "draft", "false",
			"---\ntitle: x\ndraft: false\n\n# over het canvas\ncanvas:\n  a: b\n---\n"},
		{"an empty line to write on", "---\ntitle: |\n\ncanvas: {}\n---\n", "draft", "false", "---\ntitle: |\n\ndraft: false\ncanvas: {}\n---\n"},
		{"empty lines at the end", "---\r\ntitle: x\r\n\r\n \r\n---\r\n", "draft", "false", "---\r\ntitle: x\r\ndraft: false\r\n\r\n \r\n---\r\n"},
		{"a comment that belongs to what is above", "---\ncanvas:\n  a: b\n  # nog c\naliases: [/x/]\n---\n", "ingetrokken", "{reden: y}",
			"---\ncanvas:\n  a: b\n  # nog c\ningetrokken: {reden: y}\naliases: [/x/]\n---\n"},
		{"a closing comment", "---\ntitle: x\n# Schrijf hieronder.\n---\n", "draft", "false", "---\ntitle: x\ndraft: false\n# Schrijf hieronder.\n---\n"},
		{"a first comment", "---\n# boven\ndate: 2026-01-01\n---\n", "title", "x", "---\ntitle: x\n# boven\ndate: 2026-01-01\n---\n"},
		{"keys out of order", "---\ndraft: true\ncanvas: {}\ntitle: x\n---\n", "date", "2026-01-01", "---\ndraft: true\ncanvas: {}\ntitle: x\ndate: 2026-01-01\n---\n"},
		{"a key that the order does not know", "---\ntitle: x\n---\n", "los", "1", "---\ntitle: x\nlos: 1\n---\n"},
		{"nothing yet", "---\n---\n", "draft", "false", "---\ndraft: false\n---\n"},
		{"a text that keeps its lines", "---\ntitle: |+\n  x\n\ncanvas: {}\n---\n", "draft", "false", "---\ntitle: |+\n  x\n\ndraft: false\ncanvas: {}\n---\n"},
		{"an indented whole", "---\n  title: x\n  canvas: {}\n---\n", "draft", "false", "---\n  title: x\n  draft: false\n  canvas: {}\n---\n"},
		{"braces", "---\n{title: x, draft: true, canvas: {}} # zo\n---\n", "draft", "false", "---\n{title: x, draft: false, canvas: {}} # zo\n---\n"},
		{"braces, a new key", "---\n{title: x, canvas: {}}\n---\n", "draft", "false", "---\n{title: x, draft: false, canvas: {}}\n---\n"},
		{"braces over lines", "---\n{\n  title: x, # de titel\n  canvas: {}, # de rest\n}\n---\n", "vervangen_door", "y",
			"---\n{\n  title: x, # de titel\n  canvas: {}, vervangen_door: y, # de rest\n}\n---\n"},
		{"empty braces", "---\n{}\n---\n", "draft", "false", "---\n{draft: false}\n---\n"},
		{"braces, no value", "---\n{draft: , title: x}\n---\n", "draft", "false", "---\n{draft: false, title: x}\n---\n"},
		{"braces, no colon", "---\n{draft, title: x}\n---\n", "draft", "false", "---\n{draft: false, title: x}\n---\n"},
		{"a group begun", "---\ningetrokken:\n  datum:\n  reden: ''\n---\n", "ingetrokken", "{reden: y}", "---\ningetrokken:\n  {reden: y}\n---\n"},
	} {
		got, err := casebook.Parse("content/dilemmas/x.md", []byte(c.src)).Put(c.key, c.value, order)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %v\n%q\nwant\n%q", c.name, err, got, c.want)
		}
	}
}

// TestPutRefuses gives what can't be edited without touching more than the key.
func TestPutRefuses(t *testing.T) {
	for _, src := range []string{
		"", "tekst", "---\ntitle: x\n", "---\ntitle: [\n---\n", "---\ndraft: !!bool true\n---\n", "---\ntitle: x\ntitle: y\n---\n",
		"---\n? draft\n---\n", "---\ndraft: {a: # waarom\n  b}\n---\n",
	} {
		if got, err := casebook.Parse("content/dilemmas/x.md", []byte(src)).Put("draft", "false", order); !errors.Is(err, casebook.ErrLayout) {
			t.Errorf("%q becomes %q, %v", src, got, err)
		}
	}
}

func TestScalar(t *testing.T) {
	for text, want := range map[string]string{
		"een-dilemma": "een-dilemma", "2024": `"2024"`, "2024-01-02": `"2024-01-02"`, "true": `"true"`, "": `""`,
		`zeg "ja": nu # straks`: `"zeg \"ja\": nu # straks"`, "a, b": `"a, b"`, "é": "é", "x\u00a0y": "x\u00a0y", "- a": `"- a"`,
	} {
		if got := casebook.Scalar(text); got != want {
			t.Errorf("Scalar(%q) = %s, want %s", text, got, want)
		}
	}
}

// FuzzPut puts a key in any file. What comes out differs from what went in at one place, and only that key says something else.
func FuzzPut(f *testing.F) {
	edits := [][2]string{{"draft", "false"}, {"vervangen_door", "een-ander"}, {"ingetrokken", `{datum: 2026-11-24, reden: "Op verzoek: \"nu\"."}`}}
	for _, src := range layouts(f) {
		for i := range edits {
			f.Add([]byte(src), i)
		}
	}
	f.Add([]byte("---\ntitle: x\ndraft: \nherkomst: fictief\n---\n"), 0) // a space behind the key, and no value
	exactly := func(a, b string) bool { return a == b }
	f.Fuzz(func(t *testing.T, src []byte, i int) {
		if i < 0 || i >= len(edits) {
			return
		}
		key, value := edits[i][0], edits[i][1]
		before := casebook.Parse("content/dilemmas/x.md", src)
		var out []byte
		var err error
		bound.Watch(func() { out, err = before.Put(key, value, order) })
		if err != nil {
			if out != nil || !errors.Is(err, casebook.ErrLayout) {
				t.Fatalf("%q: %q, %v", src, out, err)
			}
			return
		}
		if p := before.Front.Pair(key); p != nil {
			// Where a value is put in can't be read off the two texts when the same sign stands on both sides of it.
			kept, rest := src[:p.Key.End], src[max(p.Key.End, p.Value.End):]
			if len(out) < len(kept)+len(rest) || !bytes.HasPrefix(out, kept) || !bytes.HasSuffix(out, rest) {
				t.Fatalf("%q becomes %q: more than the value went", src, out)
			}
		} else if head, tail := common(src, out); head+tail < len(src) {
			t.Fatalf("%q: a new key took %q away", src, src[head:len(src)-tail])
		}
		after := casebook.Parse("content/dilemmas/x.md", out)
		if !bytes.Equal(before.Body(), after.Body()) || len(after.Problems) > len(before.Problems) {
			t.Fatalf("%q becomes %q: %v", src, out, after.Problems)
		}
		for _, p := range before.Front.Pairs {
			if p.Key.Text != key && !p.Value.Same(after.Front.Get(p.Key.Text), exactly) {
				t.Fatalf("%q becomes %q: %s says something else", src, out, p.Key.Text)
			}
		}
		for _, p := range after.Front.Pairs {
			if p.Key.Text != key && before.Front.Get(p.Key.Text) == nil {
				t.Fatalf("%q becomes %q: %s came with it", src, out, p.Key.Text)
			}
		}
		again, err := after.Put(key, value, order)
		if err != nil || !bytes.Equal(again, out) {
			t.Fatalf("%q becomes %q and then %q, %v", src, out, again, err)
		}
	})
}

// common returns how many bytes two texts have in common at their start, and how many of the rest at their end.
func common(a, b []byte) (head, tail int) {
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return head, tail
}

// layouts are real and made dilemmas, the archetype, and those in other forms: line ends of Windows, no newline at the end, comments behind
// keys, keys in quotes, braces.
func layouts(t testing.TB) []string {
	def, err := canvas.Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("../../../content/dilemmas/*.md")
	if err != nil || len(names) < 2 {
		t.Fatal(names, err)
	}
	all := []string{fixture.Dilemma(def, 1), "---\n{title: x, date: 2026-01-01, 'draft': true, canvas: {kennismaken: {dilemma: a}}}\n---\nVerhaal\n"}
	for _, name := range append(names, "../../../archetypes/dilemma.md") {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.NewReplacer(`{{ printf "%q" (humanize .File.ContentBaseName) }}`, "x", `{{ printf "%.10s" .Date }}`, "2026-01-01").Replace(string(src)))
	}
	for _, src := range all[:len(all):len(all)] {
		all = append(all,
			"\ufeff"+strings.ReplaceAll(src, "\n", "\r\n"),
			strings.TrimSuffix(src, "\n"),
			strings.ReplaceAll(src, "\ndraft: ", "\n\"draft\":  "),
			strings.ReplaceAll(src, "\ncanvas:", " # achteraan\n\n# erboven\ncanvas:  # erachter"),
			strings.Replace(src, "\n---\n", "\n# onderaan\n---\n", 1))
	}
	return all
}

// TestPutLayouts puts every key that a command changes in every layout: none may be too intricate.
func TestPutLayouts(t *testing.T) {
	for _, src := range layouts(t) {
		for key, value := range map[string]string{"draft": "true", "vervangen_door": "een-ander", "ingetrokken": "{datum: 2026-11-24, reden: x}"} {
			f := casebook.Parse("content/dilemmas/x.md", []byte(src))
			out, err := f.Put(key, value, order)
			if err != nil {
				t.Fatalf("%s: %v in\n%s", key, err, src)
			}
			was, is := strings.SplitAfter(src, "\n"), strings.SplitAfter(string(out), "\n")
			at := 0
			for at < len(was) && was[at] == is[at] {
				at++
			}
			if at == len(was) {
				continue // it was so already
			}
			rest := was[at:]
			if len(is) == len(was) {
				rest = was[at+1:]
			}
			if got := strings.Join(is[at+1:], ""); got != strings.Join(rest, "") || !strings.Contains(is[at], key) {
				t.Errorf("%s changes more than one line, or another: %q", key, is[at])
			}
		}
	}
}
