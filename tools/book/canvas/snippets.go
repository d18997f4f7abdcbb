//go:build !js

package canvas

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// SnippetsFile is the path of the snippets with which VS Code completes front matter in Markdown: it supports JSON Schema in
// YAML files only.
const SnippetsFile = ".vscode/dilemma.code-snippets"

// Snippets returns the snippets: for every field its key with its help, and the words to choose from.
func (d *Definition) Snippets() []byte {
	all := object{}
	var add func(fields []*Field, path string)
	add = func(fields []*Field, path string) {
		for _, f := range fields {
			name := f.Key
			if path != "" {
				name = path + "." + f.Key
			}
			if f.Kind == Group {
				add(f.Fields, name)
				continue
			}
			all = append(all, member{name, object{
				{"scope", "markdown"}, {"prefix", f.Key}, {"body", snippet(f)},
				{"description", strings.TrimSpace(f.Question + " " + f.Help)},
			}})
		}
	}
	add(d.Root.Fields, "")
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(all); err != nil {
		panic(err) // it holds only texts
	}
	return b.Bytes()
}

// snippet returns the lines of a field, with placeholders.
func snippet(f *Field) []string {
	switch f.Kind {
	case Term:
		return []string{fmt.Sprintf("%s: ${1|%s|}", f.Key, strings.Join(quoted(f.Vocabulary), ","))}
	case Terms:
		return []string{fmt.Sprintf("%s: [${1|%s|}]", f.Key, strings.Join(quoted(f.Vocabulary), ","))}
	case Flag:
		return []string{f.Key + ": ${1|true,false|}"}
	case Date:
		return []string{f.Key + ": ${1:$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE}"}
	case List:
		return []string{f.Key + ":", "  - ${1}"}
	case Table:
		lines := []string{f.Key + ":"}
		for i, c := range f.Entry() {
			lead := "    "
			if i == 0 {
				lead = "  - "
			}
			if c.Kind == List {
				lines = append(lines, lead+c.Key+":", fmt.Sprintf("      - ${%d}", i+1))
				continue
			}
			lines = append(lines, fmt.Sprintf("%s%s: ${%d}", lead, c.Key, i+1))
		}
		return lines
	}
	if f.Question != "" && f.Style == "" {
		return []string{f.Key + ": |", "  ${1}"}
	}
	return []string{f.Key + `: ${1}`}
}

// quoted returns the keys of a vocabulary as YAML: in quotes when they begin with a digit.
func quoted(v *Vocabulary) []string {
	keys := v.Keys()
	for i, k := range keys {
		if k[0] >= '0' && k[0] <= '9' {
			keys[i] = `"` + k + `"`
		}
	}
	return keys
}
