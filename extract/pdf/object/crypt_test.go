package object

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shihyo/extract/finding"
)

// The files of testdata/crypt are one small file encrypted by qpdf in every way
// it knows; testdata/form/plain.pdf is the file itself.

// faultCode returns the code of the fault err is, or "".
func faultCode(err error) finding.Code {
	var f *finding.Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}

// Ensure that every kind of encryption opens with the user's and the owner's
// password, and that strings and streams come out plain.
func TestEncryption(t *testing.T) {
	for _, tt := range []struct{ name, user, owner, about string }{
		{"rc4-40", "user", "owner", "RC4 40-bit (R2)"},
		{"rc4-128", "user", "owner", "RC4 128-bit (R3)"},
		{"rc4-v4", "user", "owner", "RC4 128-bit (R4)"},
		{"aes-128", "user", "owner", "AES-128 (R4)"},
		{"aes-128-metadata", "user", "owner", "AES-128 (R4)"},
		{"aes-256-r5", "user", "owner", "AES-256 (R5)"},
		{"aes-256-r6", "user", "owner", "AES-256 (R6)"},
		{"aes-256-objstm", "user", "owner", "AES-256 (R6)"},
		{"aes-256-ja", "パスワード", "管理者", "AES-256 (R6)"},
		{"rc4-empty-objstm", "", "owner", "RC4 128-bit (R3)"},
	} {
		data, err := os.ReadFile(filepath.Join("testdata", "crypt", tt.name+".pdf"))
		if err != nil {
			t.Fatal(err)
		}
		for _, password := range []string{tt.user, tt.owner} {
			f, err := Open(data, password)
			if err != nil {
				t.Errorf("%s with %q: %v", tt.name, password, err)
				continue
			}
			checkPlain(t, tt.name, f)
			if f.Encryption() != tt.about {
				t.Errorf("%s: encryption is %q, want %q", tt.name, f.Encryption(), tt.about)
			}
		}
		// The same without its cross-reference table.
		broken := []byte(strings.ReplaceAll(string(data), "startxref", "startyref"))
		if f, err := Open(broken, tt.user); err != nil {
			t.Errorf("%s without table: %v", tt.name, err)
		} else {
			checkPlain(t, tt.name+" without table", f)
		}
		if tt.user == "" {
			continue
		}
		if _, err := Open(data, ""); faultCode(err) != NeedsPassword {
			t.Errorf("%s without password: %v", tt.name, err)
		}
		if _, err := Open(data, "wrong"); faultCode(err) != WrongPassword {
			t.Errorf("%s with a wrong password: %v", tt.name, err)
		}
	}
}

// checkPlain checks what stands in plain.pdf.
func checkPlain(t *testing.T, name string, f *File) {
	t.Helper()
	pages := f.Pages()
	if len(pages) != 2 {
		t.Errorf("%s: got %d pages, want 2", name, len(pages))
		return
	}
	data, err := f.Contents(nil, pages[0])
	if err != nil || !strings.Contains(string(data), "(Hello PDF) Tj") {
		t.Errorf("%s: content %q, %v", name, data, err)
	}
	fonts, _ := f.Dict(pages[0].Resources["Font"])
	font, _ := f.Dict(fonts["F1"])
	if s, _ := f.Str(font["Note"]); s != "a string" {
		t.Errorf("%s: string %q", name, s)
	}
	root, _ := f.Dict(f.Trailer()["Root"])
	if s, ok := f.Stream(root["Metadata"]); !ok {
		t.Errorf("%s: no metadata", name)
	} else if data, err := f.Data(s); err != nil || string(data) != "<x>meta</x>" {
		t.Errorf("%s: metadata %q, %v", name, data, err)
	}
}

// Ensure that crypt filters leave alone what they name and that encryption of
// attachments only asks for no password.
func TestCryptFilters(t *testing.T) {
	s := &security{key: []byte("0123456789abcdef"), streams: aes128, strings: rc4Method, metadata: true,
		named: map[Name]method{"Identity": identity, "Other": rc4Method}}
	f := &File{security: s, table: &table{}}
	for _, tt := range []struct {
		dict Dict
		want method
	}{
		{Dict{}, aes128},
		{Dict{"Type": Name("XRef")}, identity},
		{Dict{"Type": Name("Metadata")}, aes128},
		{Dict{"Filter": Name("Crypt")}, identity},
		{Dict{"Filter": Array{Name("Crypt"), Name("FlateDecode")}, "DecodeParms": Array{Dict{"Name": Name("Identity")}, nil}}, identity},
		{Dict{"Filter": Name("Crypt"), "DecodeParms": Dict{"Name": Name("Other")}}, rc4Method},
		{Dict{"Filter": Name("Crypt"), "DecodeParms": Dict{"Name": Name("Unheard of")}}, aes128},
	} {
		if got := f.streamMethod(tt.dict, f.filters(tt.dict, resolver{}), resolver{}); got != tt.want {
			t.Errorf("%v: got %v, want %v", tt.dict, got, tt.want)
		}
	}
	s.metadata = false
	if got := f.streamMethod(Dict{"Type": Name("Metadata")}, nil, resolver{}); got != identity {
		t.Errorf("plain metadata: got %v", got)
	}
}

// Ensure that what this package cannot decrypt is said to be so.
func TestUnsupportedEncryption(t *testing.T) {
	for _, encrypt := range []string{
		"<</Filter/Adobe.PubSec/V 4/R 4>>",
		"<</Filter/Standard/V 3/R 3>>",
		"<</Filter/Standard/V 9/R 9>>",
		"<</Filter/Standard/V 2/R 9>>",
		"<</Filter/Standard/V 4/R 4/CF<</X<</CFM/Magic>>>>/StmF/X/StrF/X>>",
		"<</Filter/Standard/V 4/R 4/StmF/Nowhere>>",
	} {
		if _, err := Open(twoPages("/Encrypt "+encrypt), ""); faultCode(err) != UnsupportedEncryption {
			t.Errorf("%s: %v", encrypt, err)
		}
	}
	for _, encrypt := range []string{
		"<</Filter/Standard/V 2/R 3/O(short)/U(short)>>",
		"<</Filter/Standard/V 5/R 6/O(short)/U(short)>>",
	} {
		if _, err := Open(twoPages("/Encrypt "+encrypt), ""); faultCode(err) != Damaged {
			t.Errorf("%s: %v", encrypt, err)
		}
	}
	if f, err := Open(twoPages("/Encrypt 99 0 R"), ""); err != nil || f.Encryption() != "" {
		t.Errorf("a reference to nothing: %v", err)
	}
}

// Ensure that the AES and RC4 passes do not trip over short and odd data.
func TestDecryptShort(t *testing.T) {
	for _, m := range []method{rc4Method, aes128, aes256} {
		s := &security{key: []byte("0123456789abcdef0123456789abcdef")}
		for n := range 70 {
			got := s.decrypt(m, Ref{Num: 1}, make([]byte, n))
			if len(got) > n {
				t.Errorf("method %d: %d bytes became %d", m, n, len(got))
			}
		}
	}
}

func TestPasswordPreparation(t *testing.T) {
	for _, tt := range []struct {
		password string
		revision int
		want     string
	}{
		{"", 6, ""},
		{"abc", 6, "|abc"},
		{"ｐｗ\u3000１", 6, "|pw 1|ｐｗ\u3000１"},
		{"I\u00adX", 6, "|IX|I\u00adX"},
		{"abc", 3, "|abc"},
		{"é", 3, "|\xe9|é"},
		{"あ", 3, "|あ"},
		{strings.Repeat("x", 200), 6, "|" + strings.Repeat("x", 127)},
	} {
		var got []string
		for _, c := range candidates(tt.password, tt.revision) {
			got = append(got, string(c))
		}
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("%q for revision %d: got %q, want %q", tt.password, tt.revision, s, tt.want)
		}
	}
}
