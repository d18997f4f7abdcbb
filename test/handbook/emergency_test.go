package handbook_test

import (
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
)

// filter does with Git alone what the page has git filter-repo do, for machines without that: it is no part of Git. It fetches all references first too.
const filter = `git remote set-head origin --delete && git fetch --quiet --prune --update-head-ok --refmap "" origin '+refs/*:refs/*' && ` +
	`FILTER_BRANCH_SQUELCH_WARNING=1 git filter-branch --prune-empty --index-filter ` +
	`'git rm --quiet --cached --ignore-unmatch content/dilemmas/mijn-dilemma.md' -- --all && ` +
	`git for-each-ref --format='delete %(refname)' refs/original refs/remotes | git update-ref --stdin`

// onMain puts what is changed in the folder of the redactie on the published branch, as the page tells in words.
func onMain(w *walk) {
	w.Helper()
	w.shell("git add --all && git -c user.name=Redactie -c user.email=redactie@example.org commit --quiet --message 'Trek een dilemma in' && "+
		"git push --quiet origin main", 0)
}

var emergency = way{
	begin: func(w *walk) {
		// A proposal is open, as on every server.
		w.sits(w.contributor)
		if w.fork != "" {
			w.shell("git config remote.origin.pushurl "+w.fork, 0)
		}
		w.write(casebook.Path("ander-dilemma"), dilemma(w, "Ander dilemma", true))
		w.shell("dilemma submit ander-dilemma --as-redactie", 0)
		w.sits(w.editors)
		w.write(casebook.Path(mine), dilemma(w, "Mijn dilemma", false)+telling)
		onMain(w)
	},
	steps: []step{
		{line: `dilemma withdraw mijn-dilemma --reason "Op verzoek ingetrokken." --empty`, after: func(w *walk) {
			if text := w.read(casebook.Path(mine)); strings.Contains(text, "06-") || !strings.Contains(text, "Op verzoek ingetrokken.") {
				w.Errorf("in the file is left\n%s", text)
			}
			onMain(w)
		}},
		{line: "dilemma list", not: named},
		{line: "dilemma review", not: named},
		{line: "dilemma list", not: named},
		{line: "git clone ADRES schoon", before: func(w *walk) { w.dir = filepath.Dir(w.dir) }},
		{line: "cd schoon"},
		{line: "cp content/dilemmas/mijn-dilemma.md ../mijn-dilemma.md"},
		{line: "git filter-repo --sensitive-data-removal --invert-paths --path content/dilemmas/mijn-dilemma.md", instead: filtering()},
		{line: "git log --all --oneline -- content/dilemmas/mijn-dilemma.md", after: func(w *walk) {
			if w.stdout != "" {
				w.Errorf("git log shows\n%s", w.stdout)
			}
		}},
		{line: "cp ../mijn-dilemma.md content/dilemmas/mijn-dilemma.md"},
		{line: "git add content/dilemmas/mijn-dilemma.md"},
		{line: "git commit"},
		{line: "git push --force --mirror origin", refused: []forge.Kind{forge.GitHub, forge.GitLab}, after: func(w *walk) {
			if w.kind == forge.GitHub || w.kind == forge.GitLab {
				w.says("deny updating a hidden ref")
			}
			if got := w.main(casebook.Path(mine)); !strings.Contains(got, "Op verzoek ingetrokken.") {
				w.fails("main has\n%s", got)
			}
		}},
		{line: "git clone --mirror ADRES controle.git"},
		{line: "git -C controle.git log --all --oneline -- content/dilemmas/mijn-dilemma.md", after: func(w *walk) {
			if strings.Count(w.stdout, "\n") != 1 {
				w.Errorf("git log shows\n%s", w.stdout)
			}
		}},
		{line: "git reflog expire --expire=now --all", before: func(w *walk) { w.dir = w.bare }},
		{line: "git gc --prune=now", after: func(w *walk) {
			w.shell("git cat-file --batch --batch-all-objects", 0)
			if strings.Contains(w.stdout, strings.TrimSpace(telling)) {
				w.Error("the server has the text still")
			}
		}},
		{line: "dilemma scan bestand.md", status: 1, before: func(w *walk) {
			w.dir = w.TempDir() // a place of its own
			w.write("bestand.md", telling)
		}, after: func(w *walk) { w.says("personal/telefoon") }},
	},
}

// filtering returns what is run for git filter-repo: "" for that itself, where it is and new enough for the page.
func filtering() string {
	help, _ := exec.Command("git", "filter-repo", "-h").CombinedOutput()
	if strings.Contains(string(help), "--sensitive-data-removal") {
		return ""
	}
	return filter
}
