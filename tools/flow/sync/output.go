package sync

import (
	"io"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// asJSON is the form of a Result in JSON.
type asJSON struct {
	State     State       `json:"state"`
	DryRun    bool        `json:"dry_run"`
	Remote    string      `json:"remote"`
	Branch    string      `json:"branch"`
	Local     string      `json:"local"`
	From      string      `json:"from"`
	To        string      `json:"to"`
	New       int         `json:"new_commits"`
	Dilemmas  []asDilemma `json:"dilemmas"`
	Others    []string    `json:"others"`
	Files     []asFile    `json:"files"`
	Commits   []Commit    `json:"commits"`
	Kept      string      `json:"kept"`
	Proposals int         `json:"proposals"`
}

type asDilemma struct {
	Slug   string       `json:"slug"`
	Title  string       `json:"title"`
	File   string       `json:"file"`
	Events []diff.Event `json:"events"`
	State  string       `json:"state"`
}

type asFile struct {
	File    string       `json:"file"`
	Outcome repo.Outcome `json:"outcome"`
	Removed bool         `json:"removed"`
}

// WriteJSON writes a result as one JSON object.
func WriteJSON(w io.Writer, r *Result, dryRun bool) error {
	var dilemmas []asDilemma
	for _, d := range r.Dilemmas {
		dilemmas = append(dilemmas, asDilemma{d.Slug, d.Title, d.File, d.Events, d.State})
	}
	var files []asFile
	for _, f := range r.Files {
		files = append(files, asFile{f.Path, f.Outcome, f.Gone})
	}
	return report.JSON(w, asJSON{r.State, dryRun, r.Remote, r.Branch, r.Local, r.From, r.To, r.New, report.List(dilemmas), report.List(r.Others), report.List(files),
		report.List(r.Commits), r.Kept, r.Open})
}
