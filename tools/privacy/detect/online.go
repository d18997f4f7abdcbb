package detect

import (
	"bytes"
	"slices"
	"sort"
	"strings"
)

// online adds candidates for e-mail addresses, profile pages, account names and links to a place on a map. To be fast it only runs
// its expressions around the characters that all of these have.
func (s *scanner) online() {
	signs := atSigns
	if !bytes.ContainsAny(s.lowerBytes, "[({<") {
		signs = plainAtSigns
	}
	s.eachStretch(signs, 96, func(from, to int) {
		s.steps += stepsPerTry * (to - from)
		for _, m := range mail().FindAllSubmatchIndex(s.normal.text[from:to], -1) {
			s.mail(from+m[0], from+m[1], s.lowerText[from+m[2]:from+m[3]], s.lowerText[from+m[4]:from+m[5]])
		}
	})
	s.eachStretch(pathSigns, 0, s.profiles)
	s.eachStretch(atSigns[:1], 0, func(from, to int) {
		s.steps += stepsPerTry * (to - from)
		for _, m := range handle().FindAllSubmatchIndex(s.normal.text[max(0, from-1):to], -1) {
			s.handle(max(0, from-1)+m[2], max(0, from-1)+m[1])
		}
	})
}

// atSigns are the ways to write an at sign.
var atSigns = append(plainAtSigns, "[at]", "(at)", "{at}", "<at>", "(a)", "[a]")

// plainAtSigns are those without a bracket.
var plainAtSigns = []string{"@", "apenstaart", "apestaart", " at "}

// pathSigns are in the address of every profile page, and in every link to a map.
var pathSigns = []string{"/", "geo:"}

// eachStretch calls visit with the offsets of the text around the signs: at least reach bytes to both sides of each, extended to white
// space. Stretches that overlap are visited as one, so that no byte is visited twice.
func (s *scanner) eachStretch(signs []string, reach int, visit func(from, to int)) {
	s.signs = s.signs[:0]
	for _, sign := range signs {
		for at := 0; ; at += len(sign) {
			i := strings.Index(s.lowerText[at:], sign)
			if i < 0 {
				break
			}
			at += i
			s.signs = append(s.signs, stretch{at, at + len(sign)})
		}
	}
	if len(signs) > 1 {
		sort.Slice(s.signs, func(i, j int) bool { return s.signs[i].start < s.signs[j].start })
	}
	done, from, to := 0, 0, -1 // the last stretch, which the next sign may still make longer
	for _, sign := range s.signs {
		if to >= 0 && sign.start-reach > to {
			visit(from, to)
			done, to = to, -1
		}
		if to < 0 {
			for from = max(done, sign.start-reach); from > done && !isBlank(s.lowerText[from-1]); {
				from--
			}
		}
		for to = max(to, min(len(s.lowerText), sign.end+reach)); to < len(s.lowerText) && !isBlank(s.lowerText[to]); {
			to++
		}
	}
	if to >= 0 {
		visit(from, to)
	}
}

func isBlank(c byte) bool { return c == ' ' || c == softBreak || c == hardBreak }

// profileHosts matches the address of a page of one person on a known host. Its groups are the name of the account and a next
// part of the path.
var profileHosts = pattern(`(?:https?://)?(?:www\.|m\.|nl\.|mobile\.)?(?:(?:[a-z]{2}\.)?linkedin\.com/(?:in|pub)/|(?:twitter|x)\.com/@?|(?:facebook|fb)\.com/(?:people/|profile\.php\?id=)?|fb\.me/|instagram\.com/|tiktok\.com/@|github\.com/|gitlab\.com/|codeberg\.org/|threads\.(?:net|com)/@|bsky\.app/profile/|youtube\.com/(?:@|user/|c/)|t\.me/|wa\.me/|snapchat\.com/add/|pinterest\.[a-z]+/|reddit\.com/u(?:ser)?/|medium\.com/@|orcid\.org/|strava\.com/athletes/|twitch\.tv/|soundcloud\.com/|vk\.com/|researchgate\.net/profile/|academia\.edu/|flickr\.com/people/|[a-z0-9-]+(?:\.[a-z0-9-]+)+/@|[a-z0-9-]+(?:\.[a-z0-9-]+)+/users/)([a-z0-9à-ÿ_.%~+-]+)(/[a-z0-9_.-]+)?`)

// notAPerson matches the paths on those hosts that are no account.
var notAPerson = pattern(`^(?:share|sharer|sharer\.php|intent|home|search|explore|hashtag|groups|events|watch|pages|p|reel|about|help|login|signup|join|about|settings|features|pricing|topics|marketplace|orgs|company|school|jobs|feed|status|i|tr|policies|legal|privacy|terms|channel|playlist|results|embed|joinchat|addstickers)$`)

// officialAccount matches account names of public bodies.
var officialAccount = pattern(`^(?:min[a-z]{2,}|ministerie|rijks|gemeente|provincie|politie|waterschap|overheid|vng|ipo|raadvan|tweedekamer|eerstekamer)`)

// profiles adds profile pages and links to a map in [from, to), a stretch without white space.
func (s *scanner) profiles(from, to int) {
	if to-from < 8 || strings.IndexByte(s.lowerText[from:to], '.') < 0 {
		return
	}
	stretch := s.lowerBytes[from:to]
	if contains(stretch, "@", ".com/", "/users/", ".net/", ".app/", ".me/", ".org/", ".tv/", ".edu/", "pinterest") { // a quick test before the expression
		s.steps += stepsPerTry * len(stretch)
		s.profilePages(from, stretch)
	}
	if contains(stretch, "geo:", "maps", "openstreetmap", "///") {
		s.steps += stepsPerTry * len(stretch)
		for _, m := range mapLink().FindAllIndex(stretch, -1) {
			s.add("coordinaten/kaart", Coordinates, from+m[0], trimEnd(s.normal.text, from+m[0], from+m[1]), true)
		}
	}
}

// profilePages adds the profile pages in a stretch that begins at offset from.
func (s *scanner) profilePages(from int, stretch []byte) {
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
		if notAPerson().MatchString(strings.TrimRight(name, ".")) || strings.Contains(url, "academia.edu") && allDigits(name) || code && m[4] >= 0 {
			continue // a repository: its owner is mostly a group
		}
		if code && end < len(s.lowerBytes) && s.lowerBytes[end] == '/' && end+1 < len(s.lowerBytes) && isAlnum(s.lowerBytes[end+1]) {
			continue
		}
		s.add("url-profiel/pagina", Profile, start, end, !officialAccount().MatchString(name))
	}
}

// contains reports whether a text has one of the parts.
func contains(text []byte, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return bytes.Contains(text, []byte(part)) })
}

// mapLink matches links to a position on a map, geo: URIs (RFC 5870) and what3words.
var mapLink = pattern(`(?:https?://)?(?:(?:www\.)?google\.[a-z.]+/maps[^ \n)>\]"]*\d+\.\d{3,}[^ \n)>\]"]*|maps\.google\.[a-z.]+/[^ \n)>\]"]+|maps\.app\.goo\.gl/[^ \n)>\]"]+|goo\.gl/maps/[^ \n)>\]"]+|(?:www\.)?openstreetmap\.org/[^ \n)>\]"]*\d+\.\d{3,}[^ \n)>\]"]*|(?:www\.)?bing\.com/maps[^ \n)>\]"]*\d+\.\d{3,}[^ \n)>\]"]*|maps\.apple\.com/[^ \n)>\]"]*\d+\.\d{3,}[^ \n)>\]"]*|geo:\d+\.\d{3,},\d+\.\d{3,}|///[a-z]+\.[a-z]+\.[a-z]+)`)

// handle matches an account name with an at sign, which is its group, with the server of a fediverse account behind it.
var handle = pattern(`(?:^|[ \n\x1e("'|:,;>])(@[\pL\d_][\pL\d_.-]{1,38}[\pL\d_])(?:@[a-z0-9-]+(?:\.[a-z0-9-]+)+)?`)

// notAHandle matches words with an at sign in source code and chat tools.
var notAHandle = pattern(`^@(?:media|import|layer|keyframes|supports|page|font-face|property|container|charset|namespace|param|return|returns|type|see|since|todo|override|deprecated|throws|author|version|example|all|here|channel|everyone|team.*|v?\d.*|scope|starting-style|view-transition|counter-style|tailwind|apply|include|mixin|extend|use|forward)$`)

// handle adds the account name in [start, end). A word for a social network before it makes it sure.
func (s *scanner) handle(start, end int) {
	value := s.lowerText[start:end]
	if notAHandle().MatchString(value) || end < len(s.lowerBytes) && (s.lowerBytes[end] == '/' || s.lowerBytes[end] == '(' || s.lowerBytes[end] == '{') {
		return
	}
	s.add("url-profiel/apenstaart", Profile, start, end, containsWord(s.textBefore(start, 30), "instagram", "insta", "twitter", "x", "tiktok", "account", "handle", "mastodon", "bluesky", "threads", "profiel", "facebook", "snapchat", "telegram"))
}
