package pages_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
)

// unsafe are links and pictures of which no link and no picture may be made, in the notations that Markdown and browsers have for them.
var unsafe = []string{
	"[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](<java\tscript:alert(1)>)", "[a](javascript&colon;alert(1))", "[a](javascript&#58;alert(1))",
	"[a](&#x6A;avascript:alert(1))", "[a](<\x01javascript:alert(1)>)", "[a](java&#x0A;script:alert(1))", "[a](java&Tab;script:alert(1))", "[a](vbscript:msgbox(1))",
	"[a](data:text/html;base64,PHNjcmlwdD4=)", "[a](data&colon;text/html,x)", "[a](file:///etc/passwd)", "[a](ftp://elders.example/)", "[a](blob:x)",
	"[a](//elders.example/)", `[a](/\\elders.example/)`, `[a](\\\\elders.example/)`, "[a](&#47;&#47;elders.example/)", "[a](<java\u200bscript:alert(1)>)",
	"<javascript:alert(1)>", "<data:text/html,x>", "<file:///etc/passwd>", "[a][kwaad]",
	"![a](https://elders.example/pixel.png)", "![a](//elders.example/pixel.png)", "![a](data:image/svg+xml;base64,PHN2Zz4=)", "![a](data:image/png;base64,iVBO)",
	"![a](javascript:alert(1))", "![a][beeld]",
}

// TestUnsafeAddresses builds a dilemma and a page of the handbook with addresses that must not come on the site: the check refuses each of them, and on the page stand
// their words alone, or a plain link. What stands beside them leads where it says.
func TestUnsafeAddresses(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	dilemma := fixture.Dilemma(sitebuild.Definition(t), 1)
	const labels = "\n\n[kwaad]: javascript:alert(1)\n[beeld]: https://elders.example/pixel.png\n"
	good := "[web](https://voorbeeld.example/a?b=1&amp;c=2), [post](mailto:a@voorbeeld.example), [bel](tel:+31201234567), <https://voorbeeld.example/>, " +
		"[kop](#het-vervolg), [stap](#stap-kiezen), [ander](/dilemmas/ander/#het-vervolg), ![Een kaart](kaart.png)\n\n## Het vervolg\n\nZo ging het[^1].\n\n[^1]: Echt.\n\n" +
		"<script>alert(1)</script>\n\nEen <b onclick=\"alert(1)\">woord</b>.\n"
	body := "\n" + good + "\n" + strings.Join(unsafe, " x\n\ny ") + " x" + labels
	at := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	must.Write(t, at("content/dilemmas/proef/index.md"), dilemma+body)
	must.Write(t, at("content/dilemmas/proef/kaart.png"), "geen echt plaatje")
	must.Write(t, at("content/dilemmas/ander.md"), fixture.Dilemma(sitebuild.Definition(t), 2)+"\n## Het vervolg\n\nEinde.\n")
	must.Write(t, at("content/over/proef.md"), "---\ntitle: Proef\n---\n\n"+strings.Join(unsafe, " x\n\ny ")+" x"+labels)

	for _, text := range unsafe {
		source := dilemma + "\n" + text + labels
		refused := 0
		for _, f := range sitebuild.Checker(casebook.Open(os.DirFS(dir))).Text("content/dilemmas/x.md", []byte(source)) {
			if f.Severity == finding.Error && (f.Rule == "link/unsafe" || f.Rule == "file/control-character") {
				refused++
			}
		}
		if refused == 0 {
			t.Errorf("the check lets %q pass", text)
		}
	}

	// Hugo reads no control characters, and the check stops before it.
	for _, name := range []string{"content/dilemmas/proef/index.md", "content/over/proef.md"} {
		must.Write(t, at(name), strings.ReplaceAll(must.Read(t, at(name)), "\x01", ""))
	}
	sitebuild.Set(t, dir, "ignoreLogs = ['warning-goldmark-raw-html']\n")
	public := sitebuild.Build(t, dir)
	for _, name := range []string{"dilemmas/proef", "over/proef", "en/dilemmas/proef", "dilemmas/proef/oefenen"} {
		root, err := html.Parse(strings.NewReader(must.Read(t, public, filepath.FromSlash(name), "index.html")))
		if err != nil {
			t.Fatal(err)
		}
		checkAddresses(t, name, root)
	}
	hrefs := map[string]string{}
	page.At(t, public, "/dilemmas/proef/").Elements(func(n *html.Node) {
		if href, ok := page.Attr(n, "href"); ok && n.Data == "a" {
			hrefs[page.Text(n)] = href
		}
		if src, ok := page.Attr(n, "src"); ok && n.Data == "img" {
			hrefs["img"] += src
		}
	})
	for text, want := range map[string]string{
		"web": "https://voorbeeld.example/a?b=1&c=2", "post": "mailto:a@voorbeeld.example", "bel": "tel:+31201234567", "kop": "#verhaal-het-vervolg", "stap": "#stap-kiezen",
		"ander": "/dilemmas/ander/#verhaal-het-vervolg", "img": "/dilemmas/proef/kaart.png",
	} {
		if !strings.HasSuffix(hrefs[text], want) {
			t.Errorf("%s leads to %q", text, hrefs[text])
		}
	}
}

// checkAddresses holds every address of a page against what may stand there.
func checkAddresses(t *testing.T, name string, root *html.Node) {
	t.Helper()
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			value := strings.ToLower(strings.Map(func(r rune) rune {
				if r <= ' ' || r == '\u200b' {
					return -1
				}
				return r
			}, a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"):
				t.Errorf("%s: %s has %s", name, n.Data, a.Key)
			case a.Key != "href" && a.Key != "src":
			case strings.HasPrefix(value, "javascript:"), strings.HasPrefix(value, "vbscript:"), strings.HasPrefix(value, "data:"), strings.HasPrefix(value, "file:"),
				strings.HasPrefix(value, "ftp:"), strings.HasPrefix(value, "blob:"), strings.HasPrefix(value, "//"), strings.Contains(value, `\`), strings.Contains(value, "zgotmplz"):
				t.Errorf("%s: %s with %s %q", name, n.Data, a.Key, a.Val)
			case n.Data == "img" && strings.Contains(value, "elders.example"):
				t.Errorf("%s: a picture of %s", name, a.Val)
			}
		}
		if n.Data == "script" && n.FirstChild != nil && strings.Contains(n.FirstChild.Data, "alert(1)") {
			t.Errorf("%s: a script of the text", name)
		}
	}
}
