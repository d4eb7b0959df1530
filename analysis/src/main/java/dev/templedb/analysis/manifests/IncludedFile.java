package dev.templedb.analysis.manifests;

import dev.templedb.analysis.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Another file of the project that a file of requirements names by `-r` or `-c`, whatever that is called.
///
/// @param path   from the root of the project
/// @param format [ManifestFormat#REQUIREMENTS] or [ManifestFormat#CONSTRAINTS]
public record IncludedFile(String path, ManifestFormat format) {
    static final String SETTING = "include.";

    /// What the manifest at `path` names, in its order, without places outside of the project, addresses and
    /// variables.
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
        return to.startsWith("/") || to.contains("://") || to.contains("$")
                ? Optional.empty()
                : RelativePath.resolve(DependencyLinker.directory(from), to).filter(path -> !path.isEmpty());
    }
}
