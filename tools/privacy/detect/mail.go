package detect

import (
	"bytes"
	"strings"
)

// mail matches an e-mail address (RFC 5322), also with the at sign or the dots as words. Its groups are the local part and the
// domain.
var mail = pattern(`(?i)([\pL\d][\pL\d._%+'-]*(?:[ ]?(?:\[|\(|\{| )(?:dot|punt|underscore|streepje)(?:\]|\)|\}| )[ ]?[\pL\d_-]+)*)[ \n]?(?:@|\[(?:at|a|apen?staartje|@)\]|\((?:at|a|apenstaartje|@)\)|\{(?:at|@)\}|<at>| at | ?apen?staart(?:je)? ?)[ \n]?([\pL\d](?:[\pL\d-]*[\pL\d])?(?:(?:\.\n?|[ ]?(?:\[dot\]|\(dot\)|\{dot\}|\[punt\]|\(punt\)|\{punt\}|\[\.\]|\(\.\)| punt | dot )[ ]?)[\pL\d](?:[\pL\d-]*[\pL\d])?)+)`)

// mailboxes matches the local parts of shared mailboxes.
var mailboxes = pattern(`^(?:info|contact|woo|wob|post|postbus|mail|e-?mail|redactie|griffie|statengriffie|raadsgriffie|pers|persvoorlichting|communicatie|voorlichting|secretariaat|bestuurssecretariaat|directie|klachten|klacht|bezwaar|privacy|fg|avg|datalek|datalekken|security|support|help|helpdesk|servicedesk|noreply|no-?reply|donotreply|administratie|receptie|gemeente|provincie|stadhuis|loket|balie|meldpunt|vergunningen|handhaving|inkoop|facturen|factuur|hr|webmaster|admin|root|team[a-z.-]*|afdeling[a-z.-]*|openbaarheid|openbaar|archief|documentatie|ombudsman|integriteit|vertrouwenspersoon|git|jobs|vacatures|studenten|aanmelden|inschrijven|vragen|service|klantenservice|klantcontact[a-z]*|kcc)$`)

// mail adds the e-mail address in [start, end), unless its top-level domain shows that it is something else.
func (s *scanner) mail(start, end int, local, domain string) {
	text := s.normal.text
	labels := strings.FieldsFunc(domain, func(r rune) bool { return strings.ContainsRune(". []()\n{}", r) })
	top := labels[len(labels)-1]
	if len(top) < 2 || strings.ContainsAny(top, "0123456789") || fileEnding[top] {
		return
	}
	if local == "git" && end < len(text) && text[end] == ':' {
		return // git@forge:project
	}
	if !bytes.ContainsRune(text[start:end], '@') && bytes.Contains(s.lowerBytes[start:end], []byte(" at ")) && len(top) > 3 {
		return // an English sentence with the word at
	}
	s.add("", Email, start, end, !mailboxes().MatchString(local))
}

// fileEnding holds file name extensions: logo@2x.png is no address.
var fileEnding = map[string]bool{"png": true, "jpg": true, "jpeg": true, "svg": true, "gif": true, "webp": true, "css": true, "js": true, "md": true, "html": true}
