package dev.templedb.cathedral.storage;

import dev.templedb.cathedral.settings.Settings;
import dev.templedb.storage.CountingObjectStore;
import dev.templedb.storage.ObjectStore;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Gives services the storage, and lets no server start without it.
@Singleton
final class StorageWiring {
    private final Settings settings;
    private final Path dataDirectory;

    StorageWiring(Settings settings, @ConfigProperty(name = "cathedral.data-dir") String dataDirectory) {
        this.settings = settings;
        this.dataDirectory = Path.of(dataDirectory);
    }

    @Produces
    @Singleton
    CountingObjectStore store() {
        return Stores.open(settings, dataDirectory);
    }

    void close(@Disposes CountingObjectStore store) {
        store.close();
    }

    void require(@Observes StartupEvent started, ObjectStore store) {
        store.check();
    }
}
