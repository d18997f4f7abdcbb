package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// TestWhyUnanswered says in a few words what keeps a server from answering, and never that something is wrong with what was not asked.
func TestWhyUnanswered(t *testing.T) {
	for kind, want := range map[remote.Kind]string{
		remote.NoCredentials: "vraagt wie je bent", remote.Refused: "vraagt wie je bent", remote.NotFound: "vraagt wie je bent", remote.Slow: "gaf geen antwoord",
		remote.Unreachable: "gaf geen antwoord", remote.Certificate: "git fetch", remote.Foreign: "git fetch",
	} {
		got := message.Text("list/never", "why", whyUnanswered(&remote.Error{Kind: kind, Address: "https://forge.example/a/b"}))
		if !strings.Contains(got, "https://forge.example/a/b") || !strings.Contains(got, want) || !strings.HasSuffix(got, "alleen de voorstellen die deze kopie al kent") {
			t.Errorf("%s: %s", kind, got)
		}
	}
	if got := whyUnanswered(errors.New("disk")); !strings.Contains(got, "aan de server was niets te vragen") {
		t.Error(got)
	}
}
