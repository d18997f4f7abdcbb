// Package allowlist reads and writes the list of personal data that may stand in the casebook, such as the name of a minister
// in her function. The list is public and reviewed like everything else, so it holds no value itself: of each it has a code from
// which the value can only be found by guessing, the reason why it is allowed, and the last day. A guess costs as much as a
// question of the check, on purpose: there is no secret that the check could have and a reader of the list could not.
//
// It is a file of YAML with Dutch keys, because editors read it:
//
//	vorm: argon2id,m=19456,t=2,p=1         (how the codes are made; the only form that is read)
//	zout: 00112233445566778899aabbccddeeff (the salt of the list, 16 bytes in hexadecimal)
//	waarden:
//	  - zout: ffeeddccbbaa99887766554433221100 (the salt of the value)
//	    hash: 9f86…                        (32 bytes in hexadecimal)
//	    reden: 'minister in haar functie'
//	    tot: 2027-12-31
//
// The slow step, which takes the kind and the value, is that of the list: every guess at any value of the list costs it once, and
// so does every question. The code of a value is the HMAC of its salt by the outcome. The kind does not stand in the file.
package allowlist

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/unicode/norm"
)

// Path is where the list lies in the repository.
const Path = "data/toegestaan.yaml"

// maxProblems is the number of problems after which the rest of a list is not read.
const maxProblems = 100

// Sizes in bytes. The largest list has room for more than a thousand values.
const (
	maxSize  = 256 << 10
	saltSize = 16
	hashSize = 32 // of SHA-256
)

// Kinds lists the kinds of which a value may be allowed. Of every other kind there are so few possible values (35,000 dates of
// birth, half a million postcodes, ten million addresses, a hundred million telephone numbers) that whoever has the list can try
// them all.
var Kinds = []string{"naam", "e-mail", "url-profiel", "bestandsmetadata", "git-identiteit"}

// nameParticles are the words of a surname that do not make a name whole.
var nameParticles = strings.Fields("de den der van von vd het ter ten te in op aan uit bij la le du da di dos el al bin ben ibn")

// Guessable reports whether a value can be found from its code by trying all that is like it, so that it can't be allowed: one of
// a kind that is not in Kinds, or less than a whole name, which is two words of at least two letters each. There are some three
// hundred thousand surnames, fewer than postcodes.
func Guessable(kind, value string) bool {
	switch kind {
	case "naam", "bestandsmetadata":
		whole := 0
		for _, word := range strings.FieldsFunc(norm.NFC.String(value), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
			if utf8.RuneCountInString(strings.ReplaceAll(word, "-", "")) > 1 && !slices.Contains(nameParticles, strings.ToLower(word)) {
				whole++
			}
		}
		return whole < 2
	}
	return !slices.Contains(Kinds, kind)
}

// List is the content of the file. The zero List allows nothing. Its methods may be called from several goroutines.
type List struct {
	salt    []byte
	entries []Entry
}

// Entry is one value that is allowed.
type Entry struct {
	Kind   string // only for Add; the list does not tell it
	Reason string
	Until  time.Time // the last day
	Line   int       // in the file, from 1
	salt   []byte
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
	TooLarge   ProblemKind = "large"      // more than 256 kB
	NoYAML     ProblemKind = "yaml"       // no YAML, or none of this form
	BadForm    ProblemKind = "form"       // the codes are made in another way than this package makes them
	BadSalt    ProblemKind = "salt"       // no hexadecimal number of 16 bytes
	BadEntry   ProblemKind = "entry"      // an entry is no mapping of texts
	Old        ProblemKind = "old"        // an entry of before 2026-11-29, with its kind and a code that is quick to guess
	Few        ProblemKind = "few"        // such an entry, of a kind that can't be allowed
	BadHash    ProblemKind = "hash"       // no hexadecimal number of 32 bytes
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

// Parse reads the YAML of the list. Entries with a problem are left out, and all that stand below the hundredth problem; without a good form and
// salt the whole list is empty, as is one of more than 256 kB.
func Parse(src []byte) (*List, []Problem) {
	if len(src) > maxSize {
		return &List{}, []Problem{{1, TooLarge, nil}}
	}
	var doc struct {
		Form    string      `yaml:"vorm"`
		Salt    string      `yaml:"zout"`
		Entries []yaml.Node `yaml:"waarden"`
	}
	if err := yaml.Unmarshal(src, &doc); err != nil {
		return &List{}, []Problem{{1, NoYAML, nil}}
	}
	l := &List{}
	var problems []Problem
	if salt, err := hex.DecodeString(doc.Salt); doc.Form != form {
		if doc.Form != "" || len(doc.Entries) == 0 {
			problems = append(problems, Problem{1, BadForm, nil})
		} // otherwise each entry is told to be old
	} else if err != nil || len(salt) != saltSize {
		problems = append(problems, Problem{1, BadSalt, nil})
	} else {
		l.salt = salt
	}
	for _, n := range doc.Entries {
		e, problem := parseEntry(&n, doc.Form == "")
		if problem != "" {
			if problems = append(problems, Problem{n.Line, problem, nil}); len(problems) == maxProblems {
				break
			}
			continue
		}
		l.entries = append(l.entries, e)
	}
	if l.salt == nil {
		l.entries = nil
	}
	return l, problems
}

// parseEntry reads one entry. The ProblemKind is empty when there is none. In an old list every entry has a problem.
func parseEntry(n *yaml.Node, old bool) (Entry, ProblemKind) {
	var raw struct {
		Kind   string `yaml:"soort"`
		Salt   string `yaml:"zout"`
		Hash   string `yaml:"hash"`
		Reason string `yaml:"reden"`
		Until  string `yaml:"tot"`
	}
	if err := n.Decode(&raw); err != nil {
		return Entry{}, BadEntry
	}
	salt, saltErr := hex.DecodeString(raw.Salt)
	hash, err := hex.DecodeString(raw.Hash)
	until, dateErr := time.Parse(time.DateOnly, raw.Until)
	switch {
	case raw.Kind != "" && !slices.Contains(Kinds, raw.Kind):
		return Entry{}, Few
	case raw.Kind != "" || old:
		return Entry{}, Old
	case saltErr != nil || len(salt) != saltSize:
		return Entry{}, BadSalt
	case err != nil || len(hash) != hashSize:
		return Entry{}, BadHash
	case strings.TrimSpace(raw.Reason) == "":
		return Entry{}, NoReason
	case dateErr != nil:
		return Entry{}, BadDate
	}
	return Entry{Reason: raw.Reason, Until: until, Line: n.Line, salt: salt, hash: hash}, ""
}

// Entries returns the entries in the order of the file.
func (l *List) Entries() []Entry { return l.entries }

// maxStrangers is the number of values that are not on the list which one Asker looks up.
const maxStrangers = 8

// Asker asks a list about the values in one file. A look-up is slow on purpose, so a file full of names would take hours: after 8
// different values that are not on the list it looks up no more, and allows none of those that follow. It may be used from several
// goroutines.
type Asker struct {
	list      *List
	live      []Entry // that have not expired
	mu        sync.Mutex
	answers   map[string]bool
	strangers int
}

// Live reports whether a value is still allowed on a day.
func (e Entry) Live(day time.Time) bool { return !day.After(e.Until.Add(24*time.Hour - 1)) }

// Ask returns an Asker for one file, which asks what is allowed on a day.
func (l *List) Ask(day time.Time) *Asker {
	a := &Asker{list: l, answers: map[string]bool{}}
	for _, e := range l.entries {
		if e.Live(day) {
			a.live = append(a.live, e)
		}
	}
	return a
}

// Allows reports whether a value of this kind is allowed. Capitals, spaces and punctuation make no difference; see Normal.
func (a *Asker) Allows(kind, value string) bool {
	if len(a.live) == 0 || Guessable(kind, value) {
		return false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	key := keyOf(kind, value)
	allowed, asked := a.answers[key]
	if asked || a.strangers == maxStrangers {
		return allowed
	}
	secret := a.list.derived(key)
	allowed = slices.ContainsFunc(a.live, func(e Entry) bool { return e.is(secret) })
	if a.answers[key] = allowed; !allowed {
		a.strangers++
	}
	return allowed
}

// keyOf is what is hashed of a value.
func keyOf(kind, value string) string { return kind + "\x00" + Normal(value) }

// derivations holds, by salt and key, what this process has derived, so that each is derived once: also when the list is read again, as at each
// change while somebody writes. It never leaves the memory. On a disk it would tell at once what the list hides, and whom somebody looked for.
var derivations sync.Map

// derived returns the outcome of the slow step for a key.
func (l *List) derived(key string) []byte {
	once, _ := derivations.LoadOrStore(string(l.salt)+key, sync.OnceValue(func() []byte { return derive(key, l.salt) }))
	return once.(func() []byte)()
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
