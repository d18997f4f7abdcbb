package office

import (
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/markup"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

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

func (r reader) properties(data []byte, place part.Place, known map[string]property) error {
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
func (r reader) customProperties(data []byte, place part.Place) error {
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
func (r reader) relationships(data []byte, place part.Place) error {
	return markup.Elements(data, func(e markup.Element) {
		if e.Attr("TargetMode") == "External" {
			r.AddLink(place, e.Attr("Target"))
		}
	})
}
