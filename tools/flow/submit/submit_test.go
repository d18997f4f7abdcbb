package submit_test

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/proposal"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/submit"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/forge"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// park is a concept without errors, with a story.
const park = remotetest.Dilemma + "\nWat eraan voorafging.\n"

const (
	slug     = remotetest.Slug
	file     = remotetest.File
	redactie = "Redactie <redactie@example.org>"
)

// world is a server with a casebook, and a clone of somebody who contributes.
type world struct {
	*testing.T
	bare, work string
	server     *remotetest.HTTP
}

// newWorld makes a world with the real definition and one published dilemma; settings are lines below [params.dilemma.forge].
func newWorld(t *testing.T, settings string) *world {
	t.Helper()
	noSettings(t)
	w := &world{T: t, bare: remotetest.Bare(t)}
	w.server = remotetest.NewHTTP(t, w.bare)
	w.work = remotetest.Casebook(t, w.server, filepath.Join("..", "..", ".."), "[params.dilemma]\nredactie = \""+redactie+"\"\n[params.dilemma.forge]\n"+settings+"\n",
		map[string]string{"content/dilemmas/" + fixture.Slug(1) + ".md": fixture.Dilemma(definition(t), 1)})
	return w
}

// noSettings keeps out what who runs the test has set up, and leaves the name of a user alone.
func noSettings(t *testing.T) {
	t.Helper()
	home := t.TempDir()
	for name, value := range map[string]string{
		"HOME": home, "USERPROFILE": home, "XDG_CONFIG_HOME": "", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": filepath.Join(home, ".gitconfig"),
		"EMAIL": "", "GIT_AUTHOR_NAME": "", "GIT_AUTHOR_EMAIL": "", "DILEMMA_TOKEN": "", "GITLAB_TOKEN": "", "GH_TOKEN": "", "GITHUB_TOKEN": "", "FORGEJO_TOKEN": "", "GITEA_TOKEN": "",
		"DILEMMA_HOST": "", "GITLAB_HOST": "", "GL_HOST": "", "CI_SERVER_URL": "", "GH_HOST": "", "GITHUB_SERVER_URL": "",
	} {
		t.Setenv(name, value)
	}
	remotetest.Put(t, home, ".gitconfig", "[user]\n\tname = Inbrenger\n\temail = inbrenger@example.org\n")
}

func (w *world) git(args ...string) string { w.Helper(); return remotetest.Git(w.T, w.work, args...) }

// on runs git on the server.
func (w *world) on(args ...string) string { w.Helper(); return remotetest.Git(w.T, w.bare, args...) }

// put writes a file of the user.
func (w *world) put(name, text string) { w.Helper(); remotetest.Put(w.T, w.work, name, text) }

// clone is the same casebook with somebody else.
func (w *world) clone() *world {
	w.Helper()
	other := *w
	other.work = filepath.Join(w.TempDir(), "ander")
	remotetest.Git(w.T, "", "clone", "--quiet", w.server.Address(), other.work)
	return &other
}

// onMain makes a commit on the published branch, as when the redactie merges something.
func (w *world) onMain(name, text string) {
	w.Helper()
	other := w.clone()
	if text == "" {
		other.git("rm", "--quiet", name)
	} else {
		other.put(name, text)
		other.git("add", name)
	}
	other.git("commit", "--quiet", "-m", "op main")
	other.git("push", "--quiet", "origin", "HEAD:main")
}

func (w *world) options() submit.Options {
	cfg, err := settings.Load(os.DirFS(w.work))
	if err != nil {
		w.Fatal(err)
	}
	return submit.Options{Root: w.work, Slug: slug, Settings: cfg, Now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.FixedZone("", 3600))}
}

// submit hands in, and the test ends when that fails.
func (w *world) submit(change ...func(*submit.Options)) *submit.Result {
	w.Helper()
	r, err := w.try(change...)
	if err != nil {
		w.Fatal(err)
	}
	return r
}

func (w *world) try(change ...func(*submit.Options)) (*submit.Result, error) {
	o := w.options()
	for _, f := range change {
		f(&o)
	}
	return submit.Run(context.Background(), o)
}

func replace(o *submit.Options)    { o.Replace = true }
func asRedactie(o *submit.Options) { o.AsRedactie = true }

// proposed fails unless the server has a branch with one commit on main that changes just these files, and returns its hash.
func (w *world) proposed(branch string, files ...string) string {
	w.Helper()
	if got := w.on("rev-parse", branch+"^"); got != w.on("rev-parse", "main") {
		w.Errorf("%s does not stand on main", branch)
	}
	if got := strings.Fields(w.on("diff", "--name-only", "--no-renames", "main", branch)); !slices.Equal(got, files) {
		w.Errorf("changes %q, want %q", got, files)
	}
	w.on("fsck", "--strict", "--no-dangling")
	return w.on("rev-parse", branch)
}

// TestUntouched hands in from every state in which a user's repository may be, and finds all of it as it was.
func TestUntouched(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	states := map[string]func(w *world){
		"clean":  func(w *world) { w.git("add", file); w.git("commit", "--quiet", "-m", "park") },
		"new":    func(*world) {},
		"ignore": func(w *world) { w.put(".git/info/exclude", "*.md\n") },
		"staged": func(w *world) { w.put("los.txt", "x"); w.git("add", "los.txt", file) },
		"dirty": func(w *world) {
			w.put("content/dilemmas/"+fixture.Slug(1)+".md", "kapot")
			w.put("hugo.toml", "# eigen\n[params.dilemma]\nredactie = \""+redactie+"\"\n")
		},
		"stash":    func(w *world) { w.put("hugo.toml", ""); w.git("stash", "--quiet") },
		"detached": func(w *world) { w.git("checkout", "--quiet", "--detach") },
		"orphan":   func(w *world) { w.git("checkout", "--quiet", "--orphan", "leeg") },
		"merge": func(w *world) {
			w.git("checkout", "--quiet", "-b", "a")
			w.put("hugo.toml", "a = 1\n")
			w.git("commit", "--quiet", "-am", "a")
			w.git("checkout", "--quiet", "-b", "b", "main")
			w.put("hugo.toml", "b = 1\n")
			w.git("commit", "--quiet", "-am", "b")
			cmd := exec.Command("git", "merge", "a")
			cmd.Dir = w.work
			if cmd.Run() == nil {
				w.Fatal("no conflict")
			}
			w.put("hugo.toml", "[params.dilemma]\nredactie = \""+redactie+"\"\n")
		},
		"own branch": func(w *world) { w.git("checkout", "--quiet", "-b", "dilemma/"+slug) },
		"behind":     func(w *world) { w.onMain("nieuw.txt", "nieuw\n") },
		"ahead": func(w *world) {
			w.put("eigen.txt", "niet voor anderen")
			w.git("add", "eigen.txt")
			w.git("commit", "--quiet", "-m", "eigen")
		},
		"sparse": func(w *world) { w.git("sparse-checkout", "init"); w.git("sparse-checkout", "set", "content", "data") },
		"windows": func(w *world) {
			w.git("config", "core.autocrlf", "true")
			w.put(file, strings.ReplaceAll(park, "\n", "\r\n"))
		},
		"packed": func(w *world) { w.git("gc", "--quiet", "--prune=now"); w.git("pack-refs", "--all") },
		"shallow": func(w *world) {
			for range 3 {
				w.onMain("verder.txt", time.Now().String())
			}
			w.again("--depth=1")
			w.onMain("verder.txt", "en nog eens")
			// A warning makes the search look back, as far as there is anything.
			w.put(file, park+"\nIn Waalwijk is het anders.\n")
		},
		"lock": func(w *world) { w.put(".git/index.lock", ""); w.put(".git/refs/remotes/origin/main.lock", "") },
	}
	for _, name := range slices.Sorted(maps.Keys(states)) {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, `kind = "gitlab"`)
			w.put(file, park)
			states[name](w)
			before := remotetest.Mine(t, w.work)
			r := w.submit(asRedactie)
			after := remotetest.Mine(t, w.work)
			for name := range maps.Keys(before) {
				if before[name] != after[name] {
					t.Errorf("%s changed", name)
				}
				delete(after, name)
			}
			for name := range after {
				t.Errorf("%s appeared", name)
			}
			commit := w.proposed("dilemma/"+slug, file)
			if r.State != submit.Created || r.Commit != commit {
				t.Error(r.State, r.Commit)
			}
			if got := w.on("show", "--no-patch", "--format=%an <%ae>|%cn <%ce>|%ad|%cd|%B", commit); got != redactie+"|"+redactie+"|Tue Nov 24 11:00:00 2026 +0000|Tue Nov 24 11:00:00 2026 +0000|Nieuw dilemma: Mag het park open" {
				t.Error(got)
			}
			if got := w.on("show", commit+":"+file) + "\n"; got != park && name != "shallow" {
				t.Errorf("%q", got)
			}
		})
	}
}

// TestMergeAdvice says to whoever merges how the name of the redactie stays, in the proposal itself too, and asks a server with a token whether it can.
func TestMergeAdvice(t *testing.T) {
	for _, kind := range []string{"gitlab", "forgejo", "gitea", "github", "mail"} {
		t.Run(kind, func(t *testing.T) {
			w := newWorld(t, `kind = "`+kind+`"`)
			w.put(file, park)
			how := submit.HowToMerge(forge.Kind(kind), slug, "main", 0)
			if how == "" || strings.Contains(how, "{") {
				t.Fatal(how)
			}
			dry := func(o *submit.Options) { o.DryRun = true }
			if r := w.submit(asRedactie, dry); r.Merge != how || !strings.HasSuffix(r.Proposal.Description, how) {
				t.Errorf("%q\n%s", r.Merge, r.Proposal.Description)
			}
			if r := w.submit(dry); r.Merge != "" || strings.Contains(r.Proposal.Description, how) {
				t.Errorf("in somebody's own name: %q\n%s", r.Merge, r.Proposal.Description)
			}
		})
	}
	w := newWorld(t, `kind = "gitlab"`)
	w.put(file, park)
	t.Setenv("DILEMMA_TOKEN", "geheim")
	asked := 0
	w.server.Before(func(rw http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/api/v4/projects/") {
			return false
		}
		if r.Method != http.MethodGet {
			t.Errorf("%s %s", r.Method, r.URL)
		}
		if strings.Contains(r.URL.Path, "/merge_requests") {
			_, _ = rw.Write([]byte("[]")) // it has none
			return true
		}
		asked++
		_, _ = rw.Write([]byte(`{"merge_method":"merge"}`))
		return true
	})
	if r := w.submit(asRedactie); r.State != submit.Created || r.Merging != forge.Lacks || asked != 1 {
		t.Errorf("%s, %q, asked %d times", r.State, r.Merging, asked)
	}
	w.put(file, park+"\nEn verder.\n")
	if r := w.submit(func(o *submit.Options) { o.Replace = true }); r.Merging != forge.Unknown || asked != 1 {
		t.Errorf("in somebody's own name: %q, asked %d times", r.Merging, asked)
	}
}

// again clones the casebook anew with an option of git.
func (w *world) again(option string) {
	w.Helper()
	w.work = filepath.Join(w.TempDir(), "opnieuw")
	remotetest.Git(w.T, "", "clone", "--quiet", option, w.server.Address(), w.work)
	w.put(file, park)
}

// TestLinked hands in from a linked worktree, and from a casebook in a folder of a larger repository.
func TestLinked(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	w := newWorld(t, `kind = "gitlab"`)
	linked := filepath.Join(t.TempDir(), "gekoppeld")
	w.git("worktree", "add", "--quiet", "-b", "gekoppeld", linked)
	w.git("config", "extensions.worktreeConfig", "true")
	w.work = linked
	w.put(file, park)
	w.submit()
	w.proposed("dilemma/"+slug, file)
	if got := w.submit().State; got != submit.Unchanged {
		t.Error(got)
	}

	w = newWorld(t, `kind = "gitlab"`)
	w.git("rm", "--quiet", "-r", "--cached", ".")
	if err := os.MkdirAll(filepath.Join(w.work, "boek"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"hugo.toml", "data", "archetypes", "content"} {
		if err := os.Rename(filepath.Join(w.work, name), filepath.Join(w.work, "boek", name)); err != nil {
			t.Fatal(err)
		}
	}
	w.git("add", ".")
	w.git("commit", "--quiet", "-m", "verhuisd")
	w.git("push", "--quiet")
	w.work = filepath.Join(w.work, "boek")
	w.put(file, park)
	w.submit()
	w.proposed("dilemma/"+slug, "boek/"+file)
}

// TestAgain hands the same dilemma in more than once.
func TestAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	w := newWorld(t, `kind = "gitlab"`)
	w.put(file, park)
	first := w.submit().Commit
	if r := w.submit(); r.State != submit.Unchanged || r.Commit != first {
		t.Error(r.State, r.Commit)
	}
	// The user changes it, with main where it was, and with main gone on.
	w.put(file, strings.Replace(park, "volgende maand", "volgend jaar", 1))
	if r := w.submit(); r.State != submit.Updated {
		t.Error(r.State)
	}
	w.proposed("dilemma/"+slug, file)
	w.onMain("anders.txt", "x")
	if r := w.submit(); r.State != submit.Unchanged { // there is nothing to review again
		t.Error(r.State)
	}
	w.put(file, park)
	if r := w.submit(); r.State != submit.Updated {
		t.Error(r.State)
	}
	w.proposed("dilemma/"+slug, file)
	// Without its notes dilemma knows what is alike.
	if err := os.RemoveAll(filepath.Join(w.work, ".git", "dilemma")); err != nil {
		t.Fatal(err)
	}
	if r := w.submit(); r.State != submit.Unchanged {
		t.Error(r.State)
	}
	// The redactie merges it and goes on.
	w.on("update-ref", "refs/heads/main", w.on("rev-parse", "dilemma/"+slug))
	w.on("branch", "-D", "dilemma/"+slug)
	if r := w.submit(); r.State != submit.Published {
		t.Error(r.State)
	}
	// A change of what was merged is a new proposal, also when the user never fetched.
	w.put(file, strings.Replace(park, "volgende maand", "morgen", 1))
	if r := w.submit(); r.State != submit.Created || r.Proposal.Title != "Wijziging van dilemma: Mag het park open" {
		t.Error(r.State, r.Proposal.Title)
	}
	w.proposed("dilemma/"+slug, file)
}

// changed fails unless an error says that somebody else changed a dilemma, on the published branch or in a proposal.
func changed(t *testing.T, err error, branch string) {
	t.Helper()
	var e *submit.ChangedError
	if !errors.As(err, &e) || e.Branch != branch {
		t.Errorf("got %v, want a change on %s", err, branch)
	}
}

// TestTwoPeople gives two people the same slug, at different moments.
func TestTwoPeople(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	w := newWorld(t, `kind = "gitlab"`)
	other := w.clone()
	w.put(file, park)
	w.submit()
	before := w.on("rev-parse", "dilemma/"+slug)
	other.put(file, strings.Replace(park, "bodem", "lucht", 1))
	_, err := other.try()
	changed(t, err, "dilemma/"+slug)
	if got := w.on("rev-parse", "dilemma/"+slug); got != before {
		t.Error("pushed over the other")
	}
	// Having seen it, they may go on from it.
	other.git("checkout", "--quiet", "-b", "mijn", "origin/dilemma/"+slug, "--force")
	other.put(file, strings.Replace(park, "bodem", "lucht", 1))
	if r := other.submit(); r.State != submit.Updated {
		t.Error(r.State)
	}
	other.proposed("dilemma/"+slug, file)
	// Now it is the first who does not know that.
	_, err = w.try()
	changed(t, err, "dilemma/"+slug)
	if r := w.submit(replace); r.State != submit.Updated {
		t.Error(r.State)
	}
	// At the very same moment: the second push comes between the question and the push of the first.
	busy := false
	w.server.Before(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPost && !busy && strings.HasSuffix(r.URL.Path, "receive-pack") {
			busy = true
			w.on("update-ref", "refs/heads/dilemma/"+slug, "main")
		}
		return false
	})
	w.put(file, strings.Replace(park, "bodem", "grond", 1))
	_, err = w.try()
	changed(t, err, "dilemma/"+slug)
	if got := w.on("rev-parse", "dilemma/"+slug); got != w.on("rev-parse", "main") {
		t.Error("pushed over the other")
	}
}

// TestNoRewriting updates a proposal on a server that lets nobody rewrite a branch, and on one where a hook forbids every second push.
func TestNoRewriting(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	w := newWorld(t, `kind = "gitlab"`)
	w.on("config", "receive.denyNonFastForwards", "true")
	branch := "dilemma/" + slug
	w.put(file, park)
	first := w.submit().Commit
	w.onMain("verder.txt", "x")
	w.put(file, strings.Replace(park, "bodem", "grond", 1))
	if r := w.submit(); r.State != submit.Updated || r.Commit != w.on("rev-parse", branch) {
		t.Error(r.State)
	}
	w.proposed(branch, file)
	if got := w.on("rev-parse", branch+"^2"); got != first {
		t.Error("does not follow the earlier version:", got)
	}
	if r := w.submit(); r.State != submit.Unchanged {
		t.Error(r.State)
	}
	remotetest.Hook(t, w.bare, "pre-receive", "echo nee; exit 1\n")
	w.put(file, park)
	var rejected *remote.RejectedError
	if _, err := w.try(); !errors.As(err, &rejected) || rejected.Kind != remote.Declined {
		t.Error(err)
	}
}

// TestChangedOnMain never undoes what the redactie did on the published branch.
func TestChangedOnMain(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	theirs := strings.Replace(park, "Het park", "Ons park", 1)
	mine := strings.Replace(park, "volgende maand", "morgen", 1)
	w := newWorld(t, `kind = "gitlab"`)
	w.put(file, park)
	w.git("add", ".")
	w.git("commit", "--quiet", "-m", "park")
	w.git("push", "--quiet")

	w.put(file, mine)
	w.submit() // from what is published

	w.onMain(file, theirs)
	_, err := w.try()
	changed(t, err, "main")
	w.git("fetch", "--quiet") // fetched is not seen
	_, err = w.try()
	changed(t, err, "main")
	w.submit(replace)
	w.git("rebase", "--quiet", "--autostash", "-X", "theirs", "origin/main")
	w.put(file, strings.Replace(theirs, "volgende maand", "morgen", 1))
	w.submit()
	w.proposed("dilemma/"+slug, file)

	// Taken away there.
	w.onMain(file, "")
	_, err = w.try()
	changed(t, err, "main")

	// Somebody else published another dilemma of that name.
	w = newWorld(t, `kind = "gitlab"`)
	w.put(file, park)
	w.onMain(file, theirs)
	_, err = w.try()
	changed(t, err, "main")
	// The same in the other form.
	w = newWorld(t, `kind = "gitlab"`)
	w.put(file, park)
	w.onMain("content/dilemmas/"+slug+"/index.md", theirs)
	_, err = w.try()
	changed(t, err, "main")
}

// TestFolder hands in a dilemma with attachments.
func TestFolder(t *testing.T) {
	w := newWorld(t, `kind = "gitlab"`)
	dir := "content/dilemmas/" + slug + "/"
	w.put(dir+"index.md", park)
	w.put(dir+"bijlagen/tijdlijn.txt", "Tijdlijn\n")
	w.put(dir+"kaart.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\r\n")
	w.put(dir+".DS_Store", "x")
	w.put(dir+"~$kaart.docx", "x")
	w.put(dir+"index.md~", "x")
	w.put(dir+".git/x", "x")
	r := w.submit()
	want := []string{dir + "bijlagen/tijdlijn.txt", dir + "index.md", dir + "kaart.svg"}
	w.proposed("dilemma/"+slug, want...)
	if !slices.Equal(r.Files, want) || len(r.Left) != 4 {
		t.Error(r.Files, r.Left)
	}
	if got := w.on("cat-file", "-s", "dilemma/"+slug+":"+dir+"kaart.svg"); got != "43" {
		t.Error("the attachment changed:", got)
	}
	// It is merged; then an attachment goes, and then it becomes one file.
	w.on("update-ref", "refs/heads/main", "dilemma/"+slug)
	if err := os.Remove(filepath.Join(w.work, dir, "kaart.svg")); err != nil {
		t.Fatal(err)
	}
	r = w.submit()
	w.proposed("dilemma/"+slug, dir+"kaart.svg")
	if !slices.Equal(r.Gone, []string{dir + "kaart.svg"}) {
		t.Error(r.Gone)
	}
	if err := os.RemoveAll(filepath.Join(w.work, dir)); err != nil {
		t.Fatal(err)
	}
	w.put(file, park)
	w.submit()
	w.proposed("dilemma/"+slug, append([]string{file}, want...)...)

	w.put(dir+"index.md", park)
	if _, err := w.try(); !errors.Is(err, proposal.ErrFileAndFolder) {
		t.Error(err)
	}
	if err := os.Remove(filepath.Join(w.work, file)); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(w.work, "hugo.toml"), filepath.Join(w.work, dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	var failed *fs.PathError
	if _, err := w.try(); !errors.As(err, &failed) || !strings.HasSuffix(failed.Path, "link.txt") {
		t.Error(err)
	}
}

// TestInspect stops at errors, before anything leaves the machine.
func TestInspect(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	const bsn = "123456782"
	for name, c := range map[string]struct {
		prepare func(*world)
		rule    string
	}{
		"field":      {func(w *world) { w.put(file, strings.Replace(park, "fictief", "verzonnen", 1)) }, "canvas/term"},
		"text":       {func(w *world) { w.put(file, park+"\nHaar bsn is "+bsn+".\n") }, "personal/bsn"},
		"attachment": {func(w *world) { w.folder("bijlage.txt", "bsn "+bsn+"\n") }, "personal/bsn"},
		"name":       {func(w *world) { w.folder("bsn "+bsn+".txt", "niets\n") }, "personal/bsn"},
		// What is not on the published branch, the check of the merge request will not have either.
		"link": {func(w *world) {
			w.put("content/dilemmas/ander-dilemma.md", strings.Replace(park, "het park", "de school", 1))
			w.put(file, strings.Replace(park, "herkomst:", "vervangen_door: ander-dilemma\nherkomst:", 1))
		}, "book/superseded"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, `kind = "gitlab"`)
			w.put(file, park)
			c.prepare(w)
			r, err := w.try()
			if err != nil {
				t.Fatal(err)
			}
			var rules []string
			for _, f := range r.Report.Findings {
				rules = append(rules, f.Rule)
				if strings.Contains(f.Message+f.Hint, bsn) {
					t.Error("tells the number:", f.Rule, f.Message)
				}
			}
			if r.State != submit.Faulty || !slices.Contains(rules, c.rule) {
				t.Errorf("%s with %q, want %s", r.State, rules, c.rule)
			}
			if got := w.on("branch", "--list", "dilemma/*"); got != "" {
				t.Error("pushed", got)
			}
		})
	}
}

// folder makes the dilemma a folder with an attachment.
func (w *world) folder(name, text string) {
	w.Helper()
	if err := os.Remove(filepath.Join(w.work, file)); err != nil {
		w.Fatal(err)
	}
	w.put("content/dilemmas/"+slug+"/index.md", park)
	w.put("content/dilemmas/"+slug+"/"+name, text)
}

// TestDryRun shows what would be pushed, and pushes nothing.
func TestDryRun(t *testing.T) {
	w := newWorld(t, `kind = "gitlab"`)
	w.put(file, park)
	before := w.on("for-each-ref")
	r := w.submit(func(o *submit.Options) { o.DryRun = true })
	plan := submit.Plan(r)
	for _, part := range []string{"refs/heads/dilemma/" + slug, "Inbrenger <inbrenger@example.org>", file, "merge_request.create", "merge_request.target=main", "Nieuw dilemma: Mag het park open", w.server.Address()} {
		if !strings.Contains(plan, part) {
			t.Errorf("%q is not in\n%s", part, plan)
		}
	}
	if r.State != submit.Planned || w.on("for-each-ref") != before {
		t.Error(r.State)
	}
	if _, err := os.Stat(filepath.Join(w.work, ".git", "dilemma")); err == nil {
		t.Error("remembers what was not done")
	}
}

// TestWithdrawn hands in a withdrawal, and shows before what would leave the machine: in neither is a word of what was withdrawn, also not in a finding on it, and
// no word of its title once that is taken out.
func TestWithdrawn(t *testing.T) {
	const title, word = "Zwijgtitel over de vijver", "zwijgwoord"
	reason := "ingetrokken: {datum: 2026-11-20, reden: Op verzoek.}\n"
	published := regexp.MustCompile(`(?m)^title: .*`).ReplaceAllString(fixture.Dilemma(definition(t), 2), "title: "+title)
	published = strings.Replace(published, "draft: false\n", "draft: false\n"+word+": "+word+"\n", 1) // a finding that quotes it
	published += "\nEen " + word + ", en mevr. " + word + " woont aan de Dorpsstraat.\n\n#### " + word + "\n"
	for name, text := range map[string]string{
		"withdrawn": strings.Replace(published, "draft: false\n", "draft: false\n"+reason, 1),
		"emptied":   "---\ntitle: Ingetrokken dilemma\ndate: 2026-01-01\ndraft: false\nherkomst: fictief\n" + reason + "---\n",
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, `kind = "gitlab"`)
			w.onMain(file, published)
			w.git("pull", "--quiet", "origin", "main")
			w.put(file, text)
			told := func(r *submit.Result) string {
				var b strings.Builder
				if err := submit.WriteJSON(&b, r); err != nil {
					t.Fatal(err)
				}
				return submit.Plan(r) + b.String() + r.Message + r.Proposal.Description
			}
			r := w.submit(func(o *submit.Options) { o.DryRun = true })
			all := told(r)
			if !strings.Contains(all, file) || r.State == submit.Published {
				t.Fatalf("%s: %s", r.State, all)
			}
			if r.State == submit.Planned {
				r = w.submit()
				all += told(r) + w.on("log", "--format=%B", "dilemma/"+slug, "^main")
			}
			secret := []string{word}
			if name == "emptied" {
				secret = append(secret, "wijgtitel", "vijver")
				if r.State != submit.Created {
					t.Errorf("%s: %s", r.State, all)
				}
			}
			for _, s := range secret {
				if strings.Contains(strings.ToLower(all), s) {
					t.Errorf("%q is in\n%s", s, all)
				}
			}
		})
	}
}

// definition is that of this repository.
func definition(t *testing.T) *canvas.Definition {
	t.Helper()
	def, err := canvas.Load(os.DirFS(filepath.Join("..", "..", "..")))
	if err != nil {
		t.Fatal(err)
	}
	return def
}

// TestFrom hands in what somebody sent to the redactie.
func TestFrom(t *testing.T) {
	w := newWorld(t, `kind = "gitlab"`)
	before := remotetest.Mine(t, w.work)
	from := func(text string) func(*submit.Options) {
		return func(o *submit.Options) { o.Slug, o.From, o.AsRedactie = "", []byte(text), true }
	}
	r := w.submit(from(strings.ReplaceAll(park, "\n", "\r\n")))
	w.proposed("dilemma/"+slug, file)
	if r.Slug != slug || r.Author != redactie || !maps.Equal(before, remotetest.Mine(t, w.work)) {
		t.Error(r.Slug, r.Author)
	}
	// A next version of the sender.
	if r := w.submit(from(strings.Replace(park, "bodem", "grond", 1))); r.State != submit.Updated {
		t.Error(r.State)
	}
	if _, err := w.try(from(strings.Replace(park, "Mag het park open", "???", 1))); !errors.Is(err, submit.ErrNoSlug) {
		t.Error(err)
	}
	// It never replaces what is published unasked, whatever stands in the working files.
	w.put(file, strings.Replace(park, "Het park", "Ons park", 1))
	w.git("add", ".")
	w.git("commit", "--quiet", "-m", "park")
	w.git("push", "--quiet")
	_, err := w.try(from(strings.Replace(park, "bodem", "lucht", 1)))
	changed(t, err, "main")
	if r := w.submit(from(strings.Replace(park, "bodem", "lucht", 1)), replace); r.State != submit.Updated {
		t.Error(r.State)
	}
}

// TestRefused names each reason for which nothing can be handed in.
func TestRefused(t *testing.T) {
	w := newWorld(t, `kind = "gitlab"`)
	expect := func(want error, change ...func(*submit.Options)) {
		t.Helper()
		if _, err := w.try(change...); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	expect(proposal.ErrNotFound)
	expect(proposal.ErrNotFound, func(o *submit.Options) { o.Slug = "../hugo" })
	w.put(file, park)
	expect(repo.ErrNoRepository, func(o *submit.Options) { o.Root = t.TempDir() })
	remotetest.Put(t, os.Getenv("HOME"), ".gitconfig", "")
	expect(submit.ErrIdentity)
	published := func(settings string) {
		w.onMain("hugo.toml", settings)
		w.git("fetch", "--quiet")
	}
	w.put("hugo.toml", "[params.dilemma]\nredactie = \"Iemand <iemand@example.org>\"\n") // of the user alone, and so of no account
	published("[params.dilemma]\nredactie = \"geen adres\"\n")
	expect(submit.ErrRedactie, asRedactie)
	published("[params.dilemma]\nredactie = \"" + redactie + "\"\n[params.dilemma.forge]\nkind = \"gitlab\"\nbranch = \"gepubliceerd\"\n")
	var branch *submit.NoBranchError
	if _, err := w.try(asRedactie); !errors.As(err, &branch) || branch.Branch != "gepubliceerd" {
		t.Error(err)
	}
	w.git("remote", "remove", "origin")
	var server *remote.Error
	if _, err := w.try(asRedactie); !errors.As(err, &server) || server.Kind != remote.NoRemote {
		t.Error(err)
	}
}

// TestProtected is refused by a rule of the server, and by a server that does not know the user.
func TestProtected(t *testing.T) {
	w := newWorld(t, `kind = "gitlab"`)
	w.put(file, park)
	remotetest.Hook(t, w.bare, "pre-receive", "echo 'GitLab: You are not allowed to push code to protected branches on this project.'; exit 1\n")
	_, err := w.try()
	var rejected *remote.RejectedError
	if !errors.As(err, &rejected) || rejected.Kind != remote.Declined || len(rejected.Messages) != 1 {
		t.Error(err)
	}
	w.server.Users = map[string]string{"redactie": "geheim"}
	t.Setenv("DILEMMA_TOKEN", "fout")
	var server *remote.Error
	if _, err := w.try(); !errors.As(err, &server) || server.Kind != remote.Refused {
		t.Error(err)
	}
	w.server.Users = map[string]string{"oauth2": "fout"}
	remotetest.Hook(t, w.bare, "pre-receive", "")
	if r := w.submit(); r.State != submit.Created {
		t.Error(r.State)
	}
	w.proposed("dilemma/"+slug, file)
}

// TestBroken loses the connection at each request. The next time finishes the job.
func TestBroken(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	w := newWorld(t, `kind = "gitlab"`)
	w.put(file, park)
	w.onMain("verder.txt", "x") // so that there is something to fetch
	w.server.Requests()
	w.submit()
	whole := w.server.Requests()
	if len(whole) < 4 {
		t.Fatal(whole)
	}
	hang := func(rw http.ResponseWriter) {
		if conn, _, err := rw.(http.Hijacker).Hijack(); err == nil {
			conn.Close()
		}
	}
	for after := range whole {
		for _, answered := range []bool{false, true} { // the request does not come through, or the answer does not
			w := newWorld(t, `kind = "gitlab"`)
			w.put(file, park)
			w.onMain("verder.txt", "x")
			n := 0
			inner := w.server.Config.Handler
			w.server.Before(func(rw http.ResponseWriter, r *http.Request) bool {
				if n++; n-1 != after {
					return false
				}
				if answered {
					w.server.Before(nil)
					inner.ServeHTTP(&deaf{header: http.Header{}}, r)
				}
				hang(rw)
				return true
			})
			_, err := w.try()
			// What only asks may be asked again at once, by HTTP itself.
			var server *remote.Error
			if asks := strings.HasPrefix(whole[after], "GET "); (!asks || err != nil) && (!errors.As(err, &server) || server.Kind != remote.Broken) {
				t.Errorf("%s: %v", whole[after], err)
			}
			w.server.Before(nil)
			w.git("fsck", "--no-dangling")
			w.submit()
			w.proposed("dilemma/"+slug, file)
		}
	}
}

// deaf is a client that does not hear the answer.
type deaf struct{ header http.Header }

func (d *deaf) Header() http.Header         { return d.header }
func (d *deaf) Write(p []byte) (int, error) { return len(p), nil }
func (d *deaf) WriteHeader(int)             {}

// TestFetch gets of a published branch that went on just what is new, whether or not the user went on as well: it tells the server what is here.
func TestFetch(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	for name, ahead := range map[string]bool{"where it was cloned": false, "ahead of it": true} {
		w := newWorld(t, `kind = "gitlab"`)
		if ahead {
			w.put("eigen.txt", "eigen")
			w.git("add", "eigen.txt")
			w.git("commit", "--quiet", "-m", "eigen")
			w.git("update-ref", "-d", "refs/remotes/origin/main") // so that its parent alone tells what is here
		}
		w.put(file, park)
		w.onMain("verder.txt", "x")
		w.submit()
		packs, err := filepath.Glob(filepath.Join(w.work, ".git", "objects", "pack", "*.idx"))
		if err != nil || len(packs) != 1 {
			t.Fatal(packs, err)
		}
		objects := 0
		for line := range strings.Lines(w.git("verify-pack", "-v", packs[0])) {
			if fields := strings.Fields(line); len(fields) > 1 && (fields[1] == "commit" || fields[1] == "tree" || fields[1] == "blob") {
				objects++
			}
		}
		if objects != 3 { // a commit, its tree and a file
			t.Errorf("%s: %d objects were fetched", name, objects)
		}
	}
}

// TestFork fetches from one repository and pushes to another, as who has no right to push does.
func TestFork(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	w := newWorld(t, `kind = "gitlab"`)
	fork := *w
	fork.bare = remotetest.Bare(t)
	fork.server = remotetest.NewHTTP(t, fork.bare)
	options := remotetest.Options(t, fork.bare)
	remotetest.Hook(t, w.bare, "pre-receive", "exit 1\n")
	w.git("config", "remote.origin.pushurl", fork.server.Address())
	remotetest.Git(t, w.work, "push", "--quiet", "origin", "main:main")
	w.put(file, park)
	if r := w.submit(); r.State != submit.Created {
		t.Error(r.State)
	}
	fork.proposed("dilemma/"+slug, file)
	if r := w.submit(); r.State != submit.Unchanged {
		t.Error(r.State)
	}
	w.put(file, strings.Replace(park, "bodem", "grond", 1))
	if r := w.submit(); r.State != submit.Updated {
		t.Error(r.State)
	}
	fork.proposed("dilemma/"+slug, file)
	// The repository goes on, and the fork stays behind: it gets what it lacks.
	remotetest.Hook(t, w.bare, "pre-receive", "")
	w.onMain("verder.txt", "x\n")
	w.put(file, park)
	if r := w.submit(); r.State != submit.Updated {
		t.Error(r.State)
	}
	if got := remotetest.Git(t, fork.bare, "rev-parse", "dilemma/"+slug+"^"); got != w.on("rev-parse", "main") {
		t.Error("does not stand on the newest main")
	}
	remotetest.Git(t, fork.bare, "fsck", "--strict", "--no-dangling")
	if slices.ContainsFunc(options(), func(o string) bool { return strings.HasPrefix(o, "merge_request.target_project") }) {
		t.Error("both have the same path here:", options())
	}
	if got := w.on("branch", "--list", "dilemma/*"); got != "" {
		t.Error("pushed to the other:", got)
	}
}

// TestForges hands in at each kind of server, and looks at what it got.
func TestForges(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: not under -short")
	}
	t.Run("gitlab", func(t *testing.T) {
		w := newWorld(t, `kind = "gitlab"`)
		options := remotetest.Options(t, w.bare)
		w.put(file, park)
		w.submit(func(o *submit.Options) { o.Draft = true })
		got := options()
		want := []string{"merge_request.create", "merge_request.target=main", "merge_request.title=Nieuw dilemma: Mag het park open", "merge_request.remove_source_branch", "merge_request.draft"}
		for _, o := range want {
			if !slices.Contains(got, o) {
				t.Errorf("%q is not in %q", o, got)
			}
		}
		// It tells the page the first time only.
		page := w.server.URL + "/groep/casusboek/-/merge_requests/7"
		remotetest.Hook(t, w.bare, "post-receive", "echo; echo 'View merge request for dilemma/x:'; echo '  "+page+"'; echo\n")
		w.put(file, strings.Replace(park, "bodem", "grond", 1))
		if r := w.submit(); r.URL != page || r.Manual {
			t.Error(r.Outcome)
		}
		if r := w.submit(); r.State != submit.Unchanged || r.URL != page || r.Manual {
			t.Error(r.State, r.Outcome)
		}
	})
	t.Run("gitea", func(t *testing.T) {
		w := newWorld(t, "") // it tells itself what it is
		w.server.Before(func(rw http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/api/v1/version" {
				_, _ = rw.Write([]byte(`{"version":"1.26.0"}`))
				return true
			}
			return false
		})
		options := remotetest.Options(t, w.bare)
		w.put(file, park)
		r := w.submit()
		w.proposed("refs/for/main", file)
		if got := options(); len(got) != 3 || got[0] != "topic="+slug || got[1] != "title=Nieuw dilemma: Mag het park open" || !strings.HasPrefix(got[2], "description={base64}") {
			t.Errorf("%q", got)
		}
		if r.State != submit.Created || w.on("branch", "--list", "dilemma/*") != "" {
			t.Error(r.State)
		}
		// The server puts it elsewhere, where it is found again.
		w.on("update-ref", "refs/pull/3/head", r.Commit)
		w.on("update-ref", "-d", "refs/for/main")
		if again := w.submit(); again.State != submit.Unchanged || again.Commit != r.Commit || again.URL != r.URL {
			t.Error(again.State, again.URL)
		}
		w.put(file, strings.Replace(park, "bodem", "grond", 1))
		if r := w.submit(); r.State != submit.Updated || !slices.Contains(options(), "force-push=true") {
			t.Error(r.State, options())
		}
	})
	t.Run("github", func(t *testing.T) {
		w := newWorld(t, `kind = "github"`)
		made := 0
		w.server.Before(func(rw http.ResponseWriter, r *http.Request) bool {
			if !strings.HasPrefix(r.URL.Path, "/api/v3/repos/groep/casusboek/pulls") {
				return false
			}
			if r.Header.Get("Authorization") != "Bearer geheim" {
				t.Error("no token")
			}
			if r.Method == http.MethodGet {
				_, _ = rw.Write([]byte("[]"))
				return true
			}
			made++
			rw.WriteHeader(http.StatusCreated)
			_, _ = rw.Write([]byte(`{"html_url":"https://github.example/pull/1"}`))
			return true
		})
		w.put(file, park)
		if r := w.submit(); !r.Manual || !strings.Contains(r.URL, "/groep/casusboek/compare/main...groep:dilemma/"+slug) {
			t.Error(r.Outcome)
		}
		w.proposed("dilemma/"+slug, file)
		// With a token the next time opens what the first left to the user.
		t.Setenv("GITHUB_TOKEN", "geheim")
		t.Setenv("GITHUB_SERVER_URL", w.server.URL)
		if r := w.submit(); r.State != submit.Unchanged || r.Manual || r.URL != "https://github.example/pull/1" || made != 1 {
			t.Error(r.State, r.Outcome)
		}
	})
	t.Run("mail", func(t *testing.T) {
		w := newWorld(t, "")
		w.put(file, park)
		if r := w.submit(); r.Kind != "mail" || r.URL != "" || r.Manual {
			t.Error(r.Kind, r.Outcome)
		}
		w.proposed("dilemma/"+slug, file)
	})
}

// TestLicence asks who hands in to agree to the licence of the texts, where the published settings name one.
func TestLicence(t *testing.T) {
	for settings, want := range map[string]string{
		"kind = \"gitlab\"\n": "",
		"kind = \"gitlab\"\n[params.licence]\nname = \"CC-BY-4.0\"\n": "CC-BY-4.0",
	} {
		w := newWorld(t, settings)
		w.put(file, park)
		r := w.submit(func(o *submit.Options) { o.DryRun = true })
		if asked := strings.Contains(r.Proposal.Description, "onder de licentie "+want); asked != (want != "") {
			t.Errorf("with %q the proposal says %s", settings, r.Proposal.Description)
		}
	}
}
