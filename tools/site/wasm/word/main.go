//go:build js && wasm

// The canvas to Word and back for a page of the site: assets/js/programs.js loads it.
package main

import (
	"errors"
	"syscall/js"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/wasm/files"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// The program sets the global object dilemmaWord, with these functions:
//
//	begin(files)             an object of path → text, those of data/; it gives what is wrong with them, or nothing
//	write(text)              the document, a Uint8Array, of the text of a dilemma
//	read(name, document)     { text, warnings } of a document, a Uint8Array; or { refused, tip }
func main() {
	var def *canvas.Definition
	js.Global().Set("dilemmaWord", map[string]any{
		"begin": js.FuncOf(func(_ js.Value, args []js.Value) any {
			var err error
			if def, err = canvas.Load(files.Of(args[0])); err != nil {
				return err.Error()
			}
			return nil
		}),
		"write": js.FuncOf(func(_ js.Value, args []js.Value) any {
			file := casebook.Parse(casebook.Path("dilemma"), []byte(args[0].String()))
			document := word.Write(def, file.Front, string(file.Body()))
			out := js.Global().Get("Uint8Array").New(len(document))
			js.CopyBytesToJS(out, document)
			return out
		}),
		"read": js.FuncOf(func(_ js.Value, args []js.Value) any {
			document := make([]byte, args[1].Length())
			js.CopyBytesToGo(document, args[1])
			reading, err := word.Read(def, document)
			if refusal := (*word.Refusal)(nil); errors.As(err, &refusal) {
				id := "word/refuse-" + string(refusal.Why)
				values := []string{"file", args[0].String(), "detail", refusal.Detail, "command", "dilemma"}
				return map[string]any{"refused": message.Text(id, values...), "tip": message.Text(id+".tip", values...)}
			}
			if err != nil {
				return map[string]any{"refused": err.Error(), "tip": ""}
			}
			title := ""
			if v := lifecycle.Get(reading.Front, lifecycle.Title); v != nil {
				title = v.Text
			}
			warnings := []any{}
			for _, warning := range reading.Warnings {
				warnings = append(warnings, warning)
			}
			return map[string]any{"text": string(reading.File(def, title, time.Now())), "warnings": warnings}
		}),
	})
	select {} // keep running: the page may call at any time
}
