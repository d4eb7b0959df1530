package dev.templedb.branchdb.data;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads CSV after RFC 4180 with a header; lines may end with LF alone. A field is read at a time, and bounded.
final class CsvReader {
    private static final int LONGEST_FIELD = 16 << 20;
    private static final int MOST_FIELDS = 2000;
    private static final int END = -1;

    private final Reader in;
    private int line = 1;
    private int next;

    CsvReader(InputStream in) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()), 1 << 14);
    }

    void read(Consumer<Map<String, @Nullable Object>> sink) {
        advance();
        if (next == '\uFEFF') {
            advance();
        }
        var header = header();
        while (next != END) {
            int began = line;
            var fields = record();
            boolean isBlank = fields.size() == 1 && fields.getFirst() == null && header.size() > 1;
            if (isBlank) {
                continue;
            }
            if (fields.size() != header.size()) {
                throw unreadable(began, "it has %d fields, and the header %d".formatted(fields.size(), header.size()));
            }
            var row = new LinkedHashMap<String, @Nullable Object>();
            for (int i = 0; i < fields.size(); i++) {
                row.put(header.get(i), fields.get(i));
            }
            sink.accept(row);
        }
    }

    private List<String> header() {
        if (next == END) {
            throw unreadable(1, "there is no header");
        }
        var names = new ArrayList<String>();
        var seen = new HashSet<String>();
        for (var name : record()) {
            if (name == null || !seen.add(name)) {
                throw unreadable(1, "the header has a column without a name, or the same one twice");
            }
            names.add(name);
        }
        return names;
    }

    private List<@Nullable String> record() {
        var fields = new ArrayList<@Nullable String>();
        while (true) {
            fields.add(next == '"' ? quoted() : plain());
            if (fields.size() > MOST_FIELDS) {
                throw unreadable(line, "it has more than %d fields".formatted(MOST_FIELDS));
            }
            if (next == ',') {
                advance();
                continue;
            }
            endLine();
            return fields;
        }
    }

    private void endLine() {
        if (next == '\r') {
            advance();
            if (next == '\n') {
                advance();
            }
        } else if (next == '\n') {
            advance();
        } else if (next != END) {
            throw unreadable(
                    line, "'%s' follows the quotes of a field".formatted(Printable.text(Character.toString(next))));
        }
        line++;
    }

    private @Nullable String plain() {
        var field = new StringBuilder();
        while (next != ',' && next != '\r' && next != '\n' && next != END) {
            if (next == '"') {
                throw unreadable(line, "a field with quotes in it must be in quotes itself");
            }
            append(field);
        }
        return field.isEmpty() ? null : field.toString();
    }

    private String quoted() {
        int began = line;
        var field = new StringBuilder();
        advance();
        while (true) {
            if (next == END) {
                throw unreadable(began, "the quotes of a field are not closed");
            }
            if (next == '"') {
                advance();
                if (next != '"') {
                    return field.toString();
                }
            }
            if (next == '\n') {
                line++;
            }
            append(field);
        }
    }

    private void append(StringBuilder field) {
        if (field.length() == LONGEST_FIELD) {
            throw unreadable(line, "a field is longer than %d characters".formatted(LONGEST_FIELD));
        }
        field.append((char) next);
        advance();
    }

    private void advance() {
        try {
            next = in.read();
        } catch (CharacterCodingException e) {
            throw unreadable(line, "it is not UTF-8");
        } catch (IOException e) {
            throw new TempleException(ErrorCode.ROWS_UNREADABLE, "The rows cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static TempleException unreadable(int line, String what) {
        return new TempleException(
                ErrorCode.ROWS_UNREADABLE, "The rows are not valid CSV: line %d: %s.".formatted(line, what));
    }
}
