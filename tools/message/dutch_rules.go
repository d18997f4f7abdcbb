package message

import "fmt"

// Rule returns one part of the explanation of a rule: "what" it requires, "why", an example that is "wrong" and one that is "right". Like Text it
// panics when there is none. These sentences are in a map of their own because only the handbook and `dilemma check --rules` use them: the linker
// leaves them out of a program that does not call Rule, such as those in pages.
func Rule(id, part string) string {
	sentence, ok := dutchRules["rule/"+id+"."+part]
	if !ok {
		panic(fmt.Sprintf("message: rule %q has no %q", id, part))
	}
	return sentence
}

// dutchRules holds the explanation of each rule for its page of the handbook. An example has no {name} to fill in: it is a part of a dilemma as it
// is. The Frame of the rule in tools/check/rules says which part.
var dutchRules = map[string]string{
	"rule/file/unreadable.what":  "Het bestand bestaat en je mag het openen.",
	"rule/file/unreadable.why":   "Wat de computer niet kan lezen, kan niet worden gecontroleerd en komt niet op de site. Een snelkoppeling telt niet, want een ander heeft het bestand erachter niet.",
	"rule/file/unreadable.wrong": "In de map met dilemma’s staat een snelkoppeling naar een bestand op je eigen computer.",
	"rule/file/unreadable.right": "In de map met dilemma’s staat het bestand zelf, en iedereen mag het openen.",
	"rule/file/too-large.what":   "Een dilemma is hoogstens 1 MB groot.",
	"rule/file/too-large.why":    "Zelfs een lang dilemma is veel kleiner. Is het bestand toch groter, dan staat er meestal iets in wat geen tekst is.",
	"rule/file/too-large.wrong":  "Je plakt een foto van het canvas midden in de tekst. Het bestand wordt daardoor 4 MB.",
	"rule/file/too-much.what":    "De controle kan een bestand tot het einde lezen.",
	"rule/file/too-much.why":     "Een bestand mag de controle niet ophouden. Zit er te veel in, dan stopt ze met dat bestand en gaat verder met het volgende. Wat niet is doorzocht, kan persoonsgegevens bevatten en komt daarom niet op de site.",
	"rule/file/too-much.wrong":   "Bij het dilemma staat een bestand met honderdduizend getallen op één regel.",
	"rule/file/too-much.right":   "Je neemt alleen de getallen over die de lezer nodig heeft.",
	"rule/file/too-many.what":    "In een bestand staan hoogstens 1000 fouten, 1000 meldingen om te bekijken en 1000 tips.",
	"rule/file/too-many.why":     "Een langere lijst leest niemand. Los op wat er staat; een nieuwe controle laat de volgende zien.",
	"rule/file/too-many.wrong":   "Bij het dilemma staat een lijst met de namen van 8.000 inwoners.",
	"rule/file/too-many.right":   "Je laat de lijst weg, en schrijft om hoeveel inwoners het gaat.",
	"rule/file/too-large.right":  "Je typt over wat er op het canvas staat. Het bestand is nu net zo klein als een korte e-mail.",
	"rule/file/empty.what":       "In het bestand staat tekst.",
	"rule/file/empty.why":        "Een leeg bestand is vaak een bestand dat niet goed is bewaard. De site kan er geen pagina van maken.",
	"rule/file/empty.wrong":      `\n`,
	"rule/file/empty.right":      exampleFile,
	"rule/file/binary.what":      "Een dilemma is een bestand met platte tekst.",
	"rule/file/binary.why":       "De site kan alleen platte tekst lezen. Een Word-bestand wordt geen platte tekst als je alleen de naam verandert.",
	"rule/file/binary.wrong":     `PK\x03\x04\x14\x00\x06\x00word/document.xml`,
	"rule/file/binary.right":     exampleFile,
	"rule/file/encoding.what":    "Het bestand is bewaard met de codering UTF-8.",
	"rule/file/encoding.why":     "Met een andere codering veranderen letters als ë en é in vreemde tekens. Je lezer ziet dan niet wat je schreef.",
	"rule/file/encoding.wrong": `---
title: Financi\xeble cijfers met een fout
draft: true
canvas:
  kennismaken:
    dilemma: We delen de cijfers nu, of we herstellen eerst de fout.
    waarom_nu: De raad vraagt er volgende week om.
---
`,
	"rule/file/encoding.right":         exampleFile,
	"rule/file/control-character.what": "In het bestand staan geen onzichtbare stuurtekens.",
	"rule/file/control-character.why":  "Je ziet zo’n teken niet, maar de site kan erover struikelen. Het komt vaak mee als je tekst uit een ander programma plakt.",
	"rule/file/control-character.wrong": `---
title: Financiële cijfers\x0b met een fout
draft: true
canvas:
  kennismaken:
    dilemma: We delen de cijfers nu, of we herstellen eerst de fout.
    waarom_nu: De raad vraagt er volgende week om.
---
`,
	"rule/file/control-character.right": exampleFile,
	"rule/file/invisible.what":          "In de tekst staan geen tekens die je niet ziet, of die letters een andere volgorde geven.",
	"rule/file/invisible.why":           "Met zo’n teken staat er iets anders dan je leest: een ander adres, of een naam die de controle niet herkent. Het komt vaak mee als je tekst plakt. In een emoji en in woorden van een ander schrift mag het wel.",
	"rule/file/invisible.wrong": `---
title: Financiële\u200b cijfers met een fout
draft: true
canvas:
  kennismaken:
    dilemma: We delen de cijfers nu, of we herstellen eerst de fout.
    waarom_nu: De raad vraagt er volgende week om.
---
`,
	"rule/file/invisible.right":   exampleFile,
	"rule/file/bom.what":          "Het bestand begint met drie streepjes, zonder onzichtbaar teken ervoor.",
	"rule/file/bom.why":           "Sommige programma’s zetten een byte order mark (BOM) voor de tekst. Andere programma’s herkennen de eerste regel dan niet.",
	"rule/file/bom.wrong":         `\ufeff` + exampleFile,
	"rule/file/bom.right":         exampleFile,
	"rule/file/line-endings.what": "Elke regel eindigt met het teken LF, ook als je met Windows werkt.",
	"rule/file/line-endings.why":  "Met andere regeleinden lijkt elke regel veranderd, ook als je één woord verbetert. Wie je voorstel leest, ziet dan niet wat er echt anders is.",
	"rule/file/line-endings.wrong": `---\r
title: Financiële cijfers met een fout\r
draft: true\r
canvas:\r
  kennismaken:\r
    dilemma: We delen de cijfers nu, of we herstellen eerst de fout.\r
    waarom_nu: De raad vraagt er volgende week om.\r
---\r
`,
	"rule/file/line-endings.right": exampleFile,
	"rule/file/name.what":          "De bestandsnaam bestaat uit kleine letters, cijfers en streepjes, en het bestand staat direct in content/dilemmas.",
	"rule/file/name.why":           "De naam van het bestand wordt het adres van de pagina. Zo kan iedereen dat adres typen en doorgeven.",
	"rule/file/name.wrong":         "Het bestand heet content/dilemmas/Rapport nieuw (2).md.",
	"rule/file/name.right":         "Het bestand heet content/dilemmas/rapport-eerst-delen.md.",

	"rule/file/place.what":  "In de mappen van de site staan alleen bestanden die daar horen: dilemma’s met hun bijlagen, en pagina’s in Markdown.",
	"rule/file/place.why":   "Een bestand dat nergens bij hoort, wordt vergeten: niemand leest het na, en het zou toch met de site mee kunnen gaan. Daarom komt het niet op de site, en zegt de controle dat het er staat.",
	"rule/file/place.wrong": "In content/dilemmas staat een bestand notities.txt. In dezelfde map liggen een reservekopie van een dilemma en een bestand uit Word.",
	"rule/file/place.right": "Het bestand staat in de map van het dilemma waar het bij hoort, naast index.md. De reservekopie is weg.",

	"rule/frontmatter/missing.what": "Het bestand begint met de gegevens van het dilemma, na een regel met drie streepjes.",
	"rule/frontmatter/missing.why":  "Uit die gegevens maakt de site de titel, het canvas en de filters. Zonder gegevens is er geen dilemma om te tonen.",
	"rule/frontmatter/missing.wrong": `# Financiële cijfers met een fout

We delen de cijfers nu, of we herstellen eerst de fout.
`,
	"rule/frontmatter/missing.right": exampleFile,
	"rule/frontmatter/format.what":   "De gegevens bovenaan staan in YAML, tussen regels met drie streepjes.",
	"rule/frontmatter/format.why":    "Alle dilemma’s hebben dezelfde vorm. Dan kan iedereen elk dilemma lezen en verbeteren.",
	"rule/frontmatter/format.wrong": `+++
title = "Financiële cijfers met een fout"
draft = true
+++
`,
	"rule/frontmatter/format.right":  exampleFile,
	"rule/frontmatter/unclosed.what": "Onder de gegevens staat een regel met alleen drie streepjes.",
	"rule/frontmatter/unclosed.why":  "Die regel laat zien waar de gegevens ophouden en je verhaal begint. Zonder die regel is het hele dilemma niet te lezen.",
	"rule/frontmatter/unclosed.wrong": `---
title: Financiële cijfers met een fout
draft: true
canvas:
  kennismaken:
    dilemma: We delen de cijfers nu, of we herstellen eerst de fout.
    waarom_nu: De raad vraagt er volgende week om.
`,
	"rule/frontmatter/unclosed.right":      exampleFile,
	"rule/frontmatter/syntax.what":         "De gegevens bovenaan zijn geldige YAML.",
	"rule/frontmatter/syntax.why":          "Eén verkeerd teken maakt alle gegevens onleesbaar. Vaak is het een dubbele punt in de tekst. Zet die tekst dan tussen aanhalingstekens.",
	"rule/frontmatter/syntax.wrong":        "title: Het rapport is klaar: wat nu\n",
	"rule/frontmatter/syntax.right":        "title: \"Het rapport is klaar: wat nu\"\n",
	"rule/frontmatter/duplicate-key.what":  "Elke sleutel staat maar één keer op dezelfde plek.",
	"rule/frontmatter/duplicate-key.why":   "Staat een sleutel er twee keer, dan is niet duidelijk welke waarde je bedoelt. Een van de twee gaat verloren.",
	"rule/frontmatter/duplicate-key.wrong": "themas: [timing]\nthemas: [vertrouwen]\n",
	"rule/frontmatter/duplicate-key.right": "themas: [timing, vertrouwen]\n",
	"rule/frontmatter/alias.what":          "Je schrijft elke waarde uit, ook als die al ergens anders staat.",
	"rule/frontmatter/alias.why":           "Een verwijzing met & en * leest niet elk programma op dezelfde manier. Een collega die geen YAML kent, weet ook niet wat er staat.",
	"rule/frontmatter/alias.wrong":         "date: &dag 2026-03-12\nherzien_op: *dag\n",
	"rule/frontmatter/alias.right":         "date: 2026-03-12\nherzien_op: 2026-03-12\n",
	"rule/frontmatter/tag.what":            "Voor een waarde staat geen YAML-label, zoals !!str.",
	"rule/frontmatter/tag.why":             "Een label leest niet elk programma op dezelfde manier. Met aanhalingstekens zeg je ook dat iets tekst is.",
	"rule/frontmatter/tag.wrong":           "woo_gronden: [!!str 5.2]\n",
	"rule/frontmatter/tag.right":           "woo_gronden: [\"5.2\"]\n",
	"rule/frontmatter/tab.what":            "In de gegevens bovenaan staan spaties en geen tabs.",
	"rule/frontmatter/tab.why":             "Hoe ver een regel inspringt, bepaalt waar hij bij hoort. Een tab is niet overal even breed, dus daar gaat het mis.",
	"rule/frontmatter/tab.wrong": `---
title: Financiële cijfers met een fout
draft: true
canvas:
\tkennismaken:
\t\tdilemma: We delen de cijfers nu, of we herstellen eerst de fout.
\t\twaarom_nu: De raad vraagt er volgende week om.
---
`,
	"rule/frontmatter/tab.right":      exampleFile,
	"rule/frontmatter/comment.what":   "In een tekst bovenaan staat een # tussen aanhalingstekens.",
	"rule/frontmatter/comment.why":    "Staat er een spatie voor, dan is # het begin van een opmerking die de site overslaat. Wat erachter staat, verdwijnt zonder dat je het merkt.",
	"rule/frontmatter/comment.wrong":  "title: Kiezen we optie #2 of niets?\n",
	"rule/frontmatter/comment.right":  "title: \"Kiezen we optie #2 of niets?\"\n",
	"rule/frontmatter/ambiguous.what": "De gegevens bovenaan zijn maar op één manier te lezen.",
	"rule/frontmatter/ambiguous.why":  "De controle en de site lezen YAML niet altijd gelijk. Dan staat er op de site iets anders dan je schreef.",
	"rule/frontmatter/ambiguous.wrong": `canvas:
  kennismaken:
    dilemma: We kiezen tussen
      - het hele rapport nu delen
      - wachten op de reactie van het bedrijf
    waarom_nu: De raad vraagt er volgende week om.
`,
	"rule/frontmatter/ambiguous.right": `canvas:
  kennismaken:
    dilemma: |
      We kiezen tussen
      - het hele rapport nu delen
      - wachten op de reactie van het bedrijf
    waarom_nu: De raad vraagt er volgende week om.
`,

	"rule/canvas/required.what": "Alles wat nodig is, is ingevuld.",
	"rule/canvas/required.why":  "Een lezer volgt het gesprek van het begin tot de keuze. Voor een concept is alleen het begin nodig. Voor een dilemma op de site is het hele canvas nodig.",
	"rule/canvas/required.wrong": `canvas:
  kennismaken:
    dilemma: Het rapport is klaar, maar het bedrijf las het nog niet.
`,
	"rule/canvas/required.right": `canvas:
  kennismaken:
    dilemma: Het rapport is klaar, maar het bedrijf las het nog niet.
    waarom_nu: De raad vraagt er volgende week om.
`,
	"rule/canvas/empty.what": "Tussen de aanhalingstekens of achter het streepje staat ook echt tekst.",
	"rule/canvas/empty.why":  "Een leeg vak lijkt ingevuld, maar de lezer ziet een gat. Vul het in, of haal het weg als het niet nodig is.",
	"rule/canvas/empty.wrong": `canvas:
  kennismaken:
    dilemma: Het rapport is klaar, maar het bedrijf las het nog niet.
    waarom_nu: ""
`,
	"rule/canvas/empty.right": `canvas:
  kennismaken:
    dilemma: Het rapport is klaar, maar het bedrijf las het nog niet.
    waarom_nu: De raad vraagt er volgende week om.
`,
	"rule/canvas/unknown-key.what":  "Elke sleutel bestaat en staat op de goede plek.",
	"rule/canvas/unknown-key.why":   "De site toont alleen sleutels die ze kent. Wat achter een andere sleutel staat, ziet niemand.",
	"rule/canvas/unknown-key.wrong": "thema: [privacy]\n",
	"rule/canvas/unknown-key.right": "themas: [privacy]\n",
	"rule/canvas/type.what":         "Achter een sleutel staat het soort waarde dat erbij hoort, zoals tekst, een lijst of een datum.",
	"rule/canvas/type.why":          "De site verwacht op elke plek één soort. Zonder aanhalingstekens leest ze 5.2 als een getal, en niet als de naam van een grond.",
	"rule/canvas/type.wrong":        "woo_gronden: [5.2]\n",
	"rule/canvas/type.right":        "woo_gronden: [\"5.2\"]\n",
	"rule/canvas/too-few.what":      "Een dilemma op de site heeft minstens twee spelers en twee keuzes.",
	"rule/canvas/too-few.why":       "Met één keuze valt er niets af te wegen. Pas als twee keuzes naast elkaar staan, ziet de lezer het dilemma.",
	"rule/canvas/too-few.wrong":     exampleBeforeChoices + exampleChoice + exampleAfterChoices,
	"rule/canvas/too-few.right":     exampleBeforeChoices + exampleChoice + exampleOtherChoice + exampleAfterChoices,
	"rule/canvas/term.what":         "Een woord uit een vaste lijst staat ook echt in die lijst.",
	"rule/canvas/term.why":          "Lezers zoeken en filteren op deze woorden. Een eigen woord vindt niemand terug.",
	"rule/canvas/term.wrong":        "themas: [tijdsdruk]\n",
	"rule/canvas/term.right":        "themas: [timing]\n",
	"rule/canvas/repeated.what":     "Een woord staat maar één keer in een lijst.",
	"rule/canvas/repeated.why":      "Een tweede keer zegt de lezer niets nieuws. Misschien bedoelde je een ander woord.",
	"rule/canvas/repeated.wrong":    "themas: [privacy, privacy]\n",
	"rule/canvas/repeated.right":    "themas: [privacy, vertrouwen]\n",

	"rule/date/invalid.what":      "Een datum bestaat echt.",
	"rule/date/invalid.why":       "Met een dag die niet op de kalender staat, kan de site niet rekenen. Meestal is het een typefout.",
	"rule/date/invalid.wrong":     "date: 2026-02-31\n",
	"rule/date/invalid.right":     "date: 2026-02-28\n",
	"rule/date/implausible.what":  "Het jaar is 2000 of later, en ligt hoogstens vijftig jaar vooruit.",
	"rule/date/implausible.why":   "Een jaar daarbuiten is bijna altijd een typefout. Met een jaar ver weg vraagt ook niemand meer of het dilemma nog klopt.",
	"rule/date/implausible.wrong": "herzien_voor: 2208-05-01\n",
	"rule/date/implausible.right": "herzien_voor: 2028-05-01\n",
	"rule/date/order.what":        "De datums staan in de goede volgorde: je schrijft een dilemma eerst op, en daarna bekijk je het opnieuw of trek je het in.",
	"rule/date/order.why":         "Als de volgorde niet klopt, is een van de datums fout. De lezer weet dan niet hoe oud het dilemma is.",
	"rule/date/order.wrong":       "date: 2026-03-12\nherzien_voor: 2025-09-01\n",
	"rule/date/order.right":       "date: 2026-03-12\nherzien_voor: 2027-09-01\n",
	"rule/date/future.what":       "Een dag waarop iets is gebeurd, ligt niet in de toekomst.",
	"rule/date/future.why":        "De site toont een dilemma pas als de dag bij date er is. Je denkt dat het op de site staat, maar niemand ziet het.",
	"rule/date/future.wrong":      "date: 2029-06-12\n",
	"rule/date/future.right":      "date: 2026-06-12\n",
	"rule/date/review.what":       "Een dilemma is opnieuw bekeken voor de dag die bij herzien_voor staat.",
	"rule/date/review.why":        "Wetten en gewoonten veranderen. Een lezer moet erop kunnen vertrouwen dat iemand keek of het dilemma nog klopt.",
	"rule/date/review.wrong":      "herzien_voor: 2026-09-01\n",
	"rule/date/review.right":      "herzien_op: 2026-08-27\nherzien_voor: 2028-09-01\n",

	"rule/publish/consent.what": "Een echt dilemma komt alleen op de site als de dilemma-eigenaar en de deelnemers dat goed vinden.",
	"rule/publish/consent.why":  "Mensen praten vrij als ze zelf mogen beslissen wat naar buiten gaat. Ook zonder namen kan iemand zichzelf herkennen.",
	"rule/publish/consent.wrong": `herkomst: geanonimiseerd
toestemming:
  eigenaar: true
  deelnemers: false
`,
	"rule/publish/consent.right": `herkomst: geanonimiseerd
toestemming:
  eigenaar: true
  deelnemers: true
`,
	"rule/publish/second-reader.what":  "Een collega heeft gekeken of niemand te herkennen is in een dilemma uit de praktijk.",
	"rule/publish/second-reader.why":   "Als schrijver ken je het verhaal te goed. Een ander ziet eerder welk detail iemand verraadt.",
	"rule/publish/second-reader.wrong": "herkomst: geanonimiseerd\ntweede_lezer: \"\"\n",
	"rule/publish/second-reader.right": "herkomst: geanonimiseerd\ntweede_lezer: Woo-jurist\n",

	"rule/publish/invented-review.what":      "Een verzonnen dilemma zegt niet dat iemand het heeft gelezen of beoordeeld.",
	"rule/publish/invented-review.why":       "Wie een tweede lezer ziet staan, vertrouwt daarop. Bij een verzonnen dilemma is er niets beoordeeld.",
	"rule/publish/invented-review.wrong":     "herkomst: fictief\ntweede_lezer: Woo-jurist\n",
	"rule/publish/invented-review.right":     "herkomst: fictief\ntweede_lezer: \"\"\n",
	"rule/publish/invented-commentary.what":  "Bij commentaar op een verzonnen dilemma staat of de deskundige ook verzonnen is.",
	"rule/publish/invented-commentary.why":   "Een lezer moet weten of een echt vakmens dit vindt.",
	"rule/publish/invented-commentary.wrong": "herkomst: fictief\ntweede_lezer: \"\"\ncommentaar:\n  - rol: Ethicus\n    datum: 2026-03-12\n    tekst: Zo kan het ook.\n",
	"rule/publish/invented-commentary.right": "herkomst: fictief\ntweede_lezer: \"\"\ncommentaar:\n  - rol: Ethicus\n    datum: 2026-03-12\n    tekst: Zo kan het ook.\n    verzonnen: true\n",
	"rule/publish/before-book.what":          "Een verzonnen dilemma is niet ouder dan het dilemmaboek. De eerste dag van het boek staat bij began in hugo.toml.",
	"rule/publish/before-book.why":           "Een oude datum wekt de indruk dat er echt iets is gebeurd.",
	"rule/publish/before-book.wrong":         "date: 2026-03-12\nherkomst: fictief\n",
	"rule/publish/before-book.right":         "date: 2026-11-24\nherkomst: fictief\n",

	"rule/law/outside.what":  "Een dilemma noemt alleen gronden en categorieën van een wet die daar geldt.",
	"rule/law/outside.why":   "De Wet open overheid geldt niet voor de besturen van Bonaire, Sint Eustatius en Saba. Daar geldt de Wob BES.",
	"rule/law/outside.wrong": "bestuurslaag: caribisch-nederland\nwoo_gronden: [\"5.1.2e\"]\n",
	"rule/law/outside.right": "bestuurslaag: caribisch-nederland\n",
	"rule/law/not-yet.what":  "Een dilemma noemt geen plicht van voordat die plicht er was.",
	"rule/law/not-yet.why":   "De categorieën van artikel 3.3 van de Woo worden stap voor stap verplicht. De eerste vijf zijn dat sinds 1 november 2024.",
	"rule/law/not-yet.wrong": "date: 2024-03-12\ninformatiecategorieen: [organisatie-en-werkwijze]\n",
	"rule/law/not-yet.right": "date: 2024-11-12\ninformatiecategorieen: [organisatie-en-werkwijze]\n",

	"rule/body/heading.what":    "Koppen beginnen bij niveau 2 en slaan geen niveau over.",
	"rule/body/heading.why":     "De titel van de pagina is niveau 1. Wie de pagina laat voorlezen, springt van kop naar kop.",
	"rule/body/heading.wrong":   "#### Het gesprek\n",
	"rule/body/heading.right":   "## Het gesprek\n",
	"rule/body/link.what":       "Een link binnen de site wijst naar een pagina of bestand dat bestaat.",
	"rule/body/link.why":        "Wie op een kapotte link klikt, raakt de weg kwijt. Een concept staat nog niet op de site, dus daar kun je nog niet naar verwijzen.",
	"rule/body/link.wrong":      "Lees ook [hoe een ander team koos](/dilemmas/ander-dilema/).\n",
	"rule/body/link.right":      "Lees ook [hoe een ander team koos](/dilemmas/ander-dilemma/).\n",
	"rule/body/reference.what":  "Een verwijzing naar een noot, een kop of een adres verderop klopt.",
	"rule/body/reference.why":   "Klopt ze niet, dan staan er haken in de tekst, of springt de lezer nergens heen. Een noot waar niets naar verwijst, komt niet op de pagina.",
	"rule/body/reference.wrong": "De raad vroeg erom[^1], zie [[Het nieuwe park]].\n",
	"rule/body/reference.right": "De raad vroeg erom.[^1]\n\n[^1]: In een motie.\n",
	"rule/link/unsafe.what":     "Een link gaat naar https, http, mailto, tel of een plek op de site zelf. Een afbeelding staat op de site zelf.",
	"rule/link/unsafe.why":      "Met een ander soort adres kan iemand een programma laten draaien bij wie erop klikt. En een afbeelding van een andere site vertelt daar wie de pagina leest. De site toont zulke links en afbeeldingen niet.",
	"rule/link/unsafe.wrong":    "Bekijk [het plan](javascript:alert) of [de kaart](//voorbeeld.example/kaart).\n",
	"rule/link/unsafe.right":    "Bekijk [de kaart](https://voorbeeld.example/kaart).\n",
	"rule/body/image-alt.what":  "Elke afbeelding heeft een beschrijving.",
	"rule/body/image-alt.why":   "Wie de afbeelding niet ziet, leest of hoort de beschrijving. Zonder beschrijving mist die lezer een deel van je verhaal.",
	"rule/body/image-alt.wrong": "![](/tijdlijn.png)\n",
	"rule/body/image-alt.right": "![Tijdlijn: het rapport is klaar in maart, de raad praat erover in mei](/tijdlijn.png)\n",
	"rule/body/html.what":       "De tekst staat in Markdown, zonder HTML.",
	"rule/body/html.why":        "HTML komt niet op de site. Ook een opmerking die je in HTML verbergt, blijft voor iedereen leesbaar in het bestand.",
	"rule/body/html.wrong":      "De jurist zei: <b>nog niet</b>.\n\n<!-- klopt dit citaat -->\n",
	"rule/body/html.right":      "De jurist zei: **nog niet**.\n",
	"rule/body/shortcode.what":  "In de tekst staan geen codes tussen dubbele accolades die de site niet kent.",
	"rule/body/shortcode.why":   "De site stopt bij zo’n code en wordt dan niet gemaakt. Voor een dilemma heb je genoeg aan gewone tekst en links.",
	"rule/body/shortcode.wrong": "{{< video terugblik >}}\n",
	"rule/body/shortcode.right": "Bekijk [de video waarin het team terugblikt](https://voorbeeld.example/terugblik).\n",

	"rule/page/key.what":  "Een pagina van de handleiding zegt alleen iets over zichzelf.",
	"rule/page/key.why":   "Met sleutels als cascade en build verandert één pagina hoe andere pagina’s worden gemaakt. Zo kan een ingetrokken dilemma terugkomen, of een bestand op de site komen dat niemand heeft bekeken. Zulke keuzes staan in hugo.toml.",
	"rule/page/key.wrong": "Boven een pagina over de redactie staat de sleutel cascade, met daaronder een ander sjabloon voor de dilemma’s.",
	"rule/page/key.right": "Boven de pagina staan haar titel, haar omschrijving en haar plaats in de lijst.",

	"rule/book/duplicate-slug.what":  "Elk dilemma heeft een eigen adres.",
	"rule/book/duplicate-slug.why":   "Op één adres past maar één pagina. Het andere dilemma verdwijnt dan zonder dat je het merkt.",
	"rule/book/duplicate-slug.wrong": "Er zijn twee bestanden: content/dilemmas/rapport.md en content/dilemmas/rapport/index.md.",
	"rule/book/duplicate-slug.right": "Er zijn twee bestanden: content/dilemmas/rapport.md en content/dilemmas/rapport-met-fout.md.",
	"rule/book/superseded.what":      "Achter vervangen_door staat de naam van een dilemma dat bestaat.",
	"rule/book/superseded.why":       "De pagina stuurt de lezer door naar het nieuwe dilemma. Met een verkeerde naam komt de lezer nergens uit.",
	"rule/book/superseded.wrong":     "vervangen_door: ander-dilema\n",
	"rule/book/superseded.right":     "vervangen_door: ander-dilemma\n",
	"rule/book/circle.what":          "Dilemma’s die elkaar vervangen, verwijzen niet in een kring.",
	"rule/book/circle.why":           "In een kring is er geen dilemma dat nu geldt. De lezer blijft dan heen en weer klikken.",
	"rule/book/circle.wrong":         "# in het bestand proef.md\nvervangen_door: proef\n",
	"rule/book/circle.right":         "# in het bestand proef.md\nvervangen_door: ander-dilemma\n",
	"rule/book/alias.what":           "Een oud adres begint met een schuine streep en is niet van een andere pagina.",
	"rule/book/alias.why":            "Wie een oude link gebruikt, komt zo op het goede dilemma uit. Is het adres van een andere pagina, dan raakt een van de twee onvindbaar.",
	"rule/book/alias.wrong":          "aliases: [/dilemmas/ander-dilemma/]\n",
	"rule/book/alias.right":          "aliases: [/dilemmas/oude-naam/]\n",

	"rule/canvas/one-sided.what":   "Een keuze heeft voordelen en nadelen.",
	"rule/canvas/one-sided.why":    "Een keuze zonder prijs is geen keuze. Wie het dilemma leest, gelooft je dan niet.",
	"rule/canvas/one-sided.wrong":  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  afwegen:\n    keuzes:\n      - keuze: Nu delen\n        voordelen: [De raad weet wat wij weten.]\n        nadelen: []\n",
	"rule/canvas/one-sided.right":  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  afwegen:\n    keuzes:\n      - keuze: Nu delen\n        voordelen: [De raad weet wat wij weten.]\n        nadelen: [Er kan nog een fout in zitten.]\n",
	"rule/canvas/same-cells.what":  "In de vakken van een speler staat niet drie keer hetzelfde.",
	"rule/canvas/same-cells.why":   "Onder wat iemand zegt, liggen een belang en een waarde. Daar vind je vaak de opening.",
	"rule/canvas/same-cells.wrong": "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    spelers:\n      - speler: Raadslid\n        standpunten_en_emoties: Wil de cijfers.\n        belangen_en_waarden: Wil de cijfers.\n        rechten_en_voorkeuren: Wil de cijfers.\n",
	"rule/canvas/same-cells.right": "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    spelers:\n      - speler: Raadslid\n        standpunten_en_emoties: Wil de cijfers.\n        belangen_en_waarden: Wil het bestuur controleren.\n        rechten_en_voorkeuren: Mag om informatie vragen.\n",

	"rule/question/how.what":     "De gedeelde vraag begint niet met ‘hoe’.",
	"rule/question/how.why":      "Met ‘hoe’ sla je over of je het moet doen. Dan praat de groep over de uitvoering en niet over de keuze.",
	"rule/question/how.wrong":    "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Hoe delen we de cijfers met de raad?\n",
	"rule/question/how.right":    "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Moeten we de cijfers nu met de raad delen?\n",
	"rule/question/verb.what":    "De gedeelde vraag begint met kunnen, willen, moeten, durven of mogen.",
	"rule/question/verb.why":     "Zo’n werkwoord maakt de vraag open en eerlijk. Je vraagt dan echt om een keuze.",
	"rule/question/verb.wrong":   "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Is het goed om de cijfers nu te delen?\n",
	"rule/question/verb.right":   "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Mogen we de cijfers nu delen?\n",
	"rule/question/length.what":  "De gedeelde vraag heeft hoogstens vijftien woorden.",
	"rule/question/length.why":   "Een korte vraag onthoudt iedereen aan tafel.",
	"rule/question/length.wrong": "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Moeten we de cijfers over de kosten van het plan nu al met de hele raad en de buurt delen?\n",
	"rule/question/length.right": "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Moeten we de cijfers over de kosten nu delen?\n",
	"rule/question/comma.what":   "In de gedeelde vraag staat geen komma.",
	"rule/question/comma.why":    "Achter een komma staat vaak een tweede vraag of al een antwoord.",
	"rule/question/comma.wrong":  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Moeten we de cijfers delen, ook als er fouten in zitten?\n",
	"rule/question/comma.right":  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Moeten we cijfers met fouten delen?\n",
	"rule/question/mark.what":    "De gedeelde vraag eindigt met een vraagteken.",
	"rule/question/mark.why":     "Zonder vraagteken is het een mening of een opdracht.",
	"rule/question/mark.wrong":   "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Moeten we de cijfers delen.\n",
	"rule/question/mark.right":   "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Moeten we de cijfers delen?\n",

	"rule/language/sentence.what":      "Een zin heeft hoogstens 25 woorden.",
	"rule/language/sentence.why":       "Een lange zin moet je twee keer lezen. Korte zinnen begrijpt iedereen.",
	"rule/language/sentence.wrong":     "Omdat de cijfers van vorig jaar nog niet waren gecontroleerd en de raad toch al over drie weken wilde vergaderen besloot het team om eerst zelf te kijken wat er misging.\n",
	"rule/language/sentence.right":     "De cijfers van vorig jaar waren nog niet gecontroleerd. De raad wilde al over drie weken vergaderen. Het team keek daarom eerst zelf.\n",
	"rule/language/plain.what":         "Gebruik het gewone woord.",
	"rule/language/plain.why":          "Moeilijke woorden sluiten lezers buiten. De lijst staat in data/taal.yaml.",
	"rule/language/plain.wrong":        "Wij sturen de cijfers teneinde de raad te informeren.\n",
	"rule/language/plain.right":        "Wij sturen de cijfers om de raad te informeren.\n",
	"rule/language/abbreviation.what":  "Een afkorting staat minstens één keer voluit, met de afkorting erachter tussen haakjes.",
	"rule/language/abbreviation.why":   "Wat voor jou gewoon is, kent een lezer van een andere overheid vaak niet.",
	"rule/language/abbreviation.wrong": "De OR vroeg om de cijfers.\n",
	"rule/language/abbreviation.right": "De ondernemingsraad (OR) vroeg om de cijfers.\n",

	"rule/definition/broken.what":  "De bestanden in data/ zijn heel en kloppen met elkaar.",
	"rule/definition/broken.why":   "Alles leest die bestanden: de controle, het canvas en de site. Een halve definitie zou goede dilemma’s afkeuren.",
	"rule/definition/broken.wrong": "In data/themas.yaml staat twee keer de key timing.",
	"rule/definition/broken.right": "Elke key staat er één keer.",

	"rule/config/syntax.what":   "hugo.toml is geldige TOML.",
	"rule/config/syntax.why":    "Anders weet niemand welke instellingen gelden.",
	"rule/config/syntax.wrong":  "Achter title = ontbreekt een aanhalingsteken.",
	"rule/config/syntax.right":  "Elke tekst staat tussen aanhalingstekens.",
	"rule/config/unknown.what":  "Een instelling onder [params.dilemma] bestaat.",
	"rule/config/unknown.why":   "Een tikfout in een instelling zou anders stil niets doen.",
	"rule/config/unknown.wrong": "Onder [params.dilemma.rules] staat \"canvas/repeatd\" = \"off\".",
	"rule/config/unknown.right": "Onder [params.dilemma.rules] staat \"canvas/repeated\" = \"off\".",
	"rule/config/value.what":    "Een regel is error, warning, hint of off.",
	"rule/config/value.why":     "Andere woorden betekenen niets. Een regel die nodig is om de site te maken, kan niet lager.",
	"rule/config/value.wrong":   "Onder [params.dilemma.rules] staat \"canvas/repeated\" = \"uit\".",
	"rule/config/value.right":   "Onder [params.dilemma.rules] staat \"canvas/repeated\" = \"off\".",
	"rule/theme/contrast.what":  "Elke kleur van een thema is goed te lezen op wat eronder ligt: op een licht en op een donker scherm.",
	"rule/theme/contrast.why":   "Wie slecht ziet, leest anders niet wat er staat. Voor tekst is een contrast van 4,5 nodig, voor grote letters en randen 3. Dat zijn de eisen van WCAG op niveau AA, en die gelden voor sites van de overheid.",
	"rule/theme/contrast.wrong": "In assets/themes/eigen.css staat een oranje voor links, #f39200. Op wit is het contrast daarvan 2,35.",
	"rule/theme/contrast.right": "Links zijn donkerder oranje, #a66300. Op wit is het contrast daarvan 4,76.",
	"rule/theme/token.what":     "Een thema zet alleen kleuren en maten die de site kent, en elke kleur is na te meten.",
	"rule/theme/token.why":      "Een naam met een tikfout doet niets, en dat zie je pas op de site. Van een kleur in een andere notatie weet de controle niet of die te lezen is.",
	"rule/theme/token.wrong":    "In assets/themes/eigen.css staat --dilemma-lnk-color: darkorange.",
	"rule/theme/token.right":    "Er staat --dilemma-link-color: light-dark(#a66300, #f3b04f).",
	"rule/trust/changed.what":   "Een voorstel met een dilemma verandert niet waarmee het wordt gecontroleerd.",
	"rule/trust/changed.why":    "In hugo.toml en in de map data staat hoe streng de controle is, wat het canvas vraagt en wat er mag staan. De controle van een voorstel gaat uit van die bestanden op de gepubliceerde tak. Anders kan een voorstel zijn eigen controle uitzetten.",
	"rule/trust/changed.wrong":  "Een voorstel met een dilemma zet ook een regel uit in hugo.toml.",
	"rule/trust/changed.right":  "De regel staat in een voorstel van zichzelf. De redactie bekijkt dat en voegt het eerst samen.",

	// Personal data. Every value in an example is invented, and passes its checksum where it has one. The place is a real one, but it has no
	// alderman of its own.
	"rule/personal/naam.what":              "In de tekst staat geen naam van een persoon.",
	"rule/personal/naam.why":               "Een naam wijst meteen naar één mens. Met een rol begrijpt de lezer het dilemma net zo goed.",
	"rule/personal/naam.wrong":             "De heer B. Bedacht vroeg om het rapport.\n",
	"rule/personal/naam.right":             "Een bewoner vroeg om het rapport.\n",
	"rule/personal/bsn.what":               "In de tekst staat geen burgerservicenummer.",
	"rule/personal/bsn.why":                "Elk burgerservicenummer hoort bij één mens. Wie het heeft, kan er misbruik van maken. De controle rekent na of een nummer kan bestaan.",
	"rule/personal/bsn.wrong":              "De bewoner met BSN 999990019 vroeg om het rapport.\n",
	"rule/personal/bsn.right":              "De bewoner vroeg om het rapport.\n",
	"rule/personal/iban.what":              "In de tekst staat geen rekeningnummer.",
	"rule/personal/iban.why":               "Een rekeningnummer leidt naar degene van wie de rekening is. Voor het dilemma heb je het nooit nodig. De controle rekent na of een nummer kan bestaan.",
	"rule/personal/iban.wrong":             "Het bedrag ging naar de rekening NL13 TEST 0123 4567 89 van een bewoner.\n",
	"rule/personal/iban.right":             "Het bedrag ging naar de rekening van een bewoner.\n",
	"rule/personal/telefoon.what":          "In de tekst staat geen telefoonnummer.",
	"rule/personal/telefoon.why":           "Via een telefoonnummer vind je snel wie erbij hoort. Die persoon kan ook gebeld worden door mensen die boos zijn.",
	"rule/personal/telefoon.wrong":         "De bewoner vroeg of we wilden bellen naar 06-12345678.\n",
	"rule/personal/telefoon.right":         "De bewoner vroeg of we wilden bellen.\n",
	"rule/personal/e-mail.what":            "In de tekst staat geen mailadres.",
	"rule/personal/e-mail.why":             "In een mailadres staat vaak een naam of de naam van een organisatie. Ook een adres van een afdeling wijst naar een kleine groep mensen.",
	"rule/personal/e-mail.wrong":           "De bewoner vroeg om een mail naar b.bedacht@post.example.\n",
	"rule/personal/e-mail.right":           "De bewoner vroeg om een mail.\n",
	"rule/personal/postcode.what":          "In de tekst staat geen postcode.",
	"rule/personal/postcode.why":           "Bij één postcode horen vaak maar een paar huizen. Met een huisnummer erbij weet je precies welk huis het is.",
	"rule/personal/postcode.wrong":         "De bewoner op postcode 1234 AB kreeg geen brief.\n",
	"rule/personal/postcode.right":         "De bewoner kreeg geen brief.\n",
	"rule/personal/adres.what":             "In de tekst staat geen adres.",
	"rule/personal/adres.why":              "Een adres wijst naar de mensen die er wonen of werken. Ook een straat zonder huisnummer zegt soms al genoeg.",
	"rule/personal/adres.wrong":            "Een bewoner van de Voorbeeldstraat 12 kreeg geen brief.\n",
	"rule/personal/adres.right":            "Een bewoner uit de buurt kreeg geen brief.\n",
	"rule/personal/kenteken.what":          "In de tekst staat geen kenteken.",
	"rule/personal/kenteken.why":           "Een kenteken hoort bij één voertuig, en dus bij een eigenaar. Buren en collega’s herkennen een auto vaak meteen.",
	"rule/personal/kenteken.wrong":         "De auto met kenteken 123-BB-4 stond steeds voor het gebouw.\n",
	"rule/personal/kenteken.right":         "Een auto stond steeds voor het gebouw.\n",
	"rule/personal/geboortedatum.what":     "In de tekst staat geen geboortedatum.",
	"rule/personal/geboortedatum.why":      "Op één dag worden in een plaats maar weinig mensen geboren. Samen met een functie of een buurt is dat genoeg om iemand te vinden. Doet de leeftijd ertoe, schrijf dan ongeveer hoe oud iemand is.",
	"rule/personal/geboortedatum.wrong":    "De bewoner, geboren op 31 maart 1988, vroeg om het rapport.\n",
	"rule/personal/geboortedatum.right":    "De bewoner, ergens in de dertig, vroeg om het rapport.\n",
	"rule/personal/ip.what":                "In de tekst staat geen IP-adres.",
	"rule/personal/ip.why":                 "Een IP-adres hoort bij een computer of een netwerk. De provider of de werkgever kan vaak nagaan wie dat gebruikte.",
	"rule/personal/ip.wrong":               "De reactie kwam van een computer met IP-adres 10.20.30.40.\n",
	"rule/personal/ip.right":               "De reactie kwam van een computer.\n",
	"rule/personal/url-profiel.what":       "In de tekst staat geen link naar iemands profiel op sociale media.",
	"rule/personal/url-profiel.why":        "Achter die link staan een naam, een foto en vaak een werkgever. Eén klik is genoeg.",
	"rule/personal/url-profiel.wrong":      "Een bewoner plaatste de cijfers op linkedin.com/in/bert-bedacht.\n",
	"rule/personal/url-profiel.right":      "Een bewoner plaatste de cijfers op sociale media.\n",
	"rule/personal/kvk.what":               "In de tekst staat geen nummer van de Kamer van Koophandel.",
	"rule/personal/kvk.why":                "In het Handelsregister zoekt iedereen op welk bedrijf bij dat nummer hoort. Bij een klein bedrijf vind je zo ook de persoon.",
	"rule/personal/kvk.wrong":              "Het bedrijf met KvK-nummer 12345678 diende een plan in.\n",
	"rule/personal/kvk.right":              "Een bedrijf diende een plan in.\n",
	"rule/personal/zaaknummer.what":        "In de tekst staat geen nummer van een zaak of een dossier.",
	"rule/personal/zaaknummer.why":         "Met dat nummer vindt een ander het dossier terug, soms zelfs met een zoekmachine. Dan helpt het niet meer dat je de namen weghaalde.",
	"rule/personal/zaaknummer.wrong":       "De klacht met zaaknummer Z-2024-001234 was nog niet behandeld.\n",
	"rule/personal/zaaknummer.right":       "De klacht was nog niet behandeld.\n",
	"rule/personal/coordinaten.what":       "In de tekst staan geen coördinaten.",
	"rule/personal/coordinaten.why":        "Coördinaten wijzen een plek aan, vaak tot op een paar meter. Dat is net zo precies als een adres.",
	"rule/personal/coordinaten.wrong":      "De vervuiling lag op 52.7123, 5.4321, dicht bij een huis.\n",
	"rule/personal/coordinaten.right":      "De vervuiling lag dicht bij een huis.\n",
	"rule/personal/betaalpas.what":         "In de tekst staat geen nummer van een betaalpas of creditcard.",
	"rule/personal/betaalpas.why":          "Met het nummer van een pas kan een ander betalen. De controle rekent na of een nummer kan bestaan.",
	"rule/personal/betaalpas.wrong":        "De bewoner betaalde met creditcard 4111 1111 1111 1111.\n",
	"rule/personal/betaalpas.right":        "De bewoner betaalde met een creditcard.\n",
	"rule/personal/persoonsnummer.what":    "In de tekst staat geen nummer van een paspoort, rijbewijs, medewerker of patiënt.",
	"rule/personal/persoonsnummer.why":     "Zo’n nummer hoort bij één mens. Wie in het systeem kan kijken waar het uit komt, ziet meteen wie het is.",
	"rule/personal/persoonsnummer.wrong":   "De medewerker met personeelsnummer 4021877 vroeg om advies.\n",
	"rule/personal/persoonsnummer.right":   "Een medewerker vroeg om advies.\n",
	"rule/personal/inloggegeven.what":      "In de tekst staat geen wachtwoord en geen naam waarmee iemand inlogt.",
	"rule/personal/inloggegeven.why":       "Met een wachtwoord komt een ander bij gegevens van mensen. En een gebruikersnaam wijst één mens aan.",
	"rule/personal/inloggegeven.wrong":     "Op het briefje stond het wachtwoord: Verzonnen2026!\n",
	"rule/personal/inloggegeven.right":     "Op het briefje stond een wachtwoord.\n",
	"rule/personal/apparaat.what":          "In de tekst staat geen nummer van een telefoon of een computer.",
	"rule/personal/apparaat.why":           "Een apparaat is vaak van één mens. Met het nummer is te zien waar dat apparaat was, en wat ermee is gedaan.",
	"rule/personal/apparaat.wrong":         "De laptop met MAC-adres 00:1B:44:11:3A:B7 stond nog aan.\n",
	"rule/personal/apparaat.right":         "Een laptop stond nog aan.\n",
	"rule/personal/organisatie.what":       "De naam van een organisatie staat er alleen als niemand daardoor te herkennen is.",
	"rule/personal/organisatie.why":        "In een organisatie heeft vaak maar één persoon een bepaalde functie. Collega’s weten dan wie je bedoelt. Gaat het om een landelijke organisatie, dan kan de naam soms blijven staan.",
	"rule/personal/organisatie.wrong":      "Stichting De Verzonnen Brug kreeg geld voor een onderzoek.\n",
	"rule/personal/organisatie.right":      "Een stichting kreeg geld voor een onderzoek.\n",
	"rule/personal/plaats.what":            "De naam van een plaats staat er alleen als niemand daardoor te herkennen is.",
	"rule/personal/plaats.why":             "Met een plaats erbij zoek je een zaak zo op in het nieuws. Vaak is de soort plaats genoeg, zoals ‘een dorp’ of ‘een grote stad’.",
	"rule/personal/plaats.wrong":           "De raad praatte over de sporthal in Giethoorn.\n",
	"rule/personal/plaats.right":           "De raad praatte over de sporthal in een dorp.\n",
	"rule/personal/functie-plaats.what":    "Een functie staat niet samen met een plaats.",
	"rule/personal/functie-plaats.why":     "Zo’n functie heeft in één plaats vaak maar één persoon. Dan is ‘de wethouder van’ met een plaats erachter hetzelfde als een naam.",
	"rule/personal/functie-plaats.wrong":   "De wethouder van Giethoorn wilde nog even wachten.\n",
	"rule/personal/functie-plaats.right":   "Een bestuurder wilde nog even wachten.\n",
	"rule/personal/bijzonder.what":         "Over één persoon staat er niets over gezondheid, geloof, afkomst, politiek, vakbond, seksualiteit of een strafzaak, als de lezer dat niet hoeft te weten.",
	"rule/personal/bijzonder.why":          "Dit zijn bijzondere en strafrechtelijke persoonsgegevens. Raakt uit wie het is, dan doet juist dit de meeste schade. De controle ziet niet of het voor het dilemma nodig is. Dat beslis jij.",
	"rule/personal/bijzonder.wrong":        "De medewerker heeft kanker en kwam daarom niet.\n",
	"rule/personal/bijzonder.right":        "De medewerker kwam niet.\n",
	"rule/personal/bestandsmetadata.what":  "In de eigenschappen van een bijlage staat niets over een persoon of een plek.",
	"rule/personal/bestandsmetadata.why":   "Een tekstverwerker bewaart vaak wie het bestand maakte, met opmerkingen en oude wijzigingen. In een foto kan staan waar die is gemaakt. Dat zie je niet op de pagina, maar iedereen kan het uit het bestand halen.",
	"rule/personal/bestandsmetadata.wrong": "Je voegt een foto van het canvas toe. In het bestand staat nog op welke plek je de foto nam.",
	"rule/personal/bestandsmetadata.right": "Je bewaart de foto opnieuw, zonder de gegevens over de plek. Daarna voeg je hem toe.",
	"rule/personal/git-identiteit.what":    "Bij een commit staat geen naam of mailadres waaraan iemand te herkennen is.",
	"rule/personal/git-identiteit.why":     "Git bewaart bij elke commit wie hem maakte. Weet een lezer waar jij werkt, dan weet hij soms ook over wie het dilemma gaat.",
	"rule/personal/git-identiteit.wrong":   "Je legt het dilemma vast met je eigen naam en je mailadres van het werk.",
	"rule/personal/git-identiteit.right":   "Je stelt in Git eerst een schuilnaam in, met het noreply-adres van je account. Daarna leg je het dilemma vast.",
	"rule/personal/unreadable.what":        "De controle kan in elk bestand zoeken dat je meestuurt.",
	"rule/personal/unreadable.why":         "In sommige bestanden kan het programma niet zoeken, bijvoorbeeld omdat er een wachtwoord op zit. Het kan dan niet zeggen of er persoonsgegevens in staan. Bekijk zo’n bestand zelf, of laat het weg.",
	"rule/personal/unreadable.wrong":       "Bij het dilemma staat een bestand met een wachtwoord erop. Het programma kan er niet in kijken.",
	"rule/personal/unreadable.right":       "Je neemt over wat de lezer nodig heeft, als gewone tekst in het dilemma. Het bestand laat je weg.",
	"rule/personal/allow.what":             "De lijst data/toegestaan.yaml is heel en in de vorm van nu, en geen toestemming op die lijst is verlopen.",
	"rule/personal/allow.why":              "Op die lijst staat welke waarden mogen blijven, waarom en tot wanneer. Is de dag voorbij, dan kijkt een mens opnieuw of dat nog klopt. Uit een kapotte lijst weet het programma niet wat mag. En uit een lijst in een oude vorm kan iedereen te snel halen wat erop staat.",
	"rule/personal/allow.wrong":            "Een waarde op de lijst mocht blijven staan tot 1 november 2027. Die dag is voorbij.",
	"rule/personal/allow.right":            "De redactie keek opnieuw en haalde de regel van de lijst, want de waarde staat nergens meer.",
}

// exampleFile is the whole file of a concept, the right example of the rules on the form of a file.
const exampleFile = `---
title: Financiële cijfers met een fout
draft: true
canvas:
  kennismaken:
    dilemma: We delen de cijfers nu, of we herstellen eerst de fout.
    waarom_nu: De raad vraagt er volgende week om.
---
`

// A published canvas must be whole, so the examples of too few choices are long. They differ in one choice.
const (
	exampleBeforeChoices = `canvas:
  kennismaken:
    dilemma: We delen de cijfers nu, of we herstellen eerst de fout.
    waarom_nu: De raad vraagt er volgende week om.
  verkennen:
    spelers:
      - speler: Raadslid
        standpunten_en_emoties: Is ongeduldig en wil alles zien.
        belangen_en_waarden: Wil het bestuur goed controleren.
        rechten_en_voorkeuren: Mag om informatie vragen.
      - speler: Onderzoeker
        standpunten_en_emoties: Schaamt zich voor de fout.
        belangen_en_waarden: Wil dat de cijfers kloppen.
        rechten_en_voorkeuren: Legt liever zelf uit wat er misging.
    gedeelde_vraag: Kunnen we cijfers delen die nog niet kloppen?
  afwegen:
    keuzes:
`
	exampleChoice = `      - keuze: Nu delen, met uitleg over de fout
        voordelen: [De raad weet wat wij weten.]
        nadelen: [De verkeerde cijfers gaan een eigen leven leiden.]
`
	exampleOtherChoice = `      - keuze: Eerst de fout herstellen
        voordelen: [Er is één reeks cijfers die klopt.]
        nadelen: [De raad wacht drie weken langer.]
`
	exampleAfterChoices = `    conclusie: Wachten kost meer vertrouwen dan een fout toegeven.
  kiezen:
    keuze: We delen de cijfers nu en leggen de fout uit.
    wie_heeft_wat_nodig:
      - wie: Onderzoeker
        wat: Een dag om de uitleg te schrijven.
    hoe_nu_verder: De projectleider stuurt de cijfers op maandag.
  afronden:
    tevreden: Ja, al blijft de onderzoeker gespannen.
    samenvatting: De cijfers hadden een fout. We deelden ze toch, met uitleg.
`
)
