package dev.templedb.packages.objects;

/// What a tree entry is, by git's mode. Old repositories have unusual modes such as 100664; the number is kept, this is
/// its meaning.
public enum FileMode {
    FILE,
    EXECUTABLE,
    SYMLINK,
    DIRECTORY,
    SUBMODULE;

    /// The meaning of a mode as it stands in a tree, such as `0100755`.
    ///
    /// @throws MalformedObject when git knows no such mode
    public static FileMode of(int mode) throws MalformedObject {
        return switch (mode & 0170000) {
            case 0040000 -> DIRECTORY;
            case 0120000 -> SYMLINK;
            case 0160000 -> SUBMODULE;
            case 0100000 -> (mode & 0111) == 0 ? FILE : EXECUTABLE;
            default -> throw new MalformedObject("it has the unknown mode " + Integer.toOctalString(mode));
        };
    }

    /// The kind of object that an entry of this mode names, or null for a submodule, whose commit lies elsewhere.
    public @org.jspecify.annotations.Nullable ObjectKind target() {
        return switch (this) {
            case FILE, EXECUTABLE, SYMLINK -> ObjectKind.BLOB;
            case DIRECTORY -> ObjectKind.TREE;
            case SUBMODULE -> null;
        };
    }

    /// The mode that git writes for this meaning.
    public int canonical() {
        return switch (this) {
            case FILE -> 0100644;
            case EXECUTABLE -> 0100755;
            case SYMLINK -> 0120000;
            case DIRECTORY -> 0040000;
            case SUBMODULE -> 0160000;
        };
    }
}
