package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/submit"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/take"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

func newSubmit() *cobra.Command {
	var (
		o      submit.Options
		from   []string
		format string
	)
	cmd := &cobra.Command{
		Use:     message.Text("use/submit"),
		Short:   message.Text("help/submit"),
		Long:    message.Text("help/submit.long"),
		Example: examples("submit"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkOption("--format", format, textOrJSON); err != nil {
				return err
			}
			if len(from) == 0 && len(args) != 1 {
				return fail("fail/submit-slug", "n", fmt.Sprint(len(args)))
			}
			root, err := findRoot()
			if err != nil {
				return err
			}
			o.Root, o.Now, o.Waiting = root, time.Now(), tellWaiting(cmd.ErrOrStderr())
			if o.Settings, err = readSettings(root); err != nil {
				return err
			}
			if len(from) > 0 {
				// Somebody else wrote the text, so the commit must not name the person who hands it in as its author.
				o.AsRedactie = o.AsRedactie || !cmd.Flags().Changed("as-redactie")
				return submitReceived(cmd, o, from, args, format)
			}
			if o.Slug, o.Number, err = namedDilemma(cmd, o, args[0]); err != nil {
				return err
			}
			result, err := runSubmit(cmd, o)
			if err != nil {
				return err
			}
			return writeSubmitResult(cmd, result, format)
		},
	}
	cmd.Flags().BoolVar(&o.DryRun, "dry-run", false, message.Text("help/submit.dry-run"))
	cmd.Flags().BoolVar(&o.AsRedactie, "as-redactie", false, message.Text("help/submit.as-redactie"))
	cmd.Flags().BoolVar(&o.Draft, "draft", false, message.Text("help/submit.draft"))
	cmd.Flags().BoolVar(&o.Replace, "replace", false, message.Text("help/submit.replace"))
	cmd.Flags().StringArrayVar(&from, "from", nil, message.Text("help/submit.from"))
	cmd.Flags().StringVar(&format, "format", "text", message.Text("help/submit.format"))
	return cmd
}

// runSubmit submits one dilemma, and prints what the server says.
func runSubmit(cmd *cobra.Command, o submit.Options) (*submit.Result, error) {
	var err error
	if o.Hosts, err = forge.ReadHosts(bookFiles(o.Root)); err != nil {
		return nil, submitFailure(err, o.Root, o)
	}
	result, err := submit.Run(cmd.Context(), o)
	var rejected *remote.RejectedError
	switch {
	case errors.As(err, &rejected):
		printMessages(cmd.ErrOrStderr(), rejected.Messages)
	case err == nil && (result.URL == "" || result.Manual):
		printMessages(cmd.ErrOrStderr(), result.Messages)
	}
	if err != nil {
		return nil, submitFailure(err, o.Root, o)
	}
	return result, nil
}

// namedDilemma returns the slug of the dilemma that an argument names, and the number of the proposal when it names that; else 0.
func namedDilemma(cmd *cobra.Command, o submit.Options, arg string) (slug string, number int, err error) {
	if proposalNumber(o.Root, arg) == 0 {
		slug, err = parseSlug(o.Root, arg)
		return slug, 0, err
	}
	found, err := take.Find(cmd.Context(), take.Options{Root: o.Root, Settings: o.Settings, Name: arg, Waiting: o.Waiting})
	if err != nil {
		return "", 0, takeFailure(err, o.Root, cmd.Name(), arg)
	}
	return found.Slug, found.Of.Number, nil
}

// tellWaiting returns a function that says once that a server takes long, so that nobody wonders whether anything happens.
func tellWaiting(w io.Writer) func(host string) {
	var once sync.Once
	return func(host string) {
		once.Do(func() { fmt.Fprintln(w, report.Safe(message.Text("submit/waiting", "host", host))) })
	}
}

// printMessages prints the messages of the server, which may say more than dilemma understood.
func printMessages(w io.Writer, messages []string) {
	for _, line := range messages {
		if line != "" {
			fmt.Fprintf(w, "%s %s\n", message.Text("submit/server"), report.Safe(line))
		}
	}
}

// writeSubmitResult writes the result to standard output, and in the text format the findings of the check to standard error.
func writeSubmitResult(cmd *cobra.Command, result *submit.Result, format string) error {
	if format == "json" {
		if err := submit.WriteJSON(cmd.OutOrStdout(), result); err != nil {
			return err
		}
	} else if err := writeSubmitText(cmd, result); err != nil {
		return err
	}
	if result.State == submit.Faulty {
		return errFindings
	}
	return nil
}

// writeSubmitText writes the result for a person.
func writeSubmitText(cmd *cobra.Command, r *submit.Result) error {
	stdout, stderr := cmd.OutOrStdout(), cmd.ErrOrStderr()
	if r.State == submit.Published {
		fmt.Fprintln(stderr, message.Text("submit/published", "slug", r.Slug, "branch", r.Remote+"/"+r.Proposal.Target))
		return nil
	}
	shown := r.Report
	if r.State != submit.Faulty {
		shown.Findings = slices.DeleteFunc(slices.Clone(shown.Findings), func(f finding.Finding) bool { return f.Severity == finding.Hint })
		if hints := finding.Count(r.Report.Findings, finding.Hint); hints > 0 && !quiet(cmd) {
			fmt.Fprintln(stderr, message.Count("submit/hints", hints, "command", programName(), "file", r.Files[0]))
		}
	}
	if len(shown.Findings) > 0 {
		if err := writeReport(stderr, "text", newReport(shown, r.Source)); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(shown.Findings, func(f finding.Finding) bool { return f.Rule == "personal/git-identiteit" }) {
		fmt.Fprintln(stderr, message.Text("submit/identity"))
	}
	for _, name := range r.Left {
		fmt.Fprintln(stderr, report.Safe(message.Text("submit/left", "file", name)))
	}
	if r.Unsigned && r.State != submit.Unchanged {
		fmt.Fprintln(stderr, message.Text("submit/unsigned"))
	}
	switch r.State {
	case submit.Faulty:
		fmt.Fprintln(stderr, message.Text("submit/faulty"))
		return nil
	case submit.Planned:
		_, err := io.WriteString(stdout, submit.Plan(r))
		return err
	}
	printLine := func(indent, id string, pairs ...string) {
		fmt.Fprintln(stdout, indent+report.Safe(message.Text(id, pairs...)))
	}
	if r.Merge != "" {
		fmt.Fprintln(stderr, report.Safe(message.Text("submit/merge", "how", r.Merge)))
		if r.Merging == forge.Lacks || r.Merging == forge.Offers {
			fmt.Fprintln(stderr, message.Text("submit/merging-"+string(r.Merging)))
		}
	}
	printLine("", "submit/"+string(r.State), "title", r.Proposal.Title)
	if r.Replaces != 0 {
		id := "submit/close"
		if r.Closed {
			id = "submit/closed"
		}
		printLine("", id, "number", r.Kind.Number(r.Replaces))
	}
	if r.Stale {
		fmt.Fprintln(stderr, message.Text("submit/stale"))
	}
	if r.Rival != 0 {
		fmt.Fprintln(stderr, message.Text("submit/rival", "number", r.Kind.Number(r.Rival), "n", fmt.Sprint(r.Rival), "command", programName()))
	}
	switch {
	case r.Manual:
		printLine("", "submit/manual")
		if r.Reason != "" {
			id := "submit/reason-" + string(r.Reason)
			if r.Reason == forge.NoToken && r.Kind != forge.GitHub {
				id += "-forge"
			}
			defer fmt.Fprintln(stderr, message.Text(id))
		}
	case r.URL == "":
		words := []string{"title", r.Proposal.Title, "branch", r.Proposal.Branch(), "remote", r.Address}
		printLine("", "submit/mail", words...)
		fmt.Fprintln(stdout)
		printLine("  ", "submit/mail-subject", words...)
		printLine("  ", "submit/mail-body", words...)
		return nil
	}
	fmt.Fprintln(stdout, "  "+report.Safe(r.URL))
	return nil
}

// submitFailure turns an error of handing in a dilemma into a failure with a Dutch message.
func submitFailure(err error, root string, o submit.Options) error {
	var (
		server   *remote.Error
		rejected *remote.RejectedError
		branch   *submit.NoBranchError
		changed  *submit.ChangedError
		taken    *submit.BranchError
		sparse   *submit.SparseError
		convert  *repo.ConvertError
		disk     *repo.DiskError
		file     *fs.PathError
	)
	switch {
	case errors.Is(err, proposal.ErrNotFound) && o.Number != 0:
		return fail("fail/submit-take", "slug", o.Slug, "number", fmt.Sprintf("#%d", o.Number), "n", fmt.Sprint(o.Number), "command", programName())
	case errors.Is(err, proposal.ErrNotFound):
		if near, ok := rules.Suggest(o.Slug, openBook(root).Slugs()); ok {
			return fail("fail/submit-near", "slug", o.Slug, "near", near)
		}
		return fail("fail/submit-none", "slug", o.Slug)
	case errors.Is(err, proposal.ErrFileAndFolder):
		return fail("fail/submit-two", "slug", o.Slug)
	case errors.Is(err, proposal.ErrTooLarge):
		return fail("fail/submit-large", "slug", o.Slug)
	case errors.Is(err, submit.ErrNoSlug):
		return fail("fail/submit-title")
	case errors.Is(err, submit.ErrIdentity):
		return fail("fail/identity")
	case errors.Is(err, submit.ErrRedactie):
		return fail("fail/redactie")
	case errors.As(err, &branch):
		return fail("fail/no-branch", "remote", branch.Remote, "branch", branch.Branch)
	case errors.As(err, &changed) && changed.Path != "":
		return fail("fail/changed-main", "file", changed.Path, "branch", changed.Remote+"/"+changed.Branch)
	case errors.As(err, &changed) && changed.Number != 0:
		return fail("fail/changed-number", "number", changed.Kind.Number(changed.Number), "n", fmt.Sprint(changed.Number), "command", programName())
	case errors.As(err, &changed):
		return fail("fail/changed-proposal", "branch", changed.Branch, "remote", changed.Remote)
	case errors.As(err, &sparse):
		return fail("fail/submit-sparse", "files", named(sparse.Files))
	case errors.As(err, &convert):
		return fail("fail/submit-convert", "file", convert.Path, "by", convert.By)
	case errors.As(err, &taken):
		id := "fail/branch-case"
		if strings.HasPrefix(taken.Branch, taken.Taken+"/") || strings.HasPrefix(taken.Taken, taken.Branch+"/") {
			id = "fail/branch-folder"
		}
		return fail(id, "remote", taken.Remote, "branch", taken.Branch, "taken", taken.Taken)
	case errors.As(err, &rejected):
		return fail("fail/rejected-"+string(rejected.Kind), "ref", rejected.Ref.Short(), "reason", cmp.Or(rejected.Reason, message.Text("reason/no-report")))
	case errors.As(err, &server):
		return fail("fail/remote-"+string(server.Kind), "address", server.Address, "detail", server.Detail)
	case errors.As(err, &disk):
		return fail("fail/submit-write", "file", disk.Path, "reason", reason(err))
	case errors.As(err, &file) && errors.Is(err, casebook.ErrNotRegular):
		return fail("fail/read", "file", file.Path, "reason", message.Text("reason/not-regular"))
	case errors.As(err, &file) && (strings.HasPrefix(file.Path, root) || !reading(err)): // .git of a linked worktree lies elsewhere
		return fail("fail/submit-write", "file", file.Path, "reason", reason(err))
	case errors.As(err, &file):
		return fail("fail/read", "file", file.Path, "reason", reason(err))
	}
	return err
}
