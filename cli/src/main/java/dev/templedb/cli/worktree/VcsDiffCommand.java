package dev.templedb.cli.worktree;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.diff.Contents;
import dev.templedb.temple.diff.FileDifference;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.worktree.Comparison;
import dev.templedb.temple.worktree.DiffQuery;
import dev.templedb.temple.worktree.DiffQuery.Sides;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `templedb vcs diff [REF] [REF]`
public final class VcsDiffCommand implements Command {
    private static final long CONTEXT = 3;

    private final Value<@Nullable String> from;
    private final Value<@Nullable String> to;
    private final Value<Boolean> staged;
    private final Value<Boolean> unstaged;
    private final Value<Boolean> stat;
    private final Value<Boolean> nameStatus;
    private final Value<Boolean> noRenames;
    private final Value<Long> context;
    private final Value<String[]> paths;
    private final WorkPlace place;
    private final Temples temples;
    private final Terminal terminal;

    public VcsDiffCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Without a REF: what was changed in the directory since its commit, staged or not. With one: what is different"
                                + " from that commit. With two, or A..B: what is different between them. A...B: what B did since it left A.")
                .says(
                        "The patch is one that `git apply` takes, with renames, modes and binary files. Files of more than 32 MiB are"
                                + " named only.")
                .example("templedb vcs diff")
                .example("templedb vcs diff --staged --stat")
                .example("templedb vcs diff v1.0 main --path src --project web-app")
                .example("templedb vcs diff main...feature --stat")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such ref, or this is no checked-out directory");
        from = usage.optionalParameter("REF", "A branch, tag or commit; the directory's own commit without it.");
        to = usage.optionalParameter("REF2", "Another one; the files of the directory without it.");
        staged = usage.flag("--staged", "What is staged for the next commit only.");
        unstaged = usage.flag("--unstaged", "What is not staged only.");
        stat = usage.flag("--stat", "Count lines instead.");
        nameStatus = usage.flag("--name-status", "Name the files and what happened to them instead.");
        noRenames = usage.flag("--no-renames", "Show a renamed file as a deleted and a new one.");
        context = usage.number("--context", "LINES", "Lines around each change.", CONTEXT);
        paths = usage.options("--path", "PATH", "Only this file or directory; may be repeated.");
        place = new WorkPlace(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        if ((staged.get() || unstaged.get()) && from.get() != null || staged.get() && unstaged.get()) {
            throw new TempleException(ErrorCode.USAGE, "Give refs, --staged or --unstaged, but one of them only.");
        }
        try {
            return compared();
        } catch (TempleException refused) {
            if (refused.code() != ErrorCode.REF_NOT_FOUND) {
                throw refused;
            }
            var file = Stream.of(from, to)
                    .map(ref -> Objects.requireNonNullElse(ref.get(), ""))
                    .filter(word -> !word.isEmpty() && isFile(word))
                    .findFirst()
                    .orElseThrow(() -> refused);
            throw new TempleException(
                    ErrorCode.REF_NOT_FOUND,
                    "%s %s is a path: --path %s compares it."
                            .formatted(refused.getMessage(), Printable.text(file), Printable.text(file)),
                    refused);
        }
    }

    private static boolean isFile(String word) {
        try {
            return Files.exists(Path.of(word), LinkOption.NOFOLLOW_LINKS);
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    private int compared() {
        return temples.inExisting(temple -> compare(temple, (files, contents) -> {
            var printer = new DiffPrinter(terminal, contents, (int) Math.min(context.get(), Integer.MAX_VALUE));
            if (terminal.format() != Format.TABLE) {
                terminal.show(new Details().with("files", details(files)));
            } else {
                printer.print(files, stat.get(), nameStatus.get());
            }
            return ExitCode.OK;
        }));
    }

    private static List<Details> details(List<FileDifference> files) {
        return StatusPrinter.all(files);
    }

    private int compare(Temple temple, BiFunction<List<FileDifference>, Contents, Integer> work) {
        var at = place.at(temple);
        var comparison = new Comparison(temple, at.checkout());
        var range = range();
        var first = range.isPresent() ? range.get().from(comparison, at) : from.get();
        var second = range.isPresent() ? range.get().to() : to.get();
        if (first != null && second != null) {
            return comparison.commits(
                    at.project().id(),
                    at.ref(first),
                    at.ref(second),
                    query(
                            new Sides.Commits(first, second),
                            Stream.of(paths.get())
                                    .map(path -> at.checkout()
                                            .map(checkout -> WorkPlace.path(checkout, path))
                                            .orElseGet(() -> FilePath.of(path)))
                                    .toList()),
                    work);
        }
        var checkout = place.checkout(temple);
        Sides sides = staged.get()
                ? new Sides.Staged()
                : unstaged.get()
                        ? new Sides.Unstaged()
                        : new Sides.CommitToDisk(Objects.requireNonNullElse(first, "HEAD"));
        return comparison.directory(
                checkout,
                query(
                        sides,
                        Stream.of(paths.get())
                                .map(path -> WorkPlace.path(checkout, path))
                                .toList()),
                work);
    }

    /// Two commits in one word, as git spells them; the directory's own where one is left out.
    ///
    /// @param isSinceFork whether what is asked is what `to` did since it left `from`
    private record Range(String from, String to, boolean isSinceFork) {
        String from(Comparison comparison, WorkPlace.At at) {
            return isSinceFork
                    ? comparison
                            .fork(at.project().id(), at.ref(from), at.ref(to))
                            .hex()
                    : from;
        }
    }

    private Optional<Range> range() {
        var word = Objects.requireNonNullElse(from.get(), "");
        int dots = word.indexOf("..");
        if (dots < 0) {
            return Optional.empty();
        }
        if (to.get() != null) {
            throw new TempleException(ErrorCode.USAGE, "Give A..B or two refs, not both.");
        }
        int end = word.startsWith("...", dots) ? dots + 3 : dots + 2;
        return Optional.of(new Range(orHead(word.substring(0, dots)), orHead(word.substring(end)), end == dots + 3));
    }

    private static String orHead(String ref) {
        return ref.isEmpty() ? "HEAD" : ref;
    }

    private DiffQuery query(Sides sides, List<FilePath> below) {
        return new DiffQuery(sides, below, !noRenames.get());
    }
}
