package message

// dutchWord holds the sentences on the canvas as a Word document: in the document, and on reading it back.
var dutchWord = map[string]string{
	"word/how":         "Vul in wat je weet. Leeg laten mag. Schrijf rollen op, geen namen. Voeg gerust een kolom of een rij toe aan een tabel. Laat de koppen en de vragen staan.",
	"word/about":       "Over dit dilemma",
	"word/after":       "Na het gesprek",
	"word/asked":       "Vraag",
	"word/answer":      "Antwoord",
	"word/yes-or-no":   "Vul in: ja of nee.",
	"word/true":        "ja",
	"word/false":       "nee",
	"word/choose":      "Kies een woord",
	"word/choose-from": "Kies uit: {words}.",
	"word/see-words":   "De woorden om uit te kiezen staan achteraan, bij ‘{label}’.",
	"word/story":       "Het verhaal",
	"word/story-help":  "Wat ging eraan vooraf, hoe ging het gesprek en wat leerde je ervan?",
	"word/words":       "Woorden om uit te kiezen",
	"word/foot":        "{title}, editie {edition}. Bladzijde",

	"word/place-header": "de koptekst",
	"word/place-footer": "de voettekst",
	"word/place-notes":  "de voetnoten",
	"word/place-box":    "een tekstvak",
	"word/place-hidden": "verborgen tekst",
	"word/place-loose":  "Los in het document",
	"word/place-at":     "Bij ‘{place}’",

	"word/left":         "Uit het document",
	"word/left-warning": "niet alles had een plek op het canvas; het staat onderaan het bestand onder ‘{head}’ ({places})",
	"word/no-term":      "{words} staat niet in de lijst ‘{label}’; kies daar zelf een woord",
	"word/comments":     "opmerkingen in de kantlijn zijn niet overgenomen ({n}); er kunnen namen in staan",
	"word/pictures":     "afbeeldingen zijn niet overgenomen ({n})",
	"word/objects":      "ingesloten bestanden zijn niet overgenomen ({n})",
	"word/links":        "van links is alleen de tekst overgenomen, niet het adres ({n})",
}
