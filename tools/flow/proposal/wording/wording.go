// Package wording says in words what a proposal is: its title, which is the message of its commit too, and its description. The command and the form on the site propose
// with it, so that both bring the same proposal further. It knows no Git and no server.
package wording

import (
	"cmp"
	"regexp"
	"strings"
	"sync"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Name returns what a dilemma is called in its text, on one line, or "".
func Name(text []byte) string {
	front := casebook.Parse("", text).Front
	if front == nil {
		return ""
	}
	value := lifecycle.Get(front, lifecycle.Title)
	if value == nil || value.Kind != casebook.String {
		return ""
	}
	return OneLine(value.Text)
}

// Title returns the title of the proposal of a dilemma that is called name. change reports whether the dilemma is published already.
func Title(name string, change bool) string {
	if change {
		return message.Text("submit/change", "title", name)
	}
	return message.Text("submit/new", "title", name)
}

// Proposal is what a description tells.
type Proposal struct {
	// Files are the paths of all files of the dilemma, and Text is that with the dilemma itself.
	Files []string
	Text  []byte
	// Found are what the check says.
	Found []finding.Finding
	// Licence is the name of that of the book; "" when it has none.
	Licence string
}

// Description returns the description of a proposal, in Markdown.
func Description(p Proposal) string {
	front := casebook.Parse("", p.Text).Front
	text := message.Text("submit/description", "files", "`"+strings.Join(p.Files, "`, `")+"`", "herkomst", cmp.Or(lifecycle.Text(front, lifecycle.Provenance), message.Text("submit/unknown")),
		"warnings", message.Number("warning", finding.Count(p.Found, finding.Warning)), "hints", message.Number("hint", finding.Count(p.Found, finding.Hint)))
	if p.Licence != "" {
		text += "\n\n" + message.Text("submit/licence", "licence", p.Licence)
	}
	return text
}

// ours matches a description that was made here and that nobody wrote in, as one line: some servers keep no other. What a proposal of the redactie tells behind it, on how to
// merge, is not of it.
var ours = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("^" + pattern("submit/description") + "(?: " + pattern("submit/licence") + ")?$")
})

// values are patterns for what can stand in the places of those sentences: no more than that, so that a word that somebody put behind it is none.
var values = map[string]string{
	"files":    "`[^`]+`(?:, `[^`]+`)*",
	"herkomst": `[\pL-]+(?: [\pL-]+)?`,
	"warnings": `[\pL\pN]+ \pL+`,
	"hints":    `[\pL\pN]+ \pL+`,
	"licence":  `[\pL\pN-]+(?:[. ][\pL\pN-]+)*`,
	"title":    ".+",
}

// ourTitle matches a title that was made here.
var ourTitle = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("^(?:" + pattern("submit/new") + "|" + pattern("submit/change") + ")$")
})

// pattern returns a pattern for a sentence of the catalogue.
func pattern(id string) string {
	return place().ReplaceAllStringFunc(regexp.QuoteMeta(OneLine(message.Text(id))), func(name string) string { return values[strings.Trim(name, `\{}`)] })
}

// place matches a place in a sentence of which the signs were made safe.
var place = lazy.Regexp(`\\\{[a-z]+\\\}`)

// OneLine joins the words of a text, so that texts of which a server changed the lines can be compared.
func OneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// IsOurs reports whether a description is one that Description gave, so that another may take its place: what a person wrote stays.
func IsOurs(description string) bool { return ours().MatchString(OneLine(description)) }

// IsOurTitle reports whether a title is one that Title gave, for whatever name.
func IsOurTitle(title string) bool { return ourTitle().MatchString(OneLine(title)) }
