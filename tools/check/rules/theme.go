package rules

import (
	"io/fs"
	"path"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/theme"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// isTheme reports whether a path is that of a theme.
func isTheme(name string) bool { return path.Dir(name) == theme.Dir && path.Ext(name) == ".css" }

// checkTheme measures the colours of a theme.
func (c *Checker) checkTheme(name string) []finding.Finding {
	own, err := fs.ReadFile(c.book.Root(), name)
	if err != nil {
		return nil // the search tells
	}
	base, err := fs.ReadFile(c.book.Root(), theme.Base)
	if err != nil {
		return nil // without it nothing can be compared
	}
	f := c.open(casebook.Text(name, own))
	report := theme.Measure(base, own)
	for _, fault := range report.Faults {
		f.addHint(themeContrast, place{fault.Token.Start, fault.Token.End, ""}, themeTip(fault), "on", fault.On.String(), "below", fault.Below.String(),
			"token", fault.Pair.On, "other", fault.Pair.Below, "scheme", message.Text("theme/"+string(fault.Scheme)),
			"ratio", theme.Ratio(fault.Ratio), "least", theme.Ratio(fault.Least))
	}
	for _, t := range report.Unknown {
		f.addHint(themeToken, place{t.Start, t.End, ""}, message.Text("theme/unknown.tip"), "reason", message.Text("theme/unknown", "token", t.Name))
	}
	for _, t := range report.Unread {
		f.addHint(themeToken, place{t.Start, t.End, ""}, message.Text("theme/unread.tip"), "reason", message.Text("theme/unread", "token", t.Name))
	}
	return f.finish()
}

// themeTip names the nearest colour that can be read there, when there is one.
func themeTip(fault theme.Fault) string {
	ends := []theme.Colour{{}, {R: 255, G: 255, B: 255}}
	if theme.Contrast(ends[0], fault.Below) < theme.Contrast(ends[1], fault.Below) {
		ends[0], ends[1] = ends[1], ends[0]
	}
	near, ok := theme.Towards(fault.On, ends[0], fault.Below, fault.Least)
	if !ok {
		return message.Text("theme/contrast.tip")
	}
	return message.Text("theme/near.tip", "near", near.String(), "ratio", theme.Ratio(theme.Contrast(near, fault.Below)))
}
