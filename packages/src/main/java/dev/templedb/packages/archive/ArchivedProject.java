package dev.templedb.packages.archive;

import dev.templedb.core.Sha256;
import dev.templedb.core.Slug;
import java.util.List;

/// One project of an archive, as its manifest says.
///
/// @param name        what the project is called in prose
/// @param contentRoot of the state in its package
/// @param ancestors   roots of the states that came before, the newest first, as far as the writer knew and wanted to
///                    tell; nobody proves them
public record ArchivedProject(Slug slug, String name, Sha256 contentRoot, List<Sha256> ancestors) {
    /// The most ancestors that are told.
    public static final int MOST_ANCESTORS = 500;

    public ArchivedProject {
        ancestors = List.copyOf(ancestors.subList(0, Math.min(ancestors.size(), MOST_ANCESTORS)));
    }

    /// Where its package lies in the archive.
    String path() {
        return "projects/" + slug + ".cathedral";
    }
}
