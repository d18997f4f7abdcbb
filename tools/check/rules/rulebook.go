package rules

import "github.com/openbaarheid-schuurt/dilemma/tools/message"

// Explanation is what a person reads about a rule on its page of the handbook.
type Explanation struct {
	// What the rule asks, in one sentence.
	What string
	// Why it asks that, in one to three sentences.
	Why string
	// Frame says what the examples are a part of; Wrong breaks the rule, Right does not.
	Frame Frame
	Wrong string
	Right string
	// Source is the address of what a hint goes back to; empty for what is our own.
	Source string
}

// Frame is the file around an example.
type Frame string

const (
	// Concept: lines of the front matter of a concept. They take the place of the same keys.
	Concept Frame = "concept"
	// Published: lines of the front matter of a complete, published dilemma. They take the place of the same keys.
	Published Frame = "published"
	// Body: the text below the front matter.
	Body Frame = "body"
	// File: the whole file. Characters that can't be seen are written as in Go: \r, \x00, \ufeff.
	File Frame = "file"
	// Story: no example, because the rule is about a file among others or about the disk; Wrong and Right describe it.
	Story Frame = "story"
)

// explained says of every rule, by its ID, what its examples are a part of and where it comes from. The sentences stand in the message
// catalogue.
var explained = map[string]Explanation{
	"file/unreadable":        {Frame: Story},
	"file/too-large":         {Frame: Story},
	"file/empty":             {Frame: File},
	"file/binary":            {Frame: File},
	"file/encoding":          {Frame: File},
	"file/control-character": {Frame: File},
	"file/bom":               {Frame: File},
	"file/line-endings":      {Frame: File},
	"file/name":              {Frame: Story},

	"frontmatter/missing":       {Frame: File},
	"frontmatter/format":        {Frame: File},
	"frontmatter/unclosed":      {Frame: File},
	"frontmatter/syntax":        {Frame: Concept},
	"frontmatter/duplicate-key": {Frame: Concept},
	"frontmatter/alias":         {Frame: Concept},
	"frontmatter/tag":           {Frame: Concept},
	"frontmatter/tab":           {Frame: File},
	"frontmatter/ambiguous":     {Frame: Concept},

	"canvas/required":    {Frame: Concept},
	"canvas/empty":       {Frame: Concept},
	"canvas/unknown-key": {Frame: Concept},
	"canvas/type":        {Frame: Concept},
	"canvas/too-few":     {Frame: Published},
	"canvas/term":        {Frame: Concept},
	"canvas/repeated":    {Frame: Concept},

	"date/invalid":     {Frame: Concept},
	"date/implausible": {Frame: Concept},
	"date/order":       {Frame: Concept},
	"date/future":      {Frame: Published},
	"date/review":      {Frame: Published},

	"publish/consent":       {Frame: Published},
	"publish/second-reader": {Frame: Published},

	"body/heading":   {Frame: Body},
	"body/link":      {Frame: Body},
	"body/image-alt": {Frame: Body},
	"body/html":      {Frame: Body},
	"body/shortcode": {Frame: Body},

	"book/duplicate-slug": {Frame: Story},
	"book/superseded":     {Frame: Concept},
	"book/circle":         {Frame: Concept},
	"book/alias":          {Frame: Concept},

	"canvas/one-sided":  {Frame: Concept, Source: "https://www.communicatierijk.nl/vakkennis/dilemmalogica/dilemmalogica-stappen-en-hulpmiddelen"},
	"canvas/same-cells": {Frame: Concept, Source: "https://www.communicatierijk.nl/vakkennis/dilemmalogica/dilemmalogica-stappen-en-hulpmiddelen"},

	"question/how":    {Frame: Concept, Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen"},
	"question/verb":   {Frame: Concept, Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen"},
	"question/length": {Frame: Concept, Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen"},
	"question/comma":  {Frame: Concept, Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen"},
	"question/mark":   {Frame: Concept, Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen"},

	"language/sentence":     {Frame: Body, Source: "https://basisvaardigheden.nl/kennisbank/direct-duidelijk"},
	"language/plain":        {Frame: Body, Source: "https://basisvaardigheden.nl/kennisbank/direct-duidelijk"},
	"language/abbreviation": {Frame: Body, Source: "https://basisvaardigheden.nl/kennisbank/direct-duidelijk"},

	"definition/broken": {Frame: Story},

	"config/syntax":  {Frame: Story},
	"config/unknown": {Frame: Story},
	"config/value":   {Frame: Story},
	"trust/changed":  {Frame: Story},

	"personal/naam":             {Frame: Body},
	"personal/bsn":              {Frame: Body, Source: "http://morloff.nl/elfproef-voor-valideren-bsn-nummer.cfm"},
	"personal/iban":             {Frame: Body, Source: "https://github.com/arthurdejong/python-stdnum"},
	"personal/telefoon":         {Frame: Body},
	"personal/e-mail":           {Frame: Body},
	"personal/postcode":         {Frame: Body, Source: "https://github.com/arthurdejong/python-stdnum"},
	"personal/adres":            {Frame: Body},
	"personal/kenteken":         {Frame: Body, Source: "https://www.nummerborden.info/info-nl-kentekens"},
	"personal/geboortedatum":    {Frame: Body},
	"personal/ip":               {Frame: Body},
	"personal/url-profiel":      {Frame: Body},
	"personal/kvk":              {Frame: Body},
	"personal/zaaknummer":       {Frame: Body},
	"personal/coordinaten":      {Frame: Body},
	"personal/organisatie":      {Frame: Body},
	"personal/plaats":           {Frame: Body},
	"personal/functie-plaats":   {Frame: Body},
	"personal/bestandsmetadata": {Frame: Story},
	"personal/git-identiteit":   {Frame: Story},
	"personal/unreadable":       {Frame: Story},
	"personal/allow":            {Frame: Story},
}

// Explanation returns what a person reads about the rule.
func (r Rule) Explanation() Explanation {
	e := explained[r.ID]
	e.What, e.Why = message.Rule(r.ID, "what"), message.Rule(r.ID, "why")
	e.Wrong, e.Right = message.Rule(r.ID, "wrong"), message.Rule(r.ID, "right")
	return e
}
