package review

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Marker is the first line of a review in Markdown. A pipeline finds its earlier comment by it.
const Marker = "<!-- dilemma review -->"

// The size limits of a comment: the strictest forge accepts 65,535 bytes. The parts at the end have their own share, so that a long text can't push
// them out.
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

// markdown writes the review as a comment on a merge request. It escapes all text of the contribution: no markup, HTML, link, mention of a person or
// issue, or command to the forge in it has any effect.
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
	for c := range o.chapters {
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
	p.list(maxFindings, message.Text("review/findings"), o.noFindings, lines, len(r.Findings))
	lines = nil
	for _, m := range o.history {
		lines = append(lines, "- "+markdownRemark(m))
	}
	p.list(maxHistory, message.Text("review/history"), o.historySummary, lines, len(r.History))
}

func markdownRemark(m remark) string {
	text := "**" + m.severity + "** (" + escape(m.where) + "): " + escape(m.text)
	if m.hint != "" {
		text += " *" + message.Text("severity/hint") + ":* " + escape(m.hint)
	}
	return text
}

func (r *Review) tailList(p *page, o outline) {
	if len(o.checklist) == 0 {
		return
	}
	p.line("")
	p.line("### " + message.Text("review/checklist"))
	size := 0
	for _, t := range o.checklist {
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

// page is a part of the comment that is being written.
type page struct {
	b     strings.Builder
	limit int
	left  bool // something did not fit
}

func (p *page) String() string { return p.b.String() }
func (p *page) size() int      { return p.b.Len() }

func (p *page) line(s string) { p.b.WriteString(s + "\n") }

// add adds a part if it fits within the limit, and sets left if it does not.
func (p *page) add(part string) {
	if p.size()+len(part) > p.limit {
		p.left = true
		return
	}
	p.b.WriteString(part)
}

// list writes a heading, a sentence and as many lines of a list as fit in limit bytes. It writes nothing when there is no sentence and no list. A long
// list is folded under a title with the number n.
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

// chapter writes the part about one dilemma.
func (p *page) chapter(c chapter) {
	var b strings.Builder
	fmt.Fprintf(&b, "\n### %s\n\n%s: %s.", escape(cut(c.title, maxWarning)), code(visible(c.file)), strings.Join(c.states, ", "))
	for _, s := range c.consequences {
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

// section writes the lines of a section as nested lists, as far as they fit.
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
	// In HTML only letters, digits and spaces are certain to have no special meaning.
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

// cut shortens a text to limit bytes.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	return strings.ToValidUTF8(text[:limit], "") + " …"
}

// specialCharacters are the characters that have a meaning anywhere in Markdown.
const specialCharacters = "\\`*_{}[]<>#|~&^"

// patterns compiles the expressions when the first text is written, because most commands write none.
var patterns = sync.OnceValue(func() (s struct{ leading, linked *regexp.Regexp }) {
	// leading matches what has a meaning at the start of a line, such as a list, a heading or a command to GitLab.
	s.leading = regexp.MustCompile(`^([-+=/:!]|[0-9]+[.)])`)
	// linked matches words that a forge turns into a link, mention, formula, picture or mark: addresses, @name, #12, !12, the hash of a commit. A
	// tilde is among them because next to the end of struck-through text even an escaped one counts.
	s.linked = regexp.MustCompile(`@[\pL\pN_]|[#!%]["\pL\pN_]|~|&[0-9]|\$|://|(?i:www\.|mailto:|xmpp:)|\b[0-9a-f]{7,40}\b|\b[A-Z]{2,}-[0-9]|:[\w+-]+:|[\[{][-+]|[-+][\]}]|\[\[`)
	return s
})

// links reports whether a forge may turn a part of a word into something. Of nearly all words their letters tell that it does not.
func links(word string) bool {
	hexadecimal := 0
	for i := range len(word) {
		switch c := word[i]; {
		case 'a' <= c && c <= 'f':
			hexadecimal++
		case c < 'A' || c > 'Z' && c < 'a' || c > 'z' && c < utf8.RuneSelf:
			if ends := i > 0 && i+1 == len(word) && (c == ',' || c == '.') && word[i-1]|0x20 != 'w'; !ends { // a sentence, and not "www."
				return patterns().linked.MatchString(word)
			}
		}
	}
	return hexadecimal >= 7 && patterns().linked.MatchString(word)
}

// escapeCharacters puts a backslash before each of the specialCharacters in a text.
func escapeCharacters(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune(specialCharacters, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// escape makes a text from a contribution safe in one line of Markdown: it is shown literally and has no effect. A word that a forge would turn into
// a link is written as code, in which forges look for no links. Other special characters get a backslash.
func escape(text string) string {
	words := strings.Fields(visible(text))
	for i, word := range words {
		core := strings.TrimRight(word, ".,;:?!)")
		var at []int
		if i == 0 {
			at = patterns().leading.FindStringIndex(word)
		}
		switch {
		case links(core):
			words[i] = code(core) + word[len(core):]
		case core != word && links(word):
			words[i] = code(word)
		case at != nil:
			last := at[1] - 1
			words[i] = word[:last] + `\` + word[last:at[1]] + escapeCharacters(word[at[1]:])
		default:
			words[i] = escapeCharacters(word)
		}
	}
	return strings.Join(words, " ")
}

// code writes a text as inline code, also when it contains backticks.
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
