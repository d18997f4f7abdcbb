package lifecycle_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/diff"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/changelog"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/list"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/publish"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo/repotest"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// now is the moment at which everybody is asked; Hugo gets it as its clock.
var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// spellings is how many files are written.
func spellings() int {
	if testing.Short() {
		return 2000
	}
	return 6000
}

// state is what a reader of the site finds of a dilemma, or would when it were there.
type state struct {
	OnSite, Draft, Withdrawn, Superseded, ToReview bool
}

// word is the state as list says it.
func (s state) word() lifecycle.State {
	switch {
	case !s.OnSite:
		return lifecycle.Concept
	case s.Withdrawn:
		return lifecycle.Withdrawn
	case s.Superseded:
		return lifecycle.Superseded
	case s.ToReview:
		return lifecycle.ToReview
	}
	return lifecycle.Published
}

// book is a casebook on disk, with the definition of this repository, settings for Hugo, and a repository of Git in which all is published.
type book struct {
	root  string
	def   *canvas.Definition
	texts map[string]string // by slug
}

func newBook(t *testing.T, texts map[string]string) *book {
	t.Helper()
	b := &book{root: t.TempDir(), texts: texts}
	data := os.DirFS(filepath.Join("..", "..", "data"))
	if err := os.CopyFS(filepath.Join(b.root, "data"), data); err != nil {
		t.Fatal(err)
	}
	var err error
	if b.def, err = canvas.Load(os.DirFS(b.root)); err != nil {
		t.Fatal(err)
	}
	files := repotest.Files{"hugo.toml": `baseURL = "https://example.org/"
disableKinds = ["taxonomy", "term", "rss", "sitemap", "robotsTXT", "404", "section"]
`,
		// What the pages of the site ask: layouts/dilemmas/page.html and layouts/_partials/case/standing.html.
		"layouts/home.html": `{{ range site.RegularPages }}{{ $review := false }}{{ with .Params.herzien_voor }}{{ with try (time.AsTime .) }}{{ if and .Value (lt .Value now) }}{{ $review = true }}{{ end }}{{ end }}{{ end -}}
{{ dict "slug" .File.ContentBaseName "draft" .Draft "withdrawn" (cond (and .Params.ingetrokken true) true false) "superseded" (cond (and .Params.vervangen_door true) true false) "toreview" $review | jsonify | safeHTML }}
{{ end }}`,
		"layouts/page.html": "x"}
	for slug, text := range texts {
		files[casebook.Path(slug)] = text
	}
	for name, text := range files {
		name = filepath.Join(b.root, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text.(string)), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	repo, err := git.PlainInit(b.root, false)
	if err != nil {
		t.Fatal(err)
	}
	who := object.Signature{Name: "Redactie", Email: "redactie@example.org", When: now}
	commit := object.Commit{Author: who, Committer: who, Message: "alles", TreeHash: repotest.Tree(t, repo.Storer, files)}
	repotest.Point(t, repo.Storer, "refs/heads/main", repotest.Store(t, repo.Storer, commit.Encode))
	return b
}

// hugo builds the site and returns what each page that it lists tells of itself.
func (b *book) hugo(t *testing.T, options ...string) map[string]state {
	t.Helper()
	public := t.TempDir()
	cmd := exec.Command("hugo", append([]string{"build", "--destination", public, "--noBuildLock", "--clock", now.Format(time.RFC3339)}, options...)...)
	cmd.Dir = b.root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("Hugo can't read what check lets through: %v\n%s", err, b.quote(string(out)))
	}
	text, err := os.ReadFile(filepath.Join(public, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]state{}
	for line := range strings.Lines(string(text)) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		var one struct {
			state
			Slug string
		}
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		all[one.Slug] = one.state
	}
	return all
}

// quote adds the files that a message names.
func (b *book) quote(message string) string {
	for slug, text := range b.texts {
		if strings.Contains(message, "/"+slug+".md") {
			message += fmt.Sprintf("\n%s: %q", slug, text)
		}
	}
	return message
}

// refused reports whether check refuses a file in such a way that no site is made of it: that Hugo could not read it, or would read it otherwise. A
// key in capitals is refused too, but read alike.
func refused(found []finding.Finding) bool {
	return slices.ContainsFunc(found, func(f finding.Finding) bool {
		date := strings.EqualFold(f.Field, lifecycle.Date)
		capitals := f.Rule == "frontmatter/ambiguous" && f.Field != "" && !date && !lifecycle.IsReserved(f.Field)
		form := strings.HasPrefix(f.Rule, "file/") || strings.HasPrefix(f.Rule, "frontmatter/")
		return f.Severity == finding.Error && (form && !capitals || date && (f.Rule == "canvas/type" || f.Rule == "date/invalid"))
	})
}

// TestEverybodyAgrees writes front matter in thousands of ways, and asks Hugo and every room what became of it.
func TestEverybodyAgrees(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 11))
	texts := map[string]string{}
	for i := range spellings() {
		texts[fmt.Sprintf("s%05d", i)] = spelling(r)
	}
	checker := sitebuild.CheckerAt(casebook.Open(os.DirFS(sitebuild.Root)), now)
	slugs := slices.Sorted(maps.Keys(texts))
	findings := make([][]finding.Finding, len(slugs))
	casebook.Parallel(len(slugs), func(i int) { findings[i] = checker.Text(casebook.Path(slugs[i]), []byte(texts[slugs[i]])) })
	found := map[string][]finding.Finding{}
	for i, slug := range slugs {
		found[slug] = findings[i]
	}
	read := map[string]string{}
	for slug, text := range texts {
		if !refused(found[slug]) {
			read[slug] = text
		}
	}
	t.Logf("%d files, of which check refuses %d", len(texts), len(texts)-len(read))
	if len(read) < spellings()/4 || len(read) > spellings()*9/10 {
		t.Fatal("that says little")
	}
	b := newBook(t, read)
	onSite, want := b.hugo(t), b.hugo(t, "--buildDrafts", "--buildFuture")
	counts := map[lifecycle.State]int{}
	for slug, s := range want {
		_, s.OnSite = onSite[slug]
		want[slug] = s
		counts[s.word()]++
	}
	t.Log(counts)
	for _, s := range []lifecycle.State{lifecycle.Concept, lifecycle.Published, lifecycle.ToReview, lifecycle.Superseded, lifecycle.Withdrawn} {
		if counts[s] < 20 {
			t.Errorf("only %d are %s", counts[s], s)
		}
	}
	if len(want) != len(read) {
		t.Fatalf("Hugo knows %d pages of %d files", len(want), len(read))
	}
	for room, says := range map[string]func(*testing.T, *book) map[string]string{"lifecycle": asksLifecycle, "list": asksList, "diff": asksDiff, "changelog": asksChangelog, "publish": asksPublish} {
		t.Run(room, func(t *testing.T) {
			wrong := 0
			answers := says(t, b)
			for slug, s := range want {
				if got, is := answers[slug], expected[room](s); got != is {
					if wrong++; wrong <= 25 {
						t.Errorf("%q is %s, and should be %s", read[slug], got, is)
					}
				}
			}
			if wrong > 25 {
				t.Errorf("and %d more", wrong-25)
			}
		})
	}
	t.Run("check", func(t *testing.T) {
		for slug, s := range want {
			asked := func(field string) bool {
				return slices.ContainsFunc(found[slug], func(f finding.Finding) bool { return f.Rule == "canvas/required" && f.Field == field })
			}
			// A concept need not say where it comes from, and of a withdrawn dilemma the canvas may be gone.
			if got, is := fmt.Sprint(asked(lifecycle.Provenance), asked("canvas.kennismaken.dilemma")), fmt.Sprint(!s.Draft && !s.Withdrawn, !s.Withdrawn); got != is {
				t.Errorf("%q: check asks %s, and should ask %s", read[slug], got, is)
			}
		}
	})
}

// expected says what each room should say of a dilemma.
var expected = map[string]func(state) string{
	"lifecycle": func(s state) string { return fmt.Sprint(s) },
	"list":      func(s state) string { return string(s.word()) },
	"diff": func(s state) string {
		switch s.word() {
		case lifecycle.Concept, lifecycle.Withdrawn:
			return fmt.Sprint(s.word(), s.Withdrawn)
		}
		return fmt.Sprint(lifecycle.Published, s.Withdrawn)
	},
	"changelog": func(s state) string {
		if s.OnSite && !s.Withdrawn {
			return "listed"
		}
		return ""
	},
	"publish": func(s state) string {
		switch {
		case s.Withdrawn:
			return "withdrawn"
		case !s.OnSite:
			return string(publish.IsConcept)
		}
		return ""
	},
}

func (b *book) each(visit func(slug string, f *casebook.File)) {
	for slug, text := range b.texts {
		visit(slug, casebook.Parse(casebook.Path(slug), []byte(text)))
	}
}

func asksLifecycle(t *testing.T, b *book) map[string]string {
	answers := map[string]string{}
	b.each(func(slug string, f *casebook.File) {
		answers[slug] = fmt.Sprint(state{
			lifecycle.OnSite(f.Front, now), lifecycle.IsDraft(f.Front), lifecycle.IsWithdrawn(f.Front), lifecycle.IsSuperseded(f.Front), lifecycle.IsToReview(f.Front, now),
		})
	})
	return answers
}

func asksList(t *testing.T, b *book) map[string]string {
	all, err := list.Read(b.root, b.def, &settings.Settings{}, now, proposal.Known)
	if err != nil {
		t.Fatal(err)
	}
	answers := map[string]string{}
	for _, d := range all.Dilemmas {
		answers[d.Slug] = string(d.State)
	}
	return answers
}

// asksDiff asks what review tells of a proposal that makes them all.
func asksDiff(t *testing.T, b *book) map[string]string {
	files := fstest.MapFS{}
	var changed []diff.File
	for slug, text := range b.texts {
		files[casebook.Path(slug)] = &fstest.MapFile{Data: []byte(text), Mode: fs.FileMode(0o644)}
		changed = append(changed, diff.File{Path: casebook.Path(slug), Op: diff.Insert})
	}
	answers := map[string]string{}
	for _, d := range diff.Of(b.def, fstest.MapFS{}, files, changed, now).Dilemmas {
		answers[d.Slug] = fmt.Sprint(d.State, d.Withheld)
	}
	return answers
}

func asksChangelog(t *testing.T, b *book) map[string]string {
	history, err := changelog.Read(b.root, b.def, &settings.Settings{}, now)
	if err != nil {
		t.Fatal(err)
	}
	answers := map[string]string{}
	for slug := range history.Versions {
		answers[slug] = "listed"
	}
	return answers
}

// asksPublish asks for the withdrawal of each: of a concept that is refused, and of what is withdrawn there is nothing to change.
func asksPublish(t *testing.T, b *book) map[string]string {
	editor, err := publish.NewEditor(casebook.DirFS(b.root), now)
	if err != nil {
		t.Fatal(err)
	}
	answers := map[string]string{}
	for slug := range b.texts {
		change, err := editor.Withdraw(slug, "Op verzoek.", now, false)
		var refusal *publish.Refusal
		switch {
		case errors.As(err, &refusal) && refusal.Why != publish.TooComplex:
			answers[slug] = string(refusal.Why)
		case err == nil && change.Unchanged():
			answers[slug] = "withdrawn"
		}
	}
	return answers
}
