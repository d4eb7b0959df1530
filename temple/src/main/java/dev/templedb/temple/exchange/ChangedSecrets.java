package dev.templedb.temple.exchange;

import dev.templedb.core.Sha256;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.InvalidState;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.secrets.SecretsPart;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A state without the secrets of the project, or with other age files in their place.
///
/// @param state the state of the package
/// @param gone  the contents that the package may not hold
/// @param made  the contents that come to it, by their hashes
record ChangedSecrets(ProjectState state, Set<Sha256> gone, Map<Sha256, byte[]> made) {
    /// What `secrets` makes of `whole`.
    static ChangedSecrets of(ProjectState whole, PackagedSecrets secrets) {
        var documents = whole.documents();
        var kept = new TreeMap<String, Json>();
        var gone = new HashSet<Sha256>();
        documents.forEach((name, hash) -> {
            if (name.startsWith(SecretsPart.PREFIX)) {
                gone.add(hash);
            } else {
                kept.put(name, new Json.Str(hash.hex()));
            }
        });
        var isEmpty = gone.isEmpty() && whole.json().object("secrets").members().isEmpty();
        if (secrets.isAsTheyAre() || isEmpty) {
            return new ChangedSecrets(whole, Set.of(), Map.of());
        }
        documents.forEach((name, hash) -> {
            if (kept.containsKey(name)) {
                gone.remove(hash);
            }
        });
        var made = new LinkedHashMap<Sha256, byte[]>();
        var entries = new TreeMap<String, Json>();
        secrets.replaced().forEach((name, bytes) -> {
            var hash = Sha256.of(bytes);
            kept.put(name, new Json.Str(hash.hex()));
            if (!documents.containsValue(hash)) {
                made.put(hash, bytes);
            }
            gone.remove(hash);
            SecretsPart.secretName(name).ifPresent(secret -> entries.put(secret, new Json.Str(name)));
        });
        return new ChangedSecrets(state(whole, kept, entries), gone, made);
    }

    /// With documents that no state of the project has.
    ChangedSecrets with(Map<String, byte[]> more) {
        if (more.isEmpty()) {
            return this;
        }
        var documents = new TreeMap<String, Json>();
        state.documents().forEach((name, hash) -> documents.put(name, new Json.Str(hash.hex())));
        var all = new LinkedHashMap<>(made);
        more.forEach((name, bytes) -> {
            var hash = Sha256.of(bytes);
            if (!state.documents().containsValue(hash)) {
                all.put(hash, bytes);
            }
            documents.put(name, new Json.Str(hash.hex()));
        });
        try {
            return new ChangedSecrets(
                    ProjectState.of(state.json()
                            .with("documents", Json.object(documents))
                            .with(
                                    "parents",
                                    Json.Arr.ofTexts(List.of(state.root().hex())))),
                    gone,
                    all);
        } catch (InvalidState impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ProjectState state(ProjectState whole, Map<String, Json> documents, Map<String, Json> entries) {
        try {
            return ProjectState.of(whole.json()
                    .with("documents", Json.object(documents))
                    .with("secrets", Json.object(entries))
                    .with("parents", Json.Arr.ofTexts(List.of(whole.root().hex()))));
        } catch (InvalidState impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
