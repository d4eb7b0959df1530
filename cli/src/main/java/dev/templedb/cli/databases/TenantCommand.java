package dev.templedb.cli.databases;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.databases.DatabaseAccess.Opened;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb db tenant list|create|delete|copy|rename|vacuum|rotate-key`
final class TenantCommand {
    private static final String NO_TENANT = "there is no such tenant, branch or database, or the directory holds none";
    private static final String TENANT = "Name of a tenant.";
    private static final String BUSY = "the database is in maintenance or busy";

    private TenantCommand() {}

    /// `templedb db tenant list`
    static final class ListAll implements Command {
        private final DatabaseAccess databases;
        private final Terminal terminal;

        ListAll(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db tenant list")
                    .example("templedb db tenant list --branch feature --format csv")
                    .exits(ExitCode.NOT_FOUND, BranchCommand.NO_BRANCH);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing =
                    new Listing(Column.text("name"), Column.text("has_file"), Column.text("created_at", "created"));
            for (var tenant : databases.in(opened -> opened.branch().tenants())) {
                listing.row(tenant.name(), !tenant.isLazy(), tenant.createdAt());
            }
            terminal.list(listing);
            return ExitCode.OK;
        }
    }

    /// `templedb db tenant create NAME...`
    static final class Create implements Command {
        private final Value<String[]> names;
        private final Value<Boolean> withFile;
        private final Value<Boolean> encrypt;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Create(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("A tenant has no file until something is written to it. Of several all are made, or none.")
                    .example("templedb db tenant create acme")
                    .example("templedb db tenant create acme globex --with-file --branch feature")
                    .exits(ExitCode.USAGE, "a tenant cannot have that name")
                    .exits(ExitCode.NOT_FOUND, BranchCommand.NO_BRANCH)
                    .exits(ExitCode.CONFLICT, "there is a tenant of that name, or it cannot be encrypted")
                    .exits(ExitCode.UNAVAILABLE, BUSY);
            names = usage.remainingParameters("NAME", "Name of the new tenant.");
            withFile = usage.flag("--with-file", "Make its file now.");
            encrypt = usage.flag("--encrypt", "Encrypt its file; refused, because this build of SQLite cannot.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var given = List.of(names.get());
            if (given.isEmpty()) {
                throw new TempleException(ErrorCode.USAGE, "NAME is missing.");
            }
            databases.in(opened -> {
                if (encrypt.get()) {
                    return opened.branch().createEncryptedTenant(given.getFirst());
                }
                opened.branch().createTenants(given, withFile.get());
                return true;
            });
            terminal.say(
                    new Details().with("tenants", given),
                    "Made the %s %s.".formatted(given.size() == 1 ? "tenant" : "tenants", String.join(", ", given)));
            return ExitCode.OK;
        }
    }

    /// `templedb db tenant delete NAME`
    static final class Delete implements Command {
        private final Value<String> name;
        private final Confirmation confirmation;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Delete(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("Its data on this branch go with it. " + DeletedCommand.SAYS + Confirmation.SAYS)
                    .example("templedb db tenant delete acme --yes")
                    .exits(ExitCode.USAGE, "the name means something to the engine")
                    .exits(ExitCode.NOT_FOUND, NO_TENANT)
                    .exits(ExitCode.CONFLICT, "it is main")
                    .exits(ExitCode.UNAVAILABLE, BUSY);
            name = usage.parameter("NAME", TENANT);
            confirmation = new Confirmation(usage);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return databases.in(this::delete);
        }

        private int delete(Opened opened) {
            boolean isThere = opened.branch().tenants().stream()
                    .anyMatch(tenant -> tenant.name().equals(name.get()));
            String question = "Delete the tenant %s with its data on branch %s?"
                    .formatted(Printable.text(name.get()), opened.meant().branch());
            if (isThere && !confirmation.isGiven(terminal, question)) {
                return ExitCode.FAILED;
            }
            opened.branch().deleteTenant(name.get());
            terminal.say(new Details().with("name", name.get()), "Deleted the tenant %s.".formatted(name.get()));
            return ExitCode.OK;
        }
    }

    /// `templedb db tenant copy SOURCE TARGET`, and `rename NAME NEW-NAME`
    static final class CopyOrRename implements Command {
        private final boolean isCopy;
        private final Value<String> from;
        private final Value<String> to;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        CopyOrRename(Usage usage, boolean isCopy, DatabaseAccess databases, Terminal terminal) {
            this.isCopy = isCopy;
            if (isCopy) {
                usage.says(
                                "The copy has the rows that are there at that instant. Each has a file of its own when it is written to.")
                        .example("templedb db tenant copy acme acme-test");
                from = usage.parameter("SOURCE", TENANT);
                to = usage.parameter("TARGET", "Name of the new tenant.");
            } else {
                usage.example("templedb db tenant rename acme acme-inc");
                from = usage.parameter("NAME", TENANT);
                to = usage.parameter("NEW-NAME", "What it is to be called.");
            }
            usage.exits(ExitCode.USAGE, "a tenant cannot have that name")
                    .exits(ExitCode.NOT_FOUND, NO_TENANT)
                    .exits(
                            ExitCode.CONFLICT,
                            isCopy ? "there is a tenant of that name" : "there is a tenant of that name, or it is main")
                    .exits(ExitCode.UNAVAILABLE, BUSY);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            databases.in(opened -> isCopy
                    ? opened.branch().copyTenant(from.get(), to.get())
                    : opened.branch().renameTenant(from.get(), to.get()));
            terminal.say(
                    new Details().with("name", to.get()).with(isCopy ? "source" : "was", from.get()),
                    "%s the tenant %s to %s.".formatted(isCopy ? "Copied" : "Renamed", from.get(), to.get()));
            return ExitCode.OK;
        }
    }

    /// `templedb db tenant export NAME FILE`
    static final class Export implements Command {
        private final Value<String> name;
        private final Value<String> file;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Export(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "Writes a SQLite database for other programs, such as code of `db codegen python` and `typescript`: the tenant with"
                                    + " all rows, at the schema of its branch. What they change there does not come back.")
                    .example("templedb db tenant export acme acme.db")
                    .example("templedb db tenant export acme /tmp/acme.db --branch feature")
                    .exits(ExitCode.FAILED, "the file cannot be written")
                    .exits(ExitCode.NOT_FOUND, NO_TENANT)
                    .exits(ExitCode.CONFLICT, "the file is there already")
                    .exits(ExitCode.UNAVAILABLE, "the disk is full");
            name = usage.parameter("NAME", "Name of a tenant.");
            file = usage.parameter("FILE", "What is written; it must not exist.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var target = DatabaseAccess.path(file.get());
            databases.in(opened -> {
                opened.branch().tenant(name.get()).exportTo(target);
                return true;
            });
            terminal.say(
                    new Details().with("name", name.get()).with("file", target),
                    "Wrote the tenant %s to %s.".formatted(name.get(), Printable.text(target.toString())));
            return ExitCode.OK;
        }
    }

    /// `templedb db tenant vacuum [NAME]`
    static final class Vacuum implements Command {
        private final Value<@Nullable String> name;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Vacuum(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("Gives the space of deleted rows back to the disk. Needs twice the size of the file meanwhile.")
                    .example("templedb db tenant vacuum acme")
                    .exits(ExitCode.NOT_FOUND, NO_TENANT)
                    .exits(ExitCode.UNAVAILABLE, BUSY + ", or the disk is full");
            name = usage.optionalParameter("NAME", "Name of a tenant; the one that is meant without it.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return databases.in(this::vacuum);
        }

        private int vacuum(Opened opened) {
            String tenant = Objects.requireNonNullElse(name.get(), opened.tenantName());
            var done = opened.branch().tenant(tenant).vacuum();
            terminal.say(
                    new Details()
                            .with("name", tenant)
                            .with("before_bytes", done.bytesBefore())
                            .with("after_bytes", done.bytesAfter()),
                    "The tenant %s takes %s now, and took %s before."
                            .formatted(
                                    tenant, Quantities.bytes(done.bytesAfter()), Quantities.bytes(done.bytesBefore())));
            return ExitCode.OK;
        }
    }

    /// `templedb db tenant rotate-key NAME`
    static final class RotateKey implements Command {
        private final Value<String> name;
        private final DatabaseAccess databases;

        RotateKey(Usage usage, DatabaseAccess databases) {
            usage.says("Refused for now: no SQLite that encrypts files can be had, and so no tenant is encrypted.")
                    .example("templedb db tenant rotate-key acme")
                    .exits(ExitCode.NOT_FOUND, NO_TENANT)
                    .exits(ExitCode.CONFLICT, "this build of SQLite cannot encrypt");
            name = usage.parameter("NAME", TENANT);
            this.databases = databases;
        }

        @Override
        public int run() {
            databases.in(opened -> opened.branch().tenant(name.get()).query("SELECT 1"));
            throw new TempleException(
                    ErrorCode.ENCRYPTION_UNAVAILABLE,
                    "The tenant '%s' has no key: this build of SQLite cannot encrypt files."
                            .formatted(Printable.text(name.get())));
        }
    }
}
