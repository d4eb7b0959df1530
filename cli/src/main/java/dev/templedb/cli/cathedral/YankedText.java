package dev.templedb.cli.cathedral;

import dev.templedb.core.Printable;
import dev.templedb.temple.remotes.RemoteVersion;

/// Says that a version should no longer be used.
final class YankedText {
    private YankedText() {}

    static String of(RemoteVersion yanked) {
        return "Version %s was yanked%s; it should no longer be used."
                .formatted(
                        yanked.name(),
                        yanked.yankReason()
                                .map(reason -> ": " + Printable.text(reason))
                                .orElse(""));
    }
}
