package dev.templedb.branchdb.data;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Records of Java as rows: a component `teamId` is the column `team_id`, or one called `teamId`.
final class Records {
    private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };

    /// The components of a record class, and how one is made.
    private record Shape(List<RecordComponent> components, Constructor<?> constructor) {
        static Shape of(Class<?> type) {
            var components = type.getRecordComponents();
            try {
                var constructor = type.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                for (var component : components) {
                    component.getAccessor().setAccessible(true);
                }
                return new Shape(List.of(components), constructor);
            } catch (ReflectiveOperationException | RuntimeException e) {
                throw new TempleException(
                        ErrorCode.ROW_TYPE_UNFIT,
                        "The record %s cannot be used for rows.".formatted(type.getName()),
                        e);
            }
        }
    }

    private Records() {}

    /// The components of `row` by the names of their columns.
    ///
    /// @param withoutNulls whether those without a value are left out
    static Map<String, @Nullable Object> toMap(Record row, boolean withoutNulls) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (var component : SHAPES.get(row.getClass()).components()) {
            try {
                Object value = component.getAccessor().invoke(row);
                if (value != null || !withoutNulls) {
                    map.put(snake(component.getName()), value);
                }
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new TempleException(
                        ErrorCode.ROW_TYPE_UNFIT, "The component %s cannot be read.".formatted(component.getName()), e);
            }
        }
        return map;
    }

    static <T extends Record> RowReader<T> reader(Class<T> type) {
        var shape = SHAPES.get(type);
        return new RowReader<>() {
            @Override
            public List<ColumnForm> columns(TableForm table) {
                var columns = new ArrayList<ColumnForm>();
                for (var component : shape.components()) {
                    columns.add(column(table, component, type));
                }
                return columns;
            }

            @Override
            public T read(DataRow row) {
                return type.cast(make(shape, row));
            }
        };
    }

    private static ColumnForm column(TableForm table, RecordComponent component, Class<?> type) {
        var found = table.find(snake(component.getName()));
        if (found == null) {
            found = table.find(component.getName());
        }
        if (found == null) {
            throw new TempleException(
                    ErrorCode.ROW_TYPE_UNFIT,
                    "Table '%s' has no column for the component %s of %s."
                            .formatted(table.name(), component.getName(), type.getSimpleName()));
        }
        return found;
    }

    private static Object make(Shape shape, DataRow row) {
        var values = new @Nullable Object[shape.components().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = fit(shape.components().get(i), row.value(i));
        }
        try {
            return shape.constructor().newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object fit(RecordComponent component, @Nullable Object value) {
        var type = component.getType();
        if (value == null) {
            if (type.isPrimitive()) {
                throw unfit(component, "it has no value");
            }
            return null;
        }
        try {
            Object fitted = convert(type, value);
            if (fitted != null) {
                return fitted;
            }
        } catch (ArithmeticException | IllegalArgumentException | DateTimeParseException e) {
            // Said below.
        }
        throw unfit(component, "its value is of another type");
    }

    private static @Nullable Object convert(Class<?> type, Object value) {
        if (type.isInstance(value)) {
            return value;
        }
        return switch (value) {
            case Boolean truth when type == boolean.class -> truth;
            case Long whole -> whole(type, whole);
            case Double real -> real(type, real);
            case BigDecimal number -> type == BigDecimal.class ? number : real(type, number.doubleValue());
            case String text -> text(type, text);
            default -> null;
        };
    }

    private static @Nullable Object whole(Class<?> type, long whole) {
        if (type == long.class) {
            return whole;
        }
        if (type == int.class || type == Integer.class) {
            return Math.toIntExact(whole);
        }
        if (type == short.class || type == Short.class) {
            return BigDecimal.valueOf(whole).shortValueExact();
        }
        if (type == byte.class || type == Byte.class) {
            return BigDecimal.valueOf(whole).byteValueExact();
        }
        if (type == BigDecimal.class) {
            return BigDecimal.valueOf(whole);
        }
        return type == double.class || type == Double.class ? (Object) (double) whole : null;
    }

    private static @Nullable Object real(Class<?> type, double real) {
        if (type == double.class || type == Double.class) {
            return real;
        }
        if (type == float.class || type == Float.class) {
            return (float) real;
        }
        return type == BigDecimal.class ? BigDecimal.valueOf(real) : null;
    }

    private static @Nullable Object text(Class<?> type, String text) {
        if (type == UUID.class) {
            return UUID.fromString(text);
        }
        if (type == Instant.class) {
            return Instant.parse(text);
        }
        if (type == LocalDate.class) {
            return LocalDate.parse(text);
        }
        if (type == LocalDateTime.class) {
            return LocalDateTime.parse(text);
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(text)) {
                    return constant;
                }
            }
        }
        return null;
    }

    private static TempleException unfit(RecordComponent component, String why) {
        return new TempleException(
                ErrorCode.ROW_TYPE_UNFIT,
                "The component %s of %s cannot be read: %s."
                        .formatted(
                                component.getName(),
                                component.getDeclaringRecord().getSimpleName(),
                                why));
    }

    /// `teamId` as `team_id`.
    static String snake(String name) {
        return HUMP.matcher(name).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
    }
}
