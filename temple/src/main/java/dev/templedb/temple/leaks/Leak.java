package dev.templedb.temple.leaks;

import dev.templedb.analysis.secrets.Finding;
import dev.templedb.temple.intake.PathFilter;

/// Something in a file of a project that looks like a secret.
///
/// @param path      of the file; bytes that are not UTF-8 are replaced
/// @param commit    the newest commit that brought this content there, as hexadecimal text
/// @param isPresent whether `HEAD` still has the file with this content
/// @param finding   what was found
public record Leak(String path, String commit, boolean isPresent, Finding finding) {
    /// Whether it must not get into a public package unless somebody says so.
    public boolean isGrave() {
        return finding.kind().isGrave() || finding.kind().isToken();
    }

    /// Whether `filter` leaves the file out, or a directory above it.
    public boolean isLeftOut(PathFilter filter) {
        return filter.leavesOut(path, false);
    }

    /// One line that says where and what: `.env: a .env file`.
    public String line() {
        var where = finding.line() == 0 ? path : "%s, line %d".formatted(path, finding.line());
        var when = isPresent ? "" : ", in commit %s".formatted(commit.substring(0, Math.min(10, commit.length())));
        return "%s%s: %s (%s)".formatted(where, when, finding.kind().words(), finding.excerpt());
    }
}
