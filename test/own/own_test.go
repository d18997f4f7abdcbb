package own_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// alone returns the command in a folder with all that a release has beside it, and an environment with nothing in it: no Go, no Node, no Git, no browser, and no
// way to the network.
func alone(t *testing.T) func(dir string, args ...string) *exec.Cmd {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("not everybody may make links")
	}
	dir, home := t.TempDir(), t.TempDir()
	data, err := os.ReadFile(sitebuild.Dilemma(t))
	must.Do(t, err)
	must.Do(t, os.WriteFile(filepath.Join(dir, "dilemma"), data, 0o755))
	hugo, err := exec.LookPath("hugo")
	must.Do(t, err)
	must.Do(t, os.Symlink(hugo, filepath.Join(dir, "hugo")))
	must.Do(t, os.CopyFS(filepath.Join(dir, "programs"), os.DirFS(sitebuild.Programs(t))))
	empty := t.TempDir()
	return func(at string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(dir, "dilemma"), args...)
		cmd.Dir = at
		cmd.Env = []string{"PATH=" + empty, "HOME=" + home, "XDG_CACHE_HOME=" + home, "TMPDIR=" + empty, "HTTPS_PROXY=http://127.0.0.1:9", "HTTP_PROXY=http://127.0.0.1:9"}
		return cmd
	}
}

// midnight is what a day without quotes becomes.
var midnight = regexp.MustCompile(`(\d{4}-\d\d-\d\d)T00:00:00Z"`)

func run(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
	return string(out)
}

var options = []string{"--organisation", "Gemeente Voorbeeldstad", "--mailbox", "dilemmas@voorbeeldstad.example", "--forge", "https://codeberg.org/voorbeeldstad/casusboek",
	"--address", "http://site.test/", "--colour", "#154273", "--header", "#154273"}

// TestFromNothing goes from init to a site in an environment with nothing in it, and looks at the site in a browser.
func TestFromNothing(t *testing.T) {
	t.Parallel()
	command, dir := alone(t), t.TempDir()
	run(t, command(dir, append([]string{"init", "casusboek"}, options...)...))
	book := filepath.Join(dir, "casusboek")
	if out := run(t, command(book, "check", "--fail-on", "hint")); !strings.Contains(out, "alles is in orde") {
		t.Errorf("check says\n%s", out)
	}
	must.Write(t, filepath.Join(book, "content", "dilemmas", "gepubliceerd.md"), fixture.Dilemma(sitebuild.Definition(t), 1))
	out := run(t, command(book, "build"))
	public := filepath.Join(book, "public")
	for _, name := range []string{"index.html", "dilemmas/gepubliceerd/index.html", "zoekindex/index.json", "word", "en/index.html"} {
		if _, err := os.Stat(filepath.Join(public, filepath.FromSlash(name))); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
	if _, err := os.Stat(filepath.Join(public, "dilemmas", "een-eerste-dilemma-om-te-veranderen")); err == nil {
		t.Error("the concept is published")
	}
	programs, err := filepath.Glob(filepath.Join(public, "programs", "*.wasm"))
	must.Do(t, err)
	if len(programs) != 3 { // rules, Word and the review of a proposal
		t.Errorf("the programs of the form are %v\n%s", programs, out)
	}

	b := browser.New(t, public)
	b.Open(t, "/")
	b.Says(t, ".site-footer", "Gemeente Voorbeeldstad")
	if got := browser.Eval[string](t, b, `getComputedStyle(document.querySelector(".masthead")).backgroundColor`); got != "rgb(21, 66, 115)" {
		t.Errorf("the header is %s", got)
	}
	b.Fits(t, "/")
	// The form judges by the rules of the command: a name in an answer is found.
	b.Open(t, page.Form)
	b.Fill(t, "#veld-kennismaken-dilemma", "Mevrouw Petra van den Berg belde vanaf 06-12345678 over het rapport.")
	b.Wait(t, `document.querySelector("[data-findings-list]").textContent.includes("Hier staat")`)
	b.Open(t, "/zoeken/?q=canvas")
	b.Wait(t, `document.querySelectorAll("main a[href*='/canvas/']").length > 0`)
}

// TestServeFromNothing shows the book at once, and again when a dilemma is saved.
func TestServeFromNothing(t *testing.T) {
	t.Parallel()
	command, dir := alone(t), t.TempDir()
	run(t, command(dir, append([]string{"init", "casusboek"}, options...)...))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must.Do(t, err)
	port := listener.Addr().(*net.TCPAddr).Port
	must.Do(t, listener.Close())
	cmd := command(filepath.Join(dir, "casusboek"), "serve", "--port", fmt.Sprint(port))
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	must.Do(t, cmd.Start())
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	address := fmt.Sprintf("http://localhost:%d/dilemmas/een-eerste-dilemma-om-te-veranderen/", port)
	for {
		if res, err := http.Get(address); err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				break
			}
		}
		if ctx.Err() != nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			t.Fatalf("%s never comes\n%s", address, said.String())
		}
		time.Sleep(100 * time.Millisecond)
	}
	must.Do(t, cmd.Process.Signal(os.Interrupt))
	if err := cmd.Wait(); err != nil {
		t.Errorf("stopping ends with %v\n%s", err, said.String())
	}
}

// TestSameFiles holds Hugo and the command to the same files, in a book that has something of its own in every folder: a page, a vocabulary, data of another kind,
// a partial, a style, a static file. A file of its own counts whole.
func TestSameFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	run(t, sitebuild.Command(t, t.Context(), dir, append([]string{"init", "boek"}, options...)...))
	book := filepath.Join(dir, "boek")
	for name, text := range map[string]string{
		"content/over/privacy.md":       "---\ntitle: Privacy\nlayout: same\n---\nVan onszelf.\n",
		"content/over/eigen.md":         "---\ntitle: Eigen\n---\nNog een pagina.\n",
		"data/uitkomsten.yaml":          "label: Uitkomst\npath: uitkomst\nterms:\n  - key: gedeeld\n    label: Gedeeld\n    explanation: Iedereen kan het lezen.\n",
		"data/wegwijzer.yaml":           "start: x\n",
		"data/eigen.yaml":               "a: 1\n",
		"assets/themes/eigen.css":       ":root { --dilemma-document-accent-color: light-dark(#7a0000, #ffb0b0); }\n",
		"assets/css/month.css":          "/* van onszelf */\n.month { margin: 0 }\n",
		"static/favicon.svg":            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>\n",
		"static/eigen.txt":              "eigen\n",
		"i18n/nl.yaml":                  "skip_to_content: Meteen naar de tekst\n",
		"layouts/_partials/footer.html": "<footer class=\"site-footer\">Van onszelf</footer>\n",
		"layouts/over/same.html":        `{{- define "main" }}<pre class="same">{{ $assets := dict }}{{ range resources.Match "**" }}{{ $assets = merge $assets (dict (strings.TrimPrefix "/" .Name) (crypto.SHA256 .Content)) }}{{ end }}{{ jsonify (dict "data" hugo.Data "assets" $assets) | base64Encode }}</pre>{{ end }}` + "\n",
	} {
		must.Write(t, filepath.Join(book, filepath.FromSlash(name)), text)
	}
	// The wegwijzer of the product needs its own data.
	for _, name := range []string{"wegwijzer/index.md", "wegwijzer/index.en.md"} {
		must.Write(t, filepath.Join(book, "content", filepath.FromSlash(name)), "---\ntitle: Wegwijzer\nbuild: {render: never, list: never}\n---\n")
	}
	work := t.TempDir()
	config, err := sitebuild.Configure(book, work)
	must.Do(t, err)
	public := t.TempDir()
	sitebuild.Hugo(t, book, nil, "build", "--config", config, "--destination", public, "--noBuildLock", "--configDir", os.DevNull)
	layers := product.Over(os.DirFS(book))

	var hugo struct {
		Data   map[string]any
		Assets map[string]string
	}
	doc := page.At(t, public, "/over/privacy/")
	text, err := base64.StdEncoding.DecodeString(page.Text(doc.Element("same"))) // not a space is lost
	must.Do(t, err)
	must.Do(t, json.Unmarshal(text, &hugo))

	// Data: each file as the command reads it.
	seen := 0
	must.Do(t, fs.WalkDir(layers, "data", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(layers, name)
		if err != nil {
			return err
		}
		var want any
		if err := yaml.Unmarshal(text, &want); err != nil {
			return err
		}
		at := any(hugo.Data)
		for part := range strings.SplitSeq(strings.TrimSuffix(strings.TrimPrefix(name, "data/"), ".yaml"), "/") {
			at = at.(map[string]any)[part]
		}
		seen++
		if a, b := plain(t, want), plain(t, at); !reflect.DeepEqual(a, b) {
			t.Errorf("%s differs", name)
		}
		return nil
	}))
	// Assets and static files: byte for byte.
	must.Do(t, fs.WalkDir(layers, "assets", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) == ".woff2" {
			return err
		}
		text, err := fs.ReadFile(layers, name)
		sum := sha256.Sum256(text)
		seen++
		if got := hugo.Assets[strings.TrimPrefix(name, "assets/")]; got != hex.EncodeToString(sum[:]) {
			t.Errorf("%s differs", name)
		}
		return err
	}))
	must.Do(t, fs.WalkDir(layers, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(layers, name)
		seen++
		if got := must.Read(t, public, filepath.FromSlash(strings.TrimPrefix(name, "static/"))); got != string(text) {
			t.Errorf("%s differs", name)
		}
		return err
	}))
	if seen < 100 {
		t.Errorf("only %d files were compared", seen)
	}
	// Pages, partials and sentences.
	for address, want := range map[string]string{"/over/eigen/": "Nog een pagina.", "/over/privacy/": "Van onszelf", "/over/toegankelijkheid/": "Meteen naar de tekst", "/": "Van onszelf"} {
		if text := must.Read(t, public, filepath.FromSlash(address), "index.html"); !strings.Contains(text, want) {
			t.Errorf("%s does not say %q", address, want)
		}
	}
	// The check knows the words of the book, and no others.
	must.Write(t, filepath.Join(book, "content", "dilemmas", "x.md"), strings.Replace(fixture.Dilemma(sitebuild.Definition(t), 1), "draft: false", "draft: false\nuitkomst: openbaar", 1))
	cmd := sitebuild.Command(t, t.Context(), book, "check")
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "openbaar") {
		t.Errorf("a word that the book does not have is allowed\n%s", out)
	}
}

// plain returns a value as JSON has it, with a day in the notation of a file.
func plain(t *testing.T, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	must.Do(t, err)
	text = midnight.ReplaceAll(text, []byte(`$1"`))
	var out any
	must.Do(t, json.Unmarshal(text, &out))
	return out
}
