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
import dev.templedb.temple.projects.Projects;

/// `templedb code analyze SLUG`
public final class CodeAnalyzeCommand implements Command {
    private final Value<String> slug;
    private final Value<Boolean> depth;
    private final Value<Boolean> skipped;
    private final Temples temples;
    private final Terminal terminal;

    public CodeAnalyzeCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Parses the source files of the tree that HEAD names, and sums up by language. Each content is parsed once and"
                                + " kept, so the second time costs little. Files above 2 MiB, minified ones and those that take longer than three"
                                + " seconds are skipped; --skipped lists them.")
                .example("templedb code analyze web-app")
                .example("templedb code analyze web-app --depth --format csv")
                .example("templedb code analyze web-app --skipped")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        depth = usage.flag(
                "--depth",
                "List the files by how deep they lie instead: 0 for those that import no file of the project.");
        skipped = usage.flag("--skipped", "List the source files that are not parsed instead, with the reason.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        terminal.list(temples.inExisting(temple -> {
            long project = new Projects(temple).require(slug.get()).id();
            var code = new CodeAnalysis(temple, terminal.progress());
            return depth.get()
                    ? depths(code, project)
                    : skipped.get() ? skipped(code, project) : summary(code, project);
        }));
        return ExitCode.OK;
    }

    private static Listing depths(CodeAnalysis code, long project) {
        var listing = new Listing(Column.text("path"), Column.number("depth"));
        code.depths(project).entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByValue())
                .forEach(one -> listing.row(Printable.text(one.getKey()), one.getValue()));
        return listing;
    }

    private static Listing skipped(CodeAnalysis code, long project) {
        var listing = new Listing(Column.text("path"), Column.number("bytes"), Column.text("reason"));
        code.skipped(project).forEach(one -> listing.row(one.path().toString(), one.bytes(), one.why()));
        return listing;
    }

    private static Listing summary(CodeAnalysis code, long project) {
        var listing = new Listing(
                Column.text("language"),
                Column.number("files"),
                Column.number("skipped"),
                Column.number("code_lines"),
                Column.number("symbols"),
                Column.number("functions"),
                Column.number("imports"),
                Column.number("highest_complexity"));
        code.analyze(project)
                .languages()
                .forEach(one -> listing.row(
                        one.language(),
                        one.files(),
                        one.skipped(),
                        one.codeLines(),
                        one.symbols(),
                        one.functions(),
                        one.imports(),
                        one.complexity()));
        return listing;
    }
}
