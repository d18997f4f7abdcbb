// Generate writes data/regels.yaml, from which the site makes a page for every rule. `go generate ./...` runs it in the folder tools/check/rules.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
)

func main() {
	log.SetFlags(0)
	if err := os.WriteFile(filepath.Join("..", "..", "..", filepath.FromSlash(rules.RulebookFile)), rules.Rulebook(), 0o644); err != nil {
		log.Fatal(err)
	}
}
