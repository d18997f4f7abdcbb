package lifecycle_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Parts of which files are put together. Most are valid YAML; of each there are some that two parsers, or two readers, can take for different things.
var (
	flags = []string{
		"true", "false", "True", "False", "TRUE", "FALSE", "tRUE", "fAlse", "yes", "no", "Yes", "No", "YES", "NO", "on", "off", "On", "Off", "y", "n", "t", "f", "T", "F",
		"1", "0", "2", "-1", "-0", "+1", "+0", "00", "01", "007", "08", "0x0", "0x1", "0o0", "0o7", "0b0", "0b1", "1_0", "0_0", "1.0", "0.0", ".5", "0.", "1e0", "0e0", "1e3", "1.5e3", "1.5e+3", "0.0e1",
		".inf", "-.inf", ".nan", ".NaN", "null", "Null", "NULL", "~", "", "nil", "none", `""`, `" "`, "''", "' '", `"true"`, `"false"`, "'true'", "'false'", `"True"`, `"TRUE"`, `"t"`, `"1"`, `"0"`, `"yes"`, `"true "`, `" true"`,
		`"tr\u0075e"`, `"\x74rue"`, `"false\n"`, "[]", "[true]", "[false]", "[ ]", "{}", "{a: true}", "{ }", "\n  - true", "\n  a: true", "2026-01-01", "2026-01-01T10:00:00Z", "12:30", "1:30:00",
		"|\n  true", ">\n  true", "|-\n  true", ">-\n  true", "|-\n  false", "|\n  false", "|2-\n    true", "|+\n  true\n", "|-\n", "true # nog even", "false # nu", "true#", "#true", "  true  ", "\n  true", "\n  false",
		"!!bool true", "!!bool \"true\"", "!!str true", "!!int 1", "!bool true", "&a true", "*a", "true\n  # onder", "nog even", "waar", "onwaar", "truefalse", "true false", "true\n  true", "\"true\" # x", "@", "`", "%", "'true", "\"true", "true: x", "- true", "? true", "é", "\u2028true", "\u00a0true", "true\u00a0", "\tfalse", "false\t", "=", "<<",
	}
	days = []string{
		"2026-01-01", "2020-12-31", "2026-11-24", "2026-11-23", "2026-11-25", "2030-01-01", "2999-12-31", `"2026-01-01"`, "'2030-01-01'", `"2030-01-01"`, "2026-1-1", "2030-1-1", "2026-02-30", "2026-13-01", "01-01-2026", "1 januari 2026",
		"2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z", "2026-01-01 10:00:00", "2030-01-01 10:00:00", "2026-01-01T10:00:00+01:00", "2030-06-01T10:00:00+02:00", "20260101", "20300101", "2026", "1767225600", "0", "", "~", "null", `""`, `" "`,
		"gisteren", "[2026-01-01]", "{a: 2026-01-01}", "true", "false", "0001-01-01", "9999-12-31", "2026-01-01 # begonnen", "|-\n  2026-01-01", "!!timestamp 2026-01-01", "!!str 2030-01-01", "2026-01", "2026-01-01x", "2030-01-01T25:00:00Z", "2026-W01", "1.5", "-1", "0x10", "010", "08", "1e9", "1.5e9", ".inf", "4102444800", "1_000",
	}
	texts = []string{
		"{datum: 2026-01-01, reden: Op verzoek.}", "{datum: , reden: }", "{datum: ~}", "{}", "{ }", "[]", "[ ]", "[~]", "['']", "[a]", "", "~", "null", "Null", `""`, "''", `" "`, "' '", "x", "ander", "ja", "true", "false", "True", "FALSE", "yes", "no", "0", "1", "0.0", "00", "0x0", "1e0", "0e0", ".nan",
		"\n  datum: 2026-01-01\n  reden: Op verzoek.", "\n  reden:", "\n  - a", "\n  -", "|\n  a", ">-\n  a", "|\n", "|-\n", ">\n  \n", `"\n"`, `"\u0000"`, "2026-01-01", "x # om een reden", "# om een reden", "!!str", "!!null ''", "!!map {}", "&a x", "*a", "{datum: 2026-01-01", "{? reden}", "{reden}", "{reden: x, reden: y}", "{Reden: x}", "{reden: [}", "-", "x\n  y", "x\n  - y", "- x",
	}
	// Keys by which Hugo makes a page otherwise, with values by which it does.
	others = []string{
		"published: false", "published: true", "published: 2030-01-01", "publishdate: 2030-01-01", "publishDate: 2030-01-01", "pubdate: 2030-01-01", "PubDate: 2020-01-01", "expirydate: 2020-01-01", "expiryDate: 2030-01-01", "unpublishdate: 2020-01-01",
		"headless: true", "build: {list: never}", "build: {render: never}", "_build: {list: never}", "cascade: {draft: true}", "cascade: {params: {ingetrokken: x}}", "params: {ingetrokken: x}", "params: {draft: true}", "params: {vervangen_door: x}", "Params: {herzien_voor: 2020-01-01}",
		"slug: elders", "url: /elders/", "type: x", "layout: x", "markup: html", "outputs: [json]", "sites: {matrix: {languages: [xx]}}",
		"lastmod: 2030-01-01", "lastmod: gisteren", "Modified: 2030-01-01", "herzien_op: 2030-01-01", "weight: 1", "unlisted: true", "private: true", "status: draft", "concept: true", "drafts: true", "draft_: true", "dräft: true", "kind: home", "path: /x", "lang: en",
		"toestemming: {draft: true}", "canvas: {draft: true, ingetrokken: x}", "themas: [draft, ingetrokken]", "x: 'draft: true'", "x: |\n  draft: true\n  ingetrokken: x", "x: >-\n  a\n\n  draft: true", "x: [a,\n  draft: true]", "# draft: true", "#ingetrokken: x", "x: # draft: true", "x: a # draft: true",
		"x: \"a\n  draft: true\"", "x: 'a\n\n  draft: true'", "x:\n  draft: true", "- draft: true", "x: {draft: true}", "x: |+\n  a\n\n", "x: |\n\n  draft: true\n", "x: \"\\\n  draft: true\"", "x: a\n draft: true", "<<: {draft: true}", "x: &a {draft: true}\n<<: *a",
	}
	// Lines that end, begin or mislead.
	lines = []string{"", " ", "# x", "---x", "--- x", "----", "--- # x", "...", "... # x", "....", " ---", "- - -", "%YAML 1.2", "\ufeff", "\t", "\u2028", "\u0085", "x", "}", "{", "]", ": x", "? x", "!", "&a", "|", "\r", "\rdraft: true", "---\r", "x: y\rdraft: true", "x: y\u2028draft: true", "x: y\u0085draft: true"}
)

// keySpellings writes a key in the ways in which YAML, or Hugo, takes it for the same.
func keySpelling(r *rand.Rand, key, value string) string {
	switch r.IntN(14) {
	case 0:
		return strings.ToUpper(key) + ": " + value
	case 1:
		return strings.ToUpper(key[:1]) + key[1:] + ": " + value
	case 2:
		return `"` + key + `": ` + value
	case 3:
		return "'" + key + "': " + value
	case 4:
		return key + " : " + value
	case 5:
		return "? " + key + "\n: " + value
	case 6:
		return fmt.Sprintf("\"\\x%02x%s\": %s", key[0], key[1:], value)
	case 7:
		return key + ":\n  " + value
	case 8:
		return strings.ReplaceAll(key, "k", "\u212a") + ": " + value // the sign for kelvin is a k in small letters
	case 9:
		return `"` + key + ` ": ` + value
	case 10:
		return key + ":" + value
	}
	return key + ": " + value
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

// spelling returns a file with front matter that says something of its state, in some way.
func spelling(r *rand.Rand) string {
	var all []string
	say := func(chance int, key string, values ...string) {
		if r.IntN(100) < chance {
			all = append(all, keySpelling(r, key, pick(r, values)))
		}
	}
	plainly := []string{"true", "false", "False", "true # x"}
	if r.IntN(2) == 0 {
		plainly = flags
	}
	say(75, "draft", plainly...)
	say(4, "draft", "true", "false")
	say(30, "ingetrokken", texts...)
	say(25, "vervangen_door", texts...)
	say(30, "herzien_voor", days...)
	say(40, "date", days...)
	if r.IntN(8) == 0 {
		all = append(all, pick(r, others))
	}
	if r.IntN(12) == 0 {
		all = append(all, pick(r, lines))
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	begin, end, title := "---\n", "---\n", "title: Een titel"
	text := title + "\n" + strings.Join(all, "\n") + "\n"
	switch r.IntN(40) {
	case 0:
		text = "{" + title + ", " + strings.Join(all, ", ") + "}\n"
	case 1:
		text = " " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n ") + "\n"
	case 2:
		begin = "\ufeff" + begin
	case 3:
		begin, end = "---  \n", "--- \t\n"
	case 4:
		end = pick(r, []string{"----\n", "---x\n", "...\n", "--- # x\n", "---", "", "+++\n", " ---\n"})
	case 5:
		begin = pick(r, []string{"----\n", "--- x\n", "\n---\n", " ---\n", "+++\n", "<!-- x -->\n---\n", "# x\n---\n", "---\n\n", "---\n---\n", "--- # x\n"})
	case 6:
		text = strings.Join(all, "\n") + "\n" + title + "\n"
	case 7:
		text = title + "\n\n# opmerking\n" + strings.Join(all, "\n# opmerking\n\n") + "\n"
	}
	text = begin + text + end + pick(r, []string{"", "Het verhaal.\n", "draft: true\n", "---\ndraft: true\n---\n", "...\n", "\n---\n\nMeer.\n"})
	if r.IntN(25) == 0 {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}
