// Package lifecycle_test holds every room that asks how far a dilemma is against Hugo, which decides what is published.
package lifecycle_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
