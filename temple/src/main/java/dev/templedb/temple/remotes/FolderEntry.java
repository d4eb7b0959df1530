package dev.templedb.temple.remotes;

import dev.templedb.core.Sha256;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.ProjectState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One push to a folder: the file `states/NNNNNN.json`.
///
/// @param number      of the push, from 1 on
/// @param base        the state on which the package builds; empty for a whole one
/// @param packageName of the file below `packages/`
/// @param facts       what the state says of the project, for lists and searches
record FolderEntry(
        int number,
        Sha256 state,
        Optional<Sha256> base,
        String packageName,
        long packageBytes,
        Instant pushedAt,
        String pushedBy,
        Json.Obj facts) {
    private static final Pattern PACKAGE = Pattern.compile("[0-9]{6}-[0-9a-f]{16}\\.cathedral");

    static String packageName(int number, Sha256 state) {
        return "%06d-%s.cathedral".formatted(number, state.hex().substring(0, 16));
    }

    static String fileName(int number) {
        return "%06d.json".formatted(number);
    }

    /// What lists need of a state.
    static Json.Obj facts(ProjectState state) {
        var facts = Json.Obj.empty();
        for (var name : List.of("name", "description", "visibility", "license")) {
            facts = facts.with(name, state.project().text(name).orElse(null));
        }
        return facts.with("tags", new Json.Arr(state.json().list("tags")));
    }

    Json.Obj json() {
        return Json.Obj.empty()
                .with("state", state.hex())
                .with("base", base.map(Sha256::hex).orElse(null))
                .with("package", packageName)
                .with("package_bytes", packageBytes)
                .with("pushed_at", ProjectState.time(pushedAt))
                .with("pushed_by", pushedBy)
                .with("project", facts);
    }

    /// @throws IllegalArgumentException when it is not one
    static FolderEntry read(int number, Json.Obj json) {
        var name = FolderFiles.text(json, "package");
        if (!PACKAGE.matcher(name).matches()) {
            throw new IllegalArgumentException("\"package\" is no name of a package");
        }
        return new FolderEntry(
                number,
                Sha256.parse(FolderFiles.text(json, "state")),
                json.text("base").map(Sha256::parse),
                name,
                json.whole("package_bytes").filter(bytes -> bytes >= 0).orElse(0L),
                FolderFiles.time(json, "pushed_at"),
                json.text("pushed_by").orElse(""),
                json.object("project"));
    }
}
