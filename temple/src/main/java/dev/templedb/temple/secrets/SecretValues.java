package dev.templedb.temple.secrets;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.KeptChange;
import dev.templedb.temple.projects.KeptValues;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import java.util.Optional;
import java.util.SortedMap;

/// Which versions of secrets are there, which come back when a removal is undone. The values stay where they are,
/// encrypted; nothing of them is here.
public final class SecretValues implements KeptValues {
    static final String PART = "secrets";

    /// For [java.util.ServiceLoader].
    public SecretValues() {}

    static KeptChange removed(Secret secret) {
        return KeptChange.removed(secret.name(), version(secret));
    }

    private static Json version(Secret secret) {
        return new Json.Str(Long.toString(secret.version()));
    }

    @Override
    public String part() {
        return PART;
    }

    @Override
    public Optional<Json> find(Transaction tx, Project project, String name) {
        return new SqliteSecretStore(tx, project.id()).find(name).map(stored -> version(stored.secret()));
    }

    /// Secrets are only ever taken away by what can be undone, so all versions are there.
    @Override
    public void put(Temple temple, Transaction tx, Project project, SortedMap<String, Optional<Json>> values) {
        var store = new SqliteSecretStore(tx, project.id());
        values.forEach((name, value) -> {
            if (value.isPresent()
                    && (!store.restore(name) || !find(tx, project, name).equals(value))) {
                throw new TempleException(
                        ErrorCode.CHANGED_SINCE,
                        "That cannot be undone: the secret %s of %s was set and removed again since."
                                .formatted(name, project.slug()));
            }
        });
        new Projects(temple).touch(tx, project.id());
    }
}
