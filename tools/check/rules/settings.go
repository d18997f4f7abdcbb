package rules

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// off is the severity of a rule that a host does not want.
const off finding.Severity = "off"

// load reads the definition and the settings of the host. What is wrong with them is noted like any other finding.
func (c *Checker) load() {
	cfg, err := settings.Load(c.book.Root())
	var syntax *settings.SyntaxError
	switch {
	case errors.As(err, &syntax):
		f := c.hostFile(settings.File, syntax.Source)
		f.add(configSyntax, syntax.Start, syntax.End, "", "reason", syntax.Message)
	case err != nil:
		c.hostFile(settings.File, nil).add(configSyntax, 0, 0, "", "reason", err.Error())
	default:
		c.configure(cfg)
	}
	c.loadAllowed()
	def, err := canvas.Load(c.book.Root())
	var wrong canvas.Errors
	if errors.As(err, &wrong) {
		for _, e := range wrong {
			c.addDefinition(e)
		}
		return
	}
	c.def = def
	c.plain = indexPlain(def.Plain)
	c.pages = newPages(def, c.book, c.today)
}

// configure takes the severities from hugo.toml.
func (c *Checker) configure(cfg *settings.Config) {
	c.helpBase = strings.TrimSuffix(cfg.BaseURL, "/")
	f := c.hostFile(settings.File, cfg.Source)
	for _, s := range cfg.Settings {
		name := strings.Join(s.Key, ".")
		switch name {
		case "redactie":
			c.redactie = s.Text
			continue
		case "invented":
			if s.Items == nil {
				f.add(configValue, s.Start, s.End, name, "key", name, "value", s.Text, "reason", "", "words", `["tools/**", "docs/voorbeeld.md"]`)
			}
			continue
		}
		if len(s.Key) == 2 && s.Key[0] == "forge" {
			f.forge(s, name)
			continue
		}
		if len(s.Key) != 2 || s.Key[0] != "rules" {
			f.addHint(configUnknown, place{s.KeyStart, s.KeyEnd, name}, message.Text("tip/known-rules"), "key", name)
			continue
		}
		id := s.Key[1]
		rule, known := ruleOf(id)
		severity := finding.Severity(s.Text)
		switch {
		case !known:
			hint := message.Text("tip/known-rules")
			if near, ok := Suggest(id, ruleIDs()); ok {
				hint = didYouMean(near)
			}
			f.addHint(configUnknown, place{s.KeyStart, s.KeyEnd, name}, hint, "key", id)
		case severity != off && !slices.Contains(finding.Severities, severity):
			f.add(configValue, s.Start, s.End, name, "key", id, "value", s.Text, "reason", "", "words", "error, warning, hint, off")
		case rule.StopsSite && severity != finding.Error:
			f.add(configValue, s.Start, s.End, name, "key", id, "value", s.Text, "reason", message.Text("config/stops-site"), "words", "error")
		default:
			c.severity[id] = severity
		}
	}
}

// Forges are the words for the kind of server that holds the repository; an empty one is found out.
var Forges = []string{"gitlab", "forgejo", "gitea", "github", "mail"}

// forge looks at a setting of the server that holds the repository.
func (f *file) forge(s settings.Setting, name string) {
	switch s.Key[1] {
	case "repository", "branch", "remote":
	case "kind":
		if s.Text != "" && !slices.Contains(Forges, s.Text) {
			f.add(configValue, s.Start, s.End, name, "key", name, "value", s.Text, "reason", "", "words", strings.Join(Forges, ", "))
		}
	default:
		f.addHint(configUnknown, place{s.KeyStart, s.KeyEnd, name}, message.Text("tip/forge"), "key", name)
	}
}

func ruleIDs() []string {
	ids := make([]string, len(Rules))
	for i, r := range Rules {
		ids[i] = r.ID
	}
	return ids
}

// hostFile is a file of the host under check. Its findings are kept with the checker.
func (c *Checker) hostFile(name string, src []byte) *file {
	f := &file{Checker: c, File: casebook.Text(name, src)}
	c.host = append(c.host, f)
	return f
}

// addDefinition notes what is wrong in a file below data/: from its place up to the end of that line.
func (c *Checker) addDefinition(e *canvas.Error) {
	src, _ := fs.ReadFile(c.book.Root(), e.File) // a file that is not there has no lines
	f := c.hostFile(e.File, src)
	start, end := f.Span(e.Line, e.Column)
	f.add(definitionBroken, start, end, "", "reason", e.Message)
}
