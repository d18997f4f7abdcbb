package image

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/markup"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// personal has the properties of XMP and keywords of PNG that name a person or a device of one, in lower case.
var personal = map[string]bool{
	"artist": true, "author": true, "authors": true, "authorsposition": true, "bodyserialnumber": true, "captionwriter": true,
	"cameraownername": true, "copyright": true, "creator": true, "credit": true, "creatorcontactinfo": true,
	"contributor": true, "hostcomputer": true, "lensserialnumber": true, "lastmodifiedby": true, "manager": true,
	"company": true, "owner": true, "ownername": true, "personinimage": true, "persondisplayname": true, "photographer": true,
	"publisher": true, "rights": true, "serialnumber": true, "xpauthor": true, "regions": true, "regionlist": true,
	"imagecreator": true, "imagecreatorname": true, "copyrightowner": true, "copyrightownername": true, "licensor": true,
}

// namesPerson reports whether a property or keyword names a person, whatever its capitals.
func namesPerson(name string) bool { return personal[strings.ToLower(name)] }

// machine has the prefixes of namespaces of XMP in which programs keep data of their own.
var machine = []string{
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "adobe:ns:meta/", "xmlns", "http://www.w3.org/XML/1998/namespace",
	"http://ns.adobe.com/xap/1.0/mm/", "http://ns.adobe.com/xap/1.0/sType/", "http://ns.adobe.com/camera-raw-settings/",
	"http://ns.adobe.com/xap/1.0/g/",
}

// isMachine reports whether a namespace is one of machine.
func isMachine(space string) bool {
	for _, prefix := range machine {
		if strings.HasPrefix(space, prefix) {
			return true
		}
	}
	return false
}

// xmp reads a packet of XMP (ISO 16684). A property is an element or an attribute; its value may stand in a list inside the element.
func (r reader) xmp(data []byte, place part.Place) error {
	if !r.Spend(len(data)) { // an image may point to one packet many times
		return part.ErrTooLarge
	}
	data = bytes.TrimRight(data, "\x00 \r\n\t")
	var latitude, longitude string
	keep := func(name string, meta bool, value string) {
		switch {
		case name == "GPSLatitude":
			latitude = value
		case name == "GPSLongitude":
			longitude = value
		case strings.HasSuffix(name, "Date"), name == "CreatorTool", name == "Producer", name == "format":
		default:
			r.Add(place.At(part.XMP, part.ShortName(name)), value, meta)
		}
	}
	type property struct {
		name string
		meta bool // it, or one around it, names a person
	}
	around := []property{{}} // the properties around the token, outermost first
	text := r.NewText()
	err := markup.Walk(r.Collector, data, markup.Visitor{
		Start: func(open []markup.Element) {
			e := open[len(open)-1]
			text.Reset()
			meta := around[len(around)-1].meta
			if !isMachine(e.Space) {
				meta = meta || namesPerson(e.Name)
				around = append(around, property{e.Name, meta})
			}
			for _, a := range e.Attrs {
				if !isMachine(a.Name.Space) && a.Name.Space != "" {
					keep(a.Name.Local, meta || namesPerson(a.Name.Local), a.Value)
				}
			}
		},
		Text: func(open []markup.Element, value string) {
			if !strings.HasSuffix(open[len(open)-1].Space, "/mm/") {
				text.Write(value)
			}
		},
		End: func(open []markup.Element) {
			value := strings.TrimSpace(text.String())
			text.Reset()
			last := len(around) - 1
			if value != "" && last > 0 {
				keep(around[last].name, around[last].meta, value)
			}
			if !isMachine(open[len(open)-1].Space) && last > 0 {
				around = around[:last]
			}
		},
	})
	if latitude != "" || longitude != "" {
		r.Add(place.At(part.GPSPosition), xmpDegrees(latitude)+", "+xmpDegrees(longitude), true)
	}
	return err
}

// xmpDegrees converts an angle such as "52,7.407N" or "52,7,24.42N" to decimal degrees with five decimals. An angle of another form
// is returned as it is.
func xmpDegrees(angle string) string {
	digits := strings.TrimRight(angle, "NESWnesw")
	total, scale := 0.0, 1.0
	for unit := range strings.SplitSeq(digits, ",") { // degrees, minutes, seconds
		number, err := strconv.ParseFloat(strings.TrimSpace(unit), 64)
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
