package rules

import (
	"bytes"

	"go.yaml.in/yaml/v4"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// RulebookFile is the path of the file from which the site makes a page for each rule.
const RulebookFile = "data/regels.yaml"

// ruleEntry is one rule in RulebookFile.
type ruleEntry struct {
	ID        string           `yaml:"id"`
	Slug      string           `yaml:"slug"`
	Severity  finding.Severity `yaml:"severity"`
	Label     string           `yaml:"label"`
	What      string           `yaml:"what"`
	Why       string           `yaml:"why"`
	Described bool             `yaml:"story"` // the examples are described, not shown
	Wrong     string           `yaml:"wrong"`
	Right     string           `yaml:"right"`
	Source    string           `yaml:"source"`
}

// Rulebook returns the content of RulebookFile: all rules with their explanation.
func Rulebook() []byte {
	var entries []ruleEntry
	for _, r := range Rules {
		e := r.Explanation()
		entries = append(entries, ruleEntry{
			r.ID, r.slug(), r.Severity, message.Text("severity/" + string(r.Severity)), e.What, e.Why, e.Example == DescribedExample, e.Wrong, e.Right, e.Source,
		})
	}
	var b bytes.Buffer
	b.WriteString("# Made from the rules in tools/check/rules by go generate. Change them there.\n")
	dumper, err := yaml.NewDumper(&b)
	if err == nil {
		err = dumper.Dump(entries)
	}
	if err == nil {
		err = dumper.Close()
	}
	if err != nil {
		panic(err) // texts can always be encoded
	}
	return b.Bytes()
}
