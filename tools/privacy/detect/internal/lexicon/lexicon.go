// Package lexicon knows words: which are ordinary Dutch, which are names, and of what. It is made by tools/privacy/detect/generate.
package lexicon

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Flags says what is known of a word, or of words in a row. One word can be many things: Bakker is a trade and a surname.
type Flags uint32

const (
	Word      Flags = 1 << iota // an ordinary Dutch word, written small
	Proper                      // a word that OpenTaal only knows with a capital
	Given                       // a given name
	Surname                     // a surname, without its tussenvoegsels
	Place                       // a place, region or country
	Known                       // another name that is no person: a public body, a law, a brand, a language
	Function                    // what a person is or does: wethouder, bewoner
	Portfolio                   // what an office is about: Financiën
	Title                       // what stands before a name: mevrouw, dr
	Particle                    // a tussenvoegsel, or a part of one
	Phrase                      // the first word of a row of words that is known
	Street                      // a street
	Closed                      // a word that begins sentences and is hardly ever a name: dat, ook, team
)

// Flags are thirteen bits of a slot; the other 19 tell one key from another.
const flagBits = 13

// FNV-1a in 64 bits.
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

// Hash is the key of a word, whatever its capitals.
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

// Join is the key of a row of words and then one more.
func Join(row, next uint64) uint64 { return (row*31 ^ next) * hashPrime }

// Lookup returns what is known of a key, or 0.
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

// slot returns where a key belongs in a table of n slots, and the mark by which it is known there.
func slot(key, n uint64) (start uint64, mark uint32) {
	// The finisher of MurmurHash3 spreads the key over all bits.
	key ^= key >> 33
	key *= 0xff51afd7ed558ccd
	key ^= key >> 33
	key *= 0xc4ceb9fe1a85ec53
	key ^= key >> 33
	return key >> 32 * n >> 32, uint32(key) >> flagBits
}

// Build makes the table of the given keys. It returns the number of keys that could not be told from another one as well; their
// flags are joined.
func Build(keys map[uint64]Flags) (table []byte, merged int) {
	n := uint64(len(keys))*4/3 + 1 // fuller tables make unknown words look long, and more of them known
	table = make([]byte, 4*n)
	order := make([]uint64, 0, len(keys))
	for key := range keys {
		order = append(order, key)
	}
	slices.Sort(order)
	for _, key := range order {
		start, mark := slot(key, n)
		for i := start; ; i = (i + 1) % n {
			entry := binary.LittleEndian.Uint32(table[4*i:])
			if entry != 0 && entry>>flagBits != mark {
				continue
			}
			if entry != 0 {
				merged++
			}
			binary.LittleEndian.PutUint32(table[4*i:], entry|mark<<flagBits|uint32(keys[key]))
			break
		}
	}
	return table, merged
}

// minPart is the shortest part of a compound, in bytes: with shorter ones everything is a word.
const minPart = 4

// IsWord reports whether s is an ordinary word, or a compound of two or three.
func IsWord(s string) bool {
	return Lookup(Hash(s))&Word != 0 || compound(strings.ToLower(s), 2)
}

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
