package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/report"
	"github.com/openbaarheid-schuurt/dilemma/tools/check/rules"
	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// ruleInfo is a rule as `dilemma check --rules --format json` prints it.
type ruleInfo struct {
	Rule     string           `json:"rule"`
	Severity finding.Severity `json:"severity"`
	What     string           `json:"what"`
	Why      string           `json:"why"`
	Wrong    string           `json:"wrong"`
	Right    string           `json:"right"`
}

// listRules prints every rule with its severity and what it requires, or explains the named ones.
func listRules(w io.Writer, format string, names []string) error {
	if err := checkOption("--format", format, textOrJSON); err != nil {
		return err
	}
	all := rules.Rules
	if len(names) > 0 {
		all = nil
		for _, name := range names {
			r, err := findRule(name)
			if err != nil {
				return err
			}
			all = append(all, r)
		}
	}
	infos := make([]ruleInfo, len(all))
	for i, r := range all {
		e := r.Explanation()
		infos[i] = ruleInfo{r.ID, r.Severity, e.What, e.Why, e.Wrong, e.Right}
	}
	switch {
	case format == "json":
		return report.JSON(w, infos)
	case len(names) > 0:
		return explainRules(w, infos)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range infos {
		fmt.Fprintf(table, "%s\t%s\t%s\n", r.Rule, message.Text("severity/"+string(r.Severity)), r.What)
	}
	return table.Flush()
}

// findRule returns the rule with an ID. The failure names one that is similar.
func findRule(id string) (rules.Rule, error) {
	var ids []string
	for _, r := range rules.Rules {
		if r.ID == id {
			return r, nil
		}
		ids = append(ids, r.ID)
	}
	near, _ := rules.Suggest(id, ids)
	if i := slices.IndexFunc(ids, func(known string) bool { return strings.HasSuffix(known, "/"+id) }); i >= 0 {
		near = ids[i] // somebody may know only what stands behind the slash
	}
	if near == "" {
		return rules.Rule{}, fail("fail/rule", "rule", id, "command", programName())
	}
	return rules.Rule{}, fail("fail/rule-near", "rule", id, "near", near)
}

// explainRules prints what each rule requires, why, and an example of wrong and right.
func explainRules(w io.Writer, infos []ruleInfo) error {
	var blocks []string
	for _, r := range infos {
		block := message.Text("rules/one", "rule", r.Rule, "severity", message.Text("severity/"+string(r.Severity)), "what", r.What, "why", r.Why)
		for _, example := range []struct{ id, text string }{{"rules/wrong", r.Wrong}, {"rules/right", r.Right}} {
			if text := strings.TrimRight(example.text, "\n"); text != "" {
				block += "\n\n" + message.Text(example.id) + "\n  " + strings.ReplaceAll(text, "\n", "\n  ")
			}
		}
		blocks = append(blocks, block+"\n")
	}
	_, err := io.WriteString(w, strings.Join(blocks, "\n"))
	return err
}
