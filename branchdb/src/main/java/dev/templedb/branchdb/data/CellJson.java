package dev.templedb.branchdb.data;

import dev.templedb.packages.json.CompactJson;
import dev.templedb.packages.json.Json;
import java.util.Base64;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Values of columns as JSON: whole numbers with all their digits, bytes as Base64.
public final class CellJson {
    private CellJson() {}

    public static Json of(@Nullable Object value) {
        return switch (value) {
            case null -> Json.NULL;
            case Boolean truth -> new Json.Bool(truth);
            case Double real when !Double.isFinite(real) -> new Json.Str(real.toString());
            case Number number -> new Json.Num(number.toString());
            case byte[] bytes -> new Json.Str(Base64.getEncoder().encodeToString(bytes));
            default -> new Json.Str(value.toString());
        };
    }

    /// As text on one line.
    public static String write(@Nullable Object value) {
        return CompactJson.write(of(value));
    }

    /// A row as an object, as text on one line.
    public static String write(DataRow row) {
        return CompactJson.write(RowJson.of(row));
    }

    /// An array, as text on one line.
    public static String writeAll(Collection<? extends @Nullable Object> values) {
        return CompactJson.write(new Json.Arr(values.stream().map(CellJson::of).toList()));
    }
}
