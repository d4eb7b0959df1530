package dev.templedb.branchdb.tenants;

import dev.templedb.core.Sha256;
import java.util.List;

/// A tenant whose file has another schema than its version.
///
/// @param version  the version that the file says it has
/// @param expected the hash that its schema should have
/// @param actual   the hash that it has
/// @param changes  what somebody did to it, such as `add_column users.age`
public record Drift(String tenant, long version, Sha256 expected, Sha256 actual, List<String> changes) {
    public Drift {
        changes = List.copyOf(changes);
    }
}
