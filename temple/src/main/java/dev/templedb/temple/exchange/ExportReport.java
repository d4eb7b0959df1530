package dev.templedb.temple.exchange;

import dev.templedb.core.Sha256;
import dev.templedb.packages.content.PackageLayout;
import java.nio.file.Path;
import java.util.List;

/// What an export wrote.
///
/// @param contentRoot  the state in the package
/// @param packageBytes size of the package on disk
/// @param rawBytes     size of its content, decompressed
public record ExportReport(
        String slug,
        Path path,
        PackageLayout layout,
        Sha256 contentRoot,
        long files,
        long objects,
        long packageBytes,
        long rawBytes,
        List<String> notices) {
    public ExportReport {
        notices = List.copyOf(notices);
    }
}
