// Package serve_test changes a book while `dilemma serve` shows it, and holds every page to what a fresh build makes. The benchmark of the time from a saved file to
// the new page stands here too.
package serve_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

func TestMain(m *testing.M) { sitebuild.Main(m) }

// A server shows a book.
type server struct {
	testing.TB
	book, temp string // the folders of the book, and of what the command writes besides it
	address    string // of the site, without a slash at the end
	said       output
	cmd        *exec.Cmd
}

// output is what a program printed so far.
type output struct {
	sync.Mutex
	bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.Lock()
	defer o.Unlock()
	return o.Buffer.Write(p)
}

func (o *output) String() string {
	o.Lock()
	defer o.Unlock()
	return o.Buffer.String()
}

// freePort returns a port that nobody listens on.
func freePort(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must.Do(t, err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

// start starts a server with a command that gets its port, waits until the page is there, and stops it at the end.
func start(t testing.TB, book, page string, command func(port int) *exec.Cmd) *server {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no interrupt on Windows")
	}
	port := freePort(t)
	s := &server{TB: t, book: book, temp: t.TempDir(), address: fmt.Sprintf("http://localhost:%d", port), cmd: command(port)}
	s.cmd.Env = append(s.cmd.Environ(), "TMPDIR="+s.temp)
	s.cmd.Stdout, s.cmd.Stderr = &s.said, &s.said
	must.Do(t, s.cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- s.cmd.Wait() }()
	t.Cleanup(func() {
		_ = s.cmd.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(time.Minute):
			_ = s.cmd.Process.Kill()
			t.Error("it does not stop")
		}
	})
	for {
		if status, _ := s.get(page); status == http.StatusOK {
			return s
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("it ended: %v\n%s", err, &s.said)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// dilemma starts `dilemma serve`.
func dilemma(t testing.TB, book, page string) *server {
	t.Helper()
	return start(t, book, page, func(port int) *exec.Cmd {
		return sitebuild.Command(t, context.Background(), book, "serve", "--port", fmt.Sprint(port))
	})
}

// get visits a page as a browser does.
func (s *server) get(page string) (status int, text string) {
	req, err := http.NewRequestWithContext(s.Context(), http.MethodGet, s.address+page, nil)
	must.Do(s, err)
	req.Header.Set("Sec-Fetch-Mode", "navigate")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, ""
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(body)
}

// fresh builds the site of the book as it is now, with what the command gave Hugo, and returns the folder.
func (s *server) fresh() string {
	s.Helper()
	given, err := filepath.Glob(filepath.Join(s.temp, "dilemma-*", "settings.toml"))
	must.Do(s, err)
	if len(given) != 1 {
		s.Fatalf("the command wrote %v", given)
	}
	config := strings.Join([]string{filepath.Join(filepath.Dir(given[0]), "product", "product", "hugo.toml"), "hugo.toml", given[0]}, ",")
	public := s.TempDir()
	sitebuild.Hugo(s, s.book, []string{"HUGO_PARAMS_SEARCH=true"}, "build", "--config", config, "--configDir", os.DevNull, "--buildDrafts", "--noBuildLock",
		"--baseURL", s.address+"/", "--destination", public, "--environment", "development")
	return public
}

var (
	// scripts are that by which a page hears of changes, and that which keeps the pages for who has no network, which a server has not.
	scripts = regexp.MustCompile(`(?s)<script[^>]*(?:livereload\.js|/js/offline\.)[^>]*></script>`)
	spaces  = regexp.MustCompile(`\s+`)
	// heard is what a page may ask a server for that tells of changes.
	heard = strings.NewReplacer(" ws: wss:", "")
)

// same holds what is served to what stands in a folder, for each page; when it stays otherwise for a minute, it fails.
func (s *server) same(public string, pages []string, after string) {
	s.Helper()
	for _, page := range pages {
		want, wantStatus := "", http.StatusNotFound
		if text, err := os.ReadFile(filepath.Join(public, filepath.FromSlash(page), "index.html")); err == nil {
			want, wantStatus = plain(string(text)), http.StatusOK
		}
		for begin := time.Now(); ; time.Sleep(200 * time.Millisecond) {
			status, got := s.get(page)
			got = plain(got)
			if status == wantStatus && (status == http.StatusNotFound || got == want) {
				break
			}
			if time.Since(begin) > time.Minute {
				s.Errorf("after %s, %s is %d, and not %d as when it is built anew: %s\n%s", after, page, status, wantStatus, difference(got, want), &s.said)
				break
			}
		}
	}
}

// plain returns a page without what differs between a server and a build.
func plain(text string) string {
	return spaces.ReplaceAllString(heard.Replace(scripts.ReplaceAllString(text, "")), " ")
}

// difference returns where two texts part.
func difference(got, want string) string {
	at := 0
	for at < min(len(got), len(want)) && got[at] == want[at] {
		at++
	}
	from := max(0, at-80)
	return fmt.Sprintf("%q, not %q", got[from:min(len(got), at+120)], want[from:min(len(want), at+120)])
}

// TestSameAsFresh changes a book of 50 dilemmas in all ways, several at a time and in an order of chance, and visits pages in between. Each then is what a fresh
// build makes: the case itself, those akin, lists, the home page, words and roles, in both languages.
func TestSameAsFresh(t *testing.T) {
	t.Parallel()
	const dilemmas = 50
	def := sitebuild.Definition(t)
	book := sitebuild.Repository(t)
	must.Do(t, fixture.Write(book, def, dilemmas))
	s := dilemma(t, book, "/dilemmas/"+fixture.Slug(1)+"/")
	file := func(name string) string { return filepath.Join(book, filepath.FromSlash(name)) }
	r := rand.New(rand.NewPCG(2022, 10))
	standing, gone := []string{}, []string{} // slugs
	for n := 1; n <= dilemmas; n++ {
		standing = append(standing, fixture.Slug(n))
	}
	pick := func() string { return standing[r.IntN(len(standing))] }
	edit := func(slug, from, to string) {
		name := file("content/dilemmas/" + slug + ".md")
		must.Write(t, name, regexp.MustCompile(from).ReplaceAllString(must.Read(t, name), to))
	}
	next := dilemmas
	remove := func() string {
		slug := pick()
		standing = slices.DeleteFunc(standing, func(s string) bool { return s == slug })
		gone = append(gone, slug)
		return slug
	}
	ways := []struct {
		name string
		do   func()
	}{
		{"a story", func() { edit(pick(), `\z`, fmt.Sprintf("\nEn nog een zin, nummer %d.\n", r.IntN(1000))) }},
		{"a title", func() { edit(pick(), `(?m)^title: .*$`, fmt.Sprintf("title: De titel werd %d", r.IntN(1000))) }},
		{"words", func() { edit(pick(), `(?m)^themas: .*$`, `themas: ["timing", "privacy"]`) }},
		{"a day", func() { edit(pick(), `(?m)^date: .*$`, fmt.Sprintf("date: 2025-%02d-11", 1+r.IntN(12))) }},
		{"a concept", func() { edit(pick(), `(?m)^draft: false$`, "draft: true") }},
		{"a withdrawal", func() {
			edit(pick(), `(?m)^draft: false$`, "draft: false\ningetrokken: {datum: 2026-11-01, reden: Het kan niet meer.}")
		}},
		{"a new one", func() {
			next++
			must.Write(t, file("content/dilemmas/"+fixture.Slug(next)+".md"), fixture.Dilemma(def, next))
			standing = append(standing, fixture.Slug(next))
		}},
		{"a deletion", func() { must.Do(t, os.Remove(file("content/dilemmas/"+remove()+".md"))) }},
		{"another name", func() {
			slug := remove()
			must.Do(t, os.Rename(file("content/dilemmas/"+slug+".md"), file("content/dilemmas/"+slug+"-anders.md")))
			standing = append(standing, slug+"-anders")
		}},
	}
	check := func(after string, others ...string) {
		t.Helper()
		pages := []string{"/", "/dilemmas/", "/themas/", "/themas/timing/", "/spelers/", "/en/", "/en/dilemmas/", "/en/themes/privacy/", "/overzicht/"}
		for _, slug := range slices.Concat(others, gone) {
			pages = append(pages, "/dilemmas/"+slug+"/")
		}
		for _, i := range r.Perm(len(standing))[:15] {
			pages = append(pages, "/dilemmas/"+standing[i]+"/", "/en/dilemmas/"+standing[i]+"/")
		}
		s.same(s.fresh(), pages, after)
	}
	for range 2 {
		r.Shuffle(len(ways), func(i, j int) { ways[i], ways[j] = ways[j], ways[i] })
		var done []string
		for i, way := range ways {
			way.do()
			done = append(done, way.name)
			if i%3 == 2 {
				_, _ = s.get("/dilemmas/" + pick() + "/") // while the rest is on its way
			}
		}
		check(strings.Join(done, ", "))
		if t.Failed() {
			return
		}
	}

	slug := pick()
	name := file("content/dilemmas/" + slug + ".md")
	// A file becomes a folder with an attachment, and the attachment goes.
	must.Do(t, os.Mkdir(file("content/dilemmas/"+slug), 0o755))
	must.Write(t, file("content/dilemmas/"+slug+"/cijfers.csv"), "a,b\n1,2\n")
	must.Do(t, os.Rename(name, file("content/dilemmas/"+slug+"/index.md")))
	s.answers("/dilemmas/"+slug+"/cijfers.csv", http.StatusOK)
	check("a file that became a folder", slug)
	must.Do(t, os.Remove(file("content/dilemmas/"+slug+"/cijfers.csv")))
	s.answers("/dilemmas/"+slug+"/cijfers.csv", http.StatusNotFound)

	// What all pages are made of.
	type change struct{ file, from, to string }
	for _, c := range []struct {
		name    string
		changes []change
	}{
		{"a sentence of the interface and two templates", []change{
			{"i18n/nl.yaml", `(?m)^previous_dilemma: .*$`, "previous_dilemma: Ervoor"},
			{"layouts/_partials/casebook/card-content.html", `<ul class="tags">`, `<ul class="tags" data-eigen>`},
			{"layouts/_partials/case/fields.html", `\z`, "<i></i>"},
		}},
		{"a word and a role", []change{
			{"data/themas.yaml", `(?m)^(\s+label: )Timing$`, "${1}Het juiste moment"},
			{"data/spelers.yaml", `(?m)^(\s+label: )(.*)$`, "${1}$2 of zo iemand"},
		}},
		{"a setting", []change{{"hugo.toml", `Project dilemma`, "Gemeente Voorbeeldstad"}}},
	} {
		for _, change := range c.changes {
			before := must.Read(t, file(change.file))
			text := regexp.MustCompile(change.from).ReplaceAllString(before, change.to)
			if text == before {
				t.Fatalf("%s does not change %s", c.name, change.file)
			}
			must.Write(t, file(change.file), text)
		}
		check(c.name, slug)
	}
}

// TestMended breaks front matter while the book is served: the site goes, which is told, and comes back when it is mended, with what changed meanwhile.
func TestMended(t *testing.T) {
	t.Parallel()
	book := sitebuild.Repository(t)
	must.Do(t, fixture.Write(book, sitebuild.Definition(t), 3))
	page := "/dilemmas/" + fixture.Slug(1) + "/"
	s := dilemma(t, book, page)
	name := filepath.Join(book, "content", "dilemmas", fixture.Slug(1)+".md")
	whole := must.Read(t, name)
	must.Write(t, name, strings.Replace(whole, "title:", "title: [", 1))
	for begin := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		if status, _ := s.get(page); status != http.StatusOK && strings.Contains(s.said.String(), "begint opnieuw") {
			break
		}
		if time.Since(begin) > 5*time.Minute {
			t.Fatalf("broken front matter stays unseen\n%s", &s.said)
		}
	}
	s.says(fixture.Slug(1) + ".md:") // where the mistake is
	if said := s.said.String(); strings.Contains(said, "bijgewerkt") {
		t.Errorf("it says\n%s", said)
	}
	must.Write(t, name, whole+"\nNa het herstel.\n")
	s.answers(page, http.StatusOK)
	if _, text := s.get(page); !strings.Contains(text, "Na het herstel.") {
		t.Errorf("the page is that of before\n%s", &s.said)
	}
	s.says("niets meer te melden")
}

// says waits until the command says something.
func (s *server) says(text string) {
	s.Helper()
	for begin := time.Now(); !strings.Contains(s.said.String(), text); time.Sleep(100 * time.Millisecond) {
		if time.Since(begin) > time.Minute {
			s.Fatalf("it does not say %q\n%s", text, &s.said)
		}
	}
}

// answers waits until a page answers with this status.
func (s *server) answers(page string, want int) {
	s.Helper()
	for begin := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		got, _ := s.get(page)
		if got == want {
			return
		}
		if time.Since(begin) > 5*time.Minute {
			s.Fatalf("%s is %d, want %d\n%s", page, got, want, &s.said)
		}
	}
}
