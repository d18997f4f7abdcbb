package rules

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/collected"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Standard is everything that decides how files are checked: the settings in hugo.toml, the definition of the canvas with its vocabularies, and
// the list of allowed values. A proposal is checked against the Standard of the branch with which it is compared, never against its own:
// otherwise a few lines in its hugo.toml could switch off the rules that must stop it.
type Standard struct {
	// Settings are empty when hugo.toml is missing or can't be parsed.
	Settings *settings.Settings
	// Definition is nil when it is broken.
	Definition *canvas.Definition

	book            *casebook.Book
	sources         map[string][]byte // the content of every file that was read, by path; nil for one that does not exist
	settingsErr     error
	definitionErrs  canvas.Errors
	allow           *allowlist.List
	allowedProblems []allowlist.Problem
}

// ReadStandard reads the standard of a book from its files. It never fails: the Checker of the book reports what is wrong with these files.
func ReadStandard(book *casebook.Book) *Standard {
	files := &recorder{FS: book.Root(), sources: map[string][]byte{}}
	s := &Standard{book: book, sources: files.sources}
	if s.Settings, s.settingsErr = settings.Load(files); s.settingsErr != nil {
		s.Settings = &settings.Settings{}
	}
	s.allow, s.allowedProblems = allowlist.Load(files)
	def, err := canvas.Load(files)
	if !errors.As(err, &s.definitionErrs) {
		s.Definition = def
	}
	return s
}

// Err returns the errors in the definition as canvas.Errors, or nil when there is a Definition.
func (s *Standard) Err() error {
	if s.Definition != nil {
		return nil
	}
	return s.definitionErrs
}

// severities returns the valid severities that hugo.toml sets, by the ID of the rule.
func (s *Standard) severities() map[string]finding.Severity {
	chosen := map[string]finding.Severity{}
	for _, setting := range s.Settings.List {
		if len(setting.Key) != 2 || setting.Key[0] != "rules" {
			continue
		}
		rule, known := ruleOf(setting.Key[1])
		severity := finding.Severity(setting.Text)
		if known && validSeverity(severity) && (!rule.StopsSite || severity == finding.Error) {
			chosen[rule.ID] = severity
		}
	}
	return chosen
}

func validSeverity(s finding.Severity) bool {
	return s == off || slices.Contains(finding.Severities, s)
}

// changedIn returns the sorted paths of the files that differ in another standard. Windows line ends make no difference.
func (s *Standard) changedIn(other *Standard) []string {
	var changed []string
	names := maps.Clone(s.sources)
	maps.Copy(names, other.sources)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if before, after := s.source(name), other.source(name); (before == nil) != (after == nil) || !bytes.Equal(withoutCR(before), withoutCR(after)) {
			changed = append(changed, name)
		}
	}
	return changed
}

// of is ReadStandard of another book. Where the files are the same and nothing is wrong with them it reads nothing out of them anew.
func (s *Standard) of(book *casebook.Book) *Standard {
	if s.settingsErr != nil || s.Definition == nil || len(s.allowedProblems) > 0 {
		return ReadStandard(book)
	}
	for name, src := range s.sources {
		have, err := fs.ReadFile(book.Root(), name)
		if same := err == nil && src != nil && bytes.Equal(have, src) || src == nil && errors.Is(err, fs.ErrNotExist); !same {
			return ReadStandard(book)
		}
	}
	same := *s
	same.book = book
	return &same
}

// source returns the content of a file in the book of the standard; nil when it does not exist.
func (s *Standard) source(name string) []byte {
	if src, asked := s.sources[name]; asked {
		return src
	}
	src, err := fs.ReadFile(s.book.Root(), name)
	if err != nil {
		return nil
	}
	return src
}

func withoutCR(src []byte) []byte { return bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n")) }

// recorder is a file system that records the content of every file that is read, so that a standard knows its files without a list of them.
type recorder struct {
	fs.FS
	lock    sync.Mutex // guards sources: canvas.Load reads files concurrently
	sources map[string][]byte
}

// ReadFile implements fs.ReadFileFS.
func (r *recorder) ReadFile(name string) ([]byte, error) {
	src, err := fs.ReadFile(r.FS, name)
	r.lock.Lock()
	defer r.lock.Unlock()
	if r.sources[name] = src; err != nil {
		r.sources[name] = nil
	} else if src == nil {
		r.sources[name] = []byte{}
	}
	return src, err
}

// checkStandard adds the findings in the files of the book's own standard. When the book is checked against another standard, it adds a finding on
// each of these files that differs.
func (c *Checker) checkStandard() {
	own := c.standard
	if own.book != c.book {
		own = c.standard.of(c.book)
		c.changed = c.standard.changedIn(own)
		// With a broken definition nothing can be checked, and only a proposal can repair it. Then the proposal's own definition is used.
		hint := message.Text("trust/changed.tip")
		if c.def == nil && own.Definition != nil {
			c.def, hint = own.Definition, message.Text("trust/mended.tip")
		}
		for _, name := range c.changed {
			c.standardFile(name, own.source(name)).addHint(trustChanged, place{}, hint, "file", name)
		}
	}
	c.own = own
	var syntax *settings.SyntaxError
	switch {
	case errors.As(own.settingsErr, &syntax):
		f := c.standardFile(settings.File, syntax.Source)
		f.add(configSyntax, syntax.Start, syntax.End, "", "reason", syntax.Message)
	case own.settingsErr != nil:
		c.standardFile(settings.File, nil).add(configSyntax, 0, 0, "", "reason", own.settingsErr.Error())
	default:
		c.checkSettings(own.Settings)
	}
	c.checkAllowed(own)
	for _, e := range own.definitionErrs {
		c.addDefinition(e)
	}
}

// checkSettings checks the keys and values of the settings in hugo.toml.
func (c *Checker) checkSettings(cfg *settings.Settings) {
	f := c.standardFile(settings.File, cfg.Source)
	f.checkCollect(cfg)
	for _, s := range cfg.List {
		name := strings.Join(s.Key, ".")
		switch {
		case name == "redactie":
		case name == "began":
			if _, err := time.Parse(time.DateOnly, s.Text); err != nil {
				f.add(configValue, s.Start, s.End, name, "key", name, "value", s.Text, "reason", "", "words", `"2026-11-23"`)
			}
		case name == "invented":
			if s.Items == nil {
				f.add(configValue, s.Start, s.End, name, "key", name, "value", s.Text, "reason", "", "words", `["tools/**", "docs/voorbeeld.md"]`)
			}
		case len(s.Key) == 2 && s.Key[0] == "forge":
			f.checkForge(s, name)
		case len(s.Key) == 2 && s.Key[0] == "rules":
			f.checkSeverity(s, name)
		case s.Key[0] == collected.Table:
			if len(s.Key) != 2 {
				f.addHint(configUnknown, place{s.KeyStart, s.KeyEnd, name}, message.Text("tip/collect"), "key", name)
			}
		default:
			f.addHint(configUnknown, place{s.KeyStart, s.KeyEnd, name}, message.Text("tip/known-rules"), "key", name)
		}
	}
}

// checkCollect checks the settings of the casebooks of others.
func (f *file) checkCollect(cfg *settings.Settings) {
	list := slices.DeleteFunc(slices.Clone(cfg.List), func(s settings.Setting) bool { return len(s.Key) != 2 || s.Key[0] != collected.Table })
	for i, problem := range collected.Problems(collected.Sources(cfg), cfg.BaseURL) {
		if problem != "" {
			s := list[i]
			f.addHint(configValue, place{s.Start, s.End, strings.Join(s.Key, ".")}, message.Text("tip/collect"), "key", s.Key[1], "value", s.Text,
				"reason", message.Text("config/collect-"+problem))
		}
	}
}

// checkSeverity checks a setting of the severity of a rule.
func (f *file) checkSeverity(s settings.Setting, name string) {
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
	case !validSeverity(severity):
		f.add(configValue, s.Start, s.End, name, "key", id, "value", s.Text, "reason", "", "words", "error, warning, hint, off")
	case rule.StopsSite && severity != finding.Error:
		f.add(configValue, s.Start, s.End, name, "key", id, "value", s.Text, "reason", message.Text("config/stops-site"), "words", "error")
	}
}

// Forges are the valid values of the setting forge.kind, the kind of server that hosts the repository. When it is empty, dilemma detects the kind.
var Forges = []string{"gitlab", "forgejo", "gitea", "github", "mail"}

// checkForge checks a setting of the server that hosts the repository.
func (f *file) checkForge(s settings.Setting, name string) {
	switch s.Key[1] {
	case "repository", "branch", "remote", "oauth_client":
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

// checkAllowed checks the list of allowed values. It adds a finding on each line that is wrong or has expired.
func (c *Checker) checkAllowed(own *Standard) {
	var expired []allowlist.Entry
	for _, e := range own.allow.Entries() {
		if c.today.day.After(e.Until) {
			expired = append(expired, e)
		}
	}
	if len(own.allowedProblems) == 0 && len(expired) == 0 {
		return
	}
	f := c.standardFile(allowlist.Path, own.source(allowlist.Path))
	for _, p := range own.allowedProblems {
		start, end := f.Span(p.Line, 1)
		hint := message.Text(personalAllow.ID + ".tip")
		if p.Kind == allowlist.Old || p.Kind == allowlist.Few || p.Kind == allowlist.BadForm {
			hint = message.Text("personal/allow-anew")
		}
		f.addHint(personalAllow, place{start, end, ""}, hint, "reason", AllowProblem(&p))
	}
	for _, e := range expired {
		start, end := f.Span(e.Line, 1)
		reason := message.Text("personal/expired", "reason", e.Reason, "date", e.Until.Format("2006-01-02"))
		f.addFinding(personalAllow, finding.Warning, place{start, end, ""}, message.Text("personal/expired.tip"), []string{"reason", reason})
	}
}

// standardFile returns a file of the standard for checking. The Checker keeps its findings.
func (c *Checker) standardFile(name string, src []byte) *file {
	f := c.open(casebook.Text(name, src))
	c.standardFiles = append(c.standardFiles, f)
	return f
}

// addDefinition adds a finding on an error in a file of the definition, from its place up to the end of the line.
func (c *Checker) addDefinition(e *canvas.Error) {
	f := c.standardFile(e.File, c.own.source(e.File)) // nil for a missing file, which has no lines
	start, end := f.Span(e.Line, e.Column)
	f.add(definitionBroken, start, end, "", "reason", e.Message)
}
