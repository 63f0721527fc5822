package dev.convoy.jobs.source;

import java.util.ArrayList;
import java.util.List;

/**
 * How many rows each partition gets. The tasks that run at a time get as many each, and every such round of tasks fewer
 * than the one before, by the same number: shares are large first and small at last, so that all slots end together.
 *
 * <p>Source: Tzen and Ni, <i>Trapezoid self-scheduling</i>, IEEE Transactions on Parallel and Distributed Systems 4(1),
 * 1993.
 *
 * @param partitions how many, at least 1
 * @param batch the rows that are best kept together: all shares but the last are a multiple of it
 * @param slots the tasks that run at a time, whose shares differ by a batch at most
 */
public record Shares(int partitions, int batch, int slots) {

    /** Shares that differ by one row at most. */
    public static Shares even(int partitions) {
        return new Shares(partitions, 1, partitions);
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
        int rounds = (partitions + slots - 1) / slots;
        double before = untilRound(partition / slots, rounds);
        double after = untilRound(partition / slots + 1, rounds);
        double share = before + (after - before) * (partition % slots) / slots;
        return (int) Math.min(rows, batch * Math.round(share * rows / batch));
    }

    /** The part of all rows in so many rounds of tasks. */
    private static double untilRound(int round, int rounds) {
        double part = (double) round / rounds;
        return part * (2 - part);
    }
}
