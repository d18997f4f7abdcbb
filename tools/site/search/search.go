// Package search makes the search index of a built site: files that a script in the browser reads, and as few of them as a query needs. The data-index
// attributes of the pages say what to index; the package knows nothing of dilemmas.
//
// The folder of an index holds index.json, which a browser reads first, and a folder that is named after the version, a hash of all that it holds:
//
//	index.json                      version, and of each language how many pages and the first word of each file of words
//	VERSION/LANGUAGE/words/N.bin    words with the pages that they are on, see words.go
//	VERSION/LANGUAGE/pages/N.bin    the texts of a page, see pages.go
//	VERSION/LANGUAGE/facets/F.bin   the words of a filter that each page has, see facets.go
//	VERSION/LANGUAGE/dates.bin      the date of each page, or an empty text
//	VERSION/LANGUAGE/nearby.bin     the most frequent words, to propose one for a word that is nowhere
//
// Each .bin is gzipped JSON, so that it is small whatever the server compresses. A page has the same number in all of them.
package search

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/openbaarheid-schuurt/dilemma/tools/whole"
)

// Dir is the folder of the index in a site. entry is the file that a browser reads first, and by which a folder is recognised as an index.
const (
	Dir   = "zoekindex"
	entry = "index.json"
)

// ErrForeign means that the folder of the index contains something else.
var ErrForeign = errors.New("not an index")

// An entryFile is what a browser must know before it can ask for a word. Offline tells from it which files there are.
type entryFile struct {
	Version   string               `json:"version"`
	Languages map[string]*contents `json:"languages"`
}

// The contents of an index in one language. Words are the first stem in each file of words, shortened to what tells it from the last one before; Stems are those that no rule gives.
type contents struct {
	Pages  int               `json:"pages"`
	Words  []string          `json:"words"`
	Facets []string          `json:"facets"`
	Stems  map[string]string `json:"stems"`
}

// A Link is a page of another site that is to be found too, by what is known of it here.
type Link struct {
	// Language is that of the index that it stands in.
	Language string
	// URL is its address, and From whose site that is.
	URL, From string
	// Title and Text are plain text; the text tells what the page is about.
	Title, Text string
	// Date is a day such as 2026-11-29, or "".
	Date string
	// Filters are the words of each filter, and Keywords what these words say.
	Filters  map[string][]string
	Keywords []string
}

// shareOfLink is how much the words of a Link weigh against those of an ordinary page: of two that say the same, ours comes first.
const shareOfLink = 0.8

func (l *Link) page() *page {
	p := &page{lang: l.Language, url: l.URL, from: l.From, title: l.Title, filters: l.Filters, date: l.Date, share: shareOfLink, sections: []*section{{}}}
	p.sections[0].text.WriteString(l.Text)
	p.kept[inTitle], p.kept[inMain], p.kept[inKeyword], p.kept[inText] = l.Title, l.Text, strings.Join(l.Keywords, "\n"), l.Text
	return p
}

// Make indexes the site in a folder, and links to others besides, and writes the index to target, completely or not at all; it removes an older index there
// first. The error is ErrForeign when target contains something else.
func Make(ctx context.Context, site, target string, words map[string]Words, links []Link) error {
	if err := Remove(target); err != nil {
		return err
	}
	pages, err := readSite(ctx, site)
	if err != nil {
		return err
	}
	for _, l := range links {
		pages[l.Language] = append(pages[l.Language], l.page())
	}
	files, first := map[string][]byte{}, entryFile{Languages: map[string]*contents{}}
	for lang, group := range pages {
		if first.Languages[lang], err = index(ctx, lang, group, words[lang], func(name string, data []byte) { files[lang+"/"+name] = data }); err != nil {
			return err
		}
	}
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(sum, "%s %d\n", name, len(files[name]))
		sum.Write(files[name])
	}
	first.Version = hex.EncodeToString(sum.Sum(nil))[:10]
	text, err := json.Marshal(first)
	if err != nil {
		return err
	}
	return whole.Folder(target, func(made string) error {
		for name, data := range files {
			if err := errors.Join(ctx.Err(), write(filepath.Join(made, first.Version, filepath.FromSlash(name)), data)); err != nil {
				return err
			}
		}
		return write(filepath.Join(made, entry), text)
	})
}

func write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}

// Remove removes an index, so that a search does not find pages that are gone. The error is ErrForeign when the folder contains something else.
func Remove(target string) error {
	entries, err := os.ReadDir(target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(target, entry)); err != nil && len(entries) > 0 {
		return fmt.Errorf("%s: %w", target, ErrForeign)
	}
	return os.RemoveAll(target)
}

// index makes the files of one language. The pages are in the order of their numbers.
func index(ctx context.Context, lang string, pages []*page, same Words, put func(name string, data []byte)) (*contents, error) {
	made := map[string]any{}
	words, err := collect(ctx, lang, pages, same)
	if err != nil {
		return nil, err
	}
	shards, starts := words.shards()
	for i, shard := range shards {
		made[fmt.Sprintf("words/%d.bin", i)] = shard
	}
	filters, dates := map[string]bool{}, make([]string, len(pages))
	for i, p := range pages {
		made[fmt.Sprintf("pages/%d.bin", i)] = p.file()
		dates[i] = p.date
		for filter := range p.filters {
			filters[filter] = true
		}
	}
	for filter := range filters {
		f, err := facetOf(pages, filter)
		if err != nil {
			return nil, err
		}
		made["facets/"+filter+".bin"] = f
	}
	made["dates.bin"], made["nearby.bin"] = dates, words.nearby()
	packed, err := pack(ctx, made)
	if err != nil {
		return nil, err
	}
	for name, data := range packed {
		put(name, data)
	}
	return &contents{len(pages), starts, slices.Sorted(maps.Keys(filters)), same.irregular()}, nil
}

// pack makes gzipped JSON of values.
func pack(ctx context.Context, values map[string]any) (map[string][]byte, error) {
	type file struct {
		name string
		data []byte
		err  error
	}
	names, done := make(chan string), make(chan file)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			var b bytes.Buffer
			z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
			for name := range names {
				if err == nil {
					b.Reset()
					z.Reset(&b)
					encoder := json.NewEncoder(z)
					encoder.SetEscapeHTML(false)
					err = errors.Join(encoder.Encode(values[name]), z.Close())
				}
				done <- file{name, bytes.Clone(b.Bytes()), err}
			}
		})
	}
	go func() {
		for name := range values {
			if ctx.Err() != nil {
				break
			}
			names <- name
		}
		close(names)
		workers.Wait()
		close(done)
	}()
	packed := make(map[string][]byte, len(values))
	var failed error
	for f := range done {
		packed[f.name], failed = f.data, errors.Join(failed, f.err)
	}
	return packed, errors.Join(failed, ctx.Err())
}

// readSite reads the pages of a site that are to be found, by language, in the order of their addresses.
func readSite(ctx context.Context, site string) (map[string][]*page, error) {
	var names []string
	err := fs.WalkDir(os.DirFS(site), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(name) == ".html" {
			names = append(names, name)
		}
		return errors.Join(err, ctx.Err())
	})
	if err != nil {
		return nil, err
	}
	pages, failures := make([]*page, len(names)), make([]error, len(names))
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				var text []byte
				if text, failures[i] = os.ReadFile(filepath.Join(site, filepath.FromSlash(names[i]))); failures[i] == nil {
					pages[i], failures[i] = readPage(names[i], text)
				}
			}
		})
	}
	for i := range names {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	workers.Wait()
	if err := errors.Join(append(failures, ctx.Err())...); err != nil {
		return nil, err
	}
	byLanguage := map[string][]*page{}
	for _, p := range pages {
		if p != nil {
			byLanguage[p.lang] = append(byLanguage[p.lang], p)
		}
	}
	return byLanguage, nil
}
