package dev.templedb.temple.exchange;

import java.nio.file.Path;
import java.util.List;

/// What went into an archive.
///
/// @param archiveBytes length of the archive
/// @param notices      what a person should know of each project, with its slug
public record TempleExportReport(Path path, long archiveBytes, List<ExportReport> projects, List<String> notices) {
    public TempleExportReport {
        projects = List.copyOf(projects);
        notices = List.copyOf(notices);
    }
}
