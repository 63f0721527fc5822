package dev.convoy.jobs.conf;

import dev.convoy.image.ChannelOrder;
import dev.convoy.image.Interpolation;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of an image before the network sees it.
 *
 * @param applyExifOrientation whether it is turned as its EXIF says
 * @param resize what it is resized to, if anything
 * @param interpolation how it is resized
 * @param crop what is cut out of its centre, if anything
 * @param scale what its levels, 0 to 255, are multiplied by
 * @param mean subtracted from the channels, red, green and blue, after that
 * @param std what the channels are divided by after that
 * @param channelOrder the order in which the network takes them
 * @param maxPixels the largest that is decoded
 * @param maxBytes the longest file that is read, if it was said
 */
public record PixelOptions(
        boolean applyExifOrientation,
        Optional<Size> resize,
        Interpolation interpolation,
        Optional<Size.Exact> crop,
        Scale scale,
        List<Float> mean,
        List<Float> std,
        ChannelOrder channelOrder,
        long maxPixels,
        Optional<Integer> maxBytes) {

    static PixelOptions of(Settings settings) throws ConfigurationException {
        return new PixelOptions(
                settings.value(Option.APPLY_EXIF_ORIENTATION),
                settings.find(Option.RESIZE),
                settings.value(Option.INTERPOLATION),
                settings.find(Option.CROP),
                settings.value(Option.SCALE),
                settings.value(Option.MEAN),
                settings.value(Option.STD),
                settings.value(Option.CHANNEL_ORDER),
                settings.value(Option.MAX_PIXELS),
                settings.find(Option.MAX_BYTES));
    }
}
