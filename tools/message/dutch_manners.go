//go:build !js

package message

// dutchManners holds the sentences of the command about itself: its version, its manners on a screen, and what it tells while something takes long.
var dutchManners = map[string]string{
	"usage/every": "Bij elke opdracht:",

	"help/quiet":     "zeg alleen wat eruit komt, wat fout is en waar je op moet letten",
	"help/version":   "toon de versie",
	"help/help.long": "Toon uitleg bij een opdracht, of alle opdrachten.",
	"example/help":   "dilemma help\ndilemma help check",

	"help/build.format": "`VORM` van wat build vertelt: text (gewone keuze) of json",

	"build/concepts/one":   "dit concept is nog niet af, en komt nog niet op de site: {files}. Wat er mist, zegt: {command} check",
	"build/concepts/other": "{n} concepten zijn nog niet af, en komen nog niet op de site: {files}. Wat er mist, zegt: {command} check",
	"language/nl":          "Nederlands",
	"language/en":          "Engels",
	"build/done":           "De site staat in {folder}: {size} in {files}, gemaakt in {time}.\n  {pages}, in het {languages}\n  {dilemmas}\n  {pdfs}\n  {search}",
	"build/files/one":      "1 bestand",
	"build/files/other":    "{n} bestanden",
	"build/pages/one":      "1 pagina",
	"build/pages/other":    "{n} pagina's",
	"build/dilemmas/none":  "nog geen dilemma's",
	"build/dilemmas/one":   "1 dilemma",
	"build/dilemmas/other": "{n} dilemma's",
	"build/pdfs/none":      "geen PDF's",
	"build/pdfs/one":       "1 PDF",
	"build/pdfs/other":     "{n} PDF's",
	"build/search-true":    "een zoekfunctie",
	"build/search-false":   "geen zoekfunctie",
	"build/next":           "Zet alles uit {folder} op je webserver. Wil je eerst kijken? Typ: {command} serve",
	"build/next-kept":      "Zet alles uit {folder} op je webserver. In die map is niets weggehaald: stond er al een site, dan staan ook haar oude pagina's er nog.",

	"hugo/error":             "Hugo kan dit niet verwerken. Dit zegt Hugo erover:",
	"hugo/warning":           "Hugo waarschuwt. Dit zegt Hugo erover:",
	"fail/hugo-stumbled":     "Hugo struikelde, en maakte geen site ({what})",
	"fail/hugo-stumbled.tip": "dat is een fout in Hugo zelf, of in een sjabloon of instelling die je hebt veranderd. Zet je laatste wijziging terug en probeer het opnieuw. Helpt dat niet, stuur dan het verslag mee als je het meldt: {file}",
	"fail/hugo-more":         "Hugo kon de site niet maken (code {status})",
	"fail/hugo-more.tip":     "herstel wat hierboven staat, en geef de opdracht nog eens. Alles wat Hugo zei, staat in {file}",

	"fail/hugo-stuck":      "Hugo is na {minutes} minuten nog niet klaar, en is gestopt",
	"fail/hugo-stuck.tip":  "dat gebeurt soms als er een fout in een sjabloon staat. Geef de opdracht nog eens: vaak zegt Hugo dan wat er mis is",
	"fail/hugo-warned":     "Hugo waarschuwde, dus de site is niet zoals ze moet zijn",
	"fail/hugo-warned.tip": "herstel wat hierboven staat, en geef de opdracht nog eens",

	"fail/settings-hugo":     "in hugo.toml klopt iets niet ({reason})",
	"fail/settings-hugo.tip": "vaak staat een instelling er twee keer, of staat ze onder de verkeerde kop",

	"serve/ready":   "De site is er. Bewaar je een bestand, dan zie je dat meteen.",
	"serve/fell":    "Hugo struikelde over je laatste wijziging en begint opnieuw. Kan een bestand niet gelezen worden, dan komt de site terug als je het herstelt.",
	"serve/gone":    "{file} is weg, maar nog op de site te zien: {reason}. Stop en begin opnieuw.",
	"serve/again":   "De site is bijgewerkt ({time} ms).",
	"serve/clean":   "Er is niets meer te melden over {files}.",
	"serve/changed": "De site is bijgewerkt ({time} ms) na een wijziging in {files}.",

	"progress/doctor": "Dilemma kijkt rond ({seconds} s)",
	"progress/check":  "{done} van {total} bestanden bekeken",

	"progress/history":  "De geschiedenis wordt doorzocht ({seconds} s)",
	"progress/site":     "De site wordt gemaakt ({seconds} s)",
	"progress/paper":    "De PDF's worden gemaakt ({seconds} s)",
	"progress/index":    "De zoekfunctie wordt gemaakt ({seconds} s)",
	"progress/programs": "De programma's voor het formulier worden gecompileerd ({seconds} s). De eerste keer duurt dat ongeveer een minuut.",

	"use/completion":  "completion SHELL",
	"help/completion": "Laat je shell opdrachten, opties en dilemma's aanvullen",
	"help/completion.long": "Schrijf het script waarmee je shell aanvult wat je typt: opdrachten, opties, dilemma's, standen en regels.\n" +
		"Zo zet je het klaar, één keer. Open daarna een nieuw venster.\n" +
		"- bash: dilemma completion bash > ~/.local/share/bash-completion/completions/dilemma\n" +
		"- zsh: zet achter compinit in ~/.zshrc: source <(dilemma completion zsh)\n" +
		"- fish: dilemma completion fish > ~/.config/fish/completions/dilemma.fish\n" +
		"- PowerShell: dilemma completion powershell >> $PROFILE\n" +
		"Bash heeft het pakket bash-completion nodig. Installeerde je dilemma als pakket? Dan staat het al klaar.",
	"example/completion":     "dilemma completion bash\ndilemma completion zsh\ndilemma completion fish\ndilemma completion powershell",
	"fail/shell":             "noem één shell",
	"fail/shell.tip":         "bijvoorbeeld: {command} bash",
	"fail/shell-unknown":     "voor de shell {shell} is er geen script",
	"fail/shell-unknown.tip": "kies uit: {words}",

	"rules/one":          "{rule} ({severity})\n  {what}\n  {why}",
	"rules/wrong":        "Niet zo:",
	"rules/right":        "Maar zo:",
	"fail/rule":          "de regel {rule} bestaat niet",
	"fail/rule.tip":      "{command} check --rules toont alle regels",
	"fail/rule-near":     "de regel {rule} bestaat niet",
	"fail/rule-near.tip": "bedoel je {near}?",

	"use/man":          "man MAP",
	"help/man":         "Schrijf de handleiding als pagina's voor man",
	"help/man.long":    "Schrijf voor elke opdracht een pagina voor man in een map, voor wie een pakket maakt. Een pagina die er al staat, wordt vervangen.",
	"example/man":      "dilemma man man1",
	"fail/man":         "noem één map om de pagina's in te schrijven",
	"fail/man.tip":     "bijvoorbeeld: {command} man1",
	"man/manual":       "Handleiding van dilemma",
	"man/name":         "NAAM",
	"man/synopsis":     "SYNTAXIS",
	"man/description":  "BESCHRIJVING",
	"man/options":      "OPTIES",
	"man/examples":     "VOORBEELDEN",
	"man/status":       "AFSLUITCODE",
	"man/status.begin": "Afsluitcode: ",
	"man/status.text":  "0 het is gelukt. 1 er is iets gevonden dat eerst anders moet. 2 de opdracht kon niet werken.",
	"man/see":          "ZIE OOK",

	"version/text":    "dilemma {version}\n  commit: {commit}\n  gemaakt met: Go {go}, voor {platform}\n  hoort bij: Hugo {hugo}\n  editie van het canvas: {edition}\n  licentie: EUPL-1.2",
	"version/unknown": "onbekend",
}
