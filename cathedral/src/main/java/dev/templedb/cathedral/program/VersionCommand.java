package dev.templedb.cathedral.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows the version of the program.
@Command(
        name = "version",
        description = "Show the version of this program.",
        footerHeading = "%nExamples:%n",
        footer = "  cathedral version")
final class VersionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        surroundings.out().printf("cathedral %s (Java %s)%n", number(), Runtime.version());
        surroundings.out().flush();
        return 0;
    }

    private static String number() throws IOException {
        try (var text = VersionCommand.class.getResourceAsStream("version.txt")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
