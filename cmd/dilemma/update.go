package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/update"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

func newUpdate() *cobra.Command {
	var (
		accept, vendor bool
		show, format   string
	)
	cmd := &cobra.Command{
		Use:     message.Text("use/update"),
		Short:   message.Text("help/update"),
		Long:    message.Text("help/update.long"),
		Example: examples("update"),
		Args:    exactArgs(0, "fail/update-args"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkOption("--format", format, textOrJSON); err != nil {
				return err
			}
			root, err := findRoot()
			if err != nil {
				return err
			}
			if show != "" {
				return showProduct(cmd.OutOrStdout(), root, show)
			}
			book := bookFiles(root)
			now, err := takeRecord()
			if err != nil {
				return err
			}
			before, err := update.Read(book.Own)
			if errors.Is(err, update.ErrBroken) {
				if !accept {
					return fail("fail/update-record", "file", update.File, "command", programName())
				}
				before, err = nil, nil
			}
			if err != nil {
				return err
			}
			if vendor {
				if err := writeTheme(cmd.ErrOrStderr(), root, before, now); err != nil || !accept {
					return err
				}
			}
			news, err := update.Compare(before, now, book)
			if err != nil {
				return err
			}
			if err := tellUpdate(cmd, news, format); err != nil {
				return err
			}
			if !accept {
				if news.Any() || news.First {
					notify(cmd.ErrOrStderr(), finding.Hint, message.Text("update/accept", "command", programName()))
				}
				return nil
			}
			return accepted(cmd.ErrOrStderr(), root, now)
		},
	}
	cmd.Flags().BoolVar(&accept, "accept", false, message.Text("help/update.accept"))
	cmd.Flags().BoolVar(&vendor, "vendor", false, message.Text("help/update.vendor"))
	cmd.Flags().StringVar(&show, "show", "", message.Text("help/update.show"))
	cmd.Flags().StringVar(&format, "format", "text", message.Text("help/update.format"))
	return cmd
}

// takeRecord records the product that the command carries with it.
func takeRecord() (*update.Record, error) {
	def, err := canvas.Load(product.Files)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(rules.Rules))
	for i, r := range rules.Rules {
		ids[i] = r.ID
	}
	version, _ := ownVersion()
	return update.Take(version, product.Files, def, ids)
}

// recordOf returns the content of the record of a book.
func recordOf(r *update.Record) ([]byte, error) { return r.Marshal(message.Text("update/heading")) }

// accepted writes the record of what the keepers of the book have seen.
func accepted(stderr io.Writer, root string, now *update.Record) error {
	text, err := recordOf(now)
	if err != nil {
		return err
	}
	err = casebook.DirFS(root).Edit(update.File, func([]byte) ([]byte, error) { return text, nil })
	if err != nil {
		return writeFailure(update.File, err)
	}
	fmt.Fprintln(stderr, message.Text("update/accepted", "file", update.File))
	return nil
}

// writeTheme puts the product in the book, for who runs Hugo alone.
func writeTheme(stderr io.Writer, root string, before, now *update.Record) error {
	err := update.WriteTheme(filepath.ToSlash(filepath.Join(root, filepath.FromSlash(update.Theme))), product.Files, before, now)
	if errors.Is(err, update.ErrOther) {
		_, file, _ := strings.Cut(err.Error(), ": ")
		return fail("fail/update-theme", "dir", update.Theme, "file", file)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(stderr, message.Text("update/vendored", "dir", update.Theme))
	return nil
}

// showProduct prints a file of the product.
func showProduct(w io.Writer, root, arg string) error {
	name, err := repositoryPath(root, arg)
	if err != nil {
		return err
	}
	text, err := fs.ReadFile(product.Files, name)
	if err != nil {
		return fail("fail/update-show", "file", name)
	}
	_, err = w.Write(text)
	return err
}

// tellUpdate prints what is new.
func tellUpdate(cmd *cobra.Command, n *update.News, format string) error {
	w := cmd.OutOrStdout()
	if format == "json" {
		return report.JSON(w, n)
	}
	version := func(v string) string {
		if v == "" {
			return message.Text("update/no-version")
		}
		return v
	}
	var b strings.Builder
	line := func(id string, pairs ...string) { fmt.Fprintln(&b, report.Safe(message.Text(id, pairs...))) }
	switch {
	case n.First:
		line("update/first", "now", version(n.Now))
	case !n.Any():
		line("update/nothing", "now", version(n.Now))
	default:
		line("update/news", "before", version(n.Before), "now", version(n.Now))
	}
	if n.EditionBefore != "" {
		line("update/edition", "before", n.EditionBefore, "now", n.Edition)
	}
	for _, part := range []struct {
		id      string
		changes []update.Change
	}{{"questions", n.Questions}, {"words", n.Words}, {"rules", n.Rules}, {"pages", n.Pages}} {
		if len(part.changes) == 0 {
			continue
		}
		fmt.Fprintln(&b)
		line("update/" + part.id)
		for _, c := range part.changes {
			kind := "changed"
			if c.Before == "" {
				kind = "came"
			} else if c.Now == "" {
				kind = "went"
			}
			if part.id == "questions" {
				kind = "question-" + kind
			}
			fmt.Fprintln(&b, "  "+report.Safe(message.Text("update/"+kind, "key", c.Key, "before", c.Before, "now", c.Now)))
		}
	}
	if n.Others > 0 {
		fmt.Fprintln(&b)
		line("update/others", "n", strconv.Itoa(n.Others))
	}
	if len(n.Shadows) > 0 {
		fmt.Fprintln(&b)
		line("update/shadows")
		for _, s := range n.Shadows {
			id := "update/shadow"
			if s.Gone {
				id = "update/shadow-gone"
			}
			fmt.Fprintln(&b, "  "+report.Safe(message.Text(id, "file", s.Path)))
		}
		line("update/shadows.tip", "command", programName(), "file", n.Shadows[0].Path)
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	stderr := cmd.ErrOrStderr()
	if n.Needless > 0 {
		notify(stderr, finding.Hint, message.Text("update/needless", "n", strconv.Itoa(n.Needless)))
	}
	if n.Copy == update.CopyOld {
		notify(stderr, finding.Warning, message.Text("update/copy-old", "dir", update.Theme, "command", programName()))
	}
	return nil
}
