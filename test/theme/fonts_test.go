package theme_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// TestFaces opens the site and asks which faces are there: those of the theme, at most 70,000 bytes together, and no other.
func TestFaces(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	files, err := filepath.Glob(filepath.Join(public, "fonts", "*.woff2"))
	must.Do(t, err)
	size := int64(0)
	for _, name := range files {
		info, err := os.Stat(name)
		must.Do(t, err)
		size += info.Size()
	}
	if len(files) < 2 || size > 70_000 {
		t.Errorf("%d faces of %d bytes", len(files), size)
	}
	b := browser.New(t, public)
	b.Open(t, "/")
	faces := browser.Eval[string](t, b, `document.fonts.ready.then(() => [...document.fonts].filter(f => f.status == "loaded" && !f.family.includes("-")).map(f => f.family.replaceAll('"', "")).sort().join())`)
	if faces != "Atkinson Hyperlegible Next,Newsreader" {
		t.Errorf("the page has loaded %s", faces)
	}
}

// TestStandIn measures how much wider or narrower a text is in the face of this machine that stands in for one of the theme: at most a twentieth, so that
// hardly a line breaks elsewhere. Of every stand-in that this machine has.
func TestStandIn(t *testing.T) {
	t.Parallel()
	b := browser.New(t, sitebuild.Published(t))
	b.Open(t, "/handreiking/gespreksleider/")
	type standIn struct {
		Name  string
		Ratio float64
	}
	found := browser.Eval[[]standIn](t, b, `(async () => {
		await document.fonts.ready
		const text = [...document.querySelectorAll("main p")].map(p => p.textContent).join(" ").slice(0, 2000)
		const context = document.createElement("canvas").getContext("2d")
		const width = family => (context.font = "32px " + family, context.measureText(text).width)
		const result = []
		for (const face of document.fonts) {
			const own = face.family.replaceAll('"', "")
			if (!/^(heading|text)-/.test(own)) continue
			await face.load().catch(() => {})
			if (face.status == "loaded") result.push({Name: own, Ratio: width(own) / width(own.startsWith("text") ? '"Atkinson Hyperlegible Next"' : "Newsreader")})
		}
		return result
	})()`)
	if len(found) == 0 {
		t.Skip("this machine has none of the faces that stand in")
	}
	for _, s := range found {
		if s.Ratio < 0.95 || s.Ratio > 1.05 {
			t.Errorf("%s is %.3f as wide", s.Name, s.Ratio)
		}
		t.Logf("%s: %.3f", s.Name, s.Ratio)
	}
}
