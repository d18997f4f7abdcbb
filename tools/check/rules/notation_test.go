package rules_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

// passages returns the texts of the corpus of package detect, without labels.
func passages(t *testing.T) []string {
	files, err := filepath.Glob("../../privacy/detect/testdata/corpus/?.txt")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	label := regexp.MustCompile(`⟦[a-z-]+\|([^⟧]*)⟧`)
	var all []string
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split("\n"+string(data), "\n== ")[1:] {
			_, body, _ := strings.Cut(part, "\n")
			all = append(all, strings.TrimSpace(label.ReplaceAllString(body, "$1")))
		}
	}
	return all
}

// pen writes a text in a notation, and keeps where each of its bytes stands.
type pen struct {
	out      strings.Builder
	from, to []int
	rand     *rand.Rand
}

// put writes something that stands for so many bytes of the text.
func (p *pen) put(written string, bytes int) {
	from := p.out.Len()
	p.out.WriteString(written)
	for i := range bytes {
		if len(written) == bytes { // as it is
			p.from, p.to = append(p.from, from+i), append(p.to, from+i+1)
			continue
		}
		p.from, p.to = append(p.from, from), append(p.to, from+len(written))
	}
}

const deep = "\n    "

// double writes a text in double quotes, with escapes and lines that go on.
func (p *pen) double(text string) {
	p.put(`"`, 0)
	for i, r := range text {
		c := string(r)
		// A line that goes on, before a character that it does not swallow.
		if i > 0 && p.rand.IntN(30) == 0 && r != ' ' && r != '\n' {
			p.put(`\`+deep, 0)
		}
		switch {
		case r == '\n':
			p.put(`\n`, 1)
		case r == '"' || r == '\\':
			p.put(`\`+c, len(c))
		case r == ' ' && i > 0 && !strings.ContainsAny(text[i-1:i]+text[i+1:min(len(text), i+2)], " \n") && i+1 < len(text) && p.rand.IntN(20) == 0:
			p.put(deep, 1) // a folded line
		case p.rand.IntN(8) == 0:
			switch n := p.rand.IntN(4); {
			case n == 0 && r < 256:
				p.put(fmt.Sprintf(`\x%02X`, r), len(c))
			case n == 1 && r < 1<<16:
				p.put(fmt.Sprintf(`\u%04x`, r), len(c))
			case n == 2:
				p.put(fmt.Sprintf(`\U%08x`, r), len(c))
			case r == ' ':
				p.put(`\ `, 1)
			case r == '\u00a0':
				p.put(`\_`, len(c))
			default:
				p.put(c, len(c))
			}
		case r == '\t':
			p.put(`\t`, 1)
		default:
			p.put(c, len(c))
		}
	}
	p.put(`"`, 0)
}

// lines writes a text of which the lines are folded: in single quotes, or without.
func (p *pen) lines(text, quote string) {
	p.put(quote, 0)
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '\n':
			end := i
			for end < len(text) && text[end] == '\n' {
				end++
			}
			p.put(strings.Repeat("\n", end-i+1)+"    ", end-i)
			i = end
			continue
		case c == '\'' && quote == "'":
			p.put("''", 1)
		case c == ' ' && p.rand.IntN(10) == 0 && i > 0 && i+1 < len(text) && !strings.ContainsAny(text[i-1:i]+text[i+1:i+2], " \n"):
			p.put(deep, 1)
		default:
			p.put(text[i:i+1], 1)
		}
		i++
	}
	p.put(quote, 0)
}

// block writes a text as a block, of which the lines are folded or not. The blocks differ in their header and in how deep they stand.
func (p *pen) block(text string, fold bool) {
	indent := strings.Repeat(" ", 1+p.rand.IntN(6))
	p.put(map[bool]string{false: "|", true: ">"}[fold]+[]string{"", "-", "+"}[p.rand.IntN(3)]+"\n"+indent, 0)
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '\n':
			end := i
			for end < len(text) && text[end] == '\n' {
				end++
			}
			breaks := end - i
			if fold {
				breaks++
			}
			p.put(strings.Repeat("\n", breaks)+indent, end-i)
			i = end
			continue
		case c == ' ' && fold && p.rand.IntN(10) == 0 && i > 0 && i+1 < len(text) && !strings.ContainsAny(text[i-1:i]+text[i+1:i+2], " \n"):
			p.put("\n"+indent, 1)
		default:
			p.put(text[i:i+1], 1)
		}
		i++
	}
}

// json writes a text as JSON.
func (p *pen) json(text string) {
	p.put(`"`, 0)
	for _, r := range text {
		c := string(r)
		switch n := p.rand.IntN(10); {
		case r == '\n':
			p.put([]string{`\n`, `\u000a`, `\u000A`}[n%3], 1)
		case r == '\t':
			p.put(`\t`, 1)
		case r == '"' || r == '\\':
			p.put(`\`+c, 1)
		case r == '/' && n < 5:
			p.put(`\/`, 1)
		case n == 0 && r < 1<<16:
			p.put(fmt.Sprintf(`\u%04x`, r), len(c))
		case r >= 1<<16 && n < 5:
			p.put(fmt.Sprintf(`\u%04x\u%04X`, 0xd800+(r-0x10000)>>10, 0xdc00+(r-0x10000)&0x3ff), len(c))
		default:
			p.put(c, len(c))
		}
	}
	p.put(`"`, 0)
}

// found describes a finding on personal data: its kind, severity, value and place.
func found(kind, value string, severe finding.Severity, start, end int) string {
	return fmt.Sprintf("%d-%d %s %s %q", start, end, severe, kind, value)
}

// TestNotations writes each text of the corpus in YAML and JSON in many ways, and checks that the findings are those in the text itself, at the bytes where the
// values stand. The parsers that others use say whether what was written is the text.
func TestNotations(t *testing.T) {
	c := checkerOf(book(concept, nil))
	r := rand.New(rand.NewPCG(1, 2))
	written := map[string]int{}
	try := func(name, file, before, after, readBefore, readAfter, text string, write func(p *pen), read func(src string) (string, bool)) {
		p := &pen{rand: r}
		p.put(before, 0)
		write(p)
		p.put(after, 0)
		src := p.out.String()
		if got, ok := read(src); !ok || strings.TrimRight(got, "\n") != text {
			return // that is not how to write this text
		}
		written[name]++
		between := " "
		if strings.Contains(text, "\n") {
			between = "\n"
		}
		head := readBefore + "waarom_nu:" + between
		var want []string
		for _, h := range detect.Scan(head + text + readAfter) {
			severity := finding.Warning
			if h.Sure && h.Kind.Identifies() {
				severity = finding.Error
			}
			if h.Start < len(head) {
				t.Fatalf("%q is found in the key", h.Value)
			}
			if h.End > len(head)+len(text) {
				t.Fatalf("%q is found behind the text", h.Value)
			}
			want = append(want, found(string(h.Kind), h.Value, severity, p.from[h.Start-len(head)], p.to[h.End-1-len(head)]))
		}
		var got, values []string
		for i, f := range c.ScanData(file, []byte(src), rules.Origin{Values: &values}) {
			if f.Kind == "" {
				t.Fatalf("%s: %+v in\n%s", name, f, src)
			}
			got = append(got, found(f.Kind, values[i], f.Severity, f.Start, f.End))
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got\n%s\nwant\n%s\nin\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"), src)
		}
	}
	readYAML := func(src string) (string, bool) {
		var front map[string]any
		if err := yaml.Unmarshal([]byte(strings.SplitN(src, "---\n", 3)[1]), &front); err != nil {
			return "", false
		}
		text, ok := front["waarom_nu"].(string)
		return text, ok
	}
	readJSON := func(src string) (string, bool) {
		var front map[string]any
		err := json.Unmarshal([]byte(src), &front)
		text, _ := front["waarom_nu"].(string)
		return text, err == nil
	}
	texts := passages(t)
	if testing.Short() {
		texts = texts[:100]
	}
	for _, text := range texts {
		for range 2 {
			try("double quotes", "x.md", "---\nwaarom_nu: ", "\n---\n", "---\n\n", "\n\n---\n\n", text, func(p *pen) { p.double(text) }, readYAML)
			try("between braces", "x.md", "---\n{a: b, waarom_nu: ", "}\n---\n", "---\n\na: b\n\n", "\n\n---\n\n", text, func(p *pen) { p.double(text) }, readYAML)
			try("single quotes", "x.md", "---\nwaarom_nu: ", "\n---\n", "---\n\n", "\n\n---\n\n", text, func(p *pen) { p.lines(text, "'") }, readYAML)
			try("no quotes", "x.md", "---\nwaarom_nu: ", "\n---\n", "---\n\n", "\n\n---\n\n", text, func(p *pen) { p.lines(text, "") }, readYAML)
			try("block", "x.md", "---\nwaarom_nu: ", "\n---\n", "---\n\n", "\n\n---\n\n", text, func(p *pen) { p.block(text, false) }, readYAML)
			try("folded block", "x.md", "---\nwaarom_nu: ", "\n---\n", "---\n\n", "\n\n---\n\n", text, func(p *pen) { p.block(text, true) }, readYAML)
			try("a tag", "x.md", "---\nwaarom_nu: !!str ", "\n---\n", "---\n\n", "\n\n---\n\n", text, func(p *pen) { p.double(text) }, readYAML)
			try("an anchor", "x.md", "---\nwaarom_nu: &anker ", "\n---\n", "---\n\n", "\n\n---\n\n", text, func(p *pen) { p.lines(text, "'") }, readYAML)
			try("a file that does not parse", "x.md", "---\ntitle: ]\nwaarom_nu: ", "\n---\n", "---\ntitle: ]\n", "\n---\n", text, func(p *pen) { p.double(text) }, func(string) (string, bool) { return text, true })
			try("JSON", "x.json", `{"waarom_nu": `, "}\n", "", "\n\n", text, func(p *pen) { p.json(text) }, readJSON)
			try("JSON on one line", "x.txt", `{"b":[1,true,null],"waarom_nu":`, `}`, "b:\n\n- 1\n\n- true\n\n- null\n\n", "\n\n", text, func(p *pen) { p.json(text) }, readJSON)
		}
	}
	t.Log(written)
	for _, name := range []string{"double quotes", "between braces", "single quotes", "no quotes", "block", "folded block", "a tag", "an anchor", "JSON", "JSON on one line"} {
		if written[name] < len(texts)/4 {
			t.Errorf("only %d texts were written in %s", written[name], name)
		}
	}
}
