package serve_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/openbaarheid-schuurt/dilemma/test/internal/must"
	"github.com/openbaarheid-schuurt/dilemma/test/internal/sitebuild"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
)

// BenchmarkSaved saves a dilemma of a book that is served, and takes the time until a page that listens for changes has the new text, as the browser of a
// writer does. In turns it does the same with a plain Hugo server that has the same dilemmas, no settings and a layout of one line. Seconds are those of
// `dilemma serve`, the longest of them apart; x/bare is their sum divided by that of the plain server. The start is the time until the first page is
// there, with all compiled before. The book has 1,000 dilemmas, or as many as DILEMMA_SERVED says: 10,000 take minutes and gigabytes.
func BenchmarkSaved(b *testing.B) {
	n := 1000
	if text := os.Getenv("DILEMMA_SERVED"); text != "" {
		_, err := fmt.Sscan(text, &n)
		must.Do(b, err)
	}
	book := sitebuild.Repository(b)
	must.Do(b, fixture.Write(book, sitebuild.Definition(b), n))
	bare := b.TempDir()
	must.Do(b, os.CopyFS(filepath.Join(bare, "content", "dilemmas"), os.DirFS(filepath.Join(book, "content", "dilemmas"))))
	must.Write(b, filepath.Join(bare, "hugo.toml"), "title = 'kaal'\n")
	must.Write(b, filepath.Join(bare, "layouts", "all.html"), "<title>{{ .Title }}</title><body>{{ .Content }}</body>\n")

	page := "/dilemmas/" + fixture.Slug(7) + "/"
	sitebuild.Dilemma(b) // compiled before the clock runs
	begin := time.Now()
	ours := dilemma(b, book, page)
	started := time.Since(begin)
	plain := start(b, bare, page, func(port int) *exec.Cmd {
		cmd := exec.CommandContext(context.Background(), "hugo", "server", "--renderToMemory", "--port", fmt.Sprint(port))
		cmd.Dir = bare
		return cmd
	})
	ours.indexed()
	hears := map[*server]<-chan struct{}{ours: ours.listen(), plain: plain.listen()}
	var sum, others, longest time.Duration
	for i := 0; b.Loop(); i++ {
		took := ours.save(page, i, hears[ours])
		sum, longest = sum+took, max(longest, took)
		others += plain.save(page, i, hears[plain])
	}
	b.ReportMetric(started.Seconds(), "s/start")
	b.ReportMetric(sum.Seconds()/float64(b.N), "s/saved")
	b.ReportMetric(longest.Seconds(), "s/longest")
	b.ReportMetric(float64(sum)/float64(others), "x/bare")
}

// indexed waits until the index of the search is there, so that nothing else goes on.
func (s *server) indexed() {
	s.Helper()
	for begin := time.Now(); ; time.Sleep(time.Second) {
		if status, _ := s.get("/zoekindex/index.json"); status == 200 {
			return
		}
		if time.Since(begin) > 10*time.Minute {
			s.Fatalf("there is no index\n%s", &s.said)
		}
	}
}

// listen hears of changes, as the script in a page does.
func (s *server) listen() <-chan struct{} {
	s.Helper()
	connection, res, err := websocket.DefaultDialer.DialContext(s.Context(), strings.Replace(s.address, "http", "ws", 1)+"/livereload", nil)
	must.Do(s, err)
	res.Body.Close()
	s.Cleanup(func() { connection.Close() })
	heard := make(chan struct{}, 100)
	go func() {
		for {
			_, text, err := connection.ReadMessage()
			if err != nil {
				return
			}
			if strings.Contains(string(text), `"command":"reload"`) {
				heard <- struct{}{}
			}
		}
	}()
	return heard
}

// save writes a sentence in the dilemma of a page, and returns how long it takes until the page says it. The server looks for changes at a moment of its own, so
// the saves come at moments spread over the half second between two of those.
func (s *server) save(page string, i int, heard <-chan struct{}) time.Duration {
	s.Helper()
	for range len(heard) { // of what came before
		<-heard
	}
	name := filepath.Join(s.book, "content", filepath.FromSlash(strings.TrimSuffix(page, "/"))+".md")
	text := must.Read(s, name)
	sentence := fmt.Sprintf("Dit is zin nummer %d van de maat.", i)
	time.Sleep(time.Duration(i*137%500) * time.Millisecond)
	begin := time.Now()
	must.Write(s, name, text+"\n"+sentence+"\n")
	for {
		select {
		case <-heard:
		case <-time.After(5 * time.Minute):
			s.Fatalf("the page never hears of it\n%s", &s.said)
		}
		if _, text := s.get(page); strings.Contains(text, sentence) {
			return time.Since(begin)
		}
	}
}
