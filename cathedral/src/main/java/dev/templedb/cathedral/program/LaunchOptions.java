package dev.templedb.cathedral.program;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that every command has.
final class LaunchOptions {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the server keeps everything (default: $XDG_DATA_HOME/cathedral).")
    @Nullable
    Path dataDirectory;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The file of settings (default: cathedral.properties in the data directory).")
    @Nullable
    Path config;

    Launch launch(Map<String, String> given, Surroundings surroundings) {
        var all = new LinkedHashMap<>(given);
        if (dataDirectory != null) {
            all.put(ProgramSettings.DATA_DIR.key(), dataDirectory.toString());
        }
        return Launch.of(all, Optional.ofNullable(config), surroundings);
    }
}
