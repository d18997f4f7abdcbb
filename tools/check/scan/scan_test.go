package scan_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf16"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/scan"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/outgoing"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo"
	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo/repotest"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
)

var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// person is what these tests look for. It is made up, like all values here.
const person = "Volgens mevrouw Petra Jansen klopt dat niet.\n"

// secrets are values that no finding may show, in any form.
var secrets = []string{"petra jansen", "petra-jansen", "petra_jansen", "jansen", "999990019", "b.bedacht", "12345678", "0123 4567", "verzonnen persoon"}

// testRepo is a repository with only objects and references.
type testRepo struct {
	t     testing.TB
	root  string
	git   *git.Repository
	clock int64 // of the next commit
	who   string
}

func initialise(t testing.TB) *testRepo {
	t.Helper()
	root := t.TempDir()
	g, err := git.PlainInit(root, false)
	if err != nil {
		t.Fatal(err)
	}
	return &testRepo{t, root, g, 1_700_000_000, "Redactie <redactie@example.org>"}
}

func signature(who string, when int64) object.Signature {
	name, mail, _ := strings.Cut(strings.TrimSuffix(who, ">"), " <")
	return object.Signature{Name: name, Email: mail, When: time.Unix(when, 0)}
}

// commit makes a commit, and moves the branch mijn to it.
func (r *testRepo) commit(message string, files map[string]string, parents ...plumbing.Hash) plumbing.Hash {
	r.t.Helper()
	r.clock++
	s := signature(r.who, r.clock)
	in := repotest.Files{}
	for name, text := range files {
		in[name] = text
	}
	c := object.Commit{Author: s, Committer: s, Message: message, TreeHash: repotest.Tree(r.t, r.git.Storer, in), ParentHashes: parents}
	hash := repotest.Store(r.t, r.git.Storer, c.Encode)
	r.point("refs/heads/mijn", hash)
	return hash
}

func (r *testRepo) point(name string, to plumbing.Hash) {
	r.t.Helper()
	repotest.Point(r.t, r.git.Storer, name, to)
}

// checker returns a checker for a book with these files of the organisation.
func checker(own map[string]string) *rules.Checker {
	root := fstest.MapFS{}
	for name, text := range own {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	book := casebook.Open(root)
	return rules.New(book, rules.ReadStandard(book), today)
}

// judge returns a checker with the standard of a commit.
func judge(t testing.TB, root, commit string) *rules.Checker {
	t.Helper()
	span, err := repo.Between(root, commit, commit)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { span.Close() })
	book := casebook.Open(span.Tip)
	return rules.New(book, rules.ReadStandard(book), today)
}

func search(t testing.TB, c *rules.Checker, root, spec string) []finding.Finding {
	t.Helper()
	r, err := outgoing.Open(root, spec)
	if err != nil {
		t.Fatal(spec, err)
	}
	defer r.Close()
	result, err := scan.Range(c, r)
	if err != nil {
		t.Fatal(spec, err)
	}
	quiet(t, result.Findings)
	return result.Findings
}

// quiet fails the test for findings that show what they found.
func quiet(t testing.TB, findings []finding.Finding) {
	t.Helper()
	for _, f := range findings {
		for _, secret := range secrets {
			if text := strings.ToLower(f.Message + f.Hint); strings.Contains(text, secret) {
				t.Errorf("%q stands in %q, %q", secret, f.Message, f.Hint)
			}
		}
		if f.Message == "" || f.Hint == "" || strings.ContainsAny(f.Message+f.Hint, "{}") {
			t.Errorf("the sentences are not whole: %+v", f)
		}
	}
}

// short returns findings as "severity kind file", sorted.
func short(findings []finding.Finding) []string {
	lines := []string{}
	for _, f := range findings {
		kind := f.Kind
		if kind == "" {
			kind = f.Rule
		}
		lines = append(lines, fmt.Sprintf("%s %s %s", f.Severity, kind, f.File))
	}
	slices.Sort(lines)
	return lines
}

func want(t testing.TB, findings []finding.Finding, want ...string) {
	t.Helper()
	if got := short(findings); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q: %+v", got, want, findings)
	}
}

const (
	redactie = "[params.dilemma]\n  redactie = \"Redactie <redactie@example.org>\"\n"
	invented = "[params.dilemma]\n  invented = [\"verzonnen/**\", \"*.lijst\"]\n"
)

// TestRange searches one change at a time: the commits of the base in a row, and those after it.
func TestRange(t *testing.T) {
	type files = map[string]string
	docx := zipOf("[Content_Types].xml", "<Types/>", "word/document.xml", "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>Een brief.</w:t></w:r></w:p></w:body></w:document>",
		"docProps/core.xml", `<cp xmlns:dc="dc"><dc:creator>Verzonnen Persoon</dc:creator></cp>`)
	long := strings.Repeat("woord ", 350_000)
	for _, c := range []struct {
		name      string
		base, row []files
		want      []string
	}{
		{"nothing", []files{{"a.md": "Tekst.\n"}}, []files{{"a.md": "Andere tekst.\n"}}, nil},
		{"new", []files{{}}, []files{{"a.md": person}}, []string{"error naam a.md"}},
		{"new and removed", []files{{}}, []files{{"a.md": person}, {}}, []string{"error naam a.md"}},
		{"two kinds", []files{{}}, []files{{"a.md": "BSN 999990019, bel 06-12345678"}}, []string{"error bsn a.md", "error telefoon a.md"}},

		// What the base has published before is no new leak.
		{"untouched", []files{{"a.md": person}}, []files{{"a.md": person, "b.md": "x"}}, nil},
		{"renamed", []files{{"a.md": person}}, []files{{"b.md": person}}, nil},
		{"value of the base in another file", []files{{"a.md": person}}, []files{{"a.md": person, "b.md": "Mevrouw Petra Jansen belde.\n"}}, []string{"warning naam b.md"}},
		{"value of the base over two lines", []files{{"a.md": "Volgens mevrouw Petra\nJansen klopt dat niet.\n"}}, []files{{"b.md": "Mevrouw Petra Jansen belde.\n"}}, []string{"warning naam b.md"}},
		{"value of the base in a message", []files{{"a.md": "BSN 999990019"}}, []files{{"b.md": "Zijn BSN is 999990019."}}, []string{"warning bsn b.md"}},
		{"the same file earlier in the base", []files{{"a.md": person}, {}}, []files{{"b.md": person}}, nil},
		{"the value earlier in the base, in another file", []files{{"a.md": person}, {}}, []files{{"b.md": "Mevrouw Petra Jansen belde.\n"}}, []string{"error naam b.md"}},
		// A piece of a longer value says nothing of the short one.
		{"longer address in the base", []files{{"a.md": "Mail naar afdeling-b.bedacht@post.example.org."}}, []files{{"b.md": "Mail naar b.bedacht@post.example."}}, []string{"error e-mail b.md"}},
		{"longer number in the base", []files{{"a.md": "Order 4999990019123 is verstuurd."}}, []files{{"b.md": "BSN 999990019"}}, []string{"error bsn b.md"}},
		{"invented value in the base", []files{{"hugo.toml": invented, "verzonnen/a.md": person}}, []files{{"hugo.toml": invented, "b.md": "Mevrouw Petra Jansen belde.\n"}}, []string{"error naam b.md"}},

		// Only the base can say what is made up, not the proposal itself.
		{"invented", []files{{"hugo.toml": invented}}, []files{{"hugo.toml": invented, "verzonnen/d/a.md": person, "x.lijst": person + "x"}}, nil},
		{"invented in the proposal only", []files{{}}, []files{{"hugo.toml": invented, "verzonnen/a.md": person}}, []string{"error naam verzonnen/a.md"}},
		{"no longer invented in the proposal", []files{{"hugo.toml": invented}}, []files{{"hugo.toml": "", "verzonnen/a.md": person}}, nil},
		{"beside the invented", []files{{"hugo.toml": invented}}, []files{{"hugo.toml": invented, "verzonnen.md": person, "d/x.lijst": person + "x"}}, []string{"error naam d/x.lijst", "error naam verzonnen.md"}},
		{"invented and also elsewhere", []files{{"hugo.toml": invented}}, []files{{"hugo.toml": invented, "verzonnen/a.md": person}, {"hugo.toml": invented, "verzonnen/a.md": person, "z.md": person}}, []string{"error naam z.md"}},
		{"invented and elsewhere at once", []files{{"hugo.toml": invented}}, []files{{"hugo.toml": invented, "verzonnen/a.md": person, "z.md": person}}, []string{"error naam z.md"}},

		// Every form of file.
		{"UTF-16", []files{{}}, []files{{"a.txt": wide(person)}}, []string{"error naam a.txt"}},
		{"Windows-1252", []files{{}}, []files{{"a.txt": "Caf\xe9: BSN 999990019\n"}}, []string{"error bsn a.txt"}},
		{"author of a document", []files{{}}, []files{{"brief.docx": docx}}, []string{"error bestandsmetadata brief.docx"}},
		{"document with another name", []files{{}}, []files{{"brief.txt": docx}}, []string{"error bestandsmetadata brief.txt"}},
		{"name at the end of a long line", []files{{}}, []files{{"a.csv": long + person}}, []string{"error naam a.csv"}},
		{"archive with a name of a file", []files{{}}, []files{{"a.zip": zipOf("Petra Jansen.txt", "Haar BSN is 999990019.")}}, []string{"error bsn a.zip", "error naam a.zip"}},
		{"marked as binary", []files{{".gitattributes": "* -diff\n*.md binary\n"}}, []files{{".gitattributes": "* -diff\n*.md binary\n", "a.md": person}}, []string{"error naam a.md"}},
		{"marked in the proposal", []files{{}}, []files{{".gitattributes": "*.md binary -diff linguist-generated\n", "a.md": person}}, []string{"error naam a.md"}},
		{"escapes in quotes", []files{{}}, []files{{"a.md": "---\ntitle: \"BSN:\\t99999\\x30019\"\n---\n"}}, []string{"error bsn a.md"}},
		{"value of the base in another notation", []files{{"a.md": "---\ntitle: \"BSN:\\t99999\\x30019\"\n---\n"}}, []files{{"b.md": "Zijn BSN is 999990019."}}, []string{"warning bsn b.md"}},
		{"mail", []files{{}}, []files{{"a.eml": "Subject: a\nTo: b\nContent-Transfer-Encoding: base64\n\nQlNOIDk5OTk5MDAxOQ=="}}, []string{"error bsn a.eml"}},
		{"unknown kind", []files{{}}, []files{{"x.bin": "\x7fELF\x02\x01\x00\x00\x01\x02\x03\x04\x05\x06\x07"}}, []string{"warning personal/unreadable x.bin"}},
		{"empty file", []files{{}}, []files{{"leeg": ""}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := initialise(t)
			var at []plumbing.Hash
			for _, in := range c.base {
				at = []plumbing.Hash{r.commit("basis", in, at...)}
			}
			base := at[0]
			for _, in := range c.row {
				at = []plumbing.Hash{r.commit("voorstel", in, at...)}
			}
			want(t, search(t, judge(t, r.root, base.String()), r.root, base.String()+"..mijn"), c.want...)
		})
	}
}

// named reports whether a person's name was found in the name of this file or branch, certain or not.
func named(findings []finding.Finding, name string) bool {
	return slices.ContainsFunc(findings, func(f finding.Finding) bool { return f.File == name && f.Kind == "naam" })
}

// TestNames searches the names of files, folders and branches: there a person's name is mostly in lower case, with hyphens.
func TestNames(t *testing.T) {
	for name, finds := range map[string]bool{
		"petra-jansen.md": true, "notities/Verslag Petra Jansen.md": true, "notities/petra_jansen.md": true, "content/dilemmas/jan-de-vries.md": true,
		"notities/özlem-demir.md": true, "PETRA-JANSEN": true, "verslag-petra-jansen-2026.docx.txt": true,
		"jansen,piet.txt": true, "p.jansen.txt": true, "JanJansen.txt": true, "notulen-jansen-definitief.docx": true, "medewerkers/xiulan-wang.md": true,
		"content/dilemmas/park-of-parkeren.md": false, "docs/lees-mij.md": false, "content/dilemmas/de-wethouder-en-de-pers/index.md": false,
	} {
		r := initialise(t)
		base := r.commit("basis", nil)
		r.point("refs/heads/"+name, r.commit("voorstel", map[string]string{name: "x"}, base))
		if found := search(t, checker(nil), r.root, base.String()+"..mijn"); named(found, name) != finds || !finds && len(found) > 0 {
			t.Errorf("file %s: %v", name, short(found))
		}
		if found := search(t, checker(nil), r.root, base.String()+".."+name); named(found, name) != finds {
			t.Errorf("branch %s: %v", name, short(found))
		}
	}
	// A folder with a name, and a file that got one when its folder was renamed: its tree is the same as before.
	r := initialise(t)
	base := r.commit("basis", map[string]string{"een/jansen.md": "x"})
	r.commit("map", map[string]string{"een/jansen.md": "x", "petra-jansen/a.md": "y"}, base)
	if found := search(t, checker(nil), r.root, base.String()+"..mijn"); !named(found, "petra-jansen") && !named(found, "petra-jansen/a.md") {
		t.Error(short(found))
	}
	r.commit("hernoemd", map[string]string{"petra/jansen.md": "x"}, base)
	if found := search(t, checker(nil), r.root, base.String()+"..mijn"); !named(found, "petra/jansen.md") {
		t.Error("renamed folder:", short(found))
	}
}

// TestWhere checks that the messages say which commit added a value, which one removed it, and that the base holds it.
func TestWhere(t *testing.T) {
	r := initialise(t)
	base := r.commit("basis", map[string]string{"a.md": "BSN 999990019"})
	one := r.commit("een", map[string]string{"weg.md": person, "blijft.md": "Zijn BSN is 999990019."}, base)
	two := r.commit("twee", map[string]string{"blijft.md": "Zijn BSN is 999990019."}, one)
	for _, f := range search(t, checker(nil), r.root, base.String()+"..mijn") {
		words := []string{one.String()[:10]}
		switch f.File {
		case "weg.md":
			words = append(words, two.String()[:10], "geschiedenis")
		case "blijft.md":
			words = append(words, "sinds", "staat al op de tak")
		}
		for _, word := range words {
			if !strings.Contains(f.Message, word) {
				t.Errorf("%s: %q does not mention %s", f.File, f.Message, word)
			}
		}
	}
}

// TestTooLarge checks that a file that is too large is an error, even when the base holds an empty file.
func TestTooLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 64 MB")
	}
	r := initialise(t)
	large := strings.Repeat("\x00", outgoing.MaxFile) + "x"
	base := r.commit("basis", map[string]string{"a.md": "Tekst.\n"})
	head := r.commit("groot", map[string]string{"groot.bin": large}, base)
	want(t, search(t, checker(nil), r.root, base.String()+".."+head.String()), "error file/too-much groot.bin")
	base = r.commit("basis", map[string]string{".gitkeep": ""})
	head = r.commit("groot", map[string]string{"groot.bin": large}, base)
	want(t, search(t, checker(nil), r.root, base.String()+".."+head.String()), "error file/too-much groot.bin")
}

// TestAllowed checks that an allowed value is no finding until its last day.
func TestAllowed(t *testing.T) {
	r := initialise(t)
	base := r.commit("basis", nil)
	r.commit("voorstel", map[string]string{"a.md": person + "\nPetra Jansen en Jansen.\n", "c.md": "Bel met mevrouw Petra Jansen.\n"}, base)
	list := func(kind, value string, until time.Time) map[string]string {
		text, err := allowlist.Add(nil, "", value, allowlist.Entry{Kind: kind, Reason: "minister", Until: until})
		if err != nil {
			t.Fatal(err)
		}
		return map[string]string{allowlist.Path: string(text)}
	}
	found := search(t, checker(nil), r.root, base.String()+"..mijn")
	if len(found) < 3 {
		t.Fatal(found)
	}
	for name, c := range map[string]struct {
		own        map[string]string
		list, rest int // findings of the list, findings of the range
	}{
		"allowed":       {list("naam", "PETRA  jansen", today.AddDate(1, 0, 0)), 0, 0},
		"last day":      {list("naam", "Petra Jansen", today), 0, 0},
		"expired":       {list("naam", "Petra Jansen", today.AddDate(0, 0, -1)), 1, len(found)},
		"another kind":  {list("e-mail", "Petra Jansen", today.AddDate(1, 0, 0)), 0, len(found)},
		"another value": {list("naam", "Petra Janssen", today.AddDate(1, 0, 0)), 0, len(found)},
		"broken list":   {map[string]string{allowlist.Path: "waarden: [\n"}, 1, len(found)},
	} {
		t.Run(name, func(t *testing.T) {
			checker := checker(c.own)
			if got := search(t, checker, r.root, base.String()+"..mijn"); len(got) != c.rest {
				t.Errorf("%d findings, want %d: %v", len(got), c.rest, got)
			}
			ours := slices.DeleteFunc(checker.Standard(), func(f finding.Finding) bool { return f.Rule != "personal/allow" })
			if len(ours) != c.list {
				t.Errorf("on the list: %v, want %d", ours, c.list)
			}
			quiet(t, ours)
		})
	}
}

// TestIdentity checks that the redactie, programs and whoever committed in the base are no finding.
func TestIdentity(t *testing.T) {
	const petra = "Petra Jansen <petra.jansen@gemeente.example>"
	own := map[string]string{"hugo.toml": redactie}
	for _, c := range []struct {
		name, who string
		base      []string // who made the commits of the base
		own       map[string]string
		found     int
	}{
		{"new", petra, []string{"Redactie <redactie@example.org>"}, own, 1},
		{"known", petra, []string{petra}, own, 0},
		{"known from long ago", petra, []string{petra, "Redactie <redactie@example.org>"}, own, 0},
		{"known with another address", "Petra Jansen <petra.jansen@thuis.example>", []string{petra}, own, 1},
		{"redactie", "Redactie <redactie@example.org>", []string{petra}, own, 0},
		{"redactie as it is typed elsewhere", "redactie <Redactie@Example.org>", []string{petra}, own, 0},
		{"program", "renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>", []string{petra}, own, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := initialise(t)
			var at []plumbing.Hash
			for _, who := range c.base {
				r.who = who
				at = []plumbing.Hash{r.commit("basis", map[string]string{"a": who}, at...)}
			}
			r.who = c.who
			head := r.commit("voorstel", map[string]string{"a": "x"}, at...)
			head = r.commit("nog een", map[string]string{"a": "y"}, head)
			found := search(t, checker(c.own), r.root, at[0].String()+".."+head.String())
			if len(found) != c.found || c.found > 0 && (found[0].Kind != rules.KindIdentity || found[0].Severity != finding.Warning) {
				t.Errorf("got %v, want %d", found, c.found)
			}
		})
	}
}

// TestOtherThings searches everything that is not a file.
func TestOtherThings(t *testing.T) {
	r := initialise(t)
	base := r.commit("basis", nil)
	head := r.commit("Verzoek\n\n"+person, map[string]string{"a.md": "Tekst.\n"}, base)
	commit := "commit " + head.String()[:10]
	spec := base.String() + "..mijn"
	c := checker(map[string]string{"hugo.toml": redactie})
	message := "error naam " + commit
	want(t, search(t, c, r.root, spec), message)

	r.point("refs/notes/commits", r.commit("notitie", map[string]string{head.String(): "BSN 999990019\n"}))
	r.point("refs/heads/mijn", head)
	note := "error bsn " + commit
	want(t, search(t, c, r.root, spec), note, message)

	tag := object.Tag{Name: "v1", Tagger: signature("Petra Jansen <petra.jansen@gemeente.example>", r.clock), Message: "Mail b.bedacht@post.example.\n", TargetType: plumbing.CommitObject, Target: head}
	hash := repotest.Store(r.t, r.git.Storer, tag.Encode)
	r.point("refs/tags/v1", hash)
	maker := "warning git-identiteit commit " + hash.String()[:10]
	want(t, search(t, c, r.root, spec), note, "error e-mail tag v1", message, maker)

	// No finding shows the name of a tag either.
	if err := r.git.Storer.RemoveReference("refs/tags/v1"); err != nil {
		t.Fatal(err)
	}
	r.point("refs/tags/petra-jansen", hash)
	if found := search(t, c, r.root, spec); !named(found, "petra-jansen") || !slices.Contains(short(found), "error e-mail tag petra-jansen") {
		t.Error(short(found))
	}
}

// TestShowValues checks that findings show values only when ShowValues is set.
func TestShowValues(t *testing.T) {
	r := initialise(t)
	base := r.commit("basis", nil)
	head := r.commit("voorstel", map[string]string{"a.md": person}, base)
	for _, show := range []bool{false, true} {
		c := checker(nil)
		c.ShowValues = show
		opened, err := outgoing.Open(r.root, base.String()+".."+head.String())
		if err != nil {
			t.Fatal(err)
		}
		defer opened.Close()
		result, err := scan.Range(c, opened)
		if err != nil || result.Files != 1 || len(result.Findings) != 1 {
			t.Fatal(result, err)
		}
		if got := strings.Contains(result.Findings[0].Message, "Petra Jansen"); got != show {
			t.Errorf("show %v: %s", show, result.Findings[0].Message)
		}
	}
}

func input(name, text string) scan.Input {
	return scan.Input{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

// TestFiles searches files one by one.
func TestFiles(t *testing.T) {
	docx := zipOf("[Content_Types].xml", "<Types/>", "word/document.xml", "<w:document xmlns:w=\"w\"/>", "docProps/core.xml", `<cp xmlns:dc="dc"><dc:creator>Verzonnen Persoon</dc:creator></cp>`)
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"-", person, []string{"error naam -"}},
		{"-", "", nil},
		// A file that is not text must not pass for a text without findings.
		{"-", wide(person), []string{"error naam -"}},
		{"-", docx, []string{"error bestandsmetadata -"}},
		{"a.md", person, []string{"error naam a.md"}},
		{"a.md", "---\ntitle: x\n---\n" + person, []string{"error naam a.md"}},
		{"Verslag Petra Jansen.txt", "x", []string{"error naam Verslag Petra Jansen.txt"}},
		{"a.docx", docx, []string{"error bestandsmetadata a.docx"}},
		{"a.zip", docx[:len(docx)/2], []string{"warning personal/unreadable a.zip"}},
		{"a.bin", "\x00\x01\x02\x03\x04\x05", []string{"warning personal/unreadable a.bin"}},
		{"a.md", "De burgemeester van Giethoorn.", []string{"warning functie-plaats a.md"}},
	} {
		result, err := scan.Files(checker(nil), []scan.Input{input(c.name, c.text)})
		if err != nil || result.Files != 1 {
			t.Fatal(result, err)
		}
		quiet(t, result.Findings)
		want(t, result.Findings, c.want...)
	}
	result, err := scan.Files(checker(nil), []scan.Input{input("b.md", person), input("a.md", "één "+person)})
	if err != nil || result.Files != 2 || len(result.Findings) != 2 || result.Findings[0].File != "a.md" {
		t.Fatal(result, err)
	}
	if f := result.Findings[0]; f.Line != 1 || f.Column != 21 || f.EndColumn != 33 || f.Start != 22 || f.End != 34 {
		t.Errorf("the place is %+v", f)
	}
	_, err = scan.Files(checker(nil), []scan.Input{{Name: "weg.md", Open: func() (io.ReadCloser, error) { return os.Open(filepath.Join(t.TempDir(), "weg.md")) }}})
	if !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestInDir(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"a.md", "d/b.md", "d/.verborgen", ".git/config", "d/.git/HEAD", ".gitignore"} {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(root, filepath.Join(root, "d", "rond")); err != nil {
		t.Log(err) // Windows may refuse
	}
	names, err := scan.InDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		rel, err := filepath.Rel(root, name)
		if err != nil {
			t.Fatal(err)
		}
		names[i] = filepath.ToSlash(rel)
	}
	if want := []string{".gitignore", "a.md", "d/.verborgen", "d/b.md"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	if _, err := scan.InDir(filepath.Join(root, "weg")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// zipOf returns a ZIP file with the given members, as alternating names and texts.
func zipOf(members ...string) string {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(members); i += 2 {
		member, _ := w.Create(members[i])
		_, _ = io.WriteString(member, members[i+1])
	}
	_ = w.Close()
	return out.String()
}

// wide returns a text in UTF-16 as Windows writes it.
func wide(text string) string {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return string(out)
}
