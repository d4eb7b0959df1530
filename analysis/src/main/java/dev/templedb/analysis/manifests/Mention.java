package dev.templedb.analysis.manifests;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A package that a manifest or lock file speaks of.
///
/// @param name       what it is called
/// @param version    the exact version; null when only a constraint is said, or nothing
/// @param constraint which versions are asked for, as it is written; null when nothing is said
/// @param scope      what for; null when that follows from who needs it
/// @param direct     whether the project asks for it itself
/// @param needs      places in [Manifest#mentions] of the packages that it needs
public record Mention(
        PackageName name,
        @Nullable String version,
        @Nullable String constraint,
        @Nullable Scope scope,
        boolean direct,
        List<Integer> needs) {
    /// Copies what it is given.
    public Mention {
        needs = List.copyOf(needs);
    }

    /// A package that a manifest asks for.
    static Mention asked(PackageName name, @Nullable String version, @Nullable String constraint, Scope scope) {
        return new Mention(name, version, constraint, scope, true, List.of());
    }

    Mention with(@Nullable String otherVersion, @Nullable String otherConstraint) {
        return new Mention(name, otherVersion, otherConstraint, scope, direct, needs);
    }

    Mention with(@Nullable Scope otherScope, boolean nowDirect) {
        return new Mention(name, version, constraint, otherScope, nowDirect, needs);
    }
}
