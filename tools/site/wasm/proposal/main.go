//go:build js && wasm && review

// What a proposal changes, for a page of the redactie: assets/js/programs.js loads it. It is compiled with the tag review, which brings along what the other
// programs for pages leave out.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"syscall/js"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/review"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/listed"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

// The program sets the global object dilemmaProposal, with these functions:
//
//	begin(words)                     the lexicon, a Uint8Array
//	review(proposal, content, name)  a promise of { shown, markdown }: what the proposal changes, as review.Shown in JSON and as a comment. proposal is a
//	                                 listed.Proposal in JSON, content(hash) gives a promise of the bytes of a file, a Uint8Array, and name is what a
//	                                 person calls the proposal
func main() {
	js.Global().Set("dilemmaProposal", map[string]any{
		"begin": js.FuncOf(func(_ js.Value, args []js.Value) any {
			detect.UseWords(string(bytesOf(args[0])))
			return nil
		}),
		"review": js.FuncOf(func(_ js.Value, args []js.Value) any {
			proposal, content, name := args[0].String(), args[1], args[2].String()
			return promise(func() (any, error) {
				return reviewed(proposal, name, func(hash plumbing.Hash) ([]byte, error) {
					bytes, err := await(content.Invoke(hash.String()))
					if err != nil {
						return nil, err
					}
					return bytesOf(bytes), nil
				})
			})
		}),
	})
	select {} // keep running: the page may call at any time
}

// reviewed reviews a proposal.
func reviewed(text, name string, content func(plumbing.Hash) ([]byte, error)) (any, error) {
	var p listed.Proposal
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return nil, err
	}
	repository, err := listed.Open(p, content)
	if err != nil {
		return nil, err
	}
	commits, err := outgoing.OpenIn(repository, p.Base+".."+p.Head)
	if err != nil {
		return nil, err
	}
	defer commits.Close()
	r, err := review.Of(commits, name, false, time.Now())
	if err != nil {
		return nil, err
	}
	shown, err := json.Marshal(r.Shown())
	if err != nil {
		return nil, err
	}
	var markdown bytes.Buffer
	if err := r.Write(&markdown, "md"); err != nil {
		return nil, err
	}
	return map[string]any{"shown": string(shown), "markdown": markdown.String()}, nil
}

func bytesOf(array js.Value) []byte {
	data := make([]byte, array.Length())
	js.CopyBytesToGo(data, array)
	return data
}

// promise runs a function beside the page, and returns the promise of what it gives.
func promise(run func() (any, error)) js.Value {
	var executor js.Func
	executor = js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer executor.Release()
		resolve, reject := args[0], args[1]
		go func() {
			given, err := run()
			if err != nil {
				reject.Invoke(js.Global().Get("Error").New(err.Error()))
				return
			}
			resolve.Invoke(given)
		}()
		return nil
	})
	return js.Global().Get("Promise").New(executor)
}

// await waits for what a promise gives.
func await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	done := make(chan outcome, 1)
	kept := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- outcome{value: args[0]}
		return nil
	})
	broken := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- outcome{err: errors.New(args[0].Call("toString").String())}
		return nil
	})
	defer kept.Release()
	defer broken.Release()
	promise.Call("then", kept, broken)
	o := <-done
	return o.value, o.err
}
