package object

// Limits that keep a damaged or malicious file from taking more time or memory
// than a document is worth. Each is far above what real files need.
const (
	// MaxNesting is how deep arrays and dictionaries may stand inside each
	// other. Real files stay below 20; the parser recurses once a level.
	MaxNesting = 128

	// MaxReferences is how many references in a row Resolve follows. ISO
	// 32000-1 allows one; some producers write two.
	MaxReferences = 16

	// MaxObjectNumber is the highest object number, from ISO 32000-1 Annex C.
	MaxObjectNumber = 8388607

	// MaxItems is how many elements and entries one object may have, those of
	// objects inside it included; the rest is left out. An item takes up to 60
	// bytes. The longest arrays of real files, widths and page lists, have some
	// 50,000.
	MaxItems = 1 << 20

	// MaxContained is how many objects an object stream may hold. Writers put
	// 100 to 200 into one; the most seen is some 20,000.
	MaxContained = 1 << 18

	// MaxRows is how many entries of cross-reference streams are read. Each may
	// be one byte of a stream that inflates a thousandfold.
	MaxRows = 1 << 23

	// MaxObjects is how many objects the cross-reference table may hold. One
	// takes 24 bytes, so the table stays below 50 MB.
	MaxObjects = 2 << 20

	// MaxSections is how many cross-reference sections (incremental updates)
	// are followed. Files that are signed or saved often have dozens.
	MaxSections = 4096

	// MaxPages is how many pages of the page tree are read. The longest books
	// seen have some 20,000.
	MaxPages = 100_000

	// MaxRepeatedPages is how often pages may be listed that were listed before.
	// Writers that repeat a blank page or a cover do so a few times; without a
	// limit a small file could have MaxPages pages to be read.
	MaxRepeatedPages = 1000

	// MaxPageNodes is how many entries of the page tree's Kids are looked at,
	// pages and others: kids that lead to no page could be listed again and
	// again.
	MaxPageNodes = 4 * MaxPages

	// MaxPageDepth is how deep the page tree is followed. A balanced tree of
	// MaxPages with two kids a node is 17 deep, a degenerate one is not real.
	MaxPageDepth = 256

	// MaxContentParts is how many streams a page's content is joined from.
	// Editors that append a stream with each change reach some hundreds.
	MaxContentParts = 10_000

	// MaxFilters is how many filters a stream may pass through. Two is usual.
	MaxFilters = 8

	// MaxDecoded is how many bytes a stream may decode to. The largest streams
	// that text needs are CJK fonts (20 MB) and drawings (30 MB).
	MaxDecoded = 48 << 20

	// MaxDecodedBase and MaxDecodedFactor bound the bytes all streams of a file
	// may decode to: the base plus the factor times the file's size. Tables
	// drawn cell by cell shrink to a twentieth at most, whole files to a tenth,
	// and small streams are kept, not decoded again for each use; a bomb
	// shrinks to a thousandth. Interpreting the base takes about a second.
	MaxDecodedBase   = 64 << 20
	MaxDecodedFactor = 32

	// MaxParsedBase and MaxParsedFactor bound the bytes parsed for objects in
	// the same way: real files parse each byte at most a few times.
	MaxParsedBase   = 32 << 20
	MaxParsedFactor = 16

	// MaxCachedObjects is how many bytes of source the cached objects may have
	// been parsed from. Parsed they take some five times as much.
	MaxCachedObjects = 4 << 20

	// MaxCachedData is how many bytes of decoded streams are kept for the next
	// time. No stream above an eighth of it is kept.
	MaxCachedData = 8 << 20

	// MaxCachedStreams is how many bytes of inflated object streams are kept.
	MaxCachedStreams = 8 << 20
)
