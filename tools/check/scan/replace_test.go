package scan_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/scan"
	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

func none(detect.Hit) bool { return false }

// TestReplace replaces a value of each kind. Nothing else may change.
func TestReplace(t *testing.T) {
	for src, want := range map[string]string{
		"":                        "",
		"Een bewoner belde.\r\n":  "Een bewoner belde.\r\n",
		person:                    "Volgens mevrouw [naam] klopt dat niet.\n",
		"  Mevrouw Petra Jansen ": "  Mevrouw [naam] ",
		"BSN 999990019, bel 06-12345678 of b.bedacht@post.example": "BSN [bsn], bel [telefoonnummer] of [e-mailadres]",
		"Rekening NL13 TEST 0123 4567 89.":                         "Rekening [rekeningnummer].",
		"Geboren op 31 maart 1988.":                                "Geboren op [datum].",
		"De burgemeester van Giethoorn wachtte.":                   "De burgemeester van een gemeente wachtte.",
		// A name of a place is replaced as a whole, even when it has several words.
		"De wethouder van Den Helder wachtte.":                         "De wethouder van een gemeente wachtte.",
		"De wethouder van Oude Pekela wachtte.":                        "De wethouder van een gemeente wachtte.",
		"De raad praatte over de sporthal in Giethoorn.":               "De raad praatte over de sporthal in een gemeente.",
		"De gemeente Giethoorn wachtte.":                               "De gemeente [gemeente] wachtte.",
		"Stichting De Verzonnen Brug kreeg geld.":                      "een organisatie kreeg geld.",
		"Toen kreeg de Stichting De Verzonnen Brug geld.":              "Toen kreeg de [organisatie] geld.",
		"De Stichting De Verzonnen Brug kreeg geld.":                   "De [organisatie] kreeg geld.",
		"Mevrouw Petra Jansen.\n\nIn de tekst: mevrouw Petra Jansen\n": "Mevrouw [naam].\n\nIn de tekst: mevrouw [naam]\n",
		// The rule for front matter does not apply to the text below it.
		"---\ntitle: x\n---\nContact: Petra Jansen\n\n- Petra Jansen\n": "---\ntitle: x\n---\nContact: [naam]\n\n- [naam]\n",
	} {
		if got := string(scan.Replace("a.md", []byte(src), detect.Scan, none)); got != want {
			t.Errorf("%q became\n%q, want\n%q", src, got, want)
		}
	}
	all := func(detect.Hit) bool { return true }
	if got := string(scan.Replace("a.md", []byte(person), detect.Scan, all)); got != person {
		t.Errorf("what was kept became %q", got)
	}
}

// fronts are front matters with values in every place where YAML allows them.
var fronts = map[string]string{
	"end of a line":    "title: Petra Jansen\ncanvas:\n  wie: x\n",
	"begin of a text":  "title: Petra Jansen belde\n",
	"middle":           "title: Volgens mevrouw Petra Jansen, van de buurt\n",
	"list":             "spelers:\n  - Petra Jansen\n  - b.bedacht@post.example\n  - x\n",
	"list of groups":   "spelers:\n  - speler: Petra Jansen\n    belang: rust\n  - {speler: Petra Jansen, belang: geld}\n",
	"list in brackets": "namen: [Petra Jansen, b.bedacht@post.example, een ander]\n",
	"alone in a list":  "namen: [Petra Jansen]\n",
	"double quotes":    "title: \"Petra Jansen\"\nx: \"Brief van Petra Jansen\"\n",
	"single quotes":    "title: 'Petra Jansen'\nx: 'zo''n brief van Petra Jansen'\n",
	"block":            "tekst: |\n  Petra Jansen belde.\n  Van: Petra Jansen\n  - Petra Jansen\n",
	"folded":           "tekst: >-\n  Volgens mevrouw Petra\n  Jansen klopt dat niet.\n",
	"escapes":          "title: \"Mevrouw \\x50etra Jans\\u0065n belde.\\nMail:\\tb.bedacht@post.example\"\n",
	"a line goes on":   "title: \"Mevrouw Petra Jan\\\n  sen belde.\"\n",
	"folded quotes":    "title: 'Mevrouw Petra\n  Jansen zei ''nee''.'\n",
	"two lines":        "tekst: Volgens mevrouw\n  Petra Jansen klopt dat niet.\n",
	"key":              "spelers:\n  Petra Jansen: eigenaar\n  een ander: x\n",
	"key in braces":    "spelers: {Petra Jansen: eigenaar}\n",
	"comment behind":   "title: Petra Jansen # de eigenaar\nmail: b.bedacht@post.example   \n",
	"comment":          "title: x # van Petra Jansen\n# Petra Jansen\n",
	"windows":          "title: Petra Jansen\r\nmail: b.bedacht@post.example\r\n",
	"deep list":        "a:\n  - - Petra Jansen\n    - x\n",
	"many kinds":       "wie: Petra Jansen\ntel: 06-12345678\nmail: b.bedacht@post.example\ngeld: NL13 TEST 0123 4567 89\nwaar: wethouder van Giethoorn\nvan: Stichting De Verzonnen Brug\n",
}

// shape returns a value with a mark for each text, so that it shows when a text became a list.
func shape(v any) any {
	switch v := v.(type) {
	case map[string]any:
		var all []any
		for _, inner := range v {
			all = append(all, shape(inner))
		}
		// A map has no order, so its shapes are sorted.
		count := map[string]int{}
		for _, s := range all {
			text, _ := yaml.Marshal(s)
			count[string(text)]++
		}
		return count
	case []any:
		all := []any{}
		for _, inner := range v {
			all = append(all, shape(inner))
		}
		return all
	}
	return "tekst"
}

// TestReplaceFrontMatter parses the result as YAML: every text must still be one, and no value that certainly identifies a person may remain.
func TestReplaceFrontMatter(t *testing.T) {
	read := func(src string) (map[string]any, error) {
		var doc map[string]any
		end := strings.Index(src[3:], "\n---") + 4
		return doc, yaml.Unmarshal([]byte(src[3:end]), &doc)
	}
	for name, front := range fronts {
		t.Run(name, func(t *testing.T) {
			src := "---\n" + front + "---\n\nVolgens mevrouw Petra Jansen klopt dat niet.\n"
			read := func(src string) (map[string]any, error) {
				if strings.Contains(front, "\r") {
					src = strings.Replace(src, "---\n", "---\r\n", 1)
				}
				return read(src)
			}
			before, err := read(src)
			if err != nil {
				t.Fatal("the test is wrong:", err)
			}
			proposal := string(scan.Replace("a.md", []byte(src), detect.Scan, none))
			if strings.Contains(proposal, "Jansen") || proposal == src {
				t.Errorf("nothing was replaced in\n%s", proposal)
			}
			after, err := read(proposal)
			if err != nil {
				t.Fatalf("%v in\n%s", err, proposal)
			}
			if !reflect.DeepEqual(shape(before), shape(after)) {
				t.Errorf("the values changed in kind:\n%s\nwas\n%s", proposal, src)
			}
			for _, h := range detect.Scan(proposal) {
				if h.Sure && h.Kind.Identifies() {
					t.Errorf("%s %q stands in the proposal\n%s", h.Kind, h.Value, proposal)
				}
			}
		})
	}
}

// TestReplaceNotations replaces values in files of other kinds, which stay what they are.
func TestReplaceNotations(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"a.json", `{"bsn":999990019,"tel": "Bel\n06-12345678","a":[999990019],"naam":"Mevrouw \u0050etra Jansen"}`, `{"bsn":"[bsn]","tel": "Bel\n[telefoonnummer]","a":["[bsn]"],"naam":"Mevrouw [naam]"}`},
		{"a.yaml", "a: \"Mevrouw \\x50etra Jansen\"\nb: 'BSN: 999990019'\n", "a: \"Mevrouw [naam]\"\nb: 'BSN: [bsn]'\n"},
		{"a.eml", "Subject: a\nTo: b\nContent-Transfer-Encoding: quoted-printable\n\nMevrouw P=65tra Jan=\nsen belde.", "Subject: a\nTo: b\nContent-Transfer-Encoding: quoted-printable\n\nMevrouw [naam] belde."},
		// Mevrouw Petra Jansen
		{"a.eml", "MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nTWV2cm91dyBQZXRyYSBKYW5zZW4=", "MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nTWV2cm91dyBQZXRyYSBKYW5zZW4="},
		{"a.rtf", `{\rtf1 Mevrouw P\u101?tra Jansen}`, `{\rtf1 Mevrouw [naam]}`},
		{"a.html", "<p>Mevrouw P&#101;tra <b>Jansen</b>", "<p>Mevrouw [naam]</b>"},
	} {
		if got := string(scan.Replace(c.name, []byte(c.src), detect.Scan, none)); got != c.want {
			t.Errorf("%s became\n%q, want\n%q", c.name, got, c.want)
		}
	}
}

// TestDiff applies diffs with git, to files with every kind of name and line end.
func TestDiff(t *testing.T) {
	if d := scan.Diff("a.md", []byte("x\n"), []byte("x\n")); d != nil {
		t.Errorf("no difference gives %q", d)
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	filler := strings.Repeat("Een regel tekst.\n", 20)
	for _, c := range []struct{ name, src string }{
		{"a.md", person},
		{"content/dilemmas/mijn-dilemma.md", "---\ntitle: Petra Jansen\n---\n" + filler + person + filler + "Bel 06-12345678.\n" + filler},
		{"zonder-regeleinde.md", filler + "Mevrouw Petra Jansen"},
		{"windows.md", strings.ReplaceAll(filler+person+filler, "\n", "\r\n")},
		{"een naam met spaties.md", person},
		{"map met spatie/één.md", person},
		{"over-twee-regels.md", filler + "Volgens mevrouw Petra\nJansen klopt dat niet.\n" + filler},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, filepath.FromSlash(c.name))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(c.src), 0o644); err != nil {
				t.Fatal(err)
			}
			proposal := scan.Replace("a.md", []byte(c.src), detect.Scan, none)
			for _, args := range [][]string{{"init", "-q"}, {"apply", "-"}} {
				cmd := exec.Command("git", args...)
				cmd.Dir = dir
				cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_CEILING_DIRECTORIES="+dir)
				cmd.Stdin = bytes.NewReader(scan.Diff(c.name, []byte(c.src), proposal))
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("git %v: %v\n%s\n%s", args, err, out, scan.Diff(c.name, []byte(c.src), proposal))
				}
			}
			if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, proposal) {
				t.Errorf("%v: got\n%s\nwant\n%s", err, got, proposal)
			}
		})
	}
}

// FuzzReplace replaces the hits of any text one by one and all at once: nothing else may change.
func FuzzReplace(f *testing.F) {
	for _, front := range fronts {
		f.Add("---\n" + front + "---\n" + person)
	}
	for _, src := range []string{"", "\n", person, "\xff\xfe" + person, wide(person), "De Stichting X", "Petra\x00Jansen", "wethouder\nvan\tDen Helder", "- Petra Jansen", "---", "---:Petra Jansen"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		var hits []detect.Hit
		bound.Watch(func() {
			scan.Replace("a.md", []byte(src), detect.Scan, func(h detect.Hit) bool {
				hits = append(hits, h)
				return true
			})
		})
		var want strings.Builder
		last := 0
		for i, h := range hits {
			one := string(scan.Replace("a.md", []byte(src), detect.Scan, func(other detect.Hit) bool { return other != h }))
			if h.Start < last || h.Start == h.End {
				continue
			}
			before, after := src[:h.Start], src[h.End:]
			if len(one) <= len(before)+len(after) || !strings.HasPrefix(one, before) || !strings.HasSuffix(one, after) {
				t.Fatalf("hit %d %+v of %q: only its range may change, and not into nothing: %q", i, h, src, one)
			}
			want.WriteString(src[last:h.Start])
			want.WriteString(one[len(before) : len(one)-len(after)])
			last = h.End
		}
		want.WriteString(src[last:])
		given := []byte(src)
		if got := string(scan.Replace("a.md", given, detect.Scan, none)); got != want.String() {
			t.Errorf("%q became %q, want %q", src, got, want.String())
		}
		if string(given) != src {
			t.Error("the text that was given has changed")
		}
		scan.Diff("a.md", given, []byte(want.String()))
	})
}
