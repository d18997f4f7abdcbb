package review

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Marker is the first line of a review in Markdown. A pipeline finds its earlier comment by it.
const Marker = "<!-- dilemma review -->"

// What fits in a comment: the strictest of the forges takes 65,535 bytes. The parts at the end get a share of their own, so that a long text
// can't push them out.
const (
	maxComment  = 60_000
	maxFindings = 12_000
	maxHistory  = 6_000
	maxList     = 10_000
	maxOthers   = 3_000
	maxWarning  = 500
	maxLine     = 4_000 // of one text
	maxFact     = 800
	maxOpen     = 2_000 // of a part that is not folded
)

// markdown writes the review as a comment on a merge request. Nothing in a contribution has a meaning in it: no markup, no HTML, no link, no
// mention of a person or of an issue, and no command to the forge.
func (r *Review) markdown(w io.Writer) error {
	o := r.outline()
	head := &page{limit: maxComment}
	head.line(Marker)
	head.line("## " + message.Text("review/title"))
	head.line("")
	head.line(o.summary + " " + escape(o.compared))
	for _, warning := range o.warnings {
		head.line("")
		head.line("> **" + message.Text("review/attention") + "** " + escape(warning))
	}
	if marked(o) {
		head.line("")
		head.line(message.Text("review/legend", "gone", "~~"+message.Text("review/gone")+"~~", "added", "**"+message.Text("review/added")+"**"))
	}

	tail := &page{limit: maxComment}
	tail.list(maxOthers, message.Text("review/layout"), "", codes(o.layout), len(o.layout))
	tail.list(maxOthers, message.Text("review/others"), "", changedFiles(o.others), len(o.others))
	r.tailFindings(tail, o)
	r.tailList(tail, o)

	body := &page{limit: maxComment - head.size() - tail.size() - maxWarning}
	for _, c := range o.cases {
		body.chapter(c)
	}
	left := ""
	if head.left || body.left || tail.left {
		left = "\n> " + message.Text("review/left", "command", code("dilemma review "+visible(r.spec))) + "\n"
	}
	_, err := io.WriteString(w, head.String()+body.String()+left+tail.String())
	return err
}

func (r *Review) tailFindings(p *page, o outline) {
	var lines []string
	for _, g := range o.findings {
		lines = append(lines, "- "+code(visible(g.file)))
		for _, m := range g.remarks {
			lines = append(lines, "  - "+markdownRemark(m))
		}
	}
	p.list(maxFindings, message.Text("review/findings"), o.clean, lines, len(r.Findings))
	lines = nil
	for _, m := range o.history {
		lines = append(lines, "- "+markdownRemark(m))
	}
	p.list(maxHistory, message.Text("review/history"), o.past, lines, len(r.History))
}

func markdownRemark(m remark) string {
	text := "**" + m.severity + "** (" + escape(m.where) + "): " + escape(m.text)
	if m.hint != "" {
		text += " *" + message.Text("severity/hint") + ":* " + escape(m.hint)
	}
	return text
}

func (r *Review) tailList(p *page, o outline) {
	if len(o.list) == 0 {
		return
	}
	p.line("")
	p.line("### " + message.Text("review/checklist"))
	size := 0
	for _, t := range o.list {
		if size > maxList {
			p.left = true
			return
		}
		p.line("")
		if t.title != "" {
			p.line("**" + escape(t.title) + "**")
			p.line("")
		}
		for _, i := range t.items {
			item := "- [ ] **" + i.Question + "** " + escape(cut(i.Fact, maxFact))
			size += len(item)
			p.line(item)
		}
	}
}

func changedFiles(files []diff.File) []string {
	lines := make([]string, len(files))
	for i, f := range files {
		lines[i] = "- " + code(visible(f.Path)) + " (" + message.Text("review/op/"+string(f.Op)) + ")"
	}
	return lines
}

func codes(files []string) []string {
	lines := make([]string, len(files))
	for i, name := range files {
		lines[i] = "- " + code(visible(name))
	}
	return lines
}

// page is a part of the comment.
type page struct {
	b     strings.Builder
	limit int
	left  bool // something did not fit
}

func (p *page) String() string { return p.b.String() }
func (p *page) size() int      { return p.b.Len() }

func (p *page) line(s string) { p.b.WriteString(s + "\n") }

// add adds a part when it fits.
func (p *page) add(part string) {
	if p.size()+len(part) > p.limit {
		p.left = true
		return
	}
	p.b.WriteString(part)
}

// list writes a heading with a sentence and so many lines of a list, when there is either, as far as they fit. A long list is folded.
func (p *page) list(limit int, title, sentence string, lines []string, n int) {
	if sentence == "" && len(lines) == 0 {
		return
	}
	p.line("\n### " + title + "\n")
	if sentence != "" {
		p.line(sentence)
	}
	list := &page{limit: limit}
	for _, l := range lines {
		if list.left {
			break
		}
		list.add(l + "\n")
	}
	p.left = p.left || list.left
	if list.size() > 0 {
		if sentence != "" {
			p.line("")
		}
		p.b.WriteString(folded(message.Text("review/fold", "title", title, "n", strconv.Itoa(n)), list.String()))
	}
}

// chapter writes what became of one dilemma.
func (p *page) chapter(c chapter) {
	var b strings.Builder
	fmt.Fprintf(&b, "\n### %s\n\n%s: %s.", escape(cut(c.title, maxWarning)), code(visible(c.file)), strings.Join(c.standing, ", "))
	for _, s := range c.says {
		b.WriteString(" " + escape(s))
	}
	b.WriteByte('\n')
	for _, s := range c.progress {
		b.WriteString("\n" + escape(s) + "\n")
	}
	p.add(b.String())
	for _, s := range c.sections {
		p.section(s)
	}
}

// section writes the lines of a section as a list in lists, as far as they fit.
func (p *page) section(s section) {
	const frame = 200 // what a heading, or a fold around it, takes
	list := &page{limit: p.limit - p.size() - frame - len(s.title)}
	for _, l := range s.lines {
		if list.left {
			break // what follows may belong to what did not fit
		}
		list.add(strings.Repeat("  ", l.depth) + "- " + markdownLine(l) + "\n")
	}
	p.left = p.left || list.left
	switch text := list.String(); {
	case text == "" && list.left:
	case len(text) > maxOpen:
		p.add("\n" + folded(s.title, text))
	case text == "":
		p.add("\n**" + escape(s.title) + "**\n")
	default:
		p.add("\n**" + escape(s.title) + "**\n\n" + text)
	}
}

// folded hides a long text behind its title.
func folded(title, text string) string {
	if len(text) <= maxOpen {
		return text
	}
	// In HTML only letters, digits and spaces are sure to mean nothing.
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" ,:.()’", r) {
			return r
		}
		return -1
	}, title)
	return "<details>\n<summary>" + plain + "</summary>\n\n" + text + "\n</details>\n"
}

func markdownLine(l line) string {
	var parts []string
	for _, piece := range l.text {
		text := escape(cut(piece.Text, maxLine))
		switch piece.Op {
		case diff.Delete:
			text = "~~" + text + "~~"
		case diff.Insert:
			text = "**" + text + "**"
		}
		parts = append(parts, text)
	}
	name := escape(cut(l.name, maxWarning))
	if name != "" {
		name = "*" + name + "*"
	}
	return prefixed(escape(cut(l.note, maxLine)), name, strings.Join(parts, " "))
}

// cut shortens a text that would take the place of all others.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	return strings.ToValidUTF8(text[:limit], "") + " …"
}

// special are the signs that mean something anywhere in Markdown.
const special = "\\`*_{}[]<>#|~&^"

// signs are put in order when the first text is written: most commands write none.
var signs = sync.OnceValue(func() (s struct{ leading, linked *regexp.Regexp }) {
	// leading are those that mean something at the begin of a line, such as a list, a heading or a command to GitLab.
	s.leading = regexp.MustCompile(`^([-+=/:!]|[0-9]+[.)])`)
	// linked are words of which a forge makes a link, a mention, a formula, a picture or a mark: addresses, @name, #12, !12, a hash of a commit.
	// Beside the end of what is struck through even an escaped tilde counts.
	s.linked = regexp.MustCompile(`@[\pL\pN_]|[#!%]["\pL\pN_]|~|&[0-9]|\$|://|(?i:www\.|mailto:|xmpp:)|\b[0-9a-f]{7,40}\b|\b[A-Z]{2,}-[0-9]|:[\w+-]+:|[\[{][-+]|[-+][\]}]|\[\[`)
	return s
})

// guard takes the meaning away of the signs in a text.
func guard(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune(special, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// escape makes a text from a contribution fit for one line of Markdown: it is shown as it stands, and does nothing. A word that a forge would make
// a link of is shown as code, in which no forge looks for them; of the other signs a backslash takes the meaning away.
func escape(text string) string {
	words := strings.Fields(visible(text))
	for i, word := range words {
		core := strings.TrimRight(word, ".,;:?!)")
		switch at := signs().leading.FindStringIndex(word); {
		case signs().linked.MatchString(core):
			words[i] = code(core) + word[len(core):]
		case signs().linked.MatchString(word):
			words[i] = code(word)
		case i == 0 && at != nil:
			last := at[1] - 1
			words[i] = word[:last] + `\` + word[last:at[1]] + guard(word[at[1]:])
		default:
			words[i] = guard(word)
		}
	}
	return strings.Join(words, " ")
}

// code writes a text as code, whatever backticks it has.
func code(text string) string {
	longest, run := 0, 0
	for _, r := range text {
		if run++; r != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}
