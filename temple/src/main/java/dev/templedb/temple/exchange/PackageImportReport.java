package dev.templedb.temple.exchange;

import dev.templedb.core.Sha256;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageLayout;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the import of a package did, or with a dry run would do.
///
/// @param contentRoot the state of the project; absent after a dry run
/// @param outcome     what became of the project; with a dry run what would
/// @param newCommits  those that the project did not have
/// @param leftOut     what a partial import left out
public record PackageImportReport(
        String slug,
        PackageLayout layout,
        Optional<Sha256> contentRoot,
        Outcome outcome,
        long newCommits,
        long commits,
        long branches,
        long files,
        long objects,
        long newObjects,
        boolean dryRun,
        List<OpenPackage.LeftOut> leftOut,
        List<String> notices) {
    /// What became of the project.
    public enum Outcome {
        /// It came in.
        IMPORTED,
        /// It took the place of one of that slug, which can be brought back.
        REPLACED,
        /// It moved on to what the package holds.
        UPDATED,
        /// It has everything that the package holds already.
        UNCHANGED;

        /// The word for people, files and the database.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether a project of that slug was replaced, and can be brought back.
    public boolean replaced() {
        return outcome == Outcome.REPLACED;
    }

    /// The report of the same import as a dry run.
    PackageImportReport ofDryRun() {
        return new PackageImportReport(
                slug,
                layout,
                Optional.empty(),
                outcome,
                newCommits,
                commits,
                branches,
                files,
                objects,
                newObjects,
                true,
                leftOut,
                notices);
    }

    public PackageImportReport {
        leftOut = List.copyOf(leftOut);
        notices = List.copyOf(notices);
    }
}
