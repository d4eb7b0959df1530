package dev.templedb.temple.secrets;

import dev.templedb.packages.json.Json;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import java.util.List;
import java.util.Optional;

/// Notes in the audit log what became of private keys, which lie outside the temple.
public final class SecretKeyLog {
    private SecretKeyLog() {}

    /// Notes that private keys were printed.
    ///
    /// @param publicKeys their public sides
    public static void exported(Temple temple, List<String> publicKeys) {
        temple.file().<Optional<String>>write(tx -> {
            new Audit(temple)
                    .record(tx, "key export", null, Json.Obj.empty().with("keys", Json.Arr.ofTexts(publicKeys)));
            return Optional.empty();
        });
    }
}
