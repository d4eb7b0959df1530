package dev.templedb.temple.dependencies;

import dev.templedb.analysis.manifests.PackageName;
import dev.templedb.analysis.manifests.Scope;
import dev.templedb.temple.history.FilePath;
import org.jspecify.annotations.Nullable;

/// A package that a project depends on.
///
/// @param path        the manifest or lock file that says so
/// @param position    its place there, from 0, by which edges refer to it
/// @param version     null when only a requirement is known
/// @param requirement which versions are asked for, as it is written; null when nothing is said
/// @param direct      whether the project asks for it itself
public record Dependency(
        FilePath path,
        int position,
        PackageName name,
        @Nullable String version,
        @Nullable String requirement,
        Scope scope,
        boolean direct) {
    /// The package URL, with the version when it is known.
    public String purl() {
        return name.purl(version);
    }

    /// The type of the package URL, such as `npm`.
    public String type() {
        return name.type();
    }

    /// The name as people of its ecosystem write it.
    public String packageName() {
        return name.text();
    }

    /// The word for the scope, such as `runtime`.
    public String scopeWord() {
        return scope.word();
    }

    /// Whether only its version is said, for whoever asks for it.
    public boolean isManaged() {
        return scope == Scope.MANAGED;
    }

    /// The name with the version, or with the requirement when that is all there is.
    public String text() {
        return version != null
                ? name.text() + " " + version
                : requirement == null ? name.text() : name.text() + " (" + requirement + ")";
    }
}
