package dev.templedb.cathedral.settings;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Where values come from.
///
/// @param name   how a person would call it: "command line", "environment", or the path of a file
/// @param values texts by the key of their setting
public record SettingsSource(String name, Map<String, String> values) {
    public SettingsSource {
        values = Map.copyOf(values);
    }

    /// The variables of a process that set something of the catalogue.
    public static SettingsSource environment(Map<String, String> variables, List<Setting<?>> catalogue) {
        var values = new LinkedHashMap<String, String>();
        for (var setting : catalogue) {
            if (variables.containsKey(setting.variable())) {
                values.put(setting.key(), Objects.requireNonNull(variables.get(setting.variable())));
            }
        }
        return new SettingsSource("environment", values);
    }

    /// A file of `key = value` lines.
    ///
    /// @throws TempleException with `SETTING_INVALID` when it can not be read, or sets what there is not
    public static SettingsSource file(Path file, List<Setting<?>> catalogue) {
        var source = file(file);
        var known = catalogue.stream().map(Setting::key).collect(Collectors.toSet());
        var unknown = new TreeSet<>(source.values().keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new TempleException(
                    ErrorCode.SETTING_INVALID,
                    "%s sets %s, which is no setting.".formatted(file, String.join(", ", unknown)));
        }
        return source;
    }

    /// The same, whatever it sets.
    public static SettingsSource file(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new TempleException(
                    ErrorCode.SETTING_INVALID, "The file of settings %s can not be read: %s.".formatted(file, e), e);
        }
        return new SettingsSource(file.toString(), byKey(properties.stringPropertyNames(), properties));
    }

    private static Map<String, String> byKey(Collection<String> keys, Properties properties) {
        return keys.stream()
                .collect(Collectors.toMap(
                        key -> key, key -> properties.getProperty(key).strip()));
    }
}
