package trust_test

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/trust"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// runs are files that run or decide what runs, wherever a branch puts them.
var runs = map[string]string{
	"node_modules/.bin/hugo":           "#!/bin/sh\n",
	"package.json":                     "{}",
	"package-lock.json":                "{}",
	"go.mod":                           "module x\n",
	"go.sum":                           "x",
	"go.work":                          "go 1.26.0\n",
	"vendor/modules.txt":               "x",
	"hugo.toml":                        "title = 'x'\n",
	"hugo.yaml":                        "title: x\n",
	"config.toml":                      "title = 'x'\n",
	"config/_default/security.toml":    "enableInlineShortcodes = true\n",
	"themes/x/layouts/home.html":       "x",
	"_vendor/modules.txt":              "x",
	"layouts/home.html":                "x",
	"assets/js/main.js":                "x",
	"archetypes/dilemma.md":            "x",
	"static/x.js":                      "x",
	"static/handleiding.pdf":           "x",
	"i18n/nl.yaml":                     "x",
	"data/canvas.yaml":                 "x",
	"tools/site/wasm/rules/main.go":    "package main\n",
	"cmd/dilemma/main.go":              "package main\n",
	"resources/_gen/assets/x.content":  "x",
	".gitlab-ci.yml":                   "x",
	".github/workflows/proposal.yml":   "x",
	".forgejo/workflows/proposal.yml":  "x",
	".ci/run":                          "x",
	".vscode/tasks.json":               "{}",
	".gitattributes":                   "* filter=x\n",
	".gitmodules":                      "x",
	"dilemma":                          "#!/bin/sh\n",
	"content/dilemmas/_content.gotmpl": "{{ os.ReadFile `x` }}",
	"content/dilemmas/x/index.html":    "<script></script>",
	"content/dilemmas/x/tekening.svg":  "<svg/>",
	"content/dilemmas/x/x.js":          "x",
	"content/dilemmas/x.org":           "x",
	"content/.verborgen/x.md":          "x",
	"Content/dilemmas/x.md":            "x",
	"docs.html":                        "x",
}

// texts are files that anybody may bring.
var texts = map[string]string{
	"content/dilemmas/park.md":        "---\ntitle: Park\n---\n",
	"content/dilemmas/plein/index.md": "---\ntitle: Plein\n---\n",
	"content/dilemmas/plein/Foto.JPG": "x",
	"content/meedoen/redactie.md":     "x",
	"docs/command.md":                 "x",
	"README.md":                       "x",
}

func TestText(t *testing.T) {
	for name := range texts {
		if strings.HasPrefix(name, "content/") != trust.Text(name, filemode.Regular) {
			t.Error(name)
		}
	}
	for name := range runs {
		if trust.Text(name, filemode.Regular) {
			t.Error(name)
		}
	}
	for _, name := range []string{"", "x.md", "../content/x.md", "content/../layouts/x.md", `content/dilemmas\..\x.md`, "content/x.md:stroom.md", "content/dilemmas.md/"} {
		if trust.Text(name, filemode.Regular) {
			t.Error(name)
		}
	}
	for _, mode := range []filemode.FileMode{filemode.Symlink, filemode.Submodule, filemode.Dir, filemode.Empty} {
		if trust.Text("content/dilemmas/x.md", mode) {
			t.Error(mode)
		}
	}
}

// clone is the clone of somebody who knows the published branch, with git to work in it.
type clone struct {
	*testing.T
	bare, stranger, work string
}

// newClone puts a book on a server, and makes a clone for the user and one for a stranger.
func newClone(t *testing.T) *clone {
	c := &clone{T: t, bare: remotetest.Bare(t), stranger: filepath.Join(t.TempDir(), "vreemd"), work: filepath.Join(t.TempDir(), "werk")}
	remotetest.Git(t, "", "clone", "--quiet", c.bare, c.stranger)
	c.commit(c.stranger, map[string]string{"hugo.toml": "title = 'Boek'\n", "go.mod": "module boek\n", "layouts/home.html": "begin\n", "layouts/weg.html": "begin\n", "content/dilemmas/oud.md": "oud\n"})
	c.git(c.stranger, "push", "--quiet", "origin", "HEAD:main")
	remotetest.Git(t, "", "clone", "--quiet", c.bare, c.work)
	return c
}

func (c *clone) git(dir string, args ...string) { c.Helper(); remotetest.Git(c.T, dir, args...) }

func (c *clone) commit(dir string, files map[string]string) {
	c.Helper()
	for name, text := range files {
		remotetest.Put(c.T, dir, name, text)
	}
	c.git(dir, "add", "--force", "--all")
	c.git(dir, "commit", "--quiet", "-m", "verander")
}

// propose makes a branch of the stranger on the server, which the user fetches.
func (c *clone) propose(files map[string]string) {
	c.Helper()
	c.git(c.stranger, "checkout", "--quiet", "-b", "voorstel", "origin/main")
	c.commit(c.stranger, files)
	c.git(c.stranger, "push", "--quiet", "origin", "voorstel")
	c.git(c.work, "fetch", "--quiet")
}

// foreign returns the files that Find reports.
func (c *clone) foreign() []string {
	c.Helper()
	found, err := trust.Find(c.work, &settings.Settings{})
	if err != nil {
		c.Fatal(err)
	}
	if found == nil {
		return nil
	}
	return found.Files
}

func (c *clone) want(names ...string) {
	c.Helper()
	if got := c.foreign(); !slices.Equal(got, names) {
		c.Errorf("got %q, want %q", got, names)
	}
}

// bringing are the ways in which the work of a stranger comes into the working tree.
var bringing = map[string]func(c *clone){
	"detached":    func(c *clone) { c.git(c.work, "checkout", "--quiet", "--detach", "origin/voorstel") },
	"reset":       func(c *clone) { c.git(c.work, "reset", "--quiet", "--hard", "origin/voorstel") },
	"pull":        func(c *clone) { c.git(c.work, "pull", "--quiet", "origin", "voorstel") },
	"merge":       func(c *clone) { c.git(c.work, "merge", "--quiet", "--no-ff", "origin/voorstel") },
	"half merged": func(c *clone) { c.git(c.work, "merge", "--quiet", "--no-ff", "--no-commit", "origin/voorstel") },
	"merged by hand": func(c *clone) {
		c.git(c.work, "merge", "--quiet", "--no-ff", "--no-commit", "origin/voorstel")
		c.git(c.work, "commit", "--quiet", "-m", "commit: voeg samen")
	},
	"cherry-pick": func(c *clone) { c.git(c.work, "cherry-pick", "origin/voorstel") },
	"rebase": func(c *clone) {
		c.commit(c.work, map[string]string{"content/dilemmas/eigen.md": "eigen\n"})
		c.git(c.work, "rebase", "--quiet", "origin/voorstel")
	},
	"a worktree": func(c *clone) {
		dir := filepath.Join(c.TempDir(), "naast")
		c.git(c.work, "worktree", "add", "--quiet", dir, "origin/voorstel")
		c.work = dir
	},
	"amended": func(c *clone) {
		c.git(c.work, "checkout", "--quiet", "voorstel")
		remotetest.Put(c.T, c.work, "content/dilemmas/park.md", "tekst\n")
		c.git(c.work, "add", ".")
		c.git(c.work, "commit", "--quiet", "--amend", "-m", "commit: mijn")
	},
	"own texts on top": func(c *clone) {
		c.git(c.work, "checkout", "--quiet", "voorstel")
		c.commit(c.work, map[string]string{"content/dilemmas/park.md": "tekst\n"})
	},
}

func TestForeign(t *testing.T) {
	t.Run("each kind of file", func(t *testing.T) {
		c := newClone(t)
		all := maps.Clone(runs)
		maps.Copy(all, texts)
		if _, err := os.Stat(filepath.Join(c.work, "CONTENT")); err == nil {
			delete(all, "Content/dilemmas/x.md") // this file system knows one of the two
		}
		c.propose(all)
		c.want()
		c.git(c.work, "checkout", "--quiet", "voorstel")
		for name := range texts {
			delete(all, name)
		}
		c.want(slices.Sorted(maps.Keys(all))...)
		found, err := trust.Find(c.work, &settings.Settings{})
		if err != nil || found.Branch != "voorstel" || found.Published != "origin/main" {
			t.Error(found, err)
		}
	})
	t.Run("texts alone", func(t *testing.T) {
		c := newClone(t)
		c.propose(texts)
		c.git(c.work, "checkout", "--quiet", "voorstel")
		c.want()
	})
	t.Run("taken away", func(t *testing.T) {
		c := newClone(t)
		c.git(c.stranger, "checkout", "--quiet", "-b", "voorstel", "origin/main")
		c.git(c.stranger, "rm", "--quiet", "layouts/weg.html", "content/dilemmas/oud.md")
		c.git(c.stranger, "commit", "--quiet", "-m", "weg")
		c.git(c.stranger, "push", "--quiet", "origin", "voorstel")
		c.git(c.work, "fetch", "--quiet")
		c.git(c.work, "checkout", "--quiet", "voorstel")
		c.want("layouts/weg.html")
	})
	t.Run("a link for a text", func(t *testing.T) {
		c := newClone(t)
		c.git(c.stranger, "checkout", "--quiet", "-b", "voorstel", "origin/main")
		if err := os.Symlink("/etc/passwd", filepath.Join(c.stranger, "content", "dilemmas", "x.md")); err != nil {
			t.Skip(err)
		}
		c.commit(c.stranger, nil)
		c.git(c.stranger, "push", "--quiet", "origin", "voorstel")
		c.git(c.work, "fetch", "--quiet")
		c.git(c.work, "checkout", "--quiet", "voorstel")
		c.want("content/dilemmas/x.md")
	})
	// However it comes into the working tree, it is not the work of the user.
	hostile := map[string]string{"layouts/home.html": "vreemd\n"}
	for name, bring := range bringing {
		t.Run(name, func(t *testing.T) {
			c := newClone(t)
			c.propose(hostile)
			bring(c)
			c.want("layouts/home.html")
		})
	}
	t.Run("a conflict", func(t *testing.T) {
		c := newClone(t)
		c.propose(map[string]string{"layouts/home.html": "vreemd\n", "go.work": "go 1.26.0\n"})
		c.commit(c.work, map[string]string{"layouts/home.html": "eigen\n"})
		must(t, trust.Accept(c.work))
		c.want()
		for _, name := range [][]string{{"merge", "origin/voorstel"}, {"cherry-pick", "origin/voorstel"}} {
			cmd := append([]string{"-c", "user.name=x", "-c", "user.email=x@x.test"}, name...)
			_ = run(c.work, cmd...) // it stops halfway
			c.want("go.work", "layouts/home.html")
			c.git(c.work, name[0], "--abort")
		}
	})
	t.Run("a history of its own", func(t *testing.T) {
		c := newClone(t)
		c.git(c.stranger, "checkout", "--quiet", "--orphan", "voorstel")
		c.commit(c.stranger, hostile)
		c.git(c.stranger, "push", "--quiet", "origin", "voorstel")
		c.git(c.work, "fetch", "--quiet")
		c.git(c.work, "checkout", "--quiet", "voorstel")
		c.want("layouts/home.html")
	})
	t.Run("it says that it is the published branch", func(t *testing.T) {
		c := newClone(t)
		c.propose(map[string]string{"hugo.toml": "[params.dilemma.forge]\nbranch = \"voorstel\"\n"})
		c.git(c.work, "checkout", "--quiet", "voorstel")
		c.want("hugo.toml")
	})
}

func run(dir string, args ...string) error {
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	return cmd.Run()
}

// TestAccepted has work of the user in commits. It is asked for once in a clone, and never again; the work of others still is.
func TestAccepted(t *testing.T) {
	own := map[string]string{"layouts/home.html": "eigen\n", "go.mod": "module eigen\n", "layouts/nieuw.html": "eigen\n"}
	changed := []string{"go.mod", "layouts/home.html", "layouts/nieuw.html"}
	c := newClone(t)
	c.commit(c.work, map[string]string{"content/dilemmas/eigen.md": "eigen\n"})
	c.want()
	c.git(c.work, "checkout", "--quiet", "-b", "mijn")
	c.commit(c.work, own)
	c.want(changed...)
	c.want(changed...)
	must(t, trust.Accept(c.work))
	c.want()
	c.commit(c.work, map[string]string{"layouts/home.html": "weer anders\n", ".ci/run": "x"})
	c.want()
	remotetest.Put(t, c.work, "layouts/home.html", "beter\n")
	c.git(c.work, "commit", "--quiet", "--all", "--amend", "-m", "beter")
	c.want()
	dir := filepath.Join(t.TempDir(), "naast")
	c.git(c.work, "worktree", "add", "--quiet", "-b", "nog-een", dir)
	c.commit(dir, map[string]string{"layouts/naast.html": "x"})
	c.git(c.work, "worktree", "remove", dir)
	c.git(c.work, "checkout", "--quiet", "nog-een")
	c.want()
	// On a newer main, rebased or merged.
	c.commit(c.stranger, map[string]string{"layouts/weg.html": "nieuw\n"})
	c.git(c.stranger, "push", "--quiet", "origin", "HEAD:main")
	c.git(c.work, "fetch", "--quiet")
	c.git(c.work, "rebase", "--quiet", "origin/main")
	c.want()
	c.git(c.work, "checkout", "--quiet", "mijn")
	c.git(c.work, "merge", "--quiet", "origin/main")
	c.want()
	// Of a stranger, still, in each way; and once accepted, that very thing.
	for name, bring := range bringing {
		t.Run(name, func(t *testing.T) {
			c := newClone(t)
			c.git(c.work, "checkout", "--quiet", "-b", "mijn")
			c.commit(c.work, map[string]string{"layouts/eigen.html": "eigen\n"})
			must(t, trust.Accept(c.work))
			c.want()
			c.git(c.work, "checkout", "--quiet", "main")
			c.propose(map[string]string{"layouts/home.html": "vreemd\n"})
			bring(c)
			c.want("layouts/home.html")
			must(t, trust.Accept(c.work))
			c.want()
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestQuiet has what asks for nothing.
func TestQuiet(t *testing.T) {
	own := map[string]string{"layouts/home.html": "eigen\n", "go.mod": "module eigen\n"}
	for name, work := range map[string]func(c *clone){
		"published": func(*clone) {},
		"not committed": func(c *clone) {
			for name, text := range own {
				remotetest.Put(c.T, c.work, name, text)
			}
		},
		"behind": func(c *clone) {
			c.commit(c.stranger, map[string]string{"layouts/weg.html": "nieuw\n"})
			c.git(c.stranger, "push", "--quiet", "origin", "HEAD:main")
			c.git(c.work, "fetch", "--quiet")
		},
		"an older commit": func(c *clone) {
			c.commit(c.stranger, map[string]string{"layouts/weg.html": "nieuw\n"})
			c.git(c.stranger, "push", "--quiet", "origin", "HEAD:main")
			c.git(c.work, "pull", "--quiet", "origin", "main")
			c.git(c.work, "checkout", "--quiet", "--detach", "HEAD~1")
		},
		"back from a branch of a stranger": func(c *clone) {
			c.propose(map[string]string{"layouts/home.html": "vreemd\n"})
			c.git(c.work, "checkout", "--quiet", "voorstel")
			c.git(c.work, "checkout", "--quiet", "main")
		},
		"a clone of one commit": func(c *clone) {
			dir := filepath.Join(c.TempDir(), "ondiep")
			c.git("", "clone", "--quiet", "--depth=1", "file://"+c.bare, dir)
			c.work = dir
		},
		"no server": func(c *clone) {
			c.git(c.work, "remote", "remove", "origin")
			c.commit(c.work, own)
		},
		"no published branch": func(c *clone) {
			dir := c.TempDir()
			c.git(dir, "init", "--quiet", "--initial-branch=iets")
			c.commit(dir, own)
			c.work = dir
		},
		"no commit": func(c *clone) {
			c.work = c.TempDir()
			c.git(c.work, "init", "--quiet")
		},
		"no repository": func(c *clone) { c.work = c.TempDir() },
	} {
		t.Run(name, func(t *testing.T) {
			c := newClone(t)
			work(c)
			c.want()
		})
	}
}

// TestUnknown has repositories of which the branches can't be read: they are not taken for repositories without branches.
func TestUnknown(t *testing.T) {
	for _, setting := range [][]string{{"extensions.refStorage", "reftable"}, {"extensions.objectFormat", "sha256"}, {"extensions.refStorage", "nieuw"}} {
		c := newClone(t)
		text, err := os.ReadFile(filepath.Join(c.work, ".git", "config"))
		must(t, err)
		section, key, _ := strings.Cut(setting[0], ".")
		must(t, os.WriteFile(filepath.Join(c.work, ".git", "config"), []byte(string(text)+"["+section+"]\n\t"+key+" = "+setting[1]+"\n"), 0o644))
		if found, err := trust.Find(c.work, &settings.Settings{}); err == nil {
			t.Error(setting, found, err)
		}
	}
}

// TestBegunHere has a repository with names of SHA-256, of which the branches can't be read: when nothing came into it from elsewhere, nothing in it is another's.
func TestBegunHere(t *testing.T) {
	root := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		remotetest.Git(t, root, args...)
	}
	git("init", "--quiet", "--initial-branch=main", "--object-format=sha256")
	git("commit", "--quiet", "--allow-empty", "-m", "begin")
	if found, err := trust.Find(root, &settings.Settings{}); found != nil || err != nil {
		t.Error("begun here: ", found, err)
	}
	other := t.TempDir()
	remotetest.Git(t, other, "init", "--quiet", "--object-format=sha256")
	remotetest.Git(t, other, "commit", "--quiet", "--allow-empty", "-m", "vreemd")
	git("fetch", "--quiet", other)
	var form *repo.FormError
	if _, err := trust.Find(root, &settings.Settings{}); !errors.As(err, &form) || !form.Sha256 {
		t.Error("something was fetched: ", err)
	}
	must(t, os.Remove(filepath.Join(root, ".git", "FETCH_HEAD")))
	git("remote", "add", "origin", other)
	if _, err := trust.Find(root, &settings.Settings{}); !errors.As(err, &form) {
		t.Error("it has a server: ", err)
	}
}
