// Package collecttest is a server of casebooks for tests: good ones, and those of somebody who means harm. Each stands in a folder of its own.
package collecttest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Server serves the casebooks of Bad, "good", "once", which is good once and then no more, and what Put gives.
type Server struct {
	*httptest.Server
	end  chan struct{}
	lock sync.Mutex
	put  map[string][]byte
	seen []string

	asked atomic.Bool
}

// Start starts a server on this machine. Close it with Stop.
func Start() *Server {
	s := &Server{end: make(chan struct{}), put: map[string][]byte{}}
	s.Server = httptest.NewServer(s)
	return s
}

// Stop ends the server, and what waits for it.
func (s *Server) Stop() {
	close(s.end)
	s.Close()
}

// Address returns the address of the site of a casebook.
func (s *Server) Address(name string) string { return s.URL + "/" + name + "/" }

// Put makes the server give a text as the casebook with this name, or nothing when it is nil.
func (s *Server) Put(name string, text []byte) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.put[name] = text
}

// Seen returns the names of what was asked that is no casebook: a client must not come there.
func (s *Server) Seen() []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.seen
}

// Entries are the dilemmas of a casebook, as JSON has them.
type Entries = []map[string]any

// Casebook returns a casebook at an address as a map, with n dilemmas, to change.
func Casebook(address string, n int) map[string]any {
	dilemmas := Entries{}
	for i := range n {
		slug := fmt.Sprintf("vraag-%d", i+1)
		dilemmas = append(dilemmas, map[string]any{
			"slug": slug, "url": address + "dilemmas/" + slug + "/", "title": fmt.Sprintf("Vraag %d", i+1), "status": "gepubliceerd", "licentie": "CC0-1.0",
			"date": time.Date(2026, 1, 1+i%300, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), "editie": "2022-10", "herkomst": "fictief", "bestuurslaag": "gemeente",
			"themas": []string{"timing"}, "woo_gronden": []string{"5.1.2e"}, "informatiecategorieen": []string{}, "inleiding": "Kort …", "vraag": fmt.Sprintf("Wanneer %d?", i+1),
			"leestijd": 3, "gegevens": map[string]any{"title": "x"}, "verhaal": strings.Repeat("Lang. ", 20),
		})
	}
	return map[string]any{
		"$schema": address + "schema/casusboek.schema.json", "versie": "1.2", "volledig": true, "naam": "Casusboek", "url": address + "dilemmas/", "taal": "nl",
		"licentie": map[string]string{"name": "CC0-1.0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"}, "woorden": map[string]any{}, "dilemmas": dilemmas,
	}
}

// Text returns a casebook as its file.
func Text(book map[string]any) []byte {
	text, err := json.Marshal(book)
	if err != nil {
		panic(err)
	}
	return text
}

// Bad are the casebooks that no client may take, by name.
var Bad = map[string]func(s *Server, w http.ResponseWriter, r *http.Request, address string){
	"endless": func(s *Server, w http.ResponseWriter, r *http.Request, address string) {
		for piece := bytes.Repeat([]byte("[{\"a\":\n"), 1<<16); r.Context().Err() == nil; {
			if _, err := w.Write(piece); err != nil {
				return
			}
		}
	},
	"large": func(s *Server, w http.ResponseWriter, r *http.Request, address string) {
		w.Header().Set("Content-Length", "9999999999")
	},
	"bomb": func(s *Server, w http.ResponseWriter, r *http.Request, address string) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		for range 64 {
			_, _ = z.Write(make([]byte, 1<<20))
		}
		_ = z.Close()
	},
	"elsewhere": func(s *Server, w http.ResponseWriter, r *http.Request, address string) {
		http.Redirect(w, r, strings.Replace(s.Address("trap"), "127.0.0.1", "localhost", 1), http.StatusFound)
	},
	"file": func(s *Server, w http.ResponseWriter, r *http.Request, address string) {
		w.Header().Set("Location", "file:///etc/passwd")
		w.WriteHeader(http.StatusFound)
	},
	"round": func(s *Server, w http.ResponseWriter, r *http.Request, address string) {
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	},
	"absent": func(s *Server, w http.ResponseWriter, r *http.Request, address string) { http.NotFound(w, r) },
	"broken": func(s *Server, w http.ResponseWriter, r *http.Request, address string) {
		w.WriteHeader(http.StatusBadGateway)
	},
	"page": func(s *Server, w http.ResponseWriter, r *http.Request, address string) {
		fmt.Fprint(w, "<!DOCTYPE html><title>x</title>")
	},
	"behind": func(s *Server, w http.ResponseWriter, r *http.Request, address string) {
		fmt.Fprintf(w, "%s{}", Text(Casebook(address, 1)))
	},
	"silent": func(s *Server, w http.ResponseWriter, r *http.Request, address string) { s.wait(r) },
	"slow": func(s *Server, w http.ResponseWriter, r *http.Request, address string) {
		w.(http.Flusher).Flush()
		s.wait(r)
	},
	"deep": func(s *Server, w http.ResponseWriter, r *http.Request, address string) {
		fmt.Fprint(w, strings.Repeat("[", 1<<20))
	},
	"future":  changed(func(book map[string]any, first map[string]any) { book["versie"] = "2.0" }),
	"other":   changed(func(book map[string]any, first map[string]any) { delete(book, "licentie") }),
	"untaled": changed(func(book map[string]any, first map[string]any) { book["taal"] = "nl\" onclick=\"x" }),
	"wrong":   changed(func(book map[string]any, first map[string]any) { first["themas"] = "timing" }),
	"no-list": changed(func(book map[string]any, first map[string]any) { book["dilemmas"] = "x" }),
	"theft": changed(func(book map[string]any, first map[string]any) {
		first["url"] = "https://elders.example/dilemmas/vraag-1/"
	}),
	"script": changed(func(book map[string]any, first map[string]any) { first["url"] = "javascript:alert(1)" }),
	"stolen": changed(func(book map[string]any, first map[string]any) { book["url"] = "https://elders.example/dilemmas/" }),
	"twins":  changed(func(book map[string]any, first map[string]any) { first["slug"] = "vraag-2" }),
	"many": func(s *Server, w http.ResponseWriter, r *http.Request, address string) {
		_, _ = w.Write(Text(Casebook(address, 2001)))
	},
}

func changed(change func(book, first map[string]any)) func(*Server, http.ResponseWriter, *http.Request, string) {
	return func(s *Server, w http.ResponseWriter, r *http.Request, address string) {
		book := Casebook(address, 2)
		change(book, book["dilemmas"].(Entries)[0])
		_, _ = w.Write(Text(book))
	}
}

// wait keeps a client waiting.
func (s *Server) wait(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-s.end:
	}
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, isBook := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/"), "/dilemmas/casusboek.json")
	s.lock.Lock()
	text, ours := s.put[name]
	if !isBook {
		s.seen = append(s.seen, r.URL.Path)
	}
	s.lock.Unlock()
	switch bad := Bad[name]; {
	case isBook && text != nil:
		_, _ = w.Write(text)
	case isBook && bad != nil && !ours:
		bad(s, w, r, s.Address(name))
	case isBook && name == "once" && s.asked.Swap(true):
		w.WriteHeader(http.StatusServiceUnavailable)
	case isBook && (name == "good" || name == "once") && !ours:
		_, _ = w.Write(Text(Casebook(s.Address(name), 3)))
	default:
		http.NotFound(w, r)
	}
}

// Forget takes back what Put gave.
func (s *Server) Forget(name string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	delete(s.put, name)
}
