// Package doctor looks at a machine and a casebook, and tells what works and what is missing. It changes nothing, and shows no name, address or secret of
// anybody. Where something is absent or broken, that is what it tells: it does not fail itself.
package doctor

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/settings"
)

// Status says how something is.
type Status string

// The statuses. An Error stands in the way of `dilemma check` or `dilemma build`; a Warning asks for attention.
const (
	OK      Status = "ok"
	Warning Status = "warning"
	Error   Status = "error"
)

// Check is what was found of one thing.
type Check struct {
	// Name is that of the thing, which stays the same: "hugo".
	Name   string `json:"check"`
	Status Status `json:"status"`
	// Message is a sentence without a full stop. Hint says what to do; "" when all is well.
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// Options say what to look at.
type Options struct {
	// Root is the folder of the casebook; "" outside one. RootErr is why that could not be found out, or nil.
	Root    string
	RootErr error
	// Book are the files of the casebook, with those of the product where it has none; nil outside one. Product are those that the command carries with it.
	Book, Product fs.FS
	// Version and Commit are those of the command, and Hugo is the version of Hugo that goes with it, such as v0.165.0; "" when they are not known.
	Version, Commit, Hugo string
	// Source is the folder in which the command was compiled, where the programs of the form can be compiled too; "" when that is not on this machine.
	Source string
	// Program is how the user runs the command.
	Program string
	// Offline asks nothing of a server.
	Offline bool
}

// patience is how long a server may take to answer.
const patience = 3 * time.Second

// examination is one run.
type examination struct {
	Options
	settings *settings.Settings // empty outside a casebook and when they can't be read
	all      []Check
}

// Examine looks at everything, and returns what it found in the order in which a person reads it.
func Examine(ctx context.Context, o Options) []Check {
	e := &examination{Options: o, settings: &settings.Settings{}}
	e.program()
	if e.book() {
		e.definition()
		e.publication()
		e.theme()
	}
	e.hugo(ctx)
	e.programs()
	e.browser()
	e.git(ctx)
	return e.all
}

// add adds what was found. id is that of the sentence below "doctor/"; when something is not well, the one with ".tip" behind it says what to do.
func (e *examination) add(name string, status Status, id string, pairs ...string) {
	pairs = append(pairs, "command", e.Program)
	c := Check{Name: name, Status: status, Message: message.Text("doctor/"+id, pairs...)}
	if status != OK {
		c.Hint = message.Text("doctor/"+id+".tip", pairs...)
	}
	e.all = append(e.all, c)
}

// program tells what the command itself is.
func (e *examination) program() {
	switch {
	case e.Version == "" && e.Commit == "":
		e.add("dilemma", OK, "program-unknown")
	case e.Commit == "":
		e.add("dilemma", OK, "program", "version", e.Version)
	default:
		e.add("dilemma", OK, "program-commit", "version", orUnknown(e.Version), "commit", e.Commit)
	}
}

// book looks for the casebook and its settings, and reports whether it can be looked at further.
func (e *examination) book() bool {
	if e.Root == "" {
		if e.RootErr != nil {
			e.add("book", Warning, "book-unreadable")
		} else {
			e.add("book", Warning, "book-none")
		}
		return false
	}
	read, err := settings.Load(e.Book)
	var syntax *settings.SyntaxError
	switch {
	case asError(err, &syntax):
		e.add("book", Error, "settings-broken", "line", lineOf(syntax.Source, syntax.Start), "reason", syntax.Message)
		return false
	case err != nil:
		e.add("book", Error, "settings-unreadable")
		return false
	}
	e.settings = read
	e.add("book", OK, "book", "folder", tilde(e.Root))
	return true
}

// definition looks at the canvas and its words, and whether the command knows the edition.
func (e *examination) definition() {
	def, err := canvas.Load(e.Book)
	if err != nil {
		e.add("canvas", Error, "canvas-broken")
		return
	}
	own, err := canvas.Load(e.Product)
	if err != nil || own.Edition == def.Edition {
		e.add("canvas", OK, "canvas", "edition", def.Edition)
		return
	}
	e.add("canvas", Warning, "canvas-other", "edition", def.Edition, "own", own.Edition)
}

func orUnknown(text string) string {
	if text == "" {
		return message.Text("doctor/unknown")
	}
	return text
}

// tilde returns a path with ~ for the home folder of the user, which often bears their name.
func tilde(name string) string {
	home, err := os.UserHomeDir()
	if err != nil || home == "" {
		return name
	}
	if rel, err := filepath.Rel(home, name); err == nil && filepath.IsLocal(rel) {
		return strings.TrimSuffix("~"+string(filepath.Separator)+rel, string(filepath.Separator)+".")
	}
	return name
}
