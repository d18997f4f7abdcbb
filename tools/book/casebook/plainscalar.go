package casebook

import (
	"strings"
	"time"
)

// plainKind returns the kind of an unquoted text, and whether that is plain.
func plainKind(text string) (kind ValueKind, ok bool) {
	switch text {
	case "null", "Null", "NULL":
		return Null, true
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return Bool, true
	}
	if c := text[0]; c < '0' || c > '9' {
		return String, true
	}
	if isPlainNumber(text) {
		return Number, true
	}
	if _, err := time.Parse(time.DateOnly, text); len(text) == len(time.DateOnly) && err == nil {
		return Date, true
	}
	for i := range len(text) {
		if strings.IndexByte("0123456789abcdefxotzABCDEFXOTZ_.+-: ", text[i]) < 0 { // no number or time has it
			return String, true
		}
	}
	return String, false
}

// isPlainNumber reports whether a text is a whole number as people write it, not too large for anything.
func isPlainNumber(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return len(text) == 1 || len(text) < 10 && text[0] != '0'
}

// scalar returns the value of an unquoted text, or nil when its kind is not plain.
func (p *plainReader) scalar(text string, start, end int) *Value {
	if kind, ok := plainKind(text); ok {
		return p.value(kind, text, start, end)
	}
	return nil
}

func isLetterByte(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// isKeyByte reports whether a byte may stand in a key that needs no quotes.
func isKeyByte(c byte) bool { return isLetterByte(c) || '0' <= c && c <= '9' || c == '_' || c == '-' }
