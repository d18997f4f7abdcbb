package interview

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/terminal"
)

// read reads the file as it is now.
func (i *Interview) read() error {
	src, err := fs.ReadFile(i.Root, i.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ErrGone
	case err != nil:
		return err
	}
	return i.take(src)
}

// take takes a text for that of the file.
func (i *Interview) take(src []byte) error {
	file := casebook.Parse(i.Path, src)
	switch {
	case lifecycle.Withheld(file):
		return ErrWithheld
	case file.Front == nil:
		return ErrBroken
	}
	i.file = file
	return nil
}

// errChanged means that somebody else changed the answer meanwhile.
var errChanged = errors.New("changed")

// keep writes an answer into the file, and reports whether it stands there. When the file has another answer than was shown, the person chooses.
func (i *Interview) keep(ctx context.Context, q question, v *casebook.Value) (bool, error) {
	err := i.write(q, v)
	if errors.Is(err, errChanged) {
		i.Person.Say(terminal.Plain, message.Text("ask/changed", "value", i.shown(q, i.file.Front.At(q.path...))))
		answer, err := i.Person.Read(ctx, terminal.Prompt{Text: "> "})
		if yes, _ := isYes(strings.TrimSpace(answer)); err != nil || !yes {
			return false, err
		}
		return i.keep(ctx, q, v)
	}
	switch {
	case errors.Is(err, casebook.ErrLayout):
		i.Person.Say(terminal.Plain, message.Text("ask/layout", "field", q.name(), "file", i.Path))
		i.passed[q.name()] = true
		return false, nil
	case err != nil:
		return false, err
	}
	delete(i.passed, q.name())
	if q.more {
		i.touched[q.list] = true
	}
	return true, nil
}

// write writes an answer into the file as it is now, and takes that for the file. With errChanged it has taken the file, and written nothing.
func (i *Interview) write(q question, v *casebook.Value) error {
	var after []byte
	seen := i.file.Front
	err := i.Root.Edit(i.Path, func(before []byte) (_ []byte, err error) {
		if before == nil {
			return nil, ErrGone
		}
		if err := i.take(before); err != nil {
			return nil, err
		}
		if !same(seen, i.file.Front, q) {
			return nil, errChanged
		}
		after, err = i.file.Set(q.path, v, order(i.Definition))
		return after, err
	})
	if err != nil {
		return err
	}
	return i.take(after)
}

// same reports whether a question still is the one that was asked: with the same answer, and about the same entry.
func same(seen, now *casebook.Value, q question) bool {
	equal := func(path []string) bool {
		a, b := seen.At(path...), now.At(path...)
		return a.Blank() && b.Blank() || a != nil && b != nil && a.Equal(b)
	}
	return equal(q.path) && (q.entry == nil || equal(below(q.entry, q.table.Item.Key)))
}

// keepHalf keeps what was typed when the person left, if that is an answer.
func (i *Interview) keepHalf(q question, typed string) {
	if typed == "" || i.isKey(typed) {
		return
	}
	id := "ask/half-lost"
	if v, problem := parse(q.field, typed); problem == "" && i.write(q, v) == nil {
		id = "ask/half"
	}
	i.Person.Say(terminal.Plain, message.Text(id))
}
