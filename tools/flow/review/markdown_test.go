package review

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
)

// forge parses Markdown as the forges do.
var forge = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))

// ours matches the HTML that a review writes itself.
var ours = regexp.MustCompile(`^(<!-- dilemma review -->|<details>|</details>|<summary>[\pL\pN ,:.()’]*</summary>)$`)

// alive matches what a forge would turn into something else in the text of a comment: mentions, references, addresses, formulas, pictures.
var alive = regexp.MustCompile(`@\w|[#!~%]["\w]|&\d|\$|://|www\.|:\w+:|\[\[|[\[{][-+]|[-+][\]}]|\b[0-9a-f]{7,40}\b`)

// inert parses Markdown as a forge does. It returns the text that a reader sees, and fails the test when there is any markup that is not the review's.
func inert(t *testing.T, source string) string {
	t.Helper()
	src := []byte(source)
	var seen strings.Builder
	fail := func(what string) { t.Errorf("%s in\n%s", what, source) }
	lines := func(n ast.Node) {
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			if s := strings.TrimSpace(string(line.Value(src))); s != "" && !ours.MatchString(s) {
				fail("HTML " + s)
			}
		}
	}
	_ = ast.Walk(forge.Parser().Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock {
				seen.WriteByte('\n')
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock:
			lines(n)
		case *ast.CodeSpan:
		case *ast.Text:
			segment := string(n.Segment.Value(src))
			if _, code := n.Parent().(*ast.CodeSpan); code {
				seen.WriteString(segment)
				return ast.WalkContinue, nil
			}
			if n.IsRaw() || n.HardLineBreak() {
				fail("a raw text or a broken line")
			}
			seen.WriteString(unescaped.ReplaceAllString(segment, "$1"))
			if n.SoftLineBreak() {
				seen.WriteByte(' ')
			}
		case *ast.Document, *ast.Heading, *ast.Paragraph, *ast.TextBlock, *ast.List, *ast.ListItem, *ast.Emphasis, *extast.Strikethrough,
			*extast.TaskCheckBox, *ast.Blockquote:
		case *ast.String:
			fail("a string")
		default:
			fail(n.Kind().String())
		}
		return ast.WalkContinue, nil
	})
	for line := range strings.Lines(source) {
		if strings.HasPrefix(strings.TrimLeft(line, " >"), "/") {
			fail("a command to GitLab")
		}
	}
	var html bytes.Buffer
	if err := forge.Convert(src, &html); err != nil {
		t.Fatal(err)
	}
	plain := regexp.MustCompile(`(?s)<code>.*?</code>|<[^>]*>`).ReplaceAllString(html.String(), " ")
	for _, entity := range []string{"&lt;", "&gt;", "&amp;", "&quot;", "&#39;"} {
		plain = strings.ReplaceAll(plain, entity, " ")
	}
	if found := alive.FindString(plain); found != "" {
		fail("a forge sees " + found)
	}
	return seen.String()
}

var unescaped = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")

// hostile are texts with a meaning in Markdown, in HTML or to a forge.
var hostile = []string{
	"<script>alert(1)</script>", "<!-- weg -->", "</details>", "<img src=x onerror=alert(1)>", "&lt;b&gt; &amp; &#64;iemand", "-->",
	"[tekst](https://kwaad.example)", "![beeld](https://kwaad.example/p.png)", "[tekst][ref]", "[ref]: https://kwaad.example", "<https://kwaad.example>",
	"https://kwaad.example/a?b=c&d=e", "www.kwaad.example", "iemand@kwaad.example", "mailto:iemand@kwaad.example", "ftp://kwaad.example",
	"@redactie", "@groep/ploeg, kijk", "(@iemand)", "#12", "groep/boek#12", "!12", "~label", `~"een label"`, "%3", "&4", "$5", "GH-12", "JIRA-4",
	"1a2b3c4d5e6f", "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678", "/merge", "/close nu", "# Kop", "## Kop ##", "> aanhaling", "- [x] klaar", "* item", "1. een",
	"2) twee", "---", "===", "***", "```sh", "~~~", "    code", "| a | b |", "|---|---|", "**vet** en *schuin* en __vet__ en _schuin_", "~~weg~~",
	"`code`", "``dubbel ` code``", "`", "einde met \\", "\\@iemand \\#12", "*", "**", "***a", "a*b*c", "_a_b_", "~", "~~", "[^1]", "[^1]: noot", ": term", "+ plus",
	"$\\phantom{weg}$", "$`a`$", "[[_TOC_]]", "{+ erbij +} [- weg -]", ":smile:", ":+1:", "é\u200bn", "\u202egnidael", "a\x1b[2Jb", "tab\tin", "een  twee",
	"…", "’s avonds", "(Woo)", "‘aangehaald’.", "wat? ja! nee;", "<", ">", "&", "\"", "=", "=x", "100%", "50%korting", "R&D", "C#", "5.1.2b",
}

// TestEscape writes each hostile text in each place where a review shows a text, and random texts of all special characters. The reader must see the
// text itself.
func TestEscape(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const characters = "\\`*_{}[]<>()#+-.!|~&$@^:;=\"'/%, ab1é’"
	all := append([]string{}, hostile...)
	for range 4000 {
		var b strings.Builder
		for range 1 + r.IntN(12) {
			b.WriteRune([]rune(characters)[r.IntN(len([]rune(characters)))])
		}
		all = append(all, b.String())
	}
	for _, s := range all {
		want := strings.Join(strings.Fields(visible(s)), " ")
		if want == "" {
			continue
		}
		for _, frame := range []struct{ source, want string }{
			{"- " + escape(s), want},
			{"- " + markdownLine(line{name: s, note: "x", text: diff.Passage{{Op: diff.Delete, Text: s}, {Op: diff.Insert, Text: s}, {Op: diff.Equal, Text: s}}}), want + " " + want + " " + want},
			{"### " + escape(s), want},
			{"- [ ] **Vraag?** " + escape(s), want},
			{"> **Let op.** " + escape(s), want},
		} {
			if seen := strings.Join(strings.Fields(inert(t, frame.source+"\n")), " "); !strings.HasSuffix(seen, frame.want) {
				t.Errorf("%q is shown as %q in %s", s, seen, frame.source)
			}
		}
		if t.Failed() {
			return
		}
	}
}

// TestCommentFits writes a review that is larger than a comment can be. The result must stay below the limit, say so, keep the parts at the end, and
// close all markup.
func TestCommentFits(t *testing.T) {
	long := strings.Repeat("een lang verhaal over openbaarheid ", 150)
	for _, n := range []int{1, 40, 1000} {
		r := &Review{Base: "1234567890", Head: "1234567890", spec: "main..HEAD"}
		for i := range n {
			d := &diff.Dilemma{Slug: strconv.Itoa(i), Title: "Een titel", File: "content/dilemmas/d.md", Events: []diff.Event{diff.New}, State: "concept"}
			for range max(2, 40/n) {
				d.Changes = append(d.Changes, diff.Field{Label: "Een veld", Passages: []diff.Passage{{{Op: diff.Insert, Text: long[:1+(i*997)%len(long)]}}, {{Op: diff.Insert, Text: long}}}})
			}
			r.Dilemmas = append(r.Dilemmas, d)
			r.Checklist = append(r.Checklist, Item{d.Slug, "anonymous", "Is het anoniem?", long})
			r.Others = append(r.Others, diff.File{Path: "layouts/" + long[:50], Op: diff.Change})
		}
		var b strings.Builder
		if err := r.markdown(&b); err != nil {
			t.Fatal(err)
		}
		got := b.String()
		if len(got) > maxComment || len(got) < maxComment/3 {
			t.Errorf("%d dilemmas: %d bytes", n, len(got))
		}
		if !strings.Contains(got, "Niet alles past hier. Alles zie je met `dilemma review main..HEAD`") || !strings.Contains(got, "- [ ] **Is het anoniem?**") {
			t.Errorf("%d dilemmas: the end is not there", n)
		}
		if strings.Count(got, "<details>") != strings.Count(got, "</details>") {
			t.Errorf("%d dilemmas: a fold is not closed", n)
		}
		inert(t, got)
	}
}
