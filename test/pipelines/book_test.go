package pipelines_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
	ofbook "github.com/openbaarheid-schuurt/dilemma/tools/flow/start/pipelines"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// action is action.yml, as far as a runner reads it.
type action struct {
	Inputs map[string]struct{ Default string }
	Runs   struct {
		Steps []struct {
			ID, If, Run string
			Env         map[string]string
		}
	}
}

// value computes an expression of GitHub, as far as action.yml uses them; their form is that of Go but for the quotes.
func value(expression string, names map[string]string) (string, error) {
	tree, err := parser.ParseExpr(strings.ReplaceAll(expression, "'", `"`))
	if err != nil {
		return "", fmt.Errorf("%s: %w", expression, err)
	}
	truth := func(v string) bool { return v != "" && v != "false" }
	var compute func(ast.Expr) (string, error)
	compute = func(e ast.Expr) (string, error) {
		switch e := e.(type) {
		case *ast.BasicLit:
			return strconv.Unquote(e.Value)
		case *ast.ParenExpr:
			return compute(e.X)
		case *ast.CallExpr:
			return "true", nil // always()
		case *ast.BinaryExpr:
			if e.Op == token.SUB {
				break // a name with a dash
			}
			x, err := compute(e.X)
			if err != nil {
				return "", err
			}
			y, err := compute(e.Y)
			if err != nil {
				return "", err
			}
			switch e.Op {
			case token.EQL:
				return strconv.FormatBool(x == y), nil
			case token.NEQ:
				return strconv.FormatBool(x != y), nil
			case token.LAND:
				return strconv.FormatBool(truth(x) && truth(y)), nil
			case token.LOR:
				return strconv.FormatBool(truth(x) || truth(y)), nil
			}
		}
		name := expression[e.Pos()-1 : e.End()-1]
		v, ok := names[name]
		if !ok {
			return "", fmt.Errorf("%s: %q is not known", expression, name)
		}
		return v, nil
	}
	return compute(tree)
}

var inText = regexp.MustCompile(`\$\{\{ (.*?) \}\}`)

// fill puts the values of expressions in a text.
func fill(t *testing.T, text string, names map[string]string) string {
	t.Helper()
	return inText.ReplaceAllStringFunc(text, func(e string) string {
		v, err := value(inText.FindStringSubmatch(e)[1], names)
		must.Do(t, err)
		return v
	})
}

// act runs the steps of the action as a runner does. It returns what they print and their summary; only the steps whose environment names the token get it.
func (a *action) act(t *testing.T, dir string, with, names map[string]string, env ...string) (string, error) {
	t.Helper()
	all := map[string]string{"github.token": secret, "steps.install.outputs.folder": ""}
	for name, v := range names {
		all[name] = v
	}
	for name, input := range a.Inputs {
		v, ok := with[name]
		if !ok {
			v = fill(t, input.Default, all)
		}
		all["inputs."+name] = v
	}
	for name := range with {
		if _, ok := a.Inputs[name]; !ok {
			t.Errorf("the action takes no %s", name)
		}
	}
	temp := t.TempDir()
	env = append(env, "RUNNER_TEMP="+temp, "GITHUB_ACTION_PATH="+sitebuild.Root, "GITHUB_OUTPUT="+filepath.Join(temp, "output"), "GITHUB_PATH="+filepath.Join(temp, "path"), "GITHUB_STEP_SUMMARY="+filepath.Join(temp, "summary"))
	var printed strings.Builder
	var failed error
	for _, s := range a.Runs.Steps {
		if failed != nil && !strings.HasPrefix(s.If, "always()") {
			continue
		}
		if s.If != "" {
			v, err := value(s.If, all)
			must.Do(t, err)
			if v != "true" {
				continue
			}
		}
		cmd := exec.Command("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", s.Run)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
		for name, v := range s.Env {
			cmd.Env = append(cmd.Env, name+"="+fill(t, v, all))
		}
		out, err := cmd.CombinedOutput()
		printed.Write(out)
		if err != nil {
			failed = err
		}
		if s.ID == "install" && err == nil {
			_, folder, _ := strings.Cut(strings.TrimSpace(must.Read(t, temp, "output")), "=")
			all["steps.install.outputs.folder"] = folder
		}
	}
	if summary, err := os.ReadFile(filepath.Join(temp, "summary")); err == nil {
		printed.Write(summary)
	}
	return printed.String(), failed
}

// readAction reads action.yml.
func readAction(t *testing.T) *action {
	t.Helper()
	var a action
	must.Do(t, yaml.Unmarshal([]byte(must.Read(t, sitebuild.Root, "action.yml")), &a))
	return &a
}

// released serves release 1.2.3 with the command of this repository. It returns the address of the releases, and the sum of the archive.
func released(t *testing.T) (source, sum string) {
	t.Helper()
	program, err := os.ReadFile(sitebuild.Dilemma(t))
	must.Do(t, err)
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	must.Do(t, w.WriteHeader(&tar.Header{Name: "dilemma", Mode: 0o755, Size: int64(len(program))}))
	_, err = w.Write(program)
	must.Do(t, err)
	must.Do(t, w.Close())
	must.Do(t, z.Close())
	archive := "dilemma_1.2.3_" + strings.ReplaceAll(runtime.GOOS, "darwin", "macos") + "_" + runtime.GOARCH + ".tar.gz"
	sum = fmt.Sprintf("%x", sha256.Sum256(b.Bytes()))
	mux := http.NewServeMux()
	mux.HandleFunc("/v1.2.3/"+archive, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(b.Bytes()) })
	mux.HandleFunc("/v1.2.3/checksums.txt", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, "%s  %s\n", sum, archive) })
	mux.HandleFunc("/v6.6.6/", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".txt") {
			fmt.Fprintf(w, "%s  %s\n", sum, strings.Replace(archive, "1.2.3", "6.6.6", 1))
			return
		}
		_, _ = w.Write([]byte("something else"))
	})
	mux.Handle("/v7.7.7/", http.RedirectHandler("http://elders.test/", http.StatusFound))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL, sum
}

// TestInstall fetches a release as the action does, and refuses what is not the release that was asked for.
func TestInstall(t *testing.T) {
	t.Parallel()
	skip.Short(t)
	if runtime.GOOS == "windows" {
		t.Skip("the release of the test is for systems with tar")
	}
	source, sum := released(t)
	for _, c := range []struct {
		version, source, sum, fails string
	}{
		{version: "1.2.3", source: source},
		{version: "v1.2.3", source: source + "/", sum: sum},
		{version: "1.2.3", source: source, sum: strings.Repeat("0", 64), fails: "was asked for"},
		{version: "6.6.6", source: source, fails: "not what was released"},
		{version: "7.7.7", source: source, fails: "can't be fetched"},
		{version: "1.2.4", source: source, fails: "can't be fetched"},
		{version: "1.2.3", source: "http://elders.test", fails: "does not begin with https://"},
		{version: "1.2.3", source: "http://127.0.0.1.elders.test:80/", fails: "does not begin with https://"},
		{version: "1.2.3/../../1.2.3", source: source, fails: "is no version"},
		{version: "", source: source, fails: "is no version"},
	} {
		folder := filepath.Join(t.TempDir(), "hier en daar")
		out, err := exec.Command("bash", filepath.Join(sitebuild.Root, ".ci", "install"), c.version, folder, c.source, c.sum).CombinedOutput()
		_, there := os.Stat(filepath.Join(folder, "dilemma"))
		switch {
		case c.fails == "" && (err != nil || there != nil || strings.TrimSpace(string(out)) != folder):
			t.Errorf("%v: %v\n%s", c, err, out)
		case c.fails != "" && (err == nil || there == nil || !strings.Contains(string(out), c.fails)):
			t.Errorf("%v: %v\n%s", c, err, out)
		}
	}
}

// component returns the lines of a job of templates/dilemma.yml, and how much of the history it fetches.
func component(t *testing.T, job string) (steps []step, depth string) {
	t.Helper()
	_, jobs, found := strings.Cut(must.Read(t, sitebuild.Root, "templates", "dilemma.yml"), "\n---\n")
	if !found {
		t.Fatal("the component has no header")
	}
	var all map[string]struct {
		Script    []string
		Variables map[string]string
	}
	must.Do(t, yaml.Unmarshal([]byte(jobs), &all))
	return []step{{strings.Join(all[job].Script, "\n"), job == "proposal"}}, all[job].Variables["GIT_DEPTH"]
}

// TestBookPipelines runs what a book has in its pipelines, as a runner does: on a proposal that is fine, on one that wants to run something and has a leak
// that was taken out again, and on main. For GitHub and Forgejo that is the action with a release, for GitLab the component with the command of the image.
func TestBookPipelines(t *testing.T) {
	t.Parallel()
	skip.Short(t)
	if runtime.GOOS == "windows" {
		t.Skip("the pipelines are scripts of a shell")
	}
	source, sum := released(t)
	image := t.TempDir()
	must.Do(t, os.Symlink(sitebuild.Dilemma(t), filepath.Join(image, "dilemma")))
	bare, book := remotetest.Bare(t), sitebuild.Repository(t)
	git := func(args ...string) string { t.Helper(); return remotetest.Git(t, book, args...) }
	example := must.Read(t, sitebuild.Root, "content", "dilemmas", "onderzoek-klaar-onderhandeling-niet.md")
	must.Write(t, filepath.Join(book, "content", "dilemmas", "een.md"), example)
	must.Write(t, filepath.Join(book, ".gitignore"), "/public/\n/resources/\n/.hugo_build.lock\n")
	git("init", "--quiet", "--initial-branch=main")
	git("add", ".")
	git("commit", "--quiet", "-m", "begin")
	git("remote", "add", "origin", bare)
	git("push", "--quiet", "origin", "main")
	other := strings.Replace(example, "title: ", "title: \"Een ander\" #", 1)
	other = strings.ReplaceAll(other, "- onderhandeling-niet", "")
	propose := func(branch, name string, more map[string]string, versions ...string) {
		git("checkout", "--quiet", "-b", branch, "main")
		for _, text := range versions {
			must.Write(t, filepath.Join(book, "content", "dilemmas", name), text)
			for name, text := range more {
				must.Write(t, filepath.Join(book, filepath.FromSlash(name)), text)
				must.Do(t, os.Chmod(filepath.Join(book, filepath.FromSlash(name)), 0o755))
			}
			git("add", "--force", ".")
			git("commit", "--quiet", "-m", "Nieuw dilemma")
		}
		git("push", "--quiet", "origin", branch)
	}
	ran := filepath.Join(t.TempDir(), "ran")
	propose("goed", "twee.md", nil, other)
	propose("lek", "drie.md", hostile(ran), other+"\nHaar bsn is 123456782.\n", other)
	clone := func(t *testing.T, branch string) string {
		work := filepath.Join(t.TempDir(), "werk")
		remotetest.Git(t, "", "clone", "--quiet", "--branch", branch, bare, work)
		return work
	}
	base := []string{"PATH=" + sitebuild.PathWithoutBrowser(t), "GIT_CONFIG_GLOBAL=" + os.DevNull}

	judged := func(t *testing.T, api *comments, propose func(branch string) (string, error)) {
		t.Helper()
		out, err := propose("goed")
		if err != nil || len(api.all) != 1 || !strings.Contains(api.all[0], "Een ander") || !strings.Contains(out, "Een ander") {
			t.Fatalf("%v %d comments\n%s", err, len(api.all), out)
		}
		out, err = propose("lek")
		if err == nil || !strings.Contains(out, "personal/bsn") || strings.Contains(out, "123456782") || strings.Contains(strings.Join(api.all, ""), "123456782") {
			t.Errorf("%v\n%s", err, out)
		}
		if _, err := os.Stat(ran); err == nil {
			t.Errorf("something of the proposal ran\n%s", out)
		}
		if len(api.all) != 1 {
			t.Errorf("%d comments", len(api.all))
		}
		if strings.Contains(out, secret) {
			t.Error("the token is in the log")
		}
	}

	t.Run("action", func(t *testing.T) {
		a := readAction(t)
		api := &comments{}
		server := httptest.NewServer(api)
		defer server.Close()
		with := map[string]string{"version": "1.2.3", "source": source, "sha256": sum}
		judged(t, api, func(branch string) (string, error) {
			return a.act(t, clone(t, branch), with, map[string]string{"github.event_name": "pull_request", "github.base_ref": "main"},
				append(base, "GITHUB_BASE_REF=main", "GITHUB_API_URL="+server.URL+"/api/v1", "GITHUB_SERVER_URL="+server.URL, "GITHUB_REPOSITORY=groep/casusboek", "GITHUB_REF=refs/pull/3/head")...)
		})
		// On main, with the address and the branch that a server publishes.
		with["base-url"], with["branch"] = "https://boek.test/", "pages"
		out, err := a.act(t, clone(t, "main"), with, map[string]string{"github.event_name": "push", "github.base_ref": "", "github.event.before": "", "github.sha": "abc",
			"github.server_url": filepath.Dir(bare), "github.repository": strings.TrimSuffix(filepath.Base(bare), ".git")}, base...)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if page := remotetest.Git(t, bare, "show", "pages:dilemmas/een/index.html"); !strings.Contains(page, "https://boek.test/") {
			t.Error("the site has not the address that was asked")
		}
		// A merge that put a name in the history: the site is there all the same, and the run fails.
		work := clone(t, "main")
		remotetest.Git(t, work, "commit", "--quiet", "--allow-empty", "-m", "Nieuw dilemma\n\nCo-authored-by: Aaltje Hoekstra <aaltje@voorbeeld.nl>")
		out, err = a.act(t, work, map[string]string{"command": "identities", "version": "installed"}, map[string]string{"github.event_name": "push", "github.event.before": ""},
			append(base, "PATH="+image+string(os.PathListSeparator)+sitebuild.PathWithoutBrowser(t))...)
		if err == nil || !strings.Contains(out, "in de regel Co-authored-by") || strings.Contains(out, "Hoekstra") {
			t.Errorf("a squash: %v\n%s", err, out)
		}
	})

	t.Run("component", func(t *testing.T) {
		api := &comments{}
		server := httptest.NewServer(api)
		defer server.Close()
		env := append(base, "PATH="+image+string(os.PathListSeparator)+sitebuild.PathWithoutBrowser(t), "CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main",
			"CI_API_V4_URL="+server.URL+"/api/v4", "CI_PROJECT_ID=7", "CI_MERGE_REQUEST_IID=3", "BASE_URL=https://boek.test/", "CI_COMMIT_BEFORE_SHA="+strings.Repeat("0", 40))
		for _, job := range []string{"proposal", "identities", "pages"} {
			if _, depth := component(t, job); depth != "0" {
				t.Errorf("%s fetches %q commits, and not the whole history", job, depth)
			}
		}
		judged(t, api, func(branch string) (string, error) {
			steps, _ := component(t, "proposal")
			return run(clone(t, branch), steps, env...)
		})
		work := clone(t, "main")
		steps, _ := component(t, "pages")
		if out, err := run(work, steps, env...); err != nil || !strings.Contains(must.Read(t, work, "public", "dilemmas", "een", "index.html"), "https://boek.test/") {
			t.Errorf("%v\n%s", err, out)
		}
		remotetest.Git(t, work, "commit", "--quiet", "--allow-empty", "-m", "Nieuw dilemma\n\nCo-authored-by: Aaltje Hoekstra <aaltje@voorbeeld.nl>")
		steps, _ = component(t, "identities")
		if out, err := run(work, steps, env...); err == nil || !strings.Contains(out, "in de regel Co-authored-by") || strings.Contains(out, "Hoekstra") {
			t.Errorf("a squash: %v\n%s", err, out)
		}
	})
}

// TestBookPipelineFiles reads what the pipelines of a book say of rights, tokens and versions.
func TestBookPipelineFiles(t *testing.T) {
	t.Parallel()
	// In the action the token is only in the environment of what comments and of what pushes.
	for _, s := range readAction(t).Runs.Steps {
		gets := strings.Contains(fmt.Sprint(s.Env), "inputs.token")
		if needs := strings.Contains(s.Run, "--comment") || strings.Contains(s.Run, "push "); gets != needs {
			t.Errorf("the token is there: %t, and is needed: %t\n%s", gets, needs, s.Run)
		}
		if strings.Contains(s.Run, "${{") {
			t.Errorf("a value can be more than a value\n%s", s.Run)
		}
	}
	pin := regexp.MustCompile(`uses: (?:actions/)[a-z-]+@.*`)
	for _, kind := range []string{"forgejo", "gitea", "github", "gitlab"} {
		path, text, err := ofbook.For(kind, "1.2.3")
		must.Do(t, err)
		if strings.Contains(string(text), "pull_request_target") || strings.Contains(string(text), "secrets.") {
			t.Errorf("%s runs with the rights of the branch that is published", path)
		}
		if n, all := strings.Count(string(text), "persist-credentials: false"), strings.Count(string(text), "actions/checkout@"); n != all {
			t.Errorf("%s leaves a token in a checkout", path)
		}
		// The same versions as our own, which are kept up to date.
		ours := ""
		for _, name := range []string{"proposal", "publish"} {
			if kind == "github" || kind == "forgejo" {
				ours += must.Read(t, sitebuild.Root, "."+kind, "workflows", name+".yml")
			}
		}
		for _, uses := range pin.FindAllString(string(text), -1) {
			if ours != "" && !strings.Contains(ours, strings.TrimPrefix(uses, "uses: ")) {
				t.Errorf("%s: our own pipelines have another %s", path, uses)
			}
		}
	}
	var workflow struct {
		Jobs map[string]struct {
			If          string
			Permissions map[string]string
		}
	}
	_, text, err := ofbook.For("github", "1.2.3")
	must.Do(t, err)
	must.Do(t, yaml.Unmarshal(text, &workflow))
	for name, job := range workflow.Jobs {
		onProposal, err := value(job.If, map[string]string{"github.event_name": "pull_request"})
		must.Do(t, err)
		for right, level := range job.Permissions {
			if onProposal == "true" && level == "write" && right != "pull-requests" || onProposal != "true" && right == "contents" && level == "write" {
				t.Errorf("%s may write %s", name, right)
			}
		}
	}
}
