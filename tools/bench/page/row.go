package main

import (
	"bufio"
	"bytes"
	"regexp"
	"strconv"
	"strings"
)

// A run is what is run at once: a benchmark of a package.
type run struct{ env, pkg, benchmark string }

// pattern returns what go test is asked for: with the name of a case, that case alone.
func (r run) pattern() string {
	parts := strings.Split(r.benchmark, "/")
	for i, p := range parts {
		parts[i] = "^" + regexp.QuoteMeta(p) + "$"
	}
	parts[0] = "^Benchmark" + parts[0][1:]
	return strings.Join(parts, "/")
}

// missing returns the first variable that must be set and is not.
func (r run) missing(lookup func(string) (string, bool)) string {
	for v := range strings.FieldsSeq(r.env) {
		if strings.Contains(v, "=") {
			continue
		}
		if _, ok := lookup(v); !ok {
			return v
		}
	}
	return ""
}

// A row is a line of a table that names a benchmark: what is measured, the figure, the most that is allowed, the benchmark, and the commit.
type row struct {
	run
	metric string
	cells  []string
}

var named = regexp.MustCompile("^`((?:[A-Z_]+(?:=[^ ]*)? )*)([a-z][^ ]*) ([A-Z][^ ]*) ([^ ]+)`$")

// parse reads a line of a page, and reports whether it is a row.
func parse(line string) (row, bool) {
	cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
	if len(cells) != 5 {
		return row{}, false
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	m := named.FindStringSubmatch(cells[3])
	if m == nil {
		return row{}, false
	}
	return row{run{strings.TrimSpace(m[1]), m[2], m[3]}, m[4], cells}, true
}

// measured reads what go test -bench prints: of each benchmark, by its name without "Benchmark" and the number of processors, its metrics.
func measured(out []byte) map[string]map[string]string {
	all := map[string]map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) < 4 || !strings.HasPrefix(words[0], "Benchmark") {
			continue
		}
		name := strings.TrimPrefix(words[0], "Benchmark")
		if i := strings.LastIndexByte(name, '-'); i > 0 {
			if _, err := strconv.Atoi(name[i+1:]); err == nil {
				name = name[:i]
			}
		}
		all[name] = map[string]string{}
		for i := 2; i+1 < len(words); i += 2 {
			all[name][words[i+1]] = words[i]
		}
	}
	return all
}

// fill writes the figures of a run in the rows of a page that name it. It returns the page, and the rows for which there is none.
func fill(text string, of run, values map[string]map[string]string, commit string) (filled string, missing []string) {
	var b strings.Builder
	for line := range strings.Lines(text) {
		r, ok := parse(line)
		if !ok || r.run != of {
			b.WriteString(line)
			continue
		}
		value, ok := values[r.benchmark][r.metric]
		if !ok {
			missing = append(missing, r.benchmark+" "+r.metric)
			b.WriteString(line)
			continue
		}
		r.cells[1], r.cells[4] = short(value), commit
		for _, cell := range r.cells {
			b.WriteString("|" + strings.TrimRight(" "+cell, " ") + " ")
		}
		b.WriteString("|\n")
	}
	return b.String(), missing
}

// short writes a number with as many digits as a reader can use: three, and all of those before the point.
func short(value string) string {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return value
	}
	switch {
	case f >= 100:
		return strconv.FormatFloat(f, 'f', 0, 64)
	case f >= 10:
		return strconv.FormatFloat(f, 'f', 1, 64)
	case f >= 0.1:
		return strconv.FormatFloat(f, 'f', 2, 64)
	}
	return strconv.FormatFloat(f, 'g', 2, 64)
}
