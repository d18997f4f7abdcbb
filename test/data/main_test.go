// Package data_test reads what the site publishes for machines, such as JSON, CSV, feeds and files, and holds how Hugo reads front matter to how we read it.
package data_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
