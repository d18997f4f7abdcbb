package form_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/axe"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/formpage"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp/kb"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// withRules returns the site of this repository with the programs of the form.
func withRules(t *testing.T) string {
	return sitebuild.Site(t, sitebuild.Variant{Address: sitebuild.Address, Programs: true})
}

// searched is whether the rules have found personal data.
const searched = `document.querySelector("[data-findings-list]").textContent.includes("Hier staat")`

// marks are the texts that are underlined as personal data, each with the field in which it stands.
const marks = `[...document.querySelectorAll("[data-field] .mark--personal")].map((mark) => {
	const place = mark.closest("[data-field]"), entry = mark.closest(".entry");
	const at = [place.dataset.field, ...(entry ? [[...entry.parentElement.children].indexOf(entry), mark.closest("[data-row]").dataset.row] : [])].join(".");
	return at + ": " + mark.textContent;
})`

// notations is a file in which the same personal data stands in every notation in which a person may write it.
const notations = `---
title: "Proef"
date: 2026-03-12
draft: true
editie: "2022-10"
herkomst: fictief
canvas:
  kennismaken:
    dilemma: "Zij zei: \"Bel\
      \ 06-12345678\", caf\xE9 \U0001F642 of mail

      a.b@voorbeeld.nl.\nOf juist niet."
    waarom_nu: 'Zo''n nummer, ''06-12345678'', is
      van Jan Pietersen.'
  verkennen:
    spelers:
      - speler: Inwoner
        belangen_en_waarden: >-
          Wil rust en
          belt 06-12345678
          elke dag.
      - speler: Bestuurder
        rechten_en_voorkeuren: Rekent op
          Jan Pietersen, die bij de hand is.
      - {speler: Buur, standpunten_en_emoties: "Belt \"06-12345678\" niet"}
    gedeelde_vraag: Mogen we dit delen?
  afwegen:
    keuzes:
      - keuze: Delen
        voordelen: ["Het is \"eerlijk\"", 'a.b@voorbeeld.nl is blij', # 06-87654321
          Bel 06-12345678]
        nadelen:
          # 06-87654321 staat hier als opmerking
          - Duurt lang
          - |
            Dat wil
            Jan Pietersen niet
---

Verhaal met 06-12345678, en met a.b@voorbeeld.nl.
`

// TestFindingsStandInPlace opens files in which texts stand between quotes, with escapes, over more lines and in lists: what the command finds in the file
// is underlined in the field where it is read, and nothing else.
func TestFindingsStandInPlace(t *testing.T) {
	t.Parallel()
	browser.Each(t, standInPlace)
}

func standInPlace(t *testing.T, in browser.In) {
	b := formpage.OpenIn(t, in, withRules(t), page.Form)
	want := []string{
		"canvas.kennismaken.dilemma: 06-12345678", "canvas.kennismaken.dilemma: a.b@voorbeeld.nl",
		"canvas.kennismaken.waarom_nu: 06-12345678", "canvas.kennismaken.waarom_nu: Jan Pietersen",
		"canvas.verkennen.spelers.0.belangen_en_waarden: 06-12345678", "canvas.verkennen.spelers.1.rechten_en_voorkeuren: Jan Pietersen",
		"canvas.verkennen.spelers.2.standpunten_en_emoties: 06-12345678",
		"canvas.afwegen.keuzes.0.voordelen: a.b@voorbeeld.nl", "canvas.afwegen.keuzes.0.voordelen: 06-12345678", "canvas.afwegen.keuzes.0.nadelen: Jan Pietersen",
		"verhaal: 06-12345678", "verhaal: a.b@voorbeeld.nl",
	}
	checker := sitebuild.Checker(casebook.Open(os.DirFS(sitebuild.Root)))
	for name, text := range map[string]string{"unix": notations, "windows": strings.ReplaceAll(notations, "\n", "\r\n"), "mark": "\ufeff" + notations} {
		if trouble := browser.Eval[string](t, b, `hands.open("vormen.md", `+browser.Literal(text)+`)`); trouble != "" {
			t.Fatalf("%s: %s", name, trouble)
		}
		b.Wait(t, searched)
		b.Wait(t, `document.querySelectorAll(".mark--personal").length >= `+fmt.Sprint(len(want)))
		if got := browser.Eval[[]string](t, b, marks); !slices.Equal(got, want) {
			t.Errorf("%s: underlined is\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		found := 0
		for _, f := range checker.Text(casebook.Path("vormen"), []byte(text)) {
			if f.Kind != "" && !strings.HasPrefix(text[f.Start:], "06-87654321") {
				found++
			}
		}
		if found != len(want) {
			t.Errorf("%s: the command finds %d, and %d are expected", name, found, len(want))
		}
		// A comment of the file stands in no field: it is in the list, with its line.
		if got := browser.Eval[string](t, b, `document.querySelector("[data-findings-list]").textContent`); !strings.Contains(got, "Regel 30: Hier staat een telefoonnummer") || !strings.Contains(got, "Regel 33: Hier") {
			t.Errorf("%s: the list says %s", name, got)
		}
	}
}

// TestFindingsStandInPlaceByAnyHand does so with files that are written in many notations by chance, with a telephone number in many of their texts: each is
// underlined once.
func TestFindingsStandInPlaceByAnyHand(t *testing.T) {
	t.Parallel()
	b := formpage.Open(t, withRules(t), page.Form)
	formpage.Unseen(t, b)
	def := sitebuild.Definition(t)
	r := rand.New(rand.NewPCG(11, 29))
	files := make([]string, skip.Cases(40))
	for i := range files {
		text, _, _ := handmade(r, def)
		files[i] = strings.NewReplacer("de tekening", "het nummer 06-12345678", "een gezicht", "een gezicht, 06-12345678").Replace(text)
	}
	type placed struct {
		Trouble, Text   string
		Written, Marked int
	}
	for i, got := range formpage.ForEach[string, placed](t, b, `async (file) => {
		const trouble = await hands.open("hand.md", file);
		const count = (text) => text.split("06-12345678").length - 1;
		const areas = [...document.querySelectorAll("[data-field] textarea:enabled")];
		const written = areas.reduce((sum, area) => sum + count(area.value), 0);
		let marked, text, turns = 0;
		do {
			await new Promise((done) => setTimeout(done, 20));
			const marks = [...document.querySelectorAll(".mark--personal")].filter((mark) => mark.textContent === "06-12345678");
			marked = marks.length;
			text = document.querySelector("[data-findings-list]").textContent;
		} while (!trouble && (!text.includes("Hier staat een telefoonnummer") && written || marked < written) && turns++ < 500);
		return { trouble, written, marked, text };
	}`, files) {
		if got.Trouble != "" || got.Written != got.Marked {
			t.Fatalf("file %d: %s %d numbers are written and %d underlined\n%s\n%s", i, got.Trouble, got.Written, got.Marked, got.Text, files[i])
		}
	}
}

// contrast is a function that gives the contrast of two colours, as WCAG counts it.
const contrast = `(one, other) => {
	const light = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
		.reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
	const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
	return (high + 0.05) / (low + 0.05);
}`

// heavy are texts with personal data, an error, a warning and hints.
const heavy = `hands.write("title", "Mag het rapport naar buiten"),
	hands.write("canvas.kennismaken.dilemma", "Mevrouw Jansen belde teneinde te vragen of het mag. Zij heeft BSN 123456782."),
	hands.write("canvas.verkennen.spelers", [{speler: "Buurvrouw", belangen_en_waarden: "Bel haar op 06-12345678."}, {speler: "Directeur in Lutjebroek"}]),
	hands.write("canvas.afwegen.keuzes", [{keuze: "Ja", voordelen: ["Jan Pietersen is blij"]}])`

// TestFindingsWeigh fills in what weighs much and little: each weight looks and sounds different, also without colour, the heaviest comes first, and by
// keyboard a person goes from the list to the place in the text and back. What is wrong is said once, and not while somebody types.
func TestFindingsWeigh(t *testing.T) {
	t.Parallel()
	judge := axe.Find(t)
	b := formpage.Open(t, withRules(t), page.Form)
	b.Look(t, 1280, "light")
	browser.Eval[int](t, b, `(window.spoken = [], new MutationObserver(() => window.spoken.push(document.querySelector("[data-errors]").textContent))
		.observe(document.querySelector("[data-errors]"), { subtree: true, childList: true, characterData: true }), 0)`)
	browser.Eval[int](t, b, heavy+`, 0`)
	b.Wait(t, searched)
	b.Wait(t, `window.spoken.length > 0`)

	type item struct{ Weight, Words, Place string }
	items := browser.Eval[[]item](t, b, `[...document.querySelectorAll("[data-findings-list] > li")].map((li) => ({
		weight: li.className.replace("finding finding--", ""), words: li.querySelector("strong").textContent, place: li.querySelector("p").textContent }))`)
	dilemma := "Wat is het dilemma?"
	want := []item{
		{"personal", "Fout: persoonsgegeven.", dilemma}, {"personal", "Fout: persoonsgegeven.", dilemma},
		{"personal", "Fout: persoonsgegeven.", "Speler A, Belangen en waarden"}, {"personal", "Fout: persoonsgegeven.", "Keuze 1, Voordelen"},
		{"error", "Fout", "Waarom is het gesprek nú nodig?"}, {"remark", "Let op: persoonsgegeven.", "Speler B, Speler"}, {"remark", "Tip", dilemma},
	}
	if len(items) < len(want) || !slices.Equal(items[:len(want)], want) {
		t.Errorf("the list is\n%+v\nwant it to begin with\n%+v", items, want)
	}
	if got := browser.Eval[string](t, b, `document.querySelector("[data-findings-count]").textContent`); !strings.HasSuffix(got, "Fouten: 5, waarvan persoonsgegevens: 4.") {
		t.Errorf("counted is %q", got)
	}
	if got := browser.Eval[[]string](t, b, `window.spoken`); !slices.Equal(got, []string{"Fouten: 5, waarvan persoonsgegevens: 4."}) {
		t.Errorf("said is %q", got)
	}
	// Only what is wrong is marked as such to who does not see it.
	if got := browser.Eval[[]string](t, b, `[...document.querySelectorAll("[aria-invalid=true]")].map((area) => area.value)`); len(got) != 3 || slices.Contains(got, "Directeur in Lutjebroek") {
		t.Errorf("not right are %q", got)
	}

	// An error that is no personal data shows beside them, to see all weights at once.
	browser.Eval[int](t, b, `hands.write("verhaal", "# Kop\n\nEen verhaal."), document.querySelectorAll("details").forEach((more) => (more.open = true)), 0`)
	b.Wait(t, `["personal", "error", "remark"].every((weight) => document.querySelector(".form-field__findings .finding--" + weight) && document.querySelector(".mark--" + weight))`)
	for _, look := range []struct {
		scheme string
		width  int64
	}{{"light", 1280}, {"dark", 1280}, {"dark", 320}} {
		b.Look(t, look.width, look.scheme)
		judge.Page(t, b, fmt.Sprintf("%v", look))
		b.Fits(t, fmt.Sprintf("%v", look))
		type line struct {
			Weight, Style string
			Contrast      float64
		}
		seen := map[string]bool{}
		for _, l := range browser.Eval[[]line](t, b, `(() => {
			const contrast = `+contrast+`;
			const ground = getComputedStyle(document.documentElement).backgroundColor;
			return ["personal", "error", "remark"].flatMap((weight) => [".mark--", "[data-findings-list] .finding--"].map((kind) => {
				const style = getComputedStyle(document.querySelector(kind + weight));
				const side = kind === ".mark--" ? "Bottom" : "Left";
				const own = style.backgroundColor.endsWith(", 0)") ? ground : style.backgroundColor;
				return { weight, style: kind + style["border" + side + "Style"] + style["border" + side + "Width"], contrast: Math.min(contrast(style["border" + side + "Color"], own), contrast(style["border" + side + "Color"], ground)) };
			}));
		})()`) {
			if l.Contrast < 3 {
				t.Errorf("%v: the line of %s has a contrast of %.2f", look, l.Weight, l.Contrast)
			}
			if seen[l.Style] {
				t.Errorf("%v: two weights have the line %s", look, l.Style)
			}
			seen[l.Style] = true
		}
		icons := browser.Eval[[]string](t, b, `["personal", "error", "remark"].map((weight) => getComputedStyle(document.querySelector(".finding--" + weight + " .finding__weight"), "::before").content.split(" / ")[0])`)
		slices.Sort(icons)
		if len(slices.Compact(icons)) != 3 {
			t.Errorf("%v: the icons are %q", look, icons)
		}
	}
	browser.Call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}})
	if got := browser.Eval[string](t, b, `(() => { const s = getComputedStyle(document.querySelector(".writing__marks")); return s.zIndex + " " + s.color; })()`); got != "1 rgba(0, 0, 0, 0)" {
		t.Errorf("with the colours of the reader the lines stand behind the field or say its words twice: %s", got)
	}
	b.Look(t, 1280, "light")

	// Where one lies in another, the heaviest shows.
	sentence := strings.Repeat("en dan nog iets ", 12) + "met 06-12345678 erin " + strings.Repeat("en dan nog iets ", 6) + "erbij."
	browser.Eval[int](t, b, `hands.write("canvas.afwegen.conclusie", `+browser.Literal("Eerst dit. Daarna "+sentence)+`), 0`)
	const inside = `[...document.querySelectorAll("#veld-afwegen-conclusie")].flatMap((area) => [...area.previousElementSibling.children]).map((mark) => mark.className.replace("mark--", ""))`
	b.Wait(t, inside+`.length === 3`)
	if got := browser.Eval[[]string](t, b, inside); !slices.Equal(got, []string{"remark", "personal", "remark"}) {
		t.Errorf("a long sentence with a number in it is underlined as %q", got)
	}
	browser.Eval[int](t, b, `hands.write("canvas.afwegen.conclusie", ""), 0`)
	b.Wait(t, inside+`.length === 0 && document.querySelectorAll("[data-findings-list] a").length > 5`)

	// By keyboard from the list to the very place, and back.
	browser.Eval[int](t, b, `document.querySelectorAll("[data-findings-list] a")[2].focus(), 0`)
	enter(t, b)
	const where = `(() => { const area = document.activeElement; return area.value?.slice(area.selectionStart, area.selectionEnd) ?? area.textContent })()`
	if got := browser.Eval[string](t, b, where); got != "06-12345678" {
		t.Errorf("the finding leads to %q", got)
	}
	b.Key(t, kb.Tab)
	if got := browser.Eval[bool](t, b, `document.activeElement.matches(".form-field__back")`); !got {
		t.Error("behind the field is no way back")
	}
	b.Key(t, kb.Enter)
	if got := browser.Eval[int](t, b, `[...document.querySelectorAll("[data-findings-list] a")].indexOf(document.activeElement)`); got != 2 {
		t.Errorf("the way back leads to item %d: %s", got, browser.Eval[string](t, b, `document.activeElement.outerHTML.slice(0, 200)`))
	}
	if got := browser.Eval[int](t, b, `[...document.querySelectorAll(".form-field__back")].filter((link) => link.checkVisibility()).length - [...document.querySelectorAll(".form-field__findings")].filter((list) => list.children.length && list.nextElementSibling && list.checkVisibility()).length`); got != 0 {
		t.Errorf("%d ways back too many", got)
	}

	// While somebody types, nothing is said; after that, what there is: one answer less is missing, one number more is there.
	b.Wait(t, `document.querySelector("[data-errors]").textContent === "Fouten: 6, waarvan persoonsgegevens: 4."`)
	browser.Eval[int](t, b, `(window.spoken = [], document.querySelector("#veld-kennismaken-waarom_nu").focus(), 0)`)
	for _, sign := range " Morgen weer. Bel 06-87654321." {
		b.Key(t, string(sign))
	}
	b.Wait(t, `window.spoken.length > 0`)
	if got := browser.Eval[[]string](t, b, `window.spoken`); !slices.Equal(got, []string{"Fouten: 6, waarvan persoonsgegevens: 5."}) {
		t.Errorf("after typing is said %q", got)
	}
}

// enter presses Enter as a keyboard does. Of kb.Enter a second part goes where the first part of it put the focus, and there writes over what is chosen.
func enter(t *testing.T, b *browser.Browser) {
	t.Helper()
	key := input.DispatchKeyEventParams{Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13}
	for _, kind := range []input.DispatchKeyEventType{"rawKeyDown", input.DispatchKeyEventTypeChar, input.DispatchKeyEventTypeKeyUp} {
		key.Type, key.Text = kind, ""
		if kind == input.DispatchKeyEventTypeChar {
			key.Text = "\r"
		}
		browser.Call(t, b, input.DispatchKeyEvent, key)
	}
}

// TestFindingsSayWhy gives the findings of the rules a reason, as a newer version of them does: it stands at the field and in the list. Without a reason
// there is no word of it.
func TestFindingsSayWhy(t *testing.T) {
	t.Parallel()
	b := browser.New(t, withRules(t))
	browser.Call(t, b, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `
		const Given = window.Worker;
		window.Worker = class extends Given {
			addEventListener(type, act) {
				const why = (answer) => (Array.isArray(answer) ? answer.map((one) => ({ ...one, why: one.kind === "naam" ? "een proef op de som" : undefined })) : answer);
				super.addEventListener(type, type === "message" ? ({ data }) => act({ data: { ...data, answer: why(data.answer) } }) : act);
			}
		};`})
	b.Open(t, page.Form)
	formpage.Ready(t, b)
	browser.Eval[int](t, b, heavy+`, 0`)
	b.Wait(t, searched)
	for _, place := range []string{"#veld-kennismaken-dilemma-findings", "[data-findings-list]"} {
		items := browser.Eval[[]string](t, b, `[...document.querySelectorAll("`+place+` > li")].map((li) => li.textContent)`)
		for _, item := range items {
			if strings.Contains(item, "Waarom: een proef op de som") != strings.Contains(item, "naam van een persoon") || strings.Count(item, "Waarom:") > 1 {
				t.Errorf("%s: %s", place, item)
			}
		}
		if len(items) < 3 {
			t.Errorf("%s has %d items", place, len(items))
		}
	}
}

// slowly serves a built site whose programs come when they may, or not at all.
func slowly(t *testing.T, public string) (address string, may chan<- bool) {
	t.Helper()
	answer := make(chan bool, 100) // so that a test never waits for a request that does not come
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".wasm") {
			select {
			case come := <-answer:
				if !come {
					http.Error(w, "not now", http.StatusServiceUnavailable)
					return
				}
			case <-r.Context().Done():
				return
			}
		}
		http.FileServer(http.Dir(public)).ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, answer
}

const (
	asked   = `document.querySelector("[data-question]").open`
	head    = `document.querySelector("#vraag-kop").textContent`
	focused = `document.activeElement.textContent`
)

// press presses a button, wherever it is: what is said above and beside it while somebody presses may move it.
func press(t *testing.T, b *browser.Browser, selector string) {
	t.Helper()
	browser.Eval[int](t, b, `(() => { const button = document.querySelector(`+browser.Literal(selector)+`); button.focus(); button.click(); return 0; })()`)
}

// TestAsksBeforeItLeaves downloads, copies and prints texts with and without personal data: it asks once for a text with an error of personal data, says where
// it stands and not what it is, and keeps nobody from saving in the browser.
func TestAsksBeforeItLeaves(t *testing.T) {
	t.Parallel()
	judge := axe.Find(t)
	b := formpage.Open(t, withRules(t), page.Form)
	b.Look(t, 390, "light")
	browser.Eval[int](t, b, `(window.copied = 0, navigator.clipboard.writeText = async () => { window.copied++ }, window.printed = 0, window.print = () => { window.printed++ }, 0)`)
	const markdown, word = `.actions [data-download="md"]`, `.actions [data-download="json"]`
	given := func(what string, want int) {
		t.Helper()
		b.Wait(t, `!`+asked)
		b.Wait(t, fmt.Sprintf(`hands.given() >= %d`, want))
		if got := browser.Eval[int](t, b, `hands.given()`); got != want {
			t.Errorf("%s: %d files were made, not %d", what, got, want)
		}
	}

	// What only a person can judge, and nothing at all, is no question.
	browser.Eval[int](t, b, `hands.write("title", "Mag het rapport naar buiten"), hands.write("canvas.kennismaken.dilemma", "De directeur in Lutjebroek wil het niet."), 0`)
	b.Wait(t, `[...document.querySelectorAll(".mark--remark")].some((mark) => mark.textContent.includes("Lutjebroek"))`)
	press(t, b, markdown)
	given("a warning", 1)

	browser.Eval[int](t, b, `hands.write("canvas.kennismaken.dilemma", "Mevrouw Jansen wil het niet. Zij heeft BSN 123456782."), 0`)
	b.Wait(t, `document.querySelectorAll(".mark--personal").length === 2`)
	press(t, b, markdown)
	b.Wait(t, asked)
	if got := browser.Eval[string](t, b, head+` + "|" + `+focused+` + "|" + document.querySelector("[data-no]").textContent`); got != "Er staan persoonsgegevens in je tekst|Ga naar de tekst|Toch downloaden" {
		t.Errorf("it asks %s", got)
	}
	if got := browser.Eval[string](t, b, `document.querySelector("[data-question]").innerText`); !strings.Contains(got, "Bij ‘Wat is het dilemma?’: naam, bsn.") || strings.Contains(got, "Jansen") || strings.Contains(got, "123456782") {
		t.Errorf("the question is\n%s", got)
	}
	judge.Page(t, b, "the question")
	b.Media(t, "prefers-color-scheme", "dark")
	judge.Colours(t, b, "the question, dark")
	if got := browser.Eval[string](t, b, kept); !strings.Contains(got, "Jansen") {
		t.Errorf("while it asks, the browser keeps %s", got)
	}
	b.Key(t, kb.Escape)
	given("escape", 1)
	if !browser.Eval[bool](t, b, `document.activeElement.matches('`+markdown+`')`) {
		t.Errorf("escape leads to %q", browser.Eval[string](t, b, focused))
	}
	b.Key(t, kb.Enter)
	b.Wait(t, asked)
	b.Key(t, kb.Enter)
	given("to the text", 1)
	b.Wait(t, `document.activeElement.matches("textarea")`)
	if got := browser.Eval[string](t, b, `document.activeElement.id + " " + document.activeElement.value?.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)`); got != "veld-kennismaken-dilemma Jansen" {
		t.Errorf("the text is at %q", got)
	}

	// Every way out asks; the answer holds for the text.
	press(t, b, "[data-print-form]")
	b.Wait(t, asked+` && document.querySelector("[data-no]").textContent === "Toch printen"`)
	b.Key(t, kb.Escape)
	b.Wait(t, `!`+asked)
	press(t, b, "[data-copy]")
	b.Wait(t, asked)
	b.Key(t, kb.Tab)
	if got := browser.Eval[string](t, b, focused); got != "Toch kopiëren" {
		t.Errorf("the second choice is %q", got)
	}
	browser.Eval[bool](t, b, `dispatchEvent(new Event("beforeprint"))`)
	if got := browser.Eval[string](t, b, `document.querySelector(".filled").textContent`); !strings.HasPrefix(got, "Let op: hier staan persoonsgegevens in.") {
		t.Errorf("the paper begins with %.80s", got)
	}
	b.Key(t, kb.Enter)
	b.Wait(t, `!`+asked+` && window.copied === 1`)
	press(t, b, markdown)
	given("once answered", 2)
	press(t, b, word)
	given("once answered, in another form", 3)
	press(t, b, "[data-print-form]")
	b.Wait(t, `window.printed === 1`)
	browser.Eval[bool](t, b, `dispatchEvent(new Event("beforeprint"))`)
	if got := browser.Eval[string](t, b, `document.querySelector(".filled").textContent`); strings.Contains(got, "Let op") {
		t.Errorf("once answered the paper begins with %.80s", got)
	}
	browser.Eval[int](t, b, `hands.write("canvas.kennismaken.waarom_nu", "Morgen besluit de raad."), 0`)
	press(t, b, markdown)
	b.Says(t, "#vraag-kop", "Er staan persoonsgegevens")
	b.Wait(t, asked)
	press(t, b, "[data-no]")
	given("another text", 4)

	// The screen in the room is no way out.
	browser.Eval[int](t, b, `hands.write("canvas.kennismaken.waarom_nu", "Nu."), 0`)
	press(t, b, ".form-bar [data-show]")
	b.Wait(t, `document.querySelector("[data-projector]").open`)
	if browser.Eval[bool](t, b, asked) {
		t.Error("it asks before it shows on the screen")
	}
}

// TestAsksWithoutASearch downloads while the rules are on their way, when they don't come, and where there are none: it waits with a word, and says that
// nobody searched.
func TestAsksWithoutASearch(t *testing.T) {
	t.Parallel()
	const markdown = `.form-bar [data-download="md"]`
	const clean = `hands.write("title", "Mag het rapport naar buiten"), hands.write("canvas.kennismaken.dilemma", "Wij willen het delen, maar de buurt niet."), hands.write("canvas.kennismaken.waarom_nu", "Morgen is het te laat."), 0`
	const personal = `hands.write("canvas.kennismaken.dilemma", "Mevrouw Jansen wil het niet."), 0`
	public := withRules(t)

	address, may := slowly(t, public)
	b := browser.At(t, address)
	b.Open(t, page.Form)
	formpage.Ready(t, b)
	browser.Eval[int](t, b, clean)
	press(t, b, markdown)
	b.Wait(t, asked+` && `+head+` === "Even wachten"`)
	may <- true
	b.Wait(t, `!`+asked+` && hands.given() === 1`)
	b.Stop()

	for _, c := range []struct {
		text, press, head string
		given             int
	}{{personal, "", "Er staan persoonsgegevens in je tekst", 0}, {clean, "[data-no]", "", 1}, {clean, "[data-yes]", "", 0}} {
		address, may := slowly(t, public)
		b := browser.At(t, address)
		b.Open(t, page.Form)
		formpage.Ready(t, b)
		browser.Eval[int](t, b, c.text)
		press(t, b, markdown)
		b.Wait(t, asked+` && `+head+` === "Even wachten"`)
		if c.press != "" {
			press(t, b, c.press)
			b.Wait(t, `!`+asked)
			may <- true
		} else {
			may <- true
			b.Wait(t, asked+` && `+head+` === `+browser.Literal(c.head))
			if got := browser.Eval[string](t, b, focused); got != "Ga naar de tekst" {
				t.Errorf("after waiting the focus is on %q", got)
			}
		}
		b.Wait(t, `globalThis.dilemmaRules !== undefined`)
		if got := browser.Eval[int](t, b, `hands.given()`); got != c.given {
			t.Errorf("%+v: %d files", c, got)
		}
		b.Stop()
	}

	// The rules don't come. When they do later, the answer that nobody searched no longer counts for what they find.
	address, may = slowly(t, public)
	b = browser.At(t, address)
	b.Expect(func(complaint string) bool { return strings.Contains(complaint, "503") })
	b.Open(t, page.Form)
	formpage.Ready(t, b)
	browser.Eval[int](t, b, `hands.write("title", "Mag het rapport naar buiten"), hands.write("canvas.kennismaken.waarom_nu", "Bel 06-12345678."), `+personal)
	b.Says(t, "[data-saved]", "Bewaard") // all of it: what changes after the refusal asks for the rules anew
	may <- false
	b.Says(t, "[data-findings-note]", "is nu niet te laden")
	for i := range 2 {
		press(t, b, markdown)
		b.Wait(t, asked)
		may <- false
		if i == 0 {
			b.Says(t, "[data-question]", "Het deel dat naar persoonsgegevens zoekt, is nu niet te laden.")
			if got := browser.Eval[string](t, b, `document.querySelector("[data-question]").innerText`); !strings.Contains(got, "Bij ‘Waarom is het gesprek nú nodig?’: telefoon.") {
				t.Errorf("the question is\n%s", got)
			}
			press(t, b, "[data-no]")
		}
		b.Wait(t, fmt.Sprintf(`!%s && hands.given() === %d`, asked, i+1))
	}
	press(t, b, markdown)
	b.Wait(t, asked)
	may <- true
	b.Says(t, "[data-question] ul", "naam")
	b.Stop()

	// In one file there are none. It says so, and where they are.
	b = formpage.Open(t, public, page.StandAlone)
	browser.Eval[int](t, b, clean)
	press(t, b, markdown)
	b.Wait(t, asked)
	for _, says := range []string{"Je tekst is niet helemaal doorzocht", "De meeste namen ziet het niet.", "open je bestand op " + sitebuild.Address + "canvas/invullen/."} {
		b.Says(t, "[data-question]", says)
	}
	b.Says(t, "[data-findings-note]", "De meeste namen ziet het niet.")
	press(t, b, "[data-no]")
	b.Wait(t, `!`+asked+` && hands.given() === 1`)
	press(t, b, markdown)
	b.Wait(t, `!`+asked+` && hands.given() === 2`)
}
