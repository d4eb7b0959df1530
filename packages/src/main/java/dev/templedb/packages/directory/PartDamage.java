package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.DamageList;
import dev.templedb.packages.content.OpenPackage.LeftOut;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The parts of a package of ours that are not what `objects/manifest.json` says. A strict reading does without none of
/// them, a
/// partial one without contents, frames, and what only people read.
final class PartDamage {
    private static final Pattern NEEDED = Pattern.compile(
            "manifest\\.json|project\\.json|state\\.json|objects/(manifest\\.json|index)|files/.*\\.json");
    private static final Pattern CONTENT = Pattern.compile("files/file-\\d+\\.blob|objects/\\d{4,}\\.frames");

    private final boolean partial;
    private final DamageList all = new DamageList();
    private final Map<String, TempleException> forgiven = new LinkedHashMap<>();
    private boolean refused;

    PartDamage(boolean partial) {
        this.partial = partial;
    }

    void add(String part, TempleException problem) {
        all.add(part, problem);
        var isDamage = problem.code() == ErrorCode.PACKAGE_DIGEST_MISMATCH
                || problem.code() == ErrorCode.PACKAGE_TRUNCATED
                || problem.code() == ErrorCode.PACKAGE_ENTRY_MISSING;
        if (partial && isDamage && !NEEDED.matcher(part).matches()) {
            forgiven.put(part, problem);
        } else {
            refused = true;
        }
    }

    /// Refuses the package when it cannot be read without the damaged parts.
    void requireForgiven() {
        if (refused) {
            throw all.asError().orElseThrow();
        }
    }

    boolean contains(String part) {
        return forgiven.containsKey(part);
    }

    boolean isNone() {
        return forgiven.isEmpty();
    }

    /// Whether objects are lost, and not only what people read.
    boolean isOfContent() {
        return forgiven.keySet().stream().anyMatch(part -> CONTENT.matcher(part).matches());
    }

    long missingContents() {
        return forgiven.entrySet().stream()
                .filter(one -> one.getValue().code() == ErrorCode.PACKAGE_ENTRY_MISSING
                        && one.getKey().startsWith("files/"))
                .count();
    }

    List<LeftOut> leftOut() {
        return forgiven.entrySet().stream()
                .map(one ->
                        new LeftOut(one.getKey(), String.valueOf(one.getValue().getMessage())))
                .toList();
    }
}
