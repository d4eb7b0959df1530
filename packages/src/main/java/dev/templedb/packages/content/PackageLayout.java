package dev.templedb.packages.content;

/// The forms in which a package lies on disk.
public enum PackageLayout {
    /// One `.cathedral` file, a ZIP with stored entries (format 2.0.0): the default.
    FILE("file"),
    /// A `.cathedral` directory (format 1.0.0), which the Python tool reads too.
    DIRECTORY("directory"),
    /// That directory in a zstd-compressed tar.
    TAR_ZST("tar.zst"),
    /// That directory in a gzip-compressed tar; read, never written.
    TAR_GZ("tar.gz");

    private final String word;

    PackageLayout(String word) {
        this.word = word;
    }

    /// The word for it on the command line.
    public String word() {
        return word;
    }
}
