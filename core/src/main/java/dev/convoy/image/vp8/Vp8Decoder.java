package dev.convoy.image.vp8;

import java.io.EOFException;
import java.util.Arrays;

/**
 * A key frame of VP8, which is what lossy WebP is coded as.
 *
 * <p>Pixels are predicted from their neighbours as these are before the loop filter, which comes last.
 *
 * <p>Source: RFC 6386, VP8 Data Format and Decoding Guide. Where it leaves a choice, as libwebp chooses.
 */
public final class Vp8Decoder {

    private final byte[] bytes;
    private final Picture picture;
    private final int columns;
    private final int rows;
    private final Segments segments;
    private final LoopFilter filter;
    private final BoolDecoder[] partitions;
    private final Quantizer[] quantizers;
    private final Coefficients coefficients;
    private final BoolDecoder modeBits;
    private final Modes modes;
    /**
     * Of each macroblock the level of its loop filter, and whether that is for its subblocks too, in the lowest bit.
     */
    private final byte[] filters;

    private Vp8Decoder(byte[] bytes, int offset, int length, FrameHeader header) throws EOFException {
        this.bytes = bytes;
        this.picture = Picture.of(header.width(), header.height());
        this.columns = picture.columns();
        this.rows = picture.rows();
        this.filters = new byte[columns * rows];
        int first = offset + FrameHeader.LENGTH;
        int behind = first + header.firstPartition();
        this.modeBits = new BoolDecoder(bytes, first, behind);
        modeBits.number(2); // the colour space, of which there is one, and whether levels need no clamping
        this.segments = Segments.read(modeBits);
        this.filter = LoopFilter.read(modeBits);
        this.partitions = partitions(1 << modeBits.number(2), behind, offset + length);
        this.quantizers = Quantizer.read(modeBits, segments);
        modeBits.flag(); // whether probabilities are kept for frames to come
        this.coefficients = new Coefficients(modeBits, columns);
        this.modes = new Modes(modeBits, segments, columns);
    }

    /**
     * Decodes the frame in {@code length} bytes from {@code offset} on; memory for all of its pixels is taken before
     * any is decoded.
     *
     * @param header what {@link FrameHeader#read} read of the same bytes
     * @throws EOFException where bits are missing
     */
    public static Picture decode(byte[] bytes, int offset, int length, FrameHeader header) throws EOFException {
        Vp8Decoder decoder = new Vp8Decoder(bytes, offset, length, header);
        decoder.reconstruct();
        if (!decoder.filter.isOff()) {
            decoder.filter();
        }
        return decoder.picture;
    }

    /** Where the coefficients are: those of a row of macroblocks are in one partition, of the next in the next. */
    private BoolDecoder[] partitions(int count, int sizes, int end) throws EOFException {
        int from = sizes + 3 * (count - 1);
        if (from >= end) {
            throw new EOFException("its frame ends before its coefficients");
        }
        BoolDecoder[] decoders = new BoolDecoder[count];
        for (int i = 0; i < count; i++) {
            int size = end - from;
            if (i < count - 1) {
                size = Math.min(size, FrameHeader.u24(bytes, sizes + 3 * i));
            }
            decoders[i] = new BoolDecoder(bytes, from, from + size);
            from += size;
        }
        return decoders;
    }

    private void reconstruct() throws EOFException {
        for (int row = 0; row < rows; row++) {
            BoolDecoder tokens = partitions[row % partitions.length];
            modes.beginRow();
            coefficients.beginRow();
            for (int column = 0; column < columns; column++) {
                modes.next(column);
                boolean coded = coefficients(tokens, column);
                if (modeBits.isExhausted() || tokens.isExhausted()) {
                    throw new EOFException("its frame ends at row " + 16 * row + " of " + picture.height());
                }
                luma(column, row);
                chroma(picture.u(), 16, column, row);
                chroma(picture.v(), 20, column, row);
                int level = filter.level(segments.filterLevel(modes.segment(), filter.level()), modes.isBySubblocks());
                filters[row * columns + column] = (byte) (2 * level + (coded || modes.isBySubblocks() ? 1 : 0));
            }
        }
    }

    private boolean coefficients(BoolDecoder tokens, int column) {
        if (modes.isSkipped()) {
            coefficients.skip(column, modes.isBySubblocks());
            return false;
        }
        return coefficients.next(tokens, column, modes.isBySubblocks(), quantizers[modes.segment()]);
    }

    private void luma(int column, int row) {
        Plane plane = picture.y();
        int at = plane.at(16 * column, 16 * row);
        if (!modes.isBySubblocks()) {
            Prediction.block(plane, at, 16, modes.luma(), row > 0, column > 0);
        }
        int beyond = beyond(column, row);
        for (int block = 0; block < 16; block++) {
            int x = block % 4 * 4;
            int place = at + block / 4 * 4 * plane.stride() + x;
            if (modes.isBySubblocks()) {
                Prediction.subblock(plane, place, modes.subblock(block), x == 12 ? beyond : place - plane.stride() + 4);
            }
            add(block, plane, place);
        }
    }

    /**
     * Where the four samples are that follow those above a macroblock: above the next one. The last one has none, but
     * in the first row, where the border is; the last sample above it is put there.
     */
    private int beyond(int column, int row) {
        Plane plane = picture.y();
        int beyond = plane.at(16 * column + 16, 16 * row - 1);
        if (row > 0 && column == columns - 1) {
            Arrays.fill(plane.samples(), beyond, beyond + 4, plane.samples()[beyond - 1]);
        }
        return beyond;
    }

    private void chroma(Plane plane, int firstBlock, int column, int row) {
        int at = plane.at(8 * column, 8 * row);
        Prediction.block(plane, at, 8, modes.chroma(), row > 0, column > 0);
        for (int i = 0; i < 4; i++) {
            add(firstBlock + i, plane, at + i / 2 * 4 * plane.stride() + i % 2 * 4);
        }
    }

    private void add(int block, Plane plane, int at) {
        if (coefficients.isCoded(block)) {
            Transforms.add(coefficients.values(), 16 * block, plane, at);
        }
    }

    private void filter() {
        for (int i = 0; i < filters.length; i++) {
            int level = filters[i] >> 1;
            if (level > 0) {
                filter.apply(picture, i % columns, i / columns, level, (filters[i] & 1) != 0);
            }
        }
    }
}
