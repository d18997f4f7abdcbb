package publish_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/publish"
)

// complete returns a dilemma that may be published, with some of its lines replaced.
func complete(t testing.TB, instead ...string) string {
	t.Helper()
	text := fixture.Dilemma(definition(t), 1)
	for i := 0; i < len(instead); i += 2 {
		if !strings.Contains(text, instead[i]) {
			t.Fatalf("%q stands nowhere", instead[i])
		}
		text = strings.Replace(text, instead[i], instead[i+1], 1)
	}
	return text
}

var today = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func definition(t testing.TB) *canvas.Definition {
	t.Helper()
	def, err := canvas.Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	return def
}

// write writes a file of a casebook.
func write(t testing.TB, root, name, text string) {
	t.Helper()
	name = filepath.Join(root, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

const draft = "draft: false\n"

// library is a casebook with dilemmas in every state.
func library(t testing.TB) map[string]string {
	return map[string]string{
		"park":      complete(t),
		"plein":     complete(t),
		"concept":   complete(t, draft, "draft: true  # nog even\n"),
		"zonder":    complete(t, draft, ""),
		"half":      "---\ntitle: Een titel\ndraft: true\ncanvas: {kennismaken: {dilemma: a, waarom_nu: b}}\n---\n",
		"echt":      complete(t, draft, "draft: true\n", "herkomst: samengesteld", "herkomst: geanonimiseerd", "eigenaar: true", "eigenaar: false", "tweede_lezer:", "# tweede_lezer:"),
		"stuk":      "---\ntitle: [\n---\n",
		"vervangen": complete(t, draft, draft+"vervangen_door: park\n"),
		"weg":       complete(t, draft, draft+"ingetrokken: {datum: 2026-01-02, reden: Op verzoek.}\n"),
		"lastig":    complete(t, draft, "? draft\n"),
	}
}

func editor(t testing.TB, files map[string]string) *publish.Editor {
	t.Helper()
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "data"), os.DirFS("../../../data")); err != nil {
		t.Fatal(err)
	}
	write(t, root, "content/handreiking/_index.md", "---\ntitle: x\n---\n") // the samples link to it
	for slug, text := range files {
		write(t, root, casebook.Path(slug), text)
	}
	write(t, root, casebook.Dir+"/bundel/index.md", complete(t, draft, "draft: true\n"))
	d, err := publish.NewEditor(casebook.DirFS(root), today)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestChange makes each change in each dilemma. The outcome is the new line, "=" when nothing changes, the rules that stop the change, or the reason of
// the refusal.
func TestChange(t *testing.T) {
	d := editor(t, library(t))
	show := func(slug string) (*publish.Change, error) { return d.Publish(slug) }
	withdraw := func(slug string) (*publish.Change, error) {
		return d.Withdraw(slug, "  Op verzoek,\tzei  de\x1b eigenaar. ", today, false)
	}
	supersede := func(slug string) (*publish.Change, error) { return d.Supersede(slug, "plein") }
	withdrawal := `+ingetrokken: {datum: 2026-11-24, reden: "Op verzoek, zei de eigenaar."}`
	for _, c := range []struct {
		name   string
		change func(string) (*publish.Change, error)
		slug   string
		want   string
	}{
		{"publish", show, "concept", "-draft: true  # nog even\n+draft: false  # nog even"},
		{"publish", show, "zonder", "+draft: false"},
		{"publish", show, "bundel", "-draft: true\n+draft: false"},
		{"publish", show, "park", "="},
		{"publish", show, "half", "canvas/required"},
		{"publish", show, "echt", "publish/second-reader publish/consent"},
		{"publish", show, "stuk", "frontmatter/syntax"},
		{"publish", show, "weg", "withdrawn 2026-01-02"},
		{"publish", show, "vervangen", "superseded park"},
		{"publish", show, "niets", "unknown"},
		{"publish", show, "plain", "unknown plein?"},
		{"publish", show, "../half", "unknown half?"},
		{"publish", show, "lastig", "intricate draft: false"},
		{"withdraw", withdraw, "park", withdrawal},
		{"withdraw", withdraw, "zonder", withdrawal},
		{"withdraw", withdraw, "vervangen", withdrawal},
		{"withdraw", withdraw, "weg", "="},
		{"withdraw", withdraw, "half", "concept"},
		{"withdraw", withdraw, "stuk", "frontmatter/syntax"},
		{"withdraw", withdraw, "niets", "unknown"},
		{"supersede", supersede, "park", "+vervangen_door: plein"},
		{"supersede", supersede, "vervangen", "-vervangen_door: park\n+vervangen_door: plein"},
		{"supersede", supersede, "plein", "itself"},
		{"supersede", supersede, "weg", "withdrawn 2026-01-02"},
		{"supersede", supersede, "half", "concept"},
		{"supersede", supersede, "niets", "unknown"},
		{"supersede", supersede, "stuk", "frontmatter/syntax"},
	} {
		change, err := c.change(c.slug)
		if got := outcome(change, err); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.name, c.slug, got, c.want)
		}
	}
}

// outcome describes the result of a change in one line.
func outcome(c *publish.Change, err error) string {
	var refused *publish.Refusal
	if errors.As(err, &refused) {
		text := string(refused.Why)
		if refused.Value != "" {
			text += " " + refused.Value
		}
		if refused.Near != "" {
			text += " " + refused.Near + "?"
		}
		return text
	}
	if err != nil {
		return err.Error()
	}
	var rules []string
	for _, f := range c.Findings {
		if f.Severity == finding.Error {
			rules = append(rules, f.Rule)
		}
	}
	if len(rules) > 0 {
		return strings.Join(slices.Compact(rules), " ")
	}
	if c.Unchanged() {
		return "="
	}
	was, is := strings.Split(string(c.Before), "\n"), strings.Split(string(c.After), "\n")
	for len(was) > 0 && was[0] == is[0] {
		was, is = was[1:], is[1:]
	}
	for len(was) > 0 && was[len(was)-1] == is[len(is)-1] {
		was, is = was[:len(was)-1], is[:len(is)-1]
	}
	var lines []string
	for _, line := range was {
		lines = append(lines, "-"+line)
	}
	for _, line := range is {
		lines = append(lines, "+"+line)
	}
	return strings.Join(lines, "\n")
}

func TestWithdrawal(t *testing.T) {
	d := editor(t, library(t))
	for _, c := range []struct {
		reason, day, want string
	}{
		{" \t", "2026-11-24", "no-reason"},
		{"Te herkennen.", "2026-11-25", "future 2026-11-25"},
		{"Te herkennen.", "2026-11-23", "+ingetrokken: {datum: 2026-11-23, reden: Te herkennen.}"},
		{"Te herkennen.", "2024-01-01", "date/order"},
		{"Op verzoek van Annelies Bedacht-de Vries.", "2026-11-24", "personal/naam"},
		{"Op verzoek van iemand in Waalwijk.", "2026-11-24", "personal/plaats"},
		{"Bel 06-12345678 voor de reden.", "2026-11-24", "personal/telefoon"},
	} {
		day, err := time.Parse(time.DateOnly, c.day)
		if err != nil {
			t.Fatal(err)
		}
		change, err := d.Withdraw("park", c.reason, day, false)
		if got := outcome(change, err); got != c.want {
			t.Errorf("%q on %s: %s, want %s", c.reason, c.day, got, c.want)
		}
	}
}

// TestEmergency withdraws a dilemma in which somebody can be recognised: findings in it must not prevent that, and the text can be removed as well.
func TestEmergency(t *testing.T) {
	files := library(t)
	const number = "123456782"
	files["lek"] = strings.Replace(complete(t), "title:", "# bsn "+number+"\ntitle:", 1) + "\nHaar bsn is " + number + ".\n"
	d := editor(t, files)
	change, err := d.Withdraw("lek", "Op verzoek.", today, false)
	if got := outcome(change, err); got != "+ingetrokken: {datum: "+today.Format(time.DateOnly)+", reden: Op verzoek.}" {
		t.Error(got)
	}
	change, err = d.Withdraw("lek", "Op verzoek.", today, true)
	if err != nil {
		t.Fatal(err)
	}
	left := casebook.Parse(change.Path, change.After)
	var keys []string
	for _, p := range left.Front.Pairs {
		keys = append(keys, p.Key.Text)
	}
	if got := strings.Join(keys, " "); got != "title date draft herkomst ingetrokken" || strings.Contains(string(change.After), number) || len(left.Body()) > 0 || len(change.Findings) > 0 {
		t.Errorf("%s with %v in\n%s", got, change.Findings, change.After)
	}
	// A dilemma that is withdrawn already can be emptied too, without giving a reason again.
	change, err = d.Withdraw("weg", "", today, true)
	if err != nil || change.Unchanged() || !strings.Contains(string(change.After), "ingetrokken:") {
		t.Errorf("%v\n%s", err, change.After)
	}
	// The reason is checked all the same.
	change, err = d.Withdraw("lek", "Bel 06-12345678.", today, true)
	if got := outcome(change, err); got != "personal/telefoon" {
		t.Error(got)
	}
}

func TestSuccession(t *testing.T) {
	files := library(t)
	files["c"] = complete(t, draft, draft+"vervangen_door: park\n")
	files["b"] = complete(t, draft, draft+"vervangen_door: c\n")
	files["rond"] = complete(t, draft, draft+"vervangen_door: om\n")
	files["om"] = complete(t, draft, draft+"vervangen_door: rond\n")
	files["2024"] = complete(t)
	d := editor(t, files)
	for by, want := range map[string]string{
		"plein": "+vervangen_door: plein", "2024": `+vervangen_door: "2024"`, "vervangen": "circle park → vervangen → park", "b": "circle park → b → c → park", "rond": "+vervangen_door: rond",
		"half": "target", "weg": "target", "stuk": "target", "nergens": "unknown", "plain": "unknown plein?", "park": "itself",
	} {
		change, err := d.Supersede("park", by)
		if got := outcome(change, err); got != want {
			t.Errorf("by %s: %s, want %s", by, got, want)
		}
	}
	change, err := d.Supersede("vervangen", "park")
	if got := outcome(change, err); got != "=" {
		t.Error("it was so already:", got)
	}
}

// TestBrokenSettings checks that settings which can't be parsed stop a change, because they might contain a rule that stops it.
func TestBrokenSettings(t *testing.T) {
	root := t.TempDir()
	if _, err := publish.NewEditor(casebook.DirFS(root), today); err == nil {
		t.Error("a casebook without a definition opens")
	}
	if err := errors.Join(os.CopyFS(filepath.Join(root, "data"), os.DirFS("../../../data")), os.WriteFile(filepath.Join(root, "hugo.toml"), []byte("["), 0o644)); err != nil {
		t.Fatal(err)
	}
	write(t, root, casebook.Path("half"), "---\ntitle: Een titel\ndraft: true\n---\n")
	d, err := publish.NewEditor(casebook.DirFS(root), today)
	if err != nil {
		t.Fatal(err)
	}
	change, err := d.Publish("half")
	if got := outcome(change, err); got != "canvas/required config/syntax" {
		t.Error(got)
	}
}
