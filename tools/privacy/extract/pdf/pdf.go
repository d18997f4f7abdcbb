// Package pdf reads the texts in a PDF: those of its pages, its properties, comments, form fields, bookmarks, links, signatures
// and attachments, and those of earlier versions that are still in the file. It follows ISO 32000, and forgives more.
package pdf

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/image"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/markup"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// errNoLetters says that a text in a PDF is written in numbers of glyphs of which nothing tells the letters.
var errNoLetters = errors.New("text in a PDF whose glyphs have no known letters")

// Read reads a PDF and adds its texts to c, at a place inside depth archives. The error is part.ErrUnknown for a PDF with a
// password, also when the password is empty; part.ErrTooLarge; or the first damage, behind which reading went on.
func Read(c *part.Collector, data []byte, place part.Place, depth int) error {
	f := parse(c, data)
	if slices.ContainsFunc(f.trailer, func(t pdfDict) bool { return t["Encrypt"] != nil }) {
		return part.ErrUnknown
	}
	if len(f.objects) == 0 || !bytes.Contains(data[max(0, len(data)-2048):], []byte("startxref")) {
		f.failed = cmp.Or(f.failed, errDamaged)
	}
	f.info(place)
	f.pages(place)
	for _, object := range f.objects {
		f.details(object, place, depth)
		if c.Full {
			return part.ErrTooLarge
		}
	}
	return f.failed
}

// properties are the properties of the document. Others are of the program or of an organisation.
var properties = map[string]struct {
	kind part.Kind
	meta bool
}{
	"Author":   {part.PropertyAuthor, true},
	"Manager":  {part.PropertyManager, true},
	"Company":  {part.PropertyCompany, true},
	"Title":    {part.PropertyTitle, false},
	"Subject":  {part.PropertySubject, false},
	"Keywords": {part.PropertyKeywords, false},
	"Creator":  {part.PropertyProgram, false},
}

// info reads the properties of the document, in all versions that the file holds.
func (f *document) info(place part.Place) {
	for _, dict := range f.infos() {
		for _, key := range sortedKeys(dict) {
			p, known := properties[key]
			at := place.At(p.kind)
			switch {
			case known:
			case key == "Producer" || key == "CreationDate" || key == "ModDate" || key == "Trapped":
				continue
			default:
				at = place.At(part.Property, part.ShortName(key))
			}
			f.collector.Add(at, f.string(dict[key]), p.meta)
		}
	}
}

// infos returns the objects with properties of the document: those that the end of a version points to, and those that
// look like them, because the end may be gone.
func (f *document) infos() []pdfDict {
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
func (f *document) details(object any, place part.Place, depth int) {
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
func (f *document) describe(d pdfDict, place part.Place) {
	add := func(kind part.Kind, key string, meta bool) { f.collector.Add(place.At(kind), f.string(d[key]), meta) }
	switch subtype := d.name("Subtype"); {
	case d["FT"] != nil || subtype == "Widget":
		add(part.Field, "V", false)
		add(part.FieldDefault, "DV", false)
		add(part.FieldName, "T", false)
		add(part.FieldHelp, "TU", false)
	case d["Rect"] != nil:
		add(part.Comment, "Contents", false)
		add(part.CommentSubject, "Subj", false)
		add(part.CommentAuthor, "T", true)
	}
	if d.name("Type") == "Sig" || d["ByteRange"] != nil {
		add(part.Signer, "Name", true)
		add(part.SignerContact, "ContactInfo", true)
		add(part.SigningPlace, "Location", true)
		add(part.SigningReason, "Reason", false)
	}
	if d["Title"] != nil && (d["Parent"] != nil || d["Dest"] != nil || d["A"] != nil) {
		add(part.Bookmark, "Title", false)
	}
	f.collector.AddLink(place, f.string(d["URI"]))
	add(part.AltText, "Alt", false)
	add(part.AltText, "ActualText", false)
	if d["EF"] != nil || d.name("Type") == "Filespec" || d.name("S") == "Launch" || d.name("S") == "GoToR" {
		add(part.AttachmentName, "F", false)
		add(part.AttachmentName, "UF", false)
		add(part.AttachmentNote, "Desc", false)
	}
	if f.dict(d["XFA"]) != nil {
		f.form(d["XFA"], place)
	}
	for _, one := range f.list(d["XFA"]) {
		f.form(one, place)
	}
}

// form reads a part of a form in XML.
func (f *document) form(object any, place part.Place) {
	if stream, ok := f.resolve(object).(pdfStream); ok {
		text, err := markup.AllText(f.decode(stream))
		f.collector.Add(place.At(part.Form), text, false)
		f.failed = cmp.Or(f.failed, err)
	}
}

// attached reads a stream that is a file of its own.
func (f *document) attached(s pdfStream, place part.Place, depth int) {
	var err error
	switch filters := f.filters(s); {
	case s.dict.name("Type") == "Metadata":
		err = image.XMP(f.collector, f.decode(s), place)
	case s.dict.name("Type") == "EmbeddedFile":
		if !f.collector.Open(1) {
			return
		}
		if data := f.decode(s); len(data) > 0 {
			err = f.collector.Read("", data, place.At(part.Attachment), depth)
		}
	case s.dict.name("Subtype") == "Image" && len(filters) == 1 && filters[0] == "DCTDecode" && bytes.HasPrefix(s.raw, []byte(image.JPEGSignature)):
		err = image.JPEG(f.collector, s.raw, place.At(part.Image))
	}
	f.failed = cmp.Or(f.failed, err)
}

// pages reads the text of all pages, those first that the document shows.
func (f *document) pages(place part.Place) {
	shown := map[pdfRef]bool{}
	number := 0
	for _, trailer := range slices.Backward(f.trailer) {
		if root := f.dict(trailer["Root"]); root["Pages"] != nil && number == 0 {
			f.tree(root["Pages"], shown, 0, func(page pdfDict) {
				number++
				f.page(page, place.At(part.Page, strconv.Itoa(number)))
			})
		}
	}
	for _, n := range f.pageNumbers() {
		if !shown[pdfRef(n)] {
			f.page(f.dict(pdfRef(n)), place.At(part.HiddenPage))
		}
	}
}

// pageNumbers returns the numbers of the objects that are a page.
func (f *document) pageNumbers() []int {
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
func (f *document) tree(node any, seen map[pdfRef]bool, depth int, do func(page pdfDict)) {
	if ref, ok := node.(pdfRef); ok {
		if seen[ref] {
			return
		}
		seen[ref] = true
	}
	dict := f.dict(node)
	if dict == nil || depth > maxDepth || f.collector.Full {
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
func (f *document) page(page pdfDict, place part.Place) {
	if f.collector.Full {
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
	f.collector.Add(place, f.content(now, resources), false)
	for _, one := range contents {
		ref, ok := one.(pdfRef)
		if !ok {
			continue
		}
		versions := f.numbers[int(ref)]
		for _, i := range versions[:max(len(versions)-1, 0)] {
			if stream, ok := f.objects[i].(pdfStream); ok {
				f.collector.Add(place.At(part.EarlierVersion), f.content(f.decode(stream), resources), false)
			}
		}
	}
}

// inherited returns what a page, or the nearest group of pages around it, says about something.
func (f *document) inherited(page pdfDict, key string) pdfDict {
	for range maxDepth {
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

// docEncoding is where the encoding of texts outside the pages differs from Latin-1: 0x80 to 0xa0.
var docEncoding = []rune("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\ufffd€")

// decodeString decodes a string outside the pages.
func decodeString(raw string) string {
	if rest, ok := strings.CutPrefix(raw, "\xfe\xff"); ok {
		return utf16BE(rest)
	}
	if rest, ok := strings.CutPrefix(raw, "\xef\xbb\xbf"); ok {
		return rest
	}
	if strings.HasPrefix(raw, "\xff\xfe") { // against the rules, but done
		return decode.UTF16([]byte(raw), unicode.LittleEndian)
	}
	var text strings.Builder
	for i := range len(raw) {
		c := rune(raw[i])
		if c >= 0x80 && c <= 0xa0 {
			c = docEncoding[c-0x80]
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
