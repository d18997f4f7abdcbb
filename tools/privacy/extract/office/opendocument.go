package office

import (
	"archive/zip"
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/archive"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/markup"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// odfManifest lists the files of an odt, ods or odp, and says how each is encrypted.
const odfManifest = "META-INF/manifest.xml"

func (r reader) encryptedODF(z *zip.Reader) bool {
	for _, f := range z.File {
		if f.Name == odfManifest {
			manifest, _ := archive.Member(r.Collector, f) // the check is of no use for a damaged file
			return bytes.Contains(manifest, []byte("encryption-data"))
		}
	}
	return false
}

// odfMember reads one file of an odt, ods or odp. In a document with objects every object has files of its own.
func (r reader) odfMember(f *zip.File, place part.Place, depth int) error {
	base, ending := path.Base(f.Name), path.Ext(f.Name)
	if slices.Contains(withoutText, ending) {
		return nil
	}
	switch f.Name {
	case "mimetype", "settings.xml", "layout-cache", odfManifest:
		return nil
	}
	data, err := archive.Member(r.Collector, f)
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

// apart are the elements of ODF that stand inside a paragraph and hold a text of their own.
var apart = map[string]part.Kind{
	"annotation": part.Comment, "note": part.Footnote, "deletion": part.DeletedText,
	"header": part.Header, "header-left": part.Header, "footer": part.Footer, "footer-left": part.Footer,
	"notes": part.Notes, "title": part.AltText, "desc": part.AltText,
}

// odfText reads the text of an odt, ods or odp.
func (r reader) odfText(data []byte, outer part.Place) error {
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
