// Package word writes a dilemma as a Word document with the canvas and its questions, to fill in with a word processor, and reads such a document
// back. It takes the questions from the definition, and knows nothing of files, of Git and of the rules for a dilemma.
package word
