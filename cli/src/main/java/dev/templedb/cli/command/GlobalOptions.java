package dev.templedb.cli.command;

import java.util.List;
import java.util.stream.Stream;
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

    /// What the commands of `db` take besides, before or after their name.
    public static final List<Option> OF_DATABASES = List.of(
            new Option(
                    "--project-dir",
                    "DIR",
                    "The directory that holds the databases (default: this one, or the nearest above it that does)."),
            new Option("--project", "SLUG", "The project that owns the databases, instead of a directory."),
            new Option("--db", "NAME", "The database to work on (default: the active one)."),
            new Option("--branch", "NAME", "The branch of the database (default: the active one)."),
            new Option("--tenant", "NAME", "The tenant of the branch (default: main)."));

    private static final String DATABASES = "db";

    private GlobalOptions() {}

    /// The options that the command of that name, or the group, takes before or after its name.
    public static List<Option> of(String command) {
        return isOfDatabases(command)
                ? Stream.concat(OF_DATABASES.stream(), ALL.stream()).toList()
                : ALL;
    }

    /// Whether a command is `db` or one below it.
    public static boolean isOfDatabases(String command) {
        return command.equals(DATABASES) || command.startsWith(DATABASES + " ");
    }

    /// The option of `options` that `word` is, also as `--temple=FILE`; null when it is none of them.
    public static @Nullable Option find(String word, List<Option> options) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        if (name.equals("-h")) {
            name = "--help";
        }
        for (var option : options) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        return null;
    }
}
