package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/scan"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/publish"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

func newPublish() *cobra.Command {
	return newChange("publish",
		func(editor *publish.Editor, root, slug string) (*publish.Change, error) { return editor.Publish(slug) })
}

func newWithdraw() *cobra.Command {
	var (
		reason, date string
		empty        bool
	)
	cmd := newChange("withdraw",
		func(editor *publish.Editor, root, slug string) (*publish.Change, error) {
			day := time.Now()
			if date != "" {
				var err error
				if day, err = time.Parse(time.DateOnly, date); err != nil {
					return nil, fail("fail/date", "value", date)
				}
			}
			return editor.Withdraw(slug, reason, day, empty)
		})
	cmd.Flags().StringVar(&reason, "reason", "", message.Text("help/withdraw.reason"))
	cmd.Flags().BoolVar(&empty, "empty", false, message.Text("help/withdraw.empty"))
	cmd.Flags().StringVar(&date, "date", "", message.Text("help/withdraw.date"))
	return cmd
}

func newSupersede() *cobra.Command {
	var by string
	cmd := newChange("supersede",
		func(editor *publish.Editor, root, slug string) (*publish.Change, error) {
			if by == "" {
				return nil, fail("fail/by", "command", programName(), "slug", slug)
			}
			by, err := parseSlug(root, by)
			if err != nil {
				return nil, err
			}
			return editor.Supersede(slug, by)
		})
	cmd.Flags().StringVar(&by, "by", "", message.Text("help/supersede.by"))
	return cmd
}

// newChange returns a command that makes one change in the file of one dilemma.
func newChange(name string, edit func(editor *publish.Editor, root, slug string) (*publish.Change, error)) *cobra.Command {
	var dryRun bool
	cmd := &cobra.Command{
		Use:     message.Text("use/" + name),
		Short:   message.Text("help/" + name),
		Long:    message.Text("help/" + name + ".long"),
		Example: examples(name),
		Args:    exactArgs(1, "fail/dilemma"),
		RunE: func(cmd *cobra.Command, args []string) error {
			root, err := findRoot()
			if err != nil {
				return err
			}
			slug, number, err := takeDilemma(cmd, root, args[0], dryRun)
			if err != nil {
				return err
			}
			editor, err := publish.NewEditor(bookFiles(root), time.Now())
			if err != nil {
				return fail("fail/definition", "reason", err.Error())
			}
			change, err := edit(editor, root, slug)
			if err != nil {
				return changeFailure(root, err)
			}
			return applyChange(cmd, root, slug, number, change, dryRun)
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, message.Text("help/change.dry-run"))
	return cmd
}

// applyChange reports what is wrong with a change, and then writes it, or prints it as a diff in a dry run. It writes nothing when there are errors. number
// is the proposal that the dilemma was taken from, written as its server does; "" for none.
func applyChange(cmd *cobra.Command, root, slug, number string, change *publish.Change, dryRun bool) error {
	before, after := casebook.Parse(change.Path, change.Before), casebook.Parse(change.Path, change.After)
	findings := slices.DeleteFunc(change.Findings, func(f finding.Finding) bool { return f.Severity == finding.Hint })
	if len(findings) > 0 {
		r := newReport(rules.Result{Findings: findings, Files: 1}, openBook(root))
		onDisk := r.Source
		r.Source = func(file string, line int) []byte {
			if file == change.Path {
				return lineOf(after, line)
			}
			return onDisk(file, line)
		}
		if err := writeReport(cmd.ErrOrStderr(), "text", r); err != nil {
			return err
		}
	}
	switch {
	case finding.Count(findings, finding.Error) > 0:
		notify(cmd.ErrOrStderr(), finding.Error, message.Text("change/stopped", "file", change.Path))
		return errFindings
	case change.Unchanged():
		fmt.Fprintln(cmd.OutOrStdout(), message.Text("already/"+cmd.Name(), "slug", slug))
		return nil
	case dryRun:
		if !quiet(cmd) {
			notify(cmd.ErrOrStderr(), finding.Hint, message.Text("change/dry-run"))
		}
		if lifecycle.Withheld(after) {
			change.Before, change.After = lifecycle.Shown(before), lifecycle.Shown(after)
		}
		_, err := cmd.OutOrStdout().Write(scan.Diff(change.Path, change.Before, change.After))
		return err
	}
	if err := casebook.DirFS(root).Replace(change.Path, change.After); err != nil {
		return writeFailure(change.Path, err)
	}
	if len(change.Attachments) > 0 {
		notify(cmd.ErrOrStderr(), finding.Warning, message.Text("withdraw/attachments", "files", strings.Join(change.Attachments, ", ")))
	}
	fmt.Fprintln(cmd.OutOrStdout(), message.Text("done/"+cmd.Name(), "file", change.Path))
	if !quiet(cmd) {
		next := message.Text("change/next", "command", programName(), "slug", slug)
		if number != "" {
			next = message.Text("change/next-proposal", "number", number, "command", programName(), "slug", slug)
		}
		fmt.Fprintln(cmd.OutOrStdout(), next)
	}
	return nil
}

// parseSlug returns the slug of a dilemma that the user named by its slug, its file or its folder.
func parseSlug(root, arg string) (string, error) {
	name, err := repositoryPath(root, arg)
	if err != nil {
		return "", err
	}
	for _, place := range []string{name, name + "/" + casebook.BundleFile} {
		if slug, ok := casebook.SlugOf(place); ok {
			return slug, nil
		}
	}
	return strings.TrimSuffix(arg, ".md"), nil
}

// changeFailure turns a *publish.Refusal into a failure that says why the change is not possible.
func changeFailure(root string, err error) error {
	var r *publish.Refusal
	if !errors.As(err, &r) {
		return err
	}
	why, value := string(r.Why), r.Value
	if r.Why == publish.IsUnknown {
		if branches := proposal.BranchesWith(root, casebook.Path(r.Slug)); len(branches) > 0 {
			why, value = "elsewhere", strings.Join(branches, ", ")
		} else if r.Near != "" {
			why = "near"
		}
	}
	return fail("refuse/"+why, "slug", r.Slug, "near", r.Near, "value", value, "command", programName())
}
