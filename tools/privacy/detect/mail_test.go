package detect

import "testing"

// TestWhereAddressEnds reads addresses with a dot behind them, and addresses that a program broke off at a dot.
func TestWhereAddressEnds(t *testing.T) {
	for text, want := range map[string]string{
		"Mail k.vis@voorbeeld.nl.\nOf bel ons.":           "k.vis@voorbeeld.nl",
		"Mail k.vis@voorbeeld.nl . Daarna bellen wij.":    "k.vis@voorbeeld.nl",
		"Mail k.vis@voorbeeld.nl.\nDe griffie antwoordt.": "k.vis@voorbeeld.nl",
		"Mail k.vis@voorbeeld.\nnl voor meer.":            "k.vis@voorbeeld.\nnl",
		"Mail k.vis @ voorbeeld . nl voor meer.":          "k.vis @ voorbeeld . nl",
		"Mail k.vis@mail.voorbeeld.\nnl.\nOf bel.":        "k.vis@mail.voorbeeld.\nnl",
	} {
		hits := Scan(text)
		if len(hits) != 1 || hits[0].Kind != Email || text[hits[0].Start:hits[0].End] != want {
			t.Errorf("%q: found %v, want an address %q", text, hits, want)
		}
	}
}
