package report

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/openbaarheid-schuurt/dilemma/tools/check/finding"
)

type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		ClassName string        `xml:"classname,attr"`
		Name      string        `xml:"name,attr"`
		File      string        `xml:"file,attr,omitempty"`
		Line      int           `xml:"line,attr,omitempty"`
		Failure   *junitFailure `xml:"failure"`
		Output    string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// junit writes a JUnit XML test suite in which each finding is a test case. An error is a failure. A warning or hint passes, with its message as
// output. Without findings there is one test case, which passes.
func junit(w io.Writer, r Report) error {
	suite := junitSuite{Name: "dilemma check"}
	for _, f := range r.Findings {
		place := fmt.Sprintf("%s:%d:%d", Safe(f.File), f.Line, f.Column)
		c := junitCase{ClassName: Safe(f.File), Name: fmt.Sprintf("%s (%d:%d)", f.Rule, f.Line, f.Column), File: Safe(f.File), Line: f.Line}
		if f.Severity == finding.Error {
			c.Failure = &junitFailure{f.Rule, Safe(f.Message), place + "\n" + sentence(f)}
			suite.Failures++
		} else {
			c.Output = place + "\n" + sentence(f)
		}
		suite.Cases = append(suite.Cases, c)
	}
	if len(suite.Cases) == 0 {
		suite.Cases = []junitCase{{ClassName: "dilemma", Name: summary(Report{Files: r.Files, Clean: r.Clean, Unit: r.Unit})}}
	}
	suite.Tests = len(suite.Cases)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(junitSuites{Suites: []junitSuite{suite}}); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
