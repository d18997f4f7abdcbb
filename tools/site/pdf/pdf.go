// Package pdf prints pages of the built site to PDF with a browser of the machine, tagged, so that a screen reader finds its way in them. It knows no
// templates: what stands on a page and on what paper, the page says itself.
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
	"strings"
	"sync"
	"time"
)

// Documents are the PDFs: the page that is printed, and the file, both as paths in the site.
var Documents = []struct{ Page, File string }{
	{"canvas/", "canvas/canvas-a3.pdf"},
	{"canvas/a4/", "canvas/canvas-a4.pdf"},
	{Booklet, "handreiking/handreiking.pdf"},
}

// Booklet is the page that is there to be printed, and is taken away after that.
const Booklet = "handreiking/geheel/"

// ErrAbsent says that this machine has no browser that prints.
var ErrAbsent = errors.New("no browser")

// patience is for a machine that does more at once; a page takes about a second.
const patience = 2 * time.Minute

// Find returns a browser on the PATH: Chromium or Chrome.
func Find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if program, err := exec.LookPath(name); err == nil {
			return program, nil
		}
	}
	return "", ErrAbsent
}

// Make prints Documents of the site in a folder into that folder, and takes the page of the booklet away. After an error none of the PDFs that it printed is
// there. It removes nothing else.
func Make(ctx context.Context, program, public string) error {
	for _, d := range Documents {
		if _, err := os.Stat(filepath.Join(public, filepath.FromSlash(d.Page), "index.html")); err != nil {
			return err // the browser would print that the page is not there
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
	_ = os.Remove(booklet) // unless something else stands in it
	return errors.Join(err, gone)
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
	args := []string{"--headless", "--disable-gpu", "--no-first-run", "--disable-component-update", "--disable-dev-shm-usage", "--user-data-dir=" + profile, "--no-pdf-header-footer",
		"--generate-pdf-document-outline", "--print-to-pdf=" + made}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // as root, as in a container, it does not start otherwise; it only sees our own pages
	}
	cmd := exec.CommandContext(ctx, program, append(args, address)...)
	cmd.WaitDelay = time.Second
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(program), err, last(said.String()))
	}
	pdf, err := os.ReadFile(made)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		return fmt.Errorf("%s made no PDF\n%s", filepath.Base(program), last(said.String()))
	}
	return os.WriteFile(file, pdf, 0o644)
}

// last returns the last line of what a program said.
func last(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	return lines[len(lines)-1]
}

// pages serves a folder. A site that will stand below a path asks for its files below that path, which is not in the folder.
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
