package submit_test

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/submit"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
)

// TestBranchInTheWay has a branch on the server beside which that of the proposal can't stand, there or on the machine of a colleague.
func TestBranchInTheWay(t *testing.T) {
	w := newWorld(t, `kind = "mail"`)
	w.put(file, park)
	for _, taken := range []string{"dilemma", "Dilemma", "dilemma/" + slug + "/twee", "dilemma/" + strings.ToUpper(slug), "DILEMMA/" + slug} {
		w.on("update-ref", "refs/heads/"+taken, "main")
		before := w.on("for-each-ref")
		_, err := w.try()
		var way *submit.BranchError
		if !errors.As(err, &way) || way.Taken != taken || way.Branch != "dilemma/"+slug || way.Remote != "origin" {
			t.Errorf("%s: %v", taken, err)
		}
		if after := w.on("for-each-ref"); after != before {
			t.Errorf("%s: the server was changed: %s", taken, after)
		}
		w.on("update-ref", "-d", "refs/heads/"+taken)
	}
	// Others of the kind do no harm: a name that goes on otherwise, a tag, and what is here alone.
	w.on("branch", "dilemmas", "main")
	w.on("branch", "dilemma/"+slug+"-twee", "main")
	w.on("tag", "dilemma", "main")
	w.git("branch", "dilemma")
	w.git("update-ref", "refs/remotes/origin/dilemma", "HEAD")
	w.git("pack-refs", "--all")
	w.submit()
	w.proposed("dilemma/"+slug, file)
	if got := w.git("for-each-ref", "refs/remotes/origin/dilemma"); !strings.HasSuffix(got, "refs/remotes/origin/dilemma") {
		t.Errorf("there is a reference in another: %s", got)
	}
}

// TestPushedElsewhere pushes to where `git push` would: the remote of the branch, else the one that is set for all, else the one that is fetched from.
func TestPushedElsewhere(t *testing.T) {
	w := newWorld(t, `kind = "mail"`)
	w.put(file, park)
	one, all := remotetest.Bare(t), remotetest.Bare(t)
	w.git("remote", "add", "een", one)
	w.git("remote", "add", "alle", all)
	on := func(bare string) bool { return remotetest.Git(t, bare, "for-each-ref", "refs/heads/dilemma") != "" }
	for _, step := range []struct {
		setting, value, remote string
		bare                   string
	}{
		{"branch.dilemma/" + slug + ".pushRemote", "een", "een", one},
		{"remote.pushDefault", "alle", "alle", all},
		{"remote.pushDefault", "er-niet", "origin", w.bare},
		{"branch.main.pushRemote", "een", "origin", w.bare}, // the branch that is checked out is not the one that is pushed
	} {
		w.git("config", step.setting, step.value)
		r := w.submit()
		if !on(step.bare) {
			t.Errorf("%s=%s: nothing came to %s", step.setting, step.value, step.remote)
		}
		if got := w.git("for-each-ref", "--format=%(objectname)", "refs/remotes/"+step.remote+"/dilemma/"+slug); got != r.Commit {
			t.Errorf("%s=%s: the branch of %s is at %q, want %s", step.setting, step.value, step.remote, got, r.Commit)
		}
		if step.remote != "origin" && r.Address != step.bare {
			t.Errorf("%s=%s: it says %s", step.setting, step.value, r.Address)
		}
		if step.remote != "origin" && on(w.bare) {
			t.Errorf("%s=%s: it came to origin too", step.setting, step.value)
		}
		w.git("config", "--unset", step.setting)
	}
}

// TestBelowTop has the casebook in a folder of the repository, and a server of which the address is a path: that begins at the root, as in Git.
func TestBelowTop(t *testing.T) {
	w := newWorld(t, `kind = "mail"`)
	top := filepath.Join(t.TempDir(), "groot")
	bare := filepath.Join(filepath.Dir(top), "kaal.git")
	remotetest.Git(t, "", "init", "--quiet", "--bare", "--initial-branch=main", bare)
	remotetest.Git(t, "", "init", "--quiet", "--initial-branch=main", top)
	if err := os.CopyFS(filepath.Join(top, "boek"), os.DirFS(w.work)); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(top, "boek", ".git")); err != nil {
		t.Fatal(err)
	}
	remotetest.Git(t, top, "add", ".")
	remotetest.Git(t, top, "commit", "--quiet", "-m", "begin")
	remotetest.Git(t, top, "remote", "add", "origin", "../kaal.git")
	remotetest.Git(t, top, "push", "--quiet", "origin", "main")
	w.work, w.bare = filepath.Join(top, "boek"), bare
	w.put(file, park)
	w.submit()
	w.proposed("dilemma/"+slug, "boek/"+file)
}

// TestShallowBegin hands in from a clone in which the commit is not where the user began: it does not say that somebody else changed the dilemma.
func TestShallowBegin(t *testing.T) {
	w := newWorld(t, `kind = "mail"`)
	w.git("switch", "--quiet", "-c", "mijn")
	w.put(file, park)
	w.git("add", ".")
	w.git("commit", "--quiet", "-m", "park")
	w.git("commit", "--quiet", "--allow-empty", "-m", "verder")
	w.git("push", "--quiet", "origin", "mijn")
	work := filepath.Join(t.TempDir(), "ondiep")
	remotetest.Git(t, "", "clone", "--quiet", "--depth=1", "--branch=mijn", w.server.Address(), work)
	w.work = work
	if _, err := w.try(); !errors.Is(err, outgoing.ErrShallow) {
		t.Errorf("%v, want ErrShallow", err)
	}
	w.git("fetch", "--quiet", "--unshallow")
	w.submit()
	w.proposed("dilemma/"+slug, file)
}

// TestForeignRepository has a repository that another user owns: Git does nothing there until safe.directory names it, for its settings decide where a push
// goes and by which certificates.
func TestForeignRepository(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a folder away")
	}
	w := newWorld(t, `kind = "mail"`)
	w.put(file, park)
	if err := os.Chown(filepath.Join(w.work, ".git"), 12345, -1); err != nil {
		t.Skip(err)
	}
	_, err := w.try()
	var failed *remote.Error
	if !errors.As(err, &failed) || failed.Kind != remote.Foreign {
		t.Errorf("%v, want Foreign", err)
	}
	global := filepath.Join(os.Getenv("HOME"), ".gitconfig")
	text, err := os.ReadFile(global)
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(w.work, ".git", "config")
	mine, err := os.ReadFile(own)
	if err != nil {
		t.Fatal(err)
	}
	// The repository can't vouch for itself.
	if err := os.WriteFile(own, append(mine, "[safe]\n\tdirectory = *\n"...), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := w.try(); err == nil {
		t.Error("the settings of the repository itself were believed")
	}
	for _, safe := range []string{w.work, "*", filepath.Dir(w.work) + "/*"} {
		if err := os.WriteFile(global, append(text, "[safe]\n\tdirectory = "+safe+"\n"...), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := w.try(); err != nil {
			t.Errorf("%s: %v", safe, err)
		}
	}
}

// TestAsAdded hands in files with the line ends of Windows, and finds in the proposal what git would have put in a commit.
func TestAsAdded(t *testing.T) {
	w := newWorld(t, `kind = "mail"`)
	dir := "content/dilemmas/" + slug
	texts := map[string]string{dir + "/index.md": strings.ReplaceAll(park, "\n", "\r\n"), dir + "/plaatje.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\">\r\n</svg>\r\n", dir + "/cijfers.csv": "a;b\r\n1;2\r\n"}
	for name, text := range texts {
		w.put(name, text)
	}
	w.put(".gitattributes", "*.csv -text\n")
	w.git("config", "core.autocrlf", "true")
	w.submit()
	w.git("add", dir)
	for name := range texts {
		if own, theirs := w.git("rev-parse", ":"+name), w.on("rev-parse", "dilemma/"+slug+":"+name); own != theirs {
			t.Errorf("%s: the proposal has %s, git add makes %s", name, theirs, own)
		}
	}
	w.put(".gitattributes", "*.svg filter=lfs\n")
	w.git("config", "filter.lfs.clean", "cat")
	var by *repo.ConvertError
	if _, err := w.try(); !errors.As(err, &by) || by.Path != dir+"/plaatje.svg" {
		t.Errorf("%v, want a *ConvertError", err)
	}
}

// TestSparse hands in a dilemma of which a picture is published, from a working tree without the folder of it. It does not propose to take it away.
func TestSparse(t *testing.T) {
	w := newWorld(t, `kind = "mail"`)
	dir := "content/dilemmas/" + slug
	w.put(dir+"/index.md", park)
	w.put(dir+"/beelden/a.svg", "<svg/>\n")
	w.git("add", ".")
	w.git("commit", "--quiet", "-m", "park")
	w.git("push", "--quiet", "origin", "HEAD:main")
	w.git("sparse-checkout", "set", dir)
	w.git("sparse-checkout", "set", "--no-cone", "/*", "!/"+dir+"/beelden/")
	w.put(dir+"/index.md", park+"\nMeer.\n")
	var sparse *submit.SparseError
	if _, err := w.try(); !errors.As(err, &sparse) || len(sparse.Files) != 1 || sparse.Files[0] != dir+"/beelden/a.svg" {
		t.Errorf("%v, want a *SparseError", err)
	}
	w.git("sparse-checkout", "disable")
	if r := w.submit(); len(r.Gone) > 0 {
		t.Errorf("takes away %v", r.Gone)
	}
	w.proposed("dilemma/"+slug, dir+"/index.md")
}

// TestForms hands in from repositories in every form that Git gives them.
func TestForms(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	elsewhere := func(w *world, args ...string) {
		other := filepath.Join(w.TempDir(), "ander")
		remotetest.Git(w.T, "", append(append([]string{"clone", "--quiet"}, args...), other)...)
		remotetest.Git(w.T, other, "remote", "set-url", "origin", w.server.Address())
		w.work = other
	}
	forms := map[string]func(w *world){
		"shared":    func(w *world) { elsewhere(w, "--shared", w.work) },
		"reference": func(w *world) { elsewhere(w, "--reference", w.work, w.server.Address()) },
		"nested": func(w *world) {
			elsewhere(w, "--shared", w.work)
			elsewhere(w, "--shared", w.work)
		},
		"relative alternates": func(w *world) {
			from := w.work
			elsewhere(w, "--shared", w.work)
			rel, err := filepath.Rel(filepath.Join(w.work, ".git", "objects"), filepath.Join(from, ".git", "objects"))
			if err != nil {
				w.Fatal(err)
			}
			w.put(".git/objects/info/alternates", "# van een ander\n"+filepath.ToSlash(rel)+"\n/er/niet\n")
		},
		"quoted alternates": func(w *world) {
			from := filepath.Join(w.TempDir(), "één")
			if err := os.Rename(w.work, from); err != nil {
				w.Fatal(err)
			}
			elsewhere(w, "--shared", from)
			w.put(".git/objects/info/alternates", "\""+filepath.ToSlash(filepath.Dir(from))+"/\\303\\251\\303\\251n/.git/objects\"\n")
		},
		"worktree of its own settings": func(w *world) {
			linked := filepath.Join(w.TempDir(), "gekoppeld")
			w.git("worktree", "add", "--quiet", "--detach", linked)
			w.git("config", "extensions.worktreeConfig", "true")
			w.git("config", "--worktree", "remote.origin.url", "/er/niet")
			w.work = linked
		},
		"bare with worktrees": func(w *world) {
			dir := w.TempDir()
			remotetest.Git(w.T, dir, "clone", "--quiet", "--bare", w.server.Address(), ".bare")
			if err := os.WriteFile(filepath.Join(dir, ".git"), []byte("gitdir: ./.bare\n"), 0o644); err != nil {
				w.Fatal(err)
			}
			remotetest.Git(w.T, dir, "worktree", "add", "--quiet", "main")
			w.work = filepath.Join(dir, "main")
		},
		"submodule": func(w *world) {
			dir := w.TempDir()
			remotetest.Git(w.T, dir, "init", "--quiet")
			remotetest.Git(w.T, dir, "submodule", "--quiet", "add", w.server.Address(), "boek")
			w.work = filepath.Join(dir, "boek")
		},
		"separate": func(w *world) { elsewhere(w, "--separate-git-dir", filepath.Join(w.TempDir(), "los"), w.work) },
		"named by the environment": func(w *world) {
			dir := filepath.Join(w.TempDir(), "weg.git")
			if err := os.Rename(filepath.Join(w.work, ".git"), dir); err != nil {
				w.Fatal(err)
			}
			w.Setenv("GIT_DIR", dir)
			w.Setenv("GIT_WORK_TREE", w.work)
		},
		"objects named by the environment": func(w *world) {
			from := filepath.Join(w.work, ".git", "objects")
			elsewhere(w, "--shared", w.work)
			if err := os.Remove(filepath.Join(w.work, ".git", "objects", "info", "alternates")); err != nil {
				w.Fatal(err)
			}
			w.Setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", from)
		},
		"split index": func(w *world) { w.git("update-index", "--split-index") },
		"watched": func(w *world) {
			w.git("config", "core.fsmonitor", "true")
			w.git("config", "core.untrackedCache", "true")
		},
		"graph": func(w *world) {
			w.git("gc", "--quiet")
			w.git("commit-graph", "write", "--reachable")
			w.git("multi-pack-index", "write")
		},
		"sparse index": func(w *world) { w.git("sparse-checkout", "set", "--cone", "--sparse-index", "content", "data") },
		"rebase": func(w *world) {
			w.git("commit", "--quiet", "--allow-empty", "-m", "x")
			w.git("-c", "sequence.editor=sed -i.bak 1s/^pick/edit/", "rebase", "--quiet", "-i", "HEAD~1")
		},
		"signs":    func(w *world) { w.git("config", "commit.gpgSign", "true"); w.git("config", "gpg.program", "false") },
		"capitals": func(w *world) { w.git("config", "core.ignoreCase", "true") },
		"empty inner folder": func(w *world) {
			if err := os.MkdirAll(filepath.Join(w.work, "content", ".git"), 0o755); err != nil {
				w.Fatal(err)
			}
		},
		"tables": func(w *world) {
			dir := filepath.Join(w.TempDir(), "tabellen")
			if exec.Command("git", "init", "--quiet", "--ref-format=reftable", dir).Run() != nil {
				w.Skip("this git can't make them")
			}
			elsewhere(w, "--ref-format=reftable", w.work)
		},
	}
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, `kind = "mail"`)
			forms[name](w)
			w.put(file, park)
			r := w.submit()
			if commit := w.proposed("dilemma/"+slug, file); commit != r.Commit {
				t.Errorf("%s, want %s", commit, r.Commit)
			}
			if name != "shared" && name != "tables" {
				return // a second time takes as long as the first
			}
			w.put(file, park+"\nEn verder.\n")
			if again := w.submit(); again.State != submit.Updated {
				t.Error(again.State)
			}
		})
	}
}
