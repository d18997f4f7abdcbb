package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/interview"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
)

// newOptions are the options of dilemma new.
type newOptions struct {
	resume, answers string
	set             []string
	noAsk           bool
}

func newNew() *cobra.Command {
	var o newOptions
	cmd := &cobra.Command{
		Use:     message.Text("use/new"),
		Short:   message.Text("help/new"),
		Long:    message.Text("help/new.long"),
		Example: examples("new"),
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("resume") {
				return o.goOn(cmd, args)
			}
			return o.begin(cmd, args)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.resume, "resume", "", message.Text("help/new.resume"))
	flags.StringArrayVar(&o.set, "set", nil, message.Text("help/new.set"))
	flags.StringVar(&o.answers, "answers", "", message.Text("help/new.answers"))
	flags.BoolVar(&o.noAsk, "no-ask", false, message.Text("help/new.no-ask"))
	return cmd
}

// person returns who can be asked, or nil: somebody who types on a terminal, and sees there what is asked and where the file is.
func (o *newOptions) person(cmd *cobra.Command) *terminal.Dialogue {
	if o.noAsk || !terminal.Is(cmd.OutOrStdout()) {
		return nil
	}
	return terminal.NewDialogue(cmd.InOrStdin(), cmd.ErrOrStderr())
}

// begin makes a new dilemma with the answers that were given, and asks the others of who can be asked.
func (o *newOptions) begin(cmd *cobra.Command, args []string) error {
	root, err := findRoot()
	if err != nil {
		return err
	}
	def, err := workplace{root: root}.definition()
	if err != nil {
		return err
	}
	answers, faults, err := o.given(cmd, def)
	if err != nil {
		return err
	}
	person := o.person(cmd)
	title, err := titleOf(cmd, args, answers, person)
	if err == nil && person != nil {
		title, err = safeTitle(cmd, title, person, root)
	}
	if err != nil {
		return err
	}
	path, err := create(root, title, def, answers, faults)
	if err != nil {
		return err
	}
	fmt.Fprintln(cmd.OutOrStdout(), path)
	if branches := proposal.BranchesWith(root, path); len(branches) > 0 {
		notify(cmd.ErrOrStderr(), finding.Hint, message.Text("new/elsewhere", "file", path, "branches", strings.Join(branches, ", ")))
	}
	if len(answers) > 0 {
		if err := reportFile(cmd, root, path); err != nil {
			return err
		}
	}
	if person != nil {
		return o.offer(cmd, person, root, path, def)
	}
	if !quiet(cmd) {
		fmt.Fprintf(cmd.OutOrStdout(), "\n%s\n", message.Text("new/next", "file", path, "command", programName()))
	}
	return nil
}

// titleOf returns the title that was given as the argument or among the answers, or else asks for it.
func titleOf(cmd *cobra.Command, args []string, answers []interview.Answer, person *terminal.Dialogue) (string, error) {
	if len(args) == 1 {
		return args[0], nil
	}
	if at := slices.IndexFunc(answers, func(a interview.Answer) bool { return a.Field() == lifecycle.Title }); at >= 0 && len(args) == 0 {
		return answers[at].Value.Text, nil
	}
	if len(args) > 0 || person == nil {
		return "", exactArgs(1, "fail/title")(cmd, args)
	}
	person.Say(terminal.Bold, message.Text("new/ask-title"))
	title, err := askTitle(cmd, person)
	if err == nil && title == "" {
		err = fail("fail/new-title-none")
	}
	return title, err
}

// askTitle asks for a title until it can be the name of a file. It is empty for who gives none.
func askTitle(cmd *cobra.Command, person *terminal.Dialogue) (string, error) {
	for {
		title, err := person.Read(cmd.Context(), terminal.Prompt{Text: "> "})
		switch title = strings.TrimSpace(title); {
		case err != nil:
			return "", fail("fail/new-title-none")
		case title == "" || casebook.Slug(title) != "":
			return title, nil
		}
		printFailure(cmd.ErrOrStderr(), fail("fail/slug", "title", title))
	}
}

// safeTitle asks for another title as long as personal data is found in it, which would be in the name of the file too, and the person does not keep it.
func safeTitle(cmd *cobra.Command, title string, person *terminal.Dialogue, root string) (string, error) {
	_, checker := newChecker(root)
	for len(checker.Values(casebook.Path(casebook.Slug(title)), title)) > 0 {
		person.Say(terminal.Plain, message.Text("new/title-personal"))
		other, err := askTitle(cmd, person)
		if err != nil || other == "" {
			return title, err
		}
		title = other
	}
	return title, nil
}

// given returns the answers of the options, and those that can't be taken.
func (o *newOptions) given(cmd *cobra.Command, def *canvas.Definition) (answers []interview.Answer, faults []interview.Fault, err error) {
	if cmd.Flags().Changed("answers") {
		src, err := readAnswers(cmd, o.answers)
		if err != nil {
			return nil, nil, fail("fail/new-answers", "file", o.answers, "reason", reason(err))
		}
		answers, faults = interview.ReadAnswers(src)
		for i := range faults {
			faults[i].Field = o.answers
		}
	}
	for _, setting := range o.set {
		a, wrong := interview.ReadSetting(def, setting)
		if faults = append(faults, wrong...); len(wrong) == 0 {
			answers = append(answers, a)
		}
	}
	return answers, faults, nil
}

// readAnswers reads at most one byte more than interview.MaxAnswers, so that what is too large can be refused.
func readAnswers(cmd *cobra.Command, name string) ([]byte, error) {
	in := cmd.InOrStdin()
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	return io.ReadAll(io.LimitReader(in, interview.MaxAnswers+1))
}

// givenFailure tells what is wrong with answers, one a line; nil without faults.
func givenFailure(faults []interview.Fault) error {
	if len(faults) == 0 {
		return nil
	}
	f := fail("fail/new-given")
	for _, one := range faults {
		f.example = append(f.example, "  "+strings.TrimPrefix(one.Field+": ", ": ")+one.Message)
	}
	return f
}

// create makes the file of a dilemma with answers in it, if all of them are right.
func create(root, title string, def *canvas.Definition, answers []interview.Answer, faults []interview.Fault) (string, error) {
	archetype, err := archetypeOf(root)
	if err != nil {
		return "", err
	}
	path, err := casebook.Create(root, archetype, title, time.Now(), func(name string, text []byte) ([]byte, error) {
		text, more := fillIn(root, name, text, def, answers)
		return text, givenFailure(append(faults, more...))
	})
	var (
		exists   *casebook.ExistsError
		reserved *casebook.ReservedError
		told     *failure
	)
	switch {
	case err == nil:
		return path, nil
	case errors.As(err, &reserved):
		return "", reservedFailure(reserved)
	case errors.Is(err, casebook.ErrNoSlug):
		return "", fail("fail/slug", "title", title)
	case errors.As(err, &exists):
		f, slug := fail("fail/exists", "file", exists.Path), casebook.Slug(title)
		f.tip = message.Text("new/exists.tip", "command", programName(), "slug", slug)
		return "", f
	case !errors.As(err, &told) && path != "":
		return "", writeFailure(path, err)
	}
	return "", err
}

// fillIn puts answers into the text of a new dilemma, and tells which of them check calls wrong. That something is missing, or may be personal data, is not wrong.
func fillIn(root, name string, text []byte, def *canvas.Definition, answers []interview.Answer) ([]byte, []interview.Fault) {
	if len(answers) == 0 {
		return text, nil
	}
	answers = slices.DeleteFunc(slices.Clone(answers), func(a interview.Answer) bool { return a.Field() == lifecycle.Title }) // it is in the text
	text, faults := interview.Given(def, name, text, answers)
	_, checker := newChecker(root)
	for _, f := range checker.Text(name, text) {
		if f.Severity == finding.Error && f.Kind == "" && !slices.Contains([]string{"canvas/required", "canvas/empty", "canvas/too-few"}, f.Rule) {
			faults = append(faults, interview.Fault{Field: f.Field, Message: strings.TrimSpace(f.Message + " " + f.Hint)})
		}
	}
	return text, faults
}

// offer asks whether to go on with the questions, and does.
func (o *newOptions) offer(cmd *cobra.Command, person *terminal.Dialogue, root, path string, def *canvas.Definition) error {
	slug, _ := casebook.SlugOf(path)
	person.Say(terminal.Plain, "")
	person.Say(terminal.Bold, message.Text("new/start"))
	answer, err := person.Read(cmd.Context(), terminal.Prompt{Text: "> "})
	if err != nil || strings.HasPrefix(strings.ToLower(strings.TrimSpace(answer)), "n") {
		person.Say(terminal.Plain, message.Text("new/onward", "file", path, "slug", slug, "command", programName()))
		return leaving(err)
	}
	return converse(cmd, person, root, path, def)
}

// goOn asks the open questions of a dilemma that exists.
func (o *newOptions) goOn(cmd *cobra.Command, args []string) error {
	if len(args) > 0 || len(o.set) > 0 || cmd.Flags().Changed("answers") || o.noAsk {
		return fail("fail/new-resume", "command", commandPath(cmd))
	}
	root, err := findRoot()
	if err != nil {
		return err
	}
	slug, err := parseSlug(root, o.resume)
	if err != nil {
		return err
	}
	file := casebook.Open(casebook.DirFS(root)).Lookup(slug)
	if file == nil {
		return fail("refuse/unknown", "slug", slug, "command", programName())
	}
	person := o.person(cmd)
	if person == nil {
		return fail("fail/new-screen")
	}
	def, err := workplace{root: root}.definition()
	if err != nil {
		return err
	}
	return converse(cmd, person, root, file.Path, def)
}

// converse asks the open questions of a dilemma, and tells in the end how far it is.
func converse(cmd *cobra.Command, person *terminal.Dialogue, root, path string, def *canvas.Definition) error {
	_, checker := newChecker(root)
	i := &interview.Interview{
		Person: person, Root: casebook.DirFS(root), Path: path, Definition: def, Edit: editText,
		Check: func(text []byte) []finding.Finding { return checker.Text(path, text) },
	}
	err := i.Run(cmd.Context())
	switch {
	case errors.Is(err, interview.ErrGone):
		return fail("fail/new-gone", "file", path, "command", programName())
	case errors.Is(err, interview.ErrBroken):
		return fail("fail/new-broken", "file", path, "command", programName())
	case errors.Is(err, interview.ErrWithheld):
		return fail("fail/new-withdrawn", "file", path, "command", programName())
	case errors.Is(err, casebook.ErrNotRegular):
		return writeFailure(path, err)
	}
	slug, _ := casebook.SlugOf(path)
	id := "new/through"
	if err != nil {
		id = "new/kept"
	}
	person.Say(terminal.Plain, "")
	person.Say(terminal.Bold, message.Text(id, "file", path))
	person.Say(terminal.Plain, i.Summary())
	person.Say(terminal.Plain, "")
	person.Say(terminal.Plain, message.Text("new/onward", "file", path, "slug", slug, "command", programName()))
	return leaving(err)
}

// leaving is the error of a person who left: none for who said so with Ctrl+D, so that only what was broken off ends with an exit status of its own.
func leaving(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	if errors.Is(err, terminal.ErrInterrupted) {
		return context.Canceled // as the signal that Ctrl+C is elsewhere
	}
	return err
}

// reservedFailure returns a failure because of a slug that no dilemma can have.
func reservedFailure(err *casebook.ReservedError) error {
	return fail("fail/reserved", "slug", err.Slug, "reason", message.Text("name/"+string(err.Why)))
}

// archetypeOf returns the text of a new dilemma: the book's own, or else that which follows from its canvas.
func archetypeOf(root string) (string, error) {
	own, err := fs.ReadFile(casebook.DirFS(root), canvas.ArchetypeFile)
	switch {
	case err == nil:
		return string(own), nil
	case !errors.Is(err, fs.ErrNotExist):
		return "", fail("fail/archetype", "file", canvas.ArchetypeFile)
	}
	def, err := canvas.Load(bookFiles(root))
	if err != nil {
		return "", fail("fail/definition", "reason", err.Error())
	}
	return def.Archetype(), nil
}
