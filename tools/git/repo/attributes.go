package repo

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// This file makes of a file in the working tree what `git add` would make of it. Sources: https://git-scm.com/docs/gitattributes, and convert.c of Git.

// ConvertError means that Git stores a file otherwise than it stands in the working tree, by a program or an encoding that is not used here.
type ConvertError struct {
	Path string
	// By is the attribute that says so, such as "filter=lfs".
	By string
}

func (e *ConvertError) Error() string { return fmt.Sprintf("%s is stored by %s", e.Path, e.By) }

// Converter knows how Git stores the files of a working tree.
type Converter struct {
	settings *Settings
	at       place
	prefix   string
	lines    map[string][]attributes // of the file with attributes in a folder, by its path from the top; "" for those of the machine, the user and the repository
	instead  map[string][]byte       // what stands in files with attributes in the place of what is in the working tree, by their paths from the top
}

// attributes is a line of a file with attributes: which paths below dir it is about, and what they get.
type attributes struct {
	dir   string
	paths *regexp.Regexp // nil for a macro
	macro string
	set   []string
}

// Converter returns how Git stores the files below the folder that was opened.
func (r *Repository) Converter() *Converter {
	return &Converter{settings: r.Settings(), at: r.at, prefix: r.Prefix, lines: map[string][]attributes{}}
}

// Name returns the path that Git stores for one that the system gives: macOS may give letters and their accents apart.
func (c *Converter) Name(name string) string {
	if c.settings.Bool("core.precomposeUnicode") {
		return norm.NFC.String(name)
	}
	return name
}

// Convert returns what Git stores of a file with this content: the line ends, and the $Id$ lines, as the attributes and settings say. name is its path from the
// folder that was opened, and before the content that Git has of it, nil when it has none: Git keeps carriage returns that it has already. The error is a *ConvertError.
func (c *Converter) Convert(name string, data, before []byte) ([]byte, error) {
	found := c.attributesOf(path.Join(c.prefix, name))
	if err := c.byOthers(found, name, "clean"); err != nil {
		return nil, err
	}
	data = c.lineEnds(found, data, before)
	if found["ident"] == isSet {
		data = identity().ReplaceAll(data, []byte("$$Id$$"))
	}
	return data, nil
}

// byOthers returns a *ConvertError when a program or an encoding has a part in how a file is stored; way is clean, or smudge for the other way round.
func (c *Converter) byOthers(found map[string]string, name, way string) error {
	if filter := found["filter"]; filter != "" && filter != isSet && filter != isUnset && c.settings.Get("filter."+filter+"."+way)+c.settings.Get("filter."+filter+".process") != "" {
		return &ConvertError{name, "filter=" + filter}
	}
	if encoding := found["working-tree-encoding"]; encoding != "" && encoding != isSet && encoding != isUnset && !strings.EqualFold(encoding, "utf-8") {
		return &ConvertError{name, "working-tree-encoding=" + encoding}
	}
	return nil
}

// identity matches what Git writes in a file in the place of $Id$.
var identity = lazy.Regexp(`\$Id:[^$\n]*\$`)

// The values of an attribute that is set or unset without one.
const (
	isSet   = "\x01"
	isUnset = "\x00"
)

// lineEnds takes the carriage returns out of the line ends of a text.
func (c *Converter) lineEnds(found map[string]string, data, before []byte) []byte {
	text, ends := cmp.Or(found["text"], found["crlf"]), found["eol"]
	guess := text == "auto"
	switch {
	case text == isUnset:
		return data
	case text == isSet || text == "input" || guess:
	case ends == "lf" || ends == "crlf":
	case c.settings.Get("core.autocrlf") == "input" || c.settings.Bool("core.autocrlf"):
		guess = true
	default:
		return data
	}
	if guess && (isBinary(data) || hasLineEnds(before) && !isBinary(before)) {
		return data
	}
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
}

func hasLineEnds(data []byte) bool { return bytes.Contains(data, []byte("\r\n")) }

// isBinary reports whether Git takes a file for no text: it has a NUL or a carriage return by itself, or more than one in 128 bytes can't be printed.
func isBinary(data []byte) bool {
	printed, other := 0, 0
	for i := 0; i < len(data); i++ {
		switch b := data[i]; {
		case b == '\r' && i+1 < len(data) && data[i+1] == '\n':
			i++
		case b == '\r', b == 0:
			return true
		case b == '\n':
		case b == 127, b < 32 && b != '\b' && b != '\t' && b != '\f' && b != '\x1b':
			other++
		default:
			printed++
		}
	}
	if len(data) > 0 && data[len(data)-1] == 0x1a { // the end of a file of MS-DOS
		other--
	}
	return printed>>7 < other
}

// attributesOf returns the attributes of a path from the top.
func (c *Converter) attributesOf(name string) map[string]string {
	all := c.linesOf("")
	dirs := strings.Split(path.Dir(name), "/")
	for i := range dirs {
		if dir := path.Join(dirs[:i+1]...); dir != "." {
			all = append(all[:len(all):len(all)], c.linesOf(dir)...)
		}
	}
	all = append(all[:len(all):len(all)], c.linesOf("info")...)
	macros := map[string][]string{"binary": {"-diff", "-merge", "-text"}}
	for _, line := range all {
		if line.macro != "" {
			macros[line.macro] = line.set
		}
	}
	found := map[string]string{}
	for _, line := range all {
		below, ok := strings.CutPrefix(name, line.dir)
		if line.paths != nil && ok && line.paths.MatchString(below) {
			apply(found, line.set, macros, 0)
		}
	}
	return found
}

// apply gives a path attributes: NAME, -NAME, !NAME or NAME=VALUE. One that is the name of a macro also gives those of the macro.
func apply(found map[string]string, set []string, macros map[string][]string, depth int) {
	for _, word := range set {
		name, value, hasValue := strings.Cut(word, "=")
		switch {
		case strings.HasPrefix(name, "-"):
			found[name[1:]] = isUnset
		case strings.HasPrefix(name, "!"):
			delete(found, name[1:])
		case hasValue:
			found[name] = value
		default:
			found[name] = isSet
			if more, ok := macros[name]; ok && depth < maxIncluded {
				apply(found, more, macros, depth+1)
			}
		}
	}
}

// linesOf returns the lines with attributes in a folder, the last of which counts most: "" stands for those of the machine, of the user and of the top, and "info"
// for those of the repository.
func (c *Converter) linesOf(dir string) []attributes {
	if lines, known := c.lines[dir]; known {
		return lines
	}
	var lines []attributes
	switch dir {
	case "":
		lines = append(lines, readAttributes("/etc/gitattributes", "", true)...)
		lines = append(lines, readAttributes(c.userAttributes(), "", true)...)
		lines = append(lines, c.ownAttributes("")...)
	case "info":
		lines = readAttributes(filepath.Join(c.at.common, "info", "attributes"), "", true)
	default:
		lines = c.ownAttributes(dir)
	}
	c.lines[dir] = lines
	return lines
}

// userAttributes returns the file with the attributes of the user.
func (c *Converter) userAttributes() string {
	if name := c.settings.Get("core.attributesFile"); name != "" {
		return Expand(name, c.at.top)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cmp.Or(os.Getenv("XDG_CONFIG_HOME"), filepath.Join(home, ".config")), "git", "attributes")
}

// readAttributes reads a file with attributes for what is below dir; none when there is no such file. Macros are only for files at the top.
func readAttributes(file, dir string, top bool) []attributes {
	info, err := os.Lstat(file)
	if err != nil || dir != "" && info.Mode()&fs.ModeSymlink != 0 {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return parseAttributes(text, dir, top)
}

// attributesFile is the name of a file with attributes in a working tree.
const attributesFile = ".gitattributes"

// ownAttributes reads the file with attributes in a folder of the working tree; "" is its top.
func (c *Converter) ownAttributes(dir string) []attributes {
	below := dir
	if dir != "" {
		below += "/"
	}
	if text, other := c.instead[below+attributesFile]; other {
		return parseAttributes(text, below, dir == "")
	}
	return readAttributes(filepath.Join(c.at.top, filepath.FromSlash(dir), attributesFile), below, dir == "")
}

func parseAttributes(text []byte, dir string, top bool) []attributes {
	var lines []attributes
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		line = strings.Trim(line, " \t\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		pattern, rest := cutPattern(line)
		set := strings.Fields(rest)
		if macro, ok := strings.CutPrefix(pattern, "[attr]"); ok && top {
			if macro == "" && len(set) > 0 {
				macro, set = set[0], set[1:]
			}
			lines = append(lines, attributes{macro: macro, set: set})
		} else if !ok && !strings.HasPrefix(pattern, "!") && !strings.HasSuffix(pattern, "/") {
			lines = append(lines, attributes{dir: dir, paths: pathPattern(pattern), set: set})
		}
	}
	return lines
}

// cutPattern returns the pattern of a line, which may be between quotes, and what follows it.
func cutPattern(line string) (pattern, rest string) {
	if quoted, err := strconv.QuotedPrefix(line); err == nil && line[0] == '"' {
		pattern, _ = strconv.Unquote(quoted)
		return pattern, line[len(quoted):]
	}
	if i := strings.IndexAny(line, " \t"); i >= 0 {
		return line[:i], line[i:]
	}
	return line, ""
}

// pathPattern returns the expression for a pattern: one without a slash is about the name of a file in any folder.
func pathPattern(pattern string) *regexp.Regexp {
	if !strings.Contains(pattern, "/") {
		pattern = "**/" + pattern
	}
	return glob(strings.TrimPrefix(pattern, "/"), false)
}
