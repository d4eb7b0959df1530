package dev.templedb.cli.files;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.FileReader;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.query.FileLine;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `templedb file list SLUG [PATH]`
public final class FileListCommand implements Command {
    private static final List<Column> COLUMNS = List.of(
            Column.text("path"),
            Column.text("mode"),
            Column.hidden("kind"),
            Column.bytes("bytes"),
            Column.text("type"),
            Column.text("language"),
            Column.number("lines"),
            Column.number("code_lines"),
            Column.hidden("comment_lines"),
            Column.hidden("blank_lines"),
            Column.number("complexity"),
            Column.hidden("binary"),
            Column.hidden("blob"));

    private final Value<String> slug;
    private final Value<@Nullable String> path;
    private final Value<@Nullable String> ref;
    private final Temples temples;
    private final Terminal terminal;

    public FileListCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Lines, languages and complexity are known for the files that HEAD names. A name that is not UTF-8 is shown between"
                                + " double quotes with octal escapes, and every command takes it in that form.")
                .example("templedb file list web-app")
                .example("templedb file list web-app src --ref v1.0 --format csv")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, ref or path");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        path = usage.optionalParameter("PATH", "Only this directory or file.");
        ref = usage.option("--ref", "REF", "A branch, tag or commit; HEAD without it.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var wanted = path.get();
        var below = wanted == null ? null : FilePath.named(wanted);
        var files = temples.inExisting(temple -> {
            long project = new Projects(temple).require(slug.get()).id();
            var reader = new FileReader(temple);
            var at = ref.get();
            return at == null ? reader.list(project) : reader.list(project, at);
        });
        var listed = files.stream()
                .filter(file -> below == null || file.path().isIn(below))
                .toList();
        if (listed.isEmpty() && below != null && !below.isRoot()) {
            throw new TempleException(ErrorCode.FILE_NOT_FOUND, "There is no file or directory %s.".formatted(below));
        }
        try (var rows = terminal.rows(COLUMNS)) {
            for (var file : listed) {
                rows.row(cells(FileLine.of(file)));
            }
        }
        return ExitCode.OK;
    }

    private static List<@Nullable Object> cells(FileLine file) {
        return Arrays.asList(
                file.path(),
                file.mode(),
                file.kind(),
                file.bytes(),
                file.type(),
                file.language(),
                file.lines(),
                file.codeLines(),
                file.commentLines(),
                file.blankLines(),
                file.complexity(),
                file.binary(),
                file.blob());
    }
}
