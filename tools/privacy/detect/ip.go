package detect

import (
	"bytes"
	"net/netip"
	"slices"
)

// ipv4 adds an IPv4 address at offset p. Only one of the public internet or a private network counts; the numbers of sections and
// versions look the same, so low numbers need a word before them.
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
	s.steps += stepsPerWindow
	addr, err := netip.ParseAddr(string(text[p:end]))
	if err != nil || !isPublic(addr) && !isExample(addr) && !addr.IsPrivate() {
		return
	}
	network := containsWord(s.textBefore(p, 60), networkWords...)
	if !network && numberedPart().Match(s.textBefore(p, 24)) || !network && isNumbering(addr) {
		return
	}
	named := containsWord(s.textBefore(p, 60), "vanaf", "van", "log", "adres")
	s.add("ip/ipv4", IP, p, end, (network || named || large(addr) > 1) && isPublic(addr))
}

// networkWords are words near the address of a computer.
var networkWords = []string{"ip", "ip-adres", "ipadres", "ip-adressen", "ipv4", "host", "server", "inlog", "ingelogd", "login", "router", "firewall", "netwerk", "verbinding", "computer", "dns", "ping", "vpn", "wifi", "port", "http"}

// numberedPart matches a word for a part of a document, or for a version, before its number.
var numberedPart = pattern(`(?:\b(?:versie|v|version|paragraaf|paragrafen|par|tabel|bijlage|artikel|art|sectie|hoofdstuk|build|firmware|windows|release|voorschrift|voorschriften|eis|eisen|norm|punt|onderdeel|lid|regel|bepaling|maatregel|control|figuur|stap|vraag|criterium|nummer|nr|rubriek|post|code|en|t/m|tot)\.?|§) ?$`)

// isNumbering reports whether a number looks like that of a paragraph: all parts are low, or none is above 99 and most are below 20.
func isNumbering(addr netip.Addr) bool {
	octets := addr.As4()
	small := 0
	for _, o := range octets {
		if o < 20 {
			small++
		}
	}
	return large(addr) == 0 && (small > 2 || octets[0] < 32 && octets[1] < 32 && octets[2] < 32 && octets[3] < 32)
}

// large counts the parts of an address that are above 99.
func large(addr netip.Addr) int {
	n := 0
	for _, o := range addr.As4() {
		if o > 99 {
			n++
		}
	}
	return n
}

// ipv6 adds an IPv6 address at offset p.
func (s *scanner) ipv6(p int) {
	text := s.normal.text
	if p > 0 && (isAlnum(text[p-1]) || text[p-1] == ':') {
		return
	}
	end := s.endOfIPv6(p)
	if bytes.Count(text[p:end], []byte(":")) < 2 || end < len(text) && isAlnum(text[end]) && text[end] != '%' || end-p < 6 {
		return
	}
	if end < len(text) && text[end] == '%' { // the zone: fe80::1%eth0
		for end++; end < len(text) && isAlnum(text[end]); end++ {
		}
	}
	addr, err := netip.ParseAddr(string(text[p:end]))
	addr = addr.Unmap()
	if err == nil && (isPublic(addr) || isExample(addr) || addr.IsLinkLocalUnicast() || addr.IsPrivate()) {
		s.add("ip/ipv6", IP, p, end, isPublic(addr))
	}
}

// endOfIPv6 returns the end of what may be an IPv6 address at offset p, with an IPv4 address at its end: "::ffff:185.12.4.9".
func (s *scanner) endOfIPv6(p int) int {
	text, end := s.normal.text, p
	for end < len(text) && (unhex(text[end]) >= 0 || text[end] == ':') {
		end++
	}
	for end > p && text[end-1] == ':' && !(end > p+1 && text[end-2] == ':') {
		end--
	}
	if end > p && end < len(text) && text[end] == '.' && isDigit(text[end-1]) {
		for end < len(text) && (isDigit(text[end]) || text[end] == '.' && end+1 < len(text) && isDigit(text[end+1])) {
			end++
		}
	}
	return end
}

// examples are the networks for documentation (RFC 5737 and RFC 3849). A writer may use them for a real person, so they are hits
// that are not sure.
var examples = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32")}

// reserved are networks that nobody has (RFC 6890).
var reserved = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("240.0.0.0/4")}

func isExample(addr netip.Addr) bool { return inAny(addr, examples) }

func isPublic(addr netip.Addr) bool {
	return addr.IsGlobalUnicast() && !addr.IsPrivate() && !inAny(addr, reserved) && !isExample(addr)
}

func inAny(addr netip.Addr, prefixes []netip.Prefix) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(addr) })
}
