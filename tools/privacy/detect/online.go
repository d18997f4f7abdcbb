package detect

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"
)

// online finds addresses on the internet: of e-mail and of people's pages. It only looks around the signs that every one of them holds.
func (s *scanner) online() {
	for _, sign := range atSigns {
		s.eachStretch(sign, 96, func(from, to int) {
			for _, m := range mail().FindAllSubmatchIndex(s.normal.text[from:to], -1) {
				s.mail(from+m[0], from+m[1], s.lowerText[from+m[2]:from+m[3]], s.lowerText[from+m[4]:from+m[5]])
			}
		})
	}
	for _, sign := range []string{"/", "geo:"} {
		s.eachStretch(sign, 0, s.profiles)
	}
	s.eachStretch("@", 0, func(from, to int) {
		for _, m := range handle().FindAllSubmatchIndex(s.normal.text[max(0, from-1):to], -1) {
			s.handle(max(0, from-1)+m[2], max(0, from-1)+m[1])
		}
	})
}

// mailSigns are the ways to write the at sign.
var atSigns = []string{"@", "apenstaart", "apestaart", "[at]", "(at)", "{at}", " at ", "<at>", "(a)", "[a]"}

// around calls visit with the words around each place where sign stands: at least reach bytes to both sides, up to white space. Places in one
// stretch are visited together.
func (s *scanner) eachStretch(sign string, reach int, visit func(from, to int)) {
	done := 0
	for at := 0; ; {
		i := strings.Index(s.lowerText[at:], sign)
		if i < 0 {
			return
		}
		at += i
		from, to := max(done, at-reach), min(len(s.lowerText), at+len(sign)+reach)
		for from > done && !isBlank(s.lowerText[from-1]) {
			from--
		}
		for to < len(s.lowerText) && !isBlank(s.lowerText[to]) {
			to++
		}
		visit(from, to)
		at += len(sign)
		if reach == 0 {
			at = max(at, to)
			done = to
		}
	}
}

func isBlank(c byte) bool { return c == ' ' || c == softBreak || c == hardBreak }

// An address as RFC 5322 has it, and as people write it out: with the at sign or the dots as words.
var mail = pattern(`(?i)([\pL\d][\pL\d._%+'-]*(?:[ ]?(?:\[|\(|\{| )(?:dot|punt|underscore|streepje)(?:\]|\)|\}| )[ ]?[\pL\d_-]+)*)[ \n]?(?:@|\[(?:at|a|apen?staartje|@)\]|\((?:at|a|apenstaartje|@)\)|\{(?:at|@)\}|<at>| at | ?apen?staart(?:je)? ?)[ \n]?([\pL\d](?:[\pL\d-]*[\pL\d])?(?:(?:\.\n?|[ ]?(?:\[dot\]|\(dot\)|\{dot\}|\[punt\]|\(punt\)|\{punt\}|\[\.\]|\(\.\)| punt | dot )[ ]?)[\pL\d](?:[\pL\d-]*[\pL\d])?)+)`)

// Local parts that are nobody's own.
var mailboxes = pattern(`^(?:info|contact|woo|wob|post|postbus|mail|e-?mail|redactie|griffie|statengriffie|raadsgriffie|pers|persvoorlichting|communicatie|voorlichting|secretariaat|bestuurssecretariaat|directie|klachten|klacht|bezwaar|privacy|fg|avg|datalek|datalekken|security|support|help|helpdesk|servicedesk|noreply|no-?reply|donotreply|administratie|receptie|gemeente|provincie|stadhuis|loket|balie|meldpunt|vergunningen|handhaving|inkoop|facturen|factuur|hr|webmaster|admin|root|team[a-z.-]*|afdeling[a-z.-]*|openbaarheid|openbaar|archief|documentatie|ombudsman|integriteit|vertrouwenspersoon|git|jobs|vacatures|studenten|aanmelden|inschrijven|vragen|service|klantenservice|klantcontact[a-z]*|kcc)$`)

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
		return // English words
	}
	s.add(Email, start, end, !mailboxes().MatchString(local))
}

var fileEnding = map[string]bool{"png": true, "jpg": true, "jpeg": true, "svg": true, "gif": true, "webp": true, "css": true, "js": true, "md": true, "html": true}

// Pages of one person, by host: what stands behind the host begins the address of that person.
var profileHosts = pattern(`(?:https?://)?(?:www\.|m\.|nl\.|mobile\.)?(?:(?:[a-z]{2}\.)?linkedin\.com/(?:in|pub)/|(?:twitter|x)\.com/@?|(?:facebook|fb)\.com/(?:people/|profile\.php\?id=)?|fb\.me/|instagram\.com/|tiktok\.com/@|github\.com/|gitlab\.com/|codeberg\.org/|threads\.(?:net|com)/@|bsky\.app/profile/|youtube\.com/(?:@|user/|c/)|t\.me/|wa\.me/|snapchat\.com/add/|pinterest\.[a-z]+/|reddit\.com/u(?:ser)?/|medium\.com/@|orcid\.org/|strava\.com/athletes/|twitch\.tv/|soundcloud\.com/|vk\.com/|researchgate\.net/profile/|academia\.edu/|flickr\.com/people/|[a-z0-9-]+(?:\.[a-z0-9-]+)+/@|[a-z0-9-]+(?:\.[a-z0-9-]+)+/users/)([a-z0-9à-ÿ_.%~+-]+)(/[a-z0-9_.-]+)?`)

// Pages on those hosts that are nobody's.
var notAPerson = pattern(`^(?:share|sharer|sharer\.php|intent|home|search|explore|hashtag|groups|events|watch|pages|p|reel|about|help|login|settings|features|pricing|topics|marketplace|orgs|company|school|jobs|feed|status|i|tr|policies|legal|privacy|terms|channel|playlist|results|embed|joinchat|addstickers)$`)

var officialAccount = pattern(`^(?:min[a-z]{2,}|ministerie|rijks|gemeente|provincie|politie|waterschap|overheid|vng|ipo|raadvan|tweedekamer|eerstekamer)`)

// profiles looks for pages of people, and for places on a map, in a stretch without white space.
func (s *scanner) profiles(from, to int) {
	if to-from < 8 || strings.IndexByte(s.lowerText[from:to], '.') < 0 {
		return
	}
	stretch := s.lowerBytes[from:to]
	if !containsWord(stretch, "geo") && bytes.IndexByte(stretch, '@') < 0 && !bytes.Contains(stretch, []byte(".com/")) && !bytes.Contains(stretch, []byte("/users/")) && !shortHosts(stretch) {
		return
	}
	for _, m := range profileHosts().FindAllSubmatchIndex(stretch, -1) {
		for i := range m {
			if m[i] >= 0 {
				m[i] += from
			}
		}
		start, end := m[0], trimEnd(s.normal.text, m[0], m[1])
		if start > 0 && (isAlnum(s.lowerBytes[start-1]) || s.lowerBytes[start-1] == '.' || s.lowerBytes[start-1] == '-') {
			continue
		}
		if end < len(s.lowerBytes) && s.lowerBytes[end] == '/' && (end+1 == len(s.lowerBytes) || !isAlnum(s.lowerBytes[end+1])) {
			end++
		}
		name := s.lowerText[m[2]:m[3]]
		url := s.lowerText[start:end]
		code := strings.Contains(url, "github.com/") || strings.Contains(url, "gitlab.com/") || strings.Contains(url, "codeberg.org/")
		if notAPerson().MatchString(strings.TrimRight(name, ".")) || code && m[4] >= 0 {
			continue // a repository: its owner is mostly a group
		}
		if code && end < len(s.lowerBytes) && s.lowerBytes[end] == '/' && end+1 < len(s.lowerBytes) && isAlnum(s.lowerBytes[end+1]) {
			continue
		}
		s.add(Profile, start, end, !officialAccount().MatchString(name))
	}
	for _, m := range mapLink().FindAllIndex(stretch, -1) {
		s.add(Coordinates, from+m[0], trimEnd(s.normal.text, from+m[0], from+m[1]), true)
	}
}

// shortHosts reports whether a stretch names one of the hosts that do not end in .com.
func shortHosts(stretch []byte) bool {
	for _, host := range []string{".net/", ".app/", ".me/", ".org/", ".tv/", ".edu/", ".gl/", "maps.google", "pinterest", "///"} {
		if bytes.Contains(stretch, []byte(host)) {
			return true
		}
	}
	return false
}

var mapLink = pattern(`(?:https?://)?(?:(?:www\.)?google\.[a-z.]+/maps[^ \n)>\]"]*\d+\.\d{3,}[^ \n)>\]"]*|maps\.google\.[a-z.]+/[^ \n)>\]"]+|maps\.app\.goo\.gl/[^ \n)>\]"]+|goo\.gl/maps/[^ \n)>\]"]+|(?:www\.)?openstreetmap\.org/[^ \n)>\]"]*\d+\.\d{3,}[^ \n)>\]"]*|(?:www\.)?bing\.com/maps[^ \n)>\]"]*\d+\.\d{3,}[^ \n)>\]"]*|maps\.apple\.com/[^ \n)>\]"]*\d+\.\d{3,}[^ \n)>\]"]*|geo:\d+\.\d{3,},\d+\.\d{3,}|///[a-z]+\.[a-z]+\.[a-z]+)`)

var handle = pattern(`(?:^|[ \n\x1e("'|:,;>])(@[\pL\d_][\pL\d_.-]{1,38}[\pL\d_])(?:@[a-z0-9-]+(?:\.[a-z0-9-]+)+)?`)

// Words after an at sign that are of a language for computers.
var notAHandle = pattern(`^@(?:media|import|layer|keyframes|supports|page|font-face|property|container|charset|namespace|param|return|returns|type|see|since|todo|override|deprecated|throws|author|version|example|all|here|channel|everyone|team.*|v?\d.*|scope|starting-style|view-transition|counter-style|tailwind|apply|include|mixin|extend|use|forward)$`)

func (s *scanner) handle(start, end int) {
	value := s.lowerText[start:end]
	if notAHandle().MatchString(value) || end < len(s.lowerBytes) && (s.lowerBytes[end] == '/' || s.lowerBytes[end] == '(' || s.lowerBytes[end] == '{') {
		return
	}
	s.add(Profile, start, end, containsWord(s.textBefore(start, 30), "instagram", "insta", "twitter", "x", "tiktok", "account", "handle", "mastodon", "bluesky", "threads", "profiel", "facebook", "snapchat", "telegram"))
}

// ipv4: an address of the public internet (RFC 5737, RFC 1918 and such are nobody's). Numbers of sections look the same.
func (s *scanner) ipv4(p int) {
	text := s.normal.text
	if p > 0 && (isAlnum(text[p-1]) || (text[p-1] == '.' || text[p-1] == '-') && p > 1 && isAlnum(text[p-2])) {
		return
	}
	end, dots := p, 0
	for end < len(text) && (isDigit(text[end]) || text[end] == '.' && end+1 < len(text) && isDigit(text[end+1])) {
		if text[end] == '.' {
			dots++
		}
		end++
	}
	if dots != 3 || end < len(text) && (isAlnum(text[end]) || text[end] == '-' && end+1 < len(text) && isAlnum(text[end+1])) {
		return
	}
	addr, err := netip.ParseAddr(string(text[p:end]))
	if err != nil || !isPublic(addr) && !isExample(addr) && !addr.IsPrivate() {
		return
	}
	backed := containsWord(s.textBefore(p, 60), "ip", "ip-adres", "ipadres", "ip-adressen", "host", "server", "vanaf", "van", "log", "inlog")
	if containsWord(s.textBefore(p, 14), "versie", "v", "version", "paragraaf", "par", "§", "tabel", "bijlage", "artikel", "art", "sectie", "hoofdstuk", "build", "firmware", "windows", "release") && !containsWord(s.textBefore(p, 14), "ip") {
		return
	}
	octets := addr.As4()
	low := octets[0] < 32 && octets[1] < 32 && octets[2] < 32 && octets[3] < 32
	if low && !containsWord(s.textBefore(p, 20), "ip", "ip-adres") {
		return
	}
	s.add(IP, p, end, (backed || !low) && isPublic(addr))
}

func (s *scanner) ipv6(p int) {
	text := s.normal.text
	if p > 0 && (isAlnum(text[p-1]) || text[p-1] == ':') {
		return
	}
	end, colons := p, 0
	for end < len(text) && (unhex(text[end]) >= 0 || text[end] == ':') {
		if text[end] == ':' {
			colons++
		}
		end++
	}
	for end > p && text[end-1] == ':' && !(end > p+1 && text[end-2] == ':') {
		end--
	}
	if colons < 2 || end < len(text) && isAlnum(text[end]) && text[end] != '%' || end-p < 6 {
		return
	}
	if end < len(text) && text[end] == '%' { // the network card: fe80::1%eth0
		for end++; end < len(text) && isAlnum(text[end]); end++ {
		}
	}
	addr, err := netip.ParseAddr(string(text[p:end]))
	if err == nil && (isPublic(addr) || isExample(addr) || addr.IsLinkLocalUnicast() || addr.IsPrivate()) {
		s.add(IP, p, end, isPublic(addr))
	}
}

// Addresses that documentation may use for examples (RFC 5737): somebody who writes of a real person may use them as well.
var examples = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32")}

var reserved = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("240.0.0.0/4")}

func isExample(addr netip.Addr) bool { return inAny(addr, examples) }

func isPublic(addr netip.Addr) bool {
	return addr.IsGlobalUnicast() && !addr.IsPrivate() && !inAny(addr, reserved) && !isExample(addr)
}

func inAny(addr netip.Addr, prefixes []netip.Prefix) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(addr) })
}
