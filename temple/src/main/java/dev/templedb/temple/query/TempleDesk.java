package dev.templedb.temple.query;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.HistoryMode;
import dev.templedb.temple.exchange.PackagedSecrets;
import dev.templedb.temple.exchange.TempleExport;
import dev.templedb.temple.exchange.TempleExportRequest;
import dev.templedb.temple.exchange.TempleImport;
import dev.templedb.temple.exchange.TempleImportReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Moves many projects at once, in the words of the command line.
public final class TempleDesk {
    private final Path scratch;
    private final Progress progress;

    /// @param scratch where packages and archives may lie for a while
    public TempleDesk(Path scratch, Progress progress) {
        this.scratch = scratch;
        this.progress = progress;
    }

    /// What to take along.
    ///
    /// @param slugs     the projects; all when there are none
    /// @param overwrite replace an archive that is there already
    /// @param version   of this program
    /// @param files     the files of `HEAD`
    /// @param history   every commit, with all files
    /// @param secrets   what becomes of the secrets
    /// @param includesRows whether the rows of databases go along
    public record Choice(
            List<String> slugs,
            boolean overwrite,
            String version,
            boolean files,
            boolean history,
            PackagedSecrets secrets,
            boolean includesRows) {
        public Choice {
            slugs = List.copyOf(slugs);
        }

        HistoryMode mode() {
            if (history) {
                return HistoryMode.FULL;
            }
            return files ? HistoryMode.NONE : HistoryMode.NO_FILES;
        }
    }

    /// An archive that was written.
    public record Exported(Path path, long archiveBytes, List<ExportedProject> projects, List<String> notices) {
        public Exported {
            projects = List.copyOf(projects);
            notices = List.copyOf(notices);
        }
    }

    /// One project in it.
    public record ExportedProject(
            String slug, Sha256 contentRoot, long files, long objects, long packageBytes, List<String> secrets) {
        public ExportedProject {
            secrets = List.copyOf(secrets);
        }
    }

    /// Projects that were taken in, or would be.
    public record Imported(boolean dryRun, List<ImportedProject> projects, List<String> notices) {
        public Imported {
            projects = List.copyOf(projects);
            notices = List.copyOf(notices);
        }

        /// The slugs of those with this outcome.
        public List<String> with(String outcome) {
            return projects.stream()
                    .filter(one -> one.outcome().equals(outcome))
                    .map(ImportedProject::slug)
                    .toList();
        }
    }

    /// One of them.
    ///
    /// @param outcome `imported`, `updated`, `unchanged`, `kept` or `conflict`
    /// @param lost    in a conflict what would be lost here, in words for people
    public record ImportedProject(
            String slug, String outcome, @Nullable Sha256 contentRoot, long newCommits, List<String> lost) {
        public ImportedProject {
            lost = List.copyOf(lost);
        }
    }

    /// Writes projects into the archive `output`.
    public Exported export(Temple temple, Choice choice, Path output) {
        var report = new TempleExport(temple)
                .run(
                        new TempleExportRequest(
                                choice.slugs(),
                                output,
                                choice.overwrite() ? Existing.REPLACE : Existing.REFUSE,
                                choice.version(),
                                choice.mode(),
                                choice.secrets(),
                                choice.includesRows(),
                                scratch),
                        progress);
        var projects = report.projects().stream()
                .map(one -> new ExportedProject(
                        one.slug(), one.contentRoot(), one.files(), one.objects(), one.packageBytes(), one.secrets()))
                .toList();
        return new Exported(report.path(), report.archiveBytes(), projects, report.notices());
    }

    /// Takes the projects of the archive `input` in.
    ///
    /// @param merge  move on what is here, where that loses nothing
    /// @param dryRun import nothing
    public Imported importAll(Temple temple, Path input, boolean merge, boolean dryRun) {
        return imported(new TempleImport(temple).run(input, merge, dryRun, scratch, progress), List.of());
    }

    /// Takes projects of `from` into the temple `to`, as an export and an import would.
    ///
    /// @param merge  move on what is there, where that loses nothing
    /// @param dryRun import nothing
    public Imported migrate(Temple from, Choice choice, Temple to, boolean merge, boolean dryRun) {
        var archive = scratchDirectory().resolve("migration-" + UUID.randomUUID() + ".tar");
        try {
            var exported = export(from, choice, archive);
            return imported(new TempleImport(to).run(archive, merge, dryRun, scratch, progress), exported.notices());
        } finally {
            delete(archive);
        }
    }

    private Path scratchDirectory() {
        try {
            return Files.createDirectories(scratch);
        } catch (IOException unwritable) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE,
                    "The directory %s cannot be made.".formatted(Printable.text(scratch.toString())),
                    unwritable);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException inUse) {
            // The temple beside it has all that it holds.
        }
    }

    private static Imported imported(TempleImportReport report, List<String> before) {
        var projects = report.projects().stream()
                .map(one -> new ImportedProject(
                        one.slug(), one.outcome().word(), one.contentRoot().orElse(null), one.newCommits(), one.lost()))
                .toList();
        var notices = new java.util.ArrayList<>(before);
        notices.addAll(report.notices());
        report.projects()
                .forEach(one -> one.notices().forEach(notice -> notices.add("%s: %s".formatted(one.slug(), notice))));
        return new Imported(report.dryRun(), projects, notices);
    }

    /// Whether two paths are one temple.
    public static boolean isSame(Path one, Path other) {
        try {
            return Objects.equals(one.toRealPath(), other.toRealPath());
        } catch (IOException oneIsMissing) {
            return one.toAbsolutePath()
                    .normalize()
                    .equals(other.toAbsolutePath().normalize());
        }
    }
}
