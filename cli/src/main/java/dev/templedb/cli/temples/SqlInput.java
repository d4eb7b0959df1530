package dev.templedb.cli.temples;

import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the SQL of a command comes from, and the values of its parameters.
public final class SqlInput {
    private static final int MOST_BYTES = 1 << 20;

    private final Value<@Nullable String> query;
    private final Value<@Nullable String> file;
    private final Value<String[]> parameters;
    private final Terminal terminal;

    public SqlInput(Usage usage, Terminal terminal) {
        query = usage.optionalParameter("QUERY", "One statement of SQLite's SQL; - reads it from standard input.");
        file = usage.option("--file", "PATH", "Read the SQL from this file.");
        parameters = usage.options(
                "--param",
                "NAME=VALUE",
                "The value of the parameter :NAME, a text; NAME:=VALUE is a number or null. May be repeated.");
        this.terminal = terminal;
    }

    /// @throws TempleException with `USAGE` unless one place is named, or `SOURCE_NOT_FOUND`
    public String sql() {
        var typed = query.get();
        var path = file.get();
        if (typed == null && path == null || typed != null && path != null) {
            throw usage("Give the SQL as an argument, - for standard input, or --file PATH.");
        }
        if (path != null) {
            return text(read(Path.of(path)));
        }
        return "-".equals(typed) ? text(terminal.readInput(MOST_BYTES)) : String.valueOf(typed);
    }

    /// The values of the parameters by name or number.
    public Map<String, Object> parameters() {
        var values = new HashMap<String, Object>();
        for (var pair : parameters.get()) {
            int equals = pair.indexOf('=');
            if (equals < 1 || pair.startsWith(":=")) {
                throw usage("\"%s\" is not of the form NAME=VALUE.".formatted(Printable.text(pair)));
            }
            boolean isTyped = pair.charAt(equals - 1) == ':';
            String name = pair.substring(0, isTyped ? equals - 1 : equals);
            String text = pair.substring(equals + 1);
            if (values.put(name, isTyped ? typed(name, text) : text) != null) {
                throw usage("The parameter %s is given more than once.".formatted(Printable.text(name)));
            }
        }
        return values;
    }

    private static Object typed(String name, String text) {
        if (text.equalsIgnoreCase("null")) {
            return Optional.empty();
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException notWhole) {
            try {
                return Double.valueOf(text);
            } catch (NumberFormatException noNumber) {
                throw usage("The value of %s is neither a number nor null; write %s=VALUE for a text."
                        .formatted(Printable.text(name), Printable.text(name)));
            }
        }
    }

    private static byte[] read(Path path) {
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw usage("The file %s is longer than the %d bytes that SQL may have."
                        .formatted(Printable.text(path.toString()), MOST_BYTES));
            }
            return bytes;
        } catch (IOException e) {
            throw new TempleException(
                    ErrorCode.SOURCE_NOT_FOUND,
                    "The file %s cannot be read.".formatted(Printable.text(path.toString())),
                    e);
        }
    }

    private static String text(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static TempleException usage(String sentence) {
        return new TempleException(ErrorCode.USAGE, sentence);
    }
}
