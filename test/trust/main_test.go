// Package trust_test looks at what runs on the machine of somebody who looks at the work of a stranger, and who can see it.
package trust_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
