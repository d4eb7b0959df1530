package dev.templedb.branchdb.codegen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Source text that grows line by line, indented as deep as it stands.
final class Source {
    private static final String INDENT = "    ";

    private final StringBuilder text = new StringBuilder();
    private int depth;

    /// A line, or several; empty ones are not indented.
    Source line(String lines) {
        for (var line : lines.split("\n", -1)) {
            text.append(line.isEmpty() ? "" : INDENT.repeat(depth)).append(line).append('\n');
        }
        return this;
    }

    Source blank() {
        return line("");
    }

    /// A line, behind which all is one deeper.
    Source begin(String line) {
        line(line);
        depth++;
        return this;
    }

    /// A line before which all is one less deep.
    Source end(String line) {
        depth--;
        return line(line);
    }

    /// As [#end], without a line.
    Source end() {
        depth--;
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /// `text` between double quotes, as Java, Python and TypeScript all read it, and harmless in their comments:
    /// Java
    /// reads an escape by number everywhere, so no line end is written as one.
    static String literal(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append((char) c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (c >= ' ' && c <= '~' || c > Character.MAX_VALUE) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append("\\u%04x".formatted(c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /// A file that is kept beside this class.
    static String resource(String name) {
        try (var in = Source.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
