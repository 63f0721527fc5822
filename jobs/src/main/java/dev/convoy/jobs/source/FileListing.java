package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.source.FileEntry.Kind;
import dev.convoy.tensor.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files, each once, in the order of their paths.
 *
 * @param files one a file: its path, its length in bytes, for a container which of its images are meant, and why
 *     nothing can be had of it where that is so
 * @param containers whether a file holds several images, whose paths are its own, {@code #} and what tells them apart
 */
record FileListing(List<Row> files, boolean containers) implements Listing {

    /** The places of the columns. */
    static final int PATH = 0;

    static final int LENGTH = 1;
    /** Paths of images; null where all are meant. */
    static final int IMAGES = 2;
    /** Whether those are the ones that are meant, and not the others. */
    static final int MEANT = 3;
    /** Why the file, or all below a directory, fails unread; null of what is to be read. */
    static final int PROBLEM = 4;
    /** Whether that may pass, as a permission that is missing. */
    static final int PASSING = 5;

    private static final Logger LOG = LoggerFactory.getLogger(FileListing.class);

    /** How many of what is passed over are named. */
    private static final int NAMED = 5;

    private static final StructType SCHEMA = new StructType()
            .add("path", DataTypes.StringType)
            .add("length", DataTypes.LongType)
            .add("images", DataTypes.createArrayType(DataTypes.StringType))
            .add("meant", DataTypes.BooleanType)
            .add("problem", DataTypes.StringType)
            .add("passing", DataTypes.BooleanType);

    /** What an image of a container is reckoned at, where only reading tells. */
    private static final int BYTES_OF_IMAGE = 100_000;

    /** The files among these and in these directories, and recursively in theirs. */
    static FileListing of(List<FileEntry> inputs, boolean containers, Configuration hadoop)
            throws ConfigurationException {
        List<Row> files = new ArrayList<>();
        List<String> special = new ArrayList<>();
        try {
            FileTree.walk(inputs, hadoop, entry -> {
                String path = entry.path().toString();
                if (entry.isRow()) {
                    boolean passing = entry.kind() == Kind.UNREACHABLE;
                    files.add(RowFactory.create(path, entry.length(), null, false, entry.problem(), passing));
                } else {
                    special.add(Printable.escaped(path));
                }
                return true;
            });
        } catch (IOException e) {
            throw new ConfigurationException("the input cannot be listed: " + e.getMessage(), e);
        }
        if (!special.isEmpty()) {
            LOG.warn(
                    "Passed over {} that are no files but pipes, sockets or devices: {}",
                    special.size(),
                    String.join(", ", special.subList(0, Math.min(special.size(), NAMED)))
                            + (special.size() > NAMED ? ", …" : ""));
        }
        files.sort(Comparator.comparing(file -> file.getString(PATH)));
        return new FileListing(once(files), containers);
    }

    /** Why nothing can be had of a file; none where it is to be read. */
    static Optional<IOException> failure(InternalRow file) {
        if (file.isNullAt(PROBLEM)) {
            return Optional.empty();
        }
        String problem = file.getString(PROBLEM);
        return Optional.of(
                file.getBoolean(PASSING)
                        ? StorageException.refused(file.getString(PATH), problem)
                        : new IOException(problem));
    }

    /** Sorted files without those that are named twice. */
    private static List<Row> once(List<Row> files) {
        List<Row> once = new ArrayList<>(files.size());
        for (Row file : files) {
            if (once.isEmpty() || !once.get(once.size() - 1).getString(PATH).equals(file.getString(PATH))) {
                once.add(file);
            }
        }
        return List.copyOf(once);
    }

    @Override
    public OptionalLong images() {
        return containers ? OptionalLong.empty() : OptionalLong.of(files.size());
    }

    @Override
    public long imagesAbout() {
        return files.stream().mapToLong(this::imagesAbout).sum();
    }

    private long imagesAbout(Row file) {
        return containers ? Math.max(1, file.getLong(LENGTH) / BYTES_OF_IMAGE) : 1;
    }

    @Override
    public OptionalLong bytes() {
        return OptionalLong.of(
                files.stream().mapToLong(file -> file.getLong(LENGTH)).sum());
    }

    @Override
    public OptionalInt partitions() {
        return OptionalInt.empty();
    }

    @Override
    public RDD<InternalRow> rows(SparkSession spark, Shares shares) {
        List<List<Row>> parts =
                (containers ? new Shares(shares.partitions(), 1, shares.slots()) : shares).divide(files);
        JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(parts, parts.size())
                .flatMap(List::iterator);
        return ((org.apache.spark.sql.classic.Dataset<Row>) spark.createDataFrame(rows, SCHEMA))
                .queryExecution()
                .toRdd();
    }

    /** Each partition tries the same files, which are spread over all. */
    @Override
    public FileListing sample(int images, int partitions) {
        int count = Math.min(images, files.size());
        List<Row> sample = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            for (long i = 0; i < count; i++) {
                sample.add(files.get((int) (i * files.size() / count)));
            }
        }
        return new FileListing(sample, containers);
    }

    @Override
    public FileListing only(Set<String> paths) {
        TreeSet<String> sorted = new TreeSet<>(paths);
        List<Row> meant = new ArrayList<>();
        for (Row file : files) {
            List<String> images = imagesOf(file, sorted);
            if (!images.isEmpty()) {
                meant.add(row(file, images, true));
            }
        }
        return new FileListing(meant, containers);
    }

    @Override
    public Set<String> among(Set<String> paths) {
        TreeSet<String> sorted = new TreeSet<>(paths);
        Set<String> found = new HashSet<>();
        files.forEach(file -> found.addAll(imagesOf(file, sorted)));
        List<String> listed = files.stream().map(file -> file.getString(PATH)).toList();
        for (String path : paths) {
            // That of a directory which could not be listed then.
            int below = Collections.binarySearch(listed, path + "/");
            if (below < 0 && ~below < listed.size() && listed.get(~below).startsWith(path + "/")) {
                found.add(path);
            }
        }
        return found;
    }

    @Override
    public FileListing without(Set<String> done, Set<String> again, boolean whole) {
        TreeSet<String> sorted = new TreeSet<>(done);
        TreeSet<String> tried = new TreeSet<>(again);
        List<Row> meant = new ArrayList<>();
        for (Row file : files) {
            List<String> images = imagesOf(file, sorted);
            if (images.isEmpty()) {
                meant.add(file);
            } else if (containers && (!whole || !imagesOf(file, tried).isEmpty())) {
                meant.add(row(file, images, false));
            }
        }
        return new FileListing(meant, containers);
    }

    private static Row row(Row file, List<String> images, boolean meant) {
        return RowFactory.create(
                file.get(PATH), file.get(LENGTH), images.toArray(), meant, file.get(PROBLEM), file.get(PASSING));
    }

    /** Those of the paths that are a file's: its own, which is that of its failure too, and its images'. */
    private List<String> imagesOf(Row file, TreeSet<String> paths) {
        String path = file.getString(PATH);
        List<String> images = new ArrayList<>();
        if (paths.contains(path)) {
            images.add(path);
        }
        if (containers) {
            images.addAll(paths.subSet(path + "#", path + "$"));
        }
        return images;
    }

    @Override
    public List<Listing> rounds(int images) {
        List<Listing> rounds = new ArrayList<>();
        int from = 0;
        long about = 0;
        for (int to = 0; to < files.size(); to++) {
            about += imagesAbout(files.get(to));
            if (about >= images || to == files.size() - 1) {
                rounds.add(new FileListing(files.subList(from, to + 1), containers));
                from = to + 1;
                about = 0;
            }
        }
        return rounds;
    }
}
