package message

import "strings"

// yamlProblems maps parts of what a parser of YAML says to the sentences for somebody who does not know YAML. The first that fits counts.
var yamlProblems = []struct{ part, id string }{
	{"mapping values are not allowed", "yaml/colon"},
	{"mapping keys are not allowed", "yaml/question"},
	{"cannot start any token", "yaml/start"},
	{"could not find expected ':'", "yaml/no-colon"},
	{"did not find expected key", "yaml/indent"},
	{"did not find expected '-' indicator", "yaml/indent"},
	{"indentation indicator", "yaml/block"},
	{"expected comment or line break", "yaml/block"},
	{"ndentation", "yaml/indent"}, // of tabs and spaces
	{"block sequence entries", "yaml/dash"},
	{"unexpected end of stream", "yaml/open"},
	{"did not find expected ',' or", "yaml/bracket"},
	{"did not find expected node content", "yaml/bracket"},
	{"without preceding whitespace", "yaml/comment"},
	{"anchor", "yaml/star"},
	{"aliasing", "yaml/star"},
	{"did not find expected alphabetic", "yaml/star"},
	{"escape c", "yaml/escape"}, // an escape character or code
	{"hexadecimal", "yaml/escape"},
	{"depth", "yaml/depth"},
	{"tag", "yaml/tag"},
	{"expected '!'", "yaml/tag"},
	{"expected '>'", "yaml/tag"},
	{"URI", "yaml/tag"},
	{"expected whitespace", "yaml/tag"},
	{"irective", "yaml/directive"},
	{"version", "yaml/directive"},
	{"'.' character", "yaml/directive"},
	{"non-alphabetical", "yaml/directive"},
	{"incompatible YAML", "yaml/directive"},
	{"document", "yaml/document"},
	{"<stream", "yaml/document"},
	{"UTF-8", "yaml/sign"},
	{"Unicode", "yaml/sign"},
	{"surrogate", "yaml/sign"},
	{"UTF-16", "yaml/sign"},
	{"control characters", "yaml/sign"},
	{"cannot construct", "yaml/kind"},
	{"already", "yaml/twice"},
}

// YAML says what a parser of YAML stumbled on, by what it says itself. What it says that is new to us gets a sentence that fits everything: its own words are never in it.
func YAML(problem string) string {
	for _, p := range yamlProblems {
		if strings.Contains(problem, p.part) {
			return Text(p.id)
		}
	}
	return Text("yaml/other")
}
