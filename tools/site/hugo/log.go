package hugo

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// Level says how bad a Message is.
type Level string

// The levels.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Other   Level = "" // Hugo does not say; what went wrong when it fails, and else what the user asked it to tell
)

// Message is something that Hugo printed besides its usual chat.
type Message struct {
	Level Level
	// File is where Hugo says that it is, as a path from the root of the site with forward slashes; "" when it says nothing, or names a file elsewhere.
	File string
	// Line and Column count from 1; 0 when Hugo does not tell.
	Line, Column int
	// Text is what Hugo says, in its own words.
	Text string
}

var (
	// level matches the begin of a line with a warning or an error, with the time that Hugo sets before it in some cases.
	level = lazy.Regexp(`^(?:\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d\S* +)?(ERROR|WARN|Error:|command error:) +(.*)$`)
	// another matches a line that goes on with an error of many pages.
	another = lazy.Regexp(`^render of "`)
	// position matches a quoted place in a file, as in "/book/layouts/baseof.html:4:27".
	position = lazy.Regexp(`"([^"\n]+?):(\d+):(\d+)"`)
	// quoted matches a file without a place.
	quoted = lazy.Regexp(`"([^"\n]+\.[A-Za-z]{1,8})"`)
	// stack matches the first line of the stack that Go prints when a program stumbles.
	stack = lazy.Regexp(`(?m)^(?:panic: |fatal error: |goroutine \d+ \[)`)
	// chat matches the lines of the table that Hugo prints at the end, and what else it says when all is well.
	chat = lazy.Regexp(`^(?: *│| *[A-Za-z -]+ +│|─+┼|Start building sites|hugo v\d|Total in |Built in |Watching for|Environment: |Serving pages|Running in Fast|Web Server is|Press Ctrl|Change detected|Change of |Source changed|Template changed|Rebuilt in|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)`)
)

// Messages returns the messages in what Hugo printed, each once, for a site that is made of files in the folders roots. Of the many pages on which one place
// in a template goes wrong, it returns the first.
func Messages(output string, roots ...string) []Message {
	if at := strings.LastIndex(output, "\ncommand error: "); at >= 0 {
		output = output[at+1:] // before it stands how Hugo is used
	}
	var all []Message
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, " \r\n")
		m := level().FindStringSubmatch(line)
		switch {
		case m != nil:
			at := Error
			if m[1] == "WARN" {
				at = Warning
			}
			all = append(all, newMessage(at, m[2], roots))
		case line == "" || chat().MatchString(line):
		case another().MatchString(line):
			all = append(all, newMessage(Error, line, roots))
		case len(all) == 0 || all[len(all)-1].Level == Warning: // a warning is one line
			all = append(all, newMessage(Other, line, roots))
		default: // it goes on
			all[len(all)-1].Text += "\n" + line
		}
	}
	seen := map[Message]bool{}
	return slices.DeleteFunc(all, func(m Message) bool {
		if m.Line > 0 {
			m.Text = ""
		}
		again := seen[m]
		seen[m] = true
		return again
	})
}

// newMessage returns the message with this text. Hugo tells the way to a mistake from the page to the partial; the last place is the mistake itself.
func newMessage(level Level, text string, roots []string) Message {
	m := Message{Level: level, Text: text}
	for _, at := range position().FindAllStringSubmatch(text, -1) {
		if file := inside(at[1], roots); file != "" {
			m.File = file
			m.Line, _ = strconv.Atoi(at[2])
			m.Column, _ = strconv.Atoi(at[3])
		}
	}
	if at := quoted().FindStringSubmatch(text); m.File == "" && at != nil {
		m.File = inside(at[1], roots)
	}
	return m
}

// inside returns the path of a file from the folder in which it is, or "" for one that is in none.
func inside(file string, roots []string) string {
	for _, root := range roots {
		if rel, err := filepath.Rel(root, file); err == nil && filepath.IsAbs(file) && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	return ""
}

// Stumbled returns what made Hugo itself stumble, in a line, when what it printed ends with a stack of Go; "" when it does not.
func Stumbled(output string) string {
	at := stack().FindStringIndex(output)
	if at == nil {
		return ""
	}
	first, _, _ := strings.Cut(output[at[0]:], "\n")
	return strings.TrimSpace(first)
}
