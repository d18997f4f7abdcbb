//go:build !js

package message

// dutchData holds the sentences on open data: what the command export says of it, and what stands in a workbook.
var dutchData = map[string]string{
	"data/or":             " of ",
	"data/sheet-dilemmas": "Dilemma's",
	"data/sheet-texts":    "Teksten",
	"data/sheet-words":    "Woorden",
	"data/sheet-about":    "Over dit bestand",
	"data/step":           "stap",
	"data/field":          "vraag",
	"data/entry":          "onderdeel",
	"data/text":           "tekst",
	"data/story":          "Verhaal",
	"data/vocabulary":     "lijst",
	"data/key":            "sleutel",
	"data/word":           "woord",
	"data/english":        "in het Engels",
	"data/broader":        "valt onder",
	"data/uri":            "zelfde of bijna zelfde begrip elders",
	"data/concept":        "adres van het begrip",
	"data/name":           "Naam",
	"data/address":        "Adres",
	"data/publisher":      "Uitgever",
	"data/contact":        "Contact",
	"data/modified":       "Bijgewerkt op",
	"data/licence":        "Licentie",
	"data/schema":         "Beschrijving van de velden",
	"data/note":           "Let op",
	"data/note-text":      "Noem bij een dilemma altijd de herkomst. Staat er ingetrokken bij, haal de tekst dan ook bij jou weg.",

	"help/export.format":     "de `VORM`: docx, json, csv of xlsx",
	"fail/export-format":     "de vorm {format} kent dilemma niet",
	"fail/export-format.tip": "kies docx, json, csv of xlsx",
	"fail/export-two":        "--docx en --format {format} gaan niet samen",
	"fail/export-two.tip":    "kies een van de twee",
	"fail/export-empty":      "er staat nog geen dilemma op de site, dus er is niets te exporteren",
	"fail/export-empty.tip":  "een concept exporteer je met zijn naam: {command} export mijn-dilemma --format {format}",
	"export/concept":         "dit dilemma is nog een concept",
	"export/concept.tip":     "op de site staat het nog niet; deel het bestand niet als open data",
}
