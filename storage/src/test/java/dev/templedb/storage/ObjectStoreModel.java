package dev.templedb.storage;

import static dev.templedb.storage.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Does whatever it is told with a store and with a map, and requires that both say the same.
public final class ObjectStoreModel {
    private static final List<ObjectKey> KEYS = List.of(
            new ObjectKey("packs/a"),
            new ObjectKey("packs/b"),
            new ObjectKey("uploads/a/1"),
            new ObjectKey("uploads/a/2"),
            new ObjectKey("uploads/b/1"));
    private static final List<String> FOLDERS = List.of("", "packs/", "uploads/", "uploads/a/", "none/");

    private final ObjectStore store;
    private final int mostBytes;
    private final Map<ObjectKey, byte[]> model = new TreeMap<>();

    /// @param store     an empty store
    /// @param mostBytes the length of the largest objects
    public ObjectStoreModel(ObjectStore store, int mostBytes) {
        this.store = store;
        this.mostBytes = mostBytes;
    }

    /// Does what the numbers say, one thing for each.
    public void follow(List<Integer> numbers) throws IOException {
        for (int number : numbers) {
            int kind = Math.floorMod(number, 7);
            int some = Math.floorMod(number / 7, 1 << 20);
            var key = KEYS.get(some % KEYS.size());
            switch (kind) {
                case 0, 1, 2 -> put(key, some / KEYS.size());
                case 3 -> delete(some);
                case 4, 5 -> read(key, some / KEYS.size());
                default -> list(FOLDERS.get(some % FOLDERS.size()));
            }
        }
        list("");
    }

    private void put(ObjectKey key, int some) throws IOException {
        // Few contents, so that the same comes again.
        var content = Samples.bytes(some % 3 * (mostBytes / 2) + some % 2, some % 3);
        var before = model.putIfAbsent(key, content);
        if (before == null || Arrays.equals(before, content)) {
            store.put(key, content);
        } else {
            refuses(ErrorCode.STORAGE_OBJECT_EXISTS, () -> store.put(key, content));
        }
    }

    private void delete(int some) {
        var keys = KEYS.stream()
                .filter(key -> (some & 1 << KEYS.indexOf(key)) != 0)
                .toList();
        store.delete(keys);
        model.keySet().removeAll(keys);
    }

    private void read(ObjectKey key, int some) throws IOException {
        var content = Optional.ofNullable(model.get(key));
        assertThat(store.exists(key)).isEqualTo(content.isPresent());
        if (content.isEmpty()) {
            refuses(
                    ErrorCode.STORAGE_OBJECT_MISSING,
                    () -> store.open(key, some, 1).close());
            return;
        }
        int bytes = content.get().length;
        assertThat(store.size(key)).hasValue(bytes);
        int from = some % (bytes + 1);
        int count = some * 31 % (bytes - from + 1);
        try (var range = store.open(key, from, count)) {
            assertThat(range.readAllBytes()).isEqualTo(Arrays.copyOfRange(content.get(), from, from + count));
        }
    }

    private void list(String folder) {
        try (var objects = store.list(folder)) {
            assertThat(objects.sorted(Comparator.comparing(StoredObject::key))
                            .map(object -> object.key() + " " + object.bytes()))
                    .isEqualTo(model.entrySet().stream()
                            .filter(entry -> entry.getKey().text().startsWith(folder))
                            .map(entry -> entry.getKey() + " " + entry.getValue().length)
                            .toList());
        }
    }
}
