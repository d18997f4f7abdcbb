package lexicon

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// An Entry is a key with its flags.
type Entry struct {
	Key   uint64
	Flags Flags
}

// Pack writes words and rows of words, in lower case with a space between the words of a row, with their flags. A table can't be compressed, for its marks are as good
// as random: the words themselves take two thirds of it when they are compressed, so that is what a page downloads.
//
// The form is: the number of words and of different flags, as in binary.AppendUvarint; those flags, two bytes each, little-endian; for each word the number of its
// flags in that list, a byte; and the words, sorted. Of each word stands how many bytes of the end of the word before are dropped, and what comes in their place.
func Pack(words map[string]Flags) ([]byte, error) {
	uses := map[Flags]int{}
	for _, flags := range words {
		uses[flags]++
	}
	kinds := slices.SortedFunc(maps.Keys(uses), func(a, b Flags) int {
		if uses[a] != uses[b] {
			return uses[b] - uses[a]
		}
		return int(a) - int(b)
	})
	if len(kinds) > 1<<8 {
		return nil, fmt.Errorf("%d different flags", len(kinds))
	}
	out := binary.AppendUvarint(nil, uint64(len(words)))
	out = binary.AppendUvarint(out, uint64(len(kinds)))
	number := map[Flags]byte{}
	for i, flags := range kinds {
		number[flags] = byte(i)
		out = binary.LittleEndian.AppendUint16(out, uint16(flags))
	}
	sorted := slices.Sorted(maps.Keys(words))
	for _, word := range sorted {
		out = append(out, number[words[word]])
	}
	last := ""
	for _, word := range sorted {
		if word == "" || strings.ContainsFunc(word, func(r rune) bool { return r < ' ' }) {
			return nil, fmt.Errorf("the word %q", word)
		}
		same := 0
		for same < len(last) && same < len(word) && last[same] == word[same] {
			same++
		}
		drop := len(last) - same
		for ; drop >= longDrop; drop -= longDrop {
			out = append(out, longDrop)
		}
		out = append(append(out, byte(drop)), word[same:]...)
		last = word
	}
	return out, nil
}

// longDrop is a number of bytes to drop after which another number follows. Numbers are smaller than every byte of a word.
const longDrop = ' ' - 1

// Unpack returns the entries of what Pack wrote.
func Unpack(packed string) []Entry {
	next := func() int {
		n, size := binary.Uvarint([]byte(packed[:min(len(packed), binary.MaxVarintLen64)]))
		packed = packed[size:]
		return int(n)
	}
	entries, kinds := make([]Entry, next()), make([]Flags, next())
	for i := range kinds {
		kinds[i] = Flags(packed[2*i]) | Flags(packed[2*i+1])<<8
	}
	numbers := packed[2*len(kinds):]
	text := numbers[len(entries):]
	var word []byte
	at := 0
	for i := range entries {
		keep := len(word)
		for more := true; more; at++ {
			keep -= int(text[at])
			more = text[at] == longDrop
		}
		from := at
		for at < len(text) && text[at] >= ' ' {
			at++
		}
		word = append(word[:keep], text[from:at]...)
		entries[i] = Entry{rowKey(string(word)), kinds[numbers[i]]}
	}
	return entries
}

// rowKey returns the key of a word, or of a row of words with a space between them.
func rowKey(row string) uint64 {
	word, rest, more := strings.Cut(row, " ")
	key := Hash(word)
	for more {
		word, rest, more = strings.Cut(rest, " ")
		key = Join(key, Hash(word))
	}
	return key
}

// bucketBits is how many of the highest bits of a key choose its bucket: as many buckets as there are words, more or less.
const bucketBits = 19

// sortEntries sorts entries by key. A page does it when it begins, and keys are as good as random: nearly every entry has a bucket of its own.
func sortEntries(entries []Entry) {
	ends := make([]int32, 1<<bucketBits+1)
	for _, e := range entries {
		ends[e.Key>>(64-bucketBits)+1]++
	}
	for i := 1; i < len(ends); i++ {
		ends[i] += ends[i-1]
	}
	placed := make([]Entry, len(entries))
	for _, e := range entries {
		bucket := e.Key >> (64 - bucketBits)
		placed[ends[bucket]] = e
		ends[bucket]++
	}
	// What is left is to sort the entries of each bucket: insertion does that in a few steps.
	for i := 1; i < len(placed); i++ {
		e, at := placed[i], i
		for ; at > 0 && placed[at-1].Key > e.Key; at-- {
			placed[at] = placed[at-1]
		}
		placed[at] = e
	}
	copy(entries, placed)
}
