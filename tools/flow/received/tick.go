package received

import (
	"regexp"
	"strings"
)

// Tick is whether the sender of a mail agreed to something.
type Tick string

const (
	Missing Tick = "missing" // the mail does not ask, or the line is gone
	Yes     Tick = "yes"
	No      Tick = "no"
)

// Ticks are what the mail of the site asks of its sender: a line each, with a box.
type Ticks struct{ Consent, Licence Tick }

var (
	// box matches a line with a box, as people and mail programs write it, also quoted.
	box = regexp.MustCompile(`(?m)^[> \t]*(?:[-*•] ?)?(?:[\[(][ \t\x{a0}]*([xXvV✓✔]?)[ \t\x{a0}]*[\])]|([☐☑☒✓✔✅]))[ \t\x{a0}]*(\S.*)$`)
	// consent and licence match what such a line is about.
	consent = regexp.MustCompile(`(?i)toestemming|\bconsent\b|\bpermission\b`)
	licence = regexp.MustCompile(`(?i)licentie|\blicen[cs]e\b`)
)

// read reads the boxes in a text. Of a mail that holds one line twice, such as the mail that it answers, the first counts.
func (t *Ticks) read(text string) {
	for _, m := range box.FindAllStringSubmatch(text, -1) {
		tick := No
		if m[1] != "" || m[2] != "" && m[2] != "☐" {
			tick = Yes
		}
		switch {
		case licence.MatchString(m[3]):
			t.Licence.set(tick)
		case consent.MatchString(m[3]):
			t.Consent.set(tick)
		}
	}
}

func (t *Tick) set(to Tick) {
	if *t == Missing {
		*t = to
	}
}

// unflow joins the lines of a text that its sender broke (RFC 3676): those that end with a space, which goes too with delete.
func unflow(text string, remove bool) string {
	var b strings.Builder
	open, depth := false, 0 // the line before goes on, and how deep it is quoted
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		bare := strings.TrimLeft(line, ">")
		quoted := len(line) - len(bare)
		bare = strings.TrimPrefix(bare, " ") // put before a line that begins with a space, a > or From
		if open && quoted != depth {
			b.WriteByte('\n')
			open = false
		}
		if !open && quoted > 0 {
			b.WriteString(strings.Repeat(">", quoted) + " ")
		}
		depth = quoted
		if open = strings.HasSuffix(bare, " ") && bare != "-- "; open && remove {
			bare = strings.TrimSuffix(bare, " ")
		}
		if b.WriteString(bare); !open {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
