package exercise_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
)

// projectors are the screens of a room: of full height, of a laptop, and of an old one in 4:3.
var projectors = [][2]int64{{1920, 1080}, {1280, 720}, {1024, 768}}

// fonts are the ones of this machine, a wide one, a narrow one and one with serifs.
var fonts = map[string]string{
	"own":    "",
	"wide":   `:root { --dilemma-document-font-family: "DejaVu Sans"; --dilemma-heading-font-family: "DejaVu Sans" } .projector { letter-spacing: 0.03em }`,
	"narrow": `:root { --dilemma-document-font-family: "Liberation Sans Narrow", "DejaVu Sans Condensed"; --dilemma-heading-font-family: "DejaVu Sans Condensed" }`,
	"serif":  `:root { --dilemma-document-font-family: "Liberation Serif", "DejaVu Serif"; --dilemma-heading-font-family: "DejaVu Serif" }`,
}

// A walk is what somebody sees who goes through all screens: what is wrong with them, and all that people wrote, in its order.
type walk struct {
	Wrong   []string
	Text    string
	Screens int
	Took    float64
}

// walkThrough goes forth until the last screen, and opens what is closed. What it finds wrong: a text that is clipped or smaller than can be read from the
// back of the room, a head that is gone, and a screen that is nearly empty because a text was cut in a bad place.
const walkThrough = `((fonts) => {
	const one = (name) => document.querySelector("[data-projector] [data-" + name + "]");
	const place = one("place");
	const walks = {};
	for (const [font, css] of Object.entries(fonts)) {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(css);
		document.adoptedStyleSheets = [sheet];
		if (document.querySelector("[data-projector]").open) document.querySelector("[data-projector]").close();
		const before = performance.now();
		[...document.querySelectorAll("[data-show]")].find((button) => button.checkVisibility()).click();
		const took = performance.now() - before;
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
			const walker = document.createTreeWalker(document.querySelector("[data-projector]"), NodeFilter.SHOW_TEXT);
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
				if (Math.min(...fills) < 0.4) { say("is nearly empty: " + fills.map((f) => f.toFixed(2))); fills = []; }
			} else fills = [fill];
			if (one("forth").getAttribute("aria-disabled") === "true") break;
			if (screens > 2000) { say("comes after too many"); break; }
			one("forth").click();
		}
		walks[font] = { wrong, text, screens, took };
	}
	return walks;
})`

// TestProjectorFits shows every case in every font on every projector. Nothing scrolls, all can be read, and what the group wrote comes once.
func TestProjectorFits(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	b := browser.New(t, public)
	for _, address := range page.Exercises(t, public) {
		want := words(page.Answers(t, strings.Split(address, "/")[2]))
		b.Open(t, address)
		b.Wait(t, `document.querySelector("[data-show]").checkVisibility()`)
		for _, size := range projectors {
			b.Size(t, size[0], size[1])
			for font, got := range browser.Eval[map[string]walk](t, b, walkThrough+`(`+browser.Literal(fonts)+`)`) {
				where := fmt.Sprintf("%s on %v in a font that is %s", address, size, font)
				for _, wrong := range got.Wrong {
					t.Errorf("%s: %s", where, wrong)
				}
				shown := strings.Fields(got.Text)
				slices.Sort(shown)
				for _, missing := range without(want, shown) {
					t.Errorf("%s: %q is not shown", where, missing)
				}
			}
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
