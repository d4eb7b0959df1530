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

    /// Layouts of one format, whose parts have the same names.
    public enum Family {
        FILE,
        DIRECTORY
    }

    private final String word;

    PackageLayout(String word) {
        this.word = word;
    }

    /// The format that this is a form of.
    public Family family() {
        return this == FILE ? Family.FILE : Family.DIRECTORY;
    }

    /// The word for it on the command line.
    public String word() {
        return word;
    }
}
