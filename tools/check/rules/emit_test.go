package rules_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
)

// examples returns the dilemmas of this repository, by their path.
func examples(t *testing.T) map[string][]byte {
	names, err := filepath.Glob("../../../content/dilemmas/[a-z]*.md")
	if err != nil || len(names) < 10 {
		t.Fatal(names, err)
	}
	all := map[string][]byte{}
	for _, name := range names {
		if all[casebook.Dir+"/"+filepath.Base(name)], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// emitters write front matter again, as other programs do.
var emitters = map[string]func(t *testing.T, front []byte) map[string]string{
	"Go": emitGo,
	"Python": func(t *testing.T, front []byte) map[string]string {
		for _, python := range []string{"python3", "/usr/bin/python3"} { // that of the system has the packages of the system
			if all := emitBy(t, front, python, "testdata/emit/emit.py"); all != nil {
				return all
			}
		}
		return nil
	},
	"Node": func(t *testing.T, front []byte) map[string]string {
		return emitBy(t, front, "node", "testdata/emit/emit.mjs")
	},
}

// emitGo writes front matter with the parser of the command itself.
func emitGo(t *testing.T, front []byte) map[string]string {
	var plain any
	var doc, single, folded yaml.Node
	for _, v := range []any{&plain, &doc, &single, &folded} {
		if err := yaml.Unmarshal(front, v); err != nil {
			t.Fatal(err)
		}
	}
	restyle(&single, yaml.SingleQuotedStyle)
	restyle(&folded, yaml.FoldedStyle)
	all := map[string]string{}
	for name, v := range map[string]any{"Go, sorted, with timestamps": plain, "Go": &doc, "Go in single quotes": &single, "Go folded": &folded} {
		for indent, of := range map[int]string{2: "", 4: ", deep"} {
			var b bytes.Buffer
			dumper, err := yaml.NewDumper(&b, yaml.WithIndent(indent))
			if err == nil {
				err = dumper.Dump(v)
			}
			if err == nil {
				err = dumper.Close()
			}
			if err != nil {
				t.Fatal(err)
			}
			all[name+of] = b.String()
		}
	}
	return all
}

// restyle writes all texts of a tree in one style.
func restyle(n *yaml.Node, style yaml.Style) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str" {
		n.Style = style
	}
	for i, c := range n.Content {
		if n.Kind != yaml.MappingNode || i%2 == 1 {
			restyle(c, style)
		}
	}
}

// emitBy writes front matter with a script, or returns nil when the program or its packages are not there.
func emitBy(t *testing.T, front []byte, program, script string) map[string]string {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil
	}
	cmd := exec.Command(path, script)
	cmd.Stdin = bytes.NewReader(front)
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		if exit.ExitCode() == 3 {
			return nil
		}
		t.Fatalf("%s: %s", script, exit.Stderr)
	}
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]string
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// mayFind are the rules that a way of writing breaks indeed.
var mayFind = []string{"frontmatter/tag", "frontmatter/ambiguous", "file/line-endings"}

// TestEmitters writes our own dilemmas again with other programs. What the check finds in them is true, --fix mends all of it, and no value changes; how YAML is
// written never changes what the search for personal data finds.
func TestEmitters(t *testing.T) {
	all := examples(t)
	names := slices.Sorted(maps.Keys(all))
	book := casebook.Open(os.DirFS("../../.."))
	c := rules.New(book, rules.ReadStandard(book), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
	for program, emit := range emitters {
		t.Run(program, func(t *testing.T) {
			for i, name := range names {
				if i%9 != 0 {
					continue
				}
				front, body, _ := bytes.Cut(bytes.TrimPrefix(all[name], []byte("---\n")), []byte("\n---\n"))
				written := emit(t, append(front, '\n'))
				if written == nil {
					t.Skip(program + " is not here")
				}
				for way, text := range written {
					file := []byte("---\n" + text + "---\n" + string(body))
					checkEmitted(t, c, way, name, all[name], file)
				}
			}
		})
	}
}

func checkEmitted(t *testing.T, c *rules.Checker, way, name string, original, file []byte) {
	t.Helper()
	timed := strings.Contains(way, "timestamps")
	for _, f := range c.Text(name, file) {
		if !slices.Contains(mayFind, f.Rule) && !(timed && f.Rule == "canvas/type") {
			t.Errorf("%s: %s: %+v", way, name, f)
		}
	}
	fixed, _ := c.Fix(name, file)
	if found := c.Text(name, fixed); len(found) > 0 {
		t.Errorf("%s: %s: after --fix still %+v", way, name, found)
	}
	before, after := casebook.Parse(name, original).Front, casebook.Parse(name, fixed).Front
	if after == nil || !plainDates(before).Equal(plainDates(after)) {
		t.Errorf("%s: %s: a value changed", way, name)
	}
	if again, more := c.Fix(name, fixed); !bytes.Equal(again, fixed) || len(more) > 0 {
		t.Errorf("%s: %s: fixed twice is not fixed once: %v", way, name, more)
	}
}

// plainDates returns a value in which dates are texts: in quotes they are.
func plainDates(v *casebook.Value) *casebook.Value {
	out := &casebook.Value{Kind: v.Kind, Text: v.Text}
	if v.Kind == casebook.Date {
		out.Kind = casebook.String
	}
	for _, item := range v.Items {
		out.Items = append(out.Items, plainDates(item))
	}
	for _, p := range v.Pairs {
		out.Pairs = append(out.Pairs, casebook.Pair{Key: p.Key, Value: plainDates(p.Value)})
	}
	return out
}

// TestStyleFindsNobody has words of our language at the begin of quoted texts, where a quote is no sign that a name begins.
func TestStyleFindsNobody(t *testing.T) {
	for _, text := range []string{"Wil de raad dit: ja of nee?", "Wil rust: en wil ook meepraten.", "Kent de zaak: al jaren.", "Roos: of doornen?", "Bloem: de raad vraagt erom."} {
		want := ""
		for _, way := range []string{"|\n      " + text, ">-\n      " + text, "'" + text + "'", `"` + text + `"`} {
			got := ""
			for _, f := range run(t, book(strings.Replace(concept, "Wat schuurt.", way, 1), nil), dilemmaFile) {
				got += f.Rule + " " + f.Message + "\n"
			}
			if way[0] == '|' {
				want = got
			}
			if got != want {
				t.Errorf("%s finds %q, not %q", way, got, want)
			}
		}
	}
}
