package dev.templedb.temple;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Migrations;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.function.Supplier;

/// An open temple. Services take it and work in transactions of its [#file].
///
/// Thread-safe, as [SqliteFile] is.
///
/// @param file  the database
/// @param clock what "now" means
/// @param user  who acts, for `created_by` and the like; a name without a host
/// @param keys  the public keys of who acts, which are read when they are asked for
public record Temple(SqliteFile file, Clock clock, String user, Supplier<Set<String>> keys) implements AutoCloseable {
    /// Marks a SQLite file as a temple: "TDBT".
    public static final int APPLICATION_ID = 0x54444254;

    private static final Migrations MIGRATIONS = Migrations.of(
            Temple.class,
            "V001__projects_and_history.sql",
            "V002__parts_of_states.sql",
            "V003__audit.sql",
            "V004__carried_entries.sql",
            "V005__variables.sql",
            "V006__checkouts.sql",
            "V007__source_refs.sql",
            "V008__secrets.sql",
            "V009__dependencies.sql",
            "V010__search.sql",
            "V011__code.sql",
            "V012__environments.sql",
            "V013__leaks.sql",
            "V014__deployments.sql",
            "V015__registry.sql",
            "V016__views_for_people.sql",
            "V017__texts.sql",
            "V018__state_signatures.sql",
            "V019__numbers_of_projects.sql",
            "V020__kept_histories.sql",
            "V021__kept_values.sql",
            "V022__texts_of_searches.sql",
            "V023__remotes.sql",
            "V024__merge_written.sql",
            "V025__numbers_of_undo.sql",
            "V026__findings_by_name.sql",
            "V027__short_texts_of_searches.sql",
            "V028__writes_as_they_are.sql",
            "V029__undo_together.sql",
            "V030__deployed_processes.sql",
            "V031__readers.sql",
            "V032__unfollowed_requirements.sql",
            "V033__written_by_attributes.sql",
            "V034__project_databases.sql",
            "V035__version_signatures.sql");

    /// A temple of somebody whose keys are not known.
    public Temple(SqliteFile file, Clock clock, String user) {
        this(file, clock, user, Set::of);
    }

    /// The same temple, for somebody with these public keys.
    public Temple withKeys(Supplier<Set<String>> keys) {
        return new Temple(file, clock, user, keys);
    }

    /// How temples are opened.
    public static SqliteOptions options() {
        return SqliteOptions.forApplication(APPLICATION_ID).withNoun("temple").withMigrations(MIGRATIONS);
    }

    /// Opens the temple at `path`, and makes it when there is none.
    public static Temple open(Path path, Clock clock, String user) {
        return new Temple(SqliteFile.open(path, options().creating()), clock, user);
    }

    /// Opens the temple at `path`, which must exist. One that cannot be written can still be read.
    ///
    /// @throws TempleException with `TEMPLE_NOT_FOUND` when there is none
    public static Temple openExisting(Path path, Clock clock, String user) {
        try {
            return new Temple(SqliteFile.open(path, options()), clock, user);
        } catch (TempleException e) {
            if (e.code() != ErrorCode.TEMPLE_UNWRITABLE) {
                throw e;
            }
            return new Temple(SqliteFile.open(path, options().readOnly()), clock, user);
        }
    }

    /// The absolute path of the temple's file.
    public Path path() {
        return file.path();
    }

    @Override
    public void close() {
        file.close();
    }
}
