package dev.templedb.cathedral.postgres;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.Handle;

/// Makes the tables of a database, or brings them up to date, as the start of a server does.
public final class Migrations {
    private Migrations() {}

    /// Applies migrations to a database.
    ///
    /// @param last the last one to apply, such as `005`; empty for all
    /// @throws TempleException with `DATABASE_DIFFERS` when the database has what this program does not know
    public static void apply(DatabaseAddress database, String last) {
        try {
            var configured = Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(database.jdbcUrl(), database.user(), database.password())
                    .locations("classpath:db/migration");
            (last.isEmpty() ? configured : configured.target(last)).load().migrate();
        } catch (FlywayValidateException unknown) {
            throw differs(unknown);
        }
    }

    /// Whether a database has none of the tables yet.
    public static boolean areMissing(Handle handle) {
        return handle.createQuery("SELECT to_regclass('flyway_schema_history') IS NULL")
                .mapTo(Boolean.class)
                .one();
    }

    /// What is thrown for a database that another version has used.
    public static TempleException differs(Throwable cause) {
        return new TempleException(
                ErrorCode.DATABASE_DIFFERS,
                "The database has tables that this version of CathedralDB does not know, or knows otherwise.",
                cause);
    }
}
