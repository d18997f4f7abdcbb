// Package webpage reads HTML and XML as their readers see them: without tags, and with what tags hold that is read elsewhere, such as the description of a
// picture, the target of a link, and comments. In XML the name of an element stands before its text, as a key.
package webpage

import (
	"html"
	"regexp"
	"strings"
	"sync"

	tokens "golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// begins matches how HTML begins, or a piece of it.
var begins = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:\x{feff}|\s|<!--(?s:.)*?-->)*(?:<\?xml[^>]*>\s*(?:<!doctype\s+html|<html)|<(?:!doctype\s+html|html|head|body|title|meta|link|style|script|div|p|table|h[1-6]|ul|ol|dl|section|article|main|header|footer|nav|form|figure|blockquote|pre|iframe|details|span|a|b|i|em|strong|img|br|hr))[\s/>]`)
})

// beginsXML matches how other XML begins: with a declaration, or as a drawing.
var beginsXML = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:\x{feff}|\s|<!--(?s:.)*?-->)*<(?:\?xml\s|!DOCTYPE\s|svg[\s>])`)
})

// Is reports whether a text is HTML or XML.
func Is(text string) bool {
	head := text[:min(len(text), 4096)]
	return begins().MatchString(head) || beginsXML().MatchString(head)
}

// blocks are the elements at which a paragraph ends.
var blocks = set(`address article aside blockquote body button caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form frame frameset
	h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend li link main menu meta nav noscript ol optgroup option p pre script section select style summary table tbody td
	template textarea tfoot th thead title tr ul`)

// within are the elements of XML that part no words.
var within = set("a b i em strong u s sub sup span tspan textpath text:span text:a")

// silent are the attributes that hold nothing of what a page says.
var silent = set("class style")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// Read returns the text of HTML or XML, with the place of each byte.
func Read(src string) notation.Text {
	r := reader{b: notation.NewBuilder(src), src: src}
	z := tokens.NewTokenizer(strings.NewReader(src))
	xml := !begins().MatchString(src[:min(len(src), 4096)])
	z.AllowCDATA(xml)
	at, raw := 0, "" // raw is the element of which the content is no HTML
	label := ""      // the element of XML that has no text yet
	for {
		kind := z.Next()
		if kind == tokens.ErrorToken {
			break
		}
		from := at
		at = min(len(src), at+len(z.Raw()))
		switch kind {
		case tokens.TextToken:
			if text := r.src[from:at]; label != "" && strings.TrimSpace(text) != "" {
				r.b.Put(label+": ", from, from)
				label = ""
			}
			if text, cdata := strings.CutPrefix(r.src[from:at], "<![CDATA["); xml && cdata {
				end := at - len(text) + len(strings.TrimSuffix(text, "]]>"))
				r.b.Keep(at-len(text), end)
				continue
			}
			switch raw {
			case "script", "style", "iframe", "noframes", "noembed", "xmp":
				r.b.Guess(from, at)
			default:
				r.text(from, at, raw == "textarea")
			}
		case tokens.CommentToken, tokens.DoctypeToken:
			r.later = append(r.later, piece{"", from, at})
		default:
			name, attrs := z.TagName()
			raw = ""
			if kind == tokens.StartTagToken {
				raw = string(name)
			}
			tag := string(name)
			switch {
			case xml:
				z.NextIsNotRawText()
				if raw = ""; !within[tag] {
					r.flush(from)
					label = ""
					if kind == tokens.StartTagToken && tag != "text" {
						label = tag
					}
				}
			case tag == "br":
				r.b.Put("\n", from, at)
			case blocks[tag]:
				r.flush(from)
			}
			if attrs {
				r.attributes(z, from, at)
			}
		}
	}
	if at < len(src) { // a token that does not end
		r.flush(at)
		r.b.Guess(at, len(src))
	}
	r.flush(len(src))
	return r.b.Text()
}

// piece is what is read outside the text: the bytes of the source, or a text that stands for them.
type piece struct {
	text     string
	from, to int
}

type reader struct {
	b     *notation.Builder
	src   string
	later []piece // to append where the paragraph ends, so that it parts no word
}

// flush ends a paragraph.
func (r *reader) flush(at int) {
	r.b.Break(at)
	for _, p := range r.later {
		if p.text == "" {
			r.b.Keep(p.from, p.to)
		} else {
			r.b.Put(p.text, p.from, p.to)
		}
		r.b.Break(at)
	}
	r.later = r.later[:0]
}

// attributes keeps the values in a tag for later.
func (r *reader) attributes(z *tokens.Tokenizer, from, to int) {
	exact := strings.IndexByte(r.src[from:to], '&') < 0
	at := from
	var label, content piece
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		if len(value) == 0 || silent[string(key)] {
			continue
		}
		p := piece{string(value), from, to}
		if exact {
			i := strings.Index(r.src[at:to], p.text)
			if exact = i >= 0; exact {
				p = piece{"", at + i, at + i + len(p.text)}
				at = p.to
			}
		}
		switch string(key) {
		case "name", "property":
			label = p
			label.text = string(value)
		case "content":
			content = p
			content.text = string(value)
			continue
		}
		r.later = append(r.later, p)
	}
	if content.text != "" { // <meta name="author" content="…">
		if label.text != "" {
			content.text = label.text + ": " + content.text
			r.later = append(r.later, content)
			return
		}
		r.later = append(r.later, content)
	}
}

// text appends the bytes [from, to) of the source, with entities as characters. White space is one space, unless it counts.
func (r *reader) text(from, to int, spaces bool) {
	kept := from
	for i := from; i < to; {
		switch c := r.src[i]; {
		case c == '&':
			end := i + 1
			for end < to && end < i+40 && (r.src[end] == '#' || isAlnum(r.src[end])) {
				end++
			}
			if end < to && r.src[end] == ';' {
				end++
			}
			if text := html.UnescapeString(r.src[i:end]); text != r.src[i:end] {
				r.b.Keep(kept, i)
				r.b.Put(text, i, end)
				kept = end
			}
			i = end
		case !spaces && (c == '\n' || c == '\r'):
			end := i
			for end < to && (r.src[end] == ' ' || r.src[end] == '\t' || r.src[end] == '\n' || r.src[end] == '\r') {
				end++
			}
			r.b.Keep(kept, i)
			r.b.Put(" ", i, end)
			i, kept = end, end
		default:
			i++
		}
	}
	r.b.Keep(kept, to)
}

func isAlnum(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' }
