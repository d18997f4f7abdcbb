package word

import (
	"slices"
	"strings"
	"sync"

	"github.com/openbaarheid-schuurt/dilemma/tools/message"
)

// prompts are the texts of content controls that ask to be replaced, by the names that controls know them by.
type prompts map[string]string

// readPrompts reads them from the glossary, where Word keeps them (ECMA-376, part 1, 17.12).
func readPrompts(parts docxParts) (prompts, error) {
	root, err := parts.one("glossaryDocument", "word/glossary/document.xml")
	if err != nil {
		return nil, err
	}
	all := prompts{}
	for _, n := range root.find("glossaryDocument", "docParts").children() {
		if name := n.find("docPartPr", "name").attr("val"); name != "" {
			all[name] = fold(textOf(n.find("docPartBody")))
		}
	}
	return all, nil
}

// textOf returns the text of the runs below a node.
func textOf(n *node) string {
	var b strings.Builder
	if n != nil {
		n.walk(func(k *node) bool {
			if k.name == "t" {
				b.WriteString(k.allText())
			}
			return k.name != "t" && k.name != "del"
		})
	}
	return b.String()
}

// isPrompt reports whether a text is one with which Word or LibreOffice asks for another text.
func isPrompt(text string) bool { return knownPrompts()[fold(text)] }

var knownPrompts = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{fold(message.Text("word/choose")): true}
	for line := range strings.Lines(message.Text("word/prompts")) {
		all[fold(line)] = true
	}
	return all
})

// unanswered reports whether a content control shows the text that asks to fill it in. Its mark alone tells too little: other programs put in an answer
// and leave the mark, or leave the text and drop the mark.
func (d *docx) unanswered(n *node) bool {
	properties, text := n.find("sdtPr"), textOf(n.find("sdtContent"))
	if isPrompt(text) || isNoChoice(listOf(properties), text) {
		return true
	}
	if !properties.find("showingPlcHdr").on() {
		return false
	}
	asks := d.prompts[properties.find("placeholder", "docPart").attr("val")]
	return strings.TrimSpace(text) == "" || asks != "" && fold(text) == asks
}

// listOf returns the list of words of a content control; nil when it has none.
func listOf(properties *node) *node {
	if list := properties.find("dropDownList"); list != nil {
		return list
	}
	return properties.find("comboBox")
}

// isNoChoice reports whether a text is the word of a list without a value, with which a list asks to choose (ECMA-376, part 1, 17.5.2.21).
func isNoChoice(list *node, text string) bool {
	return slices.ContainsFunc(list.children(), func(k *node) bool {
		return k.name == "listItem" && k.attr("value") == "" && k.attr("displayText") != "" && fold(k.attr("displayText")) == fold(text)
	})
}

// control reads a content control around paragraphs. One that is not filled in is empty.
func (d *docx) control(n *node, tag string) []block {
	properties := n.find("sdtPr")
	if properties.find("docPartObj", "docPartGallery").attr("val") == "Table of Contents" {
		return nil
	}
	if own := properties.find("tag").attr("val"); own != "" {
		tag = own
	}
	if text, ok := chosen(n); ok {
		p := &paragraph{}
		var into flow
		d.write(text, &into)
		d.doc.fill(p, &into)
		return []block{{paragraph: p, tag: tag}}
	}
	if d.unanswered(n) {
		return nil
	}
	return d.blocks(n.find("sdtContent"), tag)
}

// inlineControl reads a content control inside a paragraph.
func (d *docx) inlineControl(n *node, into *flow) {
	if text, ok := chosen(n); ok {
		d.write(text, into)
		return
	}
	if !d.unanswered(n) {
		d.inline(n.find("sdtContent"), into)
	}
}

// chosen returns what a content control says by its state and not by its text: a box to tick, or a list whose chosen word is kept as a value.
func chosen(n *node) (string, bool) {
	properties := n.find("sdtPr")
	if c := properties.find("checkbox"); c != nil {
		return box(c.find("checked").on()), true
	}
	list := listOf(properties)
	value := list.attr("lastValue")
	if value == "" || strings.TrimSpace(textOf(n.find("sdtContent"))) != "" {
		return "", false
	}
	for _, k := range list.children() {
		if k.name == "listItem" && k.attr("value") == value {
			if text := k.attr("displayText"); text != "" {
				return text, true
			}
		}
	}
	return value, true
}
