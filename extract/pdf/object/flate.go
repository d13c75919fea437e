package object

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"sync"
)

// inflater is what inflating a stream needs, kept for the next stream: a
// decompressor is 40 KB and costs more to set up than most streams to inflate.
type inflater struct {
	src bytes.Reader
	r   io.ReadCloser
	dst []byte
}

// maxPooled is the largest buffer kept between streams, in bytes.
const maxPooled = 4 << 20

var inflaters = sync.Pool{New: func() any {
	return &inflater{r: flate.NewReader(bytes.NewReader(nil)), dst: make([]byte, 0, 64<<10)}
}}

// inflate decodes zlib data (RFC 1950) to at most limit bytes. The checksum is
// not looked at: where it is wrong viewers show the text all the same. White
// space before the data and a missing zlib header are forgiven.
func inflate(src []byte, limit int) ([]byte, error) {
	body := src
	for len(body) > 2 && !zlibHeader(body) && IsSpace(body[0]) {
		body = body[1:]
	}
	if zlibHeader(body) {
		dst, err := inflateRaw(body[2:], limit)
		if len(dst) > 0 || err == nil {
			return dst, err
		}
	}
	if len(src) == 0 {
		return nil, nil
	}
	// No header, or one that no deflate data follows: some writers leave it
	// out, some damage it.
	dst, err := inflateRaw(src, limit)
	if len(src) > 2 && err != nil {
		if other, otherErr := inflateRaw(src[2:], limit); len(other) > len(dst) {
			dst, err = other, otherErr
		}
	}
	if err == nil && !zlibHeader(body) && len(dst) == 0 {
		err = fmt.Errorf("%w: no zlib header", ErrDamaged)
	}
	return dst, err
}

// zlibHeader reports whether b begins with a header of zlib data.
func zlibHeader(b []byte) bool {
	return len(b) >= 2 && b[0]&0x0f == 8 && (int(b[0])<<8|int(b[1]))%31 == 0
}

func inflateRaw(src []byte, limit int) ([]byte, error) {
	z := inflaters.Get().(*inflater)
	defer func() {
		z.src.Reset(nil)
		inflaters.Put(z)
	}()
	z.src.Reset(src)
	if err := z.r.(flate.Resetter).Reset(&z.src, nil); err != nil {
		return nil, err
	}
	z.dst = z.dst[:0]
	var err error
	for {
		if len(z.dst) == cap(z.dst) {
			size := 4 * cap(z.dst)
			if size > maxPooled {
				size = max(maxPooled, 2*cap(z.dst))
			}
			grown := make([]byte, len(z.dst), min(size, max(limit+1, 64<<10)))
			copy(grown, z.dst)
			z.dst = grown
		}
		var n int
		n, err = z.r.Read(z.dst[len(z.dst):min(cap(z.dst), limit+1)])
		z.dst = z.dst[:len(z.dst)+n]
		if len(z.dst) > limit {
			z.dst = z.dst[:limit]
			err = fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
			break
		}
		if err == io.EOF {
			err = nil
			break
		}
		if err != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, err)
			break
		}
	}
	if cap(z.dst) > maxPooled { // too large to keep: give it away
		dst := z.dst
		z.dst = make([]byte, 0, 64<<10)
		return dst, err
	}
	return bytes.Clone(z.dst), err
}
