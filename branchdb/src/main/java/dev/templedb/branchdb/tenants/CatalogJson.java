package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.changes.SchemaPlan;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.nio.charset.StandardCharsets;

/// Plans and models, from and to the text that the catalogue keeps.
final class CatalogJson {
    private CatalogJson() {}

    static SchemaPlan readPlan(String json) {
        return SchemaPlan.fromJson(parse(json));
    }

    static Schema readSchema(String json) {
        return Schema.fromJson(parse(json));
    }

    static String write(Json json) {
        return new String(CanonicalJson.write(json), StandardCharsets.UTF_8);
    }

    private static Json parse(String json) {
        try {
            return JsonReader.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (JsonReader.InvalidJson e) {
            throw new TempleException(ErrorCode.INTERNAL, "The catalogue of databases has JSON that is none.", e);
        }
    }
}
