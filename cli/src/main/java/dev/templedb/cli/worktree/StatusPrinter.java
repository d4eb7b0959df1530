package dev.templedb.cli.worktree;

import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Style;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.GitId;
import dev.templedb.temple.diff.FileDifference;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.worktree.WorkStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// Prints a status in three forms: for reading, one line a path as `git status --short`, and for programs.
final class StatusPrinter {
    private final Terminal terminal;
    private final Style style;

    StatusPrinter(Terminal terminal) {
        this.terminal = terminal;
        this.style = terminal.outStyle();
    }

    void print(WorkStatus status) {
        var text = new StringBuilder(head(status));
        if (!status.conflicts().isEmpty()) {
            text.append("\nConflicts (edit, then `templedb vcs add`):\n");
            status.conflicts()
                    .forEach(conflict -> text.append("  ")
                            .append(style.red("%-16s %s".formatted(conflict.kind(), conflict.path())))
                            .append('\n'));
        }
        section(text, "To be committed", status.staged(), true);
        section(text, "Not staged (`templedb vcs add`)", status.unstaged(), false);
        if (!status.untracked().isEmpty()) {
            text.append("\nNew here, not part of the project (`templedb vcs add`):\n");
            status.untracked()
                    .forEach(path ->
                            text.append("  ").append(style.red(path.toString())).append('\n'));
        }
        if (status.isClean() && status.untracked().isEmpty()) {
            text.append("Nothing to commit: the directory is as its commit.\n");
        }
        terminal.print(text.toString());
    }

    private String head(WorkStatus status) {
        var checkout = status.checkout();
        var text = new StringBuilder(
                checkout.branch().isPresent()
                        ? "On branch " + style.bold(dev.templedb.core.Printable.text(checkout.where()))
                        : "At commit " + style.bold(checkout.where()) + ", on no branch");
        text.append(" of ").append(checkout.slug());
        text.append(checkout.base().isEmpty() ? ", which has no commits yet" : "")
                .append(".\n");
        if (status.isBehind()) {
            text.append("The branch has moved to ")
                    .append(status.tip().map(tip -> tip.abbreviated(10)).orElse("nowhere: it was deleted"))
                    .append("; `templedb vcs switch ")
                    .append(dev.templedb.core.Printable.text(checkout.where()))
                    .append("` brings the directory up to date.\n");
        }
        status.unfinished()
                .ifPresent(unfinished ->
                        text.append("A %s of %s is under way; `templedb vcs commit` finishes it, `templedb vcs"
                                        .formatted(
                                                unfinished.kind().name().toLowerCase(Locale.ROOT),
                                                unfinished.commit().abbreviated(10))
                                + " merge --abort` goes back.\n"));
        status.stopped()
                .ifPresent(
                        why -> text.append("What was begun here, such as a switch, is not finished: ")
                                .append(why)
                                .append(
                                        " The files that are missing of it show as changed. The next command here goes on with it.\n"));
        return text.toString();
    }

    private void section(StringBuilder text, String heading, List<FileDifference> files, boolean isStaged) {
        if (files.isEmpty()) {
            return;
        }
        text.append('\n').append(heading).append(":\n");
        for (var file : files) {
            var line = "%-13s %s".formatted(word(file), shown(file));
            text.append("  ")
                    .append(isStaged ? style.green(line) : style.red(line))
                    .append('\n');
        }
    }

    static String word(FileDifference file) {
        return switch (file.kind()) {
            case ADDED -> "new";
            case MODIFIED -> "modified";
            case DELETED -> "deleted";
            case TYPE_CHANGED -> "type changed";
            case RENAMED -> "renamed";
        };
    }

    static String shown(FileDifference file) {
        return file.kind() == FileDifference.Kind.RENAMED
                ? file.oldPath().orElseThrow() + " -> " + file.path()
                : file.path().toString();
    }

    void printShort(WorkStatus status) {
        record Letters(char staged, char unstaged, String shown) {}
        var lines = new TreeMap<FilePath, Letters>();
        status.staged()
                .forEach(file -> lines.put(file.path(), new Letters(file.kind().letter(), ' ', shown(file))));
        for (var file : status.unstaged()) {
            var known = lines.getOrDefault(file.path(), new Letters(' ', ' ', shown(file)));
            lines.put(file.path(), new Letters(known.staged(), file.kind().letter(), known.shown()));
        }
        status.conflicts()
                .forEach(conflict -> lines.put(
                        conflict.path(),
                        new Letters(
                                conflict.code().charAt(0),
                                conflict.code().charAt(1),
                                conflict.path().toString())));
        var text = new StringBuilder();
        lines.values()
                .forEach(line -> text.append(line.staged() == ' ' ? " " : style.green(String.valueOf(line.staged())))
                        .append(line.unstaged() == ' ' ? " " : style.red(String.valueOf(line.unstaged())))
                        .append(' ')
                        .append(line.shown())
                        .append('\n'));
        status.untracked()
                .forEach(path ->
                        text.append(style.red("??")).append(' ').append(path).append('\n'));
        terminal.print(text.toString());
    }

    static Details details(WorkStatus status) {
        var checkout = status.checkout();
        return new Details()
                .with("project", checkout.slug())
                .with("directory", checkout.directory())
                .with("branch", checkout.branch())
                .with("commit", checkout.base())
                .with("branch_commit", status.tip())
                .with("clean", status.isClean())
                .with("stopped", status.stopped())
                .with(
                        "unfinished",
                        status.unfinished()
                                .map(unfinished -> new Details()
                                        .with("kind", unfinished.kind())
                                        .with("commit", unfinished.commit())
                                        .with("message", unfinished.message())))
                .with(
                        "conflicts",
                        status.conflicts().stream().map(MergeDetails::of).toList())
                .with(
                        "staged",
                        status.staged().stream().map(StatusPrinter::details).toList())
                .with(
                        "unstaged",
                        status.unstaged().stream().map(StatusPrinter::details).toList())
                .with(
                        "untracked",
                        status.untracked().stream().map(FilePath::text).toList());
    }

    /// Only what was renamed has another path of before and a similarity.
    static Details details(FileDifference file) {
        boolean isRename = file.kind() == FileDifference.Kind.RENAMED;
        return new Details()
                .with("path", file.path().text())
                .with("status", file.kind())
                .with("old_path", isRename ? file.oldPath().map(FilePath::text) : null)
                .with("old_mode", mode(file.oldMode()))
                .with("new_mode", mode(file.newMode()))
                .with("old_blob", file.oldBlob().map(GitId::hex))
                .with("new_blob", file.newBlob().map(GitId::hex))
                .with("similarity", isRename ? file.similarity() : null);
    }

    private static @org.jspecify.annotations.Nullable String mode(int mode) {
        return mode == 0 ? null : "%06o".formatted(mode);
    }

    static List<Details> all(List<FileDifference> files) {
        var all = new ArrayList<Details>();
        files.forEach(file -> all.add(details(file)));
        return all;
    }
}
