package scale_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
