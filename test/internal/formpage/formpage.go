// Package formpage uses the form of the canvas in a browser as a person would.
package formpage

import (
	"slices"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
)

// Hands are what the tests do to the form as a person would: open a file, type, press buttons and download, whatever it asks before that. What the browser would write to
// the disk comes back as a text.
const Hands = `(
window.hands = (() => {
  const blobs = [];
  const make = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (blob) => (blobs.push(blob), make(blob));
  HTMLAnchorElement.prototype.click = function () {};
  const one = (selector) => document.querySelector(selector) ?? (() => { throw new Error("no " + selector); })();
  const place = (path) => one('[data-field="' + path + '"]');
  const type = (control, value) => {
    if (control.type === "checkbox") control.checked = value; else control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const download = async (kind) => {
    const before = blobs.length;
    one('.actions [data-download="' + kind + '"]').click();
    for (; blobs.length === before; await new Promise((done) => setTimeout(done))) {
      if (one("[data-question]").open) one("[data-no]").click();
    }
    return blobs.pop().text();
  };
  const open = async (name, text) => {
    localStorage.clear();
    const input = one("[data-open]");
    const before = one("[data-conversations]").value;
    one("[data-trouble]").replaceChildren();
    const carried = new DataTransfer();
    carried.items.add(new File([text], name));
    input.files = carried.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    for (;;) {
      await new Promise((done) => setTimeout(done));
      const trouble = one("[data-trouble]").textContent;
      if (trouble) return trouble;
      if (one("[data-conversations]").value !== before) return "";
    }
  };
  const clear = () => { localStorage.clear(); one("[data-new]").click(); };
  const write = (path, value) => {
    const own = place(path);
    if (!own.matches("fieldset")) {
      const control = own.querySelector("textarea, select, input");
      return type(control, Array.isArray(value) ? value.join("\n") : value);
    }
    if (own.matches(".choices")) {
      for (const box of own.querySelectorAll("input")) if (box.checked) { box.checked = false; box.dispatchEvent(new Event("input", { bubbles: true })); }
      for (const word of value) type(own.querySelector('[value="' + word + '"]'), true);
      return;
    }
    const count = () => own.querySelectorAll(".entry").length;
    while (count() > value.length) own.querySelector(".entry:last-child [data-remove]").click();
    while (count() < value.length) own.querySelector("[data-add]").click();
    own.querySelectorAll(".entry").forEach((entry, i) => {
      for (const row of entry.querySelectorAll("[data-row]")) {
        const text = value[i][row.dataset.row] ?? "";
        type(row.querySelector("textarea"), Array.isArray(text) ? text.join("\n") : text);
      }
    });
  };
  return { open, download, write, clear, place, one, type, given: () => blobs.length };
})(), 0)`

// Open opens the form of a built site at an address in Chromium, with Hands.
func Open(t testing.TB, public, address string) *browser.Browser {
	t.Helper()
	return ready(t, browser.New(t, public), address)
}

// OpenIn does the same in an engine.
func OpenIn(t testing.TB, in browser.In, public, address string) *browser.Browser {
	t.Helper()
	return ready(t, in.New(t, public), address)
}

func ready(t testing.TB, b *browser.Browser, address string) *browser.Browser {
	t.Helper()
	b.Open(t, address)
	Ready(t, b)
	return b
}

// Ready waits until the form can be used, and gives the page Hands.
func Ready(t testing.TB, b *browser.Browser) {
	t.Helper()
	b.Wait(t, `document.querySelector("[data-form]").checkVisibility()`)
	browser.Eval[int](t, b, Hands)
}

// Manage opens what there is to do with conversations, which is folded away.
func Manage(t testing.TB, b *browser.Browser) {
	t.Helper()
	if !browser.Eval[bool](t, b, `document.querySelector("[data-manage]").open`) {
		b.Click(t, "[data-manage] > summary")
	}
}

// Unseen makes the browser neither lay out nor paint the form, for tests that look at the files that come out: what is typed does the same, and sooner.
func Unseen(t testing.TB, b *browser.Browser) {
	t.Helper()
	b.Adopt(t, `main { content-visibility: hidden }`)
}

// ForEach runs a function of a page over many inputs and returns what it gives for each.
func ForEach[In, Out any](t testing.TB, b *browser.Browser, function string, inputs []In) []Out {
	t.Helper()
	var all []Out
	for part := range slices.Chunk(inputs, 20) {
		all = append(all, browser.Eval[[]Out](t, b, `(async (inputs) => {
			const one = `+function+`;
			const all = [];
			for (const input of inputs) all.push(await one(input));
			return all;
		})(`+browser.Literal(part)+`)`)...)
	}
	return all
}
