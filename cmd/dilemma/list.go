package main

import (
	"errors"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/list"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// listOptions are the options of the command list.
type listOptions struct {
	format, sort string
	offline      bool
	states       []string
	terms        map[string]*[]string // the values of the options in listTerms, by option
	filter       list.Filter
}

// listTerms are the options that filter by a word of a vocabulary, with the key in the front matter that holds that word.
var listTerms = []struct{ option, key string }{
	{"thema", lifecycle.Themes}, {"bestuurslaag", lifecycle.Layer}, {"grond", lifecycle.Grounds}, {"herkomst", lifecycle.Provenance}, {"informatiecategorie", lifecycle.Categories},
}

func newList() *cobra.Command {
	o := listOptions{terms: map[string]*[]string{}}
	cmd := &cobra.Command{
		Use:     message.Text("use/list"),
		Short:   message.Text("help/list"),
		Long:    message.Text("help/list.long"),
		Example: examples("list"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkOption("--format", o.format, list.Formats); err != nil {
				return err
			}
			if err := checkOption("--sort", o.sort, list.Orders); err != nil {
				return err
			}
			if cmd.Flags().Changed("older-than") && o.filter.OlderThan < 0 {
				return fail("fail/list-days", "days", strconv.Itoa(o.filter.OlderThan))
			}
			o.filter.Words = args
			return o.run(cmd)
		},
	}
	cmd.Flags().StringSliceVar(&o.states, "state", nil, message.Text("help/list.state"))
	for _, t := range listTerms {
		o.terms[t.option] = cmd.Flags().StringSlice(t.option, nil, message.Text("help/list-"+t.option))
	}
	cmd.Flags().IntVar(&o.filter.OlderThan, "older-than", -1, message.Text("help/list.older-than"))
	cmd.Flags().BoolVar(&o.filter.Incomplete, "incomplete", false, message.Text("help/list.incomplete"))
	cmd.Flags().StringVar(&o.sort, "sort", string(list.BySlug), message.Text("help/list.sort"))
	cmd.Flags().BoolVar(&o.offline, "offline", false, message.Text("help/list.offline"))
	cmd.Flags().StringVar(&o.format, "format", string(list.Text), message.Text("help/list.format"))
	return cmd
}

func (o listOptions) run(cmd *cobra.Command) error {
	root, err := findRoot()
	if err != nil {
		return err
	}
	def, err := canvas.Load(bookFiles(root))
	if err != nil {
		return fail("fail/definition", "reason", err.Error())
	}
	if err := o.parse(def); err != nil {
		return err
	}
	cfg, err := readSettings(root)
	if err != nil {
		return err
	}
	var asked inquiry
	source := list.Source(proposal.Known)
	if !o.offline {
		source = asked.source(cmd.Context())
	}
	book, err := list.Read(root, def, cfg, time.Now(), source)
	if err != nil {
		return err
	}
	kept := slices.DeleteFunc(slices.Clone(book.Dilemmas), func(d *list.Dilemma) bool { return !o.filter.Matches(d) })
	list.Sort(kept, list.Order(o.sort))
	if !quiet(cmd) {
		printHints(cmd, book, len(kept))
		asked.printHints(cmd, book)
	}
	switch list.Format(o.format) {
	case list.JSON:
		return list.WriteJSON(cmd.OutOrStdout(), kept)
	case list.CSV:
		return list.WriteCSV(cmd.OutOrStdout(), def, kept)
	}
	if len(kept) == 0 {
		return nil
	}
	return list.WriteText(cmd.OutOrStdout(), book, kept, terminalWidth(cmd.OutOrStdout()))
}

// parse turns the words in the options into states and terms of the filter.
func (o *listOptions) parse(def *canvas.Definition) error {
	for _, word := range o.states {
		state, err := list.ParseState(word)
		if err != nil {
			return unknownWord("--state", err)
		}
		o.filter.States = append(o.filter.States, state)
	}
	o.filter.Terms = map[string][]string{}
	for _, t := range listTerms {
		for _, word := range *o.terms[t.option] {
			term, err := list.ParseTerm(def, t.key, word)
			if err != nil {
				return unknownWord("--"+t.option, err)
			}
			o.filter.Terms[t.key] = append(o.filter.Terms[t.key], term)
		}
	}
	return nil
}

// unknownWord turns a *list.UnknownWord into a failure that names a similar word, or all words that the option accepts.
func unknownWord(option string, err error) error {
	var unknown *list.UnknownWord
	switch {
	case !errors.As(err, &unknown):
		return err
	case unknown.Near != "":
		return fail("fail/list-near", "option", option, "word", unknown.Word, "near", unknown.Near)
	}
	return fail("fail/option-value", "option", option, "value", unknown.Word, "words", strings.Join(unknown.Words, ", "))
}

// printHints prints to standard error what the list itself does not show. Kept is the number of dilemmas that pass the filter.
func printHints(cmd *cobra.Command, book *list.Book, kept int) {
	stderr := cmd.ErrOrStderr()
	hint := func(id string, pairs ...string) {
		notify(stderr, finding.Hint, report.Safe(message.Text(id, pairs...)))
	}
	switch {
	case book.Branch != "":
	case book.Form != nil:
		hint("list/form", "why", formFailure(book.Form, commandPath(cmd)).text)
	case len(book.Candidates) == 0:
		hint("list/no-git")
	default:
		hint("list/no-branch", "branches", strings.Join(book.Candidates, ", "))
	}
	if book.Truncated {
		hint("list/cut")
	}
	if files := book.Unreadable; len(files) > 0 {
		const most = 5
		if len(files) > most {
			files = append(slices.Clone(files[:most]), message.Text("list/more", "n", strconv.Itoa(len(files)-most)))
		}
		hint("list/unreadable", "files", strings.Join(files, ", "), "command", programName())
	}
	switch {
	case len(book.Dilemmas) == 0:
		hint("list/empty", "command", programName())
	case kept == 0:
		notify(stderr, finding.Hint, message.Count("list/none", len(book.Dilemmas)))
	}
}

// terminalWidth returns the width of the terminal in columns: that in COLUMNS, else that of the terminal itself, else 80.
func terminalWidth(w io.Writer) int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			return n
		}
	}
	return 80
}
