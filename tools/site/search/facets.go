package search

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// A facet says for one filter which words each page of the index has. Pages has one character for each page, in the order of their numbers. The character
// is the index of the set of words of the page, counted from '#'. Sets are sorted by how many pages have them, the most frequent first. This compresses
// well. A browser fetches a facet only when the reader opens that filter.
type facet struct {
	Sets  [][]string `json:"sets"`
	Pages string     `json:"pages"`
}

// firstChar stands for the first set, and lastChar is the last character before the surrogates of UTF-16, where a browser counts two characters.
const (
	firstChar = '#'
	lastChar  = 0xd7ff
)

// facetOf makes the facet of a filter.
func facetOf(pages []*page, filter string) (facet, error) {
	const between = "\x00"
	keys, count := make([]string, len(pages)), map[string]int{}
	for i, p := range pages {
		keys[i] = strings.Join(slices.Compact(slices.Sorted(slices.Values(p.filters[filter]))), between)
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
