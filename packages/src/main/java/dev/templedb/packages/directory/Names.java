package dev.templedb.packages.directory;

/// The names of a directory package's parts.
final class Names {
    static final String MANIFEST = "manifest.json";
    static final String PROJECT = "project.json";
    static final String STATE = "state.json";
    static final String SCHEMA = "schema.sql";
    static final String FILES_MANIFEST = "files/manifest.json";
    /// Lists every other file with length and hash. Its name keeps it out of the Python tool's checksum, so one
    /// pass makes both.
    static final String OBJECTS_MANIFEST = "objects/manifest.json";
    static final String INDEX = "objects/index";
    /// Where documents go whose own name is taken.
    static final String DOCUMENTS = "documents/";
    static final String IMPORTED_FILES = "metadata/imported-files.json";
    static final String IMPORTED_PACKAGE = "metadata/imported-package.json";

    /// Members that a reader of the Python tool would die of at their own place are kept in a member of this name,
    /// deeper down.
    static final String UNKNOWN_MEMBERS = "unknown_members";

    private Names() {}

    static String file(long id, String suffix) {
        return "files/file-%06d.%s".formatted(id, suffix);
    }

    static String frames(int number) {
        return "objects/%04d.frames".formatted(number);
    }
}
