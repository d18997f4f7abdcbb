package repo

import (
	"net/url"
	"strings"
)

// ForURL returns the values of http.KEY that hold for an address: those of http.….KEY with a part of the address go before, the more of it they name. The last
// one counts, or all of them when the key can have several. user is the user name in the address, or "". Source:
// https://git-scm.com/docs/git-config#Documentation/git-config.txt-httpurl.
func (s *Settings) ForURL(key string, address *url.URL, user string) []string {
	var values []string
	best := fit{}
	for _, v := range s.values {
		if v.section != "http" || v.key != strings.ToLower(key) {
			continue
		}
		how := fit{}
		if v.sub != "" {
			var ok bool
			if how, ok = fits(v.sub, address, user); !ok {
				continue
			}
		}
		if how.less(best) {
			continue
		}
		best, values = how, append(values, v.value)
	}
	return values
}

// fit tells how much of an address a pattern names.
type fit struct {
	host, path int
	user       bool
}

func (f fit) less(other fit) bool {
	switch {
	case f.host != other.host:
		return f.host < other.host
	case f.path != other.path:
		return f.path < other.path
	}
	return !f.user && other.user
}

// fits reports whether a pattern, an address of which a part of the host may be a *, holds for an address.
func fits(pattern string, address *url.URL, user string) (fit, bool) {
	p, err := url.Parse(pattern)
	if err != nil || p.Host == "" || !strings.EqualFold(p.Scheme, address.Scheme) || portOf(p) != portOf(address) || !hostFits(p.Hostname(), address.Hostname()) {
		return fit{}, false
	}
	if p.User != nil && p.User.Username() != user {
		return fit{}, false
	}
	folder, path := strings.TrimSuffix(p.Path, "/"), strings.TrimSuffix(address.Path, "/")
	if path != folder && !strings.HasPrefix(path, folder+"/") {
		return fit{}, false
	}
	return fit{1 + len(p.Hostname()), len(folder), p.User != nil}, true
}

// hostFits compares two hosts part by part; a * stands for one part.
func hostFits(pattern, host string) bool {
	wanted, parts := strings.Split(strings.ToLower(pattern), "."), strings.Split(strings.ToLower(host), ".")
	if len(wanted) != len(parts) {
		return false
	}
	for i, part := range parts {
		if wanted[i] != part && wanted[i] != "*" {
			return false
		}
	}
	return true
}

func portOf(u *url.URL) string {
	if port := u.Port(); port != "" {
		return port
	}
	return map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)]
}
