package pipelines_test

import (
	"archive/zip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"golang.org/x/mod/modfile"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/skip"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// published is a command in the place of dilemma that uses a module, and tells whose it is. It needs little of the standard library, which is compiled
// anew each time.
const published = `package main

import "voorbeeld.test/tekst"

func main() { println("hier draait " + tekst.Naam) }
`

// hostile is what a proposal brings to run something of its own while the command is built or run. Each leaves the file ran.
func hostile(ran string) map[string]string {
	script := "#!/bin/sh\ntouch '" + ran + "'\n"
	evil := "package tekst\n\nimport \"os\"\n\nconst Naam = \"vreemd\"\n\nfunc init() { os.WriteFile(\"" + ran + "\", []byte(os.Getenv(\"DILEMMA_TOKEN\")), 0o644) }\n"
	files := map[string]string{
		"go.work":                          "go 1.26.0\n\nuse ./.cache/published\n\nreplace voorbeeld.test/tekst => ./vreemd\n",
		"go.mod":                           "module boek\n\ngo 1.26.0\n\nrequire voorbeeld.test/tekst v1.0.0\n\nreplace voorbeeld.test/tekst => ./vreemd\n",
		"go.sum":                           "",
		"go.env":                           "GOFLAGS=-toolexec=" + ran + "\n",
		".config/go/env":                   "GOFLAGS=-toolexec=" + ran + "\n",
		"vreemd/go.mod":                    "module voorbeeld.test/tekst\n",
		"vreemd/x.go":                      evil,
		"vendor/modules.txt":               "# voorbeeld.test/tekst v1.0.0\n## explicit\nvoorbeeld.test/tekst\n",
		"cmd/dilemma/vreemd.go":            "package main\n\nimport \"os\"\n\nfunc init() { os.WriteFile(\"" + ran + "\", nil, 0o644) }\n",
		".envrc":                           "touch '" + ran + "'\n",
		".gitattributes":                   "* filter=x diff=x merge=x\n",
		".gitmodules":                      "[submodule \"x\"]\n\tpath = x\n\turl = ext::touch " + ran + "\n",
		".githooks/post-checkout":          script,
		".gitconfig":                       "[core]\n\tfsmonitor = " + ran + "\n",
		"node_modules/.bin/dilemma":        script,
		"content/dilemmas/nieuw.md":        "---\ntitle: Nieuw\n---\n",
		"vendor/voorbeeld.test/tekst/x.go": evil,
	}
	for _, module := range []string{".cache/mod/", ".go/pkg/mod/", ".cache/go/pkg/mod/"} {
		files[module+"voorbeeld.test/tekst@v1.0.0/x.go"] = evil
		files[module+"voorbeeld.test/tekst@v1.0.0/go.mod"] = "module voorbeeld.test/tekst\n"
	}
	for _, program := range []string{"dilemma", "go", "git", "bin/dilemma", "bin/go", ".cache/bin/dilemma", ".cache/published/cmd/dilemma/main.go", "published/cmd/dilemma/main.go"} {
		files[program] = script
	}
	return files
}

// proxy makes a Go proxy of files with the module, and returns its address.
func proxy(t *testing.T) string {
	dir := t.TempDir()
	at := filepath.Join(dir, "voorbeeld.test", "tekst", "@v")
	mod := "module voorbeeld.test/tekst\n"
	must.Write(t, filepath.Join(at, "list"), "v1.0.0\n")
	must.Write(t, filepath.Join(at, "v1.0.0.info"), `{"Version":"v1.0.0"}`)
	must.Write(t, filepath.Join(at, "v1.0.0.mod"), mod)
	file, err := os.Create(filepath.Join(at, "v1.0.0.zip"))
	must.Do(t, err)
	defer file.Close()
	z := zip.NewWriter(file)
	for name, text := range map[string]string{"go.mod": mod, "tekst.go": "package tekst\n\nconst Naam = \"gepubliceerd\"\n"} {
		w, err := z.Create("voorbeeld.test/tekst@v1.0.0/" + name)
		must.Do(t, err)
		_, err = w.Write([]byte(text))
		must.Do(t, err)
	}
	must.Do(t, z.Close())
	return "file://" + filepath.ToSlash(dir)
}

// TestHostileProposal runs the pipeline of each forge with the compiler itself, on a proposal that tries to have something of its own run. The command
// of the published branch is built, and nothing else runs; while it is built, no secret is there.
func TestHostileProposal(t *testing.T) {
	t.Parallel()
	skip.Short(t)
	if runtime.GOOS == "windows" {
		t.Skip("the pipelines are scripts of a shell")
	}
	compiler, err := exec.LookPath("go")
	must.Do(t, err)
	modules := proxy(t)
	bare, source := remotetest.Bare(t), t.TempDir()
	git := func(args ...string) { t.Helper(); remotetest.Git(t, source, args...) }
	must.Write(t, filepath.Join(source, "go.mod"), "module boek\n\ngo 1.26.0\n\nrequire voorbeeld.test/tekst v1.0.0\n")
	must.Write(t, filepath.Join(source, "cmd", "dilemma", "main.go"), published)
	tidy := exec.Command(compiler, "mod", "tidy")
	tidy.Dir = source
	tidy.Env = append(os.Environ(), "GOPROXY="+modules, "GONOSUMDB=*", "GOFLAGS=-modcacherw", "GOMODCACHE="+t.TempDir())
	if out, err := tidy.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	git("init", "--quiet", "--initial-branch=main")
	git("add", ".")
	git("commit", "--quiet", "-m", "begin")
	git("push", "--quiet", bare, "main")

	// A compiler that tells what it finds in its environment.
	tools := t.TempDir()
	seen := filepath.Join(tools, "seen")
	must.Write(t, filepath.Join(tools, "go"), fmt.Sprintf("#!/bin/sh\nenv >>'%s'\nexec '%s' \"$@\"\n", seen, compiler))
	must.Do(t, os.Chmod(filepath.Join(tools, "go"), 0o755))
	for _, p := range pipelines {
		t.Run(p.forge, func(t *testing.T) {
			ran := filepath.Join(t.TempDir(), "ran")
			git("checkout", "--quiet", "-B", "voorstel-"+p.forge, "main")
			for name, text := range hostile(ran) {
				must.Write(t, filepath.Join(source, filepath.FromSlash(name)), text)
				must.Do(t, os.Chmod(filepath.Join(source, filepath.FromSlash(name)), 0o755))
			}
			git("add", "--force", "--all")
			git("commit", "--quiet", "-m", "Nieuw dilemma")
			git("push", "--quiet", bare, "HEAD:voorstel-"+p.forge)
			work := filepath.Join(t.TempDir(), "werk")
			remotetest.Git(t, "", "clone", "--quiet", "--branch", "voorstel-"+p.forge, bare, work)
			must.Do(t, os.RemoveAll(seen))
			steps, _ := read(t, p.proposal)
			// What was fetched of modules is not writable, and would outlive the test.
			steps = append(steps, step{Run: "chmod -R u+w .. \"${outside:-.}\""})
			out, err := run(work, steps, "PATH="+tools+string(os.PathListSeparator)+os.Getenv("PATH"), "GOPROXY="+modules, "GIT_CONFIG_GLOBAL="+os.DevNull, "TMPDIR="+t.TempDir(),
				"CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main", "GITHUB_BASE_REF=main", "GITHUB_STEP_SUMMARY="+filepath.Join(work, "..", "summary"), "OTHER_SECRET="+secret)
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if _, err := os.Stat(ran); err == nil {
				t.Errorf("something of the proposal ran\n%s", out)
			}
			if strings.Count(out, "hier draait gepubliceerd\n") < 3 || strings.Contains(out, "vreemd") {
				t.Errorf("something else runs\n%s", out)
			}
			if env := must.Read(t, seen); strings.Contains(env, secret) || !strings.Contains(env, "GOWORK=off") {
				t.Errorf("the compiler sees\n%s", env)
			}
		})
	}
}

// TestPipelineFiles reads all that the pipelines say of caches, rights and tokens.
func TestPipelineFiles(t *testing.T) {
	t.Parallel()
	mod, err := modfile.Parse("go.mod", []byte(must.Read(t, sitebuild.Root, "go.mod")), nil)
	must.Do(t, err)
	version, _, _ := strings.Cut(strings.TrimPrefix(mod.Go.Version, "1."), ".")
	for _, forge := range []string{"github", "forgejo"} {
		for _, name := range []string{"proposal", "publish", "identities", "test"} {
			file := "." + forge + "/workflows/" + name + ".yml"
			text := must.Read(t, sitebuild.Root, file)
			var workflow struct {
				On          any
				Permissions map[string]string
				Jobs        map[string]struct {
					Permissions map[string]string
					Env         map[string]string
					Steps       []struct {
						If, Uses, Run string
						With, Env     map[string]string
					}
				}
			}
			must.Do(t, yaml.Unmarshal([]byte(text), &workflow))
			if strings.Contains(text, "pull_request_target") || strings.Contains(text, "workflow_run") || strings.Contains(text, "secrets.") {
				t.Errorf("%s runs with the rights of the branch that is published", file)
			}
			for job, j := range workflow.Jobs {
				if len(j.Env) > 0 {
					t.Errorf("%s: every step of %s gets %v", file, job, j.Env)
				}
				for right, level := range j.Permissions {
					if level == "write" && (name != "publish" || job != "deploy") {
						t.Errorf("%s: %s may write %s", file, job, right)
					}
				}
				for _, s := range j.Steps {
					token := strings.Contains(fmt.Sprint(s.Env), "github.token")
					switch {
					case strings.HasPrefix(s.Uses, "actions/checkout@") && s.With["persist-credentials"] != "false":
						t.Errorf("%s leaves a token in the checkout", file)
					case strings.HasPrefix(s.Uses, "actions/setup-go@") && name == "proposal" && (s.With["cache"] != "false" || s.With["go-version"] != "1."+version):
						t.Errorf("%s: %v; go.mod says %s", file, s.With, mod.Go.Version)
					case strings.HasPrefix(s.Uses, "actions/setup-go@") && forge == "forgejo" && s.With["cache"] != "false":
						t.Errorf("%s keeps a cache that a proposal may have written", file)
					case strings.HasPrefix(s.Uses, "actions/cache@") && (name == "proposal" || forge == "forgejo" && s.If != "github.event_name == 'pull_request'"):
						t.Errorf("%s keeps a cache that a proposal may have written", file)
					case strings.HasPrefix(s.Uses, "actions/cache@") && name == "test" && forge == "github" && !strings.Contains(s.With["key"], "github.event_name"):
						t.Errorf("%s: a proposal and main share %s", file, s.With["key"])
					case token && (strings.Contains(s.Run, "go ") || strings.Contains(s.Run, "npm") || strings.Contains(s.Run, ".ci/run")):
						t.Errorf("%s: the token is there while something is built", file)
					}
				}
			}
			for right, level := range workflow.Permissions {
				if level == "write" && (name != "proposal" || right != "pull-requests") {
					t.Errorf("%s may write %s", file, right)
				}
			}
		}
	}
	var gitlab struct {
		Default, Proposal, Test, Pages struct {
			Cache       any
			Environment any
		}
	}
	must.Do(t, yaml.Unmarshal([]byte(must.Read(t, sitebuild.Root, ".gitlab-ci.yml")), &gitlab))
	if gitlab.Default.Cache != nil || gitlab.Proposal.Cache != nil || !strings.Contains(fmt.Sprint(gitlab.Test.Cache), "test-$CI_PIPELINE_SOURCE") || !strings.Contains(fmt.Sprint(gitlab.Pages.Cache), "publish") {
		t.Errorf("a proposal and main share a cache: %v", gitlab)
	}
	if gitlab.Proposal.Environment == nil || gitlab.Test.Environment != nil {
		t.Error("the token goes to a job that runs the code of a proposal")
	}
}
