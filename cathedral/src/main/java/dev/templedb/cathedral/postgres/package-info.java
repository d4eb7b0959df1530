/// PostgreSQL of our own: unpacked from the class path, started on a data directory, stopped with the server.
///
/// Start with [dev.templedb.cathedral.postgres.EmbeddedPostgres].
@NullMarked
package dev.templedb.cathedral.postgres;

import org.jspecify.annotations.NullMarked;
