package changelog_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/changelog"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo/repotest"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

func definition(t testing.TB) *canvas.Definition {
	t.Helper()
	def, err := canvas.Load(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	return def
}

// history is a repository with a commit every day, from 2 January 1970.
type history struct {
	testing.TB
	root  string
	repo  *git.Repository
	files repotest.Files
	days  int
	tip   plumbing.Hash
}

func newHistory(t testing.TB) *history {
	h := &history{TB: t, root: t.TempDir(), files: repotest.Files{"hugo.toml": ""}}
	var err error
	if h.repo, err = git.PlainInit(h.root, false); err != nil {
		t.Fatal(err)
	}
	return h
}

// commit changes files of the dilemmas on main; an empty text removes one.
func (h *history) commit(changes map[string]string, others ...plumbing.Hash) plumbing.Hash {
	h.Helper()
	h.days++
	h.tip = h.store(changes, others...)
	repotest.Point(h, h.repo.Storer, "refs/heads/main", h.tip)
	return h.tip
}

// store makes a commit on top of main without moving main.
func (h *history) store(changes map[string]string, others ...plumbing.Hash) plumbing.Hash {
	h.files = maps.Clone(h.files)
	for name, text := range changes {
		name = path.Join(casebook.Dir, name)
		if delete(h.files, name); text != "" {
			h.files[name] = text
		}
	}
	var parents []plumbing.Hash
	if !h.tip.IsZero() {
		parents = append(parents, h.tip)
	}
	who := object.Signature{Name: "Geheime Schrijver", Email: "schrijver@example.org", When: time.Unix(int64(h.days)*24*3600, 0).UTC()}
	c := object.Commit{Author: who, Committer: who, Message: "geheime boodschap", TreeHash: repotest.Tree(h, h.repo.Storer, h.files), ParentHashes: append(parents, others...)}
	return repotest.Store(h, h.repo.Storer, c.Encode)
}

// read returns one line for each version of a dilemma.
func (h *history) read(slug string) string {
	h.Helper()
	history, err := changelog.Read(h.root, definition(h), settingsIn(h.root), time.Now())
	if err != nil {
		h.Fatal(err)
	}
	var lines []string
	for _, v := range history.Versions[slug] {
		lines = append(lines, strings.TrimSpace(fmt.Sprint(strings.TrimPrefix(v.Date, "1970-01-"), v.Events, " ", strings.Join(v.Fields, " "))))
	}
	return strings.Join(lines, "\n")
}

func dilemma(extra, dilemma, story string) string {
	return "---\ntitle: Een titel\n" + extra + "\ncanvas:\n  kennismaken:\n    dilemma: " + dilemma + "\n---\n" + story + "\n"
}

const (
	concept = "draft: true"
	onSite  = "draft: false"
)

func want(t *testing.T, got string, lines ...string) {
	t.Helper()
	if all := strings.Join(lines, "\n"); got != all {
		t.Errorf("got\n%s\nwant\n%s", got, all)
	}
}

// TestVersions follows one dilemma from its first concept.
func TestVersions(t *testing.T) {
	h := newHistory(t)
	h.commit(map[string]string{"x.md": dilemma(concept, "Geheim", "Geheim.")})
	h.commit(map[string]string{"x.md": dilemma(concept, "Minder geheim", "Verhaal.")})
	want(t, h.read("x"))
	h.commit(map[string]string{"x.md": dilemma(onSite, "Ja of nee", "Verhaal."), "y.md": dilemma(onSite, "Nog een", "")})
	h.commit(map[string]string{"x.md": dilemma(onSite+"\nherzien_op: 2026-01-01\nherzien_voor: 2028-01-01", "Nee of ja", "Ander verhaal.")})
	h.commit(map[string]string{"y.md": dilemma(onSite, "Nog een ander", "")})
	h.commit(map[string]string{"x.md": dilemma(onSite+"\nherzien_op:   2026-01-01\nherzien_voor: 2029-01-01\nvreemd: geheim\ntoestemming: {eigenaar: true}", "Nee of ja", "Ander verhaal.")})
	h.commit(map[string]string{"x.md": dilemma(onSite+"\nvervangen_door: y\nherzien_op: 2026-01-01", "Nee of ja", "Ander verhaal.")})
	want(t, h.read("x"), "04[published]", "05[reviewed changed] canvas.kennismaken.dilemma verhaal", "08[superseded]")
	want(t, h.read("y"), "04[published]", "06[changed] canvas.kennismaken.dilemma")
}

// TestWithdrawn checks that a withdrawn dilemma has no versions, and that its return adds no fields.
func TestWithdrawn(t *testing.T) {
	h := newHistory(t)
	h.commit(map[string]string{"x.md": dilemma(onSite, "Ja of nee", "")})
	h.commit(map[string]string{"x.md": "---\ntitle: Een titel\ningetrokken: {datum: 2026-01-01, reden: Te herkennen.}\n---\n"})
	want(t, h.read("x"))
	h.commit(map[string]string{"x.md": dilemma(onSite, "Ja of nee", "")})
	want(t, h.read("x"), "02[published]", "03[withdrawn]", "04[restored]")
}

// TestConceptAgain checks that the versions start again after a dilemma was taken off the site.
func TestConceptAgain(t *testing.T) {
	h := newHistory(t)
	h.commit(map[string]string{"x.md": dilemma(onSite, "Ja of nee", "")})
	h.commit(map[string]string{"x.md": dilemma(concept, "Te veel gezegd", "")})
	want(t, h.read("x"))
	h.commit(map[string]string{"x.md": dilemma(onSite, "Ja of nee", "")})
	want(t, h.read("x"), "04[published]")
	h.commit(map[string]string{"x.md": ""})
	want(t, h.read("x"))
	h.commit(map[string]string{"x.md": dilemma(onSite, "Ja of nee", "")})
	want(t, h.read("x"), "06[published]")
}

// TestUnreadable checks that the versions go on after a dilemma could not be parsed for a while.
func TestUnreadable(t *testing.T) {
	h := newHistory(t)
	h.commit(map[string]string{"x.md": dilemma(onSite, "Ja of nee", "")})
	h.commit(map[string]string{"x.md": "---\ntitle: [\n---\n"})
	h.commit(map[string]string{"x.md": dilemma(onSite, "Nee of ja", "")})
	want(t, h.read("x"), "02[published]", "04[changed] canvas.kennismaken.dilemma")
}

// TestPlaces follows a dilemma that becomes a bundle, and one that gets a new slug with the old address as an alias.
func TestPlaces(t *testing.T) {
	h := newHistory(t)
	h.commit(map[string]string{"x.md": dilemma(onSite, "Ja of nee", "")})
	h.commit(map[string]string{"x.md": "", "x/index.md": dilemma(onSite, "Ja of nee", ""), "x/kaart.png": "a"})
	want(t, h.read("x"), "02[published]")
	h.commit(map[string]string{"x/kaart.png": "b"})
	h.commit(map[string]string{"x/index.md": "", "x/kaart.png": "", "nieuw.md": dilemma(onSite+"\naliases: [/dilemmas/x/]", "Ja of nee", ""), "ander.md": dilemma(onSite, "Ja of nee", "")})
	want(t, h.read("x"))
	want(t, h.read("nieuw"), "02[published]", "04[changed] bijlagen", "05[moved]")
	want(t, h.read("ander"), "05[published]")
}

// TestMerge checks that a merge counts on its own day, whatever the branch did before.
func TestMerge(t *testing.T) {
	h := newHistory(t)
	h.commit(map[string]string{"x.md": dilemma(onSite, "Ja of nee", "")})
	base := h.files
	h.days++
	branch := h.store(map[string]string{"z.md": dilemma(onSite, "Eerste versie", "")})
	h.files = base
	h.commit(map[string]string{"x.md": dilemma(onSite, "Nee", "")})
	h.commit(map[string]string{"z.md": dilemma(onSite, "Tweede versie", "")}, branch)
	want(t, h.read("z"), "05[published]")
	want(t, h.read("x"), "02[published]", "04[changed] canvas.kennismaken.dilemma")
}

// TestDays checks the day of the last change of each page: not that of a file that was taken away, nor of one that differs on disk, nor of a dilemma.
func TestDays(t *testing.T) {
	h := newHistory(t)
	h.commit(map[string]string{"../over/a.md": "een", "../over/weg.md": "een", "../_index.md": "een", "../../data/b.yaml": "een: 1", "../../layouts/x.html": "een", "x.md": dilemma(onSite, "Ja of nee", "")})
	h.commit(map[string]string{"../over/a.md": "twee", "../over/werk.md": "een", "x.md": dilemma(onSite, "Nee", "")})
	base := h.files
	h.days++
	branch := h.store(map[string]string{"../_index.md": "op een tak"})
	h.files = base
	h.commit(map[string]string{"../over/weg.md": "", "../../data/b.yaml": "een: 2"})
	h.commit(map[string]string{"../_index.md": "op een tak"}, branch)
	h.commit(map[string]string{"../over/terug.md": "een"})
	h.commit(map[string]string{"../over/terug.md": ""})
	h.commit(map[string]string{"../over/terug.md": "een"})
	for name, text := range h.files {
		name = filepath.Join(h.root, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text.(string)), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(h.root, "content", "over", "werk.md"), []byte("twee"), 0o644); err != nil {
		t.Fatal(err)
	}
	history, err := changelog.Read(h.root, definition(t), settingsIn(h.root), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	days := changelog.Days{"content/over/a.md": "1970-01-03", "content/_index.md": "1970-01-06", "data/b.yaml": "1970-01-05", "content/over/terug.md": "1970-01-09"}
	if !maps.Equal(history.Changed, days) {
		t.Errorf("got  %v\nwant %v", history.Changed, days)
	}
}

// TestPrivate checks that the data for the site holds nothing that people wrote.
func TestPrivate(t *testing.T) {
	h := newHistory(t)
	h.commit(map[string]string{"x.md": dilemma(onSite, "geheim", "geheim")})
	h.commit(map[string]string{"x.md": dilemma(onSite+"\ngeheim: x", "Ja of nee", "Verhaal.")})
	history, err := changelog.Read(h.root, definition(t), settingsIn(h.root), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(history)
	if err != nil {
		t.Fatal(err)
	}
	if len(history.Versions["x"]) != 2 || strings.Contains(strings.ToLower(string(text)), "gehei") || strings.Contains(string(text), "schrijver") {
		t.Errorf("%s", text)
	}
}

// TestClones reads repositories made by git: a clone, a linked worktree, one with uncommitted changes, and a shallow clone.
func TestClones(t *testing.T) {
	h := newHistory(t)
	h.commit(map[string]string{"x.md": dilemma(onSite, "Ja of nee", "")})
	h.commit(map[string]string{"x.md": dilemma(onSite, "Nee", "")})
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	dir := t.TempDir()
	clone, linked, shallow := filepath.Join(dir, "clone"), filepath.Join(dir, "linked"), filepath.Join(dir, "shallow")
	git("clone", "--quiet", "--branch", "main", h.root, clone)
	git("-C", clone, "worktree", "add", "--quiet", "--detach", linked)
	git("clone", "--quiet", "--branch", "main", "--depth", "1", "file://"+h.root, shallow)
	if err := os.WriteFile(filepath.Join(linked, casebook.Path("x")), []byte("anders"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, root := range []string{clone, linked} {
		h.root = root
		want(t, h.read("x"), "02[published]", "03[changed] canvas.kennismaken.dilemma")
	}
	if history, err := changelog.Read(shallow, definition(t), settingsIn(shallow), time.Now()); !errors.Is(err, changelog.ErrTruncated) {
		t.Errorf("a shallow clone gives %v, %v", history, err)
	}
	if history, err := changelog.Read(t.TempDir(), definition(t), &settings.Settings{}, time.Now()); !errors.Is(err, changelog.ErrNoPublished) {
		t.Errorf("no repository gives %v, %v", history, err)
	}
}

// settingsIn reads hugo.toml, and returns empty settings when it can't be read.
func settingsIn(root string) *settings.Settings {
	cfg, err := settings.Load(os.DirFS(root))
	if err != nil {
		return &settings.Settings{}
	}
	return cfg
}
