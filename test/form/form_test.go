package form_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/axe"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/browser"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/formpage"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/outage"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/page"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"golang.org/x/net/html"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/site/wasm"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"

	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

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
	// Where another law holds, the words of the Woo are not chosen.
	if layer, ok := values["bestuurslaag"].(string); ok {
		for _, key := range def.Root.Child("bestuurslaag").Vocabulary.Find(layer).Outside {
			delete(values, key)
		}
	}
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
		got, want := browser.Literal(written(at(f.Front, path))), browser.Literal(asJSON(value))
		if got != want && !(want == "false" && got == "null") {
			t.Errorf("%s: %s is\n%s\nwant\n%s\n%s", where, path, got, want, file)
		}
	}
	return f
}

// TestFormMakesTheFile fills in hundreds of canvases as a person would, and reads the files that come out: every word is there, in its place, `dilemma
// check` has nothing to say, and the file opens again to the very same file; so does its JSON.
func TestFormMakesTheFile(t *testing.T) {
	t.Parallel()
	count := skip.Cases(300)
	b := formpage.Open(t, sitebuild.Published(t), page.StandAlone)
	formpage.Unseen(t, b)
	def := sitebuild.Definition(t)
	r := rand.New(rand.NewPCG(2022, 10))
	canvases := make([]map[string]any, count)
	for i := range canvases {
		canvases[i] = filledIn(r, def)
	}
	type files struct{ File, Again, FromJSON, Trouble string }
	made := formpage.ForEach[map[string]any, files](t, b, `async (values) => {
		hands.clear();
		for (const [path, value] of Object.entries(values)) hands.write(path, value);
		const file = await hands.download("md");
		const json = await hands.download("json");
		let trouble = await hands.open("weer.md", file);
		const again = await hands.download("md");
		trouble ||= await hands.open("weer.json", json);
		return { file, again, trouble, fromJSON: await hands.download("md") };
	}`, canvases)
	checker := sitebuild.Checker(casebook.Open(os.DirFS(sitebuild.Root)))
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

// hand writes data as YAML in the many ways in which people do, with comments between it.
type hand struct {
	*rand.Rand
	lines    []string
	comments []string
}

func (h *hand) comment() string {
	text := fmt.Sprintf("# opmerking %d: let op, 'dit' blijft [staan", len(h.comments))
	h.comments = append(h.comments, text)
	return text
}

// behind is a comment behind a value, or nothing.
func (h *hand) behind() string {
	if h.IntN(6) > 0 {
		return ""
	}
	return strings.Repeat(" ", 1+h.IntN(3)) + h.comment()
}

// between writes an empty line or a comment now and then.
func (h *hand) between(indent int) {
	switch h.IntN(12) {
	case 0:
		h.lines = append(h.lines, "")
	case 1:
		h.lines = append(h.lines, strings.Repeat(" ", indent)+h.comment())
	}
}

var (
	plainText = regexp.MustCompile(`^[\p{L}‘“🙂][^#:'"\\{}\[\],&*!|>%@` + "`" + `\n]*[^\s#:'"\\{}\[\],&*!|>%@` + "`" + `]$`)
	spaced    = regexp.MustCompile(`(?m)^[ \n]|[ ]$`)
)

// text returns a text in one notation, and the lines below it.
func (h *hand) text(text string, indent int, flow bool) (first string, below []string) {
	choice := h.IntN(6)
	pad := strings.Repeat(" ", indent+1+h.IntN(3))
	switch {
	case choice == 0 && plainText.MatchString(text) && !slices.Contains([]string{"true", "null", "no", "ja"}, text):
		return text, nil
	case choice == 1 && !strings.Contains(text, "\n"):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'", nil
	case choice >= 2 && choice <= 4 && !flow && text != "" && !spaced.MatchString(text):
		mark := "|"
		lines := strings.Split(text, "\n")
		if choice == 4 {
			// Below a > one line break is a space, so a break takes two.
			mark, lines = ">", strings.Split(strings.ReplaceAll(text, "\n", "\n\n"), "\n")
		}
		for _, line := range lines {
			if line != "" {
				line = pad + line
			}
			below = append(below, line)
		}
		return mark + pick(h.Rand, []string{"", "-"}), below
	}
	out, _ := json.Marshal(text)
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(out)), nil
}

// flow writes data between brackets on one line.
func (h *hand) flow(value any) string {
	switch v := value.(type) {
	case []any:
		var parts []string
		for _, one := range v {
			parts = append(parts, h.flow(one))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case map[string]any:
		var parts []string
		for _, key := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, key+": "+h.flow(v[key]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case string:
		first, _ := h.text(v, 0, true)
		return first
	}
	return fmt.Sprint(value)
}

// value writes data behind a head: a key with its colon, or a dash.
func (h *hand) value(head string, value any, indent int) {
	switch v := value.(type) {
	case []any:
		if len(v) == 0 || h.IntN(5) == 0 && !strings.Contains(fmt.Sprint(v), "\n") {
			h.lines = append(h.lines, head+" "+h.flow(v)+h.behind())
			return
		}
		h.lines = append(h.lines, head+h.behind())
		own := indent + 2*h.IntN(2)
		for _, one := range v {
			h.between(own)
			if m, ok := one.(map[string]any); ok && h.IntN(6) > 0 {
				h.mapping(m, own+2, strings.Repeat(" ", own)+"- ")
			} else {
				h.value(strings.Repeat(" ", own)+"-", one, own)
			}
		}
	case map[string]any:
		if len(v) == 0 || h.IntN(8) == 0 && !strings.Contains(fmt.Sprint(v), "\n") {
			h.lines = append(h.lines, head+" "+h.flow(v)+h.behind())
			return
		}
		h.lines = append(h.lines, head+h.behind())
		h.mapping(v, indent+2, "")
	case string:
		first, below := h.text(v, indent, false)
		h.lines = append(append(h.lines, head+" "+first+h.behind()), below...)
	default:
		h.lines = append(h.lines, fmt.Sprintf("%s %v%s", head, v, h.behind()))
	}
}

// mapping writes the keys of a map; first stands before the first of them.
func (h *hand) mapping(m map[string]any, indent int, first string) {
	for i, key := range slices.Sorted(maps.Keys(m)) {
		before := strings.Repeat(" ", indent)
		if i == 0 && first != "" {
			before = first
		} else {
			h.between(indent)
		}
		h.value(before+key+":", m[key], indent)
	}
}

// handmade makes the file of a dilemma as a person with an editor would, with keys of their own. It returns the file, what stands in it and its comments.
func handmade(r *rand.Rand, def *canvas.Definition) (file string, front map[string]any, comments []string) {
	front = map[string]any{"date": "2026-02-03", "draft": true, "editie": "2022-10", "eigen_veld": pick(r, []any{
		"vrije tekst", []any{"een", "twee: drie", 4}, map[string]any{"diep": map[string]any{"er": []any{map[string]any{"in": "x"}, "y"}}}, 12, true, line(r),
	})}
	for path, value := range filledIn(r, def) {
		if path == "verhaal" {
			continue
		}
		level := front
		keys := strings.Split(path, ".")
		for _, key := range keys[:len(keys)-1] {
			if level[key] == nil {
				level[key] = map[string]any{}
			}
			level = level[key].(map[string]any)
		}
		level[keys[len(keys)-1]] = generic(value)
	}
	if rows, ok := reach(front, "canvas.verkennen.spelers").([]any); ok {
		rows[0].(map[string]any)["macht"] = "groot"
	}
	h := &hand{Rand: r}
	h.mapping(front, 0, "")
	text := "---\n" + strings.Join(h.lines, "\n") + "\n---\n\nHet verhaal.\n"
	if r.IntN(8) == 0 {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text, front, h.comments
}

// generic returns a value with every list and map of one type.
func generic(value any) any {
	var out any
	data, _ := json.Marshal(value)
	_ = json.Unmarshal(data, &out)
	return out
}

// reach returns what stands at a path in data, or nil.
func reach(data any, path string) any {
	for key := range strings.SplitSeq(path, ".") {
		m, ok := data.(map[string]any)
		if !ok {
			return nil
		}
		data = m[key]
	}
	return data
}

// decoded returns the front matter of a file as the YAML library of the command reads it.
func decoded(t *testing.T, file string) map[string]any {
	t.Helper()
	_, rest, _ := strings.Cut(file, "\n")
	front, _, ok := strings.Cut(strings.ReplaceAll(rest, "\r\n", "\n"), "\n---\n")
	var out map[string]any
	if err := yaml.Unmarshal([]byte(front), &out); err != nil || !ok {
		t.Fatalf("%v\n%s", err, file)
	}
	// Days are texts, as in JSON.
	var plain func(any) any
	plain = func(value any) any {
		switch v := value.(type) {
		case time.Time:
			return v.Format(time.DateOnly)
		case string:
			return strings.TrimRight(v, "\n")
		case []any:
			for i := range v {
				v[i] = plain(v[i])
			}
		case map[string]any:
			for key := range v {
				v[key] = plain(v[key])
			}
		}
		return value
	}
	return generic(plain(out)).(map[string]any)
}

// TestFormKeepsWhatItDoesNotKnow opens files that people made by hand, in many notations: the form reads in them what the YAML library of the command
// reads; without a change it gives back the very file; and after changes, every other value and every comment is still there.
func TestFormKeepsWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	count := skip.Cases(300)
	b := formpage.Open(t, sitebuild.Published(t), page.Form)
	formpage.Unseen(t, b)
	def := sitebuild.Definition(t)
	r := rand.New(rand.NewPCG(7, 2026))
	type given struct {
		File    string
		Changes map[string]any
		front   map[string]any
		remarks []string
	}
	inputs := make([]given, count)
	for i := range inputs {
		in := &inputs[i]
		in.File, in.front, in.remarks = handmade(r, def)
		in.Changes = map[string]any{}
		for path, value := range filledIn(r, def) {
			if r.IntN(4) == 0 {
				in.Changes[path] = value
			}
		}
	}
	type taken struct{ Trouble, JSON, Same, Changed string }
	outputs := formpage.ForEach[given, taken](t, b, `async ({ File, Changes }) => {
		const trouble = await hands.open("met-de-hand.md", File);
		if (trouble) return { trouble };
		const json = await hands.download("json");
		const same = await hands.download("md");
		for (const [path, value] of Object.entries(Changes)) hands.write(path, value);
		return { trouble, json, same, changed: await hands.download("md") };
	}`, inputs)
	for i, out := range outputs {
		in := inputs[i]
		where := fmt.Sprintf("file %d", i)
		if out.Trouble != "" {
			t.Fatalf("%s does not open: %s\n%s", where, out.Trouble, in.File)
		}
		before := decoded(t, in.File)
		var read struct{ Gegevens map[string]any }
		must.Do(t, json.Unmarshal([]byte(out.JSON), &read))
		trim := func(v map[string]any) string {
			var ends = regexp.MustCompile(`(\\n)+"`)
			return ends.ReplaceAllString(browser.Literal(v), `"`)
		}
		if got, want := trim(read.Gegevens), trim(before); got != want {
			t.Errorf("%s is read as\n%s\nwant\n%s\n%s", where, got, want, in.File)
		}
		if out.Same != in.File {
			t.Errorf("%s without a change is\n%s\nwant\n%s", where, out.Same, in.File)
		}
		after := decoded(t, out.Changed)
		f := casebook.Parse(casebook.Path("proef"), []byte(strings.ReplaceAll(out.Changed, "\r\n", "\n")))
		for path, value := range in.Changes {
			if path == "verhaal" {
				continue
			}
			got, want := browser.Literal(withoutKey(written(at(f.Front, path)), "macht")), browser.Literal(asJSON(generic(value)))
			if got != want && !(want == "false" && got == "null") {
				t.Errorf("%s: %s is\n%s\nwant\n%s\nin\n%s\nfrom\n%s", where, path, got, want, out.Changed, in.File)
			}
		}
		var visit func(old any, path string)
		visit = func(old any, path string) {
			if _, changed := in.Changes[path]; changed {
				return
			}
			if m, ok := old.(map[string]any); ok {
				for key, value := range m {
					visit(value, strings.TrimPrefix(path+"."+key, "."))
				}
				return
			}
			if now := reach(after, path); browser.Literal(now) != browser.Literal(old) {
				t.Errorf("%s: nobody changed %s, but it is %s and was %s\n%s\nfrom\n%s", where, path, browser.Literal(now), browser.Literal(old), out.Changed, in.File)
			}
		}
		visit(before, "")
		source := casebook.Parse(casebook.Path("proef"), []byte(in.File))
		for _, remark := range in.remarks {
			place, mayGo := strings.Index(in.File, remark), false
			for path := range in.Changes {
				// An entry that was taken away took its comments along.
				if v := at(source.Front, path); v != nil && v.Kind == casebook.Sequence && v.Start <= place && !strings.Contains(in.File[min(place, v.End):place], "\n") {
					mayGo = true
				}
			}
			if !mayGo && !strings.Contains(out.Changed, remark) {
				t.Errorf("%s: %s is lost in\n%s\nfrom\n%s", where, remark, out.Changed, in.File)
			}
		}
		if t.Failed() {
			return
		}
	}
}

// withoutKey returns a list of maps without one of their keys.
func withoutKey(value any, key string) any {
	if list, ok := value.([]any); ok {
		for _, one := range list {
			if m, ok := one.(map[string]any); ok {
				delete(m, key)
			}
		}
	}
	return value
}

// TestStandAlone reads the form in one file: it is small, asks nothing of anyone, and only what stands in it may run.
func TestStandAlone(t *testing.T) {
	t.Parallel()
	public := sitebuild.Published(t)
	file := must.Read(t, public, page.StandAlone)
	if len(file) > 150_000 {
		t.Errorf("%d bytes", len(file))
	}
	t.Logf("%d bytes, %d compressed", len(file), page.Compressed(t, filepath.Join(public, page.StandAlone)))
	root, err := html.Parse(strings.NewReader(file))
	must.Do(t, err)
	p := page.Document{Name: page.StandAlone, Root: root}
	policy := p.Policy()
	if !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "connect-src") {
		t.Errorf("policy %q", policy)
	}
	p.Elements(func(n *html.Node) {
		for _, a := range n.Attr {
			// A link asks nothing until somebody follows it.
			if n.Data == "link" && a.Val == "data:," || n.Data == "a" && (strings.HasPrefix(a.Val, "mailto:") || strings.HasPrefix(a.Val, sitebuild.Address+"meedoen/")) {
				continue
			}
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || (a.Key == "src" || a.Key == "href") && !strings.HasPrefix(a.Val, "#") {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
		kind, _ := page.Attr(n, "type")
		if n.Data != "style" && (n.Data != "script" || kind == "application/json") {
			return
		}
		sum := sha256.Sum256([]byte(n.FirstChild.Data))
		if hash := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, hash) {
			t.Errorf("the policy does not know the <%s>: %s", n.Data, hash)
		}
	})
}

// TestProgramsStartBesideThePage keeps the start of a program, which takes a phone seconds, out of the thread in which somebody types: the script of the form can't
// compile one, and the script of the thread beside it can.
func TestProgramsStartBesideThePage(t *testing.T) {
	t.Parallel()
	public := sitebuild.Site(t, sitebuild.Variant{Address: sitebuild.Address, Programs: true})
	for pattern, want := range map[string]bool{"js/form.*.js": false, wasm.Dir + "/program-worker.*.js": true} {
		names, err := filepath.Glob(filepath.Join(public, filepath.FromSlash(pattern)))
		must.Do(t, err)
		if len(names) != 1 {
			t.Fatalf("%d scripts are named %s", len(names), pattern)
		}
		if got := strings.Contains(must.Read(t, names[0]), "WebAssembly"); got != want {
			t.Errorf("%s compiles programs: %v", names[0], got)
		}
	}
}

// TestRulesInThePage holds the rules in the page to those of the command: over every dilemma of the casebook, hand-made files and broken ones, they find the
// same. Together they show what somebody writes.
func TestRulesInThePage(t *testing.T) {
	t.Parallel()
	public := sitebuild.Site(t, sitebuild.Variant{Address: sitebuild.Address, Programs: true})
	names, err := filepath.Glob(filepath.Join(public, wasm.Dir, "*"))
	must.Do(t, err)
	for _, name := range names {
		size := page.Compressed(t, name)
		t.Logf("%s: %d bytes compressed", filepath.Ext(name), size)
		most := 2_210_000 // since they say a proposal in words too, read front matter that is written plainly in one pass, and inline where a check spends its time
		switch {
		case strings.HasPrefix(filepath.Base(name), "proposal."):
			most = 4_300_000 // it has all the rules, and reads all kinds of files; only the page for a proposal loads it
		case filepath.Ext(name) == ".bin": // the words
			most = 1_150_000
		}
		if size > most {
			t.Errorf("%s is %d bytes, and at most %d", name, size, most)
		}
	}
	def := sitebuild.Definition(t)
	r := rand.New(rand.NewPCG(3, 4))
	texts := []string{"", "geen kop", "---\ntitle: [\n---\n", "---\ntitle: a\ntitle: b\n---\n", "---\n\ttitle: x\n---\n"}
	for range 40 {
		text, _, _ := handmade(r, def)
		texts = append(texts, text, strings.Replace(text, "draft: true", "draft: false", 1))
	}
	book := casebook.Open(os.DirFS(sitebuild.Root))
	for _, slug := range book.Slugs() {
		text := string(book.Lookup(slug).Source)
		texts = append(texts, text, text[:len(text)/2], strings.NewReplacer("gemeente", "Jan Pietersen uit Lutjebroek, 06 12345678", "raad", "j.pietersen@example.nl").Replace(text))
	}
	b := browser.New(t, public)
	b.Open(t, page.Form)
	b.Wait(t, `document.querySelector("[data-form]").checkVisibility()`)
	b.Fill(t, "#veld-kennismaken-dilemma", "Bel de wethouder, Jan Pietersen, op 06 12345678.")
	b.Wait(t, `globalThis.dilemmaRules !== undefined && document.querySelectorAll(".writing mark").length >= 2`)
	if got := browser.Eval[string](t, b, `document.querySelector("#veld-kennismaken-dilemma-findings").textContent`); !strings.Contains(got, "naam van een persoon") || !strings.Contains(got, "telefoonnummer") {
		t.Errorf("at the field stands %q", got)
	}
	type place struct {
		Rule, Severity, Field, Kind, Message, Hint string
		Line, Column, EndLine, EndColumn           int
		Start, End                                 int
	}
	inPage := formpage.ForEach[string, []place](t, b, `async (text) => (await dilemmaRules.check("content/dilemmas/proef.md", text)).map((f) => ({ ...f, endLine: f.end_line, endColumn: f.end_column }))`, texts)
	checker, total := sitebuild.Checker(casebook.Open(os.DirFS(sitebuild.Root))), 0
	for i, text := range texts {
		want := []place{}
		for _, f := range checker.Text("content/dilemmas/proef.md", []byte(text)) {
			// Those that look at the rest of the casebook have nothing to look at in a page.
			if !slices.ContainsFunc([]string{"book/", "body/link", "body/reference", "body/shortcode"}, func(prefix string) bool { return strings.HasPrefix(f.Rule, prefix) }) {
				want = append(want, place{f.Rule, string(f.Severity), f.Field, f.Kind, f.Message, f.Hint, f.Line, f.Column, f.EndLine, f.EndColumn, f.Start, f.End})
			}
		}
		total += len(want)
		if !slices.Equal(inPage[i], want) {
			t.Errorf("in the page\n%+v\nby the command\n%+v\nof\n%.300s", inPage[i], want, text)
		}
	}
	if total < 100 {
		t.Errorf("only %d findings to compare", total)
	}
}

// kept returns what the browser keeps of conversations, as one text.
const kept = `Object.keys(localStorage).filter((key) => key.startsWith("dilemma.canvas.")).map((key) => localStorage.getItem(key)).join("\n")`

// TestFormLosesNothing takes away what can be taken away while somebody writes: the page, the network of thoughts, the disk, the other tab.
func TestFormLosesNothing(t *testing.T) {
	t.Parallel()
	browser.Each(t, losesNothing)
}

func losesNothing(t *testing.T, in browser.In) {
	b := formpage.OpenIn(t, in, sitebuild.Published(t), page.Form)
	value := func(selector string) string {
		t.Helper()
		return browser.Eval[string](t, b, `document.querySelector(`+browser.Literal(selector)+`).value`)
	}
	ready := func() {
		t.Helper()
		b.Wait(t, `document.querySelector("[data-form]").checkVisibility()`)
		browser.Eval[int](t, b, formpage.Hands)
	}
	const title, dilemma = "#veld-title", "#veld-kennismaken-dilemma"

	// A laptop that closes gives no time to wait, and the browser may end after it.
	browser.Eval[int](t, b, `hands.write("title", "Eerste gesprek"), hands.write("canvas.verkennen.spelers", [{speler: "Buurt"}, {speler: "Boer", belangen_en_waarden: "Rust"}]),
		document.dispatchEvent(new Event("visibilitychange")), Object.defineProperty(document, "visibilityState", {value: "hidden", configurable: true}), document.dispatchEvent(new Event("visibilitychange")), 0`)
	if got := browser.Eval[string](t, b, kept); !strings.Contains(got, "Eerste gesprek") || !strings.Contains(got, "Rust") {
		t.Errorf("kept is %s", got)
	}
	b.Open(t, page.Form)
	ready()
	if got := value(title); got != "Eerste gesprek" {
		t.Errorf("after a reload the title is %q", got)
	}
	if got := browser.Eval[[]string](t, b, `[...document.querySelectorAll('[data-row="speler"] textarea')].map((area) => area.value)`); strings.Join(got, ",") != "Buurt,Boer" {
		t.Errorf("after a reload the players are %q", got)
	}

	// A second conversation leaves the first as it is.
	formpage.Manage(t, b)
	b.Click(t, "[data-new]")
	b.Fill(t, title, "Tweede gesprek")
	b.Wait(t, `document.querySelectorAll("[data-conversations] option").length === 2 && `+kept+`.includes("Tweede")`)
	browser.Eval[int](t, b, `(() => { const list = document.querySelector("[data-conversations]"); list.value = [...list.options].find((o) => o.text.includes("Eerste")).value; list.dispatchEvent(new Event("change")); })(), 0`)
	if got := value(title); got != "Eerste gesprek" {
		t.Errorf("chosen is %q", got)
	}

	// A step back and forth, for words and for players.
	b.Click(t, `[data-field="canvas.verkennen.spelers"] .entry:first-child [data-remove]`)
	browser.Eval[int](t, b, `hands.write("canvas.kennismaken.dilemma", "Nieuw."), 0`)
	players := `[...document.querySelectorAll('[data-row="speler"] textarea')].map((area) => area.value).join()`
	for _, step := range []struct{ press, dilemma, players string }{
		{"[data-undo]", "", "Boer"}, {"[data-undo]", "", "Buurt,Boer"}, {"[data-redo]", "", "Boer"}, {"[data-redo]", "Nieuw.", "Boer"}, {"[data-undo]", "", "Boer"}, {"[data-undo]", "", "Buurt,Boer"},
	} {
		b.Click(t, step.press)
		if got := value(dilemma); got != step.dilemma {
			t.Errorf("%s: the dilemma is %q, not %q", step.press, got, step.dilemma)
		}
		if got := browser.Eval[string](t, b, players); got != step.players {
			t.Errorf("%s: the players are %q, not %q", step.press, got, step.players)
		}
	}

	// Another tab writes in the same conversation, and this one shows it; its own words are a step back.
	other := b.Tab(t)
	other.Open(t, page.Form)
	other.Wait(t, `document.querySelector("[data-form]").checkVisibility() && document.querySelector("#veld-title").value === "Eerste gesprek"`)
	other.Type(t, title, kb.End+"!")
	b.Wait(t, `document.querySelector("#veld-title").value === "Eerste gesprek!"`)
	other.Stop()
	b.Click(t, "[data-undo]")
	if got := value(title); got != "Eerste gesprek" {
		t.Errorf("a step back is %q", got)
	}

	// What can't be opened changes nothing, and says where and why.
	for name, c := range map[string]struct{ file, says string }{
		"alias.md":  {"---\ntitle: &a b\n---\n", "Regel 2: er staat een verwijzing"},
		"tab.md":    {"---\ntitle: a\n\tdraft: true\n---\n", "Regel 3: er staat een tab"},
		"dubbel.md": {"---\ntitle: a\ndraft: true\ntitle: b\n---\n", "Regel 4: dit veld staat er twee keer"},
		"half.md":   {"---\ntitle: \"a\n---\n", "Regel 2: een aanhalingsteken of haakje"},
		"punt.md":   {"---\ntitle: a: b\n---\n", "Regel 2: zet aanhalingstekens"},
		"kaal.md":   {"Geen kop", "Regel 1: het bestand begint niet met drie streepjes"},
		"regel.md":  {"---\ntitle: Mag dit\u2028naar buiten\n---\n", "Regel 2: op plaats 15 staat een onzichtbaar teken dat hier niet hoort (U+2028). Haal het weg."},
		"terug.md":  {"---\ntitle: a\rb\n---\n", "Regel 2: op plaats 9 staat een onzichtbaar teken dat hier niet hoort (U+000D). Haal het weg."},
		"groot.md":  {"---\ntitle: a\n---\n" + strings.Repeat("tekst ", 200_000), "groter dan 1 MB"},
		"x.json":    {"[1]", "dit is geen JSON van een dilemma"},
		"y.json":    {"{", "dit is geen JSON van een dilemma"},
	} {
		before := browser.Eval[string](t, b, kept)
		got := browser.Eval[string](t, b, `(async () => {
			const input = document.querySelector("[data-open]");
			const carried = new DataTransfer();
			carried.items.add(new File([`+browser.Literal(c.file)+`], `+browser.Literal(name)+`));
			document.querySelector("[data-trouble]").replaceChildren();
			document.querySelector("main").dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
			const trouble = document.querySelector("[data-trouble]");
			while (!trouble.textContent) await new Promise((done) => setTimeout(done, 10));
			return trouble.textContent;
		})()`)
		if !strings.Contains(got, c.says) || !strings.Contains(got, name) {
			t.Errorf("%s: %q", name, got)
		}
		if value(title) != "Eerste gesprek" || browser.Eval[string](t, b, kept) != before {
			t.Errorf("%s changed the conversation", name)
		}
	}

	// A field of another form stays as it is, and is closed.
	browser.Eval[string](t, b, `hands.open("vorm.md", "---\ntitle: Vorm\ncanvas:\n  kennismaken:\n    dilemma: [een, twee]\n  verkennen: tekst\n---\n")`)
	if !browser.Eval[bool](t, b, `document.querySelector("#veld-kennismaken-dilemma").disabled && document.querySelector('[data-field="canvas.verkennen.spelers"]').innerText.includes("tekst")`) {
		t.Error("a field of another form is open")
	}
	browser.Eval[int](t, b, `hands.write("canvas.kennismaken.waarom_nu", "Nu."), 0`)
	if got := browser.Eval[string](t, b, `hands.download("md")`); !strings.Contains(got, "    dilemma: [een, twee]\n    waarom_nu: \"Nu.\"\n  verkennen: tekst\n") {
		t.Errorf("the file is\n%s", got)
	}

	// A full disk is said at once, stays said, and asks before the page goes.
	browser.Eval[int](t, b, `(window.setItem = Storage.prototype.setItem, Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }), 0`)
	b.Fill(t, title, "Op een volle schijf")
	b.Wait(t, `document.querySelector("[data-trouble]").textContent.includes("Download nu je bestand") && document.querySelector("[data-saved]").textContent === "Niet bewaard"`)
	asks := `(() => { const leaving = new Event("beforeunload", { cancelable: true }); dispatchEvent(leaving); return leaving.defaultPrevented; })()`
	if !browser.Eval[bool](t, b, asks) {
		t.Error("the page goes without a question")
	}
	browser.Eval[int](t, b, `(Storage.prototype.setItem = window.setItem), 0`)
	b.Fill(t, title, "Weer plaats")
	b.Wait(t, `document.querySelector("[data-trouble]").textContent === "" && `+kept+`.includes("Weer plaats")`)
	if browser.Eval[bool](t, b, asks) {
		t.Error("all is kept, and still the page asks")
	}

	// What is damaged is passed over, not in silence, and stays.
	browser.Eval[int](t, b, `localStorage.setItem("dilemma.canvas.stuk", "{"), localStorage.setItem("dilemma.canvas.ook", JSON.stringify({changed: Date.now() + 1e6, text: "geen dilemma"})), 0`)
	b.Open(t, page.Form)
	ready()
	if value(title) != "Weer plaats" || !browser.Eval[bool](t, b, `localStorage.getItem("dilemma.canvas.stuk") === "{"`) {
		t.Errorf("with a damaged conversation beside it the title is %q", value(title))
	}
	if got := browser.Eval[string](t, b, `document.querySelector("[data-trouble]").textContent`); !strings.Contains(got, "kan hier niet open. Het bestand is niet veranderd. Regel 1: ") {
		t.Errorf("of a damaged conversation it says %q", got)
	}

	browser.Eval[int](t, b, `document.querySelector("[data-trouble]").replaceChildren(), (() => { const list = document.querySelector("[data-conversations]"); list.value = "ook"; list.dispatchEvent(new Event("change")); })(), 0`)
	b.Wait(t, `document.querySelector("[data-trouble]").textContent.includes("begint niet met drie streepjes")`)
	if value(title) != "Weer plaats" {
		t.Errorf("a damaged conversation took the place of %q", value(title))
	}

	// A story that became too long for the check is still there after a reload.
	browser.Eval[int](t, b, `hands.write("verhaal", "lang ".repeat(300000)), dispatchEvent(new Event("pagehide")), 0`)
	b.Open(t, page.Form)
	ready()
	if got := browser.Eval[int](t, b, `document.querySelector("#veld-verhaal").value.length`); got < 1_400_000 {
		t.Errorf("of a long story %d signs are left", got)
	}

	// To clear all is to clear all, once somebody says yes.
	browser.Eval[int](t, b, `localStorage.setItem("iets.anders", "blijft"), 0`)
	formpage.Manage(t, b)
	b.Click(t, "[data-clear]")
	b.Click(t, "[data-no]")
	if !strings.Contains(browser.Eval[string](t, b, kept), "Weer plaats") {
		t.Error("cleared without a yes")
	}
	formpage.Manage(t, b)
	b.Click(t, "[data-clear]")
	b.Click(t, "[data-yes]")
	b.Wait(t, `document.querySelector("[data-status]").textContent === "Alles is gewist."`)
	if got := browser.Eval[string](t, b, kept); got != "" || value(title) != "" || browser.Eval[int](t, b, `document.querySelectorAll("[data-conversations] option").length`) != 1 {
		t.Errorf("after clearing there is %q, title %q", got, value(title))
	}
	b.Click(t, "[data-undo]")
	if got := browser.Eval[string](t, b, `document.documentElement.outerHTML + [...document.querySelectorAll("textarea")].map((area) => area.value)`); strings.Contains(got, "Weer plaats") || strings.Contains(got, "Rust") {
		t.Error("what was cleared is still in the page")
	}
	if !browser.Eval[bool](t, b, `localStorage.getItem("iets.anders") === "blijft"`) {
		t.Error("what is not of the form went too")
	}
}

// TestFormForEveryone goes through the form with the keyboard and as a screen reader reads it, and lets axe judge every state.
func TestFormForEveryone(t *testing.T) {
	t.Parallel()
	judge := axe.Find(t)
	for _, address := range []string{page.Form, page.StandAlone} {
		b := formpage.Open(t, sitebuild.Published(t), address)
		b.Look(t, 1280, "light")
		judged := func(state string) {
			t.Helper()
			judge.Page(t, b, address+": "+state)
		}
		focused := func() string {
			return browser.Eval[string](t, b, `document.activeElement.id || document.activeElement.title || document.activeElement.textContent.trim()`)
		}
		judged("blank")
		browser.Eval[int](t, b, `document.querySelectorAll("details").forEach((more) => (more.open = true)), 0`)
		judged("all open")

		// By keyboard: from the title on, a player more, moved, and away again.
		browser.Eval[int](t, b, `document.querySelector("#veld-title").focus(), 0`)
		b.Key(t, "M", "a", "g", kb.Enter)
		if got := focused(); got != "veld-kennismaken-dilemma" {
			t.Errorf("%s: behind the title comes %s", address, got)
		}
		browser.Eval[int](t, b, `document.querySelector('[data-field="canvas.verkennen.spelers"] [data-add]').focus(), 0`)
		b.Key(t, kb.Enter)
		if got := browser.Eval[string](t, b, `document.activeElement.closest(".entry")?.getAttribute("aria-label") ?? ""`); got != "Speler D" {
			t.Errorf("%s: a new player puts the focus in %q", address, got)
		}
		b.Wait(t, `document.querySelector("[data-status]").textContent === "Speler D is toegevoegd."`)
		b.Key(t, "R", "o", "l")
		browser.Eval[int](t, b, `document.querySelector('[title="Zet Speler D eerder"]').focus(), 0`)
		b.Key(t, kb.Enter)
		if got := focused(); got != "Zet Speler C eerder" {
			t.Errorf("%s: after moving the focus is on %q", address, got)
		}
		if got := browser.Eval[string](t, b, `[...document.querySelectorAll('[data-row="speler"] textarea')].map((area) => area.value).join()`); got != ",,Rol," {
			t.Errorf("%s: the players are %q", address, got)
		}
		browser.Eval[int](t, b, `document.querySelector('[title="Haal Speler C weg"]').focus(), 0`)
		b.Key(t, kb.Enter)
		if got := focused(); got != "Haal Speler C weg" {
			t.Errorf("%s: after taking away the focus is on %q", address, got)
		}

		b.Wait(t, `document.querySelector("[data-status]").textContent.includes("is weggehaald")`)

		// Errors belong to their field, and nothing chatters while somebody types.
		browser.Eval[int](t, b, `(window.changes = 0, new MutationObserver((all) => (window.changes += all.length)).observe(document.body, { subtree: true, childList: true, characterData: true }),
			window.live = 0, document.querySelectorAll("[role=status], [role=alert], [aria-live]").forEach((place) => new MutationObserver((all) => (window.live += all.length)).observe(place, { subtree: true, childList: true, characterData: true })), 0)`)
		browser.Eval[int](t, b, `document.querySelector("#veld-kennismaken-waarom_nu").focus(), 0`)
		for _, sign := range "Bel 06 12345678 of mail a.b@voorbeeld.nl. " {
			b.Key(t, string(sign))
		}
		b.Wait(t, `document.querySelector("#veld-kennismaken-waarom_nu").ariaInvalid === "true"`)
		if live := browser.Eval[int](t, b, `window.live`); live > 0 {
			t.Errorf("%s: live regions spoke %d times while somebody typed", address, live)
		}
		if got := browser.Eval[string](t, b, `document.querySelector("#veld-kennismaken-waarom_nu").getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id).textContent).join(" ")`); !strings.Contains(got, "telefoonnummer") || !strings.Contains(got, "e-mailadres") {
			t.Errorf("%s: the field is described by %q", address, got)
		}
		if got := browser.Eval[[]string](t, b, `[...document.querySelectorAll(".writing__marks mark")].map((mark) => mark.textContent)`); strings.Join(got, "|") != "06 12345678|a.b@voorbeeld.nl" {
			t.Errorf("%s: underlined is %q", address, got)
		}
		judged("with remarks")
		b.Key(t, kb.End)
		browser.Eval[int](t, b, `document.querySelector("[data-findings-list] a").focus(), 0`)
		b.Key(t, kb.Enter)
		if got := browser.Eval[bool](t, b, `document.activeElement.matches("textarea")`); !got {
			t.Errorf("%s: a remark in the list leads to %q", address, focused())
		}

		// Every control has a name and, through its description, its help.
		type control struct{ ID, Name, Help string }
		for _, c := range browser.Eval[[]control](t, b, `[...document.querySelectorAll("[data-form] :is(textarea, select)")].map((area) => ({
			id: area.id, name: area.labels[0]?.textContent ?? "", help: area.id === "gesprek" ? "-" : (area.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "MISSING").join(" "),
		}))`) {
			if c.Name == "" || strings.TrimSpace(c.Help) == "" || strings.Contains(c.Help, "MISSING") {
				t.Errorf("%s: %+v", address, c)
			}
		}
		browser.Eval[string](t, b, `hands.open("lang.md", `+browser.Literal(must.Read(t, sitebuild.Root, "content", "dilemmas", "evaluatie-na-een-brand.md"))+`)`)
		for _, width := range []int64{320, 1280} {
			b.Look(t, width, "light")
			if got := browser.Eval[[]string](t, b, `[...document.querySelectorAll("textarea")].filter((area) => area.checkVisibility() && area.scrollHeight > area.clientHeight + 1).map((area) => area.id)`); len(got) > 0 {
				t.Errorf("%s at %d: the text is cut off in %q", address, width, got)
			}
		}
		browser.Eval[string](t, b, `hands.open("kapot.md", "---\ntitle: &a\n---\n")`)
		judged("a file that does not open")
		browser.Eval[string](t, b, `hands.open("vorm.md", "---\ntitle: Vorm\ncanvas: tekst\nherkomst: onbekend\nthemas: [raar]\n---\n")`)
		judged("fields of another form")
		formpage.Manage(t, b)
		b.Click(t, "[data-clear]")
		judged("the question")
		b.Key(t, kb.Escape)
		if !browser.Eval[bool](t, b, `document.activeElement.matches("[data-clear]")`) {
			t.Errorf("%s: the question leads back to %q", address, focused())
		}
		for _, width := range []int64{320, 768, 1920} {
			b.Look(t, width, "dark")
			b.Fits(t, fmt.Sprintf("%s at %d", address, width))
			judge.Page(t, b, fmt.Sprintf("%s at %d, dark", address, width))
		}
	}
}

// TestTheWholeWay carries a conversation from the stick to the site: the form from disk, the file to the casebook, the check, the proposal, the
// publication, and every word on the page.
func TestTheWholeWay(t *testing.T) {
	t.Parallel()
	dir := sitebuild.Repository(t)
	def := sitebuild.Definition(t)
	r := rand.New(rand.NewPCG(1, 5))
	words := 0
	next := func() string {
		words++
		return fmt.Sprintf("Hier staat antwoord nummer %d: met een ‘punt’ & meer.", words)
	}
	values := map[string]any{"title": "Mag dit van de stick", "canvas.verkennen.gedeelde_vraag": "Mogen we dit van de stick halen?", "herkomst": "fictief", "bestuurslaag": "gemeente",
		"themas": []string{"privacy", "vertrouwen"}, "woo_gronden": []string{"5.1.2e"}, "herzien_voor": "2029-01-01", "verhaal": "Het begon met een stick. Die lag op tafel."}
	for _, step := range def.Steps {
		for _, f := range step.Fields {
			path := "canvas." + step.Key + "." + f.Key
			switch {
			case values[path] != nil:
			case f.Kind == canvas.Table:
				rows := []map[string]any{}
				for range 2 + r.IntN(2) {
					row := map[string]any{f.Item.Key: next()}
					for _, line := range f.Rows {
						if line.Kind == canvas.List {
							row[line.Key] = []string{next(), next()}
						} else {
							row[line.Key] = next()
						}
					}
					rows = append(rows, row)
				}
				values[path] = rows
			default:
				values[path] = next() + "\n\n" + next()
			}
		}
	}
	var file []byte
	browser.Each(t, func(t *testing.T, in browser.In) {
		made := fromTheStick(t, in, values)
		holds(t, "the file from the stick", string(made), values)
		if file != nil && !bytes.Equal(made, file) {
			t.Errorf("the file is\n%s\nand from the engine before\n%s", made, file)
		}
		file = made
	})
	if file == nil {
		t.FailNow()
	}

	must.Write(t, filepath.Join(dir, "content", "dilemmas", "mag-dit-van-de-stick.md"), string(file))
	do := func(program string, args ...string) string {
		t.Helper()
		cmd := exec.Command(program, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=Redactie", "GIT_AUTHOR_EMAIL=redactie@example.org", "GIT_COMMITTER_NAME=Redactie", "GIT_COMMITTER_EMAIL=redactie@example.org")
		out, err := sitebuild.WithoutBrowser(t, cmd).CombinedOutput()
		if err != nil {
			t.Fatalf("%s %v: %v\n%s", program, args, err, out)
		}
		return string(out)
	}
	program := sitebuild.Dilemma(t)
	remote := filepath.Join(t.TempDir(), "server.git")
	do("git", "init", "-q", "-b", "main")
	do("git", "add", "hugo.toml", "data", "archetypes")
	do("git", "commit", "-q", "-m", "Casusboek")
	do("git", "init", "-q", "--bare", "-b", "main", remote)
	do("git", "remote", "add", "origin", remote)
	do("git", "push", "-q", "origin", "main")
	do("git", "config", "user.name", "Redactie")
	do("git", "config", "user.email", "redactie@example.org")
	if out := do(program, "check", "content/dilemmas/mag-dit-van-de-stick.md"); !strings.Contains(out, "1 bestand bekeken") {
		t.Errorf("check says\n%s", out)
	}
	if out := do(program, "submit", "mag-dit-van-de-stick", "--dry-run"); !strings.Contains(out, "mag-dit-van-de-stick") {
		t.Errorf("submit says\n%s", out)
	}
	do(program, "publish", "mag-dit-van-de-stick")
	do(program, "build")
	made := page.At(t, filepath.Join(dir, "public"), "dilemmas/mag-dit-van-de-stick")
	shown := page.Plain(page.Text(made.Root))
	for n := 1; n <= words; n++ {
		if answer := page.Plain(fmt.Sprintf("Hier staat antwoord nummer %d: met een ‘punt’ & meer.", n)); strings.Count(shown, answer) < 1 {
			t.Errorf("the page does not show %q", answer)
		}
	}
	for _, part := range []string{"Mag dit van de stick", "Mogen we dit van de stick halen?", "Die lag op tafel.", "ersoonlijke levenssfeer", "Vertrouwen"} {
		if !strings.Contains(shown, part) {
			t.Errorf("the page does not show %q", part)
		}
	}
	// Each answer stands below its own question.
	for _, step := range def.Steps {
		for _, f := range step.Fields {
			var field *html.Node
			for n := range made.Root.Descendants() {
				if id, _ := page.Attr(n, "id"); n.Type == html.ElementNode && id == step.Key+"-"+f.Key {
					field = n
				}
			}
			if field == nil {
				t.Errorf("no place for %s.%s", step.Key, f.Key)
				continue
			}
			place := page.Plain(page.Text(field))
			for number := range strings.SplitSeq(browser.Literal(values["canvas."+step.Key+"."+f.Key]), "nummer ") {
				if n, _, ok := strings.Cut(number, ": met"); ok && !strings.Contains(place, "nummer "+n+": met") {
					t.Errorf("answer %s is not at %s.%s", n, step.Key, f.Key)
				}
			}
		}
	}
}

// fromTheStick fills in the form from the disk with values, and returns the file that is downloaded. It opens again to the same file.
func fromTheStick(t *testing.T, in browser.In, values map[string]any) []byte {
	public, err := filepath.EvalSymlinks(sitebuild.Published(t))
	must.Do(t, err)
	b := in.At(t, "file://"+public)
	b.Open(t, page.StandAlone)
	b.Wait(t, `document.querySelector("[data-form]").checkVisibility()`)
	browser.Eval[int](t, b, strings.Replace(formpage.Hands, "HTMLAnchorElement.prototype.click = function () {};", "", 1))
	browser.Eval[int](t, b, `(Object.entries(`+browser.Literal(values)+`).forEach(([path, value]) => hands.write(path, value)), 0)`)
	const name = "mag-dit-van-de-stick.md"
	download := func(question string) []byte {
		return b.Downloaded(t, name, func() {
			b.Click(t, `.form-bar [data-download="md"]`)
			if question != "" {
				b.Click(t, question)
			}
		})
	}
	file := download("[data-no]")
	stick := filepath.Join(t.TempDir(), name)
	must.Do(t, os.WriteFile(stick, file, 0o644))
	browser.Eval[int](t, b, `(hands.clear(), 0)`)
	b.Wait(t, `document.querySelector("#veld-title").value === ""`)
	formpage.Manage(t, b)
	b.Choose(t, "[data-open]", stick)
	b.Wait(t, `document.querySelector("#veld-title").value === `+browser.Literal(values["title"]))
	if again := download(""); !bytes.Equal(again, file) {
		t.Errorf("opened again it is\n%s\nbut was\n%s", again, file)
	}
	return file
}

// TestWordInThePage takes a conversation to Word and back in the page itself, and refuses there what the command refuses.
func TestWordInThePage(t *testing.T) {
	t.Parallel()
	browser.Each(t, wordInThePage)
}

func wordInThePage(t *testing.T, in browser.In) {
	b := formpage.OpenIn(t, in, withRules(t), page.Form)
	def := sitebuild.Definition(t)
	values := filledIn(rand.New(rand.NewPCG(9, 9)), def)
	values["canvas.kennismaken.dilemma"], values["canvas.kennismaken.waarom_nu"] = "Wel of niet.", "Nu: morgen is het te laat." // a lone sign is no answer in Word
	browser.Eval[int](t, b, `Object.entries(`+browser.Literal(values)+`).forEach(([path, value]) => hands.write(path, value)), 0`)
	file := browser.Eval[string](t, b, `hands.download("md")`)
	document := browser.Eval[string](t, b, `(async () => {
		const made = URL.createObjectURL;
		const blob = await new Promise((done) => {
			URL.createObjectURL = (one) => (done(one), made(one));
			document.querySelector('[data-download="docx"]').click();
		});
		return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
	})()`)
	data, err := base64.StdEncoding.DecodeString(document)
	must.Do(t, err)
	parsed := casebook.Parse(casebook.Path("proef"), []byte(file))
	if want := word.Write(def, parsed.Front, string(parsed.Body())); !slices.Equal(data, want) {
		t.Errorf("the page makes %d other bytes than the command, which makes %d", len(data), len(want))
	}
	openWord := func(name string, data []byte) string {
		return browser.Eval[string](t, b, `(async () => {
			const bytes = Uint8Array.from(atob(`+browser.Literal(base64.StdEncoding.EncodeToString(data))+`), (sign) => sign.charCodeAt(0));
			const input = document.querySelector("[data-open]");
			const before = document.querySelector("[data-conversations]").value;
			const carried = new DataTransfer();
			carried.items.add(new File([bytes], `+browser.Literal(name)+`));
			input.files = carried.files;
			input.dispatchEvent(new Event("change", { bubbles: true }));
			for (;;) {
				await new Promise((done) => setTimeout(done, 50));
				if (document.querySelector("[data-trouble]").textContent || document.querySelector("[data-conversations]").value !== before) break;
			}
			return document.querySelector("[data-trouble]").textContent;
		})()`)
	}
	if trouble := openWord("terug.docx", data); trouble != "" {
		t.Errorf("the document does not open again: %s", trouble)
	}
	back := casebook.Parse(casebook.Path("proef"), []byte(browser.Eval[string](t, b, `hands.download("md")`)))
	for path, value := range values {
		if !strings.HasPrefix(path, "canvas.") && path != "title" {
			continue
		}
		spaces := func(v any) string {
			text := strings.Join(strings.Fields(strings.ReplaceAll(browser.Literal(v), `\n`, " ")), " ")
			return strings.Replace(text, `"* `, `"- `, 1) // a document has one sign for an item of a list
		}
		if got, want := spaces(written(at(back.Front, path))), spaces(asJSON(value)); got != want {
			t.Errorf("%s came back as\n%s\nwant\n%s", path, got, want)
		}
	}
	if got := openWord("verslag.docx", []byte("%PDF-1.7")); !strings.Contains(got, "is een PDF") {
		t.Errorf("a PDF gives %q", got)
	}
}

// TestFormStarts opens the form in a browser that keeps what no version of it kept: it starts, says of a conversation that does not open where and why, leaves
// all as it was, and keeps what is typed.
func TestFormStarts(t *testing.T) {
	t.Parallel()
	browser.Each(t, startsAllTheSame)
}

func startsAllTheSame(t *testing.T, in browser.In) {
	b := formpage.OpenIn(t, in, sitebuild.Published(t), page.Form)
	const fill = `(() => {
		localStorage.clear();
		const later = Date.now() + 1e6;
		const file = (text) => "---\ntitle: x\ncanvas:\n  kennismaken:\n    dilemma: " + text + "\n---\n";
		const kept = {
			stuk: "{", leeg: "", niets: "null", lijst: "[]", getal: "1", versie: '{"versie":2,"gesprek":{}}', dag: '{"text":"a","changed":"gisteren"}', diep: "[".repeat(100000),
			ver: JSON.stringify({ changed: 1e308, text: "" }),
			haken: JSON.stringify({ changed: later, text: file("[".repeat(8000)) }),
			regel: JSON.stringify({ changed: later + 1, text: file("a\u2028b") }),
			return: JSON.stringify({ changed: later + 2, text: file("x") + "a\rb" }),
			groot: JSON.stringify({ changed: later + 3, text: file("[" + "a, ".repeat(500000) + "]") }),
		};
		for (const [id, value] of Object.entries(kept)) localStorage.setItem("dilemma.canvas." + id, value);
		return Object.keys(kept).length;
	})()`
	n := browser.Eval[int](t, b, fill)
	b.Open(t, page.Form)
	formpage.Ready(t, b)
	trouble := browser.Eval[string](t, b, `document.querySelector("[data-trouble]").textContent`)
	if !strings.Contains(trouble, "kan hier niet open. Het bestand is niet veranderd. Regel 5: ") {
		t.Errorf("it says %q", trouble)
	}
	b.Fill(t, "#veld-title", "Een nieuw begin")
	b.Wait(t, kept+`.includes("Een nieuw begin")`)
	if got := browser.Eval[int](t, b, `Object.keys(localStorage).filter((key) => key.startsWith("dilemma.canvas.")).length`); got != n+1 {
		t.Errorf("%d conversations are kept, of %d", got, n+1)
	}
	for id, says := range map[string]string{"haken": "schrijfwijze", "regel": "U+2028", "return": "U+000D", "groot": "te veel gegevens"} {
		browser.Eval[int](t, b, `(() => { const list = document.querySelector("[data-conversations]"); list.value = "`+id+`"; list.dispatchEvent(new Event("change")); })(), 0`)
		b.Wait(t, `document.querySelector("[data-trouble]").textContent.includes("`+says+`")`)
	}
}

// BenchmarkRulesInThePage checks the largest dilemma of the casebook in the page and natively, one after the other in one run: sixty times in a page that was just opened
// (with -benchtime 3x), in which the browser still compiles, and then in the same page when it has checked two hundred times, as after half an hour of writing.
func BenchmarkRulesInThePage(bench *testing.B) {
	largest := ""
	book := casebook.Open(os.DirFS(sitebuild.Root))
	for _, slug := range book.Slugs() {
		if text := string(book.Lookup(slug).Source); len(text) > len(largest) {
			largest = text
		}
	}
	b := browser.New(bench, sitebuild.Site(bench, sitebuild.Variant{Address: sitebuild.Address, Programs: true}))
	b.Open(bench, page.Form)
	b.Wait(bench, `document.querySelector("[data-form]").checkVisibility()`)
	b.Do(bench, chromedp.SendKeys(chromedp.CSS("#veld-title"), "a"))
	b.Wait(bench, `globalThis.dilemmaRules !== undefined`)
	checker := sitebuild.Checker(book)
	checks := func(times int) (inPage, native time.Duration) {
		took := browser.Eval[float64](bench, b, `(async (text) => {
			const begin = performance.now();
			for (let i = 0; i < `+fmt.Sprint(times)+`; i++) await dilemmaRules.check("content/dilemmas/proef.md", text);
			return performance.now() - begin;
		})(`+browser.Literal(largest)+`)`)
		begin := time.Now()
		for range times {
			checker.Text("content/dilemmas/proef.md", []byte(largest))
		}
		return time.Duration(took * float64(time.Millisecond)), time.Since(begin)
	}
	var inPage, native time.Duration
	for bench.Loop() {
		there, here := checks(20)
		inPage, native = inPage+there, native+here
	}
	bench.ReportMetric(float64(inPage)/float64(native), "native")
	bench.ReportMetric(inPage.Seconds()*1000/float64(20*bench.N), "ms/check")
	checks(200 - min(200, 20*bench.N))
	inPage, native = checks(100)
	bench.ReportMetric(float64(inPage)/float64(native), "native-later")
	bench.ReportMetric(inPage.Seconds()*1000/100, "ms/check-later")
	bench.ReportMetric(0, "ns/op")
}

// TestFormWithoutNetwork fills in the form of the site in a room without network: the form and the rules that it fetched once are there, and so is Word
// only where it was asked for.
func TestFormWithoutNetwork(t *testing.T) {
	t.Parallel()
	before := sitebuild.Site(t, sitebuild.Variant{Address: "http://site.test/pad/", Programs: true})
	newer := sitebuild.Repository(t)
	must.Write(t, filepath.Join(newer, "content", "dilemmas", "nieuw.md"), fixture.Dilemma(sitebuild.Definition(t), 1))
	after := sitebuild.BuildPrograms(t, newer, "--baseURL", "http://site.test/pad/")
	browser.Each(t, func(t *testing.T, in browser.In) { formWithoutNetwork(t, in, before, after) })
}

// formWithoutNetwork meets with two versions of a site.
func formWithoutNetwork(t *testing.T, in browser.In, before, after string) {
	h := outage.Serve(t, before)
	b := in.WithWorker(t, h.Address)
	b.Expect(outage.Icon)
	b.Expect(outage.Left)
	b.Open(t, page.Form)
	b.Wait(t, `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller != null)`)
	b.Open(t, page.Form)
	checked := `globalThis.dilemmaRules !== undefined && [...document.querySelectorAll(".writing mark")].some((mark) => mark.textContent === "Jan Pietersen")`
	b.Fill(t, "#veld-kennismaken-dilemma", "Vraag het Jan Pietersen.")
	b.Wait(t, checked)
	b.Wait(t, `(`+outage.KeptAddresses+`).then((all) => ["rules.", "lexicon.", "book.", "wasm_exec."].every((name) => all.some((address) => address.includes("/programs/" + name))))`)
	// A new version of the site takes away the pages that were kept, and not the programs, which are the same.
	old := browser.Eval[[]string](t, b, `caches.keys().then((names) => names.filter((name) => name.includes(" vast ")))`)
	h.Replace(after)
	browser.Eval[int](t, b, outage.Update)
	b.Wait(t, `caches.keys().then((names) => names.some((name) => name.includes(" vast ")) && !names.some((name) => `+browser.Literal(old)+`.includes(name)))`)
	b.Open(t, page.Form)
	h.Cut(true)
	b.Open(t, page.Form)
	b.Wait(t, `document.querySelector("[data-form]").checkVisibility() && document.querySelector("#veld-kennismaken-dilemma").value.includes("Pietersen")`)
	b.Fill(t, "#veld-title", "Zonder netwerk")
	b.Wait(t, checked)
	b.Click(t, `.actions [data-download="docx"]`)
	b.Says(t, "#vraag-kop", "Er staan persoonsgegevens in je tekst")
	b.Click(t, "[data-no]")
	b.Wait(t, `document.querySelector("[data-trouble]").textContent.includes("Heb je netwerk?")`)
	h.Cut(false)
	// The failures that the browser tells of are those of Word and of the worker.
	b.Expect(func(complaint string) bool {
		return strings.Contains(complaint, "word.") || strings.Contains(complaint, "sw.js")
	})
	b.Click(t, `.actions [data-download="docx"]`)
	b.Wait(t, `document.querySelector("[data-status]").textContent.includes("zonder-netwerk.docx")`)
}
