// Package shell_test tries what the command gives to other programs of a user's machine: shells, and the readers of man pages.
package shell_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/onpath"
)

func TestMain(m *testing.M) { os.Exit(onpath.Main(m, root)) }

// root is the folder of the repository.
var root = filepath.Join("..", "..")
