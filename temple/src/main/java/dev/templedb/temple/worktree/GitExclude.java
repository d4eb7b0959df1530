package dev.templedb.temple.worktree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Tells git, in a directory that is its work tree too, to leave our marker alone.
final class GitExclude {
    private static final String LINE = "/" + Marker.NAME;

    private GitExclude() {}

    /// Adds a line to `.git/info/exclude`, which git keeps for itself and no commit holds; does nothing when it is
    /// there
    /// or where there is no git.
    static void hideMarker(Path root) throws IOException {
        var git = root.resolve(".git");
        if (!Files.isDirectory(git, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        var info = git.resolve("info");
        if (!Files.isDirectory(info, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(info);
        }
        var exclude = info.resolve("exclude");
        var text = Files.isRegularFile(exclude, LinkOption.NOFOLLOW_LINKS)
                ? new String(Files.readAllBytes(exclude), StandardCharsets.ISO_8859_1)
                : "";
        if (Arrays.asList(text.split("\n")).contains(LINE)) {
            return;
        }
        var added = (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + LINE + "\n";
        Files.writeString(
                exclude,
                added,
                StandardCharsets.US_ASCII,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                LinkOption.NOFOLLOW_LINKS);
    }
}
