// Command make compiles the programs of the pages into a folder, for a release: where they lie beside the command, no Go is needed to build a site with a
// form. The same sources and the same compiler give the same bytes, on every system. From the root of the repository:
//
//	go run ./tools/site/wasm/make FOLDER
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/openbaarheid-schuurt/dilemma/tools/site/wasm"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: make FOLDER")
		os.Exit(2)
	}
	if err := wasm.Make(context.Background(), ".", os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
