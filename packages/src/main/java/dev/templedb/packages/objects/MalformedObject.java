package dev.templedb.packages.objects;

/// Some bytes are not the commit, tree, tag or recipe that they should be.
///
/// The message completes "object X is not a valid tree: …". Callers, who know where the bytes came from, turn it into
/// a `TempleException` that names the place.
@SuppressWarnings("serial")
public sealed class MalformedObject extends Exception permits UnsafeTree {
    public MalformedObject(String message) {
        super(message);
    }
}
