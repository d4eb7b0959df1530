package dev.templedb.cathedral.program;

import dev.templedb.cathedral.settings.Setting;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.settings.SettingsSource;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What a run of the program works with.
///
/// @param dataDirectory where the server keeps everything
record Launch(Settings settings, Path dataDirectory) {
    private static final String FILE = "cathedral.properties";

    /// Puts the settings together: the command line goes before the environment, the environment before the file.
    ///
    /// @param given  settings of the command line, by key
    /// @param config the file of settings; `cathedral.properties` in the data directory, when it is there, if
    /// nobody
    ///               says
    static Launch of(Map<String, String> given, Optional<Path> config, Surroundings surroundings) {
        var fixed = read(ProgramSettings.CATALOGUE, SettingsSource::file, given, config, surroundings);
        // Which providers there are decides what else can be set.
        var all = ProgramSettings.catalogue(fixed.settings());
        return read(all, file -> SettingsSource.file(file, all), given, config, surroundings);
    }

    private static Launch read(
            List<Setting<?>> catalogue,
            Function<Path, SettingsSource> reader,
            Map<String, String> given,
            Optional<Path> config,
            Surroundings surroundings) {
        var sources = new ArrayList<>(List.of(
                new SettingsSource("command line", given),
                SettingsSource.environment(surroundings.variables(), catalogue)));
        config.map(reader).ifPresent(sources::add);
        var directory = directory(Settings.of(catalogue, sources), surroundings);
        var file = directory.resolve(FILE);
        if (config.isEmpty() && Files.exists(file)) {
            sources.add(reader.apply(file));
        }
        var settings = Settings.of(catalogue, sources);
        if (!directory(settings, surroundings).equals(directory)) {
            throw new TempleException(
                    ErrorCode.SETTING_INVALID,
                    "%s lies in the data directory and can not name another one.".formatted(file));
        }
        return new Launch(settings, directory);
    }

    private static Path directory(Settings settings, Surroundings surroundings) {
        return settings.get(ProgramSettings.DATA_DIR)
                .orElseGet(surroundings::defaultDataDirectory)
                .toAbsolutePath()
                .normalize();
    }

    /// Makes the data directory, for its owner alone, when it is not there.
    void makeDataDirectory() {
        try {
            Files.createDirectories(
                    dataDirectory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
