package dev.convoy.jobs.cli;

import java.io.PrintWriter;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code convoy}: the class that {@code spark-submit} or {@code java} starts. */
@Command(
        name = "convoy",
        description = "Runs convolutional networks over image collections.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        subcommands = {
            RunCommand.class,
            BenchCommand.class,
            InitCommand.class,
            SummaryCommand.class,
            ConvertCommand.class,
            VerifyCommand.class
        })
public final class Convoy implements Runnable {

    @Spec
    private CommandSpec spec;

    private Convoy() {}

    /** Runs a command, ends Spark where the command began it and no signal does, and exits with the command's code. */
    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        System.out.flush();
        if (!Interruption.hasBegun() && SparkSession.getDefaultSession().isDefined()) {
            SparkSession.getDefaultSession().get().stop();
        }
        System.exit(code);
    }

    /** The command line, ready to execute arguments; its writers may be replaced. */
    static CommandLine commandLine() {
        CommandLine convoy = new CommandLine(new Convoy());
        convoy.addSubcommand(SparkCommand.commandLine(new ExtractCommand()));
        convoy.addSubcommand(SparkCommand.commandLine(new PlanCommand()));
        Failures failures = new Failures();
        convoy.setParameterExceptionHandler(failures);
        convoy.setExecutionExceptionHandler(failures);
        convoy.setUsageHelpAutoWidth(true);
        return convoy;
    }

    @Override
    public void run() {
        PrintWriter err = spec.commandLine().getErr();
        spec.commandLine().usage(err);
        throw new ParameterException(spec.commandLine(), "expected a command, but there is none");
    }
}
