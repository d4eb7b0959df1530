package dev.templedb.benchmarks.hot;

import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writing a document of 1,000 entries in its canonical form. The peer writes the members in the order in which they
/// are.
@State(Scope.Thread)
public class WritingJson extends HotLoop {
    private final Json document = document();
    private final JsonFactory jackson = new JsonFactory();

    private static Json document() {
        var entries = new ArrayList<Json>();
        for (int i = 0; i < 1000; i++) {
            entries.add(Json.Obj.empty()
                    .with("path", "src/main/java/org/example/Example%d.java".formatted(i))
                    .with("bytes", 1000L + i)
                    .with("executable", i % 2 == 0)
                    .with("author", "Zoë Ångström")
                    .with("note", "first line\nsecond \"line\""));
        }
        return Json.object("entries", new Json.Arr(entries));
    }

    @Benchmark
    public byte[] canonical() {
        return CanonicalJson.write(document);
    }

    @Benchmark
    public byte[] peerJackson() {
        var out = new ByteArrayOutputStream(1 << 17);
        try (var generator = jackson.createGenerator(ObjectWriteContext.empty(), out)) {
            write(generator, document);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator generator, Json value) {
        switch (value) {
            case Json.Obj object -> {
                generator.writeStartObject();
                object.members().forEach((name, member) -> {
                    generator.writeName(name);
                    write(generator, member);
                });
                generator.writeEndObject();
            }
            case Json.Arr(var elements) -> {
                generator.writeStartArray();
                elements.forEach(element -> write(generator, element));
                generator.writeEndArray();
            }
            case Json.Str(var text) -> generator.writeString(text);
            case Json.Num(var digits) -> generator.writeNumber(digits);
            case Json.Bool(var truth) -> generator.writeBoolean(truth);
            case Json.Null() -> generator.writeNull();
        }
    }
}
