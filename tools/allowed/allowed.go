// Package allowed reads and writes the list of personal data that may stand in the casebook: a public figure in a public role, the address
// of an office. The list is kept in the repository and reviewed like everything else, and so it never holds a value itself: only its kind, a
// salted hash, who may tell why, and until when.
package allowed

import (
	"bytes"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
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

// Path is the place of the list in the repository.
const Path = "data/toegestaan.yaml"

// rounds makes trying all values of a kind slow: with 50,000 one try takes some hundredths of a second. It does not make a short number safe,
// which is why Never names kinds.
const rounds = 50_000

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
	case err != nil || len(hash) != sha256.Size:
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
		if subtle.ConstantTimeCompare(e.hash, hash) == 1 {
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
	h, err := pbkdf2.Key(sha256.New, key, l.salt, rounds, sha256.Size)
	if err != nil {
		return nil // a salt that is too short for this machine's rules
	}
	l.hashes[key] = h
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

const head = `# Persoonsgegevens die in het casusboek mogen staan, zoals de naam van een minister in haar functie.
# Van een waarde staat hier nooit de tekst, alleen een hash. Voeg er een toe met: dilemma scan --allow
`

// ErrNever says that no value of a kind may be allowed.
var ErrNever = errors.New("deze soort mag nooit worden toegestaan")

// ErrReason says that a reason holds no word.
var ErrReason = errors.New("de reden ontbreekt")

// Add returns the text of the list with one more value. What was there stays as it was, byte for byte, but for an older entry of the same value. The text src is empty when there is no
// list yet. An error says in Dutch why a value can't be added: the list is broken, or its values are not written one below the other.
func Add(src []byte, kind, value, reason string, until time.Time) ([]byte, error) {
	if slices.Contains(Never, kind) {
		return nil, ErrNever
	}
	reason = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(reason, ""), func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r)
	}), " ")
	if reason == "" {
		return nil, ErrReason
	}
	if len(bytes.TrimSpace(src)) == 0 {
		salt := make([]byte, 16)
		if _, err := rand.Read(salt); err != nil {
			return nil, err
		}
		src = fmt.Appendf(nil, "%szout: %x\nwaarden:\n", head, salt)
	}
	l, problems := Parse(src)
	if len(problems) > 0 {
		return nil, fmt.Errorf("regel %d: %s", problems[0].Line, problems[0].Message)
	}
	hash := l.hash(kind, value)
	text := without(src, l, kind, hash)
	if !bytes.HasSuffix(text, []byte("\n")) {
		text = append(text, '\n')
	}
	// The words of a person, quoted so that YAML takes them as they are.
	quoted := "'" + strings.ReplaceAll(reason, "'", "''") + "'"
	text = fmt.Appendf(text, "  - soort: %s\n    hash: %x\n    reden: %s\n    tot: %s\n", kind, hash, quoted, until.Format(time.DateOnly))
	if longer, problems := Parse(text); len(problems) > 0 || len(longer.entries) == 0 || !bytes.Equal(longer.entries[len(longer.entries)-1].hash, hash) {
		return nil, errors.New("de waarden staan niet onder elkaar, aan het eind van het bestand")
	}
	return text, nil
}

// without returns the list without the entry of this value, if it has one: a new one takes its place.
func without(src []byte, l *List, kind string, hash []byte) []byte {
	lines := bytes.SplitAfter(src, []byte("\n"))
	for i, e := range l.entries {
		if e.Kind != kind || !bytes.Equal(e.hash, hash) {
			continue
		}
		end := len(lines)
		if i+1 < len(l.entries) {
			end = l.entries[i+1].Line - 1
		}
		// An entry is a hyphen and its four keys; what a person wrote below it stays.
		last := e.Line - 1
		for last+1 < end && entryKey(lines[last+1]) {
			last++
		}
		return bytes.Join(append(lines[:e.Line-1:e.Line-1], lines[last+1:]...), nil)
	}
	return bytes.Clone(src)
}

func entryKey(line []byte) bool {
	line = bytes.TrimSpace(line)
	for _, key := range []string{"soort:", "hash:", "reden:", "tot:"} {
		if bytes.HasPrefix(line, []byte(key)) {
			return true
		}
	}
	return false
}
