package received

import (
	"strings"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/lifecycle"
	"github.com/openbaarheid-schuurt/dilemma/tools/lazy"
)

// maxTries is how many lines of dashes of one text are tried as the begin of a dilemma.
const maxTries = 50

// inText returns the dilemmas in a text that has more, such as a mail: each from its front matter to the next one, or to where the letter goes on.
func inText(text string) []Dilemma {
	if len(text) > casebook.MaxSize {
		return nil
	}
	var found []Dilemma
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, tries := 0, 0; i < len(lines) && tries < maxTries; i++ {
		quote, bare := unquote(lines[i])
		if strings.TrimRight(bare, " \t") != "---" {
			continue
		}
		tries++
		rest := within(lines[i:], quote)
		file, size := begins(rest)
		if size == 0 {
			continue
		}
		story := rest[size:]
		end, cut := letter(story)
		for j := range end {
			if story[j] == "---" {
				if _, size := begins(story[j:]); size > 0 { // the next dilemma
					end, cut = j, 0
					break
				}
			}
		}
		body := strings.TrimRight(strings.Join(story[:end], "\n"), "\n \t")
		whole := file
		if strings.TrimSpace(body) != "" {
			whole += body + "\n"
		}
		found = append(found, Dilemma{Form: Markdown, Text: []byte(whole), Cut: cut})
		i += size + end - 1
	}
	return found
}

// quoting matches the signs before a line of a mail that is answered or sent on.
var quoting = lazy.Regexp(`^(?:> ?)+`)

// unquote parts a line from the signs before it.
func unquote(line string) (quote, bare string) {
	quote = quoting().FindString(line)
	return quote, line[len(quote):]
}

// within returns the lines that are quoted as deep as the first is, without the signs.
func within(lines []string, quote string) []string {
	if quote == "" {
		return lines
	}
	var bare []string
	for _, line := range lines {
		rest, found := strings.CutPrefix(line, quote)
		if !found {
			if rest, found = strings.CutPrefix(line, strings.TrimRight(quote, " ")); !found || rest != "" {
				break
			}
		}
		bare = append(bare, rest)
	}
	return bare
}

// begins reports whether lines begin with the front matter of a dilemma. It returns that as a text of its own, and the number of its lines; 0 when they
// don't. A sign that a mail program put in the place of another is mended.
func begins(lines []string) (front string, size int) {
	for i := 1; i < len(lines); i++ {
		if strings.TrimRight(lines[i], " \t\u00a0") != "---" {
			continue
		}
		front = "---\n" + strings.Join(lines[1:i], "\n") + "\n---\n"
		file := casebook.Parse("", []byte(front))
		if file.Front == nil {
			file = casebook.Parse("", casebook.Mended(file.Source, file.Slips()))
		}
		if titleOf(file) == "" || file.Front.Get(lifecycle.Canvas) == nil {
			return "", 0
		}
		return string(file.Source), i + 1
	}
	return "", 0
}

var (
	// greeting matches a line that ends a letter.
	greeting = lazy.Regexp(`(?i)^\s*(?:(?:met\s+)?(?:vriendelijke|hartelijke|warme|beste|collegiale)\s+groet(?:en|jes)?|` +
		`m\.?\s?v\.?\s?g\.?|groet(?:en|jes)?|hoogachtend|(?:kind|best|warm)?\s*regards|sincerely)\s*(?:[,.!-].*)?$`)
	// answered matches a line above a mail that is answered or sent on.
	answered = lazy.Regexp(`(?i)^\s*(?:-{2,}\s*(?:oorspronkelijk bericht|original message|forwarded message|doorgestuurd bericht).*|_{10,}|` +
		`(?:begin doorgestuurd bericht|begin forwarded message):|(?:van|from):\s.*@.*|(?:op|on)\s.*\b(?:schreef|wrote)\b.*:)\s*$`)
)

// letter returns where a letter goes on below a story, and how many lines with text there are from there on.
func letter(lines []string) (end, cut int) {
	end = len(lines)
	for i, line := range lines {
		signed := line == "-- " || strings.TrimSpace(line) == "--" && (i == 0 || strings.TrimSpace(lines[i-1]) == "") // else it is a heading
		if signed || greeting().MatchString(line) || answered().MatchString(line) {
			end = i
			break
		}
	}
	for _, line := range lines[end:] {
		if strings.TrimSpace(line) != "" {
			cut++
		}
	}
	return end, cut
}
