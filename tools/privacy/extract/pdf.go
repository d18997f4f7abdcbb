package extract

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// errGlyphs says that a text in a PDF is written in numbers of glyphs of which nothing tells the letters.
var errGlyphs = errors.New("tekst in een PDF waarvan de letters niet te achterhalen zijn")

// pdf reads a PDF: its properties, the text of its pages, and what hangs on them. A PDF with a password is not read, also
// not when the password is empty.
func (r *reader) pdf(data []byte, place string, depth int) error {
	f := r.parsePDF(data)
	if slices.ContainsFunc(f.trailer, func(t pdfDict) bool { return t["Encrypt"] != nil }) {
		return ErrUnknown
	}
	if len(f.objects) == 0 || !bytes.Contains(data[max(0, len(data)-2048):], []byte("startxref")) {
		f.failed = first(f.failed, errPDF)
	}
	f.info(place)
	f.pages(place)
	for _, object := range f.objects {
		f.details(object, place, depth)
		if r.full {
			return ErrTooLarge
		}
	}
	return f.failed
}

// pdfProperties are the properties of the document. Others are of the program or of an organisation.
var pdfProperties = map[string]property{
	"Author":   {"auteur", true},
	"Manager":  {"manager", true},
	"Company":  {"bedrijf", true},
	"Title":    {"titel", false},
	"Subject":  {"onderwerp", false},
	"Keywords": {"trefwoorden", false},
	"Creator":  {"programma", false},
}

// info reads the properties of the document, in all versions that the file holds.
func (f *pdfFile) info(place string) {
	for _, dict := range f.infos() {
		for _, key := range sortedKeys(dict) {
			p, known := pdfProperties[key]
			switch {
			case known:
			case key == "Producer" || key == "CreationDate" || key == "ModDate" || key == "Trapped":
				continue
			default:
				p.name = shortName(key)
			}
			f.reader.add(join(place, "eigenschap "+p.name), f.string(dict[key]), p.meta)
		}
	}
}

// infos returns the objects with properties of the document: those that the end of a version points to, and those that
// look like them, because the end may be gone.
func (f *pdfFile) infos() []pdfDict {
	pointed := map[int]bool{}
	for _, trailer := range f.trailer {
		if ref, ok := trailer["Info"].(pdfRef); ok {
			for _, i := range f.numbers[int(ref)] {
				pointed[i] = true
			}
		}
	}
	var infos []pdfDict
	for i, object := range f.objects {
		dict, ok := object.(pdfDict)
		alike := dict["Type"] == nil && dict["Subtype"] == nil && (dict["Author"] != nil || dict["Producer"] != nil)
		if ok && (pointed[i] || alike) {
			infos = append(infos, dict)
		}
	}
	return infos
}

func sortedKeys(dict pdfDict) []string {
	keys := make([]string, 0, len(dict))
	for key := range dict {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// details reads the texts outside the pages in an object and in all that stands inside it: comments, fields, links,
// bookmarks, descriptions, signatures, attachments, XMP.
func (f *pdfFile) details(object any, place string, depth int) {
	switch o := object.(type) {
	case []any:
		for _, one := range o {
			f.details(one, place, depth)
		}
	case pdfDict:
		f.describe(o, place)
		for _, key := range sortedKeys(o) {
			f.details(o[key], place, depth)
		}
	case pdfStream:
		f.details(o.dict, place, depth)
		f.attached(o, place, depth)
	}
}

// describe reads the texts in one dictionary, which tells by its keys what it is.
func (f *pdfFile) describe(d pdfDict, place string) {
	add := func(where, key string, meta bool) { f.reader.add(join(place, where), f.string(d[key]), meta) }
	switch subtype := d.name("Subtype"); {
	case d["FT"] != nil || subtype == "Widget":
		add("invulveld", "V", false)
		add("standaardwaarde van een invulveld", "DV", false)
		add("naam van een invulveld", "T", false)
		add("uitleg bij een invulveld", "TU", false)
	case d["Rect"] != nil:
		add("opmerking", "Contents", false)
		add("onderwerp van een opmerking", "Subj", false)
		add("auteur van een opmerking", "T", true)
	}
	if d.name("Type") == "Sig" || d["ByteRange"] != nil {
		add("ondertekenaar", "Name", true)
		add("contactgegevens van de ondertekenaar", "ContactInfo", true)
		add("plaats van ondertekening", "Location", true)
		add("reden van ondertekening", "Reason", false)
	}
	if d["Title"] != nil && (d["Parent"] != nil || d["Dest"] != nil || d["A"] != nil) {
		add("bladwijzer", "Title", false)
	}
	f.reader.link(place, f.string(d["URI"]))
	add("alternatieve tekst", "Alt", false)
	add("alternatieve tekst", "ActualText", false)
	if d["EF"] != nil || d.name("Type") == "Filespec" || d.name("S") == "Launch" || d.name("S") == "GoToR" {
		add("naam van een bijlage", "F", false)
		add("naam van een bijlage", "UF", false)
		add("omschrijving van een bijlage", "Desc", false)
	}
	if f.dict(d["XFA"]) != nil {
		f.form(d["XFA"], place)
	}
	for _, one := range f.list(d["XFA"]) {
		f.form(one, place)
	}
}

// form reads a part of a form in XML.
func (f *pdfFile) form(object any, place string) {
	if stream, ok := f.resolve(object).(pdfStream); ok {
		f.failed = first(f.failed, f.reader.allText(f.decode(stream), join(place, "formulier")))
	}
}

// attached reads a stream that is a file of its own.
func (f *pdfFile) attached(s pdfStream, place string, depth int) {
	var err error
	switch filters := f.filters(s); {
	case s.dict.name("Type") == "Metadata":
		err = f.reader.xmp(f.decode(s), place)
	case s.dict.name("Type") == "EmbeddedFile":
		if !f.reader.open(1) {
			return
		}
		if data := f.decode(s); len(data) > 0 {
			err = f.reader.file("", data, join(place, "bijlage"), depth)
		}
	case s.dict.name("Subtype") == "Image" && len(filters) == 1 && filters[0] == "DCTDecode" && kindOf(s.raw) == kindJPEG:
		err = f.reader.jpeg(s.raw, join(place, "afbeelding"))
	}
	f.failed = first(f.failed, err)
}

// pages reads the text of all pages, those first that the document shows.
func (f *pdfFile) pages(place string) {
	shown := map[pdfRef]bool{}
	number := 0
	for _, trailer := range slices.Backward(f.trailer) {
		if root := f.dict(trailer["Root"]); root["Pages"] != nil && number == 0 {
			f.tree(root["Pages"], shown, 0, func(page pdfDict) {
				number++
				f.page(page, join(place, fmt.Sprintf("pagina %d", number)))
			})
		}
	}
	for _, n := range f.pageNumbers() {
		if !shown[pdfRef(n)] {
			f.page(f.dict(pdfRef(n)), join(place, "pagina die niet te zien is"))
		}
	}
}

// pageNumbers returns the numbers of the objects that are a page.
func (f *pdfFile) pageNumbers() []int {
	var numbers []int
	for number, object := range f.latest {
		if dict, ok := object.(pdfDict); ok && dict.name("Type") == "Page" {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	return numbers
}

// tree calls do with the pages below a node, each once.
func (f *pdfFile) tree(node any, seen map[pdfRef]bool, depth int, do func(page pdfDict)) {
	if ref, ok := node.(pdfRef); ok {
		if seen[ref] {
			return
		}
		seen[ref] = true
	}
	dict := f.dict(node)
	if dict == nil || depth > maxPDFDepth || f.reader.full {
		return
	}
	kids := f.list(dict["Kids"])
	if kids == nil {
		do(dict)
	}
	for _, kid := range kids {
		f.tree(kid, seen, depth+1, do)
	}
}

// page reads the text of a page, and of earlier versions of it that are left in the file.
func (f *pdfFile) page(page pdfDict, place string) {
	if f.reader.full {
		return
	}
	resources := f.inherited(page, "Resources")
	contents := []any{page["Contents"]}
	if list := f.list(page["Contents"]); list != nil {
		contents = list
	}
	var now []byte
	for _, one := range contents {
		if stream, ok := f.resolve(one).(pdfStream); ok {
			now = append(append(now, f.decode(stream)...), '\n')
		}
	}
	f.reader.add(place, f.content(now, resources), false)
	for _, one := range contents {
		ref, ok := one.(pdfRef)
		if !ok {
			continue
		}
		versions := f.numbers[int(ref)]
		for _, i := range versions[:max(len(versions)-1, 0)] {
			if stream, ok := f.objects[i].(pdfStream); ok {
				f.reader.add(join(place, "eerdere versie"), f.content(f.decode(stream), resources), false)
			}
		}
	}
}

// inherited returns what a page, or the nearest group of pages around it, says about something.
func (f *pdfFile) inherited(page pdfDict, key string) pdfDict {
	for range maxPDFDepth {
		if page == nil {
			break
		}
		if value := f.dict(page[key]); value != nil {
			return value
		}
		page = f.dict(page["Parent"])
	}
	return nil
}

// pdfEncoding is where the encoding of texts outside the pages differs from Latin-1: 0x80 to 0xa0.
var pdfEncoding = []rune("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\ufffd€")

// pdfText decodes a string outside the pages.
func pdfText(raw string) string {
	if rest, ok := strings.CutPrefix(raw, "\xfe\xff"); ok {
		return utf16BE(rest)
	}
	if rest, ok := strings.CutPrefix(raw, "\xef\xbb\xbf"); ok {
		return rest
	}
	if strings.HasPrefix(raw, "\xff\xfe") { // against the rules, but done
		return wideText([]byte(raw), unicode.LittleEndian)
	}
	var text strings.Builder
	for i := range len(raw) {
		c := rune(raw[i])
		if c >= 0x80 && c <= 0xa0 {
			c = pdfEncoding[c-0x80]
		}
		text.WriteRune(c)
	}
	return text.String()
}

func utf16BE(raw string) string {
	units := make([]uint16, 0, len(raw)/2)
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}

// runeOrNothing returns a text of one letter, or nothing when the number is no letter.
func runeOrNothing(c rune) string {
	if c == 0 || c == utf8.RuneError || !utf8.ValidRune(c) {
		return ""
	}
	return string(c)
}
