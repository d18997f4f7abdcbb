// Package fill fills templates in the syntax of text/template, as far as the files that the command makes need it: fields, texts, printf, or, not, functions of
// one text, if and else. text/template itself looks methods up by name, so that the linker must keep all methods of all types in the command: an eighth of its size.
package fill

import (
	"bytes"
	"errors"
	"fmt"
	"text/template/parse"
)

// Functions are functions of one text that a template can call.
type Functions map[string]func(string) (string, error)

// Template fills a template between these delimiters with values; inner values are maps of this type as well. It gives the bytes that text/template would give, or an
// error about what is wrong in it or is not among what this package knows. The name is for errors.
func Template(name, text, left, right string, functions Functions, values map[string]any) ([]byte, error) {
	known := map[string]any{"printf": true, "or": true, "not": true}
	for f := range functions {
		known[f] = true
	}
	trees, err := parse.Parse(name, text, left, right, known)
	if err != nil {
		return nil, err
	}
	f := filler{functions: functions, values: values}
	if tree := trees[name]; tree != nil { // there is none of a text without anything in it
		if err := f.list(tree.Root); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return f.out.Bytes(), nil
}

type filler struct {
	functions Functions
	values    map[string]any
	out       bytes.Buffer
}

func (f *filler) list(list *parse.ListNode) error {
	if list == nil {
		return nil
	}
	for _, node := range list.Nodes {
		switch node := node.(type) {
		case *parse.TextNode:
			f.out.Write(node.Text)
		case *parse.ActionNode:
			value, err := f.pipe(node.Pipe)
			if err != nil {
				return err
			}
			if value == nil {
				value = "<no value>"
			}
			fmt.Fprint(&f.out, value)
		case *parse.IfNode:
			value, err := f.pipe(node.Pipe)
			if err != nil {
				return err
			}
			branch := node.List
			if !truth(value) {
				branch = node.ElseList
			}
			if err := f.list(branch); err != nil {
				return err
			}
		default:
			return unknown(node)
		}
	}
	return nil
}

func unknown(node parse.Node) error { return fmt.Errorf("%s is more than dilemma can fill in", node) }

// pipe returns the value of commands of which each has the value of the one before as its last argument.
func (f *filler) pipe(pipe *parse.PipeNode) (value any, err error) {
	if len(pipe.Decl) > 0 {
		return nil, unknown(pipe)
	}
	for i, command := range pipe.Cmds {
		var args []any
		for _, arg := range command.Args[1:] {
			value, err := f.operand(arg)
			if err != nil {
				return nil, err
			}
			args = append(args, value)
		}
		if i > 0 {
			args = append(args, value)
		}
		name, isCall := command.Args[0].(*parse.IdentifierNode)
		switch {
		case isCall:
			value, err = f.call(name.Ident, args)
		case len(args) > 0:
			err = unknown(command)
		default:
			value, err = f.operand(command.Args[0])
		}
		if err != nil {
			return nil, err
		}
	}
	return value, nil
}

func (f *filler) operand(node parse.Node) (any, error) {
	switch node := node.(type) {
	case *parse.StringNode:
		return node.Text, nil
	case *parse.PipeNode:
		return f.pipe(node)
	case *parse.FieldNode:
		var value any = f.values
		for _, name := range node.Ident {
			inner, ok := value.(map[string]any)
			if !ok {
				return nil, unknown(node)
			}
			value = inner[name]
		}
		return value, nil
	}
	return nil, unknown(node)
}

func (f *filler) call(name string, args []any) (any, error) {
	if len(args) == 0 {
		return nil, errors.New(name + " of nothing")
	}
	switch name {
	case "not":
		return !truth(args[0]), nil
	case "or":
		for _, arg := range args[:len(args)-1] {
			if truth(arg) {
				return arg, nil
			}
		}
		return args[len(args)-1], nil
	}
	text, ok := args[0].(string)
	switch {
	case !ok:
		return nil, fmt.Errorf("%s of %v", name, args[0])
	case name == "printf":
		return fmt.Sprintf(text, args[1:]...), nil
	}
	return f.functions[name](text)
}

// truth reports whether a value is one for which a template does what is behind if.
func truth(value any) bool {
	switch value := value.(type) {
	case nil:
		return false
	case bool:
		return value
	case string:
		return value != ""
	case map[string]any:
		return len(value) > 0
	}
	return true
}
