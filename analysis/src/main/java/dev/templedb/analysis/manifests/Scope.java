package dev.templedb.analysis.manifests;

import java.util.Locale;

/// What a package is needed for. The order matters: what is needed for several things has the first of them.
public enum Scope {
    /// To run.
    RUNTIME,
    /// To run, but it is there already: a servlet container, a peer of a plug-in.
    PROVIDED,
    /// To run something that not everybody uses.
    OPTIONAL,
    /// To build.
    BUILD,
    /// To run the tests.
    TEST,
    /// To work on the project.
    DEV,
    /// Only its version is said, for whoever asks for it.
    MANAGED;

    /// The word for it, such as `runtime`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The scope of that word.
    ///
    /// @throws IllegalArgumentException when there is none
    public static Scope of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
