package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
)

// places returns findings as the bytes of the source at which they stand, sorted, with their kind and severity.
func places(src string, findings []finding.Finding) []string {
	var all []string
	for _, f := range findings {
		if f.Kind != "" {
			all = append(all, fmt.Sprintf("%s %s %s", f.Severity, f.Kind, src[f.Start:f.End]))
		}
	}
	slices.Sort(all)
	return all
}

// TestReading searches files of every kind. What is found stands at the bytes of the file.
func TestReading(t *testing.T) {
	c := checkerOf(book(concept, nil))
	for _, one := range []struct {
		name, src string
		want      []string
	}{
		{"x.md", "---\ntitle: \"BSN:\\t123456782\"\n---\n", []string{"error bsn 123456782"}},
		{"x.md", "---\ntitle: \"Mevrouw \\xD6zt\\\n  \\xFCrk belde\"\n---\n", []string{"error naam \\xD6zt\\\n  \\xFCrk"}},
		{"x.md", "---\ntitle: 'Wil de raad dit: ja of nee?'\nx: 'Kent de zaak'\n---\n", nil},
		{"x.md", "---\ntitle: &a !!str \"BSN: \\x3123456782\"\nx: *a\n---\n", []string{"error bsn \\x3123456782"}},
		{"x.md", "---\n\"BSN \\x3123456782\": x\n---\n", []string{"error bsn \\x3123456782"}},
		{"x.md", "---\ntitle: x # BSN 123456782\n---\n", []string{"error bsn 123456782"}},
		{"x.md", "---\r\ntitle: \"a\\nBSN: 12345\\\r\n  6782\"\r\n---\r\n", []string{"error bsn 12345\\\r\n  6782"}},
		{"x.md", "---\ntitle:\t\"BSN:\\t123456782\"\n---\n", []string{"error bsn 123456782"}},
		{"x.md", "---\ntitle: \"BSN:\\t123456782\"\nx: [\n---\n", []string{"error bsn 123456782"}},
		{"x.md", "---\ntitle: x\n---\nHet BSN is 123456782. In \"a\\nBSN:\\t123456782\" ook.\n", []string{"error bsn 123456782", "error bsn 123456782"}},
		{"x.md", "---\nplek: [52.09083, 5.12222]\n---\n", []string{"error coordinaten 52.09083, 5.12222"}},
		{"x.md", "---\nplek:\n  - 52.09083\n  - 5.12222\n---\n", []string{"error coordinaten 52.09083\n  - 5.12222"}},
		{"x.yaml", "a: \"BSN:\\t123456782\"\n---\nb: 'BSN: 123456782'\n", []string{"error bsn 123456782", "error bsn 123456782"}},
		{"x.yml", "---\na: \"BSN:\\t\\x3123456782\"\n", []string{"error bsn \\x3123456782"}},
		{"x.yml", "a: [\"BSN:\\t\\x3123456782\"\n", []string{"error bsn \\x3123456782"}},
		{"x.toml", "a = \"BSN:\\t123456782\"\n", []string{"error bsn 123456782"}},
		{"x.js", "x = {a: \"BSN:\\t\\u0031\\u{32}3456782\"};\n", []string{"error bsn \\u0031\\u{32}3456782"}},
		{"x.js", "x = {a: \"BSN:\\t\\u003123456782\"};\n", []string{"error bsn \\u003123456782"}},
		{"x.json", `{"bsn":123456782}`, []string{"error bsn 123456782"}},
		{"x.json", `{"a":"Bel:\n06-12345678"}`, []string{"error telefoon 06-12345678"}},
		{"x.json", `{"coordinates":[52.09083,5.12222]}`, []string{"error coordinaten 52.09083,5.12222"}},
		{"x.csv", "naam;tel\n\"Bedacht, B.\";06-12345678\n", []string{"error naam Bedacht, B.", "error telefoon 06-12345678"}},
		{"x.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Petra Jansen>Bel 06-12345678\n", []string{"error naam Petra Jansen", "error telefoon 06-12345678"}},
		{"x.ics", "BEGIN:VCALENDAR\nDESCRIPTION:Bel 06-1234\n 5678\\, of mail\nEND:VCALENDAR\n", []string{"error telefoon 06-1234\n 5678"}},
		{"x.html", "<p>Mevrouw &Ouml;zt&uuml;rk belt 06-12<b class=\"x\">345678</b>", []string{"error naam &Ouml;zt&uuml;rk", "error telefoon 06-12<b class=\"x\">345678"}},
		{"x.eml", "Subject: =?utf-8?Q?BSN_=3123456782?=\nContent-Transfer-Encoding: quoted-printable\n\nBel 06-1234=\n5678", []string{"error bsn =3123456782", "error telefoon 06-1234=\n5678"}},
		{"x.rtf", `{\rtf1\ansi Mevrouw \u214?zt\u252?rk}`, []string{"error naam \\u214?zt\\u252?rk"}},
	} {
		findings := c.Scan(one.name, []byte(one.src))
		if got := places(one.src, findings); !slices.Equal(got, one.want) {
			t.Errorf("%s %q: %q, want %q", one.name, one.src, got, one.want)
		}
	}
}

// TestUnread tells of a file of which a piece can't be read.
func TestUnread(t *testing.T) {
	c := checkerOf(book(concept, nil))
	for name, src := range map[string]string{
		"sealed.eml":  "MIME-Version: 1.0\nContent-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\nMIIBAAYJKoYA/w8B",
		"strange.eml": "MIME-Version: 1.0\nContent-Transfer-Encoding: x-geheim\n\nabc",
		"object.rtf":  `{\rtf1{\object{\*\objdata 0105000002000000ff00ff00}}}`,
	} {
		findings := c.ScanData(name, []byte(src), rules.Origin{Published: true})
		if len(findings) != 1 || findings[0].Rule != "personal/unreadable" || findings[0].Severity != finding.Error {
			t.Errorf("%s: %+v", name, findings)
		}
	}
}

// TestNames searches the names of files for what else than people stands in them.
func TestNames(t *testing.T) {
	c := checkerOf(book(concept, nil))
	c.ShowValues = true
	for name, want := range map[string]string{
		"verslag-b.bedacht@post.example.md": "error e-mail", "12-GBC-3.txt": "warning kenteken", "123456782.pdf": "warning bsn", "bsn_123456782.txt": "error bsn", "06-12345678.txt": "error telefoon",
		"p.jansen-0612345678.txt": "error naam, error telefoon", "brief mevrouw jansen.doc": "error naam", "notulen-jansen.pdf": "warning naam", "fenna-de-jong.md": "error naam",
		"2026-03-12.md": "", "park-of-parkeren.md": "", "besluit-123456.pdf": "", "nota-2026-12345.pdf": "",
	} {
		var got []string
		for _, f := range c.ScanName(name, name, rules.Origin{}) {
			got = append(got, string(f.Severity)+" "+f.Kind)
		}
		slices.Sort(got)
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
		if found := c.ScanName(name, name, rules.Origin{SureOnly: true}); slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Severity != finding.Error }) {
			t.Errorf("%s: %v in a text of the organisation itself", name, found)
		}
	}
}

// FuzzReading reads any front matter: what is found stands inside the file.
func FuzzReading(f *testing.F) {
	for _, src := range []string{
		"title: \"a\\n\\x41\\\n  b\"\n", "a: 'b''c\n\n  d'\n", "a: |2-\n    b\n   c\n\n", "a: >+\n  b\n\n   c\n  d\n", "a: [b, 'c', \"d\", 1, 2]\n", "? a\n: b\n", "a: &x !!str b\nc: *x\n", "a: {b: c, \"d\": [e]}\n", "a:\n- - b\n  - c\n", "a: b\n  c\n\n  d # e\n",
		"a: |\r\n  b\r\n  c\r\n", "a: \"\\u0041\\U0001F600\\N\\_\\L\\P\\0\"\n", "\"a\\tb\": |\n  c\n", "a: >\n\n  b\n", "a: [\"b\n", "a: 'b\n", "{a: \"b\\\n c\"}", "a: \"b\\  \n c\"\n", "a: |\n", "a: ''\n", "-\n- a\n",
	} {
		f.Add(src)
	}
	c := checkerOf(book(concept, nil))
	f.Fuzz(func(t *testing.T, front string) {
		for name, src := range map[string]string{"x.md": "---\n" + front + "\n---\nMevrouw Jansen\n", "x.yaml": front} {
			for _, found := range c.Scan(name, []byte(src)) {
				if found.Start < 0 || found.Start > found.End || found.End > len(src) {
					t.Fatalf("%d to %d in %q", found.Start, found.End, src)
				}
			}
		}
	})
}
