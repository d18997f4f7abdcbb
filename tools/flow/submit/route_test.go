package submit_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal/wording"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/submit"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge/forgetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// office is a server that takes proposals, with a casebook on it.
type office struct {
	*testing.T
	*forgetest.Forge
	origin string // the first clone
}

// desk is the clone of somebody.
type desk struct {
	*office
	user *forgetest.User
	work string
	// token tells whether the user gives it to the command; if not, Git alone has the login.
	token bool
}

func newOffice(t *testing.T, kind forge.Kind) *office {
	t.Helper()
	noSettings(t)
	f := forgetest.New(t, kind)
	origin := f.Casebook(t, filepath.Join("..", "..", ".."), "[params.dilemma]\nredactie = \""+redactie+"\"\n[params.dilemma.forge]\nkind = \""+string(kind)+"\"\n", nil)
	return &office{t, f, origin}
}

// clone makes a clone for a user.
func (o *office) clone(u *forgetest.User, token bool) *desk {
	o.Helper()
	d := &desk{o, u, filepath.Join(o.TempDir(), u.Login), token}
	remotetest.Git(o.T, "", "clone", "--quiet", o.Bare, d.work)
	to, err := url.Parse(o.Address())
	if err != nil {
		o.Fatal(err)
	}
	if !token {
		to.User = url.UserPassword(u.Login, u.Password)
	}
	remotetest.Git(o.T, d.work, "remote", "set-url", "origin", to.String())
	return d
}

// try hands in the dilemma with this text.
func (d *desk) try(text string, change ...func(*submit.Options)) (*submit.Result, error) {
	d.Helper()
	remotetest.Put(d.T, d.work, file, text)
	cfg, err := settings.Load(os.DirFS(d.work))
	if err != nil {
		d.Fatal(err)
	}
	d.Setenv("DILEMMA_TOKEN", "")
	if d.token {
		d.Setenv("DILEMMA_TOKEN", d.user.Token)
	}
	o := submit.Options{Root: d.work, Slug: slug, Settings: cfg, Now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)}
	for _, f := range change {
		f(&o)
	}
	return submit.Run(context.Background(), o)
}

func (d *desk) submit(text string, change ...func(*submit.Options)) *submit.Result {
	d.Helper()
	r, err := d.try(text, change...)
	if err != nil {
		d.Fatal(err)
	}
	return r
}

// goOn makes the user go on with a proposal, as after dilemma publish NUMBER.
func (d *desk) goOn(number int) {
	d.Helper()
	remotetest.Git(d.T, d.work, "fetch", "--quiet", d.Bare, d.Pull(number).Ref)
	r, err := repo.Open(d.work)
	if err != nil {
		d.Fatal(err)
	}
	defer r.Close()
	if err := submit.WorkOn(r, "origin", slug, number, plumbing.NewHash(remotetest.Git(d.T, d.work, "rev-parse", "FETCH_HEAD"))); err != nil {
		d.Fatal(err)
	}
}

// open fails unless just these proposals are open, and returns the last one.
func (o *office) open(want ...int) forgetest.Pull {
	o.Helper()
	var got []int
	var last forgetest.Pull
	for _, p := range o.Pulls() {
		if p.State == "open" {
			got, last = append(got, p.Number), p
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		o.Fatalf("open are %v, want %v", got, want)
	}
	return last
}

// holds fails unless a proposal is at the commit of a result, with its title.
func (o *office) holds(number int, r *submit.Result) {
	o.Helper()
	p := o.Pull(number)
	if got := remotetest.Git(o.T, o.Bare, "rev-parse", p.Ref); got != r.Commit {
		o.Errorf("%d is at %s, want %s", number, got, r.Commit)
	}
	if p.Title != r.Proposal.Title || r.Number() != number {
		o.Errorf("%q at %s, want %q as number %d", p.Title, r.URL, r.Proposal.Title, number)
	}
}

// renamed is the dilemma with another title and story.
func renamed(title string) string { return strings.Replace(park, "Mag het park open", title, 1) }

// every returns the kinds of server with proposals; under -short only the one that differs most from the others.
func every() []forge.Kind {
	if testing.Short() {
		return []forge.Kind{forge.Gitea}
	}
	return []forge.Kind{forge.Gitea, forge.Forgejo, forge.GitLab, forge.GitHub}
}

// TestByBranch hands in as somebody who may push a branch. The title and the description follow the dilemma, and what a person wrote there stays.
func TestByBranch(t *testing.T) {
	for _, kind := range every() {
		t.Run(string(kind), func(t *testing.T) {
			o := newOffice(t, kind)
			d := o.clone(o.User("schrijver", forgetest.Write), true)
			first := d.submit(park)
			p := o.open(1)
			if p.AGit || p.Head != "dilemma/"+slug || p.From != forgetest.Path || first.State != submit.Created {
				t.Fatalf("%s: %+v", first.State, p)
			}
			o.holds(1, first)
			if got := d.submit(park); got.State != submit.Unchanged || got.Number() != 1 {
				t.Error(got.State, got.Outcome)
			}
			o.holds(1, d.submit(strings.Replace(renamed("Mag het park dicht"), "herkomst: fictief", "herkomst: samengesteld", 1)))
			if body := o.open(1).Body; !strings.Contains(body, "samengesteld") {
				t.Error("the description stayed:", body)
			}
			o.Edit(1, "Met spoed: het park", "Let op de termijn.")
			r := d.submit(renamed("Mag het park weer open"))
			if p := o.open(1); p.Body != "Let op de termijn." || p.Title != "Met spoed: het park" || r.State != submit.Updated {
				t.Errorf("%s: not kept: %+v", r.State, p)
			}
			// Closed on the server, so that the next one is new.
			o.ClosePull(1)
			if r := d.submit(renamed("Mag het park toch open")); r.Number() != 2 || r.State != submit.Created {
				t.Errorf("%s %+v", r.State, r.Outcome)
			}
			o.open(2)
		})
	}
}

// TestDraft keeps what the title says of a proposal that is not ready.
func TestDraft(t *testing.T) {
	for kind, prefix := range map[forge.Kind]string{forge.Gitea: "WIP: ", forge.GitLab: "Draft: "} {
		o := newOffice(t, kind)
		d := o.clone(o.User("schrijver", forgetest.Write), true)
		d.submit(park, func(o *submit.Options) { o.Draft = true })
		if got := o.open(1).Title; got != prefix+"Nieuw dilemma: Mag het park open" {
			t.Errorf("%s: %q", kind, got)
		}
		d.submit(renamed("Mag het park dicht"))
		if got := o.open(1).Title; got != prefix+"Nieuw dilemma: Mag het park dicht" {
			t.Errorf("%s: %q", kind, got)
		}
	}
}

// TestAGit hands in at Gitea and Forgejo as somebody who may not push a branch, or does not tell who they are before the push.
func TestAGit(t *testing.T) {
	for _, kind := range []forge.Kind{forge.Gitea, forge.Forgejo} {
		for _, token := range []bool{true, false} {
			t.Run(fmt.Sprint(kind, "/", token), func(t *testing.T) {
				o := newOffice(t, kind)
				d := o.clone(o.User("lezer", forgetest.Read), token)
				o.holds(1, d.submit(park))
				if p := o.open(1); !p.AGit || p.Head != "lezer/"+slug {
					t.Fatalf("%+v", p)
				}
				r := d.submit(renamed("Mag het park dicht"))
				o.holds(1, r) // with the login that Git has, too
				if r.State != submit.Updated || r.Stale {
					t.Error(r.State, r.Stale)
				}
				if r := d.submit(renamed("Mag het park dicht")); r.State != submit.Unchanged || r.Number() != 1 {
					t.Error(r.State, r.Outcome)
				}
				o.open(1)
				// Once it is closed, what is the same as in it is a proposal again.
				o.ClosePull(1)
				if r := d.submit(renamed("Mag het park dicht")); r.State != submit.Created || r.Number() != 2 {
					t.Error(r.State, r.Outcome)
				}
			})
		}
	}
	t.Run("may push, by the login of Git", func(t *testing.T) {
		o := newOffice(t, forge.Gitea)
		d := o.clone(o.User("schrijver", forgetest.Write), false)
		dry := d.submit(park, func(o *submit.Options) { o.DryRun = true })
		if len(o.Pulls()) != 0 || !strings.Contains(submit.Plan(dry), "bij het inloggen blijkt") {
			t.Error(submit.Plan(dry))
		}
		o.holds(1, d.submit(park))
		if p := o.open(1); p.AGit {
			t.Errorf("%+v", p)
		}
	})
	t.Run("the server says no more", func(t *testing.T) { // as over SSH, where the API can't be told who asks
		o := newOffice(t, forge.Gitea)
		d := o.clone(o.User("lezer", forgetest.Read), false)
		o.Before(func(w http.ResponseWriter, r *http.Request) bool {
			if strings.HasPrefix(r.URL.Path, "/api/") {
				http.NotFound(w, r)
				return true
			}
			return false
		})
		d.submit(park)
		r := d.submit(renamed("Mag het park dicht"))
		if p := o.open(1); !r.Stale || p.Title != "Nieuw dilemma: Mag het park open" || r.Number() != 1 || remotetest.Git(t, o.Bare, "rev-parse", p.Ref) != r.Commit {
			t.Errorf("%v %+v %+v", r.Stale, p, r.Outcome)
		}
	})
	t.Run("the branch is refused", func(t *testing.T) {
		o := newOffice(t, forge.Gitea)
		o.Protect("dilemma/" + slug)
		d := o.clone(o.User("schrijver", forgetest.Write), true)
		o.holds(1, d.submit(park))
		if p := o.open(1); !p.AGit {
			t.Errorf("%+v", p)
		}
		o.holds(1, d.submit(renamed("Mag het park dicht")))
		o.open(1)
	})
}

// TestOnProposal goes on as the redactie with the proposal of somebody else: to the same one where the server permits that, else to one that comes in its
// place.
func TestOnProposal(t *testing.T) {
	inFork := func(o *office, editable bool) {
		d := o.clone(o.User("lezer", forgetest.Read), true)
		fork := o.Fork(d.user)
		d.git("config", "remote.origin.pushurl", fork)
		d.submit(park)
		if !editable {
			change, err := http.NewRequest(http.MethodPatch, o.URL+"/api/v1/repos/"+forgetest.Path+"/pulls/1", strings.NewReader(`{"allow_maintainer_edit":false}`))
			if err != nil {
				o.Fatal(err)
			}
			change.Header.Set("Authorization", "token "+d.user.Token)
			change.Header.Set("Content-Type", "application/json")
			if res, err := http.DefaultClient.Do(change); err != nil || res.StatusCode != http.StatusCreated {
				o.Fatal(err, res)
			}
		}
	}
	for _, kind := range every() {
		for name, c := range map[string]struct {
			send func(o *office)
			same bool
			only forge.Kind
		}{
			"branch":      {func(o *office) { o.clone(o.User("schrijver", forgetest.Write), true).submit(park) }, true, ""},
			"fork":        {func(o *office) { inFork(o, true) }, true, ""},
			"closed fork": {func(o *office) { inFork(o, false) }, false, forge.Gitea},
			"agit":        {func(o *office) { o.clone(o.User("lezer", forgetest.Read), true).submit(park) }, false, forge.Gitea},
		} {
			if c.only != "" && c.only != kind {
				continue
			}
			t.Run(string(kind)+"/"+name, func(t *testing.T) {
				o := newOffice(t, kind)
				c.send(o)
				o.open(1)
				from := o.Pull(1)
				d := o.clone(o.User("redactie", forgetest.Write), true)
				d.goOn(1)
				r := d.submit(renamed("Mag het park dicht"), asRedactie)
				if c.same {
					o.open(1)
					o.holds(1, r)
					if p := o.Pull(1); p.Head != from.Head || p.From != from.From || r.State != submit.Updated || r.Replaces != 0 {
						t.Errorf("%s: %+v", r.State, p)
					}
				} else {
					p := o.open(2)
					o.holds(2, r)
					named := kind.Number(1)
					if !strings.Contains(wording.OneLine(p.Body), "Komt in de plaats van "+named+".") || !r.Closed || r.Replaces != 1 {
						t.Errorf("%v %d: %s", r.Closed, r.Replaces, p.Body)
					}
					if c := o.Pull(1).Comments; len(c) != 1 || !strings.Contains(c[0].Body, kind.Number(2)) {
						t.Errorf("comments: %+v", c)
					}
				}
				// And again.
				number := r.Number()
				r = d.submit(renamed("Mag het park weer open"), asRedactie)
				o.open(number)
				o.holds(number, r)
				// The sender, who has not seen that, does not undo it.
				if name == "branch" {
					sender := &desk{o, from.Author, filepath.Join(filepath.Dir(d.work), "weg"), true}
					remotetest.Git(t, "", "clone", "--quiet", o.Bare, sender.work)
					remotetest.Git(t, sender.work, "remote", "set-url", "origin", o.Address())
					_, err := sender.try(park)
					var e *submit.ChangedError
					if !errors.As(err, &e) || e.Number != 1 {
						t.Error(err)
					}
				}
			})
		}
	}
}

// TestWithoutAPI goes on with proposals where the API tells nothing, as for who has but a key for SSH: by what Git tells alone.
func TestWithoutAPI(t *testing.T) {
	mute := func(o *office) {
		o.Before(func(w http.ResponseWriter, r *http.Request) bool {
			if strings.HasPrefix(r.URL.Path, "/api/") {
				http.NotFound(w, r)
				return true
			}
			return false
		})
	}
	t.Run("a branch with the same commit", func(t *testing.T) {
		o := newOffice(t, forge.Gitea)
		o.clone(o.User("schrijver", forgetest.Write), true).submit(park)
		mute(o)
		d := o.clone(o.User("redactie", forgetest.Write), false)
		d.goOn(1)
		r := d.submit(renamed("Mag het park dicht"), asRedactie)
		p := o.open(1)
		if got := remotetest.Git(t, o.Bare, "rev-parse", p.Ref); got != r.Commit || r.State != submit.Updated || !r.Stale {
			t.Errorf("%s at %s, %v", r.State, got, r.Stale)
		}
	})
	t.Run("no branch", func(t *testing.T) {
		o := newOffice(t, forge.Gitea)
		o.clone(o.User("lezer", forgetest.Read), true).submit(park)
		mute(o)
		d := o.clone(o.User("redactie", forgetest.Write), false)
		d.goOn(1)
		r := d.submit(park, asRedactie)
		if p := o.open(1, 2); !p.AGit || !strings.Contains(p.Body, "Komt in de plaats van #1.") || r.Replaces != 1 || r.Closed || r.Number() != 2 {
			t.Errorf("%d %v %+v", r.Replaces, r.Closed, p)
		}
		// The next version goes to that one. The first is named until it is closed.
		if r := d.submit(renamed("Mag het park dicht"), asRedactie); r.Number() != 2 || r.Replaces != 1 || r.State != submit.Updated {
			t.Errorf("%s %d %+v", r.State, r.Replaces, r.Outcome)
		}
		o.open(1, 2)
		o.ClosePull(1)
		o.Before(nil)
		if r := d.submit(renamed("Mag het park weer open"), asRedactie); r.Number() != 2 || !r.Closed {
			t.Errorf("%s %v %+v", r.State, r.Closed, r.Outcome)
		}
	})
	t.Run("of oneself", func(t *testing.T) { // handed in from another clone
		o := newOffice(t, forge.Gitea)
		u := o.User("lezer", forgetest.Read)
		o.clone(u, true).submit(park)
		mute(o)
		d := &desk{o, u, filepath.Join(o.TempDir(), "elders"), false}
		remotetest.Git(t, "", "clone", "--quiet", o.Bare, d.work)
		remotetest.Git(t, d.work, "remote", "set-url", "origin", strings.Replace(o.Address(), "://", "://"+u.Login+":"+u.Password+"@", 1))
		d.goOn(1)
		r := d.submit(renamed("Mag het park dicht"), replace)
		if o.open(1); r.Replaces != 0 || r.State != submit.Updated || r.Number() != 1 {
			t.Errorf("%s %d %+v", r.State, r.Replaces, r.Outcome)
		}
	})
	t.Run("a rival", func(t *testing.T) {
		o := newOffice(t, forge.Gitea)
		o.clone(o.User("lezer", forgetest.Read), true).submit(park)
		d := o.clone(o.User("ander", forgetest.Read), false)
		cfg, err := settings.Load(os.DirFS(d.work))
		if err != nil {
			t.Fatal(err)
		}
		r, err := repo.Open(d.work)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		published, err := proposal.FindPublished(r, cfg)
		if err != nil {
			t.Fatal(err)
		}
		server, err := proposal.Connect(r, published)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := proposal.Refresh(context.Background(), server, r, published); err != nil {
			t.Fatal(err)
		}
		if got := d.submit(renamed("Mag het park dicht")); got.Rival != 1 || got.Number() != 2 {
			t.Errorf("%d %+v", got.Rival, got.Outcome)
		}
	})
}

// TestChangedMeanwhile does not undo what the sender pushed after the redactie looked.
func TestChangedMeanwhile(t *testing.T) {
	o := newOffice(t, forge.Gitea)
	sender := o.clone(o.User("schrijver", forgetest.Write), true)
	sender.submit(park)
	d := o.clone(o.User("redactie", forgetest.Write), true)
	d.goOn(1)
	last := sender.submit(renamed("Mag het park dicht"))
	_, err := d.try(renamed("Mag het park weer open"), asRedactie)
	var e *submit.ChangedError
	if !errors.As(err, &e) || e.Number != 1 {
		t.Fatal(err)
	}
	o.holds(1, last)
	o.holds(1, d.submit(renamed("Mag het park weer open"), asRedactie, replace))
}

// TestFromTheWeb goes on with what the same person handed in on the web: that is in a fork of theirs, with the usual branch.
func TestFromTheWeb(t *testing.T) {
	for _, kind := range every() {
		t.Run(string(kind), func(t *testing.T) {
			o := newOffice(t, kind)
			u := o.User("lezer", forgetest.Read)
			fork := o.Fork(u)
			web := o.clone(u, true)
			remotetest.Put(t, web.work, file, park)
			web.git("add", ".")
			web.git("commit", "--quiet", "-m", "Nieuw dilemma: Mag het park open")
			at := strings.Replace(fork, "://", "://"+u.Login+":"+u.Token+"@", 1)
			web.git("push", "--quiet", at, "HEAD:refs/heads/dilemma/"+slug)
			o.Propose(u, "lezer/casusboek", "dilemma/"+slug, "Nieuw dilemma: Mag het park open", "Van het web.")
			d := o.clone(u, true)
			if _, err := d.try(renamed("Mag het park dicht")); err == nil {
				t.Fatal("not seen, and yet replaced")
			}
			r := d.submit(renamed("Mag het park dicht"), replace)
			o.open(1)
			o.holds(1, r)
			if p := o.Pull(1); p.Body != "Van het web." || p.From != "lezer/casusboek" || r.State != submit.Updated {
				t.Errorf("%s: %+v", r.State, p)
			}
			o.holds(1, d.submit(renamed("Mag het park weer open")))
		})
	}
}

// TestEnded loses the connection at each request of the redactie who goes on with a proposal without a branch. However that ends, the next time there is one
// proposal in its place, and the first is closed.
func TestEnded(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	begin := func() *desk {
		o := newOffice(t, forge.Gitea)
		o.clone(o.User("lezer", forgetest.Read), true).submit(park)
		d := o.clone(o.User("redactie", forgetest.Write), true)
		d.goOn(1)
		o.Requests()
		return d
	}
	whole := begin()
	whole.submit(park, asRedactie)
	requests := whole.Requests()
	if len(requests) < 8 {
		t.Fatal(requests)
	}
	for at := range requests {
		if strings.HasPrefix(requests[at], "GET ") {
			continue // nothing has changed yet when the next one is lost
		}
		for _, answered := range []bool{false, true} {
			d := begin()
			n := 0
			inner := d.Config.Handler
			d.Before(func(w http.ResponseWriter, r *http.Request) bool {
				if n++; n-1 != at {
					return false
				}
				d.Before(nil)
				if answered { // the server has done it, and nobody hears
					inner.ServeHTTP(&deaf{header: http.Header{}}, r)
				}
				d.Offline(true)
				panic(http.ErrAbortHandler)
			})
			_, _ = d.try(park, asRedactie)
			d.Before(nil)
			d.Offline(false)
			r := d.submit(park, asRedactie)
			p := d.open(2)
			d.holds(2, r)
			if len(d.Pulls()) != 2 || !strings.Contains(p.Body, "Komt in de plaats van #1.") || len(d.Pull(1).Comments) > 1 {
				t.Errorf("after %s (%v): %q, %+v", requests[at], answered, p.Body, d.Pull(1))
			}
		}
	}
}

func (d *desk) git(args ...string) string { d.Helper(); return remotetest.Git(d.T, d.work, args...) }
