package casebook

import "slices"

// flow reads a list or map between brackets that is the rest of a line, which begins at an offset.
func (p *plainReader) flow(line string, at int) *Value {
	kind, end := Sequence, byte(']')
	if line[0] == '{' {
		kind, end = Mapping, '}'
	}
	v := p.value(kind, "", at, at+len(line))
	if v == nil || p.deep+2 > MaxDepth {
		return nil
	}
	i := afterSpaces(line, 1)
	if line[i:] == string(end) {
		return v
	}
	items, pairs := len(p.items), len(p.pairs)
	for {
		var key, item *Value
		if kind == Mapping {
			if key, i = p.flowKey(line, at, i); key == nil || !p.isNew(key, pairs) {
				return nil
			}
		}
		if item, i = p.flowItem(line, at, i); item == nil || i == len(line) {
			return nil
		}
		if kind == Mapping {
			p.pairs = append(p.pairs, Pair{key, item})
		} else {
			p.items = append(p.items, item)
		}
		if line[i:] == string(end) {
			break
		}
		if line[i] != ',' {
			return nil
		}
		i = afterSpaces(line, i+1)
	}
	if kind == Mapping {
		v.Pairs = slices.Clone(p.pairs[pairs:])
	} else {
		v.Items = slices.Clone(p.items[items:])
	}
	p.items, p.pairs = p.items[:items], p.pairs[:pairs]
	return v
}

// flowKey reads the key at an index in a line, which begins at an offset, up to where its value begins.
func (p *plainReader) flowKey(line string, at, i int) (key *Value, next int) {
	end := i
	for end < len(line) && isKeyByte(line[end]) {
		end++
	}
	if end == i || !isLetterByte(line[i]) || end+1 >= len(line) || line[end:end+2] != ": " {
		return nil, end
	}
	if key = p.scalar(line[i:end], at+i, at+end); key == nil || key.Kind != String {
		return nil, end
	}
	return key, afterSpaces(line, end+1)
}

// flowItem reads the text at an index in a line, which begins at an offset, up to the sign behind it.
func (p *plainReader) flowItem(line string, at, i int) (item *Value, next int) {
	if i == len(line) {
		return nil, i
	}
	end := i
	if c := line[i]; c == '"' || c == '\'' {
		if end += quotedEnd(line[i:]); end == i {
			return nil, i
		}
		item = p.value(String, line[i+1:end-1], at+i, at+end)
		return item, afterSpaces(line, end)
	} else if !isLetterByte(c) && !('0' <= c && c <= '9') {
		return nil, i
	}
	for next = i; next < len(line) && (isKeyByte(line[next]) || line[next] == '.' || line[next] == ' '); next++ {
		if line[next] != ' ' {
			end = next + 1
		}
	}
	return p.scalar(line[i:end], at+i, at+end), next
}

// afterSpaces returns the index in a line of what follows the spaces at an index.
func afterSpaces(line string, i int) int {
	for i < len(line) && line[i] == ' ' {
		i++
	}
	return i
}
