package submit_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/flow/submit"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
)

// spy is a server that wants tokens: it asks for them, and notes what it got.
type spy struct {
	*httptest.Server
	asked, got atomic.Int64
}

func newSpy(t *testing.T) *spy {
	s := &spy{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		if r.Header.Get("Authorization")+r.Header.Get("PRIVATE-TOKEN") != "" {
			s.got.Add(1)
			t.Errorf("a token went to another server: %s %s %v", r.Method, r.URL, r.Header)
		}
		w.Header().Set("WWW-Authenticate", `Basic realm="x"`)
		w.WriteHeader(http.StatusUnauthorized)
	}))
	t.Cleanup(s.Close)
	return s
}

// tokens sets every token that a user can have.
func tokens(t *testing.T) {
	for _, name := range []string{"DILEMMA_TOKEN", "GITLAB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", "FORGEJO_TOKEN", "GITEA_TOKEN", "CI_JOB_TOKEN"} {
		t.Setenv(name, "geheim-"+name)
	}
}

// TestSettingsOfOthers hands in with a hugo.toml and a table of servers that somebody else wrote. They decide nothing about tokens.
func TestSettingsOfOthers(t *testing.T) {
	for _, kind := range []string{"github", "gitlab", "forgejo", "gitea", ""} {
		for _, published := range []bool{true, false} {
			t.Run(kind, func(t *testing.T) {
				away := newSpy(t)
				forge := `kind = "` + kind + `"` + "\nrepository = \"" + away.URL + "/groep/casusboek\"\nremote = \"vreemde\""
				w := newWorld(t, strings.Replace(forge, "vreemde", "origin", 1)) // even on the published branch
				tokens(t)
				w.put(file, park)
				w.put("data/forges.yaml", "kinds:\n  - kind: github\n    hosts: [\"127.0.0.1\"]\n    label: \"127\"\n")
				if !published { // as in a clone that knows no published branch
					w.put("hugo.toml", "[params.dilemma]\nredactie = \""+redactie+"\"\n[params.dilemma.forge]\n"+forge+"\n")
					w.git("checkout", "--quiet", "-b", "los")
					w.git("branch", "-D", "main")
					w.git("remote", "remove", "origin")
					w.git("remote", "add", "origin", w.server.Address())
					w.git("remote", "add", "vreemde", away.URL+"/groep/casusboek.git")
				}
				r, err := w.try()
				if published && (err != nil || r.State != submit.Created) {
					t.Error(err)
				}
				var server *remote.Error
				if !published && (!errors.As(err, &server) || server.Kind != remote.NoCredentials) {
					t.Error("goes to the server of a stranger with", err)
				}
				if published && away.asked.Load() > 0 {
					t.Error("asks the server of a stranger")
				}
			})
		}
	}
}

// TestTokenOfTheHost gives a token to the API of the server that took the push, when it is for that one, and to no other.
func TestTokenOfTheHost(t *testing.T) {
	away := newSpy(t)
	w := newWorld(t, `kind = "github"`+"\nrepository = \""+away.URL+"/groep/casusboek\"")
	w.put(file, park)
	asked := 0
	w.server.Before(func(rw http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/api/v3/repos/groep/casusboek/pulls") {
			return false
		}
		asked++
		if r.Header.Get("Authorization") != "Bearer goed" {
			t.Error(r.Header)
		}
		if r.Method == http.MethodPost {
			http.Redirect(rw, r, away.URL+r.URL.Path, http.StatusTemporaryRedirect)
			return true
		}
		_, _ = rw.Write([]byte("[]"))
		return true
	})
	t.Setenv("GITHUB_TOKEN", "van-github.com")
	t.Setenv("DILEMMA_HOST", "elders.example")
	t.Setenv("DILEMMA_TOKEN", "van-elders")
	if r := w.submit(); !r.Manual || asked != 0 {
		t.Error(r.Outcome, asked)
	}
	t.Setenv("DILEMMA_HOST", strings.TrimPrefix(w.server.URL, "http://"))
	t.Setenv("DILEMMA_TOKEN", "goed")
	if r := w.submit(); !r.Manual || asked != 2 || away.asked.Load() != 0 {
		t.Error(r.Outcome, asked, away.asked.Load())
	}
}

// TestSilent meets a server that says nothing any more, at each request, and a user who does not wait for it. All that is the user's is as it was, and
// the next time finishes the job.
func TestSilent(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	w := newWorld(t, `kind = "gitlab"`)
	w.put(file, park)
	w.onMain("verder.txt", "x") // so that there is something to fetch
	w.server.Requests()
	w.submit()
	for after := range w.server.Requests() {
		for _, cancelled := range []bool{false, true} {
			w := newWorld(t, `kind = "gitlab"`)
			w.put(file, park)
			w.onMain("verder.txt", "x")
			before := remotetest.Mine(t, w.work)
			stop := make(chan struct{})
			ctx, cancel := context.WithCancel(context.Background())
			n := 0
			w.server.Before(func(http.ResponseWriter, *http.Request) bool {
				if n++; n-1 != after {
					return false
				}
				if cancelled {
					cancel()
				}
				<-stop
				return true
			})
			o := w.options()
			var told atomic.Bool
			o.Waiting = func(string) { told.Store(true) }
			if !cancelled {
				o.Patience = wire.Patience{Notice: time.Millisecond, Grace: time.Second, Work: time.Second, Rate: 1000}
			}
			_, err := submit.Run(ctx, o)
			var server *remote.Error
			if cancelled && !errors.Is(err, context.Canceled) || !cancelled && (!errors.As(err, &server) || server.Kind != remote.Slow || !told.Load()) {
				t.Errorf("request %d: %v", after, err)
			}
			w.server.Before(nil)
			close(stop)
			if !maps.Equal(before, remotetest.Mine(t, w.work)) {
				t.Errorf("request %d: something of the user has changed", after)
			}
			if r := w.submit(); r.State != submit.Created && r.State != submit.Updated && r.State != submit.Unchanged {
				t.Error(r.State)
			}
			w.proposed("dilemma/"+slug, file)
			cancel()
		}
	}
}
