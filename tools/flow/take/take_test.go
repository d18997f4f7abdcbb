package take_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/submit"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/take"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

const (
	slug   = remotetest.Slug
	file   = remotetest.File
	bundle = "content/dilemmas/plein/"
)

// desk is the clone of the redactie, and the server.
type desk struct {
	*testing.T
	*forgetest.Forge
	work   string
	sender *forgetest.User
	sent   int // number of branches that were pushed
}

func newDesk(t *testing.T, kind forge.Kind) *desk {
	t.Helper()
	home := t.TempDir()
	for name, value := range map[string]string{
		"HOME": home, "USERPROFILE": home, "XDG_CONFIG_HOME": "", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": filepath.Join(home, ".gitconfig"),
		"DILEMMA_TOKEN": "", "DILEMMA_HOST": "", "GITLAB_TOKEN": "", "GH_TOKEN": "", "GITHUB_TOKEN": "", "FORGEJO_TOKEN": "", "GITEA_TOKEN": "",
	} {
		t.Setenv(name, value)
	}
	f := forgetest.New(t, kind)
	work := f.Casebook(t, filepath.Join("..", "..", ".."), "[params.dilemma]\nredactie = \"Redactie <redactie@example.org>\"\n[params.dilemma.forge]\nkind = \""+string(kind)+"\"\n",
		map[string]string{"content/dilemmas/brug.md": "brug\n"})
	return &desk{T: t, Forge: f, work: work, sender: f.User("lezer", forgetest.Write)}
}

// propose sends files in as a proposal, and returns its number. A text that begins with -> makes a link of what follows.
func (d *desk) propose(files map[string]string) int {
	d.Helper()
	work := filepath.Join(d.TempDir(), "inbrenger")
	remotetest.Git(d.T, "", "clone", "--quiet", d.Bare, work)
	for name, text := range files {
		if to, ok := strings.CutPrefix(text, "->"); ok {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(work, name)), 0o755); err != nil {
				d.Fatal(err)
			}
			if err := os.Symlink(to, filepath.Join(work, name)); err != nil {
				d.Fatal(err)
			}
			continue
		}
		remotetest.Put(d.T, work, name, text)
	}
	d.sent++
	branch := "voorstel-" + string(rune('a'+d.sent))
	remotetest.Git(d.T, work, "add", ".")
	remotetest.Git(d.T, work, "commit", "--quiet", "-m", "voorstel")
	remotetest.Git(d.T, work, "push", "--quiet", d.Bare, "HEAD:refs/heads/"+branch)
	return d.Propose(d.sender, forgetest.Path, branch, "voorstel", "")
}

func (d *desk) options(name string) take.Options {
	cfg, err := settings.Load(os.DirFS(d.work))
	if err != nil {
		d.Fatal(err)
	}
	return take.Options{Root: d.work, Settings: cfg, Name: name}
}

func (d *desk) take(name string) (*take.Taken, error) {
	return take.Run(context.Background(), d.options(name))
}

// has fails unless the working tree has just these files of dilemmas, beside that of the book.
func (d *desk) has(want map[string]string) {
	d.Helper()
	got := 0
	for name, text := range remotetest.Mine(d.T, d.work) {
		name = filepath.ToSlash(name)
		if !strings.HasPrefix(name, casebook.Dir+"/") || name == casebook.Dir+"/brug.md" && want[name] == "" {
			continue
		}
		if got++; want[name] != text {
			d.Errorf("%s: %q, want %q", name, text, want[name])
		}
	}
	if got != len(want) {
		d.Errorf("%d files, want %d", got, len(want))
	}
}

// TestTake brings a proposal into the folder on a server of each kind, by each name, and hands it in again: to the same proposal.
func TestTake(t *testing.T) {
	for _, kind := range []forge.Kind{forge.Gitea, forge.GitLab, forge.GitHub} {
		t.Run(string(kind), func(t *testing.T) {
			d := newDesk(t, kind)
			n := d.propose(map[string]string{file: remotetest.Dilemma})
			if n != 1 {
				t.Fatal(n)
			}
			before := remotetest.Mine(t, d.work)
			found, err := take.Find(context.Background(), d.options("1"))
			if err != nil || found.Slug != slug || found.Of.Number != 1 {
				t.Fatal(found, err)
			}
			d.has(nil)
			for i, name := range []string{"#1", "1", "!1", slug} {
				taken, err := d.take(name)
				if err != nil {
					t.Fatal(name, err)
				}
				if taken.Slug != slug || taken.Of.Number != 1 || slices.Equal(taken.Written, []string{file}) != (i == 0) {
					t.Errorf("%s: %+v", name, taken)
				}
				d.has(map[string]string{file: remotetest.Dilemma})
			}
			after := remotetest.Mine(t, d.work)
			for name, text := range before {
				if after[name] != text && !strings.HasPrefix(filepath.ToSlash(name), ".git/packed-refs") && !strings.HasPrefix(filepath.ToSlash(name), ".git/refs/dilemma/") {
					t.Errorf("%s changed", name)
				}
			}
			// What the redactie changes in it stays.
			own := strings.Replace(remotetest.Dilemma, "volgende maand", "volgend jaar", 1)
			remotetest.Put(t, d.work, file, own)
			if taken, err := d.take("1"); err != nil || len(taken.Written) > 0 {
				t.Error(taken, err)
			}
			d.has(map[string]string{file: own})
			t.Setenv("DILEMMA_TOKEN", d.User("redactie", forgetest.Write).Token)
			o := d.options("1")
			r, err := submit.Run(context.Background(), submit.Options{Root: d.work, Slug: slug, Settings: o.Settings, AsRedactie: true, Now: time.Now()})
			if err != nil || r.State != submit.Updated || r.Number() != 1 || len(d.Pulls()) != 1 {
				t.Errorf("%+v %v", r, err)
			}
		})
	}
}

// TestNotTaken leaves the folder as it was when a proposal can't be taken.
func TestNotTaken(t *testing.T) {
	d := newDesk(t, forge.Gitea)
	two := d.propose(map[string]string{file: remotetest.Dilemma, bundle + "index.md": remotetest.Dilemma})
	link := d.propose(map[string]string{bundle + "index.md": remotetest.Dilemma, bundle + "kaart.svg": "->../../../hugo.toml"})
	hidden := d.propose(map[string]string{"content/dilemmas/laan/index.md": remotetest.Dilemma, "content/dilemmas/laan/.geheim/x.txt": "x"})
	other := d.propose(map[string]string{"README.md": "x"})
	closed := d.propose(map[string]string{"content/dilemmas/kade.md": remotetest.Dilemma})
	d.ClosePull(closed)
	changed := d.propose(map[string]string{"content/dilemmas/brug.md": remotetest.Dilemma})
	d.has(nil)
	name := func(n int) string { return string(rune('0' + n)) }
	var (
		several *take.SeveralError
		rivals  *proposal.SeveralError
		unfit   *take.UnfitError
		notOpen *take.NotOpenError
		differs *take.DifferentError
	)
	if _, err := d.take(name(two)); !errors.As(err, &several) || !slices.Equal(several.Of.Slugs, []string{slug, "plein"}) {
		t.Error(err)
	}
	if _, err := d.take("plein"); !errors.As(err, &rivals) || len(rivals.Proposals) != 2 {
		t.Error(err)
	}
	if _, err := d.take(name(link)); !errors.As(err, &unfit) || unfit.Path != bundle+"kaart.svg" {
		t.Error(err)
	}
	if _, err := d.take(name(hidden)); !errors.As(err, &unfit) || unfit.Path != "content/dilemmas/laan/.geheim/x.txt" {
		t.Error(err)
	}
	if _, err := d.take(name(other)); !errors.As(err, &several) && !errors.As(err, &notOpen) {
		t.Error(err)
	}
	if _, err := d.take(name(closed)); !errors.As(err, &notOpen) {
		t.Error(err)
	}
	if _, err := d.take("9"); !errors.Is(err, proposal.ErrUnknown) {
		t.Error(err)
	}
	d.has(nil)
	// A version of the user's own stays.
	remotetest.Put(t, d.work, "content/dilemmas/brug.md", "eigen werk\n")
	if _, err := d.take(name(changed)); !errors.As(err, &differs) || differs.Path != "content/dilemmas/brug.md" {
		t.Error(err)
	}
	d.has(map[string]string{"content/dilemmas/brug.md": "eigen werk\n"})
	// What is published byte for byte gives way.
	remotetest.Put(t, d.work, "content/dilemmas/brug.md", "brug\n")
	if taken, err := d.take(name(changed)); err != nil || len(taken.Written) != 1 {
		t.Error(taken, err)
	}
	d.has(map[string]string{"content/dilemmas/brug.md": remotetest.Dilemma})
	// The slug says which of two it is, when one of the two is gone.
	d.ClosePull(link)
	if taken, err := d.take("plein"); err != nil || !slices.Equal(taken.Written, []string{bundle + "index.md"}) {
		t.Error(taken, err)
	}
}

// TestBranch goes on with what is but a branch, as on a server that knows no proposals.
func TestBranch(t *testing.T) {
	d := newDesk(t, forge.GitHub)
	work := filepath.Join(t.TempDir(), "inbrenger")
	remotetest.Git(t, "", "clone", "--quiet", d.Bare, work)
	remotetest.Put(t, work, file, remotetest.Dilemma)
	remotetest.Git(t, work, "add", ".")
	remotetest.Git(t, work, "commit", "--quiet", "-m", "voorstel")
	remotetest.Git(t, work, "push", "--quiet", d.Bare, "HEAD:refs/heads/dilemma/"+slug)
	taken, err := d.take(slug)
	if err != nil || taken.Of.Number != 0 || taken.Of.Name() != "dilemma/"+slug {
		t.Fatalf("%+v %v", taken, err)
	}
	remotetest.Put(t, d.work, file, strings.Replace(remotetest.Dilemma, "volgende maand", "volgend jaar", 1))
	t.Setenv("DILEMMA_TOKEN", d.User("redactie", forgetest.Write).Token)
	r, err := submit.Run(context.Background(), submit.Options{Root: d.work, Slug: slug, Settings: d.options("").Settings, AsRedactie: true, Now: time.Now()})
	if err != nil || r.State != submit.Updated || len(d.Pulls()) != 1 || remotetest.Git(t, d.Bare, "rev-parse", "dilemma/"+slug) != r.Commit {
		t.Errorf("%+v %v", r, err)
	}
}
