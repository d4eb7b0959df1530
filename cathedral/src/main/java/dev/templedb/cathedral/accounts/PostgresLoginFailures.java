package dev.templedb.cathedral.accounts;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Counts failed logins by where they come from, for all nodes together.
final class PostgresLoginFailures {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int MOST_FOR_A_NAME = 10;
    private static final int MOST_FOR_AN_ADDRESS = 50;

    private static final int BITS_OF_IPV4 = 32;
    private static final int BITS_OF_NETWORK = 64;

    private static final String COUNT = """
            SELECT count(*) AS address, count(*) FILTER (WHERE name = :name) AS name
              FROM login_failures
             WHERE ip_address = network(set_masklen(CAST(:address AS inet), :bits)) AND failed_at > :since
            """;

    private static final String ADD = """
            INSERT INTO login_failures (ip_address, name, failed_at)
            VALUES (network(set_masklen(CAST(:address AS inet), :bits)), :name, :now)
            """;

    private static final String FORGET = "DELETE FROM login_failures WHERE failed_at < :before";

    boolean areTooMany(Handle handle, @Nullable String address, String name, Instant now) {
        return handle.createQuery(COUNT)
                .bind("address", known(address))
                .bind("bits", bits(known(address)))
                .bind("name", shortened(name))
                .bind("since", now.minus(WINDOW))
                .map((row, context) ->
                        row.getLong("address") >= MOST_FOR_AN_ADDRESS || row.getLong("name") >= MOST_FOR_A_NAME)
                .one();
    }

    void add(Handle handle, @Nullable String address, String name, Instant now) {
        handle.createUpdate(FORGET).bind("before", now.minus(WINDOW)).execute();
        handle.createUpdate(ADD)
                .bind("address", known(address))
                .bind("bits", bits(known(address)))
                .bind("name", shortened(name))
                .bind("now", now)
                .execute();
    }

    private static String known(@Nullable String address) {
        return address == null ? "0.0.0.0" : address;
    }

    /// Of an address of version 6 its network: whoever has one of them has all.
    private static int bits(String address) {
        return address.indexOf(':') < 0 ? BITS_OF_IPV4 : BITS_OF_NETWORK;
    }

    private static String shortened(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace("\0", "");
        return plain.substring(0, Math.min(plain.length(), 255));
    }
}
