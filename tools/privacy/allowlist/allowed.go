// Package allowlist reads and writes the list of personal data that may stand in the casebook: a public figure in a public role, the address
// of an office. The list is kept in the repository and reviewed like everything else, and so it never holds a value itself: only its kind, a
// salted hash, who may tell why, and until when.
package allowlist

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/unicode/norm"
)

// Path is the place of the list in the repository.
const Path = "data/toegestaan.yaml"

// hashSize is that of SHA-256, in bytes.
const hashSize = 32

// Never lists the kinds of which no value may be allowed: a hash of them is found by trying all, and none belongs in a casebook.
var Never = []string{"bsn", "iban"}

// List is the list. The zero List allows nothing.
type List struct {
	salt    []byte
	entries []Entry
	mu      sync.Mutex
	hashes  map[string][]byte // of kind and value
}

// Entry is one value that is allowed.
type Entry struct {
	Kind   string
	Reason string
	Until  time.Time // the last day
	Line   int       // in the file, from 1
	hash   []byte
}

// Problem is something wrong in the file.
type Problem struct {
	Line    int // from 1
	Message string
}

// Load reads the list. A file that is not there is an empty list.
func Load(root fs.FS) (*List, []Problem) {
	src, err := fs.ReadFile(root, Path)
	if errors.Is(err, fs.ErrNotExist) {
		return &List{}, nil
	}
	if err != nil {
		return &List{}, []Problem{{1, err.Error()}}
	}
	return Parse(src)
}

// Parse reads the text of the list. What can't be read allows nothing.
func Parse(src []byte) (*List, []Problem) {
	var doc struct {
		Salt    string      `yaml:"zout"`
		Entries []yaml.Node `yaml:"waarden"`
	}
	if err := yaml.Unmarshal(src, &doc); err != nil {
		return &List{}, []Problem{{1, "dit is geen YAML"}}
	}
	salt, err := hex.DecodeString(doc.Salt)
	if err != nil || len(salt) < 8 {
		return &List{}, []Problem{{1, "zout is geen reeks van minstens 16 hexadecimale tekens"}}
	}
	l := &List{salt: salt}
	var problems []Problem
	for _, n := range doc.Entries {
		e, wrong := entry(&n)
		if wrong != "" {
			problems = append(problems, Problem{n.Line, wrong})
			continue
		}
		l.entries = append(l.entries, e)
	}
	return l, problems
}

func entry(n *yaml.Node) (Entry, string) {
	var raw struct {
		Kind   string `yaml:"soort"`
		Hash   string `yaml:"hash"`
		Reason string `yaml:"reden"`
		Until  string `yaml:"tot"`
	}
	if err := n.Decode(&raw); err != nil {
		return Entry{}, "een waarde heeft soort, hash, reden en tot"
	}
	hash, err := hex.DecodeString(raw.Hash)
	until, dateErr := time.Parse(time.DateOnly, raw.Until)
	switch {
	case raw.Kind == "":
		return Entry{}, "de soort ontbreekt"
	case err != nil || len(hash) != hashSize:
		return Entry{}, "hash is geen reeks van 64 hexadecimale tekens"
	case strings.TrimSpace(raw.Reason) == "":
		return Entry{}, "de reden ontbreekt"
	case dateErr != nil:
		return Entry{}, "tot is geen datum als 2027-12-31"
	}
	return Entry{raw.Kind, raw.Reason, until, n.Line, hash}, ""
}

// Entries returns what the list holds, in its order.
func (l *List) Entries() []Entry { return l.entries }

// Allows reports whether a value of this kind is allowed on a day. How it is written does not matter: capitals, spaces and marks are left out.
func (l *List) Allows(kind, value string, day time.Time) bool {
	var hash []byte
	for _, e := range l.entries {
		if e.Kind != kind || slices.Contains(Never, kind) || day.After(e.Until.Add(24*time.Hour-1)) {
			continue
		}
		if hash == nil {
			if hash = l.hash(kind, value); hash == nil {
				return false
			}
		}
		if bytes.Equal(e.hash, hash) {
			return true
		}
	}
	return false
}

func (l *List) hash(kind, value string) []byte {
	normal := Normal(value)
	if kind == "ip" || kind == "coordinaten" {
		normal = strings.ToLower(strings.Join(strings.Fields(value), "")) // there the marks tell one number from another
	}
	key := kind + "\x00" + normal
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.hashes == nil {
		l.hashes = map[string][]byte{}
	}
	if h, ok := l.hashes[key]; ok {
		return h
	}
	h := derive(key, l.salt)
	if h != nil {
		l.hashes[key] = h
	}
	return h
}

// Normal is a value without what does not matter: letters and digits only, small, composed.
func Normal(value string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFC.String(value))
}
