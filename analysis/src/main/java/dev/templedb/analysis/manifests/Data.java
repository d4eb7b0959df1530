package dev.templedb.analysis.manifests;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.dataformat.toml.TomlFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// A map, list or text that JSON, TOML or YAML said; numbers and truths are texts, too.
///
/// Anchors of YAML are not followed: no file can grow by being read.
record Data(@Nullable Object value) {
    private static final int DEEPEST = 200;
    private static final int MOST_VALUES = 1_000_000;
    private static final Data NOTHING = new Data(null);

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxStringLength(ManifestReader.LARGEST_BYTES)
            .maxNumberLength(1000)
            .build();

    private static final class Json {
        static final JsonFactory FACTORY = JsonFactory.builder()
                .streamReadConstraints(LIMITS)
                .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                .build();
    }

    private static final class Toml {
        static final TomlFactory FACTORY =
                TomlFactory.builder().streamReadConstraints(LIMITS).build();
    }

    private static final class Yaml {
        static final YAMLFactory FACTORY = YAMLFactory.builder()
                .streamReadConstraints(LIMITS)
                .loadSettings(org.snakeyaml.engine.v2.api.LoadSettings.builder()
                        .setCodePointLimit(ManifestReader.LARGEST_BYTES)
                        .setUseMarks(false)
                        .build())
                .build();
    }

    static Data json(byte[] content) throws UnreadableManifest {
        return read(Json.FACTORY, content);
    }

    static Data toml(byte[] content) throws UnreadableManifest {
        return read(Toml.FACTORY, content);
    }

    static Data yaml(byte[] content) throws UnreadableManifest {
        return read(Yaml.FACTORY, content);
    }

    private static Data read(TokenStreamFactory factory, byte[] content) throws UnreadableManifest {
        try (var parser = factory.createParser(ObjectReadContext.empty(), Text.withoutMark(content))) {
            parser.nextToken();
            return new Data(value(parser, new int[1]));
        } catch (JacksonException problem) {
            var at = problem.getLocation();
            var where = at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
            throw new UnreadableManifest(where + firstLine(problem.getOriginalMessage()));
        } catch (RuntimeException | StackOverflowError broken) {
            throw new UnreadableManifest("it is not well-formed (%s)".formatted(firstLine(broken.getMessage())));
        }
    }

    private static String firstLine(@Nullable String message) {
        var line = message == null
                ? "no reason is known"
                : message.lines().findFirst().orElse("");
        return line.substring(0, Math.min(line.length(), 200));
    }

    private static @Nullable Object value(JsonParser parser, int[] count) throws UnreadableManifest {
        if (++count[0] > MOST_VALUES) {
            throw new UnreadableManifest("it has more than %d values".formatted(MOST_VALUES));
        }
        var token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            var members = new LinkedHashMap<String, @Nullable Object>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                members.put(name, value(parser, count));
            }
            return members;
        }
        if (token == JsonToken.START_ARRAY) {
            var elements = new ArrayList<@Nullable Object>();
            while (true) {
                var next = parser.nextToken();
                if (next == JsonToken.END_ARRAY || next == null) {
                    return elements;
                }
                elements.add(value(parser, count));
            }
        }
        return token == null || token == JsonToken.VALUE_NULL ? null : parser.getString();
    }

    boolean isMap() {
        return value instanceof Map;
    }

    boolean isText() {
        return value instanceof String;
    }

    /// The member `name`; nothing when this is no map or has none.
    Data get(String name) {
        return value instanceof Map<?, ?> map && map.get(name) != null ? new Data(map.get(name)) : NOTHING;
    }

    /// The member at a path of names.
    Data at(String... names) {
        var here = this;
        for (var name : names) {
            here = here.get(name);
        }
        return here;
    }

    /// The text, or null.
    @Nullable
    String text() {
        return value instanceof String text ? text : null;
    }

    /// The text of the member `name`, or null.
    @Nullable
    String text(String name) {
        return get(name).text();
    }

    /// The text of the member `name`, or `otherwise`.
    String text(String name, String otherwise) {
        var found = text(name);
        return found == null ? otherwise : found;
    }

    boolean isTrue(String name) {
        return "true".equals(text(name));
    }

    void forEach(BiConsumer<String, Data> action) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> action.accept(String.valueOf(name), new Data(member)));
        }
    }

    /// The elements, when this is a list.
    List<Data> elements() {
        return value instanceof List<?> list ? list.stream().map(Data::new).toList() : List.of();
    }

    /// Texts of manifests.
    static final class Text {
        private Text() {}

        static byte[] withoutMark(byte[] content) {
            boolean marked = content.length >= 3
                    && content[0] == (byte) 0xef
                    && content[1] == (byte) 0xbb
                    && content[2] == (byte) 0xbf;
            return marked ? java.util.Arrays.copyOfRange(content, 3, content.length) : content;
        }

        /// The lines of a text in UTF-8, without their ends. Lines longer than anybody writes are cut.
        static List<String> lines(byte[] content) {
            return new String(withoutMark(content), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.length() > 10_000 ? line.substring(0, 10_000) : line)
                    .toList();
        }
    }
}
