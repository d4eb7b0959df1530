package dev.templedb.temple.remotes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.disk.TemporaryDirectory;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.ExportRequest;
import dev.templedb.temple.exchange.HistoryMode;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.exchange.PackagedSecrets;
import dev.templedb.temple.exchange.ProjectJoin;
import dev.templedb.temple.intake.PathFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/// A state of a remote project as one whole package, in a directory that is gone when this is closed.
public final class RemotePackages implements AutoCloseable {
    private final TemporaryDirectory directory;
    private final Path path;

    private RemotePackages(TemporaryDirectory directory, Path path) {
        this.directory = directory;
        this.path = path;
    }

    /// Fetches a state. What comes in several increments is put together in a temple of its own.
    ///
    /// @param scratch takes the directory
    public static RemotePackages whole(
            Remote remote, RemoteRef ref, Want want, Path scratch, Clock clock, Progress progress) {
        var directory = TemporaryDirectory.make(scratch);
        try {
            var fetched = remote.fetch(ref, want, Set.of(), directory.path(), progress);
            var path = directory.path().resolve("whole.cathedral");
            if (fetched.packages().size() == 1) {
                Files.copy(fetched.packages().getFirst(), path);
            } else {
                put(fetched.packages(), ref.slug(), directory.path(), path, clock, progress);
            }
            return new RemotePackages(directory, path);
        } catch (IOException failure) {
            directory.close();
            throw new TempleException(ErrorCode.TARGET_UNWRITABLE, "What was fetched cannot be written.", failure);
        } catch (RuntimeException failure) {
            directory.close();
            throw failure;
        }
    }

    private static void put(List<Path> packages, Slug slug, Path directory, Path path, Clock clock, Progress progress) {
        try (var temple = Temple.open(directory.resolve("temple.sqlite"), clock, "")) {
            new ProjectJoin(temple).take(slug, packages, directory, (tx, report) -> {}, progress);
            new PackageExport(temple)
                    .writeAsItIs(new ExportRequest(
                            slug.text(),
                            path,
                            PackageLayout.FILE,
                            new PathFilter(List.of()),
                            HistoryMode.FULL,
                            Existing.REFUSE,
                            "",
                            PackagedSecrets.AS_THEY_ARE));
        }
    }

    /// Where it lies.
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        directory.close();
    }
}
