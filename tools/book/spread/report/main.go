// Report prints how far the dilemmas of a book lie apart: `go run ./tools/book/spread/report` in the root of the book.
package main

import (
	"fmt"
	"log"
	"os"
	"strconv"
	"text/tabwriter"

	"github.com/openbaarheid-schuurt/dilemma/tools/book/canvas"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/casebook"
	"github.com/openbaarheid-schuurt/dilemma/tools/book/spread"
)

func main() {
	log.SetFlags(0)
	root := os.DirFS(".")
	def, err := canvas.Load(root)
	if err != nil {
		log.Fatal(err)
	}
	cases := spread.Read(casebook.Open(root), def)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "slug\toutcome\tplayers\tchoices\twords\twords a sentence\tFlesch-Douma\tcommentaries\twhat ifs\tEnglish")
	for _, c := range cases {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%.1f\t%.0f\t%d\t%d\t%d\n", c.Slug, c.Outcome, c.Players, c.Options, c.Words, c.WordsPerSentence(), c.ReadingEase(),
			c.Commentaries, c.WhatIfs, c.English)
	}
	for _, list := range []struct {
		title string
		of    func(*spread.Case) []string
	}{
		{"outcome", func(c *spread.Case) []string { return []string{c.Outcome} }},
		{"origin", func(c *spread.Case) []string { return []string{c.Provenance} }},
		{"layer", func(c *spread.Case) []string { return []string{c.Layer} }},
		{"theme", func(c *spread.Case) []string { return c.Themes }},
		{"ground", func(c *spread.Case) []string {
			if len(c.Grounds) == 0 {
				return []string{"none"}
			}
			return c.Grounds
		}},
		{"players", func(c *spread.Case) []string { return []string{strconv.Itoa(c.Players)} }},
		{"choices", func(c *spread.Case) []string { return []string{strconv.Itoa(c.Options)} }},
	} {
		fmt.Fprintf(w, "\n%s\n", list.title)
		for _, n := range spread.Tally(cases, list.of) {
			fmt.Fprintf(w, "%s\t%d\n", n.What, n.N)
		}
	}
	openings := spread.Openings(cases)
	fmt.Fprintln(w, "\nfirst words of texts and sentences")
	for _, n := range openings[:min(len(openings), 40)] {
		fmt.Fprintf(w, "%s\t%d\n", n.What, n.N)
	}
	fmt.Fprintln(w, "\nsix words in more than two dilemmas")
	for _, s := range spread.InCommon(cases, 2) {
		fmt.Fprintf(w, "%s\t%d\n", s.Words, len(s.Slugs))
	}
	fmt.Fprintln(w, "\nlast sentences")
	for _, c := range cases {
		fmt.Fprintf(w, "%s\t%s\n", c.Slug, c.Last)
	}
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
}
