package exercise_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/formpage"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// projectors are the screens of a room: of full height, of a laptop, and of an old one in 4:3.
var projectors = [][2]int64{{1920, 1080}, {1280, 720}, {1024, 768}}

// fonts are a wide one, a narrow one and one with serifs.
var fonts = map[string]string{
	"wide":   `:root { --dilemma-document-font-family: "DejaVu Sans"; --dilemma-heading-font-family: "DejaVu Sans" } .projector { letter-spacing: 0.03em }`,
	"narrow": `:root { --dilemma-document-font-family: "Liberation Sans Narrow", "DejaVu Sans Condensed"; --dilemma-heading-font-family: "DejaVu Sans Condensed" }`,
	"serif":  `:root { --dilemma-document-font-family: "Liberation Serif", "DejaVu Serif"; --dilemma-heading-font-family: "DejaVu Serif" }`,
}

// A walk is what somebody sees who goes through all screens: what is wrong with them, and all that people wrote, in its order.
type walk struct {
	Wrong   []string
	Text    string
	Screens int
}

// walkThrough goes forth until the last screen, and opens what is closed. What it finds wrong: a text that is clipped or smaller than can be read from the
// back of the room, a head that is gone, and a screen that is nearly empty because a text was cut in a bad place.
const walkThrough = `(async (fonts) => {
	const one = (name) => document.querySelector("[data-projector] [data-" + name + "]");
	const place = one("place");
	const walks = {};
	for (const [font, css] of Object.entries(fonts)) {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(css);
		document.adoptedStyleSheets = [sheet];
		if (document.querySelector("[data-projector]").open) document.querySelector("[data-projector]").close();
		[...document.querySelectorAll("[data-show]")].find((button) => button.checkVisibility()).click();
		while (!document.querySelector("[data-projector]").open) await new Promise((done) => setTimeout(done));
		document.querySelector("[data-projector]").dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true }));
		const wrong = [];
		let text = "", screens = 0, fills = [];
		const least = innerHeight / 30; // 24 of 720, and more than 28 of 1080
		for (;;) {
			screens++;
			const where = one("where").textContent;
			const say = (what) => wrong.push(where + " " + what);
			const slide = place.firstElementChild;
			const room = place.getBoundingClientRect();
			if (place.scrollHeight > place.clientHeight || place.scrollWidth > place.clientWidth) say("scrolls: " + place.scrollHeight + " of " + place.clientHeight);
			if (!one("title").textContent || one("title").getBoundingClientRect().top < 0) say("has no head");
			const walker = document.createTreeWalker(screens === 1 ? document.querySelector("[data-projector]") : place, NodeFilter.SHOW_TEXT);
			for (let node = walker.nextNode(); node; node = walker.nextNode()) {
				const own = node.parentElement;
				if (!node.data.trim() || !own.checkVisibility() || own.closest("[data-time-status], script, aside")) continue;
				const bar = own.closest(".projector__bar"), size = parseFloat(getComputedStyle(own).fontSize);
				if (bar ? own.matches("[data-where]") && size < innerHeight * 24 / 1080 : size < (own.closest("[data-time]") ? innerHeight * 24 / 1080 : least)) say("has letters of " + size + ": " + node.data);
				if (!place.contains(own)) continue;
				const range = document.createRange();
				range.selectNodeContents(node);
				const { top, bottom, left, right } = range.getBoundingClientRect();
				if (top < room.top || bottom > room.bottom || left < room.left || right > room.right) say("cuts off: " + node.data.slice(0, 40));
				if (own.closest("dd, .slide__own") && !own.closest(".slide__said, .empty")) text += node.data + " ";
			}
			const fill = (slide.lastElementChild.getBoundingClientRect().bottom - slide.getBoundingClientRect().top) / slide.clientHeight;
			const again = Boolean(slide.querySelector(".slide__part--again"));
			if (again) {
				fills.push(fill);
				if (Math.min(...fills) < 0.25) { say("is nearly empty: " + fills.map((f) => f.toFixed(2))); fills = []; }
			} else fills = [fill];
			if (one("forth").getAttribute("aria-disabled") === "true") break;
			if (screens > 2000) { say("comes after too many"); break; }
			one("forth").click();
		}
		walks[font] = { wrong, text, screens };
	}
	return walks;
})`

// TestProjectorFits shows every case in every font on a projector, another for each, and some on all of them. Nothing scrolls, all can be read, and what the
// group wrote comes once.
func TestProjectorFits(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	b := browser.New(t, public)
	for i, address := range page.Exercises(t, public) {
		want := words(page.Answers(t, strings.Split(address, "/")[2]))
		b.Open(t, address)
		b.Wait(t, `document.querySelector("[data-show]").checkVisibility()`)
		for j, size := range projectors {
			if i%6 > 0 && i%len(projectors) != j {
				continue
			}
			b.Size(t, size[0], size[1])
			for font, got := range browser.Eval[map[string]walk](t, b, walkThrough+`(`+browser.Literal(fonts)+`)`) {
				where := fmt.Sprintf("%s on %v in a font that is %s", address, size, font)
				for _, wrong := range got.Wrong {
					t.Errorf("%s: %s", where, wrong)
				}
				shown := strings.Fields(got.Text)
				slices.Sort(shown)
				// Before the answers stand the title and what is asked.
				for _, missing := range without(want, shown) {
					t.Errorf("%s: %q is not shown", where, missing)
				}
			}
		}
	}
}

// longest is a canvas that the form allows and nobody should write: many players and choices, long answers and lists, a word of 300 letters, one that is higher
// than a screen, a name as long as an answer.
func longest() map[string]any {
	count := 0
	text := func(words int) string {
		var b strings.Builder
		for i := range words {
			count++
			fmt.Fprintf(&b, "woord%d", count)
			switch {
			case i == words-1:
				b.WriteString(".")
			case i%40 == 39:
				b.WriteString(".\n\n")
			case i%13 == 12:
				b.WriteString(". En ")
			default:
				b.WriteString(" ")
			}
		}
		return b.String()
	}
	list := func(items, words int) (all []string) {
		for range items {
			all = append(all, strings.ReplaceAll(text(words), "\n\n", " "))
		}
		return all
	}
	var players, choices, needs []map[string]any
	for i := range 30 {
		players = append(players, map[string]any{"speler": fmt.Sprintf("Rol%d", i), "standpunten_en_emoties": text(5 + 15*(i%10)), "belangen_en_waarden": text(30), "rechten_en_voorkeuren": text(60)})
		needs = append(needs, map[string]any{"wie": fmt.Sprintf("Rol%d van dingen", i), "wat": text(4 + i%60)})
	}
	players[3]["speler"] = text(120)
	players[4]["rechten_en_voorkeuren"] = strings.Repeat("kilometerslang", 300)
	for range 9 {
		choices = append(choices, map[string]any{"keuze": text(9), "voordelen": list(18, 12), "nadelen": list(25, 4)})
	}
	choices[5]["voordelen"] = list(1, 900)
	return map[string]any{
		"canvas.kennismaken.dilemma": text(900), "canvas.kennismaken.waarom_nu": strings.Repeat("x", 300) + " " + text(3),
		"canvas.verkennen.spelers": players, "canvas.verkennen.gedeelde_vraag": text(15),
		"canvas.afwegen.keuzes": choices, "canvas.afwegen.conclusie": strings.ReplaceAll(text(400), ".", ","),
		"canvas.kiezen.keuze": text(70), "canvas.kiezen.wie_heeft_wat_nodig": needs, "canvas.kiezen.hoe_nu_verder": text(30),
		"canvas.afronden.tevreden": "Ja.", "canvas.afronden.samenvatting": text(80),
	}
}

// TestProjectorLongest shows the longest canvas from the form, and one in which nothing is filled in.
func TestProjectorLongest(t *testing.T) {
	t.Parallel()
	b := formpage.Open(t, sitebuild.Published(t), page.StandAlone)
	through := func(where string) (all []walk) {
		for _, size := range projectors {
			b.Size(t, size[0], size[1])
			for font, got := range browser.Eval[map[string]walk](t, b, walkThrough+`(`+browser.Literal(fonts)+`)`) {
				for _, wrong := range got.Wrong {
					t.Errorf("%s on %v in a font that is %s: %s", where, size, font, wrong)
				}
				all = append(all, got)
			}
		}
		browser.Eval[int](t, b, `document.querySelector("[data-projector]").close(), 0`)
		return all
	}
	for _, got := range through("an empty canvas") {
		if got.Screens != 6 || strings.TrimSpace(got.Text) != "" {
			t.Errorf("an empty canvas takes %d screens and says %q", got.Screens, got.Text)
		}
	}
	canvas := longest()
	var want []string
	add := func(value any) {
		want = append(want, strings.Fields(strings.Trim(fmt.Sprint(value), "[]"))...)
	}
	for path, value := range canvas {
		browser.Eval[int](t, b, `hands.write(`+browser.Literal(path)+`, `+browser.Literal(value)+`), 0`)
		entries, table := value.([]map[string]any)
		if !table {
			add(value)
		}
		for _, entry := range entries {
			for _, cell := range entry {
				add(cell)
			}
		}
	}
	slices.Sort(want)
	for _, got := range through("the longest canvas") {
		shown := strings.Fields(got.Text)
		// A word that is higher than a screen is cut; its letters are all there.
		var whole []string
		long := 0
		for _, word := range shown {
			if strings.Trim(word, "kilometrsang") == "" {
				long += len(word)
			} else {
				whole = append(whole, word)
			}
		}
		slices.Sort(whole)
		if missing := without(want, whole); len(missing) != 1 || long != len(missing[0]) {
			t.Errorf("not shown: %.300q, and %d letters of a long word are there", missing, long)
		}
		if twice := without(whole, want); len(twice) > 0 {
			t.Errorf("shown twice: %.300q", twice)
		}
	}
}

// words returns all words of texts, sorted. A dash that opens a line of a list is none.
func words(texts []string) []string {
	var all []string
	for _, text := range texts {
		for line := range strings.Lines(text) {
			all = append(all, strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "- "))...)
		}
	}
	slices.Sort(all)
	return all
}

// without returns what is in a sorted list more often than in another.
func without(list, other []string) []string {
	var rest []string
	for _, word := range list {
		for len(other) > 0 && other[0] < word {
			other = other[1:]
		}
		if len(other) > 0 && other[0] == word {
			other = other[1:]
		} else {
			rest = append(rest, word)
		}
	}
	return rest
}
