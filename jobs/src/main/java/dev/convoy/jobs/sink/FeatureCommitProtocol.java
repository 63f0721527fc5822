package dev.convoy.jobs.sink;

import dev.convoy.jobs.feature.FeatureSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.internal.io.HadoopMapReduceCommitProtocol;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * Commits features and failures together: rows go to the directory that they name, by the committer that Hadoop's
 * {@link PathOutputCommitterFactory} has for the output's file system, and what they replace is removed just before.
 * Spark makes instances by the class's name, one on the driver and a copy of it in each task.
 */
public final class FeatureCommitProtocol extends HadoopMapReduceCommitProtocol {

    /**
     * The key of a job's configuration under which stands what its commit replaces: {@value #ALL} that is there when it
     * begins, or names of files of {@code _failed}, a line each.
     */
    static final String REPLACES = "convoy.output.replaces";

    static final String ALL = "*";

    /** The key under which the token of the output's lock stands, which has to be held when a job commits. */
    static final String LOCK = "convoy.output.lock";

    /** The key under which Hadoop's committers look for what driver and tasks of a job share and no other job has. */
    private static final String WRITE_UUID = "spark.sql.sources.writeJobUUID";

    private static final String PREFIX = FeatureSchema.DIRECTORY + "=";
    private static final long serialVersionUID = 1;

    private final String jobId;
    private final Path directory;
    private transient PathOutputCommitter committer;
    /** Files, on the driver. */
    private transient List<Path> replaced;

    /** As Spark calls it. */
    public FeatureCommitProtocol(String jobId, String path, boolean dynamicPartitionOverwrite) {
        super(jobId, path, dynamicPartitionOverwrite);
        this.jobId = jobId;
        this.directory = new Path(path);
    }

    @Override
    public OutputCommitter setupCommitter(TaskAttemptContext context) {
        try {
            committer = PathOutputCommitterFactory.createCommitter(directory, context);
            return committer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void setupJob(JobContext context) {
        identify(context);
        super.setupJob(context);
        try {
            replaced = replaced(context.getConfiguration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void setupTask(TaskAttemptContext context) {
        identify(context);
        super.setupTask(context);
    }

    /** Spark sets another one between the set-up of a job and its tasks. */
    private void identify(JobContext context) {
        context.getConfiguration().set(WRITE_UUID, jobId);
    }

    /** The directory that rows name, below where the committer has a task write. */
    @Override
    public String newTaskTempFile(TaskAttemptContext context, Option<String> named, FileNameSpec name) {
        String below = ExternalCatalogUtils.unescapePathName(named.get().substring(PREFIX.length()));
        try {
            Path work = committer.getWorkPath();
            Path parent = below.equals(FeatureSchema.FEATURES) ? work : new Path(work, below);
            return new Path(parent, getFilename(context, name)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void commitJob(JobContext context, Seq<TaskCommitMessage> messages) {
        identify(context);
        Configuration hadoop = context.getConfiguration();
        try {
            RunLock.requireHeld(directory, hadoop.get(LOCK), hadoop);
            removeReplaced(hadoop);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        super.commitJob(context, messages);
    }

    /** What lies in the temporary directory is another run's where the lock is another's. */
    @Override
    public void abortJob(JobContext context) {
        identify(context);
        Configuration hadoop = context.getConfiguration();
        try {
            RunLock.requireHeld(directory, hadoop.get(LOCK), hadoop);
        } catch (IOException lost) {
            return;
        }
        super.abortJob(context);
    }

    private List<Path> replaced(Configuration hadoop) throws IOException {
        FeatureOutput output = new FeatureOutput(directory);
        String said = hadoop.get(REPLACES, "");
        List<Path> paths = new ArrayList<>();
        if (said.equals(ALL)) {
            output.features(hadoop).forEach(file -> paths.add(file.getPath()));
            output.failures(hadoop).forEach(file -> paths.add(file.getPath()));
            paths.add(new Path(directory, FeatureOutput.MANIFEST));
        } else {
            said.lines().forEach(name -> paths.add(new Path(output.failureDirectory(), name)));
        }
        return paths;
    }

    /** Removes files, and the directories that nothing is left in. */
    private void removeReplaced(Configuration hadoop) throws IOException {
        FileSystem files = directory.getFileSystem(hadoop);
        Set<Path> parents = new LinkedHashSet<>();
        for (Path file : replaced) {
            files.delete(file, false);
            parents.add(file.getParent());
        }
        for (Path parent : parents) {
            Path path = parent;
            while (!path.equals(directory) && files.exists(path) && files.listStatus(path).length == 0) {
                files.delete(path, false);
                path = path.getParent();
            }
        }
    }
}
