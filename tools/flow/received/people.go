package received

import (
	"net/mail"
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/concerned"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect"
)

// address matches a mail address in a header that is not as it should be.
var address = lazy.Regexp(`[^\s<>"(),;:@]+@[^\s<>"(),;:@]+`)

// Correspondents returns the places in a dilemma where somebody is named who wrote the mail or to whom it was sent. People are the headers of the mail;
// the address own, of the redactie, names nobody.
func Correspondents(text []byte, people []string, own string) []detect.Hit {
	list := map[string]bool{}
	for _, value := range people {
		all, err := mail.ParseAddressList(value)
		if err != nil {
			all = nil
			for _, a := range address().FindAllString(value, -1) {
				all = append(all, &mail.Address{Address: a})
			}
		}
		for _, a := range all {
			if strings.EqualFold(a.Address, own) {
				continue
			}
			line := a.Address
			// The name of an organisation or a department is no name of a person: its words may stand in any dilemma.
			if slices.ContainsFunc(detect.Scan(a.Name), func(h detect.Hit) bool { return h.Kind == detect.Name }) {
				line = a.Name + " " + line
			}
			list[strings.NewReplacer("#", " ", "\n", " ").Replace(line)] = true
		}
	}
	var found []detect.Hit
	for line := range list {
		names, err := concerned.Read(line)
		if err != nil {
			continue // too long, or no name at all
		}
		for _, h := range names.Find(string(text)) {
			if h.Sure && !slices.ContainsFunc(found, func(f detect.Hit) bool { return f.Start < h.End && h.Start < f.End }) {
				found = append(found, h)
			}
		}
	}
	slices.SortFunc(found, func(a, b detect.Hit) int { return a.Start - b.Start })
	return found
}
