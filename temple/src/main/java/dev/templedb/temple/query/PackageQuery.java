package dev.templedb.temple.query;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.AtomicDirectory;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.PackageImport;
import dev.templedb.temple.exchange.PackageImportRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/// Runs a query over a package, with the tables and views of a temple that holds just its project. The package is
/// proved on the way.
public final class PackageQuery {
    private PackageQuery() {}

    /// Runs the query of `request` over the package at `path`.
    ///
    /// @param scratch  where the temple for it is made; it is gone afterwards
    /// @return how many rows there were
    /// @throws TempleException as [TempleQuery#run] and [PackageImport#run]
    public static long run(
            Path path, Path scratch, Progress progress, QueryRequest request, TempleQuery.Listener listener) {
        try (var directory = AtomicDirectory.begin(directory(scratch), Existing.REFUSE)) {
            var file = directory.path().resolve("package.sqlite");
            try (var temple = Temple.open(file, Clock.systemUTC(), "")) {
                new PackageImport(temple)
                        .run(new PackageImportRequest(path, Optional.empty(), false, false, false, scratch), progress);
            }
            return new TempleQuery(file).run(request, listener);
        }
    }

    private static Path directory(Path scratch) {
        try {
            return Files.createDirectories(scratch).resolve("query");
        } catch (IOException unwritable) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE,
                    "The directory %s cannot be made.".formatted(Printable.text(scratch.toString())),
                    unwritable);
        }
    }
}
