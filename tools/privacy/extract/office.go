package extract

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
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
func (r *reader) officeMember(f *zip.File, place string, depth int) error {
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
		err = first(r.relationships(data, place), err)
	case f.Name == "docProps/core.xml":
		err = first(r.properties(data, place, coreProperties), err)
	case f.Name == "docProps/app.xml":
		err = first(r.properties(data, place, appProperties), err)
	case f.Name == "docProps/custom.xml":
		err = first(r.customProperties(data, place), err)
	case strings.HasPrefix(f.Name, "customXml/") && ending == ".xml":
		err = first(r.allText(data, join(place, "bijgevoegde gegevens")), err)
	case ending == ".xml" || ending == ".vml":
		err = first(r.officeText(f.Name, data, place), err)
	default:
		err = first(r.file(base, data, join(place, shortName(base)), depth), err)
	}
	return err
}

// property says how a property is called in Dutch, and whether it names a person.
type property struct {
	name string
	meta bool
}

var coreProperties = map[string]property{
	"creator":         {"auteur", true},
	"lastModifiedBy":  {"laatst bewerkt door", true},
	"initial-creator": {"eerste auteur", true}, // ODF
	"printed-by":      {"afgedrukt door", true},
	"contributor":     {"medewerker", true},
	"publisher":       {"uitgever", false},
	"title":           {"titel", false},
	"subject":         {"onderwerp", false},
	"keywords":        {"trefwoorden", false},
	"keyword":         {"trefwoorden", false},
	"description":     {"beschrijving", false},
	"category":        {"categorie", false},
	"contentStatus":   {"status", false},
	"identifier":      {"kenmerk", false},
	"rights":          {"rechten", false},
	"source":          {"bron", false},
}

var appProperties = map[string]property{
	"Manager":       {"manager", true},
	"Company":       {"bedrijf", true},
	"Template":      {"sjabloon", false},
	"HyperlinkBase": {"basis van koppelingen", false},
	"lpstr":         {"titels van onderdelen", false},
}

func (r *reader) properties(data []byte, place string, known map[string]property) error {
	return fields(data, func(open []element, text string) {
		e := open[len(open)-1]
		if p, ok := known[e.name]; ok {
			r.add(join(place, "eigenschap "+p.name), text, p.meta)
		} else if e.name == "user-defined" { // ODF
			r.add(join(place, "eigenschap "+shortName(e.attr("name"))), text, false)
		}
	})
}

// customProperties reads the properties that a user or an organisation made up.
func (r *reader) customProperties(data []byte, place string) error {
	return fields(data, func(open []element, text string) {
		name := "eigenschap"
		for _, e := range open {
			if e.name == "property" {
				name += " " + shortName(e.attr("name"))
			}
		}
		r.add(join(place, name), text, false)
	})
}

// relationships reads to where a document points: pages, addresses for mail, templates on a disk.
func (r *reader) relationships(data []byte, place string) error {
	return r.elements(data, func(e element) {
		if e.attr("TargetMode") == "External" {
			r.link(place, e.attr("Target"))
		}
	})
}

// link keeps the target of a link. A target inside the document tells nothing.
func (r *reader) link(place, target string) {
	if strings.HasPrefix(target, "#") {
		return
	}
	if readable, err := url.PathUnescape(target); err == nil {
		target = readable
	}
	r.add(join(place, "koppeling"), target, false)
}

func (r *reader) elements(data []byte, do func(e element)) error {
	return markup{
		start: func(open []element) { do(open[len(open)-1]) },
		end:   func([]element) {},
		text:  func([]element, string) {},
	}.walk(data)
}

// allText reads the text and the attributes of an XML file of which the form is not known.
func (r *reader) allText(data []byte, place string) error {
	var all strings.Builder
	err := markup{
		start: func(open []element) {
			for _, a := range open[len(open)-1].attrs {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					all.WriteString(a.Value + "\n")
				}
			}
		},
		end:  func([]element) { all.WriteString("\n") },
		text: func(_ []element, text string) { all.WriteString(text) },
	}.walk(data)
	r.add(place, blankLines().ReplaceAllString(all.String(), "\n"), false)
	return err
}

var blankLines = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\n\s*\n`) })

// shown are the elements of office documents with text; numbers for the layout stand in others.
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
var describing = map[string]string{
	"descr": "alternatieve tekst", "title": "alternatieve tekst", "alt": "alternatieve tekst", "tooltip": "tip bij koppeling",
	"displayText": "keuzelijst", "prompt": "invoerbericht", "promptTitle": "invoerbericht",
	"error": "invoerbericht", "errorTitle": "invoerbericht",
}

// officeRule says what stands in the files whose names fit.
type officeRule struct {
	file  *regexp.Regexp
	place string
}

// officePlaces says what stands in which file of a document, for the files that are not the main text.
var officePlaces = sync.OnceValue(func() []officeRule {
	return []officeRule{
		{regexp.MustCompile(`(^|/)header\d*\.xml$`), "koptekst"},
		{regexp.MustCompile(`(^|/)footer\d*\.xml$`), "voettekst"},
		{regexp.MustCompile(`(^|/)footnotes\.xml$`), "voetnoot"},
		{regexp.MustCompile(`(^|/)endnotes\.xml$`), "eindnoot"},
		{regexp.MustCompile(`(?i)comment[^/]*\.xml$|/(threaded)?comments/`), "opmerking"},
		{regexp.MustCompile(`^ppt/slides/slide(\d+)\.xml$`), "dia $1"},
		{regexp.MustCompile(`^ppt/notesSlides/notesSlide(\d+)\.xml$`), "notities bij dia $1"},
		{regexp.MustCompile(`^ppt/(slideMasters|slideLayouts|notesMasters|handoutMasters)/`), "model van dia's"},
		{regexp.MustCompile(`^xl/worksheets/sheet(\d+)\.xml$`), "blad $1"},
		{regexp.MustCompile(`/charts/`), "grafiek"},
		{regexp.MustCompile(`/diagrams/`), "diagram"},
		{regexp.MustCompile(`/drawings/`), "tekening"},
	}
})

func officePlace(name string) string {
	for _, p := range officePlaces() {
		if found := p.file.FindStringSubmatchIndex(name); found != nil {
			return string(p.file.ExpandString(nil, p.place, name, found))
		}
	}
	return ""
}

// officeText reads one XML file of a docx, xlsx or pptx: its text, and the people and descriptions in its attributes.
func (r *reader) officeText(name string, data []byte, outer string) error {
	main := &flow{place: officePlace(name)}
	var changes []change // per open element
	err := markup{
		start: func(open []element) {
			e := open[len(open)-1]
			changes = append(changes, changeOf(e.name, changes))
			r.people(e, outer)
			r.descriptions(e, outer)
		},
		end: func(open []element) {
			e := open[len(open)-1]
			if e.name == "comment" || e.name == "cm" || e.name == "footnote" || e.name == "endnote" {
				r.addFlow(main, outer)
				main = &flow{place: main.place}
			} else if end, ok := lineEnds[e.name]; ok {
				main.endLine(end)
			}
			changes = changes[:max(len(changes)-1, 0)]
		},
		text: func(open []element, text string) {
			e := open[len(open)-1]
			switch {
			case e.name == "author" && len(open) > 1 && open[len(open)-2].name == "authors":
				r.add(join(outer, "auteur van een opmerking"), text, true)
			case !slices.Contains(shown, e.name), e.name == "text" && strings.TrimSpace(text) == "":
			case e.name == "v" && len(open) > 1 && open[len(open)-2].attr("t") == "s": // the number of a shared string
			default:
				main.write(text, changes[len(changes)-1])
			}
		},
	}.walk(data)
	r.addFlow(main, outer)
	return err
}

// changeOf returns what happened to the text in an element, given the elements around it.
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
func (r *reader) people(e element, outer string) {
	place := "auteur van een wijziging"
	switch e.name {
	case "comment", "cm", "cmAuthor", "author", "threadedComment":
		place = "auteur van een opmerking"
	case "person", "presenceInfo":
		place = "persoon bij het document"
	case "fileSharing", "userInfo", "header":
		place = "gebruiker van het document"
	}
	for _, a := range e.attrs {
		switch a.Name.Local {
		case "author", "initials", "displayName", "userId", "userName":
			r.add(join(outer, place), a.Value, true)
		case "name":
			if e.name == "cmAuthor" || e.name == "author" || e.name == "userInfo" {
				r.add(join(outer, place), a.Value, true)
			}
		}
	}
}

// descriptions keeps the other texts in the attributes of an element.
func (r *reader) descriptions(e element, outer string) {
	for _, a := range e.attrs {
		if place, ok := describing[a.Name.Local]; ok {
			r.add(join(outer, place), a.Value, false)
		}
	}
	switch name := e.attr("name"); {
	case e.name == "sheet":
		r.add(join(outer, "naam van een blad"), name, false)
	case e.name == "cNvPr" && strings.Contains(name, "."): // a picture often keeps the name of its file
		r.add(join(outer, "naam van een afbeelding"), name, false)
	case e.name == "docVar":
		r.add(join(outer, "variabele"), e.attr("val"), false)
	case e.name == "alias" || e.name == "tag":
		r.add(join(outer, "naam van een invulveld"), e.attr("val"), false)
	case e.name == "absPath":
		r.add(join(outer, "map van het document"), e.attr("url"), false)
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
func (r *reader) odfMember(f *zip.File, place string, depth int) error {
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
		err = first(r.properties(data, place, coreProperties), err)
	case base == "content.xml" || base == "styles.xml":
		err = first(r.odfText(data, place), err)
	case ending == ".xml" || ending == ".rdf":
		err = first(r.allText(data, join(place, shortName(f.Name))), err)
	default:
		err = first(r.file(base, data, join(place, shortName(base)), depth), err)
	}
	return err
}

// apart are the elements of ODF that stand inside a paragraph and hold a text of their own.
var apart = map[string]string{
	"annotation": "opmerking", "note": "voetnoot", "deletion": "verwijderde tekst",
	"header": "koptekst", "header-left": "koptekst", "footer": "voettekst", "footer-left": "voettekst",
	"notes": "notities bij een dia", "title": "alternatieve tekst", "desc": "alternatieve tekst",
}

// odfText reads the text of an odt, ods or odp.
func (r *reader) odfText(data []byte, outer string) error {
	flows := []*flow{{}}
	err := markup{
		start: func(open []element) {
			e, top := open[len(open)-1], flows[len(flows)-1]
			if place, ok := apart[e.name]; ok {
				flows = append(flows, &flow{place: place})
			}
			switch e.name {
			case "table":
				r.add(join(outer, "naam van een blad"), e.attr("name"), false)
			case "tab":
				top.write("\t", unchanged)
			case "s":
				top.write(" ", unchanged)
			}
			for _, a := range e.attrs {
				switch {
				case a.Name.Local == "href" && strings.Contains(a.Value, ":"):
					r.link(outer, a.Value)
				case a.Name.Local == "formula" || a.Name.Local == "string-value":
					r.add(join(outer, "formule of waarde"), a.Value, false)
				case a.Name.Local == "display-name" && e.name == "author":
					r.add(join(outer, "auteur"), a.Value, true)
				}
			}
		},
		end: func(open []element) {
			e := open[len(open)-1]
			switch e.name {
			case "p", "h", "line-break", "table-row":
				flows[len(flows)-1].endLine("\n")
			case "table-cell":
				flows[len(flows)-1].endLine("\t")
			}
			if _, ok := apart[e.name]; ok && len(flows) > 1 {
				r.addFlow(flows[len(flows)-1], outer)
				flows = flows[:len(flows)-1]
			}
		},
		text: func(open []element, text string) {
			switch e := open[len(open)-1]; e.name {
			case "creator", "creator-initials", "sender-initials":
				r.add(join(outer, odfAuthor(open)), text, true)
			case "date", "date-string", "note-citation":
			default:
				if inParagraph(open) {
					flows[len(flows)-1].write(text, unchanged)
				}
			}
		},
	}.walk(data)
	for _, f := range slices.Backward(flows) {
		r.addFlow(f, outer)
	}
	return err
}

func odfAuthor(open []element) string {
	for _, e := range open {
		if e.name == "annotation" {
			return "auteur van een opmerking"
		}
	}
	return "auteur van een wijziging"
}

// inParagraph reports whether a text is for a person to read. Between paragraphs stands only the layout of the XML.
func inParagraph(open []element) bool {
	return slices.ContainsFunc(open, func(e element) bool {
		return e.name == "p" || e.name == "h" || e.name == "title" || e.name == "desc"
	})
}

// epubMember reads one file of a book.
func (r *reader) epubMember(f *zip.File, place string, depth int) error {
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
		return first(r.properties(data, place, coreProperties), err)
	case ".xhtml", ".html", ".htm", ".xml", ".ncx":
		return first(r.hypertext(data, place), err)
	}
	return first(r.file(base, data, join(place, shortName(base)), depth), err)
}

// phrasing are the elements of HTML that do not break a line.
var phrasing = []string{
	"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
	"samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
}

// hypertext reads the text of a page of a book.
func (r *reader) hypertext(data []byte, outer string) error {
	var all strings.Builder
	err := markup{
		start: func(open []element) {
			for _, a := range open[len(open)-1].attrs {
				switch a.Name.Local {
				case "alt", "title", "aria-label":
					r.add(join(outer, "alternatieve tekst"), a.Value, false)
				case "href":
					r.hyperlink(outer, a)
				}
			}
		},
		end: func(open []element) {
			if !slices.Contains(phrasing, open[len(open)-1].name) {
				all.WriteString("\n")
			}
		},
		text: func(_ []element, text string) { all.WriteString(text) },
	}.walk(data)
	r.add(outer, strings.TrimSpace(blankLines().ReplaceAllString(all.String(), "\n")), false)
	return err
}

// hyperlink keeps a link out of the book.
func (r *reader) hyperlink(outer string, a xml.Attr) {
	if strings.Contains(a.Value, ":") {
		r.link(outer, a.Value)
	}
}
