// Package rules is the gate of the casebook: it holds files against the definition of the canvas and says in findings
// what is not right. It decides nothing about Git, and writes nothing. What is personal data in
// a text, anonymity tells; here it is decided what that means for the casebook.
//
// A dilemma is held to more as it gets further. A concept (draft: true) needs a title, the dilemma and why it is urgent;
// a published case (draft: false, or no draft at all, as Hugo reads it) needs all that data/canvas.yaml requires; of a
// withdrawn one the canvas may be gone.
package rules

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
)

// off is the severity of a rule that an organisation does not want.
const off finding.Severity = "off"

// Checker holds what every check of one book shares.
type Checker struct {
	// ShowValues says that findings show personal data as it stands.
	ShowValues bool

	standard      *Standard          // what judges
	own           *Standard          // what the book itself holds; the same one when the book is trusted
	changed       []string           // the files in which they differ
	def           *canvas.Definition // nil when it is broken
	book          *casebook.Book
	pages         *pages
	today         time.Time
	severity      map[string]finding.Severity // of the rules for which the standard chooses one
	helpBase      string                      // the address of the site
	plain         map[string][]plainWord      // words that have a plainer one, by their first word
	redactie      string                      // who commits for the redactie: "Name <address>"
	allow         *allowlist.List
	standardFiles []*file         // files of the standard with findings
	withheld      map[string]bool // files of which the text is withdrawn, though they do not say so themselves
}

// New prepares the checks of a book against a standard: its own one, from ReadStandard of the same book, or that of another book, which alone
// then judges. The day decides which dates lie in the future.
func New(book *casebook.Book, standard *Standard, today time.Time) *Checker {
	c := &Checker{
		book: book, standard: standard, today: lifecycle.Day(today),
		def: standard.Definition, severity: standard.severities(), allow: standard.allow,
		helpBase: strings.TrimSuffix(standard.Settings.BaseURL, "/"), redactie: standard.Settings.Text("redactie"),
	}
	c.checkStandard()
	if c.def != nil {
		c.plain = indexPlain(c.def.Plain)
		c.pages = newPages(c.def, book, c.today)
	}
	return c
}

// Invented returns the patterns of the files whose personal data is invented, relative to hugo.toml; see scan.Invented.
func (c *Checker) Invented() []string { return c.standard.Settings.Items("invented") }

// Withhold says that the text of a file was withdrawn elsewhere, so that no finding may repeat it.
func (c *Checker) Withhold(name string) {
	if c.withheld == nil {
		c.withheld = map[string]bool{}
	}
	c.withheld[name] = true
}

// Result is what a check saw.
type Result struct {
	Findings []finding.Finding // sorted
	Files    int               // how many files were looked at
}

// All checks every dilemma, and the links and headings of every other page.
func (c *Checker) All() Result { return c.entries(c.book.Walk(casebook.ContentDir)) }

// Paths checks the named files and directories. Paths are relative to the root of the book, with forward slashes.
func (c *Checker) Paths(names []string) Result { return c.entries(c.find(names)) }

// Dilemmas lists the dilemmas among the named files and directories, or all when there are none.
func (c *Checker) Dilemmas(names []string) []string {
	if len(names) == 0 {
		names = []string{casebook.Dir}
	}
	var dilemmas []string
	for _, e := range c.find(names) {
		if e.Err == nil && isDilemma(e.Path) {
			dilemmas = append(dilemmas, e.Path)
		}
	}
	return dilemmas
}

// Standard returns what is wrong with the files of the standard that the book holds: the settings, the definition, the list of allowed values;
// and which of them a book changes that is judged by another standard.
func (c *Checker) Standard() []finding.Finding {
	var all []finding.Finding
	for _, f := range c.standardFiles {
		all = append(all, f.findings...)
	}
	return all
}

// find lists the named files, and those in the named directories, each once.
func (c *Checker) find(names []string) []casebook.Entry {
	var entries []casebook.Entry
	for _, name := range names {
		name = path.Clean(name)
		info, err := fs.Stat(c.book.Root(), name)
		if err == nil && info.IsDir() {
			entries = append(entries, c.book.Walk(name)...)
			continue
		}
		entries = append(entries, casebook.Entry{Path: name, Err: err})
	}
	slices.SortFunc(entries, func(a, b casebook.Entry) int { return strings.Compare(a.Path, b.Path) })
	return slices.CompactFunc(entries, func(a, b casebook.Entry) bool { return a.Path == b.Path })
}

func (c *Checker) entries(entries []casebook.Entry) Result {
	if c.def == nil {
		entries = nil // there is nothing to hold them against
	}
	found := make([][]finding.Finding, len(entries))
	casebook.Parallel(len(entries), func(i int) { found[i] = c.entry(entries[i]) })
	all := append(slices.Concat(found...), c.Standard()...)
	finding.Sort(all)
	return Result{Findings: all, Files: len(entries)}
}

func (c *Checker) entry(e casebook.Entry) []finding.Finding {
	if e.Err != nil {
		f := &file{Checker: c, File: casebook.Text(e.Path, nil)}
		f.add(fileUnreadable, 0, 0, "", "reason", reason(e.Err))
		return f.findings
	}
	return c.file(c.book.Read(e.Path))
}

// Text checks a text as the file with this name. The file itself is not read.
func (c *Checker) Text(name string, src []byte) []finding.Finding {
	if c.def == nil {
		return nil
	}
	found := c.file(casebook.Parse(name, src))
	finding.Sort(found)
	return found
}

func (c *Checker) file(source *casebook.File) []finding.Finding {
	f := &file{Checker: c, File: source, abbreviations: map[string]abbreviation{}, explained: map[string]bool{}}
	dilemma := isDilemma(f.Path)
	f.withheld = dilemma && (lifecycle.Withheld(source) || c.withheld[f.Path])
	f.checkForm(dilemma)
	if dilemma {
		f.checkName()
		f.checkFrontMatter()
		f.checkRelations()
	}
	if f.readable(dilemma) {
		f.checkBody(dilemma)
	}
	f.checkAbbreviations()
	if dilemma {
		f.checkPersonal()
	}
	return f.findings
}

// isDilemma reports whether a file must be a dilemma: all are, but for the other pages of the site.
func isDilemma(name string) bool {
	if strings.HasPrefix(name, casebook.Dir+"/") {
		return !casebook.IsSection(name)
	}
	return !strings.HasPrefix(name, casebook.ContentDir+"/")
}

// file is one file under check, and what was found in it.
type file struct {
	*Checker
	*casebook.File
	findings []finding.Finding
	last     struct{ offset, line, column int } // the position asked last

	withheld      bool                    // whether the text is withdrawn, so that no finding may repeat it
	abbreviations map[string]abbreviation // the first place of each
	explained     map[string]bool         // those that are written out somewhere
}

// add notes a finding at a range of bytes. The pairs fill the places in the sentences of the rule.
func (f *file) add(r Rule, start, end int, field string, pairs ...string) {
	clip(pairs)
	f.note(r, r.Severity, place{start, end, field}, message.Text(r.ID+".tip", pairs...), pairs)
}

// addHint notes a finding with a tip of its own.
func (f *file) addHint(r Rule, at place, hint string, pairs ...string) {
	clip(pairs)
	f.note(r, r.Severity, at, hint, pairs)
}

// note notes a finding with the severity that the standard chooses for the rule, or else the given one.
func (f *file) note(r Rule, severity finding.Severity, at place, hint string, pairs []string) {
	if chosen, ok := f.severity[r.ID]; ok {
		severity = chosen
	}
	if severity == off {
		return
	}
	text := message.Text(r.ID, pairs...)
	if f.withheld && at.end > f.FrontStart+len("---") && !lifecycle.ShowsAt(f.File, at.start) && !strings.HasPrefix(r.ID, "personal/") {
		text, hint = r.Explanation().What, "" // the rule, and nothing of the text that breaks it
		if r.ID == canvasUnknownKey.ID {
			at.path = ""
		}
	}
	line, column := f.position(at.start)
	endLine, endColumn := f.position(at.end)
	f.findings = append(f.findings, finding.Finding{
		Rule: r.ID, Severity: severity, File: f.Path, Field: at.path,
		Line: line, Column: column, EndLine: endLine, EndColumn: endColumn, Start: at.start, End: at.end,
		Message: text, Hint: hint, Help: f.helpBase + r.Page(),
	})
}

// maxValue is the most of a value that a sentence repeats, in bytes: more than any help text, less than a screen.
const maxValue = 400

// clip shortens the values that a sentence is filled in with.
func clip(pairs []string) {
	for i := 1; i < len(pairs); i += 2 {
		pairs[i] = shorten(pairs[i])
	}
}

func shorten(s string) string {
	if len(s) <= maxValue {
		return s
	}
	return strings.ToValidUTF8(s[:maxValue], "") + "…"
}

// position is Position for offsets that mostly come in order: a line of a megabyte is not counted anew for each finding.
func (f *file) position(offset int) (line, column int) {
	last := &f.last
	if last.line > 0 && offset >= last.offset && offset <= len(f.Source) && bytes.IndexByte(f.Source[last.offset:offset], '\n') < 0 {
		last.column += utf8.RuneCount(f.Source[last.offset:offset])
	} else {
		last.line, last.column = f.Position(offset)
	}
	last.offset = offset
	return last.line, last.column
}

// readable reports whether there is a body to look at.
func (f *file) readable(dilemma bool) bool {
	for _, p := range f.Problems {
		switch p.Kind {
		case casebook.NoFrontMatter, casebook.OtherFormat:
			if dilemma {
				return false // where the body begins is anybody's guess
			}
		case casebook.Unreadable, casebook.TooLarge, casebook.Empty, casebook.Binary, casebook.Encoding,
			casebook.ControlCharacter, casebook.Unclosed:
			return false
		}
	}
	return true
}

// checkName looks at the place of a dilemma: its slug is its identity and its address.
func (f *file) checkName() {
	if !strings.HasPrefix(f.Path, casebook.Dir+"/") {
		return // a file outside the casebook has no address yet
	}
	slug, ok := casebook.SlugOf(f.Path)
	if !ok || !casebook.ValidSlug(slug) {
		f.add(fileName, 0, 0, "", "name", path.Base(f.Path), "example", exampleSlug(f.Path))
	}
}

func exampleSlug(name string) string {
	base := path.Base(name)
	if base == casebook.BundleFile {
		base = path.Base(path.Dir(name))
	}
	if slug := casebook.Slug(strings.TrimSuffix(base, path.Ext(base))); slug != "" {
		return slug
	}
	return "mijn-dilemma"
}
