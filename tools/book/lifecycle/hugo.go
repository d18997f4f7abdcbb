package lifecycle

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
)

// Pair returns a key at the top of the front matter with its value, in whatever case the key is written, or nil. Of a key that stands there more
// than once, which check refuses, it is the first that holds something.
func Pair(front *casebook.Value, key string) *casebook.Pair {
	var found *casebook.Pair
	if front != nil {
		for i, p := range front.Pairs {
			if (p.Key.Text == key || strings.ToLower(p.Key.Text) == key) && (found == nil || found.Value.Blank()) {
				found = &front.Pairs[i]
			}
		}
	}
	return found
}

// Get returns the value of a key at the top of the front matter, found as Pair does, or nil.
func Get(front *casebook.Value, key string) *casebook.Value {
	if p := Pair(front, key); p != nil {
		return p.Value
	}
	return nil
}

// Text returns the text of a key at the top of the front matter, or "".
func Text(front *casebook.Value, key string) string {
	if v := Get(front, key); v != nil {
		return v.Text
	}
	return ""
}

// Texts returns the texts in the list of a key at the top of the front matter.
func Texts(front *casebook.Value, key string) []string {
	var all []string
	if v := Get(front, key); v != nil {
		for _, item := range v.Items {
			if !item.Blank() {
				all = append(all, item.Text)
			}
		}
	}
	return all
}

// flag reads a value as Hugo reads one that must be true or false: what is neither is false.
func flag(v *casebook.Value) bool {
	if v == nil {
		return false
	}
	switch v.Kind {
	case casebook.Bool:
		return strings.EqualFold(v.Text, "true")
	case casebook.Number:
		n, ok := number(v.Text)
		return ok && n != 0
	case casebook.String:
		yes, err := strconv.ParseBool(v.Text)
		return err == nil && yes
	}
	return false
}

// given reports whether a template of Hugo takes a value for something: not for nothing, false, zero, an empty text or an empty list.
func given(v *casebook.Value) bool {
	if v == nil {
		return false
	}
	switch v.Kind {
	case casebook.Null:
		return false
	case casebook.Bool:
		return strings.EqualFold(v.Text, "true")
	case casebook.Number:
		n, ok := number(v.Text)
		return !ok || n != 0
	case casebook.Sequence:
		return len(v.Items) > 0
	case casebook.Mapping:
		return len(v.Pairs) > 0
	}
	return v.Text != ""
}

// number returns the value of a number in YAML, and whether Hugo takes it for one: a number with an exponent and no point is a text to it, and so is
// one that begins as an octal one and is none. What is no number that Go knows, such as .inf, is not zero.
func number(text string) (n float64, ok bool) {
	text = strings.ReplaceAll(text, "_", "")
	if n, err := strconv.ParseInt(text, 0, 64); err == nil {
		return float64(n), true
	}
	digits := strings.TrimLeft(text, "+-")
	if strings.Trim(digits, "0123456789eE+-") == "" && (digits[0] == '0' || strings.ContainsAny(digits, "eE")) {
		return 0, false
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return n, true
	}
	return math.NaN(), true
}

// layouts are the ways to write a moment that Hugo and this program read alike. Check asks for the first.
var layouts = []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", time.DateTime}

// moment reads a date, and reports whether it is one. Hugo takes a whole number for the seconds since 1970.
func moment(v *casebook.Value) (time.Time, bool) {
	switch {
	case v == nil:
	case v.Kind == casebook.Number:
		if n, err := strconv.ParseInt(strings.ReplaceAll(v.Text, "_", ""), 0, 64); err == nil && n != 0 {
			return time.Unix(n, 0).UTC(), true
		}
	case v.Kind == casebook.String || v.Kind == casebook.Date:
		for _, layout := range layouts {
			if t, err := time.Parse(layout, v.Text); err == nil {
				return t, !t.IsZero() // which is no date to Hugo
			}
		}
	}
	return time.Time{}, false
}

// reserved are keys by which Hugo decides whether a page is made, where it comes, or with which template. A dilemma is made by its place and by the
// keys of the definition alone.
var reserved = map[string]bool{
	"_build": true, "build": true, "cascade": true, "expirydate": true, "headless": true, "lastmod": true, "layout": true, "markup": true, "modified": true, "outputs": true, "params": true,
	"pubdate": true, "publishdate": true, "published": true, "sites": true, "slug": true, "type": true, "unpublishdate": true, "url": true,
}

// IsReserved reports whether Hugo acts by a key at the top of the front matter that no dilemma may have.
func IsReserved(key string) bool { return reserved[strings.ToLower(key)] }

// reaching are the keys by which a page decides how others are made or what is published beside it.
var reaching = map[string]bool{"_build": true, "build": true, "cascade": true, "headless": true, "markup": true, "sites": true}

// ReachesOthers reports whether a key at the top of the front matter of a page of the handbook changes more than that page.
func ReachesOthers(key string) bool { return reaching[strings.ToLower(key)] }
