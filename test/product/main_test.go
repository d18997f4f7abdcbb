// Package product_test builds books of other organisations, and looks in their sites for what is of this repository alone.
package product_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
