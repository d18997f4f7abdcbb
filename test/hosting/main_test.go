// Package hosting_test serves the built site with nginx and Caddy as the files for them say, and looks at what they send.
package hosting_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
