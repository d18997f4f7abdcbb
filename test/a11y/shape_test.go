package a11y_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
)

// references are attributes that name other elements by their id.
var references = []string{"for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-activedescendant", "headers", "list"}

// words are attributes of which only counts whether something stands in them.
var words = []string{"alt", "title", "aria-label", "placeholder", "href", "src", "srcset", "id", "content", "value", "name", "integrity", "property", "datetime", "style", "download"}

// shape is what a page is made of, as far as the rules of axe-core can tell one page from another: for each element its path from the root, with the
// names, classes and attributes on the way, whether one like it stands before it, in a list of definitions what stands before it, whether it has words of its
// own, whether it has a label, and whether what it refers to is there; and for the landmarks, which have the same name. Two pages with one shape differ in their words only.
func shape(root *html.Node) map[string]bool {
	ids, labelled := map[string]string{}, map[string]bool{}
	for n := range root.Descendants() {
		if id, ok := page.Attr(n, "id"); ok {
			ids[id] = n.Data
		}
		if id, ok := page.Attr(n, "for"); ok {
			labelled[id] = true
		}
	}
	all := map[string]bool{}
	var walk func(n *html.Node, path string)
	walk = func(n *html.Node, path string) {
		before, alike := "", map[string]int{}
		for child := range n.ChildNodes() {
			if child.Type != html.ElementNode {
				continue
			}
			own := describe(child, ids)
			if id, ok := page.Attr(child, "id"); ok && labelled[id] {
				own += " with a label"
			}
			alike[own] = min(alike[own]+1, 2)
			part := fmt.Sprintf("%s>%s", path, own)
			if child.Data == "html" {
				all[part], part = true, "" // the language of a page is that of the page, and not of all that stands in it
			}
			if n.Data != "dl" {
				before = ""
			}
			all[fmt.Sprintf("%s, number %d %s", part, alike[own], before)] = true
			walk(child, part)
			before = child.Data
		}
	}
	walk(root, "")
	all[landmarks(root)] = true
	return all
}

func describe(n *html.Node, ids map[string]string) string {
	var parts []string
	for _, a := range n.Attr {
		value := a.Val
		switch {
		case a.Key == "class":
			value = strings.Join(slices.Sorted(strings.FieldsSeq(value)), " ")
		case slices.Contains(references, a.Key):
			var to []string
			for id := range strings.FieldsSeq(value) {
				to = append(to, ids[id])
			}
			value = fmt.Sprintf("%q", to)
		case slices.Contains(words, a.Key) || strings.HasPrefix(a.Key, "data-"):
			if name, _ := page.Attr(n, "name"); a.Key != "content" || name != "viewport" {
				value = fmt.Sprint(strings.TrimSpace(value) != "")
			}
		}
		parts = append(parts, a.Key+"="+value)
	}
	slices.Sort(parts)
	output := false
	for child := range n.ChildNodes() {
		output = output || child.Type == html.TextNode && strings.TrimSpace(child.Data) != ""
	}
	return fmt.Sprintf("%s[%s]%t", n.Data, strings.Join(parts, ","), output)
}

// landmarks tells which landmarks a page has, and which of them have the same name.
func landmarks(root *html.Node) string {
	var all []string
	names := map[string]int{}
	for n := range root.Descendants() {
		role, _ := page.Attr(n, "role")
		label, labelled := page.Attr(n, "aria-label")
		if other, ok := page.Attr(n, "aria-labelledby"); ok {
			label, labelled = "#"+other, true
		}
		landmark := slices.Contains([]string{"main", "nav", "header", "footer", "aside", "form"}, n.Data) || labelled && n.Data == "section" || role != ""
		if n.Type != html.ElementNode || !landmark {
			continue
		}
		if _, seen := names[label]; !seen {
			names[label] = len(names)
		}
		all = append(all, fmt.Sprintf("%s %s %d", n.Data, role, names[label]))
	}
	return strings.Join(slices.Compact(all), ", ")
}

// TestShape holds the shape to the faults that axe-core finds: a page with one is of another shape than the same page without, and other words are not.
func TestShape(t *testing.T) {
	const sound = `<html lang="nl"><head><title>x</title><meta name="viewport" content="width=device-width"></head><body><header><nav aria-label="een"><a href="/">x</a></nav></header>` +
		`<main><h1 id="a">x</h1><p class="lead">x <a href="/y/">y</a></p><ul><li>x</li></ul><dl><dt>x</dt><dd>x</dd></dl><img src="x" alt="x"><label for="b">x</label><input id="b" type="text">` +
		`<table><tr><th scope="col">x</th></tr><tr><td>x</td></tr></table><section aria-label="twee"><button type="button">x</button></section></main></body></html>`
	of := func(text string) map[string]bool {
		root, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return shape(root)
	}
	known := of(sound)
	adds := func(text string) bool {
		for token := range of(text) {
			if !known[token] {
				return true
			}
		}
		return false
	}
	for _, other := range []string{sound, strings.NewReplacer(">x<", ">iets anders<", `href="/y/"`, `href="/z/"`, `alt="x"`, `alt="een plaatje"`, `aria-label="een"`, `aria-label="vier"`).Replace(sound)} {
		if adds(other) {
			t.Errorf("other words are another shape:\n%s", other)
		}
	}
	for from, to := range map[string]string{
		`<title>x</title>`: `<title></title>`, ` lang="nl"`: ` lang="zz"`, `content="width=device-width"`: `content="user-scalable=no"`, `aria-label="een"`: `aria-label="twee"`,
		`>y</a>`: `></a>`, `alt="x"`: `alt=""`, ` alt="x"`: ``, `for="b"`: `for="c"`, `<label for="b">x</label>`: ``, `class="lead"`: `class="muted"`, `<li>x</li>`: `<div>x</div>`,
		`<dt>x</dt><dd>x</dd>`: `<dd>x</dd><dt>x</dt>`, `scope="col"`: `scope="x"`, `<button type="button">`: `<button type="button" role="link">`, `<section aria-label="twee">`: `<section aria-hidden="true">`,
		`<main>`: `<div>`, `<ul>`: `<ul role="menu">`, `<h1 id="a">x</h1>`: `<h1 id="a">x</h1><h1>x</h1>`, `<p class="lead">`: `<p class="lead" tabindex="1">`,
	} {
		if !strings.Contains(sound, from) || !adds(strings.Replace(sound, from, to, 1)) {
			t.Errorf("%q in the place of %q adds nothing", to, from)
		}
	}
}
