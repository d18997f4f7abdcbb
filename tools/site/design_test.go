package site_test

import (
	"bytes"
	"compress/gzip"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var (
	tokenSet    = regexp.MustCompile(`(--dilemma-[a-z0-9-]+):`)
	tokenUse    = regexp.MustCompile(`var\((--dilemma-[a-z0-9-]+)`)
	cssComment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssColour   = regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab|lch)a?\(|light-dark\(`)
	cssForPrint = regexp.MustCompile(`(?s)@media print \{.*\n\}`)
)

// TestThemes holds every theme to the same tokens: each is used, and the style sheets use no other and no colour of their own. On paper they may: there
// ink is black.
func TestThemes(t *testing.T) {
	css := func(pattern string) map[string]string {
		files := map[string]string{}
		names, err := filepath.Glob(filepath.Join(root, "assets", pattern))
		must(t, err)
		for _, name := range names {
			files[filepath.Base(name)] = cssComment.ReplaceAllString(read(t, name), "")
		}
		return files
	}
	used := map[string]bool{}
	sheets, themes := css("css/*.css"), css("themes/*.css")
	if len(sheets) < 5 || len(themes) < 2 {
		t.Fatalf("%d style sheets and %d themes", len(sheets), len(themes))
	}
	for _, files := range []map[string]string{sheets, themes} {
		for _, text := range files {
			for _, m := range tokenUse.FindAllStringSubmatch(text, -1) {
				used[m[1]] = true
			}
		}
	}
	for name, text := range sheets {
		if colour := cssColour.FindString(cssForPrint.ReplaceAllString(text, "")); colour != "" {
			t.Errorf("%s has a colour of its own: %s", name, colour)
		}
	}
	want := slices.Sorted(maps.Keys(used))
	for name, text := range themes {
		set := map[string]bool{}
		for _, m := range tokenSet.FindAllStringSubmatch(text, -1) {
			if set[m[1]] {
				t.Errorf("%s sets %s twice", name, m[1])
			}
			set[m[1]] = true
			if !used[m[1]] {
				t.Errorf("%s sets %s, which nothing uses", name, m[1])
			}
		}
		for _, token := range want {
			if !set[token] {
				t.Errorf("%s does not set %s", name, token)
			}
		}
	}
}

// TestOtherTheme builds the site as an organisation would make it its own: with the second theme, its name and its logo. It is as accessible.
func TestOtherTheme(t *testing.T) {
	axe := axeCore(t)
	source := repository(t)
	must(t, os.RemoveAll(filepath.Join(source, "content")))
	must(t, os.CopyFS(filepath.Join(source, "content"), os.DirFS(filepath.Join(root, "content"))))
	write(t, filepath.Join(source, "assets", "logo.svg"), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" fill="#fff"/></svg>`)
	t.Setenv("HUGO_PARAMS_THEME", "kade")
	t.Setenv("HUGO_PARAMS_ORGANISATION_NAME", "Gemeente Voorbeeld")
	t.Setenv("HUGO_PARAMS_ORGANISATION_URL", "https://gemeente.example/")
	t.Setenv("HUGO_PARAMS_ORGANISATION_LOGO", "logo.svg")
	b := newBrowser(t, build(t, source))
	for _, address := range kinds {
		b.look(t, 1440, "light")
		b.open(t, address)
		b.judge(t, axe, address)
		b.look(t, 1440, "dark")
		b.judgeColours(t, axe, address+", dark")
	}
	b.open(t, "/")
	if got := eval[string](t, b, `(() => { const l = document.querySelector(".site-header img"); return l.alt + " " + l.complete + " " + l.width / l.height })()`); got != "Gemeente Voorbeeld true 3" {
		t.Errorf("the logo is %s", got)
	}
	if got := eval[string](t, b, `document.querySelector(".site-footer").innerText`); !strings.Contains(got, "Gemeente Voorbeeld") {
		t.Errorf("the footer says %s", got)
	}
	if got := eval[string](t, b, `getComputedStyle(document.querySelector(".site-header")).backgroundColor`); got != "rgb(8, 42, 53)" {
		t.Errorf("the header is %s", got)
	}
}

// TestNoShift measures how far a page shifts while it loads and its scripts run.
func TestNoShift(t *testing.T) {
	b := newBrowser(t, publicDir(t))
	for _, width := range []int64{360, 1440} {
		b.look(t, width, "light")
		for _, address := range kinds {
			b.open(t, address)
			b.wait(t, `document.readyState == "complete"`)
			shift := eval[float64](t, b, `new Promise(done => {
				let sum = 0
				new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value)).observe({type: "layout-shift", buffered: true})
				requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum), 100)))
			})`)
			if shift > 0 {
				t.Errorf("%s at %d shifts by %.4f", address, width, shift)
			}
		}
	}
}

// compressed returns how many bytes a file takes on the wire.
func compressed(t *testing.T, name string) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(read(t, name)))
	must(t, err)
	must(t, z.Close())
	return b.Len()
}

// TestWeight adds up what a browser loads for a page that it opens first, compressed: styles and scripts at most 15,000 bytes each, the scripts of the form
// at most 20,000, and a case with all it loads at most 40,000.
func TestWeight(t *testing.T) {
	public := publicDir(t)
	const limit, whole = 15_000, 40_000
	for _, p := range documents(t, public) {
		if p.redirect() {
			continue
		}
		weights, all := map[string]int{}, compressed(t, filepath.Join(public, p.name))
		p.elements(func(n *html.Node) {
			target, _ := attr(n, "src")
			if n.Data == "link" {
				if rel, _ := attr(n, "rel"); rel == "stylesheet" || rel == "icon" {
					target, _ = attr(n, "href")
				}
			}
			if target != "" {
				weight := compressed(t, filepath.Join(public, strings.TrimPrefix(target, "http://site.test")))
				weights[path.Ext(target)] += weight
				all += weight
			}
		})
		if weights[".css"] == 0 || weights[".css"] > limit || weights[".js"] > limit && (!strings.HasSuffix(p.address(), formPage) || weights[".js"] > 20_000) {
			t.Errorf("%s loads %v", p.name, weights)
		}
		if p.name == "dilemmas/onderzoek-klaar-onderhandeling-niet/index.html" {
			t.Logf("a case takes %d bytes, with %v", all, weights)
			if all > whole {
				t.Errorf("at most %d", whole)
			}
		}
	}
}
