// Package office reads the documents of office programs, which are XML in a zip: docx, xlsx and pptx, OpenDocument (odt, ods,
// odp) and EPUB. It reads the text and what the reader of a document does not see: properties, comments, tracked changes,
// notes, links and descriptions of pictures.
package office

import (
	"archive/zip"
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/archive"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/markup"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// format is a form in which documents are packed in a zip.
type format int

const (
	noDocument   format = iota
	officeXML           // docx, xlsx, pptx (ECMA-376)
	openDocument        // odt, ods, odp (ISO/IEC 26300)
	epub
)

// formatOf recognises a document by the names of its members.
func formatOf(archive *zip.Reader) format {
	found := noDocument
	for _, f := range archive.File {
		switch f.Name {
		case "[Content_Types].xml":
			return officeXML
		case "META-INF/container.xml":
			return epub
		case odfManifest, "content.xml":
			found = openDocument
		}
	}
	return found
}

// reader adds what it finds to a Collector.
type reader struct{ *part.Collector }

// MemberReader returns the function that reads a member of a document and adds its texts to c. It is nil when the zip file is
// no document. The error is part.ErrUnknown for an encrypted OpenDocument.
func MemberReader(c *part.Collector, z *zip.Reader, place part.Place, depth int) (func(*zip.File) error, error) {
	r := reader{c}
	switch formatOf(z) {
	case officeXML:
		return func(f *zip.File) error { return r.officeMember(f, place, depth) }, nil
	case openDocument:
		if r.encryptedODF(z) {
			return nil, part.ErrUnknown
		}
		return func(f *zip.File) error { return r.odfMember(f, place, depth) }, nil
	case epub:
		return func(f *zip.File) error { return r.epubMember(f, place, depth) }, nil
	}
	return nil, nil
}

// withoutText has the extensions of members without text of a person: fonts.
var withoutText = []string{".odttf", ".ttf", ".otf", ".woff", ".woff2", ".fntdata"}

// officeMember reads a member of a docx, xlsx or pptx.
func (r reader) officeMember(f *zip.File, place part.Place, depth int) error {
	base, ending := path.Base(f.Name), path.Ext(f.Name)
	if slices.Contains(withoutText, ending) || strings.HasPrefix(base, "printerSettings") {
		return nil
	}
	data, err := archive.Member(r.Collector, f)
	if len(data) == 0 {
		return err
	}
	switch {
	case ending == ".rels":
		err = cmp.Or(r.relationships(data, place), err)
	case f.Name == "docProps/core.xml":
		err = cmp.Or(r.properties(data, place, coreProperties), err)
	case f.Name == "docProps/app.xml":
		err = cmp.Or(r.properties(data, place, appProperties), err)
	case f.Name == "docProps/custom.xml":
		err = cmp.Or(r.customProperties(data, place), err)
	case strings.HasPrefix(f.Name, "customXml/") && ending == ".xml":
		err = cmp.Or(r.allText(data, place.At(part.AttachedData)), err)
	case ending == ".xml" || ending == ".vml":
		err = cmp.Or(r.officeText(f.Name, data, place), err)
	default:
		err = cmp.Or(r.Read(base, data, place.At(part.File, part.ShortName(base)), depth), err)
	}
	return err
}

// textElements has the elements with text. Other elements have numbers for the layout.
var textElements = []string{
	"t", "delText", "instrText", "delInstrText", // text of Word, also in drawings
	"v", "f", "definedName", "formula1", "formula2", // cells, and values in charts
	"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter",
	"text",                // comments of PowerPoint and Excel
	"div", "font", "span", // drawings in VML
}

// lineEnds has what follows the text of an element.
var lineEnds = map[string]string{
	"p": "\n", "br": "\n", "cr": "\n", "si": "\n", "row": "\n", "tr": "\n", "text": "\n", "definedName": "\n",
	"oddHeader": "\n", "oddFooter": "\n", "evenHeader": "\n", "evenFooter": "\n", "firstHeader": "\n", "firstFooter": "\n",
	"formula1": "\n", "formula2": "\n", "div": "\n", "pt": "\n", "f": "\t",
	"tab": "\t", "tc": "\t", "c": "\t", "noBreakHyphen": "-",
}

// descriptiveAttributes has the attributes with a text for a person.
var descriptiveAttributes = map[string]part.Kind{
	"descr": part.AltText, "title": part.AltText, "alt": part.AltText, "tooltip": part.LinkTip,
	"displayText": part.Dropdown, "prompt": part.InputPrompt, "promptTitle": part.InputPrompt,
	"error": part.InputPrompt, "errorTitle": part.InputPrompt,
}

// officeRule says what the members are whose names match.
type officeRule struct {
	file *regexp.Regexp
	kind part.Kind
}

// officePlaces has the rules for members other than the main text. The group of an expression is the number of the slide or sheet.
var officePlaces = sync.OnceValue(func() []officeRule {
	return []officeRule{
		{regexp.MustCompile(`(^|/)header\d*\.xml$`), part.Header},
		{regexp.MustCompile(`(^|/)footer\d*\.xml$`), part.Footer},
		{regexp.MustCompile(`(^|/)footnotes\.xml$`), part.Footnote},
		{regexp.MustCompile(`(^|/)endnotes\.xml$`), part.Endnote},
		{regexp.MustCompile(`(?i)comment[^/]*\.xml$|/(threaded)?comments/`), part.Comment},
		{regexp.MustCompile(`^ppt/slides/slide(\d+)\.xml$`), part.Slide},
		{regexp.MustCompile(`^ppt/notesSlides/notesSlide(\d+)\.xml$`), part.SlideNotes},
		{regexp.MustCompile(`^ppt/(slideMasters|slideLayouts|notesMasters|handoutMasters)/`), part.SlideMaster},
		{regexp.MustCompile(`^xl/worksheets/sheet(\d+)\.xml$`), part.Sheet},
		{regexp.MustCompile(`/charts/`), part.Chart},
		{regexp.MustCompile(`/diagrams/`), part.Diagram},
		{regexp.MustCompile(`/drawings/`), part.Drawing},
	}
})

// longestName is more bytes than the names of such members have. The name of a member may be 64 kB.
const longestName = 200

// officePlace returns the place of the text in a member, by its name.
func officePlace(outer part.Place, name string) part.Place {
	if len(name) > longestName {
		return outer
	}
	for _, rule := range officePlaces() {
		found := rule.file.FindStringSubmatch(name)
		if found == nil {
			continue
		}
		if rule.kind == part.Slide || rule.kind == part.SlideNotes || rule.kind == part.Sheet {
			return outer.At(rule.kind, found[1])
		}
		return outer.At(rule.kind)
	}
	return outer
}

// officeText reads an XML member of a docx, xlsx or pptx: its text, and the people and descriptions in its attributes.
func (r reader) officeText(name string, data []byte, outer part.Place) error {
	main := r.runningText(officePlace(outer, name))
	var changes []change // for each open element
	err := markup.Walk(r.Collector, data, markup.Visitor{
		Start: func(open []markup.Element) {
			e := open[len(open)-1]
			changes = append(changes, changeOf(e.Name, changes))
			r.people(e, outer)
			r.descriptions(e, outer)
		},
		End: func(open []markup.Element) {
			e := open[len(open)-1]
			if e.Name == "comment" || e.Name == "cm" || e.Name == "footnote" || e.Name == "endnote" {
				r.addRunningText(main, outer)
				main = r.runningText(main.place)
			} else if end, ok := lineEnds[e.Name]; ok {
				main.endLine(end)
			}
			changes = changes[:max(len(changes)-1, 0)]
		},
		Text: func(open []markup.Element, text string) {
			e := open[len(open)-1]
			switch {
			case e.Name == "author" && len(open) > 1 && open[len(open)-2].Name == "authors":
				r.Add(outer.At(part.CommentAuthor), text, true)
			case !slices.Contains(textElements, e.Name), e.Name == "text" && strings.TrimSpace(text) == "":
			case e.Name == "v" && len(open) > 1 && open[len(open)-2].Attr("t") == "s": // the index of a shared string
			default:
				main.write(text, changes[len(changes)-1])
			}
		},
	})
	r.addRunningText(main, outer)
	return err
}

// changeOf returns the tracked change of the text in an element: its own, or that of the elements around it.
func changeOf(name string, around []change) change {
	switch name {
	case "ins", "moveTo":
		return inserted
	case "del", "moveFrom", "delText", "delInstrText":
		return deleted
	}
	if len(around) == 0 {
		return unchanged
	}
	return around[len(around)-1]
}

// people keeps the names in the attributes of an element: who made a comment or change, who may edit.
func (r reader) people(e markup.Element, outer part.Place) {
	kind := part.ChangeAuthor
	switch e.Name {
	case "comment", "cm", "cmAuthor", "author", "threadedComment":
		kind = part.CommentAuthor
	case "person", "presenceInfo":
		kind = part.DocumentPerson
	case "fileSharing", "userInfo", "header":
		kind = part.DocumentUser
	}
	for _, a := range e.Attrs {
		switch a.Name.Local {
		case "author", "initials", "displayName", "userId", "userName":
			r.Add(outer.At(kind), a.Value, true)
		case "name":
			if e.Name == "cmAuthor" || e.Name == "author" || e.Name == "userInfo" {
				r.Add(outer.At(kind), a.Value, true)
			}
		}
	}
}

// descriptions keeps the other texts in the attributes of an element.
func (r reader) descriptions(e markup.Element, outer part.Place) {
	for _, a := range e.Attrs {
		if kind, ok := descriptiveAttributes[a.Name.Local]; ok {
			r.Add(outer.At(kind), a.Value, false)
		}
	}
	switch name := e.Attr("name"); {
	case e.Name == "sheet":
		r.Add(outer.At(part.SheetName), name, false)
	case e.Name == "cNvPr" && strings.Contains(name, "."): // the name of a picture is often that of its file
		r.Add(outer.At(part.ImageName), name, false)
	case e.Name == "docVar":
		r.Add(outer.At(part.DocumentVariable), e.Attr("val"), false)
	case e.Name == "alias" || e.Name == "tag":
		r.Add(outer.At(part.FieldName), e.Attr("val"), false)
	case e.Name == "absPath":
		r.Add(outer.At(part.DocumentFolder), e.Attr("url"), false)
	}
}

// allText keeps the text and the attributes of XML of an unknown form.
func (r reader) allText(data []byte, place part.Place) error {
	text, err := markup.AllText(r.Collector, data)
	r.Add(place, text, false)
	return err
}
