package search

import (
	"bytes"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A page as its HTML says it.
type page struct {
	lang, url, title string
	from             string // whose it is, when it is not of this site
	sections         []*section
	filters          map[string][]string
	date             string
	share            float64        // of the weight of its words, 1 for an ordinary page
	kept             [fields]string // its words in each field, a line for each block
	compounds        map[string]string
}

// A section begins at an element with an id: a heading, or one with data-index-title.
type section struct {
	id, title string
	text      strings.Builder
}

// The fields of a page, by how much a word in them tells what the page is about.
const (
	inTitle = iota
	inMain  // the question and the lead
	inHeading
	inKeyword // whose words are those of a vocabulary, and often many for one thing
	inText
	fields
)

// pageFile is what the browser gets of a page: what to show of it. A line of a text is a block. Compounds are the compounds in its texts, each with the stems
// of its parts. From says whose page it is when it is on another site: then the URL is a whole address.
type pageFile struct {
	URL       string              `json:"url"`
	From      string              `json:"from,omitempty"`
	Title     string              `json:"title"`
	Filters   map[string][]string `json:"filters,omitempty"`
	Sections  [][3]string         `json:"sections"` // id, title, text
	Compounds map[string]string   `json:"compounds,omitempty"`
}

func (p *page) file() pageFile {
	f := pageFile{URL: p.url, From: p.from, Title: p.title, Filters: p.filters, Compounds: p.compounds}
	for _, s := range p.sections {
		if text := strings.TrimSpace(s.text.String()); text != "" {
			f.Sections = append(f.Sections, [3]string{s.id, strings.TrimSpace(s.title), text})
		}
	}
	return f
}

// The attributes by which a page says what to index.
const (
	attrBody   = "data-index"        // the element with the text of the page
	attrIgnore = "data-index-ignore" // an element in it that is no text of the page
	attrTitle  = "data-index-title"  // the title of the section that begins here
	attrFilter = "data-index-filter" // FILTER:WORD; in a list of keywords, what stands there is a word too
	attrDate   = "data-index-date"
	attrMain   = "data-index-main"  // tells what the page is about
	attrShare  = "data-index-share" // how much its words weigh against those of other pages
)

// silent are elements of which the text is none of a reader: programs, code, and what is to be clicked or filled in.
var silent = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Pre: true, atom.Nav: true, atom.Button: true, atom.Form: true,
	atom.Label: true, atom.Input: true, atom.Select: true, atom.Textarea: true, atom.Dialog: true, atom.Svg: true, atom.Iframe: true,
}

// inline are elements that make no block of their own.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Bdi: true, atom.Cite: true, atom.Code: true, atom.Dfn: true, atom.Em: true, atom.I: true, atom.Kbd: true,
	atom.Mark: true, atom.Q: true, atom.S: true, atom.Small: true, atom.Span: true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.Time: true,
	atom.U: true, atom.Wbr: true,
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// readPage returns the page in a file, or nil when it is not to be found.
func readPage(name string, text []byte) (*page, error) {
	if !bytes.Contains(text, []byte(attrBody)) {
		return nil, nil
	}
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	p := &page{lang: "nl", url: name, share: 1, filters: map[string][]string{}}
	if dir, file := path.Split(name); file == "index.html" {
		p.url = dir
	}
	r := reader{page: p, now: &section{}}
	p.sections = []*section{r.now}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if lang, ok := attr(n, "lang"); ok && n.DataAtom == atom.Html {
			p.lang, _, _ = strings.Cut(strings.ToLower(lang), "-")
		}
		if n.DataAtom == atom.H1 && p.title == "" {
			p.title = r.plain(n)
		}
		if _, ok := attr(n, attrBody); ok && !within(n, attrBody) {
			r.body = true
			r.read(n, inText)
		}
	}
	if !r.body {
		return nil, nil
	}
	p.kept[inTitle] = p.title
	for _, s := range p.sections {
		p.kept[inText] += s.text.String() + "\n"
	}
	return p, nil
}

func within(n *html.Node, name string) bool {
	for a := range n.Ancestors() {
		if _, ok := attr(a, name); ok {
			return true
		}
	}
	return false
}

// A reader goes through the text of a page.
type reader struct {
	*page
	now  *section
	body bool
}

// plain returns the text in an element without what is ignored, on one line.
func (r *reader) plain(n *html.Node) string {
	var b strings.Builder
	var add func(n *html.Node)
	add = func(n *html.Node) {
		for c := range n.ChildNodes() {
			switch {
			case c.Type == html.TextNode:
				b.WriteString(c.Data)
			case c.Type == html.ElementNode && !ignored(c):
				add(c)
			}
		}
	}
	add(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

func ignored(n *html.Node) bool {
	if silent[n.DataAtom] {
		return true
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == attrIgnore || a.Key == "hidden", a.Key == "aria-hidden" && a.Val == "true", a.Key == "class" && slices.Contains(strings.Fields(a.Val), "visually-hidden"):
			return true
		}
	}
	return false
}

// read reads an element into the section of now. A word goes to the field of the element, which is inText unless something says more.
func (r *reader) read(n *html.Node, field int) {
	before, around := r.now, field
	id, _ := attr(n, "id")
	isHeading := len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6'
	for _, a := range n.Attr {
		switch a.Key {
		case attrFilter:
			name, word, _ := strings.Cut(a.Val, ":")
			if !slices.Contains(r.filters[name], word) {
				r.filters[name] = append(r.filters[name], word)
			}
			if n.DataAtom != atom.Article && n.DataAtom != atom.Div {
				field = inKeyword
			}
		case attrMain:
			field = inMain
		case attrDate:
			r.date = a.Val
		case attrShare:
			if share, err := strconv.ParseFloat(a.Val, 64); err == nil {
				r.share = share
			}
		case "class":
			if slices.Contains(strings.Fields(a.Val), "lead") {
				field = inMain
			}
		}
	}
	title, named := attr(n, attrTitle)
	if n.DataAtom == atom.Th {
		r.kept[inHeading] += r.plain(n) + "\n"
	}
	if isHeading {
		text := r.plain(n)
		r.kept[inHeading] += text + "\n"
		if !named {
			title = text
		}
	}
	if id != "" && (named || isHeading && n.DataAtom != atom.H1) {
		r.now = &section{id: id, title: title}
		r.sections = append(r.sections, r.now)
	}
	if isHeading {
		return // what stands in a heading is the title of what follows
	}
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode:
			r.add(c.Data, field)
		case c.Type == html.ElementNode && !ignored(c):
			if !inline[c.DataAtom] {
				r.add("\n", field)
			}
			r.read(c, field)
			if !inline[c.DataAtom] {
				r.add("\n", field)
			}
		}
	}
	if field != around {
		r.kept[field] += "\n"
	}
	// What follows an element with a title of its own belongs to what came before; what follows a heading, to the heading.
	if named {
		r.now = before
	}
}

// add adds a text to the section, and to a field that tells more. White space becomes one space, and "\n" ends a block.
func (r *reader) add(text string, field int) {
	addTo(&r.now.text, text)
	if field != inText {
		var b strings.Builder
		b.WriteString(r.kept[field])
		addTo(&b, text)
		r.kept[field] = b.String()
	}
}

func addTo(b *strings.Builder, text string) {
	end := byte('\n')
	if so := b.String(); so != "" {
		end = so[len(so)-1]
	}
	if text == "\n" {
		if end != '\n' {
			b.WriteByte('\n')
		}
		return
	}
	for _, r := range text {
		if r == '\u00ad' {
			continue
		}
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' {
			if end == ' ' || end == '\n' {
				continue
			}
			r = ' '
		}
		b.WriteRune(r)
		end = 0
		if r == ' ' {
			end = ' '
		}
	}
}
