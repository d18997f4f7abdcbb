package review

import (
	"strings"
	"testing"
)

// secret is a dilemma in which every place where a contributor can write holds a word that stands nowhere else; %s stands at the begin of its front
// matter. It breaks rules that quote what breaks them.
const secret = `---
title: Het park
%s
date: 2026-03-12
herkomst: fictief
themas: [zwijgthema]
bestuurslaag: zwijglaag
tweede_lezer: Zwijglezer
zwijgsleutel: zwijgwaarde
vervangen_door: zwijgopvolger
aliases: [/zwijgadres/]
canvas:
  kennismaken:
    dilemma: Het zwijgpark gaat dicht.
    waarom_nu: [zwijgnu]
    zwijgvraag: x
  verkennen:
    spelers:
      - speler: Zwijgspeler
        belangen_en_waarden: Wil zwijgzaken.
      - zwijgentry
    gedeelde_vraag: Hoe kunnen we zwijgvragen?
  afwegen:
    keuzes:
      - keuze: Zwijgkeuze
        voordelen: Zwijgvoordeel
        nadelen: [zwijgnadeel, 2026-01-01]
commentaar:
  - rol: zwijgdeskundige
    datum: zwijgdag
    tekst: Zwijgtekst
---
# Zwijgkop

Zwijgverhaal met [zwijglink](/zwijgdoel/) en ![](zwijgplaatje.png) en {{< zwijgcode >}} en <b>zwijghtml</b> van de ZWIJG.
`

// TestWithdrawnIsNotRepeated withdraws a dilemma, in whatever way and whatever else changes with it: no report repeats a word of it.
func TestWithdrawnIsNotRepeated(t *testing.T) {
	with := func(lines string) string { return strings.Replace(secret, "%s", lines, 1) }
	const (
		file        = "content/dilemmas/park.md"
		bundle      = "content/dilemmas/park/index.md"
		elsewhere   = "content/dilemmas/plein.md"
		reason      = "ingetrokken: {datum: 2026-11-20, reden: Op verzoek.}"
		tombstone   = "---\ntitle: Het park\ndate: 2026-03-12\ndraft: false\nherkomst: fictief\n" + reason + "\n---\n"
		onSite      = "draft: false"
		unreadable  = "x: ["
		newSentence = "\nEen zin erbij.\n"
	)
	withdrawn := with(onSite + "\n" + reason)
	for name, sides := range map[string][2]map[string]string{
		"the key comes":             {{file: with(onSite)}, {file: withdrawn}},
		"False":                     {{file: with("draft: False")}, {file: with("draft: False\n" + reason)}},
		"a concept with the key":    {{file: with("draft: true")}, {file: with("draft: true\n" + reason)}},
		"a new concept with it":     {nil, {file: with("draft: true\n" + reason)}},
		"the key in capitals":       {{file: with(onSite)}, {file: with(onSite + "\nINGETROKKEN: {reden: x}")}},
		"the key in quotes":         {{file: with(onSite)}, {file: with(onSite + "\n\"ingetrokken\": {reden: x}")}},
		"without a reason":          {{file: with(onSite)}, {file: with(onSite + "\ningetrokken: {datum: , reden: }")}},
		"of another form":           {{file: with(onSite)}, {file: with(onSite + "\ningetrokken: ja")}},
		"emptied":                   {{file: with(onSite)}, {file: tombstone}},
		"emptied later":             {{file: withdrawn}, {file: tombstone}},
		"with other changes":        {{file: with(onSite)}, {file: withdrawn + newSentence}},
		"changed when withdrawn":    {{file: withdrawn}, {file: withdrawn + newSentence}},
		"new":                       {nil, {file: withdrawn}},
		"removed":                   {{file: withdrawn}, {file: ""}},
		"back":                      {{file: withdrawn}, {file: with(onSite) + newSentence}},
		"back as a concept":         {{file: withdrawn}, {file: with("draft: true") + newSentence}},
		"renamed":                   {{file: with(onSite)}, {file: "", elsewhere: withdrawn + newSentence}},
		"renamed when withdrawn":    {{file: withdrawn}, {file: "", elsewhere: withdrawn}},
		"a bundle":                  {{file: with(onSite)}, {file: "", bundle: withdrawn}},
		"out of a bundle":           {{bundle: withdrawn}, {bundle: "", file: withdrawn + newSentence}},
		"an attachment":             {{bundle: withdrawn, "content/dilemmas/park/a.txt": "a"}, {bundle: withdrawn, "content/dilemmas/park/a.txt": "b"}},
		"unreadable now":            {{file: with(onSite)}, {file: with(unreadable + "\n" + reason)}},
		"unreadable from withdrawn": {{file: withdrawn}, {file: with(unreadable)}},
		"readable again":            {{file: with(unreadable + "\n" + reason)}, {file: with(onSite)}},
		"with rules changed":        {{file: with(onSite)}, {file: withdrawn, "data/afkortingen.yaml": "x"}},
		"superseded as well":        {{file: with(onSite), elsewhere: "---\ntitle: Plein\n---\n"}, {file: withdrawn}},
	} {
		for _, showValues := range []bool{false, true} {
			r := reviewed(t, proposed(t, sides[0], sides[1]), showValues)
			for _, format := range Formats {
				text := strings.ToLower(written(t, r, format))
				if !strings.Contains(text, "park") {
					t.Fatalf("%s: %s does not tell of the dilemma:\n%s", name, format, text)
				}
				for i := strings.Index(text, "zwijg"); i >= 0; i = -1 {
					t.Errorf("%s: %s repeats …%s…", name, format, text[max(0, i-150):min(len(text), i+80)])
				}
			}
		}
	}
	// What comes back in the place of nothing is new, and is told.
	r := reviewed(t, proposed(t, map[string]string{file: tombstone}, map[string]string{file: with(onSite)}), false)
	for _, format := range Formats {
		if text := written(t, r, format); !strings.Contains(text, "zwijgpark") || !strings.Contains(text, "Zwijgverhaal") {
			t.Errorf("%s does not tell what comes back:\n%s", format, text)
		}
	}
}
