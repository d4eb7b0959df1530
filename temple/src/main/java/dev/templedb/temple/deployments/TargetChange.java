package dev.templedb.temple.deployments;

import dev.templedb.packages.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What to change about a target. What is empty stays as it is; an empty text clears a member.
///
/// @param texts           by the names of members: `host`, `health_check.url`, `hooks.before` and so on
/// @param timeout         how long a deployment may take
/// @param variables       variables of the target alone, to set
/// @param removeVariables and to remove
public record TargetChange(
        Map<String, String> texts,
        Optional<Duration> timeout,
        Map<String, String> variables,
        List<String> removeVariables) {
    /// Copies what it is given.
    public TargetChange {
        texts = Map.copyOf(texts);
        variables = Map.copyOf(variables);
        removeVariables = List.copyOf(removeVariables);
    }

    Json.Obj applyTo(Json.Obj target) {
        var json = target;
        for (var member : texts.keySet().stream().sorted().toList()) {
            json = put(json, member, texts.getOrDefault(member, ""));
        }
        if (timeout.isPresent()) {
            json = json.with("timeout_seconds", timeout.get().toSeconds());
        }
        var own = json.object("variables");
        for (var name : variables.keySet().stream().sorted().toList()) {
            own = own.with(name, variables.getOrDefault(name, ""));
        }
        for (var name : removeVariables) {
            own = own.without(name);
        }
        return own.equals(json.object("variables")) ? json : json.with("variables", own);
    }

    private static Json.Obj put(Json.Obj json, String member, String text) {
        int dot = member.indexOf('.');
        if (dot < 0) {
            return text.isEmpty() ? json.without(member) : json.with(member, text);
        }
        var outer = member.substring(0, dot);
        var inner = put(json.object(outer), member.substring(dot + 1), text);
        return inner.members().isEmpty() ? json.without(outer) : json.with(outer, inner);
    }
}
