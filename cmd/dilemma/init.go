package main

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/theme"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/start"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/update"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
)

func newInit() *cobra.Command {
	var where string // the address of the repository, or the kind of server
	o := start.Options{Heading: message.Text("allow/heading"), Example: start.Example{Title: message.Text("init/example-title"), Dilemma: message.Text("init/example-dilemma"), WhyNow: message.Text("init/example-why")}}
	cmd := &cobra.Command{
		Use:     message.Text("use/init"),
		Short:   message.Text("help/init"),
		Long:    message.Text("help/init.long"),
		Example: examples("init"),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fail("fail/init-args", "n", strconv.Itoa(len(args)), "command", programName())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := filepath.Abs(cmp.Or(strings.Join(args, ""), "."))
			if err != nil {
				return err
			}
			if err := start.Empty(dir); err != nil {
				return initFailure(err, dir)
			}
			o.Version, _ = ownVersion()
			o.Title = message.Text("init/title")
			if person := terminal.NewDialogue(cmd.InOrStdin(), cmd.ErrOrStderr()); person != nil && (o.Organisation == "" || o.Mailbox == "") {
				if err := askInit(cmd, person, &o, &where); err != nil {
					return err
				}
			}
			if err := readWhere(&o, where); err != nil {
				return err
			}
			files, err := bookOf(o)
			if err == nil {
				err = start.Write(dir, files)
			}
			if err != nil {
				return initFailure(err, dir)
			}
			return tellInit(cmd, dir, o, files)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Organisation, "organisation", "", message.Text("help/init.organisation"))
	flags.StringVar(&o.Mailbox, "mailbox", "", message.Text("help/init.mailbox"))
	flags.StringVar(&where, "forge", "", message.Text("help/init.forge"))
	flags.StringVar(&o.Kind, "kind", "", message.Text("help/init.kind"))
	flags.StringVar(&o.Colour, "colour", "", message.Text("help/init.colour"))
	flags.StringVar(&o.Header, "header", "", message.Text("help/init.header"))
	flags.BoolVar(&o.English, "english", true, message.Text("help/init.english"))
	flags.StringVar(&o.Address, "address", "", message.Text("help/init.address"))
	flags.StringVar(&o.Licence, "licence", "", message.Text("help/init.licence"))
	return cmd
}

// bookOf returns the files of a new book on the product that the command carries with it.
func bookOf(o start.Options) ([]start.File, error) {
	def, err := canvas.Load(product.Files)
	if err != nil {
		return nil, err
	}
	files, err := start.Files(o, product.Files, product.Editor, def, time.Now())
	if err != nil {
		return nil, err
	}
	now, err := takeRecord()
	if err != nil {
		return nil, err
	}
	record, err := recordOf(now)
	files = append(files, start.File{Path: update.File, Text: record})
	slices.SortFunc(files, func(a, b start.File) int { return strings.Compare(a.Path, b.Path) })
	return files, err
}

// readWhere fills in the repository and the kind of server from one answer, which is either of them.
func readWhere(o *start.Options, where string) error {
	where = strings.TrimSpace(where)
	if where == "" || slices.Contains(start.Kinds, where) {
		o.Kind = cmp.Or(o.Kind, where)
		return nil
	}
	o.Repository = where
	hosts, err := forge.ReadHosts(product.Files)
	if err != nil {
		return err
	}
	if u, err := url.Parse(where); err == nil && o.Kind == "" {
		o.Kind = string(hosts.Kind(u.Host))
	}
	return nil
}

// askInit asks on a terminal what the options do not say. A wrong answer is asked again, with the reason.
func askInit(cmd *cobra.Command, person *terminal.Dialogue, o *start.Options, where *string) error {
	person.Say(terminal.Plain, message.Text("init/ask"))
	ask := func(id string, into *string) error {
		if cmd.Flags().Changed(id) {
			return nil
		}
		for {
			person.Say(terminal.Plain, "\n"+message.Text("init/ask-"+id))
			line, err := person.Read(cmd.Context(), terminal.Prompt{Text: "> "})
			if err != nil {
				return fail("fail/init-stopped")
			}
			*into = strings.TrimSpace(line)
			tried := *o
			if err := readWhere(&tried, *where); err != nil {
				return err
			}
			// What was not asked yet must not stand in the way.
			tried.Organisation, tried.Mailbox = cmp.Or(tried.Organisation, "x"), cmp.Or(tried.Mailbox, "x@x.example")
			err = start.Check(tried, product.Files)
			missing := *into == "" && (id == "organisation" || id == "mailbox")
			var invalid *start.Invalid
			if !missing && !errors.As(err, &invalid) {
				return err
			}
			if missing {
				invalid = &start.Invalid{Field: id}
			}
			printFailure(cmd.ErrOrStderr(), invalidFailure(invalid))
		}
	}
	english := ""
	for _, q := range []struct {
		id   string
		into *string
	}{{"organisation", &o.Organisation}, {"mailbox", &o.Mailbox}, {"forge", where}, {"colour", &o.Colour}, {"english", &english}} {
		if err := ask(q.id, q.into); err != nil {
			return err
		}
		if q.id != "forge" {
			continue
		}
		told := *o
		if err := readWhere(&told, *where); err != nil {
			return err
		}
		if told.Repository != "" && told.Kind == "" { // the address does not tell
			if err := ask("kind", &o.Kind); err != nil {
				return err
			}
		}
	}
	if !cmd.Flags().Changed("english") {
		o.English = !strings.HasPrefix(strings.ToLower(english), "n")
	}
	person.Say(terminal.Plain, "")
	return nil
}

// initFailure turns an error of the package start into a failure.
func initFailure(err error, dir string) error {
	var invalid *start.Invalid
	switch {
	case errors.Is(err, start.ErrNotEmpty):
		return fail("fail/init-not-empty", "dir", dir, "command", programName())
	case errors.As(err, &invalid):
		return invalidFailure(invalid)
	}
	return err
}

func invalidFailure(e *start.Invalid) *failure {
	if e.Fault == nil {
		id := "fail/init-" + e.Field
		if e.Value == "" && message.Has(id+"-none") {
			id += "-none"
		}
		return fail(id, "value", e.Value, "kinds", strings.Join(start.Kinds, ", "))
	}
	f := e.Fault
	result := fail("fail/init-contrast", "value", e.Value, "on", f.On.String(), "below", f.Below.String(), "ratio", theme.Ratio(f.Ratio), "least", theme.Ratio(f.Least))
	if e.Near != nil {
		result.tip = message.Text("theme/near.tip", "near", e.Near.String(), "ratio", theme.Ratio(theme.Contrast(*e.Near, f.Below)))
	}
	return result
}

// tellInit tells what was made, and what comes next.
func tellInit(cmd *cobra.Command, dir string, o start.Options, files []start.File) error {
	var names strings.Builder
	for _, f := range files {
		fmt.Fprintf(&names, "  %s\n", f.Path)
	}
	own, err := readSettings(dir)
	if err != nil {
		return err
	}
	shown := fromHere(dir)
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s\n%s\n%s\n", message.Text("init/made", "dir", shown), names.String(),
		message.Text("init/next", "dir", shown, "address", own.BaseURL, "command", programName()))
	if o.Address == "" {
		notify(cmd.ErrOrStderr(), finding.Warning, report.Safe(message.Text("init/guessed", "address", own.BaseURL)))
	}
	if o.Kind == "" {
		id := "init/no-kind"
		if o.Repository != "" {
			id = "init/unknown-kind"
		}
		notify(cmd.ErrOrStderr(), finding.Hint, message.Text(id))
	}
	return err
}
