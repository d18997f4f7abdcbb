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

// A facet says for one filter which words every page of the index has. Pages stand in the order of the ids that Pagefind gives them, so a
// facet holds no ids: whoever asks Pagefind for all pages and sorts their ids has them in the same order. Pages has one sign for each page. The sign
// says which of the sets the page has: the first set is #, the next $, and so on in Unicode; the sets that most pages have come first. A set is a list of
// words. So what a page takes is near to what there is to tell, once it is compressed.
//
// A facet is kept as gzipped JSON in facets/LANGUAGE.FILTER.bin: small whatever the server compresses, and fetched only when a reader looks at that filter.
type facet struct {
	Sets  [][]string `json:"sets"`
	Pages string     `json:"pages"`
}

// firstSign is that of the first set: the signs from here on are characters until the surrogates of UTF-16, where a browser counts two.
const (
	firstSign = '#'
	lastSign  = 0xd7ff
)

// indexed is what a page in the index tells of its filters.
type indexed struct {
	id      string
	Filters map[string][]string
}

// writeFacets writes the facets of every language beside the index in a folder. It refuses an index that lacks a page.
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
		var pages []indexed
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
		slices.SortFunc(pages, func(a, b indexed) int { return cmp.Compare(a.id, b.id) })
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

func readPage(name string) (indexed, error) {
	page := indexed{id: strings.TrimSuffix(filepath.Base(name), ".pf_fragment")}
	data, err := unzip(name)
	if err != nil {
		return page, err
	}
	return page, json.Unmarshal(data, &page)
}

// facetOf makes the facet of a filter from pages in the order of their ids.
func facetOf(pages []indexed, filter string) (facet, error) {
	const between = "\x00"
	keys, count := make([]string, len(pages)), map[string]int{}
	for i, p := range pages {
		keys[i] = strings.Join(slices.Compact(slices.Sorted(slices.Values(p.Filters[filter]))), between)
		count[keys[i]]++
	}
	order := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	if last := firstSign + len(order) - 1; last > lastSign {
		return facet{}, fmt.Errorf("%s: %d sets of words", filter, len(order))
	}
	f, signs := facet{}, map[string]rune{}
	for i, key := range order {
		set := []string{}
		if key != "" {
			set = strings.Split(key, between)
		}
		f.Sets, signs[key] = append(f.Sets, set), rune(firstSign+i)
	}
	row := make([]byte, 0, len(pages))
	for _, key := range keys {
		row = utf8.AppendRune(row, signs[key])
	}
	f.Pages = string(row)
	return f, nil
}
