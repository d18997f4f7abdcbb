package received

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
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
	// box matches a box, as people and mail programs write it, at the begin of a line that may be quoted.
	box = lazy.Regexp(`(?m)^[> \t]*(?:[-*•] ?)?(?:[\[(][ \t\x{a0}]*([xXvV✓✔]?)[ \t\x{a0}]*[\])]|([☐☑☒✓✔✅]))`)
	// blank matches a line without text, after which a line of the mail does not go on.
	blank = lazy.Regexp(`\n[> \t\r]*\n`)
	// consent and licence match what such a line is about.
	consent = lazy.Regexp(`(?i)toestemming|\bconsent|\bpermission\b`)
	licence = lazy.Regexp(`(?i)licentie|\blicen[cs]e\b`)
)

// read reads the boxes in a text. What a box is about may go on for lines, as a mail program breaks them. Of a mail that holds one box twice, such as
// one that quotes the mail that it answers, the first counts.
func (t *Ticks) read(text string) {
	all := box().FindAllStringSubmatchIndex(text, -1)
	for i, m := range all {
		end := len(text)
		if i+1 < len(all) {
			end = all[i+1][0]
		}
		about := text[m[1]:end]
		if stop := blank().FindStringIndex(about); stop != nil {
			about = about[:stop[0]]
		}
		tick := No
		if m[2] >= 0 && m[3] > m[2] || m[4] >= 0 && text[m[4]:m[5]] != "☐" {
			tick = Yes
		}
		switch {
		case licence().MatchString(about):
			t.Licence.set(tick)
		case consent().MatchString(about):
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
