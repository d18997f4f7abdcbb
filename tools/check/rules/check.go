// Package rules checks the files of a casebook against the definition of the canvas and reports what is wrong as findings. It knows nothing of
// Git and writes no files. Package detect decides what counts as personal data in a text; this package decides how severe that is in a casebook.
//
// The further a dilemma is, the more it must hold. A concept (draft: true) needs a title, the dilemma and why it is urgent. A published case
// (draft: false or no draft at all, which Hugo publishes too) needs everything that data/canvas.yaml requires. A withdrawn case may have lost its
// canvas.
package rules

import (
	"io/fs"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/budget"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

// off is the severity in hugo.toml of a rule that an organisation has switched off.
const off finding.Severity = "off"

// Checker checks the files of one book. It holds what all these checks share.
type Checker struct {
	// ShowValues leaves personal data in the messages of findings unmasked.
	ShowValues bool
	// Given completes the hits in a text with the names that a user gave; nil when none were given. Those are findings whatever the standard allows.
	Given func(text string, hits []detect.Hit) []detect.Hit
	// Progress is told how many of the files have been checked, from several goroutines; nil tells nobody.
	Progress func(done, total int)

	standard      *Standard          // the one to check against
	own           *Standard          // the one in the book itself; the same one when the book is trusted
	foreign       bool               // whether the standard is that of another book
	changed       []string           // the paths of the files in which the two differ
	def           *canvas.Definition // nil when it is broken
	book          *casebook.Book
	pages         *pages
	today         calendar
	severity      map[string]finding.Severity // by rule ID, for the rules whose severity the standard sets
	helpBase      string                      // the address of the site, without a slash at the end
	plain         map[string][]plainWord      // expressions that have a plainer alternative, by their first word
	plainShapes   *wordShapes                 // of those words
	bookBegan     time.Time                   // the day on which the book began; zero when its settings don't say so
	redactie      string                      // the identity with which the redactie commits: "Name <address>"
	allow         *allowlist.List
	identities    *allowlist.Asker       // for who made a commit
	standardFiles []*file                // the files of the standard, with their findings
	withheld      map[string]bool        // by path: files whose text was withdrawn elsewhere, so that findings must not repeat it
	withdrawn     func() map[string]bool // the slugs of the dilemmas in the book whose text is withdrawn
}

// New returns a Checker that checks a book against a standard. That is the book's own (ReadStandard of the same book), or that of another book:
// then the book's own standard has no say. Dates after today count as lying in the future.
func New(book *casebook.Book, standard *Standard, today time.Time) *Checker {
	c := &Checker{
		book: book, standard: standard, foreign: standard.book != book, today: calendar{day: lifecycle.Day(today)},
		def: standard.Definition, severity: standard.severities(), allow: standard.allow,
		helpBase: strings.TrimSuffix(standard.Settings.BaseURL, "/"), redactie: standard.Settings.Text("redactie"),
	}
	c.bookBegan, _ = time.Parse(time.DateOnly, standard.Settings.Text("began"))
	c.identities = c.today.ask(c.allow)
	c.withdrawn = sync.OnceValue(func() map[string]bool { return readWithdrawn(book) })
	c.checkStandard()
	if c.def != nil {
		c.plain = indexPlain(c.def.Plain)
		c.plainShapes = shapesOf(c.plain)
		c.pages = newPages(c.def, book, c.today.day)
	}
	return c
}

// IsInvented reports whether the standard says that the personal data in a file is made up, by its path from the folder of hugo.toml. The patterns are
// those of path.Match, or a folder followed by /** for everything below it.
func (c *Checker) IsInvented(name string) bool {
	for _, p := range c.standard.Settings.Items("invented") {
		if dir, ok := strings.CutSuffix(p, "/**"); ok && strings.HasPrefix(name, dir+"/") {
			return true
		}
		if ok, err := path.Match(p, name); err == nil && ok {
			return true
		}
	}
	return false
}

// OwnText reports whether a file holds what the organisation itself writes, by its path from the root of the book: the handbook, and all else of which
// the site is made. In those only what is certain is a finding.
func (c *Checker) OwnText(name string) bool {
	if strings.HasPrefix(name, casebook.Dir+"/") && !casebook.IsSection(name) {
		return false // without asking whether it is an attachment
	}
	sort, _ := c.book.SortOf(name)
	return sort == casebook.Page || sort == casebook.Source
}

// Definition returns the definition of the canvas that the checks use. The error is of type canvas.Errors, when neither the standard nor the book
// holds one that can be read.
func (c *Checker) Definition() (*canvas.Definition, error) {
	if c.def == nil {
		return nil, c.own.Err()
	}
	return c.def, nil
}

// Withhold marks a file whose text was withdrawn elsewhere, so that no finding repeats that text.
func (c *Checker) Withhold(name string) {
	if c.withheld == nil {
		c.withheld = map[string]bool{}
	}
	c.withheld[name] = true
}

// Result is the outcome of a check.
type Result struct {
	Findings []finding.Finding // sorted
	Files    int               // the number of files that were checked
}

// All checks every dilemma and every page of the handbook, and searches every other file of which the site is made for personal data.
func (c *Checker) All() Result { return c.checkEntries(c.book.All()) }

// Paths checks the named files and directories. Paths are relative to the root of the book, with forward slashes.
func (c *Checker) Paths(names []string) Result { return c.checkEntries(c.listFiles(names)) }

// Dilemmas lists the dilemmas among the named files and directories, or all when there are none.
func (c *Checker) Dilemmas(names []string) []string {
	if len(names) == 0 {
		names = []string{casebook.Dir}
	}
	var dilemmas []string
	for _, e := range c.listFiles(names) {
		if e.Err == nil && isDilemma(e.Path) {
			dilemmas = append(dilemmas, e.Path)
		}
	}
	return dilemmas
}

// Standard returns the findings in the files of the book's own standard: the settings, the definition and the list of allowed values. When the
// book is checked against another standard, they include a finding for each of these files that the book has changed.
func (c *Checker) Standard() []finding.Finding {
	var all []finding.Finding
	for _, f := range c.standardFiles {
		all = append(all, f.finish()...)
	}
	return all
}

// listFiles lists the named files, and those in the named directories, each once. Of a directory of which no site is made it lists the Markdown: those
// files are taken for dilemmas. A dilemma brings its attachments.
func (c *Checker) listFiles(names []string) []casebook.Entry {
	var entries []casebook.Entry
	for _, name := range names {
		name = path.Clean(name)
		info, err := fs.Stat(c.book.Root(), name)
		if name == "." {
			entries = append(entries, c.book.All()...)
			continue
		}
		if err == nil && info.IsDir() {
			entries = append(entries, slices.DeleteFunc(c.book.Files(name), func(e casebook.Entry) bool {
				sort, _ := c.book.SortOf(e.Path)
				return sort == casebook.Outside && e.Err == nil && !casebook.IsMarkdown(e.Path)
			})...)
			continue
		}
		entries = append(entries, casebook.Entry{Path: name, Err: err})
		if path.Base(name) == casebook.BundleFile && err == nil {
			entries = append(entries, c.attachments(name)...)
		}
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Path < entries[j].Path })
	return slices.CompactFunc(entries, func(a, b casebook.Entry) bool { return a.Path == b.Path })
}

func (c *Checker) checkEntries(entries []casebook.Entry) Result {
	return c.judge(entries, c.checkEntry)
}

// judge returns the findings that check gives of each file, and those in the standard.
func (c *Checker) judge(entries []casebook.Entry, check func(casebook.Entry) []finding.Finding) Result {
	if c.def == nil {
		entries = nil // there is no definition to check them against
	}
	found := make([][]finding.Finding, len(entries))
	var done atomic.Int64
	casebook.Parallel(len(entries), func(i int) {
		found[i] = check(entries[i])
		if n := int(done.Add(1)); c.Progress != nil {
			c.Progress(n, len(entries))
		}
	})
	all := append(slices.Concat(found...), c.Standard()...)
	finding.Sort(all)
	return Result{Findings: all, Files: len(entries)}
}

func (c *Checker) checkEntry(e casebook.Entry) []finding.Finding {
	if e.Err != nil {
		f := c.open(casebook.Text(e.Path, nil))
		f.add(fileUnreadable, 0, 0, "", "reason", reason(e.Err))
		return f.findings
	}
	return c.checkSort(e.Path)
}

// Text checks a text as if it were the content of the file with this name. It does not read that file.
func (c *Checker) Text(name string, src []byte) []finding.Finding {
	if c.def == nil {
		return nil
	}
	found := c.checkFile(casebook.Parse(name, src))
	for _, e := range c.attachments(name) {
		found = append(found, c.checkEntry(e)...)
	}
	finding.Sort(found)
	return found
}

func (c *Checker) checkFile(source *casebook.File) []finding.Finding {
	f := c.open(source)
	f.abbreviations, f.explained = map[string]abbreviation{}, map[string]bool{}
	dilemma := isDilemma(f.Path)
	f.withheld = dilemma && (lifecycle.Withheld(source) || c.withheld[f.Path])
	f.checkProblems(dilemma)
	if dilemma {
		f.checkName()
		f.checkFrontMatter()
		f.checkRelations()
	}
	readable := f.readable(dilemma)
	f.checkSigns(readable)
	if readable {
		f.checkBody(dilemma)
	}
	if f.Front != nil || !dilemma { // the canvas may explain those in the story
		f.checkAbbreviations()
	}
	if dilemma {
		f.checkPersonal()
	} else {
		f.checkComments()
		f.checkPage()
	}
	return f.finish()
}

// isDilemma reports whether a file must be a dilemma. Every file must, except the other pages of the site.
func isDilemma(name string) bool {
	if strings.HasPrefix(name, casebook.Dir+"/") {
		return !casebook.IsSection(name)
	}
	return !strings.HasPrefix(name, casebook.ContentDir+"/")
}

// file is one file that is being checked, with the findings so far.
type file struct {
	*Checker
	*casebook.File
	findings []finding.Finding
	counts   map[finding.Severity]int // how many there are, with those that are over maxFindings
	hidden   map[finding.Severity]place
	budget   *budget.Budget // what searching the file may still take

	asker         *allowlist.Asker          // asks what may stand in the file; nil until something is found in it
	slips         func() []casebook.Problem // what in the front matter may be a slip, found once
	withheld      bool                      // whether the text was withdrawn, so that findings must not repeat it
	abbreviations map[string]abbreviation   // the first place of each
	explained     map[string]bool           // the abbreviations that are written out somewhere in the file
}

// maxFindings is how many findings of one severity a file gets. Nobody reads a thousand; a report of more would take megabytes.
const maxFindings = 1000

// open returns a file without findings, with a budget that fits its size.
func (c *Checker) open(source *casebook.File) *file {
	return &file{Checker: c, File: source, counts: map[finding.Severity]int{}, hidden: map[finding.Severity]place{}, budget: budget.For(len(source.Source)),
		slips: sync.OnceValue(source.Slips)}
}

// finish returns the findings of the file, with one that counts those that are not in it, for each severity.
func (f *file) finish() []finding.Finding {
	for _, severity := range finding.Severities {
		at, over := f.hidden[severity]
		if more := f.counts[severity] - maxFindings; over {
			delete(f.hidden, severity)
			f.counts[severity] = 0
			id := "too-many/" + string(severity) + "/other"
			if more == 1 {
				id = "too-many/" + string(severity) + "/one"
			}
			f.addFinding(fileTooMany, severity, at, message.Text(fileTooMany.ID+".tip"), []string{"what", message.Text(id, "number", strconv.Itoa(more))})
		}
	}
	return f.findings
}

// addTooMuch adds a finding on a file that was not read further than an offset, with the message that says what is too much.
func (f *file) addTooMuch(at place, what, where string) {
	f.addFinding(fileTooMuch, finding.Error, at, message.Text(fileTooMuch.ID+".tip"), []string{"what", message.Text("too-much/" + what), "where", where})
}

// add adds a finding on the bytes from start to end (exclusive). The pairs are the names and values of the placeholders in the rule's messages.
func (f *file) add(r Rule, start, end int, field string, pairs ...string) {
	clip(pairs)
	f.addFinding(r, r.Severity, place{start, end, field}, message.Text(r.ID+".tip", pairs...), pairs)
}

// addHint adds a finding with another hint than that of the rule.
func (f *file) addHint(r Rule, at place, hint string, pairs ...string) {
	clip(pairs)
	f.addFinding(r, r.Severity, at, hint, pairs)
}

// addFinding adds a finding with the severity that the standard sets for the rule, or else the given one.
func (f *file) addFinding(r Rule, severity finding.Severity, at place, hint string, pairs []string) {
	if chosen, ok := f.severity[r.ID]; ok {
		severity = chosen
	}
	if severity == off && r != fileTooMuch && r != fileTooMany {
		return
	}
	f.put(r, severity, at, hint, pairs)
}

// put adds a finding with this severity, whatever the standard sets.
func (f *file) put(r Rule, severity finding.Severity, at place, hint string, pairs []string) {
	if f.counts[severity]++; f.counts[severity] > maxFindings {
		if _, known := f.hidden[severity]; !known {
			f.hidden[severity] = at
		}
		return
	}
	text := message.Text(r.ID, pairs...)
	if withholds && f.withheld && at.end > f.FrontStart+len("---") && !lifecycle.ShowsAt(f.File, at.start) && !strings.HasPrefix(r.ID, "personal/") {
		text, hint = r.Explanation().What, "" // only what the rule requires, without the text that breaks it
		if r.ID == canvasUnknownKey.ID {
			at.path = ""
		}
	}
	line, column := f.Position(at.start)
	endLine, endColumn := f.Position(at.end)
	f.findings = append(f.findings, finding.Finding{
		Rule: r.ID, Severity: severity, File: f.Path, Field: at.path,
		Line: line, Column: column, EndLine: endLine, EndColumn: endColumn, Start: at.start, End: at.end,
		Message: text, Hint: hint, Help: f.helpBase + r.Page(),
	})
}

// maxValue is how many bytes of a value a message repeats at most: more than any help text is long, less than fills a screen.
const maxValue = 400

// clip shortens the values in the pairs of a message to maxValue.
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

// readable reports whether the file has a body that can be checked.
func (f *file) readable(dilemma bool) bool {
	for _, p := range f.Problems {
		switch p.Kind {
		case casebook.NoFrontMatter, casebook.OtherFormat:
			if dilemma {
				return false // nobody can tell where the body begins
			}
		case casebook.Unreadable, casebook.TooLarge, casebook.Empty, casebook.Binary, casebook.Encoding,
			casebook.ControlCharacter, casebook.Unclosed, casebook.TooMuch:
			return false
		}
	}
	return true
}

// checkName checks the path of a dilemma, because its slug is its identity and its address.
func (f *file) checkName() {
	if !strings.HasPrefix(f.Path, casebook.Dir+"/") {
		return // a file outside the casebook has no address yet
	}
	slug, ok := casebook.SlugOf(f.Path)
	if why := casebook.ReservedSlug(slug); ok && why != "" {
		f.addHint(fileName, place{}, message.Text("name/reserved.tip"), "name", path.Base(f.Path), "reason", message.Text("name/"+string(why)))
		return
	}
	if !ok || !casebook.ValidSlug(slug) {
		f.add(fileName, 0, 0, "", "name", path.Base(f.Path), "reason", "", "example", exampleSlug(f.Path))
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
