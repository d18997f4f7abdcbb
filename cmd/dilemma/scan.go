package main

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/spf13/cobra"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/scan"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/concerned"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
)

// scanOptions are the options of the command scan.
type scanOptions struct {
	format, failOn, commits, prePush string
	allow, kind, reason, until       string
	names                            string
	concerned                        *concerned.Names // those of names; nil without
	list                             os.FileInfo      // of the file with the names; nil without
	replace, showValues, explain     bool
	merged                           bool
}

func newScan() *cobra.Command {
	var o scanOptions
	cmd := &cobra.Command{
		Use:     message.Text("use/scan"),
		Short:   message.Text("help/scan"),
		Long:    message.Text("help/scan.long"),
		Example: examples("scan"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkOption("--format", o.format, report.Formats); err != nil {
				return err
			}
			if err := checkOption("--fail-on", o.failOn, finding.Severities); err != nil {
				return err
			}
			return o.run(cmd, args)
		},
	}
	cmd.Flags().StringVar(&o.commits, "range", "", message.Text("help/scan.range"))
	cmd.Flags().StringVar(&o.format, "format", "text", message.Text("help/check.format"))
	cmd.Flags().StringVar(&o.failOn, "fail-on", string(finding.Error), message.Text("help/check.fail-on"))
	cmd.Flags().BoolVar(&o.showValues, "show-values", false, message.Text("help/scan.show-values"))
	cmd.Flags().BoolVar(&o.replace, "replace", false, message.Text("help/scan.replace"))
	cmd.Flags().StringVar(&o.allow, "allow", "", message.Text("help/scan.allow"))
	cmd.Flags().StringVar(&o.kind, "kind", "", message.Text("help/scan.kind"))
	cmd.Flags().StringVar(&o.reason, "reason", "", message.Text("help/scan.reason"))
	cmd.Flags().StringVar(&o.until, "until", "", message.Text("help/scan.until"))
	cmd.Flags().StringVar(&o.prePush, "pre-push", "", message.Text("help/scan.pre-push"))
	cmd.Flags().StringVar(&o.names, "names", "", message.Text("help/scan.names"))
	cmd.Flags().BoolVar(&o.explain, "explain", false, message.Text("help/scan.explain"))
	cmd.Flags().BoolVar(&o.merged, "merged", false, message.Text("help/scan.merged"))
	return cmd
}

func (o *scanOptions) run(cmd *cobra.Command, args []string) error {
	// A command does one thing: that of one option, or it searches the named files.
	var asked []string
	for _, option := range []string{"range", "pre-push", "allow", "replace"} {
		if cmd.Flags().Changed(option) {
			asked = append(asked, "--"+option)
		}
	}
	for _, option := range []string{"kind", "reason", "until"} {
		if cmd.Flags().Changed(option) && !cmd.Flags().Changed("allow") {
			asked = append(asked, "--"+option)
		}
	}
	if len(args) > 0 && !o.replace {
		asked = append(asked, strings.Join(args, " "))
	}
	switch {
	case len(asked) == 0 || o.replace && len(args) == 0:
		return fail("fail/scan-what")
	case len(asked) > 1:
		return fail("fail/scan-both", "options", strings.Join(asked, ", "))
	case asked[0] == "--kind" || asked[0] == "--reason" || asked[0] == "--until":
		return fail("fail/allow", "what", "--allow")
	}
	if o.merged && asked[0] != "--range" {
		return fail("fail/merged")
	}
	where, err := findWorkplace()
	if err != nil {
		return err
	}
	if asked[0] == "--allow" {
		root, err := where.casebookRoot()
		if err != nil {
			return err
		}
		return o.allowValue(cmd, root)
	}
	if err := o.readNames(cmd, args); err != nil {
		return err
	}
	if asked[0] != "--pre-push" { // a hook that finds nothing says nothing
		where.tell(cmd.ErrOrStderr())
	}
	root := where.root
	switch asked[0] {
	case "--pre-push":
		return o.runPrePush(cmd, root)
	case "--range":
		return o.scanRange(cmd, root)
	}
	if args, err = expand(args); err != nil {
		return err
	}
	book := casebook.Open(where.files())
	checker := rules.New(book, rules.ReadStandard(book), time.Now())
	o.prepare(checker)
	if asked[0] == "--replace" {
		return printReplacements(cmd, checker, root, args)
	}
	var progress *terminal.Progress
	if !slices.Contains(args, "-") { // who types a text is not to be written over
		checker.Progress, progress = counting(cmd)
	}
	result, err := o.scanFiles(cmd.InOrStdin(), checker, root, args)
	progress.Stop()
	if err != nil {
		return err
	}
	result.Findings = append(result.Findings, standardFindings(checker, nil)...)
	return o.report(cmd.OutOrStdout(), root, result)
}

// prepare gives a checker what the options say.
func (o *scanOptions) prepare(c *rules.Checker) {
	c.ShowValues = o.showValues
	if o.concerned != nil {
		c.Given = o.concerned.Complete
	}
}

// scanRange searches the commits of a range by the standard of its base.
func (o *scanOptions) scanRange(cmd *cobra.Command, root string) error {
	commits, err := outgoing.Open(root, o.commits)
	if err != nil {
		return rangeFailure(err, o.commits)
	}
	defer commits.Close()
	progress := busy(cmd, "progress/history")
	result, _, err := o.scanCommits(commits, commits.Bases()[0])
	progress.Stop()
	if err != nil {
		return rangeFailure(err, o.commits)
	}
	err = o.report(cmd.OutOrStdout(), root, result)
	if o.merged && len(result.Findings) > 0 && (err == nil || errors.Is(err, errFindings)) {
		tellMerged(cmd.ErrOrStderr(), root)
	}
	return err
}

// scanCommits searches a range by the standard of a commit. It returns the findings and the checker that it used.
func (o *scanOptions) scanCommits(commits *outgoing.Range, by *object.Commit) (rules.Result, *rules.Checker, error) {
	span, err := commits.Repository().Between(by, commits.Head())
	if err != nil && !errors.Is(err, repo.ErrNoBase) {
		return rules.Result{}, nil, err
	}
	checker := rules.New(casebook.Open(product.Over(span.After)), rules.ReadStandard(casebook.Open(product.Over(span.Tip))), time.Now())
	o.prepare(checker)
	search := scan.Range
	if o.merged {
		search = scan.Merged
	}
	result, err := search(checker, commits)
	if err != nil {
		return rules.Result{}, nil, err
	}
	if !o.merged {
		result.Findings = append(result.Findings, standardFindings(checker, span.Before)...)
	}
	return result, checker, nil
}

// standardFindings returns the findings in the files of the standard that matter for a search: mistakes in the list of allowed values, and files
// that the proposal has changed since before, the tree where it branched off. Before is nil when there is no such tree.
func standardFindings(checker *rules.Checker, before *repo.Tree) []finding.Finding {
	return slices.DeleteFunc(checker.Standard(), func(f finding.Finding) bool {
		return f.Rule != "personal/allow" && (f.Rule != "trust/changed" || before != nil && !checker.ChangedSince(before, f.File))
	})
}

// report writes the report of a search. The error is errFindings when a finding is as severe as --fail-on.
func (o *scanOptions) report(w io.Writer, root string, result rules.Result) error {
	finding.Sort(result.Findings)
	r := newReport(result, openBook(root))
	r.ShowValues, r.Explain, r.Clean = o.showValues, o.explain, "report/no-leaks"
	if o.merged {
		r.Unit, r.Clean = "commit", "report/no-names"
	}
	if o.commits != "" || o.prePush != "" {
		r.Source = func(string, int) []byte { return nil } // the lines are in the history, not in the files on disk
	}
	if err := writeReport(w, o.format, r); err != nil {
		return err
	}
	if slices.ContainsFunc(result.Findings, func(f finding.Finding) bool { return f.Severity.AtLeast(finding.Severity(o.failOn)) }) {
		return errFindings
	}
	return nil
}

// scanFiles searches the named files and the files in the named folders. A hyphen stands for standard input.
func (o *scanOptions) scanFiles(stdin io.Reader, checker *rules.Checker, root string, args []string) (rules.Result, error) {
	var files []scan.Input
	p := newPlaces(root)
	for _, arg := range args {
		if arg == "-" {
			files = append(files, scan.Input{Name: "-", Open: func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil }})
			continue
		}
		names := []string{arg}
		info, err := os.Stat(arg)
		if err == nil && info.IsDir() {
			names, err = scan.InDir(arg)
		} else if err == nil && !info.Mode().IsRegular() {
			return rules.Result{}, fail("fail/read", "file", arg, "reason", message.Text("reason/not-regular"))
		}
		if err != nil {
			return rules.Result{}, fail("fail/read", "file", arg, "reason", reason(err))
		}
		for _, name := range names {
			if info, err := os.Stat(name); err == nil && o.list != nil && os.SameFile(info, o.list) {
				continue // the list itself
			}
			label, err := p.of(name)
			if err != nil {
				return rules.Result{}, err
			}
			files = append(files, scan.Input{Name: label, Open: func() (io.ReadCloser, error) { return os.Open(name) }})
		}
	}
	result, err := scan.Files(checker, files)
	var failed *os.PathError
	if errors.As(err, &failed) {
		return result, fail("fail/read", "file", failed.Path, "reason", reason(err))
	}
	return result, err
}

// rangeFailure turns an error of opening or searching a range of commits into a failure with a Dutch message.
func rangeFailure(err error, spec string) error {
	var revision *outgoing.RevisionError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, outgoing.ErrRange):
		return fail("fail/range", "range", spec)
	case errors.As(err, &revision):
		return revisionFailure(revision.Revision)
	}
	return err
}

// runPrePush searches what git is about to push. From standard input it reads what git passes to a pre-push hook: on each line the local reference
// and hash, and the remote reference and hash (see githooks(5)).
func (o *scanOptions) runPrePush(cmd *cobra.Command, root string) error {
	own, err := readSettings(root)
	if err != nil {
		own = &settings.Settings{} // a push is searched even when the settings can't be read
	}
	var all rules.Result
	in := cmd.InOrStdin()
	if line, remote, err := fromPreCommit(root); err != nil {
		return err
	} else if line != "" {
		in, o.prePush = strings.NewReader(line), cmp.Or(remote, o.prePush)
	}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) != 4 || strings.Trim(fields[1], "0") == "" {
			continue // an empty line, or a branch that is deleted on the server
		}
		result, err := o.scanPush(root, own, fields[1], strings.TrimPrefix(strings.TrimPrefix(fields[2], "refs/heads/"), "refs/tags/"))
		if err != nil {
			return rangeFailure(err, fields[1])
		}
		all.Findings = append(all.Findings, result.Findings...)
		all.Files += result.Files
	}
	if err := lines.Err(); err != nil {
		return err
	}
	// Git shows the user what a hook writes to standard error. Without findings the hook prints nothing.
	if len(all.Findings) == 0 {
		return nil
	}
	err = o.report(cmd.ErrOrStderr(), root, all)
	if errors.Is(err, errFindings) {
		fmt.Fprintln(cmd.ErrOrStderr(), message.Text("scan/pushed"))
	}
	return err
}

// fromPreCommit returns what git passes to a pre-push hook, as one line, and the remote, when the framework pre-commit runs the command: that reads the
// line itself and tells it in the environment. Of a push of several references it tells the first. The line is empty when it is not that framework.
func fromPreCommit(root string) (line, remote string, err error) {
	ref := os.Getenv("PRE_COMMIT_REMOTE_BRANCH")
	if ref == "" {
		return "", "", nil
	}
	// Of a branch with a history of its own it tells no hash.
	revision := cmp.Or(os.Getenv("PRE_COMMIT_TO_REF"), os.Getenv("PRE_COMMIT_LOCAL_BRANCH"))
	repository, err := repo.Open(root)
	if err != nil {
		return "", "", rangeFailure(err, revision)
	}
	defer repository.Close()
	tip, err := repository.Commit(revision)
	if err != nil {
		return "", "", revisionFailure(revision)
	}
	hash := tip.Hash.String()
	return revision + " " + hash + " " + ref + " " + strings.Repeat("0", len(hash)), os.Getenv("PRE_COMMIT_REMOTE_NAME"), nil
}

// scanPush searches the push of the object with this hash to a reference on the server, by the standard of the published branch. Where there is no
// such branch yet, as in the first push of a new book, it uses the standard of what is pushed.
func (o *scanOptions) scanPush(root string, own *settings.Settings, hash, ref string) (rules.Result, error) {
	commits, err := outgoing.OpenPush(root, o.prePush, hash)
	if err != nil {
		return rules.Result{}, err
	}
	defer commits.Close()
	published, err := proposal.FindPublished(commits.Repository(), own)
	if err != nil {
		return rules.Result{}, err
	}
	result, checker, err := o.scanCommits(commits, cmp.Or(published.Commit, commits.Head()))
	if err != nil {
		return rules.Result{}, err
	}
	result.Findings = append(result.Findings, checker.ScanName(ref, ref, rules.Origin{Hint: message.Text("scan/ref.tip"), Name: message.Text("scan/ref")})...)
	return result, nil
}

// allowValue adds a value to the list of allowed values.
func (o *scanOptions) allowValue(cmd *cobra.Command, root string) error {
	value := o.allow
	if value == "-" {
		text, err := io.ReadAll(io.LimitReader(cmd.InOrStdin(), 1<<16))
		if err != nil {
			return err
		}
		value = strings.TrimSpace(string(text))
	}
	until := time.Now().AddDate(1, 0, 0)
	if o.until != "" {
		day, err := time.Parse(time.DateOnly, o.until)
		if err != nil {
			return fail("fail/allow-date", "value", o.until)
		}
		if time.Now().After(day.AddDate(0, 0, 1)) {
			return fail("fail/allow-past", "value", o.until)
		}
		until = day
	}
	switch {
	case allowlist.Normal(value) == "":
		return fail("fail/allow", "what", message.Text("fail/allow-value"))
	case o.kind == "":
		return fail("fail/allow", "what", "--kind")
	case strings.TrimSpace(o.reason) == "":
		return fail("fail/allow", "what", "--reason")
	case slices.Contains([]detect.Kind{detect.BSN, detect.IBAN}, detect.Kind(o.kind)):
		return fail("fail/allow-never", "kind", o.kind)
	case slices.Contains(detect.Kinds, detect.Kind(o.kind)) && !slices.Contains(allowlist.Kinds, o.kind):
		return fail("fail/allow-few", "kind", o.kind)
	}
	if err := checkOption("--kind", o.kind, allowlist.Kinds); err != nil {
		return err
	}
	// The list holds the value as detect finds it, such as a name without the title that somebody typed before it.
	for _, h := range detect.Scan(value) {
		if string(h.Kind) == o.kind {
			value = h.Value
			break
		}
	}
	if strings.Contains(allowlist.Normal(o.reason), allowlist.Normal(value)) || slices.ContainsFunc(detect.Scan(o.reason), func(h detect.Hit) bool { return h.Sure && h.Kind.Identifies() }) {
		return fail("fail/allow-reason")
	}
	if allowlist.Guessable(o.kind, value) {
		return fail("fail/allow-part", "kind", o.kind)
	}
	err := casebook.DirFS(root).Edit(allowlist.Path, func(before []byte) ([]byte, error) {
		after, err := allowlist.Add(before, message.Text("allow/heading"), value, allowlist.Entry{Kind: o.kind, Reason: o.reason, Until: until})
		if err != nil {
			return nil, fail("fail/allow-file", "file", allowlist.Path, "reason", allowReason(err))
		}
		return after, nil
	})
	var refused *failure
	switch {
	case errors.As(err, &refused):
		return err
	case err != nil:
		return writeFailure(allowlist.Path, err)
	}
	fmt.Fprintln(cmd.ErrOrStderr(), message.Text("allow/added", "file", allowlist.Path, "kind", o.kind, "date", until.Format(time.DateOnly)))
	return nil
}

// allowReason explains in Dutch why a value can't be added to the list of allowed values.
func allowReason(err error) string {
	var problem *allowlist.Problem
	switch {
	case errors.As(err, &problem):
		return message.Text("allowlist/line", "line", strconv.Itoa(problem.Line), "reason", rules.AllowProblem(problem))
	case errors.Is(err, allowlist.ErrReason):
		return message.Text("allowlist/reason")
	case errors.Is(err, allowlist.ErrLayout):
		return message.Text("allowlist/layout")
	}
	return err.Error()
}

// printReplacements prints a diff that replaces the personal data in the named files with neutral words.
func printReplacements(cmd *cobra.Command, checker *rules.Checker, root string, args []string) error {
	changed := false
	for _, arg := range args {
		if arg == "-" {
			return fail("fail/replace-stdin")
		}
		src, err := os.ReadFile(arg)
		if err != nil {
			return fail("fail/read", "file", arg, "reason", reason(err))
		}
		if !utf8.Valid(src) || bytes.IndexByte(src, 0) >= 0 {
			return fail("fail/replace", "file", arg)
		}
		name, err := repositoryPath(root, arg)
		if err != nil {
			return err
		}
		proposal := scan.Replace(name, src, checker.Hits, checker.Allower())
		d := scan.Diff(strings.TrimPrefix(name, "/"), src, proposal)
		if d == nil {
			fmt.Fprintln(cmd.ErrOrStderr(), report.Safe(message.Text("replace/none", "file", name)))
			continue
		}
		changed = true
		if _, err := cmd.OutOrStdout().Write(d); err != nil {
			return err
		}
	}
	switch {
	case changed && shellExpands:
		say(cmd, "replace/how")
	case changed:
		say(cmd, "replace/how-windows")
	}
	return nil
}
