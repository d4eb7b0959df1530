package dev.templedb.branchdb.cinchdb;

import dev.templedb.branchdb.ActiveBranch;
import dev.templedb.branchdb.Databases;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.ReadOnlyQuery;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Makes the databases of a directory from those of a CinchDB project, all or none.
///
/// Everything is made in a folder beside, and moved to its place when it is whole. What is inconsistent in the source
/// is reported; when something of it would not come over, nothing is made unless the caller accepts that.
public final class CinchImport {
    private static final String SOURCE = ".cinchdb";
    private static final String TARGET = ".branchdb";
    private static final int LONGEST_CONFIG = 1 << 20;
    private static final Pattern ACTIVE =
            Pattern.compile("(?m)^\\s*active_(database|branch)\\s*=\\s*\"([^\"\\n]*)\"\\s*$");

    private final Path root;
    private final Clock clock;
    private final Findings findings = new Findings();

    private CinchImport(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    /// What is to be done when something does not come over, and whether anything is to be done at all.
    public enum Mode {
        /// Everything is tried, and nothing is kept.
        REHEARSE,
        /// Nothing is made when something would be lost.
        REFUSE_LOSSES,
        /// What can come over does.
        ACCEPT_LOSSES
    }

    /// Imports the project of `source` into `target`, which may be the same directory; `source` is not changed.
    ///
    /// Needs free space for the data three times; takes as long as copying it twice.
    ///
    /// @throws TempleException with `CINCHDB_NOT_FOUND`, `CINCHDB_UNREADABLE`, `CINCHDB_LOSSES`, `BRANCHDB_EXISTS`,
    ///         `DISK_FULL` or `TARGET_UNWRITABLE`; nothing was made then
    public static ImportReport run(Path source, Path target, Mode mode, Clock clock) {
        var directory = source.toAbsolutePath().normalize();
        var into = target.toAbsolutePath().normalize();
        if (Files.exists(into.resolve(TARGET), LinkOption.NOFOLLOW_LINKS)) {
            throw new TempleException(
                    ErrorCode.BRANCHDB_EXISTS, "There are databases already: %s.".formatted(into.resolve(TARGET)));
        }
        try {
            return new CinchImport(directory.resolve(SOURCE), clock).run(into, mode);
        } catch (IOException e) {
            throw new TempleException(ErrorCode.TARGET_UNWRITABLE, "The import cannot be made: " + e + ".", e);
        }
    }

    private ImportReport run(Path target, Mode mode) throws IOException {
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            throw new TempleException(
                    ErrorCode.CINCHDB_NOT_FOUND, "There is no CinchDB project in %s.".formatted(root.getParent()));
        }
        boolean isRehearsal = mode == Mode.REHEARSE;
        if (!isRehearsal) {
            Files.createDirectories(target);
        }
        var staging = isRehearsal
                ? Files.createTempDirectory("branchdb-import-")
                : Files.createTempDirectory(target, ".branchdb-import-");
        try {
            var report = build(staging, !isRehearsal);
            if (isRehearsal) {
                return report;
            }
            if (mode == Mode.REFUSE_LOSSES) {
                refuseLosses(report);
            }
            Files.move(staging.resolve(TARGET), target.resolve(TARGET), StandardCopyOption.ATOMIC_MOVE);
            try (var folder = FileChannel.open(target, StandardOpenOption.READ)) {
                folder.force(true);
            }
            return report;
        } finally {
            delete(staging);
        }
    }

    private ImportReport build(Path staging, boolean isMade) throws IOException {
        var copies = Files.createDirectory(staging.resolve("copies"));
        var files = new CinchFiles(root, copies, findings);
        try (var databases = Databases.init(staging)) {
            var found = readCatalog(files.copyCatalog());
            int branches = 0;
            int tenants = 0;
            long rows = 0;
            long keys = 0;
            var folders = new HashMap<String, String>();
            for (var database : found) {
                for (var branch : database.branches()) {
                    String place = database.name() + "/" + branch.name();
                    String other = folders.putIfAbsent(CinchFiles.folder(database.name(), branch.name()), place);
                    if (other != null) {
                        findings.note(
                                place,
                                "This branch has the directory of %s: the rows of both come over with both."
                                        .formatted(other));
                    }
                }
                var made = new DatabaseImport(databases, database, files, findings, clock).run();
                branches += made.branches();
                tenants += made.tenants();
                rows += made.rows();
                keys += made.keys();
            }
            files.reportUnused();
            activate(databases);
            return new ImportReport(isMade, found.size(), branches, tenants, rows, keys, findings.all());
        }
    }

    private List<CinchCatalog.CinchDatabase> readCatalog(Path copy) {
        try (var file = ReadOnlyQuery.open(copy, CinchFiles.options(), RowCopy.LIMITS.withRows(1_000_000))) {
            return new CinchCatalog(file, findings).read();
        } catch (TempleException e) {
            throw CinchFiles.unreadable("The catalogue of CinchDB cannot be read: " + e.getMessage(), e);
        }
    }

    private void activate(Databases databases) throws IOException {
        var config = root.resolve("config.toml");
        if (!Files.isRegularFile(config, LinkOption.NOFOLLOW_LINKS) || Files.size(config) > LONGEST_CONFIG) {
            return;
        }
        var values = new HashMap<String, String>();
        var text = new String(Files.readAllBytes(config), StandardCharsets.UTF_8);
        var matcher = ACTIVE.matcher(text);
        while (matcher.find()) {
            values.putIfAbsent(matcher.group(1), matcher.group(2));
        }
        try {
            databases.activate(new ActiveBranch(
                    values.getOrDefault("database", Databases.MAIN), values.getOrDefault("branch", Databases.MAIN)));
        } catch (TempleException notNames) {
            findings.note("config.toml", "The active database or branch is none that can be: " + notNames.getMessage());
        }
    }

    private static void refuseLosses(ImportReport report) {
        var losses = report.losses();
        if (!losses.isEmpty()) {
            throw new TempleException(
                    ErrorCode.CINCHDB_LOSSES,
                    "%d things of the CinchDB project would not come over, and nothing was made: %s%s"
                            .formatted(
                                    losses.size(),
                                    losses.stream()
                                            .limit(5)
                                            .map(each -> each.place() + ": " + each.sentence())
                                            .collect(Collectors.joining(" ")),
                                    losses.size() > 5 ? " ..." : ""));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
