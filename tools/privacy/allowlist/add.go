//go:build !js

package allowlist

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

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
