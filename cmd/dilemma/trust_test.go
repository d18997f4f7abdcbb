package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/openbaarheid-schuurt/dilemma/tools/git/repo/repotest"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/allowlist"
)

// leak is a dilemma that must not pass: it holds a person, a telephone number and a BSN, all made up.
const leak = `---
title: "Mag dit naar buiten"
date: 2026-03-12
draft: true
herkomst: fictief
canvas:
  kennismaken:
    dilemma: Mevrouw Fatima Yildirim uit Almelo belt op 06-12345678 over BSN 111222333.
    waarom_nu: Morgen vergadert de raad.
---
`

// leaked are the values of leak that no report may show.
var leaked = []string{"Fatima", "Yildirim", "12345678", "111222333"}

// half is a dilemma that is not a concept, with hardly anything of its canvas filled in.
const half = `---
title: "Half ingevuld"
date: 2026-03-12
draft: false
herkomst: fictief
themas: [verzonnen]
canvas:
  kennismaken:
    dilemma: Het rapport is klaar, maar het overleg nog niet.
    waarom_nu: Morgen vergadert de raad.
---
`

// silent is a hugo.toml that switches off the rules on personal data that the leak breaks.
const silent = `
[params.dilemma.rules]
"personal/naam" = "off"
"personal/bsn" = "off"
"personal/telefoon" = "off"
"personal/plaats" = "off"
"personal/git-identiteit" = "off"
`

// TestProposalJudgesItself checks proposals that each weaken one of the settings by which they are judged. None passes, no report shows a value, and
// each report names the file that the proposal changes.
func TestProposalJudgesItself(t *testing.T) {
	base := baseFiles(t)
	setting := func(text string) map[string]string {
		return map[string]string{"hugo.toml": base["hugo.toml"] + text, "content/dilemmas/lek.md": leak}
	}
	instead := func(file, old, new string, more map[string]string) map[string]string {
		if !strings.Contains(base[file], old) {
			t.Fatalf("%s does not hold %q", file, old)
		}
		changed := map[string]string{file: strings.ReplaceAll(base[file], old, new)}
		maps.Copy(changed, more)
		return changed
	}
	onlyLeak := map[string]string{"content/dilemmas/lek.md": leak}
	onlyHalf := map[string]string{"content/dilemmas/half.md": half}
	for name, c := range map[string]struct {
		before, after map[string]string
		reported      string   // the file that the proposal is reported of; empty when it changes none
		want          []string // rules that must be among the errors of check
		scan          bool     // whether scan must stop it too
	}{
		"no rules":          {after: setting(silent), reported: "hugo.toml", want: []string{"personal/naam", "personal/bsn", "personal/telefoon"}, scan: true},
		"rules as hints":    {after: setting(strings.ReplaceAll(silent, `"off"`, `"hint"`)), reported: "hugo.toml", want: []string{"personal/naam", "personal/bsn", "personal/telefoon"}, scan: true},
		"all is invented":   {after: instead("hugo.toml", "invented = [", `invented = ["content/**", "*.md", `, onlyLeak), reported: "hugo.toml", want: []string{"personal/bsn"}, scan: true},
		"broken settings":   {after: setting("\n["), reported: "hugo.toml", want: []string{"personal/bsn", "config/syntax"}, scan: true},
		"values allowed":    {after: map[string]string{"content/dilemmas/lek.md": leak, allowlist.Path: allowed(t)}, reported: allowlist.Path, want: []string{"personal/naam", "personal/telefoon"}, scan: true},
		"nothing required":  {after: instead("data/canvas.yaml", "required: published", "required: \"\"", onlyHalf), reported: "data/canvas.yaml", want: []string{"canvas/required"}},
		"a word of its own": {after: instead("data/themas.yaml", "terms:\n", "terms:\n  - key: verzonnen\n    label: Verzonnen\n    explanation: Verzonnen.\n", onlyHalf), reported: "data/themas.yaml", want: []string{"canvas/term"}},
		// The commit where the proposal branched off had no such rules; main has got them since.
		"an old base": {before: map[string]string{"hugo.toml": base["hugo.toml"] + silent}, after: onlyLeak, want: []string{"personal/bsn"}, scan: true},
	} {
		t.Run(name, func(t *testing.T) {
			propose(t, base, c.before, c.after, "Redactie <redactie@example.org>")
			for _, args := range [][]string{
				{"check", "--since", "main", "--format", "text"}, {"scan", "--range", "main..HEAD"}, {"scan", "--pre-push", "origin"},
				{"review", "main..HEAD", "--format", "md"}, {"review", "main..HEAD", "--format", "json"}, {"review", "--format", "text"},
			} {
				code, out := dilemma(t, args...)
				line := strings.Join(args, " ")
				if reported := strings.Contains(out, "Dit voorstel verandert "); !strings.Contains(out, c.reported) || reported != (c.reported != "") {
					t.Errorf("%s does not report %q:\n%s", line, c.reported, out)
				}
				for _, value := range leaked {
					if strings.Contains(out, value) {
						t.Errorf("%s shows %s:\n%s", line, value, out)
					}
				}
				switch {
				case args[0] == "check" && code != statusFindings, args[0] == "scan" && c.scan && code != statusFindings, args[0] == "review" && code != statusOK:
					t.Errorf("%s: status %d\n%s", line, code, out)
				}
			}
			_, out := dilemma(t, "check", "--since", "main", "--format", "json", "--fail-on", "error")
			for _, rule := range c.want {
				if !slices.Contains(errorsIn(t, out), rule) {
					t.Errorf("no error %s in\n%s", rule, out)
				}
			}
		})
	}
}

// TestMadeUp checks a proposal that adds something to a page on which all personal data is made up. What the published branch has there is passed over;
// what is new is shown to a person, masked, since nobody knows whether it is made up too.
func TestMadeUp(t *testing.T) {
	const page = "content/meedoen/anonimiseren.md"
	const text = "---\ntitle: Anonimiseren\n---\nSchrijf niet: mevrouw Sietske Postma, 06-23456789.\n"
	base := baseFiles(t)
	base[page] = text
	for name, c := range map[string]struct {
		after string
		want  int // the number of warnings
	}{
		"unchanged":      {text, 0},
		"another word":   {text + "Dat is beter.\n", 0},
		"another number": {text + "Bel mevrouw Yildirim op 06-12345678, BSN 111222333.\n", 3},
	} {
		t.Run(name, func(t *testing.T) {
			propose(t, base, nil, map[string]string{page: c.after, "content/meedoen/anders.md": "---\ntitle: Anders\n---\nEen zin.\n"}, "Redactie <redactie@example.org>")
			code, out := dilemma(t, "check", "--since", "main", "--format", "json")
			if got := strings.Count(out, `"rule": "personal/`); code != statusOK || got != c.want || strings.Count(out, `"severity": "warning"`) < got {
				t.Errorf("status %d, %d findings:\n%s", code, got, out)
			}
			for _, value := range leaked {
				if strings.Contains(out, value) {
					t.Errorf("check shows %s:\n%s", value, out)
				}
			}
			if code, out := dilemma(t, "check", "--format", "json"); code != statusOK || strings.Contains(out, "personal/") {
				t.Errorf("the book by its own standard: status %d\n%s", code, out)
			}
		})
	}
}

// TestProposalNamesItself checks a proposal whose settings say that it is the published branch, and that a person is the redactie.
func TestProposalNamesItself(t *testing.T) {
	base := baseFiles(t)
	for name, changed := range map[string]string{
		"published branch": strings.Replace(base["hugo.toml"], `branch = "main"`, `branch = "voorstel"`, 1),
		"redactie":         strings.Replace(base["hugo.toml"], "Redactie <redactie@example.org>", "Petra Jansen <petra.jansen@gemeente.example>", 1),
	} {
		if changed == base["hugo.toml"] {
			t.Fatal(name, "changes nothing")
		}
		t.Run(name, func(t *testing.T) {
			propose(t, base, nil, map[string]string{"hugo.toml": changed, "content/dilemmas/lek.md": leak}, "Petra Jansen <petra.jansen@gemeente.example>")
			if code, out := dilemma(t, "review", "--format", "md"); code != statusOK || !strings.Contains(out, "Mag dit naar buiten") || !strings.Contains(out, "hugo.toml") {
				t.Errorf("review: status %d\n%s", code, out)
			}
			if _, out := dilemma(t, "scan", "--range", "main..HEAD", "--format", "json"); !strings.Contains(out, "personal/git-identiteit") {
				t.Errorf("scan passes a person over as the redactie:\n%s", out)
			}
			if _, out := dilemma(t, "list"); strings.Contains(out, "voorstel") && !strings.Contains(out, "lek") {
				t.Errorf("list:\n%s", out)
			}
		})
	}
}

// TestStandardCanChange checks a proposal that changes only the standard. It passes with a warning, and the report has the findings of the new
// standard in the rest of the book.
func TestStandardCanChange(t *testing.T) {
	base := baseFiles(t)
	old := map[string]string{"content/dilemmas/park.md": strings.ReplaceAll(half, "draft: false", "draft: true")}
	old["content/dilemmas/park.md"] = strings.ReplaceAll(old["content/dilemmas/park.md"], "themas: [verzonnen]", "themas: [timing]")
	propose(t, base, old, map[string]string{"hugo.toml": base["hugo.toml"] + "\n[params.dilemma.rules]\n\"canvas/repeated\" = \"hint\"\n"}, "Redactie <redactie@example.org>")
	if code, out := dilemma(t, "check", "--since", "main"); code != statusOK || !strings.Contains(out, "hugo.toml:1:1: let op: ") {
		t.Errorf("status %d\n%s", code, out)
	}
	without := strings.Replace(base["data/themas.yaml"], "  - key: timing\n", "  - key: tijdstip\n", 1)
	propose(t, base, old, map[string]string{"data/themas.yaml": without}, "Redactie <redactie@example.org>")
	if code, out := dilemma(t, "check", "--since", "main", "--format", "json"); code != statusFindings || !slices.Contains(errorsIn(t, out), "canvas/term") {
		t.Errorf("what the proposal breaks is not reported: status %d\n%s", code, out)
	}
}

// TestBrokenStandard has a definition on main that can't be parsed, which only a proposal can repair.
func TestBrokenStandard(t *testing.T) {
	base := baseFiles(t)
	mended := map[string]string{"data/canvas.yaml": base["data/canvas.yaml"]}
	base["data/canvas.yaml"] = "edition: ["
	base["content/dilemmas/park.md"] = strings.NewReplacer("draft: false", "draft: true", "themas: [verzonnen]\n", "").Replace(half)
	propose(t, base, nil, mended, "Redactie <redactie@example.org>")
	if code, out := dilemma(t, "check", "--since", "main"); code != statusOK || !strings.Contains(out, "bij uitzondering") {
		t.Errorf("status %d\n%s", code, out)
	}
}

// baseFiles are the files of a book with the real settings and definition, and without dilemmas.
func baseFiles(t *testing.T) map[string]string {
	t.Helper()
	root := os.DirFS(filepath.Join("..", ".."))
	names, err := fs.Glob(root, "data/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, name := range append(names, "hugo.toml") {
		text, err := fs.ReadFile(root, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(text)
	}
	return files
}

// allowed is a list that allows the name of the leak.
func allowed(t *testing.T) string {
	t.Helper()
	list, err := allowlist.Add(nil, "lijst", "Fatima Yildirim", allowlist.Entry{Kind: "naam", Reason: "openbare functie", Until: time.Now().AddDate(1, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	return string(list)
}

// propose makes a repository of these files, makes it the working directory, and adds commits: the base, with the files before; main, on top of the
// base; and the proposal, checked out, which branched off before main and has the files after.
func propose(t *testing.T, base, before, after map[string]string, author string) {
	t.Helper()
	root := t.TempDir()
	r, err := git.PlainInit(root, false)
	if err != nil {
		t.Fatal(err)
	}
	who, mail, _ := strings.Cut(strings.TrimSuffix(author, ">"), " <")
	commit := func(name, mail string, files map[string]string, parents ...plumbing.Hash) plumbing.Hash {
		in := repotest.Files{}
		for path, text := range files {
			in[path] = text
		}
		s := object.Signature{Name: name, Email: mail, When: time.Unix(int64(len(parents))*3600, 0)}
		c := object.Commit{Author: s, Committer: s, Message: "proef", TreeHash: repotest.Tree(t, r.Storer, in), ParentHashes: parents}
		return repotest.Store(t, r.Storer, c.Encode)
	}
	with := func(changes map[string]string) map[string]string {
		files := maps.Clone(base)
		maps.Copy(files, changes)
		return files
	}
	start := commit("Redactie", "redactie@example.org", with(before))
	main := start
	if _, changed := before["hugo.toml"]; changed {
		main = commit("Redactie", "redactie@example.org", base, start)
	}
	repotest.Point(t, r.Storer, "refs/heads/main", main)
	repotest.Point(t, r.Storer, "refs/remotes/origin/main", main)
	files := with(before)
	maps.Copy(files, after)
	proposed := commit(who, mail, files, start)
	repotest.Point(t, r.Storer, "refs/heads/voorstel", proposed)
	if err := r.Storer.SetReference(plumbing.NewSymbolicReference(plumbing.HEAD, "refs/heads/voorstel")); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(root)
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	pushed = "refs/heads/voorstel " + proposed.String() + " refs/heads/voorstel " + strings.Repeat("0", 40) + "\n"
}

// pushed is the input that git gives a pre-push hook for the proposal.
var pushed string

// dilemma runs the command and returns its exit status and everything that it prints.
func dilemma(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	cmd := newRoot(&out, &out)
	cmd.SetIn(strings.NewReader(pushed))
	return runCommand(t.Context(), cmd, args, &out), out.String()
}

// errorsIn returns the rules of the errors in a JSON report.
func errorsIn(t *testing.T, report string) []string {
	t.Helper()
	var all []struct{ Rule, Severity string }
	if err := json.Unmarshal([]byte(report), &all); err != nil {
		t.Fatalf("%v: %s", err, report)
	}
	var broken []string
	for _, f := range all {
		if f.Severity == "error" {
			broken = append(broken, f.Rule)
		}
	}
	return broken
}
