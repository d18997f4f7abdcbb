//go:build !js

package repo

import (
	"bytes"
	"cmp"
	"path"
	"runtime"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// Checkout returns what Git puts in the working tree for the content of a file: the other way round from Convert. name is its path from the folder that was
// opened. The error is a *ConvertError. Source: https://git-scm.com/docs/gitattributes and, of core.eol, https://git-scm.com/docs/git-config.
func (c *Converter) Checkout(name string, data []byte, hash plumbing.Hash) ([]byte, error) {
	found := c.attributesOf(path.Join(c.prefix, name))
	if err := c.byOthers(found, name, "smudge"); err != nil {
		return nil, err
	}
	if found["ident"] == isSet && bytes.Contains(data, []byte("$Id")) {
		if identity().Match(data) { // of another program; Git leaves some of these and not others
			return nil, &ConvertError{name, "ident"}
		}
		data = bytes.ReplaceAll(data, []byte("$Id$"), []byte("$Id: "+hash.String()+" $"))
	}
	if !c.wantsReturns(found, data) {
		return data, nil
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n")), nil
}

// wantsReturns reports whether the lines of a text end in a carriage return and a line feed in the working tree.
func (c *Converter) wantsReturns(found map[string]string, data []byte) bool {
	text, ends := cmp.Or(found["text"], found["crlf"]), found["eol"]
	auto := c.settings.Get("core.autocrlf")
	native := c.settings.Bool("core.autocrlf")
	if !native && !strings.EqualFold(auto, "input") {
		switch strings.ToLower(c.settings.Get("core.eol")) {
		case "crlf":
			native = true
		case "lf":
		default:
			native = runtime.GOOS == "windows"
		}
	}
	guess := text == "auto"
	var wanted bool
	switch {
	case text == isUnset:
		return false
	case ends == "crlf":
		wanted = true
	case ends == "lf", text == "input":
		return false
	case text == isSet || guess:
		wanted = native
	default:
		guess, wanted = true, c.settings.Bool("core.autocrlf")
	}
	return wanted && !(guess && (isBinary(data) || hasLineEnds(data)))
}
