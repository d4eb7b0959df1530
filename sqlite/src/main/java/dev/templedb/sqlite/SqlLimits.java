package dev.templedb.sqlite;

import java.time.Duration;

/// How much a query of a person may take.
///
/// @param time       longest running time, from the first step to the last row
/// @param rows       most rows that are delivered
/// @param valueBytes largest text or blob, in bytes, that the query may read or make
public record SqlLimits(Duration time, long rows, int valueBytes) {
    /// Half a minute, a million rows, 64 MiB per value.
    public static final SqlLimits DEFAULT = new SqlLimits(Duration.ofSeconds(30), 1_000_000, 64 << 20);

    public SqlLimits {
        if (time.isNegative() || rows < 0 || valueBytes < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive: " + time + ", " + rows + " rows, " + valueBytes + " bytes");
        }
    }

    public SqlLimits withTime(Duration newTime) {
        return new SqlLimits(newTime, rows, valueBytes);
    }

    public SqlLimits withRows(long newRows) {
        return new SqlLimits(time, newRows, valueBytes);
    }
}
