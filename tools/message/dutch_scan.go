//go:build !js || review

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

	// How to merge a proposal so that no name comes into the history, by the kind of the server.
	"merge/gitlab":  "Op GitLab: voeg samen met Fast-forward merge, zonder squash. Is {branch} intussen veranderd? Dien dan opnieuw in met dilemma submit. De knop Rebase zet je naam in de geschiedenis.",
	"merge/forgejo": "Op Forgejo: kies bij het samenvoegen ‘Fast-forward only’. Is {branch} intussen veranderd? Dien dan opnieuw in met dilemma submit. De andere manieren zetten dan een naam in de geschiedenis.",
	"merge/gitea":   "Op Gitea: kies bij het samenvoegen ‘Fast-forward only’. Is {branch} intussen veranderd? Dien dan opnieuw in met dilemma submit. De andere manieren zetten dan een naam in de geschiedenis.",
	"merge/github":  "Op GitHub zet elke knop de naam van een account in de geschiedenis. Zet de commit daarom zelf op {branch}: git fetch origin pull/{number}/head && git push origin FETCH_HEAD:{branch}. GitHub ziet dan dat het voorstel is samengevoegd. Mag dat niet? Laat een account van de redactie het voorstel openen en samenvoegen.",
	"merge/mail":    "Zet de commit op {branch} zonder hem te veranderen: git fetch origin dilemma/{slug} && git push origin FETCH_HEAD:{branch}",
	"merge/number":  "NUMMER",
	"merge/for":     "Voor wie samenvoegt: {how}",
	"submit/merge":  "dilemma: tip: zeg tegen wie samenvoegt hoe de naam van de redactie blijft staan. {how}",

	"count/commit":         "1 commit",
	"count/commits":        "{n} commits",
	"report/no-names":      "{files} bekeken: geen namen gevonden.",
	"submit/merging-lacks": "dilemma: let op: de instellingen van deze server staan dat nog niet toe; vraag de beheerder om fast-forward aan te zetten",
	"submit/merging-other": "dilemma: let op: deze server biedt eerst een andere manier aan; vraag de beheerder om fast-forward de gewone manier te maken",

	"merged/begin":  "Deze namen staan op de gepubliceerde tak, en in elke kopie daarvan. Zo ga je verder:",
	"merged/stay":   "Herschrijf de tak niet zelf. Kopieën houden de oude commits, en de server vaak ook.",
	"merged/ask":    "Vertel het aan degene die er staat, en vraag de redactie of de naam naar mensen in een dilemma kan leiden. Zo ja: volg samen met de beheerder het draaiboek voor als er een naam op de site staat (/meedoen/draaiboek/).",
	"merged/allow":  "Mag de naam er staan, nu en later? Zet hem op de lijst: dilemma scan --allow \"Naam <adres>\" --kind git-identiteit --reason \"wil met naam genoemd worden\"",
	"merged/method": "Zo komt er op {branch} geen nieuwe naam bij:",

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
