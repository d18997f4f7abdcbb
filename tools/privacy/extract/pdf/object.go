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

	"github.com/openbaarheid-schuurt/dilemma/tools/privacy/extract/part"
)

// errDamaged says that something in a PDF can't be understood.
var errDamaged = errors.New("damaged PDF")

// The objects of a PDF: besides these there are nil, bool, float64 and []any.
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

// document is a PDF taken apart in its objects. The table of objects at its end is not used: a walk along the bytes finds
// as much in a damaged file, and also what a later version of the document left out.
type document struct {
	collector *part.Collector
	objects   []any       // in the order of the file
	latest    map[int]any // by number; the last one counts
	numbers   map[int][]int
	trailer   []pdfDict
	fonts     map[pdfRef]*pdfFont
	values    int // objects that may still be read, large and small
	failed    error
}

const maxValues = 4 << 20

// parse finds all objects in a PDF.
func parse(c *part.Collector, data []byte) *document {
	f := &document{collector: c, latest: map[int]any{}, numbers: map[int][]int{}, fonts: map[pdfRef]*pdfFont{}, values: maxValues}
	work := 4*len(data) + 1<<20 // a string that is not closed reads to the end of the file
	for at := nextWord(data, 0, "obj"); at <= len(data) && !c.Full; {
		next := at
		if number, ok := numberBefore(data[:at-len("obj")]); ok {
			lex := f.lexAt(data, at)
			f.keep(number, lex.objectOrStream())
			work -= lex.at - at
			if lex.closed() {
				next = lex.at
			}
		}
		at = nextWord(data, next, "obj")
		if work < 0 || f.values < 0 {
			c.Full = true
		}
	}
	for at := nextWord(data, 0, "trailer"); at <= len(data) && work > 0; at = nextWord(data, at, "trailer") {
		lex := f.lexAt(data, at)
		if dict, ok := lex.object(0).(pdfDict); ok {
			f.trailer = append(f.trailer, dict)
		}
		work -= lex.at - at
	}
	return f
}

// nextWord returns the offset behind the next such word, or one past the end of the data when there is none.
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

func (f *document) lexAt(data []byte, at int) *lexer {
	return &lexer{data: data, at: min(at, len(data)), values: &f.values}
}

// numberBefore returns the number of the object of which the text before "obj" says "12 0 ".
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
	for begin > 0 && word[begin-1] >= '0' && word[begin-1] <= '9' { // it may stand right behind "endobj"
		begin--
	}
	number, err := strconv.Atoi(string(word[begin:]))
	return number, err == nil
}

// keep remembers an object, and those packed in it.
func (f *document) keep(number int, object any) {
	if len(f.objects) == part.MaxParts*10 {
		f.collector.Full = true
		return
	}
	f.latest[number] = object
	f.numbers[number] = append(f.numbers[number], len(f.objects))
	f.objects = append(f.objects, object)
	stream, ok := object.(pdfStream)
	if !ok {
		return
	}
	switch stream.dict.name("Type") {
	case "XRef":
		f.trailer = append(f.trailer, stream.dict)
	case "ObjStm":
		f.keepPacked(stream)
	}
}

// keepPacked remembers the objects in a stream of objects: pairs of a number and an offset, and then the objects.
func (f *document) keepPacked(stream pdfStream) {
	data := f.decode(stream)
	start, ok := f.resolve(stream.dict["First"]).(float64)
	if !ok || start < 0 || start > float64(len(data)) {
		return
	}
	head, body := f.lexAt(data[:int(start)], 0), f.lexAt(data, 0)
	for !f.collector.Full {
		number, ok1 := head.token().(float64)
		offset, ok2 := head.token().(float64)
		if !ok1 || !ok2 || offset < 0 || start+offset < float64(body.at) || start+offset > float64(len(data)) {
			return // offsets go up, so that nothing is read twice
		}
		body.at = int(start + offset)
		f.keep(int(number), body.object(0))
	}
}

// resolve returns the object that a reference leads to.
func (f *document) resolve(object any) any {
	for range 8 { // a reference may lead to a reference, and that in a circle
		ref, ok := object.(pdfRef)
		if !ok {
			return object
		}
		object = f.latest[int(ref)]
	}
	return nil
}

// decode unpacks a stream. What it can't unpack, such as the pixels of an image, is empty.
func (f *document) decode(stream pdfStream) []byte {
	data := stream.raw
	const overhead = 64 // keeps a small stream that is used a million times from being free
	if !f.collector.Spend(overhead + len(data)) {
		return nil
	}
	if predictor := f.number(f.dict(stream.dict["DecodeParms"])["Predictor"]); predictor > 1 && stream.dict.name("Type") != "XRef" {
		f.failed = cmp.Or(f.failed, errDamaged) // a way to pack pixels, which nobody uses for text
		return nil
	}
	for _, filter := range f.filters(stream) {
		var err error
		switch filter {
		case "FlateDecode", "Fl":
			var unpack io.Reader
			if unpack, err = zlib.NewReader(bytes.NewReader(data)); err == nil {
				data, err = f.collector.Unpack(unpack)
			}
		case "ASCIIHexDecode", "AHx":
			data, err = hexBytes(data), nil
		case "ASCII85Decode", "A85":
			data, err = ascii85Bytes(data)
		default:
			return nil
		}
		if err != nil {
			f.failed = cmp.Or(f.failed, err)
		}
	}
	return data
}

func (f *document) filters(stream pdfStream) []pdfName {
	switch filter := f.resolve(stream.dict["Filter"]).(type) {
	case pdfName:
		return []pdfName{filter}
	case []any:
		var names []pdfName
		for _, one := range filter {
			name, _ := f.resolve(one).(pdfName)
			names = append(names, name)
		}
		return names
	}
	return nil
}

func hexBytes(data []byte) []byte {
	digits := make([]byte, 0, len(data))
	for _, c := range data {
		if c == '>' {
			break
		}
		if unhex(c) >= 0 {
			digits = append(digits, c)
		}
	}
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	decoded := make([]byte, len(digits)/2)
	_, _ = hex.Decode(decoded, digits) // they are all digits, and even in number
	return decoded
}

func ascii85Bytes(data []byte) ([]byte, error) {
	data = bytes.TrimPrefix(bytes.TrimSpace(data), []byte("<~"))
	data, _, _ = bytes.Cut(data, []byte("~"))
	return io.ReadAll(ascii85.NewDecoder(bytes.NewReader(data)))
}

func (d pdfDict) name(key string) string {
	name, _ := d[key].(pdfName)
	return string(name)
}

// dict returns the dictionary that an object is or leads to, also that of a stream; an empty one otherwise.
func (f *document) dict(object any) pdfDict {
	switch o := f.resolve(object).(type) {
	case pdfDict:
		return o
	case pdfStream:
		return o.dict
	}
	return nil
}

func (f *document) list(object any) []any {
	list, _ := f.resolve(object).([]any)
	return list
}

func (f *document) number(object any) float64 {
	number, _ := f.resolve(object).(float64)
	return number
}

// string returns a text outside the pages: UTF-16 or UTF-8 with a mark, otherwise an encoding of PDF itself.
func (f *document) string(object any) string {
	raw, ok := f.resolve(object).(pdfString)
	if !ok {
		return ""
	}
	return decodeString(string(raw))
}

// lexer reads objects and operators from bytes.
type lexer struct {
	data   []byte
	at     int
	values *int // that may still be read
}

// maxDepth is how deep lists and dictionaries may stand in each other.
const maxDepth = 100

func isSpace(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

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

// endOfData is the token behind the last byte.
const endOfData = pdfKeyword("")

// token returns the next number, name, string or word; brackets are words.
func (l *lexer) token() any {
	l.skipSpace()
	*l.values--
	if l.at >= len(l.data) || *l.values < 0 {
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
		if err == nil && math.Abs(number) < 1<<40 { // no PDF has larger ones
			return number
		}
	}
	return pdfKeyword(word)
}

// regular returns the bytes up to the next space or bracket.
func (l *lexer) regular() []byte {
	start := l.at
	for l.at < len(l.data) && !isSpace(l.data[l.at]) && !isDelimiter(l.data[l.at]) {
		l.at++
	}
	return l.data[start:l.at]
}

func (l *lexer) name() pdfName {
	raw := l.regular()
	if bytes.IndexByte(raw, '#') < 0 {
		return pdfName(raw)
	}
	var name []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) && unhex(raw[i+1]) >= 0 && unhex(raw[i+2]) >= 0 {
			name = append(name, byte(unhex(raw[i+1])<<4|unhex(raw[i+2])))
			i += 2
		} else {
			name = append(name, raw[i])
		}
	}
	return pdfName(name)
}

// literal reads a string between round brackets.
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

// escape reads what stands behind a backslash, and leaves the lexer on its last byte.
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

// object reads one object. Words that are no object, such as operators, are returned as they are.
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

// reference returns the reference "12 0 R" when the number begins one, otherwise the number.
func (l *lexer) reference(number float64) any {
	back := l.at
	if generation, ok := l.token().(float64); ok && generation >= 0 && number >= 0 && number < 1<<31 {
		if l.token() == any(pdfKeyword("R")) {
			return pdfRef(number)
		}
	}
	l.at = back
	return number
}

func (l *lexer) list(depth int) []any {
	list := []any{}
	for {
		object := l.object(depth + 1)
		if word, ok := object.(pdfKeyword); ok && (word == "]" || word == endOfData || word == "endobj") {
			return list
		}
		list = append(list, object)
	}
}

func (l *lexer) dict(depth int) pdfDict {
	dict := pdfDict{}
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

// objectOrStream reads an object of the file itself, with the bytes of the stream that may follow a dictionary.
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

// stream returns the bytes up to "endstream". The length that the dictionary tells is believed when it ends there.
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
	if size < 0 {
		l.at = len(l.data)
		return l.data[start:]
	}
	l.at = start + size + len(end)
	return bytes.TrimSuffix(bytes.TrimSuffix(l.data[start:start+size], []byte("\n")), []byte("\r"))
}

// closed reports whether the object ended as it should, so that the next one can't stand inside it.
func (l *lexer) closed() bool {
	look := *l
	return look.token() == any(pdfKeyword("endobj"))
}
