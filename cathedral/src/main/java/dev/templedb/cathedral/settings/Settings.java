package dev.templedb.cathedral.settings;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The values of all settings, each from the first source that has it. Immutable.
public final class Settings {
    private static final String MASKED = "********";

    private final Map<String, Value> values;

    /// @param text what was given, or the fallback
    private record Value(Setting<?> setting, String text, Object parsed, String source) {}

    /// A setting as it is shown to a person.
    ///
    /// @param value  what it is; stars for a secret
    /// @param source which source it is from, or `default`
    public record Shown(String key, String value, String source, String meaning) {}

    private Settings(Map<String, Value> values) {
        this.values = values;
    }

    /// Reads all settings of the catalogue.
    ///
    /// @param sources the first one that has a value counts
    /// @throws TempleException with `SETTING_INVALID` for a value that is not understood
    public static Settings of(List<Setting<?>> catalogue, List<SettingsSource> sources) {
        var values = new LinkedHashMap<String, Value>();
        for (var setting : catalogue) {
            values.put(setting.key(), value(setting, sources));
        }
        return new Settings(values);
    }

    private static Value value(Setting<?> setting, List<SettingsSource> sources) {
        for (var source : sources) {
            var given = Optional.ofNullable(source.values().get(setting.key()));
            if (given.isPresent()) {
                return parse(setting, given.get(), source.name());
            }
        }
        return parse(setting, setting.fallback(), "default");
    }

    private static Value parse(Setting<?> setting, String text, String source) {
        try {
            return new Value(
                    setting, text, Objects.requireNonNull(setting.parser().apply(text)), source);
        } catch (IllegalArgumentException | ArithmeticException notUnderstood) {
            String shown = setting.isSecret() ? "its value" : "\"" + text + "\"";
            throw new TempleException(
                    ErrorCode.SETTING_INVALID,
                    "The setting %s must be %s, and %s (%s) is not."
                            .formatted(setting.key(), setting.expects(), shown, source));
        }
    }

    /// The value of a setting of the catalogue.
    @SuppressWarnings("unchecked")
    public <T> T get(Setting<T> setting) {
        var value = values.get(setting.key());
        if (value == null) {
            throw new IllegalArgumentException(setting.key() + " is not in the catalogue");
        }
        return (T) value.parsed();
    }

    /// What was given, by key: what a settings file would hold that says the same. With secrets.
    public Map<String, String> given() {
        var given = new LinkedHashMap<String, String>();
        values.forEach((key, value) -> {
            if (!value.source().equals("default")) {
                given.put(key, value.text());
            }
        });
        return given;
    }

    /// All settings for a person, in the order of the catalogue.
    public List<Shown> shown() {
        return values.values().stream().map(Settings::shown).toList();
    }

    private static Shown shown(Value value) {
        var setting = value.setting();
        String text = setting.isSecret() && !value.text().isEmpty() ? MASKED : value.text();
        return new Shown(setting.key(), text, value.source(), setting.meaning());
    }
}
