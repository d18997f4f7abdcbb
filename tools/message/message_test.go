package message

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestEverySentenceIsUsed reads the program and looks up each id that it asks for. Ids that are put together from a prefix and a
// name, such as those of the rules, are found by their prefix.
func TestEverySentenceIsUsed(t *testing.T) {
	used, prefixes := map[string]bool{}, []string{}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(filepath.Base(name), "dutch") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				s, err := strconv.Unquote(lit.Value)
				if err == nil && strings.HasSuffix(s, "/") || strings.HasSuffix(s, "-") {
					prefixes = append(prefixes, s)
				}
				used[s] = true
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for id := range dutch {
		found := used[id] || used[strings.TrimSuffix(id, ".tip")]
		for _, p := range prefixes {
			found = found || len(p) > 3 && strings.HasPrefix(id, p)
		}
		if !found {
			t.Errorf("nothing uses the sentence %q", id)
		}
	}
}

func TestSentences(t *testing.T) {
	place := regexp.MustCompile(`\{[a-z]+\}`)
	for id, s := range dutch {
		if rest := place.ReplaceAllString(s, ""); strings.ContainsAny(rest, "{}") {
			t.Errorf("%s: %q has a brace that is no place", id, s)
		}
		if strings.Contains(s, "  ") && !strings.HasSuffix(id, "/next") {
			t.Errorf("%s: two spaces", id)
		}
	}
	if got := Text("count/files", "n", "{n}"); got != "{n} bestanden" {
		t.Errorf("a value is filled in again: %q", got)
	}
}
