package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/collect/collecttest"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

func TestMain(m *testing.M) {
	if os.Getenv("WORK") == "" { // outside a script: what tests check is not kept among what the user checks
		os.Setenv("DILEMMA_NO_CACHE", "1")
	}
	testscript.Main(m, map[string]func(){"dilemma": main})
}

// TestScripts runs the sessions in testdata. Each begins in a repository with the real definition and archetype and no
// dilemmas.
func TestScripts(t *testing.T) {
	cache := t.TempDir()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE") != "", // UPDATE=1 go test ./cmd/dilemma writes the expected output anew
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CACHE_HOME", filepath.Join(cache, filepath.Base(env.WorkDir)))
			root := filepath.Join("..", "..")
			for _, name := range []string{"hugo.toml", "go.mod", "data", "archetypes", "static", "assets/schema"} {
				if err := copyTree(filepath.Join(root, name), filepath.Join(env.WorkDir, name)); err != nil {
					return err
				}
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"books": serveBooks,
			"bytes": writeBytes,
			"fill":  fill,
			"git":   commitAll,
			"hold":  hold,
			"talk":  talk,
		},
	})
}

func copyTree(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return os.CopyFS(to, os.DirFS(from))
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}

// writeBytes writes a file whose name and content are given in Go syntax, for what a text archive can't hold: bytes FILE 'text\x00'.
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: bytes file text")
	}
	name, err := strconv.Unquote(`"` + args[0] + `"`)
	ts.Check(err)
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(name)), 0o755))
	ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o644))
}

// commitAll creates a repository (git init), or commits all files to a branch (git commit BRANCH).
func commitAll(ts *testscript.TestScript, neg bool, args []string) {
	if args[0] == "init" {
		_, err := git.PlainInitWithOptions(ts.MkAbs("."), &git.PlainInitOptions{InitOptions: git.InitOptions{DefaultBranch: "refs/heads/main"}})
		ts.Check(err)
		return
	}
	repo, err := git.PlainOpen(ts.MkAbs("."))
	ts.Check(err)
	tree, err := repo.Worktree()
	ts.Check(err)
	ts.Check(repo.Storer.SetReference(plumbing.NewSymbolicReference(plumbing.HEAD, plumbing.NewBranchReferenceName(args[1]))))
	ts.Check(tree.AddWithOptions(&git.AddOptions{All: true}))
	who := &object.Signature{Name: "Redactie", Email: "redactie@example.org", When: time.Unix(0, 0)}
	hash, err := tree.Commit("proef", &git.CommitOptions{Author: who})
	ts.Check(err)
	if args[1] == "main" { // the branch of the contributor starts here
		ts.Check(repo.Storer.SetReference(plumbing.NewHashReference("refs/heads/mijn", hash)))
	}
}

// serveBooks serves the casebooks of collecttest, and adds some to the settings: books FILE 'NAME=CASEBOOK'….
func serveBooks(ts *testscript.TestScript, neg bool, args []string) {
	server := collecttest.Start()
	ts.Defer(server.Stop)
	text := ts.ReadFile(args[0]) + "\n[params.dilemma.collect]\n"
	for _, arg := range args[1:] {
		name, book, _ := strings.Cut(arg, "=")
		text += fmt.Sprintf("%q = %q\n", name, server.Address(book))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// fill writes a file of the given number of megabytes: fill FILE 50.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	var size int
	_, err := fmt.Sscan(args[1], &size)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat("tekst \n", size<<20/7)), 0o644))
}

// TestEditorReadsTheReport matches the patterns in .vscode/tasks.json against a report.
func TestEditorReadsTheReport(t *testing.T) {
	tasks, err := os.ReadFile(filepath.Join("..", "..", ".vscode", "tasks.json"))
	if err != nil {
		t.Fatal(err)
	}
	var printed bytes.Buffer
	findings := []finding.Finding{
		{Rule: "a/b", Severity: finding.Error, File: "content/x.md", Line: 3, Column: 5, Message: "Een."},
		{Rule: "a/c", Severity: finding.Warning, File: "content/x.md", Line: 4, Column: 6, Message: "Twee."},
		{Rule: "a/d", Severity: finding.Hint, File: "content/x.md", Line: 5, Column: 7, Message: "Drie."},
	}
	r := report.Report{Findings: findings, Files: 1, Source: func(string, int) []byte { return nil }}
	if err := report.Write(&printed, "text", r); err != nil {
		t.Fatal(err)
	}
	var got []string
	quoted := regexp.MustCompile(`"(regexp|beginsPattern|endsPattern)": ("(?:[^"\\]|\\.)*")`)
	matches := quoted.FindAllSubmatch(tasks, -1)
	if len(matches) != 9 {
		t.Fatalf("%d patterns in tasks.json", len(matches))
	}
	for _, m := range matches {
		var pattern string
		if err := json.Unmarshal(m[2], &pattern); err != nil {
			t.Fatal(err)
		}
		text := printed.String()
		if string(m[1]) == "beginsPattern" {
			text = message.Text("check/begins") + "\n"
		}
		found := regexp.MustCompile("(?m)"+pattern).FindAllString(text, -1)
		if len(found) != 1 {
			t.Errorf("%s finds %q in\n%s", pattern, found, text)
		}
		got = append(got, found...)
	}
	if len(got) != 9 {
		t.Error(got)
	}
}
