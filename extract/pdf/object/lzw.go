package object

import "fmt"

// decodeLZW decodes LZW data (ISO 32000-1 §7.4.4) to at most limit bytes. early says
// that codes grow one entry before the table is full (EarlyChange, the
// default). Data that goes on with a full table without clearing it is read as
// 12-bit codes to the end.
func decodeLZW(src []byte, early bool, limit int) ([]byte, error) {
	const clear, end = 256, 257
	var (
		// An entry is the stretch of output that it stands for: that of the code
		// before it and one more byte, which follow each other there.
		from, length [4096]int32
		dst          = make([]byte, 0, min(4*len(src), limit))
		next         = 258
		width        = uint(9)
		bits         uint32
		have         uint
		prev         = -1 // where the last code's output begins
		ahead        = 0
	)
	if early {
		ahead = 1
	}
	for p := 0; ; {
		for have < width {
			if p >= len(src) {
				return dst, nil // the end marker is often missing
			}
			bits = bits<<8 | uint32(src[p])
			have += 8
			p++
		}
		code := int(bits >> (have - width) & (1<<width - 1))
		have -= width
		if code == end {
			return dst, nil
		}
		if code == clear {
			next, width, prev = 258, 9, -1
			continue
		}
		start := len(dst)
		switch {
		case code < clear:
			dst = append(dst, byte(code))
		case code < next:
			a := int(from[code])
			dst = append(dst, dst[a:a+int(length[code])]...)
		case code == next && prev >= 0: // what is just being entered
			dst = append(dst, dst[prev:start]...)
			dst = append(dst, dst[start])
		default:
			return dst, fmt.Errorf("%w: LZW code %d", ErrDamaged, code)
		}
		if len(dst) > limit {
			return dst[:limit], fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
		}
		if prev >= 0 && next < 4096 {
			from[next], length[next] = int32(prev), int32(start-prev+1)
			next++
		}
		prev = start
		switch {
		case next+ahead >= 2048:
			width = 12
		case next+ahead >= 1024:
			width = 11
		case next+ahead >= 512:
			width = 10
		}
	}
}
