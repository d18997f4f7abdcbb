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

// odfManifest is the member that lists the others, with the encryption of each.
const odfManifest = "META-INF/manifest.xml"

// encryptedODF reports whether the manifest says that a member is encrypted.
func (r reader) encryptedODF(z *zip.Reader) bool {
	for _, f := range z.File {
		if f.Name == odfManifest {
			manifest, _ := archive.Member(r.Collector, f) // the error of a damaged manifest comes when it is read as a member
			return bytes.Contains(manifest, []byte("encryption-data"))
		}
	}
	return false
}

// odfMember reads a member of an odt, ods or odp. An object inside a document, such as a chart, has members of its own.
func (r reader) odfMember(f *zip.File, place part.Place, depth int) error {
	base, ending := path.Base(f.Name), path.Ext(f.Name)
	if slices.Contains(withoutText, ending) {
		return nil
	}
	switch f.Name {
	case "mimetype", "settings.xml", "layout-cache", odfManifest: // nothing of a person
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

// asides has the elements inside a paragraph that have a text of their own.
var asides = map[string]part.Kind{
	"annotation": part.Comment, "note": part.Footnote, "deletion": part.DeletedText,
	"header": part.Header, "header-left": part.Header, "footer": part.Footer, "footer-left": part.Footer,
	"notes": part.Notes, "title": part.AltText, "desc": part.AltText,
}

// odfText reads content.xml or styles.xml.
func (r reader) odfText(data []byte, outer part.Place) error {
	texts := []*runningText{r.runningText(outer)} // the main text, and the asides around the token
	paragraphs, annotations := 0, 0               // the elements around the token that hold content, and that hold a comment
	err := markup.Walk(r.Collector, data, markup.Visitor{
		Start: func(open []markup.Element) {
			e, top := open[len(open)-1], texts[len(texts)-1]
			if kind, ok := asides[e.Name]; ok {
				texts = append(texts, r.runningText(outer.At(kind)))
			}
			paragraphs, annotations = paragraphs+count(isContent(e)), annotations+count(e.Name == "annotation")
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
			paragraphs, annotations = paragraphs-count(isContent(e)), annotations-count(e.Name == "annotation")
			switch e.Name {
			case "p", "h", "line-break", "table-row":
				texts[len(texts)-1].endLine("\n")
			case "table-cell":
				texts[len(texts)-1].endLine("\t")
			}
			if _, ok := asides[e.Name]; ok && len(texts) > 1 {
				r.addRunningText(texts[len(texts)-1], outer)
				texts = texts[:len(texts)-1]
			}
		},
		Text: func(open []markup.Element, text string) {
			switch e := open[len(open)-1]; e.Name {
			case "creator", "creator-initials", "sender-initials":
				author := part.ChangeAuthor
				if annotations > 0 {
					author = part.CommentAuthor
				}
				r.Add(outer.At(author), text, true)
			case "date", "date-string", "note-citation":
			default:
				if paragraphs > 0 {
					texts[len(texts)-1].write(text, unchanged)
				}
			}
		},
	})
	for _, f := range slices.Backward(texts) {
		r.addRunningText(f, outer)
	}
	return err
}

// isContent reports whether the text in an element is content. Between paragraphs is only the layout of the XML.
func isContent(e markup.Element) bool {
	return e.Name == "p" || e.Name == "h" || e.Name == "title" || e.Name == "desc"
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}
