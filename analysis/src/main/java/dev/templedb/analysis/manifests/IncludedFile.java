package dev.templedb.analysis.manifests;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Another file of the project that a file of requirements names by `-r` or `-c`, whatever that is called.
///
/// @param path   from the root of the project
/// @param format [ManifestFormat#REQUIREMENTS] or [ManifestFormat#CONSTRAINTS]
public record IncludedFile(String path, ManifestFormat format) {
    static final String SETTING = "include.";

    /// What the manifest at `path` names, in its order. Places outside of the project, addresses and variables are
    /// left
    /// out.
    public static List<IncludedFile> of(String path, Manifest said) {
        var included = new ArrayList<IncludedFile>();
        said.settings().forEach((name, value) -> {
            if (name.startsWith(SETTING)) {
                var format = value.startsWith("c ") ? ManifestFormat.CONSTRAINTS : ManifestFormat.REQUIREMENTS;
                resolved(path, value.substring(2)).ifPresent(file -> included.add(new IncludedFile(file, format)));
            }
        });
        return included;
    }

    private static Optional<String> resolved(String from, String to) {
        if (to.startsWith("/") || to.contains("://") || to.contains("$")) {
            return Optional.empty();
        }
        var steps = new ArrayList<String>(List.of(from.split("/")));
        steps.removeLast();
        for (var step : to.split("/")) {
            if (step.equals("..")) {
                if (steps.isEmpty()) {
                    return Optional.empty();
                }
                steps.removeLast();
            } else if (!step.isEmpty() && !step.equals(".")) {
                steps.add(step);
            }
        }
        return steps.isEmpty() ? Optional.empty() : Optional.of(String.join("/", steps));
    }
}
