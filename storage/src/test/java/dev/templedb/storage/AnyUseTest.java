package dev.templedb.storage;

import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/// Whatever is done with a store, it is a map of what was put first.
class AnyUseTest {
    @Property(tries = 200)
    void of_memory(@ForAll @Size(max = 60) List<Integer> numbers) throws IOException {
        try (var store = new InMemoryObjectStore(Clock.systemUTC())) {
            new ObjectStoreModel(store, 1000).follow(numbers);
        }
    }

    @Property(tries = 60)
    void of_files(@ForAll @Size(max = 60) List<Integer> numbers) throws IOException {
        var directory = MemoryDirectory.create();
        try (var store = FileObjectStore.open(directory)) {
            new ObjectStoreModel(store, 300_000).follow(numbers);
        } finally {
            Shell.run(Path.of("/"), "rm -r '" + directory + "'");
        }
    }
}
