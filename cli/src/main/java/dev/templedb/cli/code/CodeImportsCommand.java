package dev.templedb.cli.code;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.code.CodeAnalysis;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.projects.Projects;
import org.jspecify.annotations.Nullable;

/// `templedb code imports SLUG [PATH]`
public final class CodeImportsCommand implements Command {
    private final Value<String> slug;
    private final Value<@Nullable String> path;
    private final Temples temples;
    private final Terminal terminal;

    public CodeImportsCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "What files import, include or use, as it is written, and the files of the project that it means. What lies outside means none.")
                .example("templedb code imports web-app")
                .example("templedb code imports web-app src/index.ts")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, or no file there that is parsed");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        path = usage.optionalParameter("PATH", "Only this directory or file.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var given = path.get();
        var below = FilePath.of(given == null ? "." : given);
        var found = temples.inExisting(temple -> new CodeAnalysis(temple, terminal.progress())
                .imports(new Projects(temple).require(slug.get()).id(), below));
        var listing =
                new Listing(Column.text("path"), Column.number("line"), Column.text("target"), Column.text("files"));
        found.forEach(one -> listing.row(
                one.path().toString(),
                one.line(),
                Printable.text(one.target()),
                one.files().stream().map(Printable::text).toList()));
        terminal.list(listing);
        return ExitCode.OK;
    }
}
