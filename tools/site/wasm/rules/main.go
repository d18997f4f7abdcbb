//go:build js && wasm

// The rules of `dilemma check` for a page of the site: assets/js/programs.js loads it.
package main

import (
	"cmp"
	"slices"
	"strings"
	"syscall/js"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal/wording"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/wasm/files"
)

// elsewhere are the rules, by prefix, that need the rest of the casebook, which a page does not have.
var elsewhere = []string{"book/", "body/link", "body/shortcode"}

// The program sets the global object dilemmaRules, with these functions:
//
//	begin(files, words)   files: an object of path → text, those of data/ and the rules in hugo.toml; words: the lexicon, a Uint8Array
//	check(name, text)     the findings in the text of the file with this name, with the names that finding.Finding has in JSON
//	propose(name, text, change, licence)   { title, description } of a proposal of that file, as `dilemma submit` has them: change tells whether the dilemma is
//	                      published already, and licence is the name of that of the book
//	isOurs(title, description)   whether each was made so, and nobody wrote in it: { title, description }
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
			for _, f := range check(checker, args) {
				found = append(found, map[string]any{
					"rule": f.Rule, "severity": string(f.Severity), "field": f.Field, "kind": f.Kind, "message": f.Message, "hint": f.Hint, "why": f.Why,
					"line": f.Line, "column": f.Column, "end_line": f.EndLine, "end_column": f.EndColumn, "start": f.Start, "end": f.End,
				})
			}
			return found
		}),
		"propose": js.FuncOf(func(_ js.Value, args []js.Value) any {
			p := wording.Proposal{Files: []string{args[0].String()}, Text: []byte(args[1].String()), Found: check(checker, args), Licence: args[3].String()}
			slug, _ := casebook.SlugOf(p.Files[0])
			title := wording.Title(cmp.Or(wording.Name(p.Text), slug), args[2].Bool())
			return map[string]any{"title": title, "description": wording.Description(p)}
		}),
		"isOurs": js.FuncOf(func(_ js.Value, args []js.Value) any {
			return map[string]any{"title": wording.IsOurTitle(args[0].String()), "description": wording.IsOurs(args[1].String())}
		}),
	})
	select {} // keep running: the page may call at any time
}

// check returns the findings in a text that need nothing but the text; args are the name of its file and the text.
func check(checker *rules.Checker, args []js.Value) []finding.Finding {
	found := checker.Text(args[0].String(), []byte(args[1].String()))
	return slices.DeleteFunc(found, func(f finding.Finding) bool { return needsMore(f.Rule) })
}

func needsMore(rule string) bool {
	for _, prefix := range elsewhere {
		if strings.HasPrefix(rule, prefix) {
			return true
		}
	}
	return false
}
