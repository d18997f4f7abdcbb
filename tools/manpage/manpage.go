// Package manpage writes the manual page of a command, in the macros of man(7), which groff and mandoc read. It takes all that it says from the command and
// from the catalogue; it knows no dilemma. The generator of cobra writes English headings, and the date of today.
package manpage

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Section is the section of the manual with commands for everybody.
const Section = "1"

// Name returns the name of the page of a command, such as dilemma-check.
func Name(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// Page returns the page of a command. version is that of the program, and may be empty; date is the day on which that version was made, as 2026-11-29, or
// empty: the same command gives the same page on every day.
func Page(cmd *cobra.Command, version, date string) []byte {
	p := &page{}
	name := Name(cmd)
	fmt.Fprintf(p, ".TH %s %s %s %s %s\n", quote(strings.ToUpper(name)), Section, quote(date), quote(strings.TrimSpace("dilemma "+version)), quote(message.Text("man/manual")))
	fmt.Fprint(p, ".nh\n.ad l\n") // no word is broken off: what stands here is typed

	p.heading("man/name")
	p.text(name + ` \- ` + escape(strings.TrimSuffix(cmd.Short, ".")))

	p.heading("man/synopsis")
	p.text(`\fB` + escape(cmd.CommandPath()) + `\fR` + arguments(cmd))

	description, status := split(cmp.Or(cmd.Long, cmd.Short))
	p.heading("man/description")
	p.paragraphs(description)
	for _, c := range available(cmd) {
		p.item(`\fB`+escape(c.Name())+`\fR`, c.Short)
	}

	p.heading("man/options")
	flags(p, cmd.LocalFlags())
	flags(p, cmd.InheritedFlags())

	if cmd.Example != "" {
		p.heading("man/examples")
		fmt.Fprint(p, ".nf\n")
		for line := range strings.Lines(cmd.Example) {
			p.text(escape(strings.TrimSpace(line)))
		}
		fmt.Fprint(p, ".fi\n")
	}

	p.heading("man/status")
	p.paragraphs(cmp.Or(status, message.Text("man/status.text")))

	p.heading("man/see")
	p.text(see(cmd))
	return p.Bytes()
}

// page is a page that is being written.
type page struct{ bytes.Buffer }

func (p *page) heading(id string) { fmt.Fprintf(p, ".SH %s\n", quote(message.Text(id))) }

// text writes a line, which holds escape sequences already. A sign of no width keeps what it begins with from being a macro or a break.
func (p *page) text(line string) {
	if strings.HasPrefix(line, ".") || strings.HasPrefix(line, " ") {
		line = `\&` + line
	}
	fmt.Fprintln(p, line)
}

// paragraphs writes plain text, each line of it on a line of its own, with an empty line between paragraphs.
func (p *page) paragraphs(text string) {
	for i, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			fmt.Fprintln(p, ".PP")
		}
		for j, line := range strings.Split(paragraph, "\n") {
			if j > 0 {
				fmt.Fprintln(p, ".br")
			}
			p.text(escape(line))
		}
	}
}

// item writes a term, which holds escape sequences already, and its explanation.
func (p *page) item(term, text string) {
	fmt.Fprintln(p, ".TP")
	p.text(term)
	p.text(escape(text))
}

// flags writes each option with its explanation.
func flags(p *page, set *pflag.FlagSet) {
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		term := `\fB` + escape("--"+f.Name) + `\fR`
		if f.Shorthand != "" {
			term = `\fB` + escape("-"+f.Shorthand) + `\fR, ` + term
		}
		if value != "" {
			term += ` \fI` + escape(value) + `\fR`
		}
		p.item(term, usage)
	})
}

// arguments returns what stands behind the command, as a part of a line.
func arguments(cmd *cobra.Command) string {
	_, rest, _ := strings.Cut(cmd.Use, " ")
	text := ""
	if rest != "" {
		text = ` \fI` + escape(rest) + `\fR`
	}
	return text + " [" + escape(strings.ToUpper(message.Text("man/options"))) + "]"
}

// split parts the description of a command from what it says of its exit status.
func split(long string) (description, status string) {
	var lines []string
	for line := range strings.Lines(long) {
		if before, after, ok := strings.Cut(line, message.Text("man/status.begin")); ok {
			status = strings.TrimSpace(after)
			line = strings.TrimSpace(before)
		}
		if line != "" {
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		}
	}
	return strings.Join(lines, "\n"), status
}

// available returns the commands below one that a user may run.
func available(cmd *cobra.Command) []*cobra.Command {
	var found []*cobra.Command
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			found = append(found, c)
		}
	}
	return found
}

// see returns the pages that are near this one.
func see(cmd *cobra.Command) string {
	link := func(c *cobra.Command) string { return `\fB` + escape(Name(c)) + `\fR(` + Section + ")" }
	if cmd.HasParent() {
		return link(cmd.Parent())
	}
	var all []string
	for _, c := range available(cmd) {
		all = append(all, link(c))
	}
	return strings.Join(all, ", ")
}

// escape returns plain text so that it is read as it is, whatever the encoding of the terminal.
func escape(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\\':
			b.WriteString(`\e`)
		case r == '-':
			b.WriteString(`\-`)
		case r == '\'':
			b.WriteString(`\(aq`)
		case r == '`':
			b.WriteString(`\(ga`)
		case r == '~':
			b.WriteString(`\(ti`)
		case r == '^':
			b.WriteString(`\(ha`)
		case r > 126:
			fmt.Fprintf(&b, `\[u%04X]`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// quote returns plain text as one argument of a macro.
func quote(text string) string { return `"` + strings.ReplaceAll(escape(text), `"`, `\(dq`) + `"` }
