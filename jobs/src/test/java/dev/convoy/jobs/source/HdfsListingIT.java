package dev.convoy.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.jobs.conf.ConfigurationException;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listing HDFS, as a user who may not read all of it. */
class HdfsListingIT {

    @TempDir
    private java.nio.file.Path directory;

    @Test
    void everyNameIsListedAndADirectoryThatMayNotBeReadIsARow() throws Exception {
        Configuration hadoop = new Configuration();
        hadoop.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.toString());
        hadoop.setInt("dfs.ls.limit", 2);
        try (MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(hadoop).numDataNodes(1).build()) {
            FileSystem hdfs = cluster.getFileSystem();
            List<String> names = List.of("a b", "back\\slash", "h#ash", "pe%20cent", "q?[s]*", "sub/{x,y}", "\u00fc");
            for (String name : names) {
                hdfs.create(path(hdfs, "/in/" + name)).close();
            }
            hdfs.create(path(hdfs, "/in/.hidden/x")).close();
            hdfs.create(path(hdfs, "/in/secret/x")).close();
            hdfs.setPermission(path(hdfs, "/in/secret"), new FsPermission("700"));
            Configuration there = hdfs.getConf();
            String in = hdfs.getUri() + "/in";

            List<String> listed = as("eve", () -> list(in, there));
            assertThat(listed.stream().filter(line -> !line.startsWith("secret")))
                    .containsExactlyElementsOf(names);
            assertThat(listed.stream().filter(line -> line.startsWith("secret")))
                    .singleElement()
                    .asString()
                    .startsWith("secret: the directory cannot be listed: Permission denied: user=eve");
            assertThat(as("eve", () -> list(in + "/{h#,pe}*", there))).containsExactly("h#ash", "pe%20cent");
            assertThatThrownBy(() -> as("eve", () -> list(in + "/secret", there)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("the input cannot be listed: Permission denied: user=eve");
        }
    }

    private static Path path(FileSystem hdfs, String path) {
        return new Path(hdfs.getUri().getScheme(), hdfs.getUri().getAuthority(), path);
    }

    private static <T> T as(String user, PrivilegedExceptionAction<T> action) throws Exception {
        try {
            return UserGroupInformation.createRemoteUser(user).doAs(action);
        } catch (java.lang.reflect.UndeclaredThrowableException e) {
            throw (Exception) e.getCause();
        }
    }

    /** What an input lists, without the directory; behind a colon, why nothing can be had of it. */
    private static List<String> list(String input, Configuration hadoop) throws ConfigurationException {
        return FileListing.of(InputPaths.of(List.of(input), hadoop), false, hadoop).files().stream()
                .map(file -> file.getString(FileListing.PATH).replaceFirst(".*?/in/", "")
                        + (file.isNullAt(FileListing.PROBLEM) ? "" : ": " + file.getString(FileListing.PROBLEM)))
                .toList();
    }
}
