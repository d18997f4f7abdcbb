//go:build js && wasm

// The rules of `dilemma check` for a page of the site: assets/js/programs.js loads it.
package main

import (
	"strings"
	"syscall/js"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/wasm/files"
)

// elsewhere are the rules, by prefix, that need the rest of the casebook, which a page does not have.
var elsewhere = []string{"book/", "body/link", "body/shortcode"}

// The program sets the global object dilemmaRules, with these functions:
//
//	begin(files, words)   files: an object of path → text, those of data/ and the rules in hugo.toml; words: the lexicon, a Uint8Array
//	check(name, text)     the findings in the text of the file with this name, with the names that finding.Finding has in JSON
func main() {
	var checker *rules.Checker
	js.Global().Set("dilemmaRules", map[string]any{
		"begin": js.FuncOf(func(_ js.Value, args []js.Value) any {
			words := make([]byte, args[1].Length())
			js.CopyBytesToGo(words, args[1])
			detect.UseWords(string(words))
			book := casebook.Open(files.Of(args[0]))
			checker = rules.New(book, rules.ReadStandard(book), time.Now())
			return nil
		}),
		"check": js.FuncOf(func(_ js.Value, args []js.Value) any {
			var found []any
			for _, f := range checker.Text(args[0].String(), []byte(args[1].String())) {
				if needsMore(f.Rule) {
					continue
				}
				found = append(found, map[string]any{
					"rule": f.Rule, "severity": string(f.Severity), "field": f.Field, "kind": f.Kind, "message": f.Message, "hint": f.Hint, "why": f.Why,
					"line": f.Line, "column": f.Column, "end_line": f.EndLine, "end_column": f.EndColumn, "start": f.Start, "end": f.End,
				})
			}
			return found
		}),
	})
	select {} // keep running: the page may call at any time
}

func needsMore(rule string) bool {
	for _, prefix := range elsewhere {
		if strings.HasPrefix(rule, prefix) {
			return true
		}
	}
	return false
}
