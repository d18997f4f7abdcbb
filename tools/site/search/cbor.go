package search

import "encoding/binary"

// The major types of CBOR (RFC 8949) that Pagefind writes.
const (
	positive = 0
	negative = 1
	str      = 3
	list     = 4
)

// start reads the head of a value: its major type, its number or length, and the remaining bytes.
func start(data []byte) (kind byte, n int, rest []byte, err error) {
	if len(data) == 0 {
		return 0, 0, nil, errFormat
	}
	kind, n, rest = data[0]>>5, int(data[0]&31), data[1:]
	if n >= 24 {
		size := 1 << (n - 24)
		if size > 4 || len(rest) < size {
			return 0, 0, nil, errFormat
		}
		wide := make([]byte, 8)
		copy(wide[8-size:], rest[:size])
		n, rest = int(binary.BigEndian.Uint64(wide)), rest[size:]
	}
	if kind != positive && kind != negative && (kind != str && kind != list || n > len(rest)) {
		return 0, 0, nil, errFormat
	}
	return kind, n, rest, nil
}

// open reads the head of a list: the number of its values, and the bytes in which they follow.
func open(data []byte) (n int, rest []byte, err error) {
	kind, n, rest, err := start(data)
	if err == nil && kind != list {
		err = errFormat
	}
	return n, rest, err
}

// skip returns the offset of the end of the first value.
func skip(data []byte) (int, error) {
	rest := data
	for todo := 1; todo > 0; todo-- {
		kind, n, behind, err := start(rest)
		if err != nil {
			return 0, err
		}
		switch rest = behind; kind {
		case str:
			rest = rest[n:]
		case list:
			todo += n
		}
	}
	return len(data) - len(rest), nil
}

// decode decodes the first value: an int, a string, or a []any of these.
func decode(data []byte) (value any, rest []byte, err error) {
	kind, n, rest, err := start(data)
	if err != nil {
		return nil, nil, err
	}
	switch kind {
	case positive:
		return n, rest, nil
	case negative:
		return -1 - n, rest, nil
	case str:
		return string(rest[:n]), rest[n:], nil
	}
	values := make([]any, n)
	for i := range values {
		if values[i], rest, err = decode(rest); err != nil {
			return nil, nil, err
		}
	}
	return values, rest, nil
}

// encode appends the encoding of a value of the types that decode returns.
func encode(to []byte, value any) []byte {
	switch v := value.(type) {
	case int:
		if v < 0 {
			return head(to, negative, -1-v)
		}
		return head(to, positive, v)
	case string:
		return append(head(to, str, len(v)), v...)
	case []any:
		to = head(to, list, len(v))
		for _, item := range v {
			to = encode(to, item)
		}
	}
	return to
}

// head appends the shortest head for a value.
func head(to []byte, kind byte, n int) []byte {
	switch kind <<= 5; {
	case n < 24:
		return append(to, kind|byte(n))
	case n < 1<<8:
		return append(to, kind|24, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(to, kind|25), uint16(n))
	}
	return binary.BigEndian.AppendUint32(append(to, kind|26), uint32(n))
}
