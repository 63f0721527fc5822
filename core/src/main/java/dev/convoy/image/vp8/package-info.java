/**
 * VP8's key frames, as lossy WebP holds them: {@link dev.convoy.image.vp8.Vp8Decoder} makes of one the samples that
 * libwebp makes of it.
 *
 * <p>In the order of the data: {@code FrameHeader}; then, of bits that {@code BoolDecoder} reads, {@code Segments},
 * {@code LoopFilter} and {@code Quantizer}; a macroblock after the other its {@code Modes} and {@code Coefficients}, a
 * {@code Prediction} and the {@code Transforms} of what it misses; over all of them the loop filter.
 */
package dev.convoy.image.vp8;
