package dev.templedb.temple.history;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.frames.FramePlace;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import java.util.HashMap;
import java.util.Map;

/// Kinds and lengths of objects, without decompressing anything but the recipes of large files.
final class ObjectLooks {
    private final SqliteObjectStore store;
    private final StoredObjects objects;
    private final Map<Integer, FrameLayout> layouts = new HashMap<>();

    ObjectLooks(Transaction tx, StoredObjects objects) {
        this.store = new SqliteObjectStore(tx);
        this.objects = objects;
    }

    ObjectKind kind(GitId id) {
        var place = place(id);
        var kind = layout(place).kind(place.ordinal());
        return kind == ObjectKind.RECIPE ? ObjectKind.BLOB : kind;
    }

    long bytes(GitId id) {
        var place = place(id);
        return layout(place).kind(place.ordinal()) == ObjectKind.RECIPE
                ? objects.blobBytes(id)
                : layout(place).length(place.ordinal());
    }

    private FrameLayout layout(FramePlace place) {
        return layouts.computeIfAbsent(place.frame(), store::layout);
    }

    private FramePlace place(GitId id) {
        return store.find(id)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.TEMPLE_OBJECT_MISSING, "The temple does not have the object %s.".formatted(id)));
    }
}
