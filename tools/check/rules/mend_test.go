package rules_test

import (
	"strings"
	"testing"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
)

// TestMends has front matter as programs and people write it: what is found stands between « and », the message holds a word, and what --fix makes of it has no
// finding. Without a right answer the file stays as it is.
func TestMends(t *testing.T) {
	const head, tail = "---\ntitle: Een begin\ndraft: true\n", "canvas:\n  kennismaken:\n    dilemma: Wat schuurt.\n    waarom_nu: Omdat het moet.\n---\n"
	in := func(lines string) string { return strings.Replace(head, "draft", lines+"draft", 1) + tail }
	title := func(text string) string { return strings.Replace(head, "Een begin", text, 1) + tail }
	dilemma := func(text string) string { return head + strings.Replace(tail, "Wat schuurt.", text, 1) }
	for _, c := range []struct{ name, rule, says, wrong, right string }{
		// a # that cuts off text
		{"number in a title", "frontmatter/comment", "leest de site niet verder", title("Kiezen we optie «#2 of niets?»"), title(`"Kiezen we optie #2 of niets?"`)},
		{"number in the canvas", "frontmatter/comment", "", dilemma("We kiezen optie «#2 en niet #3.»"), dilemma(`"We kiezen optie #2 en niet #3."`)},
		{"number and quotes", "frontmatter/comment", "", dilemma(`We kiezen "nu" «#2»`), dilemma(`"We kiezen \"nu\" #2"`)},
		{"number on the next line", "frontmatter/comment", "", dilemma("We kiezen\n      «#2 en niet #3.»"), dilemma(`"We kiezen #2 en niet #3."`)},
		{"number in an item", "frontmatter/comment", "", in2(tail, head, "keuzes:\n      - keuze: Nu\n        nadelen: [Duur]\n        voordelen:\n          - Punt «#1 telt»\n"), in2(tail, head, "keuzes:\n      - keuze: Nu\n        nadelen: [Duur]\n        voordelen:\n          - \"Punt #1 telt\"\n")},
		{"number between brackets", "frontmatter/syntax", "de tekst gaat door", in2(tail, head, "keuzes:\n      - keuze: Nu\n        nadelen: [Duur]\n        voordelen: [Punt «#»1 telt, Snel]\n"), in2(tail, head, "keuzes:\n      - keuze: Nu\n        nadelen: [Duur]\n        voordelen: [\"Punt #1 telt\", Snel]\n")},
		{"number in a text of two lines", "frontmatter/syntax", "de tekst gaat door", dilemma("We kiezen optie «#»2\n      en niet #3."), dilemma(`"We kiezen optie #2 en niet #3."`)},
		{"a comment or a text", "frontmatter/comment", "", dilemma("Een waarde «# 3 is genoeg»"), ""},
		// dates
		{"a date of a CMS", "canvas/type", "een datum met een tijd erbij", in("date: «2026-03-12T00:00:00.000Z»\n"), in("date: 2026-03-12\n")},
		{"the same in quotes", "canvas/type", "een datum met een tijd erbij", in("date: «\"2026-03-12T00:00:00.000Z\"»\n"), in("date: 2026-03-12\n")},
		{"a date with the time of the Netherlands", "canvas/type", "", in("date: «2026-03-12T00:30:00+01:00»\n"), in("date: 2026-03-12\n")},
		{"a date with a time and no zone", "canvas/type", "", in("date: «2026-03-12 23:59:59»\n"), in("date: 2026-03-12\n")},
		{"the same day everywhere", "canvas/type", "", in("date: «2026-03-12T09:15:00-04:00»\n"), in("date: 2026-03-12\n")},
		{"another day in the Netherlands", "canvas/type", "", in("date: «2026-03-11T23:00:00Z»\n"), ""},
		{"another day in the Netherlands, from America", "canvas/type", "", in("date: «2026-03-11T22:00:00-05:00»\n"), ""},
		{"a date without zeros", "canvas/type", "in een andere vorm", in("date: «2026-3-1»\n"), in("date: 2026-03-01\n")},
		{"the day first", "canvas/type", "in een andere vorm", in("date: «12-03-2026»\n"), in("date: 2026-03-12\n")},
		{"the day first, with dots", "canvas/type", "", in("date: «12.3.2026»\n"), in("date: 2026-03-12\n")},
		{"the month first, maybe", "canvas/type", "", in("date: «03/12/2026»\n"), ""},
		{"slashes, and one answer", "canvas/type", "", in("date: «23/3/2026»\n"), in("date: 2026-03-23\n")},
		{"in words", "canvas/type", "", in("date: «12 maart 2026»\n"), in("date: 2026-03-12\n")},
		{"in words, short", "canvas/type", "", in("date: «do 12 mrt. 2026»\n"), in("date: 2026-03-12\n")},
		{"one number", "canvas/type", "", in("date: «20260312»\n"), in("date: 2026-03-12\n")},
		{"no day at all", "date/invalid", "bestaat niet", in("date: «31-02-2026»\n"), ""},
		{"no date", "canvas/type", "hier staat tekst", in("date: «volgende week»\n"), ""},
		// signs that are not what they look like
		{"hard spaces before a block", "frontmatter/syntax", "U+00A0 (harde spatie)", dilemma("|\n«\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0»De raad vraagt erom."), dilemma("|\n      De raad vraagt erom.")},
		{"hard spaces before a key", "frontmatter/syntax", "U+00A0 (harde spatie)", strings.Replace(in(""), "    waarom_nu", "«\u00a0\u00a0\u00a0\u00a0»waarom_nu", 1), in("")},
		{"one hard space before a key", "frontmatter/syntax", "U+202F (smalle harde spatie)", strings.Replace(in(""), "    waarom_nu", " «\u202f»  waarom_nu", 1), in("")},
		{"a hard space behind a key", "frontmatter/syntax", "U+00A0 (harde spatie)", strings.Replace(in(""), "title: ", "title:«\u00a0»", 1), in("")},
		{"a wide colon", "frontmatter/syntax", "U+FF1A (brede dubbele punt)", strings.Replace(in(""), "title: ", "title«：»", 1), in("")},
		{"no space behind a colon", "frontmatter/syntax", "geen spatie", strings.Replace(in(""), "draft: ", "draft«:»", 1), in("")},
		{"a zero-width space before a key", "frontmatter/syntax", "U+200B (spatie zonder breedte)", strings.Replace(in(""), "    waarom_nu", "    «\u200b»waarom_nu", 1), in("")},
		{"curly quotes around a colon", "frontmatter/syntax", "U+201C", title("«“»Het park: open”"), title(`"Het park: open"`)},
		{"a quote that is not closed", "frontmatter/syntax", "sluit het niet", title(`«"»Het park`), title(`"Het park"`)},
		{"a quote that is not closed, at the end", "frontmatter/syntax", "sluit het niet", strings.Replace(in(""), "Omdat het moet.", "«'»Omdat het moet.", 1), strings.Replace(in(""), "Omdat het moet.", "'Omdat het moet.'", 1)},
		{"a quote in quotes", "frontmatter/syntax", "sluit de tekst", title(`"Het «"»nieuwe" park"`), title(`"Het \"nieuwe\" park"`)},
		{"an apostrophe in quotes", "frontmatter/syntax", "sluit de tekst", title(`'Thema«'»s van nu'`), title(`"Thema's van nu"`)},
		{"dashes of a word processor", "canvas/type", "", in2(tail, head, "keuzes:\n      - keuze: Nu\n        nadelen: [Duur]\n        voordelen:\n          «– Snel\n          – Goed»\n"), in2(tail, head, "keuzes:\n      - keuze: Nu\n        nadelen: [Duur]\n        voordelen:\n          - Snel\n          - Goed\n")},
		{"hard spaces behind dashes", "canvas/type", "", in2(tail, head, "keuzes:\n      - keuze: Nu\n        nadelen: [Duur]\n        voordelen:\n          «-\u00a0Snel\n          -\u00a0Goed»\n"), in2(tail, head, "keuzes:\n      - keuze: Nu\n        nadelen: [Duur]\n        voordelen:\n          - Snel\n          - Goed\n")},
		{"bullets of Markdown", "frontmatter/syntax", "U+002A (sterretje)", in2(tail, head, "keuzes:\n      - keuze: Nu\n        nadelen: [Duur]\n        voordelen:\n          «*» Snel\n"), in2(tail, head, "keuzes:\n      - keuze: Nu\n        nadelen: [Duur]\n        voordelen:\n          - Snel\n")},
		// lines
		{"a line separator", "file/control-character", "U+2028 (einde van een regel)", dilemma("Wat«\u2028»schuurt."), in("")},
		{"lines of an old Mac", "file/control-character", "U+000D (regeleinde van oude Macs)", strings.Replace(strings.ReplaceAll(in(""), "\n", "\r"), "\r", "«\r»", 1), in("")},
		{"tabs before keys", "frontmatter/tab", "Hier staat een tab", "---\ntitle: Een begin\ndraft: true\ncanvas:\n«\t»kennismaken:\n\t\tdilemma: Wat schuurt.\n\t\twaarom_nu: Omdat het moet.\n---\n", in("")},
		{"a tab in a text", "frontmatter/tab", "", dilemma("Wat«\t»schuurt."), in("")},
		{"tabs and spaces of which the width matters", "frontmatter/tab", "", "---\ntitle: Een begin\ndraft: true\ncanvas:\n  kennismaken:\n«\t»dilemma: Wat.\n\twaarom_nu: Nu.\n---\n", ""},
		// signs that nobody sees
		{"before the first line", "file/control-character", "U+200B (spatie zonder breedte)", "«\u200b»" + in(""), in("")},
		{"a hard space before the first line", "file/control-character", "U+00A0 (harde spatie)", "«\u00a0»" + in(""), ""},
		{"a key with a zero-width space", "canvas/unknown-key", "waarom‹U+200B›_nu", strings.Replace(in(""), "waarom_nu", "«waarom\u200b_nu»", 1), in("")},
		{"a text with a zero-width space", "file/invisible", "U+200B (spatie zonder breedte)", dilemma("Wat «\u200b»schuurt."), in("")},
		{"a word joiner in the story", "file/invisible", "U+2060", in("") + "Zo«\u2060»!\n", in("") + "Zo!\n"},
		{"a joiner between plain letters", "file/invisible", "U+200D", dilemma("Wat «\u200d»schuurt."), in("")},
	} {
		t.Run(c.name, func(t *testing.T) {
			wrong := strings.Replace(strings.Replace(c.wrong, "«", "", 1), "»", "", 1)
			found := run(t, book(wrong, nil), dilemmaFile)
			if len(found) == 0 {
				t.Fatal("no finding")
			}
			f := found[0]
			start := strings.Index(c.wrong, "«")
			end := strings.Index(strings.Replace(c.wrong, "«", "", 1), "»")
			if f.Rule != c.rule || f.Start != start || f.End != end || !strings.Contains(f.Message, c.says) || len(found) > 1 {
				t.Errorf("%s at %q: %s (%s) %v", f.Rule, wrong[f.Start:f.End], f.Message, f.Hint, found[1:])
			}
			got, done := fix(wrong)
			if c.right == "" {
				if got != wrong || len(done) > 0 {
					t.Errorf("there is no right answer, and it became %v:\n%s", done, got)
				}
				return
			}
			if got != c.right || len(done) == 0 {
				t.Errorf("became %v:\n%s", done, got)
			}
			if found := run(t, book(got, nil), dilemmaFile); len(found) > 0 {
				t.Errorf("still %v", found)
			}
		})
	}
}

// in2 returns a concept with choices.
func in2(tail, head, lines string) string {
	return head + strings.Replace(tail, "---\n", "  afwegen:\n    "+lines+"---\n", 1)
}

// TestSignsThatMay has signs that take no room and belong where they stand, and comments that cut off nothing.
func TestSignsThatMay(t *testing.T) {
	for _, c := range []string{
		strings.Replace(concept, "Wat schuurt.", "De 👩\u200d🚀, 🧑🏽\u200d⚖️ en ❤️\u200d🔥 en 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f.", 1),
		strings.Replace(concept, "Wat schuurt.", "Dat is می\u200cخواهم.", 1),
		strings.Replace(concept, "Wat schuurt.", "Een aansprakelijkheids\u00adverzekering kost €\u00a0100.", 1),
		strings.Replace(concept, "Wat schuurt.", `"Een regel\nen nog een\ten zo"`, 1),
		strings.Replace(concept, "draft: true", "draft: true #nog niet af", 1),
		strings.Replace(concept, "draft: true", "draft: true # nog niet af\nthemas: [timing] #nog een?", 1),
		strings.Replace(concept, "    dilemma: Wat schuurt.", "    #dilemma: Iets anders.\n    dilemma: \"Wat schuurt.\" #2\n    # nog een vraag", 1),
		strings.Replace(concept, "Wat schuurt.", "|\n      Optie #2, of\n      #3 en # 4.", 1),
		strings.Replace(concept, "Wat schuurt.", "C# en a#b, of '#3'.", 1),
		concept + "Code: `&#x202E;`, \\&#x202E; en &euro; en &nbsp;.\n\n    [a][b] &rlm; [[c]]\n",
	} {
		if found := run(t, book(c, nil), dilemmaFile); len(found) > 0 {
			t.Errorf("%v in\n%s", found, c)
		}
		if got, done := fix(c); got != c {
			t.Errorf("became %v\n%s", done, got)
		}
	}
}

// TestSignsAreJudgedAsRead writes signs that nobody may see in every way that YAML and Markdown have for them.
func TestSignsAreJudgedAsRead(t *testing.T) {
	quoted := func(text string) string { return strings.Replace(concept, "Wat schuurt.", text, 1) }
	for _, c := range []struct{ source, sign string }{
		{quoted(`"Wat «\x07»schuurt."`), "U+0007 (stuurteken)"}, {quoted(`"Wat «\0»schuurt."`), "U+0000"}, {quoted(`"Wat «\e»schuurt."`), "U+001B"},
		{quoted(`"Wat «\x1b»schuurt."`), "U+001B"}, {quoted(`"Wat «\u202E»schuurt."`), "U+202E (schrijfrichting)"}, {quoted(`"Wat «\U00002066»schuurt."`), "U+2066"},
		{quoted(`"Wat «\u200b»schuurt."`), "U+200B"}, {quoted(`"Wat «\L»schuurt."`), "U+2028"}, {quoted(`"Wat «\N»schuurt."`), "U+0085"}, {quoted(`"Wat «\r»schuurt."`), "U+000D"},
		{quoted("'Wat «\u202e»schuurt.'"), "U+202E"}, {quoted("|\n      Wat\n      «\u2067»schuurt."), "U+2067"}, {quoted(">-\n      Wat\n      sch«\u200f»uurt."), "U+200F"},
		{quoted("Wat is\n      sch«\u061c»uurt."), "U+061C"},
		{concept + "Wat «\u202d»schuurt.\n", "U+202D"}, {concept + "Wat «&#x202E;»schuurt.\n", "U+202E"}, {concept + "Wat «&#8238;»schuurt.\n", "U+202E"},
		{concept + "Wat «&rlm;»schuurt.\n", "U+200F"}, {concept + "Wat «&ZeroWidthSpace;»schuurt.\n", "U+200B"}, {concept + "[Wat «&#x2066;»schuurt](/handreiking/).\n", "U+2066"},
	} {
		source := strings.Replace(strings.Replace(c.source, "«", "", 1), "»", "", 1)
		found := run(t, book(source, nil), dilemmaFile)
		start, end := strings.Index(c.source, "«"), strings.Index(strings.Replace(c.source, "«", "", 1), "»")
		if len(found) != 1 || found[0].Rule != "file/invisible" || found[0].Start != start || found[0].End != end || !strings.Contains(found[0].Message, c.sign) {
			t.Errorf("%v in\n%s", found, c.source)
		}
	}
	page := "---\ntitle: \"Nieuws \\u202e\"\n---\n\nZo.\n"
	if found := checkerOf(book(concept, map[string]string{"content/over/nieuws.md": page})).Paths([]string{"content/over/nieuws.md"}).Findings; finding.Count(found, finding.Error) != 1 {
		t.Errorf("a page: %v", found)
	}
}

// TestFixedValuesStay holds what --fix does to texts against what the parser reads before and after.
func TestFixedValuesStay(t *testing.T) {
	for _, text := range []string{"|2-\n        Met een inspringing\n      en zonder", "De raad kiest\n      - als het kan - nu", "|\n\n", "|+\n\n"} {
		source := strings.Replace(concept, "Wat schuurt.", text, 1)
		before := casebook.Parse(dilemmaFile, []byte(source))
		got, done := fix(source)
		after := casebook.Parse(dilemmaFile, []byte(got))
		if len(after.Problems) > 0 || !before.Parsed.Equal(after.Parsed) {
			t.Errorf("%q became %v\n%s", text, done, got)
		}
	}
}

// TestFixLeavesOddKeys has a text behind a key that is a list, where no edit keeps the meaning.
func TestFixLeavesOddKeys(t *testing.T) {
	source := strings.Replace(concept, "canvas:", "x:\n  ? - a\n  : >\n    b\ncanvas:", 1)
	if got, done := fix(source); strings.Contains(got, "- a:") {
		t.Errorf("became %v\n%s", done, got)
	}
}

// TestFixKeepsAnEmptiedText mends a text of which a # leaves nothing.
func TestFixKeepsAnEmptiedText(t *testing.T) {
	got, _ := fix(strings.Replace(concept, "Een begin", "#2 is beter", 1))
	if want := strings.Replace(concept, "Een begin", `"#2 is beter"`, 1); got != want {
		t.Error(got)
	}
}
