package rules

import (
	"bytes"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// markdown parses CommonMark. Hugo also enables extensions such as tables and footnotes. They make no difference to the checks here, and loading
// them would take a tenth of the time of checking one file.
var markdown parser.Parser = goldmark.DefaultParser()

// shortcode matches the start of a Hugo shortcode, up to and including its name. Hugo runs shortcodes before it parses the Markdown.
var shortcode = lazy.Regexp(`\{\{[<%]\s*/?\s*([^\s>%/]*)`)

// allWith returns all matches of an expression with the places of its groups. Each match has a sign in it, which most texts have not: that is found faster.
func allWith(text []byte, sign string, expression func() *regexp.Regexp) [][]int {
	if !bytes.Contains(text, []byte(sign)) {
		return nil
	}
	return expression().FindAllSubmatchIndex(text, -1)
}

// checkBody checks the Markdown below the front matter. In a dilemma, it checks the language of that text too.
func (f *file) checkBody(dilemma bool) {
	body := f.Body()
	if len(bytes.TrimSpace(body)) == 0 {
		return
	}
	f.checkShortcodes(body)
	if at := casebook.Overweight(body); at >= 0 {
		f.addTooMuch(place{f.BodyStart + at, len(f.Source), ""}, "markdown", "")
		return
	}
	level := 1 // the title of the page
	code, links := make(ranges, len(body)), make(ranges, len(body))
	for _, m := range allWith(body, "{{", shortcode) {
		code.mark(m[0], offsetAfter(body, m[0], '}'))
	}
	_ = ast.Walk(markdown.Parse(text.NewReader(body)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		markCode(n, code)
		switch n := n.(type) {
		case *ast.Heading:
			f.checkHeading(n, level)
			level = n.Level
		case *ast.Paragraph, *ast.TextBlock:
			if dilemma {
				f.checkBlock(n)
			}
		case *ast.Link:
			f.checkLink(n, string(n.Destination), links)
		case *ast.AutoLink:
			if n.AutoLinkType == ast.AutoLinkURL {
				at := max(n.Pos(), 0)
				f.checkAddress(string(n.URL(body)), at, min(len(body), at+len(n.Label(body))+2))
			}
		case *ast.Image:
			f.checkImage(n, links)
		case *ast.HTMLBlock:
			lines := n.Lines()
			if lines.Len() > 0 {
				f.addHTML(lines.At(0).Start, lines.At(lines.Len()-1).Stop)
			}
		case *ast.RawHTML:
			if s := n.Segments; s.Len() > 0 {
				f.addHTML(s.At(0).Start, s.At(s.Len()-1).Stop)
			}
		}
		return ast.WalkContinue, nil
	})
	f.checkReferences(body, code, links)
	f.checkEntities(body, code)
}

// ranges says of each byte of a text whether it stands in one of some ranges.
type ranges []bool

func (r ranges) mark(start, end int) {
	for i := max(0, start); i < min(end, len(r)); i++ {
		r[i] = true
	}
}

func (r ranges) has(i int) bool { return i < len(r) && r[i] }

// markCode marks the bytes of a node that are shown as they are.
func markCode(n ast.Node, code ranges) {
	switch n := n.(type) {
	case *ast.CodeSpan:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				code.mark(t.Segment.Start, t.Segment.Stop)
			}
		}
	case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock:
		if lines := n.Lines(); lines.Len() > 0 {
			code.mark(lines.At(0).Start, lines.At(lines.Len()-1).Stop)
		}
	case *ast.RawHTML:
		if s := n.Segments; s.Len() > 0 {
			code.mark(s.At(0).Start, s.At(s.Len()-1).Stop)
		}
	}
}

func (f *file) addBody(r Rule, start, end int, pairs ...string) {
	f.add(r, f.BodyStart+start, f.BodyStart+end, "", pairs...)
}

// addHTML adds a finding on raw HTML, without the white space around it.
func (f *file) addHTML(start, end int) {
	html := f.Body()[start:end]
	start += len(html) - len(bytes.TrimLeft(html, " \t\r\n"))
	end = start + len(bytes.TrimSpace(html))
	id := "html/element"
	if bytes.HasPrefix(f.Body()[start:], []byte("<!--")) {
		id = "html/comment"
	}
	f.addBody(bodyHTML, start, end, "what", message.Text(id))
}

func (f *file) checkHeading(h *ast.Heading, before int) {
	start := max(h.Pos(), 0)
	end := start
	if lines := h.Lines(); lines.Len() > 0 {
		end = lines.At(lines.Len() - 1).Stop
	}
	end = start + len(bytes.TrimRight(f.Body()[start:max(start, end)], " \t\r\n"))
	hashes := strings.Repeat("#", min(before+1, 6))
	switch {
	case h.Level == 1:
		f.addBody(bodyHeading, start, end, "problem", message.Text("heading/title"), "signs", hashes)
	case h.Level > before+1 && before == 1:
		f.addBody(bodyHeading, start, end, "problem", message.Text("heading/first", "level", strconv.Itoa(h.Level)), "signs", hashes)
	case h.Level > before+1:
		f.addBody(bodyHeading, start, end, "problem", message.Text("heading/skip", "level", strconv.Itoa(h.Level),
			"before", strconv.Itoa(before)), "signs", hashes)
	case h.ChildCount() == 0:
		f.addBody(bodyHeading, start, max(end, start+h.Level), "problem", message.Text("heading/empty"), "signs", hashes)
	}
}

// checkLink checks that a link to a page of the site leads somewhere. It does not follow links to other sites: a check needs no network.
func (f *file) checkLink(n ast.Node, destination string, links ranges) {
	start, end := f.span(n)
	if bytes.HasPrefix(f.Body()[start:], []byte("[^")) {
		return // a footnote of one word, which CommonMark parses as a link
	}
	links.mark(start, end)
	if n.Kind() == ast.KindImage && f.checkPicture(destination, start, end) || n.Kind() == ast.KindLink && f.checkAddress(destination, start, end) {
		return
	}
	u, err := url.Parse(destination)
	switch {
	case destination == "":
		f.addLink(start, end, "link/empty", destination)
	case err != nil:
		f.addLink(start, end, "link/broken", destination)
	case u.Scheme != "" || u.Host != "":
		// another site
	case u.Path == "":
		f.checkAnchor(f.File, u.Fragment, start, end)
	default:
		f.checkTarget(u.Path, u.Fragment, start, end)
	}
}

func (f *file) addLink(start, end int, problem, link string) {
	f.addBody(bodyLink, start, end, "problem", message.Text(problem, "link", link))
}

func (f *file) checkTarget(target, anchor string, start, end int) {
	name, ok := f.pages.find(f.Path, target)
	if !ok {
		f.addMissing(target, start, end)
		return
	}
	if path.Ext(name) != ".md" {
		return
	}
	f.checkAnchor(f.book.File(f.inLanguage(name)), anchor, start, end)
	if f.Front == nil || f.concept() || !isDilemma(name) {
		return
	}
	if other := (&file{Checker: f.Checker, File: f.book.File(name)}); other.Front != nil && other.concept() {
		f.addLink(start, end, "link/concept", target)
	}
}

// inLanguage returns the path of a page in the language of the file, where there is one.
func (f *file) inLanguage(name string) string {
	own := strings.TrimSuffix(f.Path, ".md")
	translated := strings.TrimSuffix(name, ".md") + path.Ext(own) + ".md"
	if _, exists := f.pages.findFile(translated); exists && path.Ext(own) != "" {
		return translated
	}
	return name
}

// addMissing adds a finding on a link that leads nowhere, with a suggestion where there is one.
func (f *file) addMissing(target string, start, end int) {
	id, hint := "link/missing", message.Text("body/link.tip")
	if _, known := f.pages.at(normalizeAddress(target)); known {
		id = "link/unused"
	} else if name := f.pages.otherwise(f.Path, target); name != "" {
		f.addHint(bodyLink, place{f.BodyStart + start, f.BodyStart + end, ""}, message.Text("tip/spelling"), "problem", message.Text("link/spelling", "link", target, "name", name))
		return
	} else if ext := path.Ext(target); ext != "" && ext != ".md" {
		id, hint = "link/no-file", message.Text("tip/no-file")
	} else if slug, of := strings.CutPrefix(target, "/dilemmas/"); of {
		if s, found := f.suggestSlug(strings.TrimSuffix(slug, "/")); found {
			hint = didYouMean("/dilemmas/" + s + "/")
		}
	}
	f.addHint(bodyLink, place{f.BodyStart + start, f.BodyStart + end, ""}, hint, "problem", message.Text(id, "link", target))
}

func didYouMean(word string) string { return message.Text("tip/did-you-mean", "word", word) }

func (f *file) checkImage(n *ast.Image, links ranges) {
	start, end := f.span(n)
	if len(bytes.TrimSpace(plainText(n, f.Body()))) == 0 {
		f.addBody(bodyImage, start, end)
	}
	f.checkLink(n, string(n.Destination), links)
}

// plainText returns the words of a node without its markup.
func plainText(n ast.Node, src []byte) []byte {
	var b []byte
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n := n.(type) {
			case *ast.Text:
				b = append(b, n.Segment.Value(src)...)
			case *ast.String:
				b = append(b, n.Value...)
			}
		}
		return ast.WalkContinue, nil
	})
	return b
}

// span returns the byte range in the body of a link or image: from its opening bracket up to the end of its target.
func (f *file) span(n ast.Node) (start, end int) {
	body := f.Body()
	start = max(n.Pos(), 0)
	end = start + 1
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := c.(*ast.Text); ok && entering {
			end = max(end, t.Segment.Stop)
		}
		return ast.WalkContinue, nil
	})
	end = offsetAfter(body, end, ']')
	switch {
	case end < len(body) && body[end] == '(':
		depth := 0
		for i := end; i < min(len(body), end+maxTarget); i++ {
			switch body[i] {
			case '\\':
				i++
			case '(':
				depth++
			case ')':
				if depth--; depth == 0 {
					return start, i + 1
				}
			}
		}
	case end < len(body) && body[end] == '[':
		end = offsetAfter(body, end, ']')
	}
	return start, end
}

// maxTarget is how many bytes the target of a link with its title is at most, for the place of a finding: a longer one ends at its text.
const maxTarget = 4000

// offsetAfter returns the offset just past the first byte c at or after i, or the length of src when there is none.
func offsetAfter(src []byte, i int, c byte) int {
	if j := bytes.IndexByte(src[i:], c); j >= 0 {
		return i + j + 1
	}
	return len(src)
}

// checkShortcodes checks that each shortcode has a template: without it Hugo can't build the site.
func (f *file) checkShortcodes(body []byte) {
	for _, m := range allWith(body, "{{", shortcode) {
		name := string(body[m[2]:m[3]])
		if strings.HasPrefix(name, "/*") {
			continue // {{</* … */>}} shows a shortcode and runs none
		}
		if name != "" && fs.ValidPath(name) {
			if _, err := fs.Stat(f.book.Root(), "layouts/_shortcodes/"+name+".html"); err == nil {
				continue
			}
		}
		near := body[:min(len(body), m[1]+maxTarget)]
		end := offsetAfter(near, m[0], '}')
		f.addBody(bodyShortcode, m[0], min(offsetAfter(near, min(end, len(near)), '}'), len(near)), "name", name)
	}
}
