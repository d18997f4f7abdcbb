package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// TestReceived submits a mailbox to a server: each mail becomes a proposal, a better version brings one further by its number, and nowhere on the server stands
// anything of who sent them.
func TestReceived(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a server: not under -short")
	}
	s := forgetest.New(t, forge.Gitea)
	site, _, _ := strings.Cut(s.Address(), "/"+forgetest.Path)
	editor := newColleague(t, s, s.User("beheer", forgetest.Owner), true, t.TempDir())
	editor.work = filepath.Join(t.TempDir(), "casusboek")
	begin := *editor
	begin.work = filepath.Dir(editor.work)
	begin.do(0, "init", editor.work, "--organisation", "Gemeente Voorbeeld", "--mailbox", "dilemmas@gemeente.example", "--forge", site+"/"+forgetest.Path, "--kind", "gitea", "--english=false")
	editor.git("init", "--quiet", "--initial-branch=main")
	editor.git("add", ".")
	editor.git("commit", "--quiet", "-m", "Begin")
	editor.git("push", "--quiet", editor.address(), "main")
	editor.git("remote", "add", "origin", s.Address())

	def, err := canvas.Load(os.DirFS(filepath.Join("..", "..")))
	if err != nil {
		t.Fatal(err)
	}
	post := t.TempDir()
	mail := func(name, text string) string {
		remotetest.Put(t, post, name, "From: Evelien van der Woude <evelien@voorbeeld.example>\nTo: dilemmas@gemeente.example\nSubject: Van Evelien\nMIME-Version: 1.0\n"+
			"Content-Type: text/plain; charset=utf-8\n\nHoi,\n\n"+text+"\nGroet,\nEvelien\n")
		return filepath.Join(post, name)
	}
	title := func(n int, as string) string {
		text := strings.Replace(fixture.Dilemma(def, n), "draft: false", "draft: true", 1)
		before, rest, _ := strings.Cut(text, "title: ")
		_, after, _ := strings.Cut(rest, "\n")
		return before + "title: " + as + "\n" + after
	}
	mail("1.eml", title(1, "Mag het park open"))
	mail("2.eml", title(2, "Wie ziet de tekening"))
	mail("3.eml", "Hoe werkt dit?\n")
	out := editor.do(2, "submit", "--from", post)
	editor.says(out, `1\.eml: ingediend: http.*/pulls/1\n`)
	editor.says(out, `2\.eml: ingediend: http.*/pulls/2\n`)
	editor.says(out, `3\.eml: niet ingediend: in de mail .*3\.eml zit geen dilemma\n`)

	better := mail("beter.eml", title(1, "Mag het park al open")+"\nLater bedacht.\n")
	editor.says(editor.do(0, "submit", "1", "--from", better), "Bijgewerkt: .*Mag het park al open")
	all := editor.proposals("open")
	if len(all) != 2 {
		t.Fatalf("on the server: %+v", all)
	}
	for _, p := range all {
		if p.Number == 1 && !strings.Contains(p.Title, "al open") {
			t.Errorf("the title is %q", p.Title)
		}
		if strings.Contains(p.Title+p.Body, "Evelien") {
			t.Errorf("the sender is in %+v", p)
		}
		history := remotetest.Git(t, s.Bare, "log", "--format=%an %ae %cn %ce %B", "-p", "main.."+fmt.Sprintf("refs/pull/%d/head", p.Number))
		if strings.Contains(history, "Evelien") || strings.Contains(history, "voorbeeld.example") || p.Number == 1 && !strings.Contains(history, "+Later bedacht.") {
			t.Errorf("the history of %d:\n%s", p.Number, history)
		}
	}
}
