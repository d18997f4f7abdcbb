package mask_test

import (
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/mask"
)

func TestValue(t *testing.T) {
	for value, want := range map[string]string{
		"":                             "",
		"Jan de Vries":                 "J… d… V…",
		"  Jan\n de\tVries ":           "J… d… V…",
		"Örs Ĳsbrand":                  "Ö… Ĳ…",
		"A":                            "A…",
		"Piet <piet@example.org>":      "P… p…",
		"(020) 555":                    "0… 5…",
		"( Jan":                        "( J…",
		"\xff\xfe":                     "\xff…",
		"[geheim] https://x.example/y": "g… h…",
	} {
		if got := mask.Value(value); got != want {
			t.Errorf("%q becomes %q, want %q", value, got, want)
		}
	}
}

func TestText(t *testing.T) {
	got := mask.Text("in notulen-wim-bakker.docx, van wim.bakker@example.org en Fatima Yilmaz")
	for _, value := range []string{"wim.bakker@example.org", "Fatima", "Yilmaz"} {
		if strings.Contains(got, value) {
			t.Errorf("%q still stands in %q", value, got)
		}
	}
	if !strings.HasPrefix(got, "in ") || !strings.Contains(got, "F… Y…") {
		t.Errorf("too much is gone from %q", got)
	}
	if plain := "pagina 3, opmerking"; mask.Text(plain) != plain {
		t.Errorf("%q becomes %q", plain, mask.Text(plain))
	}
}

func TestLine(t *testing.T) {
	line := []rune("Jan\tde e\u0301en")
	mask.Line(line)
	if got, want := string(line), "···\t·· ·\u0301··"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
