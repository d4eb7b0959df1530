package dev.templedb.packages.archive;

/// The names in an archive.
final class ArchiveNames {
    /// The directory that a written archive unpacks to.
    static final String ROOT = "templedb-export/";

    static final String MANIFEST = "manifest.json";
    /// Lines as `sha256sum` writes and checks them.
    static final String SUMS = "SHA256SUMS";

    private ArchiveNames() {}
}
