package search

import (
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// Dutch writes what belongs together as one word. So that a word is found in a compound too, a compound is cut up with the words of the site itself as a
// dictionary: omgevingsvergunning is omgeving, s, vergunning. Words are forms: small letters without accents.

// minPart is the shortest part of a compound, in bytes; minOdd that of a part which is no word of the site, unless a word of minTail is all that follows.
const (
	minPart = 4
	minOdd  = 6
	minTail = 7
)

// links may stand between the parts of a compound.
var links = []string{"", "s", "en", "e", "n"}

// notFirst begin verbs and what is made of them, and notLast end words that are no compound: waarde is no part of voorwaarde, nor rijk of belangrijk.
var (
	notFirst = set("voor over onder door achter tegen samen terug mede weder open vast boven binnen rond tussen heen neer inter onge beant verant naar meer haar jouw mijn daar hier waar")
	notLast  = set("heid heden lijk lijke lijks schap schappen rijk rijke rijker loos loze baar bare zaam zame achtig achtige waardig waardige vormig vormige " +
		"matig matige kundig kundige zinnig vuldig wijs waarts aard aardig aardige ling lingen ster sters erij eren eert eerd eerde uren ende onen ondering onderingen onderlijk onderlijke keer " +
		"naar haar zelf onder over voor door erin eraf erom erbij")
	participle = lazy.Regexp(`[gb]e?$`)                                       // of aange-schoven, nabe-staanden
	ending     = lazy.Regexp(`^([bcdfgklmnprstvz]{1,2}ing(en)?|e?lijke?.*)$`) // of beschik-kingen, begrijp-elijke
)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}

// A span is a part of a word, from its first byte to behind its last.
type span struct{ from, to int }

// split returns the parts of a compound, or nil for another word. At most one part is no word of the site, when it is long and the others have at least as
// many letters. Of all splits that counts which leaves the fewest letters to such a part and to links,
// then that with the fewest parts, with the fewest letters in links, and with the longest first part.
func split(word string, known func(part string) bool) []span {
	var best []span
	var least [4]int
	var cut func(parts []span, from, odd int)
	cut = func(parts []span, from, odd int) {
		rest := word[from:]
		// Of more than two parts, a short one is mostly chance.
		chance := len(parts) > 1 && (len(rest) == minPart || slices.ContainsFunc(parts, func(p span) bool { return p.to-p.from == minPart }))
		if len(parts) > 0 && !chance && !notLast[rest] && !ending().MatchString(rest) {
			all, now := append(slices.Clone(parts), span{from, len(word)}), odd
			if !known(rest) {
				now += len(rest)
			}
			if (now == odd || odd == 0 && now >= minOdd) && now <= len(word)/2 {
				linked := 0
				for i, p := range all[1:] {
					if link := word[all[i].to:p.from]; link != "s" { // which nearly always is one
						linked += len(link)
					}
				}
				costs := [4]int{now + linked, len(all), linked, -all[0].to}
				if best == nil || slices.Compare(costs[:], least[:]) < 0 {
					best, least = all, costs
				}
			}
		}
		if len(parts) == 3 {
			return
		}
		for end := minPart; end <= len(rest)-minPart; end++ {
			first, now := rest[:end], odd
			if from == 0 && notFirst[first] || from > 0 && (notLast[first] || ending().MatchString(first)) {
				continue
			}
			if !known(first) {
				if odd > 0 || end < minOdd && (from > 0 || len(rest)-end < minTail || participle().MatchString(first)) {
					continue
				}
				now = end
			}
			for _, link := range links {
				if now > 0 && end < minOdd && link != "" && link != "s" {
					continue
				}
				if after, ok := strings.CutPrefix(rest[end:], link); ok && len(after) >= minPart {
					cut(append(parts[:len(parts):len(parts)], span{from, from + end}), from+end+len(link), now)
				}
			}
		}
	}
	if len(word) >= 2*minPart {
		cut(nil, 0, 0)
	}
	return best
}

// partsOf returns the words in a compound: its parts, and what parts beside each other make together.
func partsOf(word string, known func(part string) bool) []string {
	spans := split(word, known)
	var all []string
	for i := range spans {
		for j := i; j < len(spans); j++ {
			if part := word[spans[i].from:spans[j].to]; part != word {
				all = append(all, part)
			}
		}
	}
	return all
}
