package pdf

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"strconv"

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/decode"
	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// errDamaged reports a part of a PDF that can't be understood.
var errDamaged = errors.New("damaged PDF")

// The types of PDF objects (ISO 32000, 7.3). The others are nil, bool, float64 and []any.
type (
	pdfName    string
	pdfString  string
	pdfRef     int    // the number of another object
	pdfKeyword string // an operator or keyword
	pdfDict    map[string]any
	pdfStream  struct {
		dict pdfDict
		raw  []byte
	}
)

// document has the objects of a PDF. They are found by searching the bytes, not with the cross-reference table: that works for a
// damaged file, and finds what a later version of the document left out.
type document struct {
	collector *part.Collector
	objects   []any         // in the order of the file
	latest    map[int]any   // by object number; the last version in the file
	versions  map[int][]int // by object number: the indexes in objects of all versions
	trailers  []pdfDict
	fonts     map[pdfRef]*pdfFont
	failed    error // the first damage
}

// What some work costs in steps of the Collector. The first four also pay for the memory that is kept: a token takes some 30 bytes of it, a
// dictionary 350, and a letter in a font 60. A page of a report has two hundred dictionaries and ten thousand tokens, most of them in its content.
const (
	keptToken    = 20
	keptList     = 40
	keptDict     = 300
	keptLetter   = 50
	contentToken = 8 // in the content of a page, where it is not kept
	lookSteps    = 20

	searchedPerStep = 8 // bytes in which a word is searched
	letterSteps     = 6
	fontSteps       = 3000 // a font with codes of one byte
)

// maxFilters is how many filters a stream may have. More than two do not occur.
const maxFilters = 8

// parse finds all objects in a PDF. What it reads more than once, because an object or a string in it does not end, counts as work each time.
func parse(c *part.Collector, data []byte) *document {
	doc := &document{collector: c, latest: map[int]any{}, versions: map[int][]int{}, fonts: map[pdfRef]*pdfFont{}}
	for at := nextWord(data, 0, "obj"); at <= len(data) && !c.Full; {
		next := at
		if number, ok := numberBefore(data[:at-len("obj")]); ok {
			lex := doc.lexAt(data, at)
			doc.keep(number, lex.objectOrStream())
			if lex.closed() {
				next = lex.at
			}
		}
		at = nextWord(data, next, "obj")
	}
	for at := nextWord(data, 0, "trailer"); at <= len(data) && !c.Full; at = nextWord(data, at, "trailer") {
		lex := doc.lexAt(data, at)
		if dict, ok := lex.object(0).(pdfDict); ok {
			doc.trailers = append(doc.trailers, dict)
		}
	}
	return doc
}

// nextWord returns the offset behind the next occurrence of a word from an offset on, or len(data)+1 when there is none.
func nextWord(data []byte, from int, word string) int {
	if from > len(data) {
		return from
	}
	at := bytes.Index(data[from:], []byte(word))
	if at < 0 {
		return len(data) + 1
	}
	return from + at + len(word)
}

// lexAt returns a lexer from an offset on.
func (doc *document) lexAt(data []byte, at int) *lexer {
	return &lexer{data: data, at: min(at, len(data)), c: doc.collector, cost: keptToken}
}

// numberBefore returns the object number in the bytes before "obj": 12 of "12 0 ".
func numberBefore(before []byte) (int, bool) {
	before = before[max(0, len(before)-32):]
	words := bytes.Fields(before)
	if len(words) < 2 {
		return 0, false
	}
	if _, err := strconv.Atoi(string(words[len(words)-1])); err != nil {
		return 0, false
	}
	word := words[len(words)-2]
	begin := len(word)
	for begin > 0 && word[begin-1] >= '0' && word[begin-1] <= '9' { // "endobj" may stand right before it
		begin--
	}
	number, err := strconv.Atoi(string(word[begin:]))
	return number, err == nil
}

// keep stores an object, and the objects in it when it is an object stream.
func (doc *document) keep(number int, object any) {
	doc.latest[number] = object
	doc.versions[number] = append(doc.versions[number], len(doc.objects))
	doc.objects = append(doc.objects, object)
	stream, ok := object.(pdfStream)
	if !ok {
		return
	}
	switch stream.dict.name("Type") {
	case "XRef":
		doc.trailers = append(doc.trailers, stream.dict)
	case "ObjStm":
		doc.keepPacked(stream)
	}
}

// keepPacked stores the objects in an object stream: pairs of a number and an offset, and then the objects (ISO 32000, 7.5.7).
func (doc *document) keepPacked(stream pdfStream) {
	data := doc.decode(stream)
	start, ok := doc.resolve(stream.dict["First"]).(float64)
	if !ok || start < 0 || start > float64(len(data)) {
		return
	}
	head, body := doc.lexAt(data[:int(start)], 0), doc.lexAt(data, 0)
	for !doc.collector.Full {
		number, ok1 := head.token().(float64)
		offset, ok2 := head.token().(float64)
		if !ok1 || !ok2 || offset < 0 || start+offset < float64(body.at) || start+offset > float64(len(data)) {
			return // offsets must increase, so that nothing is read twice
		}
		body.at = int(start + offset)
		doc.keep(int(number), body.object(0))
	}
}

// resolve returns the object that a reference points to, and another object as it is.
func (doc *document) resolve(object any) any {
	for range 8 { // references may point to each other in a circle
		ref, ok := object.(pdfRef)
		if !ok {
			return object
		}
		if !doc.collector.Spend(lookSteps) {
			return nil
		}
		object = doc.latest[int(ref)]
	}
	return nil
}

// decode returns the decompressed bytes of a stream, or nil for a filter that it does not know, as those of images.
func (doc *document) decode(stream pdfStream) []byte {
	data := stream.raw
	const overhead = 64 // so that a small stream that is used a million times counts
	if !doc.collector.Spend(overhead + len(data)) {
		return nil
	}
	if predictor := doc.number(doc.dict(stream.dict["DecodeParms"])["Predictor"]); predictor > 1 && stream.dict.name("Type") != "XRef" {
		doc.failed = cmp.Or(doc.failed, errDamaged) // a predictor is for pixels, and is not used for text
		return nil
	}
	for _, filter := range doc.filters(stream) {
		if !doc.collector.Spend(overhead + len(data)) {
			return nil
		}
		var err error
		switch filter {
		case "FlateDecode", "Fl":
			var unpack io.Reader
			if unpack, err = zlib.NewReader(bytes.NewReader(data)); err == nil {
				data, err = doc.collector.Unpack(unpack, 0)
			}
		case "ASCIIHexDecode", "AHx":
			data, err = hexBytes(data), nil
		case "ASCII85Decode", "A85":
			data, err = ascii85Bytes(data)
		default:
			return nil
		}
		if err != nil {
			doc.failed = cmp.Or(doc.failed, err)
		}
	}
	return data
}

// filters returns the filters of a stream, in the order in which to decode; an unknown one for too many.
func (doc *document) filters(stream pdfStream) []pdfName {
	switch filter := doc.resolve(stream.dict["Filter"]).(type) {
	case pdfName:
		return []pdfName{filter}
	case []any:
		if len(filter) > maxFilters {
			return []pdfName{""}
		}
		var names []pdfName
		for _, one := range filter {
			name, _ := doc.resolve(one).(pdfName)
			names = append(names, name)
		}
		return names
	}
	return nil
}

// hexBytes decodes hexadecimal digits up to ">"; other characters are skipped.
func hexBytes(data []byte) []byte {
	digits := make([]byte, 0, len(data))
	for _, c := range data {
		if c == '>' {
			break
		}
		if decode.Unhex(c) >= 0 {
			digits = append(digits, c)
		}
	}
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	decoded := make([]byte, len(digits)/2)
	_, _ = hex.Decode(decoded, digits) // can't fail: an even number of digits
	return decoded
}

// ascii85Bytes decodes ASCII85 up to "~>".
func ascii85Bytes(data []byte) ([]byte, error) {
	data = bytes.TrimPrefix(bytes.TrimSpace(data), []byte("<~"))
	data, _, _ = bytes.Cut(data, []byte("~"))
	return io.ReadAll(ascii85.NewDecoder(bytes.NewReader(data)))
}

// name returns the name under a key, or "".
func (d pdfDict) name(key string) string {
	name, _ := d[key].(pdfName)
	return string(name)
}

// dict returns the dictionary, or that of the stream, that an object is or points to; nil for another object.
func (doc *document) dict(object any) pdfDict {
	switch o := doc.resolve(object).(type) {
	case pdfDict:
		return o
	case pdfStream:
		return o.dict
	}
	return nil
}

// list returns the array that an object is or points to, or nil.
func (doc *document) list(object any) []any {
	list, _ := doc.resolve(object).([]any)
	return list
}

// number returns the number that an object is or points to, or 0.
func (doc *document) number(object any) float64 {
	number, _ := doc.resolve(object).(float64)
	return number
}

// string returns the text string that an object is or points to, or "".
func (doc *document) string(object any) string {
	raw, ok := doc.resolve(object).(pdfString)
	if !ok || !doc.collector.Spend(2*len(raw)) { // a small file can point to a long one many times
		return ""
	}
	return decodeString(string(raw))
}

// lexer reads objects, operators and keywords from bytes.
type lexer struct {
	data []byte
	at   int
	c    *part.Collector
	cost int // of a token, in steps
}

// maxDepth is how deep arrays and dictionaries may be nested.
const maxDepth = 100

func isSpace(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func isSpaceRune(c rune) bool { return c < 128 && isSpace(byte(c)) }

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (l *lexer) skipSpace() {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; {
		case isSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// endOfData is the token at the end of the data, or of the limit.
const endOfData = pdfKeyword("")

// token returns the next number, name, string or keyword. Brackets are keywords.
func (l *lexer) token() any {
	start := l.at
	token := l.next()
	if !l.c.Spend(l.cost + (l.at - start)) {
		return endOfData
	}
	return token
}

func (l *lexer) next() any {
	l.skipSpace()
	if l.at >= len(l.data) {
		return endOfData
	}
	c := l.data[l.at]
	next := byte(0)
	if l.at+1 < len(l.data) {
		next = l.data[l.at+1]
	}
	switch {
	case c == '(':
		return l.literal()
	case c == '<' && next == '<', c == '>' && next == '>':
		l.at += 2
		return pdfKeyword([]byte{c, c})
	case c == '<':
		end := bytes.IndexByte(l.data[l.at:], '>')
		if end < 0 {
			end = len(l.data) - l.at
		}
		text := hexBytes(l.data[l.at+1 : l.at+end])
		l.at = min(l.at+end+1, len(l.data))
		return pdfString(text)
	case c == '/':
		l.at++
		return l.name()
	case isDelimiter(c):
		l.at++
		return pdfKeyword([]byte{c})
	}
	word := l.regular()
	if bytes.IndexByte([]byte("+-.0123456789"), word[0]) >= 0 {
		number, err := strconv.ParseFloat(string(word), 64)
		if err == nil && math.Abs(number) < 1<<40 { // larger ones do not occur
			return number
		}
	}
	return pdfKeyword(word)
}

// regular returns the bytes up to the next white space or delimiter.
func (l *lexer) regular() []byte {
	start := l.at
	for l.at < len(l.data) && !isSpace(l.data[l.at]) && !isDelimiter(l.data[l.at]) {
		l.at++
	}
	return l.data[start:l.at]
}

// name reads a name behind its slash; #xx stands for a byte.
func (l *lexer) name() pdfName {
	raw := l.regular()
	if bytes.IndexByte(raw, '#') < 0 {
		return pdfName(raw)
	}
	var name []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) && decode.Unhex(raw[i+1]) >= 0 && decode.Unhex(raw[i+2]) >= 0 {
			name = append(name, byte(decode.Unhex(raw[i+1])<<4|decode.Unhex(raw[i+2])))
			i += 2
		} else {
			name = append(name, raw[i])
		}
	}
	return pdfName(name)
}

// literal reads a string in parentheses.
func (l *lexer) literal() pdfString {
	var text []byte
	depth := 0
	for ; l.at < len(l.data); l.at++ {
		c := l.data[l.at]
		switch {
		case c == '\\':
			text = l.escape(text)
			continue
		case c == '(':
			depth++
			if depth == 1 {
				continue
			}
		case c == ')':
			depth--
			if depth == 0 {
				l.at++
				return pdfString(text)
			}
		}
		text = append(text, c)
	}
	return pdfString(text)
}

// escape reads an escape sequence from its backslash on, and appends what it stands for. It stops at the last byte of the sequence.
func (l *lexer) escape(text []byte) []byte {
	l.at++
	if l.at >= len(l.data) {
		return text
	}
	c := l.data[l.at]
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(text, "\n\r\t\b\f"[i])
	}
	switch {
	case c == '\r':
		if l.at+1 < len(l.data) && l.data[l.at+1] == '\n' {
			l.at++
		}
		return text
	case c == '\n':
		return text
	case c < '0' || c > '7':
		return append(text, c)
	}
	value := 0
	for digits := 0; digits < 3 && l.at < len(l.data) && l.data[l.at] >= '0' && l.data[l.at] <= '7'; digits++ {
		value = value<<3 | int(l.data[l.at]-'0')
		l.at++
	}
	l.at--
	return append(text, byte(value))
}

// object reads one object, at a depth of arrays and dictionaries. Keywords and operators are returned as pdfKeyword.
func (l *lexer) object(depth int) any {
	token := l.token()
	switch t := token.(type) {
	case float64:
		return l.reference(t)
	case pdfKeyword:
		switch t {
		case "null":
			return nil
		case "true":
			return true
		case "false":
			return false
		case "[", "<<":
			if depth == maxDepth {
				return nil
			}
			if t == "[" {
				return l.list(depth)
			}
			return l.dict(depth)
		}
	}
	return token
}

// reference returns a pdfRef when the number begins a reference such as "12 0 R", otherwise the number. The content of a page has no references.
func (l *lexer) reference(number float64) any {
	if l.cost == contentToken || number < 0 || number >= 1<<31 {
		return number
	}
	const longest = 32 // bytes
	rest := l.data[l.at:min(len(l.data), l.at+longest)]
	generation := bytes.TrimLeftFunc(rest, isSpaceRune)
	back := bytes.TrimLeft(generation, "0123456789")
	word := bytes.TrimLeftFunc(back, isSpaceRune)
	if len(generation) == len(rest) || len(back) == len(generation) || len(word) == len(back) || !bytes.HasPrefix(word, []byte("R")) {
		return number
	}
	if len(word) > 1 && !isSpace(word[1]) && !isDelimiter(word[1]) {
		return number
	}
	l.at += len(rest) - len(word) + 1
	return pdfRef(number)
}

// list reads the rest of an array.
func (l *lexer) list(depth int) []any {
	list := []any{}
	l.c.Spend(keptList)
	for {
		object := l.object(depth + 1)
		if word, ok := object.(pdfKeyword); ok && (word == "]" || word == endOfData || word == "endobj") {
			return list
		}
		list = append(list, object)
	}
}

// dict reads the rest of a dictionary.
func (l *lexer) dict(depth int) pdfDict {
	dict := pdfDict{}
	l.c.Spend(keptDict)
	for {
		switch key := l.token().(type) {
		case pdfName:
			back := l.at
			value := l.object(depth + 1)
			if value == any(pdfKeyword(">>")) || value == any(endOfData) {
				l.at = back // a key without a value
				continue
			}
			dict[string(key)] = value
		case pdfKeyword:
			if key == ">>" || key == endOfData || key == "endobj" {
				return dict
			}
		}
	}
}

// objectOrStream reads an indirect object: like object, with the bytes of the stream behind a dictionary.
func (l *lexer) objectOrStream() any {
	object := l.object(0)
	dict, ok := object.(pdfDict)
	if !ok {
		return object
	}
	back := l.at
	if l.token() != any(pdfKeyword("stream")) {
		l.at = back
		return dict
	}
	if bytes.HasPrefix(l.data[l.at:], []byte("\r")) {
		l.at++
	}
	if bytes.HasPrefix(l.data[l.at:], []byte("\n")) {
		l.at++
	}
	return pdfStream{dict, l.stream(dict)}
}

// stream returns the bytes up to "endstream". It uses the length in the dictionary when "endstream" follows there.
func (l *lexer) stream(dict pdfDict) []byte {
	const end = "endstream"
	start := l.at
	if length, ok := dict["Length"].(float64); ok && length >= 0 && length <= float64(len(l.data)-start) {
		l.at += int(length)
		if l.token() == any(pdfKeyword(end)) {
			return l.data[start : start+int(length)]
		}
	}
	size := bytes.Index(l.data[start:], []byte(end))
	l.c.Spend(len(l.data[start:]) / searchedPerStep)
	if size < 0 {
		l.at = len(l.data)
		return l.data[start:]
	}
	l.at = start + size + len(end)
	if dict["Filter"] != nil { // the last byte may look like a line end; a filter knows itself where the data ends
		return l.data[start : start+size]
	}
	return bytes.TrimSuffix(bytes.TrimSuffix(l.data[start:start+size], []byte("\n")), []byte("\r"))
}

// closed reports whether "endobj" follows. Otherwise the next object may stand inside this one.
func (l *lexer) closed() bool {
	look := *l
	return look.token() == any(pdfKeyword("endobj"))
}
