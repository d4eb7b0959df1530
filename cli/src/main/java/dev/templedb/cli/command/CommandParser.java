package dev.templedb.cli.command;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Likeness;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Reads the words after a command's name into what its [Usage] describes.
public final class CommandParser {
    private CommandParser() {}

    /// Sets the values of `usage` from the words that follow its name, without the global options.
    ///
    /// @throws TempleException with `USAGE`
    public static void parse(Usage usage, List<String> words) {
        var line = new CommandLine(usage.spec());
        line.setExpandAtFiles(false);
        try {
            line.parseArgs(words.toArray(new String[0]));
        } catch (ParameterException e) {
            if (e.getCause() instanceof TempleException refused) {
                throw refused;
            }
            var quiet = usage.quiet();
            if (quiet != null && e instanceof UnmatchedArgumentException) {
                // The words and the exception may hold a secret, and causes go to the log.
                throw new TempleException(ErrorCode.USAGE, quiet);
            }
            throw new TempleException(ErrorCode.USAGE, sentence(e, usage), e);
        }
    }

    private static String sentence(ParameterException e, Usage usage) {
        return switch (e) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched, usage);
            case MissingParameterException missing -> missing(missing);
            case OverwrittenOptionException twice -> "%s is given more than once.".formatted(label(twice));
            default -> said(e);
        };
    }

    private static String unmatched(UnmatchedArgumentException e, Usage usage) {
        String word = e.getUnmatched().getFirst();
        if (!word.startsWith("-")) {
            return "`%s` takes no further argument: %s.".formatted(usage.name(), Printable.text(word));
        }
        var known = new ArrayList<String>();
        known.addAll(usage.optionNames());
        GlobalOptions.of(usage.name()).forEach(option -> known.add(option.name()));
        int equals = word.indexOf('=');
        String option = equals < 0 ? word : word.substring(0, equals);
        var guess = Likeness.nearest(option, known).map(" Did you mean %s?"::formatted);
        if (guess.isEmpty() && usage.takesParameters()) {
            guess = Optional.of(" Where it is no option, put `--` in front of it.");
        }
        return "`%s` has no option %s.%s".formatted(usage.name(), Printable.text(option), guess.orElse(""));
    }

    private static String missing(MissingParameterException e) {
        var labels = new ArrayList<String>();
        for (var argument : e.getMissing()) {
            if (argument instanceof OptionSpec option) {
                return "%s needs a value: %s %s."
                        .formatted(option.longestName(), option.longestName(), option.paramLabel());
            }
            labels.add(argument.paramLabel());
        }
        return labels.isEmpty() ? said(e) : "%s is missing.".formatted(String.join(" ", labels));
    }

    private static String label(OverwrittenOptionException e) {
        return e.getOverwritten() instanceof OptionSpec option
                ? option.longestName()
                : e.getOverwritten().paramLabel();
    }

    private static String said(ParameterException e) {
        String message = Printable.text(String.valueOf(e.getMessage()))
                .replaceFirst("positional parameter at index \\S+ \\((.*?)\\)", "$1");
        return message.endsWith(".") ? message : message + ".";
    }
}
