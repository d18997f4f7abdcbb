package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/remote/remotetest"
)

// BenchmarkCheckOneFile checks one dilemma of this repository as a whole process, alternating with a Go program that prints one line. The metric
// x/hello is the time of the check divided by that of the other program. Both are built without cgo, as every release is.
func BenchmarkCheckOneFile(b *testing.B) {
	dir := b.TempDir()
	hello := filepath.Join(dir, "hello.go")
	if err := os.WriteFile(hello, []byte("package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"hallo\") }\n"), 0o644); err != nil {
		b.Fatal(err)
	}
	for name, source := range map[string]string{"hello": hello, "dilemma": "."} {
		build := exec.Command("go", "build", "-o", filepath.Join(dir, name), source)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
	file := filepath.Join("..", "..", "content", "dilemmas", "onderzoek-klaar-onderhandeling-niet.md")
	var hellos, checks time.Duration
	for b.Loop() {
		hellos += process(b, filepath.Join(dir, "hello"))
		checks += process(b, filepath.Join(dir, "dilemma"), "check", file)
	}
	b.ReportMetric(float64(checks)/float64(hellos), "x/hello")
}

func process(b *testing.B, name string, args ...string) time.Duration {
	start := time.Now()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return time.Since(start)
}

// BenchmarkScanRange searches a range of commits at the end of a history that has 2,000 before it, as a whole process. It alternates with gitleaks
// on the same range when that is on the PATH (go install github.com/zricethezav/gitleaks/v8@v8.30.1). The metric x/gitleaks is the time of the
// search divided by that of gitleaks; below one is faster. One in ten files of the range holds a name.
func BenchmarkScanRange(b *testing.B) {
	for _, commits := range []int{215, 10_000} {
		b.Run(fmt.Sprint(commits), func(b *testing.B) {
			dir := b.TempDir()
			repo := filepath.Join(dir, "repo")
			importHistory(b, repo, 2000, commits)
			if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, "dilemma"), ".").CombinedOutput(); err != nil {
				b.Fatalf("%v\n%s", err, out)
			}
			span := fmt.Sprintf("main~%d..main", commits)
			leaks, _ := exec.LookPath("gitleaks")
			var scans, others time.Duration
			for b.Loop() {
				scans += timed(b, repo, filepath.Join(dir, "dilemma"), "scan", "--range", span, "--format", "json")
				if leaks != "" {
					others += timed(b, repo, leaks, "git", "--no-banner", "--log-opts="+span, "--report-path", filepath.Join(dir, "leaks.json"))
				}
			}
			b.ReportMetric(float64(scans.Milliseconds())/float64(b.N), "ms/scan")
			if leaks != "" {
				b.ReportMetric(float64(scans)/float64(others), "x/gitleaks")
			}
		})
	}
}

// BenchmarkReview reviews a proposal that changes one of 10,000 dilemmas, as a whole process, alternating with a plain git diff of the same
// commits. The metric x/git is the time of the review divided by that of git.
func BenchmarkReview(b *testing.B) {
	const dilemmas = 10_000
	dir := b.TempDir()
	repo := filepath.Join(dir, "repo")
	importBook(b, repo, dilemmas)
	if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, "dilemma"), ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	var reviews, diffs time.Duration
	for b.Loop() {
		reviews += timed(b, repo, filepath.Join(dir, "dilemma"), "review", "main..voorstel", "--format", "md")
		diffs += timed(b, repo, "git", "diff", "main...voorstel")
	}
	b.ReportMetric(float64(reviews.Milliseconds())/float64(b.N), "ms/review")
	b.ReportMetric(float64(reviews)/float64(diffs), "x/git")
}

// importBook makes a repository with the definition and the given number of dilemmas on main, and a change of one of them on the branch voorstel.
func importBook(b *testing.B, dir string, n int) {
	root := filepath.Join("..", "..")
	def, err := canvas.Load(os.DirFS(root))
	if err != nil {
		b.Fatal(err)
	}
	var in bytes.Buffer
	file := func(name, text string) { fmt.Fprintf(&in, "M 100644 inline %s\ndata %d\n%s\n", name, len(text), text) }
	commit := func(branch string, at int) {
		fmt.Fprintf(&in, "commit refs/heads/%s\ncommitter Redactie <redactie@example.org> %d +0000\ndata 5\nproef\n", branch, at)
	}
	commit("main", 1700000000)
	names, err := filepath.Glob(filepath.Join(root, "data", "*.yaml"))
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range append(names, filepath.Join(root, "hugo.toml")) {
		text, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			b.Fatal(err)
		}
		file(filepath.ToSlash(rel), string(text))
	}
	file("content/handreiking/_index.md", "") // to which the samples link
	for i := range n {
		file("content/dilemmas/"+fixture.Slug(i)+".md", fixture.Dilemma(def, i))
	}
	commit("voorstel", 1700000060)
	fmt.Fprintln(&in, "from refs/heads/main")
	changed := strings.Replace(fixture.Dilemma(def, n/2), "De projectleider", "De secretaris", 3)
	file("content/dilemmas/"+fixture.Slug(n/2)+".md", changed+"\nEn zo liep het af.\n")
	importInto(b, dir, &in)
}

// importInto makes a repository from the input of git fast-import, packed as after a clone.
func importInto(b *testing.B, dir string, in *bytes.Buffer) {
	for _, args := range [][]string{{"init", "-q", "-b", "main", dir}, {"-C", dir, "fast-import", "--quiet"}, {"-C", dir, "gc", "-q"}, {"-C", dir, "reset", "-q", "--hard"}} {
		cmd := exec.Command("git", args...)
		if args[0] != "init" {
			cmd.Stdin = in
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
}

// timed runs a program in a folder, whatever its exit status, and returns how long that took.
func timed(b *testing.B, dir, name string, args ...string) time.Duration {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	start := time.Now()
	_ = cmd.Run()
	if cmd.ProcessState.ExitCode() > 1 {
		b.Fatalf("%s %v: %v", name, args, cmd.ProcessState) // 0 and 1 tell what was found
	}
	return time.Since(start)
}

// importHistory makes a repository with commits that each write one dilemma; of the last commits one in ten holds a name.
func importHistory(b *testing.B, dir string, before, last int) {
	def, err := canvas.Load(os.DirFS(filepath.Join("..", "..")))
	if err != nil {
		b.Fatal(err)
	}
	var in bytes.Buffer
	file := func(name, text string) { fmt.Fprintf(&in, "M 100644 inline %s\ndata %d\n%s\n", name, len(text), text) }
	for n := range before + last {
		message := fmt.Sprintf("Werk dilemma %d bij", n)
		fmt.Fprintf(&in, "commit refs/heads/main\ncommitter Redactie <redactie@example.org> %d +0000\ndata %d\n%s\n", 1700000000+60*n, len(message), message)
		if n == 0 {
			file("hugo.toml", "")
		}
		text := fixture.Dilemma(def, n)
		if n >= before && n%10 == 0 {
			text += "\nVolgens mevrouw Bedacht-de Vries klopt dat niet.\n"
		}
		file("content/dilemmas/"+fixture.Slug(n%700)+".md", text)
	}
	importInto(b, dir, &in)
}

// BenchmarkSubmit hands in one dilemma in a casebook of 10,000, as a whole process. It alternates with the git binary taking the same steps: fetch,
// a commit on the fetched branch with a separate index, push. The metric x/git is the time of submit divided by that of git; submit also checks
// the dilemma and searches it for personal data.
func BenchmarkSubmit(b *testing.B) {
	const dilemmas = 10_000
	dir := b.TempDir()
	work, bare := filepath.Join(dir, "werk"), filepath.Join(dir, "server.git")
	if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, "dilemma"), ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	git := func(args ...string) {
		cmd := exec.Command("git", append([]string{"-C", work}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	root := filepath.Join("..", "..")
	if err := os.MkdirAll(work, 0o755); err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"hugo.toml", "data", "archetypes"} {
		if err := copyTree(filepath.Join(root, name), filepath.Join(work, name)); err != nil {
			b.Fatal(err)
		}
	}
	def, err := canvas.Load(os.DirFS(root))
	if err != nil {
		b.Fatal(err)
	}
	if err := fixture.Write(work, def, dilemmas); err != nil {
		b.Fatal(err)
	}
	git("init", "-q", "-b", "main", ".")
	git("config", "gc.auto", "0")
	git("config", "user.name", "Redactie")
	git("config", "user.email", "redactie@example.org")
	git("add", ".")
	git("commit", "-q", "-m", "begin")
	git("gc", "-q")
	git("init", "-q", "--bare", bare)
	git("remote", "add", "origin", bare)
	git("push", "-q", "origin", "main")
	script := filepath.Join(dir, "git.sh")
	steps := `set -e
export GIT_INDEX_FILE=.git/los
git fetch -q origin main
blob=$(git hash-object -w "$1")
git read-tree origin/main
git update-index --add --cacheinfo "100644,$blob,$1"
commit=$(git commit-tree -p origin/main -m "Nieuw dilemma" "$(git write-tree)")
git push -q --force origin "$commit:refs/heads/dilemma/git"
`
	if err := os.WriteFile(script, []byte(steps), 0o644); err != nil {
		b.Fatal(err)
	}
	var submits, gits time.Duration
	for n := 0; b.Loop(); n++ {
		if err := os.WriteFile(filepath.Join(work, remotetest.File), fmt.Appendf(nil, sent, n), 0o644); err != nil {
			b.Fatal(err)
		}
		submits += timed(b, work, filepath.Join(dir, "dilemma"), "submit", remotetest.Slug)
		gits += timed(b, work, "sh", script, remotetest.File)
	}
	b.ReportMetric(float64(submits.Milliseconds())/float64(b.N), "ms/submit")
	b.ReportMetric(float64(submits)/float64(gits), "x/git")
}
