package dev.templedb.temple.exchange;

import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.JsonReader.InvalidJson;
import java.nio.charset.StandardCharsets;

/// Texts and JSON as bytes.
final class Bytes {
    private Bytes() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] of(Json json) {
        return CanonicalJson.write(json);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static Json json(byte[] bytes) {
        try {
            return JsonReader.read(bytes);
        } catch (InvalidJson impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
