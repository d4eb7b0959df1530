package dev.templedb.cli.search;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.temple.search.CodeSearch;
import dev.templedb.temple.search.FoundFile;
import dev.templedb.temple.search.SearchQuery;
import dev.templedb.temple.search.SearchResult;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `templedb search TEXT`
public final class SearchCommand implements Command {
    private static final int DEFAULT_LIMIT = 20;
    private static final List<Column> COLUMNS = List.of(
            Column.text("project"),
            Column.text("path"),
            Column.number("line"),
            Column.number("column"),
            Column.text("text"),
            Column.hidden("before"),
            Column.hidden("after"),
            Column.hidden("language"),
            Column.hidden("matches"),
            Column.hidden("commit"),
            Column.hidden("versions"),
            Column.hidden("blob"));

    private final Value<@Nullable String> text;
    private final Value<@Nullable String> regex;
    private final Value<String[]> projects;
    private final Value<String[]> paths;
    private final Value<String[]> languages;
    private final Value<Long> context;
    private final Value<Boolean> history;
    private final Value<Boolean> ignoreCase;
    private final Value<Long> limit;
    private final Temples temples;
    private final Terminal terminal;

    public SearchCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Shows the lines with TEXT in the files that HEAD of each project names, the likeliest files first: those"
                                + " named like it, those that define it, those that have it as a word. Binary files and files"
                                + " of more than 4 MiB are left out, and counted on standard error.")
                .example("templedb search parseHeader")
                .example("templedb search --regex 'TODO|FIXME' --language java --context 2")
                .example("templedb search 'timeout:' --project web-app --path '*.yml' --ignore-case")
                .example("templedb search removedFunction --history --format json")
                .exits(
                        ExitCode.USAGE,
                        "there is nothing to search for, or the expression, a glob or a language is none")
                .exits(ExitCode.NOT_FOUND, "there is no temple or no such project");
        text = usage.optionalParameter("TEXT", "What to search for, exactly as it stands in a line.");
        regex = usage.option("--regex", "PATTERN", "Search for this regular expression of RE2 instead of TEXT.");
        projects = usage.options("--project", "SLUG", "Only this project; may be given several times.");
        paths = usage.options(
                "--path", "GLOB", "Only paths like this, as in a .gitignore; may be given several times.");
        languages = usage.options("--language", "NAME", "Only this language; may be given several times.");
        context = usage.number("--context", "LINES", "Show so many lines before and after each.", 0);
        history = usage.flag("--history", "Search every version of every file; shows the newest that has it.");
        ignoreCase = usage.flag("--ignore-case", "Take upper and lower case for the same.");
        limit = usage.number("--limit", "FILES", "Most files to show.", DEFAULT_LIMIT);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var query = query();
        var result = temples.inExisting(temple -> new CodeSearch(temple).run(query, terminal.progress()));
        if (terminal.format() == Format.TABLE) {
            new MatchPrinter(terminal).print(result);
        } else {
            rows(result);
        }
        terminal.flush();
        if (result.files().isEmpty()) {
            terminal.note("Nothing found.");
        }
        if (result.hasMore()) {
            terminal.note("There may be more; --limit shows more files.");
        }
        if (result.notSearched() > 0) {
            terminal.note(
                    result.notSearched() == 1
                            ? "1 file was not searched: it is binary or has more than 4 MiB."
                            : "%,d files were not searched: they are binary or have more than 4 MiB."
                                    .formatted(result.notSearched()));
        }
        return ExitCode.OK;
    }

    private SearchQuery query() {
        var plain = text.get();
        var expression = regex.get();
        if ((plain == null) == (expression == null)) {
            throw new TempleException(ErrorCode.USAGE, "Give either TEXT or --regex PATTERN.");
        }
        return new SearchQuery(
                plain == null ? String.valueOf(expression) : plain,
                plain == null,
                ignoreCase.get(),
                List.of(projects.get()),
                List.of(paths.get()),
                List.of(languages.get()),
                (int) Math.min(context.get(), Integer.MAX_VALUE),
                history.get(),
                (int) Math.min(limit.get(), Integer.MAX_VALUE));
    }

    private void rows(SearchResult result) {
        try (var rows = terminal.rows(COLUMNS)) {
            for (FoundFile file : result.files()) {
                for (var line : file.lines()) {
                    rows.row(Arrays.asList(
                            file.project(),
                            file.path().spelled(),
                            line.number(),
                            line.column(),
                            line.text(),
                            line.before(),
                            line.after(),
                            file.language(),
                            file.matches(),
                            file.commit().map(GitId::hex).orElse(null),
                            file.versions(),
                            file.blob().hex()));
                }
            }
        }
    }
}
