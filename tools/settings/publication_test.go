package settings_test

import (
	"slices"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

func TestPublication(t *testing.T) {
	common := []byte("title = 'x'\n[params]\nredactie = ''\nlicence = {name = '', url = ''}\n[params.organisation]\nname = ''\n")
	for own, want := range map[string][]string{
		"": {"address", "mailbox", "publisher", "licence"},
		"baseurl = 'https://x.example/'\n[params]\nredactie = 'r@x.example'\n":                                   {"publisher", "licence"},
		"baseURL = '/'\n[params]\nredactie = 'r@x.example'\norganisation.name = 'X'\nlicence.name = 'CC0-1.0'\n": nil,
	} {
		p, err := settings.ReadPublication(common, []byte(own))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Unset(); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", own, got, want)
		}
	}
	if _, err := settings.ReadPublication([]byte("a = ")); err == nil {
		t.Error("broken TOML is read")
	}
}
