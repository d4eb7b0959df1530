package dev.templedb.branchdb.kv;

import dev.templedb.branchdb.tenants.TenantAccess;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Keys and values of one tenant. Thread-safe, also beside other processes: each method is one transaction.
///
/// A key has up to 255 printable characters and does not begin with `__`. One that has expired is not there, for every
/// method. Patterns are those of SQLite's `GLOB`: `*` for anything, `?` for one character, `[a-z]` and `[^a-z]` for one
/// of some; all else stands for itself, in the case it is written. A pattern is looked for in all keys, or in those
/// that
/// begin as it does.
///
/// Every method fails as [dev.templedb.branchdb.Tenant#read] and [dev.templedb.branchdb.Tenant#write] do, in
/// maintenance
/// mode too, and with `KV_KEY_INVALID` for what cannot be a key. Reading never writes.
///
/// ```java
/// var kv = branch.tenant("acme").kv();
/// kv.set("user:7", new Value.Json("{\"name\": \"Ada\"}"), Duration.ofHours(1));
/// kv.increment("visits", 1);
/// ```
public final class KeyValues {
    /// The pattern of all keys.
    public static final String ALL = "*";

    private static final Duration LONGEST = Duration.ofDays(365_250);

    private final TenantAccess access;
    private final Clock clock;

    /// @param clock by which keys expire
    public KeyValues(TenantAccess access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    /// Makes the table of a file that has none yet.
    public static void createTable(Transaction tx) {
        SqliteKeyValues.createTable(tx);
    }

    /// Keeps a value until it is deleted, whatever the key had before.
    public void set(String key, Value value) {
        setAll(Map.of(key, value));
    }

    /// Keeps a value for some time.
    ///
    /// @param ttl more than nothing; counted in milliseconds, upwards
    /// @throws TempleException with `KV_TTL_INVALID`
    public void set(String key, Value value, Duration ttl) {
        setAll(Map.of(key, value), ttl);
    }

    /// Keeps values until they are deleted, all or none.
    public void setAll(Map<String, Value> values) {
        put(values, null);
    }

    /// Keeps values for some time, all or none.
    ///
    /// @throws TempleException with `KV_TTL_INVALID`
    public void setAll(Map<String, Value> values, Duration ttl) {
        put(values, requireTtl(ttl));
    }

    private void put(Map<String, Value> values, @Nullable Duration ttl) {
        values.keySet().forEach(Keys::require);
        writeMaking((rows, now) -> {
            values.forEach((key, value) -> rows.put(key, value, ttl == null ? null : end(now, ttl)));
            return true;
        });
    }

    /// Keeps a value until it is deleted, if the key is not there.
    ///
    /// @return whether it was kept
    public boolean setIfAbsent(String key, Value value) {
        return putIfAbsent(key, value, null);
    }

    /// Keeps a value for some time, if the key is not there.
    ///
    /// @return whether it was kept
    /// @throws TempleException with `KV_TTL_INVALID`
    public boolean setIfAbsent(String key, Value value, Duration ttl) {
        return putIfAbsent(key, value, requireTtl(ttl));
    }

    private boolean putIfAbsent(String key, Value value, @Nullable Duration ttl) {
        Keys.require(key);
        return writeMaking((rows, now) -> {
            if (rows.expiry(key).isPresent()) {
                return false;
            }
            rows.put(key, value, ttl == null ? null : end(now, ttl));
            return true;
        });
    }

    /// The value of a key, or nothing when it is not there.
    public Optional<Value> get(String key) {
        Keys.require(key);
        return read(Optional.empty(), rows -> rows.find(key).map(SqliteKeyValues.Entry::value));
    }

    /// The values of those of `keys` that are there, in their order, at one instant.
    public SequencedMap<String, Value> getAll(Collection<String> keys) {
        keys.forEach(Keys::require);
        return read(new LinkedHashMap<>(), rows -> {
            var found = new LinkedHashMap<String, Value>();
            for (var key : keys) {
                rows.find(key).ifPresent(entry -> found.put(key, entry.value()));
            }
            return found;
        });
    }

    public boolean exists(String key) {
        Keys.require(key);
        return read(false, rows -> rows.expiry(key).isPresent());
    }

    /// The keys that match `pattern`, sorted by their bytes.
    public List<String> keys(String pattern) {
        Keys.requirePattern(pattern);
        return read(List.of(), rows -> rows.keys(pattern));
    }

    /// How many keys match `pattern`.
    public long count(String pattern) {
        Keys.requirePattern(pattern);
        return read(0L, rows -> rows.count(pattern));
    }

    /// The bytes of the keys that match `pattern` and of their values; numbers count as 8.
    public long storageBytes(String pattern) {
        Keys.requirePattern(pattern);
        return read(0L, rows -> rows.bytes(pattern));
    }

    /// Deletes keys, all that are there.
    ///
    /// @return how many that were
    public long delete(Collection<String> keys) {
        keys.forEach(Keys::require);
        return write(0L, (rows, now) -> keys.stream().filter(rows::delete).count());
    }

    /// How long a key will be there.
    public TimeToLive ttl(String key) {
        Keys.require(key);
        long now = clock.millis();
        Optional<Optional<Long>> expiry = read(Optional.empty(), now, rows -> rows.expiry(key));
        return expiry.<TimeToLive>map(end -> end.<TimeToLive>map(at -> new TimeToLive.Left(Duration.ofMillis(at - now)))
                        .orElseGet(TimeToLive.Forever::new))
                .orElseGet(TimeToLive.Missing::new);
    }

    /// Lets a key expire.
    ///
    /// @return whether it is there
    /// @throws TempleException with `KV_TTL_INVALID`
    public boolean expire(String key, Duration ttl) {
        Keys.require(key);
        requireTtl(ttl);
        return write(false, (rows, now) -> rows.expire(key, end(now, ttl)));
    }

    /// Lets a key stay.
    ///
    /// @return whether it would have expired
    public boolean persist(String key) {
        Keys.require(key);
        return write(false, (rows, now) -> rows.persist(key));
    }

    /// Removes what has expired from the file.
    ///
    /// @return how many keys
    public long deleteExpired() {
        return write(0L, (rows, now) -> rows.deleteExpired());
    }

    /// Adds a whole number, see [#increment(String, Value.Numeric)].
    public Value.Numeric increment(String key, long amount) {
        return increment(key, new Value.Int(amount));
    }

    /// Adds to the number of a key, which begins with `amount` when it is not there, and keeps the time that it has
    /// left. Whole and decimal numbers are added exactly; the sum is a decimal number when one of the two is, and a
    /// floating-point number when one is that.
    ///
    /// @return the sum
    /// @throws TempleException with `KV_NOT_A_NUMBER`, or `KV_OVERFLOW` when the sum is no 64-bit number, no
    ///         finite floating-point number, or a decimal number of too many digits; the key has what it had then
    public Value.Numeric increment(String key, Value.Numeric amount) {
        Keys.require(key);
        return writeMaking((rows, now) -> {
            var entry = rows.find(key);
            var sum = entry.isPresent() ? sum(key, entry.get().value(), amount) : amount;
            rows.put(key, sum, entry.map(SqliteKeyValues.Entry::expiresAt).orElse(null));
            return sum;
        });
    }

    private static Value.Numeric sum(String key, Value value, Value.Numeric amount) {
        if (!(value instanceof Value.Numeric number)) {
            throw new TempleException(
                    ErrorCode.KV_NOT_A_NUMBER,
                    "The value of the key '%s' is not a number.".formatted(Printable.text(key)));
        }
        try {
            return sum(number, amount);
        } catch (ArithmeticException | TempleException tooLarge) {
            throw new TempleException(
                    ErrorCode.KV_OVERFLOW,
                    "The sum is too large to be kept under the key '%s'.".formatted(Printable.text(key)),
                    tooLarge);
        }
    }

    private static Value.Numeric sum(Value.Numeric one, Value.Numeric other) {
        if (one instanceof Value.Int(var a) && other instanceof Value.Int(var b)) {
            return new Value.Int(Math.addExact(a, b));
        }
        if (one instanceof Value.Real || other instanceof Value.Real) {
            double sum = real(one) + real(other);
            if (!Double.isFinite(sum)) {
                throw new ArithmeticException("not finite");
            }
            return new Value.Real(sum);
        }
        return new Value.Decimal(decimal(one).add(decimal(other)));
    }

    private static double real(Value.Numeric number) {
        return number instanceof Value.Real(var real) ? real : decimal(number).doubleValue();
    }

    private static BigDecimal decimal(Value.Numeric number) {
        return switch (number) {
            case Value.Int(var whole) -> BigDecimal.valueOf(whole);
            case Value.Decimal(var decimal) -> decimal;
            case Value.Real(var real) -> new BigDecimal(real);
        };
    }

    private static Duration requireTtl(Duration ttl) {
        if (ttl.isZero() || ttl.isNegative()) {
            throw new TempleException(ErrorCode.KV_TTL_INVALID, "The time to live must be more than nothing.");
        }
        if (ttl.compareTo(LONGEST) > 0) {
            throw new TempleException(ErrorCode.KV_TTL_INVALID, "The time to live must be less than a thousand years.");
        }
        return ttl;
    }

    private static long end(long now, Duration ttl) {
        return now + ttl.plusNanos(999_999).toMillis();
    }

    private interface Work<T> {
        T run(SqliteKeyValues rows, long now);
    }

    private <T> T read(T nothing, Function<SqliteKeyValues, T> work) {
        return read(nothing, clock.millis(), work);
    }

    private <T> T read(T nothing, long now, Function<SqliteKeyValues, T> work) {
        return access.read((tx, version) -> {
            var rows = new SqliteKeyValues(tx, now);
            return rows.isThere() ? work.apply(rows) : nothing;
        });
    }

    private <T> T write(T nothing, Work<T> work) {
        return access.write((tx, version) -> {
            long now = clock.millis();
            var rows = new SqliteKeyValues(tx, now);
            return rows.isThere() ? work.run(rows, now) : nothing;
        });
    }

    /// As [#write], and makes the table.
    private <T> T writeMaking(Work<T> work) {
        return access.write((tx, version) -> {
            long now = clock.millis();
            var rows = new SqliteKeyValues(tx, now);
            rows.create();
            return work.run(rows, now);
        });
    }
}
