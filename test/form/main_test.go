// Package form_test fills in the form of the canvas in a browser, hands a dilemma in by a link, and reads the files that come out.
package form_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
