package handbook_test

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// Why a command is not run here.
const (
	named  = "the sentence names the command and tells nobody to run it"
	served = "it serves the site until somebody stops it: test/command and tools/flow/preview do that"
	built  = "it needs Hugo: test/command builds a site"
)

// Made-up lines with a telephone number and with nothing.
const (
	telling  = "Bel mij op 06-12345678.\n"
	harmless = "Het park is klaar.\n"
)

var writing = way{
	alone: true,
	begin: func(w *walk) { w.sits(w.contributor) },
	steps: []step{
		{line: `dilemma new "Mijn dilemma"`, after: func(w *walk) {
			if text := w.read(casebook.Path(mine)); !strings.Contains(text, "draft: true") {
				w.Errorf("the new file is no concept:\n%s", text)
			}
		}},
		{line: "dilemma new --resume mijn-dilemma", status: 2, after: func(w *walk) { w.says("terminal") }}, // there is no terminal to ask on
		{line: "dilemma check", status: 1, after: func(w *walk) { w.says(casebook.Path(mine)) }},
		{line: "dilemma check --fix", before: func(w *walk) {
			w.write(casebook.Path(mine), strings.Replace(dilemma(w, "Mijn dilemma", true), "bestuurslaag:", "bestuurslag:", 1))
		}, after: func(w *walk) {
			if !strings.Contains(w.read(casebook.Path(mine)), "\nbestuurslaag:") {
				w.Error("the slip of the pen is there still")
			}
		}},
		{line: "dilemma check --watch", not: "it checks until somebody stops it: TestWatch of cmd/dilemma does that"},
		{line: "dilemma serve", not: named},
		{line: "dilemma check --no-cache"},
		{line: "dilemma serve", not: served},
		{line: "dilemma check", not: named},
	},
}

var anonymising = way{
	alone: true,
	begin: func(w *walk) { w.sits(w.contributor) },
	steps: []step{
		{line: "dilemma check", not: named},
		{line: "dilemma scan", not: named},
		{line: "dilemma scan bestand.docx", before: canvasAs("bestand.docx"), after: func(w *walk) { w.says("bestand.docx") }},
		{line: "dilemma scan -", instead: "printf '" + strings.TrimSpace(telling) + "\\n' | dilemma scan -", status: 1,
			after: func(w *walk) { w.says("personal/telefoon") }},
		{line: "dilemma scan --replace content/dilemmas/x.md",
			before: func(w *walk) { w.write(casebook.Path("x"), dilemma(w, "X", true)+telling) },
			after:  func(w *walk) { w.says("+++ ", "-"+telling) }},
		{line: "dilemma scan --explain bestand.docx"},
		{line: "dilemma scan bestand.docx --names namen.txt", before: func(w *walk) { w.write("namen.txt", "Sanne Verzonnen\n") }},
		{line: `dilemma scan --allow "WAARDE" --kind naam --reason "schrijver van een openbaar boek" --until 2027-11-01`,
			instead: `dilemma scan --allow "Bert Bedacht" --kind naam --reason "schrijver van een openbaar boek" --until 2027-11-01`,
			after: func(w *walk) {
				if text := w.read("data/toegestaan.yaml"); strings.Contains(text, "Bedacht") || !strings.Contains(text, "openbaar boek") {
					w.Errorf("what may stand is\n%s", text)
				}
			}},
		{line: "dilemma check", not: named},
		{line: "git switch --create schoon main", before: func(w *walk) {
			w.shell("git switch --quiet --create oud && git add --all && git commit --quiet --message begin", 0)
			w.write(casebook.Path("x"), dilemma(w, "X", true)+harmless)
			w.shell("git commit --quiet --all --message schoner", 0)
		}},
		{line: "git checkout oud -- content/dilemmas/x.md"},
		{line: "git commit", after: func(w *walk) {
			if w.shell("git log --patch main..schoon", 0); strings.Contains(w.stdout, telling) || !strings.Contains(w.stdout, strings.TrimSpace(harmless)) {
				w.Errorf("the new branch brings\n%s", w.stdout)
			}
		}},
		{line: "dilemma hooks install", after: func(w *walk) { w.shell("git rev-parse --verify schoon && test -x .git/hooks/pre-push", 0) }},
	},
}

var administrator = way{
	alone: true,
	begin: func(w *walk) {
		w.sits(w.editors)
		w.dir = filepath.Dir(w.dir)
	},
	steps: []step{
		{line: "dilemma init casusboek", // which asks on a terminal what is given here
			instead: "dilemma init casusboek --organisation 'Gemeente Voorbeeld' --mailbox dilemmas@gemeente.example --forge mail --licence cc0 --english=false",
			after:   func(w *walk) { w.dir = filepath.Join(w.dir, "casusboek") }},
		{line: "dilemma doctor", after: func(w *walk) {
			if strings.Contains(w.stdout, w.editors.address) || strings.Contains(w.stdout, filepath.Dir(w.dir)) {
				w.Errorf("the report has a name or an address in it:\n%s", w.stdout)
			}
		}},
		{line: "dilemma completion --help", after: func(w *walk) { w.says("bash") }},
		{line: "dilemma submit", not: named},
		{line: "dilemma check", not: named},
		{line: "dilemma submit", not: named},
		{line: "dilemma submit --as-redactie", not: named},
		{line: "dilemma submit", not: named},
		{line: "dilemma doctor", before: func(w *walk) { // all that the page lets one set up is set up
			const site = "https://dilemmas.gemeente.example"
			w.forge.CORS(site)
			repository, _ := strings.CutSuffix(w.address, ".git")
			w.write("hugo.toml", strings.NewReplacer(`kind = "mail"`, `kind = "forgejo"`, `repository = ""`,
				fmt.Sprintf("repository = %q\n    oauth_client = %q", repository, w.forge.Application(site+"/canvas/inloggen.html"))).Replace(w.read("hugo.toml")))
			w.shell("git init --quiet && git add --all && git commit --quiet --message begin && git remote add origin "+w.address, 0)
		}, after: func(w *walk) { w.says("het formulier van de site kan dilemma's insturen op de server") }},
		{line: "dilemma init", not: named},
		{line: "dilemma check", not: named},
		{line: "dilemma scan", not: named},
		{line: "dilemma review", not: named},
		{line: "dilemma scan --range", not: named},
		{line: "dilemma serve --proposal", not: named},
		{line: "dilemma hooks install"},
		{line: "dilemma build", not: named},
		{line: "curl -sI https://jouw.adres/", not: "it needs a web server: test/hosting asks ones of the right kinds"},
		{line: "dilemma build", not: named},
		{line: "dilemma build", not: named},
		{line: "git clone --mirror ADRES kopie.git", before: func(w *walk) { w.dir = filepath.Dir(w.dir) }},
		{line: "git remote update", before: func(w *walk) { w.dir = filepath.Join(w.dir, "kopie.git") }},
		{line: "dilemma update", before: func(w *walk) { w.dir = filepath.Join(filepath.Dir(w.dir), "casusboek") }},
		{line: "dilemma update --show content/over/privacy.md", after: func(w *walk) { w.says("Privacy") }},
		{line: "dilemma check"},
		{line: "dilemma build", not: built},
		{line: "dilemma update --accept"},
		{line: "dilemma update", not: named},
		{line: "dilemma update --show", not: named},
	},
}

// canvasAs puts what somebody filled in with Word in the folder of the reader: a concept by the name of the pages.
func canvasAs(name string) func(w *walk) {
	return func(w *walk) {
		w.Helper()
		w.write(casebook.Path(mine), dilemma(w, "Mijn dilemma", true))
		w.shell("rm -f "+name+" && dilemma export --docx "+mine+" --to "+name+" && rm "+casebook.Path(mine), 0)
	}
}
