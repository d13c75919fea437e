package ocr

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Rendering is done by PDFium compiled to WebAssembly, in a child process: the
// program starts itself again with RenderCommand. A file that makes PDFium loop
// or grow takes down the child, never the program; nothing of a document that
// was written to attack a viewer runs outside the WebAssembly sandbox, which is
// given no files and no network.

const (
	// RenderCommand is the hidden first argument that makes the program act as
	// the rendering child (see RenderMain).
	RenderCommand = "__render-page"

	// DPI is the resolution pages are rendered at for recognition, in pixels an
	// inch. Tesseract's documentation advises 300.
	DPI = 300

	// MaxPixels caps a rendering, in pixels: an A3 page at 300 dpi has 17.4
	// million. Larger pages are rendered at a lower resolution.
	MaxPixels = 24_000_000

	// MaxRenderMemory caps PDFium's memory in bytes.
	MaxRenderMemory = 768 << 20

	// MaxRenderTime caps the rendering of one page, compilation of the
	// WebAssembly module on a first run (2 to 5 s) included.
	MaxRenderTime = 60 * time.Second

	wasmPage = 64 << 10 // bytes in a WebAssembly memory page
)

// render returns the page (1-based) as gray levels together with its resolution
// in pixels a point.
func render(ctx context.Context, data []byte, password string, number int, width, height float64) (*image.Gray, float64, error) {
	dpi := DPI
	for dpi > 72 && width*height*float64(dpi)*float64(dpi)/72/72 > MaxPixels {
		dpi -= 12
	}
	self, err := os.Executable()
	if err != nil {
		return nil, 0, fmt.Errorf("find own program: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, MaxRenderTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, self, RenderCommand, strconv.Itoa(number), strconv.Itoa(dpi))
	// The password travels in the environment: arguments are visible to every
	// user of the machine.
	cmd.Env = append(os.Environ(), passwordVariable+"="+password)
	cmd.Stdin = bytes.NewReader(data)
	var stderr bytes.Buffer
	cmd.Stderr = &limitedWriter{&stderr, 4 << 10}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, 0, err
	}
	if err := cmd.Start(); err != nil {
		return nil, 0, fmt.Errorf("start rendering: %w", err)
	}
	img, readErr := readGray(out)
	_, _ = io.Copy(io.Discard, out)
	if err := cmd.Wait(); err != nil {
		if ctx.Err() != nil {
			return nil, 0, fmt.Errorf("render page %d: %w", number, ctx.Err())
		}
		return nil, 0, fmt.Errorf("render page %d: %w: %s", number, err, bytes.TrimSpace(stderr.Bytes()))
	}
	if readErr != nil {
		return nil, 0, fmt.Errorf("render page %d: %w", number, readErr)
	}
	return img, float64(dpi) / 72, nil
}

// passwordVariable carries the document's password to the rendering child.
const passwordVariable = "SHIHYO_RENDER_PASSWORD"

// RenderMain is the rendering child: args are the page number (from 1) and the
// resolution, stdin the PDF, stdout the picture (width and height as 32-bit
// little-endian numbers, then gray levels row by row). It returns the exit code.
func RenderMain(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if err := renderChild(args, stdin, stdout); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

func renderChild(args []string, stdin io.Reader, stdout io.Writer) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("renderer failed: %v", p)
		}
	}()
	debug.SetMemoryLimit(MaxRenderMemory)
	if len(args) != 2 {
		return errors.New("usage: PAGE DPI")
	}
	number, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	dpi, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	data, err := io.ReadAll(stdin)
	if err != nil {
		return err
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(MaxRenderMemory / wasmPage)
	// Compiling PDFium takes seconds; the cache brings later pages to a tenth.
	if dir, err := os.UserCacheDir(); err == nil {
		if cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "shihyo", "pdfium")); err == nil {
			config = config.WithCompilationCache(cache)
		}
	}
	pool, err := webassembly.Init(webassembly.Config{
		MaxTotal: 1, MaxIdle: 1,
		RuntimeConfig: config,
		FSConfig:      wazero.NewFSConfig(),
		Stdout:        io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return err
	}
	instance, err := pool.GetInstance(MaxRenderTime)
	if err != nil {
		return err
	}
	open := &requests.OpenDocument{File: &data}
	if password := os.Getenv(passwordVariable); password != "" {
		open.Password = &password
	}
	doc, err := instance.OpenDocument(open)
	if err != nil {
		return err
	}
	page, err := instance.RenderPageInDPI(&requests.RenderPageInDPI{
		DPI:         dpi,
		ImageFormat: requests.RenderImageFormatGrayscale,
		Page:        requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document, Index: number - 1}},
	})
	if err != nil {
		return err
	}
	gray, ok := page.Result.RenderedImage.(*image.Gray)
	if !ok {
		return fmt.Errorf("unexpected picture format %T", page.Result.RenderedImage)
	}
	return writeGray(stdout, gray)
}

func writeGray(w io.Writer, g *image.Gray) error {
	var head [8]byte
	width, height := g.Rect.Dx(), g.Rect.Dy()
	binary.LittleEndian.PutUint32(head[:4], uint32(width))
	binary.LittleEndian.PutUint32(head[4:], uint32(height))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	for y := range height {
		if _, err := w.Write(g.Pix[y*g.Stride : y*g.Stride+width]); err != nil {
			return err
		}
	}
	return nil
}

func readGray(r io.Reader) (*image.Gray, error) {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	width, height := int(binary.LittleEndian.Uint32(head[:4])), int(binary.LittleEndian.Uint32(head[4:]))
	if width <= 0 || height <= 0 || width > 2*MaxPixels/height {
		return nil, fmt.Errorf("picture of %d × %d pixels is out of bounds", width, height)
	}
	img := image.NewGray(image.Rect(0, 0, width, height))
	_, err := io.ReadFull(r, img.Pix)
	return img, err
}

// limitedWriter keeps the first n bytes and swallows the rest.
type limitedWriter struct {
	w io.Writer
	n int
}

func (l *limitedWriter) Write(p []byte) (int, error) {
	keep := min(len(p), l.n)
	l.n -= keep
	if _, err := l.w.Write(p[:keep]); err != nil {
		return 0, err
	}
	return len(p), nil
}
