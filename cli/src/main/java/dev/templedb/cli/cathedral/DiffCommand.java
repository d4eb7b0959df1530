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
import java.nio.file.Path;
import java.util.function.Function;

/// `templedb cathedral diff LEFT RIGHT`
public final class DiffCommand implements Command {
    private final Value<String> left;
    private final Value<String> right;
    private final Temples temples;
    private final Terminal terminal;

    public DiffCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Compares facts, refs, the files that HEAD names, and documents. What begins with ., / or ~ or ends like a"
                                + " package is a path; anything else a slug.")
                .example("templedb cathedral diff web-app web-app.cathedral")
                .example("templedb cathedral diff old.cathedral ./new.cathedral --format json")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or package")
                .exits(ExitCode.REFUSED, "a package is damaged or not safe");
        left = usage.parameter("LEFT", "A slug or a package.");
        right = usage.parameter("RIGHT", "A slug or a package.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var a = side(left.get());
        var b = side(right.get());
        Function<Temple, DiffReport> work =
                temple -> new PackageDesk(temples.scratch(), terminal.progress()).diff(temple, a, b);
        boolean needsTemple = a instanceof Side.OfProject || b instanceof Side.OfProject;
        var report = needsTemple ? temples.inExisting(work) : temples.withoutWriting(work);
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

    private static Side side(String argument) {
        return switch (PackageOrSlug.of(argument)) {
            case PackageOrSlug.Local(var slug) -> new Side.OfProject(slug);
            case PackageOrSlug.PackagePath(var path) -> new Side.OfPackage(Path.of(path));
            case PackageOrSlug.Remote _, PackageOrSlug.Address _ ->
                throw new TempleException(
                        ErrorCode.USAGE,
                        "%s is on a remote; compare a local project or a package on this machine."
                                .formatted(Printable.text(argument)));
        };
    }
}
