package forgetest_test

import (
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// desk is somebody's clone of the repository on a server.
type desk struct {
	*testing.T
	f    *forgetest.Forge
	work string
}

// newDesk makes a server of a kind with one commit on main, and a clone of it.
func newDesk(t *testing.T, kind forge.Kind) *desk {
	d := &desk{T: t, f: forgetest.New(t, kind), work: t.TempDir()}
	d.git("init", "--quiet", "--initial-branch=main")
	d.commit("README.md", "begin")
	d.git("push", "--quiet", d.f.Bare, "main")
	d.git("remote", "add", "origin", d.f.Address())
	return d
}

func (d *desk) git(args ...string) string { d.Helper(); return remotetest.Git(d.T, d.work, args...) }

func (d *desk) on(args ...string) string { d.Helper(); return remotetest.Git(d.T, d.f.Bare, args...) }

// commit writes a file and makes a commit of it.
func (d *desk) commit(name, text string) {
	d.Helper()
	remotetest.Put(d.T, d.work, name, text)
	d.git("add", name)
	d.git("commit", "--quiet", "-m", text)
}

// push pushes as somebody, and returns what git printed.
func (d *desk) push(u *forgetest.User, args ...string) (string, error) {
	to := strings.Replace(d.f.Address(), "://", "://"+u.Login+":"+u.Token+"@", 1)
	return remotetest.Run(d.work, "", nil, append([]string{"push", to}, args...)...)
}

// refused ends the test unless a push was refused with these words.
func (d *desk) refused(u *forgetest.User, want string, args ...string) {
	d.Helper()
	out, err := d.push(u, args...)
	if err == nil || !strings.Contains(err.Error(), want) {
		d.Fatalf("not refused with %q: %v\n%s", want, err, out)
	}
}

// pushed ends the test unless a push was taken, with these words.
func (d *desk) pushed(u *forgetest.User, want string, args ...string) {
	d.Helper()
	out, err := d.push(u, args...)
	if err != nil || !strings.Contains(out, want) {
		d.Fatalf("not taken with %q: %v\n%s", want, err, out)
	}
}

// refs ends the test unless the server has these references and no others.
func (d *desk) refs(want ...string) {
	d.Helper()
	if got := d.on("for-each-ref", "--format=%(refname)"); got != strings.Join(want, "\n") {
		d.Fatalf("references:\n%s", got)
	}
}

// TestAGit pushes to refs/for/main, as was done at a real Gitea: the words are what that printed.
func TestAGit(t *testing.T) {
	for _, kind := range []forge.Kind{forge.Gitea, forge.Forgejo} {
		t.Run(string(kind), func(t *testing.T) {
			d := newDesk(t, kind)
			reader, writer := d.f.User("Lezer", forgetest.Read), d.f.User("schrijver", forgetest.Write)
			d.f.Protect("main")
			d.git("checkout", "--quiet", "-b", "x")
			d.commit("z.md", "een")
			d.refused(reader, "remote: error: User permission denied for writing.", "x")
			d.refused(reader, "remote: error: User permission denied for writing.", "x:refs/pull/1/head")
			d.refused(reader, "(topic-branch is not set)", "x:refs/for/main")
			d.refused(reader, "(pre-receive hook declined)", "x:refs/for/weg", "-o", "topic=z")
			d.refs("refs/heads/main")
			d.pushed(reader, "* [new reference]   x -> refs/pull/1/head", "x:refs/for/main", "-o", "topic=z", "-o", "title=Titel", "-o", "description={base64}QgpD")
			d.refs("refs/heads/main", "refs/pull/1/head")
			p := d.f.Pull(1)
			if p.Title != "Titel" || p.Body != "B\nC" || p.Author != reader || p.Head != "lezer/z" || !p.AGit || p.State != "open" || d.on("rev-parse", p.Ref) != d.git("rev-parse", "x") {
				t.Errorf("%+v", p)
			}
			d.refused(reader, "(new commit is same with old commit)", "x:refs/for/main", "-o", "topic=z")
			d.commit("z.md", "twee")
			d.pushed(reader, "remote:   "+d.f.URL+"/groep/casusboek/pulls/1", "x:refs/for/main/z", "-o", "title=Anders")
			d.git("commit", "--quiet", "--amend", "-m", "drie")
			d.refused(reader, "(request `force-push` push option)", "x:refs/for/main", "-o", "topic=z")
			d.pushed(reader, "x -> refs/pull/1/head (forced update)", "x:refs/for/main", "-o", "topic=z", "-o", "force-push=true")
			if p := d.f.Pull(1); p.Title != "Titel" || d.on("rev-parse", p.Ref) != d.git("rev-parse", "x") {
				t.Errorf("%+v", p)
			}
			// Another user has another proposal, also with the same topic. Without words it has those of the commit.
			d.pushed(writer, "refs/pull/2/head", "x:refs/for/main", "-o", "topic=z")
			if p := d.f.Pull(2); p.Title != "drie" || p.Body != "drie" || p.Head != "schrijver/z" {
				t.Errorf("%+v", p)
			}
			d.pushed(writer, "remote: Create a new pull request for 'dilemma/z':", "x:dilemma/z")
			d.refused(writer, "remote: error: Not allowed to push to protected branch main", "x:main")
		})
	}
}

// TestMerge merges proposals in every way on every kind of server, and looks at what the history is.
func TestMerge(t *testing.T) {
	for _, kind := range []forge.Kind{forge.Gitea, forge.GitLab, forge.GitHub} {
		for _, how := range []forgetest.How{forgetest.MergeCommit, forgetest.Squash, forgetest.Rebase, forgetest.FastForward} {
			t.Run(string(kind)+"/"+string(how), func(t *testing.T) {
				t.Parallel()
				d := newDesk(t, kind)
				writer, editor := d.f.User("schrijver", forgetest.Write), d.f.User("redactie", forgetest.Owner)
				d.git("checkout", "--quiet", "-b", "x")
				d.commit("een.md", "een")
				d.pushed(writer, "", "x:dilemma/een")
				n := d.f.Propose(writer, forgetest.Path, "dilemma/een", "Titel", "Tekst")
				if how != forgetest.FastForward { // main went on meanwhile
					d.git("checkout", "--quiet", "main")
					d.commit("ander.md", "ander")
					d.git("push", "--quiet", d.f.Bare, "main")
				}
				before := d.on("rev-parse", "main")
				merged := d.f.Merge(editor, n, how)
				if d.on("rev-parse", "main") != merged || d.f.Pull(n).State != "merged" || d.on("show", "main:een.md") != "een" {
					t.Error("not on main:", d.f.Pull(n))
				}
				parents, author, committer := d.on("log", "-1", "--format=%P", "main"), d.on("log", "-1", "--format=%an", "main"), d.on("log", "-1", "--format=%cn", "main")
				by := "redactie"
				if kind == forge.GitHub {
					by = "GitHub"
				}
				switch head := d.git("rev-parse", "x"); how {
				case forgetest.MergeCommit:
					if parents != before+" "+head || author != "redactie" || committer != by {
						t.Error(parents, author, committer)
					}
				case forgetest.Squash:
					if parents != before || author != "schrijver" || committer != by || !strings.HasPrefix(d.on("log", "-1", "--format=%s", "main"), "Titel") {
						t.Error(parents, author, committer)
					}
				case forgetest.Rebase:
					if parents != before || author != "Redactie" || committer != by {
						t.Error(parents, author, committer)
					}
				case forgetest.FastForward:
					if merged != head {
						t.Error(merged)
					}
				}
			})
		}
	}
}
