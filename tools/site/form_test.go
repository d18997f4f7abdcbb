package site_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check"
)

const (
	formPage   = "/canvas/invullen/"
	standAlone = "/canvas/canvas.html"
)

// hands are what the tests do to the form as a person would: open a file, type, press buttons and download. What the browser would write to
// the disk comes back as a text.
const hands = `
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
    one('.actions [data-download="' + kind + '"]').click();
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
      for (const [key, text] of Object.entries(value[i])) type(entry.querySelector('[data-row="' + key + '"] textarea'), Array.isArray(text) ? text.join("\n") : text);
    });
  };
  return { open, download, write, clear, place, one, type };
})();
0`

// newForm opens the form in a browser, with hands.
func newForm(t *testing.T, address string) *browser {
	t.Helper()
	b := newBrowser(t, publicDir(t))
	b.open(t, address)
	b.wait(t, `document.querySelector("[data-form]").checkVisibility()`)
	eval[int](t, b, hands)
	return b
}

// forEach runs a function of a page over many inputs and returns what it gives for each.
func forEach[In, Out any](t *testing.T, b *browser, function string, inputs []In) []Out {
	t.Helper()
	var all []Out
	for part := range slices.Chunk(inputs, 20) {
		all = append(all, eval[[]Out](t, b, `(async (inputs) => {
			const one = `+function+`;
			const all = [];
			for (const input of inputs) all.push(await one(input));
			return all;
		})(`+quoted(part)+`)`)...)
	}
	return all
}

// The texts that canvases are made of: all that YAML could trip over, and nothing that a check would remark upon.
var awkward = []string{
	"een gewone zin over de tekening", "eerst: dan", "met # hekje", "- streepje vooraan", "'enkele' en \"dubbele\" aanhalingstekens", "dubbele punt aan het eind:", "| een streep",
	"> een haak", "{krul} [haak]", "* ster", "& en", "! uitroep", "% deel", "@ apenstaart", "`accent`", "true", "null", "~", "12", "1.5", "2026-01-02", "ja", "no", "\\ een \\n schuine streep",
	"café, coöperatie en naïef", "‘slim’ en “slimmer” – met streep …", "🙂 een gezicht", "? vraagteken vooraan", "...", "--- streepjes", "a: b: c", "[x] (y)", "een \"citaat\": dus", "#", "'", "\"",
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// line makes a text of one line; long ones now and then.
func line(r *rand.Rand) string {
	parts := []string{pick(r, awkward)}
	for r.IntN(3) > 0 && len(parts) < 12 {
		parts = append(parts, pick(r, awkward))
	}
	return strings.Join(parts, ". ")
}

// passage makes a text of one or more lines and paragraphs.
func passage(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString(line(r))
	for r.IntN(3) == 0 {
		b.WriteString(pick(r, []string{"\n", "\n\n", "\n\n\n", "\n  ", "\n- "}) + line(r))
	}
	return b.String()
}

// filledIn makes answers for the fields of a definition, by path, as a person would type them. Not every field gets one.
func filledIn(r *rand.Rand, def *canvas.Definition) map[string]any {
	values := map[string]any{}
	var visit func(fields []*canvas.Field, path string)
	one := func(f *canvas.Field) any {
		if f.Kind == canvas.List {
			list := []string{}
			for range 1 + r.IntN(4) {
				// A line that begins with a dash is a point of a list, and loses its dash.
				list = append(list, "punt "+line(r))
			}
			return list
		}
		return passage(r)
	}
	visit = func(fields []*canvas.Field, path string) {
		for _, f := range fields {
			own := strings.TrimPrefix(path+"."+f.Key, ".")
			concept := own == "title" || strings.HasPrefix(own, "canvas.kennismaken.")
			switch {
			case f.Later || own == "draft" || own == "editie" || own == "date":
			case f.Kind == canvas.Group:
				visit(f.Fields, own)
			case !concept && r.IntN(4) == 0:
			case f.Kind == canvas.Text:
				values[own] = passage(r)
				if f.Style == canvas.Question {
					values[own] = "Mogen we " + strings.ReplaceAll(pick(r, awkward), ",", "") + " tonen?"
				}
				if own == "title" || own == "tweede_lezer" {
					values[own] = line(r)
				}
			case f.Kind == canvas.Term:
				values[own] = pick(r, f.Vocabulary.Keys())
			case f.Kind == canvas.Terms:
				keys := slices.Clone(f.Vocabulary.Keys())
				r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
				values[own] = keys[:1+r.IntN(3)]
			case f.Kind == canvas.Flag:
				values[own] = r.IntN(2) == 0
			case f.Kind == canvas.Date:
				values[own] = fmt.Sprintf("20%02d-%02d-%02d", 27+r.IntN(9), 1+r.IntN(12), 1+r.IntN(28))
			case f.Kind == canvas.Table:
				rows := []map[string]any{}
				for range 1 + r.IntN(5) {
					entry := map[string]any{f.Item.Key: line(r)}
					weighed := r.IntN(3) > 0 // a choice with only one side is remarked upon
					for _, row := range f.Rows {
						if row.Kind == canvas.List && weighed || row.Kind != canvas.List && r.IntN(5) > 0 {
							entry[row.Key] = one(row)
						}
					}
					rows = append(rows, entry)
				}
				values[own] = rows
			}
		}
	}
	visit(def.Root.Fields, "")
	if r.IntN(2) == 0 {
		values["verhaal"] = "## Vooraf\n\nToen. " + line(r) + "\n\nDaarna. " + line(r)
	}
	return values
}

// at returns the value at a path of the front matter, or nil.
func at(front *casebook.Value, path string) *casebook.Value {
	for key := range strings.SplitSeq(path, ".") {
		front = front.Get(key)
		if front == nil {
			return nil
		}
	}
	return front
}

// written returns a value of the front matter as it is typed: texts without white space at the end, and nothing of what is not filled in.
func written(v *casebook.Value) any {
	if v.Blank() {
		return nil
	}
	switch v.Kind {
	case casebook.Sequence:
		list := []any{}
		for _, item := range v.Items {
			if one := written(item); one != nil {
				list = append(list, one)
			}
		}
		return list
	case casebook.Mapping:
		fields := map[string]any{}
		for _, p := range v.Pairs {
			if one := written(p.Value); one != nil {
				fields[p.Key.Text] = one
			}
		}
		return fields
	case casebook.Bool:
		return v.Text == "true"
	}
	return strings.TrimRight(v.Text, " \n")
}

// asJSON returns a value as it would come from JSON, for a comparison, with what is not filled in left out.
func asJSON(value any) any {
	switch v := value.(type) {
	case string:
		if strings.TrimSpace(v) == "" {
			return nil
		}
		return strings.TrimRight(v, " \n")
	case []string:
		list := []any{}
		for _, s := range v {
			list = append(list, s)
		}
		return asJSON(list)
	case []map[string]any:
		list := []any{}
		for _, m := range v {
			list = append(list, m)
		}
		return asJSON(list)
	case []any:
		list := []any{}
		for _, one := range v {
			if own := asJSON(one); own != nil {
				list = append(list, own)
			}
		}
		if len(list) == 0 {
			return nil
		}
		return list
	case map[string]any:
		fields := map[string]any{}
		for key, one := range v {
			if own := asJSON(one); own != nil {
				fields[key] = own
			}
		}
		if len(fields) == 0 {
			return nil
		}
		return fields
	}
	return value
}

// holds tells where a file differs from what was typed.
func holds(t *testing.T, where, file string, values map[string]any) *casebook.File {
	t.Helper()
	f := casebook.Parse(casebook.Path("proef"), []byte(file))
	if len(f.Problems) > 0 || f.Front == nil {
		t.Fatalf("%s: %v\n%s", where, f.Problems, file)
	}
	for path, value := range values {
		if path == "verhaal" {
			if got, want := strings.TrimSpace(string(f.Body())), strings.TrimSpace(value.(string)); got != want {
				t.Errorf("%s: the story is\n%s\nwant\n%s", where, got, want)
			}
			continue
		}
		got, want := quoted(written(at(f.Front, path))), quoted(asJSON(value))
		if got != want && !(want == "false" && got == "null") {
			t.Errorf("%s: %s is\n%s\nwant\n%s\n%s", where, path, got, want, file)
		}
	}
	return f
}

// TestFormMakesTheFile fills in hundreds of canvases as a person would, and reads the files that come out: every word is there, in its place, `dilemma
// check` has nothing to say, and the file opens again to the very same file; so does its JSON.
func TestFormMakesTheFile(t *testing.T) {
	const count = 300
	b := newForm(t, standAlone)
	def := definition(t)
	r := rand.New(rand.NewPCG(2022, 10))
	canvases := make([]map[string]any, count)
	for i := range canvases {
		canvases[i] = filledIn(r, def)
	}
	type files struct{ File, Again, FromJSON, Trouble string }
	made := forEach[map[string]any, files](t, b, `async (values) => {
		hands.clear();
		for (const [path, value] of Object.entries(values)) hands.write(path, value);
		const file = await hands.download("md");
		const json = await hands.download("json");
		let trouble = await hands.open("weer.md", file);
		const again = await hands.download("md");
		trouble ||= await hands.open("weer.json", json);
		return { file, again, trouble, fromJSON: await hands.download("md") };
	}`, canvases)
	checker := check.New(casebook.Open(os.DirFS(root)), time.Now())
	for i, values := range canvases {
		where := fmt.Sprintf("canvas %d", i)
		if made[i].Trouble != "" {
			t.Fatalf("%s does not open again: %s\n%s", where, made[i].Trouble, made[i].File)
		}
		holds(t, where, made[i].File, values)
		holds(t, where+" by way of JSON", made[i].FromJSON, values)
		if made[i].Again != made[i].File {
			t.Errorf("%s: opened again it is\n%s\nbut was\n%s", where, made[i].Again, made[i].File)
		}
		for _, file := range []string{made[i].File, made[i].FromJSON} {
			for _, f := range checker.Text(casebook.Path("proef"), []byte(file)) {
				t.Errorf("%s: %s: %s: %s\n%s", where, f.Field, f.Rule, f.Message, file)
			}
		}
		if t.Failed() {
			return
		}
	}
}
