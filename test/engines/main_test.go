// Package engines_test tries on every engine that is driven what the tests ask of one.
package engines_test

import (
	"os"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/atend"
)

func TestMain(m *testing.M) { os.Exit(atend.Tests{M: m}.Run()) }
