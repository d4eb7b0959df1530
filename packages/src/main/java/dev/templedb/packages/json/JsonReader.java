package dev.templedb.packages.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON that nobody vouches for: nesting is bounded, duplicate members and text after the value are refused.
///
/// Thread-safe. Memory is a small multiple of the input.
public final class JsonReader {
    private static final int DEEPEST = 100;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(400)
                    .build())
            .build();

    /// Says why some bytes are not acceptable JSON: `line 3, column 7: …`, in words for a person.
    @SuppressWarnings("serial")
    public static final class InvalidJson extends Exception {
        InvalidJson(String message) {
            super(message);
        }
    }

    private JsonReader() {}

    /// Reads the one value that `utf8` holds.
    ///
    /// @throws InvalidJson when the bytes are not exactly one JSON value within the limits
    public static Json read(byte[] utf8) throws InvalidJson {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            parser.nextToken();
            var value = value(parser);
            if (parser.nextToken() != null) {
                throw invalid(parser, "something follows the value");
            }
            return value;
        } catch (JacksonException problem) {
            var at = problem.getLocation();
            throw new InvalidJson("line %d, column %d: %s"
                    .formatted(
                            at == null ? 1 : at.getLineNr(),
                            at == null ? 1 : at.getColumnNr(),
                            problem.getOriginalMessage()));
        }
    }

    /// Reads the one object that `utf8` holds.
    ///
    /// @throws InvalidJson when the bytes are not exactly one JSON object within the limits
    public static Json.Obj readObject(byte[] utf8) throws InvalidJson {
        if (read(utf8) instanceof Json.Obj object) {
            return object;
        }
        throw new InvalidJson("line 1, column 1: an object was expected");
    }

    private static Json value(JsonParser parser) throws InvalidJson {
        var token = parser.currentToken();
        if (token == null) {
            throw invalid(parser, "a value was expected");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new Json.Str(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getString());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> Json.NULL;
            default -> throw invalid(parser, "a value was expected");
        };
    }

    private static Json.Obj object(JsonParser parser) throws InvalidJson {
        var members = new LinkedHashMap<String, Json>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return new Json.Obj(members);
    }

    private static Json.Arr array(JsonParser parser) throws InvalidJson {
        var elements = new ArrayList<Json>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return new Json.Arr(elements);
    }

    private static InvalidJson invalid(JsonParser parser, String what) {
        var at = parser.currentTokenLocation();
        return new InvalidJson("line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), what));
    }
}
