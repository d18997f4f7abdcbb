// Package handin_test hands a dilemma in from the page of the site that makes the link to the editor of a server.
package handin_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
