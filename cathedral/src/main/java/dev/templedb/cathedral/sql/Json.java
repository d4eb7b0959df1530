package dev.templedb.cathedral.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Objects in columns of type `jsonb`.
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    /// The text of an object.
    public static String write(Map<String, ?> object) {
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("maps of plain values can be written", impossible);
        }
    }

    /// The object of a text that the database gave; empty for null.
    public static Map<String, Object> read(@Nullable String text) {
        try {
            return text == null ? Map.of() : MAPPER.readValue(text, OBJECT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the column does not hold an object", e);
        }
    }
}
