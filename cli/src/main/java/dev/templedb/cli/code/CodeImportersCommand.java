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

/// `templedb code importers SLUG PATH`
public final class CodeImportersCommand implements Command {
    private final Value<String> slug;
    private final Value<String> path;
    private final Temples temples;
    private final Terminal terminal;

    public CodeImportersCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("The files that import a file, or any file of a directory: who may break when it changes.")
                .example("templedb code importers web-app src/db.ts")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, or no file there that is parsed");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        path = usage.parameter("PATH", "A file or directory of the project.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var below = FilePath.of(path.get());
        var found = temples.inExisting(temple -> new CodeAnalysis(temple, terminal.progress())
                .importers(new Projects(temple).require(slug.get()).id(), below));
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
