package dev.templedb.temple.exchange;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.objects.StoredObjects;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Gives single items of a state other values.
final class ItemEdit {
    private final StoredObjects stored;
    private final SortedMap<String, Sha256> documents;
    private final Map<Sha256, byte[]> made = new HashMap<>();
    private ProjectState state;

    ItemEdit(ProjectState state, StoredObjects stored) {
        this.state = state;
        this.stored = stored;
        this.documents = new TreeMap<>(state.documents());
    }

    /// Sets an item as a conflict names it.
    ///
    /// @param value empty: it is removed
    void set(String item, Optional<byte[]> value, SortedMap<String, GitId> refs) {
        if (item.startsWith("ref ")) {
            var name = item.substring("ref ".length());
            value.map(Bytes::text)
                    .map(GitId::parse)
                    .ifPresentOrElse(target -> refs.put(name, target), () -> refs.remove(name));
        } else if (item.startsWith("section ")) {
            setSection(item.substring("section ".length()), value);
        } else if (item.startsWith("fact ")) {
            state = StateMerge.state(state.json()
                    .with("project", with(state.project(), "/" + item.substring("fact ".length()), value)));
        } else if (isDocument(item)) {
            setDocument(item, value);
        } else {
            state = StateMerge.state(with(state.json(), "/" + item, value));
        }
    }

    private static Json.Obj with(Json.Obj object, String path, Optional<byte[]> value) {
        return JsonMerge.with(Optional.of(object), path, value.map(Bytes::json))
                .map(Json.Obj.class::cast)
                .orElseThrow();
    }

    private static boolean isDocument(String item) {
        int mark = item.indexOf(DocumentMerge.IN);
        return (mark < 0 ? item : item.substring(0, mark)).contains(".");
    }

    private void setSection(String name, Optional<byte[]> value) {
        var sections = state.json().object("sections");
        state = StateMerge.state(state.json()
                .with(
                        "sections",
                        value.map(hash -> sections.with(name, Bytes.text(hash)))
                                .orElseGet(() -> sections.without(name))));
    }

    private void setDocument(String item, Optional<byte[]> value) {
        int mark = item.indexOf(DocumentMerge.IN);
        var name = mark < 0 ? item : item.substring(0, mark);
        var inside = mark < 0 ? "" : item.substring(mark + 1);
        var now = Optional.ofNullable(documents.get(name))
                .map(hash -> made.containsKey(hash) ? made.get(hash) : stored.piece(hash));
        DocumentMerge.with(name, now, inside, value)
                .ifPresentOrElse(
                        bytes -> {
                            var hash = Sha256.of(bytes);
                            made.put(hash, bytes);
                            documents.put(name, hash);
                        },
                        () -> documents.remove(name));
    }

    /// The state with everything that was set, but for refs.
    ProjectState state() {
        return StateMerge.withDocuments(state, documents);
    }

    /// The documents that are new.
    Map<Sha256, byte[]> made() {
        return made;
    }
}
