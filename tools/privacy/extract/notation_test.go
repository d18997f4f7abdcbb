package extract_test

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract"
)

// mailWith is a mail with a body, behind its headers.
func mailWith(headers, body string) string {
	return "From: Loket <loket@voorbeeld.nl>\nMIME-Version: 1.0\n" + headers + "\n\n" + body
}

func base64Of(text string) string {
	code := base64.StdEncoding.EncodeToString([]byte(text))
	var lines strings.Builder
	for len(code) > 60 {
		lines.WriteString(code[:60] + "\r\n")
		code = code[60:]
	}
	return lines.String() + code
}

func hexOf(data []byte) string { return hex.EncodeToString(data) }

// TestNotations reads texts in the notations that files have. Each value is in the text as a reader sees it, and stands at these bytes of the file.
func TestNotations(t *testing.T) {
	for name, c := range map[string]struct{ data, value, source string }{
		"quoted-printable":             {mailWith("Content-Transfer-Encoding: quoted-printable", "Bel mevrouw =C3=96zt=C3=BCrk."), "mevrouw Öztürk.", "mevrouw =C3=96zt=C3=BCrk."},
		"quoted-printable, soft break": {mailWith("Content-Transfer-Encoding: Quoted-Printable", "Bel 06-1234=  \r\n5678."), "06-12345678", "06-1234=  \r\n5678"},
		"quoted-printable, latin":      {mailWith("Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable", "Zo=EB Bos"), "Zoë Bos", "Zo=EB Bos"},
		"8bit":                         {mailWith("Content-Type: text/plain; charset=utf-8", "Zoë Bos"), "Zoë Bos", "Zoë Bos"},
		"base64":                       {mailWith("Content-Transfer-Encoding: base64", base64Of("Bij Zoë Bos")), "Zoë Bos", "IFpvw6sgQm9z"},
		"web page in a mail":           {mailWith("Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", "<p>Zo&euml; <b class=3D\"a\">B</b>os</p>"), "Zoë Bos", `Zo&euml; <b class=3D"a">B</b>os`},
		"multipart":                    {mailWith("Content-Type: multipart/alternative; boundary=\"-_x\"", "intro\n---_x\nContent-Transfer-Encoding: quoted-printable\n\nZo=C3=AB Bos\n---_x--\nna"), "Zoë Bos", "Zo=C3=AB Bos"},
		"before the parts":             {mailWith("Content-Type: multipart/mixed; boundary=x", "Zoë Bos\n--x\n\na\n--x--\n"), "Zoë Bos", "Zoë Bos"},
		"behind the parts":             {mailWith("Content-Type: multipart/mixed; boundary=x", "--x\n\na\n--x--\nZoë Bos\n"), "Zoë Bos", "Zoë Bos"},
		"a mail in a mail":             {mailWith("Content-Type: multipart/mixed; boundary=x", "--x\nContent-Type: message/rfc822\n\nSubject: =?utf-8?Q?Zo=C3=AB_Bos?=\n\na\n--x--"), "Zoë Bos", "Zo=C3=AB_Bos"},
		"encoded word":                 {"Subject: =?ISO-8859-1?q?Zo=EB?= =?utf-8?B?IEJvcw==?=\nTo: a@b.nl\n\n", "Zoë Bos", "Zo=EB?= =?utf-8?B?IEJvcw"},
		"long header":                  {"Subject: Zoë\r\n  Bos\r\nTo: a@b.nl\r\n\r\n", "Zoë Bos", "Zoë\r\n  Bos"},
		"mailbox":                      {"From a@b.nl Mon Jan  1 00:00:00 2026\n" + mailWith("", "a") + "\n\nFrom a@b.nl Mon Jan  1 00:00:00 2026\n" + mailWith("Content-Transfer-Encoding: quoted-printable", "Zo=C3=AB Bos"), "Zoë Bos", "Zo=C3=AB Bos"},
		"RTF, Unicode":                 {`{\rtf1\ansi Zo\u235? Bos}`, "Zoë Bos", `Zo\u235? Bos`},
		"RTF, two to pass over":        {`{\rtf1\ansi\uc2 Zo\u235\'81\'82 Bos}`, "Zoë Bos", `Zo\u235\'81\'82 Bos`},
		"RTF, code page":               {`{\rtf1\ansi\ansicpg1250 B\'f9m}`, "Bům", `B\'f9m`},
		"RTF, font":                    {`{\rtf1\ansi{\fonttbl{\f0 Arial;}{\f1\fcharset162 Arial Tur;}}\f1 \'dena Bo\'fe}`, "Şna Boş", `\'dena Bo\'fe`},
		"RTF, surrogates":              {`{\rtf1\ansi a\u-10179?\u-8704?b}`, "a😀b", `a\u-10179?\u-8704?b`},
		"RTF, several bytes":           {`{\rtf1\ansi\ansicpg932 a\'93\'fab}`, "a日b", `a\'93\'fab`},
		"RTF, format in a word":        {`{\rtf1 06-12{\b\f2 34}\par}{\*\generator Word;}{\rtf1 5678}`, "06-1234", `06-12{\b\f2 34`},
		"RTF, line in the file":        {"{\\rtf1 06-12\r\n345678}", "06-12345678", "06-12\r\n345678"},
		"RTF, bookmark":                {`{\rtf1 06-12{\*\bkmkstart a}345678}`, "06-12345678", `06-12{\*\bkmkstart a}345678`},
		"HTML, entities":               {"<!DOCTYPE html>\n<p>Zo&euml; B&#111;s &#x42;os", "Zoë Bos Bos", "Zo&euml; B&#111;s &#x42;os"},
		"HTML, tags in a number":       {"<html><p>06-12<span style='x'>34</span><!-- a -->5678", "06-12345678", "06-12<span style='x'>34</span><!-- a -->5678"},
		"HTML, lines":                  {"<p>Zoë\n\n   Bos</p>", "Zoë Bos", "Zoë\n\n   Bos"},
		"HTML, picture":                {`<p><img src="a.jpg" alt="Foto van Zoë Bos">`, "Zoë Bos", "Zoë Bos"},
		"HTML, title":                  {`<p><a href="mailto:a@b.nl" title='Zo&euml; Bos'>mail</a>`, "Zoë Bos", `<a href="mailto:a@b.nl" title='Zo&euml; Bos'>`},
		"HTML, author":                 {`<head><meta name="author" content="Zoë Bos"></head>`, "author: Zoë Bos", "Zoë Bos"},
		"HTML, comment":                {"<p>a<!-- Zoë Bos --></p>", "Zoë Bos", "Zoë Bos"},
		"HTML, script":                 {`<p>a<script>x = "Zo\u00eb Bos"</script>`, "Zoë Bos", `Zo\u00eb Bos`},
		"HTML, field":                  {`<form><textarea>Zo&euml; Bos</textarea></form>`, "Zoë Bos", "Zo&euml; Bos"},
		"HTML, not closed":             {`<p>a <b title="Zoë Bos`, "Zoë Bos", "Zoë Bos"},
		"XML":                          {`<?xml version="1.0"?><a><naam>Zo&#235; Bos</naam><bsn>1</bsn></a>`, "naam: Zoë Bos\n\nbsn: 1", `Zo&#235; Bos</naam><bsn>1`},
		"XML, CDATA":                   {`<?xml version="1.0"?><a><![CDATA[Zoë Bos]]></a>`, "Zoë Bos", "Zoë Bos"},
		"SVG":                          {`<svg viewBox="0 0 1 1"><title/><text x="1">Zoë <tspan x="2">Bos</tspan></text></svg>`, "Zoë Bos", `Zoë <tspan x="2">Bos`},
		"JSON":                         {`{"naam":"Zo\u00eb Bos","tel":[6,7]}`, "naam: Zoë Bos\n\ntel:", `naam":"Zo\u00eb Bos","tel"`},
		"JSON, pair of coordinates":    {`{"a":[ 52.1 ,5.2]}`, "52.1, 5.2", "52.1 ,5.2"},
		"JSON, surrogates":             {`["a\ud83d\ude00b"]`, "a😀b", `a\ud83d\ude00b`},
		"JSON, on lines":               {"{\"a\":\"b\"}\n{\"a\":\"Zo\\u00EB Bos\"}\n", "Zoë Bos", `Zo\u00EB Bos`},
		"JSON, comment":                {"{\"a\": 1, // Zoë Bos\n}", "Zoë Bos", "Zoë Bos"},
		"calendar":                     {"BEGIN:VCALENDAR\r\nDESCRIPTION:Met Zoë B\r\n os\\nen\\, daarna\r\nEND:VCALENDAR\r\n", "Met Zoë Bos\nen, daarna", "Met Zoë B\r\n os\\nen\\, daarna"},
		"card":                         {"BEGIN:VCARD\nN:Bos;Zoë;;;\nEND:VCARD", "Bos, Zoë", "Bos;Zoë"},
		"old card":                     {"BEGIN:VCARD\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB=\n Bos\nEND:VCARD", "Zoë Bos", "Zo=C3=AB=\n Bos"},
	} {
		parts, err := extract.Read("bestand", []byte(c.data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		found := false
		for _, p := range parts {
			i := strings.Index(p.Text, c.value)
			if i < 0 || !p.Exact {
				continue
			}
			found = true
			from, to := i, i+len(c.value)
			if p.Map != nil {
				from, to = p.Map.Span(i, i+len(c.value))
			}
			if got := c.data[from:to]; got != c.source {
				t.Errorf("%s: %q stands at %q, want %q", name, c.value, got, c.source)
			}
		}
		if !found {
			t.Errorf("%s: no %q in %q", name, c.value, lines(parts))
		}
	}
}

// TestInNotations reads what stands apart from the text: metadata, and files in the file.
func TestInNotations(t *testing.T) {
	word := base64Of(string(docx(t)))
	photo := base64Of(string(jpegOf(t)))
	for name, c := range map[string]struct {
		data string
		want []string
	}{
		"attachment": {mailWith("Content-Type: multipart/mixed; boundary=x", "--x\nContent-Type: application/octet-stream; name=\"brief.docx\"\nContent-Transfer-Encoding: base64\n\n"+word+"\n--x--"),
			[]string{"attachment-name: brief.docx", "! file brief.docx, change-author: Kees Bos"}},
		"name of an attachment": {mailWith("Content-Type: multipart/mixed; boundary=x", "--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename*=utf-8''Zo%C3%AB%20Bos.txt\n\na\n--x--"),
			[]string{"attachment-name: Zoë Bos.txt"}},
		"says to be text":   {mailWith("Content-Type: text/plain; name=a\nContent-Transfer-Encoding: base64", word), []string{"! file a, change-author: Kees Bos"}},
		"RTF in a mail":     {mailWith("Content-Type: text/rtf", `{\rtf1{\info{\author Zo\'eb Bos}}a}`), []string{"! attachment, property-author: Zoë Bos", "attachment: a"}},
		"photo on a card":   {"BEGIN:VCARD\nPHOTO;ENCODING=b:" + strings.ReplaceAll(photo, "\r\n", "\r\n ") + "\nEND:VCARD", []string{"! attachment, exif Artist: Zoë Foto"}},
		"RTF, who wrote it": {`{\rtf1{\info{\author Zo\'eb}{\operator Tom}{\title Brief}}{\*\revtbl{Unknown;}{Kees Bos;}}{\*\atnauthor Els}a}`, []string{"! property-author: Zoë", "! property-last-editor: Tom", "= property-title: Brief", "! change-author: Kees Bos", "! comment-author: Els"}},
		"RTF, apart":        {`{\rtf1 a{\footnote Zie Zo\u235? Bos}{\header Kop}{\field{\*\fldinst HYPERLINK "mailto:a@b.nl"}{\fldrslt mail}}}`, []string{"= footnote: Zie Zoë Bos", "= header: Kop", `= link: HYPERLINK "mailto:a@b.nl"`, "= : amail"}},
		"RTF, picture":      {`{\rtf1{\pict\jpegblip ` + hexOf(jpegOf(t)) + `}}`, []string{"! image, exif Artist: Zoë Foto"}},
		"in an archive":     {string(zipOf(file{"a.eml", mailWith("Content-Transfer-Encoding: quoted-printable", "Zo=C3=AB")})), []string{"file a.eml: From: Loket <loket@voorbeeld.nl>\nMIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\nZoë"}},
	} {
		parts, err := extract.Read("bestand", []byte(c.data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		t.Run(name, func(t *testing.T) { expect(t, lines(parts), c.want...) })
	}
}

// TestUndecoded reads notations of which a piece can't be read: it is told, and what could be read is kept.
func TestUndecoded(t *testing.T) {
	for name, data := range map[string]string{
		"encoding":         mailWith("Content-Transfer-Encoding: x-uuencode", "begin 644 a\n#86)C\n`\nend\nZoë"),
		"no boundary":      mailWith("Content-Type: multipart/mixed", "--x\n\nZoë\n--x--"),
		"another boundary": mailWith("Content-Type: multipart/mixed; boundary=y", "--x\n\nZoë\n--x--"),
		"sealed":           mailWith("Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64", base64Of("\x30\x82\x01\x00\x06\x09\x2a\x86")),
		"sealed message":   mailWith("Content-Type: multipart/mixed; boundary=x", "--x\n\nZoë\n--x\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n"+base64Of("\x30\x82\x01\x00\x06\x09\x2a\x86")+"\n--x--"),
		"charset":          mailWith("Content-Type: text/plain; charset=utf-7", "Zo+AOs-"),
		"object in RTF":    `{\rtf1 Zo\u235?{\object{\*\objdata 0105000002000000ff00ff00}}}`,
		"drawing in RTF":   `{\rtf1 Zo\u235?{\pict\wmetafile8 010009000003}}`,
	} {
		parts, err := extract.Read(name, []byte(data))
		if !errors.Is(err, extract.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.Contains(strings.Join(lines(parts), "\n"), "Zoë") && name != "sealed" && name != "charset" {
			t.Errorf("%s: %q", name, lines(parts))
		}
	}
	deep := "Content-Type: text/plain\n\na"
	for range 20 {
		deep = "Content-Type: message/rfc822\n\n" + deep
	}
	if _, err := extract.Read("diep", []byte(deep)); !errors.Is(err, extract.ErrTooLarge) {
		t.Errorf("mail in mail: %v", err)
	}
}

// TestPlain reads texts that look like a notation and are none: they stay as they are.
func TestPlain(t *testing.T) {
	for _, text := range []string{
		"Van: Jan\nAan: Piet\nOnderwerp: x\n\nHoi =C3=96", "Subject: een regel\nen tekst", "[1] Een noot\n", "[een link](https://a.b) \\u00eb", "{{< lijst >}}", "{een} \"\\n\"", "Een <b>vet</b> woord", "<jan@b.nl> schreef", "< 5 mensen",
		"BEGIN: een verhaal", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Zoë Bos>Hallo", "naam;tel\n\"Bos, Zoë\";1\n", "\\rtf1", "- item\n", `{"a": "b`, "[\"a\"] en nog wat",
	} {
		parts, err := extract.Read("x", []byte(text))
		if err != nil || len(parts) != 1 || parts[0].Text != text || !parts[0].Exact || parts[0].Map != nil {
			t.Errorf("%q: %v %q", text, err, lines(parts))
		}
	}
	pages, err := filepath.Glob("../../../content/meedoen/*.md")
	if err != nil || len(pages) < 5 {
		t.Fatal(pages, err)
	}
	for _, name := range pages {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if parts, err := extract.Read(name, data); err != nil || len(parts) != 1 || parts[0].Map != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
