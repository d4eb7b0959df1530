package dev.templedb.cli.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options that every command takes, before or after its name.
public final class GlobalOptions {
    /// One of them.
    ///
    /// @param name        such as `--temple`
    /// @param label       what its value is called; null when it takes none
    /// @param description one sentence
    public record Option(String name, @Nullable String label, String description) {}

    /// All of them, in the order of the help page.
    public static final List<Option> ALL = List.of(
            new Option(
                    "--temple",
                    "FILE",
                    "The temple to work on (default: ~/.local/share/templedb/templedb.sqlite, or below $XDG_DATA_HOME)."),
            new Option("--format", "FORMAT", "Print results as table, json, yaml or csv (default: table)."),
            new Option("--quiet", null, "Print results and errors only."),
            new Option("--verbose", null, "Say more on standard error, and everything about errors."),
            new Option("--no-color", null, "Use no colours; so does the variable NO_COLOR."),
            new Option("--no-progress", null, "Show no progress."),
            new Option("--log-level", "LEVEL", "Log error, warning, info or debug (default: warning)."),
            new Option("--log-file", "FILE", "Write the log to this file instead of standard error."),
            new Option("--help", null, "Show this help."));

    private GlobalOptions() {}

    /// The option that `word` is, also as `--temple=FILE`; null when it is none of them.
    public static @Nullable Option find(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        if (name.equals("-h")) {
            name = "--help";
        }
        for (var option : ALL) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        return null;
    }
}
