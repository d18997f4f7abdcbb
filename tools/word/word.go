// Package word carries a dilemma to a Word document and back: the canvas with its questions, to fill in where there is no more than a word
// processor, and what somebody made of it. It takes the questions from the definition, and knows nothing of files, of Git and of the rules for a
// dilemma.
package word
