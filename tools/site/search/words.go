package search

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// A word is what the browser gets for a stem: the pages with each of its forms, those with a compound that it is a part of, and those with a synonym, with
// the stems of the synonyms. Each list of pages has a character for a page, see listOf. Pages is how many pages have the word in some form when a list does not hold
// all of them, see heaviestOf.
type word struct {
	Forms     map[string]string `json:"f,omitempty"`
	Compounds string            `json:"c,omitempty"`
	Synonyms  string            `json:"y,omitempty"`
	Others    []string          `json:"w,omitempty"`
	Pages     int               `json:"n,omitempty"`
}

// A hit is a page with the weight of a word there.
type hit struct {
	page   int
	weight float64
}

// Of a compound a part weighs less than the word itself would in its place, and so does a synonym: the browser sees to that, see FACTOR in
// assets/js/search/engine.js.

// An indexOfWords holds the words of all pages in a language.
type indexOfWords struct {
	stem      func(string) string
	names     []string                   // the forms, by number
	forms     map[string][]hit           // by form
	byStem    map[string][]string        // the forms of a stem
	compounds map[string]map[int]float64 // by the stem of a part
	synonyms  map[string]map[int]float64
	others    map[string][]string
	shown     map[string]string // a form as it is written
	joined    map[string]bool   // the forms that a hyphen or a point joins
}

// collect weighs the words of all pages, and cuts the compounds up.
func collect(ctx context.Context, lang string, pages []*page, same Words) (*indexOfWords, error) {
	x := &indexOfWords{stem: Stemmer(lang, same.irregular()), forms: map[string][]hit{}, byStem: map[string][]string{}, compounds: map[string]map[int]float64{},
		synonyms: map[string]map[int]float64{}, others: map[string][]string{}, shown: map[string]string{}, joined: map[string]bool{}}
	read := make([][fields][]int32, len(pages)) // forms as their numbers, which take little memory
	numbers := map[string]int32{}
	total := 0
	for i, p := range pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for f, text := range p.kept {
			for _, t := range tokens(text) {
				n, known := numbers[t.form]
				if !known {
					n = int32(len(x.names))
					numbers[t.form], x.names = n, append(x.names, t.form)
					x.shown[t.form], x.joined[t.form] = t.shown, t.joined
				}
				read[i][f] = append(read[i][f], n)
			}
		}
		total += len(read[i][inText])
	}
	average := max(1, float64(total)/float64(max(1, len(pages))))
	for i, p := range pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for n, weight := range weigh(&read[i], average, p.share) {
			x.forms[x.names[n]] = append(x.forms[x.names[n]], hit{i, weight})
		}
	}
	for form := range x.forms {
		stem := x.stem(form)
		x.byStem[stem] = append(x.byStem[stem], form)
	}
	if lang == "nl" {
		x.cut(pages, same.Groups)
	}
	x.relate(same.Groups, read)
	return x, ctx.Err()
}

// weigh returns what each word of a page weighs there: much in a short title, less the longer the field is, and little more when it stands there often.
func weigh(read *[fields][]int32, average, share float64) map[int32]float64 {
	weights := map[int32]float64{}
	for f, words := range read {
		counts := map[int32]float64{}
		for _, w := range words {
			counts[w]++
		}
		n := float64(len(words))
		for form, count := range counts {
			var w float64
			switch f {
			case inTitle:
				w = 24 / math.Sqrt(n)
			case inMain:
				w = 14 * count / (count + 1) / math.Sqrt(max(1, n/30))
			case inHeading:
				w = 8 * count / (count + 1) / math.Sqrt(max(1, n/30))
			case inKeyword:
				w = 5 * count / (count + 1) / math.Sqrt(max(1, n/30))
			case inText:
				w = 4 * count / (count + 1.2*(0.25+0.75*n/average))
			}
			weights[form] += w * share
		}
	}
	return weights
}

// cut finds the parts of the compounds.
func (x *indexOfWords) cut(pages []*page, synonyms [][]string) {
	words := map[string]bool{}
	for form := range x.forms {
		words[form], words[x.stem(form)] = true, true
	}
	for _, group := range synonyms {
		for _, member := range group {
			if t := tokens(member); len(t) == 1 {
				words[t[0].form], words[x.stem(t[0].form)] = true, true
			}
		}
	}
	// Of a short stem anything may be a form: naren of nar, onen of on.
	known := func(part string) bool {
		if words[part] {
			return true
		}
		stem := x.stem(part)
		return len(stem) >= minPart && words[stem]
	}
	for form, hits := range x.forms {
		if x.joined[form] {
			continue // its parts are words already
		}
		parts := partsOf(form, known)
		if slices.ContainsFunc(parts, func(part string) bool { return len(part) == minPart }) {
			if base := x.shortest(form); base != form && partsOf(base, known) == nil {
				continue // by chance, for the word itself is none: schippers are more than one schipper, and no pers
			}
		}
		var stems []string
		for _, part := range parts {
			if stem := x.stem(part); stem != x.stem(form) && !slices.Contains(stems, stem) {
				stems = append(stems, stem)
				heaviest(x.compounds, stem, hits)
			}
		}
		if len(stems) == 0 {
			continue
		}
		for _, h := range hits {
			p := pages[h.page]
			if p.compounds == nil {
				p.compounds = map[string]string{}
			}
			p.compounds[form] = strings.Join(stems, " ")
		}
	}
}

// shortest returns the shortest form with the stem of a form.
func (x *indexOfWords) shortest(form string) string {
	return slices.MinFunc(x.byStem[x.stem(form)], func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
}

// heaviest keeps of each page the greatest weight.
func heaviest(all map[string]map[int]float64, key string, hits []hit) {
	if all[key] == nil {
		all[key] = map[int]float64{}
	}
	for _, h := range hits {
		all[key][h.page] = max(all[key][h.page], h.weight)
	}
}

// mostSynonym is the most that a word weighs for its synonyms: a page that says another word in its title stays below those with the word itself.
const mostSynonym = 3

// relate gives each word of a group the pages of the others.
func (x *indexOfWords) relate(synonyms [][]string, read [][fields][]int32) {
	for _, group := range synonyms {
		stems := make([][]string, len(group))
		hits := make([][]hit, len(group))
		for i, member := range group {
			for word := range strings.FieldsSeq(member) {
				if t := tokens(word); len(t) > 0 {
					stems[i] = append(stems[i], x.stem(t[len(t)-1].form)) // of what is joined the whole
				}
			}
			if len(stems[i]) == 1 {
				hits[i] = x.hits(stems[i][0])
			} else {
				hits[i] = x.phrase(stems[i], read)
			}
			for j := range hits[i] {
				hits[i][j].weight *= mostSynonym / (hits[i][j].weight + mostSynonym)
			}
		}
		for i, own := range stems {
			key := own[0]
			if len(own) > 1 {
				// The browser also asks for two words as if they were one.
				key = x.stem(fold(strings.ToLower(strings.Join(strings.Fields(group[i]), ""))))
			} else if t := tokens(group[i]); x.shown[t[len(t)-1].form] == "" {
				x.shown[t[len(t)-1].form] = t[len(t)-1].shown
			}
			for j, other := range stems {
				if i == j || len(hits[j]) == 0 || slices.Equal(own, other) {
					continue
				}
				heaviest(x.synonyms, key, hits[j])
				for _, stem := range other {
					if !slices.Contains(x.others[key], stem) {
						x.others[key] = append(x.others[key], stem)
					}
				}
			}
		}
	}
}

// hits returns the pages with a word, in whatever form, or with a compound of it.
func (x *indexOfWords) hits(stem string) []hit {
	all := map[string]map[int]float64{}
	for _, form := range x.byStem[stem] {
		heaviest(all, stem, x.forms[form])
	}
	for page, weight := range x.compounds[stem] {
		heaviest(all, stem, []hit{{page, weight / 2}})
	}
	return sorted(all[stem])
}

// phrase returns the pages with words behind each other.
func (x *indexOfWords) phrase(stems []string, read [][fields][]int32) []hit {
	if len(stems) == 0 {
		return nil
	}
	var all []hit
	for _, h := range x.hits(stems[0]) {
		found := false
		for _, words := range read[h.page] {
			for i := 0; i+len(stems) <= len(words) && !found; i++ {
				found = true
				for j, stem := range stems {
					if x.stem(x.names[words[i+j]]) != stem {
						found = false
						break
					}
				}
			}
		}
		if found {
			all = append(all, h)
		}
	}
	return all
}

func sorted(pages map[int]float64) []hit {
	all := make([]hit, 0, len(pages))
	for page, weight := range pages {
		all = append(all, hit{page, weight})
	}
	slices.SortFunc(all, func(a, b hit) int { return cmp.Compare(a.page, b.page) })
	return all
}

// The weight of a word on a page is one of levels, the logarithm of what was computed.
const (
	levels   = 16
	perLevel = 3
)

// listOf writes pages as text, a character for each: the level, and how far its number is from that of the page before, or from -1, times levels, counted
// from firstChar. A character of level 0 is no page, and only adds to the distance.
func listOf(hits []hit) string {
	var b strings.Builder
	const far = (lastChar - firstChar) / levels
	before := -1
	for _, h := range hits {
		for h.page-before > far {
			b.WriteRune(firstChar + far*levels)
			before += far
		}
		level := min(levels-1, max(1, int(math.Round(perLevel*math.Log2(1+h.weight)))))
		b.WriteRune(rune(firstChar + (h.page-before)*levels + level))
		before = h.page
	}
	return b.String()
}

// mostPages is how many pages a list of a word holds: of a word on more pages, those that are most about it, so that no file of words grows with the site.
const mostPages = 5000

// heaviestOf returns the hits that a list holds, in the order of the pages, and whether these are all.
func heaviestOf(hits []hit) ([]hit, bool) {
	if len(hits) <= mostPages {
		return hits, true
	}
	kept := slices.Clone(hits)
	slices.SortFunc(kept, func(a, b hit) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.page, b.page)) })
	kept = kept[:mostPages]
	slices.SortFunc(kept, func(a, b hit) int { return cmp.Compare(a.page, b.page) })
	return kept, false
}

// word returns what the browser gets for a stem.
func (x *indexOfWords) word(stem string) word {
	all := true
	list := func(hits []hit) string {
		kept, whole := heaviestOf(hits)
		all = all && whole
		return listOf(kept)
	}
	w := word{Compounds: list(sorted(x.compounds[stem])), Synonyms: list(sorted(x.synonyms[stem])), Others: x.others[stem]}
	for _, form := range x.byStem[stem] {
		if w.Forms == nil {
			w.Forms = map[string]string{}
		}
		w.Forms[form] = list(x.forms[form])
	}
	if !all {
		w.Pages = len(x.hits(stem))
	}
	return w
}

// shardSize is the size of a file of words in bytes before compression, which takes two thirds off. A word that is on most pages has a file of its own.
const shardSize = 16_000

// shards spreads the words over files, and returns from which stem on each goes.
func (x *indexOfWords) shards() (files []map[string]word, starts []string) {
	stems := map[string]bool{}
	for stem := range x.byStem {
		stems[stem] = true
	}
	for _, other := range []map[string]map[int]float64{x.compounds, x.synonyms} {
		for stem := range other {
			stems[stem] = true
		}
	}
	size, last := 0, ""
	for _, stem := range slices.Sorted(maps.Keys(stems)) {
		w := x.word(stem)
		more := len(stem) + len(w.Compounds) + len(w.Synonyms) + 10
		for form, list := range w.Forms {
			more += len(form) + len(list) + 6
		}
		if len(files) == 0 || size+more > shardSize {
			files, size = append(files, map[string]word{}), 0
			starts = append(starts, stem[:min(len(stem), shared(last, stem)+1)])
		}
		files[len(files)-1][stem] = w
		size += more
		last = stem
	}
	return files, starts
}

// shared returns the length in bytes of the common beginning of two texts, and of the character behind it but for one byte.
func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n < len(b)-1 && !utf8.RuneStart(b[n+1]) {
		n++
	}
	return n
}

// A nearbyFile has the most frequent words in their order, with a space between, and for each a character for how frequent it is, from firstChar on.
type nearbyFile struct {
	Words  string `json:"words"`
	Counts string `json:"counts"`
}

// mostNearby is how many words are proposed at most: a browser fetches them all when a word is nowhere.
const mostNearby = 8000

func (x *indexOfWords) nearby() nearbyFile {
	counts := map[string]int{}
	for form, hits := range x.forms {
		if utf8.RuneCountInString(form) > 3 && !strings.ContainsAny(form, "0123456789") {
			counts[form] = len(hits)
		}
	}
	for form := range x.shown { // that of a synonym which no page has
		if n := len(x.synonyms[x.stem(form)]); counts[form] == 0 && n > 0 {
			counts[form] = n
		}
	}
	words := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	words = words[:min(len(words), mostNearby)]
	slices.Sort(words)
	var text, count strings.Builder
	for i, w := range words {
		if i > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(x.shown[w])
		count.WriteRune(rune(firstChar + int(math.Log2(float64(counts[w])))))
	}
	return nearbyFile{text.String(), count.String()}
}
