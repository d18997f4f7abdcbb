package submit

import (
	"fmt"
	"io"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Plan returns the text that a dry run prints: everything that would leave this machine.
func Plan(r *Result) string {
	var b strings.Builder
	row := func(id, text string) {
		fmt.Fprintf(&b, "  %-14s %s\n", message.Text("submit/plan-"+id), report.Safe(text))
	}
	fmt.Fprintln(&b, message.Text("submit/plan"))
	row("server", fmt.Sprintf("%s (%s)", r.Address, message.Text("submit/kind-"+string(r.Kind))))
	row("ref", r.Route.Ref)
	row("way", r.Way)
	row("base", fmt.Sprintf("%s/%s, %.10s", r.Remote, r.Proposal.Target, r.Base))
	row("author", r.Author)
	row("message", r.Message)
	for _, name := range r.Files {
		row("file", name)
	}
	for _, name := range r.Gone {
		row("gone", name)
	}
	for _, o := range r.Route.Options {
		if o.Key == "description" || o.Key == "merge_request.description" {
			o.Value = "…" // it is printed below
		}
		row("option", o.String())
	}
	row("title", r.Proposal.Title)
	fmt.Fprintf(&b, "\n%s\n\n%s\n", paragraphs(r.Proposal.Description), message.Text("submit/plan-end"))
	return b.String()
}

// paragraphs makes a text of several lines safe to print on a terminal.
func paragraphs(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = report.Safe(l)
	}
	return strings.Join(lines, "\n")
}

// asJSON is the form of a Result in JSON.
type asJSON struct {
	State       State             `json:"state"`
	Slug        string            `json:"slug"`
	URL         string            `json:"url"`
	Manual      bool              `json:"manual"`
	Forge       string            `json:"forge"`
	Remote      string            `json:"remote"`
	Ref         string            `json:"ref"`
	Base        string            `json:"base"`
	Commit      string            `json:"commit"`
	Author      string            `json:"author"`
	Title       string            `json:"title"`
	Description string            `json:"description"`
	Files       []string          `json:"files"`
	Removed     []string          `json:"removed"`
	Skipped     []string          `json:"skipped"`
	Number      int               `json:"number"`   // of the merge request; 0 when it is not known
	Replaces    int               `json:"replaces"` // the number of the one that it comes in the place of; 0 for none
	Closed      bool              `json:"closed"`   // that one is closed
	Findings    []finding.Finding `json:"findings"`
}

// WriteJSON writes a result as one JSON object.
func WriteJSON(w io.Writer, r *Result) error {
	return report.JSON(w, asJSON{
		r.State, r.Slug, r.URL, r.Manual, string(r.Kind), r.Address, r.Route.Ref, r.Base, r.Commit, r.Author, r.Proposal.Title, r.Proposal.Description,
		report.List(r.Files), report.List(r.Gone), report.List(r.Left), r.Outcome.Number(), r.Replaces, r.Closed, report.List(r.Report.Findings),
	})
}
