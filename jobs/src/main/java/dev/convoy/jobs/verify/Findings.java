package dev.convoy.jobs.verify;

import java.util.List;

/**
 * What a verification found.
 *
 * @param rows rows in the output
 * @param checked rows that were recomputed and compared
 * @param drifted how many of them have other values than those recomputed
 * @param drift a line for each column that has: path, column, index, expected, actual
 * @param missing the paths of images of the sample that are not there any more
 * @param repeated a line for each path that has more than one row, among all rows
 */
public record Findings(
        long rows, long checked, long drifted, List<String> drift, List<String> missing, List<String> repeated) {

    /** Whether all that was looked at is as it should be. */
    public boolean clean() {
        return drift.isEmpty() && missing.isEmpty() && repeated.isEmpty();
    }
}
