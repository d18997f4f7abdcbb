package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
)

func source(line string) report.Source {
	return func(string, int) []byte { return []byte(line) }
}

func TestText(t *testing.T) {
	f := finding.Finding{Rule: "x/y", Severity: finding.Error, File: "a.md", Line: 7, Column: 3, EndLine: 7, EndColumn: 5,
		Message: "Fout.", Hint: "Doe dit."}
	for _, c := range []struct{ line, want string }{
		{"é\têx z", "    7 | é\têx z\n      |  \t^^\n"},
		{"", ""},
		{"\xff\xfe", ""},
		{"a\x1b[31m", "    7 | a\\u001b[31m\n      |   ^^\n"},
	} {
		var b bytes.Buffer
		if err := report.Write(&b, "text", report.Report{Findings: []finding.Finding{f}, Files: 2, Source: source(c.line)}); err != nil {
			t.Fatal(err)
		}
		want := "a.md:7:3: fout: Fout. [x/y]\n" + c.want + "    tip: Doe dit.\n\n2 bestanden bekeken: 1 fout.\n"
		if b.String() != want {
			t.Errorf("got\n%q\nwant\n%q", b.String(), want)
		}
	}
}

// TestByteOrderMark masks a value on the first line of a text that begins with one: columns begin behind it, and no letter may be left.
func TestByteOrderMark(t *testing.T) {
	f := finding.Finding{Rule: "personal/naam", Kind: "naam", Severity: finding.Error, File: "a.txt", Line: 1, Column: 4, EndLine: 1, EndColumn: 11,
		Start: 6, End: 13, Message: "Fout."}
	var b bytes.Buffer
	if err := report.Write(&b, "text", report.Report{Findings: []finding.Finding{f}, Files: 1, Source: source("\ufeffEn Zonneveld")}); err != nil {
		t.Fatal(err)
	}
	if want := "    1 | En ·······ld\n      |    ^^^^^^^\n"; !strings.Contains(b.String(), want) {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestLongLineIsCut(t *testing.T) {
	line := bytes.Repeat([]byte("0123456789"), 100)
	f := finding.Finding{Severity: finding.Hint, Line: 1, Column: 501, EndLine: 1, EndColumn: 503}
	var b bytes.Buffer
	if err := report.Write(&b, "text", report.Report{Findings: []finding.Finding{f}, Files: 1, Source: source(string(line))}); err != nil {
		t.Fatal(err)
	}
	for l := range bytes.Lines(b.Bytes()) {
		if len(l) > 120 {
			t.Errorf("a line of %d bytes", len(l))
		}
	}
}

func TestJSONIsAlwaysAnArray(t *testing.T) {
	var b bytes.Buffer
	if err := report.Write(&b, "json", report.Report{Files: 3}); err != nil || b.String() != "[]\n" {
		t.Errorf("%q %v", b.String(), err)
	}
	b.Reset()
	want := finding.Finding{Rule: "r", Severity: finding.Warning, File: "a\nb", Line: 1, Column: 2, EndLine: 3, EndColumn: 4,
		Start: 5, End: 6, Field: "f", Kind: "k", Message: "<m>", Hint: "h"}
	if err := report.Write(&b, "json", report.Report{Findings: []finding.Finding{want}, Files: 1}); err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || len(got) != 1 || len(got[0]) != 14 {
		t.Fatal(err, got)
	}
	if got[0]["message"] != "<m>" || bytes.Contains(b.Bytes(), []byte(`\u003c`)) {
		t.Errorf("%s", b.Bytes())
	}
}

// TestExplain tells why a value was found in every format when that is asked, and in none when it is not.
func TestExplain(t *testing.T) {
	findings := []finding.Finding{{Rule: "r", Severity: finding.Error, File: "a", Line: 1, Column: 1, EndLine: 1, EndColumn: 2, Message: "Fout.", Hint: "Doe dit.",
		Detector: "naam/zo", Why: "een\x1b voornaam"}, {Rule: "r", Severity: finding.Hint, File: "b", Line: 1, Column: 1, EndLine: 1, EndColumn: 1, Message: "Tip."}}
	for _, format := range report.Formats {
		for _, explain := range []bool{false, true} {
			var b bytes.Buffer
			if err := report.Write(&b, format, report.Report{Findings: findings, Files: 1, Source: source("x"), Explain: explain}); err != nil {
				t.Fatal(err)
			}
			if told := bytes.Contains(b.Bytes(), []byte(" voornaam")); told != explain || bytes.Contains(b.Bytes(), []byte("naam/zo")) && !explain || bytes.ContainsRune(b.Bytes(), 0x1b) {
				t.Errorf("%s, explain %v:\n%s", format, explain, b.Bytes())
			}
		}
	}
	if findings[0].Why == "" {
		t.Error("a report changed the findings of its caller")
	}
}

// hostile holds what could break a format: characters with a meaning in each, a name outside the repository, no place.
var hostile = []finding.Finding{
	{Rule: "a/b", Severity: finding.Error, File: "content/een, twee: é%.md", Line: 3, Column: 2, EndLine: 4, EndColumn: 1, Start: 10, End: 30,
		Field: "x.0", Message: "Zo <b> & \"zo\" % :: \n::error::nep", Hint: "Doe\u001b[2J dit.", Help: "https://x.example/regels/a/b/"},
	{Rule: "a/b", Severity: finding.Hint, File: "kop\n::error::\x1b[31m.md", Line: 1, Column: 1, EndLine: 1, EndColumn: 1, Message: "Naam."},
	{Rule: "a/b", Severity: finding.Warning, File: "/tmp/x y.md", Line: 1, Column: 1, EndLine: 1, EndColumn: 1, Message: "Let op."},
	{Rule: "a/c", Severity: finding.Hint, File: "a.md", Line: 1, Column: 1, EndLine: 1, EndColumn: 1, Field: "x.0", Message: "Tip."},
	{Rule: "a/c", Severity: finding.Hint, File: "a.md", Line: 9, Column: 1, EndLine: 9, EndColumn: 1, Field: "x.0", Message: "Tip."},
}

func write(t *testing.T, format string, findings []finding.Finding) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, format, report.Report{Findings: findings, Files: 4, Source: source("regel")}); err != nil {
		t.Fatal(err)
	}
	if bytes.ContainsRune(b.Bytes(), '\x1b') {
		t.Errorf("%s: an escape reaches the reader", format)
	}
	return b.Bytes()
}

// TestGolden holds each format against its file in testdata. UPDATE=1 writes them anew.
func TestGolden(t *testing.T) {
	for _, format := range report.Formats {
		got := write(t, format, hostile)
		file := filepath.Join("testdata", format+".golden")
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: got\n%s", file, got)
		}
	}
}

// TestSARIFIsValid lets the schema of SARIF judge.
func TestSARIFIsValid(t *testing.T) {
	file := filepath.Join("..", "..", "..", "node_modules", "@microsoft", "jest-sarif", "lib", "schemas", "sarif-2.1.0-rtm.5.json")
	if _, err := os.Stat(file); err != nil {
		if os.Getenv("DILEMMA_NO_SKIP") != "" {
			t.Fatalf("may not be skipped: %v", err)
		}
		t.Skipf("the schema of SARIF is not installed: run npm ci (%v)", err)
	}
	schema, err := jsonschema.NewCompiler().Compile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, findings := range [][]finding.Finding{nil, hostile} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(write(t, "sarif", findings)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Error(err)
		}
	}
}

// TestFingerprintsStay moves findings down and takes one away: the others keep their fingerprint, and no two are alike.
func TestFingerprintsStay(t *testing.T) {
	read := func(findings []finding.Finding) (prints []string) {
		var entries []struct{ Fingerprint string }
		if err := json.Unmarshal(write(t, "gitlab", findings), &entries); err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			prints = append(prints, e.Fingerprint)
		}
		return prints
	}
	before := read(hostile)
	moved := slices.Clone(hostile[1:])
	for i := range moved {
		moved[i].Line += 7
	}
	if after := read(moved); !slices.Equal(after, before[1:]) {
		t.Errorf("%v, and after a change elsewhere %v", before, after)
	}
	if slices.Sort(before); len(slices.Compact(before)) != len(hostile) {
		t.Error("two findings share a fingerprint")
	}
}

func TestSafe(t *testing.T) {
	for in, want := range map[string]string{
		"gewoon é": "gewoon é", "a\nb": `a\u000ab`, "\x1b[2J": `\u001b[2J`, "\u202egnidael": `\u202egnidael`, "a\xffb": `a\xffb`,
		"\u009b1m": `\u009b1m`,
	} {
		if got := report.Safe(in); got != want {
			t.Errorf("Safe(%q) = %q, want %q", in, got, want)
		}
	}
}
