package dev.templedb.temple.deployments;

import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.JsonReader.InvalidJson;
import dev.templedb.packages.json.PackageJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The document that holds targets: an array of them, or an object with such an array as its member `targets`, as the
/// Python tool writes it. What is beside the targets stays as it is.
///
/// @param name  its name in a package
/// @param bytes exactly what it holds
record TargetsDocument(String name, byte[] bytes) {
    static final String OURS = "deployments/targets.json";
    static final String PYTHON = "deployments/deploy.json";

    static TargetsDocument empty() {
        return new TargetsDocument(OURS, PackageJson.write(new Json.Arr(List.of())));
    }

    /// The targets in their order; empty when this is not readable as targets, each with a name of its own.
    Optional<List<Target>> targets() {
        try {
            var json = JsonReader.read(bytes);
            var elements = json instanceof Json.Arr(var all)
                    ? all
                    : json instanceof Json.Obj object ? object.list("targets") : List.<Json>of();
            var targets = new ArrayList<Target>();
            var names = new HashSet<String>();
            for (var element : elements) {
                if (!(element instanceof Json.Obj object)
                        || object.text(Target.NAME)
                                .filter(DeploymentTargets::isName)
                                .filter(names::add)
                                .isEmpty()) {
                    return Optional.empty();
                }
                targets.add(new Target(object));
            }
            return Optional.of(targets);
        } catch (InvalidJson unreadable) {
            return Optional.empty();
        }
    }

    /// This document with other targets.
    TargetsDocument with(List<Target> targets) {
        var array = new Json.Arr(targets.stream().<Json>map(Target::json).toList());
        try {
            var whole = JsonReader.read(bytes) instanceof Json.Obj object ? object.with("targets", array) : array;
            return new TargetsDocument(name, PackageJson.write(whole));
        } catch (InvalidJson impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Whether nobody would miss it.
    boolean isEmpty() {
        try {
            return switch (JsonReader.read(bytes)) {
                case Json.Arr(var elements) -> elements.isEmpty();
                case Json.Obj(var members) ->
                    members.values().stream()
                            .allMatch(value -> value instanceof Json.Arr(var elements) && elements.isEmpty());
                default -> true;
            };
        } catch (InvalidJson impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
