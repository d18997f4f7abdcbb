// Package pdf prints pages of the built site to tagged PDFs, for screen readers, with a browser on this machine. It knows no templates: the style sheet
// of a page sets its paper.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/internal/child"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// Documents are the PDFs: the page that is printed and the file that is written, both as paths in the site.
var Documents = []struct{ Page, File string }{
	{"canvas/", "canvas/canvas-a3.pdf"},
	{"canvas/a4/", "canvas/canvas-a4.pdf"},
	{"canvas/printset/", "canvas/alles-voor-de-gespreksleider.pdf"},
	{Booklet, "handreiking/handreiking.pdf"},
}

// Booklet is a page that is only there to be printed. Make removes it afterwards.
const Booklet = "handreiking/geheel/"

// ErrAbsent means that no browser was found on this machine.
var ErrAbsent = errors.New("no browser")

// patience is the time that printing one page may take. It takes about a second, and more on a busy machine.
const patience = 2 * time.Minute

// Find returns a browser on the PATH, or where its installer puts it: Chromium, Chrome or Edge.
func Find() (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"}
	for _, name := range append(names, installed(runtime.GOOS, os.Getenv)...) {
		if program, err := exec.LookPath(name); err == nil {
			return program, nil
		}
	}
	return "", ErrAbsent
}

// installed returns where a browser may be on a system whose installers put none on the PATH.
func installed(system string, env func(string) string) []string {
	var places []string
	switch system {
	case "windows":
		for _, variable := range []string{"ProgramFiles", "ProgramFiles(x86)", "LocalAppData"} {
			if dir := env(variable); dir != "" {
				places = append(places, dir+`\Chromium\Application\chrome.exe`, dir+`\Google\Chrome\Application\chrome.exe`, dir+`\Microsoft\Edge\Application\msedge.exe`)
			}
		}
	case "darwin":
		for _, name := range []string{"Chromium", "Google Chrome", "Microsoft Edge"} {
			places = append(places, "/Applications/"+name+".app/Contents/MacOS/"+name)
		}
	}
	return places
}

// Make prints the Documents of the site in the folder public to files in that folder, and removes the page Booklet. After an error it removes the PDFs
// that it printed. It removes nothing else.
func Make(ctx context.Context, program, public string) error {
	for _, d := range Documents {
		if _, err := os.Stat(filepath.Join(public, filepath.FromSlash(d.Page), "index.html")); err != nil {
			return err // the browser would print an error page
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: pages(public), ReadHeaderTimeout: patience}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	failures := make([]error, len(Documents))
	var all sync.WaitGroup
	for i, d := range Documents {
		all.Go(func() {
			failures[i] = print(ctx, program, "http://"+listener.Addr().String()+"/"+d.Page, filepath.Join(public, filepath.FromSlash(d.File)))
		})
	}
	all.Wait()
	err = errors.Join(failures...)
	if err != nil {
		for i, d := range Documents {
			if failures[i] == nil {
				err = errors.Join(err, os.Remove(filepath.Join(public, filepath.FromSlash(d.File))))
			}
		}
	}
	booklet := filepath.Join(public, filepath.FromSlash(Booklet))
	gone := os.Remove(filepath.Join(booklet, "index.html"))
	_ = os.Remove(booklet) // fails when the folder contains something else
	return errors.Join(err, gone)
}

// quiet are the options by which the browser talks to nobody but the server of our pages. It would look up its maker otherwise, to update itself, to set
// its clock and to fetch a dictionary. No name leads anywhere, and no proxy of the user helps it.
var quiet = []string{"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--no-proxy-server", "--disable-background-networking", "--disable-component-update"}

// maker is what the documents say that made them, instead of the version of the browser and of the system.
const maker = "dilemma"

// producer is where the library of the browser names itself in a document.
var producer = lazy.Regexp(`/Producer \(Skia/PDF[^()\\]*\)`)

// withoutProducer replaces the name and the version of that library, by a text of the same length, since a PDF counts its bytes.
func withoutProducer(pdf []byte) []byte {
	return producer().ReplaceAllFunc(pdf, func(found []byte) []byte {
		const begin, end = "/Producer (" + maker, ")"
		return []byte(begin + strings.Repeat(" ", len(found)-len(begin)-len(end)) + end)
	})
}

func print(ctx context.Context, program, address, file string) error {
	profile, err := os.MkdirTemp("", "dilemma-paper-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(profile)
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	made := filepath.Join(profile, "page.pdf")
	args := append([]string{"--headless", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage", "--user-data-dir=" + profile, "--user-agent=" + maker, "--no-pdf-header-footer",
		"--generate-pdf-document-outline", "--print-to-pdf=" + made}, quiet...)
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // needed as root, as in a container; the browser only opens our own pages
	}
	cmd := exec.CommandContext(ctx, program, append(args, address)...)
	cmd.WaitDelay = time.Second
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := child.Run(cmd); err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(program), err, last(stderr.String()))
	}
	pdf, err := os.ReadFile(made)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		return fmt.Errorf("%s made no PDF\n%s", filepath.Base(program), last(stderr.String()))
	}
	return os.WriteFile(file, withoutProducer(pdf), 0o644)
}

// last returns the last line of the standard error of a program.
func last(stderr string) string {
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	return lines[len(lines)-1]
}

// pages serves the files in a folder. When the address of the site has a path, its pages request files below that path, which is not in the folder.
func pages(public string) http.Handler {
	files := http.FileServer(http.Dir(public))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name := path.Clean(r.URL.Path); ; {
			if _, err := os.Stat(filepath.Join(public, filepath.FromSlash(name))); err == nil {
				break
			}
			_, rest, more := strings.Cut(strings.TrimPrefix(name, "/"), "/")
			if !more {
				break
			}
			name = "/" + rest
			r.URL.Path = name
		}
		files.ServeHTTP(w, r)
	})
}
