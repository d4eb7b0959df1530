package dev.templedb.branchdb.data;

import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Rows as CSV after RFC 4180: a header, lines that end with CR LF, NULL as nothing, and an empty text as `""`.
final class CsvWriter extends RowWriter {
    private static final String END = "\r\n";

    private final String header;

    CsvWriter(List<DataColumn> columns, OutputStream out) {
        super(out);
        header = columns.stream().map(each -> field(each.name())).collect(Collectors.joining(",", "", END));
    }

    @Override
    String text(DataRow row, boolean isFirst) {
        return row.values().stream().map(CsvWriter::field).collect(Collectors.joining(",", isFirst ? header : "", END));
    }

    @Override
    String end(boolean isEmpty) {
        return isEmpty ? header : "";
    }

    private static String field(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case byte[] bytes -> quoted(Base64.getEncoder().encodeToString(bytes));
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        boolean isPlain = !text.isEmpty();
        for (int i = 0; i < text.length() && isPlain; i++) {
            char c = text.charAt(i);
            isPlain = c != '"' && c != ',' && c != '\r' && c != '\n' && c != '\uFEFF';
        }
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
