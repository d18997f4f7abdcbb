// Package whole writes files whole or not at all. A new text goes to a temporary file in the same folder, is on the disk before the
// file gets its name, and the name is on the disk before a function returns. Whoever stops the process or the machine, at whatever
// moment, finds the file as it was or as it became. A temporary file that a stopped process left behind has a name by which every
// other part of dilemma knows that it is none of the book (see Unfinished); the next write in the same folder removes it.
package whole

import (
	"path/filepath"
	"regexp"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// unfinished begins the name of every temporary file. It begins with a dot, so that Hugo and a proposal leave such a file out.
const unfinished = ".dilemma-unfinished-"

// Unfinished reports whether a file with this name is a temporary file of this package: no part of a book, whatever it holds.
func Unfinished(name string) bool {
	base := filepath.Base(name)
	return base == lockFile || strings.HasPrefix(base, unfinished) && temporary().MatchString(base)
}

// lockFile is the name of the file that locks its folder on Windows. Only who has it open can read it, and it goes when that one is done.
const lockFile = unfinished + "lock"

// temporary matches the whole name: the machine, the process, a number. It has no ending, so that nothing takes such a file for a page or data.
var temporary = lazy.Regexp(`^` + regexp.QuoteMeta(unfinished) + `[0-9a-f]{8}-[0-9]+-[0-9a-z]+$`)
