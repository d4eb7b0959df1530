package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The row a query stands on. Valid only while the mapper or consumer runs.
///
/// Columns are numbered from 1 or called by their name in the result. The plain getters demand a value: a NULL is an
/// `INTERNAL` error that names the column; use the `nullable…` form or [#isNull] where NULL has a meaning.
/// Numbers are the fastest way in loops over many rows.
public final class Row {
    private final ResultSet rows;
    private final SqliteErrors errors;

    Row(ResultSet rows, SqliteErrors errors) {
        this.rows = rows;
        this.errors = errors;
    }

    public String text(int column) {
        return require(nullableText(column), column);
    }

    public String text(String column) {
        return text(index(column));
    }

    public @Nullable String nullableText(int column) {
        try {
            return rows.getString(column);
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    public @Nullable String nullableText(String column) {
        return nullableText(index(column));
    }

    public long longValue(int column) {
        try {
            long value = rows.getLong(column);
            if (value == 0 && rows.wasNull()) {
                throw nullIn(column);
            }
            return value;
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    public long longValue(String column) {
        return longValue(index(column));
    }

    public @Nullable Long nullableLong(int column) {
        return isNull(column) ? null : Long.valueOf(longValue(column));
    }

    public @Nullable Long nullableLong(String column) {
        return nullableLong(index(column));
    }

    /// @throws ArithmeticException when the value needs more than 32 bits
    public int intValue(int column) {
        return Math.toIntExact(longValue(column));
    }

    /// @throws ArithmeticException when the value needs more than 32 bits
    public int intValue(String column) {
        return intValue(index(column));
    }

    public double doubleValue(int column) {
        try {
            double value = rows.getDouble(column);
            if (value == 0 && rows.wasNull()) {
                throw nullIn(column);
            }
            return value;
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    public double doubleValue(String column) {
        return doubleValue(index(column));
    }

    /// False for 0, true for any other number.
    public boolean booleanValue(int column) {
        return longValue(column) != 0;
    }

    /// False for 0, true for any other number.
    public boolean booleanValue(String column) {
        return booleanValue(index(column));
    }

    /// The bytes of a blob, or the UTF-8 bytes of a text.
    public byte[] bytes(int column) {
        return require(nullableBytes(column), column);
    }

    /// The bytes of a blob, or the UTF-8 bytes of a text.
    public byte[] bytes(String column) {
        return bytes(index(column));
    }

    public byte @Nullable [] nullableBytes(int column) {
        try {
            byte[] value = rows.getBytes(column);
            // The driver cannot tell an empty blob from NULL.
            return value != null || rows.getObject(column) == null ? value : new byte[0];
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    public byte @Nullable [] nullableBytes(String column) {
        return nullableBytes(index(column));
    }

    /// An instant kept as ISO-8601 text in UTC.
    public Instant instant(int column) {
        return InstantText.parse(text(column));
    }

    /// An instant kept as ISO-8601 text in UTC.
    public Instant instant(String column) {
        return instant(index(column));
    }

    public @Nullable Instant nullableInstant(int column) {
        @Nullable String text = nullableText(column);
        return text == null ? null : InstantText.parse(text);
    }

    public @Nullable Instant nullableInstant(String column) {
        return nullableInstant(index(column));
    }

    /// The value as it is kept: null, `Long`, `Double`, `String` or `byte[]`.
    public @Nullable Object value(int column) {
        try {
            return value(rows, column);
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    static @Nullable Object value(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        return value instanceof Integer whole ? (Object) whole.longValue() : value;
    }

    public boolean isNull(int column) {
        try {
            rows.getLong(column);
            return rows.wasNull();
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    public boolean isNull(String column) {
        return isNull(index(column));
    }

    private int index(String column) {
        try {
            return rows.findColumn(column);
        } catch (SQLException e) {
            throw errors.of(ErrorCode.INTERNAL, "gave no column " + column + ".");
        }
    }

    private <T> T require(@Nullable T value, int column) {
        return Optional.ofNullable(value).orElseThrow(() -> nullIn(column));
    }

    private TempleException nullIn(int column) {
        return errors.of(ErrorCode.INTERNAL, "has NULL in column " + column + " (" + name(column) + ") of a result.");
    }

    private String name(int column) {
        try {
            return rows.getMetaData().getColumnName(column);
        } catch (SQLException e) {
            return "?";
        }
    }
}
