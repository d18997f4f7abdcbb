// Package word writes a dilemma as a Word document with the canvas and its questions, to fill in with a word processor, and reads such a document
// back. It takes the questions from the definition, and knows nothing of files, of Git and of the rules for a dilemma.
//
// Reading goes in three steps. The archive and its XML are opened within bounds (open.go, tree.go). A reader for each format makes the same form of it:
// paragraphs, tables and texts apart (docx*.go, odt*.go, related.go), and on the way writes as people type it what is no plain text: signs of fonts
// (symbol.go), numbers of lists (number.go), formulas (math.go), what is raised, struck out or hidden (look.go, flow.go). Then each text gets its place on the canvas
// (place.go), and becomes a value of the kind of its field (read.go, term.go, cite.go). No word is lost without a warning that says what and where;
// nothing is fetched, and of a document with macros or with text in another file nothing is read.
package word
