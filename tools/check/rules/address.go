package rules

import (
	"slices"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// schemes are the kinds of address of which the site makes a link (layouts/_partials/fn/page/safe-address.html).
var schemes = []string{"http", "https", "mailto", "tel"}

var schemeOf = lazy.Regexp(`^([A-Za-z][A-Za-z0-9+.-]*):`)

// unsafe returns what is wrong with an address in Markdown of which the site makes no link, or "". It reads the address as a browser does, which passes over
// white space and takes a backslash for a slash.
func unsafe(address string) string {
	address = decodeEntities(address)
	address = strings.TrimFunc(address, func(r rune) bool { return r <= ' ' })
	if m := schemeOf().FindStringSubmatch(strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(address)); m != nil && !slices.Contains(schemes, strings.ToLower(m[1])) {
		return message.Text("unsafe/scheme", "scheme", shorten(strings.ToLower(m[1])))
	}
	switch {
	case strings.HasPrefix(address, "//"):
		return message.Text("unsafe/host")
	case strings.ContainsFunc(address, func(r rune) bool { return r == '\\' || r < ' ' || isUnseen(r) }):
		return message.Text("unsafe/backslash")
	}
	return ""
}

// checkAddress adds a finding on an address of which the site makes no link, and reports whether there is one.
func (f *file) checkAddress(address string, start, end int) bool {
	problem := unsafe(address)
	if problem != "" {
		f.addBody(linkUnsafe, start, end, "problem", problem)
	}
	return problem != ""
}

// checkPicture adds a finding on a picture that another site must give, and reports whether there is one.
func (f *file) checkPicture(address string, start, end int) bool {
	if f.checkAddress(address, start, end) {
		return true
	}
	remote := schemeOf().MatchString(address)
	if remote {
		f.addHint(linkUnsafe, place{f.BodyStart + start, f.BodyStart + end, ""}, message.Text("unsafe/picture.tip"), "problem", message.Text("unsafe/picture"))
	}
	return remote
}

// checkSources checks the addresses of the sources: the page makes a link of one on https only.
func (f *file) checkSources() {
	f.leaves(func(l leaf) {
		if !l.key && strings.HasPrefix(l.path, lifecycle.Sources+".") && strings.HasSuffix(l.path, ".adres") && !l.Blank() && !strings.HasPrefix(l.Text, "https://") {
			f.add(linkUnsafe, l.Start, l.End, l.path, "problem", message.Text("unsafe/source"))
		}
	})
}
