package dev.templedb.cathedral.storage;

import dev.templedb.storage.CountingObjectStore;
import dev.templedb.storage.CountingObjectStore.Traffic;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/// What goes through the storage, for Prometheus.
@Singleton
final class StorageMetrics implements MeterBinder {
    private final CountingObjectStore store;

    StorageMetrics(CountingObjectStore store) {
        this.store = store;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "puts", "Objects that were stored.", Traffic::puts);
        counter(registry, "put.bytes", "Bytes of objects that were stored.", Traffic::putBytes);
        counter(registry, "opens", "Streams of objects that were opened.", Traffic::opens);
        counter(registry, "read.bytes", "Bytes that were read of objects.", Traffic::readBytes);
        counter(registry, "deletes", "Objects that were to be deleted.", Traffic::deletes);
        counter(registry, "failures", "Calls of the storage that failed.", Traffic::failures);
    }

    private void counter(MeterRegistry registry, String name, String meaning, ToDoubleFunction<Traffic> value) {
        FunctionCounter.builder("cathedral.storage." + name, store, counted -> value.applyAsDouble(counted.traffic()))
                .description(meaning)
                .register(registry);
    }
}
