package detect

import (
	"testing"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
)

// FuzzScan holds the ranges to the text: in order, apart, on whole characters, and never empty.
func FuzzScan(f *testing.F) {
	for file := range parts {
		for i, p := range corpus(f, file) {
			if i%8 == 0 {
				f.Add(p.text)
			}
		}
	}
	for _, text := range []string{"", "\xff", "&", "&#", "%4", "\\u00", "\\u00e9", "*", "<b", "<!--", "a\u0301", "\u0301", "06-", "+31", "@", "a@", "/", "http://", "J. ", "van ", "'t", "| a\n|-\n|", "1234 a", "-\n-", "x.com/", "nul zes een twee drie vier vijf"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		var hits []Hit
		bound.Watch(func() { hits = Scan(text) })
		for _, h := range hits {
			if h.Start < end || h.End <= h.Start || h.End > len(text) || h.Value == "" {
				t.Fatalf("%+v in a text of %d bytes, after %d", h, len(text), end)
			}
			if utf8.ValidString(text) && (!utf8.ValidString(text[:h.Start]) || !utf8.ValidString(text[h.Start:h.End])) {
				t.Fatalf("%+v cuts a character", h)
			}
			end = h.End
		}
	})
}
