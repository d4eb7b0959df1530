package dev.templedb.cathedral.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `docs/formats/rest-api.yaml`: every answer in the tests is held against it. Here, other than for clients, an answer
/// may have no field that the document does not name.
public final class Contract {
    private static final Contract SHARED = new Contract();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    /// What a client can ask for.
    ///
    /// @param action the action of `docs/permissions.md`; null for none
    public record Operation(
            String method, String path, @Nullable String action, JsonNode node) {
        /// Its name.
        public String id() {
            return node.path("operationId").asText();
        }

        /// The scope that a token needs; `none` when any token does, an empty text when that was forgotten.
        public String scope() {
            return node.path("x-scope").asText();
        }

        /// Whether it is about a project or an organization, by an action of their tables.
        public boolean isOf(String folder) {
            return action != null && folder.equals("orgs") == path.startsWith("/api/v1/orgs/");
        }

        private boolean fits(String given) {
            return Pattern.matches(path.replaceAll("\\{[a-z_]+}", "[^/]+"), given);
        }

        private boolean isConstant() {
            return !path.contains("{");
        }
    }

    private Contract() {
        try {
            document = new YAMLMapper()
                    .readTree(Path.of("..", "docs", "formats", "rest-api.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var path : document.path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                if (!method.getKey().equals("parameters")) {
                    operations.add(new Operation(
                            method.getKey().toUpperCase(java.util.Locale.ROOT),
                            path.getKey(),
                            method.getValue().path("x-action").textValue(),
                            method.getValue()));
                }
            }
        }
        // The most exact path counts.
        operations.sort(Comparator.comparing(operation -> !operation.isConstant()));
        for (var schema : document.path("components").path("schemas")) {
            if (schema.has("properties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        }
    }

    /// The document of this clone.
    public static Contract shared() {
        return SHARED;
    }

    /// Everything that the document offers.
    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    /// A schema of the document, by its reference.
    public JsonNode schema(String reference) {
        return document.at(reference.substring(1));
    }

    /// Fails when the document does not say that this answer may come.
    ///
    /// @param path without a query
    public void check(String method, String path, Api.Answer answer) {
        var operation = operations.stream()
                .filter(one -> one.method().equals(method) && one.fits(path))
                .findFirst();
        var described = operation
                .map(one -> response(one.node(), answer.status()))
                .orElseGet(() -> Optional.of(
                        document.path("components").path("responses").path("Problem")))
                .orElseThrow(() -> new AssertionError(
                        "%s %s answers %d, which the contract does not name".formatted(method, path, answer.status())));
        if (method.equals("HEAD")) {
            return;
        }
        var content = described.path("content");
        if (content.isMissingNode() || content.isEmpty()) {
            if (!answer.text().isEmpty()) {
                throw new AssertionError("%s %s has a body: %s".formatted(method, path, answer.text()));
            }
            return;
        }
        String type = answer.header("Content-Type").replaceFirst(";.*", "");
        var schema = content.path(type).path("schema");
        if (schema.isMissingNode()) {
            throw new AssertionError("%s %s answers %s: %s".formatted(method, path, type, answer.text()));
        }
        if (type.endsWith("json")) {
            var wrong = schema(schema).validate(answer.body());
            if (!wrong.isEmpty()) {
                throw new AssertionError("%s %s: %s in %s".formatted(method, path, wrong, answer.text()));
            }
        }
    }

    private Optional<JsonNode> response(JsonNode operation, int status) {
        var responses = operation.path("responses");
        for (String key : List.of(Integer.toString(status), status / 100 + "XX")) {
            if (responses.has(key)) {
                var response = responses.path(key);
                return Optional.of(
                        response.has("$ref")
                                ? document.at(response.path("$ref").asText().substring(1))
                                : response);
            }
        }
        return Optional.empty();
    }

    private JsonSchema schema(JsonNode schema) {
        return schemas.computeIfAbsent(schema.toString(), key -> {
            ObjectNode whole = schema.deepCopy();
            whole.set("components", document.path("components"));
            var config = SchemaValidatorsConfig.builder()
                    .formatAssertionsEnabled(true)
                    .build();
            return SCHEMAS.getSchema(whole, config);
        });
    }
}
