// Package allowlist reads and writes the list of personal data that may stand in the casebook, such as the name of a minister
// in her function. The list is kept in the repository and reviewed like everything else, so it holds no value itself: of each
// it has the kind, a salted hash, the reason why it is allowed, and the last day.
//
// It is a file of YAML with Dutch keys, because editors read it:
//
//	zout: 00112233445566778899aabbccddeeff   (the salt, at least 8 bytes in hexadecimal)
//	waarden:
//	  - soort: naam                          (a detect.Kind)
//	    hash: 9f86…                          (32 bytes in hexadecimal)
//	    reden: 'minister in haar functie'
//	    tot: 2027-12-31
package allowlist

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/unicode/norm"
)

// Path is where the list lies in the repository.
const Path = "data/toegestaan.yaml"

// hashSize is the length of a hash in bytes, that of SHA-256.
const hashSize = 32

// Never lists the kinds of which no value may be allowed. They belong in no casebook, and there are so few possible values that
// one can be found from its hash by trying them all.
var Never = []string{"bsn", "iban"}

// List is the content of the file. The zero List allows nothing. Its methods may be called from several goroutines.
type List struct {
	salt    []byte
	entries []Entry
	mu      sync.Mutex
	hashes  map[string][]byte // by kind and value; hashing is slow on purpose
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
	Line int // from 1
	Kind ProblemKind
	Err  error // why the file can't be read; only for Unreadable
}

// ProblemKind is what is wrong. The message catalogue has a sentence for each, under "allowlist/" and the kind.
type ProblemKind string

const (
	Unreadable ProblemKind = "unreadable" // the file system gave an error
	NoYAML     ProblemKind = "yaml"       // no YAML, or none of this form
	BadSalt    ProblemKind = "salt"       // no hexadecimal number of at least 8 bytes
	BadEntry   ProblemKind = "entry"      // an entry is no mapping of texts
	NoKind     ProblemKind = "kind"
	BadHash    ProblemKind = "hash" // no hexadecimal number of 32 bytes
	NoReason   ProblemKind = "reason"
	BadDate    ProblemKind = "date" // no day in the form 2006-01-02
)

// Error describes a problem to a developer. It never quotes the file, where a value may stand in the place of a hash.
func (p *Problem) Error() string {
	if p.Err != nil {
		return p.Err.Error()
	}
	return fmt.Sprintf("line %d: wrong or missing: %s", p.Line, p.Kind)
}

// Unwrap returns the error of the file system, or nil.
func (p *Problem) Unwrap() error { return p.Err }

// Load reads the list at Path. A file that does not exist is an empty list.
func Load(root fs.FS) (*List, []Problem) {
	src, err := fs.ReadFile(root, Path)
	if errors.Is(err, fs.ErrNotExist) {
		return &List{}, nil
	}
	if err != nil {
		return &List{}, []Problem{{1, Unreadable, err}}
	}
	return Parse(src)
}

// Parse reads the YAML of the list. Entries with a problem are left out; without a good salt the whole list is empty.
func Parse(src []byte) (*List, []Problem) {
	var doc struct {
		Salt    string      `yaml:"zout"`
		Entries []yaml.Node `yaml:"waarden"`
	}
	if err := yaml.Unmarshal(src, &doc); err != nil {
		return &List{}, []Problem{{1, NoYAML, nil}}
	}
	salt, err := hex.DecodeString(doc.Salt)
	if err != nil || len(salt) < 8 {
		return &List{}, []Problem{{1, BadSalt, nil}}
	}
	l := &List{salt: salt}
	var problems []Problem
	for _, n := range doc.Entries {
		e, problem := parseEntry(&n)
		if problem != "" {
			problems = append(problems, Problem{n.Line, problem, nil})
			continue
		}
		l.entries = append(l.entries, e)
	}
	return l, problems
}

// parseEntry reads one entry. The ProblemKind is empty when there is none.
func parseEntry(n *yaml.Node) (Entry, ProblemKind) {
	var raw struct {
		Kind   string `yaml:"soort"`
		Hash   string `yaml:"hash"`
		Reason string `yaml:"reden"`
		Until  string `yaml:"tot"`
	}
	if err := n.Decode(&raw); err != nil {
		return Entry{}, BadEntry
	}
	hash, err := hex.DecodeString(raw.Hash)
	until, dateErr := time.Parse(time.DateOnly, raw.Until)
	switch {
	case raw.Kind == "":
		return Entry{}, NoKind
	case err != nil || len(hash) != hashSize:
		return Entry{}, BadHash
	case strings.TrimSpace(raw.Reason) == "":
		return Entry{}, NoReason
	case dateErr != nil:
		return Entry{}, BadDate
	}
	return Entry{raw.Kind, raw.Reason, until, n.Line, hash}, ""
}

// Entries returns the entries in the order of the file.
func (l *List) Entries() []Entry { return l.entries }

// Allows reports whether a value of this kind is allowed on a day. Capitals, spaces and punctuation make no difference; see
// Normal.
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

// hash returns the salted hash of a value, or nil when it can't be computed.
func (l *List) hash(kind, value string) []byte {
	normal := Normal(value)
	if kind == "ip" || kind == "coordinaten" {
		normal = strings.ToLower(strings.Join(strings.Fields(value), "")) // there punctuation tells one number from another: 1.12.3.4 and 11.2.3.4
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

// Normal returns the letters and digits of a value in lower case and in Unicode normal form C, so that two ways to write the same
// value compare equal.
func Normal(value string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFC.String(value))
}
