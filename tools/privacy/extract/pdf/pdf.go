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

// errNoLetters reports text in glyph numbers without a table of their letters.
var errNoLetters = errors.New("text in a PDF whose glyphs have no known letters")

// Read reads a PDF and adds its texts to c, at a place inside depth archives. The error is part.ErrUnknown for a PDF with a
// password, also when the password is empty; part.ErrTooLarge; or the first damage, behind which reading went on.
func Read(c *part.Collector, data []byte, place part.Place, depth int) error {
	doc := parse(c, data)
	if slices.ContainsFunc(doc.trailers, func(t pdfDict) bool { return t["Encrypt"] != nil }) {
		return part.ErrUnknown
	}
	if len(doc.objects) == 0 || !bytes.Contains(data[max(0, len(data)-2048):], []byte("startxref")) {
		doc.failed = cmp.Or(doc.failed, errDamaged)
	}
	doc.info(place)
	doc.pages(place)
	for _, object := range doc.objects {
		doc.details(object, place, depth)
		if c.Full {
			return part.ErrTooLarge
		}
	}
	return doc.failed
}

// properties has the known properties of a document. Others are defined by a program or an organisation.
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

// info reads the properties of the document, in all versions in the file.
func (doc *document) info(place part.Place) {
	for _, dict := range doc.infos() {
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
			doc.collector.Add(at, doc.string(dict[key]), p.meta)
		}
	}
}

// infos returns the dictionaries with properties: those that a trailer points to, and those that look like one, because the trailer
// may be missing.
func (doc *document) infos() []pdfDict {
	pointed := map[int]bool{}
	for _, trailer := range doc.trailers {
		if ref, ok := trailer["Info"].(pdfRef); ok {
			for _, i := range doc.versions[int(ref)] {
				pointed[i] = true
			}
		}
	}
	var infos []pdfDict
	for i, object := range doc.objects {
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

// details reads the texts outside the pages, in an object and everything in it: comments, form fields, links, bookmarks,
// descriptions, signatures, attachments and XMP.
func (doc *document) details(object any, place part.Place, depth int) {
	switch o := object.(type) {
	case []any:
		for _, one := range o {
			doc.details(one, place, depth)
		}
	case pdfDict:
		doc.describe(o, place)
		for _, key := range sortedKeys(o) {
			doc.details(o[key], place, depth)
		}
	case pdfStream:
		doc.details(o.dict, place, depth)
		doc.attached(o, place, depth)
	}
}

// describe reads the texts in one dictionary. What they are follows from its keys.
func (doc *document) describe(d pdfDict, place part.Place) {
	add := func(kind part.Kind, key string, meta bool) {
		doc.collector.Add(place.At(kind), doc.string(d[key]), meta)
	}
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
	doc.collector.AddLink(place, doc.string(d["URI"]))
	add(part.AltText, "Alt", false)
	add(part.AltText, "ActualText", false)
	if d["EF"] != nil || d.name("Type") == "Filespec" || d.name("S") == "Launch" || d.name("S") == "GoToR" {
		add(part.AttachmentName, "F", false)
		add(part.AttachmentName, "UF", false)
		add(part.AttachmentNote, "Desc", false)
	}
	if doc.dict(d["XFA"]) != nil {
		doc.form(d["XFA"], place)
	}
	for _, one := range doc.list(d["XFA"]) {
		doc.form(one, place)
	}
}

// form reads a stream of an XFA form.
func (doc *document) form(object any, place part.Place) {
	if stream, ok := doc.resolve(object).(pdfStream); ok {
		text, err := markup.AllText(doc.collector, doc.decode(stream))
		doc.collector.Add(place.At(part.Form), text, false)
		doc.failed = cmp.Or(doc.failed, err)
	}
}

// attached reads a stream that is a file: XMP, an attachment or a JPEG.
func (doc *document) attached(s pdfStream, place part.Place, depth int) {
	var err error
	switch filters := doc.filters(s); {
	case s.dict.name("Type") == "Metadata":
		err = image.XMP(doc.collector, doc.decode(s), place)
	case s.dict.name("Type") == "EmbeddedFile":
		if !doc.collector.Open(1) {
			return
		}
		if data := doc.decode(s); len(data) > 0 {
			err = doc.collector.Read("", data, place.At(part.Attachment), depth)
		}
	case s.dict.name("Subtype") == "Image" && len(filters) == 1 && filters[0] == "DCTDecode" && bytes.HasPrefix(s.raw, []byte(image.JPEGSignature)) && doc.collector.Spend(2*len(s.raw)):
		err = image.JPEG(doc.collector, s.raw, place.At(part.Image))
	}
	doc.failed = cmp.Or(doc.failed, err)
}

// pages reads the text of all pages: first those in the page tree of the last version, then the others.
func (doc *document) pages(place part.Place) {
	shown := map[pdfRef]bool{}
	number := 0
	for _, trailer := range slices.Backward(doc.trailers) {
		if root := doc.dict(trailer["Root"]); root["Pages"] != nil && number == 0 {
			doc.tree(root["Pages"], shown, 0, func(page pdfDict) {
				number++
				doc.page(page, place.At(part.Page, strconv.Itoa(number)))
			})
		}
	}
	for _, n := range doc.pageNumbers() {
		if !shown[pdfRef(n)] {
			doc.page(doc.dict(pdfRef(n)), place.At(part.HiddenPage))
		}
	}
}

// pageNumbers returns the object numbers of all pages, in ascending order.
func (doc *document) pageNumbers() []int {
	var numbers []int
	for number, object := range doc.latest {
		if dict, ok := object.(pdfDict); ok && dict.name("Type") == "Page" {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	return numbers
}

// tree calls do for each page below a node of a page tree. It adds the nodes to seen and skips those that are in it.
func (doc *document) tree(node any, seen map[pdfRef]bool, depth int, do func(page pdfDict)) {
	if ref, ok := node.(pdfRef); ok {
		if seen[ref] {
			return
		}
		seen[ref] = true
	}
	if !doc.collector.Spend(lookSteps) || depth > maxDepth {
		return
	}
	dict := doc.dict(node)
	if dict == nil {
		return
	}
	kids := doc.list(dict["Kids"])
	if kids == nil {
		do(dict)
	}
	for _, kid := range kids {
		doc.tree(kid, seen, depth+1, do)
	}
}

// page reads the text of a page, and of earlier versions of its content in the file.
func (doc *document) page(page pdfDict, place part.Place) {
	if doc.collector.Full {
		return
	}
	resources := doc.inherited(page, "Resources")
	contents := []any{page["Contents"]}
	if list := doc.list(page["Contents"]); list != nil {
		contents = list
	}
	var now []byte
	for _, one := range contents {
		if stream, ok := doc.resolve(one).(pdfStream); ok {
			if data := doc.decode(stream); now == nil {
				now = slices.Clip(data) // which may be the bytes of the file
			} else {
				now = append(append(now, '\n'), data...)
			}
		}
	}
	doc.collector.Add(place, doc.content(now, resources), false)
	for _, one := range contents {
		ref, ok := one.(pdfRef)
		if !ok {
			continue
		}
		earlier := doc.versions[int(ref)]
		for _, i := range earlier[:max(len(earlier)-1, 0)] {
			if !doc.collector.Spend(1) {
				return
			}
			if stream, ok := doc.objects[i].(pdfStream); ok {
				doc.collector.Add(place.At(part.EarlierVersion), doc.content(doc.decode(stream), resources), false)
			}
		}
	}
}

// inherited returns the dictionary under a key of a page, or of the nearest node above it that has one.
func (doc *document) inherited(page pdfDict, key string) pdfDict {
	for range maxDepth {
		if page == nil || !doc.collector.Spend(lookSteps) {
			break
		}
		if value := doc.dict(page[key]); value != nil {
			return value
		}
		page = doc.dict(page["Parent"])
	}
	return nil
}

// docEncoding is PDFDocEncoding from 0x80 to 0xa0, where it differs from Latin-1 (ISO 32000, annex D).
var docEncoding = []rune("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\ufffd€")

// decodeString decodes a text string: UTF-16 or UTF-8 with a byte order mark, otherwise PDFDocEncoding.
func decodeString(raw string) string {
	if rest, ok := strings.CutPrefix(raw, "\xfe\xff"); ok {
		return utf16BE(rest)
	}
	if rest, ok := strings.CutPrefix(raw, "\xef\xbb\xbf"); ok {
		return rest
	}
	if strings.HasPrefix(raw, "\xff\xfe") { // not allowed by the standard, but it occurs
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

// utf16BE decodes UTF-16BE without a byte order mark.
func utf16BE(raw string) string {
	units := make([]uint16, 0, len(raw)/2)
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}

// runeOrNothing returns a character as a string, or "" when it is NUL or no character.
func runeOrNothing(c rune) string {
	if c == 0 || c == utf8.RuneError || !utf8.ValidRune(c) {
		return ""
	}
	return string(c)
}
