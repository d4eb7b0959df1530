package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.PackageOrSlug;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.DiffReport;
import dev.templedb.temple.exchange.DiffReport.Difference;
import dev.templedb.temple.exchange.PackageDiff.Side;
import dev.templedb.temple.query.PackageDesk;
import dev.templedb.temple.remotes.RemoteRef;
import dev.templedb.temple.remotes.Want;
import java.nio.file.Path;
import java.util.function.Function;

/// `templedb cathedral diff LEFT RIGHT`
public final class DiffCommand implements Command {
    private final Value<String> left;
    private final Value<String> right;
    private final RemoteDoor door;
    private final Temples temples;
    private final Terminal terminal;

    public DiffCommand(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.says(
                        "Compares facts, refs, the files that HEAD names, and documents. What begins with ., / or ~ or ends like a"
                                + " package is a path; what has a / in it is a project of a remote, which is fetched; anything else a slug.")
                .example("templedb cathedral diff web-app web-app.cathedral")
                .example("templedb cathedral diff my-project ada/my-project")
                .example("templedb cathedral diff old.cathedral ./new.cathedral --format json")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, package or remote")
                .exits(ExitCode.REFUSED, "a package is damaged or not safe")
                .exits(ExitCode.UNAVAILABLE, "a remote cannot be reached, or the disk is full");
        left = usage.parameter("LEFT", "A slug, a package, or OWNER/PROJECT[:VERSION].");
        right = usage.parameter("RIGHT", "The same.");
        door = new RemoteDoor(usage, access, temples);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        try (var fetched = new FetchedProjects(door, temples, terminal)) {
            var a = side(left.get(), fetched);
            var b = side(right.get(), fetched);
            Function<Temple, DiffReport> work =
                    temple -> new PackageDesk(temples.scratch(), terminal.progress()).diff(temple, a, b);
            boolean needsTemple = a instanceof Side.OfProject || b instanceof Side.OfProject;
            return print(needsTemple ? temples.inExisting(work) : temples.withoutWriting(work));
        }
    }

    private int print(DiffReport report) {
        if (report.differences().isEmpty() && terminal.format() == Format.TABLE) {
            terminal.print(
                    report.isSameState()
                            ? "Both are the same state.\n"
                            : "Both hold the same; only their records of states differ.\n");
            return ExitCode.OK;
        }
        var listing = new Listing(
                Column.text("name"),
                Column.text("part"),
                Column.text("change"),
                Column.text("left"),
                Column.text("right"));
        for (var difference : report.differences()) {
            listing.row(
                    difference.name(), difference.part(), change(difference), difference.left(), difference.right());
        }
        terminal.list(listing);
        return ExitCode.OK;
    }

    private static String change(Difference difference) {
        if (difference.left() == null) {
            return "added";
        }
        return difference.right() == null ? "removed" : "changed";
    }

    private static Side side(String argument, FetchedProjects fetched) {
        return switch (PackageOrSlug.of(argument)) {
            case PackageOrSlug.Local(var slug) -> new Side.OfProject(slug);
            case PackageOrSlug.PackagePath(var path) -> new Side.OfPackage(Path.of(path));
            case PackageOrSlug.Remote(var owner, var project, var version) ->
                new Side.OfPackage(fetched.fetch(RemoteRef.of(owner, project), Want.of(version)));
            case PackageOrSlug.Address _ ->
                throw new TempleException(
                        ErrorCode.USAGE,
                        "%s is an address; compare projects, packages on this machine, and projects of remotes."
                                .formatted(Printable.text(argument)));
        };
    }
}
