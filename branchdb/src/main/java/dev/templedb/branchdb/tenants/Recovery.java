package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.Catalog;
import dev.templedb.core.TempleException;
import java.nio.file.Path;

/// Tidies up after a process that was killed. Only while nobody else uses the directory.
public final class Recovery {
    private Recovery() {}

    /// Removes half-made copies and files that the catalogue does not name, and brings forward what a change had
    /// not
    /// got to.
    ///
    /// @param directory where the files lie
    public static void run(Catalog catalog, Path directory) {
        var known = catalog.read(rows -> rows.files().list());
        new TenantFiles(directory, catalog).sweep(known);
        try (var store = new TenantStore(catalog, directory, 16)) {
            for (var branch : catalog.read(rows -> rows.branches().listBehind())) {
                store.forwarding().bringSome(branch);
            }
        } catch (TempleException diskFull) {
            // Each file is brought forward by whoever uses it, who is told when that fails.
        }
    }
}
