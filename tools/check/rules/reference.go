//go:build !js || review

package rules

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

var (
	wikiLink   = lazy.Regexp(`!?\[\[[^\[\]\n]+\]\]`)
	labelled   = lazy.Regexp(`\[([^\[\]]+)\]\[([^\[\]\n]*)\]`)
	noteMark   = lazy.Regexp(`\[\^([^\[\]\s][^\[\]\n]*)\]`)
	noteBegins = lazy.Regexp(`(?m)^ {0,3}\[\^([^\[\]\n]+)\]:`)
)

// checkReferences finds what Markdown leaves standing as it is, because it points at nothing: links of a wiki, links of which the address is missing, and notes. Code
// and what is a link already are known ranges.
func (f *file) checkReferences(body []byte, code, links ranges) {
	text := func(m []int) bool { return !code.has(m[0]) && !links.has(m[0]) && !escaped(body, m[0]) }
	for _, m := range allWith(body, "[[", wikiLink) {
		if text(m) {
			f.addReference("wiki", finding.Error, m[0], m[1], "")
		}
	}
	for _, m := range allWith(body, "][", labelled) {
		name := strings.TrimSpace(string(body[m[4]:m[5]]))
		if name == "" {
			name = string(body[m[2]:m[3]])
		}
		if text(m) && body[m[2]] != '^' && name[0] != '^' && strings.ContainsFunc(name, isWordSign) && !bytes.Contains(body[m[0]:m[1]], []byte("\n\n")) {
			f.addReference("label", finding.Error, m[0], m[1], name)
		}
	}
	f.checkNotes(body, code)
}

func isWordSign(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// checkNotes holds the marks of notes against the notes themselves.
func (f *file) checkNotes(body []byte, code ranges) {
	begins, used := map[string]int{}, map[string]bool{}
	defined := map[int]bool{}
	notes := allWith(body, "[^", noteBegins)
	for _, m := range notes {
		at := m[2] - len("[^")
		if code.has(at) {
			continue
		}
		name := string(body[m[2]:m[3]])
		defined[at] = true
		if _, twice := begins[name]; twice {
			f.addReference("twice", finding.Warning, at, m[3]+1, name)
			continue
		}
		begins[name] = at
	}
	for _, m := range allWith(body, "[^", noteMark) {
		if defined[m[0]] || code.has(m[0]) || escaped(body, m[0]) {
			continue
		}
		name := string(body[m[2]:m[3]])
		used[name] = true
		if _, known := begins[name]; !known {
			f.addReference("note", finding.Error, m[0], m[1], name)
		}
	}
	for _, m := range notes {
		if name, at := string(body[m[2]:m[3]]), m[2]-len("[^"); defined[at] && begins[name] == at && !used[name] {
			f.addReference("unused", finding.Warning, at, m[3]+1, name)
		}
	}
}

func (f *file) addReference(problem string, severity finding.Severity, start, end int, name string) {
	name = shorten(name)
	at := place{f.BodyStart + start, f.BodyStart + end, ""}
	id := "reference/" + problem
	f.addFinding(bodyReference, severity, at, message.Text(id+".tip", "name", name), []string{"problem", message.Text(id, "name", name)})
}

// checkAnchor checks that a link to a place on a page leads to one. Of a page that a template or a shortcode adds to, nobody can tell without building the site.
func (f *file) checkAnchor(target *casebook.File, anchor string, start, end int) {
	if anchor == "" || target == nil || target.Front == nil || !plainPage(target) {
		return
	}
	anchors := f.anchorsOf(target)
	if anchors[anchor] {
		return
	}
	hint := message.Text("reference/anchor.tip")
	if near, ok := Suggest(anchor, slices.Sorted(maps.Keys(anchors))); ok {
		hint = message.Text("reference/anchor-near", "name", near)
	}
	f.addHint(bodyReference, place{f.BodyStart + start, f.BodyStart + end, ""}, hint, "problem", message.Text("reference/anchor", "name", shorten(anchor)))
}

// plainPage reports whether all places of a page are its headings, and those that every dilemma has.
func plainPage(f *casebook.File) bool {
	if isDilemma(f.Path) {
		return !lifecycle.IsWithdrawn(f.Front)
	}
	return !casebook.IsSection(f.Path) && f.Front.Get("layout") == nil && f.Front.Get("type") == nil && !shortcode().Match(f.Body())
}

// partsOfCase are the places that the page of a dilemma has besides its steps and its story (layouts/dilemmas/page.html).
var partsOfCase = []string{"verhaal", "bronnen", "kenmerken", "commentaar", "wat-als", "verder", "verwant"}

// anchorsOf returns the places of a page to which a link may lead.
func (f *file) anchorsOf(target *casebook.File) map[string]bool {
	anchors := map[string]bool{}
	body := target.Body()
	if casebook.Overweight(body) < 0 {
		_ = ast.Walk(markdown.Parse(text.NewReader(body)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if h, ok := n.(*ast.Heading); ok && entering && h.Lines().Len() > 0 {
				lines := h.Lines()
				segment := lines.At(lines.Len() - 1)
				addAnchor(anchors, segment.Value(body))
			}
			return ast.WalkContinue, nil
		})
	}
	if !isDilemma(target.Path) {
		return anchors
	}
	for name := range anchors {
		anchors["verhaal-"+strings.TrimPrefix(name, "verhaal-")] = true
	}
	for _, name := range partsOfCase {
		anchors[name] = true
	}
	if group := f.def.Root.Child(lifecycle.Canvas); group != nil {
		for _, step := range group.Fields {
			anchors["stap-"+step.Key], anchors["kop-"+step.Key] = true, true
			for _, field := range step.Fields {
				anchors[step.Key+"-"+field.Key] = true
			}
		}
	}
	return anchors
}

// ownAnchor matches the name that a writer gives a heading: ## Kop {#naam}.
var ownAnchor = lazy.Regexp(`\{[^{}]*#([^\s{}]+)[^{}]*\}\s*$`)

// addAnchor adds the name that Hugo gives a heading with this source: its letters and digits in small letters, dashes for spaces, and a number when it is taken
// (markup/goldmark/autoid.go).
func addAnchor(anchors map[string]bool, heading []byte) {
	if m := ownAnchor().FindSubmatch(heading); m != nil {
		anchors[string(m[1])] = true
		return
	}
	var b strings.Builder
	for _, r := range string(bytes.TrimSpace(heading)) {
		switch {
		case r == '-' || r == ' ':
			b.WriteByte('-')
		case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	name := b.String()
	if name == "" {
		name = "heading"
	}
	for i, first := 1, name; anchors[name]; i++ {
		name = first + "-" + strconv.Itoa(i)
	}
	anchors[name] = true
}
