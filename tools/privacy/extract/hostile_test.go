package extract_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/internal/bound"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract"
)

// most is the size of the files below, and unpacked that of what is packed in them; where a member has numbers it is packed a tenth.
const (
	most     = 1 << 20
	unpacked = 12 << 20
)

// padding makes a file so large that it may ask for the most work: bytes that no packer makes smaller, in a member that is not read.
func padding(size int) file {
	state, bytes := uint32(1), make([]byte, size)
	for i := range bytes {
		state = state*1664525 + 1013904223
		bytes[i] = byte(state >> 24)
	}
	return file{"fonts/a.ttf", string(bytes)}
}

// repeat repeats a token up to a size in bytes. A "§" in it becomes a number, another each time.
func repeat(token string, size int) string {
	var out strings.Builder
	for i := 0; out.Len() < size; i++ {
		out.WriteString(strings.ReplaceAll(token, "§", strconv.Itoa(i)))
	}
	return out.String()
}

// nested opens a token and closes it again, up to a size in bytes.
func nested(open, close string, size int) string {
	n := size / (len(open) + len(close))
	return strings.Repeat(open, n) + "a" + strings.Repeat(close, n)
}

// fill is how large a member with a token may be, so that the zip file stays below most.
func fill(token string) int {
	if strings.Contains(token, "§") {
		return 4 << 20
	}
	return unpacked
}

// paddingBeside is the padding that leaves room for a member with a token.
func paddingBeside(token string) int {
	if strings.Contains(token, "§") {
		return most / 4
	}
	return most * 9 / 10
}

// hostileXML are tokens of XML: those of XML itself, and those of the formats to which a reader pays attention. A pair is nested, too.
var hostileXML = []struct{ place, open, close string }{
	// XML itself
	{"word/document.xml", "<a>", "</a>"}, {"word/document.xml", "<a:b>", "</a:b>"}, {"word/document.xml", "<a/>", ""},
	{"word/document.xml", "<a b='c' d='e'/>", ""}, {"word/document.xml", `<a xmlns:b§="c">`, "</a>"}, {"word/document.xml", "&amp;", ""},
	{"word/document.xml", "&#65;", ""}, {"word/document.xml", "<!-- -->", ""}, {"word/document.xml", "<![CDATA[a]]>", ""},
	{"word/document.xml", `<?xml encoding="latin1"?>`, ""}, {"word/document.xml", "<?a?>", ""}, {"word/document.xml", "<!DOCTYPE a [", "]>"},
	{"word/document.xml", "a ", ""}, {"word/document.xml", "\n", ""}, {"word/document.xml", "</a>", ""}, {"word/document.xml", "<", ""},
	// Word, Excel
	{"word/document.xml", "<w:p><w:r><w:t>a", "</w:t></w:r></w:p>"}, {"word/document.xml", "<w:del><w:delText>a", "</w:delText></w:del>"},
	{"word/document.xml", `<w:ins w:author="A§">`, "</w:ins>"}, {"word/document.xml", `<wp:docPr descr="§"/>`, ""},
	{"word/comments.xml", `<w:comment w:initials="A"><w:t>a`, "</w:t></w:comment>"}, {"word/comments.xml", `<authors><author>a§`, "</author></authors>"},
	{"xl/worksheets/sheet1.xml", `<c t="s"><v>1</v><f>A1</f></c>`, ""}, {"xl/workbook.xml", `<sheet name="§"/>`, ""},
	{"word/_rels/document.xml.rels", `<Relationship Target="http://a/%20§" TargetMode="External"/>`, ""},
	{"docProps/core.xml", "<dc:creator>a§", "</dc:creator>"}, {"docProps/app.xml", "<lpstr>a", "</lpstr>"},
	{"docProps/custom.xml", `<property name="a">b`, "</property>"}, {"customXml/item1.xml", "<a b='§'>c", "</a>"},
	// OpenDocument, EPUB
	{"content.xml", "<text:p>a<text:s/>", "</text:p>"}, {"content.xml", "<office:annotation><text:p>a<dc:creator>b", "</dc:creator></text:p></office:annotation>"},
	{"content.xml", `<text:note><text:a href="http://a§">b`, "</text:a></text:note>"}, {"content.xml", `<table:table-cell formula="§">`, "</table:table-cell>"},
	{"meta.xml", `<meta:user-defined name="§">b`, "</meta:user-defined>"}, {"Object 1/x.xml", "<a>b", "</a>"},
	{"book.xhtml", `<p alt="a">b`, "</p>"}, {"book.xhtml", `<a href="http:§">b`, "</a>"},
}

// around returns the member that makes a zip file the document in which a member belongs.
func around(place string) string {
	switch {
	case place == "content.xml", place == "meta.xml", strings.HasPrefix(place, "Object"):
		return "META-INF/manifest.xml"
	case strings.HasPrefix(place, "book"):
		return "META-INF/container.xml"
	}
	return "[Content_Types].xml"
}

// hostilePDF are tokens of PDF, repeated in the file itself.
var hostilePDF = []string{
	"1 0 obj ", "§ 0 obj(", "§ 0 obj 1 (", "§ 0 obj<", "§ 0 obj[", "§ 0 obj<<", "§ 0 obj<</A/B>>endobj ", "§ 0 obj[[]]", "§ 0 obj%", "obj", "trailer<<", "trailer(",
	"§ 0 obj<</Length 9>>stream\n", "§ 0 obj<</Type/ObjStm/First 0>>stream\n", "§ 0 obj<</Subtype/Image/Filter/DCTDecode>>stream\n\xff\xd8\xff\xff\xff\xff",
	"§ 0 obj<</Type/Page/Contents 1 0 R>>endobj ", "§ 0 obj<</Author(§)/A(b)>>endobj ", "§ 0 obj<</Rect[]/T(§)/Contents(§)>>endobj ", "1 0 obj<</Type/Page>>endobj ",
	"§ 0 obj<</URI(a§)>>endobj ", "§ 0 obj<</Title 2 0 R/Parent 3 0 R>>endobj ",
}

// hostileContent are operators of the content of a page.
var hostileContent = []string{
	"1 ", "/A ", "(", "<", "[", "<<", "[[]]", "q ", "BT ", "1 0 0 1 0 0 cm ", "(a)Tj ", "(a)' ", "[(a)-900(b)]TJ ", "/F 1 Tf ", "/X Do ", "BI ", "BI ID ", "BI ID  EI ", "%",
}

// page writes a PDF with one page that has a content, and other objects from number 6 on. Font F is a direct dictionary, and form X shows itself.
func page(content string, objects ...string) []byte {
	return pdfOf(append([]string{
		"<</Type/Catalog/Pages 3 0 R>>", "<<>>", "<</Kids[4 0 R]>>",
		"<</Type/Page/Contents 5 0 R/Resources<</Font<</F<</Encoding<</Differences 7 0 R>>>>/G 8 0 R>>/XObject<</X 6 0 R>>>>>>",
		pdfObject("<</Filter/FlateDecode>>", deflate(content)),
	}, append(objects, pdfObject("<<>>", padding(most/2).text))...)...)
}

// box writes a tag, a size and bytes, as the formats of images do.
func box(order binary.AppendByteOrder, tag string, data string, more int) string {
	return tag + string(order.AppendUint32(nil, uint32(len(data)+more))) + data
}

// pngChunk writes a chunk of a PNG.
func pngChunk(name, data string) string {
	size := string(binary.BigEndian.AppendUint32(nil, uint32(len(data))))
	return size + name + data + string(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(name+data))))
}

// tables is a TIFF of tables that each have the same entries, at every second offset.
func tables(entry string, count int) string {
	table := string(binary.LittleEndian.AppendUint16(nil, uint16(count)))
	return "II*\x00\x08\x00\x00\x00" + table + strings.Repeat(entry, count)
}

// overlapping writes a zip file of which all members are the same bytes.
func overlapping(t testing.TB, name, content string, n int) []byte {
	one := zipOf(file{name, content})
	r, err := zip.NewReader(bytes.NewReader(one), int64(len(one)))
	if err != nil {
		t.Fatal(err)
	}
	start := bytes.Index(one, []byte("PK\x01\x02"))
	end := bytes.Index(one, []byte("PK\x05\x06"))
	out := append(bytes.Clone(one[:start]), bytes.Repeat(one[start:end], n)...)
	tail := bytes.Clone(one[end:])
	binary.LittleEndian.PutUint16(tail[8:], uint16(n))
	binary.LittleEndian.PutUint16(tail[10:], uint16(n))
	binary.LittleEndian.PutUint32(tail[12:], uint32(n*(end-start)))
	_ = r
	return append(out, tail...)
}

// hostileNotations are texts in a notation, of which a token is repeated.
var hostileNotations = []struct{ begin, token string }{
	{"Content-Type: text/plain\n", "a"}, {"Content-Type: text/plain\n", "Subject: =?utf-8?q?=41_?= =?utf-8?b?QQ==?=\n"}, {"Content-Type: text/plain\nSubject: ", "=?"}, {"Content-Type: text/plain\nSubject: ", "=?a?q?b "},
	{"Content-Type: text/plain\nSubject: ", "\n "}, {"Content-Type: text/plain\n", "a: b\n"}, {"Content-Type: text/plain; ", "a=b; "}, {"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n", "=41"},
	{"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n", "= "}, {"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n", "QUJD"}, {"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n", "PGI+"},
	{"Content-Type: multipart/mixed; boundary=a\n\n", "--a\n"}, {"Content-Type: multipart/mixed; boundary=a\n\n", "--a\n\nJan\n"}, {"Content-Type: multipart/mixed; boundary=a\n\n", "--a\nContent-Type: image/png; name=a§\n\nPK\n"},
	{"From a\nSubject: b\nTo: c\n\n", "\n\nFrom a\nTo: b\n\nc"}, {`{\rtf1 `, "{"}, {`{\rtf1 `, "}"}, {`{\rtf1 `, `\u214?`}, {`{\rtf1 `, `\u-10179?\u-8704?`}, {`{\rtf1 `, `\'e9`}, {`{\rtf1 `, `{\*\a b}`}, {`{\rtf1 `, `{\footnote a§}`},
	{`{\rtf1 `, `{\author a§;}`}, {`{\rtf1 `, `{\pict 4142}`}, {`{\rtf1{\pict `, `4`}, {`{\rtf1{\fonttbl`, `{\f§\fcharset238 A;}`}, {`{\rtf1 `, `\f§ a`}, {`{\rtf1 `, `\par `}, {`{\rtf1 `, `\bin1 {`}, {`{\rtf1 `, `{\*\a`}, {`{\rtf1 `, `\ansicpg1250{`},
	{"<p>", "<a href=x>"}, {"<p", " a=b"}, {"<p", " a='&amp;'"}, {"<p", " a"}, {"<p>", "&eacute;"}, {"<p>", "&a"}, {"<p>", "<!--a-->"}, {"<p>", "<!--"}, {"<p>", "a\n"}, {"<p>", "<br>"}, {"<script>", "<a"}, {"<p>", "<td>a"}, {"<!--", "-->"}, {"<?xml ?>", "<a>b</a>"},
	{"<?xml ?>", "<a>"}, {"<?xml ?>", "<![CDATA[a]]>"}, {"<svg>", "<text>a<tspan>b"}, {"[", "["}, {"{", `"a":{`}, {"[", "1,"}, {"[", `"",`}, {"[", `"\n",`}, {"[", `"\ud83d\ude00",`}, {"[", "/**/"}, {"[", " "}, {"", `{"a":1}`}, {"", "[]"}, {`["`, `\u0041`},
	{"BEGIN:VCARD\n", "N:a;b\n"}, {"BEGIN:VCARD\n", "a\n "}, {"BEGIN:VCARD\n", "N;QUOTED-PRINTABLE:=41=\n"}, {"BEGIN:VCARD\n", `A:\n\,`}, {"BEGIN:VCARD\n", "PHOTO;ENCODING=B:" + strings.Repeat("QUJD", 30) + "\n"}, {"BEGIN:VCARD\n", "a"},
}

// hostile returns files of at most a megabyte that ask for as much work as they can, by name.
func hostile(t testing.TB) map[string]func() []byte {
	all := map[string]func() []byte{}
	text := strings.Repeat("Jan de Vries ", 80_000)
	for _, x := range hostileXML {
		add := func(form string, body func() string) {
			all["xml "+form+" "+x.place+" "+x.open] = func() []byte {
				return zipOf(file{around(x.place), "<a/>"}, file{x.place, body()}, padding(paddingBeside(x.open)))
			}
		}
		add("flat", func() string { return "<r>" + repeat(x.open+x.close, fill(x.open)) + "</r>" })
		if x.close != "" && !strings.Contains(x.open, "§") {
			if strings.HasPrefix(x.open, "<a") {
				add("open", func() string { return repeat(x.open, fill(x.open)) })
			}
			add("nested", func() string { return nested(x.open, x.close, fill(x.open)) })
		}
	}
	all["xml attributes"] = func() []byte {
		return zipOf(file{around(""), "<a/>"}, padding(most*9/10), file{"word/document.xml", "<a " + repeat("b='' ", unpacked) + "/>"})
	}
	all["xml attributes without value"] = func() []byte {
		return zipOf(file{around(""), "<a/>"}, padding(most*9/10), file{"word/document.xml", "<a " + repeat("b ", unpacked) + "/>"})
	}
	all["xml long value"] = func() []byte {
		return zipOf(file{around(""), "<a/>"}, padding(most*9/10), file{"word/document.xml", "<a b='" + repeat("c", unpacked) + "'/>"})
	}
	all["xml long comment"] = func() []byte {
		return zipOf(file{around(""), "<a/>"}, padding(most*9/10), file{"word/document.xml", "<!--" + repeat("c", unpacked)})
	}
	all["xml UTF-16"] = func() []byte {
		return zipOf(file{around(""), "<a/>"}, padding(most*9/10), file{"word/document.xml", "\xff\xfe" + repeat("<\x00a\x00>\x00", unpacked)})
	}

	for _, token := range hostilePDF {
		all["pdf "+token] = func() []byte { return []byte("%PDF-1.7\n" + repeat(token, most-100) + "\nstartxref\n0\n%%EOF\n") }
	}
	for _, token := range hostileContent {
		all["pdf content "+token] = func() []byte {
			return page(repeat(token, unpacked), pdfObject("<</Subtype/Form>>", repeat("/X Do ", 5000)), "["+repeat("/A ", 5000)+"]", "<</Subtype/Type1>>")
		}
	}
	all["pdf object stream"] = func() []byte {
		return pdfOf("", "", pdfObject("<</Type/ObjStm/First 3000000/Filter/FlateDecode>>", deflate(repeat("§ 0 ", 3000000)+strings.Repeat("<</A[1]>>", 1000))))
	}
	all["pdf object stream of dictionaries"] = func() []byte {
		var head, body strings.Builder
		for i := range 200_000 {
			fmt.Fprintf(&head, "%d %d ", i, body.Len())
			body.WriteString("<</A 1>>")
		}
		return pdfOf("", "", pdfObject("<</Type/ObjStm/First "+strconv.Itoa(head.Len())+"/Filter/FlateDecode>>", deflate(head.String()+body.String())))
	}
	all["pdf array of numbers"] = func() []byte {
		return pdfOf("", "", pdfObject("<</Type/ObjStm/First 4/Filter/FlateDecode>>", deflate("1 0 ["+strings.Repeat("1 ", 12<<20))))
	}
	all["pdf kids"] = func() []byte {
		return pdfOf("<</Pages<</Kids 3 0 R>>>>", "", "["+strings.Repeat("<</Kids 3 0 R>>", 1000)+"]")
	}
	all["pdf shared contents"] = func() []byte {
		return page("", "", "", "", "<</Type/Page/Contents["+strings.Repeat("5 0 R ", most/16)+"]>>")
	}
	all["pdf long shared contents"] = func() []byte {
		return pdfOf("<</Pages 3 0 R>>", "", "<</Kids[4 0 R]>>", "<</Contents["+strings.Repeat("5 0 R ", 1000)+"]>>", pdfObject("<</Filter/FlateDecode>>", deflate(repeat("(a)Tj ", 1<<20))))
	}
	all["pdf versions"] = func() []byte {
		return append(page(""), strings.Repeat("5 0 obj 1 endobj ", 15000)+"4 0 obj<</Contents["+strings.Repeat("5 0 R ", 30000)+"]/Type/Page>>endobj "...)
	}
	all["pdf filters"] = func() []byte {
		return pdfOf("<</Pages<</Kids[<</Contents 3 0 R>>]>>>>", "", pdfObject("<</Filter["+strings.Repeat("/AHx", 100_000)+"]>>", repeat("61", 1<<19)))
	}
	all["pdf shared filters"] = func() []byte {
		return pdfOf("", "["+strings.Repeat("/AHx ", 50_000)+"]", repeat("<<>>endobj § 0 obj<</Filter 2 0 R>>stream\nendstream ", most/2))
	}
	all["pdf flate in flate"] = func() []byte {
		return pdfOf("<</Pages<</Kids[<</Contents 3 0 R>>]>>>>", "", pdfObject("<</Filter[/Fl/Fl/Fl]>>", deflate(deflate(deflate(repeat("(a)Tj ", 200<<20))))))
	}
	all["pdf fonts"] = func() []byte {
		var out []string
		for i := range 3000 {
			out = append(out, fmt.Sprintf("<</Type/Page/Contents 5 0 R/Resources<</Font<</G %d 0 R>>>>>>", 3010+i))
		}
		for range 3000 {
			out = append(out, "<</Subtype/Type0/ToUnicode 6 0 R/DescendantFonts[7 0 R]>>")
		}
		objects := append([]string{pdfObject("<<>>", "1 beginbfrange <0000><ffff><0000> endbfrange"), "<</W[0 65535 500]>>", "1", "1"}, out...)
		return page("/G 1 Tf (ab) Tj", objects...)
	}
	all["pdf small fonts"] = func() []byte {
		return pdfOf("<</Pages<</Kids[<</Contents 3 0 R/Resources<</Font 4 0 R>>>>]>>>>", "", pdfObject("<</Filter/Fl>>", deflate(repeat("/F§ 1 Tf ", 400_000))), "<<"+repeat("/F§ 5 0 R ", 400_000)+">>", "<</Widths[1]>>"+
			repeat("endobj § 0 obj<<>>", 100_000))
	}
	all["pdf direct fonts"] = func() []byte {
		return pdfOf("<</Pages<</Kids[<</Contents 3 0 R/Resources<</Font 4 0 R>>>>]>>>>", "", pdfObject("<</Filter/Fl>>", deflate(repeat("/F§ 1 Tf ", 400_000))), "<<"+repeat("/F§<<>>", 400_000)+">>")
	}
	all["pdf letters"] = func() []byte {
		return page("/G 1 Tf"+strings.Repeat("<0001> Tj ", 1<<20), pdfObject("<<>>", "1 beginbfchar <0001> <00610061006100610061006100610061> endbfchar"), "1", "<</Subtype/Type0/ToUnicode 6 0 R>>")
	}
	all["pdf shared string"] = func() []byte {
		return []byte("%PDF-1.7\n1 0 obj(" + text[:most/3] + ")endobj " + repeat("§ 0 obj<</Rect[]/T 1 0 R>>endobj ", most/2) + "startxref")
	}
	all["pdf shared blank string"] = func() []byte {
		return []byte("%PDF-1.7\n1 0 obj(" + strings.Repeat(" ", most/3) + ")endobj " + repeat("§ 0 obj<</URI 1 0 R/Alt 1 0 R>>endobj ", most/2) + "startxref")
	}
	all["pdf XFA"] = func() []byte {
		return pdfOf("<</XFA["+strings.Repeat("3 0 R ", 50_000)+"]>>", "", pdfObject("<</Filter/Fl>>", deflate(repeat("<a>", 1<<20))))
	}
	all["pdf metadata"] = func() []byte {
		return pdfOf("", "", pdfObject("<</Type/Metadata/Filter/Fl>>", deflate(nested("<dc:title xmlns:dc='b'>", "</dc:title>", unpacked))))
	}
	all["pdf attachments"] = func() []byte {
		return pdfOf("", "", pdfObject("<</Type/EmbeddedFile/Filter/Fl>>", deflate(string(pdfOf("", "", pdfObject("<</Type/EmbeddedFile/Filter/Fl>>", deflate(repeat("a§", 20<<20))))))))
	}

	order := binary.LittleEndian
	value := func(tag, kind uint16, count, at uint32) string {
		return string(order.AppendUint32(order.AppendUint32(order.AppendUint16(order.AppendUint16(nil, tag), kind), count), at))
	}
	exifOf := func(tag uint16, count uint32) string { return tables(value(tag, 7, count, 100), 65535) }
	all["tiff one text"] = func() []byte { return []byte((exifOf(0x9286, most/5) + text)[:most]) }
	all["tiff one blank text"] = func() []byte { return []byte(exifOf(0x9286, most/5) + strings.Repeat(" ", most/5)) }
	all["tiff one XMP"] = func() []byte { return []byte((exifOf(0x02bc, most/5) + repeat("<a>", most))[:most]) }
	all["tiff one IPTC"] = func() []byte { return []byte((exifOf(0x83bb, most/5) + repeat("\x1c\x02\x19\x00\x01a", most))[:most]) }
	all["tiff one resource"] = func() []byte {
		return []byte((exifOf(0x8649, most/5) + repeat("8BIM\x04\x04\x00\x00\x00\x00\x00\x00", most))[:most])
	}
	all["tiff tables"] = func() []byte { return []byte(tables(value(0x014a, 7, 256, 8), 65535) + repeat("\x01\x00", 200000)) }
	all["tiff overlapping tables"] = func() []byte {
		offsets := order.AppendUint32(nil, 0)
		for at := uint32(8); len(offsets) < 256; at += 2 {
			offsets = order.AppendUint32(offsets, at)
		}
		return []byte(tables(value(0x014a, 7, 256, 50), 65535) + strings.Repeat(string(offsets), 1000))
	}
	all["tiff positions"] = func() []byte {
		return []byte((tables(value(0x8825, 4, 1, 200), 60000) + tables(value(2, 2, most/8, 8), 31) + text)[:most])
	}
	all["jpeg segments"] = func() []byte { return []byte("\xff\xd8" + repeat("\xff\xfe\x00\x03a", most-10)) }
	all["jpeg filling"] = func() []byte { return []byte("\xff\xd8" + repeat("\xff", most-10)) }
	all["jpeg EXIF"] = func() []byte {
		return []byte("\xff\xd8" + repeat("\xff\xe1\xff\xffExif\x00\x00"+tables(value(0x010e, 2, 1000, 8), 5460)[:65527], most-65600))
	}
	all["jpeg XMP"] = func() []byte {
		return []byte("\xff\xd8" + repeat("\xff\xe1\xff\xffhttp://ns.adobe.com/xap/1.0/\x00"+repeat("<dc:a>b", 65537)[:65504], most-65600))
	}
	all["jpeg resources"] = func() []byte {
		return []byte("\xff\xd8" + repeat("\xff\xed\xff\xffPhotoshop 3.0\x00"+repeat("8BIM\x04\x04\x00\x00\x00\x00\x00\x06\x1c\x02\x19\x00\x01a", 65537)[:65519], most-65600))
	}
	all["png texts"] = func() []byte {
		return []byte("\x89PNG\r\n\x1a\n" + repeat(pngChunk("tEXt", "Author\x00a§"), most-100))
	}
	all["png bombs"] = func() []byte {
		return []byte("\x89PNG\r\n\x1a\n" + repeat(pngChunk("zTXt", "a\x00\x00"+deflate(repeat("b", unpacked))), most-50000))
	}
	all["png blank bombs"] = func() []byte {
		return []byte("\x89PNG\r\n\x1a\n" + repeat(pngChunk("zTXt", "a\x00\x00"+deflate(repeat("\x80", unpacked))), most-50000))
	}
	all["png profile"] = func() []byte {
		return []byte("\x89PNG\r\n\x1a\n" + pngChunk("zTXt", "Raw profile type iptc\x00\x00"+deflate("\niptc\n9\n"+repeat("1c 02 19 00 01 61 ", unpacked))))
	}
	all["png XMP"] = func() []byte {
		return []byte("\x89PNG\r\n\x1a\n" + pngChunk("iTXt", "XML:com.adobe.xmp\x00\x01\x00\x00\x00"+deflate(nested("<dc:creator xmlns:dc='b' dc:a='c'>", "</dc:creator>", unpacked))))
	}
	all["gif packets"] = func() []byte { return []byte("GIF89a       " + repeat("\x21\xff\x0bXMP DataXMP\x00", most-100)) }
	all["gif packets with end"] = func() []byte {
		return []byte("GIF89a       " + repeat("\x21\xff\x0bXMP DataXMP\x00", most-100) + "<?xpacket end")
	}
	all["gif comments"] = func() []byte { return []byte("GIF89a       " + repeat("\x21\xfe\x01a\x00", most-100)) }
	all["webp chunks"] = func() []byte {
		return []byte("RIFF\x00\x00\x00\x00WEBP" + repeat(box(order, "XMP ", "<a>b", 0), most-100))
	}
	all["heif EXIF"] = func() []byte {
		return []byte("\x00\x00\x00\x18ftypheic" + repeat("Exif\x00\x00II*\x00\x08\x00\x00\x00", most-100))
	}
	all["heif EXIF of one table"] = func() []byte {
		return []byte("\x00\x00\x00\x18ftypheic" + repeat("Exif\x00\x00II*\x00\xff\x00\x00\x00\xff\xff\xff\xff", most-100))
	}
	all["heif XMP"] = func() []byte {
		return []byte("\x00\x00\x00\x18ftypheic" + repeat("<x:xmpmeta", most-100) + "</x:xmpmeta>")
	}
	all["heif XMP without end"] = func() []byte { return []byte("\x00\x00\x00\x18ftypheic" + repeat("<x:xmpmeta", most-100)) }

	all["zip members"] = func() []byte {
		var files []file
		for i := range 6000 {
			files = append(files, file{strconv.Itoa(i), "a"})
		}
		return zipOf(files...)
	}
	all["zip overlapping"] = func() []byte { return overlapping(t, "a", repeat("a", unpacked), 4000) }
	all["zip overlapping documents"] = func() []byte { return overlapping(t, "word/document.xml", "<a>"+repeat("<b/>", 1<<20), 4000) }
	all["zip overlapping zips"] = func() []byte {
		return overlapping(t, "a.zip", string(overlapping(t, "b", repeat("c", 1<<20), 4000)), 4000)
	}
	all["zip names"] = func() []byte {
		var files []file
		for i := range 480 {
			files = append(files, file{"word/header" + strconv.Itoa(i) + strings.Repeat("9", 65000) + ".xml", "<a/>"})
		}
		files = append(files, file{around(""), ""})
		return zipOf(file{"a.zip", string(zipOf(files...))})
	}
	all["zip of texts"] = func() []byte {
		var files []file
		for i := range 4000 {
			files = append(files, file{strconv.Itoa(i), repeat("b§ ", 6000)})
		}
		return zipOf(files...)[:most]
	}
	all["zip of bytes"] = func() []byte {
		return zipOf(file{"a", repeat("\x80 a", unpacked)}, file{"b", repeat("\x00\x80", unpacked)})
	}
	all["gzip"] = func() []byte { return gzipOf("", []byte(repeat("a ", 300<<20))) }
	all["gzip in gzip"] = func() []byte { return gzipOf("", gzipOf("", gzipOf("", []byte(repeat("a ", 300<<20))))) }
	all["gzip streams"] = func() []byte { return bytes.Repeat(gzipOf("a", []byte("b")), most/30) }
	all["gzip of PDF"] = func() []byte { return gzipOf("", []byte("%PDF-1.7"+repeat("1 0 obj<</A[1]>>endobj ", unpacked))) }
	all["gzip of TIFF"] = func() []byte {
		return gzipOf("", []byte(tables(value(0x9286, 7, 10<<20, 100), 65535)+strings.Repeat(" ", unpacked)))
	}
	all["gzip of UTF-16"] = func() []byte { return gzipOf("", []byte("\xff\xfe"+repeat("a\x00", 100<<20))) }
	all["tar members"] = func() []byte { return gzipOf("", []byte(repeat(string(tarOf(file{"a", "b"})[:1024]), unpacked))) }
	all["tar records"] = func() []byte {
		var out bytes.Buffer
		w := tar.NewWriter(&out)
		for out.Len() < unpacked {
			_ = w.WriteHeader(&tar.Header{Name: strings.Repeat("a", 60000), Uname: strconv.Itoa(out.Len()), Format: tar.FormatPAX})
		}
		return gzipOf("", out.Bytes())
	}
	for _, x := range hostileNotations {
		all["notation "+x.begin+x.token] = func() []byte { return []byte(x.begin + repeat(x.token, most-len(x.begin)-len(x.token)-20)) }
	}
	all["mail in mail"] = func() []byte {
		var out strings.Builder
		for i := range 2000 {
			fmt.Fprintf(&out, "Content-Type: multipart/mixed; boundary=a%d\n\n--a%d\n", i, i)
		}
		return []byte("MIME-Version: 1.0\n" + out.String() + repeat("tekst =C3=96\n", most-out.Len()-100))
	}
	all["mail encoded again and again"] = func() []byte {
		inner := "Content-Type: text/plain\n\n" + repeat("Jan ", most/40)
		for range 12 {
			inner = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte(inner))
		}
		return []byte("MIME-Version: 1.0\n" + inner)
	}
	all["mail with web page"] = func() []byte {
		return []byte("Content-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n" + repeat("<a b=3D\"=E9\">&eacute;=\n", most-200))
	}
	all["zip of web page"] = func() []byte { return zipOf(file{"a.html", "<p>" + repeat("<a b='c'>d", unpacked)}, padding(most/2)) }
	all["zip of RTF"] = func() []byte {
		return zipOf(file{"a.rtf", `{\rtf1 ` + repeat(`{\*\a \'e9}`, unpacked)}, padding(most/2))
	}
	all["zip of JSON"] = func() []byte {
		return zipOf(file{"a.json", `[` + repeat(`"\u0041",`, unpacked) + `1]`}, padding(most/2))
	}
	all["bytes"] = func() []byte { return []byte(repeat("\x80a b", most)) }
	all["UTF-16"] = func() []byte { return []byte("\xff\xfe" + repeat("a\x00", most-2)) }
	return all
}

// TestHostile reads files that ask for much work. Part of them, and all with DILEMMA_CASES=all, as each week.
func TestHostile(t *testing.T) {
	every := bound.Every(4, 40)
	for name, make := range hostile(t) {
		if int(crc32.ChecksumIEEE([]byte(name)))%every != 0 {
			continue
		}
		t.Run(strings.ReplaceAll(name, "/", "|"), func(t *testing.T) {
			t.Parallel()
			make := func() []byte {
				data := make()
				if len(data) > most {
					t.Errorf("the file has %d bytes, which is more than a megabyte", len(data))
				}
				return data
			}
			bound.CheckMade(t, make, func(data []byte) {
				parts, _ := extract.Read("bestand", data)
				text := 0
				for _, p := range parts {
					text += len(p.Text)
				}
				if text > 2*len(data)+2<<20 || len(parts) > 50_000 {
					t.Errorf("%d bytes of text in %d parts", text, len(parts))
				}
			})
		})
	}
}
