package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"

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
	casebook.Slip:             frontMatterSyntax,
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
		detail := p.Detail
		switch {
		case p.Kind == casebook.LineEndings:
			detail, tip = message.Text("line-endings/windows"), message.Text(rule.ID+".tip")
			if p.Sign != 0 {
				detail = message.Text("line-endings/mac")
			}
		case p.Kind == casebook.ControlCharacter || p.Kind == casebook.LineSeparator:
			detail = nameSign(p.Sign)
			tip = message.Text(rule.ID + ".tip")
		case p.Kind == casebook.Slip:
			tip = message.Text("slip/" + p.Detail + ".tip")
		case p.Detail == casebook.Dashes, p.Detail == casebook.Document, p.Detail == casebook.Key, p.Detail == casebook.Flow:
			tip = message.Text("ambiguous/" + p.Detail + ".tip")
		default:
			tip = message.Text(rule.ID+".tip", "detail", shorten(p.Detail))
		}
		f.addHint(rule, place{p.Start, p.End, ""}, tip, "detail", detail, "reason", explain(p))
	}
}

// explain explains a problem in plain Dutch, for the rules whose message has a place for it; otherwise it returns "".
func explain(p casebook.Problem) string {
	switch p.Kind {
	case casebook.Unreadable:
		return reason(p.Err)
	case casebook.BadYAML:
		return message.YAML(casebook.YAMLMessage(p.Err))
	case casebook.Slip:
		return message.Text("slip/"+p.Detail, "sign", nameSign(p.Sign))
	case casebook.NotAMapping:
		return message.Text("yaml/not-a-mapping")
	case casebook.Ambiguous:
		return message.Text("ambiguous/" + p.Detail)
	}
	return ""
}

// nameSign names a sign that is not what it looks like, or that nobody sees: "U+00A0 (harde spatie)".
func nameSign(r rune) string {
	code := fmt.Sprintf("U+%04X", r)
	for _, id := range []string{"sign/" + code, "sign/" + code[:len(code)-1] + "x"} {
		if message.Has(id) {
			return code + " (" + message.Text(id) + ")"
		}
	}
	if unicode.IsControl(r) {
		return code + " (" + message.Text("sign/control") + ")"
	}
	return code
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
