package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/verdict"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// checkOptions are the options of the command check.
type checkOptions struct {
	format, failOn, since string
	rules, fix, watch     bool
	showValues, explain   bool
	noCache               bool
	keeper                *verdict.Keeper // of the whole book; nil when not all of it is checked as it stands
}

func newCheck() *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:     message.Text("use/check"),
		Short:   message.Text("help/check"),
		Long:    message.Text("help/check.long"),
		Example: examples("check"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.rules {
				return listRules(cmd.OutOrStdout(), o.format, args)
			}
			if err := checkOption("--format", o.format, report.Formats); err != nil {
				return err
			}
			if err := checkOption("--fail-on", o.failOn, finding.Severities); err != nil {
				return err
			}
			root, err := findRoot()
			if err != nil {
				return err
			}
			if o.fix {
				if err := fixFiles(cmd.ErrOrStderr(), root, args); err != nil {
					return err
				}
			}
			if len(args) == 0 && o.since == "" && !o.showValues { // values that nobody masks are not kept
				if keeper := newKeeper(root, !o.noCache); o.watch || keeper.Stores() { // to write down what nobody reads takes memory
					o.keeper = keeper
				}
			}
			if o.watch {
				return watch(cmd.Context(), cmp.Or(o.keeper, newKeeper(root, false)), func() error {
					fmt.Fprintln(cmd.OutOrStdout(), message.Text("check/begins"))
					return o.run(cmd, root, args)
				})
			}
			return o.run(cmd, root, args)
		},
	}
	cmd.Flags().StringVar(&o.format, "format", "text", message.Text("help/check.format"))
	cmd.Flags().StringVar(&o.failOn, "fail-on", string(finding.Error), message.Text("help/check.fail-on"))
	cmd.Flags().StringVar(&o.since, "since", "", message.Text("help/check.since"))
	cmd.Flags().BoolVar(&o.fix, "fix", false, message.Text("help/check.fix"))
	cmd.Flags().BoolVar(&o.watch, "watch", false, message.Text("help/check.watch"))
	cmd.Flags().BoolVar(&o.showValues, "show-values", false, message.Text("help/scan.show-values"))
	cmd.Flags().BoolVar(&o.explain, "explain", false, message.Text("help/scan.explain"))
	cmd.Flags().BoolVar(&o.noCache, "no-cache", false, message.Text("help/check.no-cache"))
	cmd.Flags().BoolVar(&o.rules, "rules", false, message.Text("help/check.rules"))
	return cmd
}

// run checks once and writes the report. The error is errFindings when a finding is as severe as --fail-on.
func (o checkOptions) run(cmd *cobra.Command, root string, args []string) error {
	count, progress := counting(cmd)
	result, book, err := o.check(root, args, count)
	progress.Stop()
	if err != nil {
		return err
	}
	r := newReport(result, book)
	r.ShowValues, r.Explain = o.showValues, o.explain
	if err := writeReport(cmd.OutOrStdout(), o.format, r); err != nil {
		return err
	}
	for _, f := range result.Findings {
		if f.Severity.AtLeast(finding.Severity(o.failOn)) {
			return errFindings
		}
	}
	return nil
}

// fixFiles corrects the named dilemmas, or all of them, and prints each correction. A file is written whole or not at all.
func fixFiles(w io.Writer, root string, args []string) error {
	names, err := repositoryPaths(root, args)
	if err != nil {
		return err
	}
	files := casebook.DirFS(root)
	book, checker := newChecker(root)
	for _, name := range checker.Dilemmas(names) {
		fixed, corrections := checker.Fix(name, book.Read(name).Source)
		if len(corrections) == 0 {
			continue
		}
		if err := files.Replace(name, fixed); err != nil {
			return writeFailure(name, err)
		}
		for _, c := range corrections {
			id := "fix/line"
			if c.Line == 0 {
				id = "fix/file"
			}
			fmt.Fprintln(w, report.Safe(message.Text(id, "file", name, "line", fmt.Sprint(c.Line), "what", c.What)))
		}
	}
	return nil
}

// The time between two looks at whether a file was saved. In a large book a look takes long, so that the time grows with it: looking takes a fiftieth of a
// processor at most.
const (
	watchPause = 300 * time.Millisecond
	watchShare = 50
)

// watch runs a check at once and again whenever a file of the book is saved, until the user stops it.
func watch(ctx context.Context, book *verdict.Keeper, run func() error) error {
	for {
		begin := time.Now()
		changed := book.Changed()
		pause := max(watchPause, watchShare*time.Since(begin))
		if changed {
			if err := run(); err != nil && !errors.Is(err, errFindings) {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
}

// check checks the files that the user named, or the whole book when there are none. With --since, it reports only what the changes since that revision
// cause, and the revision supplies the standard.
func (o checkOptions) check(root string, args []string, count func(done, total int)) (rules.Result, *casebook.Book, error) {
	if o.keeper != nil {
		outcome := o.keeper.Check(time.Now(), count)
		return outcome.Result, outcome.Book, nil
	}
	names, err := repositoryPaths(root, args)
	if err != nil {
		return rules.Result{}, nil, err
	}
	book := openBook(root)
	check := func(standard *rules.Standard) (*rules.Checker, rules.Result) {
		checker := rules.New(book, standard, time.Now())
		checker.ShowValues, checker.Progress = o.showValues, count
		if len(names) > 0 {
			return checker, checker.Paths(names)
		}
		return checker, checker.All()
	}
	if o.since == "" {
		_, result := check(rules.ReadStandard(book))
		return result, book, nil
	}
	span, err := repo.Between(root, o.since, "HEAD")
	switch {
	case errors.Is(err, repo.ErrNoRevision):
		return rules.Result{}, nil, revisionFailure(o.since)
	case errors.Is(err, repo.ErrNoBase):
		return rules.Result{}, nil, baseFailure(o.since)
	case err != nil:
		return rules.Result{}, nil, err
	}
	defer span.Close()
	checker, result := check(rules.ReadStandard(casebook.Open(product.Over(span.Tip))))
	left := checker.Since(result, span.Before)
	if span.Tip.Lacking() || span.Before.Lacking() && len(left.Findings) > 0 { // what judges, or whether a finding is new
		return rules.Result{}, nil, outgoing.ErrMissing
	}
	return left, book, nil
}

// newReport returns the report of a check of a book.
func newReport(result rules.Result, book *casebook.Book) report.Report {
	r := report.Report{Findings: result.Findings, Files: result.Files, Source: sourceLines(book)}
	if info, ok := debug.ReadBuildInfo(); ok {
		r.Version = info.Main.Version
	}
	return r
}

// sourceLines returns a report.Source with the lines of the files in the book, without the text of withdrawn dilemmas and of their attachments.
func sourceLines(book *casebook.Book) report.Source {
	return func(file string, line int) []byte {
		if page := book.BundleOf(file); page != "" && lifecycle.Withheld(book.File(page)) {
			return nil
		}
		return lineOf(book.File(file), line)
	}
}

// lineOf returns a line of a file, or nil when the line is text of a withdrawn dilemma.
func lineOf(f *casebook.File, line int) []byte {
	if _, dilemma := casebook.SlugOf(f.Path); dilemma && lifecycle.Withheld(f) && !lifecycle.ShowsLine(f, line) {
		return nil
	}
	return f.Line(line)
}

// reportFile checks a file of the book, and prints what is found.
func reportFile(cmd *cobra.Command, root, path string) error {
	book, checker := newChecker(root)
	result := checker.Paths([]string{path})
	if len(result.Findings) == 0 {
		return nil
	}
	return writeReport(cmd.ErrOrStderr(), "text", newReport(result, book))
}
