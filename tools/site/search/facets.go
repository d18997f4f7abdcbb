package search

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// A facet says for one filter which words each page of the index has. Pages has one character for each page, in the order of the ids that Pagefind
// gives them: a client that gets all ids from Pagefind and sorts them has the same order, so that a facet needs no ids. The character is the index of
// the set of words of the page, counted from '#'. Sets are sorted by how many pages have them, the most frequent first. This compresses well.
//
// A facet is stored as gzipped JSON in facets/LANGUAGE.FILTER.bin, so that it is small whatever the server compresses. A page fetches it only when the
// reader opens that filter.
type facet struct {
	Sets  [][]string `json:"sets"`
	Pages string     `json:"pages"`
}

// firstChar stands for the first set, and lastChar is the last character before the surrogates of UTF-16, where a browser counts two characters.
const (
	firstChar = '#'
	lastChar  = 0xd7ff
)

// indexedPage is a page in the index with its words for each filter.
type indexedPage struct {
	id      string
	Filters map[string][]string
}

// writeFacets writes the facets of every language in the folder of an index. It returns an error when the index has another number of pages than
// Pagefind states.
func writeFacets(dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, mark))
	if err != nil {
		return err
	}
	var entry struct {
		Languages map[string]struct {
			Pages int `json:"page_count"`
		}
	}
	if err := json.Unmarshal(data, &entry); err != nil {
		return err
	}
	if err := os.Mkdir(filepath.Join(dir, "facets"), 0o755); err != nil {
		return err
	}
	for language, index := range entry.Languages {
		names, err := filepath.Glob(filepath.Join(dir, "fragment", language+"_*.pf_fragment"))
		if err != nil {
			return err
		}
		if len(names) != index.Pages {
			return fmt.Errorf("%d of %d pages in the index (%s)", len(names), index.Pages, language)
		}
		var pages []indexedPage
		filters := map[string]bool{}
		for _, name := range names {
			page, err := readPage(name)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			pages = append(pages, page)
			for filter := range page.Filters {
				filters[filter] = true
			}
		}
		slices.SortFunc(pages, func(a, b indexedPage) int { return cmp.Compare(a.id, b.id) })
		for filter := range filters {
			f, err := facetOf(pages, filter)
			if err != nil {
				return err
			}
			text, err := json.Marshal(f)
			if err != nil {
				return err
			}
			if err := zip(filepath.Join(dir, "facets", language+"."+filter+".bin"), text); err != nil {
				return err
			}
		}
	}
	return nil
}

func readPage(name string) (indexedPage, error) {
	page := indexedPage{id: strings.TrimSuffix(filepath.Base(name), ".pf_fragment")}
	data, err := unzip(name)
	if err != nil {
		return page, err
	}
	return page, json.Unmarshal(data, &page)
}

// facetOf makes the facet of a filter from pages that are sorted by id.
func facetOf(pages []indexedPage, filter string) (facet, error) {
	const between = "\x00"
	keys, count := make([]string, len(pages)), map[string]int{}
	for i, p := range pages {
		keys[i] = strings.Join(slices.Compact(slices.Sorted(slices.Values(p.Filters[filter]))), between)
		count[keys[i]]++
	}
	order := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	if last := firstChar + len(order) - 1; last > lastChar {
		return facet{}, fmt.Errorf("%s: %d sets of words", filter, len(order))
	}
	f, characters := facet{}, map[string]rune{}
	for i, key := range order {
		set := []string{}
		if key != "" {
			set = strings.Split(key, between)
		}
		f.Sets, characters[key] = append(f.Sets, set), rune(firstChar+i)
	}
	row := make([]byte, 0, len(pages))
	for _, key := range keys {
		row = utf8.AppendRune(row, characters[key])
	}
	f.Pages = string(row)
	return f, nil
}
