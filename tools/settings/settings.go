// Package settings reads the part of hugo.toml that is for dilemma: the table [params.dilemma], with the place of every setting, and the address of the
// site. It does not know what a setting means or which values are valid, except the defaults of Published.
package settings

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// File is the path of the settings from the root of the book.
const File = "hugo.toml"

// table is the key of the table with the settings of dilemma; the rest of the file is for Hugo.
var table = []string{"params", "dilemma"}

// Settings are the settings in the file.
type Settings struct {
	// Source is the content of the whole file.
	Source []byte
	// BaseURL is the address of the site.
	BaseURL string
	// List holds the settings below [params.dilemma], in the order of the file.
	List []Setting
}

// Setting is one key with its value. All starts and ends are byte offsets in the file, ends exclusive.
type Setting struct {
	// Key is the path below [params.dilemma], such as {"rules", "canvas/repeated"}.
	Key              []string
	KeyStart, KeyEnd int
	// Text is the value of a string, or the source text of any other value.
	Text string
	// Items are the texts of a list; nil when the value is not a list.
	Items      []string
	Start, End int
}

// Text returns the value of the setting with this path below [params.dilemma], or "" when there is none.
func (s *Settings) Text(key ...string) string { return s.find(key).Text }

// Items returns the texts of the list with this path below [params.dilemma], or nil when there is none or it is not a list.
func (s *Settings) Items(key ...string) []string { return s.find(key).Items }

// find returns the setting with this path, or the zero Setting when there is none.
func (s *Settings) find(key []string) Setting {
	for _, one := range s.List {
		if slices.Equal(one.Key, key) {
			return one
		}
	}
	return Setting{}
}

// Published returns the name of the server in Git (the remote) and the name of the published branch on that server. The defaults are origin and main.
func (s *Settings) Published() (remote, branch string) {
	return cmp.Or(s.Text("forge", "remote"), "origin"), cmp.Or(s.Text("forge", "branch"), "main")
}

// SyntaxError is the error that the file is not valid TOML, with the place.
type SyntaxError struct {
	Source     []byte
	Start, End int    // byte offsets in Source, end exclusive
	Message    string // in Dutch, a part of a sentence: without a capital and without a full stop
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%s: %s", File, e.Message) }

// syntaxMessages maps parts of the error messages of the TOML parser to the IDs of explanations for somebody who does not know TOML.
var syntaxMessages = []struct{ part, id string }{
	{"at start of value", "toml/value"},
	{"expected keyword", "toml/value"},
	{"expected value", "toml/value"},
	{"unterminated", "toml/open"},
	{"not terminated", "toml/open"},
	{"cannot have new lines", "toml/open"},
	{"expected '=' after key", "toml/equals"},
	{"table name", "toml/bracket"},
	{"array", "toml/bracket"},
	{"inline table", "toml/bracket"},
	{"expected newline", "toml/newline"},
	{"at start of key", "toml/key"},
	{"escape", "toml/escape"},
}

// explain returns the explanation of an error message of the TOML parser, or that message itself when syntaxMessages does not have it.
func explain(text string) string {
	for _, m := range syntaxMessages {
		if strings.Contains(text, m.part) {
			return message.Text(m.id)
		}
	}
	return text
}

// Load reads the settings from the root of a book. A missing file gives empty Settings. The error is a *SyntaxError when the file is not valid TOML.
func Load(root fs.FS) (*Settings, error) {
	src, err := fs.ReadFile(root, File)
	if errors.Is(err, fs.ErrNotExist) {
		return &Settings{}, nil
	}
	if err != nil {
		return nil, err
	}
	return Parse(src)
}

// Parse parses the content of a hugo.toml. The error is a *SyntaxError when it is not valid TOML.
func Parse(src []byte) (*Settings, error) {
	s := &Settings{Source: src}
	var p unstable.Parser
	p.Reset(src)
	var at []string
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			at, _, _ = path(e.Key())
		case unstable.KeyValue:
			s.add(&p, at, e)
		}
	}
	var syntax *unstable.ParserError
	if err := p.Error(); errors.As(err, &syntax) {
		start := len(src)
		if len(syntax.Highlight) > 0 {
			start = int(p.Range(syntax.Highlight).Offset)
		}
		return nil, &SyntaxError{src, start, min(start+len(syntax.Highlight), len(src)), explain(syntax.Message)}
	} else if err != nil {
		return nil, err
	}
	return s, nil
}

// path returns the parts of a dotted key, with its start and end.
func path(key unstable.Iterator) (names []string, start, end int) {
	for key.Next() {
		n := key.Node()
		if len(names) == 0 {
			start = int(n.Raw.Offset)
		}
		end = int(n.Raw.Offset + n.Raw.Length)
		names = append(names, string(n.Data))
	}
	return names, start, end
}

// add adds the setting in a key-value expression of the table at, when it belongs to dilemma.
func (s *Settings) add(p *unstable.Parser, at []string, e *unstable.Node) {
	names, start, end := path(e.Key())
	full := append(at[:len(at):len(at)], names...)
	value := e.Value()
	if len(full) == 1 && full[0] == "baseURL" {
		s.BaseURL = string(value.Data)
		return
	}
	if len(full) <= len(table) || !hasPrefix(full, table) {
		return
	}
	if value.Kind == unstable.InlineTable {
		for inner := value.Children(); inner.Next(); {
			s.add(p, full, inner.Node())
		}
		return
	}
	raw := value.Raw
	text := string(value.Data)
	if value.Kind != unstable.String {
		text = strings.TrimSpace(string(p.Raw(raw)))
	}
	var items []string
	if value.Kind == unstable.Array {
		items = []string{}
		for child := value.Children(); child.Next(); {
			items = append(items, string(child.Node().Data))
		}
	}
	s.List = append(s.List, Setting{
		Key: full[len(table):], KeyStart: start, KeyEnd: end, Text: text, Items: items,
		Start: int(raw.Offset), End: int(raw.Offset + raw.Length),
	})
}

func hasPrefix(path, prefix []string) bool {
	for i, name := range prefix {
		if path[i] != name {
			return false
		}
	}
	return true
}
