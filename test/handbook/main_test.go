// Package handbook_test does what the pages of the handbook tell people to do: each command on them, in the order of the page, on each kind of server.
package handbook_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/onpath"
)

func TestMain(m *testing.M) { os.Exit(onpath.Main(m, root)) }

// root is the folder of the repository.
var root = filepath.Join("..", "..")
