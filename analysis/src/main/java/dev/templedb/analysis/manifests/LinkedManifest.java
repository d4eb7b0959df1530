package dev.templedb.analysis.manifests;

import java.util.List;

/// The packages that one file of a project stands for, after all its files were looked at together.
///
/// @param path     the file that says so; of a manifest with a lock, the lock
/// @param format   what kind of file that is
/// @param mentions packages whose scope is known; see [Mention#needs] for who needs whom
public record LinkedManifest(String path, ManifestFormat format, List<Mention> mentions) {
    /// Copies what it is given.
    public LinkedManifest {
        mentions = List.copyOf(mentions);
    }
}
