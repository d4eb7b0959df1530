package dev.templedb.branchdb.catalog;

import java.util.Optional;
import java.util.OptionalLong;

/// Where the data of a tenant is, as the catalogue said at one epoch.
///
/// @param epoch       what is said here is true as long as [Catalog#isStill]
/// @param maintenance why writes are refused, when they are
/// @param head        the version that the tenant must be read and written at
/// @param file        its own file, which others may use, too
/// @param template    what a tenant without a file is read from
/// @param isShared    whether another tenant has the same file, or it must stay as it is for merges of rows
public record TenantPlace(
        long epoch,
        long database,
        Optional<String> maintenance,
        long branch,
        long head,
        long tenant,
        OptionalLong file,
        long template,
        boolean isShared) {
    /// The file that it is read from.
    public long readFile() {
        return file.orElse(template);
    }
}
