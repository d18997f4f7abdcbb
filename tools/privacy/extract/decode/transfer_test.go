package decode_test

import (
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/notation"
)

// TestBase64 reads what mail programs write, with and without places: both pass over a sign that is none of the encoding, and go on behind one that ends a piece.
func TestBase64(t *testing.T) {
	for src, want := range map[string]string{
		"SGFsbG8=":                "Hallo",
		"SGFs\r\nbG8=\r\n":        "Hallo",
		"SGFsbG8":                 "Hallo",
		"SGF!sbG8=":               "Hallo",
		"SGFsbG8=SGFsbG8=":        "HalloHallo",
		"SA==\r\nSA==":            "HH",
		"_-8=":                    "\xff\xef",
		"":                        "",
		"S":                       "",
		"SGFsbG8=\n-- \nvan \xff": "Hallo\xfb\xeb\xda",
	} {
		places, _ := decode.Base64(notation.Plain(src))
		if got := string(decode.Base64Bytes(src)); got != places.Text || got != want {
			t.Errorf("%q became %q, with places %q, and not %q", src, got, places.Text, want)
		}
	}
}

// TestQuotedPrintable does the same with and without places.
func TestQuotedPrintable(t *testing.T) {
	for src, want := range map[string]string{"caf=C3=A9": "café", "een=\r\n regel": "een regel", "a= \t\nb": "ab", "1=2, x=": "1=2, x", "=3D=3d": "==", "": "", "=": ""} {
		places := decode.QuotedPrintable(notation.Plain(src)).Text
		if got := decode.QuotedPrintableText(src); got != places || got != want {
			t.Errorf("%q became %q, with places %q, and not %q", src, got, places, want)
		}
	}
}
