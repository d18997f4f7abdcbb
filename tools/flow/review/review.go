// Package review tells an editor what a proposal changes: per dilemma in the words of the canvas, then what the checks find in it and in its
// history, and what is left for a person to look at. What changed, difference knows; what is wrong, check and scan do. Here it is brought
// together, personal data in it is masked, and it is written for the three who read it: a person at a terminal, a person at a merge request,
// and a program. It judges nothing itself.
package review

import (
	"bytes"
	"cmp"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

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

// Review is all that there is to tell of a proposal. As JSON it is a contract with other programs: add, never rename.
//
//	{
//	  "base": "…", "head": "…",       the hashes of the commits that were compared
//	  "dilemmas": […],                see difference.Dilemma; of each field all passages, as arrays of {"op", "text"}
//	  "others": […],                  files that are no dilemma: {"file", "op"}
//	  "commits": 3,                   how many commits the history holds
//	  "findings": […],                of check on the head, as far as the proposal has to do with them: finding.Finding
//	  "history": […],                 personal data in the commits, as far as findings does not hold it already: finding.Finding
//	  "checklist": […]                what a person must look at: {"slug", "item", "question", "fact"}
//	}
//
// No list is ever null. Of a withdrawn dilemma only the day and the reason are told: other fields have no passages. Personal data that was found is masked in every text, unless it was asked for.
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
	spec string // the range, as it was asked for
}

// Of reviews the commits of a range BASE..HEAD in the repository around root. The day decides which dates lie in the future. The errors are
// those of history.Open, repo.ErrNoBase, and canvas.Errors when neither end has a definition that can be read.
func Of(root, spec string, showValues bool, today time.Time) (*Review, error) {
	base, head, err := outgoing.Ends(spec)
	if err != nil {
		return nil, err
	}
	commits, err := outgoing.Open(root, spec)
	if err != nil {
		return nil, err
	}
	defer commits.Close()
	span, err := repo.Between(root, base, head)
	if err != nil {
		return nil, err
	}
	defer span.Close()
	files, err := changes(span)
	if err != nil {
		return nil, err
	}
	// The base judges, and gives the words in which the proposal is told.
	standard := rules.ReadStandard(casebook.Open(span.Tip))
	def := standard.Definition
	if def == nil {
		if def, err = canvas.Load(span.After); err != nil {
			return nil, err
		}
	}
	d := diff.Of(def, span.Before, span.After, files, today)
	r := &Review{
		Base: span.Base.String(), Head: span.Head.String(), Dilemmas: report.List(d.Dilemmas), Others: report.List(d.Others), Commits: commits.Commits(), def: def, spec: spec,
	}
	checker := rules.New(casebook.Open(span.After), standard, today)
	checker.ShowValues = showValues
	for _, one := range r.Dilemmas {
		if one.Withheld {
			checker.Withhold(one.File)
		}
	}
	r.Findings = report.List(findings(checker, span, files, r))
	found, err := scan.Range(checker, commits)
	if err != nil {
		return nil, err
	}
	r.History = report.List(unknown(found.Findings, r.Findings, commits.Prefix()))
	r.Checklist = report.List(checklist(r))
	if !showValues {
		r.mask(checker)
	}
	return r, nil
}

// changes lists the files that are not the same at both ends.
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

// findings checks the head, and leaves what the proposal has to do with: what is found in the files that it changes and, when it takes something
// away, what that breaks in files that speak of it. Only a change of what all files are held against asks for a check of them all. That a new page
// stands at the old address of another, only such a check tells.
func findings(checker *rules.Checker, span *repo.Span, files []diff.File, r *Review) []finding.Finding {
	var names, taken []string
	for _, f := range files {
		top, _, _ := strings.Cut(f.Path, "/")
		switch {
		case f.Path == settings.File || top == "data":
			return checker.Since(checker.All(), span.Before).Findings
		case f.Op == diff.Delete && (top == casebook.ContentDir || top == "static"):
			taken = append(taken, address(f.Path))
		case top == casebook.ContentDir && casebook.IsMarkdown(f.Path):
			names = append(names, f.Path)
		}
	}
	for _, d := range r.Dilemmas {
		if len(d.Attachments) > 0 {
			names = append(names, d.File) // they are checked along with their dilemma
		}
		taken = append(taken, r.takenFrom(d)...)
	}
	names = append(names, speakOf(span.After, taken)...)
	return checker.Since(checker.Paths(names), span.Before).Findings
}

// address is the part of the address of a file that a link to it must hold.
func address(name string) string {
	base := path.Base(name)
	if base == casebook.BundleFile || casebook.IsSection(base) {
		return path.Base(path.Dir(name))
	}
	return strings.TrimSuffix(base, path.Ext(base))
}

// takenFrom lists what a link can't lead to any more: a page that is a concept again, old addresses that were dropped, and the pages of words that
// this dilemma no longer uses.
func (r *Review) takenFrom(d *diff.Dilemma) []string {
	if d.Before == nil || d.After == nil {
		return nil
	}
	var taken []string
	if d.Has(diff.Unpublished) {
		taken = append(taken, d.Slug)
	}
	for _, f := range r.def.Root.Fields {
		if f.Key != lifecycle.Aliases && (f.Vocabulary == nil || f.Vocabulary.Path == "") {
			continue
		}
		now := texts(d.After.Front.Get(f.Key))
		for _, text := range texts(d.Before.Front.Get(f.Key)) {
			if !slices.Contains(now, text) || d.Has(diff.Unpublished) {
				taken = append(taken, path.Base(text))
			}
		}
	}
	return taken
}

// texts are the texts of a value that is one, or a list of them.
func texts(v *casebook.Value) []string {
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

// speakOf lists the pages in which one of these texts stands, whatever the case of its letters.
func speakOf(files fs.FS, texts []string) []string {
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

// unknown leaves of what the history holds what the check did not find already. Paths of the history begin at the top of the repository.
func unknown(all, told []finding.Finding, prefix string) []finding.Finding {
	type place struct {
		file, rule string
		start, end int
	}
	known := map[place]bool{}
	for _, f := range told {
		known[place{path.Join(prefix, f.File), f.Rule, f.Start, f.End}] = true
	}
	return slices.DeleteFunc(all, func(f finding.Finding) bool { return known[place{f.File, f.Rule, f.Start, f.End}] })
}

// unexpected lists the files that nobody expects to change along with a dilemma: all that is no content, but for the list of what may stand.
// It is empty when the proposal has no dilemmas.
func (r *Review) unexpected() []diff.File {
	if len(r.Dilemmas) == 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(r.Others), func(f diff.File) bool {
		return strings.HasPrefix(f.Path, casebook.ContentDir+"/") || f.Path == allowlist.Path
	})
}

// of returns the findings in a dilemma and in the files that belong to it, of findings in the order of their files.
func of(all []finding.Finding, d *diff.Dilemma) []finding.Finding {
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

// lookup returns a value of the front matter of a dilemma as it is now, by its path.
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
		return report.JSON(w, r)
	}
	return r.text(w)
}
