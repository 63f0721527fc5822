package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ReadmeTest {

    private static final List<String> EVERYWHERE = List.of("--help", "--version");

    @Test
    void itHasEveryCommandAndEveryOption() throws Exception {
        String readme = Files.readString(Path.of("..", "README.md"));
        for (CommandLine command : Convoy.commandLine().getSubcommands().values()) {
            assertThat(readme).contains("`" + command.getCommandName());
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (!EVERYWHERE.contains(option.longestName())) {
                    assertThat(readme).as(command.getCommandName()).contains(option.longestName());
                }
            }
        }
    }
}
