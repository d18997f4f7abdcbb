// Package exercise_test practises with a case in a browser: on a laptop, on a projector, with a clock and with notes in a second window.
package exercise_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
