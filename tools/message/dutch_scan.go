package message

// dutchScan holds the sentences of the search outside a casebook, for the people concerned, and in what was merged.
var dutchScan = map[string]string{
	"built-in": "hier is geen verzameling dilemma's; de ingebouwde instellingen gelden",

	"help/scan.names":     "zoek zeker naar de namen in dit `BESTAND`, één per regel, in elke vorm (- leest van standaardinvoer)",
	"help/scan.explain":   "zeg bij elk gevonden gegeven waarom het is gevonden",
	"help/scan.merged":    "bij --range: wat is al samengevoegd? zoek alleen wie in de geschiedenis staat, en zeg wat je nog kunt doen",
	"why/naam/opgegeven":  "deze naam staat op de lijst die je opgaf",
	"report/why":          "Waarom: {why}.",
	"scan/trailer":        ", in de regel {name} bij commit {commit}",
	"scan/merged.tip":     "Dit staat op de gepubliceerde tak. Herschrijf die niet zelf. Hieronder staat wat je kunt doen.",
	"scan/folder":         "in de naam van de map",
	"names/in-repository": "{file} ligt in een Git-repository; bewaar een lijst met namen daarbuiten, want wat je vastlegt blijft bewaard",

	"fail/names-stdin":     "standaardinvoer kan maar één keer worden gelezen",
	"fail/names-stdin.tip": "zet de namen in een bestand: --names BESTAND",
	"fail/names-file":      "{file} is geen gewone tekst, of is te groot voor een lijst met namen",
	"fail/names-file.tip":  "zet in een tekstbestand op elke regel één naam",
	"fail/names-line":      "op regel {line} van {file} staat geen naam",
	"fail/names-line.tip":  "zet op elke regel één naam, zoals: Voornaam van Achternaam, of: Achternaam, Voornaam van. Een opmerking begint met #",
	"fail/names-long":      "in {file} staan meer dan 5000 namen",
	"fail/names-long.tip":  "noem alleen de mensen om wie het gaat",
	"fail/names-none":      "in {file} staan geen namen",
	"fail/names-none.tip":  "zet in het bestand op elke regel één naam",
	"fail/merged":          "--merged werkt alleen samen met --range",
	"fail/merged.tip":      "bijvoorbeeld: dilemma scan --range HEAD~3..HEAD --merged",
}
