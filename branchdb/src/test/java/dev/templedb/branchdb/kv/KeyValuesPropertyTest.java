package dev.templedb.branchdb.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.Databases;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.PackageJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class KeyValuesPropertyTest {
    private static Databases databases;
    private static KeyValues kv;

    @BeforeContainer
    static void open() throws IOException {
        databases = Databases.init(Files.createTempDirectory("kv"));
        kv = databases.create("app").main().tenant("main").kv();
    }

    @AfterContainer
    static void close() throws IOException {
        databases.close();
        try (var files = Files.walk(databases.home().getParent())) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 200)
    void all_values_are_read_as_they_were_written(@ForAll("entries") Map<String, Value> entries) {
        kv.delete(kv.keys("*"));
        kv.setAll(entries);

        assertThat(kv.getAll(entries.keySet())).isEqualTo(entries);
        assertThat(kv.keys("*")).containsExactlyInAnyOrderElementsOf(entries.keySet());
    }

    /// Counting as this test does is what whole numbers and decimals mean.
    @Property(tries = 200)
    void sums_are_exact(@ForAll long first, @ForAll long second, @ForAll("decimals") BigDecimal third) {
        kv.set("n", new Value.Int(first));
        var whole = BigDecimal.valueOf(first).add(BigDecimal.valueOf(second));
        if (whole.equals(BigDecimal.valueOf(first + second))) {
            assertThat(kv.increment("n", second)).isEqualTo(new Value.Int(first + second));
        } else {
            KeyValuesTest.assertFails(
                    () -> kv.increment("n", second), dev.templedb.core.ErrorCode.KV_OVERFLOW, "too large");
            kv.set("n", new Value.Decimal(whole));
        }
        assertThat(kv.increment("n", new Value.Decimal(third))).isEqualTo(new Value.Decimal(whole.add(third)));
    }

    @Provide
    Arbitrary<Map<String, Value>> entries() {
        var keys = Arbitraries.strings()
                .withCharRange('a', 'e')
                .withChars("_*?[]%: \u00e4\u4e2d")
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(key -> !key.startsWith("__"));
        return Arbitraries.maps(keys, values()).ofMaxSize(6).map(HashMap::new);
    }

    private Arbitrary<Value> values() {
        // UTF-8 has no lone surrogates, and nobody can store them.
        var texts = Arbitraries.strings().all().map(text -> text.replaceAll("[\\uD800-\\uDFFF]", ""));
        return Arbitraries.oneOf(
                texts.map(Value.Text::new),
                Arbitraries.longs().map(Value.Int::new),
                Arbitraries.doubles().filter(number -> !Double.isNaN(number)).map(Value.Real::new),
                decimals().map(Value.Decimal::new),
                Arbitraries.of(true, false).map(Value.Bool::new),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(100).map(Value.Bytes::new),
                texts.map(KeyValuesPropertyTest::json),
                Arbitraries.just(Value.NULL));
    }

    @Provide
    Arbitrary<BigDecimal> decimals() {
        return Arbitraries.bigIntegers()
                .flatMap(digits ->
                        Arbitraries.integers().between(-400, 400).map(scale -> new BigDecimal(digits, scale)));
    }

    private static Value json(String text) {
        var json = Json.object(new TreeMap<>(Map.of(text, new Json.Str(text))));
        return new Value.Json(new String(PackageJson.write(json), StandardCharsets.UTF_8));
    }
}
