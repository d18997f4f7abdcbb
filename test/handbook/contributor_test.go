package handbook_test

import (
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// changed is a line that the contributor adds to the dilemma later.
const changed = "Het plan is intussen aangepast.\n"

var contributor = way{
	begin: func(w *walk) {
		w.protects()
		w.sits(w.contributor)
	},
	steps: []step{
		{line: `dilemma new "Mijn dilemma"`, after: func(w *walk) { w.read(casebook.Path(mine)) }},
		{line: "dilemma export --docx", after: func(w *walk) { w.read("canvas.docx") }},
		{line: "dilemma import canvas.docx", before: canvasAs("canvas.docx"), after: func(w *walk) { w.read(casebook.Path(mine)) }},
		{line: "dilemma check content/dilemmas/mijn-dilemma.md"},
		{line: "dilemma serve", not: served},
		{line: "dilemma check", not: named},
		{line: "dilemma submit", not: named},
		{line: "dilemma submit mijn-dilemma --dry-run", after: func(w *walk) {
			if w.proposed(mine) != "" {
				w.Error("it is on the server already")
			}
		}},
		{line: "git config remote.origin.pushurl ADRES-VAN-JE-KOPIE", on: []forge.Kind{forge.GitLab, forge.GitHub}},
		{line: "dilemma submit mijn-dilemma", after: func(w *walk) { w.handedIn(w.read(casebook.Path(mine)), "Sanne Verzonnen") }},
		{line: "dilemma submit mijn-dilemma --as-redactie", after: func(w *walk) { w.handedIn(w.read(casebook.Path(mine)), "Redactie") }},
		{line: "dilemma submit mijn-dilemma",
			before: func(w *walk) { w.write(casebook.Path(mine), w.read(casebook.Path(mine))+changed) },
			after:  func(w *walk) { w.handedIn(w.read(casebook.Path(mine)), "Sanne Verzonnen") }},
		{line: "dilemma list", after: func(w *walk) {
			w.says(mine, w.sign("#12"))
		}},
		{line: "dilemma sync", before: (*walk).isPublished, status: 1, after: func(w *walk) { w.says("git restore " + casebook.Path(mine)) }},
		{line: "git diff content/dilemmas/mijn-dilemma.md", after: func(w *walk) { w.says("-draft: false", "+draft: true") }},
		{line: "git restore content/dilemmas/mijn-dilemma.md", after: func(w *walk) {
			w.same("the file of the contributor", w.read(casebook.Path(mine)), w.main(casebook.Path(mine)))
			w.shell("git status --short", 0)
			w.same("git status", w.stdout, "?? canvas.docx\n")
		}},
	},
}

// handedIn fails the test unless there is one proposal for the dilemma, with this text, in one commit in the name of this author.
func (w *walk) handedIn(text, author string) {
	w.Helper()
	w.same("what is on the server", w.proposed(mine), text)
	if n := len(w.pulls()); w.forge != nil && n != 1 {
		w.fails("there are %d proposals", n)
	}
	if got := remotetest.Git(w, w.bare, "log", "--format=%an", "main.."+w.ref(mine)); got != author {
		w.fails("the commits are of %q", got)
	}
}
