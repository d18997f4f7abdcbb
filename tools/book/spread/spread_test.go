package spread_test

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/spread"
)

const root = "../../.."

func own(t *testing.T) []*spread.Case {
	t.Helper()
	def, err := canvas.Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	return spread.Read(casebook.Open(os.DirFS(root)), def)
}

// TestOwnDilemmas keeps the dilemmas of this book apart. Its 22 oldest once had one form: four players, three choices, a part of it made public, and a wise
// last line.
func TestOwnDilemmas(t *testing.T) {
	cases := own(t)
	if len(cases) < 42 {
		t.Fatalf("only %d dilemmas", len(cases))
	}
	n := map[string]int{}
	players, options := map[int]int{}, map[int]int{}
	var composed, opposed, variants, openings int
	shortest, longest := cases[0], cases[0]
	for _, c := range cases {
		n[c.Outcome]++
		players[c.Players]++
		options[c.Options]++
		openings += len(c.Openings)
		if c.Provenance == "samengesteld" {
			composed++
			if c.Sources < 2 {
				t.Errorf("%s: composed of %d sources", c.Slug, c.Sources)
			}
		}
		if c.Commentaries >= 2 {
			opposed++
		}
		if c.WhatIfs > 0 {
			variants++
		}
		if c.Words < shortest.Words {
			shortest = c
		}
		if c.Words > longest.Words {
			longest = c
		}
		if c.Words > 1800 || c.Words < 450 {
			t.Errorf("%s: %d words", c.Slug, c.Words)
		}
		if c.English < 50 || c.English > 70 {
			t.Errorf("%s: a summary of %d words in English", c.Slug, c.English)
		}
		// Above 60 is normal, above 70 easy.
		if c.WordsPerSentence() > 13 || c.ReadingEase() < 65 {
			t.Errorf("%s: %.1f words a sentence, Flesch-Douma %.0f", c.Slug, c.WordsPerSentence(), c.ReadingEase())
		}
	}
	for _, outcome := range []string{"openbaar", "deels", "later", "niet", "nog-niet-gekozen", "weggevallen"} {
		if n[outcome] < 2 || n[outcome]*3 > len(cases) {
			t.Errorf("%d of %d end in %s", n[outcome], len(cases), outcome)
		}
	}
	for k := 2; k <= 7; k++ {
		if players[k] == 0 || players[k]*2 > len(cases) {
			t.Errorf("%d of %d have %d players", players[k], len(cases), k)
		}
	}
	for k := 2; k <= 5; k++ {
		if options[k] == 0 || options[k]*5 > len(cases)*3 {
			t.Errorf("%d of %d have %d choices", options[k], len(cases), k)
		}
	}
	if shortest.Words > 600 || longest.Words < 1400 {
		t.Errorf("from %d to %d words", shortest.Words, longest.Words)
	}
	if composed < 3 || opposed < 8 || variants < 8 {
		t.Errorf("%d composed, %d with commentaries that disagree, %d with what if", composed, opposed, variants)
	}
	for _, one := range spread.Openings(cases) {
		// Articles begin one sentence in six in any Dutch text; another word that often is a habit.
		if !slices.Contains([]string{"de", "het", "een", "dat", "we", "ik"}, one.What) && one.N*40 > openings {
			t.Errorf("%d of %d texts and sentences begin with %q", one.N, openings, one.What)
		}
	}
	for _, s := range spread.InCommon(cases, 2) {
		if !legal.MatchString(s.Words) {
			t.Errorf("%q stands in %s", s.Words, strings.Join(s.Slugs, ", "))
		}
	}
}

// legal matches what can't be said otherwise: the name of a law or of a provision.
var legal = regexp.MustCompile(`\b(wet|woo|artikel|lid)\b`)

func TestCounts(t *testing.T) {
	def, err := canvas.Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	const a = `---
title: Een
date: 2026-01-01
draft: false
herkomst: samengesteld
uitkomst: niet
themas: [timing]
canvas:
  verkennen:
    spelers:
      - {speler: Jurist, standpunten_en_emoties: Twijfelt.}
      - {speler: ""}
      - speler: Inwoner
  afwegen:
    keuzes:
      - keuze: Nu
        voordelen: [Dat is snel.]
wat_als:
  - {feit: Het was anders., weging: Dan ook.}
bronnen:
  - {titel: a}
  - {titel: b}
english:
  summary: Three English words
---

## Kop

Eén zin van zes woorden hier. “En nog een?” Ja.

- Wij delen het hele stuk morgen met de buurt
`
	files := fstest.MapFS{
		"content/dilemmas/a.md": {Data: []byte(a)},
		"content/dilemmas/b.md": {Data: []byte(strings.Replace(a, "title: Een", "title: Twee", 1))},
		"content/dilemmas/c.md": {Data: []byte(strings.Replace(a, "draft: false", "draft: true", 1))},
	}
	cases := spread.Read(casebook.Open(files), def)
	if len(cases) != 2 {
		t.Fatalf("%d dilemmas", len(cases))
	}
	c := cases[0]
	if c.Slug != "a" || c.Outcome != "niet" || c.Players != 2 || c.Options != 1 || c.WhatIfs != 1 || c.Sources != 2 || c.English != 3 || c.Headings != 1 {
		t.Errorf("%+v", c)
	}
	// Canvas: Jurist, Twijfelt, Inwoner, Nu, Dat is snel. Story: 6 + 3 + 1 + 9 words in four sentences.
	if c.Words != 7+19 || c.Sentences != 5+4 {
		t.Errorf("%d words in %d sentences", c.Words, c.Sentences)
	}
	if got := strings.Join(c.Openings, " "); got != "jurist twijfelt inwoner nu dat eén en ja wij" {
		t.Errorf("openings %s", got)
	}
	if c.Last != "Wij delen het hele stuk morgen met de buurt" {
		t.Errorf("last sentence %q", c.Last)
	}
	shared := spread.InCommon(cases, 1)
	var texts []string
	for _, s := range shared {
		texts = append(texts, s.Words)
	}
	if want := "delen het hele stuk morgen met|eén zin van zes woorden hier|hele stuk morgen met de buurt|het hele stuk morgen met de|" +
		"van zes woorden hier en nog|wij delen het hele stuk morgen|woorden hier en nog een ja|zes woorden hier en nog een|zin van zes woorden hier en"; strings.Join(texts, "|") != want {
		t.Errorf("in common: %q", texts)
	}
}

// TestReadingEase compares with sentences of which the syllables are counted by hand.
func TestReadingEase(t *testing.T) {
	for _, c := range []struct {
		text             string
		words, syllables int
	}{
		{"De kat zit op de mat.", 6, 6},
		{"Het ijs van de reünie in België smelt.", 8, 12},
		{"Openbaarheid schuurt.", 2, 5},
		{"Bijzonder ingewikkelde vergaderstukken.", 3, 13},
	} {
		t.Run(strconv.Quote(c.text), func(t *testing.T) {
			def, err := canvas.Load(os.DirFS(root))
			if err != nil {
				t.Fatal(err)
			}
			files := fstest.MapFS{"content/dilemmas/a.md": {Data: []byte("---\ntitle: x\ndraft: false\n---\n\n" + c.text + "\n")}}
			got := spread.Read(casebook.Open(files), def)[0]
			want := 206.84 - 77*float64(c.syllables)/float64(c.words) - 0.93*float64(c.words)
			if got.Words != c.words || got.Syllables != c.syllables || got.ReadingEase()-want > 0.001 || want-got.ReadingEase() > 0.001 {
				t.Errorf("%d words, %d syllables, %.2f; want %d, %d, %.2f", got.Words, got.Syllables, got.ReadingEase(), c.words, c.syllables, want)
			}
		})
	}
}
