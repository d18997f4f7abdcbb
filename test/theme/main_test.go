// Package theme_test looks at the site in the colours, and under the name, of another organisation.
package theme_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
