//go:build !js

package message

// dutchCollect holds the sentences of dilemma collect.
var dutchCollect = map[string]string{
	"use/collect":       "collect",
	"help/collect":      "Lees de casusboeken van anderen, om hun dilemma's als links te tonen",
	"help/collect.long": "Leest de casusboeken die in hugo.toml onder [params.dilemma.collect] staan, en bewaart van elk dilemma de titel, de vraag, de kenmerken en het adres in data/verzameld. De site toont die als links in de lijst met dilemma's en in het zoeken, met de naam van het boek erbij. De teksten zelf blijven bij de ander.\n\nAlleen deze opdracht gaat het net op; serve en build gebruiken wat er is bewaard. Een boek dat niet te lezen is, krijgt een regel op het scherm. Wat eerder van dat boek is gelezen, blijft dan staan. De opdracht is dan toch gelukt, zodat een pijplijn daarna de site kan maken.",
	"example/collect":   "dilemma collect",

	"collect/none":     "In hugo.toml staan geen casusboeken van anderen. Er is niets gelezen.",
	"collect/none.tip": "Zet er een neer onder [params.dilemma.collect]: \"Gemeente Voorbeeld\" = \"https://dilemmas.gemeente.example/\"",
	"collect/start":    "De casusboeken worden gelezen.",
	"collect/read":     "{file}: {dilemmas} van {name}",
	"collect/unfit":    "{name}: weggelaten omdat een titel of vraag geen gewone tekst is, of te lang: {dilemmas}.",
	"collect/personal": "{name}: weggelaten omdat er persoonsgegevens in staan: {dilemmas}. Meld het bij de redactie van dat boek.",
	"collect/removed":  "{file} is weg: dat casusboek staat niet meer in hugo.toml.",
	"collect/one":      "1 dilemma",
	"collect/other":    "{n} dilemma's",

	"collect/failed":  "{name}: {reason}. {kept}",
	"collect/kept":    "Wat op {date} is gelezen, blijft staan.",
	"collect/nothing": "De site toont niets van dit boek.",

	"collect/why-unreachable": "{address} geeft geen antwoord",
	"collect/why-certificate": "{address} kan niet bewijzen wie het is: het certificaat klopt niet",
	"collect/why-slow":        "{address} geeft te lang geen antwoord",
	"collect/why-large":       "{address} is groter dan {detail} MB",
	"collect/why-redirected":  "{address} verwijst door naar {detail}, en daar gaat dilemma niet vanzelf heen",
	"collect/why-not-found":   "{address} bestaat niet. Kijk of in hugo.toml het adres van de site staat",
	"collect/why-status":      "de server antwoordt met status {detail}",
	"collect/why-packed":      "het antwoord is ingepakt, en daar is niet om gevraagd",
	"collect/why-no-json":     "{address} is geen JSON",
	"collect/why-version":     "het bestand heeft versie {detail}, en die kent dit programma niet. Werk dilemma bij",
	"collect/why-schema":      "het bestand is niet zoals het schema van een casusboek zegt, bij ‘{detail}’",
	"collect/why-many":        "er staan {detail} dilemma's in, en meer dan {most} leest dilemma niet",
	"collect/why-twice":       "een dilemma staat er twee keer in, bij ‘{detail}’",
	"collect/why-elsewhere":   "een adres erin is niet van de site van dit boek, bij ‘{detail}’",

	"fail/collect-setting":     "{name} = {address} kan niet: {reason}",
	"fail/collect-setting.tip": "verander het in hugo.toml onder [params.dilemma.collect]; dilemma check wijst de regel aan",
}
