package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check"
	"github.com/openbaarheid-schuurt/dilemma/tools/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/report"
)

func newCheck() *cobra.Command {
	var (
		format, failOn, since string
		rules                 bool
	)
	cmd := &cobra.Command{
		Use:   "check [BESTAND…]",
		Short: message.Text("help/check"),
		Long:  message.Text("help/check.long"),
		Example: "  dilemma check\n" +
			"  dilemma check content/dilemmas/mijn-dilemma.md\n" +
			"  dilemma check --format json",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("--format", format, report.Formats); err != nil {
				return err
			}
			if err := oneOf("--fail-on", failOn, finding.Severities); err != nil {
				return err
			}
			if rules {
				return listRules(cmd.OutOrStdout())
			}
			root, err := findRoot()
			if err != nil {
				return err
			}
			result, book, err := checkSince(root, args, since)
			if err != nil {
				return err
			}
			if err := report.Write(cmd.OutOrStdout(), format, newReport(result, book)); err != nil {
				return err
			}
			for _, f := range result.Findings {
				if f.Severity.AtLeast(finding.Severity(failOn)) {
					return errFindings
				}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", message.Text("help/check.format"))
	cmd.Flags().StringVar(&since, "since", "", message.Text("help/check.since"))
	cmd.Flags().BoolVar(&rules, "rules", false, message.Text("help/check.rules"))
	cmd.Flags().StringVar(&failOn, "fail-on", string(finding.Error), message.Text("help/check.fail-on"))
	return cmd
}

// listRules prints every rule with its severity and what it asks.
func listRules(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range check.Rules {
		fmt.Fprintf(table, "%s\t%s\t%s\n", r.ID, message.Text("severity/"+string(r.Severity)), r.Explanation().What)
	}
	return table.Flush()
}

// checkBook checks the files that the user named, or the whole book when there are none.
func checkBook(root string, args []string) (check.Result, *casebook.Book, error) {
	book := casebook.Open(casebook.DirFS(root))
	checker := check.New(book, time.Now())
	if len(args) == 0 {
		return checker.All(), book, nil
	}
	names := make([]string, len(args))
	for i, arg := range args {
		var err error
		if names[i], err = nameInRepository(root, arg); err != nil {
			return check.Result{}, nil, err
		}
	}
	return checker.Paths(names), book, nil
}

// checkSince is checkBook for what changed since a revision; without revision it is all.
func checkSince(root string, args []string, revision string) (check.Result, *casebook.Book, error) {
	result, book, err := checkBook(root, args)
	if err != nil || revision == "" {
		return result, book, err
	}
	base, err := proposal.Base(root, revision)
	switch {
	case errors.Is(err, proposal.ErrNoRepository):
		return result, book, fail("fail/repository")
	case errors.Is(err, proposal.ErrNoRevision):
		return result, book, fail("fail/revision", "revision", revision)
	case errors.Is(err, proposal.ErrNoBase):
		return result, book, fail("fail/base", "revision", revision)
	case err != nil:
		return result, book, err
	}
	return check.New(book, time.Now()).Since(result, base), book, nil
}

// nameInRepository turns a path as the user typed it into one relative to the root, or an absolute one outside it.
func nameInRepository(root, arg string) (string, error) {
	abs, err := filepath.Abs(arg)
	if err != nil {
		return "", err
	}
	for _, from := range []string{root, resolved(root)} {
		if rel, err := filepath.Rel(from, abs); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return filepath.ToSlash(rel), nil
		}
	}
	return filepath.ToSlash(abs), nil
}

// resolved follows the symbolic links in the path of a folder.
func resolved(dir string) string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	return dir
}

// newReport is the report of a check.
func newReport(result check.Result, book *casebook.Book) report.Report {
	r := report.Report{Findings: result.Findings, Files: result.Files, Source: source(book)}
	if info, ok := debug.ReadBuildInfo(); ok {
		r.Version = info.Main.Version
	}
	return r
}

// source shows lines of the files that the book has read.
func source(book *casebook.Book) report.Source {
	return func(file string, line int) []byte {
		if info, err := os.Stat(file); err == nil && info.IsDir() {
			return nil
		}
		return book.File(file).Line(line)
	}
}
