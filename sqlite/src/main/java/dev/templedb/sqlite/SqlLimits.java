package dev.templedb.sqlite;

import java.time.Duration;

/// How much a query of a person may take.
///
/// @param time           longest running time, from the first step to the last row, without the time in which rows are
/// taken away
/// @param rows           most rows that are delivered
/// @param valueBytes     largest text or blob, in bytes, that the query may read or make, and largest row
/// @param memoryBytes    most that the process may grow by, where the system tells
/// @param temporaryBytes most that sorting and joining may put into temporary files, where the system tells
public record SqlLimits(Duration time, long rows, int valueBytes, long memoryBytes, long temporaryBytes) {
    /// Half a minute, a million rows, 16 MiB per value and row, 192 MiB of memory, 4 GiB of temporary files.
    public static final SqlLimits DEFAULT =
            new SqlLimits(Duration.ofSeconds(30), 1_000_000, 16 << 20, 192L << 20, 4L << 30);

    public SqlLimits {
        if (time.isNegative() || rows < 0 || valueBytes < 1 || memoryBytes < 1 || temporaryBytes < 1) {
            throw new IllegalArgumentException("limits must be positive: %s, %d rows, %d, %d and %d bytes"
                    .formatted(time, rows, valueBytes, memoryBytes, temporaryBytes));
        }
    }

    public SqlLimits withTime(Duration newTime) {
        return new SqlLimits(newTime, rows, valueBytes, memoryBytes, temporaryBytes);
    }

    public SqlLimits withRows(long newRows) {
        return new SqlLimits(time, newRows, valueBytes, memoryBytes, temporaryBytes);
    }

    /// With another limit for values, memory or temporary files.
    public SqlLimits withBytes(int newValueBytes, long newMemoryBytes, long newTemporaryBytes) {
        return new SqlLimits(time, rows, newValueBytes, newMemoryBytes, newTemporaryBytes);
    }
}
