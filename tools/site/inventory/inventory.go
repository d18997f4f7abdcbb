// Package inventory tells what is in a built site, from its files alone.
package inventory

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// Inventory is what is in a site.
type Inventory struct {
	Pages     int      `json:"pages"`     // what a reader can open; no page that only leads elsewhere
	Dilemmas  int      `json:"dilemmas"`  // those with a page
	Languages []string `json:"languages"` // of the pages, as in HTML; sorted
	PDFs      int      `json:"pdfs"`
	Search    bool     `json:"search"`
	Files     int      `json:"files"`
	Bytes     int64    `json:"bytes"`
}

var (
	language = lazy.Regexp(`(?i)<html[^>]* lang="?([a-z0-9-]+)`)
	leadsOn  = lazy.Regexp(`(?i)<meta[^>]*http-equiv="?refresh`)
)

// head is the part of a page in bytes in which its language stands, and that it leads elsewhere.
const head = 1024

// Of looks into a site. A dilemma is counted when there is a page with its slug in the folder section, and the search when there is the folder index.
func Of(site fs.FS, section string, slugs []string, index string) (*Inventory, error) {
	all := &Inventory{Languages: []string{}}
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		all.Files++
		all.Bytes += info.Size()
		switch path.Ext(name) {
		case ".pdf":
			all.PDFs++
		case ".html":
			return all.page(site, name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(all.Languages)
	for _, slug := range slugs {
		if _, err := fs.Stat(site, path.Join(section, slug, "index.html")); err == nil {
			all.Dilemmas++
		}
	}
	info, err := fs.Stat(site, index)
	all.Search = err == nil && info.IsDir()
	return all, nil
}

// page counts a page, unless it leads elsewhere.
func (i *Inventory) page(site fs.FS, name string) error {
	f, err := site.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, head))
	if err != nil {
		return err
	}
	tag := language().FindSubmatch(text)
	if tag == nil || leadsOn().Match(text) {
		return nil
	}
	i.Pages++
	if lang := string(bytes.ToLower(tag[1])); !slices.Contains(i.Languages, lang) {
		i.Languages = append(i.Languages, lang)
	}
	return nil
}
