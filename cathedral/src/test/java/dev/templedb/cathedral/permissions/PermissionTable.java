package dev.templedb.cathedral.permissions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tables of `docs/permissions.md`.
public final class PermissionTable {
    private PermissionTable() {}

    /// A cell: what `subject` gets for `action`.
    public record Cell(String action, String subject, String answer) {}

    /// The table under a heading, one row after the other, without its first column.
    public static List<Cell> under(String heading) {
        var cells = new ArrayList<Cell>();
        List<String> columns = List.of();
        for (var row : rows(heading)) {
            if (columns.isEmpty()) {
                columns = row;
            } else {
                for (int i = 1; i < row.size(); i++) {
                    cells.add(new Cell(row.getFirst(), columns.get(i), row.get(i)));
                }
            }
        }
        return cells;
    }

    /// The table under a heading with one column besides the first.
    public static Map<String, String> pairsUnder(String heading) {
        var pairs = new LinkedHashMap<String, String>();
        under(heading).forEach(cell -> pairs.put(cell.action(), cell.answer()));
        return pairs;
    }

    private static List<List<String>> rows(String heading) {
        var rows = new ArrayList<List<String>>();
        boolean inside = false;
        for (String line : text().lines().toList()) {
            if (line.startsWith("## ")) {
                inside = line.equals("## " + heading);
            } else if (inside && line.startsWith("|") && !line.startsWith("|---")) {
                rows.add(Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList());
            }
        }
        return rows;
    }

    private static String text() {
        try {
            return Files.readString(Path.of("..", "docs", "permissions.md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
