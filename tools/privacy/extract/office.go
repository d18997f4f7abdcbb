package extract

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/markup"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// office is a form in which documents are packed in a zip.
type office int

const (
	noOffice office = iota
	officeXML
	openDocument
	epub
)

func officeOf(archive *zip.Reader) office {
	form := noOffice
	for _, f := range archive.File {
		switch f.Name {
		case "[Content_Types].xml":
			return officeXML
		case "META-INF/container.xml":
			return epub
		case odfManifest, "content.xml":
			form = openDocument
		}
	}
	return form
}

// withoutText are the endings of members of documents that hold no text of a person: fonts.
var withoutText = []string{".odttf", ".ttf", ".otf", ".woff", ".woff2", ".fntdata"}

// officeMember reads one file of a docx, xlsx or pptx.
func (r *reader) officeMember(f *zip.File, place part.Place, depth int) error {
	base, ending := path.Base(f.Name), path.Ext(f.Name)
	if slices.Contains(withoutText, ending) || strings.HasPrefix(base, "printerSettings") {
		return nil
	}
	data, err := r.member(f)
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

// property says how a property is called in Dutch, and whether it names a person.
type property struct {
	kind part.Kind
	meta bool
}

var coreProperties = map[string]property{
	"creator":         {part.PropertyAuthor, true},
	"lastModifiedBy":  {part.PropertyLastEditor, true},
	"initial-creator": {part.PropertyFirstAuthor, true}, // ODF
	"printed-by":      {part.PropertyPrintedBy, true},
	"contributor":     {part.PropertyContributor, true},
	"publisher":       {part.PropertyPublisher, false},
	"title":           {part.PropertyTitle, false},
	"subject":         {part.PropertySubject, false},
	"keywords":        {part.PropertyKeywords, false},
	"keyword":         {part.PropertyKeywords, false},
	"description":     {part.PropertyDescription, false},
	"category":        {part.PropertyCategory, false},
	"contentStatus":   {part.PropertyStatus, false},
	"identifier":      {part.PropertyIdentifier, false},
	"rights":          {part.PropertyRights, false},
	"source":          {part.PropertySource, false},
}

var appProperties = map[string]property{
	"Manager":       {part.PropertyManager, true},
	"Company":       {part.PropertyCompany, true},
	"Template":      {part.PropertyTemplate, false},
	"HyperlinkBase": {part.PropertyLinkBase, false},
	"lpstr":         {part.PropertyTitlesOfParts, false},
}

func (r *reader) properties(data []byte, place part.Place, known map[string]property) error {
	return markup.Texts(data, func(open []markup.Element, text string) {
		e := open[len(open)-1]
		if p, ok := known[e.Name]; ok {
			r.Add(place.At(p.kind), text, p.meta)
		} else if e.Name == "user-defined" { // ODF
			r.Add(place.At(part.Property, part.ShortName(e.Attr("name"))), text, false)
		}
	})
}

// customProperties reads the properties that a user or an organisation made up.
func (r *reader) customProperties(data []byte, place part.Place) error {
	return markup.Texts(data, func(open []markup.Element, text string) {
		var names []string
		for _, e := range open {
			if e.Name == "property" {
				names = append(names, part.ShortName(e.Attr("name")))
			}
		}
		r.Add(place.At(part.Property, names...), text, false)
	})
}

// relationships reads to where a document points: pages, addresses for mail, templates on a disk.
func (r *reader) relationships(data []byte, place part.Place) error {
	return markup.Elements(data, func(e markup.Element) {
		if e.Attr("TargetMode") == "External" {
			r.AddLink(place, e.Attr("Target"))
		}
	})
}

// allText reads the text and the attributes of an XML file of an unknown form.
func (r *reader) allText(data []byte, place part.Place) error {
	text, err := markup.AllText(data)
	r.Add(place, text, false)
	return err
}

// shown are the markup.Elements of office documents with text; numbers for the layout stand in others.
var shown = []string{
	"t", "delText", "instrText", "delInstrText", // words, also in drawings
	"v", "f", "definedName", "formula1", "formula2", // cells, and values in charts
	"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter",
	"text",                // comments of PowerPoint and Excel
	"div", "font", "span", // drawings in VML
}

// lineEnds says what an element puts at its end.
var lineEnds = map[string]string{
	"p": "\n", "br": "\n", "cr": "\n", "si": "\n", "row": "\n", "tr": "\n", "text": "\n", "definedName": "\n",
	"oddHeader": "\n", "oddFooter": "\n", "evenHeader": "\n", "evenFooter": "\n", "firstHeader": "\n", "firstFooter": "\n",
	"formula1": "\n", "formula2": "\n", "div": "\n", "pt": "\n", "f": "\t",
	"tab": "\t", "tc": "\t", "c": "\t", "noBreakHyphen": "-",
}

// describing are the attributes that hold a text for a person.
var describing = map[string]part.Kind{
	"descr": part.AltText, "title": part.AltText, "alt": part.AltText, "tooltip": part.LinkTip,
	"displayText": part.Dropdown, "prompt": part.InputPrompt, "promptTitle": part.InputPrompt,
	"error": part.InputPrompt, "errorTitle": part.InputPrompt,
}

// officeRule says what stands in the files whose names fit.
type officeRule struct {
	file *regexp.Regexp
	kind part.Kind
}

// officePlaces says what stands in which file of a document, for the files that are not the main text.
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

func officePlace(outer part.Place, name string) part.Place {
	for _, rule := range officePlaces() {
		found := rule.file.FindStringSubmatch(name)
		if found == nil {
			continue
		}
		if rule.kind == part.Slide || rule.kind == part.SlideNotes || rule.kind == part.Sheet {
			return outer.At(rule.kind, found[1]) // its number
		}
		return outer.At(rule.kind)
	}
	return outer
}

// officeText reads one XML file of a docx, xlsx or pptx: its text, and the people and descriptions in its attributes.
func (r *reader) officeText(name string, data []byte, outer part.Place) error {
	main := &flow{place: officePlace(outer, name)}
	var changes []change // per open element
	err := markup.Walk(data, markup.Visitor{
		Start: func(open []markup.Element) {
			e := open[len(open)-1]
			changes = append(changes, changeOf(e.Name, changes))
			r.people(e, outer)
			r.descriptions(e, outer)
		},
		End: func(open []markup.Element) {
			e := open[len(open)-1]
			if e.Name == "comment" || e.Name == "cm" || e.Name == "footnote" || e.Name == "endnote" {
				r.addFlow(main, outer)
				main = &flow{place: main.place}
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
			case !slices.Contains(shown, e.Name), e.Name == "text" && strings.TrimSpace(text) == "":
			case e.Name == "v" && len(open) > 1 && open[len(open)-2].Attr("t") == "s": // the number of a shared string
			default:
				main.write(text, changes[len(changes)-1])
			}
		},
	})
	r.addFlow(main, outer)
	return err
}

// changeOf returns what happened to the text in an element, given the markup.Elements around it.
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

// people keeps who is named in the attributes of an element: who wrote a comment or a change, who may edit.
func (r *reader) people(e markup.Element, outer part.Place) {
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
func (r *reader) descriptions(e markup.Element, outer part.Place) {
	for _, a := range e.Attrs {
		if kind, ok := describing[a.Name.Local]; ok {
			r.Add(outer.At(kind), a.Value, false)
		}
	}
	switch name := e.Attr("name"); {
	case e.Name == "sheet":
		r.Add(outer.At(part.SheetName), name, false)
	case e.Name == "cNvPr" && strings.Contains(name, "."): // a picture often keeps the name of its file
		r.Add(outer.At(part.ImageName), name, false)
	case e.Name == "docVar":
		r.Add(outer.At(part.DocumentVariable), e.Attr("val"), false)
	case e.Name == "alias" || e.Name == "tag":
		r.Add(outer.At(part.FieldName), e.Attr("val"), false)
	case e.Name == "absPath":
		r.Add(outer.At(part.DocumentFolder), e.Attr("url"), false)
	}
}

// odfManifest lists the files of an odt, ods or odp, and says how each is encrypted.
const odfManifest = "META-INF/manifest.xml"

func (r *reader) encryptedODF(archive *zip.Reader) bool {
	for _, f := range archive.File {
		if f.Name == odfManifest {
			manifest, _ := r.member(f) // the check is of no use for a damaged file
			return bytes.Contains(manifest, []byte("encryption-data"))
		}
	}
	return false
}

// odfMember reads one file of an odt, ods or odp. In a document with objects every object has files of its own.
func (r *reader) odfMember(f *zip.File, place part.Place, depth int) error {
	base, ending := path.Base(f.Name), path.Ext(f.Name)
	if slices.Contains(withoutText, ending) {
		return nil
	}
	switch f.Name {
	case "mimetype", "settings.xml", "layout-cache", odfManifest:
		return nil
	}
	data, err := r.member(f)
	if len(data) == 0 {
		return err
	}
	switch {
	case base == "meta.xml":
		err = cmp.Or(r.properties(data, place, coreProperties), err)
	case base == "content.xml" || base == "styles.xml":
		err = cmp.Or(r.odfText(data, place), err)
	case ending == ".xml" || ending == ".rdf":
		err = cmp.Or(r.allText(data, place.At(part.File, part.ShortName(f.Name))), err)
	default:
		err = cmp.Or(r.Read(base, data, place.At(part.File, part.ShortName(base)), depth), err)
	}
	return err
}

// apart are the markup.Elements of ODF that stand inside a paragraph and hold a text of their own.
var apart = map[string]part.Kind{
	"annotation": part.Comment, "note": part.Footnote, "deletion": part.DeletedText,
	"header": part.Header, "header-left": part.Header, "footer": part.Footer, "footer-left": part.Footer,
	"notes": part.Notes, "title": part.AltText, "desc": part.AltText,
}

// odfText reads the text of an odt, ods or odp.
func (r *reader) odfText(data []byte, outer part.Place) error {
	flows := []*flow{{place: outer}}
	err := markup.Walk(data, markup.Visitor{
		Start: func(open []markup.Element) {
			e, top := open[len(open)-1], flows[len(flows)-1]
			if kind, ok := apart[e.Name]; ok {
				flows = append(flows, &flow{place: outer.At(kind)})
			}
			switch e.Name {
			case "table":
				r.Add(outer.At(part.SheetName), e.Attr("name"), false)
			case "tab":
				top.write("\t", unchanged)
			case "s":
				top.write(" ", unchanged)
			}
			for _, a := range e.Attrs {
				switch {
				case a.Name.Local == "href" && strings.Contains(a.Value, ":"):
					r.AddLink(outer, a.Value)
				case a.Name.Local == "formula" || a.Name.Local == "string-value":
					r.Add(outer.At(part.Formula), a.Value, false)
				case a.Name.Local == "display-name" && e.Name == "author":
					r.Add(outer.At(part.Author), a.Value, true)
				}
			}
		},
		End: func(open []markup.Element) {
			e := open[len(open)-1]
			switch e.Name {
			case "p", "h", "line-break", "table-row":
				flows[len(flows)-1].endLine("\n")
			case "table-cell":
				flows[len(flows)-1].endLine("\t")
			}
			if _, ok := apart[e.Name]; ok && len(flows) > 1 {
				r.addFlow(flows[len(flows)-1], outer)
				flows = flows[:len(flows)-1]
			}
		},
		Text: func(open []markup.Element, text string) {
			switch e := open[len(open)-1]; e.Name {
			case "creator", "creator-initials", "sender-initials":
				r.Add(outer.At(odfAuthor(open)), text, true)
			case "date", "date-string", "note-citation":
			default:
				if inParagraph(open) {
					flows[len(flows)-1].write(text, unchanged)
				}
			}
		},
	})
	for _, f := range slices.Backward(flows) {
		r.addFlow(f, outer)
	}
	return err
}

func odfAuthor(open []markup.Element) part.Kind {
	for _, e := range open {
		if e.Name == "annotation" {
			return part.CommentAuthor
		}
	}
	return part.ChangeAuthor
}

// inParagraph reports whether a text is for a person to read. Between paragraphs stands only the layout of the XML.
func inParagraph(open []markup.Element) bool {
	return slices.ContainsFunc(open, func(e markup.Element) bool {
		return e.Name == "p" || e.Name == "h" || e.Name == "title" || e.Name == "desc"
	})
}

// epubMember reads one file of a book.
func (r *reader) epubMember(f *zip.File, place part.Place, depth int) error {
	base, ending := path.Base(f.Name), path.Ext(f.Name)
	if slices.Contains(withoutText, ending) || f.Name == "mimetype" || f.Name == "META-INF/container.xml" {
		return nil
	}
	data, err := r.member(f)
	if len(data) == 0 {
		return err
	}
	switch ending {
	case ".opf":
		return cmp.Or(r.properties(data, place, coreProperties), err)
	case ".xhtml", ".html", ".htm", ".xml", ".ncx":
		return cmp.Or(r.hypertext(data, place), err)
	}
	return cmp.Or(r.Read(base, data, place.At(part.File, part.ShortName(base)), depth), err)
}

// phrasing are the markup.Elements of HTML that do not break a line.
var phrasing = []string{
	"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
	"samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
}

// hypertext reads the text of a page of a book.
func (r *reader) hypertext(data []byte, outer part.Place) error {
	var all strings.Builder
	err := markup.Walk(data, markup.Visitor{
		Start: func(open []markup.Element) {
			for _, a := range open[len(open)-1].Attrs {
				switch a.Name.Local {
				case "alt", "title", "aria-label":
					r.Add(outer.At(part.AltText), a.Value, false)
				case "href":
					r.hyperlink(outer, a)
				}
			}
		},
		End: func(open []markup.Element) {
			if !slices.Contains(phrasing, open[len(open)-1].Name) {
				all.WriteString("\n")
			}
		},
		Text: func(_ []markup.Element, text string) { all.WriteString(text) },
	})
	r.Add(outer, strings.TrimSpace(markup.JoinLines(all.String())), false)
	return err
}

// hyperlink keeps a link out of the book.
func (r *reader) hyperlink(outer part.Place, a xml.Attr) {
	if strings.Contains(a.Value, ":") {
		r.AddLink(outer, a.Value)
	}
}
