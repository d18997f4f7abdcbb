package detect

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"
)

// online finds addresses on the internet: of e-mail and of people's pages. It only looks around the signs that every one of them holds.
func (s *scan) online() {
	for _, sign := range mailSigns {
		s.around(sign, 96, func(from, to int) {
			for _, m := range mail().FindAllSubmatchIndex(s.normal.text[from:to], -1) {
				s.mail(from+m[0], from+m[1], s.small[from+m[2]:from+m[3]], s.small[from+m[4]:from+m[5]])
			}
		})
	}
	for _, sign := range []string{"/", "geo:"} {
		s.around(sign, 0, s.profiles)
	}
	s.around("@", 0, func(from, to int) {
		for _, m := range handle().FindAllSubmatchIndex(s.normal.text[max(0, from-1):to], -1) {
			s.handle(max(0, from-1)+m[2], max(0, from-1)+m[1])
		}
	})
}

// mailSigns are the ways to write the at sign.
var mailSigns = []string{"@", "apenstaart", "apestaart", "[at]", "(at)", "{at}", " at ", "<at>", "(a)", "[a]"}

// around calls visit with the words around each place where sign stands: at least reach bytes to both sides, up to white space. Places in one
// stretch are visited together.
func (s *scan) around(sign string, reach int, visit func(from, to int)) {
	done := 0
	for at := 0; ; {
		i := strings.Index(s.small[at:], sign)
		if i < 0 {
			return
		}
		at += i
		from, to := max(done, at-reach), min(len(s.small), at+len(sign)+reach)
		for from > done && !blank(s.small[from-1]) {
			from--
		}
		for to < len(s.small) && !blank(s.small[to]) {
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

func blank(c byte) bool { return c == ' ' || c == softBreak || c == hardBreak }

// An address as RFC 5322 has it, and as people write it out: with the at sign or the dots as words.
var mail = pattern(`(?i)([\pL\d][\pL\d._%+'-]*(?:[ ]?(?:\[|\(|\{| )(?:dot|punt|underscore|streepje)(?:\]|\)|\}| )[ ]?[\pL\d_-]+)*)[ \n]?(?:@|\[(?:at|a|apen?staartje|@)\]|\((?:at|a|apenstaartje|@)\)|\{(?:at|@)\}|<at>| at | ?apen?staart(?:je)? ?)[ \n]?([\pL\d](?:[\pL\d-]*[\pL\d])?(?:(?:\.\n?|[ ]?(?:\[dot\]|\(dot\)|\{dot\}|\[punt\]|\(punt\)|\{punt\}|\[\.\]|\(\.\)| punt | dot )[ ]?)[\pL\d](?:[\pL\d-]*[\pL\d])?)+)`)

// Local parts that are nobody's own.
var mailboxes = pattern(`^(?:info|contact|woo|wob|post|postbus|mail|e-?mail|redactie|griffie|statengriffie|raadsgriffie|pers|persvoorlichting|communicatie|voorlichting|secretariaat|bestuurssecretariaat|directie|klachten|klacht|bezwaar|privacy|fg|avg|datalek|datalekken|security|support|help|helpdesk|servicedesk|noreply|no-?reply|donotreply|administratie|receptie|gemeente|provincie|stadhuis|loket|balie|meldpunt|vergunningen|handhaving|inkoop|facturen|factuur|hr|webmaster|admin|root|team[a-z.-]*|afdeling[a-z.-]*|openbaarheid|openbaar|archief|documentatie|ombudsman|integriteit|vertrouwenspersoon|git|jobs|vacatures|studenten|aanmelden|inschrijven|vragen|service|klantenservice|klantcontact[a-z]*|kcc)$`)

func (s *scan) mail(start, end int, local, domain string) {
	text := s.normal.text
	labels := strings.FieldsFunc(domain, func(r rune) bool { return strings.ContainsRune(". []()\n{}", r) })
	top := labels[len(labels)-1]
	if len(top) < 2 || strings.ContainsAny(top, "0123456789") || fileEnding[top] {
		return
	}
	if local == "git" && end < len(text) && text[end] == ':' {
		return // git@forge:project
	}
	if !bytes.ContainsRune(text[start:end], '@') && bytes.Contains(s.lower[start:end], []byte(" at ")) && len(top) > 3 {
		return // English words
	}
	s.found(Email, start, end, !mailboxes().MatchString(local))
}

var fileEnding = map[string]bool{"png": true, "jpg": true, "jpeg": true, "svg": true, "gif": true, "webp": true, "css": true, "js": true, "md": true, "html": true}

// Pages of one person, by host: what stands behind the host begins the address of that person.
var profileHosts = pattern(`(?:https?://)?(?:www\.|m\.|nl\.|mobile\.)?(?:(?:[a-z]{2}\.)?linkedin\.com/(?:in|pub)/|(?:twitter|x)\.com/@?|(?:facebook|fb)\.com/(?:people/|profile\.php\?id=)?|fb\.me/|instagram\.com/|tiktok\.com/@|github\.com/|gitlab\.com/|codeberg\.org/|threads\.(?:net|com)/@|bsky\.app/profile/|youtube\.com/(?:@|user/|c/)|t\.me/|wa\.me/|snapchat\.com/add/|pinterest\.[a-z]+/|reddit\.com/u(?:ser)?/|medium\.com/@|orcid\.org/|strava\.com/athletes/|twitch\.tv/|soundcloud\.com/|vk\.com/|researchgate\.net/profile/|academia\.edu/|flickr\.com/people/|[a-z0-9-]+(?:\.[a-z0-9-]+)+/@|[a-z0-9-]+(?:\.[a-z0-9-]+)+/users/)([a-z0-9à-ÿ_.%~+-]+)(/[a-z0-9_.-]+)?`)

// Pages on those hosts that are nobody's.
var notAPerson = pattern(`^(?:share|sharer|sharer\.php|intent|home|search|explore|hashtag|groups|events|watch|pages|p|reel|about|help|login|settings|features|pricing|topics|marketplace|orgs|company|school|jobs|feed|status|i|tr|policies|legal|privacy|terms|channel|playlist|results|embed|joinchat|addstickers)$`)

var official = pattern(`^(?:min[a-z]{2,}|ministerie|rijks|gemeente|provincie|politie|waterschap|overheid|vng|ipo|raadvan|tweedekamer|eerstekamer)`)

// profiles looks for pages of people, and for places on a map, in a stretch without white space.
func (s *scan) profiles(from, to int) {
	if to-from < 8 || strings.IndexByte(s.small[from:to], '.') < 0 {
		return
	}
	stretch := s.lower[from:to]
	if !has(stretch, "geo") && bytes.IndexByte(stretch, '@') < 0 && !bytes.Contains(stretch, []byte(".com/")) && !bytes.Contains(stretch, []byte("/users/")) && !shortHosts(stretch) {
		return
	}
	for _, m := range profileHosts().FindAllSubmatchIndex(stretch, -1) {
		for i := range m {
			if m[i] >= 0 {
				m[i] += from
			}
		}
		start, end := m[0], trimEnd(s.normal.text, m[0], m[1])
		if start > 0 && (alnum(s.lower[start-1]) || s.lower[start-1] == '.' || s.lower[start-1] == '-') {
			continue
		}
		if end < len(s.lower) && s.lower[end] == '/' && (end+1 == len(s.lower) || !alnum(s.lower[end+1])) {
			end++
		}
		name := s.small[m[2]:m[3]]
		url := s.small[start:end]
		code := strings.Contains(url, "github.com/") || strings.Contains(url, "gitlab.com/") || strings.Contains(url, "codeberg.org/")
		if notAPerson().MatchString(strings.TrimRight(name, ".")) || code && m[4] >= 0 {
			continue // a repository: its owner is mostly a group
		}
		if code && end < len(s.lower) && s.lower[end] == '/' && end+1 < len(s.lower) && alnum(s.lower[end+1]) {
			continue
		}
		s.found(Profile, start, end, !official().MatchString(name))
	}
	for _, m := range mapLink().FindAllIndex(stretch, -1) {
		s.found(Coordinates, from+m[0], trimEnd(s.normal.text, from+m[0], from+m[1]), true)
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

func (s *scan) handle(start, end int) {
	value := s.small[start:end]
	if notAHandle().MatchString(value) || end < len(s.lower) && (s.lower[end] == '/' || s.lower[end] == '(' || s.lower[end] == '{') {
		return
	}
	s.found(Profile, start, end, has(s.before(start, 30), "instagram", "insta", "twitter", "x", "tiktok", "account", "handle", "mastodon", "bluesky", "threads", "profiel", "facebook", "snapchat", "telegram"))
}

// ipv4: an address of the public internet (RFC 5737, RFC 1918 and such are nobody's). Numbers of sections look the same.
func (s *scan) ipv4(p int) {
	text := s.normal.text
	if p > 0 && (alnum(text[p-1]) || (text[p-1] == '.' || text[p-1] == '-') && p > 1 && alnum(text[p-2])) {
		return
	}
	end, dots := p, 0
	for end < len(text) && (digit(text[end]) || text[end] == '.' && end+1 < len(text) && digit(text[end+1])) {
		if text[end] == '.' {
			dots++
		}
		end++
	}
	if dots != 3 || end < len(text) && (alnum(text[end]) || text[end] == '-' && end+1 < len(text) && alnum(text[end+1])) {
		return
	}
	addr, err := netip.ParseAddr(string(text[p:end]))
	if err != nil || !public(addr) && !example(addr) && !addr.IsPrivate() {
		return
	}
	backed := has(s.before(p, 60), "ip", "ip-adres", "ipadres", "ip-adressen", "host", "server", "vanaf", "van", "log", "inlog")
	if has(s.before(p, 14), "versie", "v", "version", "paragraaf", "par", "§", "tabel", "bijlage", "artikel", "art", "sectie", "hoofdstuk", "build", "firmware", "windows", "release") && !has(s.before(p, 14), "ip") {
		return
	}
	octets := addr.As4()
	low := octets[0] < 32 && octets[1] < 32 && octets[2] < 32 && octets[3] < 32
	if low && !has(s.before(p, 20), "ip", "ip-adres") {
		return
	}
	s.found(IP, p, end, (backed || !low) && public(addr))
}

func (s *scan) ipv6(p int) {
	text := s.normal.text
	if p > 0 && (alnum(text[p-1]) || text[p-1] == ':') {
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
	if colons < 2 || end < len(text) && alnum(text[end]) && text[end] != '%' || end-p < 6 {
		return
	}
	if end < len(text) && text[end] == '%' { // the network card: fe80::1%eth0
		for end++; end < len(text) && alnum(text[end]); end++ {
		}
	}
	addr, err := netip.ParseAddr(string(text[p:end]))
	if err == nil && (public(addr) || example(addr) || addr.IsLinkLocalUnicast() || addr.IsPrivate()) {
		s.found(IP, p, end, public(addr))
	}
}

// Addresses that documentation may use for examples (RFC 5737): somebody who writes of a real person may use them as well.
var examples = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32")}

var reserved = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("240.0.0.0/4")}

func example(addr netip.Addr) bool { return within(addr, examples) }

func public(addr netip.Addr) bool {
	return addr.IsGlobalUnicast() && !addr.IsPrivate() && !within(addr, reserved) && !example(addr)
}

func within(addr netip.Addr, prefixes []netip.Prefix) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(addr) })
}
