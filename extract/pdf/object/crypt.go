package object

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"shihyo/extract/finding"
)

// Encryption: the standard security handler of ISO 32000-1 §7.6 (revisions 2 to
// 4), revision 5 of Adobe's supplement to it and revision 6 of ISO 32000-2
// §7.6. Opening derives the file key from a password; afterwards strings are
// decrypted when their object is parsed and streams when they are decoded.

// method is how a crypt filter encrypts.
type method uint8

const (
	identity method = iota
	rc4Method
	aes128
	aes256
)

// security is an opened standard security handler. It is not changed once the
// file is open.
type security struct {
	revision int
	key      []byte // nil where neither strings nor streams need one
	strings  method
	streams  method
	named    map[Name]method // the crypt filters of the file
	metadata bool            // whether metadata streams are encrypted
	about    string
}

// padding fills passwords up to 32 bytes (ISO 32000-1 §7.6.3.3).
var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// openSecurity reads the encryption dictionary and finds the file key. It tries
// the empty password first: most encrypted files open with it. It returns
// UnsupportedEncryption, NeedsPassword, WrongPassword or Damaged.
func (f *File) openSecurity(d Dict, id []byte, password string, via resolver) (*security, *finding.Fault) {
	handler, _ := f.resolve(d["Filter"], via).(Name)
	integer := func(d Dict, key Name, def int64) int64 {
		if n, ok := f.resolve(d[key], via).(int64); ok {
			return n
		}
		return def
	}
	text := func(key Name) []byte {
		s, _ := f.resolve(d[key], via).(String)
		return []byte(s)
	}
	version, revision := integer(d, "V", 0), integer(d, "R", 0)
	unsupported := func(what string) (*security, *finding.Fault) {
		return nil, finding.Fail("", nil, UnsupportedEncryption, what)
	}
	if handler != "Standard" && handler != "" {
		return unsupported(clip(string(handler)))
	}
	s := &security{revision: int(revision), metadata: true}
	if b, ok := f.resolve(d["EncryptMetadata"], via).(bool); ok && version >= 4 {
		s.metadata = b
	}
	length := integer(d, "Length", 40)
	if length < 40 && length >= 5 {
		length *= 8 // given in bytes by mistake
	}
	switch version {
	case 1:
		length = 40
		s.strings, s.streams = rc4Method, rc4Method
	case 2, 3:
		if version == 3 {
			return unsupported("V 3")
		}
		s.strings, s.streams = rc4Method, rc4Method
	case 4, 5:
		s.named = map[Name]method{"Identity": identity}
		length = 128
		cf, _ := f.resolve(d["CF"], via).(Dict)
		for name, o := range cf {
			c, _ := f.resolve(o, via).(Dict)
			cfm, _ := f.resolve(c["CFM"], via).(Name)
			switch cfm {
			case "V2":
				s.named[name] = rc4Method
				if n := integer(c, "Length", 0); n >= 5 && n <= 16 {
					length = n * 8
				} else if n >= 40 && n <= 128 {
					length = n
				}
			case "AESV2":
				s.named[name] = aes128
			case "AESV3":
				s.named[name] = aes256
			case "None", "":
				s.named[name] = identity
			default:
				return unsupported(clip(string(cfm)))
			}
		}
		pick := func(key Name) (method, bool) {
			name, ok := f.resolve(d[key], via).(Name)
			if !ok {
				return identity, true
			}
			m, ok := s.named[name]
			return m, ok
		}
		var ok1, ok2 bool
		s.streams, ok1 = pick("StmF")
		s.strings, ok2 = pick("StrF")
		if !ok1 || !ok2 {
			return unsupported("StmF")
		}
		for _, m := range s.named {
			if m == aes128 {
				length = 128 // AESV2 knows no other
			}
		}
	default:
		return unsupported(fmt.Sprintf("V %d", version))
	}
	if length < 40 || length > 128 || length%8 != 0 {
		length = 128
	}
	o, u := text("O"), text("U")
	p := uint32(integer(d, "P", 0))
	var open func(password []byte) []byte
	switch revision {
	case 2, 3, 4:
		if len(o) < 32 || len(u) < 16 {
			return nil, finding.Fail("", nil, Damaged, "/Encrypt")
		}
		// Writers disagree on which of the lengths counts and on whether plain
		// metadata changes the key. The password's check tells who is right.
		var tries []legacy
		for _, bits := range []int64{length, integer(d, "Length", 40), 128, 40} {
			for _, metadata := range []bool{s.metadata, !s.metadata} {
				h := legacy{revision: int(revision), n: int(bits / 8), o: o[:32], u: u, p: p, id: id, metadata: metadata}
				if bits >= 40 && bits <= 128 && (metadata == s.metadata || version >= 4) {
					tries = append(tries, h)
				}
			}
		}
		open = func(password []byte) []byte {
			for _, h := range tries {
				if key := h.open(password); key != nil {
					s.about = describe(s.streams, 8*len(key), int(revision))
					return key
				}
			}
			return nil
		}
	case 5, 6:
		if len(o) < 48 || len(u) < 48 {
			return nil, finding.Fail("", nil, Damaged, "/Encrypt")
		}
		h := modern{revision: int(revision), o: o[:48], u: u[:48], oe: text("OE"), ue: text("UE")}
		if len(h.oe) < 32 || len(h.ue) < 32 {
			return nil, finding.Fail("", nil, Damaged, "/Encrypt")
		}
		open = h.open
	default:
		return unsupported(fmt.Sprintf("R %d", revision))
	}
	s.about = describe(s.streams, int(length), int(revision))
	for _, candidate := range candidates(password, int(revision)) {
		if s.key = open(candidate); s.key != nil {
			return s, nil
		}
	}
	if s.streams == identity && s.strings == identity {
		return s, nil // only attachments are encrypted
	}
	if password == "" {
		return nil, finding.Fail("", nil, NeedsPassword)
	}
	return nil, finding.Fail("", nil, WrongPassword)
}

func describe(m method, bits, revision int) string {
	switch m {
	case rc4Method:
		return fmt.Sprintf("RC4 %d-bit (R%d)", bits, revision)
	case aes128:
		return fmt.Sprintf("AES-128 (R%d)", revision)
	case aes256:
		return fmt.Sprintf("AES-256 (R%d)", revision)
	}
	return fmt.Sprintf("attachments only (R%d)", revision)
}

// candidates lists the byte strings a password may stand for: the empty one,
// its UTF-8 and, before revision 5, its PDFDocEncoding, which is Latin-1 for
// what people type; from revision 5 on it is prepared as by SASLprep (RFC 4013:
// NFKC, other spaces made plain, invisible characters dropped).
func candidates(password string, revision int) [][]byte {
	list := [][]byte{{}}
	add := func(s string) {
		if s == "" {
			return
		}
		for _, c := range list {
			if string(c) == s {
				return
			}
		}
		list = append(list, []byte(s))
	}
	if revision >= 5 {
		prepared := strings.Map(func(r rune) rune {
			switch {
			case r == 0xA0, r == 0x1680, r >= 0x2000 && r <= 0x200B, r == 0x202F, r == 0x205F, r == 0x3000:
				return ' '
			case r == 0xAD, r == 0x34F, r == 0x1806, r >= 0x180B && r <= 0x180D, r >= 0x200C && r <= 0x200D,
				r == 0x2060, r >= 0xFE00 && r <= 0xFE0F, r == 0xFEFF:
				return -1
			}
			return r
		}, password)
		for _, s := range []string{norm.NFKC.String(prepared), password} {
			add(s[:min(len(s), 127)])
		}
		return list
	}
	latin := make([]byte, 0, len(password))
	for _, r := range password {
		if r > 0xff {
			latin = nil
			break
		}
		latin = append(latin, byte(r))
	}
	add(string(latin))
	add(password)
	return list
}

// legacy opens revisions 2 to 4 (ISO 32000-1 §7.6.3).
type legacy struct {
	revision int
	n        int // bytes of the key
	o, u     []byte
	p        uint32
	id       []byte
	metadata bool
}

func pad(password []byte) []byte {
	padded := append(make([]byte, 0, 32+len(padding)), password[:min(len(password), 32)]...)
	return append(padded, padding...)[:32]
}

// open returns the file key for a user or owner password, or nil.
func (h legacy) open(password []byte) []byte {
	if key := h.user(pad(password)); key != nil {
		return key
	}
	// Algorithm 7: the owner's password decrypts the user's.
	sum := md5.Sum(pad(password))
	key := sum[:]
	if h.revision >= 3 {
		for range 50 {
			sum = md5.Sum(key[:h.n])
			key = sum[:]
		}
	}
	user := bytes.Clone(h.o)
	if h.revision == 2 {
		rc4Apply(key[:5], user)
	} else {
		for i := 19; i >= 0; i-- {
			rc4Apply(xored(key[:h.n], byte(i)), user)
		}
	}
	return h.user(user)
}

// user returns the file key for a padded user password, or nil (algorithms 2,
// 4, 5 and 6).
func (h legacy) user(padded []byte) []byte {
	m := md5.New()
	m.Write(padded)
	m.Write(h.o)
	m.Write(binary.LittleEndian.AppendUint32(nil, h.p))
	m.Write(h.id)
	if h.revision >= 4 && !h.metadata {
		m.Write([]byte{0xff, 0xff, 0xff, 0xff})
	}
	n := h.n
	if h.revision == 2 {
		n = 5
	}
	key := m.Sum(nil)
	if h.revision >= 3 {
		for range 50 {
			sum := md5.Sum(key[:n])
			copy(key, sum[:])
		}
	}
	key = key[:n]
	if h.revision == 2 {
		check := bytes.Clone(padding)
		rc4Apply(key, check)
		if bytes.Equal(check, h.u[:min(len(h.u), 32)]) {
			return key
		}
		return nil
	}
	m.Reset()
	m.Write(padding)
	m.Write(h.id)
	check := m.Sum(nil)
	for i := range 20 {
		rc4Apply(xored(key, byte(i)), check)
	}
	if bytes.Equal(check, h.u[:16]) {
		return key
	}
	return nil
}

func rc4Apply(key, data []byte) {
	if c, err := rc4.NewCipher(key); err == nil {
		c.XORKeyStream(data, data)
	}
}

func xored(key []byte, b byte) []byte {
	out := bytes.Clone(key)
	for i := range out {
		out[i] ^= b
	}
	return out
}

// modern opens revisions 5 and 6 (ISO 32000-2 §7.6.4.3.3).
type modern struct {
	revision     int
	o, u, oe, ue []byte
}

// open returns the file key for a user or owner password, or nil.
func (h modern) open(password []byte) []byte {
	if bytes.Equal(h.hash(password, h.u[32:40], nil), h.u[:32]) {
		return unwrap(h.hash(password, h.u[40:48], nil), h.ue)
	}
	if bytes.Equal(h.hash(password, h.o[32:40], h.u), h.o[:32]) {
		return unwrap(h.hash(password, h.o[40:48], h.u), h.oe)
	}
	return nil
}

func unwrap(key, wrapped []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, 32)
	cipher.NewCBCDecrypter(block, make([]byte, 16)).CryptBlocks(out, wrapped[:32])
	return out
}

// hash is algorithm 2.B of ISO 32000-2; revision 5 stops after its first step.
func (h modern) hash(password, salt, user []byte) []byte {
	m := sha256.New()
	m.Write(password)
	m.Write(salt)
	m.Write(user)
	k := m.Sum(nil)
	if h.revision == 5 {
		return k
	}
	var block []byte
	for round := 0; ; round++ {
		block = block[:0]
		block = append(block, password...)
		block = append(block, k...)
		block = append(block, user...)
		one := len(block)
		for range 63 {
			block = append(block, block[:one]...)
		}
		c, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(c, k[16:32]).CryptBlocks(block, block)
		mod := 0
		for _, b := range block[:16] {
			mod += int(b)
		}
		switch mod % 3 { // 256 is 1 modulo 3, so the digits' sum decides
		case 0:
			sum := sha256.Sum256(block)
			k = sum[:]
		case 1:
			sum := sha512.Sum384(block)
			k = sum[:]
		default:
			sum := sha512.Sum512(block)
			k = sum[:]
		}
		if round >= 63 && int(block[len(block)-1]) <= round-31 {
			return k[:32]
		}
	}
}

// decrypt returns data as the crypt filter encrypted it for an object. The
// result may share memory with data.
func (s *security) decrypt(m method, ref Ref, data []byte) []byte {
	if m == identity || s.key == nil {
		return data
	}
	if m == aes256 {
		return cbc(s.key, data)
	}
	var buf [32]byte
	k := append(buf[:0], s.key...)
	k = append(k, byte(ref.Num), byte(ref.Num>>8), byte(ref.Num>>16), byte(ref.Gen), byte(ref.Gen>>8))
	if m == aes128 {
		k = append(k, "sAlT"...)
	}
	sum := md5.Sum(k)
	key := sum[:min(len(s.key)+5, 16)]
	if m == aes128 {
		return cbc(key, data)
	}
	out := bytes.Clone(data)
	rc4Apply(key, out)
	return out
}

// cbc decrypts AES in CBC mode: the initial vector leads the data, 1 to 16
// bytes of padding end it. A last block cut short is dropped and padding that
// makes no sense is kept: it is better to see too much than too little.
func cbc(key, data []byte) []byte {
	if len(data) < 32 {
		return nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	body := data[16:]
	out := make([]byte, len(body)/16*16)
	cipher.NewCBCDecrypter(block, data[:16]).CryptBlocks(out, body[:len(out)])
	if n := int(out[len(out)-1]); n >= 1 && n <= 16 && len(out) == len(body) {
		out = out[:len(out)-n]
	}
	return out
}

// decryptStrings decrypts every string inside an object in place and returns
// it.
func (s *security) decryptStrings(o Object, ref Ref) Object {
	switch v := o.(type) {
	case String:
		return String(s.decrypt(s.strings, ref, []byte(v)))
	case Array:
		for i, e := range v {
			v[i] = s.decryptStrings(e, ref)
		}
	case Dict:
		for k, e := range v {
			switch e.(type) {
			case String, Array, Dict:
				v[k] = s.decryptStrings(e, ref)
			}
		}
	case *Stream:
		s.decryptStrings(v.Dict, ref)
	}
	return o
}

// streamMethod returns how a stream is encrypted: as its own Crypt filter says,
// else as all are. Cross-reference streams never are.
func (f *File) streamMethod(d Dict, list []filter, via resolver) method {
	s := f.security
	kind, _ := f.resolve(d["Type"], via).(Name)
	if kind == "XRef" {
		return identity
	}
	if len(list) > 0 && list[0].name == "Crypt" {
		name, ok := f.resolve(list[0].parms["Name"], via).(Name)
		if !ok {
			return identity
		}
		if m, ok := s.named[name]; ok {
			return m
		}
	}
	if kind == "Metadata" && !s.metadata {
		return identity
	}
	return s.streams
}
