package object

import "fmt"

// unpredict undoes the predictor a Flate or LZW filter was used with (ISO
// 32000-1 §7.4.4.4). err is the filter's; it is returned unless the predictor
// finds worse.
func (f *File) unpredict(data []byte, err error, parms Dict, via resolver) ([]byte, error) {
	number := func(key Name, def int64) int64 {
		if n, ok := f.resolve(parms[key], via).(int64); ok {
			return n
		}
		return def
	}
	predictor := number("Predictor", 1)
	if predictor < 2 {
		return data, err
	}
	colours, bits, columns := number("Colors", 1), number("BitsPerComponent", 8), number("Columns", 1)
	switch bits {
	case 1, 2, 4, 8, 16:
	default:
		return data, fmt.Errorf("%w: predictor with %d bits", ErrDamaged, bits)
	}
	// No device has that many inks nor paper that many dots.
	if colours < 1 || colours > 1024 || columns < 1 || columns > 1<<24 {
		return data, fmt.Errorf("%w: predictor with %d colours and %d columns", ErrDamaged, colours, columns)
	}
	row := int((colours*bits*columns + 7) / 8)
	if predictor == 2 {
		tiff(data, int(colours), int(bits), int(columns), row)
		return data, err
	}
	return png(data, max(1, int(colours*bits/8)), row), err
}

// png undoes the PNG predictors in place: each row is led by a byte that names
// its own, so the number in Predictor does not matter. A last row cut short is
// kept; a predictor nobody knows counts as none.
func png(data []byte, pixel, row int) []byte {
	out := 0 // rows close ranks as their leading bytes go
	var up []byte
	for p := 0; p < len(data); p += row + 1 {
		kind := data[p]
		src := data[p+1 : min(p+1+row, len(data))]
		line := data[out : out+len(src)]
		copy(line, src)
		switch kind {
		case 1: // sub
			for i := pixel; i < len(line); i++ {
				line[i] += line[i-pixel]
			}
		case 2: // up
			if up != nil {
				up := up[:len(line)]
				for i := range line {
					line[i] += up[i]
				}
			}
		case 3: // average
			for i := range line {
				left, above := 0, 0
				if i >= pixel {
					left = int(line[i-pixel])
				}
				if up != nil {
					above = int(up[i])
				}
				line[i] += byte((left + above) / 2)
			}
		case 4: // Paeth
			for i := range line {
				var left, above, corner int
				if i >= pixel {
					left = int(line[i-pixel])
				}
				if up != nil {
					above = int(up[i])
					if i >= pixel {
						corner = int(up[i-pixel])
					}
				}
				line[i] += byte(paeth(left, above, corner))
			}
		}
		up = line
		out += len(src)
	}
	return data[:out]
}

// paeth is the predictor of RFC 2083 §6.6.
func paeth(a, b, c int) int {
	pa, pb, pc := abs(b-c), abs(a-c), abs(a+b-2*c)
	if pa <= pb && pa <= pc {
		return a
	}
	if pb <= pc {
		return b
	}
	return c
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// tiff undoes TIFF's predictor 2 in place: each sample is the difference from
// the sample of the same colour to its left.
func tiff(data []byte, colours, bits, columns, row int) {
	for p := 0; p < len(data); p += row {
		line := data[p:min(p+row, len(data))]
		switch bits {
		case 8:
			for i := colours; i < len(line); i++ {
				line[i] += line[i-colours]
			}
		case 16:
			for i := 2 * colours; i+1 < len(line); i += 2 {
				v := uint16(line[i])<<8 | uint16(line[i+1])
				v += uint16(line[i-2*colours])<<8 | uint16(line[i-2*colours+1])
				line[i], line[i+1] = byte(v>>8), byte(v)
			}
		default: // several samples a byte
			samples := min(columns*colours, len(line)*8/bits)
			mask := byte(1<<bits - 1)
			at := func(i int) (index int, shift uint) {
				bit := i * bits
				return bit / 8, uint(8 - bits - bit%8)
			}
			for i := colours; i < samples; i++ {
				a, as := at(i - colours)
				b, bs := at(i)
				v := (line[b]>>bs + line[a]>>as) & mask
				line[b] = line[b]&^(mask<<bs) | v<<bs
			}
		}
	}
}
