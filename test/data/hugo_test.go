package data_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"

	"github.com/gohugoio/hugo/parser/metadecoders"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// TestHugoReadsAlike gives Hugo front matter that has no finding and compares what it read with what we read.
func TestHugoReadsAlike(t *testing.T) {
	t.Parallel()
	def := sitebuild.Definition(t)
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "data"), os.DirFS(filepath.Join(sitebuild.Root, "data"))); err != nil {
		t.Fatal(err)
	}
	must.Write(t, filepath.Join(dir, "hugo.toml"), "disableKinds = ['taxonomy', 'term', 'rss', 'sitemap']\n[outputs]\npage = ['json']\n")
	must.Write(t, filepath.Join(dir, "layouts", "all.json"), `{{ .Params | jsonify (dict "noHTMLEscape" true) }}`)
	must.Write(t, filepath.Join(dir, "layouts", "all.html"), "x")
	files := map[string]string{}
	for i := 1; i <= 20; i++ {
		files[fixture.Slug(i)] = fixture.Dilemma(def, i)
	}
	for i, text := range []string{
		`"Ja: \"nee\" \u00e9 \\ tab\there"`, `'it''s # geen commentaar'`, `yes`, `No`, `"012"`, `'2026-03-12'`, `"null"`, `"~"`, `a: b`,
		"zonder\n  quotes over\n\n  regels", "|\n  regel\n   inspring\n\n  é # tekst\n", ">-\n  gevouwen\n  tekst\n\n  alinea",
		"|+\n  open\n\n", "\"over \\\n  regels\"", "'🙂 \u2019 \u00a0'", "1.0.0", "0x1F g", ".inf van alles", "12:30:45", "1_000",
		"=", "'- a'", "x # y\n# z", "|\n\n# leeg", "|\n  tekst\n\n  # geen commentaar", "| # leeg\n", "\n  op de volgende regel", "a\tb # c", "a\u2028b", "\"a\u2028b\"", "a\u0085b", "a\u00a0b\u200b", "|\n  a\u2028b", "on", "y", "5.1.2b", "2026-03-12 en later",
	} {
		source := strings.Replace(fixture.Dilemma(def, 100+i), "tweede_lezer: ", "oude_lezer: ", 1)
		source = regexp.MustCompile(`oude_lezer: .*`).ReplaceAllLiteralString(source, "tweede_lezer: "+text)
		files[fmt.Sprintf("lezer-%02d", i)] = source
		if i%2 == 0 {
			files[fmt.Sprintf("lezer-%02d-crlf", i)] = strings.ReplaceAll(source, "\n", "\r\n")
		}
	}
	compared := 0
	for slug, source := range files {
		path := casebook.Path(slug)
		must.Write(t, filepath.Join(dir, filepath.FromSlash(path)), source)
		if source := source; len(blocking(dir, path)) > 0 {
			t.Logf("not compared, has findings: %q", regexp.MustCompile(`tweede_lezer: .*`).FindString(source))
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(path))); err != nil {
				t.Fatal(err)
			}
			delete(files, slug)
		}
	}
	public := t.TempDir()
	sitebuild.Hugo(t, dir, nil, "build", "--destination", public, "--noBuildLock")
	for slug, source := range files {
		var theirs map[string]any
		if err := json.Unmarshal([]byte(must.Read(t, public, "dilemmas", slug, "index.json")), &theirs); err != nil {
			t.Fatal(slug, err)
		}
		front := casebook.Parse(casebook.Path(slug), []byte(source)).Front
		for _, p := range front.Pairs {
			if err := same(p.Value, theirs[p.Key.Text]); err != nil {
				t.Errorf("%s: %s: %v", slug, p.Key.Text, err)
			}
			compared++
		}
	}
	if compared < 500 {
		t.Errorf("only %d values compared", compared)
	}
}

// blocking returns the findings at error level of one file.
func blocking(dir, path string) []string {
	var blocking []string
	for _, f := range sitebuild.Checker(casebook.Open(casebook.DirFS(dir))).Paths([]string{path}).Findings {
		if f.Severity == "error" && f.Rule != "body/link" {
			blocking = append(blocking, f.Rule)
		}
	}
	return blocking
}

// same compares a value that we read with what Hugo made of it.
func same(ours *casebook.Value, theirs any) error {
	return compare(ours, theirs, func(ours *casebook.Value, theirs any) bool {
		switch ours.Kind {
		case casebook.Null:
			return theirs == nil
		case casebook.Bool:
			return theirs == (ours.Text == "true")
		}
		text, ok := theirs.(string)
		if text != ours.Text && regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`).MatchString(ours.Text) {
			text, _, _ = strings.Cut(text, "T") // Hugo has a moment where we have a day
		}
		return ok && text == ours.Text
	})
}

// sameWords compares the words of texts only: what is a number or a date for one of the two, the check refuses as a text.
func sameWords(ours *casebook.Value, theirs any) error {
	return compare(ours, theirs, func(ours *casebook.Value, theirs any) bool {
		text, ok := theirs.(string)
		return !ok || ours.Kind != casebook.String || slices.Equal(strings.Fields(text), strings.Fields(ours.Text))
	})
}

// compare walks through two readings of the same front matter side by side.
func compare(ours *casebook.Value, theirs any, scalar func(*casebook.Value, any) bool) error {
	switch ours.Kind {
	case casebook.Sequence:
		list, ok := theirs.([]any)
		if !ok || len(list) != len(ours.Items) {
			return fmt.Errorf("%d entries, and Hugo has %#v", len(ours.Items), theirs)
		}
		for i, item := range ours.Items {
			if err := compare(item, list[i], scalar); err != nil {
				return fmt.Errorf("%d: %w", i, err)
			}
		}
	case casebook.Mapping:
		m, ok := theirs.(map[string]any)
		if !ok || len(m) != len(ours.Pairs) {
			return fmt.Errorf("%d keys, and Hugo has %#v", len(ours.Pairs), theirs)
		}
		for _, p := range ours.Pairs {
			if err := compare(p.Value, m[p.Key.Text], scalar); err != nil {
				return fmt.Errorf("%s: %w", p.Key.Text, err)
			}
		}
	default:
		if !scalar(ours, theirs) {
			return fmt.Errorf("%q, and Hugo has %#v", ours.Text, theirs)
		}
	}
	return nil
}

// TestHugoReadsMutantsAlike writes random pieces into front matter, as slips of the pen do, and gives it to both readers. What ours
// takes without a problem, Hugo must take too, with the same words. Keys that no dilemma has are left out: the check
// refuses those. A list in brackets that is broken over lines is too: Hugo's parser has its own mind about it.
func TestHugoReadsMutantsAlike(t *testing.T) {
	t.Parallel()
	skip.Short(t)
	seeds := []string{
		"dilemma: |\n  Tekst hier.\n\n  Nog iets.\nwaarom_nu: >-\n  Nu.\n  Echt.\n",
		"spelers:\n  - speler: Een\n    belangen: \"x: y\"\n  - speler: 'Twee'\n    belangen: een lange\n      regel\nkeuze: nee\n",
		"themas: [timing, 'privacy']\nherkomst: fictief # zo\n# en zo\ntweede_lezer:\ndraft: true\n",
		"afwegen:\n  keuzes:\n    - keuze: Ja\n      voordelen:\n        - een\n        - \"twee\"\n  conclusie: zo\n\n  over regels\n",
	}
	pieces := []string{" ", "  ", "\n", "\n\n", "#", " # c", "- ", ": ", ":", "'", `"`, "|", ">", "|-", "|+", ">2", "\n  ", "\n    - ",
		"[", "]", ",", "é", "\\", "~", "%", "@", "`", "!", "? ", "*", "&", "1", "--", "\u00a0", "…", "“", "\n# c\n", "\n  # c\n", "\t"}
	r := rand.New(rand.NewPCG(2022, 10))
	compared := 0
	for range 60_000 {
		front := seeds[r.IntN(len(seeds))]
		for range 1 + r.IntN(2) {
			at := r.IntN(len(front) + 1)
			front = front[:at] + pieces[r.IntN(len(pieces))] + front[min(len(front), at+r.IntN(3)):]
		}
		file := casebook.Parse("x.md", []byte("---\n"+front+"\n---\n"))
		if file.Front == nil || len(file.Problems) > 0 || !ordinary(file, file.Front) {
			continue
		}
		compared++
		theirs, err := metadecoders.Default.UnmarshalToMap(file.Source[len("---\n"):file.BodyStart-len("---\n")], metadecoders.YAML)
		if err != nil {
			t.Errorf("Hugo refuses %q: %v", front, err)
			continue
		}
		for _, p := range file.Front.Pairs {
			if err := sameWords(p.Value, theirs[p.Key.Text]); err != nil {
				t.Errorf("%q: %s: %v", front, p.Key.Text, err)
			}
		}
	}
	if compared < 10_000 {
		t.Errorf("only %d compared", compared)
	}
}

var ordinaryKey = regexp.MustCompile(`^[a-z_]+$`)

// ordinary reports whether all keys are plain words, and all lists in brackets stand on one line.
func ordinary(file *casebook.File, v *casebook.Value) bool {
	text := string(file.Source[v.Start:v.End])
	if strings.HasPrefix(text, "[") && strings.Contains(text, "\n") {
		return false
	}
	for _, p := range v.Pairs {
		if !ordinaryKey.MatchString(string(file.Source[p.Key.Start:p.Key.End])) || !ordinary(file, p.Value) {
			return false
		}
	}
	for _, item := range v.Items {
		if !ordinary(file, item) {
			return false
		}
	}
	return true
}
