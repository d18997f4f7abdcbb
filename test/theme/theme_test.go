package theme_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/axe"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// TestOtherTheme builds the site as an organisation would make it its own: with the second theme, its name and its logo. It is as accessible.
func TestOtherTheme(t *testing.T) {
	t.Parallel()
	judge := axe.Find(t)
	source := sitebuild.Copy(t)
	must.Write(t, filepath.Join(source, "assets", "logo.svg"), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" fill="#fff"/></svg>`)
	b := browser.New(t, sitebuild.BuildWith(t, source, []string{"HUGO_PARAMS_THEME=kade", "HUGO_PARAMS_ORGANISATION_NAME=Gemeente Voorbeeld",
		"HUGO_PARAMS_ORGANISATION_URL=https://gemeente.example/", "HUGO_PARAMS_ORGANISATION_LOGO=logo.svg"}))
	for _, address := range page.Kinds {
		if strings.HasPrefix(address, "/en/") {
			continue // it looks like its Dutch page
		}
		b.Look(t, 1440, "light")
		b.Open(t, address)
		judge.Sizes(t, b, address)
		judge.Colours(t, b, address)
		b.Look(t, 1440, "dark")
		judge.Colours(t, b, address+", dark")
	}
	b.Open(t, "/")
	if got := browser.Eval[string](t, b, `(() => { const l = document.querySelector(".site-header img"); return l.alt + " " + l.complete + " " + l.width / l.height })()`); got != "Gemeente Voorbeeld true 3" {
		t.Errorf("the logo is %s", got)
	}
	if got := browser.Eval[string](t, b, `document.querySelector(".site-footer").innerText`); !strings.Contains(got, "Gemeente Voorbeeld") {
		t.Errorf("the footer says %s", got)
	}
	if got := browser.Eval[string](t, b, `getComputedStyle(document.querySelector(".masthead")).backgroundColor`); got != "rgb(8, 42, 53)" {
		t.Errorf("the header is %s", got)
	}
}
