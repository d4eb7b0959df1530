package dev.templedb.cli.terminal;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns values into what JSON knows: null, booleans, numbers, texts, lists and maps.
///
/// Records become objects whose field names are the components' in snake case, except records of `core`, which are
/// texts
/// such as a hash. The cases of a sealed outcome are told apart by the field `outcome`: `UpToDate` is `up_to_date`.
final class Plain {
    private Plain() {}

    static @Nullable Object of(@Nullable Object value) {
        // No switch over types: its first use costs a tenth of a short command's time.
        if (value == null || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Number number) {
            // Not 5.0E-4.
            return number instanceof Double real && real != 0 && Math.abs(real) < 1e-3
                    ? BigDecimal.valueOf(real).stripTrailingZeros()
                    : number;
        }
        if (value instanceof Instant instant) {
            return Quantities.time(instant);
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null));
        }
        if (value instanceof Details details) {
            return ofMap(details.fields());
        }
        if (value instanceof Map<?, ?> map) {
            return ofMap(map);
        }
        if (value instanceof Collection<?> collection) {
            return ofAll(collection);
        }
        return value instanceof Record shape && !isWord(shape) ? ofRecord(shape) : value.toString();
    }

    /// Whether a record stands for a single word, such as a slug or a hash.
    private static boolean isWord(Record value) {
        return value.getClass().getPackageName().equals("dev.templedb.core");
    }

    private static Map<String, @Nullable Object> ofMap(Map<?, ?> map) {
        var plain = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, value) -> plain.put(String.valueOf(of(key)), of(value)));
        return plain;
    }

    private static Collection<@Nullable Object> ofAll(Collection<?> values) {
        var plain = new ArrayList<@Nullable Object>(values.size());
        for (var value : values) {
            plain.add(of(value));
        }
        return plain;
    }

    private static Map<String, @Nullable Object> ofRecord(Record shape) {
        var plain = new LinkedHashMap<String, @Nullable Object>();
        var type = shape.getClass();
        var parent = type.getEnclosingClass();
        if (parent != null && parent.isSealed()) {
            plain.put("outcome", snakeCase(type.getSimpleName()));
        }
        for (RecordComponent component : type.getRecordComponents()) {
            try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                plain.put(snakeCase(component.getName()), of(accessor.invoke(shape)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return plain;
    }

    private static String snakeCase(String name) {
        var snake = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                snake.append(i == 0 ? "" : "_").append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        return snake.toString();
    }
}
