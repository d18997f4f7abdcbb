package message_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// says are the functions of the parser that make an error of their last text, those of scanner.go, parser.go and reader.go.
var says = map[string]bool{
	"formatScannerError": true, "formatScannerErrorContext": true, "formatParserError": true, "formatParserErrorContext": true, "formatReaderError": true,
	"setScannerTagError": true, "formatScannerTagError": true,
}

// TestEveryProblemOfTheParserHasASentence reads from the source code of the parser, of the version that go.mod pins, all that it can say.
func TestEveryProblemOfTheParserHasASentence(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "go.yaml.in/yaml/v4").Output()
	if err != nil {
		t.Skip("the source code of the parser is not here: ", err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "internal", "libyaml", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	all := map[string]bool{}
	for _, name := range files {
		if base := filepath.Base(name); strings.HasSuffix(base, "_test.go") || base != "scanner.go" && base != "parser.go" && base != "reader.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			name := f.Sel.Name
			if !says[name] && !strings.HasSuffix(name, "Error") && !strings.HasSuffix(name, "ErrorContext") {
				return true
			}
			for _, arg := range call.Args {
				for _, text := range literals(arg) {
					if !strings.HasPrefix(text, "while ") && text != "" {
						all[text] = true
					}
				}
			}
			return true
		})
	}
	for _, text := range []string{"unknown anchor 'x' referenced", "anchor 'x' value contains itself", "exceeded max depth of 100", "document contains excessive aliasing"} {
		all[text] = true
	}
	other := message.YAML("?")
	for text := range all {
		if message.YAML(text) == other {
			t.Errorf("%q has no sentence of its own", text)
		}
	}
	if len(all) < 45 {
		t.Errorf("only %d problems found", len(all))
	}
}

func literals(n ast.Node) []string {
	var texts []string
	ast.Inspect(n, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if text, err := strconv.Unquote(l.Value); err == nil {
				texts = append(texts, text)
			}
		}
		return true
	})
	return texts
}
