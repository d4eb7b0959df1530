package dev.templedb.cathedral.program;

import dev.templedb.cathedral.settings.Setting;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.settings.SettingsSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/// Gives services the settings: those of the program, or in a test the properties `cathedral.KEY` of its profile.
@Singleton
final class SettingsProducer {
    @Produces
    @Singleton
    Settings settings(Config config) {
        var catalogue = ProgramSettings.catalogue(read(config, ProgramSettings.CATALOGUE));
        return read(config, catalogue);
    }

    private static Settings read(Config config, List<Setting<?>> catalogue) {
        var values = new LinkedHashMap<String, String>();
        for (Setting<?> setting : catalogue) {
            config.getOptionalValue(QuarkusProperties.PREFIX + setting.key(), String.class)
                    .ifPresent(value -> values.put(setting.key(), value));
        }
        return Settings.of(catalogue, List.of(new SettingsSource("program", values)));
    }
}
