package dev.convoy.image;

/** The order of an image's three channels in a tensor. */
public enum ChannelOrder {
    /** Red, green, blue: that of torchvision. */
    RGB,
    /** Blue, green, red: that of Caffe and of OpenCV. */
    BGR;

    /** Which of red, green, blue a channel of the tensor is. */
    int color(int channel) {
        return this == RGB ? channel : 2 - channel;
    }
}
