package extract_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract"
)

// file is one member of an archive.
type file struct{ name, text string }

func zipOf(files ...file) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		member, _ := w.Create(f.name)
		_, _ = member.Write([]byte(f.text))
	}
	_ = w.Close()
	return out.Bytes()
}

func gzipOf(name string, data []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Name = name
	_, _ = w.Write(data)
	_ = w.Close()
	return out.Bytes()
}

func tarOf(files ...file) []byte {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, f := range files {
		_ = w.WriteHeader(&tar.Header{Name: f.name, Size: int64(len(f.text)), Uname: "pjansen", Mode: 0o600})
		_, _ = w.Write([]byte(f.text))
	}
	_ = w.Close()
	return out.Bytes()
}

func deflate(data string) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write([]byte(data))
	_ = w.Close()
	return out.String()
}

func utf16Of(text string, order binary.AppendByteOrder) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return out
}

// part writes a part as a line, so that a difference can be read.
func part(p extract.Part) string {
	line := p.Place.String() + ": " + p.Text
	if p.Meta {
		line = "! " + line
	}
	if p.Exact {
		line = "= " + line
	}
	return line
}

// read reads a file that must give no error, and returns its parts as lines.
func read(t *testing.T, data []byte) []string {
	t.Helper()
	parts, err := extract.Read("bestand", data)
	if err != nil {
		t.Error(err)
	}
	return lines(parts)
}

func lines(parts []extract.Part) []string {
	var all []string
	for _, p := range parts {
		all = append(all, part(p))
	}
	return all
}

// expect fails for each line that is not among the parts.
func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("no %q in\n%s", line, strings.Join(got, "\n"))
		}
	}
}

func TestText(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"UTF-8":               {[]byte("Piet é\r\n"), "= : Piet é\r\n"},
		"empty":               {nil, "= : "},
		"byte order mark":     {[]byte("\ufeffPiet"), "= : \ufeffPiet"},
		"SVG":                 {[]byte("<svg><title>Piet</title></svg>"), "= : title: Piet\n\n"},
		"tells of PDF":        {[]byte("Een PDF begint met %PDF-1.7"), "= : Een PDF begint met %PDF-1.7"},
		"UTF-16LE with mark":  {append([]byte("\xff\xfe"), utf16Of("Zoë €", binary.LittleEndian)...), ": Zoë €"},
		"UTF-16BE with mark":  {append([]byte("\xfe\xff"), utf16Of("Zoë €", binary.BigEndian)...), ": Zoë €"},
		"UTF-16LE, no mark":   {utf16Of("Piet Jansen", binary.LittleEndian), ": Piet Jansen"},
		"UTF-16BE, no mark":   {utf16Of("Piet Jansen", binary.BigEndian), ": Piet Jansen"},
		"Windows-1252":        {[]byte("Zo\xeb betaalde \x80 5"), ": Zoë betaalde € 5"},
		"UTF-8 with controls": {[]byte("\x01\x02\x03"), "= : \x01\x02\x03"},
	} {
		if got := read(t, c.data); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestUnknown(t *testing.T) {
	for name, data := range map[string][]byte{
		"random":         []byte("\x80\x01\x02\xff\x03\x04\x05\x06"),
		"legacy Office":  []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00"),
		"SQLite":         []byte("SQLite format 3\x00\x10\x00\x01\x01\x00"),
		"numbers":        utf16Of("\x01\x02\x03\x04\x05\x06", binary.LittleEndian),
		"video":          []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00"),
		"encrypted ODF":  zipOf(file{"content.xml", "x"}, file{"META-INF/manifest.xml", "<encryption-data/>"}),
		"encrypted PDF":  []byte("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Encrypt 2 0 R>>\nstartxref\n0\n%%EOF"),
		"zip with video": zipOf(file{"film.mp4", "\x00\x00\x00\x18ftypmp42\x00"}),
	} {
		parts, err := extract.Read(name, data)
		if !errors.Is(err, extract.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
		if len(parts) > 0 && name != "zip with video" {
			t.Errorf("%s: %q", name, lines(parts))
		}
	}
}

// TestFonts reads the faces of this site, and the first bytes of the other forms that a face can have: there is nothing in them to search.
func TestFonts(t *testing.T) {
	fonts := map[string][]byte{
		"WOFF":     []byte("wOFF\x00\x01\x00\x00\x80"),
		"OpenType": []byte("OTTO\x00\x0b\x00\x80\xff"),
		"TrueType": []byte("\x00\x01\x00\x00\x00\x0b\x00\x80\xff"),
	}
	names, err := filepath.Glob("../../../assets/fonts/*.woff2")
	if err != nil || len(names) < 2 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fonts[name] = data
	}
	for name, data := range fonts {
		if parts, err := extract.Read(name, data); err != nil || len(parts) > 0 {
			t.Errorf("%s: %v %q", name, err, lines(parts))
		}
	}
}

const wordXML = `<?xml version="1.0"?><w:document xmlns:w="w" xmlns:wp="wp" xmlns:a="a"><w:body>
<w:p><w:r><w:t>Jan</w:t></w:r><w:r><w:t>sen belt </w:t></w:r><w:ins w:author="Kees Bos"><w:r><w:t>morgen</w:t></w:r></w:ins>
<w:del w:author="Els Vos"><w:r><w:delText>Pieter</w:delText></w:r></w:del><w:r><w:t>.</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cel 1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>cel 2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<wp:docPr descr="Foto van Tom" title="Tom"/><wp:posOffset>123456782</wp:posOffset></w:body></w:document>`

func docx(t testing.TB) []byte {
	return zipOf(
		file{"[Content_Types].xml", "<Types/>"},
		file{"word/document.xml", wordXML},
		file{"word/header1.xml", `<w:hdr xmlns:w="w"><w:p><w:r><w:t>Boven</w:t></w:r></w:p></w:hdr>`},
		file{"word/footer1.xml", `<w:ftr xmlns:w="w"><w:p><w:r><w:t>Onder</w:t></w:r></w:p></w:ftr>`},
		file{"word/footnotes.xml", `<w:footnotes xmlns:w="w"><w:footnote><w:p><w:r><w:t>Noot</w:t></w:r></w:p></w:footnote></w:footnotes>`},
		file{"word/endnotes.xml", `<w:endnotes xmlns:w="w"><w:endnote><w:p><w:r><w:t>Slot</w:t></w:r></w:p></w:endnote></w:endnotes>`},
		file{"word/comments.xml", `<w:comments xmlns:w="w"><w:comment w:author="An Smit" w:initials="AS"><w:p><w:r><w:t>Bel &#8364;va</w:t></w:r></w:p></w:comment></w:comments>`},
		file{"word/people.xml", `<w15:people xmlns:w15="x"><w15:person w15:author="Bo Dam"><w15:presenceInfo userId="S::bo@x.nl"/></w15:person></w15:people>`},
		file{"word/_rels/document.xml.rels", `<Relationships><Relationship Target="mailto:jan%20j@x.nl" TargetMode="External"/><Relationship Target="a.xml"/></Relationships>`},
		file{"docProps/core.xml", `<cp xmlns:dc="dc"><dc:creator>Piet</dc:creator><cp:lastModifiedBy>Eva</cp:lastModifiedBy><dc:title>Memo</dc:title><dc:subject>S</dc:subject><cp:keywords>K</cp:keywords><dc:description>D</dc:description></cp>`},
		file{"docProps/app.xml", `<Properties><Manager>Baas</Manager><Company>Bedrijf</Company><Words>123456782</Words></Properties>`},
		file{"docProps/custom.xml", `<Properties><property name="Zaak"><lpwstr>Z-1</lpwstr></property></Properties>`},
		file{"customXml/item1.xml", `<a b="Wim"><c>Jet</c></a>`},
		file{"word/media/foto.jpeg", string(jpegOf(t))},
		file{"word/embeddings/boek.xlsx", string(xlsx())},
		file{"word/fonts/font1.odttf", "\x00\x01"},
	)
}

func TestWord(t *testing.T) {
	got := read(t, docx(t))
	expect(t, got,
		": Jansen belt morgen.\ncel 1\n\tcel 2",
		"deleted-text: Jansen belt Pieter.",
		"! change-author: Kees Bos", "! change-author: Els Vos",
		"alt-text: Foto van Tom", "alt-text: Tom",
		"header: Boven", "footer: Onder", "footnote: Noot", "endnote: Slot",
		"comment: Bel €va", "! comment-author: An Smit", "! comment-author: AS",
		"! document-person: S::bo@x.nl", "! document-person: Bo Dam",
		"link: mailto:jan j@x.nl",
		"! property-author: Piet", "! property-last-editor: Eva", "property-title: Memo",
		"property-subject: S", "property-keywords: K", "property-description: D",
		"! property-manager: Baas", "! property-company: Bedrijf", "property Zaak: Z-1",
		"attached-data: Wim\nJet\n",
		"! file foto.jpeg, exif Artist: Zoë Foto", "file boek.xlsx, sheet-name: Klanten",
	)
	if strings.Contains(strings.Join(got, "\n"), "123456782") {
		t.Error("a number of the layout is among the texts")
	}
}

func xlsx() []byte {
	return zipOf(
		file{"[Content_Types].xml", "<Types/>"},
		file{"xl/workbook.xml", `<workbook><sheets><sheet name="Klanten"/></sheets></workbook>`},
		file{"xl/sharedStrings.xml", `<sst><si><r><t>Jan</t></r><r><t>sen</t></r></si><si><t>Bos</t></si></sst>`},
		file{"xl/worksheets/sheet2.xml", `<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>In cel</t></is></c><c><v>111222333</v></c></row></sheetData><headerFooter><oddHeader>Kop</oddHeader></headerFooter></worksheet>`},
		file{"xl/comments1.xml", `<comments><authors><author>Kees</author></authors><commentList><comment><text><r><t>Let</t></r><r><t>op</t></r></text></comment></commentList></comments>`},
		file{"xl/threadedComments/threadedComment1.xml", `<ThreadedComments><threadedComment><text>Zie Eva</text></threadedComment></ThreadedComments>`},
		file{"xl/persons/person.xml", `<personList><person displayName="Eva Wit" userId="eva@x.nl"/></personList>`},
	)
}

func TestExcel(t *testing.T) {
	expect(t, read(t, xlsx()),
		"sheet-name: Klanten", ": Jansen\nBos", "sheet 2: \tIn cel\t111222333\t\nKop",
		"comment: Letop", "! comment-author: Kees", "comment: Zie Eva",
		"! document-person: Eva Wit", "! document-person: eva@x.nl")
}

func TestPowerPoint(t *testing.T) {
	slide := `<p:sld xmlns:p="p" xmlns:a="a"><p:cNvPr name="jan.jpg" descr="Jan"/><a:p><a:r><a:t>Ja</a:t></a:r><a:r><a:t>n</a:t></a:r></a:p></p:sld>`
	expect(t, read(t, zipOf(
		file{"[Content_Types].xml", "<Types/>"},
		file{"ppt/slides/slide3.xml", slide},
		file{"ppt/notesSlides/notesSlide3.xml", slide},
		file{"ppt/comments/comment1.xml", `<p:cmLst xmlns:p="p"><p:cm><p:text>Mooi</p:text></p:cm></p:cmLst>`},
		file{"ppt/commentAuthors.xml", `<p:cmAuthorLst xmlns:p="p"><p:cmAuthor name="Eva Wit" initials="EW"/></p:cmAuthorLst>`},
	)), "slide 3: Jan", "slide-notes 3: Jan", "alt-text: Jan", "image-name: jan.jpg",
		"comment: Mooi", "! comment-author: Eva Wit", "! comment-author: EW")
}

func odt() []byte {
	return zipOf(
		file{"mimetype", "application/vnd.oasis.opendocument.text"},
		file{"content.xml", `<o xmlns:text="t" xmlns:dc="dc" xmlns:xlink="x" xmlns:table="tb" xmlns:svg="s" xmlns:office="of"><text:tracked-changes><text:deletion><office:change-info><dc:creator>Els</dc:creator><dc:date>2026</dc:date></office:change-info><text:p>weg</text:p></text:deletion></text:tracked-changes>
<text:h>Kop</text:h><text:p>Ja<office:annotation><dc:creator>Kees</dc:creator><text:p>Klopt</text:p></office:annotation><text:span>n</text:span><text:s/>Bos<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Noot</text:p></text:note-body></text:note></text:p>
<text:a xlink:href="mailto:jan@x.nl"/><svg:desc>Foto van Tom</svg:desc><table:table table:name="Klanten"><table:table-row><table:table-cell><text:p>cel</text:p></table:table-cell></table:table-row></table:table></o>`},
		file{"styles.xml", `<o xmlns:style="s" xmlns:text="t"><style:header><text:p>Boven</text:p></style:header></o>`},
		file{"meta.xml", `<o xmlns:dc="dc" xmlns:meta="m"><dc:creator>Eva</dc:creator><meta:initial-creator>Piet</meta:initial-creator><meta:printed-by>Wim</meta:printed-by><dc:title>Memo</dc:title><meta:user-defined meta:name="Zaak">Z-1</meta:user-defined></o>`},
	)
}

func TestOpenDocument(t *testing.T) {
	expect(t, read(t, odt()),
		": Kop\nJan Bos\ncel", "comment: Klopt", "! comment-author: Kees", "footnote: Noot",
		"deleted-text: weg", "! change-author: Els", "link: mailto:jan@x.nl",
		"alt-text: Foto van Tom", "sheet-name: Klanten", "header: Boven",
		"! property-author: Eva", "! property-first-author: Piet", "! property-printed-by: Wim",
		"property-title: Memo", "property Zaak: Z-1")
}

func TestEPUB(t *testing.T) {
	expect(t, read(t, zipOf(
		file{"mimetype", "application/epub+zip"},
		file{"META-INF/container.xml", "<container/>"},
		file{"book.opf", `<p xmlns:dc="dc"><dc:creator>Jo&eacute;l</dc:creator></p>`},
		file{"een.xhtml", `<html><body><p>Ja<b>n</b></p><img alt="Tom"/><a href="https://x.nl/jan">hier</a></body></html>`},
	)), "! property-author: Joél", ": Jan\nhier", "alt-text: Tom", "link: https://x.nl/jan")
}

func TestArchives(t *testing.T) {
	inner := zipOf(file{"diep.txt", "diep"})
	expect(t, read(t, zipOf(file{"map/jansen.txt", "hallo"}, file{"in.zip", string(inner)})),
		"file-names: map/jansen.txt\nin.zip\n", "file map/jansen.txt: hallo", "file in.zip, file diep.txt: diep")
	expect(t, read(t, gzipOf("jansen.txt", []byte("hallo"))), "archived-name: jansen.txt", ": hallo")
	expect(t, read(t, gzipOf("", tarOf(file{"a.txt", "hallo"}))),
		"file-name: a.txt", "file a.txt: hallo", "! file-owner: pjansen")
}

// TestLimits reads files that ask for more than the limits: each says so, and what was read before that is kept.
func TestLimits(t *testing.T) {
	deep := zipOf(file{"x.txt", "x"})
	for range 3 {
		deep = zipOf(file{"x.zip", string(deep)})
	}
	many := make([]file, 5001)
	for i := range many {
		many[i] = file{fmt.Sprint(i), "x"}
	}
	zeros := strings.Repeat("a", 65<<20)
	bomb := string(zipOf(file{"x", zeros}))
	var table strings.Builder // 65,535 tables that are one and the same
	for range 65535 {
		table.WriteString("\x86\x92\x07\x00\x00\x00\x08\x00\x08\x00\x00\x00")
	}
	wide := "II*\x00\x08\x00\x00\x00\xff\xff" + table.String() + "\x00\x00\x00\x00" + strings.Repeat("Jan ", 1<<18)
	for name, data := range map[string][]byte{
		"bomb":      []byte(bomb),
		"gzip bomb": gzipOf("", []byte(zeros)),
		"PNG bomb":  pngOf(t, "zTXt", "Comment\x00\x00"+deflate(zeros)),
		"PDF bomb":  pdfOf(pdfObject("<</Type/Metadata/Filter/FlateDecode>>", deflate(zeros))),
		"nesting":   deep,
		"members":   zipOf(many...),
		"two bombs": zipOf(file{"a", zeros[:40<<20]}, file{"b", zeros[:40<<20]}),
		"one value": []byte(wide),
	} {
		parts, err := extract.Read(name, data)
		if !errors.Is(err, extract.ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
		size := 0
		for _, p := range parts {
			size += len(p.Text)
		}
		if size > 2*len(data)+2<<20 {
			t.Errorf("%s: %d bytes of text", name, size)
		}
	}
}

// TestKept reads files that are too large, of which the beginning can be searched.
func TestKept(t *testing.T) {
	zeros := strings.Repeat("a", 65<<20)
	many := strings.Repeat("<w:p><w:r><w:t>en zo verder</w:t></w:r></w:p>", 1<<20)
	for name, data := range map[string][]byte{
		"member":  zipOf(file{"a.txt", "Jan Bos"}, file{"b.txt", zeros}),
		"text":    zipOf(file{"a.txt", "Jan Bos " + zeros}),
		"Word":    zipOf(file{"[Content_Types].xml", "<Types/>"}, file{"word/document.xml", "<w:p><w:r><w:t>Jan Bos</w:t></w:r></w:p>" + many[:8<<20]}),
		"comment": zipOf(file{"[Content_Types].xml", "<Types/>"}, file{"word/comments.xml", "<w:t>Jan Bos</w:t>"}, file{"word/document.xml", many}),
		"PDF": pdfOf("<</Pages<</Kids[<</Contents 3 0 R/Resources<</Font<</F<<>>>>>>>>]>>>>", "",
			pdfObject("<</Filter/FlateDecode>>", deflate("BT /F 9 Tf (Jan Bos) Tj "+strings.Repeat("( en zo verder) Tj ", 1<<19)))),
	} {
		parts, err := extract.Read(name, data)
		if !errors.Is(err, extract.ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
		if !slices.ContainsFunc(parts, func(p extract.Part) bool { return strings.HasPrefix(p.Text, "Jan Bos") }) {
			t.Errorf("%s: the beginning was not kept", name)
		}
	}
}

// TestOrdinary reads documents as large as those of an office: nothing of them may be too large.
func TestOrdinary(t *testing.T) {
	// A report of 200 pages, with the XML that Word writes for each word of it that has a layout of its own.
	var report strings.Builder
	for i := range 200 * 40 {
		report.WriteString(`<w:p w:rsidR="00A77B3E" w:rsidRDefault="00000000"><w:pPr><w:pStyle w:val="Standaard"/><w:jc w:val="both"/></w:pPr>`)
		for j := range 5 {
			fmt.Fprintf(&report, `<w:r w:rsidRPr="00C%d"><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:lang w:val="nl-NL"/></w:rPr><w:t xml:space="preserve">regel %d van het rapport </w:t></w:r>`, j, i)
		}
		report.WriteString(`</w:p>`)
	}
	// A sheet of 10,000 rows and 20 columns.
	var sheet strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&sheet, `<row r="%d" spans="1:20">`, i)
		for j := range 20 {
			fmt.Fprintf(&sheet, `<c r="%c%d" s="1"><v>%d</v></c>`, 'A'+j, i, i*j%9973)
		}
		sheet.WriteString(`</row>`)
	}
	photo := string(pngOf(t, "IDAT", padding(400_000).text))
	// A page of a scan is a picture; one of a report has letters.
	page := func(n int) string {
		return fmt.Sprintf("<</Type/Page/Contents %d 0 R/Resources<</Font<</F<<>>>>>>>>", n+1)
	}
	scan, letters := []string{"<</Pages 3 0 R>>", "", ""}, []string{"<</Pages 3 0 R>>", "", ""}
	kids := ""
	for n := 4; n < 4+3*60; n += 3 {
		picture := pdfObject("<</Subtype/Image/Filter/DCTDecode/Length 200008>>", "\xff\xd8\xff\xda\x00\x02"+padding(200_000).text+"\xff\xd9")
		scan = append(scan, page(n), pdfObject("<<>>", "q 595 0 0 842 0 0 cm /I Do Q"), picture)
		letters = append(letters, page(n), pdfObject("<</Filter/FlateDecode>>", deflate(strings.Repeat("BT /F 9 Tf 1 0 0 1 72 700 Tm [(een) -250 (regel)] TJ ET ", 1000))), "<<>>")
		kids += fmt.Sprintf(" %d 0 R", n)
	}
	scan[2], letters[2] = "<</Kids["+kids+"]>>", "<</Kids["+kids+"]>>"
	for name, data := range map[string][]byte{
		"report": zipOf(file{"[Content_Types].xml", "<Types/>"}, file{"word/document.xml", "<w:body>" + report.String() + "</w:body>"},
			file{"word/media/a.png", photo}, file{"word/media/b.png", photo}, file{"word/media/c.png", photo}),
		"sheet":   zipOf(file{"[Content_Types].xml", "<Types/>"}, file{"xl/worksheets/sheet1.xml", "<sheetData>" + sheet.String() + "</sheetData>"}),
		"scan":    pdfOf(scan...),
		"letters": pdfOf(letters...),
		"photos":  zipOf(slices.Repeat([]file{{"a.png", photo}}, 60)...),
	} {
		parts, err := extract.Read(name, data)
		if err != nil {
			t.Errorf("%s of %d bytes: %v", name, len(data), err)
		}
		if name != "scan" && len(parts) == 0 {
			t.Errorf("%s: no text", name)
		}
	}
}

// tiff writes a TIFF with tables: entries in the main one, and those of EXIF and GPS.
func tiff(main, gps map[uint16]any) []byte {
	order := binary.LittleEndian
	out := []byte("II*\x00\x08\x00\x00\x00")
	write := func(entries map[uint16]any) {
		tags := make([]int, 0, len(entries))
		for tag := range entries {
			tags = append(tags, int(tag))
		}
		slices.Sort(tags)
		at := len(out) + 2 + 12*len(tags) + 4
		var values []byte
		out = order.AppendUint16(out, uint16(len(tags)))
		for _, tag := range tags {
			kind, count, value := uint16(2), 0, []byte(nil)
			switch v := entries[uint16(tag)].(type) {
			case string:
				value = append([]byte(v), 0)
				count = len(value)
			case []byte:
				kind, value, count = 7, v, len(v)
			case []uint32: // fractions
				kind, count = 5, len(v)/2
				for _, n := range v {
					value = order.AppendUint32(value, n)
				}
			case uint32:
				kind, count, value = 4, 1, order.AppendUint32(nil, v)
			}
			out = order.AppendUint16(order.AppendUint16(out, uint16(tag)), kind)
			out = order.AppendUint32(out, uint32(count))
			if len(value) <= 4 {
				out = append(out, append(value, make([]byte, 4-len(value))...)...)
				continue
			}
			out = order.AppendUint32(out, uint32(at+len(values)))
			values = append(values, value...)
		}
		out = append(append(out, 0, 0, 0, 0), values...)
	}
	if gps != nil {
		main[0x8825] = uint32(0)
	}
	write(main)
	if gps != nil {
		// The pointer is known only now that the first table is written.
		at := bytes.Index(out, []byte("\x25\x88\x04\x00\x01\x00\x00\x00"))
		order.PutUint32(out[at+8:], uint32(len(out)))
		write(gps)
	}
	return out
}

func photo() []byte {
	return tiff(map[uint16]any{
		0x010e: "Jan\nop het strand",
		0x013b: "Zoë Foto",
		0x9c9d: utf16Of("José", binary.LittleEndian),
		0x9286: append([]byte("UNICODE\x00"), utf16Of("Voor Eva", binary.LittleEndian)...),
		0xa431: "SN-12345",
	}, map[uint16]any{
		1: "N", 2: []uint32{52, 1, 7, 1, 24444, 1000}, 3: "W", 4: []uint32{5, 1, 7, 1, 2442, 100},
	})
}

var photoLines = []string{
	"exif ImageDescription: Jan\nop het strand", "! exif Artist: Zoë Foto", "! exif XPAuthor: José",
	"exif UserComment: Voor Eva", "! exif BodySerialNumber: SN-12345", "! gps-position: 52.12346, -5.12345",
}

const xmp = `<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><rdf:Description photoshop:City="Assen" xmpMM:DocumentID="xmp.did:123456782" exif:GPSLatitude="52,7.407N" exif:GPSLongitude="5,7.407E"><dc:creator><rdf:Seq><rdf:li>Tom X</rdf:li></rdf:Seq></dc:creator><dc:title><rdf:Alt><rdf:li>Feest</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

var xmpLines = []string{"! xmp creator: Tom X", "xmp title: Feest", "xmp City: Assen", "! gps-position: 52.12345, 5.12345"}

func iptc() string {
	fields := ""
	for _, f := range []struct {
		number byte
		text   string
	}{{80, "Bo Lijn"}, {120, "Op de foto: Eva"}, {25, "feest"}} {
		fields += "\x1c\x02" + string(rune(f.number)) + string([]byte{0, byte(len(f.text))}) + f.text
	}
	return "8BIM\x04\x04\x00\x00" + string(binary.BigEndian.AppendUint32(nil, uint32(len(fields)))) + fields
}

var iptcLines = []string{"! iptc By-line: Bo Lijn", "iptc Caption-Abstract: Op de foto: Eva", "iptc Keywords: feest"}

func plainJPEG(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 2, 2)), nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// jpegOf writes a JPEG in which XMP stands before EXIF, as some programs do.
func jpegOf(t testing.TB) []byte {
	t.Helper()
	plain := plainJPEG(t)
	out := bytes.Clone(plain[:2])
	for _, segment := range []struct {
		marker byte
		text   string
	}{
		{0xe1, "http://ns.adobe.com/xap/1.0/\x00" + xmp},
		{0xe1, "Exif\x00\x00" + string(photo())},
		{0xed, "Photoshop 3.0\x00" + iptc()},
		{0xfe, "Gemaakt door Jan"},
	} {
		out = append(out, 0xff, segment.marker)
		out = binary.BigEndian.AppendUint16(out, uint16(len(segment.text)+2))
		out = append(out, segment.text...)
	}
	return append(out, plain[2:]...)
}

// pngOf writes a PNG with one chunk more.
func pngOf(t testing.TB, name, chunk string) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := png.Encode(&plain, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	const head = 8 + 25 // the signature and IHDR
	out := bytes.Clone(plain.Bytes()[:head])
	out = binary.BigEndian.AppendUint32(out, uint32(len(chunk)))
	out = append(out, name+chunk...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(name+chunk)))
	return append(out, plain.Bytes()[head:]...)
}

func webpOf() []byte {
	var chunks []byte
	for _, c := range []struct{ name, text string }{{"VP8X", "123456789"}, {"EXIF", string(photo())}, {"XMP ", xmp}} {
		chunks = append(chunks, c.name...)
		chunks = binary.LittleEndian.AppendUint32(chunks, uint32(len(c.text)))
		chunks = append(chunks, c.text...)
		if len(c.text)%2 == 1 {
			chunks = append(chunks, 0)
		}
	}
	out := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(chunks)+4))
	return append(append(out, "WEBP"...), chunks...)
}

func heifOf(brand string) []byte {
	return []byte("\x00\x00\x00\x18ftyp" + brand + "\x00\x00\x00\x00mif1" + brand + "\x00\x00\x00\x00mdat\x00\x00\x00\x06Exif\x00\x00" + string(photo()) + xmp)
}

func gifOf(t testing.TB) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := gif.Encode(&plain, image.NewGray(image.Rect(0, 0, 2, 2)), nil); err != nil {
		t.Fatal(err)
	}
	end := plain.Len() - 1
	return append(bytes.Clone(plain.Bytes()[:end]), "\x21\xfe\x08door Jan\x00\x3b"...)
}

func TestImages(t *testing.T) {
	got := read(t, jpegOf(t))
	expect(t, got, slices.Concat(photoLines, xmpLines, iptcLines, []string{"image-comment: Gemaakt door Jan"})...)
	if strings.Contains(strings.Join(got, "\n"), "123456782") {
		t.Error("a number of a program is among the texts")
	}
	expect(t, read(t, pngOf(t, "eXIf", string(photo()))), photoLines...)
	expect(t, read(t, pngOf(t, "tEXt", "Author\x00Zo\xeb")), "! png Author: Zoë")
	expect(t, read(t, pngOf(t, "zTXt", "Comment\x00\x00"+deflate("Voor Jan"))), "png Comment: Voor Jan")
	expect(t, read(t, pngOf(t, "iTXt", "Title\x00\x01\x00nl\x00Titel\x00"+deflate("Zoë"))), "png Title: Zoë")
	expect(t, read(t, pngOf(t, "iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmp)), xmpLines...)
	raw := fmt.Sprintf("\niptc\n  %d\n%x\n", len(iptc()), iptc())
	expect(t, read(t, pngOf(t, "zTXt", "Raw profile type iptc\x00\x00"+deflate(raw))), iptcLines...)
	expect(t, read(t, webpOf()), slices.Concat(photoLines, xmpLines)...)
	expect(t, read(t, photo()), photoLines...)
	expect(t, read(t, heifOf("heic")), slices.Concat(photoLines, xmpLines)...)
	expect(t, read(t, heifOf("avif")), slices.Concat(photoLines, xmpLines)...)
	expect(t, read(t, gifOf(t)), "image-comment: door Jan")
	if got := read(t, plainJPEG(t)); got != nil {
		t.Errorf("an image without texts has %q", got)
	}
}

// pdfObject returns an object with a stream when there is one.
func pdfObject(dict, stream string) string {
	if stream == "" {
		return dict
	}
	return dict + "\nstream\n" + stream + "\nendstream"
}

// pdfOf writes a PDF of which the objects are numbered from 1, the catalogue first and the properties second.
func pdfOf(objects ...string) []byte {
	var out strings.Builder
	out.WriteString("%PDF-1.7\n")
	for i, object := range objects {
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	out.WriteString("trailer\n<</Root 1 0 R/Info 2 0 R>>\nstartxref\n0\n%%EOF\n")
	return []byte(out.String())
}

func samplePDF(t testing.TB) []byte {
	cmap := "1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar <0001> <005A> endbfchar 1 beginbfrange <0002> <0003> [<006F> <00EB>] endbfrange"
	packed := "14 0 <</Type/Annot/Subtype/Text/Rect[0 0 1 1]/Contents(In stroom)/T(Bo)>>"
	return pdfOf(
		"<</Type/Catalog/Pages 3 0 R>>",
		"<</Author(Zo\\353 \\(Z\\))/Title<FEFF004A0061006E>/Subject(S)/Keywords(K)/Creator(Word)/Zaak(Z-1)>>",
		"<</Type/Pages/Kids[4 0 R 9 0 R]/Resources<</Font<</F1 5 0 R/F2 6 0 R>>/XObject<</X 12 0 R>>>>>>",
		"<</Type/Page/Parent 3 0 R/Contents 7 0 R/Annots[<</Subtype/Text/Rect[0 0 1 1]/Contents(Let op)/T(Kees Bos)>>]>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[200/eacute/ij]>>>>",
		"<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 8 0 R>>",
		pdfObject("<</Filter/FlateDecode>>", deflate("BT /F1 10 Tf 50 700 Td [(Ja) -20 (n) -300 (B) 30 (os)] TJ 0 -12 Td (Andr\\310) Tj /F2 10 Tf 80 0 Td <000100020003> Tj ET /X Do")),
		pdfObject("<<>>", cmap),
		"<</Type/Page/Parent 3 0 R/Contents 10 0 R>>",
		pdfObject("<</Length 35>>", "BT /F1 10 Tf (Twee) ' (Drie) ' ET   "),
		pdfObject("<</Type/Metadata/Subtype/XML>>", xmp),
		pdfObject("<</Subtype/Form>>", "BT /F1 8 Tf 1 0 0 1 0 20 Tm (Voet) Tj ET"),
		pdfObject("<</Type/ObjStm/N 1/First 5/Filter/FlateDecode>>", deflate(packed)),
		"<</S/URI/URI(mailto:jan@x.nl)>>",
		"<</Type/Page/Contents 10 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		pdfObject("<</Subtype/Image/Filter/DCTDecode>>", string(jpegOf(t))),
		pdfObject("<</Type/EmbeddedFile>>", "bijlage van Jan"),
		"<</Subtype/Widget/FT/Tx/Rect[0 0 1 1]/T(naam)/V(Els Vos)>>",
	)
}

func TestPDF(t *testing.T) {
	expect(t, read(t, samplePDF(t)), append(xmpLines,
		"! property-author: Zoë (Z)", "property-title: Jan", "property-subject: S", "property-keywords: K",
		"property-program: Word", "property Zaak: Z-1",
		"page 1: Jan Bos\nAndré Zoë\nVoet", "page 2: Twee\nDrie", "hidden-page: Twee\nDrie",
		"comment: Let op", "! comment-author: Kees Bos", "comment: In stroom", "! comment-author: Bo",
		"link: mailto:jan@x.nl", "! image, exif Artist: Zoë Foto", "attachment: bijlage van Jan",
		"field: Els Vos", "field-name: naam")...)
}

// TestPDFVersions reads the text that a later version of a page replaced.
func TestPDFVersions(t *testing.T) {
	first := pdfOf(
		"<</Type/Catalog/Pages 3 0 R>>", "<</Author(Piet)>>", "<</Type/Pages/Kids[4 0 R]>>",
		"<</Type/Page/Contents 5 0 R/Resources<</Font<</F<</Subtype/Type1>>>>>>>>", pdfObject("<<>>", "BT /F 9 Tf (Jan Bos) Tj ET"))
	second := append(bytes.Clone(first), "5 0 obj\n"+pdfObject("<<>>", "BT /F 9 Tf (XXX) Tj ET")+"\nendobj\n2 0 obj\n<</Author()>>\nendobj\ntrailer\n<</Root 1 0 R/Info 2 0 R>>\nstartxref\n0\n%%EOF\n"...)
	expect(t, read(t, second), "! property-author: Piet", "page 1: XXX", "page 1, earlier-version: Jan Bos")
}

// samples holds a file of each kind.
func samples(t testing.TB) map[string][]byte {
	return map[string][]byte{
		"docx": docx(t), "xlsx": xlsx(), "odt": odt(), "zip": zipOf(file{"a", "b"}), "gzip": gzipOf("a", []byte("b")),
		"tar": tarOf(file{"a", "b"}), "jpeg": jpegOf(t), "png": pngOf(t, "eXIf", string(photo())), "webp": webpOf(),
		"tiff": photo(), "heic": heifOf("heic"), "gif": gifOf(t), "pdf": samplePDF(t), "text": []byte("Jan"),
		"mail": []byte(mailWith("Content-Type: multipart/mixed; boundary=x", "--x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"+base64Of("<p>Zo&euml;")+"\n--x\nSubject: =?utf-8?q?a?=\nContent-Transfer-Encoding: quoted-printable\n\nZo=C3=AB\n--x--")),
		"rtf":  []byte(`{\rtf1\ansicpg1250{\fonttbl{\f1\fcharset162 A;}}{\info{\author B}}\f1 Zo\u235?\'eb{\footnote a}{\pict\pngblip 89504e47}\par}`), "html": []byte("<p>Zo&euml; <a href='b'>c</a><!-- d --><br>e"),
		"xml": []byte(`<?xml version="1.0"?><a b="c">d<e>f</e><![CDATA[g]]></a>`), "json": []byte(`{"a":"\u00eb\n","b":[1,2,"c"],"d":{"e":null}}`), "card": []byte("BEGIN:VCARD\r\nN:a;b\r\nFN;QUOTED-PRINTABLE:=C3=\r\n=AB\r\nNOTE:a\r\n  b\\n\\,\r\nEND:VCARD"),
		"utf-16": utf16Of("Jan Bos", binary.LittleEndian), "zTXt": pngOf(t, "zTXt", "Comment\x00\x00"+deflate("Jan")),
	}
}

// TestTruncated cuts off files at many places. What needs its end must say that it is gone; nothing may panic.
func TestTruncated(t *testing.T) {
	for name, data := range samples(t) {
		for cut := 0; cut < len(data); cut += max(1, len(data)/200) {
			_, _ = extract.Read(name, data[:cut])
		}
		if _, err := extract.Read(name, data[:len(data)*3/4]); err == nil && !slices.Contains([]string{"text", "utf-16", "tiff", "heic", "tar", "mail", "rtf", "html", "xml", "json", "card"}, name) {
			t.Errorf("%s: no error for a file that is cut off", name)
		}
	}
	parts, _ := extract.Read("x.pdf", samplePDF(t)[:700])
	expect(t, lines(parts), "! property-author: Zoë (Z)")
}

func TestDeterministic(t *testing.T) {
	for name, data := range samples(t) {
		first, _ := extract.Read(name, data)
		for range 5 {
			if again, _ := extract.Read(name, data); !reflect.DeepEqual(first, again) {
				t.Errorf("%s: the parts differ from one time to the next", name)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, data := range samples(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var parts []extract.Part
		bound.Watch(func() { parts, _ = extract.Read("bestand", data) })
		size := 0
		for _, p := range parts {
			size += len(p.Text)
			if p.Exact && p.Map == nil && p.Text != string(data) {
				t.Error("an exact part is not the file")
			}
			if !p.Exact || p.Map == nil {
				continue
			}
			for i := range len(p.Text) {
				from, to := p.Map.Span(i, i+1)
				if from < 0 || from > to || to > len(data) {
					t.Fatalf("byte %d of %q stands at %d to %d of %d", i, p.Text, from, to, len(data))
				}
			}
		}
		if size > 2*len(data)+2<<20 && len(parts) > 1 {
			t.Errorf("%d bytes of text", size)
		}
	})
}
