// Package pipelines_test runs the pipelines of the forges as their runners do.
package pipelines_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
