//go:build !js

package allowlist

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
)

// ErrGuessable reports a value that can be found from its code by trying all that is like it, ErrReason a reason without a word in
// it, and ErrLayout a list whose entries do not stand one below the other at the end of the file, so that none can be added.
var (
	ErrGuessable = errors.New("a value of this kind can be guessed")
	ErrReason    = errors.New("no reason given")
	ErrLayout    = errors.New("the entries do not stand one below the other at the end of the file")
)

// Add returns the YAML of the list with one more value, at its end. Every byte that was there stays, except for an older
// entry of the same value, which makes place. When src is blank a list with a new salt is begun, below the lines of heading,
// which say to a person what the file is. The salt and hash in e are ignored. The error is one of those above, or the first
// *Problem in src.
func Add(src []byte, heading, value string, e Entry) ([]byte, error) {
	if Guessable(e.Kind, value) {
		return nil, ErrGuessable
	}
	reason := strings.Join(strings.FieldsFunc(strings.ToValidUTF8(e.Reason, ""), func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r)
	}), " ")
	if reason == "" {
		return nil, ErrReason
	}
	if len(bytes.TrimSpace(src)) == 0 {
		src = New(heading)
	}
	l, problems := Parse(src)
	if len(problems) > 0 {
		return nil, &problems[0]
	}
	secret, salt := l.derived(keyOf(e.Kind, value)), newSalt()
	text := without(src, l, secret)
	if !bytes.HasSuffix(text, []byte("\n")) {
		text = append(text, '\n')
	}
	quoted := "'" + strings.ReplaceAll(reason, "'", "''") + "'" // single quotes: YAML takes what is in them as it stands
	text = fmt.Appendf(text, "  - zout: %x\n    hash: %x\n    reden: %s\n    tot: %s\n", salt, code(secret, salt), quoted, e.Until.Format(time.DateOnly))
	longer, problems := Parse(text)
	if len(problems) > 0 || len(longer.entries) == 0 || !longer.entries[len(longer.entries)-1].is(secret) {
		return nil, ErrLayout
	}
	return text, nil
}

// New returns a list without values, which begins with a heading as comment. No two have the same salt.
func New(heading string) []byte {
	return fmt.Appendf(nil, "%s\nvorm: %s\nzout: %x\nwaarden:\n", comment(heading), form, newSalt())
}

func newSalt() []byte {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // it never fails
	return salt
}

// comment returns the lines of a text as comments of YAML, without a line end.
func comment(text string) string {
	return "# " + strings.ReplaceAll(text, "\n", "\n# ")
}

// without returns a copy of the list without the entry of the value from which secret was derived, if it has one.
func without(src []byte, l *List, secret []byte) []byte {
	lines := bytes.SplitAfter(src, []byte("\n"))
	for i, e := range l.entries {
		if !e.is(secret) {
			continue
		}
		end := len(lines)
		if i+1 < len(l.entries) {
			end = l.entries[i+1].Line - 1
		}
		// An entry is a hyphen and its four keys. A comment that a person wrote below it stays.
		last := e.Line - 1
		for last+1 < end && isEntryKey(lines[last+1]) {
			last++
		}
		return bytes.Join(append(lines[:e.Line-1:e.Line-1], lines[last+1:]...), nil)
	}
	return bytes.Clone(src)
}

// isEntryKey reports whether a line of YAML holds a key of an entry. The salt of the list itself is not indented.
func isEntryKey(line []byte) bool {
	if !bytes.HasPrefix(line, []byte(" ")) {
		return false
	}
	line = bytes.TrimSpace(line)
	for _, key := range []string{"zout:", "hash:", "reden:", "tot:"} {
		if bytes.HasPrefix(line, []byte(key)) {
			return true
		}
	}
	return false
}
