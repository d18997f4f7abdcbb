// The command compare says whether a change makes dilemma slower. It builds the command and Hugo of two commits, lets both do the same work on the same
// input, in turns and in one run, and prints for ten figures how much the second costs with the first as one, and how far the pairs lie apart. Its exit
// code is 1 when one of them costs over 15% more.
//
//	go run ./tools/bench/compare origin/main      the commit that is checked out, with origin/main as one
//	go run ./tools/bench/compare v1.2.0 v1.3.0    the second with the first as one
//
// What is counted is the time of the processors, of the command and all that it starts, and for one figure memory: machines are shared, and what
// else they do moves the clock more. It needs git and go on the PATH, and a clone that has both commits. Hugo is compiled when it was not yet: that takes minutes.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"text/tabwriter"
)

func main() {
	log.SetFlags(0)
	pairs := flag.Int("pairs", 7, "pairs of each figure; up to four times as many where they do not agree")
	limit := flag.Float64("limit", 1.15, "ratio above which a figure is a regression")
	only := flag.String("figures", "", "regular expression: names of the figures to measure")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run ./tools/bench/compare [options] BASE [HEAD]")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() < 1 || flag.NArg() > 2 || *pairs < 1 {
		flag.Usage()
		os.Exit(2)
	}
	names, err := regexp.Compile(*only)
	if err != nil {
		log.Fatal(err)
	}
	base, head := flag.Arg(0), "HEAD"
	if flag.NArg() == 2 {
		head = flag.Arg(1)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	slower, err := compare(ctx, os.Stdout, base, head, names, judge{*pairs, *limit})
	if err != nil {
		log.Fatal(err)
	}
	if slower {
		stop()
		os.Exit(1)
	}
}

// compare measures the figures with these names of two commits, and writes a table. It reports whether one of them is a regression.
func compare(ctx context.Context, w io.Writer, base, head string, names *regexp.Regexp, j judge) (slower bool, err error) {
	dir, err := os.MkdirTemp("", "dilemma-compare-")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	var sides [2]*side
	for i, commit := range []string{base, head} {
		if sides[i], err = build(ctx, filepath.Join(dir, []string{"base", "head"}[i]), commit); err != nil {
			return false, err
		}
		if err := sides[i].prepare(ctx); err != nil {
			return false, err
		}
	}
	fmt.Fprintf(w, "%s with %s as one, in turns; processor time, but for memory\n\n", sides[1].commit, sides[0].commit)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "figure\tratio\thalf of the pairs\tpairs\t\twhat")
	for _, f := range figures {
		if !names.MatchString(f.name) {
			continue
		}
		v, err := j.measure(func(n, at int) (float64, error) { return f.cost(ctx, sides[at], n) })
		if err != nil {
			return slower, fmt.Errorf("%s: %w", f.name, err)
		}
		word := ""
		if v.slower {
			slower, word = true, "SLOWER"
		}
		fmt.Fprintf(table, "%s\t%.2f\t%.2f–%.2f\t%d\t%s\t%s\n", f.name, v.ratio, v.low, v.high, v.pairs, word, f.what)
	}
	if err := table.Flush(); err != nil {
		return slower, err
	}
	if slower {
		fmt.Fprintf(w, "\nA figure costs over %.0f%% more. Say in the proposal why that is worth it, or mend it.\n", 100*(j.limit-1))
	}
	return slower, nil
}
