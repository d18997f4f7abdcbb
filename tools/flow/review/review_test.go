package review

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo/repotest"
)

var today = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// proposed makes a repository with the real definition, the files before on main, and the changes to them on the branch voorstel: an empty text removes
// a file. The caller may give the message of the last commit.
func proposed(t *testing.T, before, after map[string]string, message ...string) string {
	t.Helper()
	root := t.TempDir()
	repo, err := git.PlainInit(root, false)
	if err != nil {
		t.Fatal(err)
	}
	files := repotest.Files{}
	definition := os.DirFS(filepath.Join("..", "..", ".."))
	names, err := fs.Glob(definition, "data/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, "hugo.toml") {
		text, err := fs.ReadFile(definition, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = strings.Replace(string(text), `began = "2026-11-23"`, `began = "2026-01-01"`, 1) // this book is older
	}
	commit := func(message string, parents ...plumbing.Hash) plumbing.Hash {
		who := object.Signature{Name: "Redactie", Email: "redactie@example.org", When: time.Unix(0, 0)}
		c := object.Commit{Author: who, Committer: who, Message: message, TreeHash: repotest.Tree(t, repo.Storer, files), ParentHashes: parents}
		return repotest.Store(t, repo.Storer, c.Encode)
	}
	for name, text := range before {
		files[name] = text
	}
	main := commit("begin")
	for name, text := range after {
		if files[name] = text; text == "" {
			delete(files, name)
		}
	}
	repotest.Point(t, repo.Storer, "refs/heads/main", main)
	repotest.Point(t, repo.Storer, "refs/heads/voorstel", commit(strings.Join(append(message, "voorstel")[:1], ""), main))
	return root
}

func reviewed(t *testing.T, root string, showValues bool) *Review {
	t.Helper()
	r, err := New(root, "main..voorstel", showValues, today)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func written(t *testing.T, r *Review, format string) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b, format); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// park is a complete dilemma on the site, with %s at the start of its front matter.
const park = `---
title: Het park gaat dicht
date: 2026-03-12
draft: false
editie: "2022-10"
herkomst: fictief
themas: [timing]
bestuurslaag: gemeente
woo_gronden: ["5.1.2b"]
canvas:
  kennismaken:
    dilemma: Het park gaat een jaar dicht voor onderhoud. De buurt weet het nog niet, en de aannemer wil vrijdag beginnen met de bomen.
    waarom_nu: Vrijdag begint het werk.
  verkennen:
    spelers:
      - speler: Omwonende
        standpunten_en_emoties: Is boos.
        belangen_en_waarden: Wil rust in de straat.
        rechten_en_voorkeuren: Wil een brief.
      - speler: Aannemer
        standpunten_en_emoties: Heeft haast.
        belangen_en_waarden: Wil op tijd klaar zijn.
        rechten_en_voorkeuren: Wil een vergunning.
    gedeelde_vraag: Kunnen we het vertellen voordat het werk begint?
  afwegen:
    keuzes:
      - keuze: Nu vertellen
        voordelen: [De buurt weet het op tijd.]
        nadelen: [Het plan kan nog veranderen.]
      - keuze: Later vertellen
        voordelen: [Het plan staat dan vast.]
        nadelen: [De buurt voelt zich overvallen.]
    conclusie: De buurt gaat voor.
  kiezen:
    keuze: We vertellen het nu.
    wie_heeft_wat_nodig:
      - wie: Omwonende
        wat: Een brief en een avond.
    hoe_nu_verder: Morgen gaat de brief op de post.
  afronden:
    tevreden: Iedereen is tevreden.
    samenvatting: We vertelden het op tijd.
uitkomst: openbaar
herzien_voor: 2028-03-12
---
## De avond

Er kwamen veertig mensen naar de avond in het buurthuis. De koffie was lauw.

## Daarna

Het werk begon een week later.
`

const file = "content/dilemmas/park.md"

// concept is a new, half-finished dilemma.
const concept = `---
title: Camera's op het plein
date: 2026-11-01
draft: true
herkomst: geanonimiseerd
canvas:
  kennismaken:
    dilemma: |
      Er hangen camera's op het plein.

      Niemand weet wie er kijkt.
    waarom_nu: De raad vroeg ernaar.
toestemming: {eigenaar: true, deelnemers: false}
---
Er was eens een plein.
`

// TestGolden compares a review in each format with its file in testdata. UPDATE=1 rewrites the files.
func TestGolden(t *testing.T) {
	changed := strings.NewReplacer(
		"themas: [timing]", "themas: [vertrouwen, timing]",
		"en de aannemer wil vrijdag", "en de aannemer wil maandag",
		"      - speler: Aannemer\n", "      - speler: Wethouder\n        standpunten_en_emoties: Houdt van een plan.\n      - speler: Bouwer\n",
		"      - keuze: Later vertellen\n        voordelen: [Het plan staat dan vast.]\n        nadelen: [De buurt voelt zich overvallen.]\n", "",
		"De koffie was lauw.", "Mevrouw Aaltje Hoekstra schonk de koffie. Zie [de handreiking](/weg/).",
	).Replace(park)
	root := proposed(t,
		map[string]string{
			file: park, "content/dilemmas/oud.md": strings.Replace(park, "Het park", "Het bos", 1),
			"content/dilemmas/vorm.md": park, "content/dilemmas/plan/index.md": concept, "content/dilemmas/plan/foto.txt": "een foto",
		},
		map[string]string{
			file: changed, "content/dilemmas/oud.md": "", "content/dilemmas/camera.md": concept,
			"content/dilemmas/vorm.md": strings.Replace(park, "Het park gaat dicht", `"Het park gaat dicht"`, 1), "layouts/x.html": "x",
			"content/dilemmas/plan/foto.txt": "een andere foto",
		},
		"Met dank aan mevrouw Aaltje Hoekstra en de heer Bram Bakker",
	)
	r := reviewed(t, root, false)
	hashes := strings.NewReplacer(r.Base, "BASE", r.Head, "HEAD", r.Base[:10], "BASE", r.Head[:10], "HEAD")
	for format, name := range map[string]string{"text": "review.txt", "md": "review.md", "json": "review.json"} {
		got := hashes.Replace(written(t, r, format))
		golden := filepath.Join("testdata", name)
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: got\n%s", golden, got)
		}
	}
}

// TestNamesAreMasked looks for names in a review: one that is added, one that is removed, and one that is partly changed.
func TestNamesAreMasked(t *testing.T) {
	before := strings.NewReplacer("De koffie was lauw.", "Mevrouw Aaltje Hoekstra schonk de koffie.", "Wil een brief.", "Belt met de heer Bram Bakker over zijn brief.",
		"Iedereen is tevreden.", "De heer Gerrit Kuiper is tevreden.").Replace(park)
	after := strings.NewReplacer("De koffie was lauw.", "Mevrouw Aaltje Dijkstra schonk de koffie. Hoekstra zat erbij, en Kuiper ook.", "Wil een brief.", "Belt met een ambtenaar over zijn brief.",
		"speler: Aannemer", "speler: 'Mevrouw Carla ''t Hoen'", "keuze: Nu vertellen", "keuze: De heer Dirk Veenstra bellen",
		"Het park gaat dicht", "Het park van mevrouw Eefje Postma gaat dicht",
		"Iedereen is tevreden.", "De heer Gerrit Kuiper is tevreden.").Replace(park)
	root := proposed(t, map[string]string{file: before}, map[string]string{file: after}, "Voor mevrouw Fenna Zijlstra")
	for _, format := range Formats {
		masked, shown := written(t, reviewed(t, root, false), format), written(t, reviewed(t, root, true), format)
		for _, name := range []string{"Aaltje", "Hoekstra", "Dijkstra", "Bram", "Bakker", "Carla", "Hoen", "Kuiper", "Dirk", "Veenstra", "Eefje", "Postma", "Zijlstra"} {
			if strings.Contains(masked, name) {
				t.Errorf("%s shows %s", format, name)
			}
			if !strings.Contains(shown, name) {
				t.Errorf("%s does not show %s, although that was asked", format, name)
			}
		}
		if !strings.Contains(masked, "A…") || !strings.Contains(masked, "schonk") {
			t.Errorf("%s: too much is masked", format)
		}
	}
}

// TestFindings checks that a review reports the findings that the proposal causes, in its own files and in others, and no others.
func TestFindings(t *testing.T) {
	const link = "content/dilemmas/linkt.md"
	linking := strings.Replace(park, "De koffie was lauw.", "Zie [het park](/dilemmas/park/).", 1)
	old := strings.Replace(park, "themas: [timing]", "themas: [bestaat-niet]", 1)
	before := map[string]string{file: park, link: linking, "content/dilemmas/oud.md": old, "content/dilemmas/map/index.md": old, "content/dilemmas/map/a.txt": "a",
		"content/dilemmas/map/b.txt": "Bel mevrouw Bertha Visser.", "content/dilemmas/map/c.md": "Bel mevrouw Bertha Visser."}
	withAlias := func(line string) string {
		return strings.NewReplacer("themas: [timing]", "themas: [privacy]", "herkomst: fictief\n", "herkomst: fictief\n"+line+"\n").Replace(park)
	}
	before["content/meedoen/uitleg.md"] = "---\ntitle: Uitleg\n---\n\nZie [het park](/dilemmas/park/).\n"
	before["content/dilemmas/alias.md"] = withAlias("aliases: [/dilemmas/Oude-naam/]")
	before["content/dilemmas/verwijst.md"] = strings.Replace(park, "De koffie was lauw.", "Zie [daar](/dilemmas/Oude-Naam/)\nen [dit](/themas/privacy/).", 1)
	for _, c := range []struct {
		name  string
		after map[string]string
		want  string
	}{
		{"a mistake of its own", map[string]string{file: strings.Replace(park, "bestuurslaag: gemeente", "bestuurslaag: dorp", 1)}, "content/dilemmas/park.md:8 canvas/term"},
		{"a link elsewhere that breaks", map[string]string{file: ""}, "content/dilemmas/linkt.md:48 body/link, content/meedoen/uitleg.md:5 body/link"},
		{"a link elsewhere to what is a concept now", map[string]string{file: strings.Replace(park, "draft: false", "draft: true", 1)}, "content/dilemmas/linkt.md:48 body/link, content/meedoen/uitleg.md:5 body/link"},
		{"an old address that is dropped", map[string]string{"content/dilemmas/alias.md": withAlias("")}, "content/dilemmas/verwijst.md:48 body/link"},
		{"a word that no dilemma uses any more", map[string]string{"content/dilemmas/alias.md": strings.Replace(withAlias("aliases: [/dilemmas/Oude-naam/]"), "privacy", "timing", 1)},
			"content/dilemmas/verwijst.md:49 body/link"},
		{"a word elsewhere that is gone", map[string]string{"data/bestuurslagen.yaml": "path: bestuurslagen\nlabel: x\nterms:\n  - {key: rijk, label: Rijk}\n"},
			"content/dilemmas/alias.md:9 canvas/term, content/dilemmas/linkt.md:8 canvas/term, content/dilemmas/map/index.md:8 canvas/term, content/dilemmas/oud.md:8 canvas/term, " +
				"content/dilemmas/park.md:8 canvas/term, content/dilemmas/verwijst.md:8 canvas/term, data/bestuurslagen.yaml:1 trust/changed"},
		{"a definition that breaks", map[string]string{"data/canvas.yaml": "edition: [", file: strings.Replace(park, "timing", "privacy", 1)}, "data/canvas.yaml:1 trust/changed, data/canvas.yaml:1 definition/broken"},
		{"an attachment, beside an old mistake", map[string]string{"content/dilemmas/map/a.txt": "Bel mevrouw Aaltje Hoekstra."}, "content/dilemmas/map/a.txt:1 personal/naam"},
		{"nothing", map[string]string{"content/dilemmas/nieuw.md": park}, ""},
	} {
		r := reviewed(t, proposed(t, before, c.after), false)
		var got []string
		for _, f := range r.Findings {
			got = append(got, fmt.Sprintf("%s:%d %s", f.File, f.Line, f.Rule))
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %s", c.name, strings.Join(got, ", "))
		}
	}
}

// TestHistory checks that the findings in commits leave out what the findings in files report already.
func TestHistory(t *testing.T) {
	root := proposed(t, map[string]string{file: park}, map[string]string{
		file: strings.Replace(park, "De koffie was lauw.", "Mevrouw Aaltje Hoekstra schonk de koffie.", 1), "bijlage.txt": "Bel de heer Bram Bakker.",
	}, "Van mevrouw Fenna Zijlstra")
	r := reviewed(t, root, false)
	var got []string
	for _, f := range r.History {
		got = append(got, strings.ReplaceAll(f.File, r.Head[:10], "HEAD"))
	}
	if strings.Join(got, ", ") != "bijlage.txt, commit HEAD" || len(r.Findings) != 1 {
		t.Errorf("%v, and %d findings", got, len(r.Findings))
	}
}

// TestChecklist checks that the checklist has only what the proposal changes.
func TestChecklist(t *testing.T) {
	replace := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(park) }
	for _, c := range []struct {
		name, before, after string
		want                string
		fact                string // a part of one of the facts
	}{
		{"all of a new one", "", park, "complete anonymous fair law language", "‘Nu vertellen’: voordelen 1, nadelen 1"},
		{"real cases ask for consent", "", concept, "complete anonymous consent second-reader law language", "dilemma-eigenaar: ja; Toestemming van de deelnemers: nee."},
		{"a second reader is named", "", replace("herkomst: fictief", "herkomst: samengesteld\ntweede_lezer: Jurist"), "complete anonymous second-reader fair law language", "Tweede lezer: Jurist."},
		{"a date", park, replace("date: 2026-03-12", "date: 2026-03-13"), "", ""},
		{"only how it is written down", park, replace("title: Het park gaat dicht", `title: "Het park gaat dicht"`), "", ""},
		{"the story", park, replace("lauw", "koud"), "anonymous law language", "Genoemd: "},
		{"a ground", park, replace(`["5.1.2b"]`, "[]"), "law", "geen uitzonderingsgrond"},
		{"a choice", park, replace("Het plan staat dan vast.", "Niets."), "complete anonymous fair law language", "Alle vragen"},
		{"withdrawn", park, replace("date:", "ingetrokken: {datum: 2026-11-01, reden: Op verzoek.}\ndate:"), "withdrawal", "geschiedenis"},
		{"removed", park, "", "", ""},
		{"published", strings.Replace(park, "draft: false", "draft: true", 1), park, "complete anonymous fair law language", "Er zijn geen persoonsgegevens gevonden."},
		{"unreadable", park, replace("title: Het", "title: 'Het"), "", ""},
	} {
		before := map[string]string{}
		if c.before != "" {
			before[file] = c.before
		}
		var items, facts []string
		for _, i := range reviewed(t, proposed(t, before, map[string]string{file: c.after}), false).Checklist {
			items, facts = append(items, i.Item), append(facts, i.Fact)
			if i.Question == "" || i.Slug != "park" {
				t.Errorf("%+v", i)
			}
		}
		if strings.Join(items, " ") != c.want || !strings.Contains(strings.Join(facts, " "), c.fact) {
			t.Errorf("%s: %v %q", c.name, items, facts)
		}
	}
}

// TestJSONIsStable checks the top-level keys, and that no list is null.
func TestJSONIsStable(t *testing.T) {
	var got map[string]any
	if err := json.Unmarshal([]byte(written(t, reviewed(t, proposed(t, nil, nil), false), "json")), &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"base", "head", "dilemmas", "others", "commits", "findings", "history", "checklist"} {
		if got[key] == nil {
			t.Errorf("%s is %v", key, got[key])
		}
	}
	if len(got) != 8 {
		t.Error(got)
	}
	text := written(t, reviewed(t, proposed(t, map[string]string{file: park}, map[string]string{file: "", "content/dilemmas/camera.md": concept}), false), "json")
	if regexp.MustCompile(`: null`).MatchString(text) {
		t.Error(text)
	}
}

// TestNothingBreaksOut puts texts with a meaning to a forge in every place where a contributor can write, including the names of files, keys, and the
// labels of a definition that the proposal itself changes.
func TestNothingBreaksOut(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	dilemma := func(s string) string {
		q := func(s string) string {
			quoted, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			return string(quoted)
		}
		return "---\ntitle: " + q(s) + "\ndraft: true\nherkomst: geanonimiseerd\nthemas: [" + q(s) + "]\nbestuurslaag: " + q(s) + "\ntweede_lezer: " + q(s) + "\n" + q(s) + ": " + q(s) +
			"\ncanvas:\n  kennismaken:\n    dilemma: " + q(s+"\n\n"+s) + "\n  verkennen:\n    spelers:\n      - speler: " + q(s) + "\n        belangen_en_waarden: " + q(s) +
			"\n  afwegen:\n    keuzes:\n      - keuze: " + q(s) + "\n        voordelen: [" + q(s) + "]\n---\n## " + s + "\n\n" + s + "\n\n- " + s + "\n\nEen zin die blijft. " + s + "\n"
	}
	definition, err := os.ReadFile(filepath.Join("..", "..", "..", "data", "canvas.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		"<script>alert(1)</script> </details> <!-- x", "[a](https://kwaad.example) ![b](https://kwaad.example/p) <https://kwaad.example> www.kwaad.example",
		"@redactie #12 !13 ~label $5 a@b.example /merge", "/close", "`a` ``b` **c** ~~d~~ _e_ \\", "# Kop", "- [x] klaar", "```", "| a | b |", "> x", "[[_TOC_]] :smile: {+a+}",
	} {
		slug := strings.NewReplacer("/", "", ":", "").Replace(s)
		path := "content/dilemmas/" + slug + "/index.md"
		for name, sides := range map[string][2]map[string]string{
			"new":     {nil, {path: dilemma(s), "content/dilemmas/" + slug + "/" + slug + ".txt": s, "layouts/" + slug: s}},
			"changed": {{path: dilemma("Een ander woord")}, {path: dilemma(s)}},
			"gone":    {{path: dilemma(s)}, {path: dilemma("Een ander woord")}},
			"broken":  {{path: dilemma("Een ander woord")}, {path: "---\n: '" + s + "\n" + s + "\n---\n"}},
			"defined": {nil, {path: strings.Replace(dilemma("x"), `dilemma: "x`, `dilemma: "x`+strings.Repeat(" lang", 700), 1), "data/canvas.yaml": strings.NewReplacer("question: Wat is het dilemma?", "question: '"+s+"'", "title: Kennismaken", "title: '"+s+"'", "label: Speler\n", "label: '"+s+"'\n").Replace(string(definition))}},
		} {
			r := reviewed(t, proposed(t, sides[0], sides[1], s), true)
			if slices.ContainsFunc(r.Findings, func(f finding.Finding) bool { return f.Rule == "definition/broken" }) {
				t.Fatal("the definition can't be read")
			}
			text := written(t, r, "md")
			inert(t, text)
			if headings := strings.Count("\n"+text, "\n## ") + strings.Count("\n"+text, "\n### "); headings > 6 {
				t.Errorf("%s of %s: %d headings", name, s, headings)
			}
			if t.Failed() {
				t.Fatalf("%s of %q", name, s)
			}
		}
	}
}

// TestKeepsNoFiles finds no file of a dilemma in a review: those of thousands of dilemmas would fill the memory.
func TestKeepsNoFiles(t *testing.T) {
	r := reviewed(t, proposed(t, map[string]string{file: park}, map[string]string{file: "", "content/dilemmas/camera.md": concept}), false)
	for _, d := range r.Dilemmas {
		if d.Before != nil || d.After != nil {
			t.Errorf("%s has its files still", d.Slug)
		}
	}
	if len(r.Dilemmas) == 0 {
		t.Error("no dilemma was reviewed")
	}
}
