//go:build !js

package message

// dutchProposing holds the sentences on which proposal a dilemma goes to, and what becomes of the others.
var dutchProposing = map[string]string{
	"submit/replaces": "Komt in de plaats van {number}.",
	"submit/replaced": "Dit voorstel gaat verder als {number}: {title}. Daarom is dit gesloten.",

	"submit/closed":                "Het komt in de plaats van {number}. Dat voorstel is gesloten, met een opmerking die hierheen verwijst.",
	"submit/close":                 "Het komt in de plaats van {number}: alleen wie dat instuurde, kan dat bijwerken. Sluit {number} nu zelf op de server.",
	"submit/stale":                 "dilemma: tip: op de server houdt het voorstel zijn oude titel; pas hem daar zelf aan, of zet een token in DILEMMA_TOKEN, dan doet dilemma het voortaan",
	"submit/rival":                 "dilemma: let op: voorstel {number} gaat ook over dit dilemma; bekijk het met {command} review {n}, en laat er één over",
	"submit/reason-no-token-forge": "dilemma: tip: met een token in DILEMMA_TOKEN, en de server in DILEMMA_HOST, opent dilemma het voorstel zelf",

	"submit/plan-way":        "zo",
	"submit/way-update":      "werkt voorstel {number} bij",
	"submit/way-replaces":    "een nieuw voorstel, dat in de plaats komt van {number}",
	"submit/way-branch":      "als tak op de server",
	"submit/way-branch-else": "als tak op de server; weigert die de tak, dan als voorstel zonder tak",
	"submit/way-agit":        "als voorstel zonder tak, waarvoor je geen schrijfrecht nodig hebt",
	"submit/way-agit-else":   "als voorstel zonder tak, of als tak wanneer bij het inloggen blijkt dat je dat mag",

	"take/done":            "Voorstel {number} staat nu in je map: {files}.",
	"change/next-proposal": "Zo werk je voorstel {number} bij: {command} submit {slug} --as-redactie",

	"fail/submit-take":            "{slug}, het dilemma van voorstel {number}, staat niet in je map",
	"fail/submit-take.tip":        "haal het in je map en zet het klaar met {command} publish {n}",
	"fail/proposal-unknown":       "er is op de server geen voorstel {name}",
	"fail/proposal-unknown.tip":   "{command} list toont de voorstellen die er zijn",
	"fail/proposal-several":       "voorstel {number} gaat over meer dan één dilemma: {slugs}",
	"fail/proposal-several.tip":   "noem het dilemma zelf, zoals: {command} {name} {slug}",
	"fail/proposal-none":          "voorstel {number} verandert geen dilemma",
	"fail/proposal-none.tip":      "bekijk het met {command} review {n}",
	"fail/proposal-rivals":        "over {slug} zijn er meer voorstellen: {numbers}",
	"fail/proposal-rivals.tip":    "noem het nummer, zoals: {command} {name} {n}",
	"fail/proposal-merged":        "voorstel {number} is al samengevoegd",
	"fail/proposal-merged.tip":    "haal de nieuwste versie in je map met {command} sync",
	"fail/proposal-closed":        "voorstel {number} is gesloten",
	"fail/proposal-closed.tip":    "open het weer op de server, of dien het dilemma opnieuw in",
	"fail/proposal-different":     "{file} in je map is een andere versie dan die van voorstel {number}; er is niets overschreven",
	"fail/proposal-different.tip": "bekijk het voorstel met {command} review {n}; wil je daarmee verder, zet jouw bestand dan eerst op een andere plek, en voer dezelfde opdracht nog eens uit",
	"fail/proposal-unfit":         "in voorstel {number} zit een bestand dat niet in je map kan staan: {file}",
	"fail/proposal-unfit.tip":     "vraag wie het instuurde om dat bestand een andere naam te geven, of weg te laten",
	"fail/proposal-dry-run":       "voorstel {number} staat misschien nog niet in je map, en --dry-run schrijft niets",
	"fail/proposal-dry-run.tip":   "bekijk het voorstel met {command} review {n}, of laat --dry-run weg",
	"fail/changed-number":         "op de server staat een nieuwere versie van voorstel {number}, die jij nog niet zag; er is niets ingediend",
	"fail/changed-number.tip":     "bekijk haar met {command} review {n}, en neem over wat je nodig hebt; wil je haar vervangen, voer dan dezelfde opdracht uit met --replace",
}
