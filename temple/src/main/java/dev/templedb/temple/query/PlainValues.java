package dev.templedb.temple.query;

import dev.templedb.sqlite.SqlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values of SQLite as plain values, and the other way round.
final class PlainValues {
    private PlainValues() {}

    static List<@Nullable Object> of(List<SqlValue> values) {
        var plain = new ArrayList<@Nullable Object>(values.size());
        for (var value : values) {
            plain.add(
                    switch (value) {
                        case SqlValue.Null() -> null;
                        case SqlValue.Whole(var whole) -> whole;
                        case SqlValue.Real(var real) -> real;
                        case SqlValue.Text(var text) -> text;
                        case SqlValue.Blob(var bytes) -> bytes;
                    });
        }
        return plain;
    }

    static Map<String, SqlValue> sql(Map<String, Object> plain) {
        var values = new HashMap<String, SqlValue>();
        plain.forEach((name, value) -> values.put(
                name,
                switch (value) {
                    case Optional<?> none when none.isEmpty() -> new SqlValue.Null();
                    case Long whole -> new SqlValue.Whole(whole);
                    case Double real -> new SqlValue.Real(real);
                    default -> new SqlValue.Text(value.toString());
                }));
        return values;
    }
}
