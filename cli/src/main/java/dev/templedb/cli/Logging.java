package dev.templedb.cli;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The log: on standard error, or in a file. Nothing of the JDK's logging is loaded until something logs.
public final class Logging {
    private static final String DEFAULTS = """
            handlers = java.util.logging.ConsoleHandler
            java.util.logging.ConsoleHandler.level = ALL
            java.util.logging.ConsoleHandler.formatter = dev.templedb.cli.Logging$Lines
            .level = WARNING
            """;

    private static volatile boolean detailed;

    /// Made by the JDK when the first thing is logged, because of the system property that [#begin] sets.
    public Logging() throws IOException {
        byte[] settings = DEFAULTS.getBytes(StandardCharsets.UTF_8);
        LogManager.getLogManager().readConfiguration(new ByteArrayInputStream(settings));
    }

    /// Sets the log up as the options say.
    ///
    /// @throws TempleException with `USAGE` for an unknown level or a file that cannot be written
    static void begin(@Nullable String level, @Nullable String file, boolean isVerbose) {
        System.setProperty("java.util.logging.config.class", Logging.class.getName());
        detailed = level != null || isVerbose;
        if (level != null || file != null || isVerbose) {
            configure(file == null ? new ConsoleHandler() : open(file), level(level, isVerbose));
        }
    }

    /// Whether what is less than a warning may be logged.
    static boolean isDetailed() {
        return detailed;
    }

    /// Logs where in the program a failure came from.
    static void trace(Throwable failure) {
        Logger.getLogger("dev.templedb").log(Level.SEVERE, "This is where it came from:", failure);
    }

    private static Level level(@Nullable String word, boolean isVerbose) {
        return switch (word) {
            case null -> isVerbose ? Level.INFO : Level.WARNING;
            case "error" -> Level.SEVERE;
            case "warning" -> Level.WARNING;
            case "info" -> Level.INFO;
            case "debug" -> Level.FINE;
            default ->
                throw new TempleException(
                        ErrorCode.USAGE,
                        "\"%s\" is not a log level; use error, warning, info or debug."
                                .formatted(Printable.text(word)));
        };
    }

    private static Handler open(String file) {
        try {
            return new FileHandler(file.replace("%", "%%"), true);
        } catch (IOException e) {
            throw new TempleException(
                    ErrorCode.USAGE, "The log file %s cannot be written.".formatted(Printable.text(file)), e);
        }
    }

    private static void configure(Handler handler, Level level) {
        var root = LogManager.getLogManager().getLogger("");
        for (var old : root.getHandlers()) {
            root.removeHandler(old);
            old.close();
        }
        handler.setFormatter(new Lines());
        handler.setLevel(level);
        root.setLevel(level);
        root.addHandler(handler);
    }

    /// One line for each record: time, level, logger, message; a stack trace follows when there is one.
    public static final class Lines extends Formatter {
        @Override
        public String format(LogRecord record) {
            var line = new StringBuilder()
                    .append(record.getInstant())
                    .append(' ')
                    .append(record.getLevel().getName())
                    .append(' ')
                    .append(record.getLoggerName())
                    .append(": ")
                    .append(Printable.text(formatMessage(record)))
                    .append('\n');
            for (Throwable at = record.getThrown(); at != null; at = at.getCause()) {
                line.append(Printable.text(at.toString())).append('\n');
                for (var frame : at.getStackTrace()) {
                    line.append("    at ").append(frame).append('\n');
                }
            }
            return line.toString();
        }
    }
}
