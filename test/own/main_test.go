// Package own_test makes books of one's own and looks at what comes of them.
package own_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
