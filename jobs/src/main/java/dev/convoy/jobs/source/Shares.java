package dev.convoy.jobs.source;

import java.util.ArrayList;
import java.util.List;

/**
 * How many rows each partition gets. Falling shares are large first and small at last, each smaller than the one before
 * by as much, so that tasks which begin one after the other end together.
 *
 * <p>Source: Tzen and Ni, <i>Trapezoid self-scheduling</i>, IEEE Transactions on Parallel and Distributed Systems 4(1),
 * 1993.
 *
 * @param partitions how many, at least 1
 * @param batch the rows that are best kept together: all shares but the last are a multiple of it
 * @param falling whether shares fall; else they differ by a batch at most
 */
public record Shares(int partitions, int batch, boolean falling) {

    /** Shares that differ by one row at most. */
    public static Shares even(int partitions) {
        return new Shares(partitions, 1, false);
    }

    /** These rows in their order, a list a partition; lists may be empty. */
    <T> List<List<T>> divide(List<T> rows) {
        List<List<T>> parts = new ArrayList<>();
        int from = 0;
        for (int partition = 1; partition <= partitions; partition++) {
            int to = end(partition, rows.size());
            parts.add(List.copyOf(rows.subList(from, to)));
            from = to;
        }
        return parts;
    }

    /** Where so many partitions end. */
    private int end(int partition, int rows) {
        if (partition == partitions) {
            return rows;
        }
        double part = (double) partition / partitions;
        double share = falling ? part * (2 - part) : part;
        return (int) Math.min(rows, batch * Math.round(share * rows / batch));
    }
}
