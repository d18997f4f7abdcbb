package office

import (
	"slices"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/markup"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// property is a property of a document.
type property struct {
	kind part.Kind
	meta bool // it names a person or an organisation by its nature
}

// coreProperties has the properties in docProps/core.xml, in meta.xml of OpenDocument and in the package of an EPUB (Dublin Core).
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

// appProperties has the properties in docProps/app.xml.
var appProperties = map[string]property{
	"Manager":       {part.PropertyManager, true},
	"Company":       {part.PropertyCompany, true},
	"Template":      {part.PropertyTemplate, false},
	"HyperlinkBase": {part.PropertyLinkBase, false},
	"lpstr":         {part.PropertyTitlesOfParts, false},
}

// properties keeps the known properties in an XML file, and those that a user of OpenDocument defined.
func (r reader) properties(data []byte, place part.Place, known map[string]property) error {
	return markup.Texts(r.Collector, data, func(open []markup.Element, text string) {
		e := open[len(open)-1]
		if p, ok := known[e.Name]; ok {
			r.Add(place.At(p.kind), text, p.meta)
		} else if e.Name == "user-defined" { // ODF
			r.Add(place.At(part.Property, part.ShortName(e.Attr("name"))), text, false)
		}
	})
}

// propertyDepth is how deep a text stands in its property, at most: in a list of variants.
const propertyDepth = 6

// customProperties reads docProps/custom.xml, the properties that a user or an organisation defined.
func (r reader) customProperties(data []byte, place part.Place) error {
	return markup.Texts(r.Collector, data, func(open []markup.Element, text string) {
		name := ""
		for _, e := range slices.Backward(open[max(0, len(open)-propertyDepth):]) {
			if e.Name == "property" {
				name = part.ShortName(e.Attr("name"))
				break
			}
		}
		r.Add(place.At(part.Property, name), text, false)
	})
}

// relationships reads the external targets of a document: web pages, e-mail addresses, templates on a disk.
func (r reader) relationships(data []byte, place part.Place) error {
	return markup.Elements(r.Collector, data, func(e markup.Element) {
		if e.Attr("TargetMode") == "External" {
			r.AddLink(place, e.Attr("Target"))
		}
	})
}
