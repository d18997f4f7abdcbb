//go:build !js

package message

// dutchUsage holds the template of the help, and the usage and the examples of each command. Words in capitals stand for what the user fills in; the
// names of commands and options, and the values of options, are the same in every language.
var dutchUsage = map[string]string{
	"usage/line":     "Gebruik:",
	"usage/commands": "Opdrachten:",
	"usage/example":  "Voorbeeld:",
	"usage/options":  "Opties:",
	"usage/more":     "Meer over een opdracht: {command} OPDRACHT --help",

	"use/dilemma":   "dilemma OPDRACHT",
	"use/help":      "help [OPDRACHT]",
	"use/new":       "new [\"TITEL\"]",
	"use/list":      "list [WOORD…]",
	"use/check":     "check [BESTAND…]",
	"use/scan":      "scan [BESTAND… of -]",
	"use/review":    "review [VOORSTEL of BEGIN..EIND]",
	"use/submit":    "submit DILEMMA",
	"use/publish":   "publish DILEMMA",
	"use/withdraw":  "withdraw DILEMMA",
	"use/supersede": "supersede DILEMMA",
	"use/import":    "import BESTAND",
	"use/export":    "export [DILEMMA] --format VORM",
	"use/hooks":     "hooks install",
	"use/serve":     "serve [-- OPTIES VAN HUGO]",
	"use/build":     "build [-- OPTIES VAN HUGO]",
	"use/schema":    "schema",

	"example/new":       "dilemma new \"Het onderzoek is klaar, de onderhandeling nog niet\"\ndilemma new --resume het-onderzoek-is-klaar-de-onderhandeling-nog-niet\ndilemma new \"Mag dit al naar buiten\" --set herkomst=fictief --set themas=timing,vertrouwen --set canvas.verkennen.spelers.0.speler=Projectleider\ndilemma new --answers antwoorden.json --no-ask",
	"example/list":      "dilemma list\ndilemma list --state voorgesteld,nakijken\ndilemma list --thema timing --incomplete --sort completeness\ndilemma list --format csv > dilemmas.csv",
	"example/check":     "dilemma check\ndilemma check content/dilemmas/mijn-dilemma.md\ndilemma check --fix content/dilemmas/mijn-dilemma.md\ndilemma check --since main --format github\ndilemma check --rules canvas/term",
	"example/scan":      "dilemma scan verslag.docx\ndilemma scan --names namen.txt --explain verslag.docx\ndilemma scan --range main..HEAD\ndilemma scan --replace content/dilemmas/mijn-dilemma.md\ndilemma scan --allow \"WAARDE\" --kind naam --reason \"minister in haar functie\" --until 2027-12-31",
	"example/review":    "dilemma review\ndilemma review 12\ndilemma review 12 --comment\ndilemma review main..HEAD --format md",
	"example/submit":    "dilemma submit mag-dit-rapport-al-naar-buiten --dry-run\ndilemma submit mag-dit-rapport-al-naar-buiten --as-redactie\ndilemma submit 12 --as-redactie\ndilemma submit --from mail.eml canvas.docx",
	"example/publish":   "dilemma publish mijn-dilemma\ndilemma publish mijn-dilemma --dry-run\ndilemma publish 12",
	"example/withdraw":  "dilemma withdraw mijn-dilemma --reason \"Op verzoek van een deelnemer\"\ndilemma withdraw mijn-dilemma --reason \"Op verzoek\" --empty",
	"example/supersede": "dilemma supersede oud-dilemma --by nieuw-dilemma",
	"example/import":    "dilemma import canvas.docx\ndilemma import canvas.docx --title \"Mag dit naar buiten\" --dry-run\ndilemma import canvas.odt -o kladje.md",
	"example/export":    "dilemma export --docx\ndilemma export --docx mijn-dilemma --to gesprek.docx\ndilemma export mijn-dilemma --format json\ndilemma export --format xlsx -o boek.xlsx",
	"example/hooks":     "dilemma hooks install",
	"example/serve":     "dilemma serve\ndilemma serve --proposal 12\ndilemma serve --proposal dilemma/mijn-dilemma\ndilemma serve --port 8080",
	"example/build":     "dilemma build\ndilemma build --base-url https://dilemmas.example.nl/",
	"example/schema":    "dilemma schema > dilemma.schema.json",

	"hook/placed":  "Geplaatst door: dilemma hooks install",
	"hook/absent":  "dilemma: fout: deze push is niet doorzocht, want dilemma is niet geïnstalleerd. Er is niets verstuurd. Zet het programma dilemma op je PATH en push opnieuw.",
	"hook/purpose": "Zoekt persoonsgegevens in alles wat deze push openbaar maakt. Een push is niet terug te draaien.",
}
