package dev.convoy.state.safetensors;

import dev.convoy.state.MalformedFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Checks that tensors fill the bytes behind the header exactly: no gap, no overlap, nothing missing, nothing left. */
final class Layout {

    private Layout() {}

    static void check(String path, List<Header.Tensor> tensors, long dataStart, long fileSize)
            throws MalformedFileException {
        List<Header.Tensor> byPlace = new ArrayList<>(tensors);
        byPlace.sort(Comparator.comparingLong(Header.Tensor::begin).thenComparingLong(Header.Tensor::end));
        long room = fileSize - dataStart;
        long reached = 0;
        String previous = "the header";
        for (Header.Tensor tensor : byPlace) {
            if (tensor.end() > room) {
                throw new MalformedFileException(
                        path,
                        -1,
                        tensor.label() + " ends at byte " + place(dataStart, tensor.end()) + " but the file has "
                                + fileSize + "; the download is probably truncated");
            }
            if (tensor.begin() != reached) {
                boolean gap = tensor.begin() > reached;
                throw new MalformedFileException(
                        path,
                        dataStart + tensor.begin(),
                        tensor.label() + " begins " + Math.abs(tensor.begin() - reached) + " bytes "
                                + (gap ? "after " : "before ") + previous + " ends, at byte " + (dataStart + reached)
                                + ", but tensors follow one another without "
                                + (gap ? "a gap" : "overlapping") + "; the header is damaged");
            }
            reached = tensor.end();
            previous = tensor.label();
        }
        if (reached < room) {
            throw new MalformedFileException(
                    path,
                    dataStart + reached,
                    (room - reached) + " bytes follow "
                            + (tensors.isEmpty() ? "a header that names no tensor" : "the end of the last, " + previous)
                            + "; the file is damaged, or another one is appended");
        }
    }

    /** The byte of the file; the sum does not overflow, or is said without adding. */
    private static String place(long dataStart, long end) {
        return end > Long.MAX_VALUE - dataStart ? dataStart + " + " + end : Long.toString(dataStart + end);
    }
}
