package dev.templedb.cli.temples;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.SqliteStatistics;
import dev.templedb.temple.projects.Statistics;
import dev.templedb.temple.projects.Statistics.Group;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `templedb stats [SLUG]`
public final class StatsCommand implements Command {
    private static final int BAR_WIDTH = 30;
    private static final int MOST_BARS = 9;
    private static final String OTHERS = "others";

    private final Value<@Nullable String> slug;
    private final Temples temples;
    private final Terminal terminal;

    public StatsCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Files are those of the branch that HEAD names. Complexity counts the branching points of the code; the"
                                + " comment ratio is the share of comment lines among lines with code or comments; duplication is the"
                                + " share of bytes in files whose content another file of the project has too.")
                .example("templedb stats")
                .example("templedb stats web-app --format json")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
        slug = usage.optionalParameter("SLUG", "Slug of a local project; all projects without it.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var project = slug.get();
        var statistics = temples.inExisting(temple -> {
            var counter = new SqliteStatistics(temple);
            return project == null ? counter.ofAll() : counter.of(new Projects(temple).require(project));
        });
        terminal.show(details(project, statistics));
        if (terminal.format() == Format.TABLE && !statistics.groups().isEmpty()) {
            bars(statistics);
        }
        return ExitCode.OK;
    }

    private Details details(@Nullable String project, Statistics figures) {
        var details = new Details()
                .with("project", project)
                .with("files", figures.files())
                .with("bytes", figures.bytes())
                .with("binary_files", figures.binaryFiles())
                .with("lines", figures.lines())
                .with("code_lines", figures.codeLines())
                .with("comment_lines", figures.commentLines())
                .with("blank_lines", figures.blankLines())
                .with("complexity", figures.complexity())
                .with("comment_ratio", ratio(figures.commentRatio()))
                .with("duplication", ratio(figures.duplication()))
                .with("duplicate_bytes", figures.duplicateBytes())
                .with("commits", figures.commits())
                .with("authors", figures.authors())
                .with("branches", figures.branches())
                .with("tags", figures.tags());
        return terminal.format() == Format.TABLE ? details : details.with("languages", figures.groups());
    }

    private @Nullable Object ratio(Optional<Double> ratio) {
        if (ratio.isEmpty()) {
            return null;
        }
        return terminal.format() == Format.TABLE
                ? Quantities.percent(ratio.get())
                : (Object) (Math.round(ratio.get() * 10_000) / 10_000.0);
    }

    private void bars(Statistics figures) {
        var bytes = bytesByLanguage(figures.groups());
        int widest = 0;
        for (String name : bytes.keySet()) {
            widest = Math.max(widest, name.length());
        }
        terminal.print("\n");
        for (var language : bytes.entrySet()) {
            double share = figures.bytes() == 0 ? 0 : (double) language.getValue() / figures.bytes();
            int filled = (int) Math.round(share * BAR_WIDTH);
            terminal.print("%s%s  %s%s  %7s  %s\n"
                    .formatted(
                            language.getKey(),
                            " ".repeat(widest - language.getKey().length()),
                            "█".repeat(filled),
                            "░".repeat(BAR_WIDTH - filled),
                            Quantities.percent(share),
                            Quantities.bytes(language.getValue())));
        }
    }

    private static Map<String, Long> bytesByLanguage(List<Group> groups) {
        var sums = new LinkedHashMap<String, Long>();
        for (var group : groups) {
            sums.merge(
                    Printable.text(group.language() == null ? group.type() : group.language()),
                    group.bytes(),
                    Long::sum);
        }
        var sorted = new LinkedHashMap<String, Long>();
        sums.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry ->
                        sorted.merge(sorted.size() < MOST_BARS ? entry.getKey() : OTHERS, entry.getValue(), Long::sum));
        return sorted;
    }
}
