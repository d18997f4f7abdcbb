package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// sent is a dilemma with a place for the text below the canvas, which differs each time.
const sent = remotetest.Dilemma + "\nDit is versie %d van het verhaal.\n"

// workshop is a clone with unfinished work in it, and the server from which it was cloned.
type workshop struct {
	*testing.T
	bare, work string
	server     *remotetest.HTTP
	env        []string
	version    int // of the dilemma that was written last
}

// newWorkshop makes a casebook with the real definition, and a clone with staged, changed and stashed work.
func newWorkshop(t *testing.T) *workshop {
	t.Helper()
	home := t.TempDir()
	w := &workshop{T: t, bare: remotetest.Bare(t)}
	w.env = append(os.Environ(), "HOME="+home, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+filepath.Join(home, ".gitconfig"))
	w.server = remotetest.NewHTTP(t, w.bare)
	w.work = remotetest.Casebook(t, w.server, filepath.Join("..", ".."),
		"[params.dilemma]\nredactie = \"Redactie <redactie@example.org>\"\n[params.dilemma.forge]\nkind = \"gitlab\"\n", map[string]string{"notities.txt": "begin\n"})
	w.put("notities.txt", "weggelegd\n")
	w.git("stash", "--quiet")
	w.put("notities.txt", "halverwege\n")
	w.put("klaar.txt", "staat klaar\n")
	w.git("add", "klaar.txt")
	return w
}

func (w *workshop) git(args ...string) string {
	w.Helper()
	return remotetest.Git(w.T, w.work, args...)
}

func (w *workshop) put(name, text string) {
	w.Helper()
	remotetest.Put(w.T, w.work, name, text)
}

// onMain adds a commit to the published branch, so that there is something to fetch.
func (w *workshop) onMain(n int) {
	w.Helper()
	tree := remotetest.Git(w.T, w.bare, "rev-parse", "main^{tree}")
	commit := remotetest.Git(w.T, w.bare, "commit-tree", "-p", "main", "-m", fmt.Sprint("verder ", n), tree)
	remotetest.Git(w.T, w.bare, "update-ref", "refs/heads/main", commit)
}

// start starts dilemma submit by running this test binary under the name dilemma.
func (w *workshop) start() *exec.Cmd {
	w.Helper()
	exe, err := os.Executable()
	if err != nil {
		w.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Args = []string{"dilemma", "submit", remotetest.Slug, "--as-redactie"}
	cmd.Dir, cmd.Env = w.work, w.env
	cmd.Stderr = &strings.Builder{}
	if err := cmd.Start(); err != nil {
		w.Fatal(err)
	}
	return cmd
}

// finish hands in without being killed, and checks that the server has the result.
func (w *workshop) finish(n int) {
	w.Helper()
	cmd := w.start()
	if err := cmd.Wait(); err != nil {
		w.Fatalf("version %d: %v\n%s", n, err, cmd.Stderr)
	}
	branch := "dilemma/" + remotetest.Slug
	if got := remotetest.Git(w.T, w.bare, "show", branch+":"+remotetest.File); !strings.Contains(got, fmt.Sprintf("versie %d ", n)) {
		w.Fatalf("version %d is not there, but\n%s", n, got)
	}
	if got := remotetest.Git(w.T, w.bare, "rev-list", "--count", "main.."+branch); got != "1" {
		w.Fatalf("%s commits in the proposal", got)
	}
	if got := remotetest.Git(w.T, w.bare, "diff", "--name-only", "main..."+branch); got != remotetest.File {
		w.Fatalf("the proposal changes %s", got)
	}
}

// whole fails the test unless git fsck finds nothing wrong and the work of the user is unchanged.
func (w *workshop) whole(before map[string]string) {
	w.Helper()
	w.git("fsck", "--strict", "--no-dangling")
	after := remotetest.Mine(w.T, w.work)
	for name, text := range before {
		if after[name] != text {
			w.Fatalf("%s changed", name)
		}
		delete(after, name)
	}
	for name := range after {
		w.Fatalf("%s appeared", name)
	}
}

// next writes the next version of the dilemma, in every third case after somebody else's commit, and returns the files of the user.
func (w *workshop) next() map[string]string {
	w.Helper()
	w.version++
	w.put(remotetest.File, fmt.Sprintf(sent, w.version))
	if w.version%3 == 0 {
		w.onMain(w.version)
	}
	return remotetest.Mine(w.T, w.work)
}

// measure returns how long a submit takes at least, and how many requests it makes.
func (w *workshop) measure() (took time.Duration, requests int) {
	w.Helper()
	took = time.Hour
	for range 5 { // the quickest is nearest to what the others will take
		before := w.next()
		w.server.Requests()
		begin := time.Now()
		w.finish(w.version)
		took = min(took, time.Since(begin))
		requests = max(requests, len(w.server.Requests()))
		w.whole(before)
	}
	return took, requests
}

// TestKilledAtRequests kills submit before and after the answer to each request that it makes. The user loses nothing, and the next submit completes
// the work.
func TestKilledAtRequests(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	t.Parallel()
	w := newWorkshop(t)
	_, requests := w.measure()
	if requests < 3 {
		t.Fatal(requests, "requests")
	}
	inner := w.server.Config.Handler
	for at := range requests {
		for _, answered := range []bool{false, true} {
			before := w.next()
			n := 0
			var cmd *exec.Cmd
			started := make(chan bool)
			w.server.Before(func(rw http.ResponseWriter, r *http.Request) bool {
				<-started
				if n++; n-1 != at {
					return false
				}
				if answered { // the server has done it, and the answer comes too late
					w.server.Before(nil)
					inner.ServeHTTP(rw, r)
				}
				_ = cmd.Process.Kill()
				return true
			})
			cmd = w.start()
			close(started)
			_ = cmd.Wait()
			w.server.Before(nil)
			w.whole(before)
			w.finish(w.version)
			w.whole(before)
		}
	}
}

// TestKilled kills submit at random moments, several at a time. The user loses nothing, and the next submit completes the work.
func TestKilled(t *testing.T) {
	t.Parallel()
	kills, workshops := 60, 4
	switch {
	case testing.Short():
		kills, workshops = 8, 2
	case os.Getenv("DILEMMA_CASES") == "all":
		kills = 200
	}
	var ended atomic.Int32
	t.Run("moments", func(t *testing.T) {
		for n := range workshops {
			t.Run(fmt.Sprint(n), func(t *testing.T) {
				t.Parallel()
				w := newWorkshop(t)
				took, _ := w.measure()
				for range kills / workshops {
					before := w.next()
					cmd := w.start()
					time.Sleep(rand.N(took * 6 / 5))
					_ = cmd.Process.Kill()
					if cmd.Wait() != nil {
						ended.Add(1)
					}
					w.whole(before)
					w.finish(w.version)
				}
			})
		}
	})
	t.Logf("%d of %d runs were ended halfway", ended.Load(), kills)
	if int(ended.Load()) < kills/4 {
		t.Errorf("only %d of %d runs were ended halfway", ended.Load(), kills)
	}
}

// isMissing reports whether nothing has this name.
func isMissing(name string) bool {
	_, err := os.Lstat(name)
	return errors.Is(err, fs.ErrNotExist)
}

// TestReadOnly hands in while a folder of Git can't be written: a file has its name, which stops even root. The message names that path, and
// nothing is lost.
func TestReadOnly(t *testing.T) {
	for _, folder := range []string{"dilemma", "objects"} {
		w := newWorkshop(t)
		w.put(remotetest.File, fmt.Sprintf(sent, 1))
		before := remotetest.Mine(w.T, w.work)
		place := filepath.Join(w.work, ".git", folder)
		blocked := []string{place}
		if folder == "objects" { // which has to be there, but not the folders in it for objects that are new
			blocked = nil
			for n := range 256 {
				if dir := filepath.Join(place, fmt.Sprintf("%02x", n)); isMissing(dir) {
					blocked = append(blocked, dir)
				}
			}
		} else if err := os.RemoveAll(place); err != nil {
			t.Fatal(err)
		}
		for _, name := range blocked {
			if err := os.WriteFile(name, nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		cmd := w.start()
		err := cmd.Wait()
		output := fmt.Sprint(cmd.Stderr)
		if err == nil || cmd.ProcessState.ExitCode() != statusFailed || !strings.Contains(output, place) || !strings.Contains(output, "kan niet worden geschreven") {
			t.Errorf("%s: %v\n%s", folder, err, output)
		}
		if got := remotetest.Git(t, w.bare, "branch", "--list", "dilemma/*"); got != "" {
			t.Error("pushed", got)
		}
		for _, name := range blocked {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
		}
		w.finish(1)
		w.whole(before)
	}
}
