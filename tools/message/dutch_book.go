package message

// dutchBook holds the sentences about the state of dilemmas, and about changing it.
var dutchBook = map[string]string{
	"help/list": "Toon alle dilemma's en hoe ver ze zijn",
	"help/list.long": "Toon alle dilemma's en hoe ver ze zijn. Dat volgt uit de bestanden en uit Git, je vult het nergens in:\n" +
		"- concept: staat niet op de site, en niet op een andere tak\n" +
		"- voorgesteld: staat in een voorstel, of op een tak, die nog niet is samengevoegd\n" +
		"- gepubliceerd: staat op de site\n" +
		"- nakijken: staat op de site, maar de dag bij herzien_voor is voorbij\n" +
		"- vervangen: op de site staat een verwijzing naar een ander dilemma\n" +
		"- ingetrokken: op de site staat alleen nog de reden\n" +
		"list vraagt de server kort welke voorstellen er zijn, en haalt op wat nieuw is. Geeft de server geen antwoord,\n" +
		"dan zie je wat deze kopie al kent. Een voorstel met een nummer bekijk je met review 12.\n" +
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
	"list/head.branches":     "VOORSTEL",
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

	"list/empty":         "er zijn nog geen dilemma's; begin met: {command} new \"Titel\"",
	"list/none/one":      "het enige dilemma past niet bij wat je vraagt",
	"list/none/other":    "geen van de {n} dilemma's past bij wat je vraagt",
	"list/no-git":        "deze map ligt niet in een Git-repository; hoe ver een dilemma is, volgt nu alleen uit het bestand",
	"list/no-branch":     "de tak van de site ({branches}) is hier niet; hoe ver een dilemma is, volgt nu alleen uit het bestand",
	"list/cut":           "van deze repository is maar een deel van de geschiedenis opgehaald; wat op andere takken staat, kan ontbreken",
	"list/more":          "en nog {n}",
	"list/unreadable":    "niet te lezen: {files}; {command} check vertelt waarom",
	"fail/list-near":     "de optie {option} kan niet {word} zijn",
	"fail/list-near.tip": "bedoel je {near}?",
	"fail/list-days":     "de optie --older-than kan niet {days} zijn",
	"fail/list-days.tip": "noem een aantal dagen, zoals 365",
	"fail/config":        "hugo.toml kan niet worden gelezen: {reason}",
	"fail/config.tip":    "dilemma check wijst de regel aan",

	"help/publish": "Zet een dilemma klaar voor de site",
	"help/publish.long": "Zet een dilemma klaar voor de site: draft wordt false. Er verandert verder niets in het bestand.\n" +
		"Noem je een voorstel bij zijn nummer, zoals 12, dan haalt publish het dilemma daarvan eerst in je map. Een eigen versie overschrijft het nooit.\n" +
		"Klopt het dilemma daarna niet? Dan zie je wat er mist en blijft het bestand zoals het was.\n" +
		"Afsluitcode: 0 gelukt, of het was al zo. 1 er zijn fouten. 2 het kan niet.",
	"help/withdraw": "Trek een dilemma in",
	"help/withdraw.long": "Trek een dilemma in. De pagina blijft bestaan, met alleen de dag en de reden. Er verandert verder niets in het bestand, tenzij je --empty geeft.\n" +
		"Afsluitcode: 0 gelukt, of het was al zo. 1 er zijn fouten. 2 het kan niet.",
	"help/supersede": "Laat een dilemma verwijzen naar een nieuwer dilemma",
	"help/supersede.long": "Laat een dilemma verwijzen naar een ander dat ervoor in de plaats komt. De pagina blijft bestaan, met de verwijzing.\n" +
		"Er verandert verder niets in het bestand.\n" +
		"Afsluitcode: 0 gelukt, of het was al zo. 1 er zijn fouten. 2 het kan niet.",
	"help/withdraw.reason": "de `REDEN`, voor op de pagina; zonder iets waaraan iemand te herkennen is",
	"help/withdraw.empty":  "haal ook de tekst en de titel uit het bestand; alleen de dag, de reden en de herkomst blijven staan",
	"help/withdraw.date":   "de `DAG` van intrekken, zoals 2026-11-24 (anders vandaag)",
	"help/supersede.by":    "het `DILEMMA` dat in de plaats komt",
	"help/change.dry-run":  "toon als diff wat er zou veranderen, en verander niets",

	"done/publish":         "{file}: draft is nu false.",
	"already/publish":      "{slug} stond al klaar voor de site. Er is niets veranderd.",
	"fail/left-behind":     "van een ingetrokken dilemma staan nog bestanden in de map van de site: {files}",
	"fail/left-behind.tip": "een eerdere build heeft ze gemaakt; haal ze weg, ook op de server, en bouw de site opnieuw",
	"withdraw/title":       "Ingetrokken dilemma",
	"withdraw/attachments": "Naast het dilemma staan nog bestanden: {files}. Ze komen niet meer op de site, maar blijven in de map en in Git. Haal ze weg voor je dit voorstelt.",
	"done/withdraw":        "{file}: ingetrokken is nu ingevuld. Op de pagina staat straks alleen de reden. De oude tekst blijft in de geschiedenis van Git staan, en zonder --empty ook in het bestand.",
	"already/withdraw":     "{slug} was al ingetrokken. Er is niets veranderd.",
	"done/supersede":       "{file}: vervangen_door is nu ingevuld. De pagina verwijst straks naar het andere dilemma.",
	"already/supersede":    "{slug} verwees daar al naar. Er is niets veranderd.",
	"change/next":          "Zo stel je dit voor aan de redactie: {command} submit {slug}",
	"change/dry-run":       "er is nog niets veranderd; zonder --dry-run gebeurt dit echt",
	"change/stopped":       "{file} is niet veranderd: los eerst de fouten hierboven op",

	"fail/dilemma":          "noem één dilemma (nu zijn het er {n})",
	"fail/dilemma.tip":      "{command} --help legt het uit",
	"fail/by":               "achter --by hoort het dilemma dat in de plaats komt",
	"fail/by.tip":           "bijvoorbeeld: {command} supersede {slug} --by nieuw-dilemma",
	"fail/date":             "{value} is geen datum",
	"fail/date.tip":         "schrijf een datum als jaar-maand-dag, zoals 2026-11-24",
	"refuse/unknown":        "het dilemma {slug} bestaat niet",
	"refuse/unknown.tip":    "{command} list toont alle dilemma's",
	"refuse/near":           "het dilemma {slug} bestaat niet",
	"refuse/near.tip":       "bedoel je {near}?",
	"refuse/elsewhere":      "het dilemma {slug} staat niet in je map, maar wel op een andere tak of in een voorstel: {value}",
	"refuse/elsewhere.tip":  "haal een voorstel in je map bij zijn nummer, zoals {command} publish 12, of ga naar die tak met git switch",
	"refuse/concept":        "{slug} is een concept en staat niet op de site",
	"refuse/concept.tip":    "wil je een concept niet meer? Dan kun je het bestand weghalen",
	"refuse/superseded":     "{slug} is vervangen door {value}",
	"refuse/superseded.tip": "geldt {slug} toch weer? Haal dan eerst zelf vervangen_door weg uit het bestand",
	"refuse/withdrawn":      "{slug} is ingetrokken op {value}",
	"refuse/withdrawn.tip":  "mag het toch weer op de site? Haal dan eerst zelf ingetrokken weg uit het bestand",
	"refuse/itself":         "{slug} kan niet door zichzelf worden vervangen",
	"refuse/itself.tip":     "noem achter --by een ander dilemma",
	"refuse/target":         "{slug} kan niet in de plaats komen: het is een concept, of het is ingetrokken",
	"refuse/target.tip":     "kies een dilemma dat op de site staat, of maak dit eerst klaar met {command} publish {slug}",
	"refuse/circle":         "dan verwijzen de dilemma's in een kring naar elkaar: {value}",
	"refuse/circle.tip":     "kies het dilemma dat nu geldt",
	"refuse/no-reason":      "zonder reden kan een dilemma niet worden ingetrokken",
	"refuse/no-reason.tip":  "bijvoorbeeld: {command} withdraw {slug} --reason \"Op verzoek van een deelnemer\"",
	"refuse/future":         "{value} moet nog komen",
	"refuse/future.tip":     "noem de dag van vandaag of een eerdere dag",
	"refuse/intricate":      "{slug} is zo geschreven dat dit niet kan worden veranderd zonder iets anders te raken",
	"refuse/intricate.tip":  "zet zelf bovenaan in het bestand: {value}",
}
