package office

import (
	"archive/zip"
	"cmp"
	"encoding/xml"
	"path"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/archive"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/markup"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// epubMember reads a member of an EPUB.
func (r reader) epubMember(f *zip.File, place part.Place, depth int) error {
	base, ending := path.Base(f.Name), path.Ext(f.Name)
	if slices.Contains(withoutText, ending) || f.Name == "mimetype" || f.Name == "META-INF/container.xml" {
		return nil
	}
	data, err := archive.Member(r.Collector, f)
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

// phrasing has the elements of HTML that do not break a line (phrasing content).
var phrasing = []string{
	"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
	"samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
}

// hypertext reads a page of an EPUB.
func (r reader) hypertext(data []byte, outer part.Place) error {
	all := r.NewText()
	err := markup.Walk(r.Collector, data, markup.Visitor{
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
				all.Break()
			}
		},
		Text: func(_ []markup.Element, text string) { markup.WriteText(all, text) },
	})
	r.Add(outer, strings.TrimSpace(markup.JoinLines(all.String())), false)
	return err
}

// hyperlink keeps a link that leads out of the book.
func (r reader) hyperlink(outer part.Place, a xml.Attr) {
	if strings.Contains(a.Value, ":") {
		r.AddLink(outer, a.Value)
	}
}
