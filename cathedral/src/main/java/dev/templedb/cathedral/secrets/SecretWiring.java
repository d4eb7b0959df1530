package dev.templedb.cathedral.secrets;

import dev.templedb.cathedral.settings.Settings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Makes the services of this package.
@Singleton
final class SecretWiring {
    @Produces
    @Singleton
    SecretKeys keys(Settings settings, @ConfigProperty(name = "cathedral.data-dir") String directory) {
        return new SecretKeys(settings, Path.of(directory));
    }
}
