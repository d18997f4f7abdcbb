package detect

import (
	"bytes"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/detect/internal/lexicon"
)

// mail matches an e-mail address (RFC 5322), also with the at sign or the dots as words. Its groups are the local part and the
// domain.
var mail = pattern(`(?i)([\pL\d][\pL\d._%+'-]*(?:[ ]?(?:\[|\(|\{| )(?:dot|punt|underscore|streepje)(?:\]|\)|\}| )[ ]?[\pL\d_-]+)*)[ \n]{0,2}(?:@|\[(?:at|a|apen?staartje|@)\]|\((?:at|a|apenstaartje|@)\)|\{(?:at|@)\}|<at>| at | ?apen?staart(?:je)? ?)[ \n]{0,2}([\pL\d](?:[\pL\d-]*[\pL\d])?(?:(?:\.\n?| \. ?|[ ]?(?:\[dot\]|\(dot\)|\{dot\}|\[punt\]|\(punt\)|\{punt\}|\[\.\]|\(\.\)| punt | dot )[ ]?)[\pL\d](?:[\pL\d-]*[\pL\d])?)+)`)

// mailboxes matches the local parts of shared mailboxes that are no words of the dictionary, or are names too.
var mailboxes = pattern(`^(?:info|contact|woo|wob|post|postbus|mail|e-?mail|redactie|griffie|statengriffie|raadsgriffie|pers|persvoorlichting|communicatie|voorlichting|secretariaat|bestuurssecretariaat|directie|klachten|klacht|bezwaar|privacy|fg|avg|datalek|datalekken|security|support|help|helpdesk|servicedesk|noreply|no-?reply|donotreply|administratie|receptie|gemeente|provincie|stadhuis|loket|balie|meldpunt|vergunningen|handhaving|inkoop|facturen|factuur|hr|webmaster|admin|root|team[a-z.-]*|afdeling[a-z.-]*|openbaarheid|openbaar|archief|documentatie|ombudsman|integriteit|vertrouwenspersoon|git|jobs|vacatures|studenten|aanmelden|inschrijven|vragen|service|klantenservice|klantcontact[a-z]*|kcc|groen|bouwen|bouw|wonen|sport|cultuur|kunst|verkeer|milieu|water|zorg|jeugd|burgerzaken|algemeen|financien|personeel|veiligheid|parkeren|markt|haven|veld|wijk|wijken|[a-z]*zaken|[a-z]*dienst|vth|bwt|apv|wmo|boa|ict|iv|hrm|po|p-o|ai|api|osint|cio|ciso|fd|ow|eherkenning|digid)$`)

// mail adds the e-mail address in [start, end), unless its top-level domain shows that it is something else.
func (s *scanner) mail(start, end int, local, domain string) {
	text := s.normal.text
	if over := len(domain) - len(wholeDomain(domain)); over > 0 {
		domain, end = domain[:len(domain)-over], end-over
	}
	labels := domainLabels(domain)
	top := labels[len(labels)-1]
	if len(top) < 2 || strings.ContainsAny(top, "0123456789") || fileEnding[top] {
		return
	}
	if local == "git" && end < len(text) && text[end] == ':' {
		return // git@forge:project
	}
	if !bytes.ContainsRune(text[start:end], '@') && bytes.Contains(s.lowerBytes[start:end], []byte(" at ")) && len(top) > 3 && !bytes.Contains(s.lowerBytes[start:end], []byte(" punt ")) {
		return // an English sentence with the word at
	}
	switch {
	case !isMailbox(local) || ofPersons[domain]:
		s.add("e-mail/adres", Email, start, end, true)
	case namesPerson(labels[max(0, len(labels)-2)]):
		s.add("e-mail/domein-met-naam", Email, start, end, false)
	}
}

// domainLabels returns the labels of a domain, also when its dots are words between brackets.
func domainLabels(domain string) []string {
	return strings.FieldsFunc(domain, func(r rune) bool { return strings.ContainsRune(". []()\n{}", r) })
}

// wholeDomain returns the beginning of domain that is whole: after "voorbeeld.nl" a dot at the end of a line, or between spaces, ends the sentence.
func wholeDomain(domain string) string {
	for i := 0; i < len(domain); i++ {
		rest := domain[i:]
		if !strings.HasPrefix(rest, ".\n") && !strings.HasPrefix(rest, " .") && !strings.HasPrefix(rest, ". ") {
			continue
		}
		if before := domainLabels(domain[:i]); len(before) > 1 && topDomain[before[len(before)-1]] {
			return domain[:i]
		}
	}
	return domain
}

// topDomain holds the top-level domains that stand at the end of nearly every address in the Netherlands.
var topDomain = set("nl com org net eu be de info nu frl amsterdam gov uk fr cw aw")

// isMailbox reports whether the local part of an address is that of a mailbox of an organisation: words of the dictionary, of which none is a name.
func isMailbox(local string) bool {
	if mailboxes().MatchString(local) {
		return true
	}
	for _, part := range strings.FieldsFunc(local, func(r rune) bool { return strings.ContainsRune("._-+", r) }) {
		if mailboxes().MatchString(strings.TrimRight(part, "0123456789")) || part == "en" || part == "de" || part == "of" {
			continue
		}
		if len(part) < 3 || !isMailboxWord(part) {
			return false
		}
	}
	return true
}

// isMailboxWord reports whether a word in lower case is one of the dictionary, or a compound, and no name or row of names: "peterbloem".
func isMailboxWord(word string) bool {
	flags := lexicon.Lookup(lexicon.Hash(word))
	if flags&(lexicon.Given|lexicon.Surname) != 0 {
		return false
	}
	for _, short := range []string{"wmo", "woo", "wob", "avg", "ict", "vth", "boa", "kcc", "woz", "apv"} {
		if rest, ok := strings.CutPrefix(word, short); ok && lexicon.IsWord(rest) {
			return true
		}
	}
	if !lexicon.IsWord(word) {
		return false
	}
	for i := 3; flags&lexicon.Word == 0 && i <= len(word)-3; i++ {
		if first := lexicon.Lookup(lexicon.Hash(word[:i])); first&lexicon.Given != 0 {
			if rest := lexicon.Lookup(lexicon.Hash(word[i:])); rest&(lexicon.Word|lexicon.Surname) != 0 {
				return false
			}
		}
	}
	return true
}

// ofPersons holds domains on which everybody can have an address.
var ofPersons = set(`gmail.com googlemail.com hotmail.com hotmail.nl outlook.com live.nl live.com msn.com yahoo.com icloud.com me.com proton.me protonmail.com gmx.net ziggo.nl ziggomail.nl kpnmail.nl planet.nl hetnet.nl xs4all.nl upcmail.nl home.nl
	casema.nl chello.nl telfort.nl solcon.nl zonnet.nl tele2.nl quicknet.nl online.nl caiway.net kpnplanet.nl freedom.nl`)

// namesPerson reports whether a label of a domain has a word that is a name and nothing else.
func namesPerson(label string) bool {
	for _, part := range strings.Split(label, "-") {
		if flags := lexicon.Lookup(lexicon.Hash(part)); flags&(lexicon.Given|lexicon.Surname) != 0 && flags&(lexicon.Word|lexicon.Place|lexicon.Known) == 0 {
			return true
		}
	}
	return false
}

// fileEnding holds file name extensions: logo@2x.png is no address.
var fileEnding = set("png jpg jpeg svg gif webp css js md html")
