package image

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/markup"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// personal are the properties of XMP, and the keywords of PNG, that name a person or a thing of one, in small letters.
var personal = map[string]bool{
	"artist": true, "author": true, "authors": true, "authorsposition": true, "bodyserialnumber": true, "captionwriter": true,
	"cameraownername": true, "copyright": true, "creator": true, "credit": true, "creatorcontactinfo": true,
	"contributor": true, "hostcomputer": true, "lensserialnumber": true, "lastmodifiedby": true, "manager": true,
	"company": true, "owner": true, "ownername": true, "personinimage": true, "persondisplayname": true, "photographer": true,
	"publisher": true, "rights": true, "serialnumber": true, "xpauthor": true, "regions": true, "regionlist": true,
	"imagecreator": true, "imagecreatorname": true, "copyrightowner": true, "copyrightownername": true, "licensor": true,
}

func namesPerson(name string) bool { return personal[strings.ToLower(name)] }

// machine are the namespaces of XMP in which programs keep their own books.
var machine = []string{
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "adobe:ns:meta/", "xmlns", "http://www.w3.org/XML/1998/namespace",
	"http://ns.adobe.com/xap/1.0/mm/", "http://ns.adobe.com/xap/1.0/sType/", "http://ns.adobe.com/camera-raw-settings/",
	"http://ns.adobe.com/xap/1.0/g/",
}

func isMachine(space string) bool {
	for _, prefix := range machine {
		if strings.HasPrefix(space, prefix) {
			return true
		}
	}
	return false
}

// xmp reads a packet of XMP. A property is an element or an attribute; its value may stand in a list inside it.
func (r reader) xmp(data []byte, place part.Place) error {
	if !r.Spend(len(data)) { // an image can point to the same packet many times
		return part.ErrTooLarge
	}
	data = bytes.TrimRight(data, "\x00 \r\n\t")
	var latitude, longitude string
	keep := func(names []string, value string) {
		name := names[len(names)-1]
		switch {
		case name == "GPSLatitude":
			latitude = value
		case name == "GPSLongitude":
			longitude = value
		case strings.HasSuffix(name, "Date"), name == "CreatorTool", name == "Producer", name == "format":
		default:
			meta := false
			for _, n := range names {
				meta = meta || namesPerson(n)
			}
			r.Add(place.At(part.XMP, part.ShortName(name)), value, meta)
		}
	}
	var names []string // the properties that are open
	var text strings.Builder
	err := markup.Walk(data, markup.Visitor{
		Start: func(open []markup.Element) {
			e := open[len(open)-1]
			text.Reset()
			if !isMachine(e.Space) {
				names = append(names, e.Name)
			}
			for _, a := range e.Attrs {
				if !isMachine(a.Name.Space) && a.Name.Space != "" {
					keep(append(names[:len(names):len(names)], a.Name.Local), a.Value)
				}
			}
		},
		Text: func(open []markup.Element, value string) {
			if !strings.HasSuffix(open[len(open)-1].Space, "/mm/") {
				text.WriteString(value)
			}
		},
		End: func(open []markup.Element) {
			value := strings.TrimSpace(text.String())
			text.Reset()
			if value != "" && len(names) > 0 {
				keep(names, value)
			}
			if !isMachine(open[len(open)-1].Space) && len(names) > 0 {
				names = names[:len(names)-1]
			}
		},
	})
	if latitude != "" || longitude != "" {
		r.Add(place.At(part.GPSPosition), xmpDegrees(latitude)+", "+xmpDegrees(longitude), true)
	}
	return err
}

// xmpDegrees makes a decimal number of an angle such as "52,7.407N" or "52,7,24.42N". It returns what it can't read as it
// is.
func xmpDegrees(angle string) string {
	digits := strings.TrimRight(angle, "NESWnesw")
	total, scale := 0.0, 1.0
	for part := range strings.SplitSeq(digits, ",") {
		number, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil {
			return angle
		}
		total += number / scale
		scale *= 60
	}
	if strings.ContainsAny(angle[len(digits):], "SWsw") {
		total = -total
	}
	return fmt.Sprintf("%.5f", total)
}
