package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// crossing is a clone that is brought forward again and again, the clone from which others push, and what the user has in the first that nobody may touch.
type crossing struct {
	*testing.T
	work, others string
	env          []string
	version      int
	mine         map[string]string // by path: what must always be there
	stored       string            // what is staged and stashed
}

// coming is how many files come each time: enough to be stopped between them.
const coming = 40

func newCrossing(t *testing.T) *crossing {
	t.Helper()
	home := t.TempDir()
	c := &crossing{T: t, mine: map[string]string{}}
	c.env = append(os.Environ(), "HOME="+home, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+filepath.Join(home, ".gitconfig"))
	server := remotetest.NewHTTP(t, remotetest.Bare(t))
	first := map[string]string{"notities.txt": "begin\n", "content/dilemmas/eigen.md": "begin\n"}
	for n := range coming {
		first[fileOf(n)] = "begin\n"
	}
	c.others = remotetest.Casebook(t, server, filepath.Join("..", ".."), "[params.dilemma.forge]\nkind = \"gitlab\"\n", first)
	c.work = filepath.Join(t.TempDir(), "mijn werk")
	remotetest.Git(t, "", "clone", "--quiet", server.Address(), c.work)
	c.put("notities.txt", "weggelegd\n")
	c.git("stash", "--quiet")
	c.put("notities.txt", "halverwege\n")
	c.put("klaar.txt", "staat klaar\n")
	c.git("add", "klaar.txt")
	c.put("los.txt", "van niemand\n")
	c.put("content/dilemmas/eigen.md", "van mij\n")
	for _, name := range []string{"notities.txt", "klaar.txt", "los.txt", "content/dilemmas/eigen.md"} {
		c.mine[name] = c.read(name)
	}
	c.stored = c.git("rev-parse", ":klaar.txt", "stash:notities.txt")
	return c
}

// fileOf returns a file that changes: most are of dilemmas.
func fileOf(n int) string {
	if n%5 == 0 {
		return fmt.Sprintf("content/dilemmas/map-%d/index.md", n)
	}
	return fmt.Sprintf("content/dilemmas/d-%d.md", n)
}

func (c *crossing) git(args ...string) string {
	c.Helper()
	return remotetest.Git(c.T, c.work, args...)
}

func (c *crossing) put(name, text string) {
	c.Helper()
	remotetest.Put(c.T, c.work, name, text)
}

func (c *crossing) read(name string) string {
	c.Helper()
	text, err := os.ReadFile(filepath.Join(c.work, filepath.FromSlash(name)))
	if err != nil {
		c.Fatal(err)
	}
	return string(text)
}

// next makes the others change, add and remove files, in two commits. The user has some as they come, or as they are on the way: Git does not know those here, or
// sees them as changed.
func (c *crossing) next() {
	c.Helper()
	c.version++
	for half := range 2 {
		for n := range coming {
			file := filepath.Join(c.others, filepath.FromSlash(fileOf(n)))
			switch gone := n%7 == c.version%7; {
			case gone && half == 1:
				if err := os.RemoveAll(file); err != nil {
					c.Fatal(err)
				}
			case !gone && (n+half)%2 == 0 || n < 6:
				remotetest.Put(c.T, c.others, fileOf(n), fmt.Sprintf("versie %d.%d van %d\n", c.version, half, n))
			}
		}
		remotetest.Git(c.T, c.others, "add", "-A")
		remotetest.Git(c.T, c.others, "commit", "--quiet", "-m", fmt.Sprint("versie ", c.version, ".", half))
	}
	remotetest.Git(c.T, c.others, "push", "--quiet")
	for n := range 6 {
		if n%7 != c.version%7 {
			c.put(fileOf(n), fmt.Sprintf("versie %d.%d van %d\n", c.version, n%2, n))
		}
	}
}

// running is a sync that runs; done gets its result, once.
type running struct {
	*exec.Cmd
	done chan error
}

// start starts dilemma sync by running this test binary under the name dilemma.
func (c *crossing) start() *running {
	c.Helper()
	exe, err := os.Executable()
	if err != nil {
		c.Fatal(err)
	}
	r := &running{exec.Command(exe), make(chan error, 1)}
	r.Args = []string{"dilemma", "sync"}
	r.Dir, r.Env = c.work, c.env
	r.Stderr = &strings.Builder{}
	if err := r.Start(); err != nil {
		c.Fatal(err)
	}
	go func() { r.done <- r.Wait() }()
	return r
}

// begun waits until a run moves files, or has ended.
func (c *crossing) begun(r *running) {
	for !c.isHalfway() && len(r.done) == 0 {
		time.Sleep(time.Millisecond)
	}
}

// isHalfway reports whether a run has begun to move files and did not end.
func (c *crossing) isHalfway() bool {
	_, err := os.Lstat(filepath.Join(c.work, ".git", "dilemma", "sync", "towards"))
	return err == nil
}

// whole fails the test unless all that is the user's is there, in the working tree or the index, and git finds nothing wrong.
func (c *crossing) whole() {
	c.Helper()
	for name, text := range c.mine {
		if got := c.read(name); got != text {
			c.Fatalf("%s became %q", name, got)
		}
	}
	if got := c.git("rev-parse", ":klaar.txt", "stash:notities.txt"); got != c.stored {
		c.Fatalf("what was staged and stashed became %s", got)
	}
	c.git("fsck", "--strict", "--no-dangling")
}

// finish brings the clone forward without being killed, and checks that it is where the server is, with nothing besides what was the user's.
func (c *crossing) finish() {
	c.Helper()
	cmd := c.start()
	if err := <-cmd.done; err != nil {
		c.Fatalf("version %d: %v\n%s", c.version, err, cmd.Stderr)
	}
	if here, there := c.git("rev-parse", "HEAD"), remotetest.Git(c.T, c.others, "rev-parse", "HEAD"); here != there {
		c.Fatalf("version %d: HEAD is %s, not %s\n%s", c.version, here, there, cmd.Stderr)
	}
	const want = "M content/dilemmas/eigen.md\nA  klaar.txt\n M notities.txt\n?? los.txt" // Git trims the first space
	if got := c.git("status", "--porcelain"); got != want {
		c.Fatalf("version %d: status is\n%s", c.version, got)
	}
	var left []string
	for _, pattern := range []string{".git/*.lock", ".git/refs/heads/*.lock", ".git/dilemma/sync/towards", "content/dilemmas/.dilemma*"} {
		found, err := filepath.Glob(filepath.Join(c.work, filepath.FromSlash(pattern)))
		if err != nil {
			c.Fatal(err)
		}
		left = append(left, found...)
	}
	if len(left) > 0 {
		c.Fatal("left behind: ", left)
	}
	c.whole()
}

// TestSyncKilled kills sync at random moments. Every byte of the user stays where it was, and the next sync completes the work. DILEMMA_KILLS says how often, for
// more than a test of every day: DILEMMA_KILLS=200 go test -run SyncKilled -v ./cmd/dilemma
func TestSyncKilled(t *testing.T) {
	t.Parallel()
	kills := 20
	if testing.Short() {
		kills = 5
	}
	if given, err := strconv.Atoi(os.Getenv("DILEMMA_KILLS")); err == nil {
		kills = given
	}
	c := newCrossing(t)
	var took, moved time.Duration // of a whole run, and of the part that moves files
	for range 3 {
		c.next()
		begin := time.Now()
		cmd := c.start()
		c.begun(cmd)
		from := time.Now()
		<-cmd.done
		took, moved = time.Since(begin), time.Since(from)
		c.finish()
	}
	ended, halfway := 0, 0
	for n := range kills {
		c.next()
		cmd := c.start()
		if n%4 == 0 {
			time.Sleep(rand.N(took)) // at any moment
		} else {
			c.begun(cmd)
			time.Sleep(rand.N(moved))
		}
		_ = cmd.Process.Kill()
		if <-cmd.done != nil {
			ended++
			if c.isHalfway() {
				halfway++
			}
		}
		c.whole()
		if rand.N(3) == 0 { // the server goes on meanwhile
			c.next()
		}
		c.finish()
	}
	t.Logf("%d of %d runs were ended, %d of them while files moved", ended, kills, halfway)
	if halfway < kills/4 {
		t.Errorf("only %d of %d runs were ended while files moved", halfway, kills)
	}
}
