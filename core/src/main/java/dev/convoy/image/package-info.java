/**
 * Image files to network input: decoding, resizing, cropping and normalising with the pixels of Pillow and torchvision.
 *
 * <p>The way in is {@link dev.convoy.image.ImageDecoder}, which makes an {@link dev.convoy.image.RgbImage} of a file's
 * bytes, and {@link dev.convoy.image.Preprocessing}, which makes of that the floats of one image of an NCHW batch.
 */
package dev.convoy.image;
