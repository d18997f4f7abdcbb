package detect_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

// TestEscapes writes a number as a text between quotes may have it in YAML, JSON, TOML or a program: who reads the value sees the number.
func TestEscapes(t *testing.T) {
	for _, text := range []string{
		`BSN \u0031\u0032\u0033456782`, `BSN \x31\x32\x33456782`, `BSN \U00000031\U000000323456782`, `BSN\u0020123\x20456\x20782`, `BSN 123\u200b456782`, `BSN 123\t456\t782`,
		`BSN 123\_456\_782`, "BSN 123\\\n  456782", "BSN 123\\\r\n\t456782",
	} {
		hits := detect.Scan(text)
		if len(hits) != 1 || hits[0].Kind != detect.BSN || !hits[0].Sure || hits[0].End != len(text) {
			t.Errorf("%q: %+v", text, hits)
		}
	}
	for _, text := range []string{`BSN \x3`, `BSN \u12`, `BSN \U00110000`, `\`, `\x`, `1\`, "1\\\n", `BSN 123\n456`} {
		if hits := detect.Scan(text); len(hits) > 0 {
			t.Errorf("%q: %+v", text, hits)
		}
	}
}
