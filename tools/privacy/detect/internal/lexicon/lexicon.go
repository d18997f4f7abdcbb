// Package lexicon says of words whether they are ordinary Dutch or names, and of what. Its table is made by
// tools/privacy/detect/generate.
package lexicon

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Flags says what is known of a word or a row of words. A word can be many things: Bakker is a trade and a surname.
type Flags uint32

const (
	Word      Flags = 1 << iota // an ordinary Dutch word in lower case
	Proper                      // a word that OpenTaal only knows with a capital
	Given                       // a given name
	Surname                     // a surname, without its particles
	Place                       // a place, region or country
	Known                       // another name that is no person: a public body, a law, a brand, a language
	Function                    // what a person is or does: wethouder, bewoner
	Portfolio                   // the subject of an office: Financiën
	Title                       // a form of address or title: mevrouw, dr
	Particle                    // a particle of surnames (tussenvoegsel), or a word of one: van, der
	Phrase                      // the first word of a known row of words
	Street                      // a street
	Closed                      // a word that begins sentences and is hardly ever a name: dat, ook, team
)

// flagBits is how many bits of a slot are flags. The other 19 are the mark of the key.
const flagBits = 13

// The constants of FNV-1a with 64 bits.
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

// Hash returns the key of a word: FNV-1a of its UTF-8 in lower case.
func Hash(word string) uint64 {
	h := uint64(hashStart)
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c |= 0x20
			}
			h = (h ^ uint64(c)) * hashPrime
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		h = (h ^ uint64(unicode.ToLower(r))) * hashPrime
		i += size
	}
	return h
}

// Join returns the key of a row of words that is extended with one word.
func Join(row, next uint64) uint64 { return (row*31 ^ next) * hashPrime }

// Lookup returns the flags of a key, or 0 when it is unknown.
func Lookup(key uint64) Flags { return find(table, key) }

func find(table string, key uint64) Flags {
	n := uint64(len(table) / 4)
	start, mark := slot(key, n)
	for i := start; ; {
		s := table[4*i : 4*i+4]
		entry := uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
		if entry == 0 {
			return 0
		}
		if entry>>flagBits == mark {
			return Flags(entry & (1<<flagBits - 1))
		}
		if i++; i == n {
			i = 0
		}
	}
}

// slot returns the index of a key in a table of n slots, from which to probe, and its mark.
func slot(key, n uint64) (start uint64, mark uint32) {
	// The finisher of MurmurHash3 spreads the key over all bits.
	key ^= key >> 33
	key *= 0xff51afd7ed558ccd
	key ^= key >> 33
	key *= 0xc4ceb9fe1a85ec53
	key ^= key >> 33
	return key >> 32 * n >> 32, uint32(key) >> flagBits
}

// Build returns the table for entries with different keys, which it sorts. Merged is the number of keys with the same mark as another key on their way; they
// share one slot, with the flags of both.
func Build(entries []Entry) (table []byte, merged int) {
	n := uint64(len(entries))*4/3 + 1 // with fewer slots, unknown words take longer and more of them are taken for known
	table = make([]byte, 4*n)
	sortEntries(entries)
	for _, e := range entries {
		start, mark := slot(e.Key, n)
		for i := start; ; i = (i + 1) % n {
			entry := binary.LittleEndian.Uint32(table[4*i:])
			if entry != 0 && entry>>flagBits != mark {
				continue
			}
			if entry != 0 {
				merged++
			}
			binary.LittleEndian.PutUint32(table[4*i:], entry|mark<<flagBits|uint32(e.Flags))
			break
		}
	}
	return table, merged
}

// minPart is the length in bytes of the shortest part of a compound. With shorter parts almost every string would be one.
const minPart = 4

// maxCompound is the length in bytes of the longest string that may be a compound. The longest words of a dictionary have half of it.
const maxCompound = 80

// IsWord reports whether s is an ordinary word or a compound of two or three, such as "samenwerkingsovereenkomst".
func IsWord(s string) bool {
	return Lookup(Hash(s))&Word != 0 || len(s) <= maxCompound && compound(strings.ToLower(s), 2)
}

// compound reports whether s, in lower case, consists of ordinary words with at most this many joints between them: nothing, an s
// or a hyphen.
func compound(s string, joints int) bool {
	for i := minPart; i <= len(s)-minPart; i++ {
		if Lookup(Hash(s[:i]))&Word == 0 {
			continue
		}
		for _, joint := range []string{"", "s", "-"} {
			rest, ok := strings.CutPrefix(s[i:], joint)
			if !ok || len(rest) < minPart {
				continue
			}
			if Lookup(Hash(rest))&Word != 0 || joints > 1 && compound(rest, joints-1) {
				return true
			}
		}
	}
	return false
}
