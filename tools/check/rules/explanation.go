package rules

import "github.com/openbaarheid-schuurt/dilemma/tools/message"

// Explanation is what a person reads about a rule on its page of the handbook.
type Explanation struct {
	// What the rule requires, in one sentence.
	What string
	// Why it requires that, in one to three sentences.
	Why string
	// Example says what kind of text Wrong and Right are. Wrong breaks the rule, Right does not.
	Example ExampleKind
	Wrong   string
	Right   string
	// Source is the address of the publication from which the rule comes; empty for a rule of our own.
	Source string
}

// ExampleKind says which part of a file an example is. The rest of the file is a dilemma without findings.
type ExampleKind string

const (
	// ConceptExample is lines of the front matter of a concept. They replace the lines with the same keys.
	ConceptExample ExampleKind = "concept"
	// PublishedExample is lines of the front matter of a complete, published dilemma. They replace the lines with the same keys.
	PublishedExample ExampleKind = "published"
	// BodyExample is the text below the front matter.
	BodyExample ExampleKind = "body"
	// FileExample is the whole file. Characters that can't be seen are written as in Go: \r, \x00, \ufeff.
	FileExample ExampleKind = "file"
	// DescribedExample is a description instead of an example, for a rule about several files or about the disk.
	DescribedExample ExampleKind = "story"
)

// explanations holds for every rule, by its ID, the kind of its examples and its source. The sentences are in the message catalogue.
var explanations = map[string]Explanation{
	"file/unreadable":        {Example: DescribedExample},
	"file/too-large":         {Example: DescribedExample},
	"file/too-much":          {Example: DescribedExample},
	"file/too-many":          {Example: DescribedExample},
	"file/empty":             {Example: FileExample},
	"file/binary":            {Example: FileExample},
	"file/encoding":          {Example: FileExample},
	"file/control-character": {Example: FileExample},
	"file/invisible":         {Example: FileExample},
	"file/bom":               {Example: FileExample},
	"file/line-endings":      {Example: FileExample},
	"file/name":              {Example: DescribedExample},
	"file/place":             {Example: DescribedExample},

	"frontmatter/missing":       {Example: FileExample},
	"frontmatter/format":        {Example: FileExample},
	"frontmatter/unclosed":      {Example: FileExample},
	"frontmatter/syntax":        {Example: ConceptExample},
	"frontmatter/duplicate-key": {Example: ConceptExample},
	"frontmatter/alias":         {Example: ConceptExample},
	"frontmatter/tag":           {Example: ConceptExample},
	"frontmatter/tab":           {Example: FileExample},
	"frontmatter/ambiguous":     {Example: ConceptExample},
	"frontmatter/comment":       {Example: ConceptExample},

	"canvas/required":    {Example: ConceptExample},
	"canvas/empty":       {Example: ConceptExample},
	"canvas/unknown-key": {Example: ConceptExample},
	"canvas/type":        {Example: ConceptExample},
	"canvas/too-few":     {Example: PublishedExample},
	"canvas/term":        {Example: ConceptExample},
	"canvas/repeated":    {Example: ConceptExample},

	"date/invalid":     {Example: ConceptExample},
	"date/implausible": {Example: ConceptExample},
	"date/order":       {Example: ConceptExample},
	"date/future":      {Example: PublishedExample},
	"date/review":      {Example: PublishedExample},

	"publish/consent":       {Example: PublishedExample},
	"publish/second-reader": {Example: PublishedExample},

	"publish/invented-review":     {Example: PublishedExample},
	"publish/invented-commentary": {Example: PublishedExample},
	"publish/before-book":         {Example: DescribedExample},

	"law/outside": {Example: ConceptExample, Source: "https://wetten.overheid.nl/BWBR0028154"},
	"law/not-yet": {Example: ConceptExample, Source: "https://nkoo.nl/woo/artikel-3-3-actieve-openbaarmaking-van-categorieen-informatie/"},

	"body/heading":   {Example: BodyExample},
	"body/link":      {Example: BodyExample},
	"body/reference": {Example: BodyExample},
	"link/unsafe":    {Example: BodyExample},
	"body/image-alt": {Example: BodyExample},
	"body/html":      {Example: BodyExample},
	"body/shortcode": {Example: BodyExample},
	"page/key":       {Example: DescribedExample},

	"book/duplicate-slug": {Example: DescribedExample},
	"book/superseded":     {Example: ConceptExample},
	"book/circle":         {Example: ConceptExample},
	"book/alias":          {Example: ConceptExample},

	"canvas/one-sided":  {Example: ConceptExample, Source: "https://www.communicatierijk.nl/vakkennis/dilemmalogica/dilemmalogica-stappen-en-hulpmiddelen"},
	"canvas/same-cells": {Example: ConceptExample, Source: "https://www.communicatierijk.nl/vakkennis/dilemmalogica/dilemmalogica-stappen-en-hulpmiddelen"},

	"question/how":    {Example: ConceptExample, Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen"},
	"question/verb":   {Example: ConceptExample, Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen"},
	"question/length": {Example: ConceptExample, Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen"},
	"question/comma":  {Example: ConceptExample, Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen"},
	"question/mark":   {Example: ConceptExample, Source: "https://www.grenzeloossamenwerken.nl/dialoog-en-ethiek/wijs-naar-de-wet/stappenplan-bij-morele-vragen"},

	"language/sentence":     {Example: BodyExample, Source: "https://basisvaardigheden.nl/kennisbank/direct-duidelijk"},
	"language/plain":        {Example: BodyExample, Source: "https://basisvaardigheden.nl/kennisbank/direct-duidelijk"},
	"language/abbreviation": {Example: BodyExample, Source: "https://basisvaardigheden.nl/kennisbank/direct-duidelijk"},

	"definition/broken": {Example: DescribedExample},

	"config/syntax":  {Example: DescribedExample},
	"config/unknown": {Example: DescribedExample},
	"config/value":   {Example: DescribedExample},
	"theme/contrast": {Example: DescribedExample, Source: "https://www.w3.org/TR/WCAG22/#contrast-minimum"},
	"theme/token":    {Example: DescribedExample},
	"trust/changed":  {Example: DescribedExample},

	"personal/naam":             {Example: BodyExample},
	"personal/bsn":              {Example: BodyExample, Source: "http://morloff.nl/elfproef-voor-valideren-bsn-nummer.cfm"},
	"personal/iban":             {Example: BodyExample, Source: "https://github.com/arthurdejong/python-stdnum"},
	"personal/telefoon":         {Example: BodyExample},
	"personal/e-mail":           {Example: BodyExample},
	"personal/postcode":         {Example: BodyExample, Source: "https://github.com/arthurdejong/python-stdnum"},
	"personal/adres":            {Example: BodyExample},
	"personal/kenteken":         {Example: BodyExample, Source: "https://www.nummerborden.info/info-nl-kentekens"},
	"personal/geboortedatum":    {Example: BodyExample},
	"personal/ip":               {Example: BodyExample},
	"personal/url-profiel":      {Example: BodyExample},
	"personal/kvk":              {Example: BodyExample},
	"personal/zaaknummer":       {Example: BodyExample},
	"personal/coordinaten":      {Example: BodyExample},
	"personal/betaalpas":        {Example: BodyExample},
	"personal/persoonsnummer":   {Example: BodyExample},
	"personal/inloggegeven":     {Example: BodyExample},
	"personal/apparaat":         {Example: BodyExample},
	"personal/organisatie":      {Example: BodyExample},
	"personal/plaats":           {Example: BodyExample},
	"personal/functie-plaats":   {Example: BodyExample},
	"personal/bijzonder":        {Example: BodyExample},
	"personal/bestandsmetadata": {Example: DescribedExample},
	"personal/git-identiteit":   {Example: DescribedExample},
	"personal/unreadable":       {Example: DescribedExample},
	"personal/allow":            {Example: DescribedExample},
}

// Explanation returns the explanation of the rule for its page.
func (r Rule) Explanation() Explanation {
	e := explanations[r.ID]
	e.What, e.Why = message.Rule(r.ID, "what"), message.Rule(r.ID, "why")
	e.Wrong, e.Right = message.Rule(r.ID, "wrong"), message.Rule(r.ID, "right")
	return e
}
