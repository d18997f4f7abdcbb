// Package proposal_test reads a proposal on the page for it: by the same program as dilemma review, from the API of each kind of server.
package proposal_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
