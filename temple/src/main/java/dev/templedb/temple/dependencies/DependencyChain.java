package dev.templedb.temple.dependencies;

import java.util.List;

/// Why a project has a package: one that it asks for, then each that the one before needs, down to the package.
public record DependencyChain(List<Dependency> links) {
    /// Copies what it is given.
    public DependencyChain {
        links = List.copyOf(links);
    }
}
