package dev.templedb.packages.disk;

/// What to do with something that lies at the target already.
public enum Existing {
    /// Leave it alone and end with `PACKAGE_EXISTS`.
    REFUSE,
    /// Put the new package in its place.
    REPLACE,
    /// Put a new directory, which is no package, in the place of an empty one. End with `TARGET_NOT_EMPTY` for
    /// anything else.
    REPLACE_EMPTY
}
