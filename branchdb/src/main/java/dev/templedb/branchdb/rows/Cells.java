package dev.templedb.branchdb.rows;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Values as files keep them, compared as SQLite does.
final class Cells {
    private Cells() {}

    static boolean same(@Nullable Object one, @Nullable Object other) {
        return one instanceof byte[] bytes
                ? other instanceof byte[] others && Arrays.equals(bytes, others)
                : Objects.equals(one, other);
    }

    static boolean sameRow(@Nullable Object @Nullable [] one, @Nullable Object @Nullable [] other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        for (int i = 0; i < one.length; i++) {
            if (!same(one[i], other[i])) {
                return false;
            }
        }
        return true;
    }

    /// The order of SQLite: no value, numbers, texts by their UTF-8 bytes, bytes.
    static int compare(@Nullable Object one, @Nullable Object other) {
        int rank = rank(one);
        int order = Integer.compare(rank, rank(other));
        if (order != 0 || one == null || other == null) {
            return order;
        }
        return switch (rank) {
            case 1 -> compareNumbers((Number) one, (Number) other);
            case 2 -> compareTexts((String) one, (String) other);
            default -> Arrays.compareUnsigned((byte[]) one, (byte[]) other);
        };
    }

    private static int rank(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Number _ -> 1;
            case String _ -> 2;
            default -> 3;
        };
    }

    private static int compareNumbers(Number one, Number other) {
        if (one instanceof Long a && other instanceof Long b) {
            return Long.compare(a, b);
        }
        if (one instanceof Double a && other instanceof Double b) {
            return Double.compare(a + 0.0, b + 0.0);
        }
        double real = (one instanceof Double ? one : other).doubleValue();
        if (Double.isInfinite(real)) {
            return Double.compare(one.doubleValue(), other.doubleValue());
        }
        return exact(one).compareTo(exact(other));
    }

    private static BigDecimal exact(Number number) {
        return number instanceof Double real ? new BigDecimal(real) : BigDecimal.valueOf(number.longValue());
    }

    /// Code points are in the order of their UTF-8; the halves of UTF-16 are not.
    private static int compareTexts(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b)) == 0
                        ? Character.compare(a, b)
                        : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
