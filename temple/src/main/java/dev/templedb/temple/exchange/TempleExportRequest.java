package dev.templedb.temple.exchange;

import dev.templedb.packages.disk.Existing;
import java.nio.file.Path;
import java.util.List;

/// Which projects to put into an archive, and how.
///
/// @param slugs    the projects; all when there are none
/// @param output   the archive
/// @param existing what to do with one that is there already
/// @param version  of this program, for the manifests
/// @param history  how much of their history goes along: all of it, none, or not even files
/// @param secrets  what becomes of the secrets, which are never encrypted anew here
/// @param includesRows whether the rows of the databases of projects go along
/// @param scratch  where packages may lie one by one before they go into the archive
public record TempleExportRequest(
        List<String> slugs,
        Path output,
        Existing existing,
        String version,
        HistoryMode history,
        PackagedSecrets secrets,
        boolean includesRows,
        Path scratch) {
    public TempleExportRequest {
        slugs = List.copyOf(slugs);
    }
}
