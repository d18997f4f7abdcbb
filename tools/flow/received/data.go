package received

import (
	"encoding/json"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/opendata"
)

// data reads the JSON of one dilemma or of a book.
func (r *Reader) data(text string) ([]Dilemma, error) {
	var object struct {
		opendata.Single
		Dilemmas []opendata.Dilemma `json:"dilemmas"`
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&object); err != nil {
		if json.Valid([]byte(text)) {
			return nil, refuse(OtherJSON)
		}
		return nil, refuse(BadJSON)
	}
	if decoder.More() {
		return nil, refuse(OtherJSON)
	}
	if object.Data != nil {
		return r.one(nil, object.Slug, object.Data, object.Story)
	}
	var found []Dilemma
	for _, d := range object.Dilemmas {
		if d.Data == nil {
			continue
		}
		story := ""
		if d.Story != nil {
			story = *d.Story
		}
		var err error
		if found, err = r.one(found, d.Slug, d.Data, story); err != nil {
			return nil, err
		}
	}
	switch {
	case len(found) > 0:
		return found, nil
	case len(object.Dilemmas) > 0:
		return nil, refuse(Withdrawn)
	}
	return nil, refuse(OtherJSON)
}

// one adds one dilemma.
func (r *Reader) one(found []Dilemma, slug string, data map[string]any, story string) ([]Dilemma, error) {
	text, unknown := opendata.File(r.Definition, data, story)
	if titleOf(casebook.Parse("", text)) == "" {
		return nil, refuse(OtherJSON)
	}
	if !casebook.ValidSlug(slug) {
		slug = ""
	}
	return append(found, Dilemma{Form: Data, Slug: slug, Text: text, Unknown: unknown}), nil
}
