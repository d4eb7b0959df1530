package dev.templedb.temple.exchange;

import dev.templedb.core.Sha256;
import dev.templedb.packages.content.PackageLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What an export wrote.
///
/// @param contentRoot  the state in the package
/// @param packageBytes size of the package on disk
/// @param rawBytes     size of its content, decompressed
/// @param secrets      names of the encrypted secrets in it
public record ExportReport(
        String slug,
        Path path,
        PackageLayout layout,
        Sha256 contentRoot,
        long files,
        long objects,
        long packageBytes,
        long rawBytes,
        List<String> secrets,
        List<String> notices) {
    public ExportReport {
        secrets = List.copyOf(secrets);
        notices = List.copyOf(notices);
    }

    ExportReport withNotice(String notice) {
        return withNotices(List.of(notice));
    }

    ExportReport withNotices(List<String> added) {
        var more = new ArrayList<>(notices);
        more.addAll(added);
        return new ExportReport(slug, path, layout, contentRoot, files, objects, packageBytes, rawBytes, secrets, more);
    }
}
