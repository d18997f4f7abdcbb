package diff_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
)

func definition(t *testing.T) *canvas.Definition {
	t.Helper()
	def, err := canvas.Load(os.DirFS(filepath.Join("..", "..", "..")))
	if err != nil {
		t.Fatal(err)
	}
	return def
}

// of compares two sets of files by their paths.
func of(t *testing.T, before, after map[string]string) *diff.Difference {
	t.Helper()
	var changed []diff.File
	for name, text := range before {
		if now, there := after[name]; !there {
			changed = append(changed, diff.File{Path: name, Op: diff.Delete})
		} else if now != text {
			changed = append(changed, diff.File{Path: name, Op: diff.Change})
		}
	}
	for name := range after {
		if _, there := before[name]; !there {
			changed = append(changed, diff.File{Path: name, Op: diff.Insert})
		}
	}
	slices.SortFunc(changed, func(a, b diff.File) int { return strings.Compare(a.Path, b.Path) })
	return diff.Of(definition(t), files(before), files(after), changed, time.Now())
}

func files(all map[string]string) fs.FS {
	m := fstest.MapFS{}
	for name, text := range all {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

// told writes a difference in lines.
func summary(d *diff.Difference) string {
	var b strings.Builder
	for _, one := range d.Dilemmas {
		fmt.Fprintf(&b, "%s %v %s", one.File, one.Events, one.State)
		if one.From != "" {
			fmt.Fprintf(&b, " was %s", one.From)
		}
		b.WriteByte('\n')
		tellFields(&b, one.Changes, "  ")
		for _, a := range one.Attachments {
			fmt.Fprintf(&b, "  %s %s %d %d\n", a.Op, a.File, a.Before, a.After)
		}
	}
	for _, f := range d.Others {
		fmt.Fprintf(&b, "%s %s\n", f.Op, f.Path)
	}
	return b.String()
}

func tellFields(b *strings.Builder, fields []diff.Field, indent string) {
	for _, f := range fields {
		var passages []string
		for _, p := range f.Passages {
			var pieces []string
			for _, piece := range p {
				pieces = append(pieces, map[diff.Op]string{diff.Insert: "+", diff.Delete: "-", diff.Move: ">"}[piece.Op]+"("+piece.Text+")")
			}
			passages = append(passages, strings.Join(pieces, ""))
		}
		fmt.Fprintf(b, "%s%s: %s\n", indent, f.Path, strings.Join(passages, " | "))
		for _, e := range f.Entries {
			fmt.Fprintf(b, "%s  %s %s\n", indent, e.Op, e.Name)
			tellFields(b, e.Columns, indent+"    ")
		}
	}
}

const park = `---
title: Het park
date: 2026-03-12
draft: true
themas: [timing, vertrouwen]
bestuurslaag: gemeente
canvas:
  kennismaken:
    dilemma: |
      Het park gaat dicht.

      De buurt weet het nog niet.
  verkennen:
    spelers:
      - speler: Omwonende
        belangen_en_waarden: Wil rust in de straat en een bank om op te zitten.
      - speler: Aannemer
        belangen_en_waarden: Wil beginnen.
  afwegen:
    keuzes:
      - keuze: Nu vertellen
        voordelen:
          - De buurt weet waar zij aan toe is.
          - Het lekt niet uit.
          - Wie wil, kan meedenken.
---
## Begin

Er was eens een park in een stad.
`

const file = "content/dilemmas/park.md"

// TestChanges changes one thing in a dilemma at a time. A pair of texts is replaced by the other.
func TestChanges(t *testing.T) {
	for _, c := range []struct {
		name    string
		replace []string
		want    string
	}{
		{"a word of a question", []string{"park gaat", "park moet"}, "canvas.kennismaken.dilemma: (Het park)-(gaat)+(moet)(dicht.) | (De buurt weet het nog niet.)"},
		{"a paragraph", []string{"      De buurt weet het nog niet.", "      De buurt weet het nog niet.\n\n      Ik wel."},
			"canvas.kennismaken.dilemma: (Het park gaat dicht.) | (De buurt weet het nog niet.) | +(Ik wel.)"},
		{"a list in a text", []string{"      Het park gaat dicht.", "      - Het park gaat dicht.\n      * De speeltuin gaat dicht."},
			"canvas.kennismaken.dilemma: +(-)(Het park gaat dicht.) | +(- De speeltuin gaat dicht.) | (De buurt weet het nog niet.)"},
		{"a question of its own", []string{"  verkennen:\n", "  verkennen:\n    gedeelde_vraag: Mag dit?\n"}, "canvas.verkennen.gedeelde_vraag: +(Mag dit?)"},
		{"commentary", []string{"draft: true\n", "draft: true\ncommentaar:\n  - rol: Ethicus\n    tekst: Zo kan het ook.\n"},
			"commentaar: \n  insert Ethicus\n    commentaar.tekst: +(Zo kan het ook.)"},
		{"the title", []string{"title: Het park", "title: Het plein"}, "title: (Het)-(park)+(plein)"},
		{"tags", []string{"[timing, vertrouwen]", "[vertrouwen, privacy]"}, "themas: (Vertrouwen) | +(Privacy) | -(Timing)"},
		{"a word of a vocabulary", []string{"bestuurslaag: gemeente", "bestuurslaag: provincie"}, "bestuurslaag: -(Gemeente)+(Provincie)"},
		{"a word that no vocabulary has", []string{"bestuurslaag: gemeente", "bestuurslaag: dorp"}, "bestuurslaag: -(Gemeente)+(dorp)"},
		{"a date", []string{"date: 2026-03-12", "date: 2026-03-13"}, "date: -(2026-03-12)+(2026-03-13)"},
		{"a column of a player", []string{"Wil beginnen.", "Wil morgen beginnen."},
			"canvas.verkennen.spelers: \n  change Aannemer\n    canvas.verkennen.spelers.belangen_en_waarden: (Wil)+(morgen)(beginnen.)"},
		{"a new player before the others", []string{"    spelers:\n", "    spelers:\n      - speler: Wethouder\n        standpunten_en_emoties: Boos.\n"},
			"canvas.verkennen.spelers: \n  insert Wethouder\n    canvas.verkennen.spelers.standpunten_en_emoties: +(Boos.)"},
		{"a player less", []string{"      - speler: Aannemer\n        belangen_en_waarden: Wil beginnen.\n", ""}, "canvas.verkennen.spelers: \n  delete Aannemer"},
		{"a player by another name", []string{"speler: Omwonende", "speler: Buurvrouw"},
			"canvas.verkennen.spelers: \n  change Buurvrouw\n    canvas.verkennen.spelers.speler: -(Omwonende)+(Buurvrouw)"},
		{"a player in the place of another", []string{"speler: Aannemer", "speler: Bouwer", "Wil beginnen.", "Heeft haast."},
			"canvas.verkennen.spelers: \n  insert Bouwer\n    canvas.verkennen.spelers.belangen_en_waarden: +(Heeft haast.)\n  delete Aannemer"},
		{"the order of the items of a list", []string{"          - De buurt weet waar zij aan toe is.\n          - Het lekt niet uit.\n", "          - Het lekt niet uit.\n          - De buurt weet waar zij aan toe is.\n"},
			"canvas.afwegen.keuzes: \n  change Nu vertellen\n    canvas.afwegen.keuzes.voordelen: (Het lekt niet uit.) | >(De buurt weet waar zij aan toe is.) | (Wie wil, kan meedenken.)"},
		{"a key that nobody knows", []string{"draft: true", "draft: true\nurl: /elders/"}, "url: +(/elders/)"},
		{"a key that nobody knows in an entry", []string{"speler: Aannemer", "speler: Aannemer\n        gewicht: 3"},
			"canvas.verkennen.spelers: \n  change Aannemer\n    canvas.verkennen.spelers.gewicht: +(3)"},
		{"a value of another form", []string{"themas: [timing, vertrouwen]", "themas: timing"}, "themas: (Timing) | -(Vertrouwen)"},
		{"a table of another form", []string{"      - speler: Omwonende\n        belangen_en_waarden: Wil rust in de straat en een bank om op te zitten.\n      - speler: Aannemer\n        belangen_en_waarden: Wil beginnen.\n", "      niets\n"},
			"canvas.verkennen.spelers: -(speler: Omwonende) | -(belangen_en_waarden: Wil rust in de straat en een bank om op te zitten.) | -(speler: Aannemer) | -(belangen_en_waarden: Wil beginnen.) | +(niets)"},
		{"the story", []string{"in een stad", "in een dorp"}, ": (## Begin) | (Er was eens een park in een)-(stad.)+(dorp.)"},
		{"the level of a heading", []string{"## Begin", "### Begin"}, ": -(##)+(###)(Begin) | (Er was eens een park in een stad.)"},
		{"a line that is broken on purpose", []string{"een park in", "een park  \nin"}, `: (## Begin) | (Er was eens een)-(park)+(park\)(in een stad.)`},
		{"a list in the story", []string{"Er was eens", "1. Er was eens"}, ": (## Begin) | +(1.)(Er was eens een park in een stad.)"},
		{"an item of two paragraphs", []string{"Er was eens", "- Ooit.\n\n  Er was eens"}, ": (## Begin) | +(- Ooit.) | +(·)(Er was eens een park in een stad.)"},
		{"a link in the story", []string{"stad.\n", "stad, zie [hier][x].\n\n[x]: /elders/ \"titel\"\n"},
			`: (## Begin) | (Er was eens een park in een)-(stad.)+(stad, zie [hier][x].) | +([x]: /elders/ "titel")`},
		{"a table in the story", []string{"stad.\n", "stad.\n\n| a | b |\n|---|---|\n| c | d |\n"},
			": (## Begin) | (Er was eens een park in een stad.) | +(| a | b |) | +(| c | d |)"},
		{"a comment in the story", []string{"stad.\n", "stad.\n\n<!-- een\ngeheim -->\n"}, ": (## Begin) | (Er was eens een park in een stad.) | +(<!-- een geheim -->)"},
		{"code in the story", []string{"stad.\n", "stad.\n\n```\na  b\nc\n```\n"},
			": (## Begin) | (Er was eens een park in een stad.) | +(`a\u00a0\u00a0b`) | +(`c`)"},
	} {
		after := strings.NewReplacer(c.replace...).Replace(park)
		if after == park {
			t.Fatalf("%s: nothing is replaced", c.name)
		}
		want := file + " [changed] concept\n  " + strings.ReplaceAll(c.want, "\n", "\n  ") + "\n"
		if got := summary(of(t, map[string]string{file: park}, map[string]string{file: after})); got != want {
			t.Errorf("%s: got\n%swant\n%s", c.name, got, want)
		}
	}
}

// TestEvents follows dilemmas through their life.
func TestEvents(t *testing.T) {
	const (
		bundle = "content/dilemmas/park/index.md"
		photo  = "content/dilemmas/park/foto.jpg"
	)
	live := strings.Replace(park, "draft: true", "draft: false", 1)
	with := func(text, lines string) string { return strings.Replace(text, "draft:", lines+"\ndraft:", 1) }
	type book = map[string]string
	for _, c := range []struct {
		name          string
		before, after book
		want          string
	}{
		{"published", book{file: park}, book{file: live}, file + " [published] published\n"},
		{"published without the key", book{file: park}, book{file: strings.Replace(park, "draft: true\n", "", 1)}, file + " [published] published\n"},
		{"a concept in quotes, as Hugo reads it", book{file: live}, book{file: strings.Replace(park, "draft: true", `draft: "true"`, 1)}, file + " [unpublished] concept\n"},
		{"no boolean is published", book{file: park}, book{file: strings.Replace(park, "draft: true", "draft: nog even", 1)}, file + " [published] published\n"},
		{"a day that is still to come", book{file: live}, book{file: strings.Replace(live, "2026-03-12", "2999-01-01", 1)},
			file + " [unpublished changed] concept\n  date: -(2026-03-12)+(2999-01-01)\n"},
		{"withdrawn", book{file: live}, book{file: with(live, "ingetrokken: {datum: 2027-01-01, reden: Op verzoek.}")},
			file + " [withdrawn changed] withdrawn\n  ingetrokken.datum: +(2027-01-01)\n  ingetrokken.reden: +(Op verzoek.)\n"},
		{"restored", book{file: with(live, "ingetrokken: {reden: Op verzoek.}")}, book{file: live},
			file + " [restored changed] published\n  ingetrokken.reden: -(Op verzoek.)\n"},
		{"superseded", book{file: live}, book{file: with(live, "vervangen_door: plein")},
			file + " [superseded changed] published\n  vervangen_door: +(plein)\n"},
		{"removed", book{file: live}, book{}, file + " [removed] published\n"},
		{"renamed", book{file: live}, book{"content/dilemmas/plein.md": live}, "content/dilemmas/plein.md [renamed] published was " + file + "\n"},
		{"renamed and changed", book{file: live}, book{"content/dilemmas/plein.md": strings.Replace(live, "Wil beginnen", "Wil stoppen", 1)},
			"content/dilemmas/plein.md [renamed changed] published was " + file +
				"\n  canvas.verkennen.spelers: \n    change Aannemer\n      canvas.verkennen.spelers.belangen_en_waarden: (Wil)-(beginnen.)+(stoppen.)\n"},
		{"another in its place", book{file: live}, book{"content/dilemmas/bos.md": "---\ntitle: Een heel ander bos\n---\nMet bomen.\n"},
			"content/dilemmas/bos.md [new] published\n  title: +(Een heel ander bos)\n  : +(Met bomen.)\n" + file + " [removed] published\n"},
		{"to a folder of its own", book{file: live}, book{bundle: live, photo: "foto"},
			bundle + " [changed] published was " + file + "\n  insert " + photo + " 0 4\n"},
		{"only to a folder of its own", book{file: live}, book{bundle: live}, bundle + " [layout] published was " + file + "\n"},
		{"an attachment alone", book{bundle: live, photo: "foto"}, book{bundle: live, photo: "andere"}, bundle + " [changed] published\n  change " + photo + " 4 6\n"},
		{"a folder under another name", book{bundle: live, photo: "foto", "content/dilemmas/park/a.txt": "a"},
			book{"content/dilemmas/plein/index.md": live, "content/dilemmas/plein/foto.jpg": "foto", "content/dilemmas/plein/a.txt": "b"},
			"content/dilemmas/plein/index.md [renamed changed] published was " + bundle + "\n  change content/dilemmas/plein/a.txt 1 1\n"},
		{"a twin", book{file: live}, book{file: live, bundle: live}, ""},
		{"unreadable", book{file: live}, book{file: strings.Replace(live, "title: Het park", "title: 'Het park", 1)},
			file + " [unreadable changed] unknown\n"},
		{"other files", book{"hugo.toml": "a", "layouts/x.html": "a"}, book{"hugo.toml": "b", "content/dilemmas/los/foto.jpg": "a", "content/dilemmas/_index.md": "a"},
			"insert content/dilemmas/_index.md\ninsert content/dilemmas/los/foto.jpg\nchange hugo.toml\ndelete layouts/x.html\n"},
	} {
		got := summary(of(t, c.before, c.after))
		switch c.name {
		case "a twin":
			if !strings.HasPrefix(got, bundle+" [new] published\n") {
				t.Errorf("%s: got\n%s", c.name, got)
			}
		case "unreadable":
			if !strings.HasPrefix(got, c.want) || !strings.Contains(got, "(title:)-(Het)+('Het)(park)") {
				t.Errorf("%s: got\n%s", c.name, got)
			}
		default:
			if got != c.want {
				t.Errorf("%s: got\n%swant\n%s", c.name, got, c.want)
			}
		}
	}
}

// TestSteps counts what is filled in.
func TestSteps(t *testing.T) {
	d := of(t, nil, map[string]string{file: park}).Dilemmas[0]
	var got []string
	for _, s := range d.Steps {
		got = append(got, fmt.Sprintf("%s %d/%d %v", s.Key, s.Filled, s.Total, s.Missing))
	}
	want := "kennismaken 1/2 [Waarom is het gesprek nú nodig?]; verkennen 0/2 [Wie doen ertoe? Wat is de gedeelde vraag?]; " +
		"afwegen 0/2 [Wat zijn de opties? Wat is de conclusie?]"
	if !strings.HasPrefix(strings.Join(got, "; "), want) {
		t.Errorf("got %s", strings.Join(got, "; "))
	}
	full := of(t, nil, map[string]string{file: fixture.Dilemma(definition(t), 3)}).Dilemmas[0]
	for _, s := range full.Steps {
		if s.Filled != s.Total || s.Total == 0 {
			t.Errorf("%+v", s)
		}
	}
}

// TestLayoutIsNoChange writes whole dilemmas down in other ways that a reader does not see: the keys, the words of a vocabulary and the entries
// of a table in another order, texts quoted, folded and wrapped anew, comments, and other line ends. One word more is seen each time.
func TestLayoutIsNoChange(t *testing.T) {
	def := definition(t)
	r := rand.New(rand.NewPCG(7, 7))
	for n := range 60 {
		before := fixture.Dilemma(def, n)
		after := rewritten(t, r, def, before)
		if before == after {
			t.Fatal("nothing was rewritten")
		}
		if got := summary(of(t, map[string]string{file: before}, map[string]string{file: after})); got != file+" [layout] published\n" {
			t.Fatalf("%d: got\n%s", n, got)
		}
		words := strings.Split(after, " ")
		at := slices.IndexFunc(words, func(w string) bool { return w == "het" || w == "de" })
		words[at] = "dat"
		if got := summary(of(t, map[string]string{file: before}, map[string]string{file: strings.Join(words, " ")})); !strings.HasPrefix(got, file+" [changed] published\n") {
			t.Fatalf("%d: a word that changed is not seen: %s", n, got)
		}
	}
}

// rewritten writes a dilemma down in another way.
func rewritten(t *testing.T, r *rand.Rand, def *canvas.Definition, text string) string {
	t.Helper()
	f := casebook.Parse(file, []byte(text))
	if f.Front == nil {
		t.Fatal(f.Problems)
	}
	w := &rewriter{Rand: r}
	w.b.WriteString("---\n")
	w.mapping(def.Root.Fields, f.Front, 0)
	w.b.WriteString("---\n")
	for block := range strings.SplitSeq(strings.TrimSpace(string(f.Body())), "\n\n") {
		block = strings.TrimSpace(block)
		heading, isHeading := strings.CutPrefix(block, "## ")
		switch {
		case isHeading && r.IntN(2) == 0:
			w.b.WriteString(heading + "\n---\n\n\n")
		case strings.HasPrefix(block, "- "):
			w.b.WriteString(strings.ReplaceAll("\n"+block, "\n- ", "\n*   ")[1:] + "\n\n")
		case isHeading:
			w.b.WriteString(block + " ##\n")
		default:
			w.b.WriteString(w.wrapped(block, "") + "\n\n")
		}
	}
	if r.IntN(3) == 0 {
		return strings.ReplaceAll(w.b.String(), "\n", "\r\n")
	}
	return w.b.String()
}

type rewriter struct {
	*rand.Rand
	b strings.Builder
}

func (w *rewriter) mapping(fields []*canvas.Field, v *casebook.Value, depth int) {
	pairs := slices.Clone(v.Pairs)
	w.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	for _, p := range pairs {
		i := slices.IndexFunc(fields, func(f *canvas.Field) bool { return f.Key == p.Key.Text })
		if w.IntN(4) == 0 {
			fmt.Fprintf(&w.b, "%s# zomaar iets\n", strings.Repeat("  ", depth))
		}
		fmt.Fprintf(&w.b, "%s%s:", strings.Repeat("  ", depth), p.Key.Text)
		w.value(fields[i], p.Value, depth+1)
	}
}

func (w *rewriter) value(f *canvas.Field, v *casebook.Value, depth int) {
	indent := strings.Repeat("  ", depth)
	items := slices.Clone(v.Items)
	if f.Kind == canvas.Terms || f.Kind == canvas.Table {
		w.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	}
	switch {
	case v.Kind == casebook.Mapping:
		w.b.WriteByte('\n')
		w.mapping(f.Fields, v, depth)
	case v.Kind == casebook.Sequence && len(items) == 0:
		w.b.WriteString(" []\n")
	case f.Kind == canvas.Table:
		w.b.WriteByte('\n')
		for _, item := range items {
			fmt.Fprintf(&w.b, "%s-\n", indent)
			w.mapping(f.Entry(), item, depth+1)
		}
	case v.Kind == casebook.Sequence:
		w.b.WriteByte('\n')
		for _, item := range items {
			fmt.Fprintf(&w.b, "%s-", indent)
			w.value(&canvas.Field{Kind: canvas.Text}, item, depth+1)
		}
	case v.Kind == casebook.String:
		w.text(v.Text, indent)
	default:
		w.b.WriteString(" " + v.Text + "\n")
	}
}

// text writes a text of one paragraph in any of the styles of YAML.
func (w *rewriter) text(s, indent string) {
	flat := strings.Join(strings.Fields(s), " ")
	switch w.IntN(5) {
	case 0:
		quoted, _ := json.Marshal(flat)
		fmt.Fprintf(&w.b, " %s\n", quoted)
	case 1:
		fmt.Fprintf(&w.b, " '%s'  # commentaar\n", strings.ReplaceAll(w.wrapped(flat, indent), "'", "''"))
	case 2:
		fmt.Fprintf(&w.b, " >-\n%s%s\n", indent, w.wrapped(flat, indent))
	case 3:
		fmt.Fprintf(&w.b, " |\n%s%s\n", indent, w.wrapped(flat, indent))
	default:
		fmt.Fprintf(&w.b, " %s\n", strconv.QuoteToASCII(flat))
	}
}

// wrapped breaks a text in lines anywhere.
func (w *rewriter) wrapped(s, indent string) string {
	var b strings.Builder
	for i, word := range strings.Fields(s) {
		if i > 0 && w.IntN(6) == 0 {
			b.WriteString("\n" + indent)
		} else if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}

// FuzzOf compares any two files. A file beside itself never changed.
func FuzzOf(f *testing.F) {
	def, err := canvas.Load(os.DirFS(filepath.Join("..", "..", "..")))
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(park), []byte(strings.Replace(park, "park", "plein", 3)))
	f.Add([]byte("---\ncanvas: [a]\n---\n<!-- x\n"), []byte("---\ncanvas: {afwegen: {keuzes: [1, {keuze: [a]}]}}\n---\n| a |\n|---|\n| b |\n"))
	f.Add([]byte("---\na: 'b\n---\n"), []byte("> - 1. ```\n    x"))
	compare := func(before, after []byte) *diff.Dilemma {
		changed := []diff.File{{Path: file, Op: diff.Change}}
		return diff.Of(def, files(map[string]string{file: string(before)}), files(map[string]string{file: string(after)}), changed, time.Now()).Dilemmas[0]
	}
	f.Fuzz(func(t *testing.T, before, after []byte) {
		bound.Watch(func() { compare(before, after) })
		if d := compare(after, after); len(d.Changes) > 0 {
			t.Errorf("%+v", d.Changes)
		}
	})
}
