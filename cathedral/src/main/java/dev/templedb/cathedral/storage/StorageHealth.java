package dev.templedb.cathedral.storage;

import dev.templedb.core.TempleException;
import dev.templedb.storage.ObjectStore;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// A server whose storage does not answer is not ready.
@Readiness
@Singleton
final class StorageHealth implements HealthCheck {
    private static final String NAME = "Storage of objects";

    private final ObjectStore store;

    StorageHealth(ObjectStore store) {
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            store.check();
            return HealthCheckResponse.up(NAME);
        } catch (TempleException away) {
            return HealthCheckResponse.named(NAME)
                    .down()
                    .withData("code", away.code().id())
                    .build();
        }
    }
}
