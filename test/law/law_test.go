// Package law holds every provision and every ruling that the texts name against data/wet.yaml, the list of what was read in a source.
package law

import (
	"cmp"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"
)

const root = "../.."

type provision struct {
	Article   string `yaml:"article"`
	Paragraph int    `yaml:"paragraph"`
	Letter    string `yaml:"letter"`
	Says      string `yaml:"says"`
	Source    string `yaml:"source"`
	Checked   string `yaml:"checked"`
}

type list struct {
	Laws []struct {
		Key        string      `yaml:"key"`
		Short      string      `yaml:"short"`
		Name       string      `yaml:"name"`
		URL        string      `yaml:"url"`
		Link       string      `yaml:"link"`
		Provisions []provision `yaml:"provisions"`
	} `yaml:"laws"`
	Rulings []struct {
		ECLI    string `yaml:"ecli"`
		Court   string `yaml:"court"`
		Date    string `yaml:"date"`
		URL     string `yaml:"url"`
		Decides string `yaml:"decides"`
		Source  string `yaml:"source"`
		Checked string `yaml:"checked"`
	} `yaml:"rulings"`
}

func read(t *testing.T) list {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(root, "data", "wet.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var l list
	if err := yaml.Unmarshal(src, &l); err != nil {
		t.Fatal(err)
	}
	return l
}

var ordinals = func() map[string]int {
	all := map[string]int{}
	for _, words := range []string{
		"eerste tweede derde vierde vijfde zesde zevende achtste negende tiende",
		"first second third fourth fifth sixth seventh eighth ninth tenth",
	} {
		for i, word := range strings.Fields(words) {
			all[word] = i + 1
		}
	}
	return all
}()

var ecli = regexp.MustCompile(`ECLI:[A-Z]{2}:[A-Z0-9]{1,7}:(\d{4}):[A-Z0-9.]*[A-Z0-9]`)

// TestList checks each entry by itself: it is whole, it was read on a day that has been, and it stands there once.
func TestList(t *testing.T) {
	l := read(t)
	seen := map[string]bool{}
	check := func(name, says, source, checked string) {
		t.Helper()
		if seen[name] {
			t.Errorf("%s stands there twice", name)
		}
		seen[name] = true
		if len(strings.Fields(says)) < 4 || !strings.HasSuffix(strings.TrimSpace(says), ".") {
			t.Errorf("%s: it says %q", name, says)
		}
		if u, err := url.Parse(source); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			t.Errorf("%s: source %q", name, source)
		}
		if day, err := time.Parse(time.DateOnly, checked); err != nil || day.After(time.Now()) {
			t.Errorf("%s: checked %q", name, checked)
		}
	}
	for _, law := range l.Laws {
		if law.Short == "" || law.Name == "" || !strings.HasPrefix(law.URL, "https://") || !strings.Contains(law.Link, "{article}") && !strings.HasPrefix(law.Link, "https://eur-lex.europa.eu/") {
			t.Errorf("%s: %q %q %q", law.Key, law.Name, law.URL, law.Link)
		}
		for _, p := range law.Provisions {
			check(name(law.Short, p.Article, p.Paragraph, p.Letter), p.Says, p.Source, p.Checked)
		}
	}
	for _, r := range l.Rulings {
		check(r.ECLI, r.Decides, r.Source, r.Checked)
		m := ecli.FindStringSubmatch(r.ECLI)
		if m == nil || m[0] != r.ECLI || !strings.HasPrefix(r.Date, m[1]) || r.Court == "" {
			t.Errorf("%s of %q, %s", r.ECLI, r.Court, r.Date)
		}
		if u, err := url.Parse(r.URL); err != nil || u.Host == "" {
			t.Errorf("%s: %q", r.ECLI, r.URL)
		}
	}
}

func name(law, article string, paragraph int, letter string) string {
	return fmt.Sprintf("%s %s lid %d %s", law, article, paragraph, letter)
}

// beforeLaw is how layouts/_partials/fn/law/grammar.html, which makes the links, reads the name of a provision before that of its law.
var beforeLaw = regexp.MustCompile("\\$(?:article|letter) := `([^`]+)`")

// grammar is the pattern of the names of provisions, as the templates have it.
func grammar(t *testing.T, l list) *regexp.Regexp {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(root, "layouts", "_partials", "fn", "law", "grammar.html"))
	if err != nil {
		t.Fatal(err)
	}
	parts := beforeLaw.FindAllSubmatch(src, -1)
	if len(parts) != 2 {
		t.Fatal("the templates have the names of provisions in another way")
	}
	var names []string
	for _, law := range l.Laws {
		for _, one := range []string{law.Name + " (" + law.Short + ")", law.Name, law.Short} {
			names = append(names, regexp.MustCompile(`\w$`).ReplaceAllString(strings.ReplaceAll(regexp.QuoteMeta(one), " ", `\s+`), `$0\b`))
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(b, a) })
	return regexp.MustCompile(`^` + string(parts[0][1]) + string(parts[1][1]) + `(` + strings.Join(names, "|") + `)`)
}

// TestNamesOfCourts reads how rulings write a provision: what is whole is a link, and what leaves out its law is none.
func TestNamesOfCourts(t *testing.T) {
	pattern := grammar(t, read(t))
	for text, want := range map[string][]string{
		"artikel 5.1, tweede lid, aanhef en onder e, van de Woo)":                           {"5.1", "tweede", "e", "Woo"},
		"artikel 5.1, eerste lid, aanhef en onderdeel c, van de Wet open overheid (Woo) en": {"5.1", "eerste", "c", "Wet open overheid (Woo)"},
		"artikel 4.2 van de Woo).":                              {"4.2", "", "", "Woo"},
		"Artikel 8:29, vijfde lid, Awb":                         {"8:29", "vijfde", "", "Awb"},
		"artikel 10, tweede lid, aanhef en onder e, van de Wob": nil, // not in the list
		"artikel 5.1 en volgende":                               nil,
		"artikel 5.1, tweede lid, aanhef, van de Woo":           nil,
	} {
		var got []string
		if m := pattern.FindStringSubmatch(text); m != nil {
			got = m[1:]
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}

// named finds what reads as the name of a provision, in whatever form.
var named = regexp.MustCompile(`(?i)\b(?:artikel(?:en)?|articles?|art\.)\s+\d`)

// TestNames finds every name of a provision and of a ruling in what readers read. Each is written so that it becomes a link, and stands in the list.
func TestNames(t *testing.T) {
	l := read(t)
	known, short := map[string]bool{}, map[string]string{}
	for _, law := range l.Laws {
		short[law.Name+" ("+law.Short+")"], short[law.Name], short[law.Short] = law.Short, law.Short, law.Short
		for _, p := range law.Provisions {
			known[name(law.Short, p.Article, p.Paragraph, p.Letter)] = true
		}
	}
	for _, r := range l.Rulings {
		known[r.ECLI] = true
	}
	pattern := grammar(t, l)
	found := 0
	for _, dir := range []string{"content", "data", "i18n"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Base(file) == "wet.yaml" || !slices.Contains([]string{".md", ".yaml"}, filepath.Ext(file)) {
				return err
			}
			src, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			text := string(src)
			where := func(at int) string {
				return fmt.Sprintf("%s:%d", strings.TrimPrefix(filepath.ToSlash(file), root+"/"), 1+strings.Count(text[:at], "\n"))
			}
			for _, at := range named.FindAllStringIndex(text, -1) {
				if filepath.Ext(file) == ".yaml" && strings.HasPrefix(text[strings.LastIndex(text[:at[0]], "\n")+1:], "#") {
					continue // a comment
				}
				found++
				m := pattern.FindStringSubmatch(text[at[0]:])
				if m == nil {
					t.Errorf("%s: %q is not written as a link: artikel 5.1, tweede lid, onder e, van de Woo; or its law is not in the list", where(at[0]), excerpt(text[at[0]:]))
					continue
				}
				paragraph, ok := ordinals[m[2]]
				if m[2] != "" && !ok {
					t.Errorf("%s: %q is no paragraph", where(at[0]), m[2])
				}
				if want := name(short[strings.Join(strings.Fields(m[4]), " ")], m[1], paragraph, m[3]); !known[want] {
					t.Errorf("%s: %s is not in data/wet.yaml", where(at[0]), want)
				}
			}
			for _, at := range ecli.FindAllStringIndex(text, -1) {
				found++
				if want := text[at[0]:at[1]]; !known[want] {
					t.Errorf("%s: %s is not in data/wet.yaml", where(at[0]), want)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 100 {
		t.Errorf("only %s names found", strconv.Itoa(found))
	}
}

// excerpt is the beginning of a text on one line.
func excerpt(s string) string {
	fields := strings.Fields(s)
	return strings.Join(fields[:min(len(fields), 9)], " ")
}
