package dev.templedb.cathedral.program;

import io.quarkus.runtime.annotations.StaticInitSafe;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/// Hands to Quarkus what the program has found out before it starts: also to services that are made before the
/// configuration
/// of the run is there, such as filters of resources, hence safe for them. Goes before all other sources; empty in
/// tests,
/// which say themselves what they want.
@StaticInitSafe
public final class GivenProperties implements ConfigSource {
    private static final int BEFORE_ALL_OTHERS = 1000;
    private static volatile Map<String, String> properties = Map.of();

    /// Called by Quarkus.
    public GivenProperties() {}

    static void set(Map<String, String> given) {
        properties = Map.copyOf(given);
    }

    @Override
    public int getOrdinal() {
        return BEFORE_ALL_OTHERS;
    }

    @Override
    public Set<String> getPropertyNames() {
        return properties.keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        return properties.get(name);
    }

    @Override
    public String getName() {
        return "cathedral";
    }
}
