// Package pages_test reads the pages of the built site: what the design asks of each, cases in every state, filters, weight and style. The benchmarks of the site
// as a whole stand here too.
package pages_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
