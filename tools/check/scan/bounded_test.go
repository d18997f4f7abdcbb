package scan_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/scan"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/hostile"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

// TestBounded replaces the personal data in a line of a megabyte.
func TestBounded(t *testing.T) {
	bound.Check(t, hostile.Repeat(`[{"id":%d,"mail":"balie%d@voorbeeld.nl"},`, 1<<20-4096), func(src []byte) {
		out := scan.Replace("a.json", src, detect.Scan, func(detect.Hit) bool { return false })
		if len(out) == len(src) {
			t.Error("nothing was replaced")
		}
	})
}
