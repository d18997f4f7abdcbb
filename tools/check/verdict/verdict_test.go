package verdict

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/theme"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
)

// world is a book on disk that changes, with two keepers: one that stays and one that is begun anew for each check, from what is stored.
type world struct {
	testing.TB
	*rand.Rand
	root, cache string
	day         time.Time
	program     Sum
	stays       *Keeper
	log         []string
}

func newWorld(t testing.TB, seed uint64, dilemmas int) *world {
	t.Helper()
	def, err := canvas.Load(product.Files)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{TB: t, Rand: rand.New(rand.NewPCG(seed, 1)), root: t.TempDir(), cache: t.TempDir(), day: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
	if err := fixture.Write(w.root, def, dilemmas); err != nil {
		t.Fatal(err)
	}
	w.write("hugo.toml", "baseURL = 'https://voorbeeld.example/'\n")
	w.write("content/handreiking/eigen.md", "---\ntitle: Eigen\naliases: [/oud/]\n---\nTekst.\n")
	w.stays = w.keeper()
	return w
}

func (w *world) keeper() *Keeper {
	return New(casebook.DirFS(w.root), product.Files, w.program, In(w.cache, w.root))
}

func (w *world) place(name string) string { return filepath.Join(w.root, filepath.FromSlash(name)) }

func (w *world) write(name, text string) {
	w.Helper()
	if err := os.MkdirAll(filepath.Dir(w.place(name)), 0o755); err != nil {
		w.Fatal(err)
	}
	if err := os.WriteFile(w.place(name), []byte(text), 0o644); err != nil {
		w.Fatal(err)
	}
}

func (w *world) read(name string) string {
	src, _ := os.ReadFile(w.place(name))
	return string(src)
}

// any returns a file of the book that is there, of those that match a pattern.
func (w *world) any(pattern string) string {
	names, _ := filepath.Glob(w.place(pattern))
	if len(names) == 0 {
		return "content/dilemmas/geen.md"
	}
	name, _ := filepath.Rel(w.root, names[w.IntN(len(names))])
	return filepath.ToSlash(name)
}

func (w *world) pick(words ...string) string { return words[w.IntN(len(words))] }

// lines are what a person may write into a dilemma: each makes findings, or none, depending on something elsewhere.
func (w *world) line() string {
	slug := fixture.Slug(1 + w.IntN(8))
	return w.pick(
		"Zie [een ander](/dilemmas/"+slug+"/).", "Zie [een ander]("+slug+".md).", "Zie [een kop](/dilemmas/"+slug+"/#kop-een).", "## Kop een",
		"Zie [oud](/oud/), [ouder](/ouder/).", "Zie [een thema](/themas/"+w.pick("onderhandeling", "timing", "eigen-woord", "integriteit")+"/).",
		"Zie [bijlage](/bijlage.pdf) en [andere](/dilemmas/"+slug+"/bijlage.txt).", "Zie [buiten het boek](../../LEESMIJ.md).", "{{< eigen >}}", "{{< anders >}}",
		"Bel Jan de Vries op 06-12345678.", "Zie [map](/handreiking/eigen/), [naast](/handreiking/anders/).", "De WOO en de AVG.", "Zie [[wiki]].",
	)
}

var operations = []struct {
	name string
	do   func(w *world)
}{
	{"add a line", func(w *world) { name := w.any("content/dilemmas/*.md"); w.write(name, w.read(name)+"\n"+w.line()+"\n") }},
	{"add a line to all", func(w *world) {
		for i := range 4 {
			name := casebook.Path(fixture.Slug(i + 1))
			w.write(name, w.read(name)+"\n"+w.line()+"\n")
		}
	}},
	{"put the dilemma back", func(w *world) {
		def, _ := canvas.Load(product.Files)
		n := 1 + w.IntN(8)
		w.write(casebook.Path(fixture.Slug(n)), fixture.Dilemma(def, n))
	}},
	{"change as many bytes", func(w *world) {
		name := w.any("content/dilemmas/*.md")
		w.write(name, strings.NewReplacer("de ", "dE ", "dE ", "de ", "06-1", "0g-1", "0g-1", "06-1").Replace(w.read(name)))
	}},
	{"a key", func(w *world) {
		name := w.any("content/dilemmas/*.md")
		key := w.pick("vervangen_door: "+fixture.Slug(1+w.IntN(8)), "vervangen_door: geen-zo-een", "aliases: [/ouder/]", "aliases: [/oud/]", "draft: true", "draft: false",
			"themas: [eigen-woord]", "themas: [integriteit]", "herzien_voor: 2027-03-01", "ingetrokken: {datum: 2026-01-01, reden: x}")
		lines := strings.SplitAfter(w.read(name), "\n")
		field, _, _ := strings.Cut(key, ":")
		for i, line := range lines {
			if strings.HasPrefix(line, field+":") {
				lines[i] = "x" + line
			}
		}
		if len(lines) > 1 {
			w.write(name, lines[0]+key+"\n"+strings.Join(lines[1:], ""))
		}
	}},
	{"break the front matter", func(w *world) { name := w.any("content/dilemmas/*.md"); w.write(name, "x"+w.read(name)) }},
	{"remove", func(w *world) { _ = os.Remove(w.place(w.any("content/dilemmas/*.md"))) }},
	{"rename", func(w *world) {
		_ = os.Rename(w.place(w.any("content/dilemmas/*.md")), w.place(casebook.Path(fixture.Slug(1+w.IntN(8)))))
	}},
	{"rename to capitals", func(w *world) {
		_ = os.Rename(w.place(w.any("content/dilemmas/*.md")), w.place("content/dilemmas/"+strings.ToUpper(fixture.Slug(1+w.IntN(8)))+".md"))
	}},
	{"make a folder of it", func(w *world) {
		slug := fixture.Slug(1 + w.IntN(8))
		w.write("content/dilemmas/"+slug+"/index.md", w.read(casebook.Path(slug)))
		_ = os.Remove(w.place(casebook.Path(slug)))
	}},
	{"attach", func(w *world) {
		w.write("content/dilemmas/"+fixture.Slug(1+w.IntN(8))+"/bijlage.txt", w.pick("niets", "Bel Jan de Vries op 06-12345678.", "BSN 123456782"))
	}},
	{"remove a folder", func(w *world) { _ = os.RemoveAll(w.place(w.any("content/dilemmas/proef-*[0-9]"))) }},
	{"an empty folder", func(w *world) { _ = os.MkdirAll(w.place("content/dilemmas/"+fixture.Slug(1+w.IntN(8))), 0o755) }},
	{"a link for a file", func(w *world) {
		name := w.any("content/dilemmas/*.md")
		_ = os.Remove(w.place(name))
		_ = os.Symlink(w.place(w.any("content/dilemmas/*.md")), w.place(name))
	}},
	{"settings", func(w *world) {
		w.write("hugo.toml", "baseURL = 'https://voorbeeld.example/'\n[params.dilemma]\n"+w.pick("invented = ['content/dilemmas/proef-00001.md']", "began = '2026-01-01'", "x = 1",
			"[params.dilemma.rules]\n'body/link' = '"+w.pick("off", "hint", "error")+"'", "redactie = 'Redactie <redactie@voorbeeld.example>'", "[", ""))
	}},
	{"allow", func(w *world) {
		text, err := allowlist.Add(nil, "x", "Jan de Vries", allowlist.Entry{Kind: "naam", Reason: "proef", Until: w.day.AddDate(0, w.IntN(3)-1, 0)})
		if err != nil {
			w.Fatal(err)
		}
		w.write(allowlist.Path, w.pick(string(text), ""))
	}},
	{"a word of its own", func(w *world) {
		text, _ := product.Files.ReadFile("data/themas.yaml")
		w.write("data/themas.yaml", string(text)+w.pick("", "- key: eigen-woord\n  label: Eigen woord\n  explanation: Een eigen woord.\n  source: eigen\n", "x"))
	}},
	{"the product's words", func(w *world) { _ = os.Remove(w.place("data/themas.yaml")) }},
	{"a shortcode", func(w *world) { w.write("layouts/_shortcodes/"+w.pick("eigen", "anders")+".html", "x") }},
	{"no shortcode", func(w *world) { _ = os.RemoveAll(w.place("layouts")) }},
	{"a static file", func(w *world) { w.write("static/"+w.pick("bijlage.pdf", "Bijlage.pdf"), "x") }},
	{"no static file", func(w *world) { _ = os.RemoveAll(w.place("static")) }},
	{"a file outside", func(w *world) { w.write("LEESMIJ.md", "# x") }},
	{"no file outside", func(w *world) { _ = os.Remove(w.place("LEESMIJ.md")) }},
	{"a page", func(w *world) {
		w.write("content/handreiking/"+w.pick("eigen", "anders")+".md", "---\ntitle: x\naliases: ["+w.pick("/oud/", "/ouder/")+"]\n---\n"+w.line()+"\n")
	}},
	{"no page", func(w *world) { _ = os.RemoveAll(w.place("content/handreiking")) }},
	{"a theme", func(w *world) {
		w.write("assets/css/theme/eigen.css", ":root { --d-color-text: "+w.pick("#eee", "#111")+"; }\n")
	}},
	{"a base for themes", func(w *world) { w.write("assets/css/tokens.css", w.pick(":root { --x: 1; }", "")) }},
	{"another day", func(w *world) { w.day = w.day.AddDate(0, 0, w.IntN(500)-200) }},
	{"another program", func(w *world) { w.program[0]++; w.stays = w.keeper() }},
	{"a broken store", func(w *world) {
		names, _ := filepath.Glob(filepath.Join(Folder(w.cache), "*"))
		for _, name := range names {
			src, _ := os.ReadFile(name)
			switch w.IntN(4) {
			case 0:
				src = src[:w.IntN(len(src)+1)]
			case 1:
				src[w.IntN(len(src))] ^= 1 << w.IntN(8)
			case 2:
				src = []byte(magic)
			case 3:
				src = append(src, src...)
			}
			_ = os.WriteFile(name, src, 0o600)
		}
	}},
	{"a store that others can read", func(w *world) {
		names, _ := filepath.Glob(filepath.Join(Folder(w.cache), "*"))
		for _, name := range names {
			_ = os.Chmod(name, 0o644)
		}
	}},
	{"nothing", func(*world) {}},
}

// whole returns what a check finds that keeps nothing.
func (w *world) whole() rules.Result {
	book := casebook.Open(casebook.Layers{Own: casebook.DirFS(w.root), Product: product.Files})
	return rules.New(book, rules.ReadStandard(book), w.day).All()
}

// check compares both keepers with a check that keeps nothing, and returns how many files the first looked at anew.
func (w *world) check() int {
	w.Helper()
	want := w.whole()
	anew := 0
	for i, k := range []*Keeper{w.stays, w.keeper()} {
		got := k.Check(w.day, nil)
		if !same(got.Result, want) {
			w.Fatalf("keeper %d differs after\n%s\ngot  %d files, %s\nwant %d files, %s", i, strings.Join(w.log, "\n"), got.Files, lines(got.Findings), want.Files, lines(want.Findings))
		}
		if i == 0 {
			anew = len(got.Anew)
		}
	}
	return anew
}

func same(a, b rules.Result) bool {
	return a.Files == b.Files && len(a.Findings) == len(b.Findings) && (len(a.Findings) == 0 || reflect.DeepEqual(a.Findings, b.Findings))
}

func lines(found []finding.Finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "\n\t%s:%d %s %s %s", f.File, f.Line, f.Rule, f.Severity, f.Message)
	}
	return b.String()
}

// TestSame changes a book at random, and compares the check that keeps verdicts with one that keeps nothing after each change. In the second run every
// stamp counts, as it does of a file that has been at rest; then a tick of the clock passes between changes.
func TestSame(t *testing.T) {
	for seed, at := range []time.Duration{rest, -time.Hour} {
		t.Run(fmt.Sprint(at), func(t *testing.T) {
			restFor(t, at)
			w := newWorld(t, uint64(seed), 8)
			steps, kept := 150, 0
			if testing.Short() {
				steps = 40
			}
			for range steps {
				for range 1 + w.IntN(2) {
					op := operations[w.IntN(len(operations))]
					w.log = append(w.log, op.name)
					op.do(w)
				}
				if at < 0 {
					time.Sleep(20 * time.Millisecond)
				}
				if anew := w.check(); anew == 0 {
					kept++
				}
			}
			if kept == 0 {
				t.Error("no check kept all of what another had said")
			}
		})
	}
}

// restFor sets rest for one test.
func restFor(t *testing.T, d time.Duration) {
	before := rest
	rest = d
	t.Cleanup(func() { rest = before })
}

// TestDepends makes one change at a time that touches another file than the one of which the findings change. The change must matter, to a check that
// keeps nothing too.
func TestDepends(t *testing.T) {
	one, two := casebook.Path(fixture.Slug(1)), casebook.Path(fixture.Slug(2))
	add := func(w *world, name, line string) { w.write(name, w.read(name)+"\n"+line+"\n") }
	key := func(w *world, name, line string) {
		field, _, _ := strings.Cut(line, ":")
		w.write(name, strings.Replace(strings.Replace(w.read(name), "\n"+field+":", "\nx"+field+":", 1), "---\n", "---\n"+line+"\n", 1))
	}
	remove := func(w *world, name string) {
		if err := os.Remove(w.place(name)); err != nil {
			w.Fatal(err)
		}
	}
	for _, test := range []struct {
		name           string
		before, change func(w *world)
	}{
		{"a link to what becomes a concept", func(w *world) {
			key(w, one, "draft: false")
			key(w, two, "draft: false")
			add(w, one, "[x](/dilemmas/proef-00002/)")
		},
			func(w *world) { key(w, two, "draft: true") }},
		{"a heading", func(w *world) { add(w, two, "## Kop een"); add(w, one, "[x](/dilemmas/proef-00002/#kop-een)") },
			func(w *world) { w.write(two, strings.Replace(w.read(two), "Kop een", "Kop twee", 1)) }},
		{"a link to what goes away", func(w *world) { add(w, one, "[x](proef-00002.md)") }, func(w *world) { remove(w, two) }},
		{"a link to what comes", func(w *world) { add(w, one, "[x](/dilemmas/proef-00009/)") }, func(w *world) { w.write(casebook.Path(fixture.Slug(9)), w.read(two)) }},
		{"a better suggestion", func(w *world) { key(w, one, "vervangen_door: proef-x00009") }, func(w *world) { w.write(casebook.Path("proef-x0009"), w.read(two)) }},
		{"a link to a file outside the site", func(w *world) { add(w, one, "[x](../../LEESMIJ.md)") }, func(w *world) { w.write("LEESMIJ.md", "# x\n") }},
		{"a heading in a file outside the site", func(w *world) {
			w.write("LEESMIJ.md", "---\ntitle: x\n---\n## Een\n")
			add(w, one, "[x](../../LEESMIJ.md#een)")
		},
			func(w *world) { w.write("LEESMIJ.md", "---\ntitle: x\n---\n## Twee\n") }},
		{"a file outside the site that goes away", func(w *world) { w.write("LEESMIJ.md", "# x\n"); add(w, one, "[x](../../LEESMIJ.md)") },
			func(w *world) { remove(w, "LEESMIJ.md") }},
		{"a word that nobody uses any more", func(w *world) {
			for i := range 8 {
				key(w, casebook.Path(fixture.Slug(i+1)), "themas: [timing]")
			}
			key(w, two, "draft: false")
			add(w, one, "[x](/themas/timing/)")
			for i := range 8 {
				if i != 1 {
					key(w, casebook.Path(fixture.Slug(i+1)), "themas: [integriteit]")
				}
			}
		}, func(w *world) {
			w.write(two, strings.Replace(w.read(two), "themas: [timing]", "themas: [integriteit]", 1))
		}},
		{"an old address", func(w *world) { add(w, one, "[x](/oud/)") }, func(w *world) { w.write("content/handreiking/eigen.md", "---\ntitle: Eigen\n---\nTekst.\n") }},
		{"an old address of two", func(w *world) { key(w, one, "aliases: [/ouder/]") }, func(w *world) { key(w, two, "aliases: [/ouder/]") }},
		{"the same address", func(*world) {}, func(w *world) { w.write("content/dilemmas/proef-00001/index.md", w.read(one)) }},
		{"a circle", func(w *world) { key(w, one, "vervangen_door: proef-00002") }, func(w *world) { key(w, two, "vervangen_door: proef-00001") }},
		{"a shortcode", func(w *world) { add(w, one, "{{< eigen >}}") }, func(w *world) { w.write("layouts/_shortcodes/eigen.html", "x") }},
		{"another spelling", func(w *world) { w.write("static/Bijlage.pdf", "x"); add(w, one, "[x](/bijlage.pdf)") },
			func(w *world) { _ = os.Rename(w.place("static/Bijlage.pdf"), w.place("static/bijlage.pdf")) }},
		{"an attachment without its dilemma", func(w *world) {
			w.write("content/dilemmas/map/index.md", w.read(one))
			w.write("content/dilemmas/map/bijlage.txt", "niets")
		},
			func(w *world) { remove(w, "content/dilemmas/map/index.md") }},
		{"the base of a theme", func(w *world) { w.write("assets/css/theme/eigen.css", ":root { --d-color-text: #eee; }\n") },
			func(w *world) { w.write(theme.Base, "\n") }},
		{"data twice", func(w *world) { w.write("data/eigen.json", "{}") }, func(w *world) { w.write("data/eigen.yaml", "{}") }},
		{"a setting", func(w *world) { add(w, one, "[x](/niets/)") },
			func(w *world) {
				w.write("hugo.toml", w.read("hugo.toml")+"[params.dilemma.rules]\n'body/link' = 'hint'\n")
			}},
		{"the address of the site", func(w *world) { add(w, one, "[x](/niets/)") }, func(w *world) { w.write("hugo.toml", "baseURL = 'https://anders.example/'\n") }},
		{"a word of the book's own", func(w *world) { key(w, one, "themas: [eigen-woord]") }, func(w *world) {
			text, _ := product.Files.ReadFile("data/themas.yaml")
			w.write("data/themas.yaml", string(text)+"x")
		}},
		{"an allowed name", func(w *world) { add(w, one, "Jan de Vries zei het.") }, func(w *world) {
			text, err := allowlist.Add(nil, "x", "Jan de Vries", allowlist.Entry{Kind: "naam", Reason: "proef", Until: w.day.AddDate(0, 1, 0)})
			if err != nil {
				w.Fatal(err)
			}
			w.write(allowlist.Path, string(text))
		}},
		{"a day", func(w *world) { key(w, one, "herzien_voor: 2027-06-01"); key(w, one, "draft: false") }, func(w *world) { w.day = w.day.AddDate(1, 0, 0) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			restFor(t, -time.Hour)
			w := newWorld(t, 1, 8)
			w.log = []string{test.name}
			test.before(w)
			w.check()
			before := w.whole()
			time.Sleep(20 * time.Millisecond)
			test.change(w)
			w.check()
			if same(before, w.whole()) {
				t.Errorf("the change makes no difference: %s", lines(before.Findings))
			}
		})
	}
}

// TestOther gives a keeper a lie in the name of another program, of nobody, and of somebody else who can write there. It must use nothing of it.
func TestOther(t *testing.T) {
	w := newWorld(t, 1, 3)
	w.check()
	lie := *w.stays.last.copy()
	for name := range lie.of {
		lie.of[name] = &kept{found: encodeFindings([]finding.Finding{{File: name, Message: "gelogen"}})}
	}
	truth, store := w.whole(), In(w.cache, w.root)
	try := func(name string, src []byte, mode os.FileMode, believed bool) {
		place := filepath.Join(store.dir, store.name)
		if err := errors.Join(os.Remove(place), os.WriteFile(place, src, 0o600), os.Chmod(place, mode)); err != nil {
			t.Fatal(err)
		}
		if got := w.keeper().Check(w.day, nil); same(got.Result, truth) == believed {
			t.Errorf("%s: %s", name, lines(got.Findings))
		}
	}
	whole := lie.encode()
	try("the same program", whole, 0o600, true)
	try("another byte", append(whole[:len(whole)-1:len(whole)-1], whole[len(whole)-1]^1), 0o600, false)
	try("others can write", whole, 0o622, runtime.GOOS == "windows")
	w.program[0]++
	try("another program", whole, 0o600, false)
}

// copy returns verdicts with the same in them.
func (v *verdicts) copy() *verdicts {
	return &verdicts{key: v.key, names: v.names, day: v.day, files: maps.Clone(v.files), of: maps.Clone(v.of)}
}

// TestFindings fills all of a finding, and reads it as it was.
func TestFindings(t *testing.T) {
	var f finding.Finding
	v := reflect.ValueOf(&f).Elem()
	for i := range v.NumField() {
		switch field := v.Field(i); field.Kind() {
		case reflect.String:
			field.SetString(fmt.Sprint("tekst ", i))
		case reflect.Int:
			field.SetInt(int64(1000 + i))
		default:
			t.Fatalf("%s is of a kind that nobody writes", v.Type().Field(i).Name)
		}
	}
	all := []finding.Finding{f, {}}
	if got := (&kept{found: encodeFindings(all)}).findings(); !reflect.DeepEqual(got, all) {
		t.Errorf("%+v", got)
	}
}

// TestStore keeps verdicts where nobody else can read them, and keeps none where it can't.
func TestStore(t *testing.T) {
	w := newWorld(t, 1, 2)
	w.check()
	store := In(w.cache, w.root)
	for name, mode := range map[string]os.FileMode{store.dir: 0o700, filepath.Join(store.dir, store.name): 0o600} {
		if info, err := os.Stat(name); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	old := filepath.Join(store.dir, "oud")
	past := time.Now().Add(-MaxAge - time.Hour)
	if err := errors.Join(os.WriteFile(old, nil, 0o600), os.Chtimes(old, past, past)); err != nil {
		t.Fatal(err)
	}
	w.write(casebook.Path(fixture.Slug(1)), "x")
	w.check()
	if _, err := os.Stat(old); err == nil {
		t.Error("a store of long ago is kept")
	}
	if err := errors.Join(os.RemoveAll(store.dir), os.WriteFile(store.dir, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	w.check()
}

// TestNextDay looks at nothing anew on the next day, when no day in the book is that one.
func TestNextDay(t *testing.T) {
	w := newWorld(t, 1, 3)
	w.check()
	w.day = w.day.AddDate(0, 0, 1)
	if anew := w.check(); anew > 0 {
		t.Errorf("%d files were looked at anew", anew)
	}
}
