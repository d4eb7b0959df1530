package dev.templedb.cli.files;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.FileReader;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.query.CommitLine;
import dev.templedb.temple.query.FileLine;

/// `templedb file history SLUG PATH`
public final class FileHistoryCommand implements Command {
    private final Value<String> slug;
    private final Value<String> path;
    private final Temples temples;
    private final Terminal terminal;

    public FileHistoryCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("Newest first, over all branches and tags. Renames are not followed.")
                .example("templedb file history web-app README.md")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, or no commit ever had the file");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        path = usage.parameter("PATH", "The file, from the project's root, as file list prints it.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var versions = temples.inExisting(temple -> new FileReader(temple)
                .versions(new Projects(temple).require(slug.get()).id(), FilePath.named(path.get())));
        var listing = new Listing(
                Column.shortId("commit"),
                Column.text("committed_at", "committed"),
                Column.text("author_name", "author"),
                Column.text("change"),
                Column.text("mode"),
                Column.bytes("bytes"),
                Column.text("subject"),
                Column.hidden("author_email"),
                Column.hidden("blob"));
        for (var version : versions) {
            var commit = CommitLine.of(version.commit());
            listing.row(
                    commit.commit(),
                    commit.committedAt(),
                    commit.authorName(),
                    version.isDeleted() ? "deleted" : "written",
                    FileLine.mode(version.mode()),
                    version.bytes(),
                    commit.subject(),
                    commit.authorEmail(),
                    version.blob());
        }
        terminal.list(listing);
        return ExitCode.OK;
    }
}
