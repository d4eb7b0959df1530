package dev.templedb.temple.exchange;

import dev.templedb.core.Printable;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.databases.DocumentsOfDatabases;
import dev.templedb.temple.secrets.SecretsPart;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a person can change in a project, one by one: refs, documents, facts, labels, and members of the state.
///
/// What only says when, by whom and after what the state came to be is not among them, nor is where `HEAD` points.
record StateItems(SortedMap<String, Json> values) {
    private static final String REF = "ref ";
    private static final String DOCUMENT = "document ";
    private static final String FACT = "fact ";
    private static final String LABEL = "label ";
    static final Set<String> OWN_MEMBERS = Set.of(
            "state", "time", "created_by", "parents", "project", "git", "objects", "documents", "tags", "history");
    static final Set<String> OF_THE_RECORD = Set.of("slug", "created_at", "updated_at");

    /// The items of `state`.
    ///
    /// @param withSecrets whether its secrets count
    static StateItems of(ProjectState state, boolean withSecrets) {
        var items = new TreeMap<String, Json>();
        state.refs().forEach((name, target) -> items.put(REF + name, new Json.Str(target.hex())));
        state.documents().forEach((name, hash) -> {
            if ((withSecrets || !name.startsWith(SecretsPart.PREFIX)) && !DocumentsOfDatabases.isRows(name)) {
                items.put(DOCUMENT + name, new Json.Str(hash.hex()));
            }
        });
        state.project().members().forEach((name, value) -> {
            if (!OF_THE_RECORD.contains(name)) {
                put(items, FACT + name, value);
            }
        });
        for (var label : state.json().list("tags")) {
            if (label instanceof Json.Str(var text)) {
                items.put(LABEL + text, label);
            }
        }
        state.json().members().forEach((name, value) -> {
            if (!OWN_MEMBERS.contains(name) && (withSecrets || !name.equals("secrets"))) {
                put(items, name, value);
            }
        });
        return new StateItems(items);
    }

    private static void put(SortedMap<String, Json> items, String name, Json value) {
        if (value instanceof Json.Obj object) {
            object.members().forEach((member, of) -> items.put(name + " " + member, of));
        } else if (!(value instanceof Json.Null)) {
            items.put(name, value);
        }
    }

    /// The full name of the branch that an item is, or nothing.
    static String branch(String item) {
        return item.startsWith(REF + "refs/heads/") ? item.substring(REF.length()) : "";
    }

    /// What a person calls an item.
    static String name(String item) {
        if (item.startsWith(REF)) {
            return ref(item.substring(REF.length()));
        }
        if (item.startsWith(DOCUMENT)) {
            return document(item.substring(DOCUMENT.length()));
        }
        if (item.startsWith(LABEL)) {
            return "the label " + Printable.text(item.substring(LABEL.length()));
        }
        return "its "
                + Printable.text(item.startsWith(FACT) ? item.substring(FACT.length()) : item)
                        .replace('_', ' ');
    }

    private static String ref(String name) {
        if (name.startsWith("refs/heads/")) {
            return "the branch " + Printable.text(name.substring("refs/heads/".length()));
        }
        return name.startsWith("refs/tags/")
                ? "the tag " + Printable.text(name.substring("refs/tags/".length()))
                : "the ref " + Printable.text(name);
    }

    private static String document(String name) {
        if (name.startsWith("environments/") && name.endsWith(".env")) {
            return "the variables of "
                    + Printable.text(name.substring("environments/".length(), name.length() - ".env".length()));
        }
        if (name.startsWith("environments/") && name.endsWith(".nix")) {
            return "the environment "
                    + Printable.text(name.substring("environments/".length(), name.length() - ".nix".length()));
        }
        var database = DocumentsOfDatabases.database(name);
        if (database.isPresent()) {
            return "the database " + database.get();
        }
        return SecretsPart.secretName(name)
                .map(secret -> "the secret " + Printable.text(secret))
                .orElse("the document " + Printable.text(name));
    }
}
