package published_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/hugo"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

// planted are paths at which a file with personal data is planted. Some are files of which the site is made, others belong nowhere.
var planted = []string{
	// What stands beside the dilemmas.
	"content/dilemmas/notities.txt", "content/dilemmas/zonder-controle.org", "content/dilemmas/canvas.docx", "content/dilemmas/x.md.orig", "content/dilemmas/x.bak",
	"content/dilemmas/~$canvas.docx", "content/dilemmas/x.mdown", "content/dilemmas/x.markdown", "content/dilemmas/x.MD", "content/dilemmas/X.md", "content/dilemmas/x.html",
	"content/dilemmas/x.adoc", "content/dilemmas/x.rst", "content/dilemmas/x.pandoc", "content/dilemmas/index.html", "content/dilemmas/x.en.md", "content/dilemmas/x.en.txt",
	"content/dilemmas/_content.gotmpl", "content/dilemmas/los/lijst.csv", "content/dilemmas/los/diep/lijst.csv", "content/dilemmas/sectie/_index.md", "content/dilemmas/sectie/lijst.txt",
	"content/dilemmas/.verborgen.md", "content/dilemmas/.verborgen/index.md", "content/dilemmas/#kladje#", "content/dilemmas/oud~", "content/dilemmas/Map Met Hoofdletters/index.md",
	"content/dilemmas/Map Met Hoofdletters/lijst.txt", "content/dilemmas/zonder-ending", "content/dilemmas/plaatje.svg", "content/dilemmas/archief.gz",
	// What stands in the folder of a dilemma.
	"content/dilemmas/bundel/lijst.txt", "content/dilemmas/bundel/lijst.csv", "content/dilemmas/bundel/verslag.docx", "content/dilemmas/bundel/plaatje.svg", "content/dilemmas/bundel/diep/lijst.txt",
	"content/dilemmas/bundel/lijst.en.txt", "content/dilemmas/bundel/archief.gz", "content/dilemmas/bundel/onbekend.bin", "content/dilemmas/bundel/pagina.html", "content/dilemmas/bundel/pagina.org",
	"content/dilemmas/bundel/index.html", "content/dilemmas/bundel/index.txt", "content/dilemmas/bundel/andere.md", "content/dilemmas/bundel/dieper/index.md", "content/dilemmas/bundel/_content.gotmpl",
	"content/dilemmas/bundel/lijst.txt.bak", "content/dilemmas/bundel/.verborgen", "content/dilemmas/bundel/lijst.html.txt", "content/dilemmas/bundel/UTF16.txt",
	// The handbook.
	"content/over/nieuws.md", "content/over/nieuws.en.md", "content/over/nieuws.de.md", "content/over/bundel/index.md", "content/over/bundel/foto.svg", "content/over/lijst.csv", "content/over/oud.md.bak",
	"content/over/Nieuws2.md", "content/over/x.markdown", "content/over/x.html", "content/over/x._language_en_.md", "content/over/_content.gotmpl", "content/_content.gotmpl", "content/los.txt",
	"content/nieuwe-map/_index.md", "content/nieuwe-map/lijst.txt", "content/nieuwe-map/geen-pagina.xml", "content/spelers/lijst.json", "content/spelers/_content.en.gotmpl", "content/zoeken/lijst.txt",
	"content/canvas/canvas.docx", "content/meedoen/regels/erbij.md", "content/meedoen/regels/erbij.txt", "content.en/over/nieuws.md", "content/over/spatie in naam.md", "content/over/meer.punten.md",
	// What is copied.
	"static/lijst.csv", "static/.verborgen", "static/.well-known/lijst.txt", "static/lijst.docx", "static/lijst.gz", "static/~$lijst.docx", "static/lijst.md", "static/lijst.html", "static/UTF16.txt",
	"static/en/lijst.txt", "static/diep/er/lijst.svg", "static/onbekend.bin", "static/dilemmas/bundel/erbij.txt", "static.en/lijst.txt",
	// What templates read.
	"assets/logo.svg", "assets/lijst.txt", "assets/themes/eigen.css", "assets/js/eigen.js", "data/lijst.yaml", "data/en/lijst.yaml", "i18n/de.yaml", "layouts/over/page.html", "layouts/_partials/los.html",
	"layouts/_shortcodes/los.html", "archetypes/los.md",
	// What Hugo reads besides, when the settings say so or by itself.
	"config/_default/params.toml", "config/production/hugo.toml", "themes/kwaad/static/kwaad.txt", "themes/kwaad/content/over/kwaad.md", "bijlagen/kwaad.txt", "andere-content/kwaad.md",
	"_vendor/kwaad/static/kwaad.txt", "resources/_gen/images/kwaad.png", "resources/_gen/assets/css/main.css_x.content", "public.txt", "los.md",
}

// random returns more such paths: names that somebody may give, or an attacker, in all kinds of folders.
func random(r *rand.Rand, n int) []string {
	folders := []string{"content", "content/dilemmas", "content/dilemmas/bundel", "content/dilemmas/bundel/map", "content/dilemmas/geen-bundel", "content/over", "content/over/diep", "content/handreiking", "content/woo_gronden", "static", "static/diep", "assets"}
	names := []string{"lijst", "Lijst", "_index", "index", "_content", ".lijst", "~lijst", "$lijst", "lijst met spaties", "lijst.en", "lijst.nl", "lijst.xx", "lijst._en_", "_lijst", "lijst-", "1", "é", "lijst%20", "lijst;x", "(lijst)", "lijst.md", "lijst.html"}
	endings := []string{"", ".md", ".MD", ".Md", ".markdown", ".mdwn", ".mkd", ".html", ".HTML", ".htm", ".xhtml", ".org", ".ORG", ".adoc", ".ad", ".rst", ".pdc", ".txt", ".csv", ".json", ".toml", ".xml", ".svg", ".js", ".css", ".bak", ".orig", ".old", ".gotmpl", ".tmpl", "~", ".gz", ".docx", ".ics", ".eml", ".log", ".yml", ".ts"}
	var all []string
	for len(all) < n {
		name := path.Join(folders[r.IntN(len(folders))], names[r.IntN(len(names))]+endings[r.IntN(len(endings))])
		// A page by one of the last two names would make a bundle of a folder of the handbook, whose other pages then are none.
		if lower := strings.ToLower(path.Base(name)); lower != "index.md" && lower != "_index.md" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// bsn returns a valid number for each n.
func bsn(n int) string {
	for digit := range 10 {
		number := fmt.Sprintf("%d%d", 21000000+7*n, digit)
		sum := -int(number[8] - '0')
		for i := range 8 {
			sum += (9 - i) * int(number[i]-'0')
		}
		if sum%11 == 0 {
			return number
		}
	}
	return bsn(n + 100_000)
}

// content returns a file with a number in it, in the form that its name promises.
func content(t *testing.T, name, number string) string {
	t.Helper()
	text := "Mevrouw van der Wouden, BSN " + number + ", woont hier.\n"
	switch ext := strings.ToLower(path.Ext(name)); {
	case strings.Contains(name, "UTF16"):
		var b strings.Builder
		b.WriteString("\xff\xfe")
		for _, r := range text {
			b.WriteRune(r)
			b.WriteByte(0)
		}
		return b.String()
	case ext == ".md", ext == ".markdown", ext == ".mdown", ext == ".org", ext == ".adoc", ext == ".html":
		return "---\ntitle: Iets\n---\n" + text
	case ext == ".gotmpl":
		return `{{ $.AddPage (dict "path" "erbij" "title" "BSN ` + number + `") }}`
	case ext == ".docx":
		return string(word.Write(sitebuild.Definition(t), nil, text))
	case ext == ".gz":
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, err := w.Write([]byte(text))
		must.Do(t, err)
		must.Do(t, w.Close())
		return b.String()
	case ext == ".bin":
		return "\x00\x01\x02" + text + "\xff\xfe\x00"
	case ext == ".svg":
		return `<svg xmlns="http://www.w3.org/2000/svg"><title>BSN ` + number + `</title></svg>`
	case ext == ".css":
		return `body::after { content: "BSN ` + number + `" }`
	case ext == ".js":
		return `console.log("BSN ` + number + `")`
	case ext == ".json":
		return `{"lijst": "BSN ` + number + `"}`
	case ext == ".yaml":
		return "lijst: BSN " + number + "\n"
	case ext == ".toml":
		return "description = \"BSN " + number + "\"\n"
	}
	return text
}

// hostile are settings with which Hugo would publish more: other folders, a theme, and what stands beside a page.
func hostile(t *testing.T, dir, number string) {
	t.Helper()
	mounts := ""
	for source, target := range map[string]string{"bijlagen": "static", "andere-content": "content", "content": "static/content", "layouts": "layouts", "data": "data"} {
		mounts += fmt.Sprintf("[[module.mounts]]\nsource = %q\ntarget = %q\n", source, target)
	}
	sitebuild.Set(t, dir, "theme = [\"kwaad\"]\nstaticDir = [\"static\", \"bijlagen\"]\n[[cascade]]\n[cascade.build]\npublishResources = true\n[languages.nl]\nlabel = \"BSN "+number+
		"\"\n[params]\ntheme = \"eigen\"\n[params.organisation]\nlogo = \"logo.svg\"\n"+mounts)
}

// address takes out of a path what Hugo takes out for its address.
var address = strings.NewReplacer(" ", "-", "(", "", ")", "", ";", "", "$", "")

// TestEverythingPublishedWasLookedAt plants personal data in files at many paths, and builds the site with Hugo although the check has errors. Of each
// planted value there is a finding in its file, or the site does not have it; what belongs to no sort the site never has. And every file of the site is made
// by a template, of a page that was looked at, or equal to a file that was looked at.
func TestEverythingPublishedWasLookedAt(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	def := sitebuild.Definition(t)
	must.Write(t, filepath.Join(dir, "content/dilemmas/gewoon.md"), fixture.Dilemma(def, 1))
	must.Write(t, filepath.Join(dir, "content/dilemmas/bundel/index.md"), fixture.Dilemma(def, 2))
	must.Write(t, filepath.Join(dir, "content/dilemmas/bundel/schoon.txt"), "Een bijlage.\n")
	must.Write(t, filepath.Join(dir, "content/dilemmas/bundel/map/schoon.txt"), "Nog een bijlage.\n")
	clean := files(t, sitebuild.Build(t, dir))
	for _, name := range []string{"schoon.txt", "map/schoon.txt"} {
		if clean["dilemmas/bundel/"+name] == nil {
			t.Errorf("the attachment %s is not published", name)
		}
	}

	numbers := map[string]string{"hugo.toml": bsn(1000)}
	hostile(t, dir, numbers["hugo.toml"])
	for i, name := range append(slices.Clone(planted), random(rand.New(rand.NewPCG(2026, 16)), 200)...) {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if _, err := os.Stat(at); err == nil || numbers[name] != "" {
			continue
		}
		numbers[name] = bsn(i)
		must.Write(t, at, content(t, name, numbers[name]))
	}
	// The settings and the texts of the site itself are published too.
	for name, old := range map[string]string{"i18n/nl.yaml": "skip_to_content: ", "data/themas.yaml": "label: "} {
		numbers[name] = bsn(1001 + len(numbers))
		must.Write(t, filepath.Join(dir, name), strings.Replace(must.Read(t, dir, name), old, old+"BSN "+numbers[name]+" ", 1))
	}
	must.Do(t, os.Symlink("/etc/hostname", filepath.Join(dir, "content/dilemmas/koppeling.txt")))
	must.Do(t, os.Symlink(dir+"/bijlagen", filepath.Join(dir, "static/koppeling")))

	book := casebook.Open(casebook.DirFS(dir))
	found := map[string]bool{}
	for _, f := range sitebuild.Checker(book).All().Findings {
		if strings.HasPrefix(f.Rule, "personal/") || f.Rule == "file/place" {
			found[f.File] = found[f.File] || f.Severity == finding.Error || f.Rule == "personal/bsn"
		}
		if f.Rule == "file/unreadable" {
			found[f.File] = true
		}
	}
	for _, name := range []string{"content/dilemmas/koppeling.txt", "static/koppeling"} {
		if !found[name] {
			t.Errorf("a link at %s is no finding", name)
		}
	}

	module := t.TempDir()
	config, err := sitebuild.Configure(dir, module)
	must.Do(t, err)
	public := t.TempDir()
	var out bytes.Buffer
	if err := hugo.Run(context.Background(), "hugo", dir, &out, &out, hugo.Options{Args: []string{"build", "--config", config, "--destination", public, "--noBuildLock"}}); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	published := files(t, public)

	// Each value that was planted.
	holders := map[string][]string{}
	for at, data := range published {
		text := unpacked(t, at, data)
		if wide := bytes.ReplaceAll(text, []byte{0}, nil); len(wide) != len(text) {
			text = append(text, wide...)
		}
		for name, number := range numbers {
			if bytes.Contains(text, []byte(number)) || bytes.Contains(text, []byte(base64.StdEncoding.EncodeToString([]byte(number)))) {
				holders[name] = append(holders[name], at)
			}
		}
	}
	counts := map[casebook.Sort]int{}
	for name := range numbers {
		sort, _ := book.SortOf(name)
		counts[sort]++
		at := holders[name]
		switch sort {
		case casebook.Outside, casebook.Hidden, casebook.Stray:
			// Hugo sees no difference between x.md and X.MD, so that only the check stops a page of which the name is wrong.
			if len(at) > 0 && strings.ToLower(path.Ext(name)) != ".md" {
				t.Errorf("%s belongs to nothing, and stands in %q", name, at)
			}
			if sort == casebook.Stray && !found[name] {
				t.Errorf("%s belongs to nothing, and that is no finding", name)
			}
		default:
			if !found[name] {
				t.Errorf("%s is no finding, and stands in %q", name, at)
			}
		}
	}
	t.Log(len(numbers), "files by their sort:", counts)
	if len(holders) < 20 {
		t.Errorf("only %d files reach the site, which says little", len(holders))
	}

	// Each file that is published.
	pages := map[string]bool{}
	var sources [][]byte
	for _, e := range book.All() {
		switch sort, _ := book.SortOf(e.Path); sort {
		case casebook.Page, casebook.Dilemma, casebook.Stray:
			name := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(strings.TrimPrefix(e.Path, "content/")), ".md"), ".en")
			name = address.Replace(strings.TrimSuffix(strings.TrimSuffix(name, "/index"), "/_index"))
			pages[name], pages["en/"+name] = true, true
		case casebook.Attachment, casebook.Source:
			if e.Err == nil {
				sources = append(sources, []byte(must.Read(t, dir, e.Path)))
			}
		}
	}
	for at, data := range published {
		page, own := strings.CutSuffix(at, "/index.html")
		for _, other := range []string{"/index.md", "/index.json", "/index.atom", "/index.csv", "/oefenen/index.html"} {
			if rest, ok := strings.CutSuffix(at, other); ok {
				page, own = rest, true
			}
		}
		switch {
		case clean[at] != nil:
		case own && pages[page]:
		case strings.HasPrefix(at, "images/sharing-") || strings.HasPrefix(at, "css/main.") || strings.HasPrefix(at, "css/") || strings.HasPrefix(at, "js/"):
			// made of the styles, scripts and words of the site by its templates; the name is a hash of what is in it
		case slices.ContainsFunc(sources, func(source []byte) bool { return bytes.Equal(source, data) }):
		default:
			t.Errorf("%s is made of nothing that was looked at", at)
		}
	}
}

// TestLockIsInTheSettings holds the mounts of hugo.toml and the first cascade of the product, for who runs Hugo alone, to those that the command gives.
func TestLockIsInTheSettings(t *testing.T) {
	t.Parallel()
	config, err := sitebuild.Configure(sitebuild.Root, t.TempDir())
	must.Do(t, err)
	names := strings.Split(config, ",")
	var locked, own, common struct {
		Cascade []map[string]any
		Module  struct{ Mounts []map[string]any }
	}
	must.Do(t, toml.Unmarshal([]byte(must.Read(t, names[len(names)-1])), &locked))
	must.Do(t, toml.Unmarshal([]byte(must.Read(t, names[0])), &common))
	must.Do(t, toml.Unmarshal([]byte(must.Read(t, sitebuild.Root, "hugo.toml")), &own))
	for _, m := range own.Module.Mounts {
		if target := fmt.Sprint(m["target"]); strings.HasPrefix(target, "content") && !slices.ContainsFunc(locked.Module.Mounts, func(l map[string]any) bool { return fmt.Sprint(l) == fmt.Sprint(m) }) {
			t.Errorf("hugo.toml mounts %v, and the command %v", m, locked.Module.Mounts)
		}
	}
	if len(own.Module.Mounts) == 0 || fmt.Sprint(locked.Cascade[0]) != fmt.Sprint(common.Cascade[0]) {
		t.Errorf("the command begins with the cascade %v\nand product/hugo.toml with %v", locked.Cascade[0], common.Cascade[0])
	}
}
