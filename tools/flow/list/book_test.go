package list_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/list"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo/repotest"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// front returns a dilemma with the given lines in its front matter.
func front(lines ...string) string {
	return "---\ntitle: Een titel\n" + strings.Join(lines, "\n") + "\n---\n"
}

// world is a casebook in a folder, mostly with a repository around it.
type world struct {
	testing.TB
	root string
	repo *git.Repository
	last map[plumbing.Hash]repotest.Files
	days int
}

func newWorld(t testing.TB) *world {
	w := &world{TB: t, root: t.TempDir(), last: map[plumbing.Hash]repotest.Files{}}
	var err error
	if w.repo, err = git.PlainInit(w.root, false); err != nil {
		t.Fatal(err)
	}
	return w
}

// file writes a file of the working tree.
func (w *world) file(name, text string) {
	w.Helper()
	name = filepath.Join(w.root, casebook.Dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		w.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		w.Fatal(err)
	}
}

// commit makes a commit, two days after the last one, that changes files of its first parent, given as names and texts.
func (w *world) commit(changes map[string]string, parents ...plumbing.Hash) plumbing.Hash {
	w.Helper()
	files := repotest.Files{"hugo.toml": ""}
	if len(parents) > 0 {
		files = maps.Clone(w.last[parents[0]])
	}
	for name, text := range changes {
		files[path.Join(casebook.Dir, name)] = text
	}
	w.days += 2
	who := object.Signature{Name: "Redactie", Email: "redactie@example.org", When: time.Unix(int64(w.days)*24*3600, 0)}
	c := object.Commit{Author: who, Committer: who, Message: "proef", TreeHash: repotest.Tree(w, w.repo.Storer, files), ParentHashes: parents}
	hash := repotest.Store(w, w.repo.Storer, c.Encode)
	w.last[hash] = files
	return hash
}

func (w *world) point(ref string, to plumbing.Hash) {
	repotest.Point(w, w.repo.Storer, "refs/"+ref, to)
}

// read returns one line for each dilemma: its slug, its state, how the local file relates to the published one, and its branches.
func (w *world) read(root string) (lines string, book *list.Book) {
	w.Helper()
	book, err := list.Read(root, definition(w), settingsIn(root), today, proposal.Known)
	if err != nil {
		w.Fatal(err)
	}
	var b strings.Builder
	for _, d := range book.Dilemmas {
		b.WriteString(strings.TrimSpace(fmt.Sprintln(d.Slug, d.State, d.Local, strings.Join(d.Branches, ","))) + "\n")
	}
	return b.String(), book
}

const (
	concept   = "draft: true"
	published = "draft: false"
)

// TestStates derives the states from files alone.
func TestStates(t *testing.T) {
	w := &world{TB: t, root: t.TempDir()}
	for slug, lines := range map[string][]string{
		"begonnen":    {concept},
		"op-de-site":  {published, "herzien_voor: 2026-11-25"},
		"zonder":      {"date: 2026-01-01"},
		"voorbij":     {published, "herzien_voor: 2026-11-24"},
		"vervangen":   {published, "vervangen_door: op-de-site", "herzien_voor: 2020-01-01"},
		"weg":         {published, "ingetrokken: {datum: 2026-01-01, reden: x}", "vervangen_door: op-de-site"},
		"weg-maar-af": {concept, "ingetrokken: {datum: 2026-01-01, reden: x}"},
		"leeg":        {published, "ingetrokken:", "vervangen_door: ''"},
		"stuk":        {"draft: ["},
	} {
		w.file(slug+".md", front(lines...))
	}
	w.file("bundel/index.md", front(published))
	w.file("bundel/bijlage.md", front(published))
	w.file("_index.md", "---\ntitle: x\n---\n")
	const want = "begonnen concept\nbundel published\nleeg published\nop-de-site published\nstuk concept\nvervangen superseded\n" +
		"voorbij to_review\nweg withdrawn\nweg-maar-af concept\nzonder published\n"
	got, book := w.read(w.root)
	if got = strings.ReplaceAll(got, "  ", ""); got != want || book.Branch != "" || book.Candidates != nil {
		t.Errorf("got\n%s\nwant\n%s\n%+v", got, want, book)
	}
	if fmt.Sprint(book.Unreadable) != "[content/dilemmas/stuk.md]" {
		t.Error(book.Unreadable)
	}
	if got, book := w.read(t.TempDir()); got != "" || len(book.Unreadable) > 0 {
		t.Error("an empty book", got, book)
	}
}

// TestBranches derives the states from branches. Each case starts with park.md published and the same file in the working tree.
func TestBranches(t *testing.T) {
	change := func(n int) string { return front(published) + fmt.Sprintf("Versie %d.\n", n) }
	for _, c := range []struct {
		name  string
		build func(w *world, start plumbing.Hash)
		want  string
	}{
		{"nothing but the published branch", func(w *world, start plumbing.Hash) {}, "park published same"},
		{"windows line ends here", func(w *world, start plumbing.Hash) {
			w.file("park.md", strings.ReplaceAll(front(published), "\n", "\r\n"))
		}, "park published same"},
		{"changed here", func(w *world, start plumbing.Hash) { w.file("park.md", front(concept)) }, "park published changed"},
		{"broken here", func(w *world, start plumbing.Hash) { w.file("park.md", "---\ntitle: [\n---\n") }, "park published changed"},
		{"missing here", func(w *world, start plumbing.Hash) { os.RemoveAll(filepath.Join(w.root, casebook.Dir)) }, "park published missing"},
		{"new here", func(w *world, start plumbing.Hash) { w.file("plan.md", front(published)) }, "park published same\nplan concept new"},
		{"a branch with a change, here and on the server", func(w *world, start plumbing.Hash) {
			tip := w.commit(map[string]string{"park.md": change(1)}, start)
			w.point("heads/dilemma/park", tip)
			w.point("remotes/origin/dilemma/park", tip)
		}, "park published same dilemma/park,origin/dilemma/park"},
		{"a new dilemma on a branch of somebody else", func(w *world, start plumbing.Hash) {
			w.point("remotes/origin/dilemma/plan", w.commit(map[string]string{"plan.md": front(concept)}, start))
		}, "park published same\nplan in_review missing origin/dilemma/plan"},
		{"a bundle on a branch, and a folder that is none", func(w *world, start plumbing.Hash) {
			w.point("heads/plan", w.commit(map[string]string{"plan/index.md": front(concept), "los/foto.txt": "x", "tekst.txt": "x", "_index.md": "x"}, start))
		}, "park published same\nplan in_review missing plan"},
		{"a new dilemma here and on a branch", func(w *world, start plumbing.Hash) {
			w.file("plan.md", front(concept))
			w.point("heads/plan", w.commit(map[string]string{"plan.md": front(concept)}, start))
		}, "park published same\nplan in_review new plan"},
		{"a branch that was merged", func(w *world, start plumbing.Hash) {
			tip := w.commit(map[string]string{"park.md": change(1)}, start)
			merge := w.commit(map[string]string{"park.md": change(1)}, start, tip)
			w.point("heads/dilemma/park", tip)
			w.point("heads/main", w.commit(map[string]string{"park.md": change(2)}, merge))
			w.file("park.md", change(2))
		}, "park published same"},
		{"a branch that was merged as another commit, and changed since", func(w *world, start plumbing.Hash) {
			tip := w.commit(map[string]string{"park.md": change(2)}, w.commit(map[string]string{"park.md": change(1)}, start))
			squash := w.commit(map[string]string{"park.md": change(2)}, start)
			w.point("heads/dilemma/park", tip)
			w.point("heads/main", w.commit(map[string]string{"park.md": change(3)}, squash))
			w.file("park.md", change(3))
		}, "park published same"},
		{"a branch that goes on after it was merged", func(w *world, start plumbing.Hash) {
			tip := w.commit(map[string]string{"park.md": change(1)}, start)
			w.point("heads/main", w.commit(map[string]string{"park.md": change(1)}, start, tip))
			w.point("heads/dilemma/park", w.commit(map[string]string{"park.md": change(2)}, tip))
			w.file("park.md", change(1))
		}, "park published same dilemma/park"},
		{"a branch that is behind", func(w *world, start plumbing.Hash) {
			w.point("heads/oud", w.commit(map[string]string{"plan.md": front(concept)}, start))
			w.point("heads/main", w.commit(map[string]string{"park.md": change(1)}, start))
			w.file("park.md", change(1))
		}, "park published same\nplan in_review missing oud"},
		{"a branch that took in the published one, and is behind again", func(w *world, start plumbing.Hash) {
			one := w.commit(map[string]string{"park.md": change(1)}, start)
			tip := w.commit(map[string]string{"plan.md": front(concept)}, start)
			tip = w.commit(map[string]string{"park.md": change(1)}, tip, one)
			w.point("heads/plan", tip)
			w.point("heads/main", w.commit(map[string]string{"park.md": change(2)}, one))
			w.file("park.md", change(2))
		}, "park published same\nplan in_review missing plan"},
		{"a branch that puts an older version back, beside an older one", func(w *world, start plumbing.Hash) {
			w.point("heads/plan", w.commit(map[string]string{"plan.md": front(concept)}, start))
			one := w.commit(map[string]string{"park.md": change(1)}, start)
			two := w.commit(map[string]string{"park.md": change(2)}, one)
			w.point("heads/main", two)
			w.point("heads/terug", w.commit(map[string]string{"park.md": change(1)}, two))
			w.file("park.md", change(2))
		}, "park published same terug\nplan in_review missing plan"},
		{"a branch that was changed while it was merged", func(w *world, start plumbing.Hash) {
			tip := w.commit(map[string]string{"park.md": change(1)}, start)
			w.point("heads/dilemma/park", tip)
			w.point("heads/main", w.commit(map[string]string{"park.md": change(2)}, start, tip))
			w.file("park.md", change(2))
		}, "park published same"},
		{"a concept on the published branch, worked out on another", func(w *world, start plumbing.Hash) {
			main := w.commit(map[string]string{"plan.md": front(concept)}, start)
			w.point("heads/main", main)
			w.point("heads/plan", w.commit(map[string]string{"plan.md": front(published)}, main))
			w.file("plan.md", front(concept))
		}, "park published same\nplan in_review same plan"},
		{"a branch with a history of its own", func(w *world, start plumbing.Hash) {
			w.point("heads/los", w.commit(map[string]string{"park.md": change(1)}))
		}, "park published same los"},
		{"a branch that leaves a dilemma out", func(w *world, start plumbing.Hash) {
			w.last[start] = repotest.Files{"hugo.toml": "x"}
			w.point("heads/weg", w.commit(nil, start))
		}, "park published same"},
		{"the server knows less than the branch here", func(w *world, start plumbing.Hash) {
			w.point("remotes/origin/main", start)
			w.repo.Storer.SetReference(plumbing.NewSymbolicReference("refs/remotes/origin/HEAD", "refs/remotes/origin/main"))
			w.point("heads/main", w.commit(map[string]string{"park.md": change(1)}, start))
		}, "park published same main"},
		{"a branch of which nothing was fetched", func(w *world, start plumbing.Hash) {
			w.point("remotes/origin/ver", plumbing.NewHash("1234567890123456789012345678901234567890"))
		}, "park published same"},
		{"a shallow clone", func(w *world, start plumbing.Hash) {
			w.last[plumbing.ZeroHash] = w.last[start]
			gone := plumbing.NewHash("1234567890123456789012345678901234567890")
			w.last[gone] = w.last[start]
			w.point("heads/main", w.commit(map[string]string{"park.md": change(1)}, gone))
			w.point("heads/plan", w.commit(map[string]string{"plan.md": front(concept)}, gone))
			w.file("park.md", change(1))
		}, "park published same\nplan in_review missing plan"},
		{"a partial clone without a file", func(w *world, start plumbing.Hash) {
			tip := w.commit(map[string]string{"plan.md": front(concept)}, start)
			w.point("heads/plan", tip)
			blob := plumbing.ComputeHash(plumbing.BlobObject, []byte(front(concept))).String()
			if err := os.Remove(filepath.Join(w.root, ".git/objects", blob[:2], blob[2:])); err != nil {
				w.Fatal(err)
			}
		}, "park published same\nplan in_review missing plan"},
		{"a partial clone without a tree", func(w *world, start plumbing.Hash) {
			c := object.Commit{TreeHash: plumbing.NewHash("1234567890123456789012345678901234567890"), ParentHashes: []plumbing.Hash{start}}
			w.point("heads/leeg", repotest.Store(w, w.repo.Storer, c.Encode))
			w.point("heads/plan", w.commit(map[string]string{"plan.md": front(concept)}, start))
		}, "park published same\nplan in_review missing plan"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			start := w.commit(map[string]string{"park.md": front(published)})
			w.point("heads/main", start)
			w.file("park.md", front(published))
			c.build(w, start)
			got, book := w.read(w.root)
			if got != c.want+"\n" || book.Truncated != strings.Contains(c.name, " clone") {
				t.Errorf("got\n%s\nwant\n%s\n%+v", got, c.want, book)
			}
		})
	}
}

// TestPublishedBranch checks that the branch named in hugo.toml is used, and the files in the working tree when it does not exist.
func TestPublishedBranch(t *testing.T) {
	w := newWorld(t)
	start := w.commit(map[string]string{"park.md": front(published)})
	w.file("park.md", front(concept))
	settings := func(text string) {
		if err := os.WriteFile(filepath.Join(w.root, "hugo.toml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const trunk = "[params.dilemma.forge]\nbranch = \"trunk\"\nremote = \"server\"\n"
	settings(trunk)
	got, book := w.read(w.root)
	if got != "park concept\n" || book.Branch != "" || fmt.Sprint(book.Candidates) != "[server/trunk trunk]" {
		t.Errorf("%s%+v", got, book)
	}
	w.point("heads/trunk", start)
	if got, book := w.read(w.root); got != "park published changed\n" || book.Branch != "trunk" {
		t.Errorf("%s%+v", got, book)
	}
	w.point("remotes/server/trunk", w.commit(map[string]string{"plan.md": front(published)}, start))
	if got, book := w.read(w.root); got != "park published changed\nplan published missing\n" || book.Branch != "server/trunk" {
		t.Errorf("%s%+v", got, book)
	}
	w.point("heads/main", start) // it says of itself that it is the published one, and has a usual name: the working tree can't say otherwise
	if got, book := w.read(w.root); got != "park published changed\nplan in_review missing server/trunk\n" || book.Branch != "main" {
		t.Errorf("%s%+v", got, book)
	}
	w.point("heads/main", w.commit(map[string]string{"../../hugo.toml": trunk}, start))
	lost := object.Commit{TreeHash: plumbing.NewHash("1234567890123456789012345678901234567890")}
	w.point("remotes/server/trunk", repotest.Store(t, w.repo.Storer, lost.Encode))
	if _, err := list.Read(w.root, definition(t), settingsIn(w.root), today, proposal.Known); !errors.Is(err, list.ErrGit) {
		t.Error(err)
	}
}

// TestDeeper reads a casebook in a subfolder of a repository.
func TestDeeper(t *testing.T) {
	w := newWorld(t)
	tree := repotest.Tree(t, w.repo.Storer, repotest.Files{"boek/" + casebook.Path("park"): front(published), casebook.Path("ander"): front(published)})
	c := object.Commit{TreeHash: tree}
	w.point("heads/main", repotest.Store(t, w.repo.Storer, c.Encode))
	if err := os.MkdirAll(filepath.Join(w.root, "boek"), 0o755); err != nil {
		t.Fatal(err)
	}
	if got, _ := w.read(filepath.Join(w.root, "boek")); got != "park published missing\n" {
		t.Error(got)
	}
}

// TestDescription checks all fields of a dilemma.
func TestDescription(t *testing.T) {
	w := &world{TB: t, root: t.TempDir()}
	w.file("half.md", front("date: 2026-11-14", concept, "herkomst: fictief", "themas: [timing, '']", "bestuurslaag: rijk", "woo_gronden: ['5.2']",
		"informatiecategorieen: [adviezen]", "herzien_voor: 2028-01-01", "canvas:",
		"  kennismaken: {dilemma: a, waarom_nu: ' '}",
		"  verkennen:",
		"    spelers:",
		"      - {speler: A, standpunten_en_emoties: b, belangen_en_waarden: c, rechten_en_voorkeuren: d}",
		"      - {speler: B, standpunten_en_emoties: b, belangen_en_waarden: c, rechten_en_voorkeuren: ''}",
		"    gedeelde_vraag: Kan het?",
		"  afwegen:",
		"    keuzes:",
		"      - {keuze: '1', voordelen: [a], nadelen: [b]}",
		"      - {keuze: '2', voordelen: [a], nadelen: [b]}",
		"      - {keuze: '', voordelen: [], nadelen: []}"))
	w.file("weg.md", front(published, "ingetrokken: {datum: 2026-01-01, reden: x}"))
	w.file("raar.md", "---\ntitle: [a]\ndate: gisteren\nthemas: timing\ncanvas: nee\n---\n")
	_, book := w.read(w.root)
	var b strings.Builder
	if err := list.WriteCSV(&b, definition(t), book.Dilemmas); err != nil {
		t.Fatal(err)
	}
	const want = "slug,title,file,state,here,branches,herkomst,bestuurslaag,themas,woo_gronden,informatiecategorieen,date,age_days,herzien_voor,vervangen_door,filled,asked,percent," +
		"kennismaken_filled,kennismaken_asked,verkennen_filled,verkennen_asked,afwegen_filled,afwegen_asked,kiezen_filled,kiezen_asked,afronden_filled,afronden_asked,proposals\n" +
		"half,Een titel,content/dilemmas/half.md,concept,,,fictief,rijk,timing,5.2,adviezen,2026-11-14,10,2028-01-01,,3,11,27,1,2,1,2,1,2,0,3,0,2,\n" +
		"raar,,content/dilemmas/raar.md,published,,,,,,,,gisteren,,,,0,11,0,0,2,0,2,0,2,0,3,0,2,\n" +
		"weg,Een titel,content/dilemmas/weg.md,withdrawn,,,,,,,,,,,,0,0,100,0,0,0,0,0,0,0,0,0,0,\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
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
