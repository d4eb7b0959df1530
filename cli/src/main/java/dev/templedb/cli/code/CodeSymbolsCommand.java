package dev.templedb.cli.code;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.code.CodeAnalysis;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.projects.Projects;
import org.jspecify.annotations.Nullable;

/// `templedb code symbols SLUG [PATH]`
public final class CodeSymbolsCommand implements Command {
    private final Value<String> slug;
    private final Value<@Nullable String> path;
    private final Temples temples;
    private final Terminal terminal;

    public CodeSymbolsCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Functions, classes, methods, variables and the like, with the complexity of functions: 1 + the points at which control can take another way.")
                .example("templedb code symbols web-app")
                .example("templedb code symbols web-app src/main --format json")
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
                .symbols(new Projects(temple).require(slug.get()).id(), below));
        var columns = java.util.List.of(
                Column.text("name"),
                Column.text("kind"),
                Column.text("parent"),
                Column.number("line"),
                Column.hidden("end_line"),
                Column.number("complexity"),
                Column.text("exported"),
                Column.hidden("depth"),
                Column.text("path"));
        try (var rows = terminal.rows(columns)) {
            for (var one : found) {
                rows.row(java.util.Arrays.asList(
                        Printable.text(one.name()),
                        one.kind(),
                        Printable.text(one.parent()),
                        one.line(),
                        one.endLine(),
                        one.complexity(),
                        one.exported(),
                        one.depth(),
                        one.path().toString()));
            }
        }
        return ExitCode.OK;
    }
}
