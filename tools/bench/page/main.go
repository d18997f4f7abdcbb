// The command page measures, and writes what it measured in docs/measurements.md: in each row of its tables that names a benchmark, the figure, and the commit on
// which it was measured.
//
//	go run ./tools/bench/page                 all rows: hours
//	go run ./tools/bench/page -run Book       those whose benchmark this regular expression matches
//
// A row names a benchmark as `package Benchmark/case metric`, such as `tools/check/rules Book/1000 x/decode`, and what it needs in the environment before
// that, such as `DILEMMA_LARGE=1 test/pages Site/10000 x/bare`. A variable without a value, such as `DILEMMA_PEER`, must be set by who runs this; else the row stays
// as it is. What could not be measured stays as it is too, and is told.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

const page = "docs/measurements.md"

func main() {
	log.SetFlags(0)
	only := flag.String("run", "", "regular expression: the benchmarks to run")
	times := flag.String("benchtime", "3x", "as of go test")
	flag.Parse()
	names, err := regexp.Compile(*only)
	if err != nil {
		log.Fatal(err)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		log.Fatal(err)
	}
	commit, err := head()
	if err != nil {
		log.Fatal(err)
	}
	failed := false
	for _, r := range runs(string(text), names) {
		if missing := r.missing(os.LookupEnv); missing != "" {
			log.Printf("%s %s: not run, for %s is not set", r.pkg, r.benchmark, missing)
			continue
		}
		log.Printf("%s %s", r.pkg, r.benchmark)
		cmd := exec.Command("go", "test", "./"+r.pkg, "-run", "^$", "-bench", r.pattern(), "-benchtime", *times, "-timeout", "120m")
		cmd.Env = append(os.Environ(), strings.Fields(r.env)...)
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			log.Printf("%s %s: %v\n%s", r.pkg, r.benchmark, err, out)
			failed = true
			continue
		}
		// Written after each, so that what hours of measuring brought is not lost.
		if text, err = os.ReadFile(page); err != nil {
			log.Fatal(err)
		}
		filled, missing := fill(string(text), r, measured(out), commit)
		if err := os.WriteFile(page, []byte(filled), 0o644); err != nil {
			log.Fatal(err)
		}
		for _, m := range missing {
			log.Printf("%s: not among what was measured", m)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

// head returns the commit that is checked out, in short, with a plus when something but the page differs from it.
func head() (string, error) {
	commit, err := exec.Command("git", "rev-parse", "--short=9", "HEAD").Output()
	if err != nil {
		return "", fmt.Errorf("git rev-parse: %w", err)
	}
	changed, err := exec.Command("git", "status", "--porcelain", "--", ".", ":!"+page).Output()
	if err != nil {
		return "", fmt.Errorf("git status: %w", err)
	}
	name := string(bytes.TrimSpace(commit))
	if len(bytes.TrimSpace(changed)) > 0 {
		name += "+"
	}
	return name, nil
}

// runs returns the benchmarks that the rows of a page name, each once, and in their order.
func runs(text string, names *regexp.Regexp) []run {
	var all []run
	for line := range strings.Lines(text) {
		r, ok := parse(line)
		if ok && names.MatchString(r.benchmark) && !slices.Contains(all, r.run) {
			all = append(all, r.run)
		}
	}
	return all
}
