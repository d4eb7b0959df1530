package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.NewVersion;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.SchemaPlan;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Plans and models, from and to the text that the catalogue keeps.
final class CatalogJson {
    private CatalogJson() {}

    /// A version as the catalogue keeps it.
    static NewVersion version(Schema schema, SchemaPlan steps, SchemaPlan inverse, OptionalLong mergedFrom) {
        return new NewVersion(
                schema.hash(), write(schema.toJson()), write(steps.toJson()), write(inverse.toJson()), mergedFrom);
    }

    static SchemaPlan readPlan(String json) {
        return trusted(() -> SchemaPlan.fromJson(parse(json)));
    }

    static Schema readSchema(String json) {
        return trusted(() -> Schema.fromJson(parse(json)));
    }

    /// What no version of this program writes is not run, and not explained as somebody's mistake in a change.
    private static <T> T trusted(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (TempleException e) {
            if (e.code() == ErrorCode.SCHEMA_SQL_INVALID || e.code() == ErrorCode.CHANGE_INVALID) {
                throw new TempleException(
                        ErrorCode.DATABASES_FOREIGN,
                        "The catalogue of databases has a schema that branchdb did not write: " + e.getMessage(),
                        e);
            }
            throw e;
        }
    }

    /// A change as it is listed; nothing for what is no change of a schema, such as an undo.
    static Optional<Change> readChange(String details) {
        var json = parse(details);
        return json instanceof Json.Obj object && object.text("type").isPresent()
                ? Optional.of(Change.fromJson(json))
                : Optional.empty();
    }

    static String write(Json json) {
        return new String(CanonicalJson.write(json), StandardCharsets.UTF_8);
    }

    private static Json parse(String json) {
        try {
            return JsonReader.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (JsonReader.InvalidJson e) {
            throw new TempleException(
                    ErrorCode.DATABASES_FOREIGN, "The catalogue of databases has JSON that branchdb did not write.", e);
        }
    }
}
