package dev.convoy.jobs.source;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/** What was found where the images are: files, or the rows of a table. No image has been read. */
public sealed interface Listing permits FileListing, TableListing {

    /** How many images there are; none where only reading tells. */
    OptionalLong images();

    /** About how many images there are, where only reading tells; else as many as there are. */
    long imagesAbout();

    /** The bytes of the files; none for a table. */
    OptionalLong bytes();

    /** How many partitions suit these rows by themselves, if any do. */
    OptionalInt partitions();

    /** The rows, in the form that the reader of these images takes, divided among partitions. */
    RDD<InternalRow> rows(SparkSession spark, Shares shares);

    /** So many partitions, in each of which there are so many images to try, or all there are. */
    Listing sample(int images, int partitions);

    /** The images of these paths. */
    Listing only(Set<String> paths);

    /** Those of these paths that images here have, or, of a file of several, that file. */
    Set<String> among(Set<String> paths);

    /**
     * The images that are not done.
     *
     * @param done the paths of images that are
     * @param again the paths of images that are not, though they were tried
     * @param whole whether a file of several images, one of which is done, has none that is not, but for those tried
     */
    Listing without(Set<String> done, Set<String> again, boolean whole);

    /** All of it in parts of about so many images, in order. */
    List<Listing> rounds(int images);
}
