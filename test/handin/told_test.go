package handin_test

import (
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// TestWayIsTold reads on the pages of the handbook how one hands in in a browser: from the form where it can, on the server where it can't, and not at all
// where there is none.
func TestWayIsTold(t *testing.T) {
	t.Parallel()
	const (
		form   = "Stuur in als voorstel"
		server = "Sla het bestand op in een"
		told   = "en daar inlogt" // on the page about privacy
	)
	for _, c := range []struct {
		settings, says string
		not            []string
	}{
		{"  kind = \"gitea\"\n  repository = \"https://forge.example/groep/boek\"\n  oauth_client = \"abc\"\n", form, []string{server, "data-submit"}},
		{"  kind = \"gitea\"\n  repository = \"https://forge.example/groep/boek\"\n", server, []string{form, told}},
		{"  kind = \"github\"\n  repository = \"https://forge.example/groep/boek\"\n  oauth_client = \"abc\"\n", server, []string{form, told}},
		{"  kind = \"mail\"\n", "Schrijf de mail", []string{form, server, told, "In je browser"}},
	} {
		public := sitebuild.BuildWith(t, repositoryWith(t, c.settings), []string{"HUGO_DISABLELANGUAGES=en"}, "--baseURL", sitebuild.Address)
		text := must.Read(t, public, handInPage, "index.html") + must.Read(t, public, "over", "privacy", "index.html")
		if !strings.Contains(text, c.says) {
			t.Errorf("with\n%snothing says %q", c.settings, c.says)
		}
		for _, not := range c.not {
			if strings.Contains(text, not) {
				t.Errorf("with\n%sa page says %q", c.settings, not)
			}
		}
	}
}
