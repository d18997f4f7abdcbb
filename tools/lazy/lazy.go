// Package lazy puts off work to the moment that somebody needs it, so that a command which does not need it starts sooner.
package lazy

import (
	"regexp"
	"sync"
)

// Regexp returns a function that compiles a regular expression at its first call. It panics then when the expression is wrong, like regexp.MustCompile.
func Regexp(source string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(source) })
}
