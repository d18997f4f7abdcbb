//go:build !js

package canvas

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

//go:generate go run ./generate

// ArchetypeFile is the path of the archetype in the repository.
const ArchetypeFile = "archetypes/dilemma.md"

// Archetype returns the template of a new dilemma: every field of the definition in its order, with its question and
// help beside it. Both `hugo new` and `dilemma new` fill it in, so it only uses what their templates share: .Date, the
// function humanize on .File.ContentBaseName, and printf.
func (d *Definition) Archetype() string {
	a := &archetype{edition: d.Edition}
	a.line(0, "---")
	a.fields(d.Root.Fields, 0)
	a.line(0, "# "+message.Text("archetype/story"))
	a.line(0, "---")
	return a.String()
}

type archetype struct {
	strings.Builder
	edition string
	text    bool // whether a text field has been written, which may stay empty
}

func (a *archetype) line(depth int, text string) {
	if text != "" {
		a.WriteString(strings.Repeat("  ", depth) + text)
	}
	a.WriteByte('\n')
}

// blank writes an empty line, unless there is one already.
func (a *archetype) blank() {
	if !strings.HasSuffix(a.String(), "\n\n") {
		a.line(0, "")
	}
}

// fields writes fields with their help in a comment: above the field, or behind it after the first text field. Hugo's YAML
// parser rejects a comment line below an empty text.
func (a *archetype) fields(fields []*Field, depth int) {
	for i, f := range fields {
		switch {
		case f.Later:
		case depth > 0 && f.Kind == Group:
			a.blank()
			a.field(f, depth, "  # "+message.Text("archetype/step", "n", strconv.Itoa(i+1), "question", f.Question))
		case depth > 0 || a.text:
			a.field(f, depth, "  # "+help(f))
		default:
			a.wrap(help(f))
			a.field(f, depth, "")
		}
	}
}

// help returns the comment on a field: its question, its help and the words to choose from.
func help(f *Field) string {
	var parts []string
	if f.Question != "" && f.Question != f.Label {
		parts = append(parts, f.Question)
	}
	parts = append(parts, f.Help)
	if f.Vocabulary != nil && len(f.Vocabulary.Terms) > 1 {
		parts = append(parts, message.Text("archetype/words", "words", strings.Join(f.Vocabulary.Keys(), ", ")))
	}
	return strings.Join(parts, " ")
}

// wrap writes a comment on as many lines as it needs, of at most 112 bytes.
func (a *archetype) wrap(text string) {
	const width = 110
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > width {
			a.line(0, "# "+line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	if line != "" {
		a.line(0, "# "+line)
	}
}

// value returns the value that a field has in a new dilemma, with the space before it.
func (a *archetype) value(f *Field) string {
	switch f.Key {
	case "title":
		return ` {{ printf "%q" (humanize .File.ContentBaseName) }}`
	case "date":
		return ` {{ printf "%.10s" .Date }}`
	case "draft":
		return " true"
	case "editie":
		return fmt.Sprintf(" %q", a.edition)
	}
	switch f.Kind {
	case Text:
		if f.Question != "" {
			return " |"
		}
		return ` ""`
	case List, Terms:
		return " []"
	case Flag:
		return " false"
	}
	return ""
}

func (a *archetype) field(f *Field, depth int, comment string) {
	switch f.Kind {
	case Group:
		a.line(depth, f.Key+":"+comment)
		a.fields(f.Fields, depth+1)
	case Table:
		a.line(depth, f.Key+":"+comment)
		for range max(f.Min, 1) {
			a.entry(f, depth+1)
		}
	default:
		value := a.value(f)
		a.line(depth, f.Key+":"+value+comment)
		if value == " |" {
			a.line(0, "") // the line to write on
			a.text = true
		}
	}
}

// entry writes one empty entry of a table.
func (a *archetype) entry(table *Field, depth int) {
	for i, f := range table.Entry() {
		lead := "  "
		if i == 0 {
			lead = "- "
		}
		value := a.value(f)
		if f.Kind == List {
			value = ""
		}
		a.line(depth, lead+f.Key+":"+value)
		if f.Kind == List {
			a.line(depth+2, `- ""`)
		}
	}
}
