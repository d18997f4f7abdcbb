package canvas

import (
	"errors"
	"io/fs"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Error says what is wrong in a file of the definition, and where. Line and Column count from 1, columns in code points; they
// are 1 when the whole file is meant.
type Error struct {
	File         string
	Line, Column int
	Message      string
}

func (e *Error) Error() string { return e.File + ": " + e.Message }

// Errors is all that is wrong in the definition.
type Errors []*Error

func (e Errors) Error() string {
	var all []string
	for _, one := range e {
		all = append(all, one.Error())
	}
	return strings.Join(all, "; ")
}

// unknownField finds the key in what the decoder says of one that it does not know.
var unknownField = regexp.MustCompile(`field (\S+) not found`)

// fromDecoder makes errors of what reading or decoding a file gave.
func fromDecoder(file string, err error) Errors {
	var (
		many *yaml.LoadErrors
		one  *yaml.LoadError
	)
	switch {
	case errors.As(err, &many):
		var all Errors
		for _, e := range many.Errors {
			all = append(all, fromDecoder(file, e)...)
		}
		return all
	case errors.As(err, &one):
		text := one.Message
		if m := unknownField.FindStringSubmatch(text); m != nil {
			text = message.Text("definition/unknown-key", "key", m[1])
		}
		return Errors{{file, max(one.Mark.Line, 1), max(one.Mark.Column, 1), text}}
	case errors.Is(err, fs.ErrNotExist):
		return Errors{{file, 1, 1, message.Text("definition/missing")}}
	}
	return Errors{{file, 1, 1, err.Error()}}
}

// at makes an error at a path of keys in a YAML file; a key of a list is the value of its key.
func at(root fs.FS, file string, path []string, id string, pairs ...string) Errors {
	e := &Error{file, 1, 1, message.Text(id, pairs...)}
	src, err := fs.ReadFile(root, file)
	if err != nil {
		return Errors{e}
	}
	var doc yaml.Node
	if yaml.Unmarshal(src, &doc) != nil || len(doc.Content) == 0 {
		return Errors{e}
	}
	for n := doc.Content[0]; len(path) > 0; path = path[1:] {
		if n = step(n, path[0]); n == nil {
			break
		}
		e.Line, e.Column = n.Line, n.Column
	}
	return Errors{e}
}

// step goes down one key: into a mapping, or to the entry of a list whose key it is.
func step(n *yaml.Node, key string) *yaml.Node {
	for i, c := range n.Content {
		switch {
		case n.Kind == yaml.MappingNode && i%2 == 0 && c.Value == key:
			return n.Content[i+1]
		case n.Kind == yaml.SequenceNode && c.Kind == yaml.MappingNode:
			if k := step(c, "key"); k != nil && k.Value == key {
				return c
			}
		}
	}
	return nil
}
