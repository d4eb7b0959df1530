package dev.templedb.packages.json;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON that nobody vouches for: nesting and the number of values are bounded, duplicate members and text after
/// the value are refused.
///
/// Thread-safe. Memory is a small multiple of the input, and at most some 300 bytes a value.
public final class JsonReader {
    /// The most values that one document may have, objects and arrays among them. A value takes up to 300 bytes of
    /// memory however few characters it is written with, so the number of bytes alone bounds too little.
    public static final int MOST_VALUES = 250_000;

    private static final int DEEPEST = 100;
    private static final int LONGEST_TEXT = 4 << 20;
    private static final int LONGEST_NUMBER = 400;
    /// The most values that one element of a long list may have.
    private static final int MOST_VALUES_OF_ELEMENT = 10_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .build();

    /// Says why some bytes are not acceptable JSON: `line 3, column 7: …`, in words for a person.
    @SuppressWarnings("serial")
    public static final class InvalidJson extends Exception {
        private final boolean tooLarge;

        InvalidJson(String message) {
            this(message, false);
        }

        InvalidJson(String message, boolean tooLarge) {
            super(message);
            this.tooLarge = tooLarge;
        }

        /// Whether nothing is wrong but that there are more values than one document may have.
        public boolean isTooLarge() {
            return tooLarge;
        }
    }

    private final JsonParser parser;
    private int most = MOST_VALUES;
    private int values;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    /// Reads the one value that `utf8` holds.
    ///
    /// @throws InvalidJson when the bytes are not exactly one JSON value within the limits
    public static Json read(byte[] utf8) throws InvalidJson {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            var reader = new JsonReader(parser);
            parser.nextToken();
            var value = reader.value();
            reader.requireEnd();
            return value;
        } catch (JacksonException problem) {
            throw invalid(problem);
        }
    }

    /// Whether `utf8` is one JSON value of any size, and an array. Keeps nothing of it.
    ///
    /// @throws InvalidJson when the bytes are not exactly one JSON value
    public static boolean isArray(byte[] utf8) throws InvalidJson {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            var reader = new JsonReader(parser);
            var first = parser.nextToken();
            if (first == null) {
                throw reader.invalid("a value was expected");
            }
            parser.skipChildren();
            reader.requireEnd();
            return first == JsonToken.START_ARRAY;
        } catch (JacksonException problem) {
            throw invalid(problem);
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

    /// Reads the elements of the one array that `utf8` holds, or the values that it holds one after the other, such
    /// as one
    /// a line. Any number of them: each goes to `sink` when it is read and is forgotten.
    ///
    /// @throws InvalidJson when it is neither within the limits
    public static void readElements(InputStream utf8, Consumer<Json> sink) throws InvalidJson {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            var reader = new JsonReader(parser);
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                reader.emptied(sink, MOST_VALUES_OF_ELEMENT);
                reader.requireEnd();
                return;
            }
            reader.most = MOST_VALUES_OF_ELEMENT;
            while (parser.currentToken() != null) {
                reader.values = 0;
                sink.accept(reader.value());
                parser.nextToken();
            }
        } catch (JacksonException problem) {
            throw invalid(problem);
        }
    }

    /// Reads the one object that `utf8` holds, of which the array `list` may be of any length: each element goes to
    /// `sink` when it is read and is forgotten. In the object that is returned, the array is empty.
    ///
    /// @throws InvalidJson when it is not exactly one JSON object within the limits
    public static Json.Obj readObject(InputStream utf8, String list, Consumer<Json> sink) throws InvalidJson {
        return readObject(utf8, list, sink, MOST_VALUES, MOST_VALUES_OF_ELEMENT);
    }

    /// As [#readObject(InputStream,String,Consumer)], for what TempleDB wrote itself: `most` values at most outside
    /// the list, and in each of its elements.
    ///
    /// @throws InvalidJson when it is not exactly one JSON object within the limits
    public static Json.Obj readObject(InputStream utf8, String list, Consumer<Json> sink, int most) throws InvalidJson {
        return readObject(utf8, list, sink, most, most);
    }

    private static Json.Obj readObject(InputStream utf8, String list, Consumer<Json> sink, int most, int mostOfElement)
            throws InvalidJson {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            var reader = new JsonReader(parser);
            reader.most = most;
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidJson("line 1, column 1: an object was expected");
            }
            var members = new LinkedHashMap<String, Json>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                var name = parser.currentName();
                var isList = parser.nextToken() == JsonToken.START_ARRAY && list.equals(name);
                members.put(name, isList ? reader.emptied(sink, mostOfElement) : reader.value());
            }
            reader.requireEnd();
            return new Json.Obj(members);
        } catch (JacksonException problem) {
            throw invalid(problem);
        }
    }

    /// Hands out the elements of an array, and returns it without them.
    private Json.Arr emptied(Consumer<Json> sink, int mostOfElement) throws InvalidJson {
        int others = values;
        int mostOfOthers = most;
        most = mostOfElement;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values = 0;
            sink.accept(value());
        }
        values = others;
        most = mostOfOthers;
        return new Json.Arr(List.of());
    }

    private void requireEnd() throws InvalidJson {
        if (parser.nextToken() != null) {
            throw invalid("something follows the value");
        }
    }

    private Json value() throws InvalidJson {
        if (++values > most) {
            throw new InvalidJson("it has more than %d values".formatted(most), true);
        }
        var token = parser.currentToken();
        if (token == null) {
            throw invalid("a value was expected");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> new Json.Str(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getString());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> Json.NULL;
            default -> throw invalid("a value was expected");
        };
    }

    private Json.Obj object() throws InvalidJson {
        var members = new LinkedHashMap<String, Json>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            members.put(name, value());
        }
        return new Json.Obj(members);
    }

    private Json.Arr array() throws InvalidJson {
        var elements = new ArrayList<Json>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value());
        }
        return new Json.Arr(elements);
    }

    private static InvalidJson invalid(JacksonException problem) {
        var at = problem.getLocation();
        if (problem instanceof StreamConstraintsException) {
            return new InvalidJson(
                    "it is more than %d levels deep, or has a text of more than %d characters or a number of more than %d"
                            .formatted(DEEPEST, LONGEST_TEXT, LONGEST_NUMBER));
        }
        return new InvalidJson("line %d, column %d: %s"
                .formatted(
                        at == null ? 1 : at.getLineNr(),
                        at == null ? 1 : at.getColumnNr(),
                        problem.getOriginalMessage()));
    }

    private InvalidJson invalid(String what) {
        var at = parser.currentTokenLocation();
        return new InvalidJson("line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), what));
    }
}
