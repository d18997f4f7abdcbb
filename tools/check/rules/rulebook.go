package rules

// Explanation is what a person reads about a rule on its page of the handbook.
type Explanation struct {
	// What the rule asks, in one sentence.
	What string
	// Why it asks that, in one to three sentences.
	Why string
	// Frame says what the examples are a part of; Wrong breaks the rule, Right does not.
	Frame Frame
	Wrong string
	Right string
	// Source is the address of what a hint goes back to; empty for what is our own.
	Source string
}

// Frame is the file around an example.
type Frame string

const (
	// Concept: lines of the front matter of a concept. They take the place of the same keys.
	Concept Frame = "concept"
	// Published: lines of the front matter of a complete, published dilemma. They take the place of the same keys.
	Published Frame = "published"
	// Body: the text below the front matter.
	Body Frame = "body"
	// File: the whole file. Signs that can't be seen are written as in Go: \r, \x00, \ufeff.
	File Frame = "file"
	// Story: no example, because the rule is about a file among others or about the disk; Wrong and Right tell of it.
	Story Frame = "story"
)

// explanations holds the explanation of every rule, by its ID.
var explanations = map[string]Explanation{
	"file/unreadable": {
		What:  "Het bestand bestaat en je mag het openen.",
		Why:   "Wat de computer niet kan lezen, kan niet worden gecontroleerd en komt niet op de site. Een snelkoppeling telt niet, want een ander heeft het bestand erachter niet.",
		Frame: Story,
		Wrong: "In de map met dilemma’s staat een snelkoppeling naar een bestand op je eigen computer.",
		Right: "In de map met dilemma’s staat het bestand zelf, en iedereen mag het openen.",
	},
	"file/too-large": {
		What:  "Een dilemma is hoogstens 1 MB groot.",
		Why:   "Zelfs een lang dilemma is veel kleiner. Is het bestand toch groter, dan staat er meestal iets in wat geen tekst is.",
		Frame: Story,
		Wrong: "Je plakt een foto van het canvas midden in de tekst. Het bestand wordt daardoor 4 MB.",
		Right: "Je typt over wat er op het canvas staat. Het bestand is nu net zo klein als een korte e-mail.",
	},
	"file/empty": {
		What:  "In het bestand staat tekst.",
		Why:   "Een leeg bestand is vaak een bestand dat niet goed is bewaard. De site kan er geen pagina van maken.",
		Frame: File,
		Wrong: `\n`,
		Right: exampleFile,
	},
	"file/binary": {
		What:  "Een dilemma is een bestand met platte tekst.",
		Why:   "De site kan alleen platte tekst lezen. Een Word-bestand wordt geen platte tekst als je alleen de naam verandert.",
		Frame: File,
		Wrong: `PK\x03\x04\x14\x00\x06\x00word/document.xml`,
		Right: exampleFile,
	},
	"file/encoding": {
		What:  "Het bestand is bewaard met de codering UTF-8.",
		Why:   "Met een andere codering veranderen letters als ë en é in vreemde tekens. Je lezer ziet dan niet wat je schreef.",
		Frame: File,
		Wrong: `---
title: Financi\xeble cijfers met een fout
draft: true
canvas:
  kennismaken:
    dilemma: We delen de cijfers nu, of we herstellen eerst de fout.
    waarom_nu: De raad vraagt er volgende week om.
---
`,
		Right: exampleFile,
	},
	"file/control-character": {
		What:  "In het bestand staan geen onzichtbare stuurtekens.",
		Why:   "Je ziet zo’n teken niet, maar de site kan erover struikelen. Het komt vaak mee als je tekst uit een ander programma plakt.",
		Frame: File,
		Wrong: `---
title: Financiële cijfers\x0b met een fout
draft: true
canvas:
  kennismaken:
    dilemma: We delen de cijfers nu, of we herstellen eerst de fout.
    waarom_nu: De raad vraagt er volgende week om.
---
`,
		Right: exampleFile,
	},
	"file/bom": {
		What:  "Het bestand begint met drie streepjes, zonder onzichtbaar teken ervoor.",
		Why:   "Sommige programma’s zetten een byte order mark (BOM) voor de tekst. Andere programma’s herkennen de eerste regel dan niet.",
		Frame: File,
		Wrong: `\ufeff` + exampleFile,
		Right: exampleFile,
	},
	"file/line-endings": {
		What:  "Elke regel eindigt met het teken LF, ook als je met Windows werkt.",
		Why:   "Met andere regeleinden lijkt elke regel veranderd, ook als je één woord verbetert. Wie je voorstel leest, ziet dan niet wat er echt anders is.",
		Frame: File,
		Wrong: `---\r
title: Financiële cijfers met een fout\r
draft: true\r
canvas:\r
  kennismaken:\r
    dilemma: We delen de cijfers nu, of we herstellen eerst de fout.\r
    waarom_nu: De raad vraagt er volgende week om.\r
---\r
`,
		Right: exampleFile,
	},
	"file/name": {
		What:  "De bestandsnaam bestaat uit kleine letters, cijfers en streepjes, en het bestand staat direct in content/dilemmas.",
		Why:   "De naam van het bestand wordt het adres van de pagina. Zo kan iedereen dat adres typen en doorgeven.",
		Frame: Story,
		Wrong: "Het bestand heet content/dilemmas/Rapport nieuw (2).md.",
		Right: "Het bestand heet content/dilemmas/rapport-eerst-delen.md.",
	},

	"frontmatter/missing": {
		What:  "Het bestand begint met de gegevens van het dilemma, na een regel met drie streepjes.",
		Why:   "Uit die gegevens maakt de site de titel, het canvas en de filters. Zonder gegevens is er geen dilemma om te tonen.",
		Frame: File,
		Wrong: `# Financiële cijfers met een fout

We delen de cijfers nu, of we herstellen eerst de fout.
`,
		Right: exampleFile,
	},
	"frontmatter/format": {
		What:  "De gegevens bovenaan staan in YAML, tussen regels met drie streepjes.",
		Why:   "Alle dilemma’s hebben dezelfde vorm. Dan kan iedereen elk dilemma lezen en verbeteren.",
		Frame: File,
		Wrong: `+++
title = "Financiële cijfers met een fout"
draft = true
+++
`,
		Right: exampleFile,
	},
	"frontmatter/unclosed": {
		What:  "Onder de gegevens staat een regel met alleen drie streepjes.",
		Why:   "Die regel laat zien waar de gegevens ophouden en je verhaal begint. Zonder die regel is het hele dilemma niet te lezen.",
		Frame: File,
		Wrong: `---
title: Financiële cijfers met een fout
draft: true
canvas:
  kennismaken:
    dilemma: We delen de cijfers nu, of we herstellen eerst de fout.
    waarom_nu: De raad vraagt er volgende week om.
`,
		Right: exampleFile,
	},
	"frontmatter/syntax": {
		What:  "De gegevens bovenaan zijn geldige YAML.",
		Why:   "Eén verkeerd teken maakt alle gegevens onleesbaar. Vaak is het een dubbele punt in de tekst. Zet die tekst dan tussen aanhalingstekens.",
		Frame: Concept,
		Wrong: "title: Het rapport is klaar: wat nu\n",
		Right: "title: \"Het rapport is klaar: wat nu\"\n",
	},
	"frontmatter/duplicate-key": {
		What:  "Elke sleutel staat maar één keer op dezelfde plek.",
		Why:   "Staat een sleutel er twee keer, dan is niet duidelijk welke waarde je bedoelt. Een van de twee gaat verloren.",
		Frame: Concept,
		Wrong: "themas: [timing]\nthemas: [vertrouwen]\n",
		Right: "themas: [timing, vertrouwen]\n",
	},
	"frontmatter/alias": {
		What:  "Je schrijft elke waarde uit, ook als die al ergens anders staat.",
		Why:   "Een verwijzing met & en * leest niet elk programma op dezelfde manier. Een collega die geen YAML kent, weet ook niet wat er staat.",
		Frame: Concept,
		Wrong: "date: &dag 2026-03-12\nherzien_op: *dag\n",
		Right: "date: 2026-03-12\nherzien_op: 2026-03-12\n",
	},
	"frontmatter/tag": {
		What:  "Voor een waarde staat geen YAML-label, zoals !!str.",
		Why:   "Een label leest niet elk programma op dezelfde manier. Met aanhalingstekens zeg je ook dat iets tekst is.",
		Frame: Concept,
		Wrong: "woo_gronden: [!!str 5.2]\n",
		Right: "woo_gronden: [\"5.2\"]\n",
	},
	"frontmatter/tab": {
		What:  "In de gegevens bovenaan staan spaties en geen tabs.",
		Why:   "Hoe ver een regel inspringt, bepaalt waar hij bij hoort. Een tab is niet overal even breed, dus daar gaat het mis.",
		Frame: File,
		Wrong: `---
title: Financiële cijfers met een fout
draft: true
canvas:
\tkennismaken:
\t\tdilemma: We delen de cijfers nu, of we herstellen eerst de fout.
\t\twaarom_nu: De raad vraagt er volgende week om.
---
`,
		Right: exampleFile,
	},
	"frontmatter/ambiguous": {
		What:  "De gegevens bovenaan zijn maar op één manier te lezen.",
		Why:   "De controle en de site lezen YAML niet altijd gelijk. Dan staat er op de site iets anders dan je schreef.",
		Frame: Concept,
		Wrong: `canvas:
  kennismaken:
    dilemma: We kiezen tussen
      - het hele rapport nu delen
      - wachten op de reactie van het bedrijf
    waarom_nu: De raad vraagt er volgende week om.
`,
		Right: `canvas:
  kennismaken:
    dilemma: |
      We kiezen tussen
      - het hele rapport nu delen
      - wachten op de reactie van het bedrijf
    waarom_nu: De raad vraagt er volgende week om.
`,
	},

	"canvas/required": {
		What:  "Alles wat nodig is, is ingevuld.",
		Why:   "Een lezer volgt het gesprek van het begin tot de keuze. Voor een concept is alleen het begin nodig. Voor een dilemma op de site is het hele canvas nodig.",
		Frame: Concept,
		Wrong: `canvas:
  kennismaken:
    dilemma: Het rapport is klaar, maar het bedrijf las het nog niet.
`,
		Right: `canvas:
  kennismaken:
    dilemma: Het rapport is klaar, maar het bedrijf las het nog niet.
    waarom_nu: De raad vraagt er volgende week om.
`,
	},
	"canvas/empty": {
		What:  "Tussen de aanhalingstekens of achter het streepje staat ook echt tekst.",
		Why:   "Een leeg vak lijkt ingevuld, maar de lezer ziet een gat. Vul het in, of haal het weg als het niet nodig is.",
		Frame: Concept,
		Wrong: `canvas:
  kennismaken:
    dilemma: Het rapport is klaar, maar het bedrijf las het nog niet.
    waarom_nu: ""
`,
		Right: `canvas:
  kennismaken:
    dilemma: Het rapport is klaar, maar het bedrijf las het nog niet.
    waarom_nu: De raad vraagt er volgende week om.
`,
	},
	"canvas/unknown-key": {
		What:  "Elke sleutel bestaat en staat op de goede plek.",
		Why:   "De site toont alleen sleutels die ze kent. Wat achter een andere sleutel staat, ziet niemand.",
		Frame: Concept,
		Wrong: "thema: [privacy]\n",
		Right: "themas: [privacy]\n",
	},
	"canvas/type": {
		What:  "Achter een sleutel staat het soort waarde dat erbij hoort, zoals tekst, een lijst of een datum.",
		Why:   "De site verwacht op elke plek één soort. Zonder aanhalingstekens leest ze 5.2 als een getal, en niet als de naam van een grond.",
		Frame: Concept,
		Wrong: "woo_gronden: [5.2]\n",
		Right: "woo_gronden: [\"5.2\"]\n",
	},
	"canvas/too-few": {
		What:  "Een dilemma op de site heeft minstens twee spelers en twee keuzes.",
		Why:   "Met één keuze valt er niets af te wegen. Pas als twee keuzes naast elkaar staan, ziet de lezer het dilemma.",
		Frame: Published,
		Wrong: exampleBeforeChoices + exampleChoice + exampleAfterChoices,
		Right: exampleBeforeChoices + exampleChoice + exampleOtherChoice + exampleAfterChoices,
	},
	"canvas/term": {
		What:  "Een woord uit een vaste lijst staat ook echt in die lijst.",
		Why:   "Lezers zoeken en filteren op deze woorden. Een eigen woord vindt niemand terug.",
		Frame: Concept,
		Wrong: "themas: [tijdsdruk]\n",
		Right: "themas: [timing]\n",
	},
	"canvas/repeated": {
		What:  "Een woord staat maar één keer in een lijst.",
		Why:   "Een tweede keer zegt de lezer niets nieuws. Misschien bedoelde je een ander woord.",
		Frame: Concept,
		Wrong: "themas: [privacy, privacy]\n",
		Right: "themas: [privacy, vertrouwen]\n",
	},

	"date/invalid": {
		What:  "Een datum bestaat echt.",
		Why:   "Met een dag die niet op de kalender staat, kan de site niet rekenen. Meestal is het een typefout.",
		Frame: Concept,
		Wrong: "date: 2026-02-31\n",
		Right: "date: 2026-02-28\n",
	},
	"date/implausible": {
		What:  "Het jaar is 2000 of later, en ligt hoogstens vijftig jaar vooruit.",
		Why:   "Een jaar daarbuiten is bijna altijd een typefout. Met een jaar ver weg vraagt ook niemand meer of het dilemma nog klopt.",
		Frame: Concept,
		Wrong: "herzien_voor: 2208-05-01\n",
		Right: "herzien_voor: 2028-05-01\n",
	},
	"date/order": {
		What:  "De datums staan in de goede volgorde: je schrijft een dilemma eerst op, en daarna bekijk je het opnieuw of trek je het in.",
		Why:   "Als de volgorde niet klopt, is een van de datums fout. De lezer weet dan niet hoe oud het dilemma is.",
		Frame: Concept,
		Wrong: "date: 2026-03-12\nherzien_voor: 2025-09-01\n",
		Right: "date: 2026-03-12\nherzien_voor: 2027-09-01\n",
	},
	"date/future": {
		What:  "Een dag waarop iets is gebeurd, ligt niet in de toekomst.",
		Why:   "De site toont een dilemma pas als de dag bij date er is. Je denkt dat het op de site staat, maar niemand ziet het.",
		Frame: Published,
		Wrong: "date: 2029-06-12\n",
		Right: "date: 2026-06-12\n",
	},
	"date/review": {
		What:  "Een dilemma is opnieuw bekeken voor de dag die bij herzien_voor staat.",
		Why:   "Wetten en gewoonten veranderen. Een lezer moet erop kunnen vertrouwen dat iemand keek of het dilemma nog klopt.",
		Frame: Published,
		Wrong: "herzien_voor: 2026-09-01\n",
		Right: "herzien_op: 2026-08-27\nherzien_voor: 2028-09-01\n",
	},

	"publish/consent": {
		What:  "Een echt dilemma komt alleen op de site als de dilemma-eigenaar en de deelnemers dat goed vinden.",
		Why:   "Mensen praten vrij als ze zelf mogen beslissen wat naar buiten gaat. Ook zonder namen kan iemand zichzelf herkennen.",
		Frame: Published,
		Wrong: `herkomst: geanonimiseerd
toestemming:
  eigenaar: true
  deelnemers: false
`,
		Right: `herkomst: geanonimiseerd
toestemming:
  eigenaar: true
  deelnemers: true
`,
	},
	"publish/second-reader": {
		What:  "Een collega heeft gekeken of niemand te herkennen is in een dilemma uit de praktijk.",
		Why:   "Als schrijver ken je het verhaal te goed. Een ander ziet eerder welk detail iemand verraadt.",
		Frame: Published,
		Wrong: "herkomst: geanonimiseerd\ntweede_lezer: \"\"\n",
		Right: "herkomst: geanonimiseerd\ntweede_lezer: Woo-jurist\n",
	},

	"body/heading": {
		What:  "Koppen beginnen bij niveau 2 en slaan geen niveau over.",
		Why:   "De titel van de pagina is niveau 1. Wie de pagina laat voorlezen, springt van kop naar kop.",
		Frame: Body,
		Wrong: "#### Het gesprek\n",
		Right: "## Het gesprek\n",
	},
	"body/link": {
		What:  "Een link binnen de site wijst naar een pagina of bestand dat bestaat.",
		Why:   "Wie op een kapotte link klikt, raakt de weg kwijt. Een concept staat nog niet op de site, dus daar kun je nog niet naar verwijzen.",
		Frame: Body,
		Wrong: "Lees ook [hoe een ander team koos](/dilemmas/ander-dilema/).\n",
		Right: "Lees ook [hoe een ander team koos](/dilemmas/ander-dilemma/).\n",
	},
	"body/image-alt": {
		What:  "Elke afbeelding heeft een beschrijving.",
		Why:   "Wie de afbeelding niet ziet, leest of hoort de beschrijving. Zonder beschrijving mist die lezer een deel van je verhaal.",
		Frame: Body,
		Wrong: "![](https://voorbeeld.example/tijdlijn.png)\n",
		Right: "![Tijdlijn: het rapport is klaar in maart, de raad praat erover in mei](https://voorbeeld.example/tijdlijn.png)\n",
	},
	"body/html": {
		What:  "De tekst staat in Markdown, zonder HTML.",
		Why:   "HTML komt niet op de site. Ook een opmerking die je in HTML verbergt, blijft voor iedereen leesbaar in het bestand.",
		Frame: Body,
		Wrong: "De jurist zei: <b>nog niet</b>.\n\n<!-- klopt dit citaat -->\n",
		Right: "De jurist zei: **nog niet**.\n",
	},
	"body/shortcode": {
		What:  "In de tekst staan geen codes tussen dubbele accolades die de site niet kent.",
		Why:   "De site stopt bij zo’n code en wordt dan niet gemaakt. Voor een dilemma heb je genoeg aan gewone tekst en links.",
		Frame: Body,
		Wrong: "{{< video terugblik >}}\n",
		Right: "Bekijk [de video waarin het team terugblikt](https://voorbeeld.example/terugblik).\n",
	},

	"book/duplicate-slug": {
		What:  "Elk dilemma heeft een eigen adres.",
		Why:   "Op één adres past maar één pagina. Het andere dilemma verdwijnt dan zonder dat je het merkt.",
		Frame: Story,
		Wrong: "Er zijn twee bestanden: content/dilemmas/rapport.md en content/dilemmas/rapport/index.md.",
		Right: "Er zijn twee bestanden: content/dilemmas/rapport.md en content/dilemmas/rapport-met-fout.md.",
	},
	"book/superseded": {
		What:  "Achter vervangen_door staat de naam van een dilemma dat bestaat.",
		Why:   "De pagina stuurt de lezer door naar het nieuwe dilemma. Met een verkeerde naam komt de lezer nergens uit.",
		Frame: Concept,
		Wrong: "vervangen_door: ander-dilema\n",
		Right: "vervangen_door: ander-dilemma\n",
	},
	"book/circle": {
		What:  "Dilemma’s die elkaar vervangen, verwijzen niet in een kring.",
		Why:   "In een kring is er geen dilemma dat nu geldt. De lezer blijft dan heen en weer klikken.",
		Frame: Concept,
		Wrong: "# in het bestand proef.md\nvervangen_door: proef\n",
		Right: "# in het bestand proef.md\nvervangen_door: ander-dilemma\n",
	},
	"book/alias": {
		What:  "Een oud adres begint met een schuine streep en is niet van een andere pagina.",
		Why:   "Wie een oude link gebruikt, komt zo op het goede dilemma uit. Is het adres van een andere pagina, dan raakt een van de twee onvindbaar.",
		Frame: Concept,
		Wrong: "aliases: [/dilemmas/ander-dilemma/]\n",
		Right: "aliases: [/dilemmas/oude-naam/]\n",
	},
	"canvas/one-sided": {
		What:   "Een keuze heeft voordelen en nadelen.",
		Why:    "Een keuze zonder prijs is geen keuze. Wie het dilemma leest, gelooft je dan niet.",
		Frame:  Concept,
		Wrong:  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  afwegen:\n    keuzes:\n      - keuze: Nu delen\n        voordelen: [De raad weet wat wij weten.]\n        nadelen: []\n",
		Right:  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  afwegen:\n    keuzes:\n      - keuze: Nu delen\n        voordelen: [De raad weet wat wij weten.]\n        nadelen: [Er kan nog een fout in zitten.]\n",
		Source: "https://www.communicatierijk.nl/vakkennis/dilemmalogica/dilemmalogica-stappen-en-hulpmiddelen",
	},
	"canvas/same-cells": {
		What:   "In de vakken van een speler staat niet drie keer hetzelfde.",
		Why:    "Onder wat iemand zegt, liggen een belang en een waarde. Daar vind je vaak de opening.",
		Frame:  Concept,
		Wrong:  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    spelers:\n      - speler: Raadslid\n        standpunten_en_emoties: Wil de cijfers.\n        belangen_en_waarden: Wil de cijfers.\n        rechten_en_voorkeuren: Wil de cijfers.\n",
		Right:  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    spelers:\n      - speler: Raadslid\n        standpunten_en_emoties: Wil de cijfers.\n        belangen_en_waarden: Wil het bestuur controleren.\n        rechten_en_voorkeuren: Mag om informatie vragen.\n",
		Source: "https://www.communicatierijk.nl/vakkennis/dilemmalogica/dilemmalogica-stappen-en-hulpmiddelen",
	},
	"question/how": {
		What:   "De gedeelde vraag begint niet met ‘hoe’.",
		Why:    "Met ‘hoe’ sla je over of je het moet doen. Dan praat de groep over de uitvoering en niet over de keuze.",
		Frame:  Concept,
		Wrong:  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Hoe delen we de cijfers met de raad?\n",
		Right:  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Moeten we de cijfers nu met de raad delen?\n",
		Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen",
	},
	"question/verb": {
		What:   "De gedeelde vraag begint met kunnen, willen, moeten, durven of mogen.",
		Why:    "Zo’n werkwoord maakt de vraag open en eerlijk. Je vraagt dan echt om een keuze.",
		Frame:  Concept,
		Wrong:  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Is het goed om de cijfers nu te delen?\n",
		Right:  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Mogen we de cijfers nu delen?\n",
		Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen",
	},
	"question/length": {
		What:   "De gedeelde vraag heeft hoogstens vijftien woorden.",
		Why:    "Een korte vraag onthoudt iedereen aan tafel.",
		Frame:  Concept,
		Wrong:  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Moeten we de cijfers over de kosten van het plan nu al met de hele raad en de buurt delen?\n",
		Right:  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Moeten we de cijfers over de kosten nu delen?\n",
		Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen",
	},
	"question/comma": {
		What:   "In de gedeelde vraag staat geen komma.",
		Why:    "Achter een komma staat vaak een tweede vraag of al een antwoord.",
		Frame:  Concept,
		Wrong:  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Moeten we de cijfers delen, ook als er fouten in zitten?\n",
		Right:  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Moeten we cijfers met fouten delen?\n",
		Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen",
	},
	"question/mark": {
		What:   "De gedeelde vraag eindigt met een vraagteken.",
		Why:    "Zonder vraagteken is het een mening of een opdracht.",
		Frame:  Concept,
		Wrong:  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Moeten we de cijfers delen.\n",
		Right:  "canvas:\n  kennismaken:\n    dilemma: We delen de cijfers nu of na de controle.\n    waarom_nu: De raad vraagt erom.\n  verkennen:\n    gedeelde_vraag: Moeten we de cijfers delen?\n",
		Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen",
	},
	"language/sentence": {
		What:   "Een zin heeft hoogstens 25 woorden.",
		Why:    "Een lange zin moet je twee keer lezen. Korte zinnen begrijpt iedereen.",
		Frame:  Body,
		Wrong:  "Omdat de cijfers van vorig jaar nog niet waren gecontroleerd en de raad toch al over drie weken wilde vergaderen besloot het team om eerst zelf te kijken wat er misging.\n",
		Right:  "De cijfers van vorig jaar waren nog niet gecontroleerd. De raad wilde al over drie weken vergaderen. Het team keek daarom eerst zelf.\n",
		Source: "https://basisvaardigheden.nl/kennisbank/direct-duidelijk",
	},
	"language/plain": {
		What:   "Gebruik het gewone woord.",
		Why:    "Moeilijke woorden sluiten lezers buiten. De lijst staat in data/taal.yaml.",
		Frame:  Body,
		Wrong:  "Wij sturen de cijfers teneinde de raad te informeren.\n",
		Right:  "Wij sturen de cijfers om de raad te informeren.\n",
		Source: "https://basisvaardigheden.nl/kennisbank/direct-duidelijk",
	},
	"language/abbreviation": {
		What:   "Een afkorting staat minstens één keer voluit, met de afkorting erachter tussen haakjes.",
		Why:    "Wat voor jou gewoon is, kent een lezer van een andere overheid vaak niet.",
		Frame:  Body,
		Wrong:  "De OR vroeg om de cijfers.\n",
		Right:  "De ondernemingsraad (OR) vroeg om de cijfers.\n",
		Source: "https://basisvaardigheden.nl/kennisbank/direct-duidelijk",
	},
	"definition/broken": {
		What:  "De bestanden in data/ zijn heel en kloppen met elkaar.",
		Why:   "Alles leest die bestanden: de controle, het canvas en de site. Een halve definitie zou goede dilemma’s afkeuren.",
		Frame: Story,
		Wrong: "In data/themas.yaml staat twee keer de key timing.",
		Right: "Elke key staat er één keer.",
	},
	"config/syntax": {
		What:  "hugo.toml is geldige TOML.",
		Why:   "Anders weet niemand welke instellingen gelden.",
		Frame: Story,
		Wrong: "Achter title = ontbreekt een aanhalingsteken.",
		Right: "Elke tekst staat tussen aanhalingstekens.",
	},
	"config/unknown": {
		What:  "Een instelling onder [params.dilemma] bestaat.",
		Why:   "Een tikfout in een instelling zou anders stil niets doen.",
		Frame: Story,
		Wrong: "Onder [params.dilemma.rules] staat \"canvas/repeatd\" = \"off\".",
		Right: "Onder [params.dilemma.rules] staat \"canvas/repeated\" = \"off\".",
	},
	"config/value": {
		What:  "Een regel is error, warning, hint of off.",
		Why:   "Andere woorden betekenen niets. Een regel die nodig is om de site te maken, kan niet lager.",
		Frame: Story,
		Wrong: "Onder [params.dilemma.rules] staat \"canvas/repeated\" = \"uit\".",
		Right: "Onder [params.dilemma.rules] staat \"canvas/repeated\" = \"off\".",
	},
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
