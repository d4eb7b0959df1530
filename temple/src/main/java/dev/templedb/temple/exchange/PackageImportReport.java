package dev.templedb.temple.exchange;

import dev.templedb.core.Sha256;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageLayout;
import java.util.List;
import java.util.Optional;

/// What the import of a package did, or with a dry run would do.
///
/// @param contentRoot the state of the project; absent after a dry run
/// @param replaced    whether a project of that slug was replaced, and can be brought back
/// @param leftOut     what a partial import left out
public record PackageImportReport(
        String slug,
        PackageLayout layout,
        Optional<Sha256> contentRoot,
        long commits,
        long branches,
        long files,
        long objects,
        long newObjects,
        boolean replaced,
        boolean dryRun,
        List<OpenPackage.LeftOut> leftOut,
        List<String> notices) {
    public PackageImportReport {
        leftOut = List.copyOf(leftOut);
        notices = List.copyOf(notices);
    }
}
