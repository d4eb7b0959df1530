package dev.templedb.packages.content;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an incremental package builds on: whoever takes it in must have one of the states, or all of the commits.
///
/// @param states  content roots
/// @param commits with all that they reach
public record PackageBase(List<Sha256> states, List<GitId> commits) {
    private static final int MOST = 1000;

    public PackageBase {
        states = List.copyOf(states);
        commits = List.copyOf(commits);
        if (states.isEmpty() == commits.isEmpty() || states.size() + commits.size() > MOST) {
            throw new IllegalArgumentException("a base names states or commits, at most " + MOST);
        }
    }

    /// The member `base` of a manifest.
    public Json.Obj json() {
        return states.isEmpty()
                ? Json.Obj.empty()
                        .with(
                                "commits",
                                Json.Arr.ofTexts(
                                        commits.stream().map(GitId::hex).toList()))
                : Json.Obj.empty()
                        .with(
                                "states",
                                Json.Arr.ofTexts(
                                        states.stream().map(Sha256::hex).toList()));
    }

    /// Reads that member.
    ///
    /// @throws IllegalArgumentException when it has another form
    public static PackageBase read(Json.Obj base) {
        return new PackageBase(
                base.list("states").stream()
                        .map(root -> Sha256.parse(text(root)))
                        .toList(),
                base.list("commits").stream().map(id -> GitId.parse(text(id))).toList());
    }

    private static String text(Json value) {
        if (value instanceof Json.Str(var text)) {
            return text;
        }
        throw new IllegalArgumentException("a base is named by text");
    }

    /// For people: `the state 71e7…` or `the commit 3f2a…`.
    @Override
    public String toString() {
        return Stream.concat(
                        states.stream().map(root -> "the state " + root.hex()),
                        commits.stream().map(id -> "the commit " + id.hex()))
                .collect(Collectors.joining(", or "));
    }
}
