package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.remotes.Remotes;
import java.nio.file.Path;

/// `templedb remote add|list|remove`
public final class RemoteCommand {
    private RemoteCommand() {}

    /// `templedb remote add NAME FOLDER|URL`
    public static final class Add implements Command {
        private final Value<String> name;
        private final Value<String> address;
        private final Temples temples;
        private final Terminal terminal;

        public Add(Usage usage, Temples temples, Terminal terminal) {
            usage.says(
                            "A folder is an empty directory, or one that others share projects in: on a file share, on a disk that"
                                    + " travels, or in a git repository. A server is easier to add with `templedb cathedral login`.")
                    .example("templedb remote add team /mnt/share/projects")
                    .example("templedb remote add work https://cathedral.example.org")
                    .exits(
                            ExitCode.USAGE,
                            "the name is not allowed, or there is neither a folder nor a server at the address")
                    .exits(ExitCode.CONFLICT, "there is a remote of that name already");
            name = usage.parameter("NAME", "What to call it.");
            address = usage.parameter("FOLDER|URL", "A directory, or the address of a server.");
            this.temples = temples;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var added = temples.inAny(temple -> new Remotes(temple)
                    .add(name.get(), address.get(), Path.of("").toAbsolutePath()));
            terminal.say(
                    new Details()
                            .with("name", added.name())
                            .with("kind", added.kind().word())
                            .with("address", added.address()),
                    "The %s %s is the remote %s now."
                            .formatted(added.kind().word(), Printable.text(added.address()), added.name()));
            return ExitCode.OK;
        }
    }

    /// `templedb remote list`
    public static final class ListAll implements Command {
        private final Temples temples;
        private final Terminal terminal;

        public ListAll(Usage usage, Temples temples, Terminal terminal) {
            usage.example("templedb remote list")
                    .exits(ExitCode.USAGE, "")
                    .exits(ExitCode.NOT_FOUND, "there is no temple");
            this.temples = temples;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing = new Listing(
                    Column.text("name"), Column.text("kind"), Column.text("address"), Column.number("projects"));
            temples.inExisting(temple -> {
                var remotes = new Remotes(temple);
                remotes.list()
                        .forEach(remote -> listing.row(
                                remote.name(), remote.kind().word(), remote.address(), remotes.followers(remote)));
                return listing;
            });
            terminal.list(listing);
            return ExitCode.OK;
        }
    }

    /// `templedb remote remove NAME`
    public static final class Remove implements Command {
        private final Value<String> name;
        private final Temples temples;
        private final Terminal terminal;

        public Remove(Usage usage, Temples temples, Terminal terminal) {
            usage.says(
                            "Nothing that lies there is touched, and no project here. What follows the remote does so no longer;"
                                    + " `templedb cathedral link` makes it follow again.")
                    .example("templedb remote remove team")
                    .exits(ExitCode.USAGE, "")
                    .exits(ExitCode.NOT_FOUND, "there is no such remote or no temple");
            name = usage.parameter("NAME", "The remote.");
            this.temples = temples;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            temples.inExisting(temple -> {
                new Remotes(temple).remove(name.get());
                return "";
            });
            terminal.say(new Details().with("name", name.get()), "Forgot the remote %s.".formatted(name.get()));
            return ExitCode.OK;
        }
    }
}
