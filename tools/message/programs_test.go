package message

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestProgramOfTheRedactie looks in the sources of the program for the redactie for the sentences that they say. Each must be in a room that the program has: it
// can't say another, and ends when it tries.
func TestProgramOfTheRedactie(t *testing.T) {
	if testing.Short() {
		t.Skip("asks the command go: not under -short")
	}
	cmd := exec.Command("go", "list", "-tags=review", "-deps", "-f", `{{$dir := .Dir}}{{range .GoFiles}}{{$dir}}/{{.}}{{"\n"}}{{end}}`, "../site/wasm/proposal")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	held := sentencesOf(t, "rooms_review.go")
	said := regexp.MustCompile(`"([a-z-]+/[a-z0-9./-]*)"`)
	begun := regexp.MustCompile(`Text\("([a-z-]+/)" ?\+`)
	files := 0
	for name := range strings.Lines(string(out)) {
		name = strings.TrimSpace(name)
		if !strings.HasPrefix(filepath.FromSlash(name), root+string(filepath.Separator)) || strings.Contains(name, "tools/message/") {
			continue
		}
		files++
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range said.FindAllSubmatch(source, -1) {
			if id := string(m[1]); Has(id) && !held[id] {
				t.Errorf("%s says %s, which is in no room of the program", name, id)
			}
		}
		for _, m := range begun.FindAllSubmatch(source, -1) {
			for id := range sentences() {
				if strings.HasPrefix(id, string(m[1])) && !held[id] {
					t.Errorf("%s may say %s, which is in no room of the program", name, id)
				}
			}
		}
	}
	if files < 50 {
		t.Errorf("the program has only %d files", files)
	}
}

// TestOneSentenceEach compares the rooms of the command, which holds the most of them.
func TestOneSentenceEach(t *testing.T) {
	if n := len(sentencesOf(t, "rooms.go")); n < 1000 {
		t.Errorf("only %d sentences", n)
	}
}

// sentencesOf returns the ids of the sentences in the rooms that a file names, and in those that are always there.
func sentencesOf(t *testing.T, rooms string) map[string]bool {
	t.Helper()
	tables := map[string]*ast.CompositeLit{}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasPrefix(name, "rooms") && name != rooms {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if v, is := n.(*ast.ValueSpec); is && len(v.Values) == 1 {
				if table, is := v.Values[0].(*ast.CompositeLit); is {
					tables[v.Names[0].Name] = table
				}
			}
			return true
		})
	}
	held := map[string]bool{}
	for _, room := range append(tables["rooms"].Elts, ast.NewIdent("dutch"), ast.NewIdent("dutchRules")) {
		for _, e := range tables[room.(*ast.Ident).Name].Elts {
			if id, err := strconv.Unquote(e.(*ast.KeyValueExpr).Key.(*ast.BasicLit).Value); err == nil {
				if held[id] {
					t.Errorf("two rooms of %s have %s: one would hide the other", rooms, id)
				}
				held[id] = true
			}
		}
	}
	return held
}
