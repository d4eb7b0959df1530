package dev.templedb.cli.files;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.Temple;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.FileReader;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.query.FileLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// `templedb file show SLUG PATH`
public final class FileShowCommand implements Command {
    private final Value<String> slug;
    private final Value<String> path;
    private final Value<@Nullable String> ref;
    private final Temples temples;
    private final Terminal terminal;

    public FileShowCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("Prints the content, byte for byte. With --format json, yaml or csv: what is known about the file.")
                .example("templedb file show web-app README.md")
                .example("templedb file show web-app logo.png --ref v1.0 > logo.png")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, ref or file");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        path = usage.parameter("PATH", "The file, from the project's root, as file list prints it.");
        ref = usage.option("--ref", "REF", "A branch, tag or commit; HEAD without it.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        return temples.inExisting(this::show);
    }

    private int show(Temple temple) {
        long project = new Projects(temple).require(slug.get()).id();
        var reader = new FileReader(temple);
        var wanted = FilePath.named(path.get());
        var at = ref.get() == null ? "HEAD" : ref.get();
        if (terminal.format() == Format.TABLE) {
            try {
                reader.show(project, at, wanted, terminal.stream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else {
            var listed = ref.get() == null
                    ? reader.list(project).stream()
                            .filter(file -> file.path().equals(wanted))
                            .findFirst()
                    : java.util.Optional.<dev.templedb.temple.history.ListedFile>empty();
            var found = listed.orElseGet(() -> reader.find(project, at, wanted));
            terminal.say(FileLine.of(found), "");
        }
        return ExitCode.OK;
    }
}
