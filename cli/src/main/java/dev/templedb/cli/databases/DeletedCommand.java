package dev.templedb.cli.databases;

import dev.templedb.branchdb.catalog.DeletedRow;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.databases.DatabaseAccess.Opened;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb db deleted` and `templedb db undelete`
final class DeletedCommand {
    /// How long something that was deleted is kept at the least.
    static final Duration KEPT = Duration.ofDays(30);

    /// What help says of it.
    static final String SAYS =
            "It can be brought back with `templedb db undelete` for thirty days, until `templedb db maintain` removes it for good. ";

    private DeletedCommand() {}

    static String kind(DeletedRow row) {
        return row.kind().name().toLowerCase(Locale.ROOT);
    }

    /// `templedb db deleted`
    static final class ListAll implements Command {
        private final DatabaseAccess databases;
        private final Terminal terminal;

        ListAll(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "Databases, branches and tenants, each with the bytes that only it needs. What was in something that was deleted"
                                    + " later comes back with that, and is not listed.")
                    .example("templedb db deleted")
                    .example("templedb db deleted --format json")
                    .exits(ExitCode.NOT_FOUND, "the directory holds no databases");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing = new Listing(
                    Column.number("number"),
                    Column.text("kind"),
                    Column.text("database"),
                    Column.text("branch"),
                    Column.text("name"),
                    Column.number("bytes"),
                    Column.text("deleted_at", "deleted"),
                    Column.text("kept_until", "kept until"));
            databases.in(opened -> {
                for (var each : opened.databases().deleted()) {
                    var row = each.row();
                    listing.row(
                            row.id(),
                            kind(row),
                            row.kind() == DeletedRow.Kind.DATABASE ? null : row.database(),
                            row.branch().orElse(null),
                            row.name(),
                            each.bytes(),
                            row.deletedAt(),
                            row.deletedAt().plus(KEPT));
                }
                return true;
            });
            terminal.list(listing);
            return ExitCode.OK;
        }
    }

    /// `templedb db undelete NUMBER`
    static final class BringBack implements Command {
        private final Value<String> number;
        private final Value<@Nullable String> as;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        BringBack(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "A database comes back with its branches and tenants, a branch with its tenants and changes, a tenant with its rows, at"
                                    + " the schema that its branch has now. Of the rows of a tenant is forgotten what they had in common with"
                                    + " other branches: a merge of rows takes them for new ones.")
                    .example("templedb db undelete 3")
                    .example("templedb db undelete 3 --as acme-before")
                    .exits(ExitCode.USAGE, "the name is not one")
                    .exits(ExitCode.NOT_FOUND, "nothing that was deleted has that number")
                    .exits(
                            ExitCode.CONFLICT,
                            "the name is taken, or rows of a tenant are in the way of what was done to its branch meanwhile")
                    .exits(ExitCode.UNAVAILABLE, "the database is in maintenance or busy, or the disk is full");
            number = usage.parameter("NUMBER", "The number that `templedb db deleted` lists.");
            as = usage.option("--as", "NAME", "What it is to be called; without it, what it was called.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return databases.in(this::bringBack);
        }

        private int bringBack(Opened opened) {
            var row = opened.databases().deleted().stream()
                    .map(each -> each.row())
                    .filter(each -> String.valueOf(each.id()).equals(number.get()))
                    .findFirst()
                    .orElseThrow(() -> new TempleException(
                            ErrorCode.DELETED_NOT_FOUND,
                            "Nothing that was deleted has the number %s.".formatted(Printable.text(number.get()))));
            String name = Objects.requireNonNullElse(as.get(), row.name());
            opened.databases().bringBack(row, name);
            terminal.say(
                    new Details().with("kind", kind(row)).with("name", name).with("was", row.name()),
                    "Brought back the %s %s%s."
                            .formatted(
                                    kind(row),
                                    name,
                                    switch (row.kind()) {
                                        case DATABASE -> "";
                                        case BRANCH -> " of the database " + row.database();
                                        case TENANT ->
                                            " on branch " + row.branch().orElseThrow();
                                    }));
            return ExitCode.OK;
        }
    }
}
