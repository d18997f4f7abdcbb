package remote_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// TestSibling reaches another repository on the server that is pushed to, in the same way, and never another server.
func TestSibling(t *testing.T) {
	s := newStage(t)
	for address, want := range map[string]string{
		"https://forge.example/groep/casusboek.git":                "https://forge.example/ander/boek.git",
		"https://ann:" + secret + "@forge.example:8443/groep/boek": "https://forge.example:8443/ander/boek.git",
		"ssh://git@forge.example:2222/groep/casusboek.git":         "ssh://git@forge.example:2222/ander/boek.git",
		"git@forge.example:groep/casusboek.git":                    "ssh://git@forge.example/ander/boek.git",
	} {
		if got := s.remote(t, address).Sibling("ander/boek"); got.Address != want || got.Path() != "ander/boek" || got.Pushed() != got {
			t.Errorf("%s: %s at %s", address, got.Path(), got.Address)
		}
	}
}

// TestSignIn has the server ask who the user is, and changes nothing there. The login is for that server alone.
func TestSignIn(t *testing.T) {
	s := newStage(t)
	server := remotetest.NewHTTP(t, s.bare)
	server.Users = map[string]string{"redactie": secret}
	r := s.remote(t, strings.Replace(server.Address(), "://", "://redactie:"+secret+"@", 1))
	if _, err := r.List(context.Background()); err != nil {
		t.Fatal(err)
	}
	if user, password := r.Login(); user+password != "" {
		t.Errorf("the server asked nothing, and got %s", user)
	}
	before := remotetest.Git(t, s.bare, "for-each-ref")
	server.Before(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodGet {
			t.Error("changes something:", r.Method, r.URL)
		}
		return false
	})
	if err := r.SignIn(context.Background()); err != nil {
		t.Fatal(err)
	}
	server.Before(nil)
	if user, password := r.Login(); user != "redactie" || password != secret || remotetest.Git(t, s.bare, "for-each-ref") != before {
		t.Errorf("%q", user)
	}
	other := remotetest.NewHTTP(t, s.bare)
	if user, password := s.remote(t, other.Address()).Login(); user+password != "" {
		t.Errorf("another server gets it: %s", user)
	}
}
