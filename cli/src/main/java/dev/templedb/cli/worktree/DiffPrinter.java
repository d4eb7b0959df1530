package dev.templedb.cli.worktree;

import dev.templedb.cli.terminal.Style;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.diff.Contents;
import dev.templedb.temple.diff.FileDifference;
import dev.templedb.temple.diff.PatchWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Prints differences: patches byte for byte into a pipe, and with colours on a terminal.
public final class DiffPrinter {
    private static final int BAR = 40;

    private final Terminal terminal;
    private final Style style;
    private final PatchWriter patches;

    /// @param context lines around each change
    public DiffPrinter(Terminal terminal, Contents contents, int context) {
        this.terminal = terminal;
        this.style = terminal.outStyle();
        this.patches = contents.patches(context);
    }

    /// Prints how many lines were changed, or what happened to which file, or else the patch.
    public void print(List<FileDifference> files, boolean stat, boolean nameStatus) {
        if (stat) {
            stat(files);
        } else if (nameStatus) {
            names(files);
        } else {
            patch(files);
        }
    }

    /// Prints what `git apply` takes.
    private void patch(List<FileDifference> files) {
        try (var out = terminal.stream()) {
            for (var file : files) {
                if (!style.isOn()) {
                    patches.write(file, out);
                } else {
                    var bytes = new ByteArrayOutputStream();
                    patches.write(file, bytes);
                    terminal.print(colored(bytes.toString(StandardCharsets.UTF_8)));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String colored(String patch) {
        var text = new StringBuilder();
        boolean isHead = true;
        for (var line : patch.split("\n")) {
            var shown = Printable.text(line.replace("\t", "    "));
            isHead = line.startsWith("diff --git") || isHead && !line.startsWith("@@");
            if (isHead) {
                text.append(style.bold(shown));
            } else if (line.startsWith("@@")) {
                text.append(style.cyan(shown));
            } else if (line.startsWith("+")) {
                text.append(style.green(shown));
            } else if (line.startsWith("-")) {
                text.append(style.red(shown));
            } else {
                text.append(shown);
            }
            text.append('\n');
        }
        return text.toString();
    }

    /// Prints a line for each file: what happened to it, and its path.
    private void names(List<FileDifference> files) {
        var text = new StringBuilder();
        for (var file : files) {
            text.append(file.kind().letter());
            if (file.kind() == FileDifference.Kind.RENAMED) {
                text.append("%03d\t".formatted(file.similarity()))
                        .append(file.oldPath().orElseThrow());
            }
            text.append('\t').append(file.path()).append('\n');
        }
        terminal.print(text.toString());
    }

    /// Prints how many lines of each file were changed.
    private void stat(List<FileDifference> files) {
        var counted = files.stream().map(patches::count).toList();
        int width = counted.stream()
                .mapToInt(lines -> StatusPrinter.shown(lines.file()).length())
                .max()
                .orElse(0);
        int most = counted.stream()
                .mapToInt(lines -> lines.added() + lines.removed())
                .max()
                .orElse(0);
        var text = new StringBuilder();
        long added = 0;
        long removed = 0;
        for (var lines : counted) {
            added += lines.added();
            removed += lines.removed();
            var name = StatusPrinter.shown(lines.file());
            text.append(' ').append(name).repeat(' ', width - name.length()).append(" | ");
            text.append(
                    lines.isBinary()
                            ? "binary"
                            : "%4d %s%s"
                                    .formatted(
                                            lines.added() + lines.removed(),
                                            style.green("+".repeat(bar(lines.added(), most))),
                                            style.red("-".repeat(bar(lines.removed(), most)))));
            text.append('\n');
        }
        text.append(" %d file%s changed, %d line%s added, %d removed\n"
                .formatted(counted.size(), counted.size() == 1 ? "" : "s", added, added == 1 ? "" : "s", removed));
        terminal.print(text.toString());
    }

    private static int bar(int lines, int most) {
        return most <= BAR ? lines : (int) Math.ceilDiv((long) lines * BAR, (long) most);
    }
}
