package rules

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// problemRules gives the rule for each kind of problem that parsing a file can have.
var problemRules = map[casebook.ProblemKind]Rule{
	casebook.Unreadable:       fileUnreadable,
	casebook.TooLarge:         fileTooLarge,
	casebook.TooMuch:          fileTooMuch,
	casebook.Empty:            fileEmpty,
	casebook.Binary:           fileBinary,
	casebook.Encoding:         fileEncoding,
	casebook.ControlCharacter: fileControlCharacter,
	casebook.LineSeparator:    fileControlCharacter,
	casebook.ByteOrderMark:    fileByteOrderMark,
	casebook.LineEndings:      fileLineEndings,
	casebook.NoFrontMatter:    frontMatterMissing,
	casebook.OtherFormat:      frontMatterFormat,
	casebook.Unclosed:         frontMatterUnclosed,
	casebook.BadYAML:          frontMatterSyntax,
	casebook.NotAMapping:      frontMatterSyntax,
	casebook.DuplicateKey:     frontMatterDuplicateKey,
	casebook.Alias:            frontMatterAlias,
	casebook.Tag:              frontMatterTag,
	casebook.Tab:              frontMatterTab,
	casebook.Ambiguous:        frontMatterAmbiguous,
}

// checkProblems turns the problems of parsing the file into findings. A page that is no dilemma may lack front matter.
func (f *file) checkProblems(dilemma bool) {
	for _, p := range f.Problems {
		if p.Kind == casebook.NoFrontMatter && !dilemma {
			continue
		}
		rule, tip := problemRules[p.Kind], ""
		if p.Kind == casebook.TooMuch {
			f.addTooMuch(place{p.Start, p.End, ""}, "yaml", "")
			continue
		}
		switch p.Detail {
		case casebook.Dashes, casebook.Document, casebook.Key, casebook.Flow:
			tip = message.Text("ambiguous/" + p.Detail + ".tip")
		default:
			tip = message.Text(rule.ID+".tip", "detail", shorten(p.Detail))
		}
		f.addHint(rule, place{p.Start, p.End, ""}, tip, "detail", p.Detail, "reason", explain(p))
	}
}

// explain explains a problem in plain Dutch, for the rules whose message has a place for it; otherwise it returns "".
func explain(p casebook.Problem) string {
	switch p.Kind {
	case casebook.Unreadable:
		return reason(p.Err)
	case casebook.BadYAML:
		return explainYAML(casebook.YAMLMessage(p.Err))
	case casebook.NotAMapping:
		return message.Text("yaml/not-a-mapping")
	case casebook.Ambiguous:
		return message.Text("ambiguous/" + p.Detail)
	}
	return ""
}

// reason explains in plain Dutch why a file could not be read.
func reason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return message.Text("reason/not-found")
	case errors.Is(err, fs.ErrPermission):
		return message.Text("reason/permission")
	case errors.Is(err, casebook.ErrNotRegular):
		return message.Text("reason/not-regular")
	case errors.Is(err, fs.ErrInvalid):
		return message.Text("reason/no-name")
	}
	if file := (*fs.PathError)(nil); errors.As(err, &file) {
		err = file.Err // where it stands, the finding tells
	}
	return strings.TrimSuffix(err.Error(), ".")
}

// yamlMessages maps parts of the error messages of the YAML parser to the IDs of explanations for somebody who does not know YAML.
var yamlMessages = []struct{ part, id string }{
	{"mapping values are not allowed", "yaml/colon"},
	{"cannot start any token", "yaml/start"},
	{"could not find expected ':'", "yaml/no-colon"},
	{"did not find expected key", "yaml/indent"},
	{"did not find expected '-' indicator", "yaml/indent"},
	{"block sequence entries", "yaml/dash"},
	{"unexpected end of stream", "yaml/open"},
	{"did not find expected ',' or", "yaml/bracket"},
	{"did not find expected node content", "yaml/bracket"},
	{"unknown anchor", "yaml/star"},
	{"did not find expected alphabetic", "yaml/star"},
	{"unknown escape character", "yaml/escape"},
	{"depth", "yaml/depth"},
}

func explainYAML(text string) string {
	for _, m := range yamlMessages {
		if strings.Contains(text, m.part) {
			return message.Text(m.id)
		}
	}
	return message.Text("yaml/other", "reason", text)
}
