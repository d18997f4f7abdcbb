package preview_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/preview"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo/repotest"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// begin are the files of the published branch.
var begin = map[string]string{
	"hugo.toml": "title = 'Boek'\n", "layouts/home.html": "sjabloon\n", "go.mod": "module boek\n", ".gitattributes": "* text=auto\n", "static/x.txt": "x\n",
	"content/_content.gotmpl": "eigen\n", "content/dilemmas/oud.md": "oud\n", "content/dilemmas/weg.md": "weg\n", "content/dilemmas/map/index.md": "map\n",
}

// book is a book on a server, with a clone of the user and one of a stranger.
type book struct {
	*testing.T
	server         *remotetest.HTTP
	bare           string
	work, stranger string
}

func newBook(t *testing.T) *book {
	b := &book{T: t, bare: remotetest.Bare(t), work: filepath.Join(t.TempDir(), "werk"), stranger: filepath.Join(t.TempDir(), "vreemd")}
	b.server = remotetest.NewHTTP(t, b.bare)
	remotetest.Git(t, "", "clone", "--quiet", b.server.Address(), b.stranger)
	b.commit(begin)
	b.git("push", "--quiet", "origin", "HEAD:main")
	remotetest.Git(t, "", "clone", "--quiet", b.server.Address(), b.work)
	b.git("checkout", "--quiet", "-b", "dilemma/park")
	return b
}

func (b *book) git(args ...string) { b.Helper(); remotetest.Git(b.T, b.stranger, args...) }

// commit makes a commit of the stranger.
func (b *book) commit(files map[string]string) {
	b.Helper()
	for name, text := range files {
		remotetest.Put(b.T, b.stranger, name, text)
	}
	b.git("add", "--force", "--all")
	b.git("commit", "--quiet", "-m", "verander")
}

// write writes a proposal, and returns what was written, by path.
func (b *book) write(name string) (*preview.Proposal, map[string]string, error) {
	b.Helper()
	dir := b.TempDir()
	shown, err := preview.Write(b.Context(), preview.Options{Root: b.work, Name: name, Settings: &settings.Settings{}}, dir)
	files := map[string]string{}
	if walkErr := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if !d.Type().IsRegular() {
				b.Errorf("%s is a %s", name, d.Type())
			}
			text, _ := os.ReadFile(filepath.Join(dir, name))
			files[name] = string(text)
		}
		return err
	}); walkErr != nil {
		b.Fatal(walkErr)
	}
	return shown, files, err
}

// TestNames finds a proposal by each name that people have for it, and never touches what is checked out.
func TestNames(t *testing.T) {
	b := newBook(t)
	b.commit(map[string]string{"content/dilemmas/park.md": "park\n"})
	b.git("push", "--quiet", "origin", "dilemma/park", "HEAD:refs/merge-requests/12/head", "HEAD:refs/pull/7/head")
	before := remotetest.Mine(t, b.work)
	for name, want := range map[string]string{
		"12": "!12", "!12": "!12", "7": "#7", "#7": "#7",
		"dilemma/park": "#7", "origin/dilemma/park": "#7", "park": "#7",
	} {
		shown, files, err := b.write(name)
		if err != nil || shown.Name != want || files["content/dilemmas/park.md"] != "park\n" || files["layouts/home.html"] != "sjabloon\n" || shown.Offline {
			t.Errorf("%s: %+v %v %v", name, shown, files, err)
		}
	}
	for _, name := range []string{"13", "bestaat-niet", "..", "", "refs/heads/../../config", "-x"} {
		if shown, _, err := b.write(name); !errors.Is(err, proposal.ErrUnknown) {
			t.Errorf("%q: %+v %v", name, shown, err)
		}
	}
	if after := remotetest.Mine(t, b.work); !equal(before, after) {
		t.Errorf("the work of the user is not the same:\n%v\n%v", before, after)
	}
	// Without the server, a proposal is shown as it was fetched; of a number that was not there nothing is known.
	remotetest.Git(t, b.work, "fetch", "--quiet")
	b.server.Close()
	for _, name := range []string{"dilemma/park", "12"} {
		if shown, files, err := b.write(name); err != nil || !shown.Offline || files["content/dilemmas/park.md"] != "park\n" {
			t.Errorf("%s: %+v %v", name, shown, err)
		}
	}
	var failure *remote.Error
	if _, _, err := b.write("13"); !errors.As(err, &failure) {
		t.Error(err)
	}
	// A branch of the user needs no server at all.
	remotetest.Git(t, b.work, "remote", "remove", "origin")
	remotetest.Git(t, b.work, "checkout", "--quiet", "-b", "mijn")
	remotetest.Put(t, b.work, "content/dilemmas/mijn.md", "mijn\n")
	remotetest.Git(t, b.work, "add", ".")
	remotetest.Git(t, b.work, "commit", "--quiet", "-m", "mijn")
	if shown, files, err := b.write("mijn"); err != nil || shown.Offline || files["content/dilemmas/mijn.md"] != "mijn\n" {
		t.Errorf("%+v %v", shown, err)
	}
}

func equal(a, b map[string]string) bool {
	for name := range a {
		if a[name] != b[name] {
			return false
		}
	}
	return len(a) == len(b)
}

// TestTextsAlone has a proposal that brings texts and much else: the texts are shown, and all else is as it is published, by name.
func TestTextsAlone(t *testing.T) {
	b := newBook(t)
	hostile := map[string]string{
		"layouts/home.html": "vreemd\n", "hugo.toml": "theme = 'x'\n", "config/_default/hugo.toml": "x", "go.mod": "module x\n", "go.work": "x", "data/x.yaml": "x", "i18n/nl.yaml": "x", ".gitattributes": "* filter=x\n",
		"node_modules/x.md": "x", "content/_content.gotmpl": "vreemd\n", "content/dilemmas/park/x.html": "x", "content/dilemmas/park/x.svg": "x", "content/.x.md": "x",
		"docs/x.md": "x", "README.md": "x", "content/dilemmas/oud.md/onder.md": "x",
	}
	texts := map[string]string{"content/dilemmas/park/index.md": "park\n", "content/dilemmas/park/foto.jpg": "x", "content/meedoen/redactie.md": "anders\n", "content/dilemmas/map/index.md": "anders\n"}
	b.git("rm", "--quiet", "content/dilemmas/weg.md", "static/x.txt", "content/dilemmas/oud.md")
	b.commit(texts)
	// A folder where a program of the published branch stands.
	b.git("rm", "--quiet", "content/_content.gotmpl")
	b.commit(map[string]string{"content/_content.gotmpl/x.md": "x"})
	b.git("rm", "--quiet", "-r", "content/_content.gotmpl")
	b.commit(hostile)
	b.git("push", "--quiet", "origin", "dilemma/park")
	shown, files, err := b.write("park")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"hugo.toml": "", "layouts/home.html": "", "go.mod": "", ".gitattributes": "", "static/x.txt": "", "content/_content.gotmpl": ""}
	for name := range want {
		want[name] = begin[name]
	}
	for name, text := range texts {
		want[name] = text
	}
	want["content/dilemmas/oud.md/onder.md"] = "x" // the text above it is gone
	if !equal(files, want) {
		t.Errorf("%v\n%v", files, want)
	}
	delete(hostile, "content/dilemmas/oud.md/onder.md")
	left := []string{"static/x.txt"}
	for name := range hostile {
		left = append(left, name)
	}
	slices.Sort(left)
	if !slices.Equal(shown.Left, left) {
		t.Errorf("%q\n%q", shown.Left, left)
	}
	if !slices.Contains(shown.Texts, "content/dilemmas/weg.md") || len(shown.Texts) != len(texts)+3 {
		t.Errorf("%q", shown.Texts)
	}
}

// hostileTree makes a proposal of a tree that git itself would not check out.
func (b *book) hostileTree(files repotest.Files) {
	b.Helper()
	r, err := git.PlainOpen(b.bare)
	if err != nil {
		b.Fatal(err)
	}
	main, err := r.ResolveRevision("main")
	if err != nil {
		b.Fatal(err)
	}
	for name, text := range begin {
		if _, there := files[name]; !there {
			files[name] = text
		}
	}
	s := object.Signature{Name: "x", Email: "x@x.test"}
	c := object.Commit{Author: s, Committer: s, Message: "x", TreeHash: repotest.Tree(b.T, r.Storer, files), ParentHashes: []plumbing.Hash{*main}}
	repotest.Point(b.T, r.Storer, "refs/pull/1/head", repotest.Store(b.T, r.Storer, c.Encode))
}

// TestHostileTrees has what a server may pass on although git would refuse it: links, names that lead out of the folder, other repositories.
func TestHostileTrees(t *testing.T) {
	for name, file := range map[string]any{
		"content/dilemmas/link.md":    repotest.Entry{Mode: filemode.Symlink, Text: "/etc/passwd"},
		"content/bijlagen.md":         repotest.Entry{Mode: filemode.Symlink, Text: "/etc"},
		"content/module.md":           plumbing.NewHash("1111111111111111111111111111111111111111"),
		"content/..\\..\\buiten.md":   "x",
		"content/x.md:stroom.md":      "x",
		"content/.git/hooks/x.md":     "x",
		"content/dilemmas/.. /x.html": "x",
	} {
		t.Run(name, func(t *testing.T) {
			b := newBook(t)
			b.hostileTree(repotest.Files{name: file})
			shown, written, err := b.write("1")
			if err != nil {
				t.Fatal(err)
			}
			if !equal(written, begin) || !slices.Equal(shown.Left, []string{name}) {
				t.Errorf("%q %v", shown.Left, written)
			}
		})
	}
}

// TestRefused has proposals that can't be shown.
func TestRefused(t *testing.T) {
	b := newBook(t)
	b.git("checkout", "--quiet", "--orphan", "los")
	b.commit(map[string]string{"content/dilemmas/park.md": "park\n"})
	b.git("push", "--quiet", "origin", "los")
	if _, _, err := b.write("los"); !errors.Is(err, repo.ErrNoBase) {
		t.Error(err)
	}
	b.git("checkout", "--quiet", "-b", "groot", "origin/main")
	many := map[string]string{}
	for i := range 1001 {
		many["content/dilemmas/"+strings.Repeat("x", i/100+1)+string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune('a'+i/676))+".md"] = "x"
	}
	b.commit(many)
	b.git("push", "--quiet", "origin", "groot")
	if len(many) < 1001 {
		t.Fatal(len(many))
	}
	if _, files, err := b.write("groot"); !errors.Is(err, proposal.ErrTooLarge) || len(files) > 0 {
		t.Error(err, len(files))
	}
	if _, err := preview.Write(context.Background(), preview.Options{Root: t.TempDir(), Name: "1", Settings: &settings.Settings{}}, t.TempDir()); !errors.Is(err, repo.ErrNoRepository) {
		t.Error(err)
	}
	empty := t.TempDir()
	remotetest.Git(t, empty, "init", "--quiet")
	if _, err := preview.Write(context.Background(), preview.Options{Root: empty, Name: "1", Settings: &settings.Settings{}}, t.TempDir()); !errors.Is(err, preview.ErrNoPublished) {
		t.Error(err)
	}
}
