package report

import (
	"cmp"
	"io"
	"net/url"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
)

// The parts of SARIF 2.1.0 (OASIS) that a forge shows.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string `json:"id"`
		HelpURI string `json:"helpUri,omitempty"`
	}
	sarifResult struct {
		RuleID              string            `json:"ruleId"`
		RuleIndex           int               `json:"ruleIndex"`
		Level               string            `json:"level"`
		Message             sarifMessage      `json:"message"`
		Locations           []sarifLocation   `json:"locations"`
		PartialFingerprints map[string]string `json:"partialFingerprints"`
		Properties          *sarifProperties  `json:"properties,omitempty"`
	}
	// sarifProperties is a property bag, in which a program may keep what is its own.
	sarifProperties struct {
		Detector string `json:"detector"`
		Why      string `json:"why"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI       string `json:"uri"`
		URIBaseID string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
		ByteOffset  int `json:"byteOffset"`
		ByteLength  int `json:"byteLength"`
	}
)

// sarif writes SARIF 2.1.0.
func sarif(w io.Writer, r Report) error {
	rules, index := []sarifRule{}, map[string]int{}
	results := []sarifResult{}
	prints := fingerprints(r.Findings)
	for i, f := range r.Findings {
		if _, known := index[f.Rule]; !known {
			index[f.Rule] = len(rules)
			rules = append(rules, sarifRule{ID: f.Rule, HelpURI: f.Help})
		}
		var properties *sarifProperties
		if f.Detector != "" {
			properties = &sarifProperties{f.Detector, f.Why}
		}
		results = append(results, sarifResult{
			RuleID:    f.Rule,
			RuleIndex: index[f.Rule],
			Level:     map[finding.Severity]string{finding.Error: "error", finding.Warning: "warning", finding.Hint: "note"}[f.Severity],
			Message:   sarifMessage{sentence(f)},
			Locations: []sarifLocation{{sarifPhysical{artifact(f.File), sarifRegion{
				f.Line, f.Column, f.EndLine, f.EndColumn, f.Start, f.End - f.Start,
			}}}},
			PartialFingerprints: map[string]string{"dilemma/v1": prints[i]},
			Properties:          properties,
		})
	}
	return JSON(w, sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool: sarifTool{sarifDriver{
				Name: "dilemma", Version: cmp.Or(r.Version, "0"), InformationURI: "https://github.com/openbaarheid-schuurt/dilemma",
				Rules: rules,
			}},
			ColumnKind: "unicodeCodePoints",
			Results:    results,
		}},
	})
}

// artifact returns the URI of a file: relative to the root of the repository, or absolute for a file outside it.
func artifact(file string) sarifArtifact {
	u := url.URL{Path: file}
	if u.Path != "" && u.Path[0] == '/' {
		u.Scheme = "file"
		return sarifArtifact{URI: u.String()}
	}
	return sarifArtifact{URI: u.String(), URIBaseID: "%SRCROOT%"}
}
