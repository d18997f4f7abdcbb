// Package collect reads the casebooks of others, and keeps in files of our own book what it shows of them (tools/book/collected). What a server sends is
// that of a stranger: it is bounded in time and size, followed to no other server, held against the schema of our own site, and taken only where it speaks of
// its own pages in plain text. The package knows no screen.
package collect

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/collected"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/wire"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// Kind is why a book could not be read. The sentence for users is "collect/" and the kind in the message catalogue.
type Kind string

const (
	Unreachable Kind = "unreachable" // the server does not answer
	Certificate Kind = "certificate" // the TLS certificate of the server is not trusted
	Slow        Kind = "slow"        // the server does not answer, or too slowly
	Large       Kind = "large"       // the file is larger than MaxSize
	Redirected  Kind = "redirected"  // the server refers to another server, which was not asked
	NotFound    Kind = "not-found"   // there is no casusboek.json at the address
	Status      Kind = "status"      // the server answers with another status than 200
	Packed      Kind = "packed"      // the answer is compressed, which was not asked for
	NoJSON      Kind = "no-json"     // the file is no JSON
	Version     Kind = "version"     // the file is of a version of the schema that we do not know
	Schema      Kind = "schema"      // the file is not as the schema says
	Many        Kind = "many"        // there are more than MaxDilemmas
	Twice       Kind = "twice"       // two dilemmas have one slug or address
	Elsewhere   Kind = "elsewhere"   // an address in it is not on the site of the book
)

// Error is why a book could not be read.
type Error struct {
	Kind Kind
	// Detail is for the user, by kind: the status of an answer, the address that a server refers to, the version, the place in the file, a number, a slug.
	Detail string
	err    error
}

func (e *Error) Error() string { return fmt.Sprintf("%s %s: %v", e.Kind, e.Detail, e.err) }
func (e *Error) Unwrap() error { return e.err }

// The most that a book may be.
const (
	MaxSize     = 32 << 20
	MaxDilemmas = 2000
)

// Options are what a collection needs.
type Options struct {
	// Root is the folder of our own book.
	Root string
	// Sources are the books to read.
	Sources []collected.Source
	// Schemas holds assets/schema.
	Schemas fs.FS
	// Personal returns the lines of a file in which the check finds what must not be published.
	Personal func(name string, text []byte) []int
	// Today is the day of the collection.
	Today time.Time
	// Patience is how long a server may take; the zero value stands for usual.
	Patience wire.Patience
	// Transport connects; nil stands for that of net/http.
	Transport *http.Transport
}

// usual gives a server 15 seconds, and one more for each 250,000 bytes: of the largest book that is two and a half minutes.
var usual = wire.Patience{Notice: 3 * time.Second, Grace: 15 * time.Second, Rate: 250_000}

// Result is what became of one source.
type Result struct {
	Source collected.Source
	// Book is what was kept; nil when the book could not be read.
	Book *collected.Book
	// Unfit and Personal are how many dilemmas were left out: with a text that is none, or with personal data.
	Unfit, Personal int
	// Err is an *Error when the book could not be read, or one of the file system.
	Err error
	// Before is the day on which what stays was read, "" when there is nothing.
	Before string
}

// atOnce is how many servers are asked at the same time.
const atOnce = 4

// Run reads the sources and writes what it keeps of each to its file. What it can't read, it leaves as it was. The results are in the order of the sources. The
// error is that our own schema is broken, or the end of the context.
func Run(ctx context.Context, o Options) ([]Result, error) {
	schema, err := loadSchema(o.Schemas)
	if err != nil {
		return nil, err
	}
	if o.Patience == (wire.Patience{}) {
		o.Patience = usual
	}
	if o.Transport == nil {
		o.Transport = http.DefaultTransport.(*http.Transport)
	}
	client := wire.NewClient(o.Transport)
	client.Patience = o.Patience
	c := collector{o, client, schema, sync.Mutex{}}
	results := make([]Result, len(o.Sources))
	free := make(chan struct{}, atOnce)
	var running sync.WaitGroup
	for i, source := range o.Sources {
		running.Go(func() {
			free <- struct{}{}
			results[i] = c.one(ctx, source)
			<-free
		})
	}
	running.Wait()
	return results, ctx.Err()
}

type collector struct {
	Options
	client *wire.Client
	schema *schema
	taking sync.Mutex // one at a time, since a large book takes memory
}

// one reads one source and writes its file.
func (c *collector) one(ctx context.Context, source collected.Source) Result {
	r := Result{Source: source}
	text, err := c.fetch(ctx, source.Casebook())
	if err == nil {
		c.taking.Lock()
		defer c.taking.Unlock()
		r.Book, r.Unfit, err = take(text, source, c.schema, c.Today.Format(time.DateOnly))
	}
	if err == nil {
		if text, r.Personal, err = c.withoutPersonal(r.Book); err == nil {
			err = casebook.DirFS(c.Root).Edit(source.File(), func([]byte) ([]byte, error) { return text, nil })
		}
	}
	if err == nil {
		return r
	}
	r.Book, r.Err = nil, err
	if before, err := collected.Read(casebook.DirFS(c.Root), []collected.Source{source}); err == nil && len(before) > 0 {
		r.Before = before[0].Read
	}
	return r
}

// withoutPersonal takes the dilemmas out of a book in which the check finds what must not be published: otherwise it would stop our own site. It returns the
// text of the file, and how many they are.
func (c *collector) withoutPersonal(book *collected.Book) ([]byte, int, error) {
	for out := 0; ; {
		text, err := book.Text()
		if err != nil {
			return nil, out, err
		}
		var lines []int
		if c.Personal != nil {
			lines = c.Personal(collected.NewSource(book.Name, book.Address).File(), text)
		}
		var kept []collected.Dilemma
		for i, d := range book.Dilemmas {
			if !slices.Contains(lines, collected.FirstLine+i) {
				kept = append(kept, d)
			}
		}
		if len(kept) == len(book.Dilemmas) {
			return text, out, nil
		}
		out += len(book.Dilemmas) - len(kept)
		book.Dilemmas = kept
	}
}

// fetch returns what a server has at an address.
func (c *collector) fetch(ctx context.Context, address string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, &Error{Unreachable, err.Error(), err}
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "dilemma-collect")
	res, err := c.client.Do(req, c.Patience.Grace, MaxSize)
	if err != nil {
		return nil, explain(err)
	}
	defer res.Body.Close()
	switch {
	case res.StatusCode == http.StatusNotFound || res.StatusCode == http.StatusGone:
		return nil, &Error{Kind: NotFound}
	case res.StatusCode != http.StatusOK:
		return nil, &Error{Kind: Status, Detail: strconv.Itoa(res.StatusCode)}
	case res.Header.Get("Content-Encoding") != "" && res.Header.Get("Content-Encoding") != "identity":
		return nil, &Error{Kind: Packed}
	case res.ContentLength > MaxSize:
		return nil, &Error{Kind: Large, Detail: megabytes}
	}
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, explain(err)
	}
	return text, nil
}

var megabytes = strconv.Itoa(MaxSize >> 20)

// explain returns the Error of an exchange that failed.
func explain(err error) *Error {
	var (
		redirect    *wire.RedirectError
		certificate *tls.CertificateVerificationError
	)
	switch {
	case errors.Is(err, wire.ErrSlow):
		return &Error{Slow, "", err}
	case errors.Is(err, wire.ErrTooMuch):
		return &Error{Large, megabytes, err}
	case errors.As(err, &redirect):
		return &Error{Redirected, redirect.To, err}
	case errors.As(err, &certificate):
		return &Error{Certificate, "", err}
	}
	return &Error{Unreachable, "", err}
}

// version matches a version of the schema, of which the first number says what others may count on.
var version = lazy.Regexp(`^([0-9]{1,4})\.[0-9]{1,6}$`)

// take makes of a casusboek.json what is kept of it. Of its dilemmas those that are published and not replaced or withdrawn; unfit is how many of them were left
// out because a text in them is none. The texts of the dilemmas themselves, and the words of its vocabularies, are not looked at.
func take(text []byte, source collected.Source, schema *schema, today string) (_ *collected.Book, unfit int, err error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, 0, &Error{NoJSON, "", err}
	}
	var versie string
	if json.Unmarshal(all["versie"], &versie) == nil {
		if m := version().FindStringSubmatch(versie); m != nil && m[1] != "1" {
			return nil, 0, &Error{Version, versie, nil}
		}
	}
	var dilemmas []map[string]json.RawMessage
	if err := json.Unmarshal(all["dilemmas"], &dilemmas); err != nil {
		return nil, 0, &Error{Schema, "dilemmas", err}
	}
	if len(dilemmas) > MaxDilemmas {
		return nil, 0, &Error{Many, strconv.Itoa(len(dilemmas)), nil}
	}
	for _, d := range dilemmas {
		delete(d, "gegevens")
		delete(d, "verhaal")
	}
	// What is left is held against the schema as the file without texts.
	delete(all, "woorden")
	if all["volledig"] != nil {
		all["volledig"] = json.RawMessage("false")
	}
	if all["dilemmas"], err = json.Marshal(dilemmas); err != nil {
		return nil, 0, err
	}
	small, err := json.Marshal(all)
	if err != nil {
		return nil, 0, err
	}
	if err := schema.validate(small); err != nil {
		return nil, 0, &Error{Schema, placeOf(err), err}
	}
	return keep(small, source, today)
}

// placeOf returns where in a file the first error of the schema is, such as dilemmas/3/url.
func placeOf(err error) string {
	var found *invalid
	if !errors.As(err, &found) {
		return ""
	}
	place := cmp.Or(strings.Join(found.at, "/"), "casusboek.json")
	return place[:min(len(place), 100)]
}

// maxLanguage is the most bytes of the name of a language.
const maxLanguage = 35

// keep keeps what is shown of a casebook that is as its schema says.
func keep(text []byte, source collected.Source, today string) (_ *collected.Book, unfit int, err error) {
	var their struct {
		URL      string `json:"url"`
		Taal     string `json:"taal"`
		Dilemmas []struct {
			collected.Dilemma
			Slug      string `json:"slug"`
			Status    string `json:"status"`
			Inleiding string `json:"inleiding"`
		} `json:"dilemmas"`
	}
	if err := json.Unmarshal(text, &their); err != nil {
		return nil, 0, &Error{NoJSON, "", err}
	}
	if len(their.Taal) > maxLanguage {
		return nil, 0, &Error{Schema, "taal", nil}
	}
	if !source.Holds(their.URL) {
		return nil, 0, &Error{Elsewhere, "url", nil}
	}
	book := &collected.Book{Name: source.Name, Address: source.Address, URL: their.URL, Read: today, Language: their.Taal}
	seen := map[string]bool{}
	for i, d := range their.Dilemmas {
		if seen["slug "+d.Slug] || seen[d.URL] {
			return nil, 0, &Error{Twice, fmt.Sprintf("dilemmas/%d", i), nil}
		}
		seen["slug "+d.Slug], seen[d.URL] = true, true
		if !source.Holds(d.URL) {
			return nil, 0, &Error{Elsewhere, fmt.Sprintf("dilemmas/%d/url", i), nil}
		}
		if d.Status != "gepubliceerd" {
			continue
		}
		if d.Question == "" {
			d.Question = d.Inleiding
		}
		if d.Clean(source, today) != nil {
			unfit++
			continue
		}
		book.Dilemmas = append(book.Dilemmas, d.Dilemma)
	}
	slices.SortStableFunc(book.Dilemmas, func(a, b collected.Dilemma) int { return strings.Compare(b.Date, a.Date) })
	return book, unfit, nil
}

// Forget removes the files of books that are no longer among the sources, and returns their paths. The error is one of the file system.
func Forget(root string, sources []collected.Source) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(root, filepath.FromSlash(collected.Dir)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var removed []string
	for _, e := range entries {
		name := collected.Dir + "/" + e.Name()
		if !e.Type().IsRegular() || path.Ext(name) != ".json" || slices.ContainsFunc(sources, func(s collected.Source) bool { return s.File() == name }) {
			continue
		}
		if err := os.Remove(filepath.Join(root, filepath.FromSlash(name))); err != nil {
			return removed, err
		}
		removed = append(removed, name)
	}
	return removed, nil
}
