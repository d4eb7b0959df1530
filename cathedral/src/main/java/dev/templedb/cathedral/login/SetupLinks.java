package dev.templedb.cathedral.login;

import org.jdbi.v3.core.Handle;

/// The one-time links to the first administrator, which the server prints at its start.
final class SetupLinks {
    private final PostgresSetupLinks table = new PostgresSetupLinks();

    /// Uses a link up, in the transaction of `handle`; false for one that is not good.
    boolean use(Handle handle, String token) {
        return token.length() <= 200 && table.use(handle, token);
    }
}
