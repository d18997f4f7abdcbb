// Package lifecycle_test holds every room that asks how far a dilemma is against Hugo, which decides what is published.
package lifecycle_test

import (
	"log"
	"os"
	"testing"

	"github.com/gohugoio/hugo/commands"
	"github.com/rogpeppe/go-internal/testscript"
)

// The test carries Hugo in its own binary, as the command hugo on its PATH, so that it is compiled before the clock of `go test` starts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"hugo": hugoMain})
}

func hugoMain() {
	if err := commands.Execute(os.Args[1:]); err != nil {
		log.SetFlags(0)
		log.Fatal(err)
	}
}
