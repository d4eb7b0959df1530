package dev.templedb.temple.deployments;

import java.util.Map;

/// Opens the secrets of a project for a deployment.
@FunctionalInterface
public interface SecretsSource {
    /// The values of all secrets by name. The caller wipes them.
    Map<String, byte[]> open(String slug);

    /// No secrets.
    static SecretsSource none() {
        return slug -> Map.of();
    }
}
