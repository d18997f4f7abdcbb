// Package collect_test lets books of one's own collect each other, and looks at what the site shows of that.
package collect_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }
