package canvas

import (
	"errors"
	"io/fs"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// Error is a mistake in a file of the definition. Line and Column count from 1, columns in code points; both are 1 for a mistake that concerns the
// whole file. Message is a sentence for users.
type Error struct {
	File         string
	Line, Column int
	Message      string
}

func (e *Error) Error() string { return e.File + ": " + e.Message }

// Errors are all mistakes in the definition.
type Errors []*Error

func (e Errors) Error() string {
	var all []string
	for _, one := range e {
		all = append(all, one.Error())
	}
	return strings.Join(all, "; ")
}

// unknownField matches the message of the decoder about a key that it does not know.
var unknownField = lazy.Regexp(`field (\S+) not found`)

// fromDecoder turns an error of reading or decoding a file into Errors.
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
		text := message.YAML(one.Message)
		if m := unknownField().FindStringSubmatch(one.Message); m != nil {
			text = message.Text("definition/unknown-key", "key", m[1])
		}
		return Errors{{file, max(one.Mark.Line, 1), max(one.Mark.Column, 1), text}}
	case errors.Is(err, fs.ErrNotExist):
		return Errors{{file, 1, 1, message.Text("definition/missing")}}
	}
	return Errors{{file, 1, 1, err.Error()}}
}

// at returns an error at a path of keys in a YAML file. In a list, a key names the entry whose field "key" has that value.
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

// step returns the value of a key in a mapping, or the entry of a list whose field "key" has that value; nil when there is none.
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
