package dev.templedb.branchdb.data;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CompactJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Rows as JSON.
final class RowJson {
    private RowJson() {}

    /// Reads the objects of one array, or objects one after the other.
    static void read(InputStream in, Consumer<Map<String, @Nullable Object>> sink) {
        int[] rows = {0};
        try {
            JsonReader.readElements(in, element -> {
                rows[0]++;
                if (!(element instanceof Json.Obj object)) {
                    throw new TempleException(
                            ErrorCode.ROWS_UNREADABLE, "Row %d is no JSON object.".formatted(rows[0]));
                }
                sink.accept(row(object, rows[0]));
            });
        } catch (JsonReader.InvalidJson e) {
            throw new TempleException(
                    ErrorCode.ROWS_UNREADABLE, "The rows are not valid JSON: " + e.getMessage() + ".", e);
        }
    }

    /// The names and values of an object.
    static Map<String, @Nullable Object> row(Json.Obj object, int number) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        object.members().forEach((name, member) -> row.put(name, value(member, name, number)));
        return row;
    }

    private static @Nullable Object value(Json json, String name, int number) {
        return switch (json) {
            case Json.Str(var text) -> text;
            case Json.Num digits ->
                digits.whole().map(Object.class::cast).orElseGet(() -> new BigDecimal(digits.digits()));
            case Json.Bool(var truth) -> truth;
            case Json.Null() -> null;
            case Json.Arr _, Json.Obj _ ->
                throw new TempleException(
                        ErrorCode.ROWS_UNREADABLE,
                        "Row %d has a list or an object as its %s; a column has one value.".formatted(number, name));
        };
    }

    static Json.Obj of(DataRow row) {
        var members = new LinkedHashMap<String, Json>();
        row.toMap().forEach((name, value) -> members.put(name, CellJson.of(value)));
        return new Json.Obj(members);
    }

    static RowWriter array(OutputStream out) {
        return new Writer(out, "[\n", ",\n", "\n]\n", "[]\n");
    }

    static RowWriter lines(OutputStream out) {
        return new Writer(out, "", "\n", "\n", "");
    }

    /// Writes objects, with texts before, between and behind them.
    static final class Writer extends RowWriter {
        private final String before;
        private final String between;
        private final String behind;
        private final String ofNone;

        Writer(OutputStream out, String before, String between, String behind, String ofNone) {
            super(out);
            this.before = before;
            this.between = between;
            this.behind = behind;
            this.ofNone = ofNone;
        }

        @Override
        String text(DataRow row, boolean isFirst) {
            return (isFirst ? before : between) + CompactJson.write(of(row));
        }

        @Override
        String end(boolean isEmpty) {
            return isEmpty ? ofNone : behind;
        }
    }
}
