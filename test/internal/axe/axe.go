// Package axe lets axe-core judge the accessibility of the page that a browser shows.
package axe

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
)

// A Judge is the script that judges.
type Judge string

// Find returns the script, which npm brings.
func Find(t testing.TB) Judge {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(sitebuild.Root, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		skip.Absent(t, "axe-core is not installed: run npm ci (%v)", err)
	}
	return Judge(script)
}

// Page judges the page as it stands, by the rules that axe-core chooses itself and by the size of targets of WCAG 2.2, which it leaves out.
func (j Judge) Page(t testing.TB, b *browser.Browser, where string) {
	t.Helper()
	j.run(t, b, where, `rules: {"target-size": {enabled: true}}`)
}

// Colours judges a page that was judged before in the other colour scheme: by the rules in which colour has a say.
func (j Judge) Colours(t testing.TB, b *browser.Browser, where string) {
	t.Helper()
	j.run(t, b, where, `runOnly: ["color-contrast", "link-in-text-block"]`)
}

// Sizes judges a page that was judged before at another width: by the rules in which room has a say.
func (j Judge) Sizes(t testing.TB, b *browser.Browser, where string) {
	t.Helper()
	j.run(t, b, where, `runOnly: ["target-size", "scrollable-region-focusable"]`)
}

// run runs axe-core with an option that chooses its rules.
func (j Judge) run(t testing.TB, b *browser.Browser, where, rules string) {
	t.Helper()
	b.LayOut(t)
	if !browser.Eval[bool](t, b, `window.axe != null`) {
		browser.Eval[int](t, b, "(() => { "+string(j)+"\n return 0 })()")
	}
	result := browser.Eval[string](t, b, `axe.run({resultTypes: ["violations"], `+rules+`}).then(r => JSON.stringify(r.violations.map(v =>
		({id: v.id, help: v.help, nodes: v.nodes.map(n => n.target.join(" ") + ": " + n.failureSummary)}))))`)
	var violations []struct {
		ID, Help string
		Nodes    []string
	}
	must.Do(t, json.Unmarshal([]byte(result), &violations))
	for _, v := range violations {
		t.Errorf("%s: %s: %s\n  %s", where, v.ID, v.Help, strings.Join(v.Nodes, "\n  "))
	}
}
