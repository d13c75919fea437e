package load

// Keys are hashes of content: the same documents give the same keys whatever
// the order or number of loads, and no sequence has to be kept. Numeric keys
// (63 bits) join tables; text keys (80 bits in base 32) are for people and
// files, and survive tools that read 64-bit integers as floating point.

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

var textKey = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// numberKey returns the first 63 bits of a hash.
func numberKey(sum []byte) int64 {
	return int64(binary.BigEndian.Uint64(sum) >> 1)
}

// documentKey returns the key of a document from its SHA-256 in hex.
func documentKey(sha string) (int64, bool) {
	raw, err := hex.DecodeString(sha)
	if err != nil || len(raw) != sha256.Size {
		return 0, false
	}
	return numberKey(raw), true
}

// keyOf returns a numeric key of a kind of thing told by the given texts.
func keyOf(kind string, parts ...string) int64 {
	sum := digest(kind, parts...)
	return numberKey(sum[:])
}

// nameOf returns a text key of a kind of thing told by the given texts.
func nameOf(kind string, parts ...string) string {
	sum := digest(kind, parts...)
	return textKey.EncodeToString(sum[:10])
}

// digest hashes texts so that no two different lists read the same: each is
// followed by a unit separator, which folded text never holds.
func digest(kind string, parts ...string) [sha256.Size]byte {
	var buf [512]byte
	b := append(buf[:0], kind...)
	for _, p := range parts {
		b = append(b, 0x1f)
		if strings.IndexByte(p, 0x1f) >= 0 {
			p = strings.ReplaceAll(p, "\x1f", " ")
		}
		b = append(b, p...)
	}
	return sha256.Sum256(b)
}
