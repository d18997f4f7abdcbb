// Package languages_test compares the Dutch and the English site: every text is translated, and every page leads to its translation.
package languages_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
