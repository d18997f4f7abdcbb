// Package review shows an editor what a proposal changes: for each dilemma the changes in the words of the canvas, then the findings in its files and
// commits, and a checklist of what only a person can judge. Package diff compares the files, and packages rules and scan make the findings. This
// package combines them, masks personal data, and writes the result as text for a terminal, as Markdown for a merge request, and as JSON for programs.
// It has no rules of its own.
package review

import (
	"bufio"
	"bytes"
	"cmp"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/scan"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Review is the review of one proposal. Its JSON is a contract with other programs: add, never rename.
//
//	{
//	  "base": "…", "head": "…",       the hashes of the commits that were compared
//	  "dilemmas": […],                see diff.Dilemma; each field has all its passages, as arrays of {"op", "text"}
//	  "others": […],                  changed files that are no dilemma: {"file", "op"}
//	  "commits": 3,                   the number of commits in the proposal
//	  "findings": […],                the findings in the head that the proposal causes: finding.Finding
//	  "history": […],                 personal data in the commits, without what findings holds already: finding.Finding
//	  "checklist": […]                what a person must look at: {"slug", "item", "question", "fact"}
//	}
//
// No list is ever null. A withdrawn dilemma shows only the day and the reason: its other fields have no passages. All texts have the personal data in
// them masked, unless the caller asked for the values.
type Review struct {
	Base      string            `json:"base"`
	Head      string            `json:"head"`
	Dilemmas  []*diff.Dilemma   `json:"dilemmas"`
	Others    []diff.File       `json:"others"`
	Commits   int               `json:"commits"`
	Findings  []finding.Finding `json:"findings"`
	History   []finding.Finding `json:"history"`
	Checklist []Item            `json:"checklist"`

	def  *canvas.Definition
	spec string // the range as the caller gave it
	says map[*diff.Dilemma]saying
}

// New reviews the commits of a range BASE..HEAD in the repository around root. Dates after today count as lying in the future. The error is one of
// outgoing.Open, repo.ErrNoBase, or canvas.Errors when neither the base nor the head has a valid definition.
func New(root, spec string, showValues bool, today time.Time) (*Review, error) {
	commits, err := outgoing.Open(root, spec)
	if err != nil {
		return nil, err
	}
	defer commits.Close()
	return Of(commits, spec, showValues, today)
}

// Of reviews a range that is open, of which the objects may be anywhere: spec is what a person calls it. The error is repo.ErrNoBase or canvas.Errors, or one of
// reading.
func Of(commits *outgoing.Range, spec string, showValues bool, today time.Time) (*Review, error) {
	span, err := commits.Repository().Between(commits.Bases()[0], commits.Head())
	if err != nil {
		return nil, err
	}
	files, err := changes(span)
	if err != nil {
		return nil, err
	}
	// The standard is that of the base, and so are the words of the canvas in the review.
	checker := rules.New(casebook.Open(product.Over(span.After)), rules.ReadStandard(casebook.Open(product.Over(span.Tip))), today)
	checker.ShowValues = showValues
	def, err := checker.Definition()
	if err != nil {
		return nil, err
	}
	r := &Review{Base: span.Base.String(), Head: span.Head.String(), Commits: commits.Commits(), def: def, spec: spec, says: map[*diff.Dilemma]saying{}}
	d := diff.Each(def, span.Before, span.After, files, today, func(d *diff.Dilemma) {
		if d.Withheld {
			checker.Withhold(d.File)
		}
		r.prepare(d, checker, showValues)
	})
	r.Dilemmas, r.Others = report.List(d.Dilemmas), report.List(d.Others)
	r.Findings = report.List(findings(checker, span, files, r))
	found, err := scan.Range(checker, commits)
	if err != nil {
		return nil, err
	}
	r.History = report.List(withoutReported(found.Findings, r.Findings, commits.Prefix()))
	r.Checklist = report.List(checklist(r))
	return r, nil
}

// saying is what the review says about a dilemma that follows from its files, which are too large to keep for thousands of dilemmas.
type saying struct {
	consequences []string
	items        []Item   // of the checklist; those that count findings have no fact yet
	removed      []string // see removedTargets
}

// prepare masks a dilemma, and takes from its files what the review says about it.
func (r *Review) prepare(d *diff.Dilemma, checker *rules.Checker, showValues bool) {
	s := saying{items: r.items(d), removed: r.removedTargets(d)}
	for _, e := range d.Events {
		if says := r.consequence(d, e); says != "" {
			s.consequences = append(s.consequences, says)
		}
	}
	if !showValues {
		conceal(checker, d, s.items)
	}
	r.says[d] = s
	d.Before, d.After = nil, nil
}

// changes lists the files that differ between the base and the head.
func changes(span *repo.Span) ([]diff.File, error) {
	all, err := span.Changes()
	files := make([]diff.File, len(all))
	for i, c := range all {
		op := diff.Change
		switch {
		case !c.Before:
			op = diff.Insert
		case !c.After:
			op = diff.Delete
		}
		files[i] = diff.File{Path: c.Path, Op: op}
	}
	return files, err
}

// findings checks the head and returns the findings that the proposal causes: those in the files that it changes and, when it removes something, those
// in the files that mention it. Only when it changes the standard are all files checked. A new page at the old address of another page is therefore
// found only then.
func findings(checker *rules.Checker, span *repo.Span, files []diff.File, r *Review) []finding.Finding {
	var names, removed []string
	for _, f := range files {
		top, _, _ := strings.Cut(f.Path, "/")
		switch {
		case f.Path == settings.File || top == "data":
			return checker.Since(checker.All(), span.Before).Findings
		case f.Op == diff.Delete && (top == casebook.ContentDir || top == "static"):
			removed = append(removed, address(f.Path))
		case slices.Contains(casebook.Folders, top) && f.Op != diff.Delete:
			names = append(names, f.Path)
		}
	}
	for _, d := range r.Dilemmas {
		removed = append(removed, r.says[d].removed...)
	}
	names = append(names, pagesMentioning(span.After, removed)...)
	return checker.Since(checker.Paths(names), span.Before).Findings
}

// address returns the last part of the address of a page or file, which any link to it must contain.
func address(name string) string {
	base := path.Base(name)
	if base == casebook.BundleFile || casebook.IsSection(base) {
		return path.Base(path.Dir(name))
	}
	return strings.TrimSuffix(base, path.Ext(base))
}

// removedTargets lists the last parts of the addresses to which links may be broken by a change of a dilemma: its page when it is a concept again, old
// addresses that were dropped, and the pages of words that it no longer uses.
func (r *Review) removedTargets(d *diff.Dilemma) []string {
	if d.Before == nil || d.After == nil {
		return nil
	}
	var removed []string
	if d.Has(diff.Unpublished) {
		removed = append(removed, d.Slug)
	}
	for _, f := range r.def.Root.Fields {
		if f.Key != lifecycle.Aliases && (f.Vocabulary == nil || f.Vocabulary.Path == "") {
			continue
		}
		now := textsOf(d.After.Front.Get(f.Key))
		for _, text := range textsOf(d.Before.Front.Get(f.Key)) {
			if !slices.Contains(now, text) || d.Has(diff.Unpublished) {
				removed = append(removed, path.Base(text))
			}
		}
	}
	return removed
}

// textsOf returns the texts in a value that is a text or a list of texts.
func textsOf(v *casebook.Value) []string {
	if v.Blank() {
		return nil
	}
	var all []string
	for _, item := range append([]*casebook.Value{v}, v.Items...) {
		if item.Text != "" {
			all = append(all, item.Text)
		}
	}
	return all
}

// pagesMentioning lists the pages that contain one of the texts, in upper or lower case.
func pagesMentioning(files fs.FS, texts []string) []string {
	if len(texts) == 0 {
		return nil
	}
	var names []string
	for _, e := range casebook.Open(files).Walk(casebook.ContentDir) {
		src, err := fs.ReadFile(files, e.Path)
		if err != nil {
			continue
		}
		src = bytes.ToLower(src)
		if slices.ContainsFunc(texts, func(text string) bool { return bytes.Contains(src, []byte(strings.ToLower(text))) }) {
			names = append(names, e.Path)
		}
	}
	return names
}

// withoutReported removes from the findings in the commits those that were reported already. Paths of findings in commits are relative to the top of
// the repository; prefix is the path of the casebook from there.
func withoutReported(all, reported []finding.Finding, prefix string) []finding.Finding {
	type place struct {
		file, rule string
		start, end int
	}
	known := map[place]bool{}
	for _, f := range reported {
		known[place{path.Join(prefix, f.File), f.Rule, f.Start, f.End}] = true
	}
	return slices.DeleteFunc(all, func(f finding.Finding) bool { return known[place{f.File, f.Rule, f.Start, f.End}] })
}

// unexpected lists the changed files that a proposal with a dilemma does not normally change: everything except content and the list of allowed
// values. It is empty when the proposal has no dilemmas.
func (r *Review) unexpected() []diff.File {
	if len(r.Dilemmas) == 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(r.Others), func(f diff.File) bool {
		return strings.HasPrefix(f.Path, casebook.ContentDir+"/") || f.Path == allowlist.Path
	})
}

// findingsIn returns the findings in a dilemma and in its attachments. All must be sorted by file.
func findingsIn(all []finding.Finding, d *diff.Dilemma) []finding.Finding {
	first := d.File
	if path.Base(first) == casebook.BundleFile {
		first = path.Dir(first) + "/"
	}
	from, _ := slices.BinarySearchFunc(all, first, func(f finding.Finding, name string) int { return strings.Compare(f.File, name) })
	to := from
	for to < len(all) && (all[to].File == d.File || strings.HasSuffix(first, "/") && strings.HasPrefix(all[to].File, first)) {
		to++
	}
	return all[from:to]
}

// lookup returns a value of the front matter by its path, from the dilemma after the change, or before it when the dilemma was removed.
func lookup(d *diff.Dilemma, keys ...string) *casebook.Value {
	file := cmp.Or(d.After, d.Before)
	v := file.Front
	for _, key := range keys {
		v = v.Get(key)
	}
	return v
}

// Formats are the names of the formats.
var Formats = []string{"text", "md", "json"}

// Write writes the review in one of the Formats.
func (r *Review) Write(w io.Writer, format string) error {
	switch format {
	case "md":
		return r.markdown(w)
	case "json":
		return r.json(w)
	}
	return r.text(w)
}

// json writes the review as report.JSON would, one dilemma after another.
func (r *Review) json(w io.Writer) error {
	rest := *r
	rest.Dilemmas = []*diff.Dilemma{}
	var frame bytes.Buffer
	if err := report.JSON(&frame, &rest); err != nil {
		return err
	}
	const empty = `"dilemmas": [`
	before, after, _ := bytes.Cut(frame.Bytes(), []byte(empty+"]"))
	out := bufio.NewWriter(w)
	out.Write(before)
	out.WriteString(empty)
	for i, d := range r.Dilemmas {
		if i > 0 {
			out.WriteByte(',')
		}
		var one bytes.Buffer
		if err := report.JSON(&one, d); err != nil {
			return err
		}
		for line := range bytes.Lines(bytes.TrimSpace(one.Bytes())) {
			out.WriteString("\n    ")
			out.Write(bytes.TrimSuffix(line, []byte("\n")))
		}
	}
	if len(r.Dilemmas) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteByte(']')
	out.Write(after)
	return out.Flush()
}
