package report_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/report"
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
		if err := report.Write(&b, "text", []finding.Finding{f}, 2, source(c.line)); err != nil {
			t.Fatal(err)
		}
		want := "a.md:7:3: fout: Fout. [x/y]\n" + c.want + "    tip: Doe dit.\n\n2 bestanden bekeken: 1 fout.\n"
		if b.String() != want {
			t.Errorf("got\n%q\nwant\n%q", b.String(), want)
		}
	}
}

func TestLongLineIsCut(t *testing.T) {
	line := bytes.Repeat([]byte("0123456789"), 100)
	f := finding.Finding{Severity: finding.Hint, Line: 1, Column: 501, EndLine: 1, EndColumn: 503}
	var b bytes.Buffer
	if err := report.Write(&b, "text", []finding.Finding{f}, 1, source(string(line))); err != nil {
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
	if err := report.Write(&b, "json", nil, 3, source("")); err != nil || b.String() != "[]\n" {
		t.Errorf("%q %v", b.String(), err)
	}
	b.Reset()
	want := finding.Finding{Rule: "r", Severity: finding.Warning, File: "a\nb", Line: 1, Column: 2, EndLine: 3, EndColumn: 4,
		Start: 5, End: 6, Field: "f", Kind: "k", Message: "<m>", Hint: "h"}
	if err := report.Write(&b, "json", []finding.Finding{want}, 1, source("")); err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || len(got) != 1 || len(got[0]) != 13 {
		t.Fatal(err, got)
	}
	if got[0]["message"] != "<m>" || bytes.Contains(b.Bytes(), []byte(`\u003c`)) {
		t.Errorf("%s", b.Bytes())
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
