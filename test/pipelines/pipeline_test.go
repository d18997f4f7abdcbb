package pipelines_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"

	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// pipelines are the files of the forges, with the job on a proposal and the one that publishes.
var pipelines = []struct {
	forge                         string
	proposal, publish, identities string // file, and for GitLab the job in it
}{
	{"gitlab", ".gitlab-ci.yml proposal", ".gitlab-ci.yml pages", ".gitlab-ci.yml identities"},
	{"forgejo", ".forgejo/workflows/proposal.yml", ".forgejo/workflows/publish.yml", ".forgejo/workflows/identities.yml"},
	{"github", ".github/workflows/proposal.yml", ".github/workflows/publish.yml", ".github/workflows/identities.yml"},
}

// step is a part of a job: the lines that it runs, and whether it gets the token of the pipeline.
type step struct {
	Run   string
	Token bool
}

// read reads the steps of a job, and how much of the history it fetches.
func read(t *testing.T, where string) (steps []step, depth string) {
	t.Helper()
	file, job, isGitLab := strings.Cut(where, " ")
	text := must.Read(t, sitebuild.Root, filepath.FromSlash(file))
	if isGitLab {
		var jobs map[string]struct{ Script []string }
		var all struct {
			Variables map[string]string
		}
		must.Do(t, yaml.Unmarshal([]byte(text), &all))
		// Other keys at the top have another form.
		_ = yaml.Unmarshal([]byte(text), &jobs)
		return []step{{strings.Join(jobs[job].Script, "\n"), true}}, all.Variables["GIT_DEPTH"]
	}
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct {
				Run       string
				With, Env map[string]string
			}
		}
	}
	must.Do(t, yaml.Unmarshal([]byte(text), &workflow))
	for _, job := range workflow.Jobs {
		for _, s := range job.Steps {
			if s.Run != "" {
				steps = append(steps, step{s.Run, strings.Contains(fmt.Sprint(s.Env), "github.token")})
			}
			if d, set := s.With["fetch-depth"]; set {
				depth = d
			}
		}
	}
	return steps, depth
}

// secret is the token of the pipeline.
const secret = "geheim-4711"

// run runs the steps of a job in a folder, as a runner does: each in a shell of its own, and the token only where it is asked for.
func run(dir string, steps []step, env ...string) (string, error) {
	var all []byte
	for _, s := range steps {
		cmd := exec.Command("sh", "-e", "-c", s.Run)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), env...)
		if s.Token {
			cmd.Env = append(cmd.Env, "DILEMMA_TOKEN="+secret, "GITHUB_TOKEN="+secret, "TOKEN="+secret)
		}
		out, err := cmd.CombinedOutput()
		if all = append(all, out...); err != nil {
			return string(all), err
		}
	}
	return string(all), nil
}

// comments is the API of a forge, as far as it keeps comments.
type comments struct {
	mu   sync.Mutex
	all  []string
	from []string // the paths that were asked
}

func (c *comments) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.from = append(c.from, r.Method+" "+r.URL.Path)
	me := map[string]any{"id": 9} // the account of the token
	if strings.HasSuffix(r.URL.Path, "/user") {
		_ = json.NewEncoder(w).Encode(me)
		return
	}
	if r.Method == http.MethodGet {
		found := []map[string]any{}
		for i, text := range c.all {
			found = append(found, map[string]any{"id": i, "body": text, "author": me, "user": me})
		}
		_ = json.NewEncoder(w).Encode(found)
		return
	}
	var asked struct{ Body string }
	if json.NewDecoder(r.Body).Decode(&asked) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if r.Method == http.MethodPost {
		c.all = append(c.all, asked.Body)
		return
	}
	c.all[0] = asked.Body
}

// TestPipelines runs the lines of each pipeline as a runner does, in a clone of this repository: on a proposal that is fine, on one with a leak that
// was taken out again, and on main.
func TestPipelines(t *testing.T) {
	t.Parallel()
	bin := sitebuild.Dilemma(t)
	// The casebook of a server: what Hugo reads, and one dilemma.
	bare := remotetest.Bare(t)
	source := sitebuild.Repository(t)
	example, err := os.ReadFile(filepath.Join(sitebuild.Root, "content", "dilemmas", "onderzoek-klaar-onderhandeling-niet.md"))
	if err != nil {
		t.Fatal(err)
	}
	must.Write(t, filepath.Join(source, "content", "dilemmas", "een.md"), string(example))
	must.Write(t, filepath.Join(source, ".gitignore"), "/public/\n/resources/\n/.hugo_build.lock\n/.cache/\n")
	git := func(args ...string) string { return remotetest.Git(t, source, args...) }
	git("init", "--quiet", "--initial-branch=main")
	git("add", ".")
	git("commit", "--quiet", "-m", "begin")
	git("remote", "add", "origin", bare)
	git("push", "--quiet", "origin", "main")
	propose := func(branch, name string, versions ...string) {
		git("checkout", "--quiet", "-b", branch, "main")
		for _, text := range versions {
			must.Write(t, filepath.Join(source, "content", "dilemmas", name), text)
			git("add", ".")
			git("commit", "--quiet", "-m", "Nieuw dilemma")
		}
		git("push", "--quiet", "origin", branch)
	}
	other := strings.Replace(string(example), "title: ", "title: \"Een ander\" #", 1)
	other = strings.ReplaceAll(other, "- onderhandeling-niet", "")
	propose("goed", "twee.md", other)
	propose("lek", "drie.md", other+"\nHaar bsn is 123456782.\n", other)

	// The command is here already; a stub stands for the compiler and notes what it was asked.
	tools := t.TempDir()
	must.Write(t, filepath.Join(tools, "go"), "#!/bin/sh\necho \"$*\" >>\""+tools+"/asked\"\nmkdir -p \"$GOBIN\" && cp \""+bin+"\" \"$GOBIN/dilemma\"\n")
	if err := os.Chmod(filepath.Join(tools, "go"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, p := range pipelines {
		t.Run(p.forge, func(t *testing.T) {
			api := &comments{}
			server := httptest.NewServer(api)
			defer server.Close()
			runs := func(branch string, steps []step) (string, error) {
				t.Helper()
				work := filepath.Join(t.TempDir(), "werk")
				remotetest.Git(t, "", "clone", "--quiet", "--branch", branch, bare, work)
				summary := filepath.Join(work, "..", "summary")
				env := []string{"PATH=" + tools + string(os.PathListSeparator) + sitebuild.PathWithoutBrowser(t), "GIT_CONFIG_GLOBAL=" + os.DevNull,
					"GITHUB_STEP_SUMMARY=" + summary, "SITE_URL=https://site.test/", "CI_PAGES_URL=https://site.test", "GITHUB_SHA=abc",
					"GITHUB_SERVER_URL=" + filepath.Dir(bare), "GITHUB_REPOSITORY=" + strings.TrimSuffix(filepath.Base(bare), ".git")}
				if branch != "main" && p.forge == "gitlab" {
					env = append(env, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main", "CI_API_V4_URL="+server.URL+"/api/v4", "CI_PROJECT_ID=7", "CI_MERGE_REQUEST_IID=3")
				} else if branch != "main" {
					env = append(env, "GITHUB_BASE_REF=main", "GITHUB_API_URL="+server.URL+"/api/v1", "GITHUB_SERVER_URL="+server.URL, "GITHUB_REPOSITORY=groep/casusboek", "GITHUB_REF=refs/pull/3/head")
				}
				out, err := run(work, steps, env...)
				if text, readErr := os.ReadFile(summary); readErr == nil {
					out += string(text)
				}
				return out, err
			}
			steps, depth := read(t, p.proposal)
			if depth != "0" {
				t.Errorf("fetches %q commits, and not the whole history", depth)
			}
			out, err := runs("goed", steps)
			if err != nil || len(api.all) != 1 || !strings.Contains(api.all[0], "Een ander") || !strings.Contains(out, "Een ander") {
				t.Fatalf("%v %d comments\n%s", err, len(api.all), out)
			}
			before := api.all[0]
			out, err = runs("lek", steps)
			if err == nil || !strings.Contains(out, "personal/bsn") || strings.Contains(out, "123456782") {
				t.Errorf("%v\n%s", err, out)
			}
			if len(api.all) != 1 || api.all[0] == before || strings.Contains(api.all[0], "123456782") {
				t.Errorf("the comment does not take the place of the one before: %d", len(api.all))
			}
			asked, err := os.ReadFile(filepath.Join(tools, "asked"))
			if err != nil || !strings.Contains(string(asked), "install -trimpath ./cmd/dilemma") {
				t.Errorf("%v %s", err, asked)
			}
			// The command comes from main, whatever the proposal makes of it.
			if !slices.ContainsFunc(strings.Split(string(asked), "\n"), func(l string) bool {
				return strings.HasPrefix(l, "-C ") && strings.Contains(l, "published install")
			}) {
				t.Errorf("%s", asked)
			}

			steps, _ = read(t, p.publish)
			out, err = runs("main", steps)
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if p.forge == "forgejo" {
				page := remotetest.Git(t, bare, "show", "pages:dilemmas/een/index.html")
				if !bytes.Contains([]byte(page), []byte("https://site.test/")) {
					t.Error("the site has not the address that was asked")
				}
			}
		})
	}
}

// TestIdentities runs the lines of each pipeline that look for names on main: after a merge that keeps the commit, after one that does not, and where
// the commit of before is not there.
func TestIdentities(t *testing.T) {
	t.Parallel()
	bin := sitebuild.Dilemma(t)
	tools := t.TempDir()
	must.Write(t, filepath.Join(tools, "go"), "#!/bin/sh\nmkdir -p \"$GOBIN\" && cp \""+bin+"\" \"$GOBIN/dilemma\"\n")
	must.Do(t, os.Chmod(filepath.Join(tools, "go"), 0o755))
	for _, p := range pipelines {
		t.Run(p.forge, func(t *testing.T) {
			work := filepath.Join(t.TempDir(), "werk")
			must.Write(t, filepath.Join(work, "hugo.toml"), "[params.dilemma]\nredactie = \"Redactie <redactie@example.org>\"\n")
			commit := func(who, text string) string {
				remotetest.Git(t, work, "-c", "user.name="+who, "-c", "user.email="+strings.ToLower(who)+"@example.org", "commit", "--quiet", "--allow-empty", "-m", text)
				return strings.TrimSpace(remotetest.Git(t, work, "rev-parse", "HEAD"))
			}
			steps, depth := read(t, p.identities)
			if depth != "0" {
				t.Errorf("fetches %q commits, and not the whole history", depth)
			}
			runs := func(before string) (string, error) {
				return run(work, steps, "PATH="+tools+string(os.PathListSeparator)+os.Getenv("PATH"), "GIT_CONFIG_GLOBAL="+os.DevNull,
					"BEFORE="+before, "CI_COMMIT_BEFORE_SHA="+before)
			}
			remotetest.Git(t, work, "init", "--quiet", "--initial-branch=main")
			remotetest.Git(t, work, "add", "hugo.toml")
			none := strings.Repeat("0", 40)
			begin := commit("Redactie", "Begin")
			if out, err := runs(none); err != nil {
				t.Errorf("a new branch: %v\n%s", err, out)
			}
			kept := commit("Redactie", "Nieuw dilemma: Park")
			if out, err := runs(begin); err != nil {
				t.Errorf("a commit that was kept: %v\n%s", err, out)
			}
			commit("Redactie", "Nieuw dilemma: Plein\n\nCo-authored-by: Aaltje Hoekstra <aaltje@voorbeeld.nl>")
			for _, before := range []string{kept, none} {
				out, err := runs(before)
				if err == nil || !strings.Contains(out, "in de regel Co-authored-by") || !strings.Contains(out, "Zo ga je verder") || strings.Contains(out, "Hoekstra") {
					t.Errorf("a squash, since %.7s: %v\n%s", before, err, out)
				}
			}
		})
	}
}
