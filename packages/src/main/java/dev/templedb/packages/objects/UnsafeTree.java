package dev.templedb.packages.objects;

/// A tree holds a name that could write outside its directory, or one name twice.
@SuppressWarnings("serial")
public final class UnsafeTree extends MalformedObject {
    UnsafeTree(String message) {
        super(message);
    }
}
