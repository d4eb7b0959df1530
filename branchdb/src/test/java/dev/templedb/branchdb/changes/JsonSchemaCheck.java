package dev.templedb.branchdb.changes;

import dev.templedb.packages.json.Json;
import java.util.ArrayList;
import java.util.List;

/// As much of JSON Schema as our published schema uses.
final class JsonSchemaCheck {
    private final Json.Obj root;

    JsonSchemaCheck(Json.Obj root) {
        this.root = root;
    }

    /// What is wrong with `value`; nothing when it is valid.
    List<String> problems(Json value) {
        var problems = new ArrayList<String>();
        check(root, value, "$", problems);
        return problems;
    }

    private void check(Json.Obj schema, Json value, String at, List<String> problems) {
        schema.text("$ref")
                .ifPresent(ref -> check(
                        root.object("$defs").object(ref.substring(ref.lastIndexOf('/') + 1)), value, at, problems));
        schema.text("type")
                .filter(type -> !type.equals(type(value)))
                .ifPresent(type -> problems.add(at + " is no " + type));
        if (schema.get("const") != null && !value.equals(schema.get("const"))) {
            problems.add(at + " is not " + schema.get("const"));
        }
        if (schema.get("enum") != null && !schema.list("enum").contains(value)) {
            problems.add(at + " is none of " + schema.list("enum"));
        }
        if (value instanceof Json.Obj object) {
            checkMembers(schema, object, at, problems);
        }
        if (value instanceof Json.Arr(var elements)) {
            if (elements.size() < schema.whole("minItems").orElse(0L)) {
                problems.add(at + " has too few elements");
            }
            elements.forEach(each -> check(schema.object("items"), each, at + "[]", problems));
        }
        if (schema.get("oneOf") != null) {
            long valid = schema.list("oneOf").stream()
                    .filter(each -> {
                        var own = new ArrayList<String>();
                        check((Json.Obj) each, value, at, own);
                        return own.isEmpty();
                    })
                    .count();
            if (valid != 1) {
                problems.add(at + " is " + valid + " of the forms");
            }
        }
    }

    private void checkMembers(Json.Obj schema, Json.Obj object, String at, List<String> problems) {
        for (var name : schema.list("required")) {
            if (object.get(((Json.Str) name).value()) == null) {
                problems.add(at + " lacks " + name);
            }
        }
        var properties = schema.object("properties");
        object.members().forEach((name, member) -> {
            if (properties.get(name) instanceof Json.Obj property) {
                check(property, member, at + "." + name, problems);
            } else if (!properties.members().isEmpty()) {
                problems.add(at + " has the unknown member " + name);
            }
        });
    }

    private static String type(Json value) {
        return switch (value) {
            case Json.Obj object -> "object";
            case Json.Arr array -> "array";
            case Json.Str text -> "string";
            case Json.Num number -> "number";
            case Json.Bool truth -> "boolean";
            case Json.Null nothing -> "null";
        };
    }
}
