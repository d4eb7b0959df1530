package dev.templedb.temple.git;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.List;
import java.util.regex.Pattern;

/// Which refs are taken from an address beside branches, tags and notes.
///
/// @param all   whether every ref that the server shows is taken
/// @param globs full names of refs, each with at most one `*`, which stands for any text
public record RefChoice(boolean all, List<String> globs) {
    /// Branches, tags and notes.
    public static final RefChoice USUAL = new RefChoice(false, List.of());

    private static final Pattern GLOB =
            Pattern.compile("refs/[^*\\s:^~?\\[\\\\\\p{Cntrl}]*\\*?[^*\\s:^~?\\[\\\\\\p{Cntrl}]*");

    /// @throws TempleException with `GLOB_INVALID` for a glob that git cannot ask for
    public RefChoice {
        globs = List.copyOf(globs);
        for (var glob : globs) {
            if (!GLOB.matcher(glob).matches()) {
                throw new TempleException(
                        ErrorCode.GLOB_INVALID,
                        "\"%s\" does not name refs: give a full name with at most one *, such as refs/pull/*/head."
                                .formatted(Printable.text(glob)));
            }
        }
    }

    /// Whether only branches, tags and notes are taken.
    public boolean isUsual() {
        return !all && globs.isEmpty();
    }
}
