package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.PackageOrSlug;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.temple.exchange.FetchedPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/// Where a package is that a command line names: on this machine, or at an address.
final class PackageLocation {
    private static final long MOST_BYTES = 64L << 30;

    private PackageLocation() {}

    /// Lets `work` read the package that `argument` names. One at an address is fetched first and gone afterwards.
    static <T> T read(String argument, Path scratch, Progress progress, Function<Path, T> work) {
        if (FetchedPackage.isAddress(argument)) {
            try (var fetched = FetchedPackage.fetch(argument, scratch, MOST_BYTES, progress)) {
                return work.apply(fetched.path());
            }
        }
        var path = Path.of(argument);
        if (PackageOrSlug.of(argument) instanceof PackageOrSlug.Remote && !Files.exists(path)) {
            throw new TempleException(
                    ErrorCode.PACKAGE_NOT_FOUND,
                    "There is no package at %s, and there is no remote to look for it."
                            .formatted(Printable.text(argument)));
        }
        return work.apply(path);
    }
}
