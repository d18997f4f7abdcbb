package command_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestPictures holds the pictures of the README against the real thing. The finding must be what dilemma check prints now; the pages can't be compared pixel by
// pixel, and are only made anew with UPDATE=1.
func TestPictures(t *testing.T) {
	t.Parallel()
	update := os.Getenv("UPDATE") != ""
	pictures := filepath.Join(sitebuild.Root, "docs", "pictures")
	finding := filepath.Join(pictures, "finding.svg")
	want := terminal("dilemma check content/dilemmas/park.md", findings(t))
	if update {
		must.Write(t, finding, want)
		b := browser.New(t, sitebuild.Published(t))
		b.Look(t, 1200, "light")
		b.Open(t, "/dilemmas/onderzoek-klaar-onderhandeling-niet/")
		must.Write(t, filepath.Join(pictures, "case.webp"), picture(t, b, "body", 800))
		b.Look(t, 1440, "light")
		b.Open(t, "/canvas/")
		must.Write(t, filepath.Join(pictures, "canvas.webp"), picture(t, b, ".worksheet", 1200))
	}
	if must.Read(t, finding) != want {
		t.Error("dilemma check prints something else than docs/pictures/finding.svg shows: UPDATE=1 go test ./test/command -run Pictures")
	}
	readme := must.Read(t, sitebuild.Root, "README.md")
	for _, name := range []string{"case.webp", "canvas.webp", "finding.svg"} {
		if !strings.Contains(readme, "docs/pictures/"+name) {
			t.Errorf("the README does not show %s", name)
		}
		if size := len(must.Read(t, pictures, name)); size < 1000 || size > 60_000 {
			t.Errorf("%s has %d bytes", name, size)
		}
	}
}

// picture returns a WebP picture of an element, at most so high in pixels.
func picture(t *testing.T, b *browser.Browser, selector string, height float64) string {
	t.Helper()
	box := browser.Eval[[]float64](t, b, fmt.Sprintf(`(() => { const r = document.querySelector(%q).getBoundingClientRect(); return [r.x, r.y, r.width, r.height] })()`, selector))
	quality, whole := int64(60), true
	shot, err := chromedp.Call(b, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{Format: "webp", Quality: &quality, CaptureBeyondViewport: &whole,
		Clip: &cdppage.Viewport{X: box[0], Y: box[1], Width: box[2], Height: min(box[3], height), Scale: 1}})
	must.Do(t, err)
	return string(shot.Data)
}

// findings returns what dilemma check prints of a concept with a name in it and a word that does not exist.
func findings(t *testing.T) string {
	t.Helper()
	dir := sitebuild.Repository(t)
	text := must.Read(t, sitebuild.Root, "content", "dilemmas", "onderzoek-klaar-onderhandeling-niet.md")
	for _, change := range [][2]string{
		{`woo_gronden: ["5.1.2b"]`, `woo_gronden: ["5.1.2.b"]`},
		{"Over twee weken is er een bewonersavond.", "Mevrouw Jansen belde over de bewonersavond."},
		{"    gedeelde_vraag: Kunnen we het rapport delen zonder onze positie aan tafel weg te geven?\n", ""},
	} {
		if !strings.Contains(text, change[0]) {
			t.Fatalf("the dilemma does not say %s", change[0])
		}
		text = strings.Replace(text, change[0], change[1], 1)
	}
	must.Write(t, filepath.Join(dir, "content", "dilemmas", "park.md"), text)
	cmd := sitebuild.Command(t, context.Background(), dir, "check", "content/dilemmas/park.md")
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Run(); cmd.ProcessState.ExitCode() != 1 {
		t.Fatal(err)
	}
	return out.String()
}

// terminal draws a command and what it prints as a terminal shows it.
func terminal(command, output string) string {
	const size, line, margin, columns = 14, 20, 18, 124
	lines := []string{"$ " + command}
	for text := range strings.SplitSeq(strings.TrimRight(output, "\n"), "\n") {
		for utf8.RuneCountInString(text) > columns { // as a terminal does, in the middle of a word
			r := []rune(text)
			lines, text = append(lines, string(r[:columns])), string(r[columns:])
		}
		lines = append(lines, text)
	}
	width, height := 2*margin+columns*size*6/10, 2*margin+len(lines)*line
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d"><rect width="100%%" height="100%%" rx="8" fill="#17151a"/>`+
		`<text xml:space="preserve" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="%d" fill="#e8e4ea">`+"\n", width, height, width, height, size)
	for i, text := range lines {
		fmt.Fprintf(&b, "<tspan x=\"%d\" y=\"%d\">%s</tspan>\n", margin, margin+(i+1)*line-line/4, html.EscapeString(text))
	}
	b.WriteString("</text></svg>\n")
	return b.String()
}
