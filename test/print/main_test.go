// Package print_test prints pages of the site and counts the sheets: canvas, case, exercise, form and the PDFs that are published.
package print_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
