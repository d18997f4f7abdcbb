package wording_test

import (
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal/wording"
)

func TestDescription(t *testing.T) {
	text := []byte("---\ntitle: \"Wel of\n  niet\"\nherkomst: fictief\n---\n")
	if got := wording.Title(wording.Name(text), false); got != "Nieuw dilemma: Wel of niet" {
		t.Errorf("title %q", got)
	}
	if got := wording.Title("X", true); got != "Wijziging van dilemma: X" {
		t.Errorf("title %q", got)
	}
	for title, want := range map[string]bool{
		wording.Title("X", true): true, wording.Title("Ander loket: ja", false): true, "": false, "Dilemma over het park": false, "WIP: Nieuw dilemma: X": false,
	} {
		if got := wording.IsOurTitle(title); got != want {
			t.Errorf("IsOurTitle(%q) is %t", title, got)
		}
	}
	p := wording.Proposal{Files: []string{"content/dilemmas/a.md"}, Text: text, Found: []finding.Finding{{Severity: finding.Warning}, {Severity: finding.Hint}, {Severity: finding.Hint}}}
	plain := wording.Description(p)
	p.Licence = "CC0-1.0"
	licensed := wording.Description(p)
	for _, want := range []string{"`content/dilemmas/a.md`", "Herkomst: fictief", "1 waarschuwing ", "2 tips"} {
		if !strings.Contains(plain, want) {
			t.Errorf("%q is not in %q", want, plain)
		}
	}
	if !strings.HasPrefix(licensed, plain+"\n\n") || !strings.Contains(licensed, "CC0-1.0") {
		t.Errorf("with a licence: %q", licensed)
	}
	p.Text = []byte("nothing")
	for description, want := range map[string]bool{
		plain: true, licensed: true, strings.ReplaceAll(licensed, "\n", "\r\n") + "\r\n": true, wording.Description(p): true,
		strings.Join(strings.Fields(licensed), " "): true, licensed + " Bedankt.": false, strings.Replace(plain, "fictief", "fictief, denk ik", 1): false,
		"": false, "Zie ook #3.": false, licensed + "\n\nZie ook #3.": false, strings.Replace(plain, "\n- Herkomst", "\nHoi\n- Herkomst", 1): false,
	} {
		if got := wording.IsOurs(description); got != want {
			t.Errorf("IsOurs(%q) is %t", description, got)
		}
	}
}
