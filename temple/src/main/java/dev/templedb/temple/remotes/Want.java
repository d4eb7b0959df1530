package dev.templedb.temple.remotes;

import dev.templedb.core.VersionName;

/// Which state of a remote project is wanted.
public sealed interface Want {
    /// The one that is shared now.
    record Shared() implements Want {}

    /// The highest version that is neither yanked nor a pre-release.
    record Latest() implements Want {}

    /// The one that a version names.
    record Version(VersionName name) implements Want {}

    /// What a person wrote behind the colon; nothing stands for the shared state.
    static Want of(String version) {
        if (version.isEmpty()) {
            return new Shared();
        }
        return version.equals("latest") ? new Latest() : new Version(VersionName.of(version));
    }
}
