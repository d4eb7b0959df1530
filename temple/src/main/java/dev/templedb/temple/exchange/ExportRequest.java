package dev.templedb.temple.exchange;

import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.intake.PathFilter;
import java.nio.file.Path;

/// What to export, and how.
///
/// @param slug     the project
/// @param output   a directory that exists, into which a package of the usual name goes, or the path of the package
/// itself
/// @param layout   how the package lies on disk
/// @param filter   paths to leave out; with [HistoryMode#FULL] it must be empty
/// @param history  how much history goes along
/// @param existing what to do with a package that is there already
/// @param version  of this program, for the manifest
/// @param secrets  what becomes of the secrets
public record ExportRequest(
        String slug,
        Path output,
        PackageLayout layout,
        PathFilter filter,
        HistoryMode history,
        Existing existing,
        String version,
        PackagedSecrets secrets) {
    /// A request that leaves the secrets here.
    public ExportRequest(
            String slug,
            Path output,
            PackageLayout layout,
            PathFilter filter,
            HistoryMode history,
            Existing existing,
            String version) {
        this(slug, output, layout, filter, history, existing, version, PackagedSecrets.NONE);
    }

    public ExportRequest {
        if (history == HistoryMode.FULL && !filter.isEmpty()) {
            throw new IllegalArgumentException("excluded paths change the history");
        }
    }
}
