package dev.convoy.jobs.cli;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Spark's own cluster on this machine: a master and workers, each a process. */
record StandaloneCluster(String master, List<Process> processes) implements AutoCloseable {

    private static final Path SPARK = Path.of("target", "spark").toAbsolutePath();

    /**
     * Starts a master and so many workers of one core each, which write below a directory. Each has another of this
     * machine's addresses, and so is a host of its own to Spark.
     */
    static StandaloneCluster start(Path directory, int workers) throws IOException {
        Files.createDirectories(directory);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        StandaloneCluster cluster = new StandaloneCluster("spark://127.0.0.1:" + port, new ArrayList<>());
        cluster.start(
                directory,
                "master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--webui-port",
                "0");
        for (int i = 0; i < workers; i++) {
            cluster.start(
                    directory,
                    "worker.Worker",
                    "--host",
                    "127.0.0." + (2 + i),
                    "--webui-port",
                    "0",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    directory.resolve("worker" + i).toString(),
                    cluster.master);
        }
        return cluster;
    }

    private void start(Path directory, String main, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                SPARK.resolve("jars") + "/*",
                "org.apache.spark.deploy." + main));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("SPARK_HOME", SPARK.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        processes.add(builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve(processes.size() + ".log").toFile())
                .start());
    }

    List<ProcessHandle> workers() {
        return processes.stream().skip(1).map(Process::toHandle).toList();
    }

    @Override
    public void close() {
        processes.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }
}
