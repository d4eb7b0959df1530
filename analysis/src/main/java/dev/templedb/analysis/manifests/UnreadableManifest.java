package dev.templedb.analysis.manifests;

/// Says why a manifest cannot be read, in a clause for people: `line 3, column 7: …`.
@SuppressWarnings("serial")
public final class UnreadableManifest extends Exception {
    UnreadableManifest(String message) {
        super(message);
    }
}
