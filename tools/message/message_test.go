package message

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// source is one file of the program, parsed. name is its path in the repository, with slashes.
type source struct {
	name string
	fset *token.FileSet
	file *ast.File
}

// program parses every Go file of the repository outside this package that is no test.
func program(t *testing.T) []source {
	t.Helper()
	var sources []source
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		short, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		short = filepath.ToSlash(short)
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || short == "tools/message") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, 0)
		sources = append(sources, source{short, fset, file})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) < 100 {
		t.Fatalf("only %d files: this is not the whole program", len(sources))
	}
	return sources
}

// text returns the value of a string literal, and whether the node is one.
func text(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// catalogue returns all sentences: those of Text and those of Rule.
func catalogue() map[string]string {
	all := sentences()
	maps.Copy(all, dutchRules)
	return all
}

// sentences returns those of Text.
func sentences() map[string]string {
	all := maps.Clone(dutch)
	for _, room := range rooms {
		maps.Copy(all, room)
	}
	return all
}

// TestEverySentenceIsUsed reads the program and looks up each id that it asks for. Ids that are put together from a prefix and a
// name, such as those of the rules, are found by their prefix.
func TestEverySentenceIsUsed(t *testing.T) {
	used, prefixes := map[string]bool{}, []string{"why/", "yaml/"} // of Why, with the name of a rule, and of YAML
	for _, src := range program(t) {
		ast.Inspect(src.file, func(n ast.Node) bool {
			if s, ok := text(n); ok {
				if strings.HasSuffix(s, "/") || strings.HasSuffix(s, "-") {
					prefixes = append(prefixes, s)
				}
				used[s] = true
			}
			return true
		})
	}
	for id := range sentences() {
		found := used[id] || used[strings.TrimSuffix(id, ".tip")] || used[strings.TrimSuffix(id, "/one")] || used[strings.TrimSuffix(id, "/other")] || used[strings.TrimSuffix(id, "/none")] // of Count
		for _, p := range prefixes {
			found = found || len(p) > 3 && strings.HasPrefix(id, p)
		}
		if !found {
			t.Errorf("nothing uses the sentence %q", id)
		}
	}
	// Rule puts its ids together from the id of a rule, which the program has, and a part.
	part := regexp.MustCompile(`^rule/(.+)\.(what|why|wrong|right)$`)
	for id := range dutchRules {
		if m := part.FindStringSubmatch(id); m == nil || !used[m[1]] {
			t.Errorf("nothing uses the sentence %q", id)
		}
	}
}

// asks names the functions that take the id of a sentence, with the place of the id among their arguments, and the endings with which the catalogue has
// it. Of fail and exactArgs the sentence has a tip beside it, and of Count there are two.
var asks = map[string]struct {
	argument int
	endings  []string
}{
	"message.Text":  {0, []string{""}},
	"message.Count": {0, []string{"/one", "/other"}},
	"fail":          {0, []string{"", ".tip"}},
	"exactArgs":     {1, []string{"", ".tip"}},
	"say":           {1, []string{""}},
	"busy":          {1, []string{""}},
}

// TestEveryIDExists reads the program and finds in the catalogue each id that it asks for, or a sentence with the prefix of one that it puts
// together.
func TestEveryIDExists(t *testing.T) {
	asked := 0
	for _, src := range program(t) {
		ast.Inspect(src.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := ""
			switch fun := call.Fun.(type) {
			case *ast.Ident:
				name = fun.Name
			case *ast.SelectorExpr:
				if x, ok := fun.X.(*ast.Ident); ok {
					name = x.Name + "." + fun.Sel.Name
				}
			}
			ask, ok := asks[name]
			if !ok || len(call.Args) <= ask.argument {
				return true
			}
			argument, whole := call.Args[ask.argument], true
			for sum, ok := argument.(*ast.BinaryExpr); ok; sum, ok = argument.(*ast.BinaryExpr) {
				argument, whole = sum.X, false
			}
			id, ok := text(argument)
			if !ok {
				return true
			}
			asked++
			at := src.fset.Position(call.Pos())
			for _, ending := range ask.endings {
				if whole && !has(id+ending) {
					t.Errorf("%s: there is no sentence %q", at, id+ending)
				}
			}
			if !whole && !begins(id) {
				t.Errorf("%s: there is no sentence that begins with %q", at, id)
			}
			return true
		})
	}
	if asked < 200 {
		t.Errorf("only %d ids found", asked)
	}
}

func has(id string) bool {
	return Has(id)
}

func begins(prefix string) bool {
	for id := range sentences() {
		if strings.HasPrefix(id, prefix) {
			return true
		}
	}
	return false
}

// outside holds the folders in which a Dutch sentence may stand in Go code, each with the reason.
var outside = map[string]string{
	"tools/bench/compare/":         "changes in made-up dilemmas: no user reads them",
	"tools/book/fixture/":          "made-up dilemmas for tests and measurements: no user reads them",
	"tools/internal/hostile/":      "made-up texts that are hard to search: no user reads them",
	"tools/git/remote/remotetest/": "a server for tests: no user reads what it says",
	"tools/site/search/":           "parts of words by which a compound is known: no user reads them",
	"tools/privacy/":               "patterns, lists and places in which personal data is recognised",
}

// functionWord finds words that nearly every Dutch sentence has one of. Those that are English too (of, in, is, over, was, die, we) do not count.
var functionWord = regexp.MustCompile(`(?i)(^|[^\p{L}_"./-])(de|het|een|en|van|voor|je|jouw|niet|geen|naar|met|dit|dat|deze|wordt|worden|staat|staan|bij|als|zijn|er|om|maar|ook|` +
	`kan|mag|uit|hier|te|tot|aan|door|welke|wie|wat|waar|moet|meer|nog|zonder|elke|alle|heeft|hebben|ontbreekt|bestaat|dan|al|op|kies|uw|hoe|eerst|wil)($|[^\p{L}_"/-])`)

var anyWord = regexp.MustCompile(`\p{L}{2,}`)

// looksDutch reports whether a text looks like (a part of) a Dutch sentence: two words or more, of which one is a common Dutch word. A pattern
// of regexp is none.
func looksDutch(s string) bool {
	return len(anyWord.FindAllString(s, -1)) >= 2 && functionWord.MatchString(s) && !strings.Contains(s, "(?")
}

// TestNoSentenceOutside finds sentences for users that stand in Go code.
func TestNoSentenceOutside(t *testing.T) {
	exempt := map[string]bool{}
	for _, src := range program(t) {
		folder := ""
		for f := range outside {
			if strings.HasPrefix(src.name, f) {
				folder = f
			}
		}
		ast.Inspect(src.file, func(n ast.Node) bool {
			if s, ok := text(n); ok && looksDutch(s) {
				if folder == "" {
					t.Errorf("%s: a sentence for users belongs in tools/message: %q", src.fset.Position(n.Pos()), s)
				}
				exempt[folder] = true
			}
			return true
		})
	}
	for f := range outside {
		if !exempt[f] {
			t.Errorf("%s holds no Dutch sentence: it needs no exemption", f)
		}
	}
}

func TestLooksDutch(t *testing.T) {
	for s, want := range map[string]bool{
		"Kies uit: ":                 true,
		"een gemeente":               true,
		"{n} bestanden zonder titel": true,
		"# Stap 1. Wat speelt er?":   true,
		"no such revision: %s":       false,
		"content/dilemmas":           false,
		"en":                         false,
		"the file can not be read":   false,
		"https://www.communicatierijk.nl/vakkennis/dilemmalogica/dilemmalogica-stappen-en-hulpmiddelen": false,
	} {
		if looksDutch(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

func TestSentences(t *testing.T) {
	place := regexp.MustCompile(`\{[a-z]+\}`)
	for id, s := range catalogue() {
		if strings.HasPrefix(id, "unset/") || strings.HasPrefix(id, "update/") {
			continue // lines of hugo.toml, and lines in columns
		}
		if rest := place.ReplaceAllString(s, ""); !strings.HasPrefix(id, "rule/") && strings.ContainsAny(rest, "{}") {
			t.Errorf("%s: %q has a brace that is no place", id, s)
		}
		if strings.Contains(strings.ReplaceAll(s, "\n  ", "\n"), "  ") && !strings.HasSuffix(id, "/next") && !strings.HasPrefix(id, "rule/") {
			t.Errorf("%s: two spaces", id)
		}
	}
	if got := Text("count/files", "n", "{n}"); got != "{n} bestanden" {
		t.Errorf("a value is filled in again: %q", got)
	}
}

// TestPagesHaveTheirSentences holds the catalogue of the programs in web pages, which leaves parts out, to having what these programs ask for.
func TestPagesHaveTheirSentences(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{.ImportPath}}", "./tools/site/wasm/...")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	const module = "github.com/openbaarheid-schuurt/dilemma/"
	of := map[string]bool{}
	for _, name := range strings.Fields(string(out)) {
		if short, ok := strings.CutPrefix(name, module); ok {
			of[short] = true
		}
	}
	if len(of) < 10 {
		t.Fatalf("the programs are made of %d packages: this is not the whole list", len(of))
	}
	for _, src := range program(t) {
		if !of[path.Dir(src.name)] {
			continue
		}
		ast.Inspect(src.file, func(n ast.Node) bool {
			s, ok := text(n)
			for _, room := range []map[string]string{dutchCommand, dutchSubmit, dutchReview, dutchUsage, dutchScan, dutchCollect} {
				if _, absent := room[s]; ok && absent {
					t.Errorf("%s asks for %q, which pages do not have", src.name, s)
				}
			}
			return true
		})
	}
}

// TestEveryDetectionIsExplained finds a sentence that says why for each rule of package detect that finds something.
func TestEveryDetectionIsExplained(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "privacy", "detect", "testdata", "rules.txt"))
	if err != nil {
		t.Fatal(err)
	}
	rules := 0
	for line := range strings.Lines(string(data)) {
		rule, _, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") || strings.HasPrefix(rule, "geen/") {
			continue
		}
		rules++
		if !Has("why/" + rule) {
			t.Errorf("%s has no sentence that says why", rule)
		}
	}
	if rules < 100 {
		t.Errorf("only %d examples: this is not the whole list", rules)
	}
}
