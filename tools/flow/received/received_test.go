package received_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	product "github.com/openbaarheid-schuurt/dilemma"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/fixture"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/opendata"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/flow/received"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
	"github.com/openbaarheid-schuurt/dilemma/tools/word"
)

var now = time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC)

func reader(t testing.TB) *received.Reader {
	t.Helper()
	def, err := canvas.Load(product.Files)
	if err != nil {
		t.Fatal(err)
	}
	search := func(name string, data []byte) []finding.Finding {
		if strings.Contains(name+string(data), "Jan") {
			return []finding.Finding{{Rule: "personal/naam", Kind: "naam", Severity: finding.Error}}
		}
		return nil
	}
	return &received.Reader{Definition: def, Now: now, Search: search}
}

// park is a dilemma, and titled one with another title.
const park = `---
title: "Mag het park open"
date: 2026-03-12
draft: true
herkomst: fictief
canvas:
  kennismaken:
    dilemma: |
      Het park is klaar, maar het rapport over de bodem nog niet. Iedereen wil er nu al in, en dat is te begrijpen.
    waarom_nu: |
      De opening is volgende maand.
---
`

func titled(title string) string { return strings.Replace(park, "Mag het park open", title, 1) }

func docx(t testing.TB, text string) []byte {
	t.Helper()
	r := reader(t)
	file := casebook.Parse("", []byte(text))
	return word.Write(r.Definition, file.Front, string(file.Body()))
}

func encoded(data []byte) string {
	var b strings.Builder
	text := base64.StdEncoding.EncodeToString(data)
	for len(text) > 76 {
		b.WriteString(text[:76] + "\r\n")
		text = text[76:]
	}
	return b.String() + text + "\r\n"
}

const heading = "From: Piet Paaltjens <piet@voorbeeld.nl>\nTo: redactie@example.org\nSubject: Dilemma insturen\nMIME-Version: 1.0\n"

// multipart returns a mail of these parts, with the line ends of mail.
func multipart(parts ...string) string {
	text := heading + "Content-Type: multipart/mixed; boundary=grens\n\nvooraf\n"
	for _, p := range parts {
		text += "--grens\n" + p + "\n"
	}
	return strings.ReplaceAll(strings.ReplaceAll(text+"--grens--\n", "\r\n", "\n"), "\n", "\r\n")
}

func attached(name, kind string, data []byte) string {
	return "Content-Type: " + kind + "; name=\"" + name + "\"\nContent-Disposition: attachment; filename=\"" + name + "\"\nContent-Transfer-Encoding: base64\n\n" + encoded(data)
}

func plain(text string) string { return "Content-Type: text/plain; charset=utf-8\n\n" + text }

func read(t *testing.T, data string) *received.Reading {
	t.Helper()
	reading, err := reader(t).Read([]byte(data))
	if err != nil {
		t.Fatalf("%v in\n%.2000s", err, data)
	}
	return reading
}

func titleOf(d received.Dilemma) string {
	return lifecycle.Text(casebook.Parse("", d.Text).Front, lifecycle.Title)
}

func same(a, b string) bool { return strings.TrimRight(a, "\n") == strings.TrimRight(b, "\n") }

// TestExportComesBack exports dilemmas with every field and our own examples as JSON, and reads them back.
func TestExportComesBack(t *testing.T) {
	r := reader(t)
	texts := map[string]string{}
	for n := range 40 {
		texts[fixture.Slug(n)] = fixture.Dilemma(r.Definition, n)
	}
	book := casebook.Open(product.Over(os.DirFS("../../..")))
	for _, slug := range book.Slugs() {
		if file := book.Lookup(slug); !lifecycle.IsWithdrawn(file.Front) {
			texts[slug] = string(file.Source)
		}
	}
	texts["vervangen"] = strings.Replace(park, "herkomst", "vervangen_door: ander\nherzien_op: 2026-03-01\naliases: [oud, /ouder/]\nherkomst", 1)
	every := map[string]bool{"ingetrokken": true} // of which nothing is exported
	for slug, text := range texts {
		file := casebook.Parse(casebook.Path(slug), []byte(text))
		if file.Front == nil {
			t.Fatal(slug, file.Problems)
		}
		from, err := opendata.NewReader(book, r.Definition, now)
		if err != nil {
			t.Fatal(err)
		}
		exported, err := opendata.JSON(from.Single(slug, file))
		if err != nil {
			t.Fatal(err)
		}
		got := read(t, string(exported)).Dilemmas
		if len(got) != 1 || got[0].Slug != slug || got[0].Unknown != 0 || got[0].Form != received.Data {
			t.Fatalf("%s: %+v", slug, got)
		}
		back := casebook.Parse("", got[0].Text)
		for _, p := range file.Front.Pairs {
			if r.Definition.Root.Child(p.Key.Text) == nil {
				continue // no field of a dilemma
			}
			every[p.Key.Text] = true
			if v := back.Front.Get(p.Key.Text); v == nil || !p.Value.Same(v, same) {
				t.Errorf("%s: %s was\n%s\nand came back as\n%s", slug, p.Key.Text, text, got[0].Text)
			}
		}
		if !same(strings.TrimSpace(string(file.Body())), strings.TrimSpace(string(back.Body()))) {
			t.Errorf("%s: other story", slug)
		}
	}
	for _, f := range r.Definition.FrontMatter {
		if !every[f.Key] {
			t.Errorf("no example has %s", f.Key)
		}
	}
}

// TestBookComesBack reads a whole book: each dilemma is one.
func TestBookComesBack(t *testing.T) {
	story := "Een verhaal."
	book := opendata.Book{Dilemmas: []opendata.Dilemma{
		{Slug: "een", Data: map[string]any{"title": "Een", "date": "2026-01-01", "x: y\nz": 1}, Story: &story}, {Slug: "weg", Status: "ingetrokken"}, {Slug: "../twee", Data: map[string]any{"title": "Twee"}},
	}}
	text, err := opendata.JSON(book)
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, "\ufeff"+string(text)).Dilemmas
	if len(got) != 2 || got[0].Named() != "een" || got[0].Unknown != 1 || got[1].Named() != "twee" || !strings.HasSuffix(string(got[0].Text), "---\n\nEen verhaal.\n") {
		t.Errorf("%+v", got)
	}
}

// TestForms reads the same dilemma in every form in which it may come, in and outside a mail.
func TestForms(t *testing.T) {
	crlf := strings.ReplaceAll(park, "\n", "\r\n")
	var wide []byte
	for _, r := range "\ufeff" + park {
		wide = binary.LittleEndian.AppendUint16(wide, uint16(r))
	}
	accent := titled("Mag het café open")
	latin := strings.ReplaceAll(accent, "é", "\xe9")
	soft := "Het park is klaar, maar het rapport over de bodem nog niet. Iedereen wil er "
	flowed := strings.ReplaceAll(strings.ReplaceAll("Beste redactie,\n\n"+park, "\n ", "\n  "), soft, soft+"\n")
	forms := map[string]string{
		"text":         park,
		"utf-16":       string(wide),
		"byte order":   "\ufeff" + crlf,
		"windows-1252": latin,
		"docx":         string(docx(t, park)),
		"attachment":   multipart(plain("Hierbij."), attached("canvas.md", "application/octet-stream", []byte(crlf))),
		"document":     multipart(plain("Hierbij."), attached("canvas.doc", "application/msword", docx(t, park))),
		"inline":       multipart("Content-Type: text/markdown; charset=utf-8\nContent-Disposition: inline; filename=park.md\n\n" + park),
		"long name": multipart("Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n" +
			"Content-Disposition: attachment;\n filename*0*=utf-8''mag%20het%20;\n filename*1=park.md\n\n" + encoded([]byte(park))),
		"1252 part": multipart("Content-Type: text/plain; charset=windows-1252; name=park.txt\nContent-Transfer-Encoding: quoted-printable\n\n" +
			strings.ReplaceAll(strings.ReplaceAll(latin, "=", "=3D"), "\xe9", "=E9")),
		"macintosh":      multipart("Content-Type: text/markdown; charset=macintosh; name=park.md\n\n" + strings.ReplaceAll(accent, "é", "\x8e")),
		"text of a mail": heading + "Content-Type: text/plain\n\nBeste redactie,\n\n" + park + "\n-- \nPiet Paaltjens\n06 12345678\n",
		"flowed":         heading + "Content-Type: text/plain; charset=utf-8; format=flowed\n\n" + flowed,
		"delsp":          heading + "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n" + strings.ReplaceAll(flowed, soft, soft+" "),
		"quoted": heading + "\nZie hieronder.\n\nOp 3 maart schreef Piet <piet@voorbeeld.nl>:\n> Beste redactie,\n>\n> " +
			strings.ReplaceAll(strings.TrimSuffix(park, "\n"), "\n", "\n> ") + "\n> Groet, Piet\n",
		"sent on": multipart(plain("Ter info."), "Content-Type: message/rfc822\n\n"+heading+"Content-Type: text/plain\n\n"+park),
		"twice sent on": multipart("Content-Type: message/rfc822\n\n" + heading + "Content-Type: multipart/mixed; boundary=binnen\n\n--binnen\n" +
			"Content-Type: message/rfc822\n\n" + heading + "Content-Type: text/plain\n\n" + park + "\n--binnen--\n"),
		"odd boundary": strings.NewReplacer("boundary=grens", "boundary=\"=_57e2=3D\"\r\nContent-Transfer-Encoding: quoted-printable", "--grens", "--=_57e2=3D").Replace(multipart(attached("park.md", "text/markdown", []byte(park)))),
		// A logo and three parts in each other; an attachment between two pieces of formatted text.
		"Outlook": multipart("Content-Type: multipart/related; boundary=een; type=\"multipart/alternative\"\n\n--een\nContent-Type: multipart/alternative; boundary=twee\n\n--twee\n"+
			plain("Hierbij.\n")+"\n--twee\nContent-Type: text/html\n\n<p>Hierbij.\n--twee--\n\n--een\n"+
			"Content-Type: image/png; name=\"image001.png\"\nContent-ID: <image001.png@01D8>\nContent-Transfer-Encoding: base64\n\n"+encoded([]byte("\x89PNG\r\n\x1a\n"))+"--een--\n",
			"Content-Type: application/octet-stream; name=\"park.md\"\nContent-Description: park.md\nContent-Disposition: attachment; filename=\"park.md\"; size=400;\n"+
				"\tcreation-date=\"Thu, 12 Mar 2026 10:00:00 GMT\"\nContent-Transfer-Encoding: base64\n\n"+encoded([]byte(crlf))),
		"Apple": strings.Replace(multipart("Content-Type: text/plain; charset=us-ascii\n\nHierbij.\n", "Content-Type: multipart/mixed; boundary=binnen\n\n--binnen\nContent-Type: text/html\n\n<p>Hierbij.\n--binnen\n"+
			"Content-Type: text/markdown; x-unix-mode=0644; name=park.md\nContent-Disposition: inline; filename*=utf-8''park.md\nContent-Transfer-Encoding: quoted-printable\n\n"+
			strings.ReplaceAll(park, "=", "=3D")+"\n--binnen\nContent-Type: text/html\n\n<p>Piet\n--binnen--\n"), "multipart/mixed", "multipart/alternative", 1),
		"signed":      strings.Replace(multipart(plain(park), attached("smime.p7s", "application/pkcs7-signature", []byte("0\x80x"))), "multipart/mixed", "multipart/signed; protocol=\"application/pkcs7-signature\"", 1),
		"alternative": strings.Replace(multipart(plain(park), "Content-Type: text/html\n\n<p>---<p>title"), "multipart/mixed", "multipart/alternative", 1),
		"emlx":        "1234567   \n" + heading + "\n" + park,
		"mailbox":     "From piet@voorbeeld.nl Thu Mar 12 10:00:00 2026\n" + heading + "\n" + park,
	}
	for name, data := range forms {
		t.Run(name, func(t *testing.T) {
			reading := read(t, data)
			if len(reading.Dilemmas) != 1 {
				t.Fatalf("%+v", reading)
			}
			d := reading.Dilemmas[0]
			front := casebook.Parse("", d.Text).Front
			want := casebook.Parse("", []byte(park)).Front
			title := titleOf(d)
			if title != "Mag het park open" && title != "Mag het café open" {
				t.Errorf("the title is %q", title)
			}
			if got := front.Get("canvas").Get("kennismaken"); !got.Same(want.Get("canvas").Get("kennismaken"), same) {
				t.Errorf("other text:\n%s", d.Text)
			}
			if text := string(d.Text); strings.Contains(text, "Piet") || strings.Contains(text, "voorbeeld.nl") || strings.Contains(text, "06 12") || strings.Contains(text, "Hierbij") {
				t.Errorf("the sender is in\n%s", text)
			}
			if isMail := strings.Contains(data, "From: "); isMail != (reading.Ticks != nil) {
				t.Errorf("a mail: %v", reading.Ticks != nil)
			}
			if d.Warnings != nil || reading.Broken {
				t.Errorf("%q, broken: %v", d.Warnings, reading.Broken)
			}
		})
	}
}

// TestStory keeps a story below the front matter in a mail to its end, and says how much was cut.
func TestStory(t *testing.T) {
	story := "\n## Wat er gebeurde\n\nHet ging goed.\n\n> Een citaat.\n\nDe groeten van het park.\n"
	for tail, cut := range map[string]int{
		"":                                  0,
		"\nMet vriendelijke groet,\nPiet\n": 2,
		"\n-- \nPiet\n\nGemeente\n":         3,
		"-- \nPiet\n":                       2,
		"\nMvg Piet\n":                      0, // no line of its own: the search for names looks at it
		"\nOp ma 3 mrt 2026 schreef Jan P <j@x.nl>:\n> Stuur maar\n": 2,
		"\n-----Oorspronkelijk bericht-----\nVan: Jan\n":             2,
		"\nVan: Jan Jansen <jan@x.nl>\nVerzonden: maandag\n":         2,
	} {
		reading := read(t, heading+"\nHoi,\n\n"+park+story+tail)
		d := reading.Dilemmas[0]
		if body := string(casebook.Parse("", d.Text).Body()); d.Cut != cut || !strings.HasPrefix(body, story) || cut > 0 && body != story {
			t.Errorf("%q: %d lines cut of\n%q", tail, d.Cut, body)
		}
	}
}

// TestSeveral takes every dilemma in a mail once.
func TestSeveral(t *testing.T) {
	reading := read(t, multipart(
		plain(titled("Een")+"\nHet verhaal van een.\n\n---\n\nEn verder.\n\n"+titled("Twee")+"\nGroet\n"),
		attached("drie.docx", "application/x", docx(t, titled("Drie"))),
		attached("drie.md", "text/markdown", []byte(titled("Drie"))),
		attached("een.json", "application/json", []byte(`{"gegevens": {"title": "Vier"}}`)),
	))
	var names []string
	for _, d := range reading.Dilemmas {
		names = append(names, string(d.Form)+" "+d.Name+" "+titleOf(d))
	}
	if got := strings.Join(names, "; "); got != "markdown drie.md Drie; json een.json Vier; mail  Een; mail  Twee" {
		t.Error(got)
	}
	if !strings.Contains(string(reading.Dilemmas[2].Text), "\nEn verder.\n") || strings.Contains(string(reading.Dilemmas[2].Text), "Twee") {
		t.Errorf("%s", reading.Dilemmas[2].Text)
	}
	if len(reading.Left) != 1 || reading.Left[0].Name != "drie.docx" || why(reading.Left[0].Err) != "same" {
		t.Errorf("%+v", reading.Left)
	}
}

// TestBeside takes along what the story shows, when it is clean.
func TestBeside(t *testing.T) {
	png := []byte("\x89PNG\r\n\x1a\nbytes")
	story := "\n![Kaart](kaart.png) en ![Plan](plan%20b.png) en [stuk](stuk.pdf), [Jan](brief-Jan.pdf) en ![x](code.png) en [w](../w.md)\n"
	reading := read(t, multipart(
		plain("Zie bijlagen.\n"),
		attached("park.md", "text/markdown", []byte(park+story)),
		attached("kaart.png", "image/png", png), attached("plan b.png", "image/png", png), attached("stuk.pdf", "application/pdf", []byte("%PDF-1.7 x")),
		attached("brief-Jan.pdf", "application/pdf", []byte("%PDF-1.7 x")), attached("code.png", "image/png", []byte("#!/bin/sh")),
		attached("logo.png", "image/png", png), attached("cv.bin", "application/octet-stream", []byte("\x00Jan\x01")),
	))
	var beside, left []string
	for _, f := range reading.Dilemmas[0].Beside {
		beside = append(beside, f.Path)
	}
	for _, l := range reading.Left {
		left = append(left, l.Name+" "+why(l.Err)+" "+strings.Join(received.KindsIn(l.Kinds), ","))
	}
	if got := strings.Join(beside, "; "); got != "kaart.png; plan b.png; stuk.pdf" {
		t.Error(got)
	}
	if got := strings.Join(left, "; "); got != "brief-Jan.pdf personal naam; code.png unsafe ; logo.png unused ; cv.bin binary naam" {
		t.Error(got)
	}
}

// TestTicks reads what the sender agreed to.
func TestTicks(t *testing.T) {
	for text, want := range map[string]received.Ticks{
		"Hoi": {Consent: received.Missing, Licence: received.Missing},
		"[x] De eigenaar en de deelnemers gaven toestemming.\n[ ] De tekst mag onder de licentie CC0": {Consent: received.Yes, Licence: received.No},
		"> - [X] Ik geef toestemming voor de licentie CC0\n> - [] Toestemming van allen":              {Consent: received.No, Licence: received.Yes},
		"☑ toestemming\n☐ licentie": {Consent: received.Yes, Licence: received.No},
		"(x) consent of all\n[v] licence of the text\n\nOn Monday Jan wrote:\n> [ ] consent of all\n> [ ] the licence": {Consent: received.Yes, Licence: received.Yes},
		"[1] toestemming": {Consent: received.Missing, Licence: received.Missing},
		// The mail of the site, as a program may break its lines.
		"[x] De zaak is afgerond. Ze is verzonnen, of de eigenaar en alle deelnemers\ngaven toestemming voor deze tekst.\n[ ] Iedereen mag de tekst gebruiken,\nonder de licentie CC0.": {Consent: received.Yes, Licence: received.No},
		"[ ] The case is closed. The owner and all participants consented.\n\nEn de licentie?":                                                                                          {Consent: received.No, Licence: received.Missing},
	} {
		if got := read(t, heading+"\n"+text+"\n\n"+park).Ticks; *got != want {
			t.Errorf("%q: %+v", text, *got)
		}
	}
}

func why(err error) string {
	var (
		refusal  *received.Refusal
		document *word.Refusal
	)
	id, reason := "", ""
	switch {
	case errors.As(err, &refusal):
		id, reason = "fail/received-"+string(refusal.Why), string(refusal.Why)
	case errors.As(err, &document):
		id, reason = "word/refuse-"+string(document.Why), "word "+string(document.Why)
	default:
		return ""
	}
	if !message.Has(id) || !message.Has(id+".tip") {
		return "no sentence " + id
	}
	return reason
}

func ole(name string) string {
	text := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 500)
	for _, c := range name {
		text += string(c) + "\x00"
	}
	return text
}

// bomb is a document that unpacks to much more than it is.
func bomb(t *testing.T) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "word/document.xml"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		for range 100 {
			if _, err := w.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zipped(t *testing.T) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if _, err := z.Create("a.md"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestRefused gives one reason for what holds no dilemma, whatever it is.
func TestRefused(t *testing.T) {
	pgp := "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"
	enveloped := "\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03\xa0"
	whole := docx(t, park)
	for name, c := range map[string]struct{ data, why string }{
		"nothing":           {"", "empty"},
		"blank":             {" \n\n", "empty"},
		"a letter":          {"Beste redactie, hierbij mijn dilemma.\n", "front"},
		"broken YAML":       {"---\ntitle: [\n---\n", "front"},
		"bytes":             {"\x00\x01\x02\xff\xfe\x00", "binary"},
		"a picture":         {"\x89PNG\r\n\x1a\n\x00\x00", "binary"},
		"a PDF":             {"%PDF-1.7\n", "word pdf"},
		"RTF":               {`{\rtf1 x}`, "word rtf"},
		"an archive":        {zipped(t), "archive"},
		"half a document":   {string(whole[:len(whole)/2]), "word damaged"},
		"a bomb":            {bomb(t), "word large"},
		"a bomb in a mail":  {multipart(attached("x.docx", "application/x", []byte(bomb(t)))), "word large"},
		"Outlook":           {ole("__substg1.0_0037001F"), "msg"},
		"old Word":          {ole("WordDocument"), "word locked"},
		"with a password":   {ole("EncryptedPackage"), "word locked"},
		"winmail":           {multipart(plain("Hoi"), attached("winmail.dat", "application/ms-tnef", []byte("\x78\x9f\x3e\x22\x01"))), "winmail"},
		"winmail by name":   {multipart(plain("Hoi"), attached("winmail.dat", "application/octet-stream", []byte("\x78\x9f\x3e\x22\x01"))), "winmail"},
		"S/MIME":            {heading + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n" + encoded([]byte(enveloped)), "encrypted"},
		"sealed":            {heading + "Content-Type: application/x-pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64\n\n" + encoded([]byte("\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02")), "sealed"},
		"an S/MIME file":    {enveloped, "encrypted"},
		"PGP/MIME":          {strings.Replace(multipart("Content-Type: application/pgp-encrypted\n\nVersion: 1", "Content-Type: application/octet-stream\n\n"+pgp), "multipart/mixed", "multipart/encrypted", 1), "encrypted"},
		"PGP":               {heading + "\n" + pgp, "encrypted"},
		"HTML":              {heading + "Content-Type: text/html\n\n<p>---", "html"},
		"a mail":            {heading + "\nHoi\n", "none"},
		"a mail with a PDF": {multipart(plain("Hoi"), attached("a.pdf", "application/pdf", []byte("%PDF-1.7"))), "word pdf"},
		"headers alone":     {heading, "none"},
		"cut":               {multipart(plain("Hoi"), attached("canvas.docx", "application/x", whole))[:3000], "word damaged"},
		"broken front":      {multipart(plain("Hoi"), attached("park.md", "text/markdown", []byte("---\ntitle: [\n---\n"))), "front"},
		"deep":              {strings.Repeat("MIME-Version: 1.0\nContent-Type: message/rfc822\n\n", 1000) + heading + "\n" + park, "deep"},
		"wide":              {multipart(strings.Split(strings.Repeat("Content-Type: text/plain\n\nx|", 3000), "|")...), "deep"},
		"no JSON":           {`{"gegevens": `, "json"},
		"other JSON":        {`{"a": 1}`, "json-other"},
		"a list":            {`[1, 2]`, "json-other"},
		"odd JSON":          {`{"gegevens": 3}`, "json-other"},
		"deep JSON":         {strings.Repeat(`{"gegevens":`, 20_000), "json"},
		"untitled JSON":     {`{"gegevens": {"draft": true}}`, "json-other"},
		"withdrawn":         {`{"dilemmas": [{"slug": "x", "status": "ingetrokken"}]}`, "withdrawn"},
		"large":             {strings.Repeat("x", received.MaxSize+1), "large"},
		"a long text":       {park + strings.Repeat("Tekst. ", casebook.MaxSize/7), "large"},
		"untitled":          {string(docx(t, strings.Replace(park, `"Mag het park open"`, "", 1))), "title"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := reader(t).Read([]byte(c.data)); why(err) != c.why {
				t.Errorf("got %v instead of %s", err, c.why)
			}
		})
	}
}

// TestCut says so when the end of a mail is missing, also when its dilemma could be read.
func TestCut(t *testing.T) {
	whole := multipart(plain("Hoi"), attached("park.md", "text/markdown", []byte(park+"\nHet verhaal is lang genoeg.\n")))
	if reading := read(t, whole[:len(whole)-40]); !reading.Broken {
		t.Errorf("%+v", reading)
	}
	if reading := read(t, whole); reading.Broken {
		t.Errorf("%+v", reading)
	}
}

// TestCorrespondents finds who wrote or got the mail, and not the redactie, an organisation or an ordinary word.
func TestCorrespondents(t *testing.T) {
	people := []string{`"Vries, Evelien de" <e.devries@gemeente.example>`, "Gemeente Utrecht <post@utrecht.example>", "Redactie <redactie@example.org>", "kapot <a@b@c>"}
	text := []byte("De gemeente Utrecht vroeg de redactie via redactie@example.org. Wie antwoordt? Vraag het Evelien de Vries.")
	var found []string
	for _, h := range received.Correspondents(text, people, "Redactie@example.org") {
		found = append(found, h.Value)
	}
	if got := strings.Join(found, "; "); got != "Evelien de Vries" {
		t.Error(got)
	}
}

// BenchmarkRead reads a mail of 10 MB with photos and a dilemma.
func BenchmarkRead(b *testing.B) {
	photo := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{1, 2, 3, 0}, 600<<10)...)
	text := []byte(multipart(plain("Hoi"), attached("a.png", "image/png", photo), attached("b.png", "image/png", photo), attached("c.png", "image/png", photo), attached("park.md", "text/markdown", []byte(park))))
	r := reader(b)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if reading, err := r.Read(text); err != nil || len(reading.Dilemmas) != 1 {
			b.Fatal(err)
		}
	}
}

// FuzzRead reads whatever comes: it returns dilemmas that can be parsed, or one reason.
func FuzzRead(f *testing.F) {
	r := reader(f)
	for _, seed := range []string{park, multipart(plain(park)), `{"gegevens": {"title": "x"}}`, heading + "\n> ---\n> title: x\n> canvas:\n> ---\n", "12\nFrom: x\nTo: y\n\n---\n", string(docx(f, park))} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		reading, err := r.Read(data)
		if (err == nil) != (reading != nil && len(reading.Dilemmas) > 0) || err != nil && why(err) == "" {
			t.Fatal(reading, err)
		}
		if err == nil {
			for _, d := range reading.Dilemmas {
				if casebook.Parse("", d.Text).Front == nil {
					t.Fatalf("%q", d.Text)
				}
			}
		}
	})
}
