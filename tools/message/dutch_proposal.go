package message

// dutchProposal holds the sentences of a proposal itself, which the form on the site makes too.
var dutchProposal = map[string]string{
	"count/warning":  "1 waarschuwing",
	"count/warnings": "{n} waarschuwingen",
	"count/hint":     "1 tip",
	"count/hints":    "{n} tips",

	"submit/new":         "Nieuw dilemma: {title}",
	"submit/change":      "Wijziging van dilemma: {title}",
	"submit/unknown":     "niet ingevuld",
	"submit/description": "Dit voorstel gaat over één dilemma: {files}.\n\n- Herkomst: {herkomst}\n- Bij het indienen telde `dilemma check` 0 fouten, {warnings} en {hints}.\n\nVoor de redactie: `dilemma review` toont wat er verandert, in de woorden van het canvas.",
	"submit/licence":     "Wie dit voorstel indient, vindt het goed dat de tekst voor iedereen te gebruiken is onder de licentie {licence}.",
}
