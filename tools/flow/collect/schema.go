package collect

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"net/netip"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// schema is the schema of casusboek.json. It knows the keywords of JSON Schema 2020-12 that are in it, and loading fails for others. A library that knows them all
// compiles the schemas of schemas whenever the command starts, for whatever it does; a test holds this one against it.
type schema struct {
	root     map[string]any
	patterns map[string]*regexp.Regexp
}

// loadSchema reads the schema of casusboek.json from assets/schema.
func loadSchema(schemas fs.FS) (*schema, error) {
	const name = "casusboek.schema.json"
	text, err := fs.ReadFile(schemas, path.Join("assets", "schema", name))
	if err != nil {
		return nil, err
	}
	s := &schema{patterns: map[string]*regexp.Regexp{}}
	if err := json.Unmarshal(text, &s.root); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := s.prepare(s.root); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// prepare compiles the patterns of a schema, and refuses keywords that check would pass over.
func (s *schema) prepare(rule any) error {
	keywords, ok := rule.(map[string]any)
	if !ok { // true or false
		return nil
	}
	for key, value := range keywords {
		var err error
		switch key {
		case "$schema", "$id", "title", "description", "$ref", "type", "const", "enum", "required", "minLength", "minItems", "minimum", "uniqueItems":
		case "format":
			if value != "uri" && value != "date" {
				err = fmt.Errorf("format %v", value)
			}
		case "pattern":
			s.patterns[value.(string)], err = regexp.Compile(value.(string))
		case "properties", "$defs":
			for _, of := range value.(map[string]any) {
				err = errors.Join(err, s.prepare(of))
			}
		case "allOf":
			for _, of := range value.([]any) {
				err = errors.Join(err, s.prepare(of))
			}
		case "items", "additionalProperties", "if", "then", "else":
			err = s.prepare(value)
		default:
			err = fmt.Errorf("the keyword %s", key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// invalid is the first thing in a document that is not as the schema says: where, and the keyword.
type invalid struct {
	at      []string
	keyword string
}

func (i *invalid) Error() string { return strings.Join(i.at, "/") + ": " + i.keyword }

// validate holds a document of JSON against the schema. The error is an *invalid, or one of its syntax.
func (s *schema) validate(text []byte) error {
	in := json.NewDecoder(bytes.NewReader(text))
	in.UseNumber()
	var doc any
	if err := in.Decode(&doc); err != nil {
		return err
	}
	if found := s.check(s.root, doc, nil); found != nil {
		return found
	}
	return nil
}

// check holds a value against a rule: a map of keywords, or true or false.
func (s *schema) check(rule, value any, at []string) *invalid {
	keywords, ok := rule.(map[string]any)
	if !ok {
		if rule == false {
			return &invalid{slices.Clone(at), "false"}
		}
		return nil
	}
	if keyword := s.plain(keywords, value); keyword != "" {
		return &invalid{slices.Clone(at), keyword}
	}
	if ref, ok := keywords["$ref"].(string); ok {
		// The schema of the texts of a dilemma is in another document, and take leaves the texts out.
		to, ok := s.root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")]
		if !ok {
			return &invalid{slices.Clone(at), "$ref"}
		}
		if found := s.check(to, value, at); found != nil {
			return found
		}
	}
	var found *invalid
	switch value := value.(type) {
	case map[string]any:
		found = s.members(keywords, value, at)
	case []any:
		items, ok := keywords["items"]
		for i := 0; ok && found == nil && i < len(value); i++ {
			found = s.check(items, value[i], append(at, strconv.Itoa(i)))
		}
	}
	if found != nil {
		return found
	}
	all, _ := keywords["allOf"].([]any)
	for _, of := range all {
		if found := s.check(of, value, at); found != nil {
			return found
		}
	}
	if test, ok := keywords["if"]; ok {
		then := "then"
		if s.check(test, value, at) != nil {
			then = "else"
		}
		if of, ok := keywords[then]; ok {
			return s.check(of, value, at)
		}
	}
	return nil
}

// members holds the members of an object against the keywords about them.
func (s *schema) members(keywords, object map[string]any, at []string) *invalid {
	properties, _ := keywords["properties"].(map[string]any)
	others, closed := keywords["additionalProperties"]
	for _, name := range slices.Sorted(maps.Keys(object)) {
		of, ok := properties[name]
		if !ok && closed {
			of, ok = others, true
		}
		if !ok {
			continue
		}
		if found := s.check(of, object[name], append(at, name)); found != nil {
			return found
		}
	}
	return nil
}

// plain returns the keyword that a value is not as, of those that need no other rule; "" when there is none.
func (s *schema) plain(keywords map[string]any, value any) string {
	if want, ok := keywords["type"].(string); ok && !isType(value, want) {
		return "type"
	}
	if want, ok := keywords["const"]; ok && !isScalar(value, want) {
		return "const"
	}
	if want, ok := keywords["enum"].([]any); ok && !slices.ContainsFunc(want, func(w any) bool { return isScalar(value, w) }) {
		return "enum"
	}
	switch value := value.(type) {
	case string:
		if format, ok := keywords["format"].(string); ok && !isFormat(value, format) {
			return "format"
		}
		if least, ok := keywords["minLength"].(float64); ok && utf8.RuneCountInString(value) < int(least) {
			return "minLength"
		}
		if pattern, ok := keywords["pattern"].(string); ok && !s.patterns[pattern].MatchString(value) {
			return "pattern"
		}
	case json.Number:
		n, err := value.Float64()
		if least, ok := keywords["minimum"].(float64); ok && (err != nil || n < least) {
			return "minimum"
		}
	case []any:
		if least, ok := keywords["minItems"].(float64); ok && len(value) < int(least) {
			return "minItems"
		}
		if keywords["uniqueItems"] == true && !unique(value) {
			return "uniqueItems"
		}
	case map[string]any:
		required, _ := keywords["required"].([]any)
		for _, name := range required {
			if _, ok := value[name.(string)]; !ok {
				return "required"
			}
		}
	}
	return ""
}

// isType reports whether a value is of a type of JSON Schema.
func isType(value any, want string) bool {
	switch value := value.(type) {
	case map[string]any:
		return want == "object"
	case []any:
		return want == "array"
	case string:
		return want == "string"
	case bool:
		return want == "boolean"
	case json.Number:
		n, err := value.Float64()
		return want == "number" || want == "integer" && err == nil && n == math.Trunc(n)
	}
	return want == "null"
}

// isScalar reports whether a value is the text or the truth value of a schema.
func isScalar(value, want any) bool {
	switch value.(type) {
	case string, bool:
		return value == want
	}
	return false
}

// isFormat reports whether a text is an absolute URI, or else a date.
func isFormat(text, format string) bool {
	if format == "date" {
		_, err := time.Parse(time.DateOnly, text)
		return err == nil
	}
	u, err := url.Parse(text)
	if err != nil || !u.IsAbs() {
		return false
	}
	if host := u.Hostname(); strings.Contains(host, ":") {
		_, err = netip.ParseAddr(host)
	}
	return err == nil
}

// unique reports whether no two texts in a list are the same. Other values have a rule for items against them.
func unique(list []any) bool {
	seen := make(map[string]bool, len(list))
	for _, item := range list {
		text, ok := item.(string)
		if ok && seen[text] {
			return false
		}
		seen[text] = ok
	}
	return true
}
