package handbook_test

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
)

var handingIn = way{
	alone: true,
	begin: func(*walk) {},
	steps: []step{{line: "dilemma submit", not: named}},
}

// letter is a mail with a dilemma in it, as it comes out of a mailbox.
func letter(w *walk, title string) string {
	return "From: Sanne Verzonnen <sanne@example.org>\r\nTo: redactie@example.org\r\nSubject: dilemma\r\n" +
		"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"snede\"\r\n\r\n" +
		"--snede\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHierbij mijn dilemma.\r\n" +
		"--snede\r\nContent-Type: text/markdown; charset=utf-8; name=\"dilemma.md\"\r\nContent-Disposition: attachment; filename=\"dilemma.md\"\r\n\r\n" +
		strings.ReplaceAll(dilemma(w, title, true), "\n", "\r\n") + "\r\n--snede--\r\n"
}

var reading = way{
	alone: true,
	begin: func(*walk) {},
	steps: []step{{line: "dilemma review", not: named}},
}

var editors = way{
	begin: func(w *walk) {
		w.protects()
		// A contributor hands in before the page begins.
		w.sits(w.contributor)
		w.write(casebook.Path(mine), dilemma(w, "Mijn dilemma", true))
		if w.fork != "" {
			w.shell("git config remote.origin.pushurl "+w.fork, 0)
		}
		w.shell("dilemma submit mijn-dilemma --as-redactie", 0)
		w.sits(w.editors)
	},
	steps: []step{
		{line: "dilemma hooks install"},
		{line: "dilemma scan ../mail.eml", status: 1, before: func(w *walk) { w.write("../mail.eml", letter(w, "Dilemma per mail")) },
			after: func(w *walk) { w.says("mail.eml") }},
		{line: "dilemma submit --from ../mail.eml --dry-run", after: func(w *walk) {
			if w.proposed("dilemma-per-mail") != "" {
				w.Error("it is on the server already")
			}
		}},
		{line: "dilemma submit --from ../mail.eml", after: func(w *walk) {
			if got := w.proposed("dilemma-per-mail"); got == "" || strings.Contains(got, "Sanne") {
				w.fails("on the server is proposed\n%s", got)
			}
		}},
		{line: "dilemma submit --from ../een.eml ../twee.docx", before: func(w *walk) {
			w.write("../een.eml", letter(w, "Het eerste"))
			w.write(casebook.Path("het-tweede"), dilemma(w, "Het tweede", true))
			w.shell("dilemma export --docx het-tweede --to ../twee.docx && rm "+casebook.Path("het-tweede"), 0)
		}, after: func(w *walk) {
			for _, slug := range []string{"het-eerste", "het-tweede"} {
				if w.proposed(slug) == "" {
					w.fails("%s is not on the server", slug)
				}
			}
		}},
		{line: "dilemma list --state voorgesteld", after: func(w *walk) {
			w.says(mine, w.sign("#12"))
		}},
		{line: "dilemma review 12", after: func(w *walk) { w.says("Mijn dilemma", "Geschiedenis") }},
		{line: "dilemma review 12 --comment", on: proposing, after: func(w *walk) {
			if n := len(w.forge.Pull(w.number(mine)).Comments); n != 1 {
				w.fails("%d comments on the proposal", n)
			}
		}},
		{line: "dilemma serve --proposal 12", not: served},
		{line: "git switch", not: "the page says not to"},
		{line: "dilemma list", after: func(w *walk) { w.says(mine, old) }},
		{line: "dilemma list --state voorgesteld --format csv", after: func(w *walk) { w.says(mine) }},
		{line: "dilemma publish 12", after: func(w *walk) {
			w.same("the file of the redactie", w.read(casebook.Path(mine)), dilemma(w, "Mijn dilemma", false))
		}},
		{line: "dilemma submit 12 --as-redactie", after: func(w *walk) {
			if got := w.proposed(mine); !strings.Contains(got, "draft: false") {
				w.fails("on the server is proposed\n%s", got)
			}
			open := 0
			for _, p := range w.pulls() {
				if p.State == "open" && strings.HasSuffix(p.Head, mine) {
					open++
				}
			}
			if w.forge != nil && open != 1 {
				w.fails("%d proposals are open for one dilemma", open)
			}
		}},
		{line: "dilemma submit", not: named},
		{line: "git fetch origin pull/12/head", on: []forge.Kind{forge.GitHub}},
		{line: "git push origin FETCH_HEAD:main", on: []forge.Kind{forge.GitHub}},
		{line: "git fetch origin dilemma/mijn-dilemma", on: []forge.Kind{forge.Mail}},
		{line: "git push origin FETCH_HEAD:main", on: []forge.Kind{forge.Mail}},
		{line: "dilemma sync", before: func(w *walk) { w.merges(mine) }, after: func(w *walk) {
			w.same("main", w.main(casebook.Path(mine)), dilemma(w, "Mijn dilemma", false))
			w.same("the file of the redactie", w.read(casebook.Path(mine)), w.main(casebook.Path(mine)))
			if w.shell("git status --short", 0); w.stdout != "" {
				w.Errorf("git status shows\n%s", w.stdout)
			}
		}},
		{line: "dilemma supersede oud-dilemma --by mijn-dilemma", after: func(w *walk) {
			if !strings.Contains(w.read(casebook.Path(old)), "vervangen_door: "+mine) {
				w.Error("the old dilemma names no other")
			}
		}},
		{line: `dilemma withdraw mijn-dilemma --reason "Op verzoek ingetrokken."`, before: func(w *walk) { w.shell("git restore .", 0) },
			after: func(w *walk) {
				if !strings.Contains(w.read(casebook.Path(mine)), "Op verzoek ingetrokken.") {
					w.Error("the file does not say why")
				}
			}},
		{line: "dilemma submit mijn-dilemma --as-redactie", after: func(w *walk) {
			if !strings.Contains(w.proposed(mine), "Op verzoek ingetrokken.") {
				w.fails("nothing is proposed")
			}
		}},
		{line: "dilemma check"},
		{line: "dilemma list --state nakijken"},
	},
}

// proposing are the servers that know proposals.
var proposing = []forge.Kind{forge.Forgejo, forge.Gitea, forge.GitLab, forge.GitHub}
