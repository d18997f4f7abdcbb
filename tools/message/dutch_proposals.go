package message

// dutchProposals holds the sentences on reading the proposals that are on a server.
var dutchProposals = map[string]string{
	"help/list.offline": "vraag de server niets, en ga uit van wat deze kopie al kent",

	"list/stale":       "{why}; je ziet de voorstellen zoals ze op {when} waren",
	"list/never":       "{why}; je ziet alleen de voorstellen die deze kopie al kent",
	"list/why-login":   "{address} vraagt wie je bent, en list vraagt jou niets",
	"list/why-silent":  "{address} gaf geen antwoord",
	"list/why-trouble": "aan {address} was niets te vragen (git fetch zegt meestal waarom)",
	"list/the-server":  "de server",
	"list/closed":      "de server zegt niet welke voorstellen nog open zijn, dus er kunnen gesloten bij staan; met een token in DILEMMA_TOKEN vraagt dilemma het na",
	"list/later":       "de server heeft nog {n} oudere voorstellen, die dilemma nog niet heeft bekeken; met nog een keer list kijkt het verder",

	"review/is-merged":  "Voorstel {name} is al samengevoegd.",
	"review/is-closed":  "Voorstel {name} is niet meer open: het is gesloten of samengevoegd.",
	"review/of":         "Je ziet voorstel {name}.",
	"review/unanswered": "De server gaf geen antwoord. Je ziet het voorstel zoals deze kopie het kent.",

	"fail/proposal-nowhere":      "er is geen voorstel of tak {name}, hier niet en op de server niet",
	"fail/proposal-nowhere.tip":  "{command} list toont de voorstellen die er zijn, met hun nummer",
	"fail/comment-number":        "bij {name} hoort op de server geen voorstel met een nummer, dus er is geen opmerking geplaatst",
	"fail/comment-number.tip":    "dien de tak in als voorstel, of noem het nummer van een voorstel",
	"fail/comment-token":         "{address} neemt zonder token geen opmerking aan; er is geen opmerking geplaatst",
	"fail/comment-token.tip":     "maak op de server een token dat opmerkingen mag plaatsen, en zet het in DILEMMA_TOKEN en de server in DILEMMA_HOST",
	"fail/comment-refused":       "{address} weigert de opmerking (antwoord {status})",
	"fail/comment-refused.tip":   "kijk of je token nog geldt, en of het opmerkingen mag plaatsen bij voorstellen",
	"fail/comment-no-server":     "bij {name} kan dilemma geen opmerking plaatsen: het voorstel staat op geen server met een API",
	"fail/comment-no-server.tip": "neem de beoordeling zelf over; met --format md krijg je hem als Markdown",
	"fail/comment-plain":         "er is geen opmerking geplaatst: {address} is niet versleuteld, en daar stuurt dilemma geen token heen",
	"fail/comment-plain.tip":     "gebruik een adres dat met https:// begint: git remote set-url origin ADRES",
	"fail/comment-failed":        "{address} gaf geen antwoord waar dilemma iets mee kan, dus er is misschien geen opmerking geplaatst",
	"fail/comment-failed.tip":    "voer dezelfde opdracht later nog eens uit; er komt dan geen tweede opmerking bij",
}
