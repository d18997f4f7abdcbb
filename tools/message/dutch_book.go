package message

// dutchBook holds the sentences on the state of the casebook, and on changing it.
var dutchBook = map[string]string{
	"help/list": "Toon alle dilemma's en hoe ver ze zijn",
	"help/list.long": "Toon alle dilemma's en hoe ver ze zijn. Dat volgt uit de bestanden en uit Git, je vult het nergens in:\n" +
		"- concept: staat niet op de site, en niet op een andere tak\n" +
		"- voorgesteld: staat op een tak die nog niet is samengevoegd\n" +
		"- gepubliceerd: staat op de site\n" +
		"- nakijken: staat op de site, maar de dag bij herzien_voor is voorbij\n" +
		"- vervangen: op de site staat een verwijzing naar een ander dilemma\n" +
		"- ingetrokken: op de site staat alleen nog de reden\n" +
		"Achter list kun je woorden zetten. Dan zie je alleen dilemma's met die woorden in de titel of de naam van het bestand.\n" +
		"Afsluitcode: 0, ook als er niets past. 2 als list niet kon werken.",
	"help/list.state":               "alleen dilemma's in deze `STAND`, zoals voorgesteld; meer standen met een komma ertussen",
	"help/list-thema":               "alleen met dit `THEMA`",
	"help/list-bestuurslaag":        "alleen uit deze `LAAG` van de overheid",
	"help/list-grond":               "alleen met deze `GROND` uit de Woo, zoals 5.1.2e",
	"help/list-herkomst":            "alleen met deze `HERKOMST`, zoals fictief",
	"help/list-informatiecategorie": "alleen met deze `CATEGORIE` van de Woo",
	"help/list.older-than":          "alleen dilemma's van meer dan dit aantal `DAGEN` oud",
	"help/list.incomplete":          "alleen dilemma's waarvan het canvas nog niet vol is",
	"help/list.sort":                "`VOLGORDE`: slug (gewone keuze), date (nieuwste eerst), state of completeness (minst volledige eerst)",
	"help/list.format":              "`VORM`: text (gewone keuze), json of csv",

	"state/concept":    "concept",
	"state/in_review":  "voorgesteld",
	"state/published":  "gepubliceerd",
	"state/to_review":  "nakijken",
	"state/superseded": "vervangen",
	"state/withdrawn":  "ingetrokken",

	"list/head.slug":         "DILEMMA",
	"list/head.state":        "STAND",
	"list/head.complete":     "CANVAS",
	"list/head.branches":     "TAK",
	"list/head.date":         "DATUM",
	"list/head.title":        "TITEL",
	"list/head.age":          "DAGEN",
	"list/head.bestuurslaag": "BESTUURSLAAG",
	"list/head.herkomst":     "HERKOMST",
	"list/head.review":       "HERZIEN VOOR",
	"list/head.steps":        "PER STAP",
	"list/head.themas":       "THEMA'S",
	"list/head.gronden":      "GRONDEN",

	"list/changed":      "* Dit bestand is hier anders dan op {branch}.",
	"list/missing":      "- Dit bestand staat niet in je map.",
	"list/count":        "{n} dilemma's",
	"list/count.one":    "1 dilemma",
	"list/part":         "{n} van {all}",
	"list/proposed":     "Bij {n} daarvan is een wijziging voorgesteld.",
	"list/proposed.one": "Bij 1 daarvan is een wijziging voorgesteld.",

	"list/empty":           "er zijn nog geen dilemma's; begin met: {command} new \"Titel\"",
	"list/none":            "geen van de {n} dilemma's past bij wat je vraagt",
	"list/no-git":          "deze map ligt niet in een Git-repository; hoe ver een dilemma is, volgt nu alleen uit het bestand",
	"list/no-branch":       "de tak van de site ({branches}) is hier niet; hoe ver een dilemma is, volgt nu alleen uit het bestand",
	"list/cut":             "van deze repository is maar een deel van de geschiedenis opgehaald; er kunnen takken te veel staan",
	"list/unreadable":      "niet te lezen: {files}; {command} check vertelt waarom",
	"fail/list-near":       "de optie {option} kan niet {word} zijn",
	"fail/list-near.tip":   "bedoel je {near}?",
	"fail/list-days":       "de optie --older-than kan niet {days} zijn",
	"fail/list-days.tip":   "noem een aantal dagen, zoals 365",
	"fail/config":          "hugo.toml kan niet worden gelezen: {reason}",
	"fail/config.tip":      "dilemma check wijst de regel aan",
	"fail/git-damaged":     "de Git-repository kan niet worden gelezen: {reason}",
	"fail/git-damaged.tip": "kijk met git fsck of er iets ontbreekt",
}
