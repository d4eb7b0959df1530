package dev.templedb.cli.databases;

import dev.templedb.branchdb.kv.KeyValues;
import dev.templedb.branchdb.kv.TimeToLive;
import dev.templedb.branchdb.kv.Value.Numeric;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `templedb db kv set|get|delete|keys|ttl|increment`
final class KeyValueCommand {
    private static final String NO_TENANT = "there is no such database, branch or tenant, or the directory holds none";
    private static final String MAINTENANCE = "the database is in maintenance, or in use by somebody else";
    private static final String BAD_KEY = "what is given cannot be a key, a value of that type or a time";

    private KeyValueCommand() {}

    private static <T> T in(DatabaseAccess databases, Function<KeyValues, T> work) {
        return databases.in(opened -> work.apply(opened.tenant().kv()));
    }

    /// `templedb db kv set KEY VALUE`
    static final class Set implements Command {
        private final Value<String> key;
        private final Value<String> value;
        private final Value<@Nullable String> type;
        private final Value<@Nullable Duration> ttl;
        private final Value<Boolean> ifAbsent;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Set(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "A value keeps its type and every digit: text, integer (64 bits), real, decimal, boolean (true or false),"
                                    + " bytes (Base64), json, or null, whose VALUE is not looked at. What the key had before is replaced,"
                                    + " with its time to live.")
                    .example("templedb db kv set greeting hello")
                    .example("templedb db kv set session:7 '{\"user\": 42}' --type json --ttl 1h")
                    .example("templedb db kv set lock me --if-absent --ttl 30s --tenant acme")
                    .exits(ExitCode.USAGE, BAD_KEY)
                    .exits(ExitCode.NOT_FOUND, NO_TENANT)
                    .exits(ExitCode.CONFLICT, "the key is there, and is to be set only if it is not")
                    .exits(ExitCode.UNAVAILABLE, MAINTENANCE);
            key = usage.parameter("KEY", "1 to 255 printable characters, not beginning with __.");
            value = usage.parameter("VALUE", "The value; - reads it from standard input.");
            type = usage.option(
                    "--type", "TYPE", "text (without it), integer, real, decimal, boolean, bytes, json or null.");
            ttl = usage.optionalDuration("--ttl", "TIME", "For how long, such as 90s, 5m or 7d; for ever without it.");
            ifAbsent = usage.flag("--if-absent", "Set nothing when the key is there.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            String given = value.get().equals("-") ? terminal.readAll() : value.get();
            var read = KeyValueText.read(Objects.requireNonNullElse(type.get(), "text"), given);
            var time = ttl.get();
            return in(databases, kv -> {
                if (ifAbsent.get()) {
                    boolean isSet =
                            time == null ? kv.setIfAbsent(key.get(), read) : kv.setIfAbsent(key.get(), read, time);
                    if (!isSet) {
                        terminal.note(
                                "The key %s is there already; nothing was set.".formatted(Printable.text(key.get())));
                        return ExitCode.CONFLICT;
                    }
                } else if (time == null) {
                    kv.set(key.get(), read);
                } else {
                    kv.set(key.get(), read, time);
                }
                terminal.say(
                        new Details().with("key", key.get()).with("type", KeyValueText.type(read)),
                        "Set the key %s.".formatted(Printable.text(key.get())));
                return ExitCode.OK;
            });
        }
    }

    /// `templedb db kv get KEY`
    static final class Get implements Command {
        private final Value<String> key;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Get(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("Bytes are printed in Base64. With --format the type and the time that is left are told, too.")
                    .example("templedb db kv get greeting")
                    .example("templedb db kv get session:7 --format json")
                    .exits(ExitCode.USAGE, BAD_KEY)
                    .exits(ExitCode.NOT_FOUND, "there is no such key, or " + NO_TENANT);
            key = usage.parameter("KEY", "The key.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return in(databases, kv -> {
                var found = kv.get(key.get());
                if (found.isEmpty()) {
                    terminal.note("There is no key %s.".formatted(Printable.text(key.get())));
                    return ExitCode.NOT_FOUND;
                }
                var value = found.get();
                if (terminal.format() == Format.TABLE) {
                    terminal.print(KeyValueText.write(value) + "\n");
                } else {
                    terminal.show(new Details()
                            .with("key", key.get())
                            .with("type", KeyValueText.type(value))
                            .with("value", KeyValueText.plain(value))
                            .with("ttl_seconds", seconds(kv.ttl(key.get()))));
                }
                return ExitCode.OK;
            });
        }
    }

    /// `templedb db kv delete KEY...`
    static final class Delete implements Command {
        private final Value<String> key;
        private final Value<String[]> more;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Delete(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("Keys that are not there are no error; what is said is how many were.")
                    .example("templedb db kv delete session:7 session:8")
                    .exits(ExitCode.USAGE, BAD_KEY)
                    .exits(ExitCode.NOT_FOUND, NO_TENANT)
                    .exits(ExitCode.UNAVAILABLE, MAINTENANCE);
            key = usage.parameter("KEY", "A key.");
            more = usage.remainingParameters("KEYS", "More keys.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var keys = new ArrayList<String>();
            keys.add(key.get());
            keys.addAll(List.of(more.get()));
            long deleted = in(databases, kv -> kv.delete(keys));
            terminal.say(
                    new Details().with("deleted", deleted),
                    "Deleted %d %s.".formatted(deleted, deleted == 1 ? "key" : "keys"));
            return ExitCode.OK;
        }
    }

    /// `templedb db kv keys [PATTERN]`
    static final class ListKeys implements Command {
        private final Value<@Nullable String> pattern;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        ListKeys(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "In a pattern * stands for anything, ? for one character, [a-z] and [^a-z] for one of some; all else, _ and %"
                                    + " too, stands for itself.")
                    .example("templedb db kv keys")
                    .example("templedb db kv keys 'session:*' --format json")
                    .exits(ExitCode.NOT_FOUND, NO_TENANT);
            pattern = usage.optionalParameter("PATTERN", "Which keys; all without it.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing = new Listing(Column.text("key"));
            in(databases, kv -> {
                kv.keys(Objects.requireNonNullElse(pattern.get(), KeyValues.ALL))
                        .forEach(listing::row);
                return true;
            });
            terminal.list(listing);
            return ExitCode.OK;
        }
    }

    /// `templedb db kv ttl KEY`
    static final class Ttl implements Command {
        private final Value<String> key;
        private final Value<@Nullable Duration> set;
        private final Value<Boolean> persist;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Ttl(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "In JSON, ttl_seconds is -1 for a key that is not there and null for one that does not expire. With --set or"
                                    + " --persist the time is changed first.")
                    .example("templedb db kv ttl session:7")
                    .example("templedb db kv ttl session:7 --set 30m")
                    .example("templedb db kv ttl session:7 --persist")
                    .exits(ExitCode.USAGE, BAD_KEY)
                    .exits(ExitCode.NOT_FOUND, NO_TENANT)
                    .exits(ExitCode.UNAVAILABLE, MAINTENANCE);
            key = usage.parameter("KEY", "The key.");
            set = usage.optionalDuration("--set", "TIME", "Let it expire after that time, such as 90s, 5m or 7d.");
            persist = usage.flag("--persist", "Let it stay.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var time = set.get();
            if (persist.get() && time != null) {
                throw new TempleException(ErrorCode.USAGE, "A key cannot stay and expire: give --set or --persist.");
            }
            var left = in(databases, kv -> {
                if (persist.get()) {
                    kv.persist(key.get());
                } else if (time != null) {
                    kv.expire(key.get(), time);
                }
                return kv.ttl(key.get());
            });
            String name = Printable.text(key.get());
            terminal.say(
                    new Details().with("key", key.get()).with("ttl_seconds", seconds(left)),
                    switch (left) {
                        case TimeToLive.Missing() -> "There is no key %s.".formatted(name);
                        case TimeToLive.Forever() -> "The key %s does not expire.".formatted(name);
                        case TimeToLive.Left(var rest) ->
                            "The key %s expires in %d seconds."
                                    .formatted(name, rest.plusMillis(999).toSeconds());
                    });
            return ExitCode.OK;
        }
    }

    /// As CinchDB says it.
    private static @Nullable Long seconds(TimeToLive left) {
        return switch (left) {
            case TimeToLive.Missing() -> -1L;
            case TimeToLive.Forever() -> null;
            case TimeToLive.Left(var time) -> time.plusMillis(999).toSeconds();
        };
    }

    /// `templedb db kv increment KEY`
    static final class Increment implements Command {
        private final Value<String> key;
        private final Value<@Nullable String> amount;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Increment(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "Adds at one instant, whoever else does so. Whole numbers have 64 bits, and a sum that has more is an error;"
                                    + " an amount with a point is a decimal number, which is added exactly. A key that is not there begins"
                                    + " with the amount.")
                    .example("templedb db kv increment visits")
                    .example("templedb db kv increment balance --by -12.50")
                    .exits(ExitCode.USAGE, BAD_KEY)
                    .exits(ExitCode.NOT_FOUND, NO_TENANT)
                    .exits(ExitCode.CONFLICT, "the key has something that is no number, or the sum is too large")
                    .exits(ExitCode.UNAVAILABLE, MAINTENANCE);
            key = usage.parameter("KEY", "The key.");
            amount = usage.option("--by", "AMOUNT", "What is added; 1 without it.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var by = KeyValueText.number(Objects.requireNonNullElse(amount.get(), "1"));
            Numeric sum = in(databases, kv -> kv.increment(key.get(), by));
            terminal.say(
                    new Details()
                            .with("key", key.get())
                            .with("type", KeyValueText.type(sum))
                            .with("value", KeyValueText.plain(sum)),
                    KeyValueText.write(sum));
            return ExitCode.OK;
        }
    }
}
